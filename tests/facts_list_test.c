/* Facts of lists: the year's own, those that it names, scores by category, texts. */
#include "core/facts.h"
#include "core/language.h"
#include "core/memory.h"
#include "tests/harness/year.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The year with so many more lines in its assessment.md. */
static void put_year(struct world *world, const char *lines)
{
    year_put(world, "2020/assessment.md",
             arena_format(world->arena,
                          "---\nyear: 2020\ngrades:\n  - name: 一等\n    from: 12\n"
                          "  - name: 二等\n    from: 11.5\n  - name: 三等\n"
                          "classes:\n  - {id: city, name: 市（州）}\n  - {id: zone, name: 区}\n"
                          "inspections:\n  - {id: central, name: 中央督察}\n"
                          "  - {id: province, name: 省级督察}\n%s---\n",
                          lines));
}

/* An indicator of which less is better: 长春市 40, 四平市 35, 白山市 35. */
static void put_lower(struct world *world)
{
    year_put(world, "2020/checklist/air/dust.md",
             "---\nname: 降尘\nkind: indicator\norder: 9\napplies: [city]\nfull: 0\nunit: 吨\n"
             "direction: lower\nplaces: 1\ntarget: 36\n---\n");
    year_settle(world, "changchun", "air/dust", "unmet", "40");
    year_settle(world, "siping", "air/dust", "met", "35");
    year_settle(world, "baishan", "air/dust", "met", "35");
}

static void expect_mistake(struct world *world, const char *lines, const char *expected)
{
    put_year(world, lines);
    assert_int_equal(year_try(world), STATUS_INPUT);
    if (!strstr(world->error.text, expected))
        fail_msg("%s, not %s", world->error.text, expected);
}

/* ---- The year's own lists ---- */

static void test_a_member_knows_its_number_its_rank_and_whom_it_shares_it_with(void **state)
{
    struct world *world = *state;
    year_settle(world, "baishan", "air/action", "met", "");
    year_load(world); /* 四平市 and 白山市 15, 长春市 11 */
    year_expect(world, "ranking.1.name", "四平市");
    year_expect(world, "ranking.2.rank", "1");
    year_expect(world, "ranking.2.tied", "true");
    year_expect(world, "ranking.2.ordinal", "2");
    year_expect(world, "ranking.2.numeral", "二");
    year_expect(world, "ranking.3.rank", "3");
    year_expect(world, "ranking.3.tied", "false");
    year_expect(world, "siping.tied", "true");
}

static void test_numerals_go_on_behind_ten(void **state)
{
    struct world *world = *state;
    put_year(world, "circular:\n  letters: [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, "
                    "s, t, u]\n");
    year_load(world);
    year_expect(world, "circular.letters.list.10.numeral", "十");
    year_expect(world, "circular.letters.list.11.numeral", "十一");
    year_expect(world, "circular.letters.list.20.numeral", "二十");
    year_expect(world, "circular.letters.list.21.numeral", "二十一");
}

static void test_a_class_has_its_own_ranking_and_may_be_empty(void **state)
{
    struct world *world = *state;
    put_year(world, "");
    year_put(world, "2020/jurisdictions/siping.md",
             "---\nname: 四平市\ngovernment: 四平市政府\nclass: zone\norder: 2\n---\n");
    year_load(world);
    year_expect(world, "classes.1.id", "city");
    year_expect(world, "classes.1.ranking.1.name", "白山市");
    year_expect(world, "classes.1.ranking.1.class-rank", "1");
    year_expect(world, "classes.1.ranking.2.class-rank", "2");
    year_expect(world, "classes.1.list.1.name", "长春市");
    year_expect(world, "classes.2.any", "true");
    year_expect(world, "classes.2.names", "四平市");
    year_put(world, "2020/jurisdictions/siping.md",
             "---\nname: 四平市\ngovernment: 四平市政府\nclass: city\norder: 2\n---\n");
    year_load(world);
    year_expect(world, "classes.2.any", "false");
    year_expect(world, "classes.2.count", "0");
}

static void test_a_name_in_a_list_rests_on_what_put_it_there(void **state)
{
    struct world *world = *state;
    year_undecide(world, "baishan", "air/action");
    year_load(world);
    year_expect_open(world, "ranking.1.name", "air/action");
    year_expect_open(world, "grades.1.members.1.government", "air/action");
    year_expect_settled(world, "jurisdictions.list.3.name");
    year_expect_settled(world, "baishan.name");
}

