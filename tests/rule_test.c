/* Scoring rules, by the sentences of the schemes that they come from. */
#include "core/rule.h"

#include "core/assessment.h"
#include "core/buffer.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct scene {
    struct arena *arena;
    struct item item;
    struct error error;
};

static int set_up(void **state)
{
    struct scene *scene = memory_new(sizeof *scene);
    *scene = (struct scene){.arena = arena_new()};
    language_set(LANGUAGE_ZH);
    *state = scene;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *scene = *state;
    arena_free(scene->arena);
    free(scene);
    return 0;
}

/* NULL is none. */
static struct decimal number(const char *text)
{
    struct decimal out = NOT_A_NUMBER;
    struct error error;
    if (text && decimal_parse(text, &out, &error))
        fail_msg("%s", error.text);
    return out;
}

static enum status read_rule(struct scene *scene, const char *yaml)
{
    struct document document;
    struct reading reading = {.document = &document, .error = &scene->error};
    const char *file = arena_format(scene->arena, "---\n%s---\n", yaml);
    if (document_parse(scene->arena, "item.md", file, strlen(file), &document, &scene->error))
        fail_msg("%s", scene->error.text);
    rule_read(scene->arena, &reading, document.top, scene->item.kind, &scene->item.rule);
    return reading.status;
}

/* An item with its full marks and the rule as its file has it. */
static struct scene *item_of(void **state, enum item_kind kind, const char *full, const char *unit,
                             enum direction direction, const char *yaml)
{
    struct scene *scene = *state;
    scene->item =
        (struct item){.kind = kind, .full = number(full), .unit = unit, .direction = direction};
    if (read_rule(scene, yaml))
        fail_msg("%s", scene->error.text);
    return scene;
}

static void assert_decimal(struct decimal actual, const char *expected)
{
    struct buffer out = BUFFER_EMPTY;
    decimal_add(&out, actual, DECIMAL_PLACES_MOST);
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
}

static struct rule_case valued(const struct scene *scene, const char *target, const char *value)
{
    return (struct rule_case){&scene->item, number(target), number(value), -1, NOT_A_NUMBER};
}

static void assert_score(const struct scene *scene, const char *target, const char *value,
                         const char *expected)
{
    struct rule_case the = valued(scene, target, value);
    assert_decimal(rule_score(&scene->item.rule, &the), expected);
}

static struct rule_case judged(const struct scene *scene, int verdict)
{
    return (struct rule_case){&scene->item, NOT_A_NUMBER, NOT_A_NUMBER, verdict, NOT_A_NUMBER};
}

static void assert_credit(const struct scene *scene, int verdict, const char *expected)
{
    struct rule_case the = judged(scene, verdict);
    assert_decimal(rule_score(&scene->item.rule, &the), expected);
}

static void assert_explained(const struct scene *scene, const struct rule_case *the,
                             const char *expected)
{
    struct buffer out = BUFFER_EMPTY;
    rule_explain(&scene->item.rule, the, &out);
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
}

static void assert_words(const struct scene *scene, const char *expected)
{
    struct buffer out = BUFFER_EMPTY;
    rule_add_words(&scene->item.rule, &scene->item, &out);
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
}

static void assert_refused(void **state, const char *yaml, const char *expected)
{
    struct scene *scene = *state;
    language_set(LANGUAGE_EN);
    scene->item = (struct item){.kind = ITEM_INDICATOR, .full = decimal_of(4), .unit = ""};
    assert_int_equal(read_rule(scene, yaml), STATUS_INPUT);
    assert_string_equal(scene->error.text, expected);
}

/* 每差1微克/立方米扣0.5分，扣完为止 */
static void test_half_a_point_for_each_microgram_until_nothing_is_left(void **state)
{
    struct scene *scene = item_of(state, ITEM_INDICATOR, "4", "微克/立方米", DIRECTION_LOWER,
                                  "rule: {type: deduct, per: 1, points: 0.5}\n");
    assert_score(scene, "43", "45.4", "2.8");
    assert_score(scene, "43", "43", "4");
    assert_score(scene, "43", "31", "4");
    assert_score(scene, "43", "51", "0");
    assert_score(scene, "43", "60", "0");
    assert_score(scene, "43", NULL, "?");
    assert_score(scene, NULL, "31", "?");
    assert_words(scene, "满分4分，每差1微克/立方米扣0.5分，扣完为止");
    struct rule_case the = valued(scene, "43", "45.4");
    assert_explained(scene, &the, "目标43，实际45.4，差2.4，扣1.2分，得2.8分");
    language_set(LANGUAGE_EN);
    assert_explained(scene, &the, "target 43, actual 45.4, short by 2.4, less 1.2, scores 2.8");
    the = valued(scene, "43", NULL);
    assert_explained(scene, &the, "");
}

