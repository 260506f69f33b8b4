/*
 * The circular on the screen, through a real terminal: its figures, what they rest on, and what
 * stops the final print.
 */
#include "tests/harness/record.h"
#include "tests/harness/terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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
                           "exempt: full\ntwo-person: true\n---\n"},
    {"2020/jurisdictions/siping.md",
     "---\nname: \"四平\\e[31m市\\u202e\"\ngovernment: 四平市政府\nclass: city\norder: 1\n---\n"},
    {"2020/jurisdictions/baishan.md",
     "---\nname: 白山市\ngovernment: 白山市政府\nclass: city\norder: 2\n---\n"},
    {"2020/checklist/air/category.md",
     "---\nname: 环境空气质量\norder: 1\nfull: 10\nrole: points\n---\n"},
    {"2020/checklist/air/good-days.md",
     "---\nname: 优良天数比例\nkind: indicator\norder: 1\napplies: [all]\nsource: 一号文\n"
     "full: 4\nunit: \"%\"\ndirection: higher\nplaces: 1\ntarget: 80\n"
     "rule: {type: deduct, per: 1, points: 0.5}\n---\n"},
    {"2020/checklist/air/straw.md",
     "---\nname: 秸秆禁烧\nkind: task\norder: 2\napplies: [all]\nsource: 一号文\nfull: 3\n---\n"},
    {"2020/circular/circular.md",
     "# {{year}}年考评通报\n\n"
     "四平市比例为**{{siping.air.good-days.value}}%**，目标{{siping.air.good-days.target}}%，"
     "再说一遍是{{siping.air.good-days.value}}%。秸秆禁烧"
     "{{#siping.air.straw.met}}完成{{/siping.air.straw.met}}"
     "{{^siping.air.straw.met}}未完成{{/siping.air.straw.met}}。\n\n"
     "受评的是{{jurisdictions.names}}。\n\n"
     "{{>wrong}}得分{{siping.air.score}}分。\n"},
};

static void run(const char *words, const char *person)
{
    const char *said = shell(
        "export GIT_AUTHOR_NAME=%s GIT_AUTHOR_EMAIL=%s@example.org; '%s' -C '%s' %s", person,
        strcmp(person, "王芳") == 0 ? "wangfang" : "liming", program_at(), record_at(), words);
    if (last_exit != 0)
        fail_msg("%s: %s", words, said);
}

/* 王芳 decides, 李明 confirms. */
static void decide(const char *words)
{
    char line[256];
    snprintf(line, sizeof line, "decide %s", words);
    run(line, "王芳");
}

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    for (size_t i = 0; i < sizeof template_files / sizeof *template_files; i++) {
        char path[256];
        snprintf(path, sizeof path, "review/%s", template_files[i][0]);
        folder_put(path, template_files[i][1]);
    }
    const char *said = shell("'%s' init '%s' --from ./review", program_at(), record_at());
    if (last_exit != 0)
        fail_msg("init: %s", said);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

static struct terminal *open_with(const char *variable, const char *language, int rows, int columns)
{
    const char *const environment[] = {"LC_ALL=C.UTF-8", "GIT_AUTHOR_NAME=王芳",
                                       "GIT_AUTHOR_EMAIL=wangfang@example.org", variable, NULL};
    const char *const argv[] = {program_at(), "-C", record_at(), "--lang", language, NULL};
    struct terminal *terminal = terminal_open(argv, environment, rows, columns);
    assert_true(terminal_shows(terminal, *language == 'z' ? "总览" : "overview"));
    terminal_send(terminal, SEND_F9);
    assert_true(terminal_shows(terminal, "2020年考评通报"));
    return terminal;
}

static struct terminal *open_preview(void)
{
    return open_with(NULL, "zh", 24, 80);
}

static void press(struct terminal *terminal, const char *keys, const char *shown)
{
    terminal_send(terminal, keys);
    assert_true(terminal_shows(terminal, shown));
}

static void quit(struct terminal *terminal)
{
    for (int i = 0; i < 6; i++)
        terminal_send(terminal, SEND_F10);
    assert_int_equal(terminal_finish(terminal), 0);
}

/* ---- figures ---- */

