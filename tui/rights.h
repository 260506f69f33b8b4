/*
 * What the person at work may do, as the snapshot's reviewers.md and the state of its year say it.
 * The screens ask it when the first key of an act is pressed, and for what they count as waiting
 * for this person; writing asks it again, of main itself (records/allow.c).
 *
 *     const char *why = rights_refusal(review, entry, RIGHT_REVIEW);
 *     if (why)
 *         loop_say(STYLE_WAITING, "%s", why);
 */
#ifndef KAOPING_TUI_RIGHTS_H
#define KAOPING_TUI_RIGHTS_H

#include "core/reviewers.h"
#include "tui/review.h"

#include <stdbool.h>

/* Whether this person may decide (RIGHT_REVIEW) or confirm and return (RIGHT_CONFIRM) the entry. */
bool rights_may(const struct review *review, const struct entry *entry, enum right right);

/* The rule that refuses it, and who could do it; NULL if nothing does. Where `entry` is NULL, the
 * rule that refuses it for every entry: a frozen year, a person who is not listed or has not the
 * role. Lives until the next call. */
const char *rights_refusal(const struct review *review, const struct entry *entry,
                           enum right right);

/* Whether this person is recused (回避) from the jurisdiction. */
bool rights_recused(const struct review *review, const struct jurisdiction *jurisdiction);

#endif
