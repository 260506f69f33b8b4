/*
 * Proof-reading: a template in, findings out. For each rule texts in which it finds what it should,
 * and texts that it must let be.
 */
#include "core/buffer.h"
#include "core/circular.h"
#include "core/facts.h"
#include "core/language.h"
#include "core/load.h"
#include "core/memory.h"
#include "core/proof.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- A small year ---- */

static const char *const year_files[][2] = {
    {"programme.md",
     "---\nformat: 1\nname: 目标责任制\ndocument: 《通知》\nnumber: 吉政发〔2016〕21号\n"
     "period: 2016-2020\ngroup: 领导小组\ndepartments: [环境厅]\nlanguage: zh\n---\n"},
    {"2020/assessment.md",
     "---\nyear: 2020\ngrades:\n  - {name: 一等, from: 10}\n  - {name: 二等}\n"
     "classes:\n  - {id: city, name: 市（州）}\n  - {id: zone, name: 管委会}\n"
     "inspections:\n  - {id: central, name: 中央督察}\n  - {id: province, name: 省级督察}\n"
     "two-person: false\ncircular:\n  addressees: 各市（州）人民政府,各县（市）人民政府\n"
     "  award: 不发放奖金\n---\n"},
    {"2020/jurisdictions/changchun.md",
     "---\nname: 长春市\ngovernment: 长春市政府\nclass: city\norder: 1\n---\n"},
    {"2020/jurisdictions/jilin.md",
     "---\nname: 吉林市\ngovernment: 吉林市政府\nclass: city\norder: 2\n---\n"},
    {"2020/jurisdictions/siping.md",
     "---\nname: 四平市\ngovernment: 四平市政府\nclass: city\norder: 3\n---\n"},
    {"2020/jurisdictions/yanbian.md",
     "---\nname: 延边州\ngovernment: 延边州政府\nclass: city\norder: 4\n"
     "texts: {people: 延边州人民政府}\n---\n"},
    {"2020/jurisdictions/changbaishan.md",
     "---\nname: 长白山\ngovernment: 长白山管委会\nclass: zone\norder: 5\n---\n"},
    {"2020/jurisdictions/whole.md",
     "---\nname: 吉林省\ngovernment: 省政府\nwhole: true\norder: 9\n---\n"},
    {"2020/checklist/air/category.md",
     "---\nname: 环境空气质量\norder: 1\nfull: 10\nrole: points\nscoring: items\n---\n"},
    {"2020/checklist/air/city-days.md",
     "---\nname: 城市优良天数比例\nkind: indicator\norder: 1\napplies: [all]\nsource: 示例\n"
     "full: 10\nunit: \"%\"\ndirection: higher\nplaces: 1\ntarget: 80\n"
     "rule: {type: all-or-nothing}\n---\n"},
    {"2020/checklist/air/days.md",
     "---\nname: 全省优良天数比例\nkind: indicator\norder: 2\napplies: [whole]\nsource: 示例\n"
     "unit: \"%\"\ndirection: higher\nplaces: 1\ntarget: 80\n---\n"},
    {"2020/checklist/air/pm25.md",
     "---\nname: 细颗粒物（PM2.5）平均浓度\nkind: indicator\norder: 3\napplies: [whole]\n"
     "source: 示例\nunit: 微克/立方米\ndirection: lower\nplaces: 0\ntarget: 43\n---\n"},
    {"2020/checklist/work/category.md", "---\nname: 重点任务\norder: 2\nfull: 0\n---\n"},
    {"2020/checklist/work/t1.md", "---\nname: 秸秆禁烧\nkind: task\norder: 1\napplies: [whole]\n"
                                  "source: 示例\ngroups: [works]\n---\n"},
    {"2020/checklist/work/t2.md", "---\nname: 散煤治理\nkind: task\norder: 2\napplies: [whole]\n"
                                  "source: 示例\ngroups: [works]\n---\n"},
    {"2020/checklist/fix/category.md", "---\nname: 督察整改\norder: 3\nfull: 0\n---\n"},
    {"2020/checklist/fix/c7.md",
     "---\nname: 黑臭水体\nkind: rectification\norder: 1\napplies: [whole]\nsource: 示例\n"
     "inspection: central\nnumber: 7\nproblem: 问题\ndeadline: standing\n---\n"},
    {"2020/checklist/fix/c8.md",
     "---\nname: 垃圾处理\nkind: rectification\norder: 2\napplies: [whole]\nsource: 示例\n"
     "inspection: central\nnumber: 8\nproblem: 问题\ndeadline: standing\n---\n"},
    {"2020/checklist/fix/p1.md",
     "---\nname: 垃圾处理\nkind: rectification\norder: 3\napplies: [whole]\nsource: 示例\n"
     "inspection: province\nnumber: 1\nproblem: 问题\ndeadline: standing\n---\n"},
};

