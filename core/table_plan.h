/*
 * How a table's columns are divided where the page is too narrow for all of them: in any unit.
 *
 *     table_measure(&table, widths);                    // or by the writer's own means
 *     table_plan(arena, widths, table.columns, table.names, room, gap, &plan);
 *     for (size_t i = 0; i < plan.count; i++)           // a table of its own each
 *         draw(&table, &plan.slices[i]);
 */
#ifndef KAOPING_CORE_TABLE_PLAN_H
#define KAOPING_CORE_TABLE_PLAN_H

#include "core/table.h"

struct table_width {
    int natural; /* of the longest cell on one line */
    int least;   /* with which it can still be read */
};

struct table_slice {
    size_t count;    /* columns */
    size_t *columns; /* their indices, those that are repeated first */
    int *widths;
};

struct table_plan {
    struct table_slice *slices;
    size_t count; /* 0 for a table without columns */
};

/* Divides `count` columns, of which the first `names` are repeated in each slice if they leave half
 * of the room. A slice takes at most `room` with `gap` between its columns; these are as wide as
 * they like if there is room, else nearer to the least, and below it only where one alone is wider
 * than what the names leave. */
void table_plan(struct arena *arena, const struct table_width *widths, size_t count, size_t names,
                int room, int gap, struct table_plan *out);

/* Measures the columns in those of a terminal, halves of a Chinese character. */
void table_measure(const struct table *table, struct table_width *widths);

/* Whether one slice is enough. */
bool table_fits(const struct table_width *widths, size_t count, int room, int gap);

/* Whether a page of 56 columns is too narrow for the table even in a smaller size: it stands on a
 * landscape page. For writers that cannot measure: HTML and Word. */
bool table_is_wide(cmark_node *table);

/* Whether one of the tables between an annex's heading and the next one is: the annex begins on
 * such a page. */
bool table_makes_wide(cmark_node *annex);

#endif
