/*
 * The review through a real terminal, as far as it outlives the process or is a person's own: where
 * one left off, the settings, language, colours, the mouse, the help.
 */
#include "tests/harness/record.h"
#include "tests/harness/terminal.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define WANG "GIT_AUTHOR_NAME=王芳", "GIT_AUTHOR_EMAIL=wangfang@example.org"
#define LI "GIT_AUTHOR_NAME=李明", "GIT_AUTHOR_EMAIL=liming@example.org"

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    const char *said = shell("'%s' init '%s' --from ./t", getenv("KAOPING_PROGRAM"), record_at());
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

static struct terminal *open_as(const char *const *environment, const char *shown)
{
    const char *const argv[] = {getenv("KAOPING_PROGRAM"), "-C", record_at(), NULL};
    struct terminal *terminal = terminal_open(argv, environment, 24, 80);
    assert_true(terminal_shows(terminal, shown));
    return terminal;
}

static struct terminal *open_review(const char *shown)
{
    const char *const environment[] = {"LC_ALL=C.UTF-8", WANG, NULL};
    return open_as(environment, shown);
}

static void press(struct terminal *terminal, const char *keys, const char *shown)
{
    terminal_send(terminal, keys);
    assert_true(terminal_shows(terminal, shown));
}

static void quit(struct terminal *terminal)
{
    for (int i = 0; i < 4; i++)
        terminal_send(terminal, SEND_F10);
    assert_int_equal(terminal_finish(terminal), 0);
}

static void set_config(const char *text)
{
    folder_put(".config/kaoping/config", text);
}

static const char *files(const char *below)
{
    return shell("find .local/state/kaoping -name '%s' 2>/dev/null | wc -l | tr -d '\\n'", below);
}

/* ---- resume ---- */

static void the_review_resumes_where_it_was_left(void **state)
{
    (void)state;
    struct terminal *terminal = open_review("> 四平市");
    assert_string_equal(files("resume-*"), "0"); /* who only looks has left off nowhere */
    press(terminal, "j", "> 白山市");
    press(terminal, "\r", "> 待评定");
    quit(terminal);
    terminal = open_review("> 白山市");
    terminal_signal(terminal, SIGHUP);
    assert_int_equal(terminal_finish(terminal), 0);
    assert_string_equal(files("resume-2020"), "1");
    quit(open_review("> 白山市"));
}

static void two_people_on_one_account_have_places_of_their_own(void **state)
{
    (void)state;
    const char *const li[] = {"LC_ALL=C.UTF-8", LI, NULL};
    struct terminal *terminal = open_review("> 四平市");
    press(terminal, "j\r", "> 待评定");
    quit(terminal);
    quit(open_as(li, "> 四平市"));
    quit(open_review("> 白山市"));
    assert_string_equal(files("resume-2020"), "2");
    assert_string_equal(shell("stat -c %%a .local/state/kaoping/*/* | sort -u"), "700\n");
}

static void a_place_that_is_gone_is_passed_over_and_a_broken_file_said(void **state)
{
    (void)state;
    struct terminal *terminal = open_review("> 四平市");
    press(terminal, "j\r", "> 待评定");
    quit(terminal);
    shell("sed -i 's/: baishan/: atlantis/; s/^item: .*/item: x.y/' "
          ".local/state/kaoping/*/*/resume-2020");
    quit(open_review("> 四平市"));
    shell("for f in .local/state/kaoping/*/*/resume-2020; do echo '---' >$f; done");
    terminal = open_review("resume-2020:1");
    assert_true(terminal_shows(terminal, "> 四平市"));
    quit(terminal);
}

static void a_state_that_cannot_be_written_is_said_and_stops_nothing(void **state)
{
    (void)state;
    const char *const environment[] = {"LC_ALL=C.UTF-8", WANG, "XDG_STATE_HOME=/dev/null", NULL};
    struct terminal *terminal = open_as(environment, "> 四平市");
    press(terminal, "j", "/dev/null/kaoping: 无法写入");
    press(terminal, "\r", "> 待评定");
    quit(terminal);
}

/* ---- settings ---- */

static void the_language_is_the_first_that_is_said(void **state)
{
    (void)state;
    const char *const locale[] = {"LC_ALL=en_GB.UTF-8", WANG, NULL};
    const char *const variable[] = {"LC_ALL=C.UTF-8", "KAOPING_LANG=zh", WANG, NULL};
    quit(open_review("F1 帮助")); /* the record's own */
    quit(open_as(locale, "F1 help"));
    set_config("language = zh\n");
    quit(open_as(locale, "F1 帮助"));
    set_config("language = en\n");
    quit(open_review("F1 help"));
    quit(open_as(variable, "F1 帮助"));
    const char *said = shell("KAOPING_LANG= '%s' --help", getenv("KAOPING_PROGRAM"));
    assert_non_null(strstr(said, "usage:"));
    assert_null(strstr(said, "用法"));
}