/* 一等: 长春 and 长白山; 中央督察: one of two completed; works: one of two met. */
static const char *const year_decisions[][4] = {
    {"changchun", "air/city-days", "met", "85"},
    {"jilin", "air/city-days", "unmet", "79"},
    {"siping", "air/city-days", "unmet", "78"},
    {"yanbian", "air/city-days", "unmet", "70"},
    {"changbaishan", "air/city-days", "met", "96"},
    {"whole", "air/days", "met", "89.8"},
    {"whole", "air/pm25", "met", "31"},
    {"whole", "work/t1", "met", ""},
    {"whole", "work/t2", "unmet", ""},
    {"whole", "fix/c7", "completed", ""},
    {"whole", "fix/c8", "on-schedule", ""},
    {"whole", "fix/p1", "completed", ""},
};

enum { FILES_MOST = 100 };

static struct arena *year_arena;
static const struct assessment *assessment;
static const struct value *facts;

static const char *blob_of(const char *text)
{
    uint64_t hash = 14695981039346656037U;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211U;
    return arena_format(year_arena, "%016llx%024d", (unsigned long long)hash, 0);
}

static void put(struct file *list, size_t *count, const char *path, const char *text)
{
    list[(*count)++] =
        (struct file){.path = path, .blob = blob_of(text), .bytes = text, .size = strlen(text)};
}

static void decide(struct file *list, size_t *count, const char *const decision[4])
{
    const char *path = arena_format(year_arena, "2020/checklist/%s.md", decision[1]), *item = "";
    for (size_t i = 0; i < *count; i++)
        if (strcmp(list[i].path, path) == 0)
            item = list[i].bytes;
    const char *value = *decision[3] ? arena_format(year_arena, "value: %s\n", decision[3]) : "";
    put(list, count, arena_format(year_arena, "2020/decisions/%s/%s.md", decision[0], decision[1]),
        arena_format(year_arena,
                     "---\nitem: %s\njurisdiction: %s\nverdict: %s\n%sagainst: %s\n"
                     "reviewer: 李明 <liming@example.org>\n"
                     "decided: 2021-03-02T10:12:00+08:00\n---\n\n依年报\n",
                     decision[1], decision[0], decision[2], value, blob_of(item)));
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

static int load_year(void **state)
{
    (void)state;
    static struct file list[FILES_MOST];
    size_t count = 0;
    struct error error;
    year_arena = arena_new();
    language_set(LANGUAGE_EN);
    for (size_t i = 0; i < sizeof year_files / sizeof *year_files; i++)
        put(list, &count, year_files[i][0], year_files[i][1]);
    for (size_t i = 0; i < sizeof year_decisions / sizeof *year_decisions; i++)
        decide(list, &count, year_decisions[i]);
    qsort(list, count, sizeof *list, by_path);
    struct files files = {.list = list, .count = count};
    if (assessment_load(year_arena, &files, "2020", "2021-03-09", &assessment, &error))
        fail_msg("%s", error.text);
    facts = facts_new(year_arena, tally_new(year_arena, assessment), "c0ffee");
    return 0;
}

static int free_year(void **state)
{
    (void)state;
    arena_free(year_arena);
    return 0;
}

/* ---- Reading a template ---- */

static const char *partial_text;

static const char *find_partial(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "part") == 0 ? partial_text : NULL;
}

/* The findings live until the next call. */
static struct proof read_with(const char *text, const struct waivers *waivers)
{
    static struct arena *arena;
    struct error error;
    if (arena)
        arena_clear(arena);
    else
        arena = arena_new();
    struct circular circular = {.name = "circular.md", .text = text, .partial = find_partial};
    struct proof proof = {.arena = arena,
                          .assessment = assessment,
                          .facts = facts,
                          .circular = &circular,
                          .waivers = waivers};
    if (proof_read(&proof, &error))
        fail_msg("%s", error.text);
    return proof;
}

