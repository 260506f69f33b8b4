#include "core/rule.h"

#include "core/assessment.h"
#include "core/buffer.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"

#include <string.h>

static const char *const kind_ids[] = {"all-or-nothing", "deduct", "linear",  "bands",
                                       "share",          "credit", "by-hand", NULL};

enum { BANDS_MOST = 100 };

/* Enough places for any figure of a rule; a score that needs more is shown rounded. */
enum { PLACES = 4 };

void credits_read(struct reading *reading, const struct field *map, struct decimal *credits)
{
    for (int i = 0; i < VERDICTS; i++)
        credits[i] = decimal_of(verdict_is_complete((enum verdict)i) || i == VERDICT_ON_SCHEDULE);
    credits[VERDICT_PARTLY] = (struct decimal){1, 2};
    for (const struct field *field = map ? map->first : NULL; field; field = field->next) {
        int verdict = verdict_from(field->name);
        if (verdict < 0) {
            reading_fail(reading, field, TR("unknown verdict '%.60s'", "没有结论“%.60s”"),
                         field->name);
            return;
        }
        struct decimal credit = read_number(reading, map, field->name, DECIMAL_ZERO);
        if (decimal_compare(credit, DECIMAL_ZERO) < 0 || decimal_compare(credit, decimal_of(1)) > 0)
            reading_fail(reading, field,
                         TR("what a verdict counts must be from 0 to 1", "结论的折算须在0到1之间"));
        credits[verdict] = credit;
    }
}

/* A number that the rule cannot do without. */
static struct decimal demand(struct reading *reading, const struct field *map, const char *name)
{
    struct decimal number = read_number(reading, map, name, NOT_A_NUMBER);
    if (decimal_is_number(number))
        return number;
    reading_fail(reading, map, TR("the rule needs the number '%s'", "规则缺少数值“%s”"), name);
    return decimal_of(1);
}

static void read_deduct(struct reading *reading, const struct field *map, struct rule *out)
{
    static const char *const steps[] = {"exact", "whole", NULL};
    out->per = demand(reading, map, "per");
    out->points = demand(reading, map, "points");
    out->floor = read_number(reading, map, "floor", DECIMAL_ZERO);
    out->zero_at = read_number(reading, map, "zero-at", NOT_A_NUMBER);
    out->whole_steps = read_word(reading, map, "steps", steps) == 1;
    if (decimal_compare(out->per, DECIMAL_ZERO) <= 0)
        reading_fail(reading, field_find(map, "per"),
                     TR("'per' must be greater than 0", "“per”须大于0"));
    if (decimal_compare(out->points, DECIMAL_ZERO) < 0)
        reading_fail(reading, field_find(map, "points"),
                     TR("'points' must not be negative", "“points”不能为负"));
    if (decimal_is_number(out->zero_at) && decimal_compare(out->zero_at, DECIMAL_ZERO) <= 0)
        reading_fail(reading, field_find(map, "zero-at"),
                     TR("'zero-at' must be greater than 0", "“zero-at”须大于0"));
}

static void read_linear(struct reading *reading, const struct field *map, struct rule *out)
{
    out->zero = demand(reading, map, "zero");
    out->at_full = demand(reading, map, "at-full");
    if (!reading->status && decimal_compare(out->zero, out->at_full) == 0)
        reading_fail(reading, map,
                     TR("'zero' and 'at-full' must differ", "“zero”与“at-full”不能相同"));
}

static void read_bands(struct arena *arena, struct reading *reading, const struct field *map,
                       struct rule *out)
{
    static const char *const of[] = {"value", "target", NULL};
    out->of_target = read_word(reading, map, "of", of) == 1;
    out->most = read_number(reading, map, "most", NOT_A_NUMBER);
    const struct field *list = read_list(reading, map, "bands");
    if (!list || !list->count || list->count > BANDS_MOST) {
        reading_fail(reading, map,
                     TR("the rule needs 'bands', a list of 1 to 100 {from, score}",
                        "规则缺少“bands”：1至100个{from, score}"));
        return;
    }
    out->bands = arena_array(arena, list->count, sizeof *out->bands);
    for (const struct field *band = list->first; band; band = band->next)
        out->bands[out->band_count++] =
            (struct band){demand(reading, band, "from"), demand(reading, band, "score")};
    for (size_t i = 1; i < out->band_count; i++)
        if (decimal_compare(out->bands[i].score, out->bands[i - 1].score) > 0)
            reading_fail(reading, list,
                         TR("list the bands from the best down: the first one reached counts",
                            "各档须从高到低排列：以最先达到的一档计分"));
}