static void a_mistake_in_the_settings_is_said_and_the_rest_holds(void **state)
{
    (void)state;
    set_config("colour.good = pink\nkey.quit = X\nkey.undo = a\n");
    struct terminal *terminal = open_review("配置有2处错误，首先：~/.config/kaoping/config:1:");
    press(terminal, "q", "q键无作用");
    terminal_send(terminal, "X");
    assert_int_equal(terminal_finish(terminal), 0);
    set_config("mouse = off\nkey.undo = a\n");
    terminal = open_review("config:2: 按键a在同一屏上已用于“采纳自查”");
    assert_false(terminal_has(terminal, "处错误"));
    quit(terminal);
    set_config("mouse = maybe\nlanguage = en\nkey.undo = a\n");
    quit(open_review("2 mistakes, the first: ~/.config/kaoping/config:1: mouse"));
}

static void keys_colours_and_hints_follow_the_settings(void **state)
{
    (void)state;
    set_config("key.help = Ctrl-N\nkey.quit = Q\nkey.open = i Enter\ncolour.title = blue\n");
    struct terminal *terminal = open_review("Ctrl-N 帮助  i 打开");
    assert_int_equal(terminal_cell(terminal, 0, 1).colour, 4);
    assert_false(terminal_cell(terminal, 0, 1).reverse);
    press(terminal, SEND_F1, "F1键无作用；按Ctrl-N看按键");
    press(terminal, "\033", "已在首屏；按Q退出");
    press(terminal, "i", "> 待评定");
    press(terminal, "\016", "Ctrl-N ");
    press(terminal, SEND_F3, "Esc 取消  Ctrl-N 帮助");
    terminal_send(terminal, "\033");
    assert_true(terminal_hides(terminal, "查找："));
    terminal_send(terminal, "QQQ");
    assert_int_equal(terminal_finish(terminal), 0);
}

/* ---- colours ---- */

/* Whether some cell of the screen has such a colour. */
static bool has_colour(struct terminal *terminal, int colour)
{
    for (int row = 0; row < 24; row++)
        for (int column = 0; column < 80; column++) {
            struct terminal_cell cell = terminal_cell(terminal, row, column);
            if (cell.text[0] && strcmp(cell.text, " ") != 0 && cell.colour == colour)
                return true;
        }
    return false;
}

static void no_screen_uses_a_colour_that_vanishes_on_light_or_dark(void **state)
{
    (void)state;
    static const int vanishing[] = {0, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    static const char *const keys[] = {"", "\r", "\r", SEND_F1};
    static const char *const shown[] = {"> 四平市", "> 待评定", "1 完成", "本屏按键"};
    struct terminal *terminal = open_review("> 四平市");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        press(terminal, keys[i], shown[i]);
        for (size_t j = 0; j < sizeof vanishing / sizeof *vanishing; j++)
            assert_false(has_colour(terminal, vanishing[j]));
    }
    quit(terminal);
}

static void every_terminal_shows_the_same_text(void **state)
{
    (void)state;
    static const char *const terms[] = {"TERM=xterm",  "TERM=xterm-256color", "TERM=tmux-256color",
                                        "TERM=screen", "TERM=linux",          "TERM=vt100",
                                        "TERM=putty",  "NO_COLOR=1"};
    char *first = NULL;
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        const char *const environment[] = {"LC_ALL=C.UTF-8", WANG, terms[i], NULL};
        struct terminal *terminal = open_as(environment, "> 四平市");
        assert_true(terminal_shows(terminal, "还有43项待评定"));
        terminal_idle(terminal, 50); /* the end of the drawing */
        bool plain = strcmp(terms[i], "NO_COLOR=1") == 0 || strcmp(terms[i], "TERM=vt100") == 0;
        for (int colour = 0; plain && colour < 16; colour++)
            assert_false(has_colour(terminal, colour));
        assert_true(terminal_cell(terminal, 0, 1).reverse);
        if (first)
            assert_string_equal(terminal_screen(terminal), first);
        else
            first = strdup(terminal_screen(terminal));
        quit(terminal);
    }
    free(first);
}

/* ---- the mouse ---- */

static bool mouse_is(struct terminal *terminal, void *wanted)
{
    return terminal_mouse_on(terminal) == *(bool *)wanted;
}

