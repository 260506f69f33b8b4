/* The facts of one entry: what was decided, how it compares with the target and earlier years. */
#include "core/buffer.h"
#include "core/decision.h"
#include "core/facts_make.h"
#include "core/language.h"
#include "core/memory.h"

/* ---- Comparing ---- */

static struct decimal value_of(const struct entry *entry)
{
    return entry->decision ? entry->decision->number : NOT_A_NUMBER;
}

static struct decimal target_of(const struct entry *entry)
{
    return item_target(entry->item, entry->jurisdiction);
}

/* Whether there are both a value and a target. */
static bool is_comparable(const struct entry *entry)
{
    return decimal_is_number(value_of(entry)) && decimal_is_number(target_of(entry));
}

static enum answer answer_of(bool yes)
{
    return yes ? ANSWER_YES : ANSWER_NO;
}

enum answer entry_reached(const struct entry *entry)
{
    if (!is_comparable(entry))
        return ANSWER_UNKNOWN;
    return answer_of(item_reaches(entry->item, value_of(entry), target_of(entry)));
}

/* Less than, equal to or greater than 0 as `a` is worse than, as good as or better than `b`. Where
 * the target is to be hit exactly, the nearer is the better. */
static int compare_merit(const struct item *item, struct decimal a, struct decimal b,
                         struct decimal target)
{
    if (item->direction == DIRECTION_HIGHER)
        return decimal_compare(a, b);
    if (item->direction == DIRECTION_LOWER)
        return decimal_compare(b, a);
    return decimal_compare(decimal_magnitude(decimal_minus(b, target)),
                           decimal_magnitude(decimal_minus(a, target)));
}

/* ---- Earlier years ---- */

/* How many earlier values are this jurisdiction's own: an item that several share has one series
 * for none of them. */
static size_t count_earlier(const struct entry *entry)
{
    bool own = entry->jurisdiction->whole || entry->item->entry_count == 1;
    return own ? entry->item->earlier_count : 0;
}

int entry_years_running(const struct maker *maker, const struct entry *entry)
{
    const struct item *item = entry->item;
    enum answer reached = entry_reached(entry);
    if (reached != ANSWER_YES)
        return reached == ANSWER_NO ? 0 : -1;
    int years = 1;
    for (size_t i = count_earlier(entry); i > 0; i--) {
        const struct earlier *earlier = &item->earlier[i - 1];
        if (earlier->year != maker->year - years ||
            !item_reaches(item, earlier->value, target_of(entry)))
            break;
        years++;
    }
    return years;
}

/* With no earlier values, nobody knows whether it is the first time. */
static enum answer is_first(const struct entry *entry)
{
    const struct item *item = entry->item;
    enum answer reached = entry_reached(entry);
    size_t count = count_earlier(entry);
    if (reached != ANSWER_YES || count == 0)
        return reached == ANSWER_NO ? ANSWER_NO : ANSWER_UNKNOWN;
    for (size_t i = 0; i < count; i++)
        if (item_reaches(item, item->earlier[i].value, target_of(entry)))
            return ANSWER_NO;
    return ANSWER_YES;
}

/* Values alone can be compared, unless what is better depends on the target. */
static bool has_merit(const struct entry *entry)
{
    return entry->item->direction == DIRECTION_EQUAL ? is_comparable(entry)
                                                     : decimal_is_number(value_of(entry));
}

static enum answer is_best(const struct entry *entry)
{
    const struct item *item = entry->item;
    size_t count = count_earlier(entry);
    if (!has_merit(entry) || count == 0)
        return ANSWER_UNKNOWN;
    for (size_t i = 0; i < count; i++)
        if (compare_merit(item, value_of(entry), item->earlier[i].value, target_of(entry)) < 0)
            return ANSWER_NO;
    return ANSWER_YES;
}

static enum answer is_better_than_last(const struct maker *maker, const struct entry *entry)
{
    const struct item *item = entry->item;
    size_t count = count_earlier(entry);
    if (!has_merit(entry))
        return ANSWER_UNKNOWN;
    for (size_t i = 0; i < count; i++)
        if (item->earlier[i].year == maker->year - 1)
            return answer_of(
                compare_merit(item, value_of(entry), item->earlier[i].value, target_of(entry)) > 0);
    return ANSWER_UNKNOWN;
}

