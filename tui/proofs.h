/*
 * What the proof-reading found in the template and in its draft (core/proof.h), beside the preview:
 * a row for each, and below the list where the selected one stands, why it was found and what to
 * do.
 *
 *     return view_open(proofs_open(review));
 *
 * Enter goes back to the preview, at the place: the view below is answered PROOFS_PLACE with its
 * bytes in the draft's Markdown, "1234 1240". A wording that this draft does not show has no place
 * there.
 */
#ifndef KAOPING_TUI_PROOFS_H
#define KAOPING_TUI_PROOFS_H

#include "tui/review.h"
#include "tui/view.h"

enum { PROOFS_PLACE = 1 }; /* the question that the view below is answered */

struct view *proofs_open(struct review *review) __attribute__((returns_nonnull));

#endif
