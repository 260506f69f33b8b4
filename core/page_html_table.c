#include "core/page_html.h"

#include "core/buffer.h"
#include "core/memory.h"
#include "core/table_plan.h"
#include "core/text.h"

enum { SHORT_COLUMNS = 16 }; /* of a text that is not broken: eight characters */

/* 14 pt, or 10.5 where much is to stand beside each other. */
const char html_table_style[] =
    ".table{overflow-x:auto;margin:calc(225mm/44) 0}\n"
    ".table table{border-collapse:collapse;width:100%;font-size:14pt;line-height:1.5}\n"
    ".table th,.table td{border:.3mm solid #000;padding:.15em .35em;text-align:left;"
    "overflow-wrap:normal}\n"
    ".table th{min-width:2.8em;font-family:var(--hei);font-weight:400;text-align:center}\n"
    ".table .right{text-align:right}.table .centre{text-align:center}"
    ".table .short{white-space:nowrap}\n"
    ".point{white-space:nowrap;font-variant-numeric:tabular-nums}\n"
    ".point::before{content:attr(data-before);visibility:hidden}\n"
    ".point::after{content:attr(data-behind);visibility:hidden}\n"
    ".table.tight table,.table.wide table{font-size:10.5pt}\n"
    "@media screen and (max-width:220mm){.table table{width:auto;min-width:100%;font-size:.9rem}"
    ".table td{min-width:6em}.table .short{min-width:0}}\n"
    "@media print{.table{overflow:visible}.table thead{display:table-header-group}"
    ".table tr{break-inside:avoid}}\n";

struct writing {
    struct html *html;
    const struct table *table;
    struct buffer *out;
    struct buffer before, behind;
};

/* What a number lacks has no character that HTML would read; a unit is text of the record. */
static void write_attribute(struct buffer *out, const char *name, const struct buffer *text)
{
    if (!text->size)
        return;
    buffer_format(out, " data-%s=\"", name);
    html_escape(out, text->bytes);
    buffer_add_char(out, '"');
}

static void write_cell(struct writing *writing, size_t row, size_t column)
{
    const struct table_cell *cell = table_cell(writing->table, row, column);
    const struct table_column *of = &writing->table->column[column];
    bool number = row && of->numbers && cell->number.size;
    char side = of->side ? of->side : of->numbers ? 'c' : 'l';
    const char *name = row ? "td" : "th";
    const char *at = side == 'r' ? "right" : side == 'c' ? "centre" : "left";
    bool few = text_width(cell->text) <= SHORT_COLUMNS;
    buffer_format(writing->out, "<%s", name);
    if (row)
        buffer_format(writing->out, " class=\"%s%s\"", at, few ? " short" : "");
    buffer_add(writing->out, row ? ">" : " scope=\"col\">");
    if (number) {
        point_pad(&of->point, &cell->number, &writing->before, &writing->behind);
        buffer_add(writing->out, "<span class=\"point\"");
        write_attribute(writing->out, "before", &writing->before);
        write_attribute(writing->out, "behind", &writing->behind);
        buffer_add_char(writing->out, '>');
    }
    if (cell->node)
        html_add_inlines(writing->html, cell->node, writing->out);
    buffer_format(writing->out, "%s</%s>", number ? "</span>" : "", name);
}

static void write_row(struct writing *writing, size_t row)
{
    buffer_add(writing->out, "<tr>");
    for (size_t column = 0; column < writing->table->columns; column++)
        write_cell(writing, row, column);
    buffer_add(writing->out, "</tr>\n");
}

/* In 14 pt a line of 28 characters of 16 pt holds an eighth more. */
static const char *class_of(struct arena *arena, cmark_node *node, const struct table *table)
{
    enum { GAP = 2, COLUMNS = PAGE_COLUMNS * 8 / 7 };
    struct table_width *widths = arena_array(arena, table->columns + 1, sizeof *widths);
    table_measure(table, widths);
    if (table_fits(widths, table->columns, COLUMNS, GAP))
        return "table";
    return table_is_wide(node) ? "table wide" : "table tight";
}

void html_add_table(struct html *html, cmark_node *node, struct buffer *part)
{
    struct arena *arena = arena_new();
    struct table table;
    table_read(arena, node, NULL, &table);
    struct writing writing = {html, &table, part, BUFFER_EMPTY, BUFFER_EMPTY};
    buffer_format(part, "<div class=\"%s\"><table>\n", class_of(arena, node, &table));
    for (size_t row = 0; row < table.rows; row++) {
        buffer_add(part, row == 0 ? "<thead>\n" : row == 1 ? "<tbody>\n" : "");
        write_row(&writing, row);
        buffer_add(part, row == 0 ? "</thead>\n" : row + 1 == table.rows ? "</tbody>\n" : "");
    }
    buffer_add(part, "</table></div>\n");
    buffer_free(&writing.before);
    buffer_free(&writing.behind);
    arena_free(arena);
}
