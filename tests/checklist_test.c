/*
 * The lists of entries through a real terminal: filters, folds, search, marks, batches, the list
 * turned by 90 degrees, the queue of confirmations; and the overview's columns.
 */
#include "tests/harness/record.h"
#include "tests/harness/review.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct terminal *open_checklist(void)
{
    struct terminal *terminal = open_review();
    press(terminal, "\r", "[0全部]");
    return terminal;
}

static void digits_filter_the_list(void **state)
{
    (void)state;
    run("decide siping air/good-days --verdict met --value 89.9");
    run("decide siping air/straw --verdict unmet");
    struct terminal *terminal = open_checklist();
    press(terminal, "1", "[1待评]");
    assert_true(terminal_has(terminal, "工作[31m机制"));
    assert_true(terminal_hides(terminal, "秸秆禁烧"));
    press(terminal, "6", "> 未完成       秸秆禁烧");
    assert_true(terminal_hides(terminal, "优良天数比例"));
    press(terminal, "7", "> 完成         优良天数比例");
    press(terminal, "2", "没有“我评的”的项；按0看全部");
    press(terminal, "8", "[8指标]");
    press(terminal, "88", "[8重点任务]");
    assert_true(terminal_hides(terminal, "优良天数比例"));
    press(terminal, "0", "环境空气质量  2/3");
    quit(terminal);
}

static void a_category_folds_and_a_search_unfolds_it(void **state)
{
    (void)state;
    struct terminal *terminal = open_checklist();
    press(terminal, "z", "> + 环境空气质量  3项");
    assert_true(terminal_hides(terminal, "秸秆禁烧"));
    press(terminal, "/", "查找（空则重复上次）：");
    press(terminal, "秸秆\r", "> 待评定       秸秆禁烧");
    press(terminal, "/AIR\r", "> 待评定       工作");
    press(terminal, "n", "> 待评定       优良天数比例");
    press(terminal, "N", "> 待评定       工作");
    press(terminal, "/没有这项\r", "未找到：没有这项");
    press(terminal, "Z", "> + 环境空气质量");
    press(terminal, "\r", "> 待评定       工作");
    quit(terminal);
}

static void marked_items_are_decided_together_one_commit_each(void **state)
{
    (void)state;
    struct terminal *terminal = open_checklist();
    press(terminal, SEND_F6, "请先用F4或空格标记");
    press(terminal, "*", "已标记3项");
    press(terminal, SEND_F6, "已标记3项：按数字为全部选结论");
    press(terminal, "1", "写入2项（共标记3项），各为一个提交");
    assert_true(terminal_shows(terminal, "完成 89.9% 得4分"));
    assert_true(terminal_shows(terminal, "跳过：须人工评分"));
    press(terminal, "\r", "已评定2项，各为一个提交");
    assert_last_commit("%(trailers:key=Item,valueonly,separator=)", "air/straw");
    assert_string_equal(git("rev-list --count main~2..main"), "2\n");
    assert_string_equal(git("diff --name-only main~1 main"),
                        "2020/decisions/siping/air/straw.md\n");
    quit(terminal);
}

static void a_batch_can_be_dropped_and_needs_one_kind(void **state)
{
    (void)state;
    push_file("2020/checklist/air/ban.md", "---\nname: 重大事故\nkind: veto\norder: 9\n"
                                           "applies: [all]\neffect: fail\n---\n");
    struct terminal *terminal = open_checklist();
    press(terminal, "*", "已标记4项");
    press(terminal, SEND_F6, "请只标记同一类型");
    press(terminal, "1", "此处不选结论");
    press(terminal, "\r", "请先按数字选择结论");
    press(terminal, "\033", "[0全部]");
    press(terminal, "U", "9已标记");
    press(terminal, "g ", "9已标记1");
    press(terminal, SEND_F6, "按数字为全部选结论");
    press(terminal, "4", "不适用");
    press(terminal, "\033", "[0全部]");
    quit(terminal);
    assert_last_commit("%(trailers:key=Verdict,valueonly,separator=)", "");
}

static void the_queue_confirms_what_others_decided(void **state)
{
    (void)state;
    run("decide siping air/good-days --verdict met --value 89.9");
    run("decide baishan air/straw --verdict met");
    struct terminal *terminal = open_review();
    assert_true(terminal_shows(terminal, "等您处理：待我复核 2 (F7)"));
    press(terminal, SEND_F7, "待我复核 2");
    assert_true(terminal_shows(terminal, "白山市"));
    press(terminal, "*", "已标记2项");
    press(terminal, SEND_F7, "写入2项（共标记2项）");
    press(terminal, "\r", "已复核2项");
    press(terminal, "0", "已复核");
    assert_last_commit("%an %(trailers:key=Confirmation,valueonly,separator=)", "王芳 confirmed");
    quit(terminal);
}

