/*
 * generate FOLDER JURISDICTIONS ITEMS OPEN: writes FOLDER/template for `kaoping init`, and beside
 * it reports.csv, decisions.csv and confirmations.csv for `kaoping import`: so many jurisdictions
 * with ITEMS items each (a multiple of 10), all decided and confirmed, and OPEN more tasks for the
 * first one that nobody has decided. The same words always give the same bytes.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

enum { CATEGORIES = 10, PER_CATEGORY_MOST = 99, JURISDICTIONS_MOST = 9999, MINUTE = 60 };

/* The kinds take turns within a category. */
enum { INDICATORS = 7, TASKS = 14 }; /* items before the seventh, before the fourteenth, the rest */

static int per_category;

static const char *const categories[CATEGORIES][2] = {
    {"air", "环境空气质量"},          {"water", "水环境质量"},     {"soil", "土壤环境质量"},
    {"ecology", "生态与辐射"},        {"reduction", "总量减排"},   {"blue-sky", "蓝天保卫战"},
    {"clear-water", "碧水保卫战"},    {"central", "中央督察整改"}, {"provincial", "省级督察整改"},
    {"governance", "治理体系和能力"},
};

static const char *const stems[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};
static const char *const sides[] = {"东", "西", "南", "北", "中"};

static const char *folder;

