/*
 * A table of the circular as HTML: a box that scrolls on a narrow screen, numbers below each other
 * at the point, the head on each page where it is printed, and a wide table on a landscape one.
 *
 * Numbers keep their text as it is: what they lack stands beside them in attributes, which the
 * style shows as space.
 */
#ifndef KAOPING_CORE_PAGE_HTML_TABLE_H
#define KAOPING_CORE_PAGE_HTML_TABLE_H

#include <cmark-gfm.h>

struct buffer;

/* The rules that it needs; `.wide` names the landscape page, for an annex's heading also. */
extern const char page_html_table_style[];

/* How the page writes what a cell says, with its links. */
struct html_cells {
    void (*write)(void *context, cmark_node *cell);
    void *context;
};

/* Appends the table; the cells are written to the same `out`. */
void page_html_table(cmark_node *table, const struct html_cells *cells, struct buffer *out);

#endif
