/*
 * Facts: every figure, list and truth that a circular can state, by name, each with where it came
 * from. man/kaoping-template.7 lists the names.
 *
 *     const struct value *facts = facts_new(arena, tally, commit_hex);
 *     const struct value *share = value_at(facts, "rectification.central.rate");
 *     share->source->formula;                  // what was computed, in words
 *     share->source->basis[0]->decision->...   // the entries that it rests on
 */
#ifndef KAOPING_CORE_FACTS_H
#define KAOPING_CORE_FACTS_H

#include "core/score.h"
#include "core/value.h"

struct source {
    const char *formula; /* in words, in the language in force when the facts were made */
    /* The entries that it rests on, `count` of them; none for a text of the year. */
    const struct entry *const *basis;
    size_t count;
    const struct entry *open; /* the first of them that is not settled; NULL if all are */
    size_t open_count;
};

/* The tree of all facts, in the arena. `commit` is the hex id of the commit, borrowed. */
const struct value *facts_new(struct arena *arena, const struct tally *tally, const char *commit);

/* Names that no jurisdiction may have as its id, because they are facts: ended by NULL. */
extern const char *const facts_reserved[];

#endif
