/*
 * The harness, and the terminal base through it: this program starts itself again with "demo" in a
 * terminal, where it runs a list of a hundred rows and one question.
 */
#include "core/buffer.h"
#include "core/language.h"
#include "tests/harness/terminal.h"
#include "tui/list.h"
#include "tui/loop.h"
#include "tui/terminal.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- the demo ---- */

static struct list demo_list;

static size_t demo_count(void *context)
{
    (void)context;
    return 100;
}

static void demo_row(void *context, size_t index, struct area area, bool selected)
{
    (void)context;
    static const char override[] = {'\xE2', '\x80', '\xAE', '\0'}; /* U+202E */
    char text[64];
    snprintf(text, sizeof text, "第%zu项 \x1b[31m%s恶意", index + 1, override);
    int used =
        draw_text(area.row, area.column, area.columns, selected ? STYLE_BOLD : STYLE_NORMAL, text);
    draw_text(area.row, area.column + used + 1, 6, STYLE_GOOD, "完成了没有");
    draw_text(area.row, area.column + used + 9, 2, STYLE_GOOD, "是");
}

static void demo_title(const struct view *view, struct buffer *out)
{
    buffer_add(out, view->below ? "第二屏" : "总览");
}

static void demo_draw(struct view *view, struct area area)
{
    (void)view;
    list_draw(&demo_list, area);
}

static struct view *demo_open(void);

static struct answer demo_handle(struct view *view, struct press press)
{
    if (list_handle(&demo_list, press.request))
        return view_stay();
    if (press.request == REQUEST_OPEN)
        return view_open(demo_open());
    if (press.request == REQUEST_PREVIEW)
        abort();
    if (press.request == REQUEST_NEXT)
        view_ask(view, 7, "说明", "四平");
    return press.request == REQUEST_NEXT ? view_stay() : view_unhandled();
}

static struct answer demo_answered(struct view *view, int question, const char *text)
{
    (void)view;
    loop_say(STYLE_GOOD, "%d：%s", question, text ? text : "取消");
    return view_stay();
}

static void demo_close(struct view *view)
{
    (void)view;
}

static struct view *demo_open(void)
{
    static const struct list_rows rows = {.count = demo_count, .draw = demo_row};
    static const struct view_kind kind = {.screen = SCREEN_OVERVIEW,
                                          .title = demo_title,
                                          .draw = demo_draw,
                                          .handle = demo_handle,
                                          .answered = demo_answered,
                                          .close = demo_close};
    demo_list.rows = &rows;
    return view_new(&kind, NULL);
}

static int demo(void)
{
    struct error error;
    struct loop loop = {.tick = NULL};
    terminal_set_locale();
    if (terminal_start(&error)) {
        fprintf(stderr, "%s\n", error.text);
        return (int)error.status;
    }
    bool ended = loop_run(&loop, demo_open());
    terminal_stop();
    puts("demo is over");
    return ended ? 0 : 9;
}

/* ---- the tests ---- */

static struct terminal *open_demo(const char *locale, int rows, int columns)
{
    const char *const argv[] = {"/proc/self/exe", "demo", NULL};
    const char *const environment[] = {locale, NULL};
    struct terminal *terminal = terminal_open(argv, environment, rows, columns);
    assert_true(terminal_shows(terminal, "F1 帮助"));
    return terminal;
}

static void finish(struct terminal *terminal, int status)
{
    assert_int_equal(terminal_finish(terminal), status);
}

