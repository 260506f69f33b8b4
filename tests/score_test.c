/* Scores, ranks and grades of a small year that each test builds for itself. */
#include "core/score.h"

#include "core/buffer.h"
#include "core/memory.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { JURISDICTIONS = 8, CATEGORIES = 6, ITEMS = 12, ENTRIES = JURISDICTIONS * ITEMS };

struct year {
    struct arena *arena;
    struct assessment assessment;
    struct jurisdiction jurisdictions[JURISDICTIONS];
    struct category categories[CATEGORIES];
    struct item items[ITEMS], *item_list[ITEMS];
    struct entry entries[ENTRIES], *entry_list[ENTRIES], *matrix[ENTRIES];
    struct decision decisions[ENTRIES];
    bool left_out[ENTRIES];
    struct grade grades[3];
    struct quota quotas[2];
};

static struct decimal number(const char *text)
{
    struct decimal out = NOT_A_NUMBER;
    struct error error;
    if (decimal_parse(text, &out, &error))
        fail_msg("%s", error.text);
    return out;
}

static int set_up(void **state)
{
    struct year *year = memory_new(sizeof *year);
    memset(year, 0, sizeof *year);
    year->arena = arena_new();
    year->grades[0] = (struct grade){.name = "一等", .from = number("90")};
    year->grades[1] = (struct grade){.name = "二等", .from = number("75")};
    year->grades[2] = (struct grade){.name = "三等", .from = DECIMAL_ZERO};
    year->assessment = (struct assessment){
        .year = "2020",
        .grades = year->grades,
        .grade_count = 3,
        .total_most = NOT_A_NUMBER,
        .bonus_most = NOT_A_NUMBER,
        .deduction_most = NOT_A_NUMBER,
        .jurisdictions = year->jurisdictions,
        .categories = year->categories,
        .items = year->item_list,
        .entries = year->entries,
        .matrix = year->matrix,
    };
    *state = year;
    return 0;
}

static int tear_down(void **state)
{
    struct year *year = *state;
    arena_free(year->arena);
    free(year);
    return 0;
}

/* A class of "" makes it the whole, which comes last. */
static struct jurisdiction *add_jurisdiction(struct year *year, const char *id, const char *class)
{
    size_t index = year->assessment.jurisdiction_count++;
    struct jurisdiction *out = &year->jurisdictions[index];
    *out = (struct jurisdiction){
        .id = id, .name = id, .class = class, .whole = !*class, .index = index};
    year->assessment.ranked_count += !out->whole;
    return out;
}

static struct category *add_category(struct year *year, const char *id, enum role role,
                                     const char *full)
{
    size_t index = year->assessment.category_count++;
    struct category *out = &year->categories[index];
    *out = (struct category){.id = id, .full = number(full), .role = role, .index = index};
    for (int i = 0; i < VERDICTS; i++)
        out->credits[i] = decimal_of(verdict_is_complete((enum verdict)i));
    out->credits[VERDICT_PARTLY] = number("0.5");
    return out;
}

/* A task that is scored by hand. */
static struct item *add_item(struct year *year, struct category *category, const char *id,
                             const char *full)
{
    size_t index = year->assessment.item_count++;
    struct item *out = &year->items[index];
    *out = (struct item){.id = id,
                         .kind = ITEM_TASK,
                         .category = category,
                         .index = index,
                         .full = number(full),
                         .unit = "",
                         .target = NOT_A_NUMBER,
                         .rule = {.kind = RULE_BY_HAND}};
    year->item_list[index] = out;
    return out;
}

static struct item *add_veto(struct year *year, struct category *category, const char *id,
                             enum effect effect)
{
    struct item *out = add_item(year, category, id, "0");
    out->kind = ITEM_VETO;
    out->rule.kind = RULE_CREDIT;
    out->effect = effect;
    return out;
}

static void leave_out(struct year *year, const struct jurisdiction *jurisdiction,
                      const struct item *item)
{
    year->left_out[jurisdiction->index * ITEMS + item->index] = true;
}

/* Makes the entries, when everything else is there. */
static void build(struct year *year)
{
    struct assessment *assessment = &year->assessment;
    for (size_t j = 0; j < assessment->jurisdiction_count; j++) {
        struct jurisdiction *jurisdiction = &year->jurisdictions[j];
        jurisdiction->entries = &year->entry_list[assessment->entry_count];
        for (size_t i = 0; i < assessment->item_count; i++) {
            if (year->left_out[j * ITEMS + i])
                continue;
            size_t index = assessment->entry_count++;
            struct entry *entry = &year->entries[index];
            *entry = (struct entry){
                .item = &year->items[i], .jurisdiction = jurisdiction, .index = index};
            jurisdiction->entries[jurisdiction->entry_count++] = entry;
            year->matrix[j * assessment->item_count + i] = entry;
        }
    }
}