/* ---- Scores by category ---- */

static void test_the_head_of_the_score_table_has_what_is_scored(void **state)
{
    struct world *world = *state;
    year_load(world); /* water is measured for the province alone, and bar holds vetoes */
    assert_int_equal(year_fact(world, "scored-categories")->count, 2);
    year_expect(world, "scored-categories.1.id", "air");
    year_expect(world, "scored-categories.1.brief", "环境空气质量");
    year_expect(world, "scored-categories.1.full", "10");
    year_expect(world, "scored-categories.2.name", "督察整改");
    year_expect(world, "scored-categories.2.is-points", "true");
    year_expect(world, "scored-categories.2.last", "true");
}

static void test_a_row_of_the_score_table_has_the_scores_in_the_heads_order(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect(world, "ranking.3.name", "长春市");
    year_expect(world, "ranking.3.scores.1.score", "6");
    year_expect(world, "ranking.3.scores.1.rate", "60");
    year_expect(world, "ranking.3.scores.2.score", "5");
    year_expect(world, "jurisdictions.list.1.scores.1.score", "6");
    year_expect(world, "classes.1.ranking.3.scores.2.full", "5");
    year_expect(world, "ranking.3.points", "11");
    year_expect(world, "ranking.3.bonus", "0");
    assert_ptr_equal(year_fact(world, "ranking.3.scores.1.score")->source,
                     year_fact(world, "changchun.air.score")->source);
    year_expect_basis(world, "ranking.3.scores.1.score",
                      "changchun air/good-days, changchun air/action");
}

static void test_what_does_not_apply_has_a_cell_without_a_score(void **state)
{
    struct world *world = *state;
    year_put(world, "2020/checklist/fix/c7.md",
             "---\nname: 黑臭水体\nkind: rectification\norder: 1\napplies: [siping]\n"
             "inspection: central\nnumber: 7\nproblem: 问题\ndeadline: standing\n---\n");
    year_undecide(world, "changchun", "fix/c7");
    year_undecide(world, "baishan", "fix/c7");
    year_load(world);
    year_expect(world, "jurisdictions.list.1.scores.2.applies", "false");
    year_expect(world, "jurisdictions.list.1.scores.2.score", "null");
    year_expect(world, "jurisdictions.list.2.scores.2.applies", "true");
}

static void test_bonus_and_deduction_stand_beside_the_points_within_their_bounds(void **state)
{
    struct world *world = *state;
    put_year(world, "bonus: 2\n");
    year_put(world, "2020/checklist/plus/category.md",
             "---\nname: 加分\norder: 8\nfull: 5\nrole: bonus\n---\n");
    year_put(world, "2020/checklist/plus/pilot.md",
             "---\nname: 试点\nkind: task\norder: 1\napplies: [city]\nfull: 5\n---\n");
    year_settle(world, "siping", "plus/pilot", "met", "");
    year_settle(world, "baishan", "plus/pilot", "unmet", "");
    year_settle(world, "changchun", "plus/pilot", "unmet", "");
    year_load(world);
    year_expect(world, "ranking.1.points", "15");
    year_expect(world, "ranking.1.bonus", "2");
    year_expect(world, "ranking.1.deduction", "0");
    year_expect(world, "ranking.1.total", "17");
    year_expect(world, "ranking.1.scores.3.score", "5");
    year_expect(world, "scored-categories.3.is-bonus", "true");
}

/* ---- Texts ---- */

static void test_a_jurisdiction_may_have_other_names(void **state)
{
    struct world *world = *state;
    year_put(world, "2020/jurisdictions/siping.md",
             "---\nname: 四平市\nclass: city\norder: 2\ntexts:\n  people: 四平市人民政府\n---\n");
    year_load(world);
    year_expect(world, "siping.texts.people", "四平市人民政府");
    year_expect(world, "ranking.1.texts.people", "四平市人民政府");
    year_fact(world, "changchun.texts"); /* so that nobody else's is found in its place */
}

static void test_a_text_of_the_year_may_be_a_list(void **state)
{
    struct world *world = *state;
    put_year(world, "circular:\n  issuers: [甲厅, 乙厅]\n  number: 示〔2021〕1号\n");
    year_load(world);
    year_expect(world, "circular.issuers.names", "甲厅、乙厅");
    year_expect(world, "circular.issuers.count", "2");
    year_expect(world, "circular.issuers.list.2.name", "乙厅");
    year_expect(world, "circular.issuers.list.1.more", "true");
    year_expect(world, "circular.number", "示〔2021〕1号");
    expect_mistake(world, "circular:\n  issuers: [{name: 甲厅}]\n", "a list of texts");
}