static void print(const struct proof *proof)
{
    for (size_t i = 0; i < proof->count; i++) {
        struct buffer line = BUFFER_EMPTY;
        proof_add_finding(&line, &proof->list[i]);
        fprintf(stderr, "  %s: %s\n", proof->list[i].rule->id, line.bytes);
        buffer_free(&line);
    }
}

/* A rule, a text, and what the excerpt of one of its findings holds; NULL: nothing at all is found,
 * by no rule. */
struct example {
    const char *rule, *text, *excerpt;
};

static size_t mistakes;

static void check_example(const struct example *example)
{
    struct proof proof = read_with(example->text, NULL);
    size_t own = 0;
    bool there = false;
    for (size_t i = 0; i < proof.count; i++) {
        bool same = strcmp(proof.list[i].rule->id, example->rule) == 0;
        own += same;
        there =
            there || (same && example->excerpt && strstr(proof.list[i].excerpt, example->excerpt));
    }
    bool right = example->excerpt ? own && there : proof.count == 0;
    if (right)
        return;
    mistakes++;
    fprintf(stderr, "%s: wanted %s in: %s\n", example->rule,
            example->excerpt ? example->excerpt : "nothing", example->text);
    print(&proof);
}

#define CHECK_EXAMPLES(examples) check_examples(examples, sizeof(examples) / sizeof *(examples))

static void check_examples(const struct example *examples, size_t count)
{
    mistakes = 0;
    for (size_t i = 0; i < count; i++)
        check_example(&examples[i]);
    assert_int_equal(mistakes, 0);
}

/* ---- Punctuation ---- */

static void half_width_marks_in_chinese_are_found(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"half-width", "走绿色发展之路,坚持治理。", "之路,坚持"},
        {"half-width", "各直属机构: \n", "机构:"},
        {"half-width", "各地(市)政府。", "各地(市"},
        {"half-width", "空气好转;水质好转。", "好转;水"},
        {"half-width", "称为\"两河一湖\"。", "称为\"两"},
        {"half-width", "工作结束.", "结束."},
        {"half-width",
         "{{#rectification.all.all-completed}}都好,都完成。"
         "{{/rectification.all.all-completed}}",
         "都好,都"},
        {"half-width", "{{circular.addressees}}：", "政府,各县"},
        {"half-width", "浓度为PM2.5，时间10:30，人数1,200人，见[附表](http://a.cn/b)，A, B。",
         NULL},
        {"half-width", "1. 第一条。\n2. 第二条。\n", NULL},
        {"half-width", "| 单位 | 得分 |\n|:---|---:|\n| 甲 | 3 |\n", NULL},
    };
    CHECK_EXAMPLES(examples);
}

static void full_width_digits_and_letters_are_found(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"full-width", "共８７项。", "共８７项"},
        {"full-width", "一级Ａ标准。", "Ａ"},
        {"full-width", "占８３．３％。", "８３．３％"},
        {"full-width", "1．劣Ⅴ类水体、一级A标准、87项。", NULL},
    };
    CHECK_EXAMPLES(examples);
}

static void quotes_and_brackets_without_their_other_half_are_found(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"pairs", "总结“梨树模式的经验。", "“"},
        {"pairs", "总结梨树模式”的经验。", "”"},
        {"pairs", "《〈职责规定》和〈督察办法〉》印发。", "〈"},
        {"pairs", "指数（EI为68。", "（"},
        {"pairs", "一段“没有完。\n\n另一段”才完。\n", "“"},
        {"pairs", "甲{{#vetoes.any}}“乙{{/vetoes.any}}。", "“乙"},
        {"pairs", "甲“{{#vetoes.any}}乙”{{/vetoes.any}}{{^vetoes.any}}丙”{{/vetoes.any}}。", NULL},
        {"pairs", "甲“{{#vetoes.any}}乙{{/vetoes.any}}{{^vetoes.any}}丙”{{/vetoes.any}}。", "乙"},
        {"pairs",
         "《〈职责规定（试行）〉和〈督察办法〉》（3号），“四项机制”“八项制度”和"
         "“一主、六双”，引文说“他称之为‘模式’”。",
         NULL},
        {"pairs", "1）甲事。\n\n要求如下：2）乙事。\n\nit’s 好。\n", NULL},
    };
    CHECK_EXAMPLES(examples);
}

