/*
 * Who stands in a named list of the year (`lists:` in assessment.md), and in which order: a
 * function of one tally.
 *
 *     size_t count;
 *     struct place *places = roster_places(arena, tally, roster, &count);
 *     for (size_t i = 0; i < count; i++)        // the best first
 *         if (places[i].inside)
 *             ... places[i].standing, places[i].value, places[i].part
 *
 * A list goes by the total, by the rate in a category (percent of its full marks; the score where
 * it has none, and of deductions the less is the better), by the value of an indicator, or by the
 * score of another item. Whom the criterion does not concern has no place: the category or the item
 * does not apply, it was decided exempt, or it has no value or verdict yet.
 */
#ifndef KAOPING_CORE_ROSTER_H
#define KAOPING_CORE_ROSTER_H

#include "core/score.h"

struct place {
    const struct standing *standing;
    const struct entry *entry; /* of the list's item; NULL if it goes by none */
    struct decimal value;      /* exact; NOT_A_NUMBER for a veto */
    int number;                /* from 1; equal values share it */
    bool inside;               /* is all that the list asks for */
    size_t part;               /* index in roster.parts; part_count for none of them */
};

/* All who have a place in the list's order, ties in their own; in the arena. */
struct place *roster_places(struct arena *arena, const struct tally *tally,
                            const struct roster *roster, size_t *count);

/* Whether the jurisdiction is of the list's class, so that the list is made from its entries. */
bool roster_concerns(const struct roster *roster, const struct jurisdiction *jurisdiction);

#endif