void rule_read(struct arena *arena, struct reading *reading, const struct field *top,
               enum item_kind kind, struct rule *out)
{
    *out = (struct rule){.kind = RULE_BY_HAND};
    const struct field *map = read_map(reading, top, "rule");
    int word = map ? read_word(reading, map, "type", kind_ids) : -1;
    if (word >= 0)
        out->kind = (enum rule_kind)word;
    else if (map)
        reading_fail(reading, map, TR("the rule needs a 'type'", "规则缺少“type”"));
    else if (kind != ITEM_INDICATOR)
        out->kind = RULE_CREDIT;
    credits_read(reading, NULL, out->credits);
    if (out->kind == RULE_DEDUCT)
        read_deduct(reading, map, out);
    else if (out->kind == RULE_LINEAR)
        read_linear(reading, map, out);
    else if (out->kind == RULE_BANDS)
        read_bands(arena, reading, map, out);
    else if (out->kind == RULE_CREDIT && map)
        credits_read(reading, read_map(reading, map, "verdicts"), out->credits);
}

bool rule_is_by_hand(const struct rule *rule)
{
    return rule->kind == RULE_BY_HAND;
}

bool rule_needs_value(const struct rule *rule)
{
    return rule->kind != RULE_BY_HAND && rule->kind != RULE_CREDIT;
}

struct decimal rule_shortfall(const struct item *item, struct decimal value, struct decimal target)
{
    struct decimal gap = item->direction == DIRECTION_HIGHER ? decimal_minus(target, value)
                                                             : decimal_minus(value, target);
    if (item->direction == DIRECTION_EQUAL)
        return decimal_magnitude(gap);
    return decimal_most(gap, DECIMAL_ZERO);
}

struct decimal rule_most(const struct rule *rule, const struct item *item)
{
    return rule->kind == RULE_BANDS && decimal_is_number(rule->most) ? rule->most : item->full;
}

static struct decimal within(struct decimal least, struct decimal value, struct decimal most)
{
    return decimal_least(decimal_most(value, least), most);
}

static struct decimal deducted(const struct rule *rule, struct decimal shortfall)
{
    struct decimal steps = decimal_over(shortfall, rule->per);
    if (rule->whole_steps)
        steps = decimal_ceiling(steps);
    return decimal_times(steps, rule->points);
}

static bool is_forfeited(const struct rule *rule, struct decimal shortfall)
{
    return decimal_is_number(rule->zero_at) && decimal_compare(shortfall, rule->zero_at) >= 0;
}

static struct decimal score_deduct(const struct rule *rule, const struct rule_case *the)
{
    struct decimal shortfall = rule_shortfall(the->item, the->value, the->target);
    if (!decimal_is_number(shortfall) || is_forfeited(rule, shortfall))
        return decimal_is_number(shortfall) ? DECIMAL_ZERO : NOT_A_NUMBER;
    return decimal_most(decimal_minus(the->item->full, deducted(rule, shortfall)), rule->floor);
}

static struct decimal score_linear(const struct rule *rule, const struct rule_case *the)
{
    struct decimal part = decimal_over(decimal_minus(the->value, rule->zero),
                                       decimal_minus(rule->at_full, rule->zero));
    return decimal_times(the->item->full, part);
}

/* The value as the bands measure it: itself, or in percent of the target. */
static struct decimal band_measure(const struct rule *rule, const struct rule_case *the)
{
    if (!rule->of_target)
        return the->value;
    return decimal_times(decimal_over(the->value, the->target), decimal_of(100));
}

