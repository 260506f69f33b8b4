/* Facts: a small year in, figures out, each with what it rests on; and circulars over them. */
#include "core/buffer.h"
#include "core/circular.h"
#include "core/facts.h"
#include "core/language.h"
#include "core/memory.h"
#include "tests/harness/year.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- One item ---- */

static void test_figures_have_the_places_of_their_item(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect(world, "siping.air.good-days.value", "89.8"); /* 89.85, half to even */
    year_expect(world, "siping.air.good-days.target", "84.5");
    year_expect(world, "changchun.air.good-days.target", "80");
    year_expect(world, "whole.air.pm25.value", "31");
    year_expect(world, "whole.water.index.value", "68.07");
    year_expect(world, "siping.air.good-days.unit", "%");
    year_expect(world, "siping.air.good-days.name", "优良天数比例");
    year_expect(world, "siping.air.good-days.full", "4");
    year_expect(world, "siping.air.good-days.score", "4");
    year_expect(world, "siping.air.good-days.verdict", "完成");
    year_expect(world, "siping.air.good-days.reason", "依年报");
}

static void test_a_gap_has_no_sign_and_is_rounded_once(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect(world, "siping.air.good-days.gap", "5.4"); /* 5.35, half to even; not 89.8 − 84.5 */
    year_expect(world, "changchun.air.good-days.gap", "2.0");
    year_expect(world, "whole.air.pm25.gap", "4"); /* 4.4 below */
    year_expect(world, "whole.air.pm25.below", "true");
    year_expect(world, "whole.air.pm25.above", "false");
    year_expect(world, "whole.air.pm25.reached", "true");
    year_expect(world, "changchun.air.good-days.reached", "false");
    year_expect(world, "changchun.air.good-days.below", "true");
    year_expect(world, "baishan.air.good-days.at-target", "true");
    year_expect(world, "baishan.air.good-days.above", "false");
    year_expect(world, "baishan.air.good-days.below", "false");
    year_expect(world, "siping.air.good-days.above", "true");
    year_expect(world, "baishan.air.good-days.reached", "true");
}

static void test_what_has_no_target_has_no_comparison(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect(world, "whole.water.index.target", "null");
    year_expect(world, "whole.water.index.gap", "null");
    year_expect(world, "whole.water.index.reached", "null");
    year_expect(world, "whole.water.index.years-running", "null");
    year_expect(world, "whole.water.index.met", "true");
    year_expect(world, "whole.water.index.full", "null");
    assert_null(value_at(world->facts, "siping.air.action.target"));
}

static void test_years_running_count_back_without_a_break(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect(world, "whole.air.pm25.years-running", "3");
    year_expect(world, "whole.air.pm10.years-running", "2"); /* 2018 missed it, 2017 did not */
    year_expect(world, "whole.water.sections.years-running", "1");
    year_settle(world, "whole", "air/pm25", "unmet", "36");
    year_load(world);
    year_expect(world, "whole.air.pm25.years-running", "0");
}

static void test_a_missing_year_ends_the_years_running(void **state)
{
    struct world *world = *state;
    year_put(world, "2020/checklist/air/pm25.md",
             "---\nname: 细颗粒物\nkind: indicator\norder: 3\napplies: [whole]\nsource: 示例\n"
             "unit: 微克\ndirection: lower\nplaces: 0\ntarget: 35\nearlier: {2017: 33, 2018: 32}\n"
             "---\n");
    year_settle(world, "whole", "air/pm25", "met", "30.6");
    year_load(world);
    year_expect(world, "whole.air.pm25.years-running", "1");
    year_expect(world, "whole.air.pm25.better-than-last", "null");
    year_expect(world, "whole.air.pm25.best", "true");
}

