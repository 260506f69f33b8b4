#include "core/facts.h"

#include "core/buffer.h"
#include "core/facts_make.h"
#include "core/language.h"
#include "core/memory.h"

#include <stdlib.h>
#include <string.h>

const char *const facts_reserved[] = {"year",          "next-year",     "record",  "programme",
                                      "circular",      "items",         "groups",  "categories",
                                      "rectification", "jurisdictions", "ranking", "grades",
                                      "classes",       "vetoes",        NULL};

/* ---- Sources that many facts share ---- */

static void share_files(struct maker *maker)
{
    const struct assessment *assessment = maker->assessment;
    maker->items = arena_array(maker->arena, assessment->item_count, sizeof(const struct source *));
    for (size_t i = 0; i < assessment->item_count; i++)
        maker->items[i] = source_file(maker, assessment->items[i]->path);
    maker->jurisdictions =
        arena_array(maker->arena, assessment->jurisdiction_count, sizeof(const struct source *));
    for (size_t j = 0; j < assessment->jurisdiction_count; j++)
        maker->jurisdictions[j] =
            source_file(maker, arena_format(maker->arena, "%s/jurisdictions/%s.md",
                                            assessment->year, assessment->jurisdictions[j].id));
}

static void share_totals(struct maker *maker)
{
    const struct assessment *assessment = maker->assessment;
    struct basis ranked = basis_new(maker, assessment->entry_count);
    maker->totals =
        arena_array(maker->arena, assessment->jurisdiction_count, sizeof(const struct source *));
    for (size_t j = 0; j < assessment->ranked_count; j++) {
        const struct jurisdiction *jurisdiction = &assessment->jurisdictions[j];
        struct basis own = basis_new(maker, jurisdiction->entry_count);
        for (size_t i = 0; i < jurisdiction->entry_count; i++) {
            basis_add(maker, &own, jurisdiction->entries[i]);
            basis_add(maker, &ranked, jurisdiction->entries[i]);
        }
        maker->totals[j] = source_new(maker,
                                      TR("categories' scores + bonus − deductions, within bounds",
                                         "各类别得分＋加分－扣分，不超出上下限"),
                                      &own);
    }
    maker->rank = source_new(maker, TR("order of the totals", "按总分排名"), &ranked);
    maker->grade = source_new(maker,
                              TR("total and rank against the year's grades, after vetoes",
                                 "总分和名次对照本年等次，并计入否决项"),
                              &ranked);
}

/* ---- Texts of the year ---- */

static void add_programme(const struct maker *maker, struct value *root)
{
    const struct programme *programme = &maker->assessment->programme;
    const struct source *file = source_file(maker, "programme.md");
    struct value *map = value_map(maker->arena, root, "programme");
    fact_text(maker, map, "name", programme->name, file);
    fact_text(maker, map, "document", programme->document, file);
    fact_text(maker, map, "number", programme->number, file);
    fact_text(maker, map, "period", programme->period, file);
    fact_text(maker, map, "group", programme->group, file);
    struct value *departments = value_map(maker->arena, map, "departments");
    struct value *list = fact_list(maker, departments, "list", file);
    struct buffer names = BUFFER_EMPTY;
    for (size_t i = 0; i < programme->department_count; i++) {
        struct value *department = value_map(maker->arena, list, NULL);
        fact_text(maker, department, "name", programme->departments[i], file);
        names_add(&names, programme->departments[i]);
    }
    facts_flag(maker, list);
    fact_names(maker, departments, "names", &names, file);
}

static void add_year(const struct maker *maker, struct value *root, const char *commit)
{
    const struct assessment *assessment = maker->assessment;
    const struct source *file =
        source_file(maker, arena_format(maker->arena, "%s/assessment.md", assessment->year));
    fact_text(maker, root, "year", assessment->year, file);
    fact_text(maker, root, "next-year", arena_format(maker->arena, "%d", maker->year + 1), file);
    fact_text(maker, value_map(maker->arena, root, "record"), "commit", commit, NULL);
    add_programme(maker, root);
    struct value *texts = value_map(maker->arena, root, "circular");
    for (size_t i = 0; i < assessment->text_count; i++)
        fact_text(maker, texts, assessment->texts[i].name, assessment->texts[i].text, file);
}

/* ---- A jurisdiction ---- */

static const char *class_name(const struct assessment *assessment, const char *id)
{
    for (size_t i = 0; i < assessment->class_count; i++)
        if (strcmp(assessment->classes[i].id, id) == 0)
            return assessment->classes[i].name;
    return NULL;
}

/* The province itself has no class, total, rank or grade. */
static void add_standing(const struct maker *maker, struct value *map,
                         const struct standing *standing)
{
    const struct assessment *assessment = maker->assessment;
    const struct jurisdiction *jurisdiction = standing->jurisdiction;
    const struct source *file = maker->jurisdictions[jurisdiction->index];
    fact_text(maker, map, "name", jurisdiction->name, file);
    fact_text(maker, map, "government", jurisdiction->government, file);
    if (jurisdiction->whole)
        return;
    fact_text(maker, map, "class", class_name(assessment, jurisdiction->class), file);
    fact_score(maker, map, "total", standing->total, maker->totals[jurisdiction->index]);
    fact_count(maker, map, "rank", (size_t)standing->rank, maker->rank);
    bool graded = standing->grade < assessment->grade_count;
    fact_text(maker, map, "grade", graded ? assessment->grades[standing->grade].name : NULL,
              maker->grade);
}