static struct decimal score_bands(const struct rule *rule, const struct rule_case *the)
{
    struct decimal measure = band_measure(rule, the);
    if (!decimal_is_number(measure))
        return NOT_A_NUMBER;
    for (size_t i = 0; i < rule->band_count; i++) {
        int order = decimal_compare(measure, rule->bands[i].from);
        if (the->item->direction == DIRECTION_LOWER ? order <= 0 : order >= 0)
            return rule->bands[i].score;
    }
    return DECIMAL_ZERO;
}

static struct decimal score_all_or_nothing(const struct rule_case *the)
{
    return item_reaches(the->item, the->value, the->target) ? the->item->full : DECIMAL_ZERO;
}

static bool needs_target(const struct rule *rule)
{
    return rule->kind == RULE_ALL_OR_NOTHING || rule->kind == RULE_DEDUCT ||
           rule->kind == RULE_SHARE || (rule->kind == RULE_BANDS && rule->of_target);
}

static struct decimal raw_score(const struct rule *rule, const struct rule_case *the)
{
    switch (rule->kind) {
    case RULE_ALL_OR_NOTHING:
        return score_all_or_nothing(the);
    case RULE_DEDUCT:
        return score_deduct(rule, the);
    case RULE_LINEAR:
        return score_linear(rule, the);
    case RULE_BANDS:
        return score_bands(rule, the);
    case RULE_SHARE:
        return decimal_times(the->item->full, decimal_over(the->value, the->target));
    case RULE_CREDIT:
        return decimal_times(the->item->full, rule->credits[the->verdict]);
    case RULE_BY_HAND:
        return the->by_hand;
    }
    return NOT_A_NUMBER;
}

struct decimal rule_score(const struct rule *rule, const struct rule_case *the)
{
    if (the->verdict == VERDICT_EXEMPT || (rule->kind == RULE_CREDIT && the->verdict < 0) ||
        (rule_needs_value(rule) && !decimal_is_number(the->value)) ||
        (needs_target(rule) && !decimal_is_number(the->target)))
        return NOT_A_NUMBER;
    return within(DECIMAL_ZERO, raw_score(rule, the), rule_most(rule, the->item));
}

static void add(struct buffer *out, const char *before, struct decimal number, const char *behind)
{
    buffer_add(out, before);
    decimal_add(out, number, PLACES);
    buffer_add(out, behind);
}

static void add_unit(struct buffer *out, struct decimal number, const char *unit)
{
    decimal_add(out, number, PLACES);
    buffer_add(out, unit);
}

static void add_deduct_words(const struct rule *rule, const struct item *item, struct buffer *out)
{
    const char *unit = strcmp(item->unit, "%") == 0 ? TR(" points", "个百分点") : item->unit;
    buffer_add(out, TR("; for each ", "，每差"));
    add_unit(out, rule->per, unit);
    buffer_add(out, rule->whole_steps ? TR(" begun short of the target, less ", "（不足的按整计）扣")
                                      : TR(" short of the target, less ", "扣"));
    add(out, "", rule->points, TR("", "分"));
    if (decimal_is_number(rule->zero_at)) {
        buffer_add(out, TR("; short by ", "，差"));
        add_unit(out, rule->zero_at, unit);
        buffer_add(out, TR(" or more, 0", "及以上得0分"));
    }
    if (decimal_compare(rule->floor, DECIMAL_ZERO) > 0)
        add(out, TR("; at least ", "，最低"), rule->floor, TR("", "分"));
    else
        buffer_add(out, TR("; until nothing is left", "，扣完为止"));
}

static void add_linear_words(const struct rule *rule, const struct item *item, struct buffer *out)
{
    buffer_add(out, TR("; in a straight line from 0 at ", "，"));
    add_unit(out, rule->zero, item->unit);
    buffer_add(out, TR(" to full marks at ", "得0分，"));
    add_unit(out, rule->at_full, item->unit);
    buffer_add(out, TR("", "得满分，其间按直线计算"));
}

