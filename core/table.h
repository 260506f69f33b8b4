/*
 * A table of the circular, as its writers need it: what each cell says, and which columns hold
 * numbers that stand below each other at the point.
 *
 *     struct table table;
 *     table_read(arena, node, track, &table);
 *     for (size_t row = 0; row < table.rows; row++)
 *         for (size_t column = 0; column < table.columns; column++)
 *             write(table_cell(&table, row, column)->text);
 */
#ifndef KAOPING_CORE_TABLE_H
#define KAOPING_CORE_TABLE_H

#include "core/page_part.h"
#include "core/point.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct table_cell {
    cmark_node *node;      /* NULL where the row has no such cell */
    const char *text;      /* on one line; "" */
    size_t at;             /* its first byte in the table's text */
    struct numeral number; /* its size is 0 for any other text */
};

struct table_column {
    char side;    /* 'l', 'c', 'r'; 0 where the author says nothing */
    bool numbers; /* each cell below the head is a number, a dash or empty, and one is a number */
    struct point point;
};

struct table {
    size_t rows, columns; /* with the head's row, the first */
    size_t names;         /* columns that say of what a row speaks: those up to the first text */
    struct table_cell *cells; /* by row */
    struct table_column *column;
    const char *text; /* of all cells: what a track's bytes count in */
};

/* Reads the table into the arena. `track` may be NULL; what it met waits for track_piece(). */
void table_read(struct arena *arena, cmark_node *node, struct track *track, struct table *out);

const struct table_cell *table_cell(const struct table *table, size_t row, size_t column);

#endif
