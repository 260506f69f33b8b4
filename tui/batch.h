/*
 * Several entries decided, or confirmed, at once: their list with what would be written for each,
 * then one commit each, all or nothing. Where one of them has changed since the list was looked at,
 * it is to be looked at again.
 *
 *     return view_open(batch_open(review, &checklist->marks, BATCH_DECIDE));
 *
 * What cannot be decided like the others (a score by hand, a value that nobody reported, one's own
 * decision that waits for another's word) is passed over, and the row says why.
 */
#ifndef KAOPING_TUI_BATCH_H
#define KAOPING_TUI_BATCH_H

#include "tui/marks.h"
#include "tui/review.h"
#include "tui/view.h"

enum batch_act { BATCH_DECIDE, BATCH_CONFIRM };

/* The marks are borrowed from the view below, and are taken off when the batch is written. */
struct view *batch_open(struct review *review, struct marks *marks, enum batch_act act)
    __attribute__((returns_nonnull));

#endif