/* ---- Lists that the year names ---- */

static void test_the_best_and_the_worst_by_total_by_category_by_value(void **state)
{
    struct world *world = *state;
    put_lower(world);
    put_year(world, "lists:\n  - {id: leading, name: 领先, top: 1}\n"
                    "  - {id: last, bottom: 1}\n"
                    "  - {id: air, category: air, top: 1}\n"
                    "  - {id: dust, item: air/dust, top: 1}\n"
                    "  - {id: dusty, item: air/dust, bottom: 1}\n");
    year_load(world);
    year_expect(world, "lists.leading.name", "领先");
    year_expect(world, "lists.leading.names", "四平市政府");
    year_expect(world, "lists.leading.rest.names", "白山市政府、长春市政府");
    year_expect(world, "lists.last.name", "last");
    year_expect(world, "lists.last.names", "长春市政府");
    year_expect(world, "lists.air.members.1.value", "100");
    year_expect(world, "lists.dust.names", "四平市政府、白山市政府"); /* equal ones go together */
    year_expect(world, "lists.dust.count", "2");
    year_expect(world, "lists.dust.members.2.value", "35.0");
    year_expect(world, "lists.dust.members.2.place", "1");
    year_expect(world, "lists.dusty.names", "长春市政府");
    year_expect(world, "lists.dusty.members.1.place", "3");
}

static void test_a_bound_holds_in_the_items_direction(void **state)
{
    struct world *world = *state;
    put_lower(world);
    put_year(world, "lists:\n  - {id: clean, item: air/dust, reaches: 35}\n"
                    "  - {id: dusty, item: air/dust, misses: 35}\n"
                    "  - {id: days, item: air/good-days, reaches: 80}\n"
                    "  - {id: few, item: air/good-days, misses: 80}\n");
    year_load(world);
    year_expect(world, "lists.clean.names", "四平市政府、白山市政府");
    year_expect(world, "lists.dusty.names", "长春市政府");
    year_expect(world, "lists.days.names", "四平市政府、白山市政府"); /* 89.85, and 80 itself */
    year_expect(world, "lists.few.names", "长春市政府");
    year_expect(world, "lists.few.any", "true");
}

static void test_grades_of_a_list_leave_out_empty_ones(void **state)
{
    struct world *world = *state;
    put_lower(world);
    put_year(world, "lists:\n  - id: dust\n    item: air/dust\n"
                    "    grades: [{name: 优, from: 30}, {name: 良, from: 36}, {name: 差}]\n");
    year_load(world);
    assert_int_equal(year_fact(world, "lists.dust.grades")->count, 2);
    year_expect(world, "lists.dust.grades.1.name", "良");
    year_expect(world, "lists.dust.grades.1.count", "2");
    year_expect(world, "lists.dust.grades.1.names", "四平市政府、白山市政府");
    year_expect(world, "lists.dust.grades.2.members.1.name", "长春市");
    year_expect(world, "lists.dust.grades.2.last", "true");
}

static void test_a_list_by_grade_verdict_and_class(void **state)
{
    struct world *world = *state;
    put_year(world, "lists:\n  - {id: third, grade: [三等]}\n"
                    "  - {id: best, grade: [一等, 二等], category: air, top: 1}\n"
                    "  - {id: partly, item: air/action, verdict: [partly, unmet]}\n"
                    "  - {id: fraud, item: bar/fraud, verdict: [triggered]}\n"
                    "  - {id: zones, class: zone, top: 3}\n");
    year_load(world);
    year_expect(world, "lists.third.names", "长春市政府");
    year_expect(world, "lists.best.names", "四平市政府");
    year_expect(world, "lists.partly.names", "白山市政府");
    year_expect(world, "lists.fraud.any", "false");
    year_expect(world, "lists.fraud.names", "");
    year_expect(world, "lists.fraud.rest.count", "3");
    year_expect(world, "lists.zones.any", "false");
    year_settle(world, "siping", "bar/fraud", "triggered", "");
    year_load(world);
    year_expect(world, "lists.fraud.names", "四平市政府");
    year_expect(world, "lists.best.names", "白山市政府"); /* the best of those that are of them */
}