static struct entry *entry_of(struct year *year, const struct jurisdiction *jurisdiction,
                              const struct item *item)
{
    return year->matrix[jurisdiction->index * year->assessment.item_count + item->index];
}

static struct decision *decide(struct year *year, const struct jurisdiction *jurisdiction,
                               const struct item *item, enum verdict verdict)
{
    struct entry *entry = entry_of(year, jurisdiction, item);
    struct decision *decision = &year->decisions[entry->index];
    *decision = (struct decision){
        .verdict = verdict, .value = "", .number = NOT_A_NUMBER, .score = NOT_A_NUMBER};
    entry->decision = decision;
    entry->state = STATE_CONFIRMED;
    return decision;
}

static void give(struct year *year, const struct jurisdiction *jurisdiction,
                 const struct item *item, const char *score)
{
    decide(year, jurisdiction, item, VERDICT_MET)->score = number(score);
}

static const struct tally *tally(struct year *year)
{
    return tally_new(year->arena, &year->assessment);
}

static void assert_decimal(struct decimal actual, const char *expected)
{
    struct buffer out = BUFFER_EMPTY;
    decimal_add(&out, actual, DECIMAL_PLACES_MOST);
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
}

static void assert_own(struct year *year, const struct jurisdiction *jurisdiction,
                       const struct item *item, const char *expected)
{
    assert_decimal(tally(year)->scores[entry_of(year, jurisdiction, item)->index], expected);
}

static void assert_category(struct year *year, const struct jurisdiction *jurisdiction,
                            const struct category *category, const char *expected)
{
    const struct standing *standing = &tally(year)->standings[jurisdiction->index];
    assert_decimal(standing->categories[category->index].score, expected);
}

static void assert_total(struct year *year, const struct jurisdiction *jurisdiction,
                         const char *expected)
{
    assert_decimal(tally(year)->standings[jurisdiction->index].total, expected);
}

/* Jurisdictions of a class, one for each of the totals, measured by one item. */
static struct item *build_totals(struct year *year, size_t count, const char *const *totals,
                                 const char *const *classes)
{
    struct item *item =
        add_item(year, add_category(year, "all", ROLE_POINTS, "100"), "all/it", "100");
    for (size_t i = 0; i < count; i++)
        add_jurisdiction(year, "x", classes ? classes[i] : "city");
    build(year);
    for (size_t i = 0; i < count; i++)
        give(year, &year->jurisdictions[i], item, totals[i]);
    return item;
}

/* `rank:grade` of every ranked jurisdiction in its own order. */
static void assert_standings(struct year *year, const char *expected)
{
    const struct tally *the = tally(year);
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < year->assessment.ranked_count; i++)
        buffer_format(&out, "%s%d:%zu", i ? " " : "", the->standings[i].rank,
                      the->standings[i].grade);
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
}

/* Jurisdictions' indexes, best first. */
static void assert_ranking(struct year *year, const char *expected)
{
    const struct tally *the = tally(year);
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < year->assessment.ranked_count; i++)
        buffer_format(&out, "%zu", the->ranking[i]->jurisdiction->index);
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
}

static void test_a_category_is_what_its_items_earned(void **state)
{
    struct year *year = *state;
    struct jurisdiction *siping = add_jurisdiction(year, "siping", "city");
    struct category *air = add_category(year, "air", ROLE_POINTS, "12");
    struct item *days = add_item(year, air, "air/days", "4");
    struct item *dust = add_item(year, air, "air/dust", "4");
    struct item *plan = add_item(year, air, "air/plan", "4");
    dust->kind = ITEM_INDICATOR;
    dust->direction = DIRECTION_LOWER;
    dust->target = number("43");
    dust->rule = (struct rule){.kind = RULE_DEDUCT,
                               .per = decimal_of(1),
                               .points = number("0.5"),
                               .floor = DECIMAL_ZERO,
                               .zero_at = NOT_A_NUMBER};
    build(year);
    give(year, siping, days, "3.5");
    decide(year, siping, dust, VERDICT_UNMET)->number = number("45.4");
    assert_own(year, siping, days, "3.5");
    assert_own(year, siping, dust, "2.8");
    assert_own(year, siping, plan, "?");
    assert_category(year, siping, air, "6.3");
    decide(year, siping, plan, VERDICT_MET);
    assert_own(year, siping, plan, "?");
    assert_total(year, siping, "6.3");
}

