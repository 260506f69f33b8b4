/* What the ranking says of a standing, for every condition that a grade can have. */
#include "tui/ranking.h"

#include "core/buffer.h"
#include "core/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { CITIES = 3 };

static struct quota quotas[1];
static struct grade grades[3];
static struct category categories[3];
static struct jurisdiction cities[CITIES];
static struct assessment assessment;
static struct category_standing parts[CITIES][3];
static struct standing standings[CITIES];
static const struct standing *ranking[CITIES];
static struct tally tally;
static struct buffer out;

static struct decimal number(const char *text)
{
    struct decimal value = NOT_A_NUMBER;
    struct error error;
    if (decimal_parse(text, &value, &error))
        fail_msg("%s", error.text);
    return value;
}

/* Three cities: 一等 from 90, 二等 from 75, 三等. */
static int set_up(void **state)
{
    static const char *const totals[CITIES] = {"96", "89.6", "60"};
    (void)state;
    language_set(LANGUAGE_ZH);
    grades[0] = (struct grade){.name = "一等", .from = number("90")};
    grades[1] = (struct grade){.name = "二等", .from = number("75")};
    grades[2] = (struct grade){.name = "三等", .from = DECIMAL_ZERO};
    quotas[0] = (struct quota){"city", 1};
    categories[0] = (struct category){.name = "空气", .role = ROLE_POINTS, .index = 0};
    categories[1] = (struct category){.name = "水", .role = ROLE_POINTS, .index = 1};
    categories[2] = (struct category){.name = "扣分", .role = ROLE_DEDUCTION, .index = 2};
    for (size_t i = 0; i < CITIES; i++) {
        cities[i] = (struct jurisdiction){.name = "市", .class = "city", .index = i};
        for (int j = 0; j < 3; j++)
            parts[i][j] = (struct category_standing){.score = DECIMAL_ZERO, .full = DECIMAL_ZERO};
        standings[i] = (struct standing){.jurisdiction = &cities[i],
                                         .categories = parts[i],
                                         .total = number(totals[i]),
                                         .rank = (int)i + 1,
                                         .grade = i};
        ranking[i] = &standings[i];
    }
    assessment = (struct assessment){.grades = grades,
                                     .grade_count = 3,
                                     .jurisdictions = cities,
                                     .jurisdiction_count = CITIES,
                                     .ranked_count = CITIES,
                                     .categories = categories,
                                     .category_count = 3};
    tally = (struct tally){.assessment = &assessment, .standings = standings, .ranking = ranking};
    out = BUFFER_EMPTY;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    buffer_free(&out);
    return 0;
}

static const char *distance(size_t city)
{
    buffer_cut(&out, 0);
    ranking_add_distance(&out, &tally, &standings[city]);
    return out.bytes;
}

static void points_to_the_next_grade_and_above_ones_own(void **state)
{
    (void)state;
    assert_string_equal(distance(0), "已是最高等次；高出一等线6分");
    assert_string_equal(distance(1), "差0.4分到一等；高出二等线14.6分");
    assert_string_equal(distance(2), "差15分到二等");
    language_set(LANGUAGE_EN);
    assert_string_equal(distance(1), "0.4 short of 一等; above the threshold of 二等 by 14.6");
}

static void a_veto_is_said(void **state)
{
    (void)state;
    standings[1].cap = 1;
    assert_string_equal(distance(1), "受否决项限制，最高二等；高出二等线14.6分");
    standings[2].failed = true;
    assert_string_equal(distance(2), "否决项已发生，定为末等");
}

static void a_rank_that_holds_back_is_said(void **state)
{
    (void)state;
    grades[0].best = 1;
    standings[1].total = number("92");
    assert_string_equal(distance(1), "得分已达一等线，但限前1名，现第2名；高出二等线17分");
    standings[1].total = number("89.6");
    assert_string_equal(distance(1), "差0.4分到一等线，但限前1名，现第2名；高出二等线14.6分");
}

static void a_quota_that_is_full_is_said(void **state)
{
    (void)state;
    grades[0].quotas = quotas;
    grades[0].quota_count = 1;
    standings[1].total = number("92");
    assert_string_equal(distance(1), "得分已达一等线，但同类限1个名额，已满；高出二等线17分");
}

static void a_threshold_says_its_conditions(void **state)
{
    (void)state;
    grades[0].best = 3;
    ranking_add_threshold(&out, &grades[0]);
    assert_string_equal(out.bytes, "一等 90分以上，前3名");
    buffer_cut(&out, 0);
    grades[0].from = DECIMAL_ZERO;
    ranking_add_threshold(&out, &grades[0]);
    assert_string_equal(out.bytes, "一等 前3名");
}

static void losses_come_worst_first_and_say_what_is_open(void **state)
{
    (void)state;
    parts[0][0] = (struct category_standing){.score = number("9.5"), .full = number("12")};
    parts[0][1] = (struct category_standing){.score = number("4"), .full = number("10")};
    parts[0][1].counts.state[STATE_PENDING] = 1;
    parts[0][2] = (struct category_standing){.score = number("3"), .full = DECIMAL_ZERO};
    ranking_add_losses(&out, &tally, &standings[0], 3);
    assert_string_equal(out.bytes, "失分最多：水 6*、扣分 3、空气 2.5");
    buffer_cut(&out, 0);
    ranking_add_losses(&out, &tally, &standings[1], 3);
    assert_string_equal(out.bytes, "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(points_to_the_next_grade_and_above_ones_own),
        TEST(a_veto_is_said),
        TEST(a_rank_that_holds_back_is_said),
        TEST(a_quota_that_is_full_is_said),
        TEST(a_threshold_says_its_conditions),
        TEST(losses_come_worst_first_and_say_what_is_open),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
