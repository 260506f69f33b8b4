/* The facts of one jurisdiction's standing, where it stands alone and where it is one of a list. */
#include "core/facts_make.h"
#include "core/language.h"
#include "core/memory.h"

#include <string.h>

static const char *class_name(const struct assessment *assessment, const char *id)
{
    for (size_t i = 0; i < assessment->class_count; i++)
        if (strcmp(assessment->classes[i].id, id) == 0)
            return assessment->classes[i].name;
    return NULL;
}

/* Its rank among those of its class; equal ones share it, as they share their rank. */
static size_t class_rank(const struct maker *maker, const struct standing *standing)
{
    size_t rank = 1;
    for (size_t i = 0; i < maker->assessment->ranked_count; i++) {
        const struct standing *other = &maker->tally->standings[i];
        rank += other->rank < standing->rank &&
                strcmp(other->jurisdiction->class, standing->jurisdiction->class) == 0;
    }
    return rank;
}

static bool is_tied(const struct maker *maker, const struct standing *standing)
{
    size_t sharing = 0;
    for (size_t i = 0; i < maker->assessment->ranked_count; i++)
        sharing += maker->tally->standings[i].rank == standing->rank;
    return sharing > 1;
}

/* The province itself has no class, total, rank or grade. */
void facts_add_standing(const struct maker *maker, struct value *map,
                        const struct standing *standing, const struct source *names)
{
    const struct assessment *assessment = maker->assessment;
    const struct jurisdiction *jurisdiction = standing->jurisdiction;
    fact_text(maker, map, "name", jurisdiction->name, names);
    fact_text(maker, map, "government", jurisdiction->government, names);
    facts_add_texts(maker, map, "texts", jurisdiction->texts, jurisdiction->text_count, names);
    if (jurisdiction->whole)
        return;
    fact_text(maker, map, "class", class_name(assessment, jurisdiction->class), names);
    fact_score(maker, map, "total", standing->total, maker->totals[jurisdiction->index]);
    fact_count(maker, map, "rank", (size_t)standing->rank, maker->rank);
    fact_count(maker, map, "class-rank", class_rank(maker, standing), maker->rank);
    fact_truth(maker, map, "tied", is_tied(maker, standing), maker->rank);
    bool graded = standing->grade < assessment->grade_count;
    fact_text(maker, map, "grade", graded ? assessment->grades[standing->grade].name : NULL,
              maker->grade);
}

/* A name that stands in a list says that it belongs there. */
struct value *facts_add_member(const struct maker *maker, struct value *list,
                               const struct standing *standing)
{
    const struct jurisdiction *jurisdiction = standing->jurisdiction;
    const struct source *names =
        list->source ? list->source : maker->jurisdictions[jurisdiction->index];
    struct value *map = value_map(maker->arena, list, NULL);
    fact_text(maker, map, "id", jurisdiction->id, names);
    facts_add_standing(maker, map, standing, names);
    return map;
}

/* ---- Scores by category ---- */

/* A column of the score table: whether the category's items concern any ranked jurisdiction. */
static bool is_scored(const struct maker *maker, const struct category *category)
{
    for (size_t j = 0; j < maker->assessment->ranked_count; j++)
        if (maker_score(maker, &maker->assessment->jurisdictions[j], category)->score->count)
            return category->role != ROLE_VETO;
    return false;
}

static void add_names(const struct maker *maker, struct value *map, const struct category *category)
{
    const struct source *file = source_category(maker, category);
    fact_text(maker, map, "id", category->id, file);
    fact_text(maker, map, "name", category->name, file);
    fact_text(maker, map, "brief", category->brief, file);
}

/* What the category is: a part of the points, or beside them. */
static void add_role(const struct maker *maker, struct value *map, const struct category *category)
{
    const struct source *file = source_category(maker, category);
    fact_truth(maker, map, "is-points", category->role == ROLE_POINTS, file);
    fact_truth(maker, map, "is-bonus", category->role == ROLE_BONUS, file);
    fact_truth(maker, map, "is-deduction", category->role == ROLE_DEDUCTION, file);
}

void facts_add_scored_categories(const struct maker *maker, struct value *root)
{
    const struct assessment *assessment = maker->assessment;
    struct value *list = fact_list(maker, root, "scored-categories", NULL);
    for (size_t c = 0; c < assessment->category_count; c++) {
        const struct category *category = &assessment->categories[c];
        if (!is_scored(maker, category))
            continue;
        struct value *map = value_map(maker->arena, list, NULL);
        add_names(maker, map, category);
        fact_score(maker, map, "full", category->full, source_category(maker, category));
        add_role(maker, map, category);
    }
    facts_flag(maker, list);
}

static void add_score(const struct maker *maker, struct value *list,
                      const struct standing *standing, const struct category *category)
{
    const struct category_standing *own = &standing->categories[category->index];
    const struct score_sources *sources = maker_score(maker, standing->jurisdiction, category);
    bool applies = sources->score->count > 0;
    struct value *map = value_map(maker->arena, list, NULL);
    add_names(maker, map, category);
    fact_truth(maker, map, "applies", applies, source_category(maker, category));
    fact_score(maker, map, "score", applies ? own->score : NOT_A_NUMBER, sources->score);
    fact_score(maker, map, "full", applies ? own->full : NOT_A_NUMBER,
               source_category(maker, category));
    fact_rate(maker, map, "rate", own->score, own->full, sources->rate);
    add_role(maker, map, category);
}

/* One list of scores for each jurisdiction, whatever lists it is a member of. */
static const struct value *scores_of(const struct maker *maker, const struct standing *standing)
{
    struct value **scores = &maker->score_lists[standing->jurisdiction->index];
    if (*scores)
        return *scores;
    *scores = fact_list(maker, NULL, NULL, maker->totals[standing->jurisdiction->index]);
    for (size_t c = 0; c < maker->assessment->category_count; c++)
        if (is_scored(maker, &maker->assessment->categories[c]))
            add_score(maker, *scores, standing, &maker->assessment->categories[c]);
    facts_flag(maker, *scores);
    return *scores;
}

void facts_add_scores(const struct maker *maker, struct value *member,
                      const struct standing *standing)
{
    const struct value *scores = scores_of(maker, standing);
    const struct source *total = maker->totals[standing->jurisdiction->index];
    fact_score(maker, member, "points", standing->points, total);
    fact_score(maker, member, "bonus", standing->bonus, total);
    fact_score(maker, member, "deduction", standing->deduction, total);
    struct value *list = fact_list(maker, member, "scores", scores->source);
    list->first = scores->first;
    list->last = scores->last;
    list->count = scores->count;
}
