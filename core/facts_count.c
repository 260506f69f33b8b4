/* Facts that are counted over many entries: items, groups, categories, rectifications, vetoes. */
#include "core/buffer.h"
#include "core/facts_make.h"
#include "core/language.h"
#include "core/memory.h"

#include <string.h>

/* ---- Met and unmet ---- */

struct share {
    size_t count, met, unmet; /* what is pending is neither met nor unmet */
};

static bool is_exempt(const struct entry *entry)
{
    return entry->decision && entry->decision->verdict == VERDICT_EXEMPT;
}

/* How the entries stand; exempt ones are not counted. */
static struct share share_of(const struct entry *const *list, size_t count)
{
    struct share share = {0};
    for (size_t i = 0; i < count; i++) {
        if (is_exempt(list[i]))
            continue;
        bool met = list[i]->decision && verdict_is_complete(list[i]->decision->verdict);
        share.count++;
        share.met += met;
        share.unmet += list[i]->decision && !met;
    }
    return share;
}

/* Names of the jurisdictions that met all that counts for them, or else of those that did not meet
 * something. The entries of one jurisdiction stand together in the basis. */
static void add_names(const struct maker *maker, struct value *map, const struct basis *basis,
                      bool met, const struct source *source)
{
    struct buffer names = BUFFER_EMPTY;
    for (size_t i = 0, end; i < basis->count; i = end) {
        const struct jurisdiction *jurisdiction = basis->list[i]->jurisdiction;
        for (end = i; end < basis->count && basis->list[end]->jurisdiction == jurisdiction;)
            end++;
        struct share share = share_of(basis->list + i, end - i);
        if (met ? share.count > 0 && share.met == share.count : share.unmet > 0)
            names_add(&names, jurisdiction->name);
    }
    fact_names(maker, map, met ? "met-names" : "unmet-names", &names, source);
}

static void add_share(const struct maker *maker, struct value *map, const struct basis *basis)
{
    const struct source *source = source_new(
        maker, TR("counted by verdict; exempt ones left out", "按结论计数，不适用的不计"), basis);
    struct share share = share_of(basis->list, basis->count);
    fact_count(maker, map, "count", share.count, source);
    fact_count(maker, map, "met", share.met, source);
    fact_count(maker, map, "unmet", share.unmet, source);
    fact_rate(maker, map, "rate", decimal_of((int64_t)share.met), decimal_of((int64_t)share.count),
              source_new(maker,
                         TR("met ÷ counted, in percent; exempt ones left out",
                            "完成数÷总数（百分比），不适用的不计"),
                         basis));
    fact_truth(maker, map, "all-met", share.count > 0 && share.met == share.count, source);
    add_names(maker, map, basis, false, source);
    add_names(maker, map, basis, true, source);
}

/* ---- Items and categories ---- */

static void add_item(const struct maker *maker, struct value *category, const struct item *item)
{
    const struct assessment *assessment = maker->assessment;
    struct basis basis = basis_new(maker, item->entry_count);
    for (size_t j = 0; j < assessment->ranked_count; j++) {
        const struct entry *entry =
            assessment_entry(assessment, &assessment->jurisdictions[j], item);
        if (entry)
            basis_add(maker, &basis, entry);
    }
    if (basis.count == 0)
        return;
    struct value *map = value_map(maker->arena, category, item_short_id(item));
    fact_text(maker, map, "name", item->name, maker->items[item->index]);
    add_share(maker, map, &basis);
}

void facts_add_items(const struct maker *maker, struct value *root)
{
    const struct assessment *assessment = maker->assessment;
    struct value *items = value_map(maker->arena, root, "items");
    for (size_t c = 0; c < assessment->category_count; c++) {
        const struct category *category = &assessment->categories[c];
        struct value *map = value_map(maker->arena, items, category->id);
        for (size_t i = 0; i < category->item_count; i++)
            add_item(maker, map, category->items[i]);
    }
}

static void add_category(const struct maker *maker, struct value *categories,
                         const struct category *category)
{
    const struct assessment *assessment = maker->assessment;
    size_t most = 0;
    for (size_t i = 0; i < category->item_count; i++)
        most += category->items[i]->entry_count;
    struct basis basis = basis_new(maker, most);
    for (size_t i = 0; i < assessment->entry_count; i++) {
        const struct entry *entry = &assessment->entries[i];
        if (entry->item->category == category && !entry->jurisdiction->whole)
            basis_add(maker, &basis, entry);
    }
    struct value *map = value_map(maker->arena, categories, category->id);
    const struct source *file = source_category(maker, category);
    fact_text(maker, map, "name", category->name, file);
    fact_score(maker, map, "full", category->full, file);
    add_share(maker, map, &basis);
}

void facts_add_categories(const struct maker *maker, struct value *root)
{
    struct value *categories = value_map(maker->arena, root, "categories");
    for (size_t c = 0; c < maker->assessment->category_count; c++)
        add_category(maker, categories, &maker->assessment->categories[c]);
}

