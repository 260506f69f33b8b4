/*
 * What is typed survives: hang-ups, kills, another session, a disk that takes nothing. Through a
 * real terminal, on the item's screen.
 */
#include "tests/harness/record.h"
#include "tests/harness/review.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { KEPT = 900 }; /* milliseconds after which what is typed must be on the disk */

/* Opens it on the item again; what was left there is offered. */
static struct terminal *open_again(const char *shown)
{
    struct terminal *terminal = open_review();
    press(terminal, "\r", "> 待评定       优良天数比例");
    press(terminal, "\r", shown);
    return terminal;
}

static void end_by(struct terminal *terminal, int signal)
{
    terminal_signal(terminal, signal);
    terminal_finish(terminal);
}

static void a_hang_up_loses_nothing_typed(void **state)
{
    (void)state;
    static const int signals[] = {SIGHUP, SIGTERM};
    for (size_t i = 0; i < 2; i++) {
        struct terminal *terminal = open_item();
        press(terminal, "2", "数值（%）： 89.9");
        press(terminal, "\02577.5", "数值（%）： 77.5");
        end_by(terminal, signals[i]);
        terminal = open_review();
        assert_true(terminal_shows(terminal, "上次有1项未保存，最近一项：四平市 优良天数比例"));
        press(terminal, "\r", "> 待评定");
        press(terminal, "\r", "数值（%）： 77.5");
        press(terminal, "\r", "评定：部分完成 77.5%");
        press(terminal, "\033", "已放弃，未保存");
        quit(terminal);
        terminal = open_again("评定      待评定");
        assert_false(terminal_has(terminal, "已找回"));
        quit(terminal);
    }
}

static void a_kill_loses_nothing_older_than_a_second(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "1\r", "评定：完成 89.9%");
    press(terminal, SEND_F4, "评定说明");
    press(terminal, "沙尘天气已按规定剔除\r第二行", "第二行");
    terminal_idle(terminal, KEPT);
    end_by(terminal, SIGKILL);
    terminal = open_again("已找回");
    assert_true(terminal_shows(terminal, "说明：沙尘天气已按规定剔除"));
    press(terminal, SEND_F4, "第二行");
    press(terminal, "，补充" SEND_F2, "评定：完成 89.9%");
    press(terminal, "\r", "还有5项");
    assert_non_null(strstr(git("show main:2020/decisions/siping/air/good-days.md"),
                           "\n沙尘天气已按规定剔除\n第二行，补充\n"));
    end_by(terminal, SIGKILL);
    terminal = open_review();
    press(terminal, "\r", "待评定       秸秆禁烧");
    press(terminal, "g\r", "（待复核）");
    assert_false(terminal_has(terminal, "已找回"));
    quit(terminal);
}

static void a_reason_of_returning_is_found_again(void **state)
{
    (void)state;
    run("decide siping air/good-days --verdict met --value 89.9");
    struct terminal *terminal = open_review();
    press(terminal, "\r", "> 待评定");
    press(terminal, "g\r", "（待复核）");
    press(terminal, SEND_F8, "退回理由：");
    press(terminal, "缺少年报", "缺少年报");
    press(terminal, SEND_F4, "第1行");
    press(terminal, "\r请补", "请补");
    terminal_idle(terminal, KEPT);
    end_by(terminal, SIGKILL);
    terminal = open_review();
    press(terminal, "\r", "优良天数比例");
    press(terminal, "g\r", "未写完的退回理由：按F8继续");
    press(terminal, SEND_F8, "请补"); /* several lines: on their own screen at once */
    press(terminal, "盖章件" SEND_F2, "按回车退回");
    press(terminal, "\r", "（退回）");
    assert_non_null(strstr(git("show main:2020/confirmations/siping/air/good-days.md"),
                           "缺少年报\n请补盖章件\n"));
    quit(terminal);
}

static void two_sessions_keep_their_own(void **state)
{
    (void)state;
    struct terminal *first = open_item();
    press(first, "2", "数值（%）：");
    press(first, "\02571\r", "评定：部分完成 71%");
    terminal_idle(first, KEPT);
    struct terminal *second = open_again("评定      待评定");
    assert_false(terminal_has(second, "71"));
    press(second, "3", "数值（%）：");
    press(second, "\02562\r", "评定：未完成 62%");
    terminal_idle(second, KEPT);
    end_by(second, SIGKILL);
    press(first, "\r", "还有5项");
    assert_non_null(strstr(git("show main:2020/decisions/siping/air/good-days.md"), "value: 71\n"));
    end_by(first, SIGKILL);
    second = open_review();
    press(second, "\r", "待评定       秸秆禁烧");
    press(second, "g\r", "评定：未完成 62%");
    press(second, "\r", "以您的替换");
    press(second, "\033", "已放弃");
    quit(second);
}

/* Enter in the rhythm of going on does not write what was typed another time. */
static void what_is_found_on_the_way_waits_for_a_second_enter(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "\t", "> 秸秆禁烧");
    press(terminal, "3", "评定：未完成");
    terminal_idle(terminal, KEPT);
    end_by(terminal, SIGKILL);
    terminal = open_review();
    press(terminal, "\r", "> 待评定       秸秆禁烧");
    press(terminal, "g\r", "四平市  优良天数比例");
    press(terminal, SEND_F6 "\r", "本项找回了上次未保存的内容：秸秆禁烧");
    press(terminal, "\r", "再按回车保存");
    assert_string_equal(git("ls-tree -r --name-only main 2020/decisions"),
                        "2020/decisions/siping/air/good-days.md\n");
    press(terminal, "\r", "还有4项");
    quit(terminal);
}

static void a_disk_that_takes_no_draft_is_said(void **state)
{
    (void)state;
    folder_put("file", "");
    char home[512];
    snprintf(home, sizeof home, "XDG_STATE_HOME=%s/file", record_folder());
    const char *const environment[] = {"LC_ALL=C.UTF-8", WANG, home, NULL};
    struct terminal *terminal = open_with(environment, 24, 80);
    press(terminal, "\r", "> 待评定");
    press(terminal, "\r1", "数值（%）：");
    press(terminal, "5", "file");
    press(terminal, "\17789.9\r", "评定：完成 89.9%");
    press(terminal, "\r", "还有5项");
    quit(terminal);
}

static void what_changed_since_the_confirmation_stands_on_the_screen(void **state)
{
    (void)state;
    run("decide siping air/good-days --verdict met --value 89.9");
    struct terminal *terminal = open_review();
    press(terminal, "\r", "> 待评定");
    press(terminal, "g\r", "（待复核）");
    press(terminal, SEND_F7 "\r", "（已复核）");
    run("decide siping air/good-days --verdict partly --value 79");
    assert_true(terminal_shows(terminal, "上次复核之后的变化"));
    assert_true(terminal_shows(terminal, "完成 → 部分完成"));
    assert_true(terminal_has(terminal, "89.9% → 79%"));
    quit(terminal);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, review_set_up, review_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_hang_up_loses_nothing_typed),
        TEST(a_kill_loses_nothing_older_than_a_second),
        TEST(a_reason_of_returning_is_found_again),
        TEST(two_sessions_keep_their_own),
        TEST(what_is_found_on_the_way_waits_for_a_second_enter),
        TEST(a_disk_that_takes_no_draft_is_said),
        TEST(what_changed_since_the_confirmation_stands_on_the_screen),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