static void two_marks_in_a_row_are_found(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"doubled", "工作完成。。", "。。"},
        {"doubled", "工作，。完成。", "，。"},
        {"doubled", "有关单位（甲、）。", "、）"},
        {"doubled", "名单：{{vetoes.names}}。", "：。"},
        {"doubled",
         "完成{{#rectification.province.all-completed}}。"
         "{{/rectification.province.all-completed}}。",
         "。。"},
        {"doubled", "真的？！“完成。”是的……还有《甲》、《乙》。", NULL},
    };
    CHECK_EXAMPLES(examples);
}

static void stray_spaces_are_found(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"spaces", "环境 质量。", "环境 质量"},
        {"spaces", "## 一、环境\n\n　　环境质量。\n\n{{year}}年。\n", "　　环境"},
        {"spaces", " 一、环境质量{{year}}\n", " 一、"},
        {"spaces", "## 　一、环境{{year}}\n", "　一、"},
        {"spaces", "见 GB 3095 标准，由 PM2.5 计。  \n下一行。\n", NULL},
        {"spaces", "# 甲厅 乙厅关于考评情况的通报\n\n正文{{year}}。\n\n---\n\n甲厅　　乙厅\n",
         NULL},
        {"spaces", "正文。\n\n---\n\n甲厅\n\n# 附件1\n\n附件 正文。\n", "附件 正文"},
    };
    CHECK_EXAMPLES(examples);
}

/* ---- Forms ---- */

static void document_numbers_in_another_form_are_found(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"document-number", "按吉政发[2016]21号规定。", "[2016]21号"},
        {"document-number", "按吉政发（2016）21号规定。", "（2016）21号"},
        {"document-number", "按吉政发【2016】21号规定。", "【2016】21号"},
        {"document-number", "按吉政发〔2016〕021号规定。", "021号"},
        {"document-number", "按吉政发〔2016〕第21号规定。", "第21号"},
        {"document-number", "按吉政发〔16〕21号规定。", "〔16〕"},
        {"document-number", "按吉政发〔2016〕 21 号规定。", "〕 21 号"},
        {"document-number",
         "按吉政发〔2016〕21号、{{programme.number}}规定，"
         "（2018）吉01行初3号判决，甲（2020）年，3号楼。",
         NULL},
    };
    CHECK_EXAMPLES(examples);
}

static void dates_in_another_form_are_found(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"date", "于2021.3.9印发。", "2021.3.9"},
        {"date", "于2021-3-9印发。", "2021-3-9"},
        {"date", "于2021/03/09印发。", "2021/03/09"},
        {"date", "于2021年03月09日印发。", "2021年03月09日"},
        {"date", "二〇二一年印发。", "二〇二一年"},
        {"date", "三月九日印发。", "三月九日"},
        {"date", "于2021年13月印发。", "2021年13月"},
        {"date", "于2021年2月29日印发。", "2月29日"},
        {"date", "于21年3月9日印发。", "21年3月9日"},
        {"date", "于2021年3月9号印发。", "9号"},
        {"date", "{{next-year}}.3.9印发。", "2021.3.9"},
        {"date",
         "于2021年3月9日、2月29日印发，2016-2020年方案，连续三年，指数68.07，"
         "GB 3095-2012，自2018年8月底前，第1.2.3节。",
         NULL},
    };
    CHECK_EXAMPLES(examples);
}

/* ---- Names ---- */

static void names_that_are_nearly_those_of_the_record_are_found(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"name", "对四平市人民政府通报表扬。", "四平市人民政府"},
        {"name", "对四平政府通报表扬。", "四平政府"},
        {"name", "对长白山管理委员会通报表扬。", "长白山管理委员会"},
        {"name", "对长白山保护开发区管委会通报表扬。", "长白山保护开发区管委会"},
        {"name", "{{siping.name}}人民政府。", "四平市人民政府"},
        {"name", "延边市完成任务。", "延边市"},
        {"name", "四平市、延边、长春市完成任务。", "、延边、"},
        {"name",
         "四平市政府、长白山管委会、延边州政府、长春市、吉林省人民政府、吉林市，"
         "各市（州）人民政府，长春新区、中韩（长春）国际合作示范区管委会，"
         "长白山区山水林田湖草，长春、四平两地，通化县政府，吉林省，延边州人民政府。",
         NULL},
    };
    CHECK_EXAMPLES(examples);
}

/* ---- Figures ---- */

