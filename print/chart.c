#include "print/chart.h"

#include "core/buffer.h"
#include "core/chart.h"
#include "core/memory.h"
#include "core/page_part.h"
#include "print/compose.h"
#include "print/figures.h"
#include "print/paper.h"
#include "print/where.h"

#include <math.h>
#include <string.h>

#define ROW (LINE * 0.75)
#define PITCH (SMALL_POINTS * 1.2) /* of a label's lines */
#define BAR (ROW * 0.6)            /* a bar's height */
#define GAP (SMALL_POINTS * 0.6)   /* between label, bars and numbers */
#define AXIS_POINTS 10.5
#define AXIS_HEIGHT (AXIS_POINTS * 1.6)
#define LABEL_PART 0.35 /* of the width, at most */
#define VALUE_PART 0.45 /* the same; a row whose number is wider is written as a text */
#define THIN 0.3
#define ZERO 0.8

struct charting {
    struct compose *compose;
    struct sheet *sheet;
    const struct chart *chart;
    const char *text;           /* of which the chart was read */
    double label, bars, values; /* widths */
    double digits, places;      /* of numbers before the point and behind it */
};

/* ---- Texts ---- */

static const struct lines *set_piece(struct charting *charting, const char *text, size_t at,
                                     double width)
{
    struct figures *figures = charting->compose->figures;
    const struct setting setting = {
        .points = SMALL_POINTS, .cell = SMALL_POINTS, .pitch = PITCH, .width = width};
    const struct lines *lines = lines_of_text(charting->sheet->setter, text, FACE_BODY, &setting);
    figures_take(figures, lines, at, at + strlen(text));
    return lines;
}

static const struct lines *set_value(struct charting *charting, const struct chart_row *row)
{
    return set_piece(charting, row->value_text, row->value_at, sheet_width(charting->sheet));
}

static bool is_bar(struct charting *charting, const struct chart_row *row)
{
    const struct lines *value = row->number.size ? set_value(charting, row) : NULL;
    return value && value->count == 1 &&
           lines_width(value) <= sheet_width(charting->sheet) * VALUE_PART;
}

static double width_before_point(const struct lines *lines, const struct numeral *number)
{
    return line_where(&lines->list[0], lines->text, number->size - number->places);
}

static void measure(struct charting *charting)
{
    double width = sheet_width(charting->sheet);
    for (size_t i = 0; i < charting->chart->count; i++) {
        const struct chart_row *row = &charting->chart->rows[i];
        if (!is_bar(charting, row))
            continue;
        const struct lines *value = set_value(charting, row);
        const struct lines *label = set_piece(charting, row->label, row->label_at, width);
        double before = width_before_point(value, &row->number);
        charting->label = fmax(charting->label, lines_width(label));
        charting->digits = fmax(charting->digits, before);
        charting->places = fmax(charting->places, lines_width(value) - before);
    }
    charting->label = fmin(charting->label, width * LABEL_PART);
    charting->values = fmin(charting->digits + charting->places, width * VALUE_PART);
    charting->bars = width - charting->label - charting->values - 3 * GAP;
}

/* ---- Rows ---- */

static double x_of(const struct charting *charting, struct decimal value)
{
    return charting->label + GAP + charting->bars * chart_share(charting->chart, value);
}

/* The axis' lines go through all rows, which touch each other. */
static void place_ticks(const struct charting *charting, double y, double height)
{
    const struct chart *chart = charting->chart;
    for (size_t i = 0; i <= chart->steps && chart->steps; i++) {
        bool zero = decimal_compare(chart_tick(chart, i), DECIMAL_ZERO) == 0;
        double width = zero ? ZERO : THIN, x = x_of(charting, chart_tick(chart, i));
        sheet_box(charting->sheet, x - width / 2, y, width, height, zero ? INK_BLACK : INK_GREY);
    }
}

static void place_bar(const struct charting *charting, struct decimal value, double y)
{
    double zero = x_of(charting, DECIMAL_ZERO), end = x_of(charting, value);
    sheet_box(charting->sheet, fmin(zero, end), y, fabs(end - zero), BAR, INK_GREY);
}

/* Lines in the middle of a height. */
static void place_lines(const struct charting *charting, const struct lines *lines, double x,
                        double y, double height)
{
    double above = (height - (double)lines->count * PITCH) / 2;
    for (size_t i = 0; i < lines->count; i++)
        sheet_place(charting->sheet, lines, i, x, y + above + (double)i * PITCH, INK_BLACK);
}

