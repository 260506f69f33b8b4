/*
 * The checklist: the items of the jurisdiction where the reviewer is, by category; or turned by 90
 * degrees, one item in all jurisdictions; or all entries that pass a filter, such as the queue of
 * what waits for this reviewer's second word.
 *
 *     return view_open(checklist_open(review));
 *     return view_open(checklist_open_scope(review, SCOPE_ALL, FILTER_TO_CONFIRM));
 */
#ifndef KAOPING_TUI_CHECKLIST_H
#define KAOPING_TUI_CHECKLIST_H

#include "tui/entries.h"
#include "tui/list.h"
#include "tui/review.h"
#include "tui/view.h"

/* The digits behind those that are filters themselves (enum filter). */
enum { DIGIT_KIND = FILTER_TO_CONFIRM + 1, DIGIT_MARKED };

struct checklist {
    struct review *review;
    struct list list;
    struct entries entries;
    struct marks marks;
    struct buffer sought; /* what was searched for last */
};

/* The jurisdiction's, filtered as the reviewer arranged it. Moves to the first open item, if no
 * item of the jurisdiction was chosen yet. */
struct view *checklist_open(struct review *review) __attribute__((returns_nonnull));

/* Of any scope, with a filter of its own. */
struct view *checklist_open_scope(struct review *review, enum scope scope, int filter)
    __attribute__((returns_nonnull));

/* tui/checklist_draw.c: one row, and the line above the list. */
void checklist_draw_row(const struct checklist *checklist, const struct entries_row *row,
                        struct area area, bool selected);
void checklist_draw_filters(const struct checklist *checklist, struct area area);

#endif
