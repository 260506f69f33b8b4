/*
 * The conditions of a close-out as a list to tick.
 *
 *     return view_open(ticks_open(item, ASK_CONDITIONS, "measures;effect"));
 *
 * Enter gives the ids of those that are ticked, parted by ;, to the view below as the answer to its
 * question (ANSWER_GIVE); Esc gives nothing.
 */
#ifndef KAOPING_TUI_TICKS_H
#define KAOPING_TUI_TICKS_H

#include "core/assessment.h"
#include "tui/view.h"

/* The conditions are copied; `ticked` are ids parted by ;. */
struct view *ticks_open(const struct item *item, int question, const char *ticked)
    __attribute__((returns_nonnull));

#endif
