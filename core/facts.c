#include "core/facts.h"

#include "core/buffer.h"
#include "core/facts_make.h"
#include "core/language.h"
#include "core/memory.h"

#include <stdlib.h>
#include <string.h>

const char *const facts_reserved[] = {
    "year",    "next-year",  "record",        "programme",         "circular", "items",
    "groups",  "categories", "rectification", "jurisdictions",     "ranking",  "grades",
    "classes", "vetoes",     "lists",         "scored-categories", NULL};

/* ---- Sources that many facts share ---- */

static void share_files(struct maker *maker)
{
    const struct assessment *assessment = maker->assessment;
    maker->year_file =
        source_file(maker, arena_format(maker->arena, "%s/assessment.md", assessment->year));
    maker->items = arena_array(maker->arena, assessment->item_count, sizeof(const struct source *));
    for (size_t i = 0; i < assessment->item_count; i++)
        maker->items[i] = source_file(maker, assessment->items[i]->path);
    maker->score_lists =
        arena_array(maker->arena, assessment->ranked_count, sizeof(struct value *));
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

static const char *score_formula(const struct category *category)
{
    return category->share
               ? TR("full marks × what its items' verdicts count ÷ their number",
                    "满分×各项结论折算之和÷项数")
               : TR("sum of the items' scores, within full marks", "各考评项得分之和，不超出满分");
}

static void share_category(struct maker *maker, const struct jurisdiction *jurisdiction,
                           const struct category *category)
{
    struct basis basis = basis_new(maker, category->item_count);
    for (size_t i = 0; i < category->item_count; i++) {
        const struct entry *entry =
            assessment_entry(maker->assessment, jurisdiction, category->items[i]);
        if (entry)
            basis_add(maker, &basis, entry);
    }
    *maker_score(maker, jurisdiction, category) = (struct score_sources){
        source_new(maker, score_formula(category), &basis),
        source_new(maker, TR("score ÷ full marks, in percent", "得分÷满分（百分比）"), &basis)};
}

static void share_categories(struct maker *maker)
{
    const struct assessment *assessment = maker->assessment;
    maker->scores =
        arena_array(maker->arena, assessment->jurisdiction_count * assessment->category_count,
                    sizeof *maker->scores);
    for (size_t j = 0; j < assessment->jurisdiction_count; j++)
        for (size_t c = 0; c < assessment->category_count; c++)
            share_category(maker, &assessment->jurisdictions[j], &assessment->categories[c]);
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
    const struct source *file = maker->year_file;
    fact_text(maker, root, "year", assessment->year, file);
    fact_text(maker, root, "next-year", arena_format(maker->arena, "%d", maker->year + 1), file);
    fact_text(maker, value_map(maker->arena, root, "record"), "commit", commit, NULL);
    add_programme(maker, root);
    facts_add_texts(maker, root, "circular", assessment->texts, assessment->text_count, file);
}

/* ---- A jurisdiction ---- */

/* The province is measured and not scored, and a veto has no marks. */
static void add_category_score(const struct maker *maker, struct value *map,
                               const struct standing *standing, const struct category *category)
{
    const struct category_standing *own = &standing->categories[category->index];
    const struct score_sources *sources = maker_score(maker, standing->jurisdiction, category);
    if (standing->jurisdiction->whole || category->role == ROLE_VETO)
        return;
    fact_score(maker, map, "score", own->score, sources->score);
    fact_score(maker, map, "full", own->full, source_category(maker, category));
    fact_rate(maker, map, "rate", own->score, own->full, sources->rate);
}

static void add_category(const struct maker *maker, struct value *parent,
                         const struct standing *standing, const struct category *category)
{
    const struct source *source = maker_score(maker, standing->jurisdiction, category)->score;
    if (source->count == 0)
        return;
    struct value *map = value_map(maker->arena, parent, category->id);
    add_category_score(maker, map, standing, category);
    for (size_t i = 0; i < source->count; i++)
        facts_add_entry(maker, map, source->basis[i]);
}

static void add_jurisdiction(const struct maker *maker, struct value *root,
                             const struct standing *standing)
{
    const struct assessment *assessment = maker->assessment;
    struct value *map = value_map(maker->arena, root, standing->jurisdiction->id);
    facts_add_standing(maker, map, standing, maker->jurisdictions[standing->jurisdiction->index]);
    for (size_t c = 0; c < assessment->category_count; c++)
        add_category(maker, map, standing, &assessment->categories[c]);
}

const struct value *facts_new(struct arena *arena, const struct tally *tally, const char *commit)
{
    struct maker maker = {.arena = arena, .tally = tally, .assessment = tally->assessment};
    maker.year = (int)strtol(maker.assessment->year, NULL, 10);
    share_files(&maker);
    share_totals(&maker);
    share_categories(&maker);
    struct value *root = value_map(arena, NULL, NULL);
    add_year(&maker, root, commit);
    facts_add_lists(&maker, root);
    facts_add_rosters(&maker, root);
    facts_add_categories(&maker, root);
    facts_add_groups(&maker, root);
    facts_add_rectification(&maker, root);
    facts_add_vetoes(&maker, root);
    facts_add_items(&maker, root);
    for (size_t j = 0; j < maker.assessment->jurisdiction_count; j++)
        add_jurisdiction(&maker, root, &tally->standings[j]);
    return root;
}
