#include "core/score.h"

#include "core/decision.h"
#include "core/memory.h"

#include <stdlib.h>
#include <string.h>

/* What becomes of an exempt item. */
enum exemption { EXEMPT_IS_FULL, EXEMPT_LEAVES, EXEMPT_IS_NOTHING };

/* One category of one jurisdiction while it is added up. Vetoes are not part of it. */
struct sum {
    size_t entries, exempt; /* all; those of them that are exempt */
    struct decimal earned;
    struct decimal left; /* full marks of the items that left the category */
};

struct work {
    const struct assessment *assessment;
    struct tally *tally;
    bool *zeroed;     /* by entry.index: a veto takes it to zero */
    struct sum *sums; /* by category.index: of the jurisdiction at hand */
};

static void count(struct counts *counts, const struct work *work, const struct entry *entry)
{
    counts->total++;
    counts->state[entry->state]++;
    counts->decided += entry->decision != NULL;
    counts->completed += entry->decision && verdict_is_complete(entry->decision->verdict);
    counts->overdue += entry->overdue;
    counts->settled += entry_is_settled(work->assessment, entry);
}

static void count_all(struct work *work, struct standing *standing)
{
    const struct jurisdiction *jurisdiction = standing->jurisdiction;
    for (size_t i = 0; i < jurisdiction->entry_count; i++) {
        const struct entry *entry = jurisdiction->entries[i];
        count(&standing->counts, work, entry);
        count(&standing->categories[entry->item->category->index].counts, work, entry);
        count(&work->tally->counts, work, entry);
    }
}

static void zero(struct work *work, const struct entry *veto)
{
    const struct item *item = assessment_item(work->assessment, veto->item->zeroes);
    const struct entry *entry =
        item ? assessment_entry(work->assessment, veto->jurisdiction, item) : NULL;
    if (entry)
        work->zeroed[entry->index] = true;
}

/* Before anything is scored, since a veto may take items of any category to zero. */
static void apply_vetoes(struct work *work, struct standing *standing)
{
    const struct jurisdiction *jurisdiction = standing->jurisdiction;
    for (size_t i = 0; i < jurisdiction->entry_count; i++) {
        const struct entry *entry = jurisdiction->entries[i];
        const struct item *item = entry->item;
        if (item->kind != ITEM_VETO || !entry->decision ||
            entry->decision->verdict != VERDICT_TRIGGERED)
            continue;
        if (item->effect == EFFECT_FAIL)
            standing->failed = true;
        else if (item->effect == EFFECT_ZERO)
            zero(work, entry);
        else if (item->cap > standing->cap)
            standing->cap = item->cap;
    }
}

/* Full marks make good what cannot be earned. Beside the 100 points there is nothing to make good:
 * whoever an item does not concern gets no bonus for it, and no deduction. */
static enum exemption exemption_in(const struct work *work, const struct category *category)
{
    if (category->role != ROLE_POINTS)
        return EXEMPT_IS_NOTHING;
    return work->assessment->exempt_rescales ? EXEMPT_LEAVES : EXEMPT_IS_FULL;
}

/* What a veto took to zero is not saved by being exempt. */
static bool is_exempt(const struct work *work, const struct entry *entry)
{
    return entry->decision && entry->decision->verdict == VERDICT_EXEMPT &&
           !work->zeroed[entry->index];
}

static void open_sums(struct work *work, const struct jurisdiction *jurisdiction)
{
    for (size_t i = 0; i < work->assessment->category_count; i++)
        work->sums[i] = (struct sum){.earned = DECIMAL_ZERO, .left = DECIMAL_ZERO};
    for (size_t i = 0; i < jurisdiction->entry_count; i++) {
        const struct entry *entry = jurisdiction->entries[i];
        struct sum *sum = &work->sums[entry->item->category->index];
        if (entry->item->kind == ITEM_VETO)
            continue;
        sum->entries++;
        sum->exempt += is_exempt(work, entry);
    }
}

/* The full marks of an entry: in a share category, all of them have the same. */
static struct decimal entry_full(const struct work *work, const struct entry *entry)
{
    const struct category *category = entry->item->category;
    if (!category->share)
        return entry->item->full;
    const struct sum *sum = &work->sums[category->index];
    size_t sharing = sum->entries;
    if (exemption_in(work, category) == EXEMPT_LEAVES)
        sharing -= sum->exempt;
    return decimal_over(category->full, decimal_of((int64_t)sharing));
}

static struct decimal exempt_score(const struct work *work, const struct entry *entry)
{
    switch (exemption_in(work, entry->item->category)) {
    case EXEMPT_IS_FULL:
        return entry_full(work, entry);
    case EXEMPT_IS_NOTHING:
        return DECIMAL_ZERO;
    case EXEMPT_LEAVES:
        break;
    }
    return NOT_A_NUMBER;
}

