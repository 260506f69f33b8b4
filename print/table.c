#include "print/table.h"

#include "core/memory.h"
#include "core/table_plan.h"
#include "print/compose.h"
#include "print/figures.h"
#include "print/paper.h"
#include "print/where.h"

#include <math.h>

#define UNITS 64.0             /* of the plan, in a point */
#define TABLE_RULE (0.25 * MM) /* thin */
#define WITHOUT_END 1e6
/* In the type's size: beside a cell's text, above and below it, from line to line. */
#define PAD_ACROSS 0.3
#define PAD_DOWN 0.3
#define PITCH 1.3

/* A column's widths in the type's size. */
struct column {
    double head, widest, least; /* of its head, of all its cells */
    double digits, places;      /* of its numbers, before the point and behind it */
};

struct tabling {
    struct compose *compose;
    struct sheet *sheet;
    struct arena *arena;
    const struct table *table;
    struct column *columns;
    double points;
};

struct row {
    const struct lines **cells;
    size_t lines; /* of the highest cell */
};

/* The columns of one slice, side by side. */
struct band {
    const struct table_slice *slice;
    double *widths; /* pt, the pads included */
    const struct row
        *head;    /* on each page; NULL for one higher than half a page, a row like others */
    double begun; /* where the part on this page begins */
};

/* ---- Texts ---- */

static const struct lines *set_cell(const struct tabling *tabling, size_t row, size_t column,
                                    double width)
{
    const struct table_cell *cell = table_cell(tabling->table, row, column);
    struct figures *figures = tabling->compose->figures;
    const struct setting setting = {.points = tabling->points,
                                    .cell = tabling->points,
                                    .pitch = PITCH * tabling->points,
                                    .width = width};
    struct prose prose;
    prose_begin(&prose, tabling->arena);
    if (cell->node)
        prose_add_block(&prose, cell->node, row ? FACE_BODY : FACE_HEI, figures_track(figures));
    const struct lines *lines = lines_new(tabling->sheet->setter, &prose, &setting);
    figures_take(figures, lines, 0, prose.buffer.size);
    figures_done(figures);
    prose_free(&prose);
    return lines;
}

static double width_before_point(const struct lines *lines, const struct numeral *number)
{
    return lines->count ? line_where(&lines->list[0], lines->text, number->size - number->places)
                        : 0;
}

/* ---- How wide ---- */

static struct column measure_column(const struct tabling *tabling, size_t index)
{
    struct column column = {0};
    bool numbers = tabling->table->column[index].numbers;
    for (size_t row = 0; row < tabling->table->rows; row++) {
        const struct numeral *number = &table_cell(tabling->table, row, index)->number;
        const struct lines *lines = set_cell(tabling, row, index, WITHOUT_END);
        double width = lines_width(lines), before = width_before_point(lines, number);
        column.head = row ? column.head : width;
        column.widest = fmax(column.widest, width);
        if (row && numbers && number->size) {
            column.digits = fmax(column.digits, before);
            column.places = fmax(column.places, width - before);
        }
    }
    column.widest = fmax(column.widest, column.digits + column.places);
    return column;
}

/* In 1 pt, for all sizes; a text's least width is that of core/table_plan.h. */
static void measure(struct tabling *tabling)
{
    const struct table *table = tabling->table;
    struct table_width *texts = arena_array(tabling->arena, table->columns + 1, sizeof *texts);
    tabling->columns = arena_array(tabling->arena, table->columns + 1, sizeof *tabling->columns);
    tabling->points = 1;
    table_measure(table, texts);
    for (size_t i = 0; i < table->columns; i++) {
        struct column *column = &tabling->columns[i];
        *column = measure_column(tabling, i);
        double least = texts[i].least < texts[i].natural ? texts[i].least / 2.0 : column->widest;
        column->least = fmin(column->widest, fmax(least, column->digits + column->places));
    }
}

static double pads(const struct tabling *tabling)
{
    return 2 * PAD_ACROSS * tabling->points + TABLE_RULE;
}

static bool plan_in(struct tabling *tabling, double points, struct table_plan *plan)
{
    const struct table *table = tabling->table;
    struct table_width *widths = arena_array(tabling->arena, table->columns + 1, sizeof *widths);
    tabling->points = points;
    for (size_t i = 0; i < table->columns; i++)
        widths[i] = (struct table_width){(int)ceil(tabling->columns[i].widest * points * UNITS),
                                         (int)ceil(tabling->columns[i].least * points * UNITS)};
    int gap = (int)ceil(pads(tabling) * UNITS);
    int room = (int)((sheet_width(tabling->sheet) - TABLE_RULE) * UNITS) - gap;
    table_plan(tabling->arena, widths, table->columns, table->names, room, gap, plan);
    return table_fits(widths, table->columns, room, gap);
}