static void test_first_best_and_better_look_at_earlier_years(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect(world, "whole.water.sections.first", "true");
    year_expect(world, "whole.water.sections.best", "true");
    year_expect(world, "whole.water.sections.better-than-last", "true");
    year_expect(world, "whole.air.pm25.first", "false");
    year_expect(world, "whole.air.pm25.best", "true");
    year_expect(world, "whole.air.pm10.best", "false"); /* 48 in 2019 was lower */
    year_expect(world, "whole.air.pm10.better-than-last", "false");
    year_expect(world, "whole.water.index.best", "null"); /* no earlier values */
    year_settle(world, "whole", "water/sections", "unmet", "47");
    year_load(world);
    year_expect(world, "whole.water.sections.first", "false");
    year_expect(world, "whole.water.sections.best", "true"); /* as good as */
    year_expect(world, "whole.water.sections.better-than-last", "false");
}

static void test_earlier_values_are_not_those_of_one_jurisdiction_among_many(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect(world, "siping.air.good-days.first", "null");
    year_expect(world, "siping.air.good-days.better-than-last", "null");
    year_expect(world, "siping.air.good-days.years-running", "1");
}

static void test_where_the_target_is_to_be_hit_the_nearer_is_the_better(void **state)
{
    struct world *world = *state;
    year_put(
        world, "2020/checklist/water/sections.md",
        "---\nname: 水位\nkind: indicator\norder: 1\napplies: [whole]\nsource: 示例\nunit: 米\n"
        "direction: equal\nplaces: 1\ntarget: 10\nearlier: {2018: 10.5, 2019: 8}\n---\n");
    year_settle(world, "whole", "water/sections", "unmet", "11");
    year_load(world);
    year_expect(world, "whole.water.sections.reached", "false");
    year_expect(world, "whole.water.sections.better-than-last", "true");
    year_expect(world, "whole.water.sections.best", "false");
}

/* ---- Many items ---- */

static void test_all_met_is_false_when_one_is_unmet(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect(world, "items.air.good-days.count", "3");
    year_expect(world, "items.air.good-days.met", "2");
    year_expect(world, "items.air.good-days.unmet", "1");
    year_expect(world, "items.air.good-days.rate", "66.67");
    year_expect(world, "items.air.good-days.all-met", "false");
    year_expect(world, "items.air.good-days.unmet-names", "长春市");
    year_expect(world, "items.air.good-days.met-names", "四平市、白山市");
    year_expect(world, "items.fix.c7.all-met", "true");
    year_expect(world, "items.bar.fraud.all-met", "true");
    assert_null(value_at(world->facts, "items.air.pm25"));
}

static void test_exempt_entries_leave_the_count(void **state)
{
    struct world *world = *state;
    year_settle(world, "changchun", "air/good-days", "exempt", "");
    year_load(world);
    year_expect(world, "items.air.good-days.count", "2");
    year_expect(world, "items.air.good-days.all-met", "true");
    year_expect(world, "items.air.good-days.rate", "100");
    year_expect(world, "changchun.air.good-days.value", "null");
    year_settle(world, "siping", "air/good-days", "exempt", "");
    year_settle(world, "baishan", "air/good-days", "exempt", "");
    year_load(world);
    year_expect(world, "items.air.good-days.all-met", "false"); /* nobody met it */
    year_expect(world, "items.air.good-days.rate", "null");
}

static void test_groups_count_the_decisions_of_their_items(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect(world, "groups.pollutants.items", "2");
    year_expect(world, "groups.pollutants.count", "2");
    year_expect(world, "groups.pollutants.all-met", "true");
    year_expect(world, "groups.pollutants.met-names", "全省");
    year_expect(world, "groups.pollutants.reached", "2");
    year_expect(world, "groups.pollutants.all-reached", "true");
    year_expect(world, "groups.pollutants.years-running", "2");
    year_expect_basis(world, "groups.pollutants.years-running", "whole air/pm25, whole air/pm10");
    year_settle(world, "whole", "air/pm10", "unmet", "71");
    year_load(world);
    year_expect(world, "groups.pollutants.reached", "1");
    year_expect(world, "groups.pollutants.all-reached", "false");
    year_expect(world, "groups.pollutants.years-running", "0");
    year_undecide(world, "whole", "air/pm25");
    year_load(world);
    year_expect(world, "groups.pollutants.years-running", "null");
    year_expect_open(world, "groups.pollutants.years-running", "air/pm25");
}