static void ones_own_decisions_are_known_by_the_mail(void **state)
{
    (void)state;
    run("decide siping air/good-days --verdict met --value 89.9");
    const char *const environment[] = {"LC_ALL=C.UTF-8", "GIT_AUTHOR_NAME=Li Ming",
                                       "GIT_AUTHOR_EMAIL=LiMing@example.org", NULL};
    struct terminal *terminal = open_with(environment, 24, 80);
    press(terminal, SEND_F7, "没有待您复核的项");
    press(terminal, "2", "> 完成         优良天数比例");
    press(terminal, "\r" SEND_F7, "这是您本人的评定");
    quit(terminal);
}

/* From the queue, one after the other, and past what is still to be decided. */
static void the_queue_goes_on_by_itself(void **state)
{
    (void)state;
    run("decide siping air/good-days --verdict met --value 89.9");
    run("decide siping air/straw --verdict met");
    run("decide baishan air/straw --verdict met");
    struct terminal *terminal = open_review();
    press(terminal, SEND_F7, "待我复核 3");
    press(terminal, "\r", "四平市  优良天数比例");
    press(terminal, SEND_F7, "按回车确认");
    press(terminal, "\r", "还有2项待您复核");
    assert_true(terminal_shows(terminal, "四平市  秸秆禁烧"));
    press(terminal, "\t", "白山市  秸秆禁烧");
    press(terminal, SEND_F8, "退回理由：");
    press(terminal, "无台账\r", "按回车退回");
    press(terminal, "\r", "还有1项待您复核");
    press(terminal, SEND_F7 "\r", "再无待您复核的项");
    press(terminal, "\t", "没有其他待您复核的项");
    quit(terminal);
}

static void one_item_is_compared_in_all_jurisdictions(void **state)
{
    (void)state;
    struct terminal *terminal = open_checklist();
    press(terminal, SEND_F2, "同项各地");
    assert_true(terminal_shows(terminal, "> 待评定       四平市"));
    assert_true(terminal_has(terminal, "优良天数比例  0/2"));
    press(terminal, "j\r", "自查      78%");
    press(terminal, "\033" SEND_F2, "白山市 0/3");
    press(terminal, "\r8", "同项各地");
    quit(terminal);
}

static void the_overview_sorts_by_any_column_and_shows_three_measures(void **state)
{
    (void)state;
    run("decide baishan air/straw --verdict met");
    run("decide siping air/good-days --verdict unmet --value 70");
    struct terminal *terminal = open_review();
    assert_true(
        terminal_row_is(terminal, 4, "> 四平市        33%    2   0.00    2 二等        1/3"));
    press(terminal, "8", "  0%    2");
    press(terminal, "9", "3/10");
    press(terminal, SEND_F4, "按总分降序");
    assert_true(terminal_shows(terminal, "> 四平市"));
    assert_true(
        terminal_row_is(terminal, 4, "  白山市        33%    2   3.00    1 二等       3/10"));
    press(terminal, SEND_F4, "按总分升序");
    press(terminal, SEND_F3 SEND_F3 SEND_F3 SEND_F4, "按环境空气质量降序");
    press(terminal, SEND_F4 SEND_F4, "得分");
    quit(terminal);
}

static void lists_of_what_waits_open_from_the_overview(void **state)
{
    (void)state;
    run("decide siping air/good-days --verdict met --value 89.9");
    push_file("2020/checklist/air/good-days.md",
              "---\nname: 优良天数\nkind: indicator\norder: 1\napplies: [all]\nfull: 4\n"
              "unit: \"%\"\ndirection: higher\nplaces: 1\ntarget: 85\n"
              "rule: {type: deduct, per: 1, points: 0.5}\n---\n");
    struct terminal *terminal = open_review();
    press(terminal, "4", "> 需重评       优良天数");
    press(terminal, "\033", "需重评 1 (4)");
    press(terminal, "3", "没有“退回给我”的项");
    quit(terminal);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, review_set_up, review_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(digits_filter_the_list),
        TEST(a_category_folds_and_a_search_unfolds_it),
        TEST(marked_items_are_decided_together_one_commit_each),
        TEST(a_batch_can_be_dropped_and_needs_one_kind),
        TEST(the_queue_confirms_what_others_decided),
        TEST(the_queue_goes_on_by_itself),
        TEST(ones_own_decisions_are_known_by_the_mail),
        TEST(one_item_is_compared_in_all_jurisdictions),
        TEST(the_overview_sorts_by_any_column_and_shows_three_measures),
        TEST(lists_of_what_waits_open_from_the_overview),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
