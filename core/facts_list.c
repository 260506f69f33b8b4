/* The year's own lists of jurisdictions: all of them, by rank, by grade, by class. */
#include "core/buffer.h"
#include "core/facts_make.h"
#include "core/language.h"
#include "core/memory.h"

#include <string.h>

/* Whether the standing is of that class; a NULL class is any. */
static bool is_of_class(const struct standing *standing, const char *class)
{
    return !class || strcmp(standing->jurisdiction->class, class) == 0;
}

/* In their own order. */
static void add_list(const struct maker *maker, struct value *map, const char *class)
{
    struct buffer names = BUFFER_EMPTY;
    struct value *list = fact_list(maker, map, "list", NULL);
    for (size_t j = 0; j < maker->assessment->ranked_count; j++) {
        const struct standing *standing = &maker->tally->standings[j];
        if (!is_of_class(standing, class))
            continue;
        struct value *member = facts_add_member(maker, list, standing);
        if (!class)
            facts_add_scores(maker, member, standing);
        names_add(&names, standing->jurisdiction->name);
    }
    facts_flag(maker, list);
    fact_count(maker, map, "count", list->count, NULL);
    fact_truth(maker, map, "any", list->count > 0, NULL);
    fact_names(maker, map, "names", &names, NULL);
}

static void add_ranking(const struct maker *maker, struct value *map, const char *class)
{
    struct value *list = fact_list(maker, map, "ranking", maker->rank);
    for (size_t i = 0; i < maker->assessment->ranked_count; i++) {
        const struct standing *standing = maker->tally->ranking[i];
        if (is_of_class(standing, class))
            facts_add_scores(maker, facts_add_member(maker, list, standing), standing);
    }
    facts_flag(maker, list);
}

/* ---- By grade ---- */

static bool is_of(const struct standing *standing, size_t grade, const char *class)
{
    return standing->grade == grade && is_of_class(standing, class);
}

static void add_grade(const struct maker *maker, struct value *grades, size_t grade,
                      const char *class)
{
    const struct assessment *assessment = maker->assessment;
    size_t count = 0;
    for (size_t i = 0; i < assessment->ranked_count; i++)
        count += is_of(maker->tally->ranking[i], grade, class);
    if (count == 0)
        return;
    struct value *map = value_map(maker->arena, grades, NULL);
    struct buffer names = BUFFER_EMPTY;
    fact_text(maker, map, "name", assessment->grades[grade].name, maker->grade);
    fact_count(maker, map, "count", count, maker->grade);
    struct value *members = fact_list(maker, map, "members", maker->grade);
    for (size_t i = 0; i < assessment->ranked_count; i++) {
        const struct standing *standing = maker->tally->ranking[i];
        if (!is_of(standing, grade, class))
            continue;
        facts_add_member(maker, members, standing);
        names_add(&names, standing->jurisdiction->government);
    }
    facts_flag(maker, members);
    fact_names(maker, map, "names", &names, maker->grade);
}

static void add_grades(const struct maker *maker, struct value *parent, const char *class)
{
    struct value *grades = fact_list(maker, parent, "grades", maker->grade);
    for (size_t g = 0; g < maker->assessment->grade_count; g++)
        add_grade(maker, grades, g, class);
    facts_flag(maker, grades);
}

static void add_classes(const struct maker *maker, struct value *root)
{
    const struct assessment *assessment = maker->assessment;
    struct value *classes = fact_list(maker, root, "classes", NULL);
    for (size_t c = 0; c < assessment->class_count; c++) {
        const struct label *class = &assessment->classes[c];
        struct value *map = value_map(maker->arena, classes, NULL);
        fact_text(maker, map, "id", class->id, NULL);
        fact_text(maker, map, "name", class->name, NULL);
        add_list(maker, map, class->id);
        add_ranking(maker, map, class->id);
        add_grades(maker, map, class->id);
    }
    facts_flag(maker, classes);
}

void facts_add_lists(const struct maker *maker, struct value *root)
{
    add_list(maker, value_map(maker->arena, root, "jurisdictions"), NULL);
    add_ranking(maker, root, NULL);
    add_grades(maker, root, NULL);
    add_classes(maker, root);
    facts_add_scored_categories(maker, root);
}