static void test_categories_count_ranked_jurisdictions_only(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect(world, "categories.air.name", "环境空气质量");
    year_expect(world, "categories.air.full", "10");
    year_expect(world, "categories.air.count", "6");
    year_expect(world, "categories.air.met", "4");
    year_expect(world, "categories.air.unmet-names", "长春市、白山市");
    year_expect(world, "categories.air.met-names", "四平市");
    year_expect(world, "categories.water.count", "0");
    year_expect(world, "categories.water.all-met", "false");
}

static void test_a_task_is_completed_when_every_jurisdiction_completed_it(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect(world, "rectification.central.name", "中央督察");
    year_expect(world, "rectification.central.count", "2");
    year_expect(world, "rectification.central.completed", "1");
    year_expect(world, "rectification.central.open", "1");
    year_expect(world, "rectification.central.rate", "50");
    year_expect(world, "rectification.central.all-completed", "false");
    year_expect(world, "rectification.central.on-track", "2");
    year_expect(world, "rectification.central.all-on-track", "true");
    year_expect(world, "rectification.central.overdue", "1");
    year_expect(world, "rectification.province.count", "0");
    year_expect(world, "rectification.province.all-completed", "false");
    year_expect(world, "rectification.province.all-on-track", "false");
    year_expect(world, "rectification.province.rate", "null");
    year_expect(world, "rectification.central.open-list.1.name", "垃圾处理");
    year_expect(world, "rectification.central.open-list.1.number", "8");
    year_expect(world, "rectification.central.open-list.1.government", "省政府");
    year_settle(world, "siping", "fix/c7", "behind", "");
    year_settle(world, "whole", "fix/c8", "closed-out", "");
    year_load(world);
    year_expect(world, "rectification.all.completed", "1");
    year_expect(world, "rectification.all.all-on-track", "false");
    year_expect(world, "rectification.all.open-list.1.government", "四平市政府");
    year_settle(world, "siping", "fix/c7", "completed", "");
    year_load(world);
    year_expect(world, "rectification.all.all-completed", "true");
    year_expect(world, "rectification.all.overdue", "0");
    assert_int_equal(year_fact(world, "rectification.all.open-list")->count, 0);
}

static void test_vetoes_name_the_jurisdictions_concerned(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect(world, "vetoes.count", "0");
    year_expect(world, "vetoes.any", "false");
    year_expect(world, "vetoes.names", "");
    year_settle(world, "siping", "bar/fraud", "triggered", "");
    year_load(world);
    year_expect(world, "vetoes.count", "1");
    year_expect(world, "vetoes.any", "true");
    year_expect(world, "vetoes.names", "四平市政府");
    year_expect(world, "siping.grade", "三等");
    year_settle(world, "siping", "bar/accident", "triggered", "");
    year_load(world);
    year_expect(world, "vetoes.count", "2");
    year_expect(world, "vetoes.names", "四平市政府");
}

/* ---- Jurisdictions, ranks, grades ---- */

static void test_a_jurisdiction_has_its_scores_rank_and_grade(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect(world, "siping.name", "四平市");
    year_expect(world, "siping.government", "四平市政府");
    year_expect(world, "siping.class", "市（州）");
    year_expect(world, "siping.total", "15");
    year_expect(world, "siping.rank", "1");
    year_expect(world, "siping.grade", "一等");
    year_expect(world, "changchun.air.score", "6");
    year_expect(world, "changchun.air.full", "10");
    year_expect(world, "changchun.air.rate", "60");
    year_expect(world, "whole.name", "全省");
    assert_null(value_at(world->facts, "whole.total"));
    assert_null(value_at(world->facts, "whole.air.score"));
    assert_null(value_at(world->facts, "siping.bar.score"));
    year_expect(world, "jurisdictions.count", "3");
    year_expect(world, "jurisdictions.names", "长春市、四平市、白山市");
    year_expect(world, "jurisdictions.list.1.id", "changchun");
    year_expect(world, "jurisdictions.list.1.rank", "3");
    year_expect(world, "ranking.1.name", "四平市");
    year_expect(world, "ranking.3.total", "11");
}

