/* The lists that the year names (core/roster.h) as facts: lists.ID.… */
#include "core/buffer.h"
#include "core/facts_make.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/roster.h"

struct roll {
    const struct maker *maker;
    const struct roster *roster;
    const struct source *source;
    const struct place *places; /* the best first */
    size_t count;
};

/* ---- What a list rests on ---- */

/* Its order and its grades come from the totals of all. */
static bool rests_on_all(const struct roster *roster)
{
    return roster->grades || (!roster->item && !roster->category);
}

static const struct source *source_of(const struct maker *maker, const struct roster *roster)
{
    const struct assessment *assessment = maker->assessment;
    if (rests_on_all(roster))
        return roster->grades ? maker->grade : maker->rank;
    struct basis basis = basis_new(maker, assessment->entry_count);
    for (size_t i = 0; i < assessment->entry_count; i++) {
        const struct entry *entry = &assessment->entries[i];
        bool named =
            roster->item ? entry->item == roster->item : entry->item->category == roster->category;
        if (named && roster_concerns(roster, entry->jurisdiction))
            basis_add(maker, &basis, entry);
    }
    return source_new(maker,
                      TR("all concerned, compared by what the list goes by, against its conditions",
                         "所涉考评对象按名单所依据的数值排序，并对照名单的条件"),
                      &basis);
}

/* ---- Members ---- */

static bool is_in_list(const struct place *place, size_t part)
{
    (void)part;
    return place->inside;
}

static bool is_in_rest(const struct place *place, size_t part)
{
    (void)part;
    return !place->inside;
}

static bool is_in_part(const struct place *place, size_t part)
{
    return place->inside && place->part == part;
}

/* What the list goes by, as it is shown: a value in its item's places. */
static void add_place(const struct roll *roll, struct value *member, const struct place *place)
{
    const struct maker *maker = roll->maker;
    if (place->entry)
        fact_figure(maker, member, "value", place->entry->item, place->value, roll->source);
    else
        fact_score(maker, member, "value", place->value, roll->source);
    fact_count(maker, member, "place", (size_t)place->number, roll->source);
}

static void add_members(const struct roll *roll, struct value *map,
                        bool (*chosen)(const struct place *place, size_t part), size_t part)
{
    const struct maker *maker = roll->maker;
    struct buffer names = BUFFER_EMPTY;
    struct value *members = fact_list(maker, map, "members", roll->source);
    for (size_t i = 0; i < roll->count; i++) {
        const struct place *place = &roll->places[i];
        if (!chosen(place, part))
            continue;
        add_place(roll, facts_add_member(maker, members, place->standing), place);
        names_add(&names, place->standing->jurisdiction->government);
    }
    facts_flag(maker, members);
    fact_truth(maker, map, "any", members->count > 0, roll->source);
    fact_count(maker, map, "count", members->count, roll->source);
    fact_names(maker, map, "names", &names, roll->source);
}

static bool has_part(const struct roll *roll, size_t part)
{
    for (size_t i = 0; i < roll->count; i++)
        if (is_in_part(&roll->places[i], part))
            return true;
    return false;
}

/* ---- The facts ---- */

/* As the year's grades, without empty ones. */
static void add_parts(const struct roll *roll, struct value *map)
{
    const struct maker *maker = roll->maker;
    struct value *grades = fact_list(maker, map, "grades", roll->source);
    for (size_t p = 0; p < roll->roster->part_count; p++) {
        if (!has_part(roll, p))
            continue;
        struct value *grade = value_map(maker->arena, grades, NULL);
        fact_text(maker, grade, "name", roll->roster->parts[p].name, roll->source);
        add_members(roll, grade, is_in_part, p);
    }
    facts_flag(maker, grades);
}

static void add_roster(const struct maker *maker, struct value *lists, const struct roster *roster)
{
    struct roll roll = {.maker = maker, .roster = roster, .source = source_of(maker, roster)};
    roll.places = roster_places(maker->arena, maker->tally, roster, &roll.count);
    struct value *map = value_map(maker->arena, lists, roster->id);
    fact_text(maker, map, "name", roster->name, maker->year_file);
    add_members(&roll, map, is_in_list, 0);
    add_parts(&roll, map);
    add_members(&roll, value_map(maker->arena, map, "rest"), is_in_rest, 0);
}

void facts_add_rosters(const struct maker *maker, struct value *root)
{
    struct value *lists = value_map(maker->arena, root, "lists");
    for (size_t i = 0; i < maker->assessment->roster_count; i++)
        add_roster(maker, lists, &maker->assessment->rosters[i]);
}
