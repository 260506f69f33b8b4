/*
 * bench FOLDER KAOPING: what kaoping costs beside tig, on the records that make-records made in
 * FOLDER. A figure beyond its limit is said, and is no failure: times depend on the machine.
 */
#include "tests/bench/process.h"
#include "tests/bench/results.h"
#include "tests/bench/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 7, DECISIONS = 20, ROWS_OF_LIST = 200, IDLE = 3000, LONG_QUIET = 1000 };

/* In the first row of each program's list, on the large record. */
#define FIRST_JURISDICTION "甲东市"
#define LAST_COMMIT "癸中市"

static char large[4096], year[4096], copy[4096];

/* ---- starting ---- */

struct screen {
    char text[ROWS * COLUMNS * 4];
};

static bool is_not_blank(struct terminal *terminal, void *context)
{
    (void)context;
    return terminal_screen(terminal)[strspn(terminal_screen(terminal), " \n")] != '\0';
}

static bool is_complete(struct terminal *terminal, void *context)
{
    return strcmp(terminal_screen(terminal), ((const struct screen *)context)->text) == 0;
}

/* The screen as it stays, which also warms everything that the timed runs read. */
static void learn_screen(enum program program, const char *record, struct screen *out)
{
    struct session session = session_open(program, record);
    terminal_until(session.terminal, is_not_blank, NULL);
    terminal_quiet(session.terminal, LONG_QUIET);
    snprintf(out->text, sizeof out->text, "%s", terminal_screen(session.terminal));
    session_close(&session);
}

struct start {
    struct samples first, row, complete, memory, peak;
};

static void time_start(enum program program, const char *record, struct start *start)
{
    static struct screen screen;
    learn_screen(program, record, &screen);
    for (int i = 0; i < RUNS; i++) {
        struct session session = session_open(program, record);
        if (!terminal_until(session.terminal, is_not_blank, NULL))
            exit(1);
        samples_add(&start->first, terminal_read_at(session.terminal) - session.begun);
        if (!terminal_shows(session.terminal, program == TIG ? LAST_COMMIT : FIRST_JURISDICTION))
            exit(1);
        samples_add(&start->row, terminal_read_at(session.terminal) - session.begun);
        if (!terminal_until(session.terminal, is_complete, &screen))
            exit(1);
        samples_add(&start->complete, terminal_read_at(session.terminal) - session.begun);
        int process = terminal_process(session.terminal);
        samples_add(&start->memory, process_field(process, "status", "VmRSS") / 1024);
        samples_add(&start->peak, process_field(process, "status", "VmHWM") / 1024);
        session_close(&session);
    }
}

static void measure_start(void)
{
    struct start ours = {0}, theirs = {0};
    time_start(KAOPING, large, &ours);
    time_start(TIG, large, &theirs);
    results_add("first text, ms", samples_median(&ours.first), samples_median(&theirs.first),
                LIMIT_TIG);
    results_add("first row of the list, ms", samples_median(&ours.row), samples_median(&theirs.row),
                NO_LIMIT);
    results_add("overview complete (tig: all commits loaded), ms", samples_median(&ours.complete),
                samples_median(&theirs.complete), NO_LIMIT);
    results_add("memory when complete, VmRSS, MiB", samples_median(&ours.memory),
                samples_median(&theirs.memory), 20);
    results_add("memory when complete, VmHWM, MiB", samples_median(&ours.peak),
                samples_median(&theirs.peak), 20);
}

/* ---- moving in a list ---- */

struct moving {
    struct samples down, down_writes, page, page_writes, page_text;
    double average, back, back_text, idle, memory, peak;
};

/* The checklist of the second jurisdiction, or tig's list of commits. */
static struct session open_list(enum program program)
{
    struct session session = session_open(program, large);
    terminal_until(session.terminal, is_not_blank, NULL);
    terminal_quiet(session.terminal, LONG_QUIET);
    if (program == KAOPING) {
        session_press(&session, "j", NULL);
        session_press(&session, "\r", NULL);
    }
    return session;
}

