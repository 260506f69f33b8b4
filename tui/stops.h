/*
 * What still stops the final circular: the entries that its sentences rest on and that are not
 * settled, each with the places of the template that wait for it, and behind them the places that
 * no decision can help: an unknown name, a value that the record lacks.
 *
 *     return view_open(stops_open(review));
 *
 * Enter goes to the item.
 */
#ifndef KAOPING_TUI_STOPS_H
#define KAOPING_TUI_STOPS_H

#include "tui/review.h"
#include "tui/view.h"

struct view *stops_open(struct review *review) __attribute__((returns_nonnull));

#endif
