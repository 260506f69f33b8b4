/*
 * The overview: a table of jurisdictions and categories that reads as a heat map (what is decided,
 * what is completed, the score), and where each jurisdiction stands at the moment.
 *
 *     loop_run(&loop, overview_open(review, resumed));
 */
#ifndef KAOPING_TUI_OVERVIEW_H
#define KAOPING_TUI_OVERVIEW_H

#include "tui/list.h"
#include "tui/review.h"
#include "tui/view.h"

/* The columns before the categories. */
enum overview_column {
    COLUMN_NAME,
    COLUMN_DONE,
    COLUMN_OPEN,
    COLUMN_TOTAL,
    COLUMN_RANK,
    COLUMN_GRADE,
    COLUMN_CATEGORIES /* the first of them */
};

struct overview {
    struct review *review;
    struct list list;
    size_t *order; /* of jurisdictions, by index, as they are shown; made for every event */
    size_t column; /* the chosen one: enum overview_column, then a category each */
    size_t first;  /* the first category that is shown */
    size_t shown;  /* how many are, as of the last drawing */
};

/* Also says in the message line what waits for this reviewer. `resumed`: the reviewer was here
 * before, and review->here is where. */
struct view *overview_open(struct review *review, bool resumed) __attribute__((returns_nonnull));

/* tui/overview_draw.c: */
void overview_draw(struct overview *overview, struct area area);
void overview_draw_row(const struct overview *overview, const struct standing *standing,
                       struct area area, bool selected);

/* What waits for this reviewer: what this person may decide or confirm. */
struct awaiting {
    size_t open, returned, stale, overdue,
        to_confirm; /* returned: of the reviewer's own decisions */
};
struct awaiting overview_waiting(const struct review *review);

/* The id by which the year's arrangement names a column; what its head says. */
const char *overview_column_id(const struct assessment *assessment, size_t column);
const char *overview_column_head(const struct assessment *assessment, size_t column);

/* How many columns there are. */
size_t overview_columns(const struct assessment *assessment);

#endif
