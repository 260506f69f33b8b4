#include "tests/harness/year.h"

#include "core/facts.h"
#include "core/language.h"
#include "core/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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

void year_drop(struct world *world, const char *path)
{
    for (size_t i = 0; i < world->count; i++)
        if (strcmp(world->files[i].path, path) == 0)
            world->files[i] = world->files[--world->count];
}

void year_put(struct world *world, const char *path, const char *text)
{
    year_drop(world, path);
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
const char *year_decide(struct world *world, const char *jurisdiction, const char *item,
                        const char *verdict, const char *value)
{
    const char *file = arena_format(world->arena, "2020/checklist/%s.md", item);
    const char *figure = *value ? arena_format(world->arena, "value: %s\n", value) : "";
    const char *text = arena_format(
        world->arena,
        "---\nitem: %s\njurisdiction: %s\nverdict: %s\n%sagainst: %s\n"
        "reviewer: 李明 <liming@example.org>\ndecided: 2021-03-02T10:12:00+08:00\n---\n\n依年报\n",
        item, jurisdiction, verdict, figure, blob_of(world, text_of(world, file)));
    year_put(world, place(world, "decisions", jurisdiction, item), text);
    year_drop(world, place(world, "confirmations", jurisdiction, item));
    return text;
}

void year_settle(struct world *world, const char *jurisdiction, const char *item,
                 const char *verdict, const char *value)
{
    const char *decision = year_decide(world, jurisdiction, item, verdict, value);
    year_put(world, place(world, "confirmations", jurisdiction, item),
             arena_format(world->arena,
                          "---\nitem: %s\njurisdiction: %s\nverdict: confirmed\ndecision: %s\n"
                          "reviewer: 王芳 <wangfang@example.org>\n"
                          "confirmed: 2021-03-05T09:00:00+08:00\n---\n",
                          item, jurisdiction, blob_of(world, decision)));
}

void year_undecide(struct world *world, const char *jurisdiction, const char *item)
{
    year_drop(world, place(world, "decisions", jurisdiction, item));
    year_drop(world, place(world, "confirmations", jurisdiction, item));
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

enum status year_try(struct world *world)
{
    qsort(world->files, world->count, sizeof *world->files, by_path);
    struct files files = {.list = world->files, .count = world->count};
    return assessment_load(world->arena, &files, "2020", "2021-03-09", &world->assessment,
                           &world->error);
}

void year_load(struct world *world)
{
    if (year_try(world))
        fail_msg("%s", world->error.text);
    world->facts = facts_new(world->arena, tally_new(world->arena, world->assessment), "c0ffee");
}

int year_set_up(void **state)
{
    struct world *world = memory_new(sizeof *world);
    *world = (struct world){.arena = arena_new(), .out = BUFFER_EMPTY};
    language_set(LANGUAGE_EN);
    for (size_t i = 0; i < sizeof year_files / sizeof *year_files; i++)
        year_put(world, year_files[i][0], year_files[i][1]);
    for (size_t i = 0; i < sizeof year_decisions / sizeof *year_decisions; i++)
        year_settle(world, year_decisions[i][0], year_decisions[i][1], year_decisions[i][2],
                    year_decisions[i][3]);
    *state = world;
    return 0;
}

int year_tear_down(void **state)
{
    struct world *world = *state;
    buffer_free(&world->out);
    arena_free(world->arena);
    free(world);
    return 0;
}

/* ---- Looking at facts ---- */

const struct value *year_fact(const struct world *world, const char *name)
{
    const struct value *value = value_at(world->facts, name);
    if (!value)
        fail_msg("there is no fact %s", name);
    return value;
}

/* What the fact says: its text, true or false, null. */
void year_expect(const struct world *world, const char *name, const char *expected)
{
    const struct value *value = year_fact(world, name);
    const char *text = value->kind == VALUE_NULL    ? "null"
                       : value->kind == VALUE_TRUTH ? (value->truth ? "true" : "false")
                                                    : value->text;
    if (strcmp(text, expected) != 0)
        fail_msg("%s is %s, not %s", name, text, expected);
}

/* The entries that the fact rests on, as `jurisdiction item` joined by commas. */
void year_expect_basis(struct world *world, const char *name, const char *expected)
{
    const struct source *source = year_fact(world, name)->source;
    buffer_cut(&world->out, 0);
    for (size_t i = 0; i < source->count; i++)
        buffer_format(&world->out, "%s%s %s", i ? ", " : "", source->basis[i]->jurisdiction->id,
                      source->basis[i]->item->id);
    assert_string_equal(world->out.bytes, expected);
}

void year_expect_open(const struct world *world, const char *name, const char *item)
{
    const struct source *source = year_fact(world, name)->source;
    if (!source || !source->open || strcmp(source->open->item->id, item) != 0)
        fail_msg("%s should be open for %s", name, item);
}

void year_expect_settled(const struct world *world, const char *name)
{
    const struct source *source = year_fact(world, name)->source;
    if (source && source->open)
        fail_msg("%s should be settled but is open for %s", name, source->open->item->id);
}
