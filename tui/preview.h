/*
 * The circular as it stands, as a draft: text of 56 columns, with 【待定】 where the record does
 * not support a figure yet.
 *
 *     return view_open(preview_open(review));
 *
 * Every figure is marked, and Tab goes from one to the next; the last row says the name, value and
 * formula of the one that is selected. Enter shows what it rests on (tui/trace.h). When the record
 * changes the text is made anew, and the selection stays on the same fact where it stood.
 */
#ifndef KAOPING_TUI_PREVIEW_H
#define KAOPING_TUI_PREVIEW_H

#include "tui/review.h"
#include "tui/view.h"

struct view *preview_open(struct review *review) __attribute__((returns_nonnull));

#endif
