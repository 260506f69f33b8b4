#include "core/page_html.h"

#include "core/buffer.h"
#include "core/chart.h"
#include "core/memory.h"
#include "core/text.h"

#include <string.h>

enum { SHORT_COLUMNS = 16 }; /* of a label that is not broken */

/* The lines of the axis' ticks go through all rows: the drawings fill their cells. */
const char html_chart_style[] =
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

/* A chart in the making. Its figures were met in the block's text, which is written piece by piece,
 * in order: each is met again where it then stands. */
struct charting {
    struct html *html;
    const struct chart *chart;
    struct buffer *out;
    const char *text;
    struct met *met;
    size_t met_count, next;
};

static void add_text(struct charting *charting, size_t from, size_t to)
{
    struct pen pen = {.out = charting->out, .html = true, .verbatim = true};
    struct buffer text = BUFFER_EMPTY;
    buffer_add_bytes(&text, charting->text + from, to - from);
    pen_write(&pen, text.bytes);
    buffer_free(&text);
}

static void add_piece(struct charting *charting, size_t at, size_t size)
{
    size_t end = at + size;
    for (; charting->next < charting->met_count; charting->next++) {
        const struct met *met = &charting->met[charting->next];
        if (met->at > end || (met->at == end && !met->end))
            break;
        add_text(charting, at, met->at);
        track_meet(charting->html->track, met->mark, met->end, charting->out->size);
        at = met->at;
    }
    add_text(charting, at, end);
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

static void write_number(struct charting *charting, const struct chart_row *row)
{
    struct buffer before = BUFFER_EMPTY, behind = BUFFER_EMPTY;
    point_pad(&charting->chart->point, &row->number, &before, &behind);
    buffer_format(charting->out, "<td><span class=\"point\" data-before=\"%s\" data-behind=\"",
                  before.bytes);
    html_escape(charting->out, behind.bytes);
    buffer_add(charting->out, "\">");
    add_piece(charting, row->value_at, strlen(row->value_text));
    buffer_add(charting->out, "</span></td>");
    buffer_free(&before);
    buffer_free(&behind);
}

static void write_row(struct charting *charting, const struct chart_row *row)
{
    bool number = row->number.size, few = text_width(row->label) <= SHORT_COLUMNS;
    buffer_add(charting->out, !number ? "<tr><td colspan=\"3\">"
                              : few   ? "<tr><th scope=\"row\" class=\"short\">"
                                      : "<tr><th scope=\"row\">");
    add_piece(charting, row->label_at, strlen(row->label));
    buffer_add(charting->out, number ? "</th>" : "</td>");
    if (number) {
        write_bar(charting->chart, row->value, charting->out);
        write_number(charting, row);
    }
    buffer_add(charting->out, "</tr>\n");
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

/* Takes what the track met, for the pieces to meet it again. */
static void take_figures(struct charting *charting, struct arena *arena)
{
    struct track *track = charting->html->track;
    if (!track)
        return;
    charting->met_count = track->met_count;
    charting->met = arena_array(arena, track->met_count + 1, sizeof *charting->met);
    if (track->met_count)
        memcpy(charting->met, track->met, track->met_count * sizeof *charting->met);
    track_pieces_end(track);
}

void html_add_chart(struct html *html, struct buffer *part)
{
    struct arena *arena = arena_new();
    struct buffer text = BUFFER_EMPTY;
    struct chart chart;
    part_add_code(html->parts.node, html->track, &text);
    chart_read(arena, text.bytes, &chart);
    struct charting charting = {.html = html, .chart = &chart, .out = part, .text = text.bytes};
    take_figures(&charting, arena);
    buffer_add(part, "<table class=\"chart\"><tbody>\n");
    for (size_t i = 0; i < chart.count; i++)
        write_row(&charting, &chart.rows[i]);
    if (chart.steps)
        write_axis(&chart, part);
    buffer_add(part, "</tbody></table>\n");
    buffer_free(&text);
    arena_free(arena);
}
