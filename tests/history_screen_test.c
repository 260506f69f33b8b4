/* The history, a commit and the ranking through a real terminal. */
#include "tests/harness/record.h"
#include "tests/harness/terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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
    const char *said = shell("'%s' init '%s' --from ./t", getenv("KAOPING_PROGRAM"), record_at());
    if (last_exit != 0)
        fail_msg("init: %s", said);
    run("decide siping air/good-days --verdict unmet --value 78 --note '按365天折算。'");
    run("decide siping air/good-days --verdict met --value 89.9 --note '按366天折算。'");
    run("decide baishan air/good-days --verdict unmet --value 60");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

static struct terminal *open_review(int rows, int columns)
{
    const char *const environment[] = {"LC_ALL=C.UTF-8", "GIT_AUTHOR_NAME=王芳",
                                       "GIT_AUTHOR_EMAIL=wangfang@example.org", NULL};
    const char *const argv[] = {getenv("KAOPING_PROGRAM"), "-C", record_at(), "--lang", "zh", NULL};
    struct terminal *terminal = terminal_open(argv, environment, rows, columns);
    assert_true(terminal_shows(terminal, "总览"));
    return terminal;
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

/* Opens the history of all commits; the newest is selected. */
static struct terminal *open_history(void)
{
    struct terminal *terminal = open_review(24, 80);
    press(terminal, SEND_F11, "> 历史");
    press(terminal, "4", "全部  共4条");
    return terminal;
}

static void a_commit_shows_what_changed_and_then_as_git_has_it(void **state)
{
    (void)state;
    struct terminal *terminal = open_history();
    press(terminal, SEND_DOWN "\r", "~ 数值          78% → 89.9%");
    assert_true(terminal_shows(terminal, "~ 结论          未完成 → 完成"));
    assert_true(terminal_shows(terminal, "~ 得分          0 → 4"));
    assert_true(terminal_shows(terminal, "- 说明          按365天折算。"));
    assert_true(terminal_shows(terminal, "+               按366天折算。"));
    assert_true(terminal_shows(terminal, "作者          李明 <liming@example.org>"));
    press(terminal, SEND_F2, "parent ");
    press(terminal, SEND_PAGE_DOWN, "+value: 89.9");
    press(terminal, SEND_F2, "78% → 89.9%");
    quit(terminal);
}

static void digits_choose_whose_history_it_is(void **state)
{
    (void)state;
    struct terminal *terminal = open_history();
    press(terminal, "2", "四平市  共2条");
    press(terminal, "3", "王芳 <wangfang@example.org>  共1条");
    press(terminal, "1", "尚未选定考评项");
    press(terminal, SEND_F10, "2020年总览");
    press(terminal, "\r\r", "> PM2.5");
    press(terminal, SEND_F11, "四平市 PM2.5  共0条");
    quit(terminal);
}

static void an_item_s_acts_lead_to_their_commits(void **state)
{
    (void)state;
    struct terminal *terminal = open_review(24, 80);
    press(terminal, "\r", "[0全部]");
    press(terminal, "g", "> 完成         优良天数比例");
    press(terminal, "\r", "> 优良天数比例");
    press(terminal, SEND_F11, "四平市 优良天数比例  共2条");
    assert_true(terminal_shows(terminal, "四平市 优良天数比例：完成 89.9% 4分"));
    assert_true(terminal_shows(terminal, "四平市 优良天数比例：未完成 78% 0分"));
    press(terminal, "\r", "~ 数值          78% → 89.9%");
    quit(terminal);
}

static void a_search_goes_from_match_to_match(void **state)
{
    (void)state;
    struct terminal *terminal = open_history();
    press(terminal, SEND_F3, "查找标题或人员：");
    terminal_send(terminal, "四平市\r");
    assert_true(terminal_cursor_at(terminal, 3, 0));
    terminal_send(terminal, "n");
    assert_true(terminal_cursor_at(terminal, 4, 0));
    press(terminal, "n", "再无包含“四平市”的提交");
    terminal_send(terminal, "N");
    assert_true(terminal_cursor_at(terminal, 3, 0));
    quit(terminal);
}

static void somebody_elses_commit_comes_in_above_the_cursor(void **state)
{
    (void)state;
    struct terminal *terminal = open_history();
    terminal_send(terminal, SEND_DOWN);
    assert_true(terminal_cursor_at(terminal, 3, 0));
    run("decide siping work/t01 --verdict met");
    assert_true(terminal_shows(terminal, "四平市 任务1：完成"));
    assert_true(terminal_cursor_at(terminal, 4, 0));
    assert_true(terminal_shows(terminal, "全部  共5条"));
    quit(terminal);
}

static void the_end_of_a_long_history_is_one_key_away(void **state)
{
    (void)state;
    shell("'%s' -C '%s' log >/dev/null; cd '%s' && tree=$(git rev-parse main^{tree}) && "
          "tip=$(git rev-parse main) && for i in $(seq 300); do "
          "tip=$(git commit-tree -p $tip -m \"空提交$i\" $tree); done && "
          "git update-ref refs/heads/main $tip",
          getenv("KAOPING_PROGRAM"), record_at(), record_at());
    assert_int_equal(last_exit, 0);
    struct terminal *terminal = open_review(24, 80);
    press(terminal, SEND_F11, "> 历史");
    press(terminal, "4", "全部  最近64条");
    press(terminal, SEND_END, "全部  共304条");
    assert_true(terminal_shows(terminal, "建立记录：某省方案"));
    press(terminal, SEND_HOME, "空提交300");
    press(terminal, SEND_F3, "查找标题或人员：");
    press(terminal, "某省\r", "建立记录：某省方案");
    quit(terminal);
}

static void the_ranking_says_what_moves_a_jurisdiction(void **state)
{
    (void)state;
    struct terminal *terminal = open_review(24, 80);
    press(terminal, SEND_F8, "> 排名");
    assert_true(terminal_shows(terminal, "---- 一等 90分以上 ----"));
    assert_true(terminal_shows(terminal, ">    1 四平市         二等        4.00* "));
    assert_true(terminal_shows(terminal, "四平市：差86分到一等"));
    assert_true(terminal_shows(terminal, "失分最多：重点任务 20*、环境空气质量 8*"));
    assert_true(terminal_shows(terminal, "* 暂定："));
    press(terminal, SEND_F3, "环境空气质量，满分12");
    assert_true(terminal_shows(terminal, "4.00* ##########---"));
    press(terminal, SEND_F4, "（按此排序）");
    assert_false(terminal_has(terminal, "---- 一等"));
    press(terminal, SEND_DOWN, "白山市：差90分到一等");
    press(terminal, "\r", "> 排名 > 白山市");
    quit(terminal);
}

static void the_ranking_and_the_history_fit_every_size(void **state)
{
    (void)state;
    struct terminal *terminal = open_review(16, 60);
    press(terminal, SEND_F8, "> 排名");
    assert_true(terminal_shows(terminal, "* 暂定："));
    terminal_resize(terminal, 60, 200);
    assert_true(terminal_shows(terminal, "####"));
    press(terminal, SEND_F11, "四平市  共2条");
    terminal_resize(terminal, 16, 60);
    assert_true(terminal_shows(terminal, "李明     四平市"));
    quit(terminal);
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
        TEST(a_commit_shows_what_changed_and_then_as_git_has_it),
        TEST(digits_choose_whose_history_it_is),
        TEST(an_item_s_acts_lead_to_their_commits),
        TEST(a_search_goes_from_match_to_match),
        TEST(somebody_elses_commit_comes_in_above_the_cursor),
        TEST(the_end_of_a_long_history_is_one_key_away),
        TEST(the_ranking_says_what_moves_a_jurisdiction),
        TEST(the_ranking_and_the_history_fit_every_size),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