static struct decimal entry_score(const struct work *work, const struct entry *entry)
{
    const struct item *item = entry->item;
    if (work->zeroed[entry->index])
        return DECIMAL_ZERO;
    if (!entry->decision)
        return NOT_A_NUMBER;
    if (is_exempt(work, entry))
        return exempt_score(work, entry);
    if (item->category->share)
        return decimal_times(entry_full(work, entry),
                             item->category->credits[entry->decision->verdict]);
    struct rule_case the = decision_case(entry, entry->decision);
    return rule_score(&item->rule, &the);
}

/* What has no score yet earns nothing; a sum that no longer fits stays NOT_A_NUMBER. */
static void add_entry(struct work *work, const struct entry *entry)
{
    struct decimal *score = &work->tally->scores[entry->index];
    struct sum *sum = &work->sums[entry->item->category->index];
    *score = NOT_A_NUMBER;
    if (entry->item->kind == ITEM_VETO)
        return;
    *score = entry_score(work, entry);
    if (decimal_is_number(*score))
        sum->earned = decimal_plus(sum->earned, *score);
    else if (is_exempt(work, entry) && !entry->item->category->share)
        sum->left = decimal_plus(sum->left, entry->item->full);
}

static struct decimal bounded(struct decimal value, struct decimal most)
{
    return decimal_is_number(most) ? decimal_least(value, most) : value;
}

/* Where items left, the rest counts for all. Should those that left have had all the marks between
 * them, there is nothing to scale by, and the rest stands as it was earned. */
static struct decimal rescaled(const struct sum *sum, struct decimal full)
{
    struct decimal rest = decimal_minus(full, sum->left);
    if (decimal_is_number(rest) && decimal_compare(rest, DECIMAL_ZERO) <= 0)
        return sum->earned;
    return decimal_over(decimal_times(sum->earned, full), rest);
}

static struct decimal category_score(const struct work *work, const struct category *category)
{
    const struct sum *sum = &work->sums[category->index];
    struct decimal score = sum->earned;
    if (sum->exempt && exemption_in(work, category) == EXEMPT_LEAVES)
        score = sum->exempt == sum->entries ? category->full : rescaled(sum, category->full);
    bool open_ended =
        category->role == ROLE_DEDUCTION && decimal_compare(category->full, DECIMAL_ZERO) == 0;
    return bounded(score, open_ended ? NOT_A_NUMBER : category->full);
}

static void add_up(const struct assessment *assessment, struct standing *standing)
{
    struct decimal sums[ROLE_VETO + 1] = {DECIMAL_ZERO, DECIMAL_ZERO, DECIMAL_ZERO, DECIMAL_ZERO};
    for (size_t i = 0; i < assessment->category_count; i++) {
        struct decimal *sum = &sums[assessment->categories[i].role];
        *sum = decimal_plus(*sum, standing->categories[i].score);
    }
    standing->points = sums[ROLE_POINTS];
    standing->bonus = bounded(sums[ROLE_BONUS], assessment->bonus_most);
    standing->deduction = bounded(sums[ROLE_DEDUCTION], assessment->deduction_most);
    struct decimal total =
        decimal_minus(decimal_plus(standing->points, standing->bonus), standing->deduction);
    standing->total = bounded(decimal_most(total, DECIMAL_ZERO), assessment->total_most);
}

static void score(struct work *work, struct standing *standing)
{
    const struct assessment *assessment = work->assessment;
    const struct jurisdiction *jurisdiction = standing->jurisdiction;
    count_all(work, standing);
    apply_vetoes(work, standing);
    open_sums(work, jurisdiction);
    for (size_t i = 0; i < jurisdiction->entry_count; i++)
        add_entry(work, jurisdiction->entries[i]);
    for (size_t i = 0; i < assessment->category_count; i++) {
        const struct category *category = &assessment->categories[i];
        standing->categories[i].full = work->sums[i].entries ? category->full : DECIMAL_ZERO;
        standing->categories[i].score = category_score(work, category);
    }
    add_up(assessment, standing);
    standing->grade = assessment->grade_count;
}

/* The larger first, and what is not a number last. */
static int compare_numbers(struct decimal a, struct decimal b)
{
    if (!decimal_is_number(a) || !decimal_is_number(b))
        return decimal_is_number(b) - decimal_is_number(a);
    return decimal_compare(b, a);
}

static int compare_merit(const struct standing *a, const struct standing *b,
                         const struct category *tie_breaker)
{
    int order = compare_numbers(a->total, b->total);
    if (order || !tie_breaker)
        return order;
    return compare_numbers(a->categories[tie_breaker->index].score,
                           b->categories[tie_breaker->index].score);
}

static int compare_places(const void *left, const void *right, void *tie_breaker)
{
    const struct standing *a = *(const struct standing *const *)left;
    const struct standing *b = *(const struct standing *const *)right;
    int order = compare_merit(a, b, tie_breaker);
    if (order)
        return order;
    return (a->jurisdiction->index > b->jurisdiction->index) -
           (a->jurisdiction->index < b->jurisdiction->index);
}

