/*
 * The review through a real terminal: keys in, screen out, and what the record then holds. Each
 * test has a record of its own: two cities, and an indicator, a task and an item that is scored by
 * hand for each.
 */
#include "tests/harness/record.h"
#include "tests/harness/terminal.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define WANG "GIT_AUTHOR_NAME=王芳", "GIT_AUTHOR_EMAIL=wangfang@example.org"

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

/* Runs a command of the program on the record, as 李明. */
static void run(const char *words)
{
    const char *said = shell("export GIT_AUTHOR_NAME=李明 GIT_AUTHOR_EMAIL=liming@example.org; "
                             "'%s' -C '%s' %s",
                             getenv("KAOPING_PROGRAM"), record_at(), words);
    if (last_exit != 0)
        fail_msg("%s: %s", words, said);
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
    const char *said =
        shell("'%s' init '%s' --from ./review", getenv("KAOPING_PROGRAM"), record_at());
    if (last_exit != 0)
        fail_msg("init: %s", said);
    run("import reports review/reports.csv");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

/* Compares what git says of the record's last commit. */
static void assert_last_commit(const char *format, const char *expected)
{
    char line[512];
    snprintf(line, sizeof line, "%s", git("log -1 --format='%s' main", format));
    line[strcspn(line, "\n")] = '\0';
    assert_string_equal(line, expected);
}

/* ---- the terminal ---- */

static struct terminal *open_with(const char *const *environment, int rows, int columns)
{
    const char *const argv[] = {getenv("KAOPING_PROGRAM"), "-C", record_at(), "--lang", "zh", NULL};
    struct terminal *terminal = terminal_open(argv, environment, rows, columns);
    assert_true(terminal_shows(terminal, "总览"));
    return terminal;
}

static struct terminal *open_review(void)
{
    const char *const environment[] = {"LC_ALL=C.UTF-8", WANG, NULL};
    return open_with(environment, 24, 80);
}

/* Opens it on the first open item. */
static struct terminal *open_item(void)
{
    struct terminal *terminal = open_review();
    terminal_send(terminal, "\r");
    assert_true(terminal_shows(terminal, "> 待评定"));
    terminal_send(terminal, "\r");
    assert_true(terminal_shows(terminal, "1 完成  2 部分完成"));
    return terminal;
}

static void quit(struct terminal *terminal)
{
    terminal_send(terminal, SEND_F10);
    for (int i = 0; i < 3; i++)
        terminal_send(terminal, SEND_F10);
    assert_int_equal(terminal_finish(terminal), 0);
}

static void press(struct terminal *terminal, const char *keys, const char *shown)
{
    terminal_send(terminal, keys);
    assert_true(terminal_shows(terminal, shown));
}

/* ---- the tests ---- */

static void a_walk_by_digits_and_enter_decides_everything(void **state)
{
    (void)state;
    struct terminal *terminal = open_review();
    assert_true(terminal_shows(terminal, "还有6项待评定；按回车进入"));
    assert_true(terminal_has(terminal, "> 四平市"));
    assert_true(terminal_has(terminal, "0/3"));
    press(terminal, "\r", "> 待评定       优良天数比例");
    assert_true(terminal_has(terminal, "四平市 0/3"));
    press(terminal, "\r", "自查      89.9%");
    assert_true(terminal_has(terminal, "不低于80%"));
    press(terminal, "1", "数值（%）： 89.9");
    press(terminal, "\r", "评定：完成 89.9% 得4分 — 按回车保存，Esc放弃");
    press(terminal, "\r", "还有5项，9撤销：四平市 优良天数比例 完成 89.9% 得4分");
    assert_last_commit("%(trailers:key=Item,valueonly,separator=)", "air/good-days");
    assert_last_commit("%an", "王芳");
    assert_true(terminal_has(terminal, "> 秸秆禁烧"));
    press(terminal, "1", "评定：完成 得3分");
    press(terminal, "\r", "还有4项");
    press(terminal, "1", "得分（0到3）：");
    press(terminal, "5\r", "得分须在0到3之间");
    press(terminal, "\0252.5\r", "说明：");
    press(terminal, "制度健全\r", "评定：完成 得2.5分");
    press(terminal, "\r", "白山市 0/3");
    press(terminal, "2\r", "评定：部分完成 78% 得3分");
    press(terminal, "\r\061\r", "还有1项");
    press(terminal, "1", "得分（0到3）：");
    press(terminal, "3\r", "说明：");
    press(terminal, "好\r", "评定：完成 得3分");
    press(terminal, "\r", "全部评定完毕，还有6项待复核（由另一人按F7）");
    press(terminal, "\033", "白山市 3/3");
    press(terminal, "\033", " 9.50 ");
    press(terminal, "\t", "全部评定完毕，还有6项待复核（由另一人按F7）");
    quit(terminal);
}

static void a_bare_enter_decides_nothing(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "\r", "请先按数字选择结论");
    press(terminal, "0", "0键无作用");
    press(terminal, "5", "结论只有1到4");
    press(terminal, "1", "数值（%）：");
    press(terminal, "\033", "1 完成");
    press(terminal, "\r", "请先按数字选择结论");
    quit(terminal);
    assert_last_commit("%(trailers:key=Verdict,valueonly,separator=)", "");
}

