/*
 * The screens that any other opens by the same key.
 *
 *     default:
 *         return screens_open(review, SCREEN_CHECKLIST, press.request);
 */
#ifndef KAOPING_TUI_SCREENS_H
#define KAOPING_TUI_SCREENS_H

#include "tui/review.h"
#include "tui/view.h"

/* Opens the screen that a request names; unhandled if it names none. On the screen of an item the
 * history is the item's, everywhere else the jurisdiction's. */
struct answer screens_open(struct review *review, enum screen_id from, enum request request);

#endif
