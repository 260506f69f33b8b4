/*
 * The review: the screens that a reviewer walks through, on the terminal of the process.
 */
#ifndef KAOPING_TUI_REVIEW_H
#define KAOPING_TUI_REVIEW_H

#include "core/error.h"

struct record;

/* Opens the review of a year (NULL for the latest) and returns when the reviewer leaves it or the
 * terminal goes away. */
enum status review_run(struct record *record, const char *year, struct error *error);

#endif
