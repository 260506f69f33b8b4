/*
 * The notice that the record went backwards (rule 9), which stands before the first screen.
 *
 *     struct view *first = overview_open(…);
 *     if (record_check_seen(record, &error))
 *         first = backwards_open(first, error.text);
 *
 * It takes a key of its own to go on reading; nothing is written to the record until then or after.
 */
#ifndef KAOPING_TUI_BACKWARDS_H
#define KAOPING_TUI_BACKWARDS_H

#include "tui/view.h"

/* Takes the view that comes behind the notice; copies the text. */
struct view *backwards_open(struct view *behind, const char *text) __attribute__((returns_nonnull));

#endif
