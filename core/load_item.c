#include "core/document.h"
#include "core/language.h"
#include "core/load.h"
#include "core/memory.h"
#include "core/moment.h"

#include <stdlib.h>
#include <string.h>

static const char *const direction_ids[] = {"higher", "lower", "equal", NULL};
static const char *const effect_ids[] = {"fail", "cap", "zero", NULL};

enum { PLACES_MOST = 6, ORDER_MOST = 100000 };

static void read_groups(struct arena *arena, struct reading *reading, struct item *item)
{
    const struct field *list = read_list(reading, reading->document->top, "groups");
    if (!list)
        return;
    item->groups = arena_array(arena, list->count, sizeof *item->groups);
    for (const struct field *group = list->first; group; group = group->next)
        item->groups[item->group_count++] = group->text;
}

/* A number for every name of the map; a name without one is a mistake. */
static struct decimal read_number_of(struct reading *reading, const struct field *map,
                                     const struct field *member)
{
    struct decimal number = read_number(reading, map, member->name, NOT_A_NUMBER);
    if (!decimal_is_number(number))
        reading_fail(reading, member,
                     TR("'%.60s' has no number: add it or remove the line",
                        "“%.60s”没有数值：请补上或删除这一行"),
                     member->name);
    return number;
}

static void read_targets(struct arena *arena, struct reading *reading, struct item *item)
{
    const struct field *map = read_map(reading, reading->document->top, "targets");
    if (!map)
        return;
    item->targets = arena_array(arena, map->count, sizeof *item->targets);
    for (const struct field *target = map->first; target; target = target->next)
        item->targets[item->target_count++] =
            (struct target){target->name, read_number_of(reading, map, target)};
}

static int by_year(const void *a, const void *b)
{
    return ((const struct earlier *)a)->year - ((const struct earlier *)b)->year;
}

static void read_earlier(struct arena *arena, struct reading *reading, struct item *item)
{
    const struct field *map = read_map(reading, reading->document->top, "earlier");
    if (!map)
        return;
    item->earlier = arena_array(arena, map->count, sizeof *item->earlier);
    for (const struct field *year = map->first; year; year = year->next) {
        if (strlen(year->name) != 4 || strspn(year->name, "0123456789") != 4)
            reading_fail(reading, year, TR("'%.20s' is no year", "“%.20s”不是年份"), year->name);
        item->earlier[item->earlier_count++] =
            (struct earlier){(int)strtol(year->name, NULL, 10), read_number_of(reading, map, year)};
    }
    if (item->earlier_count)
        qsort(item->earlier, item->earlier_count, sizeof *item->earlier, by_year);
}

static void read_indicator(struct arena *arena, struct reading *reading, struct item *item)
{
    const struct field *top = reading->document->top;
    item->unit = read_optional(reading, top, "unit", "");
    int direction = read_word(reading, top, "direction", direction_ids);
    item->direction = direction < 0 ? DIRECTION_HIGHER : (enum direction)direction;
    item->places = read_whole(reading, top, "places", 0, PLACES_MOST, 0);
    item->target = read_number(reading, top, "target", NOT_A_NUMBER);
    read_targets(arena, reading, item);
    read_earlier(arena, reading, item);
}

/* A day is written as 2020-12-31, so that days compare as text. */
static void check_deadline(struct reading *reading, const struct item *item)
{
    long day;
    if (day_parse(item->deadline, &day) || strcmp(item->deadline, "at-once") == 0 ||
        strcmp(item->deadline, "standing") == 0)
        return;
    reading_fail(reading, field_find(reading->document->top, "deadline"),
                 TR("the deadline '%.30s' must be a date such as 2020-12-31, at-once or standing",
                    "整改时限“%.30s”须为2020-12-31这样的日期、at-once或standing"),
                 item->deadline);
}

static void read_rectification(struct reading *reading, struct item *item)
{
    const struct field *top = reading->document->top;
    item->inspection = read_text(reading, top, "inspection");
    item->number = read_whole(reading, top, "number", 1, ORDER_MOST, 0);
    if (!item->number)
        reading_fail(reading, NULL, TR("a rectification needs a number", "整改任务缺少序号"));
    item->problem = read_text(reading, top, "problem");
    item->objective = read_optional(reading, top, "objective", "");
    item->measures = read_optional(reading, top, "measures", "");
    item->responsible = read_optional(reading, top, "responsible", "");
    item->supervising = read_optional(reading, top, "supervising", "");
    item->deadline = read_text(reading, top, "deadline");
    check_deadline(reading, item);
}

static void read_veto(struct reading *reading, struct item *item)
{
    const struct field *top = reading->document->top;
    int effect = read_word(reading, top, "effect", effect_ids);
    if (effect < 0)
        reading_fail(
            reading, NULL,
            TR("a veto needs an effect: fail, cap or zero", "否决项缺少effect：fail、cap或zero"));
    item->effect = effect < 0 ? EFFECT_FAIL : (enum effect)effect;
    if (item->effect == EFFECT_ZERO)
        item->zeroes = read_text(reading, top, "item");
}

struct item *item_load(struct arena *arena, struct reading *reading, const char *id,
                       struct category *category)
{
    const struct field *top = reading->document->top;
    struct item *item = ARENA_NEW(arena, struct item);
    read_text(reading, top, "kind");
    int kind = read_word(reading, top, "kind", item_kind_ids);
    *item = (struct item){
        .id = id,
        .name = read_text(reading, top, "name"),
        .source = read_optional(reading, top, "source", ""),
        .kind = kind < 0 ? ITEM_TASK : (enum item_kind)kind,
        .category = category,
        .order = read_whole(reading, top, "order", 0, ORDER_MOST, 0),
        .full = read_number(reading, top, "full", DECIMAL_ZERO),
        .guidance = reading->document->body,
        .path = reading->document->path,
        .unit = read_optional(reading, top, "unit", ""),
        .target = NOT_A_NUMBER,
        .deadline = "",
    };
    if (decimal_compare(item->full, DECIMAL_ZERO) < 0)
        reading_fail(reading, field_find(top, "full"),
                     TR("full marks must not be negative", "满分不能为负"));
    read_groups(arena, reading, item);
    if (item->kind == ITEM_INDICATOR)
        read_indicator(arena, reading, item);
    else if (item->kind == ITEM_RECTIFICATION)
        read_rectification(reading, item);
    else if (item->kind == ITEM_VETO)
        read_veto(reading, item);
    rule_read(arena, reading, top, item->kind, &item->rule);
    return item;
}
