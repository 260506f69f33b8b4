/*
 * The overview: a table of jurisdictions and categories, how far each is decided, and where each
 * jurisdiction stands at the moment.
 *
 *     loop_run(&loop, overview_open(review));
 */
#ifndef KAOPING_TUI_OVERVIEW_H
#define KAOPING_TUI_OVERVIEW_H

#include "tui/review.h"
#include "tui/view.h"

/* Also says in the message line what waits for a decision. */
struct view *overview_open(struct review *review) __attribute__((returns_nonnull));

#endif
