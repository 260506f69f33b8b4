/*
 * Inside a real tmux, on a socket of its own and with no settings: a walk to a decision, another
 * size, detaching, a server that is killed, copying.
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
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static int number_of(const char *text)
{
    return (int)strtol(text, NULL, 10);
}

enum { SECONDS = 20 };

static char socket_at[256];

/* A command of tmux, and what it says. */
static const char *tmux(const char *words)
{
    return shell("env -u TMUX LC_ALL=C.UTF-8 tmux -S '%s' -f /dev/null %s", socket_at, words);
}

static void shows(const char *text)
{
    const char *screen = "";
    for (time_t end = time(NULL) + SECONDS; time(NULL) < end;)
        if (strstr(screen = tmux("capture-pane -p -t review"), text))
            return;
    fail_msg("%s is not shown:\n%s", text, screen);
}

static void keys(const char *words, const char *shown)
{
    char line[256];
    snprintf(line, sizeof line, "send-keys -t review %s", words);
    tmux(line);
    shows(shown);
}

static void start(void)
{
    char line[1024];
    snprintf(line, sizeof line,
             "new-session -d -s review -x 80 -y 24 \"exec env LC_ALL=C.UTF-8 GIT_AUTHOR_NAME=王芳 "
             "GIT_AUTHOR_EMAIL=wangfang@example.org '%s' -C '%s' --lang zh\"",
             program_at(), record_at());
    tmux(line);
    shows("> 四平市");
}

static bool is_there(pid_t process)
{
    return process > 0 && kill(process, 0) == 0;
}

/* Returns when the server is gone, and what ran in it. */
static void end_server(void)
{
    pid_t program = number_of(tmux("display-message -p -t review '#{pane_pid}'"));
    pid_t server = number_of(tmux("display-message -p '#{pid}'"));
    tmux("kill-server");
    for (time_t end = time(NULL) + SECONDS;
         time(NULL) < end && (is_there(program) || is_there(server));)
        ;
}

static int set_up(void **state)
{
    int failed = review_set_up(state);
    snprintf(socket_at, sizeof socket_at, "%s/tmux", record_folder());
    return failed;
}

static int tear_down(void **state)
{
    end_server();
    return review_tear_down(state);
}

static void a_walk_to_a_decision_through_other_sizes(void **state)
{
    (void)state;
    start();
    keys("Enter", "> 待评定       优良天数比例");
    keys("Enter", "1 完成  2 部分完成");
    tmux("resize-window -t review -x 40 -y 10");
    shows("窗口40x10太小，至少60x16");
    tmux("resize-window -t review -x 120 -y 40");
    shows("1 完成  2 部分完成");
    keys("1", "数值（%）： 89.9");
    keys("Enter", "评定：完成 89.9% 得4分");
    keys("Enter", "还有5项");
    assert_last_commit("%(trailers:key=Item,valueonly,separator=)", "air/good-days");
    keys("F1", "本屏按键");
    keys("Escape", "> 秸秆禁烧");
    tmux("send-keys -t review F10 F10 F10");
    for (time_t end = time(NULL) + SECONDS; time(NULL) < end && last_exit == 0;)
        tmux("has-session -t review");
    assert_int_not_equal(last_exit, 0);
}

static void what_is_typed_survives_detaching_and_the_end_of_the_server(void **state)
{
    (void)state;
    const char *const attach[] = {"tmux", "-S", socket_at, "-f", "/dev/null", "attach", NULL};
    const char *const environment[] = {"LC_ALL=C.UTF-8", NULL};
    start();
    for (int i = 0; i < 2; i++) { /* the second time it is as it was left */
        struct terminal *terminal = terminal_open(attach, environment, 25, 80);
        assert_true(terminal_shows(terminal, "总览"));
        if (i == 0) {
            press(terminal, "\r", "> 待评定");
            press(terminal, "\r", "1 完成  2 部分完成");
            press(terminal, "2", "数值（%）：");
            press(terminal, "\02577.5", "数值（%）： 77.5");
        }
        assert_true(terminal_shows(terminal, "数值（%）： 77.5"));
        tmux("detach-client -s review");
        assert_int_equal(terminal_finish(terminal), 0);
    }
    end_server();
    start();
    shows("上次有1项未保存");
    keys("Enter", "> 待评定");
    keys("Enter", "数值（%）： 77.5");
}

static void what_is_copied_reaches_the_buffer_of_tmux(void **state)
{
    (void)state;
    start();
    tmux("set-option -s set-clipboard on");
    keys("Enter", "> 待评定");
    keys("Enter", "1 完成  2 部分完成");
    keys("y", "已发送到终端");
    const char *copied = "";
    for (time_t end = time(NULL) + SECONDS; time(NULL) < end && !strstr(copied, "优良天数比例");)
        copied = tmux("show-buffer");
    assert_non_null(strstr(copied, "优良天数比例"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_walk_to_a_decision_through_other_sizes),
        TEST(what_is_typed_survives_detaching_and_the_end_of_the_server),
        TEST(what_is_copied_reaches_the_buffer_of_tmux),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