static void the_harness_sees_what_a_program_writes(void **state)
{
    (void)state;
    const char *const argv[] = {"sh", "-c",
                                "stty -echo; printf '考评\\033[1;31m红\\033[m'; cat; exit 3", NULL};
    struct terminal *terminal = terminal_open(argv, NULL, 5, 20);
    assert_true(terminal_shows(terminal, "考评红"));
    assert_string_equal(terminal_screen(terminal), "考评红\n\n\n\n\n");
    assert_string_equal(terminal_cell(terminal, 0, 4).text, "红");
    assert_int_equal(terminal_cell(terminal, 0, 4).colour, 1);
    assert_true(terminal_cell(terminal, 0, 4).bold);
    assert_int_equal(terminal_cell(terminal, 0, 4).width, 2);
    terminal_send(terminal, "四平市\n");
    assert_true(terminal_shows(terminal, "四平市"));
    assert_true(terminal_cursor_at(terminal, 1, 0));
    terminal_send(terminal, "\004");
    finish(terminal, 3);
}

static void the_screen_is_drawn_and_safe(void **state)
{
    (void)state;
    struct terminal *terminal = open_demo("LANG=C.UTF-8", 24, 80);
    assert_true(terminal_row_is(terminal, 0, " 总览"));
    assert_true(terminal_row_is(terminal, 1, "> 第1项 [31m恶意 完成了  是"));
    assert_true(terminal_cell(terminal, 0, 40).reverse);
    assert_true(terminal_cell(terminal, 1, 2).bold);
    assert_int_equal(terminal_cell(terminal, 1, 17).colour, 2);
    assert_int_equal(terminal_cell(terminal, 1, 23).colour, 2); /* a blank between two of a look */
    assert_int_equal(terminal_cell(terminal, 1, 16).colour, -1);
    terminal_send(terminal, "jjj");
    assert_true(terminal_shows(terminal, "> 第4项"));
    assert_true(terminal_cursor_at(terminal, 4, 0));
    assert_true(terminal_cursor_visible(terminal) && terminal_alternate(terminal));
    size_t before = terminal_bytes(terminal);
    terminal_send(terminal, SEND_DOWN);
    assert_true(terminal_shows(terminal, "> 第5项"));
    terminal_idle(terminal, 50);
    assert_in_range(terminal_bytes(terminal) - before, 1, 150);
    assert_int_equal(terminal_idle(terminal, 50), 0);
    terminal_send(terminal, "q");
    finish(terminal, 0);
}

static void any_locale_shows_chinese(void **state)
{
    (void)state;
    static const char *const locales[] = {
        "LC_ALL=zh_CN.UTF-8", "LC_ALL=POSIX",       "LANG=",      "LC_ALL=C",  "TERM=putty",
        "TERM=vt100",         "TERM=tmux-256color", "TERM=linux", "NO_COLOR=1"};
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        struct terminal *terminal = open_demo(locales[i], 24, 80);
        assert_true(terminal_row_is(terminal, 1, "> 第1项 [31m恶意 完成了  是"));
        terminal_send(terminal, SEND_F1);
        assert_true(terminal_shows(terminal, "总览 > 帮助"));
        terminal_send(terminal, "q" SEND_F10);
        finish(terminal, 0);
    }
}

static void views_open_close_and_say_how_to_leave(void **state)
{
    (void)state;
    struct terminal *terminal = open_demo("LANG=C.UTF-8", 24, 80);
    terminal_send(terminal, "\r");
    assert_true(terminal_shows(terminal, " 总览 > 第二屏"));
    terminal_send(terminal, "\033");
    assert_true(terminal_hides(terminal, "第二屏"));
    terminal_send(terminal, "\033");
    assert_true(terminal_shows(terminal, "已在首屏"));
    terminal_send(terminal, "你");
    assert_true(terminal_shows(terminal, "请切换到英文输入，或用数字键"));
    terminal_send(terminal, "Z");
    assert_true(terminal_shows(terminal, "Z键无作用"));
    terminal_send(terminal, SEND_F12);
    assert_true(terminal_shows(terminal, "F1 help"));
    terminal_send(terminal, "？");
    assert_true(terminal_shows(terminal, "Keys of this screen"));
    terminal_send(terminal, SEND_END);
    assert_true(terminal_shows(terminal, "> Z"));
    terminal_send(terminal, SEND_LEFT "\003");
    finish(terminal, 0);
}

