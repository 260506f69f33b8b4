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
    press(terminal, "\r", "已退回");
    quit(terminal);
    assert_last_commit("%(trailers:key=Item,valueonly,separator=)", "air/good-days");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, review_set_up, review_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_draft_is_not_carried_to_another_item),
        TEST(an_item_below_leaves_the_draft_of_the_one_above_alone),
        TEST(a_key_chosen_in_help_waits_for_the_open_question),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