static void test_a_category_stays_within_full_marks(void **state)
{
    struct year *year = *state;
    struct jurisdiction *siping = add_jurisdiction(year, "siping", "city");
    struct category *air = add_category(year, "air", ROLE_POINTS, "12");
    struct item *days = add_item(year, air, "air/days", "4");
    struct item *dust = add_item(year, air, "air/dust", "10");
    build(year);
    give(year, siping, days, "4");
    give(year, siping, dust, "9.5");
    assert_own(year, siping, dust, "9.5");
    assert_category(year, siping, air, "12");
    const struct standing *standing = &tally(year)->standings[siping->index];
    assert_decimal(standing->categories[air->index].full, "12");
}

static void test_a_category_without_an_entry_has_no_full_marks(void **state)
{
    struct year *year = *state;
    struct jurisdiction *siping = add_jurisdiction(year, "siping", "city");
    struct category *river = add_category(year, "river", ROLE_POINTS, "8");
    leave_out(year, siping, add_item(year, river, "river/liao", "8"));
    struct category *lake = add_category(year, "lake", ROLE_POINTS, "8");
    lake->share = true;
    year->assessment.exempt_rescales = true;
    build(year);
    const struct standing *standing = &tally(year)->standings[siping->index];
    assert_decimal(standing->categories[river->index].full, "0");
    assert_decimal(standing->categories[river->index].score, "0");
    assert_decimal(standing->categories[lake->index].full, "0");
    assert_decimal(standing->categories[lake->index].score, "0");
}

static void test_exempt_is_full_marks_or_rescales_as_the_year_says(void **state)
{
    struct year *year = *state;
    struct jurisdiction *siping = add_jurisdiction(year, "siping", "city");
    struct category *air = add_category(year, "air", ROLE_POINTS, "12");
    struct item *days = add_item(year, air, "air/days", "4");
    struct item *dust = add_item(year, air, "air/dust", "3");
    struct item *plan = add_item(year, air, "air/plan", "5");
    build(year);
    give(year, siping, days, "3");
    give(year, siping, dust, "2");
    decide(year, siping, plan, VERDICT_EXEMPT);
    assert_own(year, siping, plan, "5");
    assert_category(year, siping, air, "10");
    year->assessment.exempt_rescales = true;
    assert_own(year, siping, plan, "?");
    /* 5 × 12 ÷ 7: exact until it is shown */
    struct decimal score = tally(year)->standings[0].categories[0].score;
    assert_decimal(decimal_times(score, decimal_of(7)), "60");
    decide(year, siping, dust, VERDICT_EXEMPT);
    assert_category(year, siping, air, "9");
    decide(year, siping, days, VERDICT_EXEMPT);
    assert_category(year, siping, air, "12");
    year->assessment.exempt_rescales = false;
    assert_category(year, siping, air, "12");
}

static void test_nothing_is_rescaled_by_nothing(void **state)
{
    struct year *year = *state;
    struct jurisdiction *siping = add_jurisdiction(year, "siping", "city");
    struct category *air = add_category(year, "air", ROLE_POINTS, "4");
    struct item *days = add_item(year, air, "air/days", "4");
    struct item *dust = add_item(year, air, "air/dust", "4");
    year->assessment.exempt_rescales = true;
    build(year);
    decide(year, siping, days, VERDICT_EXEMPT);
    give(year, siping, dust, "1.5");
    assert_category(year, siping, air, "1.5");
}

static void test_exempt_from_a_deduction_takes_nothing_off(void **state)
{
    struct year *year = *state;
    struct jurisdiction *siping = add_jurisdiction(year, "siping", "city");
    struct category *fines = add_category(year, "fines", ROLE_DEDUCTION, "10");
    struct item *spill = add_item(year, fines, "fines/spill", "6");
    struct item *smoke = add_item(year, fines, "fines/smoke", "4");
    build(year);
    decide(year, siping, spill, VERDICT_EXEMPT);
    give(year, siping, smoke, "1");
    for (int rescales = 0; rescales < 2; rescales++) {
        year->assessment.exempt_rescales = rescales;
        assert_own(year, siping, spill, "0");
        assert_category(year, siping, fines, "1");
    }
    decide(year, siping, smoke, VERDICT_EXEMPT);
    assert_category(year, siping, fines, "0");
}

