/*
 * The circular as it stands, as a draft: text of 56 columns, with 【待定】 where the record does
 * not support a figure yet.
 *
 *     return view_open(preview_open(review));
 */
#ifndef KAOPING_TUI_PREVIEW_H
#define KAOPING_TUI_PREVIEW_H

#include "tui/review.h"
#include "tui/view.h"

struct view *preview_open(struct review *review) __attribute__((returns_nonnull));

#endif
