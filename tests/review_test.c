/*
 * The review through a real terminal: deciding, confirming, and what happens around it.
 */
#include "tests/harness/record.h"
#include "tests/harness/review.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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
    press(terminal, "i", "i键无作用");
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
    press(terminal, "缺年报\r", "退回 — 按回车退回，Esc放弃。理由：缺年报");
    press(terminal, "\r", "（退回）");
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
#define TEST(name) cmocka_unit_test_setup_teardown(name, review_set_up, review_tear_down)
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