/* ---- The facts ---- */

static void add_decision(const struct maker *maker, struct value *map, const struct entry *entry,
                         const struct basis *basis)
{
    const struct decision *decision = entry->decision;
    const struct source *source = source_new(maker, TR("as decided", "按评定"), basis);
    fact_figure(maker, map, "value", entry->item, value_of(entry), source);
    fact_text(maker, map, "verdict", decision ? verdict_chinese(decision->verdict) : NULL, source);
    fact_text(maker, map, "reason", decision ? decision->reason : NULL, source);
    fact_truth(maker, map, "decided", decision != NULL, source);
    fact_truth(maker, map, "met", decision && verdict_is_complete(decision->verdict), source);
}

/* How the score came about, step by step where a rule computed it. */
static const char *explain_score(const struct maker *maker, const struct entry *entry)
{
    struct buffer text = BUFFER_EMPTY;
    if (entry->decision && !entry->item->category->share) {
        struct rule_case the = decision_case(entry, entry->decision);
        rule_explain(&entry->item->rule, &the, &text);
    }
    const char *formula = text.size ? arena_text(maker->arena, text.bytes)
                                    : TR("the item's score by its rule", "按考评项的计分规则得分");
    buffer_free(&text);
    return formula;
}

static void add_score(const struct maker *maker, struct value *map, const struct entry *entry,
                      const struct basis *basis)
{
    const struct item *item = entry->item;
    bool has_full = decimal_compare(item->full, DECIMAL_ZERO) > 0;
    fact_score(maker, map, "full", has_full ? item->full : NOT_A_NUMBER, maker->items[item->index]);
    fact_score(maker, map, "score", maker->tally->scores[entry->index],
               source_new(maker, explain_score(maker, entry), basis));
}

static void add_comparison(const struct maker *maker, struct value *map, const struct entry *entry,
                           const struct basis *basis)
{
    const struct item *item = entry->item;
    struct decimal value = value_of(entry), target = target_of(entry);
    bool known = is_comparable(entry);
    int order = known ? decimal_compare(value, target) : 0;
    const struct source *source =
        source_new(maker, TR("the value compared with the target", "数值与目标比较"), basis);
    fact_text(maker, map, "unit", item->unit, maker->items[item->index]);
    fact_exact(maker, map, "target", target, maker->items[item->index]);
    fact_figure(maker, map, "gap", item,
                known ? decimal_magnitude(decimal_minus(value, target)) : NOT_A_NUMBER, source);
    fact_answer(maker, map, "reached", entry_reached(entry), source);
    fact_answer(maker, map, "above", known ? answer_of(order > 0) : ANSWER_UNKNOWN, source);
    fact_answer(maker, map, "below", known ? answer_of(order < 0) : ANSWER_UNKNOWN, source);
    fact_answer(maker, map, "at-target", known ? answer_of(order == 0) : ANSWER_UNKNOWN, source);
}

static void add_history(const struct maker *maker, struct value *map, const struct entry *entry,
                        const struct basis *basis)
{
    int years = entry_years_running(maker, entry);
    const struct source *source =
        source_new(maker,
                   TR("the value and those of earlier years, compared with one another and with "
                      "this year's target",
                      "本年与往年数值相互比较，并与本年目标比较"),
                   basis);
    fact_answer(maker, map, "first", is_first(entry), source);
    fact_answer(maker, map, "best", is_best(entry), source);
    fact_answer(maker, map, "better-than-last", is_better_than_last(maker, entry), source);
    fact_score(maker, map, "years-running", years < 0 ? NOT_A_NUMBER : decimal_of(years), source);
}

void facts_add_entry(const struct maker *maker, struct value *category, const struct entry *entry)
{
    const struct item *item = entry->item;
    struct value *map = value_map(maker->arena, category, item_short_id(item));
    struct basis basis = basis_new(maker, 1);
    basis_add(maker, &basis, entry);
    fact_text(maker, map, "name", item->name, maker->items[item->index]);
    add_decision(maker, map, entry, &basis);
    add_score(maker, map, entry, &basis);
    if (item->kind != ITEM_INDICATOR)
        return;
    add_comparison(maker, map, entry, &basis);
    add_history(maker, map, entry, &basis);
}