static void test_a_share_counts_what_is_done(void **state)
{
    struct year *year = *state;
    struct jurisdiction *siping = add_jurisdiction(year, "siping", "city");
    struct jurisdiction *baishan = add_jurisdiction(year, "baishan", "city");
    struct category *tasks = add_category(year, "tasks", ROLE_POINTS, "10");
    tasks->share = true;
    tasks->credits[VERDICT_BEHIND] = number("0.25");
    struct item *one = add_item(year, tasks, "tasks/1", "0");
    struct item *two = add_item(year, tasks, "tasks/2", "0");
    struct item *three = add_item(year, tasks, "tasks/3", "0");
    struct item *four = add_item(year, tasks, "tasks/4", "0");
    leave_out(year, baishan, four);
    build(year);
    decide(year, siping, one, VERDICT_CLOSED_OUT);
    decide(year, siping, two, VERDICT_BEHIND);
    decide(year, siping, three, VERDICT_EXEMPT);
    assert_own(year, siping, one, "2.5");
    assert_own(year, siping, two, "0.625");
    assert_own(year, siping, three, "2.5");
    assert_own(year, siping, four, "?");
    assert_category(year, siping, tasks, "5.625");
    decide(year, baishan, one, VERDICT_COMPLETED);
    assert_own(year, baishan, one, "3.333333333");
    decide(year, baishan, two, VERDICT_COMPLETED);
    decide(year, baishan, three, VERDICT_COMPLETED);
    assert_category(year, baishan, tasks, "10");
}

static void test_what_is_exempt_leaves_the_share_where_the_year_rescales(void **state)
{
    struct year *year = *state;
    struct jurisdiction *siping = add_jurisdiction(year, "siping", "city");
    struct category *tasks = add_category(year, "tasks", ROLE_POINTS, "9");
    tasks->share = true;
    struct item *one = add_item(year, tasks, "tasks/1", "0");
    struct item *two = add_item(year, tasks, "tasks/2", "0");
    struct item *three = add_item(year, tasks, "tasks/3", "2");
    struct item *four = add_item(year, tasks, "tasks/4", "0");
    year->assessment.exempt_rescales = true;
    build(year);
    decide(year, siping, one, VERDICT_MET);
    decide(year, siping, two, VERDICT_PARTLY);
    decide(year, siping, three, VERDICT_EXEMPT);
    assert_own(year, siping, one, "3");
    assert_own(year, siping, two, "1.5");
    assert_own(year, siping, three, "?");
    assert_category(year, siping, tasks, "4.5");
    decide(year, siping, one, VERDICT_EXEMPT);
    decide(year, siping, two, VERDICT_EXEMPT);
    assert_category(year, siping, tasks, "0");
    decide(year, siping, four, VERDICT_EXEMPT);
    assert_category(year, siping, tasks, "9");
}

static void test_bonus_deduction_and_total_have_their_bounds(void **state)
{
    struct year *year = *state;
    struct jurisdiction *siping = add_jurisdiction(year, "siping", "city");
    struct item *basic =
        add_item(year, add_category(year, "basic", ROLE_POINTS, "100"), "basic/it", "100");
    struct category *extra = add_category(year, "extra", ROLE_BONUS, "8");
    struct item *model = add_item(year, extra, "extra/model", "8");
    struct item *prize =
        add_item(year, add_category(year, "prize", ROLE_BONUS, "4"), "prize/it", "4");
    struct category *fines = add_category(year, "fines", ROLE_DEDUCTION, "0");
    struct item *spill = add_item(year, fines, "fines/spill", "20");
    build(year);
    give(year, siping, basic, "80");
    give(year, siping, model, "4");
    give(year, siping, prize, "3.5");
    give(year, siping, spill, "12.5");
    assert_category(year, siping, fines, "12.5");
    assert_total(year, siping, "75");
    year->assessment.bonus_most = number("5");
    assert_total(year, siping, "72.5");
    year->assessment.deduction_most = number("10");
    assert_total(year, siping, "75");
    fines->full = number("2");
    assert_category(year, siping, fines, "2");
    assert_total(year, siping, "83");
    year->assessment.total_most = number("82");
    assert_total(year, siping, "82");
    give(year, siping, basic, "1");
    fines->full = DECIMAL_ZERO;
    assert_total(year, siping, "0");
}

static void test_a_veto_fails_outright(void **state)
{
    struct year *year = *state;
    static const char *const totals[] = {"95", "92", "80"};
    struct item *veto =
        add_veto(year, add_category(year, "veto", ROLE_VETO, "0"), "veto/fraud", EFFECT_FAIL);
    build_totals(year, 3, totals, NULL);
    decide(year, &year->jurisdictions[0], veto, VERDICT_CLEAR);
    assert_standings(year, "1:0 2:0 3:1");
    decide(year, &year->jurisdictions[0], veto, VERDICT_TRIGGERED);
    assert_standings(year, "1:2 2:0 3:1");
    assert_true(tally(year)->standings[0].failed);
    assert_own(year, &year->jurisdictions[0], veto, "?");
    assert_total(year, &year->jurisdictions[0], "95");
    /* what was decided against an older text still counts until it is decided anew */
    entry_of(year, &year->jurisdictions[0], veto)->state = STATE_STALE;
    assert_standings(year, "1:2 2:0 3:1");
}