static FILE *open_file(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void make_folder(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void give_up(const char *path)
{
    perror(path);
    exit(1);
}

static FILE *open_file(const char *format, ...)
{
    char name[256], path[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(name, sizeof name, format, arguments);
    va_end(arguments);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    if (!file)
        give_up(path);
    return file;
}

static void close_file(FILE *file)
{
    if (ferror(file) || fclose(file))
        give_up(folder);
}

static void make_folder(const char *format, ...)
{
    char name[256], path[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(name, sizeof name, format, arguments);
    va_end(arguments);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (mkdir(path, 0777) && errno != EEXIST)
        give_up(path);
}

/* ---- the template ---- */

static void write_year(void)
{
    FILE *file = open_file("template/programme.md");
    fputs("---\nformat: 1\nname: 目标责任制考评\ndocument: 《工作实施方案》\nnumber: 一号\n"
          "period: 2016-2020\ngroup: 领导小组\ndepartments: [省生态环境厅]\nlanguage: zh\n---\n",
          file);
    close_file(file);
    file = open_file("template/reviewers.md");
    fputs("---\nreviewers:\n"
          "  - {name: 李明, email: liming@example.org, roles: [review, confirm]}\n"
          "  - {name: 王芳, email: wangfang@example.org, roles: [review, confirm]}\n---\n",
          file);
    close_file(file);
    file = open_file("template/2020/assessment.md");
    fputs("---\nyear: 2020\ngrades:\n  - {name: 一等, from: 90}\n  - {name: 二等, from: 75}\n"
          "  - {name: 三等}\nclasses:\n  - {id: city, name: 市（州）}\n"
          "inspections:\n  - {id: central, name: 中央督察}\ntotal: 100\nexempt: full\n"
          "two-person: true\n---\n",
          file);
    close_file(file);
    file = open_file("template/2020/circular/circular.md");
    fputs("# 考评情况的通报\n\n{{#grades}}{{names}}为{{name}}单位。{{/grades}}\n", file);
    close_file(file);
}

static void write_jurisdiction(int number)
{
    const char *stem = stems[number / 5 % 10], *side = sides[number % 5];
    char nth[16] = ""; /* there are names for 50 */
    if (number >= 50)
        snprintf(nth, sizeof nth, "%d", number / 50 + 1);
    FILE *file = open_file("template/2020/jurisdictions/j%02d.md", number + 1);
    fprintf(file, "---\nname: %s%s%s市\ngovernment: %s%s%s市政府\nclass: city\norder: %d\n---\n",
            stem, side, nth, stem, side, nth, number + 1);
    close_file(file);
}

static void add_kind(FILE *file, int category, int item, int jurisdictions)
{
    if (item < INDICATORS) {
        fputs("kind: indicator\nunit: \"%\"\ndirection: higher\nplaces: 1\ntarget: 80\ntargets: {",
              file);
        for (int i = 0; i < jurisdictions; i += 3)
            fprintf(file, "%sj%02d: %d", i ? ", " : "", i + 1, 76 + i % 9);
        fputs("}\nrule: {type: deduct, per: 1, points: 0.1}\n", file);
    } else if (item < TASKS) {
        fputs("kind: task\n", file);
    } else {
        fprintf(file,
                "kind: rectification\ninspection: central\nnumber: %d\n"
                "problem: 部分企业治理设施运行不稳定，夜间排放偶有超标。\n"
                "objective: 治理设施稳定运行，排放达标。\n"
                "measures: 改造治理设施；完善在线监测；加密执法检查。\n"
                "responsible: 当地政府\nsupervising: 省生态环境厅\ndeadline: 2020-%02d-28\n",
                category * per_category + item, 1 + item % 12);
    }
}

static void write_item(int category, int item, int jurisdictions)
{
    static const char *const names[] = {"达标比例", "重点任务", "问题整改"};
    const char *name = names[(item >= INDICATORS) + (item >= TASKS)];
    FILE *file =
        open_file("template/2020/checklist/%s/i%02d.md", categories[category][0], item + 1);
    fprintf(file, "---\nname: %s%s第%02d项\norder: %d\napplies: [all]\nsource: 一号文\nfull: 0.5\n",
            categories[category][1], name, item + 1, item + 1);
    add_kind(file, category, item, jurisdictions);
    fputs("---\n\n核对年报、监测数据和现场照片。自查数与国家反馈数不一致时，以国家反馈为准。\n",
          file);
    close_file(file);
}

static void write_category(int category, int jurisdictions)
{
    make_folder("template/2020/checklist/%s", categories[category][0]);
    FILE *file = open_file("template/2020/checklist/%s/category.md", categories[category][0]);
    fprintf(file, "---\nname: %s\norder: %d\nfull: 10\nrole: points\n---\n",
            categories[category][1], category + 1);
    close_file(file);
    for (int item = 0; item < per_category; item++)
        write_item(category, item, jurisdictions);
}

/* What nobody has decided. */
static void write_open(int open)
{
    make_folder("template/2020/checklist/later");
    FILE *file = open_file("template/2020/checklist/later/category.md");
    fprintf(file, "---\nname: 年末补充\norder: %d\nfull: %d\nrole: bonus\n---\n", CATEGORIES + 1,
            open);
    close_file(file);
    for (int i = 1; i <= open; i++) {
        file = open_file("template/2020/checklist/later/t%03d.md", i);
        fprintf(file,
                "---\nname: 补充任务%03d\nkind: task\norder: %d\napplies: [j01]\nsource: 一号文\n"
                "full: 1\n---\n",
                i, i);
        close_file(file);
    }
}

/* ---- the tables ---- */

static void add_time(FILE *file, long minutes)
{
    char text[32];
    struct tm parts;
    time_t when = 1612137600 + (time_t)minutes * MINUTE; /* 2021-02-01 in UTC */
    gmtime_r(&when, &parts);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S+08:00", &parts);
    fputs(text, file);
}

static void add_decision(FILE *file, int item, long row)
{
    static const char *const task[] = {"met", "met", "partly", "met", "unmet"};
    static const char *const rectification[] = {"closed-out", "completed", "on-schedule", "behind"};
    long value = 700 + row * 37 % 300;
    if (item < INDICATORS)
        fprintf(file, "%s,%ld.%ld,",
                value >= 850  ? "met"
                : value < 760 ? "unmet"
                              : "partly",
                value / 10, value % 10);
    else
        fprintf(file, "%s,,", item < TASKS ? task[row % 5] : rectification[row % 4]);
    fputs("与年报和现场核查一致,李明 <liming@example.org>,", file);
}

static void write_tables(int jurisdictions)
{
    FILE *reports = open_file("reports.csv"), *decisions = open_file("decisions.csv");
    FILE *confirmations = open_file("confirmations.csv");
    fputs("jurisdiction,item,value,text,reported\n", reports);
    fputs("jurisdiction,item,verdict,value,note,reviewer,decided\n", decisions);
    fputs("jurisdiction,item,verdict,reviewer,confirmed\n", confirmations);
    long of = (long)jurisdictions * CATEGORIES * per_category;
    for (long row = 0; row < of; row++) {
        int item = (int)(row % per_category);
        char place[64];
        snprintf(place, sizeof place, "j%02d,%s/i%02d", (int)(row / CATEGORIES / per_category) + 1,
                 categories[row / per_category % CATEGORIES][0], item + 1);
        fprintf(reports, "%s,%s,自查：材料齐全，数据与年报一致。,", place,
                item < INDICATORS ? "82.5" : "");
        add_time(reports, -of + row);
        fprintf(decisions, "%s,", place);
        add_decision(decisions, item, row);
        add_time(decisions, row);
        fprintf(confirmations, "%s,confirmed,王芳 <wangfang@example.org>,", place);
        add_time(confirmations, of + row);
        fputc('\n', reports);
        fputc('\n', decisions);
        fputc('\n', confirmations);
    }
    close_file(reports);
    close_file(decisions);
    close_file(confirmations);
}

int main(int count, char **words)
{
    int jurisdictions = count == 5 ? (int)strtol(words[2], NULL, 10) : 0;
    int items = count == 5 ? (int)strtol(words[3], NULL, 10) : 0;
    int open = count == 5 ? (int)strtol(words[4], NULL, 10) : 0;
    per_category = items / CATEGORIES;
    if (jurisdictions < 1 || jurisdictions > JURISDICTIONS_MOST || per_category < 1 ||
        per_category > PER_CATEGORY_MOST || open < 0) {
        fputs("usage: generate FOLDER JURISDICTIONS ITEMS OPEN\n", stderr);
        return 2;
    }
    folder = words[1];
    make_folder("template");
    make_folder("template/2020");
    make_folder("template/2020/jurisdictions");
    make_folder("template/2020/checklist");
    make_folder("template/2020/circular");
    write_year();
    for (int i = 0; i < jurisdictions; i++)
        write_jurisdiction(i);
    for (int i = 0; i < CATEGORIES; i++)
        write_category(i, jurisdictions);
    if (open)
        write_open(open);
    write_tables(jurisdictions);
    return 0;
}