/* 每差1个百分点扣0.25分 */
static void test_a_quarter_for_each_percentage_point(void **state)
{
    struct scene *scene = item_of(state, ITEM_INDICATOR, "4", "%", DIRECTION_HIGHER,
                                  "rule: {type: deduct, per: 1, points: 0.25}\n");
    assert_score(scene, "80", "89.8", "4");
    assert_score(scene, "80", "79.4", "3.85");
    assert_score(scene, "80", "64", "0");
    assert_score(scene, "80", "63", "0");
    assert_words(scene, "满分4分，每差1个百分点扣0.25分，扣完为止");
}

/* 每低1天扣0.2分，不足1天按1天计，低于目标35天为0分 */
static void test_a_fifth_for_each_day_and_nothing_from_35_days(void **state)
{
    struct scene *scene =
        item_of(state, ITEM_INDICATOR, "10", "天", DIRECTION_HIGHER,
                "rule: {type: deduct, per: 1, points: 0.2, steps: whole, zero-at: 35}\n");
    assert_score(scene, "305", "305", "10");
    assert_score(scene, "305", "304", "9.8");
    assert_score(scene, "305", "302.6", "9.4");
    assert_score(scene, "305", "271", "3.2");
    assert_score(scene, "305", "270.5", "3");
    assert_score(scene, "305", "270", "0");
    assert_score(scene, "305", "200", "0");
    assert_words(scene, "满分10分，每差1天（不足的按整计）扣0.2分，差35天及以上得0分，扣完为止");
    struct rule_case the = valued(scene, "305", "302.6");
    assert_explained(scene, &the, "目标305，实际302.6，差2.4，扣0.6分，得9.4分");
    the = valued(scene, "305", "270");
    assert_explained(scene, &the, "目标305，实际270，差35，全扣，得0分");
}

/* 最低1分 */
static void test_a_floor_remains(void **state)
{
    struct scene *scene = item_of(state, ITEM_INDICATOR, "4", "", DIRECTION_HIGHER,
                                  "rule: {type: deduct, per: 0.5, points: 1, floor: 1}\n");
    assert_score(scene, "10", "9", "2");
    assert_score(scene, "10", "5", "1");
    assert_words(scene, "满分4分，每差0.5扣1分，最低1分");
    scene = item_of(state, ITEM_INDICATOR, "4", "", DIRECTION_HIGHER,
                    "rule: {type: deduct, per: 0.5, points: 1, floor: 1, zero-at: 5}\n");
    assert_score(scene, "10", "5", "0");
}

/* 须等于100%：多或少都扣分 */
static void test_equal_falls_short_on_both_sides(void **state)
{
    struct scene *scene = item_of(state, ITEM_INDICATOR, "5", "%", DIRECTION_EQUAL,
                                  "rule: {type: deduct, per: 1, points: 2}\n");
    assert_score(scene, "100", "100.0", "5");
    assert_score(scene, "100", "99.5", "4");
    assert_score(scene, "100", "100.5", "4");
    assert_decimal(rule_shortfall(&scene->item, number("98"), number("100")), "2");
    assert_decimal(rule_shortfall(&scene->item, number("102"), number("100")), "2");
}

/* 得分＝70×率－63，低于90%不得分 */
static void test_seventy_times_the_rate_less_63(void **state)
{
    struct scene *scene = item_of(state, ITEM_INDICATOR, "7", "%", DIRECTION_HIGHER,
                                  "rule: {type: linear, zero: 90, at-full: 100}\n");
    assert_score(scene, NULL, "100", "7");
    assert_score(scene, NULL, "95", "3.5");
    assert_score(scene, NULL, "92.3", "1.61");
    assert_score(scene, NULL, "90", "0");
    assert_score(scene, NULL, "89.9", "0");
    assert_score(scene, NULL, "104", "7");
    assert_words(scene, "满分7分，90%得0分，100%得满分，其间按直线计算");
    struct rule_case the = valued(scene, NULL, "95");
    assert_explained(scene, &the, "实际95，得3.5分");
}

/* 劣Ⅴ类断面为0得满分，5%不得分 */
static void test_a_line_may_fall(void **state)
{
    struct scene *scene = item_of(state, ITEM_INDICATOR, "4", "%", DIRECTION_LOWER,
                                  "rule: {type: linear, zero: 5, at-full: 0}\n");
    assert_score(scene, NULL, "0", "4");
    assert_score(scene, NULL, "2.1", "2.32");
    assert_score(scene, NULL, "5", "0");
    assert_score(scene, NULL, "6", "0");
}