static void a_verdict_against_the_value_asks_for_a_reason(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "1", "数值（%）：");
    press(terminal, "\025七十\r", "数值： 七十");
    press(terminal, "\025７８\r", "说明：");
    assert_true(terminal_has(terminal, "未达到目标"));
    press(terminal, "沙尘已剔除\r", "评定：完成 78% 得3分");
    press(terminal, "q", "尚未保存");
    press(terminal, "\033", "已放弃，未保存");
    quit(terminal);
}

static void the_reported_value_is_taken_with_one_key(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, SEND_F6, "评定：完成 89.9% 得4分");
    press(terminal, "\r", "还有5项");
    press(terminal, SEND_F6, "自查未报数值");
    press(terminal, SEND_F2, "本项没有数值");
    press(terminal, SEND_F3, "本项得分由规则计算");
    press(terminal, "\t\t", "> 优良天数比例");
    press(terminal, SEND_F6, "已采纳78；请按数字选择结论");
    press(terminal, "\033", "已放弃，未保存");
    quit(terminal);
}

static void the_reason_of_one_verdict_does_not_serve_another(void **state)
{
    (void)state;
    run("decide siping air/good-days --verdict unmet --value 78 --note 差两个百分点");
    struct terminal *terminal = open_review();
    press(terminal, "\r", "> 待评定");
    press(terminal, "g\r", "（待复核）");
    press(terminal, "3", "说明：差两个百分点");
    press(terminal, "1", "未达到目标");
    press(terminal, "沙尘\r", "说明：沙尘");
    press(terminal, "\033", "已放弃，未保存");
    quit(terminal);
}

static void another_verdict_by_hand_asks_for_the_score_again(void **state)
{
    (void)state;
    run("decide siping air/work --verdict met --score 3 --note 好");
    struct terminal *terminal = open_review();
    press(terminal, "\r", "> 待评定");
    press(terminal, "G\r", "（待复核）");
    press(terminal, "2", "得分（0到3）： 3");
    press(terminal, "\0251.5\r", "说明：");
    press(terminal, "制度不全\r", "评定：部分完成 得1.5分 — 按回车保存");
    press(terminal, "\033", "已放弃，未保存");
    press(terminal, "1", "评定：完成 得3分 — 按回车保存");
    press(terminal, "\033", "已放弃，未保存");
    quit(terminal);
}