static void test_grades_leave_out_empty_ones_and_keep_the_order_of_ranks(void **state)
{
    struct world *world = *state;
    year_load(world);
    assert_int_equal(year_fact(world, "grades")->count, 2);
    year_expect(world, "grades.1.name", "一等");
    year_expect(world, "grades.1.count", "2");
    year_expect(world, "grades.1.names", "四平市政府、白山市政府");
    year_expect(world, "grades.1.members.2.name", "白山市");
    year_expect(world, "grades.2.name", "三等");
    year_expect(world, "grades.2.names", "长春市政府");
    year_expect(world, "classes.1.name", "市（州）");
    year_expect(world, "classes.1.count", "3");
    year_expect(world, "classes.1.grades.2.names", "长春市政府");
}

static void test_members_of_lists_know_where_they_stand(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect(world, "grades.1.first", "true");
    year_expect(world, "grades.1.more", "true");
    year_expect(world, "grades.2.last", "true");
    year_expect(world, "grades.2.more", "false");
    year_expect(world, "grades.1.members.1.last", "false");
    year_expect(world, "programme.departments.list.2.last", "true");
}

static void test_texts_of_the_year_are_facts(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect(world, "year", "2020");
    year_expect(world, "next-year", "2021");
    year_expect(world, "record.commit", "c0ffee");
    year_expect(world, "programme.number", "吉政发〔2016〕21号");
    year_expect(world, "programme.departments.names", "人社厅、环境厅");
    year_expect(world, "circular.number", "吉政函〔2021〕37号");
}

static void test_names_of_facts_are_reserved(void **state)
{
    struct world *world = *state;
    year_load(world);
    for (const char *const *name = facts_reserved; *name; name++)
        year_fact(world, *name);
}

/* ---- Where a fact came from ---- */

static void test_a_basis_names_exactly_the_entries(void **state)
{
    struct world *world = *state;
    year_load(world);
    year_expect_basis(world, "siping.air.good-days.gap", "siping air/good-days");
    year_expect_basis(world, "siping.air.good-days.target", "");
    year_expect_basis(world, "siping.air.score", "siping air/good-days, siping air/action");
    year_expect_basis(world, "siping.total",
                      "siping air/good-days, siping air/action, siping fix/c7, siping bar/fraud, "
                      "siping bar/accident");
    year_expect_basis(world, "items.air.action.met",
                      "changchun air/action, siping air/action, baishan air/action");
    year_expect_basis(world, "rectification.central.rate",
                      "changchun fix/c7, siping fix/c7, baishan fix/c7, whole fix/c8");
    year_expect_basis(world, "rectification.central.open-list.1.government", "whole fix/c8");
    year_expect_basis(
        world, "vetoes.any",
        "changchun bar/fraud, siping bar/fraud, siping bar/accident, baishan bar/fraud");
    assert_int_equal(year_fact(world, "grades")->source->count, 13);
    assert_ptr_equal(year_fact(world, "grades.1.names")->source,
                     year_fact(world, "siping.grade")->source);
    assert_string_equal(year_fact(world, "siping.air.good-days.unit")->source->formula,
                        "2020/checklist/air/good-days.md");
}