static void a_prompt_takes_text_with_the_cursor_at_the_caret(void **state)
{
    (void)state;
    struct terminal *terminal = open_demo("LANG=C.UTF-8", 24, 80);
    terminal_send(terminal, "\t");
    assert_true(terminal_shows(terminal, "说明 四平"));
    terminal_send(terminal, "q？" SEND_LEFT);
    assert_true(terminal_shows(terminal, "说明 四平q？"));
    terminal_send(terminal, SEND_F5);
    terminal_send(terminal, "x");
    assert_true(terminal_shows(terminal, "四平qx？"));
    assert_true(terminal_cursor_at(terminal, 22, 11));
    terminal_send(terminal, "\xE5\xB8"); /* 市 in two parts, an invalid byte behind it */
    assert_int_equal(terminal_idle(terminal, 30), 0);
    terminal_send(terminal, "\x82\xFFy\r");
    assert_true(terminal_shows(terminal, "7：四平qx市y？"));
    terminal_send(terminal, "\t\033");
    assert_true(terminal_shows(terminal, "7：取消"));
    terminal_send(terminal, "q");
    finish(terminal, 0);
}

static void unknown_sequences_and_other_keyboards_do_no_harm(void **state)
{
    (void)state;
    struct terminal *terminal = open_demo("LANG=C.UTF-8", 24, 80);
    terminal_send(terminal, "\033[99;5u\033[?1;2c\033[1;9Z\033[28~\033OZ");
    terminal_send(terminal, "j");
    assert_true(terminal_shows(terminal, "> 第2项"));
    terminal_send(terminal, "\033[11~"); /* PuTTY's F1 */
    assert_true(terminal_shows(terminal, "总览 > 帮助"));
    terminal_send(terminal, "\033");
    assert_true(terminal_hides(terminal, "> 帮助"));
    terminal_send(terminal, "\033Or"); /* PuTTY's number pad: 2, then 0 */
    assert_true(terminal_shows(terminal, "2键无作用"));
    terminal_send(terminal, "\033Op");
    assert_true(terminal_shows(terminal, "0键无作用"));
    terminal_send(terminal, "\033OM");
    assert_true(terminal_shows(terminal, "第二屏"));
    terminal_send(terminal, "qq");
    finish(terminal, 0);
}

static void resizes_are_followed_and_none_is_lost(void **state)
{
    (void)state;
    struct terminal *terminal = open_demo("LANG=C.UTF-8", 24, 80);
    terminal_resize(terminal, 10, 40);
    assert_true(terminal_shows(terminal, "窗口40x10太小，至少60x16"));
    terminal_send(terminal, "j1");
    terminal_resize(terminal, 60, 200);
    assert_true(terminal_shows(terminal, "第57项"));
    assert_true(terminal_has(terminal, "> 第1项"));
    for (int i = 0; i < 60; i++) {
        char expected[32];
        terminal_resize(terminal, 16 + i % 2 * 7, 60 + i);
        snprintf(expected, sizeof expected, "第%d项", i % 2 ? 20 : 13);
        assert_true(terminal_shows(terminal, expected));
        snprintf(expected, sizeof expected, "第%d项", i % 2 ? 21 : 14);
        assert_true(terminal_hides(terminal, expected));
    }
    terminal_send(terminal, "q");
    finish(terminal, 0);
}