/* Past one's own decisions. */
static void when_all_is_decided_tab_goes_to_what_waits_for_a_confirmation(void **state)
{
    (void)state;
    run("decide siping air/good-days --verdict met --value 89.9");
    run("decide siping air/work --verdict met --score 3 --note 好");
    run("decide baishan air/good-days --verdict unmet --value 78");
    run("decide baishan air/straw --verdict met");
    run("decide baishan air/work --verdict met --score 3 --note 好");
    struct terminal *terminal = open_item();
    press(terminal, "1\r", "全部评定完毕，还有6项待复核");
    press(terminal, "\t", "> 工作[31m机制");
    press(terminal, SEND_BACK_TAB, "> 优良天数比例");
    press(terminal, SEND_F7 "\r", "（已复核）");
    press(terminal, "\t", "> 工作[31m机制");
    quit(terminal);
}

static void somebody_elses_decision_is_shown_before_it_is_replaced(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "1\r", "评定：完成 89.9%");
    run("decide siping air/good-days --verdict partly --value 79");
    press(terminal, "\r", "回车＝以您的替换，Esc＝保留对方。李明刚评定：部分完成 79% 得3.5分");
    assert_last_commit("%an", "李明");
    press(terminal, "\r", "还有5项");
    assert_last_commit("%an", "王芳");
    run("decide siping air/straw --verdict met");
    assert_true(terminal_shows(terminal, "已载入他人的新提交"));
    assert_true(terminal_shows(terminal, "完成 得3分（待复核）"));
    assert_true(terminal_has(terminal, "> 秸秆禁烧"));
    quit(terminal);
}

static void two_people_decide_and_confirm(void **state)
{
    (void)state;
    run("decide siping air/good-days --verdict met --value 89.9");
    struct terminal *terminal = open_review();
    terminal_send(terminal, "\r");
    assert_true(terminal_shows(terminal, "> 待评定"));
    press(terminal, "g\r", "（待复核）");
    press(terminal, SEND_F7, "复核：完成 89.9% 得4分 — 按回车确认，Esc放弃");
    press(terminal, "\r", "（已复核）");
    assert_last_commit("%an", "王芳");
    press(terminal, SEND_F7, "此评定已复核");
    press(terminal, "1", "得4分，原复核将失效 — 按回车保存，Esc放弃");
    press(terminal, "\033", "已放弃，未保存");
    press(terminal, SEND_F8, "退回理由：");
    press(terminal, "缺年报\r", "（退回）");
    press(terminal, "2", "说明：");
    press(terminal, "缺年报\r", "评定：部分完成 89.9%");
    press(terminal, "\r", "已保存");
    press(terminal, SEND_BACK_TAB, "评定");
    quit(terminal);
}

static void nobody_confirms_a_decision_of_their_own(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, SEND_F6, "评定：完成");
    press(terminal, "\r", "还有5项");
    press(terminal, SEND_F7, "尚未评定");
    press(terminal, "\033", "> 待评定");
    press(terminal, "g\r", "（待复核）");
    press(terminal, SEND_F7, "这是您本人的评定，须由另一人复核或退回");
    quit(terminal);
}

static void the_preview_marks_what_is_open(void **state)
{
    (void)state;
    struct terminal *terminal = open_review();
    press(terminal, SEND_F9, "优良天数比例为【待定】");
    assert_true(terminal_has(terminal, "1处待定"));
    run("decide siping air/good-days --verdict met --value 89.9");
    assert_true(terminal_shows(terminal, "优良天数比例为89.9"));
    quit(terminal);
}

static void the_language_changes_and_help_comes_anywhere(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, SEND_F12, "1 met  2 partly met");
    press(terminal, SEND_F1, "Keys of this screen");
    press(terminal, "\033", "1 met");
    press(terminal, "\033", "pending");
    press(terminal, "\033", "jurisdiction");
    press(terminal, SEND_F12, "考评对象");
    press(terminal, "你", "请切换到英文输入");
    press(terminal, "？", "本屏按键");
    quit(terminal);
}