/* The first size in which all columns fit, else the last. */
static void choose_size(struct tabling *tabling, const struct table_way *way,
                        struct table_plan *plan)
{
    static const double sizes[] = {SMALL_POINTS, 12, 10.5, 9};
    bool fits = false;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes && !fits; i++)
        if (sizes[i] <= way->most && sizes[i] >= way->least)
            fits = plan_in(tabling, sizes[i], plan);
}

/* The room that is left goes to the columns by their widths: the table fills the type area. */
static struct band make_band(const struct tabling *tabling, const struct table_slice *slice)
{
    struct band band = {.slice = slice};
    double room = sheet_width(tabling->sheet) - TABLE_RULE, own = 0;
    band.widths = arena_array(tabling->arena, slice->count + 1, sizeof *band.widths);
    for (size_t i = 0; i < slice->count; i++) {
        band.widths[i] = slice->widths[i] / UNITS + pads(tabling);
        own += band.widths[i];
    }
    for (size_t i = 0; i < slice->count; i++)
        band.widths[i] *= room / own;
    return band;
}

/* ---- Rows ---- */

/* A head of several lines has them of about the same length. */
static const struct lines *set_head(const struct tabling *tabling, size_t column, double width)
{
    const struct lines *lines = set_cell(tabling, 0, column, width);
    double whole = tabling->columns[column].head * tabling->points;
    double characters = ceil(whole / (double)(lines->count + !lines->count) / tabling->points);
    for (; lines->count > 1 && characters * tabling->points < width; characters++) {
        const struct lines *even = set_cell(tabling, 0, column, characters * tabling->points);
        if (even->count == lines->count)
            return even;
    }
    return lines;
}

static struct row set_row(const struct tabling *tabling, const struct band *band, size_t index)
{
    struct row row = {.lines = 1};
    row.cells = arena_array(tabling->arena, band->slice->count + 1, sizeof *row.cells);
    for (size_t i = 0; i < band->slice->count; i++) {
        size_t column = band->slice->columns[i];
        double width = band->widths[i] - pads(tabling);
        row.cells[i] =
            index ? set_cell(tabling, index, column, width) : set_head(tabling, column, width);
        row.lines = row.cells[i]->count > row.lines ? row.cells[i]->count : row.lines;
    }
    return row;
}

static double height_of(const struct tabling *tabling, size_t lines)
{
    return ((double)lines * PITCH + 2 * PAD_DOWN) * tabling->points + TABLE_RULE;
}

/* How many lines of a row fit a height, one at least. */
static size_t lines_within(const struct tabling *tabling, double height)
{
    double room = (height - TABLE_RULE) / tabling->points - 2 * PAD_DOWN;
    return room < 2 * PITCH ? 1 : (size_t)(room / PITCH);
}

/* Where in a column of that width a line begins: by its side, a number by its point. */
static double inset(const struct tabling *tabling, size_t row, size_t column,
                    const struct lines *lines, size_t index, double width)
{
    const struct table_column *of = &tabling->table->column[column];
    const struct column *measured = &tabling->columns[column];
    const struct numeral *number = &table_cell(tabling->table, row, column)->number;
    bool pointed = row && of->numbers && number->size && lines->count == 1;
    double own = lines->list[index].width;
    double block = pointed ? (measured->digits + measured->places) * tabling->points : own;
    char side = !row ? 'c' : of->side ? of->side : of->numbers ? 'c' : 'l';
    double left = side == 'r' ? width - block : side == 'c' ? (width - block) / 2 : 0;
    left += pointed ? measured->digits * tabling->points - width_before_point(lines, number) : 0;
    return fmax(0, fmin(left, width - own));
}

static void place_cell(const struct tabling *tabling, size_t row, size_t column,
                       const struct lines *lines, size_t from, size_t to, double x, double y,
                       double width)
{
    double pitch = PITCH * tabling->points;
    for (size_t i = from; i < to && i < lines->count; i++, y += pitch) {
        double left = inset(tabling, row, column, lines, i, width);
        sheet_place(tabling->sheet, lines, i, x + left, y, INK_BLACK);
    }
}

/* The lines from..to of a row at y, over a rule; a cell with fewer stands in the middle. */
static void place_row(const struct tabling *tabling, const struct band *band, size_t index,
                      const struct row *row, size_t from, size_t to, double y)
{
    double x = TABLE_RULE + PAD_ACROSS * tabling->points;
    double height = height_of(tabling, to - from);
    sheet_begin(tabling->sheet, "P", NULL, 0);
    for (size_t i = 0; i < band->slice->count; i++) {
        const struct lines *lines = row->cells[i];
        bool whole = from == 0 && to == row->lines;
        double above = whole ? (double)(row->lines - lines->count) * PITCH / 2 : 0;
        place_cell(tabling, index, band->slice->columns[i], lines, from, to, x,
                   y + (above + PAD_DOWN) * tabling->points, band->widths[i] - pads(tabling));
        x += band->widths[i];
    }
    sheet_begin(tabling->sheet, NULL, NULL, 0); /* rules are no part of the text */
    sheet_box(tabling->sheet, 0, y + height - TABLE_RULE, sheet_width(tabling->sheet), TABLE_RULE,
              INK_BLACK);
}

