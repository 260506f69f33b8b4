/*
 * The history: the record's commits, newest first, of an item, a jurisdiction, the reviewer or all.
 *
 *     return view_open(history_open(review, HISTORY_JURISDICTION));
 *
 * What is seen is read, and what is scrolled to; the rest, and a search, is read in pieces between
 * keys, so that no filter and no length of the record holds the screen up. When main moves, the new
 * commits come in above, and the cursor stays on its commit.
 */
#ifndef KAOPING_TUI_HISTORY_H
#define KAOPING_TUI_HISTORY_H

#include "tui/review.h"
#include "tui/view.h"

/* In the order of the digits that choose them. */
enum history_scope { HISTORY_ITEM, HISTORY_JURISDICTION, HISTORY_REVIEWER, HISTORY_ALL };

/* Of the item or the jurisdiction where the reviewer is. Where no item was chosen, the next wider
 * scope. */
struct view *history_open(struct review *review, enum history_scope scope)
    __attribute__((returns_nonnull));

#endif
