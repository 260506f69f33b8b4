/*
 * A text of several lines as rows of a screen, and where its caret stands in them.
 *
 *     struct text_rows rows = text_rows_make(text, 78);
 *     struct text_place place = text_rows_place(&rows, caret, false);
 *     place.row += 1;
 *     caret = text_rows_caret(&rows, place, &behind);       // straight down
 *     text_rows_free(&rows);
 *
 * At a break without spaces the same position is the end of one row and the beginning of the next:
 * `behind` says that the caret stands at the end. Spaces that a break drops hang over the edge, and
 * the caret behind them stands at the edge.
 */
#ifndef KAOPING_TUI_TEXT_ROWS_H
#define KAOPING_TUI_TEXT_ROWS_H

#include <stdbool.h>
#include <stddef.h>

struct text_row {
    size_t begin, size, step; /* as of core/wrap.h, in bytes */
    bool broken;              /* no line feed ends it: the next row goes on */
};

struct text_rows {
    const char *text; /* borrowed */
    size_t columns;
    struct text_row *rows;
    size_t count; /* at least 1 */
};

struct text_place {
    size_t row, column;
};

/* Wraps the text into rows of at most `columns` (at least 2). */
struct text_rows text_rows_make(const char *text, size_t columns);

/* Where the caret stands; its column is at most `columns`. */
struct text_place text_rows_place(const struct text_rows *rows, size_t caret, bool behind);

/* The position nearest to a place, not right of its column. A row beyond the last is the last. */
size_t text_rows_caret(const struct text_rows *rows, struct text_place place, bool *behind);

void text_rows_free(struct text_rows *rows);

#endif