static void a_typed_figure_that_is_a_fact_should_be_a_tag(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"typed-figure", "优良天数比例达到89.8%。", "89.8"},
        {"typed-figure", "优良天数比例达到{{whole.air.days.value}}%，高于国家要求9.8个百分点。",
         "9.8个"},
        {"typed-figure", "细颗粒物（PM2.5）平均浓度31微克/立方米。", "31微克"},
        {"typed-figure", "四平市城市优良天数比例为78%。", "78%"},
        {"typed-figure", "优良天数比例高于80%的要求。", "80%"},
        {"typed-figure", "中央督察年度整改任务2项。", "任务2项"},
        {"typed-figure", "2项中央督察任务。", "2项中央"},
        {"typed-figure", "四平市政府总分0分。", "0分"},
        {"typed-figure", "对5个单位作了考评。", "5个单位"},
        {"typed-figure",
         "天数比例为89.8，比例70%，投入89.8亿元，{{whole.air.days.value}}%，"
         "吉发〔2018〕33号，20万千瓦。",
         NULL},
    };
    CHECK_EXAMPLES(examples);
}

static void a_typed_figure_that_contradicts_the_record_is_found(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"contradicted-figure", "优良天数比例达到89.9%。", "89.9"},
        {"contradicted-figure", "四平市城市优良天数比例为79%。", "79%"},
        {"contradicted-figure", "细颗粒物（PM2.5）平均浓度为32微克/立方米。", "32微克"},
        {"contradicted-figure", "中央督察年度整改任务3项。", "3项"},
        {"contradicted-figure", "四平市政府得分91.5分。", "91.5分"},
        {"contradicted-figure", "2019年优良天数比例为89.3%。", NULL},
        {"contradicted-figure", "优良天数比例目标为85%。", NULL},
        {"contradicted-figure", "优良天数比例提高0.5%，优良天数比例达到85%以上。", NULL},
        {"contradicted-figure", "优良天数比例高于79%，4个单位得到表扬。", NULL},
    };
    CHECK_EXAMPLES(examples);
}

static void the_year_typed_by_hand_is_a_note(void **state)
{
    (void)state;
    struct proof proof =
        read_with("2020年，各地工作有力。\n\n{{year}}年，2016-2020年，2020年3月9日。", NULL);
    assert_int_equal(proof.count, 1);
    assert_int_equal(proof.open, 0);
    assert_int_equal(proof.notes, 1);
    assert_string_equal(proof.list[0].rule->id, "typed-year");
    assert_int_equal(proof.list[0].line, 1);
}

static void a_wrong_date_is_told_once(void **state)
{
    (void)state;
    static const char *const texts[] = {"于2021年03月09日印发{{year}}号。",
                                        "于2021年13月32日印发{{year}}号。",
                                        "于二〇二一年四月六日印发{{year}}号。"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct proof proof = read_with(texts[i], NULL);
        assert_int_equal(proof.count, 1);
        assert_string_equal(proof.list[0].rule->id, "date");
    }
}

/* ---- Counts ---- */

#define GRADES "{{#grades}}{{names}}为{{name}}单位{{#more}}；{{/more}}{{/grades}}"

static void grades_must_hold_each_unit_once(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"two-grades",
         "评定：{{#grades}}{{names}}{{#first}}、四平市政府{{/first}}为{{name}}；"
         "{{/grades}}以此通报。",
         "四平市政府"},
        {"two-grades",
         "{{#grades}}{{#first}}四平市政府、{{/first}}{{names}}为{{name}}；"
         "{{/grades}}以此通报。",
         "四平市政府"},
        {"no-grade",
         "{{#grades}}{{#members}}{{#last}}{{government}}为{{grade}}单位；{{/last}}{{/members}}{{/"
         "grades}}"
         "以此通报。",
         "长白山管委会"},
        {"no-grade",
         "{{#grades}}{{#members}}{{#last}}{{government}}为{{grade}}单位；{{/last}}{{/members}}{{/"
         "grades}}"
         "其余单位另行通报。",
         NULL},
        {"grade-count", "一等单位3个：{{#grades}}{{#first}}{{names}}{{/first}}{{/grades}}。",
         "3个"},
        {"grade-count", "一等单位2个：{{#grades}}{{#first}}{{names}}{{/first}}{{/grades}}。",
         "2个"},
        {"grade-count", "一等单位三个：{{#grades}}{{#first}}{{names}}{{/first}}{{/grades}}。",
         "三个"},
        {"two-grades", GRADES "。", NULL},
        {"two-grades",
         "{{#classes}}{{name}}：{{#grades}}{{names}}为{{name}}{{#more}}，{{/more}}"
         "{{/grades}}；{{/classes}}合计：" GRADES "。",
         NULL},
        {"grade-count",
         "{{#grades}}{{name}}单位{{count}}个：{{names}}；{{/grades}}排名第1名，"
         "开展了3个专项。",
         NULL},
    };
    CHECK_EXAMPLES(examples);
}