static void tab_goes_from_figure_to_figure(void **state)
{
    (void)state;
    decide("siping air/good-days --verdict met --value 89.9");
    struct terminal *terminal = open_preview();
    assert_true(terminal_shows(terminal, "共8处数据来自考评库，按Tab到下一处"));
    press(terminal, "\t", "year = 2020");
    assert_true(terminal_cursor_at(terminal, 1, 33));
    press(terminal, "\t", "siping.air.good-days.value = 89.9  按评定");
    assert_true(terminal_cursor_at(terminal, 3, 28));
    press(terminal, "\t", "siping.air.good-days.target = 80");
    press(terminal, "\t", "siping.air.good-days.value = 89.9");
    press(terminal, SEND_BACK_TAB, "siping.air.good-days.target = 80");
    press(terminal, SEND_BACK_TAB SEND_BACK_TAB, "year = 2020");
    press(terminal, SEND_BACK_TAB, "已转到另一端");
    assert_true(terminal_shows(terminal, "siping.air.score = "));
    press(terminal, "\t", "year = 2020");
    quit(terminal);
}

/* `89.9【待定】` is one figure, and the % behind it is the template's. */
static void figures_are_marked_also_without_colour(void **state)
{
    (void)state;
    static const char *const variables[] = {"KAOPING=", "NO_COLOR=1"};
    decide("siping air/good-days --verdict met --value 89.9");
    for (int i = 0; i < 2; i++) {
        struct terminal *terminal = open_with(variables[i], "zh", 24, 80);
        assert_true(terminal_shows(terminal, "四平市比例为89.9【待定】%，目标80%"));
        struct terminal_cell year = terminal_cell(terminal, 1, 33);
        struct terminal_cell open = terminal_cell(terminal, 3, 30);
        struct terminal_cell percent = terminal_cell(terminal, 3, 40);
        assert_true(year.underline && !year.bold && !year.reverse);
        assert_int_equal(year.colour, -1);
        assert_true(open.bold && !open.reverse);
        assert_true(strcmp(percent.text, "%") == 0 && !percent.bold && !percent.underline);
        press(terminal, "\t\t", "value = 89.9");
        open = terminal_cell(terminal, 3, 28);
        assert_true(open.bold && open.reverse);
        assert_true(terminal_cell(terminal, 3, 38).reverse);
        assert_false(terminal_cell(terminal, 3, 40).reverse);
        quit(terminal);
    }
}

static void enter_shows_what_a_figure_rests_on_and_enter_again_the_item(void **state)
{
    (void)state;
    decide("siping air/good-days --verdict met --value 89.9");
    char commit[64];
    snprintf(commit, sizeof commit, "%.40s", git("rev-parse main"));
    run("confirm siping air/good-days", "李明");
    decide("baishan air/good-days --verdict met --value 85");
    struct terminal *terminal = open_preview();
    press(terminal, "\r", "year = 2020");
    press(terminal, "\r", "由 2020/assessment.md 给定，不依据评定");
    press(terminal, "\r", "此项不依据评定");
    press(terminal, "y", "没有可复制的提交");
    press(terminal, "\033", "year = 2020  2020/assessment.md");
    press(terminal, "\t\r", "按评定；依据1项评定");
    assert_true(terminal_shows(terminal, commit));
    assert_true(terminal_shows(terminal, "> 已复核    四平[31m市   优良天数比例"));
    assert_true(terminal_shows(terminal, "89.9%"));
    press(terminal, "y", "已发送到终端");
    assert_string_equal(terminal_copied(terminal), commit);
    press(terminal, "\r", "89.9% 得4分（已复核）");
    press(terminal, "\033", "依据1项评定");
    press(terminal, SEND_F12, "rests on 1 decision");
    assert_true(terminal_shows(terminal, "as decided"));
    quit(terminal);
}

static void a_pending_entry_has_no_commit(void **state)
{
    (void)state;
    struct terminal *terminal = open_preview();
    press(terminal, "\t\t", "siping.air.good-days.value = 【待定】");
    press(terminal, "\r", "> 待评定");
    assert_false(terminal_has(terminal, "未找到"));
    run("decide siping air/good-days --verdict met --value 89.9", "李明");
    assert_true(terminal_shows(terminal, "siping.air.good-days.value = 89.9"));
    assert_true(terminal_shows(terminal, "> 待复核"));
    quit(terminal);
}