/* Numbers of ticks stand within the width, and none over another. */
static void place_axis(const struct charting *charting)
{
    const struct chart *chart = charting->chart;
    const double width = sheet_width(charting->sheet);
    const struct setting setting = {
        .points = AXIS_POINTS, .cell = AXIS_POINTS, .pitch = AXIS_HEIGHT, .width = width};
    double y = sheet_open(charting->sheet, AXIS_HEIGHT), end = -GAP;
    sheet_begin(charting->sheet, "P", NULL, 0);
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i <= chart->steps; i++) {
        buffer_cut(&text, 0);
        decimal_add(&text, chart_tick(chart, i), DECIMAL_PLACES_MOST);
        const struct lines *lines =
            lines_of_text(charting->sheet->setter, text.bytes, FACE_BODY, &setting);
        double x = x_of(charting, chart_tick(chart, i)) - lines_width(lines) / 2;
        x = fmax(0, fmin(x, width - lines_width(lines)));
        if (x < end + GAP)
            continue;
        sheet_place(charting->sheet, lines, 0, x, y, INK_BLACK);
        end = x + lines_width(lines);
    }
    buffer_free(&text);
}

/* Room for a row and the axis below it. */
static double open_row(const struct charting *charting, double height)
{
    double axis = charting->chart->steps ? AXIS_HEIGHT : 0;
    if (sheet_left(charting->sheet) < height + axis && charting->sheet->y > 0 && axis > 0 &&
        !charting->sheet->kept_count) {
        place_axis(charting);
        sheet_break(charting->sheet, sheet_page(charting->sheet)->landscape);
    }
    double y = sheet_open(charting->sheet, height + axis);
    charting->sheet->y -= axis;
    return y;
}

/* Over the whole width, and over as many pages as it takes. */
static void add_text(struct charting *charting, const char *text, size_t at)
{
    const struct lines *lines = set_piece(charting, text, at, sheet_width(charting->sheet));
    for (size_t i = 0; i < lines->count; i++) {
        double y = open_row(charting, ROW);
        sheet_begin(charting->sheet, "P", NULL, 0);
        sheet_place(charting->sheet, lines, i, 0, y + (ROW - PITCH) / 2, INK_BLACK);
    }
}

/* A label that is higher than a page stands above its bar. */
static void add_bar(struct charting *charting, const struct chart_row *row)
{
    const struct lines *label = set_piece(charting, row->label, row->label_at, charting->label);
    const struct lines *value = set_value(charting, row);
    double height = fmax(ROW, (double)label->count * PITCH + ROW - PITCH);
    bool beside = height <= sheet_height(charting->sheet) - AXIS_HEIGHT;
    if (!beside) {
        add_text(charting, row->label, row->label_at);
        height = ROW;
    }
    double y = open_row(charting, height);
    double before = charting->digits - width_before_point(value, &row->number);
    double behind = charting->label + charting->bars + 3 * GAP;
    sheet_begin(charting->sheet, NULL, NULL, 0); /* drawings are no part of the text */
    place_ticks(charting, y, height);
    place_bar(charting, row->value, y + (height - BAR) / 2);
    sheet_begin(charting->sheet, "P", NULL, 0);
    if (beside)
        place_lines(charting, label, 0, y, height);
    place_lines(charting, value, behind + fmin(before, charting->values - lines_width(value)), y,
                height);
}

static void add_row(struct charting *charting, struct arena *arena, const struct chart_row *row)
{
    size_t size = row->value_at + strlen(row->value_text) - row->label_at;
    if (is_bar(charting, row))
        add_bar(charting, row);
    else
        add_text(charting, arena_text_of(arena, charting->text + row->label_at, size),
                 row->label_at);
}

void print_chart(struct compose *compose, cmark_node *code)
{
    struct arena *arena = arena_new();
    struct buffer text = BUFFER_EMPTY;
    struct chart chart;
    part_add_code(code, figures_track(compose->figures), &text);
    chart_read(arena, text.bytes, &chart);
    struct charting charting = {
        .compose = compose, .sheet = compose->sheet, .chart = &chart, .text = text.bytes};
    measure(&charting);
    compose->sheet->y += compose->sheet->y > 0 ? LINE / 2 : 0;
    for (size_t i = 0; i < chart.count; i++)
        add_row(&charting, arena, &chart.rows[i]);
    if (chart.count && chart.steps)
        place_axis(&charting);
    figures_done(compose->figures);
    sheet_blank(compose->sheet, 0);
    buffer_free(&text);
    arena_free(arena);
}