static void grades_that_were_typed_are_held_against_the_record(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"wrong-grade", "长春市政府、四平市政府为一等单位。", "四平市政府"},
        {"wrong-grade", "按照得分，延边州、吉林市、长白山被评为二等。", "长白山"},
        {"two-grades", "长春市政府为一等单位；吉林市政府、长春市政府为二等单位。", "长春市政府"},
        {"no-grade", "长春市政府、长白山管委会为一等单位；吉林市政府、四平市政府为二等单位。",
         "长春市政府"},
        {"wrong-grade",
         "长春市政府、长白山管委会为一等单位；吉林市政府、四平市政府、延边州政府为二等单位。",
         NULL},
        {"wrong-grade", "2019年度，四平市政府、延边州政府为一等单位。", NULL},
        {"wrong-grade", "督察整改方面，四平市政府、延边州政府为一等单位。", NULL},
        {"wrong-grade", "四平市政府、延边州政府为一等奖得主。", NULL},
        {"wrong-grade", GRADES "。", NULL},
    };
    CHECK_EXAMPLES(examples);
}

static void sums_must_add_up(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"sum", "甲任务19项、乙任务17项、丙任务87项，共122项。", "共122项"},
        {"sum", "共10项，其中甲6项、乙5项。", "共10项"},
        {"sum", "对长春市政府、四平市政府、延边州政府共4个单位考评。", "共4个"},
        {"sum",
         "对{{#jurisdictions.list}}{{government}}{{#more}}、{{/more}}{{/jurisdictions.list}}"
         "共六个单位考评。",
         "六个"},
        {"sum", "甲任务19项、乙任务17项、丙任务87项，共123项。", NULL},
        {"sum", "共10项，其中完成6项、在办3项；甲类3项，共30项，共治共享，共5类7种。", NULL},
        {"sum", "长春市政府、四平市政府、延边州政府等共有4个单位，长春市、四平市、延边州三地。",
         NULL},
    };
    CHECK_EXAMPLES(examples);
}

static void numbers_of_headings_must_run(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"numbering", "## 一、甲{{year}}\n\n## 三、乙{{year}}\n", "三、"},
        {"numbering", "## 一、甲{{year}}\n\n## 一、乙{{year}}\n", "一、乙"},
        {"numbering", "## 二、甲{{year}}\n", "二、"},
        {"numbering", "## 一、甲{{year}}\n\n（一）子。\n\n（三）丑。\n", "（三）"},
        {"numbering", "一、甲。\n\n二、乙。\n\n四、丙。\n", "四、"},
        {"numbering",
         "# 通报{{year}}\n\n## 一、甲{{year}}\n\n（一）子。\n\n（二）丑。\n\n"
         "## 二、乙{{year}}\n\n（一）寅。\n\n# 附件{{year}}\n\n## 一、丙{{year}}\n",
         NULL},
        {"numbering", "十、二十是数。\n", "十、"},
        {"numbering", "十一、十二月仍须努力。\n", "十一、"},
        {"numbering", "1. 甲事。\n1. 乙事。\n", NULL},
    };
    CHECK_EXAMPLES(examples);
}

static void as_many_points_must_follow_as_are_announced(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"stated-count", "做好三项工作：一是治气；二是治水。", "三项"},
        {"stated-count", "抓好以下五个方面：\n\n（一）治气。\n\n（二）治水。\n\n（三）治土。\n",
         "五个方面"},
        {"stated-count", "抓好4项任务：\n\n- 治气\n- 治水\n- 治土\n", "4项"},
        {"stated-count", "做好两项工作。三项工作：一是治气；二是治水；三是治土。", NULL},
        {"stated-count",
         "抓好三个方面：\n\n（一）治气。\n\n要快。\n\n（二）治水。\n\n（三）治土。\n", NULL},
        {"stated-count", "“四项机制”和三项任务都要落实。", NULL},
    };
    CHECK_EXAMPLES(examples);
}

/* ---- Claims ---- */

