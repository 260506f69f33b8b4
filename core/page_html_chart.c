#include "core/page_html_chart.h"

#include "core/buffer.h"
#include "core/chart.h"
#include "core/memory.h"
#include "core/page_part.h"
#include "core/text.h"

#include <string.h>

enum { SHORT_COLUMNS = 16 }; /* of a label that is not broken */

/* The lines of the axis' ticks go through all rows: the drawings fill their cells. */
const char page_html_chart_style[] =
    ".chart{border-collapse:collapse;width:100%;font-size:14pt;line-height:1.5;"
    "margin:calc(225mm/44) 0}\n"
    ".chart th,.chart td{padding:.2em .35em .2em 0;font-weight:400;text-align:left}\n"
    ".chart th{min-width:8em}.chart .short{min-width:0;white-space:nowrap}\n"
    ".chart .bar{position:relative;width:75%;height:1.5em}\n"
    ".chart svg{position:absolute;left:0;top:0;width:calc(100% - 1em);height:100%;"
    "overflow:visible}\n"
    ".chart rect{y:calc(50% - .5em);height:1em;fill:#404040}"
    ".chart line{stroke:#b0b0b0;stroke-width:.5}.chart .zero{stroke:#000;stroke-width:1}\n"
    ".chart text{font-size:.75em;text-anchor:middle}\n"
    "@media screen and (max-width:220mm){.chart{font-size:.9rem}.chart .bar{width:60%}"
    ".chart th{min-width:5em}}\n"
    "@media print{.chart tr{break-inside:avoid}}\n";

/* In thousandths of a per cent: no locale's comma gets in. */
static void add_share(struct buffer *out, const char *name, double share)
{
    long thousandths = (long)(share * 100000 + 0.5);
    buffer_format(out, " %s=\"%ld.%03ld%%\"", name, thousandths / 1000, thousandths % 1000);
}

static void add_escaped(struct buffer *out, const char *text)
{
    struct pen pen = {.out = out, .html = true};
    pen_write(&pen, text);
}

static double tick_share(const struct chart *chart, size_t tick)
{
    return chart_share(chart, chart_tick(chart, tick));
}

static void write_lines(const struct chart *chart, struct buffer *out)
{
    for (size_t i = 0; i <= chart->steps && chart->steps; i++) {
        bool zero = decimal_compare(chart_tick(chart, i), DECIMAL_ZERO) == 0;
        buffer_format(out, "<line%s y1=\"0\" y2=\"100%%\"", zero ? " class=\"zero\"" : "");
        add_share(out, "x1", tick_share(chart, i));
        add_share(out, "x2", tick_share(chart, i));
        buffer_add(out, "/>");
    }
}

static void write_bar(const struct chart *chart, struct decimal value, struct buffer *out)
{
    double zero = chart_share(chart, DECIMAL_ZERO), end = chart_share(chart, value);
    buffer_add(out, "<td class=\"bar\"><svg aria-hidden=\"true\">");
    write_lines(chart, out);
    buffer_add(out, "<rect y=\"15%\" height=\"70%\"");
    add_share(out, "x", zero < end ? zero : end);
    add_share(out, "width", zero < end ? end - zero : zero - end);
    buffer_add(out, "/></svg></td>");
}

static void write_number(const struct chart *chart, const struct chart_row *row, struct buffer *out)
{
    struct buffer before = BUFFER_EMPTY, behind = BUFFER_EMPTY;
    point_pad(&chart->point, &row->number, &before, &behind);
    buffer_format(out, "<td><span class=\"point\" data-before=\"%s\" data-behind=\"", before.bytes);
    add_escaped(out, behind.bytes);
    buffer_add(out, "\">");
    add_escaped(out, row->value_text);
    buffer_add(out, "</span></td>");
    buffer_free(&before);
    buffer_free(&behind);
}

static void write_row(const struct chart *chart, const struct chart_row *row, struct buffer *out)
{
    bool number = row->number.size, few = text_width(row->label) <= SHORT_COLUMNS;
    buffer_add(out, !number ? "<tr><td colspan=\"3\">"
                    : few   ? "<tr><th scope=\"row\" class=\"short\">"
                            : "<tr><th scope=\"row\">");
    add_escaped(out, row->label);
    buffer_add(out, number ? "</th>" : "</td>");
    if (number) {
        write_bar(chart, row->value, out);
        write_number(chart, row, out);
    }
    buffer_add(out, "</tr>\n");
}

static void write_axis(const struct chart *chart, struct buffer *out)
{
    buffer_add(out, "<tr aria-hidden=\"true\"><td></td><td class=\"bar\"><svg>");
    for (size_t i = 0; i <= chart->steps; i++) {
        buffer_add(out, "<text y=\"1em\"");
        add_share(out, "x", tick_share(chart, i));
        buffer_add_char(out, '>');
        decimal_add(out, chart_tick(chart, i), DECIMAL_PLACES_MOST);
        buffer_add(out, "</text>");
    }
    buffer_add(out, "</svg></td><td></td></tr>\n");
}

void page_html_chart(cmark_node *code, struct buffer *out)
{
    struct arena *arena = arena_new();
    struct buffer text = BUFFER_EMPTY;
    struct chart chart;
    part_add_code(code, NULL, &text);
    chart_read(arena, text.bytes, &chart);
    buffer_add(out, "<table class=\"chart\"><tbody>\n");
    for (size_t i = 0; i < chart.count; i++)
        write_row(&chart, &chart.rows[i], out);
    if (chart.steps)
        write_axis(&chart, out);
    buffer_add(out, "</tbody></table>\n");
    buffer_free(&text);
    arena_free(arena);
}