/* ---- Parts on pages ---- */

static double head_height(const struct tabling *tabling, const struct band *band)
{
    return TABLE_RULE + (band->head ? height_of(tabling, band->head->lines) : 0);
}

/* Of a page, below the head. */
static double room_below(const struct tabling *tabling, const struct band *band)
{
    return sheet_height(tabling->sheet) - head_height(tabling, band);
}

/* Finds room for the head and that height, and places the head. */
static void begin_part(const struct tabling *tabling, struct band *band, double height)
{
    double y = sheet_open(tabling->sheet, head_height(tabling, band) + height);
    tabling->sheet->y -= height;
    band->begun = y;
    sheet_begin(tabling->sheet, NULL, NULL, 0);
    sheet_box(tabling->sheet, 0, y, sheet_width(tabling->sheet), TABLE_RULE, INK_BLACK);
    if (band->head)
        place_row(tabling, band, 0, band->head, 0, band->head->lines, y + TABLE_RULE);
}

/* The upright rules. */
static void end_part(const struct tabling *tabling, const struct band *band)
{
    double x = 0, height = tabling->sheet->y - band->begun;
    for (size_t i = 0; i <= band->slice->count; i++) {
        sheet_box(tabling->sheet, x, band->begun, TABLE_RULE, height, INK_BLACK);
        x += i < band->slice->count ? band->widths[i] : 0;
    }
}

static void next_part(const struct tabling *tabling, struct band *band, double height)
{
    end_part(tabling, band);
    sheet_break(tabling->sheet, sheet_page(tabling->sheet)->landscape);
    begin_part(tabling, band, height);
}

/* A row goes to the next page as a whole, unless it is higher than a page below the head. */
static void add_row(const struct tabling *tabling, struct band *band, const struct row *row,
                    size_t index)
{
    double line = height_of(tabling, 1), height = height_of(tabling, row->lines);
    if (height <= room_below(tabling, band) && height > sheet_left(tabling->sheet))
        next_part(tabling, band, height);
    for (size_t from = 0, to; from < row->lines; from = to) {
        if (line > sheet_left(tabling->sheet))
            next_part(tabling, band, line);
        to = from + lines_within(tabling, sheet_left(tabling->sheet));
        to = to < row->lines ? to : row->lines;
        double y = sheet_open(tabling->sheet, height_of(tabling, to - from));
        place_row(tabling, band, index, row, from, to, y);
    }
}

static double height_of_rows(const struct tabling *tabling, const struct row *rows)
{
    double height = TABLE_RULE;
    for (size_t i = 0; i < tabling->table->rows; i++)
        height += height_of(tabling, rows[i].lines);
    return height;
}

/* What goes on from the slice above begins a new page if it is then on one. */
static void add_slice(const struct tabling *tabling, const struct table_slice *slice, bool goes_on)
{
    struct sheet *sheet = tabling->sheet;
    size_t count = tabling->table->rows;
    struct band band = make_band(tabling, slice);
    struct row *rows = arena_array(tabling->arena, count + 1, sizeof *rows);
    for (size_t i = 0; i < count; i++)
        rows[i] = set_row(tabling, &band, i);
    double height = height_of_rows(tabling, rows), first = height_of(tabling, 1);
    if (goes_on && height > sheet_left(sheet) && height <= sheet_height(sheet))
        sheet_break(sheet, sheet_page(sheet)->landscape);
    if (height_of(tabling, rows[0].lines) <= sheet_height(sheet) / 2)
        band.head = &rows[0];
    if (count > 1 && height_of(tabling, rows[1].lines) <= room_below(tabling, &band))
        first = height_of(tabling, rows[1].lines);
    begin_part(tabling, &band, first);
    for (size_t row = band.head ? 1 : 0; row < count; row++)
        add_row(tabling, &band, &rows[row], row);
    end_part(tabling, &band);
}

const struct table_way table_as_is = {.most = SMALL_POINTS, .least = 10.5};

void print_table(struct compose *compose, cmark_node *node, const struct table_way *way)
{
    struct sheet *sheet = compose->sheet;
    struct table table;
    struct table_plan plan = {0};
    struct tabling tabling = {
        .compose = compose, .sheet = sheet, .arena = arena_new(), .table = &table};
    bool turned = !way->upright && table_is_wide(node) && !sheet_page(sheet)->landscape;
    if (turned)
        sheet_break(sheet, true);
    table_read(tabling.arena, node, NULL, &table);
    measure(&tabling);
    choose_size(&tabling, way, &plan);
    for (size_t i = 0; i < plan.count; i++) {
        sheet->y += sheet->y > 0 ? LINE / 2 : 0;
        add_slice(&tabling, &plan.slices[i], i > 0);
    }
    arena_free(tabling.arena);
    if (turned)
        sheet_break(sheet, false);
    else
        sheet_blank(sheet, 0);
}
