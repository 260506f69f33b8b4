/*
 * Scoring rules: how an item's score comes about. They are data of the item (templates/README.md
 * has the table); the kinds are those met in schemes of this trade: deductions per step short of
 * the target until nothing is left (扣完为止), straight lines, bands, all or nothing, the share of
 * work done, what a verdict counts, and by hand within full marks with a reason.
 *
 *     struct reading reading = {...};
 *     struct rule rule;
 *     rule_read(arena, &reading, front->top, kind, &rule);
 *     struct decimal score = rule_score(&rule, &case);
 *     rule_explain(&rule, &case, &text);        // 目标43，实际45.4，差2.4，扣1.2分，得2.8分
 */
#ifndef KAOPING_CORE_RULE_H
#define KAOPING_CORE_RULE_H

#include "core/decimal.h"
#include "core/words.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;
struct field;
struct item;
struct reading;

enum rule_kind {
    RULE_ALL_OR_NOTHING,
    RULE_DEDUCT,
    RULE_LINEAR,
    RULE_BANDS,
    RULE_SHARE,
    RULE_CREDIT,
    RULE_BY_HAND
};

struct band {
    struct decimal from, score;
};

struct rule {
    enum rule_kind kind;
    struct decimal per, points, floor;
    struct decimal zero_at;       /* deduct: short by so much scores zero; NOT_A_NUMBER for none */
    bool whole_steps;             /* deduct: a begun step counts whole */
    struct decimal zero, at_full; /* linear: the values that score nothing and full marks */
    struct band *bands;           /* as written: the best first */
    size_t band_count;
    bool of_target;               /* bands: bounds are percent of the target */
    struct decimal most;          /* bands: the most they may give; full marks if not said */
    struct decimal credits[VERDICTS];
};

/* What is scored: one item for one jurisdiction. */
struct rule_case {
    const struct item *item;
    struct decimal target; /* NOT_A_NUMBER for none */
    struct decimal value;  /* NOT_A_NUMBER for none */
    int verdict;           /* enum verdict; -1 for none */
    struct decimal by_hand; /* the score that was given; NOT_A_NUMBER for none */
};

/* Fills credits with what verdicts count where nothing is said, then with what `map` (may be NULL)
 * says: verdict's word: 0 to 1. */
void credits_read(struct reading *reading, const struct field *map, struct decimal *credits);

/* Reads `rule:` of an item's front matter. Mistakes go to the reading. */
void rule_read(struct arena *arena, struct reading *reading, const struct field *top,
               enum item_kind kind, struct rule *out);

/* Whether the score is a person's and not computed. */
bool rule_is_by_hand(const struct rule *rule);

/* Whether the rule scores by the value: a decision then needs one. */
bool rule_needs_value(const struct rule *rule);

/* The score, within [0, full marks] (bands: within [0, most]); NOT_A_NUMBER while what it takes is
 * not there. An exempt item is not scored here: core/score.h knows the year's rule. */
struct decimal rule_score(const struct rule *rule, const struct rule_case *the);

/* The most that the rule can give for the item. */
struct decimal rule_most(const struct rule *rule, const struct item *item);

/* Appends the rule in words: 满分4分，每差1微克/立方米扣0.5分，扣完为止. */
void rule_add_words(const struct rule *rule, const struct item *item, struct buffer *out);

/* Appends how the score comes about, step by step; nothing while it is not known. */
void rule_explain(const struct rule *rule, const struct rule_case *the, struct buffer *out);

/* How far the value falls short of the target in the item's direction; 0 where it reaches it. */
struct decimal rule_shortfall(const struct item *item, struct decimal value,
                              struct decimal target);

#endif