static void measure_keys(struct session *session, struct moving *out)
{
    for (int i = 0; i < RUNS; i++) {
        double writes;
        samples_add(&out->down, (double)session_press(session, "j", &writes));
        samples_add(&out->down_writes, writes);
        terminal_idle(session->terminal, KEPT_AFTER);
    }
    for (int i = 0; i < 5; i++) { /* before the end of the list */
        double writes;
        samples_add(&out->page, (double)session_press(session, SEND_PAGE_DOWN, &writes));
        samples_add(&out->page_writes, writes);
        samples_add(&out->page_text, (double)session_text(session));
        terminal_idle(session->terminal, KEPT_AFTER);
    }
}

static void measure_moving(enum program program, struct moving *out)
{
    struct session session = open_list(program);
    int process = terminal_process(session.terminal);
    measure_keys(&session, out);
    session_press(&session, SEND_HOME, NULL);
    size_t bytes = 0;
    for (int i = 1; i < ROWS_OF_LIST; i++)
        bytes += session_press(&session, "j", NULL);
    out->average = (double)bytes / (ROWS_OF_LIST - 1);
    out->memory = process_field(process, "status", "VmRSS") / 1024;
    out->peak = process_field(process, "status", "VmHWM") / 1024;
    terminal_idle(session.terminal, LONG_QUIET);
    out->idle = (double)terminal_idle(session.terminal, IDLE);
    if (program == KAOPING) {
        out->back = (double)session_press(&session, SEND_LEFT, NULL);
        out->back_text = (double)session_text(&session);
    }
    session_close(&session);
}

static void measure_lists(void)
{
    static struct moving ours, theirs;
    measure_moving(KAOPING, &ours);
    measure_moving(TIG, &theirs);
    results_add("j within a page, bytes", samples_median(&ours.down), samples_median(&theirs.down),
                LIMIT_TIG);
    results_add("j within a page, write() calls", samples_median(&ours.down_writes),
                samples_median(&theirs.down_writes), 8);
    results_add("j through 200 rows, bytes each", ours.average, theirs.average, 500);
    results_add("PgDn, bytes (limit: the text that then is on the screen)",
                samples_median(&ours.page), samples_median(&theirs.page),
                samples_median(&ours.page_text));
    results_add("PgDn, write() calls", samples_median(&ours.page_writes),
                samples_median(&theirs.page_writes), NO_LIMIT);
    results_add("the text on the screen after PgDn, bytes", samples_median(&ours.page_text),
                samples_median(&theirs.page_text), NO_LIMIT);
    results_add("back to the overview, bytes", ours.back, NOT_MEASURED, NO_LIMIT);
    results_add("the text on the screen then, bytes", ours.back_text, NOT_MEASURED, NO_LIMIT);
    results_add("memory after walking through the list, VmRSS, MiB", ours.memory, theirs.memory,
                20);
    results_add("memory after walking through the list, VmHWM, MiB", ours.peak, theirs.peak, 20);
    results_add("idle for 3 s, bytes", ours.idle, theirs.idle, 0);
}

/* ---- deciding ---- */

/* The item's page begins with its jurisdiction and name. */
static bool is_on_item(struct terminal *terminal, void *context)
{
    return strstr(terminal_row(terminal, 1), context) != NULL;
}

static void copy_record(const char *from)
{
    session_shell("rm -rf '%s' && cp -r '%s' '%s'", copy, from, copy);
}

/* From Enter on a chosen verdict to the next item on the screen, the commit on the disk. */
static void measure_decisions(void)
{
    struct samples times = {0};
    copy_record(large);
    struct session session = session_open(KAOPING, copy);
    terminal_until(session.terminal, is_not_blank, NULL);
    terminal_quiet(session.terminal, LONG_QUIET);
    session_press(&session, "\r", NULL);
    session_press(&session, "\r", NULL);
    for (int i = 1; i <= DECISIONS; i++) {
        char here[64], next[64];
        snprintf(here, sizeof here, "补充任务%03d", i);
        snprintf(next, sizeof next, "补充任务%03d", i + 1);
        if (!terminal_until(session.terminal, is_on_item, here))
            exit(1);
        session_press(&session, "1", NULL);
        double begun = session_now();
        terminal_send(session.terminal, "\r");
        if (!terminal_until(session.terminal, is_on_item, next))
            exit(1);
        samples_add(&times, terminal_read_at(session.terminal) - begun);
        terminal_quiet(session.terminal, QUIET);
    }
    session_close(&session);
    results_add("a decision, from Enter to the next item, ms", samples_median(&times), NOT_MEASURED,
                50);
    results_add("the slowest of 20 decisions, ms", samples_worst(&times), NOT_MEASURED, 50);
}

