/*
 * The checklist of the jurisdiction where the reviewer is: its items by category, one a row.
 *
 *     return view_open(checklist_open(review));
 */
#ifndef KAOPING_TUI_CHECKLIST_H
#define KAOPING_TUI_CHECKLIST_H

#include "tui/review.h"
#include "tui/view.h"

/* Moves to the first open item, if no item of the jurisdiction was chosen yet. */
struct view *checklist_open(struct review *review) __attribute__((returns_nonnull));

#endif