static void test_facts_of_a_pending_decision_are_open(void **state)
{
    struct world *world = *state;
    year_undecide(world, "siping", "air/good-days");
    year_load(world);
    year_expect(world, "siping.air.good-days.value", "null");
    year_expect(world, "siping.air.good-days.verdict", "null");
    year_expect(world, "siping.air.good-days.years-running", "null");
    year_expect(world, "siping.air.good-days.decided", "false");
    year_expect(world, "siping.air.good-days.reached", "false");
    year_expect(world, "siping.air.good-days.first", "false");
    year_expect(world, "items.air.good-days.met", "1");
    year_expect(world, "items.air.good-days.unmet-names", "长春市");
    year_expect_open(world, "siping.air.good-days.value", "air/good-days");
    year_expect_open(world, "siping.air.good-days.reached", "air/good-days");
    year_expect_open(world, "siping.air.score", "air/good-days");
    year_expect_open(world, "items.air.good-days.rate", "air/good-days");
    year_expect_open(world, "baishan.rank", "air/good-days");
    year_expect_open(world, "grades", "air/good-days");
    year_expect_settled(world, "baishan.total");
    year_expect_settled(world, "siping.air.good-days.target");
    year_expect_settled(world, "siping.air.action.met");
    year_expect_settled(world, "rectification.central.rate");
}

static void test_the_first_of_several_open_decisions_is_named(void **state)
{
    struct world *world = *state;
    year_undecide(world, "siping", "air/action");
    year_decide(world, "baishan", "fix/c7", "behind", "");
    year_load(world);
    year_expect_open(world, "grades", "air/action");
    year_expect_open(world, "rectification.all.rate", "fix/c7");
}

static void test_an_unconfirmed_decision_has_a_value_but_is_open(void **state)
{
    struct world *world = *state;
    year_decide(world, "siping", "air/good-days", "met", "90");
    year_load(world);
    year_expect(world, "siping.air.good-days.value", "90.0");
    year_expect_open(world, "siping.air.good-days.value", "air/good-days");
    year_expect_open(world, "categories.air.all-met", "air/good-days");
}

/* ---- The circular ---- */

static const char *find_partial(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "sections/air") == 0 ? "{{siping.air.good-days.value}}%" : NULL;
}

static enum status render(struct world *world, const char *text, bool draft)
{
    struct circular circular = {
        .name = "circular.md", .text = text, .partial = find_partial, .draft = draft};
    year_load(world);
    buffer_cut(&world->out, 0);
    return circular_render(&circular, world->facts, &world->out, NULL, &world->error);
}

static void expect_circular(struct world *world, const char *text, bool draft, const char *expected)
{
    if (render(world, text, draft))
        fail_msg("%s", world->error.text);
    assert_string_equal(world->out.bytes, expected);
}

static void expect_refusal(struct world *world, const char *text, enum status status,
                           const char *expected)
{
    assert_int_equal(render(world, text, false), status);
    assert_string_equal(world->error.text, expected);
}

#define GRADES "{{#grades}}{{names}}为{{name}}单位{{#more}}；{{/more}}{{/grades}}"

static void test_a_final_circular_states_what_the_record_supports(void **state)
{
    expect_circular(
        *state,
        "{{year}}年，{{>sections/air}}，{{#whole.water.sections.first}}首次"
        "{{/whole.water.sections.first}}达标。" GRADES "。",
        false, "2020年，89.8%，首次达标。四平市政府、白山市政府为一等单位；长春市政府为三等单位。");
}

