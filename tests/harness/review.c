#include "tests/harness/review.h"

#include "tests/harness/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- the record ---- */

static const char *const template_files[][2] = {
    {"programme.md", "---\nformat: 1\nname: 目标责任制考评\ndocument: 《通知》\nnumber: 一号\n"
                     "period: 2016-2020\ngroup: 领导小组\ndepartments: [省生态环境厅]\n"
                     "language: zh\n---\n"},
    {"reviewers.md", "---\nreviewers:\n"
                     "  - {name: 王芳, email: wangfang@example.org, roles: [review, confirm]}\n"
                     "  - {name: 李明, email: liming@example.org, roles: [review, confirm]}\n"
                     "---\n"},
    {"2020/assessment.md", "---\nyear: 2020\ngrades:\n  - {name: 一等, from: 9}\n  - {name: 二等}\n"
                           "classes:\n  - {id: city, name: 市（州）}\n"
                           "inspections:\n  - {id: central, name: 中央督察}\n"
                           "exempt: full\ntwo-person: true\n---\n"},
    {"2020/jurisdictions/siping.md",
     "---\nname: 四平市\ngovernment: 四平市政府\nclass: city\norder: 1\n---\n"},
    {"2020/jurisdictions/baishan.md",
     "---\nname: 白山市\ngovernment: 白山市政府\nclass: city\norder: 2\n---\n"},
    {"2020/checklist/air/category.md",
     "---\nname: 环境空气质量\norder: 1\nfull: 10\nrole: points\n---\n"},
    {"2020/checklist/air/good-days.md",
     "---\nname: 优良天数比例\nkind: indicator\norder: 1\napplies: [all]\nsource: 一号文\n"
     "full: 4\nunit: \"%\"\ndirection: higher\nplaces: 1\ntarget: 80\n"
     "rule: {type: deduct, per: 1, points: 0.5}\n---\n\n按366天核对。\n"},
    {"2020/checklist/air/straw.md",
     "---\nname: 秸秆禁烧\nkind: task\norder: 2\napplies: [all]\nsource: 一号文\nfull: 3\n---\n"},
    {"2020/checklist/air/work.md",
     "---\nname: \"工作\\e[31m机制\\u202e\"\nkind: task\norder: 3\napplies: [all]\nsource: 一号文\n"
     "full: 3\nrule: {type: by-hand}\n---\n"},
    {"2020/circular/circular.md",
     "# 考评通报\n\n四平市优良天数比例为{{siping.air.good-days.value}}%。\n"},
    {"reports.csv", "jurisdiction,item,value,text\nsiping,air/good-days,89.9,与年报一致\n"
                    "baishan,air/good-days,78,\n"},
};

void run(const char *words)
{
    const char *said = shell("export GIT_AUTHOR_NAME=李明 GIT_AUTHOR_EMAIL=liming@example.org; "
                             "'%s' -C '%s' %s",
                             program_at(), record_at(), words);
    if (last_exit != 0)
        fail_msg("%s: %s", words, said);
}

int review_set_up(void **state)
{
    (void)state;
    record_folder_new();
    for (size_t i = 0; i < sizeof template_files / sizeof *template_files; i++) {
        char path[256];
        snprintf(path, sizeof path, "review/%s", template_files[i][0]);
        folder_put(path, template_files[i][1]);
    }
    const char *said =
        shell("'%s' init '%s' --from ./review", program_at(), record_at());
    if (last_exit != 0)
        fail_msg("init: %s", said);
    run("import reports review/reports.csv");
    return 0;
}

int review_tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

void assert_last_commit(const char *format, const char *expected)
{
    char line[512];
    snprintf(line, sizeof line, "%s", git("log -1 --format='%s' main", format));
    line[strcspn(line, "\n")] = '\0';
    assert_string_equal(line, expected);
}

/* ---- the terminal ---- */

struct terminal *open_with(const char *const *environment, int rows, int columns)
{
    const char *const argv[] = {program_at(), "-C", record_at(), "--lang", "zh", NULL};
    struct terminal *terminal = terminal_open(argv, environment, rows, columns);
    assert_true(terminal_shows(terminal, "总览"));
    return terminal;
}

struct terminal *open_review(void)
{
    const char *const environment[] = {"LC_ALL=C.UTF-8", WANG, NULL};
    return open_with(environment, 24, 80);
}

struct terminal *open_item(void)
{
    struct terminal *terminal = open_review();
    terminal_send(terminal, "\r");
    assert_true(terminal_shows(terminal, "> 待评定"));
    terminal_send(terminal, "\r");
    assert_true(terminal_shows(terminal, "1 完成  2 部分完成"));
    return terminal;
}

void quit(struct terminal *terminal)
{
    terminal_send(terminal, SEND_F10);
    for (int i = 0; i < 3; i++)
        terminal_send(terminal, SEND_F10);
    assert_int_equal(terminal_finish(terminal), 0);
}

void press(struct terminal *terminal, const char *keys, const char *shown)
{
    terminal_send(terminal, keys);
    assert_true(terminal_shows(terminal, shown));
}
