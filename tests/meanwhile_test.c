/*
 * What happens while something else is on the screen: a commit of somebody else's under an open
 * text, an item above another item, help above an open question. Through a real terminal.
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

enum { KEPT = 900 }; /* milliseconds after which what is typed must be on the disk */

#define NEWS "已载入他人的新提交"

/* Opens it on the decided 优良天数比例 of 四平市. */
static struct terminal *open_decided(void)
{
    run("decide siping air/good-days --verdict met --value 89.9");
    struct terminal *terminal = open_review();
    press(terminal, "\r", "> 待评定");
    press(terminal, "g\r", "（待复核）");
    return terminal;
}

static void a_draft_is_not_carried_to_another_item(void **state)
{
    (void)state;
    static const char *const keys[] = {SEND_F9, SEND_F11, "8", "\t", "9"};
    struct terminal *terminal = open_item();
    press(terminal, "2", "数值（%）：");
    press(terminal, "\02579\r", "评定：部分完成 79%");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        press(terminal, "k", "评定：部分完成 79%");
        assert_true(terminal_hides(terminal, "尚未保存"));
        press(terminal, keys[i], "尚未保存");
    }
    press(terminal, "\r", "还有5项");
    quit(terminal);
}

static void an_item_below_leaves_the_draft_of_the_one_above_alone(void **state)
{
    (void)state;
    static const int signals[] = {SIGHUP, SIGKILL};
    for (size_t i = 0; i < 2; i++) {
        struct terminal *terminal = open_item();
        press(terminal, "8", "同项各地");
        press(terminal, "\r", "各地 > 优良天数比例");
        press(terminal, "2", "数值（%）：");
        press(terminal, "\02577.5\r", "评定：部分完成 77.5%");
        terminal_idle(terminal, KEPT);
        terminal_signal(terminal, signals[i]);
        terminal_finish(terminal);
        terminal = open_review();
        press(terminal, "\r", "> 待评定");
        press(terminal, "\r", "评定：部分完成 77.5%");
        press(terminal, "\033", "已放弃，未保存");
        quit(terminal);
    }
}

static void a_reason_typed_over_a_newer_decision_is_asked_again(void **state)
{
    (void)state;
    struct terminal *terminal = open_decided();
    press(terminal, SEND_F8, "退回理由：");
    press(terminal, "与年报不符" SEND_F4, "Ctrl-_ 撤销");
    press(terminal, "\r第二行", "第二行");
    run("decide siping air/good-days --verdict unmet --value 70");
    assert_true(terminal_shows(terminal, NEWS));
    press(terminal, SEND_F2, "按回车退回");
    press(terminal, "\r", "请重新查看");
    assert_last_commit("%an %(trailers:key=Verdict,valueonly,separator=)", "李明 unmet");
    press(terminal, SEND_F8, "第二行"); /* it was not lost */
    press(terminal, SEND_F2, "按回车退回");
    press(terminal, "\r", "已退回");
    quit(terminal);
    assert_non_null(strstr(git("show main:2020/confirmations/siping/air/good-days.md"),
                           "\n与年报不符\n第二行\n"));
}

static void a_key_chosen_in_help_waits_for_the_open_question(void **state)
{
    (void)state;
    struct terminal *terminal = open_decided();
    press(terminal, SEND_F8, "退回理由：");
    press(terminal, "与年报不符" SEND_F1, "本屏按键");
    press(terminal, SEND_F3, "查找：");
    press(terminal, "下一未评\r", "> Tab");
    press(terminal, "\r", "退回理由： 与年报不符");
    assert_true(terminal_has(terminal, "> 优良天数比例"));
    press(terminal, "\r", "按回车退回");
    press(terminal, "\r", "已退回");
    quit(terminal);
    assert_last_commit("%(trailers:key=Item,valueonly,separator=)", "air/good-days");
}

static void a_batch_shows_what_was_decided_meanwhile_before_it_writes(void **state)
{
    (void)state;
    run("decide siping air/straw --verdict met");
    struct terminal *terminal = open_review();
    press(terminal, SEND_F7, "待我复核 1");
    press(terminal, "*", "已标记1项");
    press(terminal, SEND_F7, "写入1项");
    run("decide siping air/straw --verdict unmet");
    assert_true(terminal_shows(terminal, NEWS));
    press(terminal, "\r", "请重新查看");
    assert_last_commit("%an %(trailers:key=Verdict,valueonly,separator=)", "李明 unmet");
    press(terminal, "\r", "已复核1项");
    quit(terminal);
}

static void a_batch_does_not_replace_a_decision_that_it_did_not_show(void **state)
{
    (void)state;
    struct terminal *terminal = open_review();
    press(terminal, "\r", "[0全部]");
    press(terminal, "*", "已标记3项");
    press(terminal, SEND_F6, "已标记3项：");
    press(terminal, "1", "写入2项");
    run("decide siping air/straw --verdict unmet");
    assert_true(terminal_shows(terminal, "替换原未完成"));
    press(terminal, "\r", "请重新查看");
    assert_last_commit("%an %(trailers:key=Verdict,valueonly,separator=)", "李明 unmet");
    quit(terminal);
}

static void a_note_survives_that_its_item_went_away(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "1\r", "评定：完成 89.9%");
    press(terminal, SEND_F4, "评定说明");
    press(terminal, "沙尘已剔除", "沙尘已剔除");
    push_file("2020/checklist/air/good-days.md",
              "---\nname: 优良天数比例\nkind: indicator\norder: 1\napplies: [baishan]\nfull: 4\n"
              "unit: \"%\"\ndirection: higher\nplaces: 1\ntarget: 80\n"
              "rule: {type: deduct, per: 1, points: 0.5}\n---\n");
    assert_true(terminal_shows(terminal, NEWS));
    press(terminal, SEND_F2, "此项已不在考评清单中");
    terminal_idle(terminal, KEPT);
    push_file("2020/checklist/air/good-days.md",
              "---\nname: 优良天数比例\nkind: indicator\norder: 1\napplies: [all]\nfull: 4\n"
              "unit: \"%\"\ndirection: higher\nplaces: 1\ntarget: 80\n"
              "rule: {type: deduct, per: 1, points: 0.5}\n---\n");
    assert_true(terminal_shows(terminal, "说明：沙尘已剔除"));
    press(terminal, "\033", "已放弃");
    quit(terminal);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, review_set_up, review_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_draft_is_not_carried_to_another_item),
        TEST(an_item_below_leaves_the_draft_of_the_one_above_alone),
        TEST(a_reason_typed_over_a_newer_decision_is_asked_again),
        TEST(a_key_chosen_in_help_waits_for_the_open_question),
        TEST(a_batch_shows_what_was_decided_meanwhile_before_it_writes),
        TEST(a_batch_does_not_replace_a_decision_that_it_did_not_show),
        TEST(a_note_survives_that_its_item_went_away),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