static void the_selection_stays_on_its_fact_when_the_record_changes(void **state)
{
    (void)state;
    struct terminal *terminal = open_preview();
    press(terminal, "\t\t\t\t", "siping.air.good-days.value = 【待定】");
    assert_true(terminal_cursor_at(terminal, 3, 62));
    run("decide siping air/good-days --verdict met --value 89.9", "李明");
    assert_true(terminal_shows(terminal, "siping.air.good-days.value = 89.9"));
    assert_true(terminal_cursor_at(terminal, 3, 62));
    assert_true(terminal_cell(terminal, 4, 12).reverse); /* its 【待定】 is on the next line */
    assert_false(terminal_cell(terminal, 4, 20).reverse);
    press(terminal, "\t", "siping.air.straw.met = ");
    quit(terminal);
}

static void a_name_that_is_no_fact_says_where_it_stands(void **state)
{
    (void)state;
    struct terminal *terminal = open_preview();
    press(terminal, SEND_BACK_TAB SEND_BACK_TAB, "wrong = 【待定】  没有此事实，2020/circular/");
    press(terminal, "\r", "circular.md:7：没有名为“wrong”的事实");
    quit(terminal);
}

static void a_broken_template_shows_its_error(void **state)
{
    (void)state;
    struct terminal *terminal = open_preview();
    push_file("2020/circular/circular.md", "# 题\n\n{{#year}}\n");
    assert_true(terminal_shows(terminal, "2020/circular/circular.md:3: "));
    press(terminal, "\t", "没有数据");
    press(terminal, SEND_F3, "2020/circular/circular.md:3: ");
    press(terminal, "\r", "没有可打开的项");
    press(terminal, "\033", "通报草稿");
    push_file("2020/circular/circular.md", "# 又好了\n");
    assert_true(terminal_shows(terminal, "又好了"));
    quit(terminal);
}

static void a_figure_or_a_paragraph_is_copied(void **state)
{
    (void)state;
    struct terminal *terminal = open_preview();
    press(terminal, "\t\t\t", "target = 80");
    press(terminal, "y", "已发送到终端");
    assert_string_equal(terminal_copied(terminal), "siping.air.good-days.target = 80");
    quit(terminal);
    terminal = open_with(NULL, "zh", 16, 60);
    press(terminal, "y", "已发送到终端");
    assert_string_equal(terminal_copied(terminal), "2020年考评通报");
    quit(terminal);
}

/* ---- stops ---- */

static void every_stop_is_listed_by_its_entry(void **state)
{
    (void)state;
    decide("siping air/good-days --verdict met --value 89.9");
    struct terminal *terminal = open_preview();
    press(terminal, SEND_F3, "正式通报尚待评定或复核2项，改正1处");
    assert_true(terminal_shows(terminal, "> 待复核    四平[31m市     优良天数比例"));
    assert_true(terminal_shows(terminal, "2处"));
    assert_true(terminal_shows(terminal, "siping air/good-days：请先复核"));
    /* the name stands twice on its line */
    assert_true(terminal_shows(terminal, "2020/circular/circular.md:3 siping.air.good-days.value"));
    assert_true(terminal_shows(terminal, "2020/circular/circular.md:7 siping.air.score"));
    press(terminal, "j", "siping air/straw：请先评定并复核");
    press(terminal, "y", "已发送到终端");
    assert_string_equal(terminal_copied(terminal), "待评定 四平[31m市 air/straw 秸秆禁烧 2处");
    press(terminal, "j", "没有名为“wrong”的事实或分篇");
    press(terminal, "\r", "此处无对应考评项");
    press(terminal, "k\r", "1 完成  2 部分完成");
    press(terminal, "1\r", "还有");
    press(terminal, "\033", "> 待复核    四平[31m市     秸秆禁烧");
    quit(terminal);
}

static void when_nothing_stops_it_the_list_says_so(void **state)
{
    (void)state;
    decide("siping air/good-days --verdict met --value 89.9");
    run("confirm siping air/good-days", "李明");
    decide("siping air/straw --verdict met");
    struct terminal *terminal = open_preview();
    press(terminal, SEND_F3, "评定或复核1项，改正1处");
    push_file("2020/circular/wrong.md", "");
    assert_true(terminal_shows(terminal, "正式通报尚待评定或复核1项"));
    run("confirm siping air/straw", "李明");
    assert_true(terminal_shows(terminal, "无待办事项，可生成正式通报"));
    press(terminal, "\r", "没有可打开的项");
    press(terminal, "y", "没有可复制的内容");
    quit(terminal);
}

