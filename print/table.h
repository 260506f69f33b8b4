/*
 * A table of the circular on paper.
 *
 *     print_table(compose, node, &table_as_is);
 *
 * It is as wide as the type area, in 14 pt, or smaller down to 10.5 pt where that is needed; what
 * is still too wide (core/table_plan.h) stands on landscape pages, and goes on below with the
 * columns that are left, behind those that name the row. Cells are wrapped, numbers stand below
 * each other at the point, the head stands on each page, and a row is parted only if it is higher
 * than a page.
 */
#ifndef KAOPING_PRINT_TABLE_H
#define KAOPING_PRINT_TABLE_H

#include <cmark-gfm.h>
#include <stdbool.h>

struct compose;

struct table_way {
    double most, least; /* sizes of type that may be tried */
    bool upright;       /* never on a landscape page */
};

/* 14 to 10.5 pt, and as the table needs it. */
extern const struct table_way table_as_is;

/* Sets the table where the sheet is. A landscape page of its own begins where it needs one and does
 * not stand on one; what follows it is on a portrait page again. */
void print_table(struct compose *compose, cmark_node *node, const struct table_way *way);

#endif
