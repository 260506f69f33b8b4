#include "print/docx_table.h"

#include "core/chart.h"
#include "core/memory.h"
#include "core/page_part.h"
#include "core/table.h"
#include "core/table_plan.h"
#include "print/docx_text.h"

#include <string.h>

/* ---- What both share ---- */

/* The cells' margins above and below are three tenths of a character. */
static void begin_table(struct docx_writer *writer, const char *style, enum docx_style cells,
                        const int *widths, size_t columns)
{
    struct buffer *out = &writer->out;
    int width = 0;
    for (size_t i = 0; i < columns; i++)
        width += widths[i];
    docx_part_tables(writer);
    buffer_add(out, "<w:tbl><w:tblPr>");
    if (style)
        buffer_format(out, "<w:tblStyle w:val=\"%s\"/>", style);
    int above = docx_style_character(cells) * 3 / 10;
    buffer_format(out,
                  "<w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblLayout "
                  "w:type=\"fixed\"/><w:tblCellMar><w:top w:w=\"%d\" w:type=\"dxa\"/><w:left "
                  "w:w=\"%d\" w:type=\"dxa\"/><w:bottom w:w=\"%d\" w:type=\"dxa\"/><w:right "
                  "w:w=\"%d\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>",
                  width, above, TWIPS_CELL_MARGIN, above, TWIPS_CELL_MARGIN);
    for (size_t i = 0; i < columns; i++)
        buffer_format(out, "<w:gridCol w:w=\"%d\"/>", widths[i]);
    buffer_add(out, "</w:tblGrid>\n");
}

static void end_table(struct docx_writer *writer)
{
    buffer_add(&writer->out, "</w:tbl>\n");
    writer->properties_end = 0;
}

static void begin_row(struct docx_writer *writer, bool head)
{
    buffer_format(&writer->out, "<w:tr><w:trPr><w:cantSplit/>%s</w:trPr>",
                  head ? "<w:tblHeader/>" : "");
}

static void begin_cell(struct docx_writer *writer, int width)
{
    buffer_format(&writer->out,
                  "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/>"
                  "</w:tcPr>",
                  width);
}

static void end_cell(struct docx_writer *writer)
{
    buffer_add(&writer->out, "</w:tc>");
}

/* ---- Tables ---- */

struct drawing {
    struct docx_writer *writer;
    const struct table *table;
    enum docx_style style; /* of the cells */
};

/* The widths in twips, with the margins of the cells, from those in halves of a character; `more`
 * is for fonts whose digits are wider than half of a character. */
static void scale(const struct table_width *halves, size_t count, int half, int more,
                  struct table_width *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = (struct table_width){halves[i].natural * half + more + 2 * TWIPS_CELL_MARGIN,
                                      halves[i].least * half + more + 2 * TWIPS_CELL_MARGIN};
}

/* The size in which the columns can stand beside each other in one table, if need be tightly; else
 * the smallest. */
static enum docx_style choose_size(const struct table_width *halves, size_t count, int room,
                                   struct table_width *widths)
{
    static const enum docx_style sizes[] = {STYLE_CELL, STYLE_CELL_SMALLER, STYLE_CELL_SMALLEST};
    int half = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        half = docx_style_character(sizes[i]) / 2;
        scale(halves, count, half, half, widths);
        if (table_fits(widths, count, room, 0))
            return sizes[i];
    }
    scale(halves, count, half, 0, widths);
    return STYLE_CELL_SMALLEST;
}

/* The table is as wide as the type area: what is left is divided among the columns. */
static void stretch(struct table_slice *slice, int room)
{
    int used = 0;
    for (size_t i = 0; i < slice->count; i++)
        used += slice->widths[i];
    int left = room > used ? room - used : 0;
    for (size_t i = 0; i < slice->count; i++)
        slice->widths[i] += left / (int)slice->count;
}

static enum docx_align side_of(const struct table_column *column)
{
    switch (column->side) {
    case 'l':
        return ALIGN_LEFT;
    case 'c':
        return ALIGN_CENTRE;
    case 'r':
        return ALIGN_RIGHT;
    default:
        return column->numbers ? ALIGN_RIGHT : ALIGN_LEFT;
    }
}

/* A number is moved in by what it lacks of the column's longest, before and behind the point. */
static void align_number(const struct table *table, size_t row, size_t column,
                         struct docx_paragraph *paragraph)
{
    enum { HALF = 50 };
    struct buffer before = BUFFER_EMPTY, behind = BUFFER_EMPTY;
    point_pad(&table->column[column].point, &table_cell(table, row, column)->number, &before,
              &behind);
    paragraph->indented = true;
    if (paragraph->align != ALIGN_RIGHT)
        paragraph->left = (int)before.size * HALF;
    if (paragraph->align != ALIGN_LEFT)
        paragraph->right = docx_width(behind.bytes);
    buffer_free(&before);
    buffer_free(&behind);
}

static void add_cell(struct drawing *drawing, size_t row, size_t column, int width)
{
    const struct table_cell *cell = table_cell(drawing->table, row, column);
    const struct table_column *of = &drawing->table->column[column];
    struct docx_paragraph paragraph = {.style = drawing->style,
                                       .align = row ? side_of(of) : ALIGN_CENTRE};
    if (row && of->numbers && cell->number.size)
        align_number(drawing->table, row, column, &paragraph);
    begin_cell(drawing->writer, width);
    docx_begin(drawing->writer, &paragraph);
    if (cell->node)
        docx_add_block(drawing->writer, cell->node, row == 0);
    docx_end(drawing->writer);
    end_cell(drawing->writer);
}