/* ---- somebody else's decision ---- */

struct news {
    struct samples all, work, processor;
};

/* When main moved, in milliseconds of the monotonic clock. */
static double moved_at(void)
{
    char path[4200];
    struct stat file;
    struct timespec now;
    snprintf(path, sizeof path, "%s/refs/heads/main", copy);
    clock_gettime(CLOCK_REALTIME, &now);
    if (stat(path, &file)) {
        perror(path);
        exit(1);
    }
    return session_now() - (double)(now.tv_sec - file.st_mtim.tv_sec) * 1e3 -
           (double)(now.tv_nsec - file.st_mtim.tv_nsec) / 1e6;
}

static pid_t decide_elsewhere(int item)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    char what[32];
    snprintf(what, sizeof what, "water/i%02d", item);
    if (!freopen("/dev/null", "w", stdout))
        _exit(1);
    execl(bench_kaoping, bench_kaoping, "-C", copy, "decide", "j03", what, "--verdict", "unmet",
          "--note", "复查", (char *)NULL);
    _exit(1);
}

/* The program notices by itself, now and then; its work begins when it sleeps no more. */
static void follow_decision(struct session *session, int item, struct news *news)
{
    char before[COLUMNS * 4];
    int process = terminal_process(session->terminal), status;
    snprintf(before, sizeof before, "%s", terminal_row(session->terminal, 1));
    double used = process_time(process), slept = session_now(), end = slept + 1e4;
    pid_t child = decide_elsewhere(item);
    while (strcmp(terminal_row(session->terminal, 1), before) == 0 && session_now() < end) {
        terminal_quiet(session->terminal, 1);
        if (process_sleeps(process) && strcmp(terminal_row(session->terminal, 1), before) == 0)
            slept = session_now();
    }
    double drawn = terminal_read_at(session->terminal);
    if (waitpid(child, &status, 0) != child || status != 0 || session_now() >= end) {
        fprintf(stderr, "somebody else's decision did not come: status %d, %.0f ms\n%s", status,
                session_now() - end + 1e4, terminal_screen(session->terminal));
        exit(1);
    }
    terminal_quiet(session->terminal, QUIET);
    samples_add(&news->all, drawn - moved_at());
    samples_add(&news->work, drawn - slept);
    samples_add(&news->processor, process_time(process) - used);
}

static void measure_news(void)
{
    struct news news = {0};
    copy_record(year);
    struct session session = session_open(KAOPING, copy);
    terminal_until(session.terminal, is_not_blank, NULL);
    terminal_quiet(session.terminal, LONG_QUIET);
    for (int i = 0; i < RUNS; i++)
        follow_decision(&session, 8 + i, &news); /* the tasks of a category */
    session_close(&session);
    results_add("11 x 200: from somebody's commit to its being drawn, ms",
                samples_median(&news.all), NOT_MEASURED, NO_LIMIT);
    results_add("11 x 200: from noticing it to its being drawn, ms", samples_median(&news.work),
                NOT_MEASURED, 100);
    results_add("11 x 200: processor time for that, ms", samples_median(&news.processor),
                NOT_MEASURED, NO_LIMIT);
}

int main(int count, char **words)
{
    if (count != 3) {
        fputs("usage: bench FOLDER KAOPING\n", stderr);
        return 2;
    }
    bench_folder = words[1];
    bench_kaoping = words[2];
    snprintf(large, sizeof large, "%s/large/record", bench_folder);
    snprintf(year, sizeof year, "%s/year/record", bench_folder);
    snprintf(copy, sizeof copy, "%s/copy", bench_folder);
    setenv("GIT_AUTHOR_NAME", "李明", 1);
    setenv("GIT_AUTHOR_EMAIL", "liming@example.org", 1);
    puts("On 120 x 40, warm, medians; writes are counted by the kernel (/proc/PID/io).\n");
    fflush(stdout);
    measure_start();
    measure_lists();
    measure_decisions();
    measure_news();
    session_shell("rm -rf '%s'", copy);
    results_print("tig");
    return 0;
}
