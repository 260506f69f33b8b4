/*
 * A bar chart of the circular as HTML: a table of labels, bars and numbers, of which each bar is a
 * drawing of vectors (SVG), as wide as the screen or the sheet leaves room for.
 */
#ifndef KAOPING_CORE_PAGE_HTML_CHART_H
#define KAOPING_CORE_PAGE_HTML_CHART_H

#include <cmark-gfm.h>

struct buffer;

/* The rules that it needs. */
extern const char page_html_chart_style[];

void page_html_chart(cmark_node *code, struct buffer *out);

#endif