static void the_mouse_is_off_until_it_is_switched_on(void **state)
{
    (void)state;
    const char *const environment[] = {"LC_ALL=C.UTF-8", "TERM=tmux-256color", WANG, NULL};
    struct terminal *terminal = open_as(environment, "> 四平市");
    assert_false(terminal_mouse_on(terminal));
    press(terminal, "M", "鼠标已开");
    assert_true(terminal_until(terminal, mouse_is, &(bool){true}));
    press(terminal, "\033[Ma%%", "> 全省"); /* the wheel, down by three */
    press(terminal, "\033[M`%%", "> 四平市");
    press(terminal, "M", "鼠标已关");
    assert_true(terminal_until(terminal, mouse_is, &(bool){false}));
    quit(terminal);
    set_config("mouse = on\n");
    terminal = open_as(environment, "> 四平市");
    assert_true(terminal_until(terminal, mouse_is, &(bool){true}));
    terminal_send(terminal, SEND_F10);
    assert_true(terminal_until(terminal, mouse_is, &(bool){false}));
    assert_int_equal(terminal_finish(terminal), 0);
}

static void a_click_selects_a_row_and_the_next_one_opens_it(void **state)
{
    (void)state;
    set_config("mouse = on\n");
    struct terminal *terminal = open_review("> 四平市");
    press(terminal, SEND_F1, "> 回车 右 l");
    assert_true(terminal_row_is(terminal, 3,
                                "  Tab ]               下一未评"
                                "                                    next"));
    press(terminal, "\033[<0;20;4M\033[<0;20;4m", "> Tab ]");
    press(terminal, "\033[<0;20;1M\033[<0;20;1m\033[<0;20;2M\033[<0;20;2m",
          "> Tab ]");                                          /* a title, a heading */
    press(terminal, "\033[<0;20;4M\033[<0;20;4m", "> 白山市"); /* the next with open items */
    quit(terminal);
}

static void a_click_that_comes_in_parts_holds_nothing_up(void **state)
{
    (void)state;
    static const char *const parts[] = {"\033[<", "\033[<0;20", "\033[M", "\033[M !"};
    set_config("mouse = on\n");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct terminal *terminal = open_review("> 四平市");
        terminal_send(terminal, parts[i]);
        terminal_idle(terminal, 60); /* until it has been read */
        terminal_signal(terminal, SIGTERM);
        assert_int_equal(terminal_finish(terminal), 0);
    }
    struct terminal *terminal = open_review("> 四平市");
    press(terminal, SEND_F1, "> 回车 右 l");
    terminal_send(terminal, "\033[<0;20");
    terminal_idle(terminal, 60);
    press(terminal, ";4M", "> Tab ]");
    terminal_send(terminal, "\033[<0;20;"); /* broken off by a key, which acts */
    terminal_idle(terminal, 60);
    press(terminal, SEND_HOME, "> 回车 右 l");
    quit(terminal);
}

/* ---- help ---- */

static void help_is_searched_as_one_types(void **state)
{
    (void)state;
    struct terminal *terminal = open_review("> 四平市");
    press(terminal, SEND_F1, "本屏按键");
    press(terminal, SEND_F3, "查找：");
    press(terminal, "排", "> F8 r");
    assert_true(terminal_hides(terminal, "F12 L"));
    press(terminal, "山", "没有匹配的按键");
    press(terminal, "\177\177ＣＩＲＣ", "> F9 t");
    press(terminal, "\r", "> F9 t");
    press(terminal, "\r", "> 通报");
    press(terminal, "\033", "> 四平市");
    press(terminal, SEND_F1 "/zzz\033", "各屏通用按键");
    press(terminal, SEND_END, "> Z ");
    quit(terminal);
}

static void help_says_what_is_not_possible_now(void **state)
{
    (void)state;
    struct terminal *terminal = open_review("> 四平市");
    press(terminal, "\r", "> 待评定");
    press(terminal, "\r", "1 完成");
    press(terminal, SEND_F1, "采纳自查（此时不可用）");
    assert_true(terminal_has(terminal, "结论"));
    assert_false(terminal_has(terminal, "结论（此时不可用）"));
    press(terminal, "/采纳\r\r", "自查未报数值"); /* why not, in the view's own words */
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
        TEST(the_review_resumes_where_it_was_left),
        TEST(two_people_on_one_account_have_places_of_their_own),
        TEST(a_place_that_is_gone_is_passed_over_and_a_broken_file_said),
        TEST(a_state_that_cannot_be_written_is_said_and_stops_nothing),
        TEST(the_language_is_the_first_that_is_said),
        TEST(a_mistake_in_the_settings_is_said_and_the_rest_holds),
        TEST(keys_colours_and_hints_follow_the_settings),
        TEST(no_screen_uses_a_colour_that_vanishes_on_light_or_dark),
        TEST(every_terminal_shows_the_same_text),
        TEST(the_mouse_is_off_until_it_is_switched_on),
        TEST(a_click_selects_a_row_and_the_next_one_opens_it),
        TEST(a_click_that_comes_in_parts_holds_nothing_up),
        TEST(help_is_searched_as_one_types),
        TEST(help_says_what_is_not_possible_now),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
