#include "tests/bench/session.h"

#include "tests/bench/process.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const char *bench_folder, *bench_kaoping;

double session_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

void session_shell(const char *format, ...)
{
    char command[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    int status = system(command); /* NOLINT(cert-env33-c): the lines are the bench's own */
    if (status != 0) {
        fprintf(stderr, "failed: %s\n", command);
        exit(1);
    }
}

struct session session_open(enum program program, const char *record)
{
    static char home[4096], cache[4200];
    const char *const kaoping[] = {bench_kaoping, "-C", record, "--lang", "zh", NULL};
    const char *const tig[] = {"tig", "-C", record, NULL};
    snprintf(home, sizeof home, "%s/home", bench_folder);
    session_shell("rm -rf '%s' && mkdir '%s'", home, home); /* nothing is resumed */
    setenv("HOME", home, 1);
    snprintf(cache, sizeof cache, "XDG_CACHE_HOME=%s/cache", bench_folder);
    const char *const environment[] = {"LC_ALL=C.UTF-8", "GIT_AUTHOR_NAME=王芳",
                                       "GIT_AUTHOR_EMAIL=wangfang@example.org", cache, NULL};
    struct session session = {.program = program, .begun = session_now()};
    session.terminal = terminal_open(program == TIG ? tig : kaoping, environment, ROWS, COLUMNS);
    return session;
}

void session_close(struct session *session)
{
    for (int i = 0; i < 4; i++) /* from wherever it is */
        terminal_send(session->terminal, session->program == TIG ? "Q" : SEND_F10);
    if (terminal_finish(session->terminal) != 0) {
        fputs("a program did not end well\n", stderr);
        exit(1);
    }
}

static double writes_of(const struct session *session)
{
    return process_field(terminal_process(session->terminal), "io", "syscw");
}

static bool has_more(struct terminal *terminal, void *context)
{
    return terminal_bytes(terminal) > *(const size_t *)context;
}

size_t session_press(struct session *session, const char *key, double *writes)
{
    size_t before = terminal_bytes(session->terminal);
    double calls = writes_of(session);
    terminal_send(session->terminal, key);
    if (!terminal_until(session->terminal, has_more, &before))
        exit(1);
    terminal_quiet(session->terminal, QUIET);
    if (writes)
        *writes = writes_of(session) - calls;
    return terminal_bytes(session->terminal) - before;
}

size_t session_text(struct session *session)
{
    size_t size = 0;
    for (int row = 0; row < ROWS; row++)
        size += strlen(terminal_row(session->terminal, row));
    return size;
}