/* 完成90%得9分；超额10%加1分，超额20%加2分，最多加2分 */
static void test_bands_of_the_task_with_something_on_top(void **state)
{
    struct scene *scene = item_of(state, ITEM_INDICATOR, "10", "吨", DIRECTION_HIGHER,
                                  "rule:\n  type: bands\n  of: target\n  most: 12\n  bands:\n"
                                  "    - {from: 120, score: 12}\n    - {from: 110, score: 11}\n"
                                  "    - {from: 100, score: 10}\n    - {from: 90, score: 9}\n");
    assert_score(scene, "40", "36", "9");
    assert_score(scene, "40", "39.9", "9");
    assert_score(scene, "40", "40", "10");
    assert_score(scene, "40", "44", "11");
    assert_score(scene, "40", "48", "12");
    assert_score(scene, "40", "80", "12");
    assert_score(scene, "40", "35.9", "0");
    assert_score(scene, "0", "5", "?");
    assert_score(scene, NULL, "5", "?");
    assert_decimal(rule_most(&scene->item.rule, &scene->item), "12");
    assert_words(scene, "满分10分，120%（占目标）及以上得12分，110%（占目标）及以上得11分，"
                        "100%（占目标）及以上得10分，90%（占目标）及以上得9分，其余得0分");
    scene->item.rule.most = NOT_A_NUMBER;
    assert_score(scene, "40", "48", "10");
    assert_decimal(rule_most(&scene->item.rule, &scene->item), "10");
}

/* PM2.5：35微克/立方米及以下得10分，40及以下得6分 */
static void test_bands_of_what_should_be_low(void **state)
{
    struct scene *scene =
        item_of(state, ITEM_INDICATOR, "10", "微克/立方米", DIRECTION_LOWER,
                "rule: {type: bands, bands: [{from: 35, score: 10}, {from: 40, score: 6}]}\n");
    assert_score(scene, NULL, "31", "10");
    assert_score(scene, NULL, "35", "10");
    assert_score(scene, NULL, "35.1", "6");
    assert_score(scene, NULL, "40", "6");
    assert_score(scene, NULL, "41", "0");
    assert_words(scene, "满分10分，35微克/立方米及以下得10分，40微克/立方米及以下得6分，其余得0分");
}

/* 按完成比例计分：完成数÷任务数；4项措施各1.5分 */
static void test_the_share_that_was_done(void **state)
{
    struct scene *scene =
        item_of(state, ITEM_INDICATOR, "6", "项", DIRECTION_HIGHER, "rule: {type: share}\n");
    assert_score(scene, "4", "3", "4.5");
    assert_score(scene, "4", "0", "0");
    assert_score(scene, "4", "5", "6");
    assert_score(scene, "0", "0", "?");
    struct rule_case the = valued(scene, "4", "3");
    assert_explained(scene, &the, "目标4，实际3，折算75%，得4.5分");
    assert_words(scene, "满分6分，按完成比例（完成数÷任务数）计分");
    scene->item.full = decimal_of(10);
    the = valued(scene, "3", "1");
    assert_explained(scene, &the, "目标3，实际1，折算33.3333%，得3.3333分");
    assert_decimal(decimal_times(rule_score(&scene->item.rule, &the), decimal_of(3)), "10");
}

/* 达到目标得满分，否则得0分 */
static void test_all_or_nothing(void **state)
{
    static const char yaml[] = "rule: {type: all-or-nothing}\n";
    struct scene *scene = item_of(state, ITEM_INDICATOR, "4", "%", DIRECTION_HIGHER, yaml);
    assert_score(scene, "62.5", "83.3", "4");
    assert_score(scene, "62.5", "62.5", "4");
    assert_score(scene, "62.5", "62.4", "0");
    scene = item_of(state, ITEM_INDICATOR, "4", "%", DIRECTION_LOWER, yaml);
    assert_score(scene, "0", "0.0", "4");
    assert_score(scene, "0", "0.1", "0");
    scene = item_of(state, ITEM_INDICATOR, "4", "%", DIRECTION_EQUAL, yaml);
    assert_score(scene, "100", "100", "4");
    assert_score(scene, "100", "101", "0");
    assert_words(scene, "满分4分，达到目标得满分，否则得0分");
}