static void the_terminal_is_given_back(void **state)
{
    (void)state;
    static const char script[] = "stty -a >/tmp/kaoping-$$.before; \"$0\" demo; echo status $?; "
                                 "stty -a | cmp - /tmp/kaoping-$$.before && echo restored; "
                                 "rm /tmp/kaoping-$$.before";
    char self[4096];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);
    assert_true(size > 0);
    self[size] = '\0';
    static const struct {
        const char *keys, *status;
    } ways[] = {{"q", "status 0"}, {SEND_F9, "status 134"}, {"\003", "status 0"}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const char *const argv[] = {"sh", "-c", script, self, NULL};
        struct terminal *terminal = terminal_open(argv, NULL, 24, 80);
        assert_true(terminal_shows(terminal, "F1 帮助"));
        terminal_send(terminal, ways[i].keys);
        assert_true(terminal_shows(terminal, "restored"));
        assert_true(terminal_has(terminal, ways[i].status));
        assert_false(terminal_alternate(terminal));
        finish(terminal, 0);
    }
}

static bool mouse_is_off(struct terminal *terminal, void *context)
{
    (void)context;
    return !terminal_mouse_on(terminal) && !terminal_alternate(terminal);
}

static void a_crash_and_a_signal_switch_the_mouse_off(void **state)
{
    (void)state;
    static const int signals[] = {SIGABRT, SIGTERM};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct terminal *terminal = open_demo("TERM=tmux-256color", 24, 80);
        terminal_send(terminal, "M");
        assert_true(terminal_shows(terminal, "鼠标已开"));
        assert_true(terminal_mouse_on(terminal));
        terminal_signal(terminal, signals[i]);
        assert_true(terminal_until(terminal, mouse_is_off, NULL));
        finish(terminal, signals[i] == SIGTERM ? 9 : 128 + signals[i]);
    }
}

static void it_ends_with_its_terminal_and_when_told_to(void **state)
{
    (void)state;
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct terminal *terminal = open_demo("LANG=C.UTF-8", 24, 80);
        terminal_signal(terminal, signals[i]);
        assert_true(terminal_shows(terminal, "demo is over"));
        finish(terminal, 9);
    }
    struct terminal *terminal = open_demo("LANG=C.UTF-8", 24, 80);
    terminal_hang_up(terminal);
    finish(terminal, 9);
}

static void it_is_suspended_and_goes_on(void **state)
{
    (void)state;
    char self[4096];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);
    assert_true(size > 0);
    self[size] = '\0';
    const char *const argv[] = {"bash", "--norc", "--noediting", "-i", NULL};
    const char *const environment[] = {"PS1=ready>", NULL};
    struct terminal *terminal = terminal_open(argv, environment, 24, 80);
    assert_true(terminal_shows(terminal, "ready>"));
    terminal_send(terminal, self);
    terminal_send(terminal, " demo\n");
    assert_true(terminal_shows(terminal, "F1 帮助"));
    terminal_send(terminal, "j\032");
    assert_true(terminal_shows(terminal, "Stopped"));
    assert_false(terminal_alternate(terminal));
    terminal_resize(terminal, 30, 90);
    terminal_send(terminal, "fg\n");
    assert_true(terminal_shows(terminal, "第27项"));
    assert_true(terminal_has(terminal, "> 第2项"));
    terminal_send(terminal, "q");
    assert_true(terminal_shows(terminal, "demo is over"));
    terminal_send(terminal, "exit 0\n");
    finish(terminal, 0);
}

int main(int count, char **words)
{
    if (count > 1 && strcmp(words[1], "demo") == 0)
        return demo();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_harness_sees_what_a_program_writes),
        cmocka_unit_test(the_screen_is_drawn_and_safe),
        cmocka_unit_test(any_locale_shows_chinese),
        cmocka_unit_test(views_open_close_and_say_how_to_leave),
        cmocka_unit_test(a_prompt_takes_text_with_the_cursor_at_the_caret),
        cmocka_unit_test(unknown_sequences_and_other_keyboards_do_no_harm),
        cmocka_unit_test(resizes_are_followed_and_none_is_lost),
        cmocka_unit_test(the_terminal_is_given_back),
        cmocka_unit_test(a_crash_and_a_signal_switch_the_mouse_off),
        cmocka_unit_test(it_ends_with_its_terminal_and_when_told_to),
        cmocka_unit_test(it_is_suspended_and_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
