/*
 * Inside the HTML writer: what core/page_html.c and the other page_html_….c share.
 *
 *     struct html html = {.page = page, …};
 *     html_begin(&html, page);
 *     while (parts_next(&html.parts))
 *         html_add_part(&html, &html.parts, out);     // a part's tags, its figures linked
 *     html_add_sources(&html, out);                   // what the links lead to
 *     html_end(&html);
 *
 * Whatever comes from the record passes through html_escape() or a pen that escapes.
 */
#ifndef KAOPING_CORE_PAGE_HTML_H
#define KAOPING_CORE_PAGE_HTML_H

#include "core/language.h"
#include "core/page.h"
#include "core/page_mark.h"
#include "core/page_part.h"

#include <stdbool.h>
#include <stddef.h>

struct buffer;

struct html {
    const struct page *page;
    enum language language; /* of our own words: the page's, whoever writes it */
    struct parts parts;
    struct track *track; /* of the figures; NULL without provenance */
    bool *linked;        /* by figure: it stands in the page as f1, f2, … */
};

/* Reads the Markdown, with the figures marked in it. html_end() frees what it took. */
void html_begin(struct html *html, const struct page *page);
void html_end(struct html *html);

/* Appends a text: unsafe characters left out, & < > " escaped. */
void html_escape(struct buffer *out, const char *text);

/* Appends the part that html->parts has come to (core/page_html_part.c). */
void html_add_part(struct html *html, struct buffer *out);

/* Appends what stands within a block, without its own tags, to a part that is being written with
 * html->track (core/page_html_part.c). */
void html_add_inlines(struct html *html, cmark_node *block, struct buffer *part);

/* Appends the table, in a box that scrolls on a narrow screen: numbers below each other at the
 * point, the head on each page where it is printed, a wide one (core/table_plan.h) on a landscape
 * page. Numbers keep their text: what they lack stands in attributes, which the style shows as
 * space (core/page_html_table.c). */
void html_add_table(struct html *html, cmark_node *table, struct buffer *part);
extern const char html_table_style[];

/* Appends the bar chart: a table of labels, bars and numbers, each bar a drawing of vectors (SVG)
 * as wide as the screen or the sheet leaves room for (core/page_html_chart.c). */
void html_add_chart(struct html *html, struct buffer *part);
extern const char html_chart_style[];

/* Appends a part that was written with html->track: each figure that it met becomes a link to its
 * source, in a draft 【待定】 a <mark>. A figure that runs through several elements has a link in
 * each, so that all is well nested; where it stands within a link of the author's, that link is
 * parted around it (core/page_html_figure.c). */
void html_link_figures(struct html *html, const struct buffer *part, struct buffer *out);

/* Appends the section of sources and decisions; nothing without provenance
 * (core/page_html_sources.c). */
void html_add_sources(const struct html *html, struct buffer *out);

/* Appends record, commit and hash in words, on one line, as the small print has them. */
void html_add_origin(const struct html *html, struct buffer *out);

/* Appends the style, without <style> (core/page_html_style.c). */
void html_add_style(const struct page *page, struct buffer *out);

#endif
