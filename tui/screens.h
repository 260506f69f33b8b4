/*
 * The screens that any other opens by the same key.
 *
 *     default:
 *         return screens_open(review, press.request);
 */
#ifndef KAOPING_TUI_SCREENS_H
#define KAOPING_TUI_SCREENS_H

#include "tui/review.h"
#include "tui/view.h"

/* Opens the screen that a request names; unhandled if it names none. */
struct answer screens_open(struct review *review, enum request request);

#endif
