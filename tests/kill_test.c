/*
 * Signals at random moments of an edit: what was typed is offered again, at the latest what stood
 * there a second before a kill -9, and the record has no decision that Enter did not save.
 */
#include "tests/harness/record.h"
#include "tests/harness/review.h"
#include "tests/harness/sound.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { KEPT = 950, TRIES = 12, SAVES = 4, SAVE_MOST = 25, VALUE_FIRST = 60 };

static int below(int most)
{
    static unsigned state = 7;
    state = state * 1103515245U + 12345U;
    return (int)(state >> 16) % most;
}

/* Opens it on the first item again, whether or not it is decided. */
static struct terminal *open_first(void)
{
    char editor[512];
    snprintf(editor, sizeof editor, "EDITOR=%s/editor", record_folder());
    const char *const environment[] = {"LC_ALL=C.UTF-8", WANG, editor, NULL};
    struct terminal *terminal = open_with(environment, 24, 80);
    press(terminal, "\r", "[0全部]");
    press(terminal, "g", "> ");
    terminal_send(terminal, "\r");
    return terminal;
}

/* ---- the moments of an edit ---- */

enum moment { IN_PROMPT, IN_CHOSEN, IN_TEXT, IN_EDITOR, MOMENTS };

/* Edits up to that moment; what must be found again is written to `typed`. */
static void edit(struct terminal *terminal, enum moment moment, int number, char typed[64])
{
    char keys[64];
    press(terminal, "2", "数值（%）： 89.9");
    snprintf(keys, sizeof keys, "\025%d.5", VALUE_FIRST + number);
    snprintf(typed, 64, "%d.5", VALUE_FIRST + number);
    press(terminal, keys, typed);
    if (moment >= IN_CHOSEN)
        press(terminal, "\r", "评定：部分完成");
    if (moment < IN_TEXT)
        return;
    press(terminal, SEND_F4, "F2 写完");
    snprintf(typed, 64, "沙尘已剔除第%d次", number);
    press(terminal, typed, typed);
}

static void end_by(struct terminal *terminal, int signal)
{
    terminal_signal(terminal, signal);
    int status = terminal_finish(terminal);
    assert_int_equal(status, signal == SIGKILL ? 128 + SIGKILL : 0);
}

/* A kill comes at some moment of further typing, a second after what must be found. */
static void interrupt(struct terminal *terminal, enum moment moment, int signal)
{
    if (signal == SIGKILL) {
        terminal_idle(terminal, KEPT);
        terminal_send(terminal, moment == IN_CHOSEN ? "3" : "8");
        terminal_idle(terminal, below(60));
    }
    if (moment == IN_EDITOR)
        press(terminal, SEND_F4, "the editor runs");
    end_by(terminal, signal);
}

static void try(int number)
{
    static const int signals[] = {SIGTERM, SIGHUP, SIGKILL};
    enum moment moment = (enum moment)(number % MOMENTS);
    int signal = signals[below(3)];
    char typed[64];
    struct terminal *terminal = open_first();
    assert_true(terminal_shows(terminal, "1 完成  2 部分完成"));
    edit(terminal, moment, number, typed);
    interrupt(terminal, moment, signal);
    terminal = open_first();
    if (!terminal_shows(terminal, typed))
        fail_msg("try %d: moment %d, signal %d: %s is lost", number, moment, signal, typed);
    terminal_send(terminal, "\033");
    terminal_idle(terminal, 40); /* Esc alone */
    if (!terminal_has(terminal, "已放弃，未保存"))
        press(terminal, "\033", "已放弃，未保存");
    quit(terminal);
}

static void what_is_typed_survives_a_signal_at_any_moment(void **state)
{
    (void)state;
    char since[SOUND_COMMIT], path[256];
    folder_put("editor", "#!/bin/sh\necho; echo the editor runs\nexec sleep 60\n");
    snprintf(path, sizeof path, "%s/editor", record_folder());
    shell("chmod +x '%s'", path);
    sound_begin(since);
    for (int i = 0; i < TRIES; i++)
        try(i);
    assert_int_equal(sound_check(since), 0);
}

/* ---- a kill while a decision is being saved ---- */

static bool is_saved(int number)
{
    char line[64];
    snprintf(line, sizeof line, "\nvalue: %d.5\n", VALUE_FIRST + number);
    return strstr(git("show main:2020/decisions/siping/air/good-days.md"), line) != NULL;
}

static void save_and_kill(int number)
{
    char keys[64], shown[64];
    struct terminal *terminal = open_first(); /* what is saved is not offered any more */
    assert_true(terminal_shows(terminal, "1 完成  2 部分完成"));
    press(terminal, SEND_F2, "数值（%）：");
    snprintf(keys, sizeof keys, "\025%d.5\r", VALUE_FIRST + number);
    terminal_send(terminal, keys);
    terminal_idle(terminal, 20);
    press(terminal, "2", "按回车保存");
    snprintf(shown, sizeof shown, "评定：部分完成 %d.5%%", VALUE_FIRST + number);
    assert_true(terminal_shows(terminal, shown));
    terminal_idle(terminal, KEPT);
    terminal_send(terminal, "\r");
    terminal_idle(terminal, below(SAVE_MOST));
    end_by(terminal, SIGKILL);
    if (is_saved(number))
        return;
    terminal = open_first();
    assert_true(terminal_shows(terminal, shown));
    press(terminal, "\r", "已保存");
    quit(terminal);
    assert_true(is_saved(number));
}

static void a_kill_while_saving_leaves_a_whole_decision_or_the_draft(void **state)
{
    (void)state;
    char since[SOUND_COMMIT];
    run("decide siping air/good-days --verdict partly --value 71");
    sound_begin(since);
    for (int i = 0; i < SAVES; i++)
        save_and_kill(i);
    assert_int_equal(sound_check(since), SAVES);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, review_set_up, review_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_typed_survives_a_signal_at_any_moment),
        TEST(a_kill_while_saving_leaves_a_whole_decision_or_the_draft),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