static void test_a_veto_caps_the_grade(void **state)
{
    struct year *year = *state;
    static const char *const totals[] = {"95", "60"};
    struct category *vetoes = add_category(year, "veto", ROLE_VETO, "0");
    struct item *spill = add_veto(year, vetoes, "veto/spill", EFFECT_CAP);
    struct item *fraud = add_veto(year, vetoes, "veto/fraud", EFFECT_CAP);
    spill->cap = 2;
    fraud->cap = 1;
    build_totals(year, 2, totals, NULL);
    decide(year, &year->jurisdictions[0], fraud, VERDICT_TRIGGERED);
    decide(year, &year->jurisdictions[1], fraud, VERDICT_TRIGGERED);
    assert_standings(year, "1:1 2:2");
    assert_int_equal(tally(year)->standings[0].cap, 1);
    decide(year, &year->jurisdictions[0], spill, VERDICT_TRIGGERED);
    assert_standings(year, "1:2 2:2");
    assert_int_equal(tally(year)->standings[0].cap, 2);
}

static void test_a_veto_takes_an_item_to_zero(void **state)
{
    struct year *year = *state;
    struct jurisdiction *siping = add_jurisdiction(year, "siping", "city");
    struct jurisdiction *baishan = add_jurisdiction(year, "baishan", "city");
    struct category *air = add_category(year, "air", ROLE_POINTS, "12");
    struct item *days = add_item(year, air, "air/days", "8");
    struct item *dust = add_item(year, air, "air/dust", "4");
    struct item *fraud =
        add_veto(year, add_category(year, "veto", ROLE_VETO, "0"), "veto/fraud", EFFECT_ZERO);
    fraud->zeroes = "air/days";
    leave_out(year, baishan, days);
    build(year);
    give(year, siping, days, "7");
    give(year, siping, dust, "3");
    give(year, baishan, dust, "4");
    decide(year, siping, fraud, VERDICT_TRIGGERED);
    decide(year, baishan, fraud, VERDICT_TRIGGERED);
    assert_own(year, siping, days, "0");
    assert_category(year, siping, air, "3");
    assert_category(year, baishan, air, "4");
    decide(year, siping, days, VERDICT_EXEMPT);
    for (int rescales = 0; rescales < 2; rescales++) {
        year->assessment.exempt_rescales = rescales;
        assert_own(year, siping, days, "0");
        assert_category(year, siping, air, "3");
    }
    decide(year, siping, dust, VERDICT_EXEMPT);
    assert_category(year, siping, air, "0");
    decide(year, siping, fraud, VERDICT_CLEAR);
    assert_category(year, siping, air, "12");
}

static void test_a_veto_has_no_part_in_the_marks_of_its_category(void **state)
{
    struct year *year = *state;
    struct jurisdiction *siping = add_jurisdiction(year, "siping", "city");
    struct jurisdiction *baishan = add_jurisdiction(year, "baishan", "city");
    struct category *tasks = add_category(year, "tasks", ROLE_POINTS, "10");
    tasks->share = true;
    struct item *one = add_item(year, tasks, "tasks/1", "0");
    struct item *two = add_item(year, tasks, "tasks/2", "0");
    struct item *fraud = add_veto(year, tasks, "tasks/fraud", EFFECT_FAIL);
    leave_out(year, baishan, one);
    leave_out(year, baishan, two);
    build(year);
    decide(year, siping, one, VERDICT_MET);
    decide(year, siping, fraud, VERDICT_CLEAR);
    decide(year, baishan, fraud, VERDICT_CLEAR);
    assert_category(year, siping, tasks, "5");
    assert_category(year, baishan, tasks, "0");
    assert_decimal(tally(year)->standings[baishan->index].categories[0].full, "0");
}

static void test_equal_totals_share_their_rank(void **state)
{
    struct year *year = *state;
    static const char *const totals[] = {"70", "80.5", "91", "80.50"};
    build_totals(year, 4, totals, NULL);
    assert_standings(year, "4:2 2:1 1:0 2:1");
    assert_ranking(year, "2130");
}