static void test_a_final_circular_stops_at_a_pending_decision(void **state)
{
    struct world *world = *state;
    year_undecide(world, "siping", "air/good-days");
    expect_refusal(
        world, "一\n二{{siping.air.good-days.value}}", STATUS_NO,
        "circular.md:2: 'siping.air.good-days.value' rests on 四平市, air/good-days "
        "(优良天数比例), which is pending: decide and confirm it, or render a draft with "
        "--draft");
    expect_refusal(
        world, "\n\n{{>sections/air}}", STATUS_NO,
        "sections/air:1: 'siping.air.good-days.value' rests on 四平市, air/good-days "
        "(优良天数比例), which is pending: decide and confirm it, or render a draft with "
        "--draft");
    year_undecide(world, "siping", "air/action");
    expect_refusal(world, "{{siping.air.score}}", STATUS_NO,
                   "circular.md:1: 'siping.air.score' rests on 四平市, air/good-days "
                   "(优良天数比例), which is pending, and on others that are open (1 more): decide "
                   "and confirm it, or render a draft with --draft");
    assert_int_equal(render(world, GRADES, false), STATUS_NO);
    assert_int_equal(
        render(world, "{{^siping.air.good-days.met}}{{/siping.air.good-days.met}}", false),
        STATUS_NO);
}

static void test_a_final_circular_stops_at_what_is_not_confirmed_or_stale(void **state)
{
    struct world *world = *state;
    year_decide(world, "siping", "air/action", "met", "");
    expect_refusal(
        world, "{{siping.air.score}}", STATUS_NO,
        "circular.md:1: 'siping.air.score' rests on 四平市, air/action (秸秆禁烧), which "
        "waits for its confirmation: have it confirmed, or render a draft with --draft");
    year_settle(world, "siping", "air/action", "met", "");
    year_put(
        world, "2020/checklist/air/action.md",
        "---\nname: 禁烧\nkind: task\norder: 2\napplies: [city]\nsource: 示例\nfull: 6\n---\n");
    language_set(LANGUAGE_ZH);
    expect_refusal(world, "{{siping.air.action.verdict}}", STATUS_NO,
                   "circular.md:1: “siping.air.action.verdict”所依据的四平市 "
                   "air/action（禁烧）需重评：请重新评定并复核，或用 --draft 生成草稿");
}

static void test_a_final_circular_refuses_an_unknown_name(void **state)
{
    struct world *world = *state;
    expect_refusal(world, "\n{{siping.air.good-day.value}}", STATUS_INPUT,
                   "circular.md:2: there is no fact or partial 'siping.air.good-day.value': "
                   "correct the name; `kaoping facts` lists all facts");
    assert_int_equal(render(world, "{{#nothing}}{{/nothing}}", false), STATUS_INPUT);
    assert_int_equal(render(world, "{{>nothing}}", false), STATUS_INPUT);
    assert_int_equal(render(world, "{{grades}}", false), STATUS_INPUT);
}

static void test_a_final_circular_stops_at_a_fact_without_a_value(void **state)
{
    expect_refusal(*state, "{{whole.water.index.target}}", STATUS_NO,
                   "circular.md:1: 'whole.water.index.target' has no value in the record: add what "
                   "is missing there, or take the tag out");
}

static void test_a_draft_marks_what_is_open(void **state)
{
    struct world *world = *state;
    year_undecide(world, "siping", "air/good-days");
    expect_circular(world,
                    "比例{{siping.air.good-days.value}}%，目标{{siping.air.good-days.target}}%",
                    true, "比例【待定】%，目标84.5%");
    expect_circular(world, "得{{siping.air.score}}分", true, "得6【待定】分");
    expect_circular(world, "{{#siping.air.good-days.met}}完成{{/siping.air.good-days.met}}。", true,
                    "【待定】。");
    expect_circular(world,
                    "{{#siping.air.good-days.met}}完成{{/siping.air.good-days.met}}"
                    "{{^siping.air.good-days.met}}未完成{{/siping.air.good-days.met}}。",
                    true, "【待定】未完成。");
    expect_circular(world, "{{unknown}}、{{#unknown}}甲{{/unknown}}、{{>unknown}}", true,
                    "【待定】、【待定】、【待定】");
    expect_circular(world, "{{whole.water.index.target}}{{year}}", true, "【待定】2020");
}

