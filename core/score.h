/*
 * Scores, ranks and grades: a function of one assessment, and the only place that computes them.
 *
 *     const struct tally *tally = tally_new(arena, assessment);
 *     const struct standing *siping = &tally->standings[jurisdiction->index];
 *
 * Category score = what its items earned, within [0, full marks] (rescaled for exempt items where
 * the year says so); total = points + bonus − deductions, each within the year's bounds, within
 * [0, total]; then vetoes; then ranks; then grades. What is pending earns nothing yet, so numbers
 * are provisional while not all of a standing's entries are settled.
 */
#ifndef KAOPING_CORE_SCORE_H
#define KAOPING_CORE_SCORE_H

#include "core/assessment.h"

struct arena;

/* How many entries stand where. */
struct counts {
    size_t total, state[STATES];
    size_t decided;   /* has a decision, in whatever state */
    size_t completed; /* decided, and verdict_is_complete() */
    size_t overdue;
    size_t settled; /* a final circular may rest on it */
};

struct category_standing {
    struct decimal score; /* exact; never above full */
    struct decimal full;  /* 0 where the category has nothing for this jurisdiction */
    struct counts counts;
};

struct standing {
    const struct jurisdiction *jurisdiction;
    struct category_standing *categories;    /* by category.index */
    struct decimal points, bonus, deduction; /* of the categories by role, within the bounds */
    struct decimal total;
    int rank;     /* from 1; equal totals share it; 0 for the whole */
    size_t grade; /* index in assessment.grades; grade_count for the whole */
    size_t cap;   /* best grade that its vetoes leave; 0 for no veto */
    bool failed;  /* a veto that fails outright */
    struct counts counts;
};

struct tally {
    const struct assessment *assessment;
    struct standing *standings;      /* by jurisdiction.index */
    const struct standing **ranking; /* ranked jurisdictions, best first; ties in their own order */
    struct decimal *scores;          /* by entry.index: exact; NOT_A_NUMBER while not known */
    struct counts counts;            /* of everything, the whole included */
};

/* Computes it into the arena; never fails. A number that no longer fits counts as NOT_A_NUMBER and
 * ranks last. */
const struct tally *tally_new(struct arena *arena, const struct assessment *assessment);

/* The next better grade than this standing's, and how many points its total is short of that
 * grade's threshold; NULL if it has the best one, or points alone would not do. */
const struct grade *tally_next_grade(const struct tally *tally, const struct standing *standing,
                                     struct decimal *short_by);

enum { SCORE_PLACES = 2 }; /* places behind the point where a score is shown */

#endif