static void add_bands_words(const struct rule *rule, const struct item *item, struct buffer *out)
{
    const char *unit = rule->of_target ? TR("% of the target", "%（占目标）") : item->unit;
    for (size_t i = 0; i < rule->band_count; i++) {
        buffer_add(out, TR("; ", "，"));
        add_unit(out, rule->bands[i].from, unit);
        buffer_add(out, item->direction == DIRECTION_LOWER ? TR(" or less gives ", "及以下得")
                                                           : TR(" or more gives ", "及以上得"));
        add(out, "", rule->bands[i].score, TR("", "分"));
    }
    buffer_add(out, TR("; else 0", "，其余得0分"));
}

static void add_credit_words(const struct rule *rule, const struct item *item, struct buffer *out)
{
    int count;
    enum verdict first = verdicts_of(item->kind, &count);
    for (int i = 0; i < count; i++) {
        enum verdict verdict = (enum verdict)((int)first + i);
        if (verdict == VERDICT_EXEMPT)
            continue;
        buffer_format(out, TR("; %s ", "，%s得"), verdict_name(verdict));
        add(out, "", decimal_times(item->full, rule->credits[verdict]), TR("", "分"));
    }
}

void rule_add_words(const struct rule *rule, const struct item *item, struct buffer *out)
{
    add(out, TR("full marks ", "满分"), item->full, TR("", "分"));
    switch (rule->kind) {
    case RULE_ALL_OR_NOTHING:
        buffer_add(out, TR("; all of them when the target is reached, else 0",
                           "，达到目标得满分，否则得0分"));
        break;
    case RULE_DEDUCT:
        add_deduct_words(rule, item, out);
        break;
    case RULE_LINEAR:
        add_linear_words(rule, item, out);
        break;
    case RULE_BANDS:
        add_bands_words(rule, item, out);
        break;
    case RULE_SHARE:
        buffer_add(out, TR("; times the share done (value ÷ target)", "，按完成比例（完成数÷任务数）计分"));
        break;
    case RULE_CREDIT:
        add_credit_words(rule, item, out);
        break;
    case RULE_BY_HAND:
        buffer_add(out, TR("; given by the reviewer, with a reason", "，由考评员在满分内评分并说明理由"));
        break;
    }
}

static void explain_deduct(const struct rule *rule, const struct rule_case *the, struct buffer *out)
{
    struct decimal shortfall = rule_shortfall(the->item, the->value, the->target);
    if (decimal_compare(shortfall, DECIMAL_ZERO) == 0) {
        buffer_add(out, TR(", reached", "，达到目标"));
        return;
    }
    add(out, TR(", short by ", "，差"), shortfall, "");
    if (is_forfeited(rule, shortfall))
        buffer_add(out, TR(", which forfeits all", "，全扣"));
    else
        add(out, TR(", less ", "，扣"), deducted(rule, shortfall), TR("", "分"));
}

static void explain_part(const struct rule *rule, const struct rule_case *the, struct buffer *out)
{
    struct decimal percent = rule->kind == RULE_CREDIT
                                 ? rule->credits[the->verdict]
                                 : decimal_over(the->value, the->target);
    add(out, TR(", counts ", "，折算"), decimal_times(percent, decimal_of(100)), "%");
}

void rule_explain(const struct rule *rule, const struct rule_case *the, struct buffer *out)
{
    struct decimal score = rule_score(rule, the);
    if (!decimal_is_number(score))
        return;
    if (rule_needs_value(rule)) {
        if (decimal_is_number(the->target))
            add(out, TR("target ", "目标"), the->target, TR(", ", "，"));
        add(out, TR("actual ", "实际"), the->value, "");
    } else {
        buffer_add(out, rule->kind == RULE_BY_HAND ? TR("by hand", "人工评分")
                                                   : verdict_name((enum verdict)the->verdict));
    }
    if (rule->kind == RULE_DEDUCT)
        explain_deduct(rule, the, out);
    else if (rule->kind == RULE_SHARE || rule->kind == RULE_CREDIT)
        explain_part(rule, the, out);
    add(out, TR(", scores ", "，得"), score, TR("", "分"));
}