static void test_the_tie_breaker_orders_equal_totals(void **state)
{
    struct year *year = *state;
    static const char *const airs[] = {"10", "12", "14", "12"};
    static const char *const waters[] = {"40", "38", "40", "38"};
    struct category *air = add_category(year, "air", ROLE_POINTS, "50");
    struct category *water = add_category(year, "water", ROLE_POINTS, "50");
    struct item *in_air = add_item(year, air, "air/it", "50");
    struct item *in_water = add_item(year, water, "water/it", "50");
    for (int i = 0; i < 4; i++)
        add_jurisdiction(year, "x", "city");
    build(year);
    for (int i = 0; i < 4; i++) {
        give(year, &year->jurisdictions[i], in_air, airs[i]);
        give(year, &year->jurisdictions[i], in_water, waters[i]);
    }
    assert_standings(year, "2:2 2:2 1:2 2:2");
    year->assessment.tie_breaker = water;
    assert_standings(year, "2:2 3:2 1:2 3:2");
    assert_ranking(year, "2013");
    year->assessment.tie_breaker = air;
    assert_standings(year, "4:2 2:2 1:2 2:2");
    assert_ranking(year, "2130");
}

static void test_what_no_longer_fits_ranks_last(void **state)
{
    struct year *year = *state;
    struct category *air = add_category(year, "air", ROLE_POINTS, "100");
    struct item *days = add_item(year, air, "air/days", "50");
    struct item *dust = add_item(year, air, "air/dust", "50");
    for (int i = 0; i < 3; i++)
        add_jurisdiction(year, "x", "city");
    build(year);
    for (int i = 0; i < 2; i++) {
        decide(year, &year->jurisdictions[i], days, VERDICT_MET)->score =
            (struct decimal){1, INT64_MAX};
        decide(year, &year->jurisdictions[i], dust, VERDICT_MET)->score =
            (struct decimal){1, INT64_MAX - 1};
    }
    assert_category(year, &year->jurisdictions[0], air, "?");
    assert_total(year, &year->jurisdictions[0], "?");
    assert_standings(year, "2:2 2:2 1:2");
    assert_ranking(year, "201");
    struct decimal short_by;
    const struct tally *the = tally(year);
    assert_null(tally_next_grade(the, &the->standings[0], &short_by));
}

/* 90分以上：以上含本数 */
static void test_a_threshold_includes_its_number(void **state)
{
    struct year *year = *state;
    static const char *const totals[] = {"90", "89.99", "75.0", "74.999999999", "0"};
    build_totals(year, 5, totals, NULL);
    assert_standings(year, "1:0 2:1 3:1 4:2 5:2");
}

/* 90分以上且排名前2位 */
static void test_a_grade_may_ask_for_a_rank(void **state)
{
    struct year *year = *state;
    static const char *const totals[] = {"91", "95", "92", "92", "76"};
    build_totals(year, 5, totals, NULL);
    year->grades[0].best = 2;
    assert_standings(year, "4:1 1:0 2:0 2:0 5:1");
    year->grades[0].best = 1;
    assert_standings(year, "4:1 1:0 2:1 2:1 5:1");
}

/* 市（州）一等不超过2名，县（市）不超过1名 */
static void test_a_quota_holds_for_each_class(void **state)
{
    struct year *year = *state;
    static const char *const totals[] = {"99", "98", "97", "96", "95", "94", "70"};
    static const char *const classes[] = {"city", "county", "city", "county",
                                          "city", "zone",   "city"};
    build_totals(year, 7, totals, classes);
    year->quotas[0] = (struct quota){"city", 2};
    year->quotas[1] = (struct quota){"county", 1};
    year->grades[0].quotas = year->quotas;
    year->grades[0].quota_count = 2;
    assert_standings(year, "1:0 2:0 3:0 4:1 5:1 6:0 7:2");
    year->quotas[0].most = 0;
    assert_standings(year, "1:1 2:0 3:1 4:1 5:1 6:0 7:2");
}

static void test_who_shares_a_rank_shares_the_last_place(void **state)
{
    struct year *year = *state;
    static const char *const totals[] = {"95", "93", "93", "93", "91"};
    build_totals(year, 5, totals, NULL);
    year->quotas[0] = (struct quota){"city", 2};
    year->grades[0].quotas = year->quotas;
    year->grades[0].quota_count = 1;
    assert_standings(year, "1:0 2:0 2:0 2:0 5:1");
    year->quotas[0].most = 1;
    assert_standings(year, "1:0 2:1 2:1 2:1 5:1");
}

