/* Facts: a small year in, figures out, each with what it rests on; and circulars over them. */
#include "core/buffer.h"
#include "core/circular.h"
#include "core/facts.h"
#include "core/language.h"
#include "core/load.h"
#include "core/memory.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- A small year ---- */

enum { FILES_MOST = 100 };

struct world {
    struct arena *arena;
    struct file files[FILES_MOST];
    size_t count;
    const struct assessment *assessment;
    const struct value *facts;
    struct buffer out;
    struct error error;
};

static const char *const year_files[][2] = {
    {"programme.md",
     "---\nformat: 1\nname: 目标责任制\ndocument: 《通知》\nnumber: 吉政发〔2016〕21号\n"
     "period: 2016-2020\ngroup: 领导小组\ndepartments:\n  - 人社厅\n  - 环境厅\n"
     "language: zh\n---\n"},
    {"reviewers.md", "---\nreviewers:\n  - name: 李明\n    email: liming@example.org\n"
                     "    roles: [review, confirm, publish]\n---\n"},
    {"2020/assessment.md",
     "---\nyear: 2020\ngrades:\n  - name: 一等\n    from: 12\n  - name: 二等\n    from: 11.5\n"
     "  - name: 三等\n    from: 5\n  - name: 四等\nclasses:\n  - {id: city, name: 市（州）}\n"
     "inspections:\n  - {id: central, name: 中央督察}\n  - {id: province, name: 省级督察}\nexempt: "
     "full\ntwo-person: true\n"
     "circular:\n  number: 吉政函〔2021〕37号\n---\n"},
    {"2020/jurisdictions/changchun.md",
     "---\nname: 长春市\ngovernment: 长春市政府\nclass: city\norder: 1\n---\n"},
    {"2020/jurisdictions/siping.md",
     "---\nname: 四平市\ngovernment: 四平市政府\nclass: city\norder: 2\n---\n"},
    {"2020/jurisdictions/baishan.md",
     "---\nname: 白山市\ngovernment: 白山市政府\nclass: city\norder: 3\n---\n"},
    {"2020/jurisdictions/whole.md",
     "---\nname: 全省\ngovernment: 省政府\nwhole: true\norder: 9\n---\n"},
    {"2020/checklist/air/category.md",
     "---\nname: 环境空气质量\norder: 1\nfull: 10\nrole: points\nscoring: items\n---\n"},
    {"2020/checklist/air/good-days.md",
     "---\nname: 优良天数比例\nkind: indicator\norder: 1\napplies: [city]\nsource: 示例\nfull: 4\n"
     "unit: \"%\"\ndirection: higher\nplaces: 1\ntarget: 80\ntargets: {siping: 84.5}\nearlier: "
     "{2019: 79}\n"
     "rule:\n  type: all-or-nothing\n---\n"},
    {"2020/checklist/air/action.md", "---\nname: 秸秆禁烧\nkind: task\norder: 2\napplies: [city]\n"
                                     "source: 示例\nfull: 6\n---\n"},
    {"2020/checklist/air/pm25.md",
     "---\nname: 细颗粒物\nkind: indicator\norder: 3\napplies: [whole]\nsource: 示例\n"
     "groups: [pollutants]\nunit: 微克/立方米\ndirection: lower\nplaces: 0\ntarget: 35\n"
     "earlier: {2018: 33, 2019: 32}\n---\n"},
    {"2020/checklist/air/pm10.md",
     "---\nname: 可吸入颗粒物\nkind: indicator\norder: 4\napplies: [whole]\nsource: 示例\n"
     "groups: [pollutants]\nunit: 微克/立方米\ndirection: lower\nplaces: 1\ntarget: 70\n"
     "earlier: {2017: 65, 2018: 72, 2019: 48}\n---\n"},
    {"2020/checklist/water/category.md", "---\nname: 水环境质量\norder: 2\nfull: 0\n---\n"},
    {"2020/checklist/water/sections.md",
     "---\nname: 国考断面\nkind: indicator\norder: 1\napplies: [whole]\nsource: 示例\nunit: 个\n"
     "direction: higher\nplaces: 0\ntarget: 48\nearlier: {2018: 45, 2019: 47}\n---\n"},
    {"2020/checklist/water/index.md",
     "---\nname: 指数\nkind: indicator\norder: 2\napplies: [whole]\nsource: 示例\nunit: \"\"\n"
     "direction: higher\nplaces: 2\n---\n"},
    {"2020/checklist/fix/category.md",
     "---\nname: 督察整改\norder: 3\nfull: 5\nrole: points\nscoring: share\n---\n"},
    {"2020/checklist/fix/c7.md",
     "---\nname: 黑臭水体\nkind: rectification\norder: 1\napplies: [city]\nsource: 示例\n"
     "inspection: central\nnumber: 7\nproblem: 问题\nobjective: 目标\nmeasures: 措施\n"
     "responsible: 市政府\nsupervising: 环境厅\ndeadline: standing\n---\n"},
    {"2020/checklist/fix/c8.md",
     "---\nname: 垃圾处理\nkind: rectification\norder: 2\napplies: [whole]\nsource: 示例\n"
     "inspection: central\nnumber: 8\nproblem: 问题\nobjective: 目标\nmeasures: 措施\n"
     "responsible: 省政府\nsupervising: 环境厅\ndeadline: 2020-06-30\n---\n"},
    {"2020/checklist/bar/category.md", "---\nname: 否决项\norder: 4\nfull: 0\nrole: veto\n---\n"},
    {"2020/checklist/bar/accident.md",
     "---\nname: 重大事故\nkind: veto\norder: 2\napplies: [siping]\nsource: 示例\n"
     "effect: fail\n---\n"},
    {"2020/checklist/bar/fraud.md", "---\nname: 数据造假\nkind: veto\norder: 1\napplies: [city]\n"
                                    "source: 示例\neffect: cap\ngrade: 三等\n---\n"},
};