static void add_slice(struct drawing *drawing, const struct table_slice *slice)
{
    begin_table(drawing->writer, "Table", drawing->style, slice->widths, slice->count);
    for (size_t row = 0; row < drawing->table->rows; row++) {
        begin_row(drawing->writer, row == 0);
        for (size_t i = 0; i < slice->count; i++)
            add_cell(drawing, row, slice->columns[i], slice->widths[i]);
        buffer_add(&drawing->writer->out, "</w:tr>\n");
    }
    end_table(drawing->writer);
}

void docx_add_table(struct docx_writer *writer, cmark_node *node, int width)
{
    struct arena *arena = arena_new();
    struct table table;
    struct table_plan plan;
    table_read(arena, node, NULL, &table);
    struct table_width *halves = arena_array(arena, table.columns + 1, sizeof *halves);
    struct table_width *widths = arena_array(arena, table.columns + 1, sizeof *widths);
    table_measure(&table, halves);
    struct drawing drawing = {writer, &table, choose_size(halves, table.columns, width, widths)};
    table_plan(arena, widths, table.columns, table.names, width, 0, &plan);
    for (size_t i = 0; i < plan.count; i++) {
        stretch(&plan.slices[i], width);
        add_slice(&drawing, &plan.slices[i]);
    }
    arena_free(arena);
}

/* ---- Charts ---- */

enum { LABEL, BAR, NUMBER, CHART_COLUMNS };

/* Labels and numbers as wide as they are, labels up to a third of the line; the bars have the rest.
 */
static void measure_chart(const struct chart *chart, int width, int widths[CHART_COLUMNS])
{
    int character = docx_style_character(STYLE_CELL), label = 0, number = 0;
    for (size_t i = 0; i < chart->count; i++) {
        int one = docx_width(chart->rows[i].label), other = docx_width(chart->rows[i].value_text);
        if (!chart->rows[i].number.size)
            continue;
        label = one > label ? one : label;
        number = other > number ? other : number;
    }
    label = label * character / 100 + character + 2 * TWIPS_CELL_MARGIN;
    number = number * character / 100 + character + 2 * TWIPS_CELL_MARGIN;
    widths[LABEL] = label < width / 3 ? label : width / 3;
    widths[NUMBER] = number < width / 3 ? number : width / 3;
    widths[BAR] = width - widths[LABEL] - widths[NUMBER];
}

/* From the axis' 0 to the number, to the left of it for one below. */
static void add_bar(struct docx_writer *writer, const struct chart *chart, struct decimal value,
                    int width)
{
    enum { HEIGHT = 240 };
    double zero = chart_share(chart, DECIMAL_ZERO), end = chart_share(chart, value);
    double from = zero < end ? zero : end, to = zero < end ? end : zero;
    int room = width - 2 * TWIPS_CELL_MARGIN;
    begin_cell(writer, width);
    if (to > from)
        buffer_format(&writer->out,
                      "<w:p><w:pPr><w:pStyle w:val=\"%s\"/><w:shd w:val=\"clear\" w:color=\"auto\" "
                      "w:fill=\"7F7F7F\"/><w:spacing w:line=\"%d\" w:lineRule=\"exact\"/><w:ind "
                      "w:left=\"%d\" w:right=\"%d\"/></w:pPr></w:p>",
                      docx_style_id(STYLE_CELL), HEIGHT, (int)(from * room),
                      (int)((1 - to) * room));
    else
        buffer_format(&writer->out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr></w:p>",
                      docx_style_id(STYLE_CELL));
    end_cell(writer);
}

static void add_chart_row(struct docx_writer *writer, const struct chart *chart,
                          const struct chart_row *row, const int widths[CHART_COLUMNS])
{
    const struct docx_paragraph label = {.style = STYLE_CELL};
    const struct docx_paragraph number = {.style = STYLE_CELL, .align = ALIGN_RIGHT};
    begin_row(writer, false);
    begin_cell(writer, widths[LABEL]);
    docx_add_paragraph(writer, &label, row->label);
    end_cell(writer);
    add_bar(writer, chart, row->value, widths[BAR]);
    begin_cell(writer, widths[NUMBER]);
    docx_add_paragraph(writer, &number, row->value_text);
    end_cell(writer);
    buffer_add(&writer->out, "</w:tr>\n");
}

/* The rows between which the table is open; a line without a number stands as it is. */
static void add_rows(struct docx_writer *writer, const struct chart *chart,
                     const int widths[CHART_COLUMNS])
{
    const struct docx_paragraph plain = {.style = STYLE_CELL};
    bool open = false;
    for (size_t i = 0; i < chart->count; i++) {
        const struct chart_row *row = &chart->rows[i];
        bool barred = row->number.size && chart->steps;
        if (barred && !open)
            begin_table(writer, NULL, STYLE_CELL, widths, CHART_COLUMNS);
        if (!barred && open)
            end_table(writer);
        open = barred;
        if (barred) {
            add_chart_row(writer, chart, row, widths);
        } else {
            docx_begin(writer, &plain);
            docx_add_run(writer, row->label);
            docx_add_run(writer, *row->value_text ? " " : "");
            docx_add_run(writer, row->value_text);
            docx_end(writer);
        }
    }
    if (open)
        end_table(writer);
}

void docx_add_chart(struct docx_writer *writer, cmark_node *node, int width)
{
    struct arena *arena = arena_new();
    struct buffer text = BUFFER_EMPTY;
    struct chart chart;
    int widths[CHART_COLUMNS];
    part_add_code(node, NULL, &text);
    chart_read(arena, text.bytes, &chart);
    measure_chart(&chart, width, widths);
    add_rows(writer, &chart, widths);
    buffer_free(&text);
    arena_free(arena);
}
