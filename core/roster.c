#include "core/roster.h"

#include "core/memory.h"

#include <stdlib.h>
#include <string.h>

bool roster_concerns(const struct roster *roster, const struct jurisdiction *jurisdiction)
{
    return !jurisdiction->whole &&
           (!*roster->class || strcmp(roster->class, jurisdiction->class) == 0);
}

/* ---- What the list goes by ---- */

static struct decimal category_value(const struct category_standing *own)
{
    if (decimal_compare(own->full, DECIMAL_ZERO) == 0)
        return own->score;
    return decimal_times(decimal_over(own->score, own->full), decimal_of(100));
}

static struct decimal item_value(const struct tally *tally, const struct entry *entry)
{
    if (!entry->decision || entry->decision->verdict == VERDICT_EXEMPT)
        return NOT_A_NUMBER;
    return entry->item->kind == ITEM_INDICATOR ? entry->decision->number
                                               : tally->scores[entry->index];
}

static bool is_lower_better(const struct roster *roster)
{
    if (roster->category)
        return roster->category->role == ROLE_DEDUCTION;
    return roster->item && roster->item->kind == ITEM_INDICATOR &&
           roster->item->direction == DIRECTION_LOWER;
}

/* Whether the value is at least as good as the bound. */
static bool is_as_good(const struct roster *roster, struct decimal value, struct decimal bound)
{
    int order = decimal_compare(value, bound);
    return is_lower_better(roster) ? order <= 0 : order >= 0;
}

/* Less than 0 where the left is the better. Totals are compared by rank, which knows the year's
 * tie-breaker; a list that asks for a verdict may have no values. */
static int compare_merit(const struct roster *roster, const struct place *left,
                         const struct place *right)
{
    if (!roster->category && !roster->item)
        return left->standing->rank - right->standing->rank;
    if (!decimal_is_number(left->value) || !decimal_is_number(right->value))
        return decimal_is_number(right->value) - decimal_is_number(left->value);
    int order = decimal_compare(right->value, left->value);
    return is_lower_better(roster) ? -order : order;
}

static int compare_places(const void *a, const void *b, void *context)
{
    const struct place *left = a, *right = b;
    const struct roster *const *roster = context;
    int order = compare_merit(*roster, left, right);
    if (order)
        return order;
    size_t l = left->standing->jurisdiction->index, r = right->standing->jurisdiction->index;
    return (l > r) - (l < r);
}

/* Whether the place is known; sets what the criterion came to. */
static bool take_value(const struct tally *tally, const struct roster *roster, struct place *place)
{
    const struct standing *standing = place->standing;
    if (roster->item) {
        place->entry = assessment_entry(tally->assessment, standing->jurisdiction, roster->item);
        place->value = place->entry ? item_value(tally, place->entry) : NOT_A_NUMBER;
        if (roster->verdicts)
            return place->entry && place->entry->decision;
    } else if (roster->category) {
        const struct category_standing *own = &standing->categories[roster->category->index];
        place->value = own->counts.total ? category_value(own) : NOT_A_NUMBER;
    } else {
        place->value = standing->total;
    }
    return decimal_is_number(place->value);
}

/* ---- Who is in it ---- */

static bool meets(const struct roster *roster, const struct place *place)
{
    struct decimal value = place->value;
    if (roster->grades && !roster->grades[place->standing->grade])
        return false;
    if (roster->verdicts && !roster->verdicts[place->entry->decision->verdict])
        return false;
    if (decimal_is_number(roster->reaches) &&
        !(decimal_is_number(value) && is_as_good(roster, value, roster->reaches)))
        return false;
    return !decimal_is_number(roster->misses) ||
           (decimal_is_number(value) && !is_as_good(roster, value, roster->misses));
}

/* Leaves inside the best or the worst of those who are; `sign` is 1 for the best, -1 for the worst.
 * Equal ones go or stay together. */
static void keep_most(const struct roster *roster, struct place *places, size_t count, int most,
                      int sign)
{
    bool *kept = memory_new((count + 1) * sizeof *kept);
    for (size_t i = 0; i < count; i++) {
        int before = 0;
        for (size_t other = 0; other < count; other++)
            before += places[other].inside &&
                      compare_merit(roster, &places[other], &places[i]) * sign < 0;
        kept[i] = places[i].inside && before < most;
    }
    for (size_t i = 0; i < count; i++)
        places[i].inside = kept[i];
    free(kept);
}

static size_t part_of(const struct roster *roster, const struct place *place)
{
    size_t part = 0;
    while (part < roster->part_count && decimal_is_number(roster->parts[part].from) &&
           !(decimal_is_number(place->value) &&
             is_as_good(roster, place->value, roster->parts[part].from)))
        part++;
    return part;
}

struct place *roster_places(struct arena *arena, const struct tally *tally,
                            const struct roster *roster, size_t *count)
{
    size_t ranked = tally->assessment->ranked_count;
    struct place *places = arena_array(arena, ranked, sizeof *places);
    *count = 0;
    for (size_t j = 0; j < ranked; j++) {
        struct place place = {.standing = &tally->standings[j]};
        if (roster_concerns(roster, place.standing->jurisdiction) &&
            take_value(tally, roster, &place))
            places[(*count)++] = place;
    }
    qsort_r(places, *count, sizeof *places, compare_places, &roster);
    for (size_t i = 0; i < *count; i++) {
        bool shared = i && compare_merit(roster, &places[i - 1], &places[i]) == 0;
        places[i].number = shared ? places[i - 1].number : (int)i + 1;
        places[i].part = part_of(roster, &places[i]);
    }
    for (size_t i = 0; i < *count; i++)
        places[i].inside = meets(roster, &places[i]);
    if (roster->top)
        keep_most(roster, places, *count, roster->top, 1);
    if (roster->bottom)
        keep_most(roster, places, *count, roster->bottom, -1);
    return places;
}