/* Verdicts on the year's items: jurisdiction, item, verdict, value. */
static const char *const year_decisions[][4] = {
    {"changchun", "air/good-days", "unmet", "78"}, {"changchun", "air/action", "met", ""},
    {"changchun", "fix/c7", "completed", ""},      {"changchun", "bar/fraud", "clear", ""},
    {"siping", "air/good-days", "met", "89.85"},   {"siping", "air/action", "met", ""},
    {"siping", "fix/c7", "closed-out", ""},        {"siping", "bar/fraud", "clear", ""},
    {"siping", "bar/accident", "clear", ""},       {"baishan", "air/good-days", "met", "80"},
    {"baishan", "air/action", "partly", ""},       {"baishan", "fix/c7", "completed", ""},
    {"baishan", "bar/fraud", "clear", ""},         {"whole", "air/pm25", "met", "30.6"},
    {"whole", "air/pm10", "met", "49.5"},          {"whole", "water/sections", "met", "48"},
    {"whole", "water/index", "met", "68.07"},      {"whole", "fix/c8", "on-schedule", ""},
};

/* Stands for an object id: 40 hexadecimal digits that differ from text to text. */
static const char *blob_of(struct world *world, const char *text)
{
    uint64_t hash = 14695981039346656037U;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211U;
    return arena_format(world->arena, "%016llx%024d", (unsigned long long)hash, 0);
}

static void drop(struct world *world, const char *path)
{
    for (size_t i = 0; i < world->count; i++)
        if (strcmp(world->files[i].path, path) == 0)
            world->files[i] = world->files[--world->count];
}

static void put(struct world *world, const char *path, const char *text)
{
    drop(world, path);
    assert_true(world->count < FILES_MOST);
    world->files[world->count++] = (struct file){
        .path = path, .blob = blob_of(world, text), .bytes = text, .size = strlen(text)};
}

static const char *text_of(const struct world *world, const char *path)
{
    for (size_t i = 0; i < world->count; i++)
        if (strcmp(world->files[i].path, path) == 0)
            return world->files[i].bytes;
    fail_msg("no file %s", path);
    return "";
}

static char *place(struct world *world, const char *folder, const char *jurisdiction,
                   const char *item)
{
    return arena_format(world->arena, "2020/%s/%s/%s.md", folder, jurisdiction, item);
}

/* A decision without its confirmation. */
static const char *decide(struct world *world, const char *jurisdiction, const char *item,
                          const char *verdict, const char *value)
{
    const char *file = arena_format(world->arena, "2020/checklist/%s.md", item);
    const char *figure = *value ? arena_format(world->arena, "value: %s\n", value) : "";
    const char *text = arena_format(
        world->arena,
        "---\nitem: %s\njurisdiction: %s\nverdict: %s\n%sagainst: %s\n"
        "reviewer: 李明 <liming@example.org>\ndecided: 2021-03-02T10:12:00+08:00\n---\n\n依年报\n",
        item, jurisdiction, verdict, figure, blob_of(world, text_of(world, file)));
    put(world, place(world, "decisions", jurisdiction, item), text);
    drop(world, place(world, "confirmations", jurisdiction, item));
    return text;
}