/* 完成整改、达到序时进度得满分，滞后不得分 */
static void test_a_verdict_counts_what_is_said(void **state)
{
    struct scene *scene = item_of(state, ITEM_RECTIFICATION, "3", "", DIRECTION_HIGHER, "a: b\n");
    assert_int_equal(scene->item.rule.kind, RULE_CREDIT);
    assert_credit(scene, VERDICT_CLOSED_OUT, "3");
    assert_credit(scene, VERDICT_COMPLETED, "3");
    assert_credit(scene, VERDICT_ON_SCHEDULE, "3");
    assert_credit(scene, VERDICT_BEHIND, "0");
    assert_credit(scene, VERDICT_NOT_STARTED, "0");
    assert_credit(scene, -1, "?");
    scene = item_of(state, ITEM_TASK, "4", "", DIRECTION_HIGHER, "a: b\n");
    assert_credit(scene, VERDICT_PARTLY, "2");
    scene = item_of(state, ITEM_TASK, "4", "", DIRECTION_HIGHER,
                    "rule: {type: credit, verdicts: {部分完成: 0.6, unmet: 0.1}}\n");
    assert_credit(scene, VERDICT_MET, "4");
    assert_credit(scene, VERDICT_PARTLY, "2.4");
    assert_credit(scene, VERDICT_UNMET, "0.4");
    assert_credit(scene, VERDICT_EXEMPT, "?");
    assert_words(scene, "满分4分，完成得4分，部分完成得2.4分，未完成得0.4分");
    struct rule_case the = judged(scene, VERDICT_PARTLY);
    assert_explained(scene, &the, "部分完成，折算60%，得2.4分");
}

/* 由考评员在满分内评分并说明理由 */
static void test_by_hand_within_full_marks(void **state)
{
    struct scene *scene = item_of(state, ITEM_INDICATOR, "4", "", DIRECTION_HIGHER, "a: b\n");
    assert_true(rule_is_by_hand(&scene->item.rule));
    assert_false(rule_needs_value(&scene->item.rule));
    struct rule_case the = judged(scene, VERDICT_PARTLY);
    assert_decimal(rule_score(&scene->item.rule, &the), "?");
    the.by_hand = number("3.5");
    assert_decimal(rule_score(&scene->item.rule, &the), "3.5");
    assert_explained(scene, &the, "人工评分，得3.5分");
    the.by_hand = number("4.5");
    assert_decimal(rule_score(&scene->item.rule, &the), "4");
    the.by_hand = number("-1");
    assert_decimal(rule_score(&scene->item.rule, &the), "0");
    the.verdict = VERDICT_EXEMPT;
    assert_decimal(rule_score(&scene->item.rule, &the), "?");
    assert_words(scene, "满分4分，由考评员在满分内评分并说明理由");
}

static void test_a_rule_that_cannot_score_is_refused(void **state)
{
    assert_refused(state, "rule: {type: magic}\n",
                   "item.md:2: unknown type 'magic': use one of all-or-nothing, deduct, linear, "
                   "bands, share, credit, by-hand");
    assert_refused(state, "rule: {per: 1}\n", "item.md:2: the rule needs a 'type'");
    assert_refused(state, "rule: {type: deduct, per: 1}\n",
                   "item.md:2: the rule needs the number 'points'");
    assert_refused(state, "rule: {type: deduct, per: 0, points: 1}\n",
                   "item.md:2: 'per' must be greater than 0");
    assert_refused(state, "rule: {type: deduct, per: 1, points: -1}\n",
                   "item.md:2: 'points' must not be negative");
    assert_refused(state, "rule: {type: deduct, per: 1, points: 1, zero-at: 0}\n",
                   "item.md:2: 'zero-at' must be greater than 0");
    assert_refused(state, "rule: {type: linear, zero: 90, at-full: 90.0}\n",
                   "item.md:2: 'zero' and 'at-full' must differ");
    assert_refused(state, "rule: {type: bands}\n",
                   "item.md:2: the rule needs 'bands', a list of 1 to 100 {from, score}");
    assert_refused(state, "rule:\n  type: bands\n  bands:\n    - {from: 1}\n",
                   "item.md:5: the rule needs the number 'score'");
    assert_refused(state, "rule:\n  type: credit\n  verdicts:\n    met: 1.1\n",
                   "item.md:5: what a verdict counts must be from 0 to 1");
    assert_refused(state, "rule:\n  type: credit\n  verdicts:\n    great: 1\n",
                   "item.md:5: unknown verdict 'great'");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        TEST(test_half_a_point_for_each_microgram_until_nothing_is_left),
        TEST(test_a_quarter_for_each_percentage_point),
        TEST(test_a_fifth_for_each_day_and_nothing_from_35_days),
        TEST(test_a_floor_remains),
        TEST(test_equal_falls_short_on_both_sides),
        TEST(test_seventy_times_the_rate_less_63),
        TEST(test_a_line_may_fall),
        TEST(test_bands_of_the_task_with_something_on_top),
        TEST(test_bands_of_what_should_be_low),
        TEST(test_the_share_that_was_done),
        TEST(test_all_or_nothing),
        TEST(test_a_verdict_counts_what_is_said),
        TEST(test_by_hand_within_full_marks),
        TEST(test_a_rule_that_cannot_score_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
