/*
 * A bar chart of the circular as plain text: a label, a bar of `=` (a black square is two columns
 * wide in some terminals), and the number, which stands below the others at the point.
 *
 *     四平市        ==============================  96.35
 */
#ifndef KAOPING_CORE_PAGE_TEXT_CHART_H
#define KAOPING_CORE_PAGE_TEXT_CHART_H

#include <cmark-gfm.h>
#include <stddef.h>

struct buffer;
struct track;

/* Appends the lines, at most `columns` wide; without a bar where there is no room for one. `track`
 * may be NULL. */
void page_text_chart(cmark_node *code, size_t columns, struct track *track, struct buffer *out);

#endif
