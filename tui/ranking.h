/*
 * The ranking: the jurisdictions by their totals, best first, with bars, and the thresholds of the
 * grades between them; below, what moves the selected one across a threshold, and where it lost
 * most.
 *
 *     return view_open(ranking_open(review));
 */
#ifndef KAOPING_TUI_RANKING_H
#define KAOPING_TUI_RANKING_H

#include "core/score.h"
#include "tui/review.h"
#include "tui/view.h"

struct view *ranking_open(struct review *review) __attribute__((returns_nonnull));

/* The parts in words, tui/ranking_words.c. They append nothing for the whole. */

/* What stands between the standing and the next grade, and how far it is above its own threshold:
 * 差0.4分到一等，高出二等线3.2分. */
void ranking_add_distance(struct buffer *out, const struct tally *tally,
                          const struct standing *standing);

/* The categories that lost most, the worst first, at most `most`; with * where something is open,
 * for what is not decided yet has earned nothing. */
void ranking_add_losses(struct buffer *out, const struct tally *tally,
                        const struct standing *standing, size_t most);

/* The condition of a grade: 一等 90分以上，前3名. */
void ranking_add_threshold(struct buffer *out, const struct grade *grade);

#endif
