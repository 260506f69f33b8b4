#include "core/page_text_table.h"

#include "core/buffer.h"
#include "core/memory.h"
#include "core/page_mark.h"
#include "core/table_plan.h"
#include "core/text.h"
#include "core/wrap.h"

#include <string.h>

enum {
    GAP = 2,
    TABLE_LEAST = 20 /* columns of the page, for those of the table to stand beside each other */
};

struct writing {
    struct arena *arena;
    const struct table *table;
    struct track *track;
    struct buffer *out;
    size_t begun; /* where the line that is written begins */
    size_t *at;   /* by column: how far its cell was written */
};

/* ---- Rows ---- */

static void pad_to(struct writing *writing, size_t column)
{
    size_t line = text_width(writing->out->bytes + writing->begun);
    for (; line < column; line++)
        buffer_add_char(writing->out, ' ');
}

static void end_line(struct writing *writing)
{
    buffer_add_char(writing->out, '\n');
    writing->begun = writing->out->size;
}

static void write_piece(struct writing *writing, const struct table_cell *cell, size_t at,
                        size_t size)
{
    if (writing->track)
        track_piece(writing->track, cell->at + at, size, writing->out->size);
    buffer_add_bytes(writing->out, cell->text + at, size);
}

/* Where in a column what is `width` wide begins; a number has its digits before the point over each
 * other. */
static int inset(const struct table *table, size_t row, size_t column, int room, int width)
{
    const struct table_column *of = &table->column[column];
    const struct numeral *number = &table_cell(table, row, column)->number;
    bool pointed = of->numbers && number->size;
    int block = pointed ? (int)point_columns(&of->point) : width;
    char side = of->side ? of->side : of->numbers ? 'r' : 'l';
    int left = side == 'r' ? room - block : side == 'c' ? (room - block) / 2 : 0;
    left += pointed ? (int)point_before(&of->point, number) : 0;
    left = left + width > room ? room - width : left;
    return left > 0 ? left : 0;
}

/* The next line of a row; false if all its cells were written. */
static bool write_row_line(struct writing *writing, size_t row, const struct table_slice *slice)
{
    size_t left = 0;
    bool any = false;
    for (size_t i = 0; i < slice->count; i++) {
        size_t column = slice->columns[i], *at = &writing->at[column];
        const struct table_cell *cell = table_cell(writing->table, row, column);
        int room = slice->widths[i];
        struct wrap_line line = wrap_next(cell->text + *at, (size_t)room);
        any = any || line.step;
        if (line.size) {
            pad_to(writing,
                   left + (size_t)inset(writing->table, row, column, room, (int)line.width));
            write_piece(writing, cell, *at, line.size);
        }
        *at += line.step;
        left += (size_t)room + GAP;
    }
    return any;
}

static void write_row(struct writing *writing, size_t row, const struct table_slice *slice)
{
    memset(writing->at, 0, writing->table->columns * sizeof *writing->at);
    while (write_row_line(writing, row, slice))
        end_line(writing);
}

static void write_rule(struct writing *writing, const struct table_slice *slice)
{
    for (size_t i = 0; i < slice->count; i++) {
        for (int dash = 0; dash < slice->widths[i]; dash++)
            buffer_add_char(writing->out, '-');
        for (int space = 0; space < GAP && i + 1 < slice->count; space++)
            buffer_add_char(writing->out, ' ');
    }
    end_line(writing);
}

static void write_slices(struct writing *writing, const struct table_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        const struct table_slice *slice = &plan->slices[i];
        if (i)
            end_line(writing);
        write_row(writing, 0, slice);
        write_rule(writing, slice);
        for (size_t row = 1; row < writing->table->rows; row++)
            write_row(writing, row, slice);
    }
}

/* ---- Rows as paragraphs ---- */

/* `head：cell`, broken into lines; the pieces of both are followed. */
static void write_entry(struct writing *writing, const struct table_cell *head,
                        const struct table_cell *cell, size_t columns)
{
    struct buffer text = BUFFER_EMPTY;
    const char *colon = *head->text && cell != head ? "：" : "";
    buffer_add(&text, head->text);
    buffer_add(&text, colon);
    size_t behind = cell != head ? text.size : 0;
    if (cell != head)
        buffer_add(&text, cell->text);
    for (size_t at = 0; text.bytes[at];) {
        struct wrap_line line = wrap_next(text.bytes + at, columns);
        size_t end = at + line.size, from = at > behind ? at : behind;
        if (writing->track && at < strlen(head->text))
            track_piece(writing->track, head->at + at, line.size, writing->out->size);
        if (writing->track && end > behind && cell != head)
            track_piece(writing->track, cell->at + from - behind, end - from,
                        writing->out->size + from - at);
        buffer_add_bytes(writing->out, text.bytes + at, line.size);
        end_line(writing);
        at += line.step;
    }
    buffer_free(&text);
}

static void write_records(struct writing *writing, size_t columns)
{
    const struct table *table = writing->table;
    for (size_t row = table->rows > 1; row < table->rows; row++) {
        if (row > 1)
            end_line(writing);
        for (size_t column = 0; column < table->columns; column++) {
            const struct table_cell *cell = table_cell(table, row, column);
            if (*cell->text)
                write_entry(writing, table_cell(table, 0, column), cell, columns);
        }
    }
}

void page_text_table(cmark_node *node, size_t columns, struct track *track, struct buffer *out)
{
    struct arena *arena = arena_new();
    struct table table;
    struct table_plan plan;
    table_read(arena, node, track, &table);
    struct writing writing = {arena, &table, track, out, out->size, NULL};
    struct table_width *widths = arena_array(arena, table.columns + 1, sizeof *widths);
    writing.at = arena_array(arena, table.columns + 1, sizeof *writing.at);
    table_measure(&table, widths);
    if (columns < TABLE_LEAST) {
        write_records(&writing, columns);
    } else {
        table_plan(arena, widths, table.columns, table.names, (int)columns, GAP, &plan);
        write_slices(&writing, &plan);
    }
    if (track)
        track_pieces_end(track);
    arena_free(arena);
}