static void a_paste_with_a_han_character_decides_nothing(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "好1\r\r", "请切换到英文输入");
    press(terminal, "z", "z键无作用");
    quit(terminal);
    assert_last_commit("%(trailers:key=Verdict,valueonly,separator=)", "");
}

static void every_screen_follows_the_size(void **state)
{
    (void)state;
    static const int sizes[][2] = {{60, 200}, {16, 60}, {24, 80}};
    struct terminal *terminal = open_item();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        terminal_resize(terminal, 10, 40);
        assert_true(terminal_shows(terminal, "太小"));
        terminal_resize(terminal, sizes[i][0], sizes[i][1]);
        assert_true(terminal_shows(terminal, "1 完成  2 部分完成"));
        press(terminal, "\033", "> 待评定");
        press(terminal, "\033", "> 四平市");
        press(terminal, SEND_F9, "考评通报");
        press(terminal, "\033", "> 四平市");
        press(terminal, "\r", "> 待评定");
        press(terminal, "\r", "1 完成  2 部分完成");
    }
    quit(terminal);
}

static void chinese_stands_whatever_the_locale_says(void **state)
{
    (void)state;
    static const char *const locales[] = {"LC_ALL=POSIX", "LC_ALL=zh_CN.UTF-8", "LANG=C"};
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        const char *const environment[] = {locales[i], WANG, NULL};
        struct terminal *terminal = open_with(environment, 24, 80);
        assert_true(terminal_shows(terminal, "> 四平市"));
        quit(terminal);
    }
}

/* The item's name holds ESC [31m and U+202E. */
static void hostile_names_do_not_reach_the_terminal(void **state)
{
    (void)state;
    struct terminal *terminal = open_review();
    press(terminal, "\r", "工作[31m机制");
    press(terminal, "G\r", "工作[31m机制");
    static const char override[] = {'\xe2', '\x80', '\xae', '\0'};
    assert_null(strstr(terminal_screen(terminal), override));
    assert_int_equal(terminal_cell(terminal, 1, 0).colour, -1);
    quit(terminal);
}

static void a_hang_up_ends_it_and_leaving_restores(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "1", "数值（%）：");
    terminal_signal(terminal, SIGHUP);
    assert_int_equal(terminal_finish(terminal), 0);
    terminal = open_review();
    assert_true(terminal_alternate(terminal));
    quit(terminal);
    assert_last_commit("%(trailers:key=Verdict,valueonly,separator=)", "");
}

int main(void)
{
    const char *program = getenv("KAOPING_PROGRAM");
    char *path = realpath(program ? program : "build/kaoping", NULL);
    if (!path || setenv("KAOPING_PROGRAM", path, 1)) {
        fprintf(stderr, "the program is not built: make\n");
        return 1;
    }
    free(path);
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_walk_by_digits_and_enter_decides_everything),
        TEST(a_bare_enter_decides_nothing),
        TEST(a_verdict_against_the_value_asks_for_a_reason),
        TEST(the_reported_value_is_taken_with_one_key),
        TEST(the_reason_of_one_verdict_does_not_serve_another),
        TEST(another_verdict_by_hand_asks_for_the_score_again),
        TEST(when_all_is_decided_tab_goes_to_what_waits_for_a_confirmation),
        TEST(somebody_elses_decision_is_shown_before_it_is_replaced),
        TEST(two_people_decide_and_confirm),
        TEST(nobody_confirms_a_decision_of_their_own),
        TEST(the_preview_marks_what_is_open),
        TEST(the_language_changes_and_help_comes_anywhere),
        TEST(a_paste_with_a_han_character_decides_nothing),
        TEST(every_screen_follows_the_size),
        TEST(chinese_stands_whatever_the_locale_says),
        TEST(hostile_names_do_not_reach_the_terminal),
        TEST(a_hang_up_ends_it_and_leaving_restores),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
