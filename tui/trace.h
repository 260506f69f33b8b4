/*
 * What a figure of the circular rests on: its value and formula, and the entries behind it, each
 * with its decision and the commit that brought it.
 *
 *     return view_open(trace_open(review, "whole.air.good-days.value"));
 *
 * Enter goes to the item. Commits are looked up slice by slice while no key is waiting.
 */
#ifndef KAOPING_TUI_TRACE_H
#define KAOPING_TUI_TRACE_H

#include "core/assessment.h"
#include "tui/review.h"
#include "tui/view.h"

/* The fact's name is copied. */
struct view *trace_open(struct review *review, const char *fact) __attribute__((returns_nonnull));

/* The colour of an entry's state, where a circular rests on it. */
unsigned trace_state_style(const struct entry *entry);

#endif