static void test_a_place_that_a_veto_leaves_goes_to_the_next(void **state)
{
    struct year *year = *state;
    static const char *const totals[] = {"95", "93", "91"};
    struct item *veto =
        add_veto(year, add_category(year, "veto", ROLE_VETO, "0"), "veto/fraud", EFFECT_FAIL);
    build_totals(year, 3, totals, NULL);
    year->quotas[0] = (struct quota){"city", 1};
    year->grades[0].quotas = year->quotas;
    year->grades[0].quota_count = 1;
    assert_standings(year, "1:0 2:1 3:1");
    decide(year, &year->jurisdictions[0], veto, VERDICT_TRIGGERED);
    assert_standings(year, "1:2 2:0 3:1");
}

static void assert_next(struct year *year, size_t jurisdiction, const char *grade,
                        const char *short_by)
{
    const struct tally *the = tally(year);
    struct decimal points = NOT_A_NUMBER;
    const struct grade *next = tally_next_grade(the, &the->standings[jurisdiction], &points);
    assert_string_equal(next ? next->name : "none", grade);
    assert_decimal(points, short_by);
}

static void test_the_next_grade_is_so_many_points_away(void **state)
{
    struct year *year = *state;
    static const char *const totals[] = {"95", "88.6", "60", "92"};
    struct item *veto =
        add_veto(year, add_category(year, "veto", ROLE_VETO, "0"), "veto/fraud", EFFECT_CAP);
    veto->cap = 1;
    build_totals(year, 4, totals, NULL);
    assert_next(year, 0, "none", "?");
    assert_next(year, 1, "一等", "1.4");
    assert_next(year, 2, "二等", "15");
    decide(year, &year->jurisdictions[1], veto, VERDICT_TRIGGERED);
    decide(year, &year->jurisdictions[2], veto, VERDICT_TRIGGERED);
    assert_next(year, 1, "none", "?");
    assert_next(year, 2, "二等", "15");
    veto->effect = EFFECT_FAIL;
    assert_next(year, 2, "none", "?");
}

static void test_no_points_help_where_places_are_taken(void **state)
{
    struct year *year = *state;
    static const char *const totals[] = {"95", "88", "92"};
    build_totals(year, 3, totals, NULL);
    year->grades[0].best = 2;
    assert_next(year, 1, "none", "?");
    year->grades[0].best = 3;
    assert_next(year, 1, "一等", "2");
    year->grades[0].best = 1;
    assert_next(year, 2, "none", "?");
    year->grades[0].best = 0;
    year->quotas[0] = (struct quota){"city", 2};
    year->grades[0].quotas = year->quotas;
    year->grades[0].quota_count = 1;
    assert_next(year, 1, "none", "?");
    year->quotas[0].most = 3;
    assert_next(year, 1, "一等", "2");
}

static void test_whoever_reaches_the_threshold_ties_with_those_on_it(void **state)
{
    struct year *year = *state;
    static const char *const totals[] = {"95", "90", "88"};
    build_totals(year, 3, totals, NULL);
    year->grades[0].best = 2;
    assert_next(year, 2, "一等", "2");
}

static void test_no_points_are_missing_where_the_tie_breaker_decides(void **state)
{
    struct year *year = *state;
    static const char *const airs[] = {"50", "40", "50"};
    static const char *const waters[] = {"45", "50", "40"};
    struct category *air = add_category(year, "air", ROLE_POINTS, "50");
    struct category *water = add_category(year, "water", ROLE_POINTS, "50");
    struct item *in_air = add_item(year, air, "air/it", "50");
    struct item *in_water = add_item(year, water, "water/it", "50");
    for (int i = 0; i < 3; i++)
        add_jurisdiction(year, "x", "city");
    build(year);
    for (int i = 0; i < 3; i++) {
        give(year, &year->jurisdictions[i], in_air, airs[i]);
        give(year, &year->jurisdictions[i], in_water, waters[i]);
    }
    year->assessment.tie_breaker = water;
    year->grades[0].best = 2;
    assert_standings(year, "1:0 2:0 3:1");
    assert_next(year, 2, "none", "?");
}

static void test_the_whole_is_measured_and_not_ranked(void **state)
{
    struct year *year = *state;
    struct jurisdiction *siping = add_jurisdiction(year, "siping", "city");
    struct jurisdiction *whole = add_jurisdiction(year, "whole", "");
    struct category *air = add_category(year, "air", ROLE_POINTS, "12");
    struct item *days = add_item(year, air, "air/days", "4");
    build(year);
    give(year, siping, days, "1");
    give(year, whole, days, "4");
    const struct tally *the = tally(year);
    const struct standing *standing = &the->standings[whole->index];
    assert_decimal(standing->categories[air->index].score, "4");
    assert_int_equal(standing->rank, 0);
    assert_int_equal(standing->grade, 3);
    assert_int_equal(standing->counts.total, 1);
    assert_int_equal(the->counts.total, 2);
    assert_standings(year, "1:2");
    assert_next(year, whole->index, "none", "?");
}

