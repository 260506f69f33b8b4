/*
 * One commit: who, when, and what it changed, in the words of the field; or as git shows it.
 *
 *     return view_open(change_open(review, commit));
 */
#ifndef KAOPING_TUI_CHANGE_H
#define KAOPING_TUI_CHANGE_H

#include "core/difference.h"
#include "tui/review.h"
#include "tui/sheet.h"
#include "tui/view.h"

struct view *change_open(struct review *review, const char *commit)
    __attribute__((returns_nonnull));

/* Adds a difference to a sheet, a row or more a line: the sign at `column`, coloured, then the
 * label, then the text. */
void change_add_difference(struct sheet *sheet, int column, const struct difference *difference);

#endif
