/*
 * The help: every request of the key table, those of the screen it was asked on first, those that
 * mean the same everywhere, then those of other screens.
 *
 *     return view_open(help_open(SCREEN_ITEM));
 *
 * Enter does what the line says, on the screen below; a question that is open there is answered
 * first. Searching shrinks the list with every
 * character that is typed, to the lines that have it in their text, in either language, or keys.
 */
#ifndef KAOPING_TUI_HELP_H
#define KAOPING_TUI_HELP_H

#include "tui/view.h"

struct view *help_open(enum screen_id screen) __attribute__((returns_nonnull));

#endif