static void test_whom_a_list_does_not_concern_is_in_neither_part(void **state)
{
    struct world *world = *state;
    put_year(world, "lists:\n  - {id: days, item: air/good-days, reaches: 80}\n");
    year_settle(world, "changchun", "air/good-days", "exempt", "");
    year_load(world);
    year_expect(world, "lists.days.count", "2");
    year_expect(world, "lists.days.rest.count", "0");
    year_expect(world, "lists.days.rest.any", "false");
}

static void test_a_list_rests_on_all_that_it_compares(void **state)
{
    struct world *world = *state;
    put_year(world, "lists:\n  - {id: days, item: air/good-days, top: 1}\n"
                    "  - {id: fix, category: fix, top: 1}\n  - {id: third, grade: [三等]}\n");
    year_load(world);
    year_expect_basis(world, "lists.days.names",
                      "changchun air/good-days, siping air/good-days, baishan air/good-days");
    year_expect_basis(world, "lists.fix.rest.names",
                      "changchun fix/c7, siping fix/c7, baishan fix/c7");
    assert_ptr_equal(year_fact(world, "lists.third.names")->source,
                     year_fact(world, "siping.grade")->source);
    year_undecide(world, "baishan", "air/good-days");
    year_load(world);
    year_expect_open(world, "lists.days.names", "air/good-days");
    year_expect_open(world, "lists.days.members.1.name", "air/good-days");
    year_expect(world, "lists.days.names", "四平市政府");
    year_expect_settled(world, "lists.fix.names");
    year_expect_settled(world, "lists.days.name");
}

static void test_a_mistake_in_a_list_is_told_with_its_line(void **state)
{
    struct world *world = *state;
    expect_mistake(world, "lists:\n  - {id: a, reches: 80}\n", "2020/assessment.md:16: ");
    expect_mistake(world, "lists:\n  - {id: a, reches: 80}\n", "reches");
    expect_mistake(world, "lists:\n  - {id: a, item: air/gone}\n", "air/gone");
    expect_mistake(world, "lists:\n  - {id: a, category: gone}\n", "gone");
    expect_mistake(world, "lists:\n  - {id: a, category: bar}\n", "vetoes have no scores");
    expect_mistake(world, "lists:\n  - {id: a, item: bar/fraud, top: 1}\n", "its verdict");
    expect_mistake(world, "lists:\n  - {id: a, verdict: [met]}\n", "say which one");
    expect_mistake(world, "lists:\n  - {id: a, item: air/action, verdict: [gut]}\n", "gut");
    expect_mistake(world, "lists:\n  - {id: a, grade: [四等]}\n", "四等");
    expect_mistake(world, "lists:\n  - {id: a, class: town}\n", "town");
    expect_mistake(world, "lists:\n  - {id: a, item: air/action, category: air}\n", "not by both");
    expect_mistake(world, "lists:\n  - {id: a}\n  - {id: a}\n", "stands twice");
    expect_mistake(world, "lists:\n  - {id: A B}\n", "is no id");
    expect_mistake(world, "lists: {id: a}\n", "must be a list");
    expect_mistake(world, "lists: [a]\n", "id");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, year_set_up, year_tear_down)

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        TEST(test_a_member_knows_its_number_its_rank_and_whom_it_shares_it_with),
        TEST(test_numerals_go_on_behind_ten),
        TEST(test_a_class_has_its_own_ranking_and_may_be_empty),
        TEST(test_a_name_in_a_list_rests_on_what_put_it_there),
        TEST(test_the_head_of_the_score_table_has_what_is_scored),
        TEST(test_a_row_of_the_score_table_has_the_scores_in_the_heads_order),
        TEST(test_what_does_not_apply_has_a_cell_without_a_score),
        TEST(test_bonus_and_deduction_stand_beside_the_points_within_their_bounds),
        TEST(test_a_jurisdiction_may_have_other_names),
        TEST(test_a_text_of_the_year_may_be_a_list),
        TEST(test_the_best_and_the_worst_by_total_by_category_by_value),
        TEST(test_a_bound_holds_in_the_items_direction),
        TEST(test_grades_of_a_list_leave_out_empty_ones),
        TEST(test_a_list_by_grade_verdict_and_class),
        TEST(test_whom_a_list_does_not_concern_is_in_neither_part),
        TEST(test_a_list_rests_on_all_that_it_compares),
        TEST(test_a_mistake_in_a_list_is_told_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