static void settle(struct world *world, const char *jurisdiction, const char *item,
                   const char *verdict, const char *value)
{
    const char *decision = decide(world, jurisdiction, item, verdict, value);
    put(world, place(world, "confirmations", jurisdiction, item),
        arena_format(world->arena,
                     "---\nitem: %s\njurisdiction: %s\nverdict: confirmed\ndecision: %s\n"
                     "reviewer: 王芳 <wangfang@example.org>\n"
                     "confirmed: 2021-03-05T09:00:00+08:00\n---\n",
                     item, jurisdiction, blob_of(world, decision)));
}

static void undecide(struct world *world, const char *jurisdiction, const char *item)
{
    drop(world, place(world, "decisions", jurisdiction, item));
    drop(world, place(world, "confirmations", jurisdiction, item));
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

static void load(struct world *world)
{
    qsort(world->files, world->count, sizeof *world->files, by_path);
    struct files files = {.list = world->files, .count = world->count};
    if (assessment_load(world->arena, &files, "2020", "2021-03-09", &world->assessment,
                        &world->error))
        fail_msg("%s", world->error.text);
    world->facts = facts_new(world->arena, tally_new(world->arena, world->assessment), "c0ffee");
}

static int set_up(void **state)
{
    struct world *world = memory_new(sizeof *world);
    *world = (struct world){.arena = arena_new(), .out = BUFFER_EMPTY};
    language_set(LANGUAGE_EN);
    for (size_t i = 0; i < sizeof year_files / sizeof *year_files; i++)
        put(world, year_files[i][0], year_files[i][1]);
    for (size_t i = 0; i < sizeof year_decisions / sizeof *year_decisions; i++)
        settle(world, year_decisions[i][0], year_decisions[i][1], year_decisions[i][2],
               year_decisions[i][3]);
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    buffer_free(&world->out);
    arena_free(world->arena);
    free(world);
    return 0;
}

/* ---- Looking at facts ---- */

static const struct value *fact(const struct world *world, const char *name)
{
    const struct value *value = value_at(world->facts, name);
    if (!value)
        fail_msg("there is no fact %s", name);
    return value;
}

/* What the fact says: its text, true or false, null. */
static void expect(const struct world *world, const char *name, const char *expected)
{
    const struct value *value = fact(world, name);
    const char *text = value->kind == VALUE_NULL    ? "null"
                       : value->kind == VALUE_TRUTH ? (value->truth ? "true" : "false")
                                                    : value->text;
    if (strcmp(text, expected) != 0)
        fail_msg("%s is %s, not %s", name, text, expected);
}

/* The entries that the fact rests on, as `jurisdiction item` joined by commas. */
static void expect_basis(struct world *world, const char *name, const char *expected)
{
    const struct source *source = fact(world, name)->source;
    buffer_cut(&world->out, 0);
    for (size_t i = 0; i < source->count; i++)
        buffer_format(&world->out, "%s%s %s", i ? ", " : "", source->basis[i]->jurisdiction->id,
                      source->basis[i]->item->id);
    assert_string_equal(world->out.bytes, expected);
}

static void expect_open(const struct world *world, const char *name, const char *item)
{
    const struct source *source = fact(world, name)->source;
    if (!source || !source->open || strcmp(source->open->item->id, item) != 0)
        fail_msg("%s should be open for %s", name, item);
}

static void expect_settled(const struct world *world, const char *name)
{
    const struct source *source = fact(world, name)->source;
    if (source && source->open)
        fail_msg("%s should be settled but is open for %s", name, source->open->item->id);
}

/* ---- One item ---- */

static void test_figures_have_the_places_of_their_item(void **state)
{
    struct world *world = *state;
    load(world);
    expect(world, "siping.air.good-days.value", "89.8"); /* 89.85, half to even */
    expect(world, "siping.air.good-days.target", "84.5");
    expect(world, "changchun.air.good-days.target", "80");
    expect(world, "whole.air.pm25.value", "31");
    expect(world, "whole.water.index.value", "68.07");
    expect(world, "siping.air.good-days.unit", "%");
    expect(world, "siping.air.good-days.name", "优良天数比例");
    expect(world, "siping.air.good-days.full", "4");
    expect(world, "siping.air.good-days.score", "4");
    expect(world, "siping.air.good-days.verdict", "完成");
    expect(world, "siping.air.good-days.reason", "依年报");
}

static void test_a_gap_has_no_sign_and_is_rounded_once(void **state)
{
    struct world *world = *state;
    load(world);
    expect(world, "siping.air.good-days.gap", "5.4"); /* 5.35, half to even; not 89.8 − 84.5 */
    expect(world, "changchun.air.good-days.gap", "2.0");
    expect(world, "whole.air.pm25.gap", "4"); /* 4.4 below */
    expect(world, "whole.air.pm25.below", "true");
    expect(world, "whole.air.pm25.above", "false");
    expect(world, "whole.air.pm25.reached", "true");
    expect(world, "changchun.air.good-days.reached", "false");
    expect(world, "changchun.air.good-days.below", "true");
    expect(world, "baishan.air.good-days.at-target", "true");
    expect(world, "baishan.air.good-days.above", "false");
    expect(world, "baishan.air.good-days.below", "false");
    expect(world, "siping.air.good-days.above", "true");
    expect(world, "baishan.air.good-days.reached", "true");
}

static void test_what_has_no_target_has_no_comparison(void **state)
{
    struct world *world = *state;
    load(world);
    expect(world, "whole.water.index.target", "null");
    expect(world, "whole.water.index.gap", "null");
    expect(world, "whole.water.index.reached", "null");
    expect(world, "whole.water.index.years-running", "null");
    expect(world, "whole.water.index.met", "true");
    expect(world, "whole.water.index.full", "null");
    assert_null(value_at(world->facts, "siping.air.action.target"));
}

static void test_years_running_count_back_without_a_break(void **state)
{
    struct world *world = *state;
    load(world);
    expect(world, "whole.air.pm25.years-running", "3");
    expect(world, "whole.air.pm10.years-running", "2"); /* 2018 missed it, 2017 did not */
    expect(world, "whole.water.sections.years-running", "1");
    settle(world, "whole", "air/pm25", "unmet", "36");
    load(world);
    expect(world, "whole.air.pm25.years-running", "0");
}

static void test_a_missing_year_ends_the_years_running(void **state)
{
    struct world *world = *state;
    put(world, "2020/checklist/air/pm25.md",
        "---\nname: 细颗粒物\nkind: indicator\norder: 3\napplies: [whole]\nsource: 示例\n"
        "unit: 微克\ndirection: lower\nplaces: 0\ntarget: 35\nearlier: {2017: 33, 2018: 32}\n"
        "---\n");
    settle(world, "whole", "air/pm25", "met", "30.6");
    load(world);
    expect(world, "whole.air.pm25.years-running", "1");
    expect(world, "whole.air.pm25.better-than-last", "null");
    expect(world, "whole.air.pm25.best", "true");
}

static void test_first_best_and_better_look_at_earlier_years(void **state)
{
    struct world *world = *state;
    load(world);
    expect(world, "whole.water.sections.first", "true");
    expect(world, "whole.water.sections.best", "true");
    expect(world, "whole.water.sections.better-than-last", "true");
    expect(world, "whole.air.pm25.first", "false");
    expect(world, "whole.air.pm25.best", "true");
    expect(world, "whole.air.pm10.best", "false"); /* 48 in 2019 was lower */
    expect(world, "whole.air.pm10.better-than-last", "false");
    expect(world, "whole.water.index.best", "null"); /* no earlier values */
    settle(world, "whole", "water/sections", "unmet", "47");
    load(world);
    expect(world, "whole.water.sections.first", "false");
    expect(world, "whole.water.sections.best", "true"); /* as good as */
    expect(world, "whole.water.sections.better-than-last", "false");
}

static void test_earlier_values_are_not_those_of_one_jurisdiction_among_many(void **state)
{
    struct world *world = *state;
    load(world);
    expect(world, "siping.air.good-days.first", "null");
    expect(world, "siping.air.good-days.better-than-last", "null");
    expect(world, "siping.air.good-days.years-running", "1");
}

static void test_where_the_target_is_to_be_hit_the_nearer_is_the_better(void **state)
{
    struct world *world = *state;
    put(world, "2020/checklist/water/sections.md",
        "---\nname: 水位\nkind: indicator\norder: 1\napplies: [whole]\nsource: 示例\nunit: 米\n"
        "direction: equal\nplaces: 1\ntarget: 10\nearlier: {2018: 10.5, 2019: 8}\n---\n");
    settle(world, "whole", "water/sections", "unmet", "11");
    load(world);
    expect(world, "whole.water.sections.reached", "false");
    expect(world, "whole.water.sections.better-than-last", "true");
    expect(world, "whole.water.sections.best", "false");
}

/* ---- Many items ---- */

static void test_all_met_is_false_when_one_is_unmet(void **state)
{
    struct world *world = *state;
    load(world);
    expect(world, "items.air.good-days.count", "3");
    expect(world, "items.air.good-days.met", "2");
    expect(world, "items.air.good-days.unmet", "1");
    expect(world, "items.air.good-days.rate", "66.67");
    expect(world, "items.air.good-days.all-met", "false");
    expect(world, "items.air.good-days.unmet-names", "长春市");
    expect(world, "items.air.good-days.met-names", "四平市、白山市");
    expect(world, "items.fix.c7.all-met", "true");
    expect(world, "items.bar.fraud.all-met", "true");
    assert_null(value_at(world->facts, "items.air.pm25"));
}

static void test_exempt_entries_leave_the_count(void **state)
{
    struct world *world = *state;
    settle(world, "changchun", "air/good-days", "exempt", "");
    load(world);
    expect(world, "items.air.good-days.count", "2");
    expect(world, "items.air.good-days.all-met", "true");
    expect(world, "items.air.good-days.rate", "100");
    expect(world, "changchun.air.good-days.value", "null");
    settle(world, "siping", "air/good-days", "exempt", "");
    settle(world, "baishan", "air/good-days", "exempt", "");
    load(world);
    expect(world, "items.air.good-days.all-met", "false"); /* nobody met it */
    expect(world, "items.air.good-days.rate", "null");
}

static void test_groups_count_the_decisions_of_their_items(void **state)
{
    struct world *world = *state;
    load(world);
    expect(world, "groups.pollutants.items", "2");
    expect(world, "groups.pollutants.count", "2");
    expect(world, "groups.pollutants.all-met", "true");
    expect(world, "groups.pollutants.met-names", "全省");
    expect(world, "groups.pollutants.reached", "2");
    expect(world, "groups.pollutants.all-reached", "true");
    expect(world, "groups.pollutants.years-running", "2");
    expect_basis(world, "groups.pollutants.years-running", "whole air/pm25, whole air/pm10");
    settle(world, "whole", "air/pm10", "unmet", "71");
    load(world);
    expect(world, "groups.pollutants.reached", "1");
    expect(world, "groups.pollutants.all-reached", "false");
    expect(world, "groups.pollutants.years-running", "0");
    undecide(world, "whole", "air/pm25");
    load(world);
    expect(world, "groups.pollutants.years-running", "null");
    expect_open(world, "groups.pollutants.years-running", "air/pm25");
}

static void test_categories_count_ranked_jurisdictions_only(void **state)
{
    struct world *world = *state;
    load(world);
    expect(world, "categories.air.name", "环境空气质量");
    expect(world, "categories.air.full", "10");
    expect(world, "categories.air.count", "6");
    expect(world, "categories.air.met", "4");
    expect(world, "categories.air.unmet-names", "长春市、白山市");
    expect(world, "categories.air.met-names", "四平市");
    expect(world, "categories.water.count", "0");
    expect(world, "categories.water.all-met", "false");
}

static void test_a_task_is_completed_when_every_jurisdiction_completed_it(void **state)
{
    struct world *world = *state;
    load(world);
    expect(world, "rectification.central.name", "中央督察");
    expect(world, "rectification.central.count", "2");
    expect(world, "rectification.central.completed", "1");
    expect(world, "rectification.central.open", "1");
    expect(world, "rectification.central.rate", "50");
    expect(world, "rectification.central.all-completed", "false");
    expect(world, "rectification.central.on-track", "2");
    expect(world, "rectification.central.all-on-track", "true");
    expect(world, "rectification.central.overdue", "1");
    expect(world, "rectification.province.count", "0");
    expect(world, "rectification.province.all-completed", "false");
    expect(world, "rectification.province.all-on-track", "false");
    expect(world, "rectification.province.rate", "null");
    expect(world, "rectification.central.open-list.1.name", "垃圾处理");
    expect(world, "rectification.central.open-list.1.number", "8");
    expect(world, "rectification.central.open-list.1.government", "省政府");
    settle(world, "siping", "fix/c7", "behind", "");
    settle(world, "whole", "fix/c8", "closed-out", "");
    load(world);
    expect(world, "rectification.all.completed", "1");
    expect(world, "rectification.all.all-on-track", "false");
    expect(world, "rectification.all.open-list.1.government", "四平市政府");
    settle(world, "siping", "fix/c7", "completed", "");
    load(world);
    expect(world, "rectification.all.all-completed", "true");
    expect(world, "rectification.all.overdue", "0");
    assert_int_equal(fact(world, "rectification.all.open-list")->count, 0);
}

static void test_vetoes_name_the_jurisdictions_concerned(void **state)
{
    struct world *world = *state;
    load(world);
    expect(world, "vetoes.count", "0");
    expect(world, "vetoes.any", "false");
    expect(world, "vetoes.names", "");
    settle(world, "siping", "bar/fraud", "triggered", "");
    load(world);
    expect(world, "vetoes.count", "1");
    expect(world, "vetoes.any", "true");
    expect(world, "vetoes.names", "四平市政府");
    expect(world, "siping.grade", "三等");
    settle(world, "siping", "bar/accident", "triggered", "");
    load(world);
    expect(world, "vetoes.count", "2");
    expect(world, "vetoes.names", "四平市政府");
}

/* ---- Jurisdictions, ranks, grades ---- */

static void test_a_jurisdiction_has_its_scores_rank_and_grade(void **state)
{
    struct world *world = *state;
    load(world);
    expect(world, "siping.name", "四平市");
    expect(world, "siping.government", "四平市政府");
    expect(world, "siping.class", "市（州）");
    expect(world, "siping.total", "15");
    expect(world, "siping.rank", "1");
    expect(world, "siping.grade", "一等");
    expect(world, "changchun.air.score", "6");
    expect(world, "changchun.air.full", "10");
    expect(world, "changchun.air.rate", "60");
    expect(world, "whole.name", "全省");
    assert_null(value_at(world->facts, "whole.total"));
    assert_null(value_at(world->facts, "whole.air.score"));
    assert_null(value_at(world->facts, "siping.bar.score"));
    expect(world, "jurisdictions.count", "3");
    expect(world, "jurisdictions.names", "长春市、四平市、白山市");
    expect(world, "jurisdictions.list.1.id", "changchun");
    expect(world, "jurisdictions.list.1.rank", "3");
    expect(world, "ranking.1.name", "四平市");
    expect(world, "ranking.3.total", "11");
}

static void test_grades_leave_out_empty_ones_and_keep_the_order_of_ranks(void **state)
{
    struct world *world = *state;
    load(world);
    assert_int_equal(fact(world, "grades")->count, 2);
    expect(world, "grades.1.name", "一等");
    expect(world, "grades.1.count", "2");
    expect(world, "grades.1.names", "四平市政府、白山市政府");
    expect(world, "grades.1.members.2.name", "白山市");
    expect(world, "grades.2.name", "三等");
    expect(world, "grades.2.names", "长春市政府");
    expect(world, "classes.1.name", "市（州）");
    expect(world, "classes.1.count", "3");
    expect(world, "classes.1.grades.2.names", "长春市政府");
}

static void test_members_of_lists_know_where_they_stand(void **state)
{
    struct world *world = *state;
    load(world);
    expect(world, "grades.1.first", "true");
    expect(world, "grades.1.more", "true");
    expect(world, "grades.2.last", "true");
    expect(world, "grades.2.more", "false");
    expect(world, "grades.1.members.1.last", "false");
    expect(world, "programme.departments.list.2.last", "true");
}

static void test_texts_of_the_year_are_facts(void **state)
{
    struct world *world = *state;
    load(world);
    expect(world, "year", "2020");
    expect(world, "next-year", "2021");
    expect(world, "record.commit", "c0ffee");
    expect(world, "programme.number", "吉政发〔2016〕21号");
    expect(world, "programme.departments.names", "人社厅、环境厅");
    expect(world, "circular.number", "吉政函〔2021〕37号");
}

static void test_names_of_facts_are_reserved(void **state)
{
    struct world *world = *state;
    load(world);
    for (const char *const *name = facts_reserved; *name; name++)
        fact(world, *name);
}

/* ---- Where a fact came from ---- */

static void test_a_basis_names_exactly_the_entries(void **state)
{
    struct world *world = *state;
    load(world);
    expect_basis(world, "siping.air.good-days.gap", "siping air/good-days");
    expect_basis(world, "siping.air.good-days.target", "");
    expect_basis(world, "siping.air.score", "siping air/good-days, siping air/action");
    expect_basis(world, "siping.total",
                 "siping air/good-days, siping air/action, siping fix/c7, siping bar/fraud, "
                 "siping bar/accident");
    expect_basis(world, "items.air.action.met",
                 "changchun air/action, siping air/action, baishan air/action");
    expect_basis(world, "rectification.central.rate",
                 "changchun fix/c7, siping fix/c7, baishan fix/c7, whole fix/c8");
    expect_basis(world, "rectification.central.open-list.1.government", "whole fix/c8");
    expect_basis(world, "vetoes.any",
                 "changchun bar/fraud, siping bar/fraud, siping bar/accident, baishan bar/fraud");
    assert_int_equal(fact(world, "grades")->source->count, 13);
    assert_ptr_equal(fact(world, "grades.1.names")->source, fact(world, "siping.grade")->source);
    assert_string_equal(fact(world, "siping.air.good-days.unit")->source->formula,
                        "2020/checklist/air/good-days.md");
}

static void test_facts_of_a_pending_decision_are_open(void **state)
{
    struct world *world = *state;
    undecide(world, "siping", "air/good-days");
    load(world);
    expect(world, "siping.air.good-days.value", "null");
    expect(world, "siping.air.good-days.verdict", "null");
    expect(world, "siping.air.good-days.years-running", "null");
    expect(world, "siping.air.good-days.decided", "false");
    expect(world, "siping.air.good-days.reached", "false");
    expect(world, "siping.air.good-days.first", "false");
    expect(world, "items.air.good-days.met", "1");
    expect(world, "items.air.good-days.unmet-names", "长春市");
    expect_open(world, "siping.air.good-days.value", "air/good-days");
    expect_open(world, "siping.air.good-days.reached", "air/good-days");
    expect_open(world, "siping.air.score", "air/good-days");
    expect_open(world, "items.air.good-days.rate", "air/good-days");
    expect_open(world, "baishan.rank", "air/good-days");
    expect_open(world, "grades", "air/good-days");
    expect_settled(world, "baishan.total");
    expect_settled(world, "siping.air.good-days.target");
    expect_settled(world, "siping.air.action.met");
    expect_settled(world, "rectification.central.rate");
}

static void test_the_first_of_several_open_decisions_is_named(void **state)
{
    struct world *world = *state;
    undecide(world, "siping", "air/action");
    decide(world, "baishan", "fix/c7", "behind", "");
    load(world);
    expect_open(world, "grades", "air/action");
    expect_open(world, "rectification.all.rate", "fix/c7");
}

static void test_an_unconfirmed_decision_has_a_value_but_is_open(void **state)
{
    struct world *world = *state;
    decide(world, "siping", "air/good-days", "met", "90");
    load(world);
    expect(world, "siping.air.good-days.value", "90.0");
    expect_open(world, "siping.air.good-days.value", "air/good-days");
    expect_open(world, "categories.air.all-met", "air/good-days");
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
    load(world);
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
    undecide(world, "siping", "air/good-days");
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
    undecide(world, "siping", "air/action");
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
    decide(world, "siping", "air/action", "met", "");
    expect_refusal(
        world, "{{siping.air.score}}", STATUS_NO,
        "circular.md:1: 'siping.air.score' rests on 四平市, air/action (秸秆禁烧), which "
        "waits for its confirmation: have it confirmed, or render a draft with --draft");
    settle(world, "siping", "air/action", "met", "");
    put(world, "2020/checklist/air/action.md",
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
    undecide(world, "siping", "air/good-days");
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
    decide(world, "siping", "air/good-days", "met", "90");
    expect_circular(world, "{{#grades}}{{names}}{{#more}}；{{/more}}{{/grades}}", true,
                    "四平市政府、白山市政府【待定】；长春市政府【待定】");
    expect_circular(world, "{{#siping.air.good-days}}{{value}}{{unit}}{{/siping.air.good-days}}",
                    true, "90.0【待定】%");
}

static void test_all_that_stops_a_final_circular_is_gathered(void **state)
{
    struct world *world = *state;
    undecide(world, "siping", "air/good-days");
    load(world);
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

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