/* ---- Groups ---- */

static bool is_in_group(const struct item *item, const char *group)
{
    for (size_t i = 0; i < item->group_count; i++)
        if (strcmp(item->groups[i], group) == 0)
            return true;
    return false;
}

/* How many of a group's indicators reached their targets, and for how many years all of them did.
 * Only indicators have targets. */
static void add_reached(const struct maker *maker, struct value *map, const struct basis *basis)
{
    size_t count = 0, reached = 0;
    int least = -1;
    bool known = true;
    for (size_t i = 0; i < basis->count; i++) {
        const struct entry *entry = basis->list[i];
        if (entry->item->kind != ITEM_INDICATOR || is_exempt(entry))
            continue;
        int years = entry_years_running(maker, entry);
        count++;
        reached += entry_reached(entry) == ANSWER_YES;
        known = known && years >= 0;
        least = least < 0 || years < least ? years : least;
    }
    const struct source *source =
        source_new(maker, TR("indicators that reached their targets", "达到目标的指标"), basis);
    fact_count(maker, map, "reached", reached, source);
    fact_truth(maker, map, "all-reached", count > 0 && reached == count, source);
    fact_score(maker, map, "years-running", known && count > 0 ? decimal_of(least) : NOT_A_NUMBER,
               source_new(maker,
                          TR("the least of the indicators' years running",
                             "各指标连续达到目标年数中的最小值"),
                          basis));
}

/* An item that everybody is exempt from is no item of its group. */
static bool concerns_someone(const struct item *item)
{
    for (size_t i = 0; i < item->entry_count; i++)
        if (!is_exempt(item->entries[i]))
            return true;
    return false;
}

static void add_group(const struct maker *maker, struct value *groups, const char *group)
{
    const struct assessment *assessment = maker->assessment;
    size_t items = 0, most = 0;
    for (size_t i = 0; i < assessment->item_count; i++) {
        const struct item *item = assessment->items[i];
        bool inside = is_in_group(item, group);
        items += inside && concerns_someone(item);
        most += inside ? item->entry_count : 0;
    }
    struct basis basis = basis_new(maker, most);
    for (size_t i = 0; i < assessment->entry_count; i++)
        if (is_in_group(assessment->entries[i].item, group))
            basis_add(maker, &basis, &assessment->entries[i]);
    struct value *map = value_map(maker->arena, groups, group);
    fact_text(maker, map, "name", group, NULL);
    fact_count(maker, map, "items", items,
               source_new(maker, TR("items that concern anyone", "有适用对象的考评项"), &basis));
    add_share(maker, map, &basis);
    add_reached(maker, map, &basis);
}

void facts_add_groups(const struct maker *maker, struct value *root)
{
    const struct assessment *assessment = maker->assessment;
    struct value *groups = value_map(maker->arena, root, "groups");
    for (size_t i = 0; i < assessment->item_count; i++)
        for (size_t g = 0; g < assessment->items[i]->group_count; g++)
            if (!value_find(groups, assessment->items[i]->groups[g]))
                add_group(maker, groups, assessment->items[i]->groups[g]);
}

/* ---- Rectification ---- */

struct tasks {
    size_t count, completed, on_track, overdue;
};

static bool is_on_track(enum verdict verdict)
{
    return verdict_is_complete(verdict) || verdict == VERDICT_ON_SCHEDULE;
}

static bool holds(const struct entry *entry, bool (*test)(enum verdict verdict))
{
    return entry->decision && test(entry->decision->verdict);
}

/* A task is as far as the last of the jurisdictions that it applies to. */
static bool holds_everywhere(const struct item *task, bool (*test)(enum verdict verdict))
{
    for (size_t i = 0; i < task->entry_count; i++)
        if (!holds(task->entries[i], test))
            return false;
    return true;
}

static bool is_overdue(const struct item *task)
{
    for (size_t i = 0; i < task->entry_count; i++)
        if (task->entries[i]->overdue)
            return true;
    return false;
}

/* Whether the item is a task of the inspection; NULL stands for all inspections. */
static bool is_task_of(const struct item *item, const char *inspection)
{
    return item->kind == ITEM_RECTIFICATION && item->entry_count > 0 &&
           (!inspection || strcmp(item->inspection, inspection) == 0);
}

static struct tasks count_tasks(const struct assessment *assessment, const char *inspection)
{
    struct tasks tasks = {0};
    for (size_t i = 0; i < assessment->item_count; i++) {
        const struct item *item = assessment->items[i];
        if (!is_task_of(item, inspection))
            continue;
        tasks.count++;
        tasks.completed += holds_everywhere(item, verdict_is_complete);
        tasks.on_track += holds_everywhere(item, is_on_track);
        tasks.overdue += is_overdue(item);
    }
    return tasks;
}

