#include "core/page_text_chart.h"

#include "core/buffer.h"
#include "core/chart.h"
#include "core/memory.h"
#include "core/page_mark.h"
#include "core/page_part.h"
#include "core/text.h"
#include "core/wrap.h"

#include <string.h>

enum { GAP = 2, LABEL_PART = 3 /* of the line, at most */, BAR_LEAST = 6 };

struct drawing {
    const struct chart *chart;
    const char *text; /* of the block: what a track's bytes count in */
    struct track *track;
    struct buffer *out;
    size_t columns, label, bar; /* widths; `bar` is 0 where there is no room for one */
};

static void add_spaces(struct buffer *out, size_t count)
{
    while (count-- > 0)
        buffer_add_char(out, ' ');
}

static void write_tracked(struct drawing *drawing, const char *text, size_t at, size_t size)
{
    if (drawing->track)
        track_piece(drawing->track, at, size, drawing->out->size);
    buffer_add_bytes(drawing->out, text, size);
}

/* All lines of a text but the last, which is left open; its width is returned. */
static size_t write_wrapped(struct drawing *drawing, const char *text, size_t at, size_t columns)
{
    struct wrap_line line = {0};
    for (size_t begun = 0; text[begun]; begun += line.step) {
        if (begun)
            buffer_add_char(drawing->out, '\n');
        line = wrap_next(text + begun, columns);
        write_tracked(drawing, text + begun, at + begun, line.size);
    }
    return line.width;
}

/* The columns that are left for a bar; 0 where they are too few. */
static size_t measure(struct drawing *drawing)
{
    size_t most = drawing->columns / LABEL_PART;
    for (size_t i = 0; i < drawing->chart->count; i++) {
        const struct chart_row *row = &drawing->chart->rows[i];
        size_t label = row->number.size ? text_width(row->label) : 0;
        drawing->label = label > drawing->label ? label : drawing->label;
    }
    drawing->label = drawing->label < most ? drawing->label : most;
    size_t used = drawing->label + GAP + GAP + point_columns(&drawing->chart->point);
    return used + BAR_LEAST <= drawing->columns ? drawing->columns - used : 0;
}

/* From the axis' 0, to the left of which what is negative stands. */
static void write_bar(struct drawing *drawing, struct decimal value)
{
    double width = (double)drawing->bar;
    size_t zero = (size_t)(chart_share(drawing->chart, DECIMAL_ZERO) * width + 0.5);
    size_t end = (size_t)(chart_share(drawing->chart, value) * width + 0.5);
    size_t from = zero < end ? zero : end, to = zero < end ? end : zero;
    add_spaces(drawing->out, from);
    for (size_t i = from; i < to; i++)
        buffer_add_char(drawing->out, '=');
    add_spaces(drawing->out, drawing->bar - to);
}

static void write_bar_row(struct drawing *drawing, const struct chart_row *row)
{
    size_t width = write_wrapped(drawing, row->label, row->label_at, drawing->label);
    add_spaces(drawing->out, drawing->label - width + GAP);
    write_bar(drawing, row->value);
    add_spaces(drawing->out, GAP + point_before(&drawing->chart->point, &row->number));
    write_tracked(drawing, row->value_text, row->value_at, strlen(row->value_text));
    buffer_add_char(drawing->out, '\n');
}

/* Without room for a bar, or without a number: the line as it is. */
static void write_plain_row(struct drawing *drawing, const struct chart_row *row)
{
    size_t size = row->value_at - row->label_at + strlen(row->value_text);
    struct buffer line = BUFFER_EMPTY;
    buffer_add_bytes(&line, drawing->text + row->label_at, size);
    write_wrapped(drawing, line.bytes, row->label_at, drawing->columns);
    buffer_add_char(drawing->out, '\n');
    buffer_free(&line);
}

void page_text_chart(cmark_node *code, size_t columns, struct track *track, struct buffer *out)
{
    struct arena *arena = arena_new();
    struct buffer text = BUFFER_EMPTY;
    struct chart chart;
    part_add_code(code, track, &text);
    chart_read(arena, text.bytes, &chart);
    struct drawing drawing = {&chart, text.bytes, track, out, columns, 0, 0};
    drawing.bar = measure(&drawing);
    for (size_t i = 0; i < chart.count; i++) {
        if (drawing.bar && chart.rows[i].number.size)
            write_bar_row(&drawing, &chart.rows[i]);
        else
            write_plain_row(&drawing, &chart.rows[i]);
    }
    if (track)
        track_pieces_end(track);
    buffer_free(&text);
    arena_free(arena);
}
