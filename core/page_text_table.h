/*
 * A table of the circular as plain text.
 *
 * The columns stand two apart, numbers below each other at the point, the head over a line of
 * hyphens. What is too wide for one is wrapped within its column; then the table goes on below with
 * the columns that are left, behind those that name the row. Where even that has no room, each row
 * is a paragraph of `head：cell` lines. No cell is lost.
 */
#ifndef KAOPING_CORE_PAGE_TEXT_TABLE_H
#define KAOPING_CORE_PAGE_TEXT_TABLE_H

#include <cmark-gfm.h>
#include <stddef.h>

struct buffer;
struct track;

/* Appends the lines, at most `columns` wide. `track` may be NULL. */
void page_text_table(cmark_node *table, size_t columns, struct track *track, struct buffer *out);

#endif