static struct basis gather_tasks(const struct maker *maker, const char *inspection)
{
    const struct assessment *assessment = maker->assessment;
    size_t most = 0;
    for (size_t i = 0; i < assessment->item_count; i++)
        if (is_task_of(assessment->items[i], inspection))
            most += assessment->items[i]->entry_count;
    struct basis basis = basis_new(maker, most);
    for (size_t i = 0; i < assessment->item_count; i++)
        for (size_t e = 0; e < assessment->items[i]->entry_count; e++)
            if (is_task_of(assessment->items[i], inspection))
                basis_add(maker, &basis, assessment->items[i]->entries[e]);
    return basis;
}

static void add_open_task(const struct maker *maker, struct value *list, const struct item *task)
{
    struct value *map = value_map(maker->arena, list, NULL);
    struct basis basis = basis_new(maker, task->entry_count);
    struct buffer governments = BUFFER_EMPTY;
    for (size_t i = 0; i < task->entry_count; i++) {
        basis_add(maker, &basis, task->entries[i]);
        if (!holds(task->entries[i], verdict_is_complete))
            names_add(&governments, task->entries[i]->jurisdiction->government);
    }
    fact_text(maker, map, "name", task->name, maker->items[task->index]);
    fact_score(maker, map, "number", decimal_of(task->number), maker->items[task->index]);
    fact_names(
        maker, map, "government", &governments,
        source_new(maker, TR("where the task is not completed", "未完成整改的单位"), &basis));
}

static void add_inspection(const struct maker *maker, struct value *parent, const char *id,
                           const char *name, const char *inspection)
{
    const struct assessment *assessment = maker->assessment;
    struct value *map = value_map(maker->arena, parent, id);
    struct tasks tasks = count_tasks(assessment, inspection);
    struct basis basis = gather_tasks(maker, inspection);
    const struct source *source =
        source_new(maker,
                   TR("tasks counted by verdict; a task counts when it holds for every "
                      "jurisdiction concerned",
                      "按结论计数，所涉考评对象均符合的任务才计入"),
                   &basis);
    fact_text(maker, map, "name", name, NULL);
    fact_count(maker, map, "count", tasks.count, source);
    fact_count(maker, map, "completed", tasks.completed, source);
    fact_count(maker, map, "on-track", tasks.on_track, source);
    fact_count(maker, map, "open", tasks.count - tasks.completed, source);
    fact_rate(
        maker, map, "rate", decimal_of((int64_t)tasks.completed), decimal_of((int64_t)tasks.count),
        source_new(maker,
                   TR("completed tasks ÷ all tasks, in percent", "完成整改数÷任务总数（百分比）"),
                   &basis));
    fact_truth(maker, map, "all-completed", tasks.count > 0 && tasks.completed == tasks.count,
               source);
    fact_truth(maker, map, "all-on-track", tasks.count > 0 && tasks.on_track == tasks.count,
               source);
    fact_count(maker, map, "overdue", tasks.overdue, source);
    struct value *list = fact_list(maker, map, "open-list", source);
    for (size_t i = 0; i < assessment->item_count; i++)
        if (is_task_of(assessment->items[i], inspection) &&
            !holds_everywhere(assessment->items[i], verdict_is_complete))
            add_open_task(maker, list, assessment->items[i]);
    facts_flag(maker, list);
}

void facts_add_rectification(const struct maker *maker, struct value *root)
{
    const struct assessment *assessment = maker->assessment;
    struct value *map = value_map(maker->arena, root, "rectification");
    for (size_t i = 0; i < assessment->inspection_count; i++) {
        const struct label *inspection = &assessment->inspections[i];
        add_inspection(maker, map, inspection->id, inspection->name, inspection->id);
    }
    /* not translated: the same commit gives the same circular */
    add_inspection(maker, map, "all", "各项督察", NULL);
}

/* ---- Vetoes ---- */

void facts_add_vetoes(const struct maker *maker, struct value *root)
{
    const struct assessment *assessment = maker->assessment;
    size_t most = 0, count = 0;
    for (size_t i = 0; i < assessment->item_count; i++)
        if (assessment->items[i]->kind == ITEM_VETO)
            most += assessment->items[i]->entry_count;
    struct basis basis = basis_new(maker, most);
    struct buffer names = BUFFER_EMPTY;
    const struct jurisdiction *last = NULL;
    for (size_t i = 0; i < assessment->entry_count; i++) {
        const struct entry *entry = &assessment->entries[i];
        if (entry->item->kind != ITEM_VETO)
            continue;
        basis_add(maker, &basis, entry);
        if (!entry->decision || entry->decision->verdict != VERDICT_TRIGGERED)
            continue;
        count++;
        if (entry->jurisdiction != last)
            names_add(&names, entry->jurisdiction->government);
        last = entry->jurisdiction;
    }
    struct value *map = value_map(maker->arena, root, "vetoes");
    const struct source *source =
        source_new(maker, TR("vetoes that were triggered", "已发生的否决项"), &basis);
    fact_count(maker, map, "count", count, source);
    fact_truth(maker, map, "any", count > 0, source);
    fact_names(maker, map, "names", &names, source);
}