/* ---- sizes, length, hostility ---- */

static void the_screens_follow_the_size(void **state)
{
    (void)state;
    static const int sizes[][2] = {{16, 60}, {24, 80}, {60, 200}};
    static const char *const languages[] = {"zh", "en"};
    decide("siping air/good-days --verdict met --value 89.9");
    for (int i = 0; i < 6; i++) {
        struct terminal *terminal =
            open_with(NULL, languages[i % 2], sizes[i / 2][0], sizes[i / 2][1]);
        press(terminal, "\t\t", "value = 89.9");
        press(terminal, "\r", i % 2 ? "rests on 1 decision" : "依据1项评定");
        assert_true(terminal_shows(terminal, i % 2 ? "commit " : "提交 "));
        press(terminal, "\033", "value = 89.9  ");
        press(terminal, SEND_F3, "air/good-days");
        terminal_resize(terminal, 10, 40);
        assert_true(terminal_shows(terminal, "40x10"));
        terminal_resize(terminal, sizes[i / 2][0], sizes[i / 2][1]);
        assert_true(terminal_shows(terminal, "air/good-days"));
        quit(terminal);
    }
}

static void hostile_names_do_not_reach_the_terminal(void **state)
{
    (void)state;
    static const char override[] = {'\xe2', '\x80', '\xae', '\0'};
    struct terminal *terminal = open_preview();
    assert_true(terminal_shows(terminal, "受评的是四平[31m市、白山市"));
    press(terminal, "\t\t\t\t\t\t", "jurisdictions.names = 四平[31m市、白山市");
    press(terminal, "y", "已发送到终端");
    assert_string_equal(terminal_copied(terminal), "jurisdictions.names = 四平[31m市、白山市");
    assert_null(strstr(terminal_screen(terminal), override));
    quit(terminal);
}

static void a_long_circular_scrolls_as_quickly_as_a_short_one(void **state)
{
    (void)state;
    enum { LINES = 5000, SIZE = 96, HAN = 0x4E00, MANY = 20000 };
    char *text = calloc(LINES + 1, SIZE), *end = text;
    assert_non_null(text);
    end += sprintf(end, "# 2020年考评通报\n\n");
    for (int i = 1; i <= LINES; i++) {
        end += sprintf(end, "第%d行{{year}}", i);
        for (int j = 1; j <= 16; j++) { /* no line like another, as in prose */
            int c = HAN + (i * 1777 + j * j * 911) % MANY;
            end += sprintf(end, "%c%c%c", 0xE0 | c >> 12, 0x80 | (c >> 6 & 63), 0x80 | (c & 63));
        }
        end += sprintf(end, "\n\n");
    }
    push_file("2020/circular/circular.md", text);
    free(text);
    struct terminal *terminal = open_preview();
    press(terminal, "G", "第5000行2020");
    press(terminal, SEND_BACK_TAB, "year = 2020");
    press(terminal, "g", "第1行2020");
    for (int i = 0; i < 500; i++)
        terminal_send(terminal, "j");
    assert_true(terminal_shows(terminal, "第518行2020"));
    size_t before = terminal_bytes(terminal);
    press(terminal, "j", "第519行2020");
    if (terminal_bytes(terminal) - before > 600)
        fail_msg("%zu bytes", terminal_bytes(terminal) - before);
    quit(terminal);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(tab_goes_from_figure_to_figure),
        TEST(figures_are_marked_also_without_colour),
        TEST(enter_shows_what_a_figure_rests_on_and_enter_again_the_item),
        TEST(a_pending_entry_has_no_commit),
        TEST(the_selection_stays_on_its_fact_when_the_record_changes),
        TEST(a_name_that_is_no_fact_says_where_it_stands),
        TEST(a_broken_template_shows_its_error),
        TEST(a_figure_or_a_paragraph_is_copied),
        TEST(every_stop_is_listed_by_its_entry),
        TEST(when_nothing_stops_it_the_list_says_so),
        TEST(the_screens_follow_the_size),
        TEST(hostile_names_do_not_reach_the_terminal),
        TEST(a_long_circular_scrolls_as_quickly_as_a_short_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