static void all_where_not_all_is_found(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"all", "{{rectification.central.name}}{{rectification.central.count}}项全部完成。",
         "全部"},
        {"all", "{{groups.works.items}}项任务完成率{{groups.works.rate}}%，均已落实。", "均"},
        {"all", "{{rectification.central.count}}项任务整改率100%。", "100%"},
        {"all",
         "{{^rectification.province.all-completed}}省级督察任务全部完成。"
         "{{/rectification.province.all-completed}}省级督察。",
         "全部"},
        {"all",
         "{{rectification.province.count}}项全部完成。{{rectification.central.count}}项"
         "没有全部完成。平均{{groups.works.count}}项，首都{{groups.works.count}}项。",
         NULL},
        {"all",
         "{{rectification.central.count}}项除1项外全部完成；"
         "{{^groups.works.all-met}}没有全部完成{{/groups.works.all-met}}。",
         NULL},
        {"all",
         "{{#rectification.province.all-completed}}全部完成"
         "{{/rectification.province.all-completed}}{{^rectification.province.all-completed}}"
         "完成{{rectification.province.completed}}项{{/rectification.province.all-completed}}。",
         NULL},
    };
    CHECK_EXAMPLES(examples);
}

static void a_sentence_said_twice_is_found(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"repeated", "各地区扎实推进污染防治攻坚。另有进展。\n\n各地区扎实推进污染防治攻坚。\n",
         "各地区扎实"},
        {"repeated", "各地完成。各地完成。", NULL},
        {"repeated",
         "{{#jurisdictions.list}}该单位按期完成了全部年度任务。\n\n{{/jurisdictions.list}}", NULL},
    };
    CHECK_EXAMPLES(examples);
}

static void a_section_without_a_record_is_a_note(void **state)
{
    (void)state;
    struct proof proof =
        read_with("# 通报\n\n## 一、质量\n\n{{year}}年，好。\n\n## 二、任务\n\n任务多。\n\n"
                  "## 三、问题\n\n{{^groups.works.all-met}}有问题。"
                  "{{/groups.works.all-met}}\n",
                  NULL);
    assert_int_equal(proof.count, 1);
    assert_int_equal(proof.open, 0);
    assert_string_equal(proof.list[0].rule->id, "no-record");
    assert_string_equal(proof.list[0].excerpt, "二、任务");
    assert_int_equal(proof.list[0].line, 7);
    assert_int_equal(read_with("# 通报\n\n## 一、质量\n\n好。\n", NULL).count, 0);
}

/* ---- Places, ids, waivers ---- */

static void a_finding_names_the_line_of_the_template(void **state)
{
    (void)state;
    partial_text = "好。\n各地,完成。\n";
    struct proof proof = read_with("# 通报\n\n甲。\n\n{{>part}}\n\n乙,完成。\n", NULL);
    assert_int_equal(proof.count, 2);
    assert_string_equal(proof.list[0].file, "circular.md");
    assert_int_equal(proof.list[0].line, 7);
    assert_string_equal(proof.list[1].file, "part");
    assert_int_equal(proof.list[1].line, 2);
    assert_true(proof.list[1].shown);
    proof = read_with("{{circular.addressees}}：\n", NULL);
    assert_int_equal(proof.count, 1);
    assert_int_equal(proof.list[0].line, 1);
    proof = read_with("{{#vetoes.any}}甲,乙。{{/vetoes.any}}丙。\n", NULL);
    assert_int_equal(proof.count, 1);
    assert_false(proof.list[0].shown);
}

static void an_id_stays_when_other_lines_change(void **state)
{
    (void)state;
    char id[PROOF_ID_SIZE];
    struct proof proof = read_with("甲。\n\n各地,完成。\n", NULL);
    memcpy(id, proof.list[0].id, sizeof id);
    assert_int_equal(strlen(id), 8);
    proof = read_with("甲。\n\n又一段。\n\n各地,完成。\n", NULL);
    assert_string_equal(proof.list[0].id, id);
    proof = read_with("甲。\n\n各市,完成。\n", NULL);
    assert_string_not_equal(proof.list[0].id, id);
}