static void test_a_draft_marks_the_members_of_a_list_and_not_the_list(void **state)
{
    struct world *world = *state;
    year_decide(world, "siping", "air/good-days", "met", "90");
    expect_circular(world, "{{#grades}}{{names}}{{#more}}；{{/more}}{{/grades}}", true,
                    "四平市政府、白山市政府【待定】；长春市政府【待定】");
    expect_circular(world, "{{#siping.air.good-days}}{{value}}{{unit}}{{/siping.air.good-days}}",
                    true, "90.0【待定】%");
}

static void test_all_that_stops_a_final_circular_is_gathered(void **state)
{
    struct world *world = *state;
    year_undecide(world, "siping", "air/good-days");
    year_load(world);
    struct circular_stops stops = {.arena = arena_new()};
    struct circular circular = {.name = "circular.md",
                                .text =
                                    "{{year}}\n{{unknown}}\n{{>sections/air}}\n{{grades}}\n"
                                    "{{#siping.air.good-days.met}}{{/siping.air.good-days.met}}",
                                .partial = find_partial,
                                .stops = &stops};
    static const struct {
        const char *file, *name;
        int line;
    } expected[] = {{"circular.md", "unknown", 2},
                    {"sections/air", "siping.air.good-days.value", 1},
                    {"circular.md", "grades", 4},
                    {"circular.md", "siping.air.good-days.met", 5}};
    if (circular_render(&circular, world->facts, &world->out, NULL, &world->error))
        fail_msg("%s", world->error.text);
    const struct circular_stop *stop = stops.first;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++, stop = stop->next) {
        assert_non_null(stop);
        assert_string_equal(stop->place.file, expected[i].file);
        assert_string_equal(stop->place.name, expected[i].name);
        assert_int_equal(stop->place.line, expected[i].line);
        assert_non_null(strstr(stop->why, expected[i].name));
    }
    assert_null(stop);
    assert_null(stops.first->value);
    arena_free(stops.arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, year_set_up, year_tear_down)

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        TEST(test_figures_have_the_places_of_their_item),
        TEST(test_a_gap_has_no_sign_and_is_rounded_once),
        TEST(test_what_has_no_target_has_no_comparison),
        TEST(test_years_running_count_back_without_a_break),
        TEST(test_a_missing_year_ends_the_years_running),
        TEST(test_first_best_and_better_look_at_earlier_years),
        TEST(test_earlier_values_are_not_those_of_one_jurisdiction_among_many),
        TEST(test_where_the_target_is_to_be_hit_the_nearer_is_the_better),
        TEST(test_all_met_is_false_when_one_is_unmet),
        TEST(test_exempt_entries_leave_the_count),
        TEST(test_groups_count_the_decisions_of_their_items),
        TEST(test_categories_count_ranked_jurisdictions_only),
        TEST(test_a_task_is_completed_when_every_jurisdiction_completed_it),
        TEST(test_vetoes_name_the_jurisdictions_concerned),
        TEST(test_a_jurisdiction_has_its_scores_rank_and_grade),
        TEST(test_grades_leave_out_empty_ones_and_keep_the_order_of_ranks),
        TEST(test_members_of_lists_know_where_they_stand),
        TEST(test_texts_of_the_year_are_facts),
        TEST(test_names_of_facts_are_reserved),
        TEST(test_a_basis_names_exactly_the_entries),
        TEST(test_facts_of_a_pending_decision_are_open),
        TEST(test_the_first_of_several_open_decisions_is_named),
        TEST(test_an_unconfirmed_decision_has_a_value_but_is_open),
        TEST(test_a_final_circular_states_what_the_record_supports),
        TEST(test_a_final_circular_stops_at_a_pending_decision),
        TEST(test_a_final_circular_stops_at_what_is_not_confirmed_or_stale),
        TEST(test_a_final_circular_refuses_an_unknown_name),
        TEST(test_a_final_circular_stops_at_a_fact_without_a_value),
        TEST(test_a_draft_marks_what_is_open),
        TEST(test_a_draft_marks_the_members_of_a_list_and_not_the_list),
        TEST(test_all_that_stops_a_final_circular_is_gathered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
