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

/* Opens it on the decided 优良天数比例 of 四平市. */
static struct terminal *open_decided(void)
{
    run("decide siping air/good-days --verdict met --value 89.9");
    struct terminal *terminal = open_review();
    press(terminal, "\r", "> 待评定");
    press(terminal, "g\r", "（待复核）");
    return terminal;
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
        TEST(a_key_chosen_in_help_waits_for_the_open_question),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