static void test_entries_are_counted_by_where_they_stand(void **state)
{
    struct year *year = *state;
    struct jurisdiction *siping = add_jurisdiction(year, "siping", "city");
    struct jurisdiction *baishan = add_jurisdiction(year, "baishan", "city");
    struct category *air = add_category(year, "air", ROLE_POINTS, "12");
    struct category *water = add_category(year, "water", ROLE_POINTS, "12");
    struct item *days = add_item(year, air, "air/days", "4");
    struct item *dust = add_item(year, air, "air/dust", "4");
    struct item *lake = add_item(year, water, "water/lake", "4");
    year->assessment.two_person = true;
    build(year);
    decide(year, siping, days, VERDICT_MET);
    decide(year, siping, dust, VERDICT_UNMET);
    entry_of(year, siping, dust)->state = STATE_DECIDED;
    entry_of(year, siping, lake)->overdue = true;
    decide(year, baishan, lake, VERDICT_EXEMPT);
    entry_of(year, baishan, lake)->state = STATE_STALE;
    const struct tally *the = tally(year);
    const struct counts *counts = &the->standings[siping->index].counts;
    assert_int_equal(counts->total, 3);
    assert_int_equal(counts->state[STATE_PENDING], 1);
    assert_int_equal(counts->state[STATE_DECIDED], 1);
    assert_int_equal(counts->state[STATE_CONFIRMED], 1);
    assert_int_equal(counts->decided, 2);
    assert_int_equal(counts->completed, 1);
    assert_int_equal(counts->overdue, 1);
    assert_int_equal(counts->settled, 1);
    counts = &the->standings[siping->index].categories[air->index].counts;
    assert_int_equal(counts->total, 2);
    assert_int_equal(counts->overdue, 0);
    assert_int_equal(the->counts.total, 6);
    assert_int_equal(the->counts.state[STATE_STALE], 1);
    assert_int_equal(the->counts.decided, 3);
    year->assessment.two_person = false;
    assert_int_equal(tally(year)->counts.settled, 2);
}

static void test_an_empty_year_has_an_empty_tally(void **state)
{
    struct year *year = *state;
    const struct tally *the = tally(year);
    assert_int_equal(the->counts.total, 0);
    year->assessment.grade_count = 0;
    add_jurisdiction(year, "siping", "city");
    build(year);
    assert_standings(year, "1:0");
    assert_total(year, &year->jurisdictions[0], "0");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        TEST(test_a_category_is_what_its_items_earned),
        TEST(test_a_category_stays_within_full_marks),
        TEST(test_a_category_without_an_entry_has_no_full_marks),
        TEST(test_exempt_is_full_marks_or_rescales_as_the_year_says),
        TEST(test_nothing_is_rescaled_by_nothing),
        TEST(test_exempt_from_a_deduction_takes_nothing_off),
        TEST(test_a_share_counts_what_is_done),
        TEST(test_what_is_exempt_leaves_the_share_where_the_year_rescales),
        TEST(test_bonus_deduction_and_total_have_their_bounds),
        TEST(test_a_veto_fails_outright),
        TEST(test_a_veto_caps_the_grade),
        TEST(test_a_veto_takes_an_item_to_zero),
        TEST(test_a_veto_has_no_part_in_the_marks_of_its_category),
        TEST(test_equal_totals_share_their_rank),
        TEST(test_the_tie_breaker_orders_equal_totals),
        TEST(test_what_no_longer_fits_ranks_last),
        TEST(test_a_threshold_includes_its_number),
        TEST(test_a_grade_may_ask_for_a_rank),
        TEST(test_a_quota_holds_for_each_class),
        TEST(test_who_shares_a_rank_shares_the_last_place),
        TEST(test_a_place_that_a_veto_leaves_goes_to_the_next),
        TEST(test_the_next_grade_is_so_many_points_away),
        TEST(test_no_points_help_where_places_are_taken),
        TEST(test_whoever_reaches_the_threshold_ties_with_those_on_it),
        TEST(test_no_points_are_missing_where_the_tie_breaker_decides),
        TEST(test_the_whole_is_measured_and_not_ranked),
        TEST(test_entries_are_counted_by_where_they_stand),
        TEST(test_an_empty_year_has_an_empty_tally),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
