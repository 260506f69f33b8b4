/*
 * The one list widget. It holds a cursor and where the page begins; what the rows are stays with
 * the caller.
 *
 *     static const struct list_rows rows = {.count = count, .selectable = selectable, .draw = row};
 *     struct list list = {.rows = &rows, .context = state};
 *     if (list_handle(&list, press.request))
 *         return view_stay();
 *     list_draw(&list, area);                        // also places the real cursor
 *
 * The selected row has '>' in its margin: a marker costs 32 bytes to move over a slow line, a
 * reverse bar 253. A row may make its name bold when it is selected; whole rows would cost as much
 * as the bar. At the edge the page moves by half, and by whole pages with the page keys.
 */
#ifndef KAOPING_TUI_LIST_H
#define KAOPING_TUI_LIST_H

#include "tui/keys.h"
#include "tui/view.h"

#include <stdbool.h>
#include <stddef.h>

enum { LIST_MARGIN = 2 }; /* columns of the marker and the space behind it */

struct list_rows {
    size_t (*count)(void *context);
    /* Whether the cursor may stand there; NULL: everywhere. Headings of groups are not. */
    bool (*selectable)(void *context, size_t index);
    /* Draws one row into the area, which is one row high and begins behind the margin. */
    void (*draw)(void *context, size_t index, struct area area, bool selected);
};

struct list {
    const struct list_rows *rows;
    void *context;
    size_t cursor; /* the selected row, if list_has_selection() */
    size_t top;    /* the first row of the page */
    size_t page;   /* rows on a page, as of the last list_fit() */
    int row;       /* of the screen where the page begins, as of the last list_draw() */
};

/* Whether the cursor stands on a row that may be selected: not in an empty list. */
bool list_has_selection(const struct list *list);

/* Moves the cursor to the row, or to the nearest selectable one. */
void list_select(struct list *list, size_t index);

/* Does what a request for moving asks; false if it is no such request. */
bool list_handle(struct list *list, enum request request);

/* Selects what stands in that row of the screen, if it can be; whether it was selected already. */
bool list_click(struct list *list, int row);

/* Makes cursor and page right for `page` rows and for as many rows as there are now; list_draw()
 * calls it. */
void list_fit(struct list *list, size_t page);

void list_draw(struct list *list, struct area area);

#endif
