/* Other programs: what they are given, what they give back, and that they always end. */
#include "records/program.h"

#include "core/buffer.h"
#include "core/language.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { LONG_MS = 20000, SHORT_MS = 100 };

static struct buffer out, trouble;
static struct error error;
static int exit_status;

static int set_up(void **state)
{
    (void)state;
    out = trouble = BUFFER_EMPTY;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    buffer_free(&out);
    buffer_free(&trouble);
    return 0;
}

static enum status run_shell(char *script, const char *input, int file, int milliseconds)
{
    char shell[] = "sh", option[] = "-c", *words[] = {shell, option, script, NULL};
    const struct program program = {.words = words,
                                    .input = input,
                                    .input_size = input ? strlen(input) : 0,
                                    .file = file,
                                    .milliseconds = milliseconds,
                                    .advice = "try again"};
    return program_run(&program, &out, &trouble, &exit_status, &error);
}

static void it_gives_back_both_outputs_and_the_exit_status(void **state)
{
    (void)state;
    char script[] = "cat; echo 不行 >&2; exit 3";
    assert_int_equal(run_shell(script, "一行\n", -1, LONG_MS), STATUS_OK);
    assert_string_equal(out.bytes, "一行\n");
    assert_string_equal(trouble.bytes, "不行\n");
    assert_int_equal(exit_status, 3);
}

static void one_that_a_signal_ends_gives_128_and_its_number(void **state)
{
    (void)state;
    char script[] = "kill -9 $$";
    assert_int_equal(run_shell(script, NULL, -1, LONG_MS), STATUS_OK);
    assert_int_equal(exit_status, 128 + SIGKILL);
}

static void more_than_the_bound_is_not_kept(void **state)
{
    (void)state;
    char script[] = "head -c 3000000 /dev/zero";
    assert_int_equal(run_shell(script, NULL, -1, LONG_MS), STATUS_OK);
    assert_true(out.size >= PROGRAM_OUTPUT_MOST && out.size < PROGRAM_OUTPUT_MOST + 4096);
}

static void much_input_that_nobody_reads_stops_nothing(void **state)
{
    (void)state;
    char *much = malloc(4 << 20), script[] = "exit 0";
    assert_non_null(much);
    memset(much, 'x', (4 << 20) - 1);
    much[(4 << 20) - 1] = '\0';
    assert_int_equal(run_shell(script, much, -1, LONG_MS), STATUS_OK);
    free(much);
}

static void it_has_no_terminal_and_asks_nothing(void **state)
{
    (void)state;
    char script[] = "(: </dev/tty) 2>/dev/null && echo tty; echo $SSH_ASKPASS_REQUIRE; "
                    "[ $(ps -o sid= $$) = $$ ] && echo own";
    assert_int_equal(run_shell(script, NULL, -1, LONG_MS), STATUS_OK);
    assert_string_equal(out.bytes, "never\nown\n");
}

static void signals_that_are_blocked_or_ignored_here_act_there(void **state)
{
    (void)state;
    sigset_t blocked, before;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    void (*handler)(int) = signal(SIGPIPE, SIG_IGN);
    char script[] = "kill -TERM $$; echo still";
    assert_int_equal(run_shell(script, NULL, -1, LONG_MS), STATUS_OK);
    assert_int_equal(exit_status, 128 + SIGTERM);
    char pipes[] = "kill -PIPE $$; echo still";
    assert_int_equal(run_shell(pipes, NULL, -1, LONG_MS), STATUS_OK);
    assert_int_equal(exit_status, 128 + SIGPIPE);
    signal(SIGPIPE, handler);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

static void a_file_is_there_as_number_3(void **state)
{
    (void)state;
    int ends[2];
    char script[] = "cat <&3";
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "key\n", 4), 4);
    close(ends[1]);
    assert_int_equal(run_shell(script, NULL, ends[0], LONG_MS), STATUS_OK);
    assert_string_equal(out.bytes, "key\n");
    close(ends[0]);
}

static void one_that_is_not_there_is_named(void **state)
{
    (void)state;
    char name[] = "kaoping-nowhere", *words[] = {name, NULL};
    const struct program program = {.words = words, .file = -1, .milliseconds = LONG_MS};
    assert_int_equal(program_run(&program, &out, &trouble, &exit_status, &error), STATUS_FAILED);
    assert_non_null(strstr(error.text, "kaoping-nowhere is not there"));
}

/* Whether the other end of the pipe is closed by all who had it; waits for that. */
static void assert_let_go(int end)
{
    char byte;
    assert_int_equal(read(end, &byte, 1), 0);
    close(end);
}

static void one_whose_time_is_over_is_ended_with_all_that_it_started(void **state)
{
    (void)state;
    int ends[2];
    char script[] = "sleep 600 & sleep 600";
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(run_shell(script, NULL, ends[1], SHORT_MS), STATUS_FAILED);
    assert_non_null(strstr(error.text, "did not answer"));
    assert_non_null(strstr(error.text, "try again"));
    close(ends[1]);
    assert_let_go(ends[0]);
}

static void it_does_not_outlive_who_runs_it(void **state)
{
    (void)state;
    int ends[2], ready[2];
    char script[] = "echo >&3; exec sleep 600 3>&-";
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO + 20); /* which the program inherits */
        run_shell(script, NULL, ready[1], LONG_MS);
        _exit(0);
    }
    char byte;
    close(ends[1]);
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(ready[0]);
    assert_let_go(ends[0]);
}

int main(void)
{
    language_set(LANGUAGE_EN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_gives_back_both_outputs_and_the_exit_status, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(one_that_a_signal_ends_gives_128_and_its_number, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(more_than_the_bound_is_not_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(much_input_that_nobody_reads_stops_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(it_has_no_terminal_and_asks_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(signals_that_are_blocked_or_ignored_here_act_there, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_is_there_as_number_3, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_that_is_not_there_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_whose_time_is_over_is_ended_with_all_that_it_started,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(it_does_not_outlive_who_runs_it, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
