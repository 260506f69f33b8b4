/*
 * The help: every request of the key table, those of the screen it was asked on first.
 *
 *     return view_open(help_open(SCREEN_ITEM));
 */
#ifndef KAOPING_TUI_HELP_H
#define KAOPING_TUI_HELP_H

#include "tui/view.h"

struct view *help_open(enum screen_id screen) __attribute__((returns_nonnull));

#endif