static void add_category_score(const struct maker *maker, struct value *map,
                               const struct standing *standing, const struct category *category,
                               const struct basis *basis)
{
    const struct category_standing *own = &standing->categories[category->index];
    const char *formula =
        category->share
            ? TR("full marks × what its items' verdicts count ÷ their number",
                 "满分×各项结论折算之和÷项数")
            : TR("sum of the items' scores, within full marks", "各考评项得分之和，不超出满分");
    const struct source *source = source_new(maker, formula, basis);
    fact_score(maker, map, "score", own->score, source);
    fact_score(maker, map, "full", own->full, source_category(maker, category));
    fact_rate(
        maker, map, "rate", own->score, own->full,
        source_new(maker, TR("score ÷ full marks, in percent", "得分÷满分（百分比）"), basis));
}

static void add_category(const struct maker *maker, struct value *parent,
                         const struct standing *standing, const struct category *category)
{
    const struct jurisdiction *jurisdiction = standing->jurisdiction;
    struct basis basis = basis_new(maker, category->item_count);
    for (size_t i = 0; i < category->item_count; i++) {
        const struct entry *entry =
            assessment_entry(maker->assessment, jurisdiction, category->items[i]);
        if (entry)
            basis_add(maker, &basis, entry);
    }
    if (basis.count == 0)
        return;
    struct value *map = value_map(maker->arena, parent, category->id);
    if (!jurisdiction->whole && category->role != ROLE_VETO)
        add_category_score(maker, map, standing, category, &basis);
    for (size_t i = 0; i < basis.count; i++)
        facts_add_entry(maker, map, basis.list[i]);
}

static void add_jurisdiction(const struct maker *maker, struct value *root,
                             const struct standing *standing)
{
    const struct assessment *assessment = maker->assessment;
    struct value *map = value_map(maker->arena, root, standing->jurisdiction->id);
    add_standing(maker, map, standing);
    for (size_t c = 0; c < assessment->category_count; c++)
        add_category(maker, map, standing, &assessment->categories[c]);
}

/* ---- Ranked jurisdictions ---- */

static void add_member(const struct maker *maker, struct value *list,
                       const struct standing *standing)
{
    const struct jurisdiction *jurisdiction = standing->jurisdiction;
    struct value *map = value_map(maker->arena, list, NULL);
    fact_text(maker, map, "id", jurisdiction->id, maker->jurisdictions[jurisdiction->index]);
    add_standing(maker, map, standing);
}

static void add_jurisdictions(const struct maker *maker, struct value *root)
{
    const struct assessment *assessment = maker->assessment;
    struct value *map = value_map(maker->arena, root, "jurisdictions");
    struct buffer names = BUFFER_EMPTY;
    fact_count(maker, map, "count", assessment->ranked_count, NULL);
    struct value *list = fact_list(maker, map, "list", NULL);
    for (size_t j = 0; j < assessment->ranked_count; j++) {
        add_member(maker, list, &maker->tally->standings[j]);
        names_add(&names, assessment->jurisdictions[j].name);
    }
    facts_flag(maker, list);
    fact_names(maker, map, "names", &names, NULL);
}

static void add_ranking(const struct maker *maker, struct value *root)
{
    struct value *list = fact_list(maker, root, "ranking", maker->rank);
    for (size_t i = 0; i < maker->assessment->ranked_count; i++)
        add_member(maker, list, maker->tally->ranking[i]);
    facts_flag(maker, list);
}

/* Whether the standing is of that grade, and of that class; a NULL class is any. */
static bool is_of(const struct standing *standing, size_t grade, const char *class)
{
    return standing->grade == grade &&
           (!class || strcmp(standing->jurisdiction->class, class) == 0);
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
        add_member(maker, members, standing);
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
        struct buffer names = BUFFER_EMPTY;
        size_t count = 0;
        for (size_t j = 0; j < assessment->ranked_count; j++) {
            if (strcmp(assessment->jurisdictions[j].class, class->id) != 0)
                continue;
            names_add(&names, assessment->jurisdictions[j].name);
            count++;
        }
        fact_text(maker, map, "name", class->name, NULL);
        fact_count(maker, map, "count", count, NULL);
        fact_names(maker, map, "names", &names, NULL);
        add_grades(maker, map, class->id);
    }
    facts_flag(maker, classes);
}

const struct value *facts_new(struct arena *arena, const struct tally *tally, const char *commit)
{
    struct maker maker = {.arena = arena, .tally = tally, .assessment = tally->assessment};
    maker.year = (int)strtol(maker.assessment->year, NULL, 10);
    share_files(&maker);
    share_totals(&maker);
    struct value *root = value_map(arena, NULL, NULL);
    add_year(&maker, root, commit);
    add_jurisdictions(&maker, root);
    add_ranking(&maker, root);
    add_grades(&maker, root, NULL);
    add_classes(&maker, root);
    facts_add_categories(&maker, root);
    facts_add_groups(&maker, root);
    facts_add_rectification(&maker, root);
    facts_add_vetoes(&maker, root);
    facts_add_items(&maker, root);
    for (size_t j = 0; j < maker.assessment->jurisdiction_count; j++)
        add_jurisdiction(&maker, root, &tally->standings[j]);
    return root;
}