static void rank_all(struct arena *arena, struct tally *tally)
{
    const struct assessment *assessment = tally->assessment;
    const struct category *tie_breaker = assessment->tie_breaker;
    size_t ranked = assessment->ranked_count;
    tally->ranking = arena_array(arena, ranked, sizeof(struct standing *));
    for (size_t i = 0; i < ranked; i++)
        tally->ranking[i] = &tally->standings[i];
    /* qsort_r takes no const context; the categories are the arena's and not written */
    void *context = tie_breaker ? &assessment->categories[tie_breaker->index] : NULL;
    qsort_r(tally->ranking, ranked, sizeof(struct standing *), compare_places, context);
    for (size_t i = 0; i < ranked; i++) {
        const struct standing *standing = tally->ranking[i];
        const struct standing *before = i ? tally->ranking[i - 1] : NULL;
        bool shared = before && compare_merit(before, standing, tie_breaker) == 0;
        tally->standings[standing->jurisdiction->index].rank = shared ? before->rank : (int)i + 1;
    }
}

/* Whether the grade has room for the standing's class behind those of better rank. Only these
 * count, so that all who share a rank are treated alike. */
static bool has_room(const struct tally *tally, const struct standing *standing, size_t grade,
                     const struct quota *quota)
{
    int taken = 0;
    for (size_t i = 0; i < tally->assessment->ranked_count; i++) {
        const struct standing *other = tally->ranking[i];
        if (other->rank >= standing->rank)
            break;
        taken += other->grade == grade && strcmp(other->jurisdiction->class, quota->class) == 0;
    }
    return taken < quota->most;
}

static bool deserves(const struct tally *tally, const struct standing *standing, size_t index)
{
    const struct grade *grade = &tally->assessment->grades[index];
    if (decimal_compare(standing->total, grade->from) < 0 ||
        (grade->best && standing->rank > grade->best))
        return false;
    for (size_t i = 0; i < grade->quota_count; i++)
        if (strcmp(grade->quotas[i].class, standing->jurisdiction->class) == 0 &&
            !has_room(tally, standing, index, &grade->quotas[i]))
            return false;
    return true;
}

static size_t grade_of(const struct tally *tally, const struct standing *standing)
{
    size_t last = tally->assessment->grade_count ? tally->assessment->grade_count - 1 : 0;
    if (standing->failed || !decimal_is_number(standing->total))
        return last;
    for (size_t i = standing->cap; i < last; i++)
        if (deserves(tally, standing, i))
            return i;
    return last;
}

const struct tally *tally_new(struct arena *arena, const struct assessment *assessment)
{
    struct tally *tally = ARENA_NEW(arena, struct tally);
    struct work work = {
        .assessment = assessment,
        .tally = tally,
        .zeroed = arena_array(arena, assessment->entry_count, sizeof(bool)),
        .sums = arena_array(arena, assessment->category_count, sizeof(struct sum)),
    };
    tally->assessment = assessment;
    tally->scores = arena_array(arena, assessment->entry_count, sizeof *tally->scores);
    tally->standings = arena_array(arena, assessment->jurisdiction_count, sizeof *tally->standings);
    for (size_t i = 0; i < assessment->jurisdiction_count; i++) {
        struct standing *standing = &tally->standings[i];
        standing->jurisdiction = &assessment->jurisdictions[i];
        standing->categories =
            arena_array(arena, assessment->category_count, sizeof *standing->categories);
        score(&work, standing);
    }
    rank_all(arena, tally);
    for (size_t i = 0; i < assessment->ranked_count; i++) {
        size_t at = tally->ranking[i]->jurisdiction->index;
        tally->standings[at].grade = grade_of(tally, &tally->standings[at]);
    }
    return tally;
}

/* The standing as it were with just that total. */
static struct standing with_total(const struct tally *tally, const struct standing *standing,
                                  struct decimal total)
{
    struct standing raised = *standing;
    raised.total = total;
    raised.rank = 1;
    for (size_t i = 0; i < tally->assessment->ranked_count; i++)
        raised.rank += compare_numbers(tally->ranking[i]->total, total) < 0;
    return raised;
}

const struct grade *tally_next_grade(const struct tally *tally, const struct standing *standing,
                                     struct decimal *short_by)
{
    if (standing->rank == 0 || standing->failed || standing->grade <= standing->cap ||
        !decimal_is_number(standing->total))
        return NULL;
    size_t index = standing->grade - 1;
    const struct grade *grade = &tally->assessment->grades[index];
    if (decimal_compare(standing->total, grade->from) >= 0)
        return NULL; /* a rank, a quota or the tie-breaker holds it back */
    struct standing raised = with_total(tally, standing, grade->from);
    if (!deserves(tally, &raised, index))
        return NULL;
    *short_by = decimal_minus(grade->from, standing->total);
    return grade;
}