static void a_waiver_lets_its_finding_stand_and_is_told_when_it_has_none(void **state)
{
    (void)state;
    struct proof proof = read_with("各地,完成。\n", NULL);
    struct waiver list[] = {
        {proof.list[0].id, "half-width", "各地,完成", "原文如此", "陈静", "2021"},
        {"00000000", "half-width", "早先", "原文如此", "陈静", "2021"}};
    char id[PROOF_ID_SIZE];
    memcpy(id, proof.list[0].id, sizeof id);
    list[0].finding = id;
    struct waivers waivers = {list, 2, ""};
    proof = read_with("各地,完成。\n", &waivers);
    assert_int_equal(proof.open, 0);
    assert_int_equal(proof.waived, 1);
    assert_int_equal(proof.notes, 1);
    assert_string_equal(proof.list[1].rule->id, "waiver-gone");
    assert_string_equal(proof.list[1].file, "2020/circular/waivers.md");
}

/* The slips of a published web copy, in other words. */
static void the_slips_of_a_web_copy_are_found(void **state)
{
    (void)state;
    struct proof proof =
        read_with("# 通报\n\n各市政府，各直属机构: \n\n正文{{year}}。\n\n"
                  "　　 一、环境质量好转\n\n治理有力,成效明显。\n\n　 　二、任务完成\n",
                  NULL);
    size_t half = 0, spaces = 0;
    for (size_t i = 0; i < proof.count; i++) {
        half += strcmp(proof.list[i].rule->id, "half-width") == 0;
        spaces += strcmp(proof.list[i].rule->id, "spaces") == 0;
    }
    assert_int_equal(half, 2);
    assert_int_equal(spaces, 2);
    assert_int_equal(proof.count, 4);
}

static void what_cannot_be_rendered_cannot_be_read(void **state)
{
    (void)state;
    struct error error;
    struct arena *arena = arena_new();
    struct circular circular = {.name = "circular.md", .text = "甲{{#a}}乙"};
    struct proof proof = {
        .arena = arena, .assessment = assessment, .facts = facts, .circular = &circular};
    assert_int_equal(proof_read(&proof, &error), STATUS_INPUT);
    arena_free(arena);
}

static void odd_texts_are_read_to_their_end(void **state)
{
    (void)state;
    static const char *const texts[] = {"",  "\n",  "---\n",       "---", "#",  "# \n",
                                        "`", "```", "（（（",      "”",   "、", "〔2016〕号",
                                        "9", "一",  "{{missing}}", "\\",  "|",  "- "};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        (void)read_with(texts[i], NULL);
    struct buffer deep = BUFFER_EMPTY;
    for (int i = 0; i < 20000; i++)
        buffer_add(&deep, i % 3 ? "“（、" : "四平市，19项、");
    (void)read_with(deep.bytes, NULL);
    buffer_free(&deep);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_width_marks_in_chinese_are_found),
        cmocka_unit_test(full_width_digits_and_letters_are_found),
        cmocka_unit_test(quotes_and_brackets_without_their_other_half_are_found),
        cmocka_unit_test(two_marks_in_a_row_are_found),
        cmocka_unit_test(stray_spaces_are_found),
        cmocka_unit_test(document_numbers_in_another_form_are_found),
        cmocka_unit_test(dates_in_another_form_are_found),
        cmocka_unit_test(names_that_are_nearly_those_of_the_record_are_found),
        cmocka_unit_test(a_typed_figure_that_is_a_fact_should_be_a_tag),
        cmocka_unit_test(a_typed_figure_that_contradicts_the_record_is_found),
        cmocka_unit_test(the_year_typed_by_hand_is_a_note),
        cmocka_unit_test(a_wrong_date_is_told_once),
        cmocka_unit_test(grades_must_hold_each_unit_once),
        cmocka_unit_test(grades_that_were_typed_are_held_against_the_record),
        cmocka_unit_test(sums_must_add_up),
        cmocka_unit_test(numbers_of_headings_must_run),
        cmocka_unit_test(as_many_points_must_follow_as_are_announced),
        cmocka_unit_test(all_where_not_all_is_found),
        cmocka_unit_test(a_sentence_said_twice_is_found),
        cmocka_unit_test(a_section_without_a_record_is_a_note),
        cmocka_unit_test(a_finding_names_the_line_of_the_template),
        cmocka_unit_test(an_id_stays_when_other_lines_change),
        cmocka_unit_test(a_waiver_lets_its_finding_stand_and_is_told_when_it_has_none),
        cmocka_unit_test(the_slips_of_a_web_copy_are_found),
        cmocka_unit_test(what_cannot_be_rendered_cannot_be_read),
        cmocka_unit_test(odd_texts_are_read_to_their_end),
    };
    return cmocka_run_group_tests(tests, load_year, free_year);
}
