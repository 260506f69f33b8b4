/*
 * Literal screens: every screen in both languages at three sizes, on the sample of
 * templates/jilin-2020 with one decision to confirm, one returned and one stale. They stand in
 * tests/golden/screens/NAME.txt, one below the other, for a person to read.
 *
 * Where a change is meant: `make golden`, and read what git diff shows.
 */
#include "core/buffer.h"
#include "tests/harness/record.h"
#include "tests/harness/terminal.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER "tests/golden/screens"

enum { QUIET = 200, COMMIT_SHORTEST = 7, MOMENT = 25, FILE_MOST = 1 << 17 };

static const struct form {
    const char *language;
    int rows, columns;
} forms[] = {
    {"zh", 24, 80}, {"zh", 16, 60}, {"zh", 60, 200},
    {"en", 24, 80}, {"en", 16, 60}, {"en", 60, 200},
};

enum { FORMS = sizeof forms / sizeof *forms };

/* A walk in one session: the name of a screen and the keys that lead to it; a step with no name
 * leads to another screen on the way, as its title shows. */
static const struct step {
    const char *name, *keys;
} steps[] = {
    {"overview", ""},
    {"overview-score", "9"},
    {"help", SEND_F1},
    {NULL, "\033"},
    {"ranking", "1" SEND_F8},
    {NULL, "\033"},
    {"history", SEND_F11},
    {"change", "\r"},
    {"change-raw", SEND_F2},
    {NULL, "\033"},
    {NULL, "\033"},
    {"circular", SEND_F9},
    {"stops", SEND_F3},
    {NULL, "\033"},
    {"circular-figure", SEND_END SEND_BACK_TAB SEND_BACK_TAB},
    {"trace", "\r"},
    {NULL, "\033"},
    {NULL, "\033"},
    {"list-stale", "4"},
    {"item-stale", "\r"},
    {NULL, "\033"},
    {NULL, "\033"},
    {"list-returned", "3"},
    {"item-returned", "\r"},
    {NULL, "\033"},
    {NULL, "\033"},
    {"list-to-confirm", SEND_F7},
    {"item-to-confirm", "\r"},
    {"item-confirming", SEND_F7},
    {"item-let-go", "\033"},
    {NULL, "\033"},
    {NULL, "\033"},
    {"checklist", SEND_END SEND_UP "\r"},
    {"checklist-found", "/city-pm25\r"},
    {"checklist-turned", SEND_F2},
    {"checklist-turned-back", SEND_F2},
    {"item-indicator", "\r"},
    {"item-indicator-more", SEND_PAGE_DOWN},
    {"item-value", "2"},
    {"item-chosen", "\r"},
    {"note", SEND_F4 "按年报复核。\r沙尘天气已剔除"},
    {NULL, SEND_F2},
    {"item-evidence", "6"},
    {"item-evidence-left", "\033"},
    {"item-dropped", "\033"},
    {NULL, "\033"},
    {"checklist-search", "/"},
    {NULL, "task-83\r\r"},
    {"item-rectification", SEND_HOME},
    {"ticks", "7"},
    {NULL, "\033"},
    {NULL, "\033"},
    {NULL, "/sewage-collection\r\r"},
    {"item-linear", SEND_HOME},
    {NULL, "\033"},
    {NULL, "/duties\r\r"},
    {"item-by-hand", SEND_HOME},
    {"item-score", "2"},
    {"item-score-left", "\033"},
    {NULL, "\033"},
    {NULL, "/data-fraud\r\r"},
    {"item-veto", SEND_HOME},
    {NULL, "\033"},
    {"checklist-marked", "1*"},
    {"batch", SEND_F6},
};

enum { STEPS = sizeof steps / sizeof *steps };

/* ---- the record ---- */

static void run(const char *words)
{
    const char *said = shell("'%s' -C '%s' %s", program_at(), record_at(), words);
    if (last_exit != 0)
        fail_msg("%s: %s", words, said);
}

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    setenv("GIT_AUTHOR_DATE", "2021-03-24T09:00:00+08:00", 1);
    setenv("GIT_COMMITTER_DATE", "2021-03-24T09:00:00+08:00", 1);
    const char *said =
        shell("'%s' init '%s' --from jilin-2020 --sample", program_at(), record_at());
    if (last_exit != 0)
        fail_msg("init: %s", said);
    folder_put("decisions.csv", "jurisdiction,item,verdict,value,score,note,reviewer,decided\n"
                                "meihekou,daily/petitions,met,,2.9,三件重访均已回访。,"
                                "李明 <liming@example.org>,2021-03-24T10:00:00+08:00\n"
                                "meihekou,black-soil/land-access,met,,,,"
                                "王芳 <wangfang@example.org>,2021-03-24T10:05:00+08:00\n");
    folder_put("confirmations.csv", "jurisdiction,item,verdict,reason,reviewer,confirmed\n"
                                    "meihekou,black-soil/land-access,returned,缺地块清单。,"
                                    "陈静 <chenjing@example.org>,2021-03-24T10:10:00+08:00\n");
    run("import decisions decisions.csv");
    run("import confirmations confirmations.csv");
    shell("git clone -q '%s' clone && cd clone && "
          "sed -i 's/^objective: .*/objective: 汛期无溢流。/' 2020/checklist/central/task-01.md && "
          "git commit -qam '中央督察第1项：整改目标改写' && git push -q origin main",
          record_at());
    return last_exit;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

/* ---- screens as texts ---- */

static bool is_hex(char c)
{
    return isdigit((unsigned char)c) || (c >= 'a' && c <= 'f');
}

/* How long a commit id is that stands at a word's beginning; 0 for none. */
static size_t commit_at(const char *at)
{
    size_t size = 0;
    while (is_hex(at[size]))
        size++;
    return size >= COMMIT_SHORTEST && !isalnum((unsigned char)at[size]) ? size : 0;
}

/* Whether it is a moment later than the sample: the committer's, which is now. */
static bool is_now(const char *at)
{
    return strlen(at) >= MOMENT && at[4] == '-' && at[10] == 'T' && strtol(at, NULL, 10) > 2021;
}

/* How long the words are behind which a figure of the moment stands, the days since a deadline or
 * how many commits were read by then; 0 for none. */
static size_t words_at(const char *at)
{
    static const char *const words[] = {"已逾期", "overdue by ", "最近", "the newest "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(at, words[i], strlen(words[i])) == 0 &&
            isdigit((unsigned char)at[strlen(words[i])]))
            return strlen(words[i]);
    return 0;
}

/* Appends the screen with what differs from run to run masked. Commit ids differ because their
 * committer's time does. */
static void add_masked(struct buffer *out, const char *screen)
{
    for (const char *at = screen; *at;) {
        bool begins = at == screen || !isalnum((unsigned char)at[-1]);
        size_t commit = begins ? commit_at(at) : 0, figure = words_at(at);
        if (begins && is_now(at)) {
            buffer_add(out, "NNNN-NN-NNTNN:NN:NN+NN:NN");
            at += MOMENT;
        } else if (commit) {
            for (size_t i = 0; i < commit; i++)
                buffer_add_char(out, '#');
            at += commit;
        } else if (figure) {
            buffer_add_bytes(out, at, figure);
            buffer_add_char(out, 'N');
            at += figure;
            at += strspn(at, "0123456789");
        } else {
            buffer_add_char(out, *at++);
        }
    }
}

static void add_heading(struct buffer *out, const struct form *form)
{
    buffer_format(out, "======== %s %dx%d\n", form->language, form->columns, form->rows);
}

struct golden {
    struct buffer wanted, got;
};

static bool is_golden(struct terminal *terminal, void *context)
{
    struct golden *golden = context;
    buffer_cut(&golden->got, 0);
    add_masked(&golden->got, terminal_screen(terminal));
    return strcmp(golden->got.bytes, golden->wanted.bytes) == 0;
}

static void read_golden(struct golden *golden, const struct step *step, const struct form *form)
{
    static char text[FILE_MOST];
    char path[256];
    snprintf(path, sizeof path, FOLDER "/%s.txt", step->name);
    FILE *file = fopen(path, "re");
    if (!file)
        fail_msg("%s is missing: make golden", path);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    struct buffer heading = BUFFER_EMPTY;
    add_heading(&heading, form);
    const char *from = strstr(text, heading.bytes);
    const char *to = from ? strstr(from + heading.size, "\n======== ") : NULL;
    if (from) {
        from += heading.size;
        buffer_add_bytes(&golden->wanted, from, to ? (size_t)(to + 1 - from) : strlen(from));
    }
    buffer_free(&heading);
}

static void fail_at_first_row(const struct golden *golden, const struct step *step,
                              const struct form *form)
{
    const char *wanted = golden->wanted.bytes, *got = golden->got.bytes;
    int row = 0;
    while (*wanted && strcspn(wanted, "\n") == strcspn(got, "\n") &&
           strncmp(wanted, got, strcspn(wanted, "\n")) == 0 && wanted[strcspn(wanted, "\n")]) {
        wanted += strcspn(wanted, "\n") + 1;
        got += strcspn(got, "\n") + 1;
        row++;
    }
    fail_msg(FOLDER "/%s.txt, %s %dx%d, row %d:\n  wanted |%.*s\n  got    |%.*s", step->name,
             form->language, form->columns, form->rows, row, (int)strcspn(wanted, "\n"), wanted,
             (int)strcspn(got, "\n"), got);
}

static void compare(struct terminal *terminal, const struct step *step, const struct form *form)
{
    struct golden golden = {BUFFER_EMPTY, BUFFER_EMPTY};
    read_golden(&golden, step, form);
    if (!terminal_until(terminal, is_golden, &golden))
        fail_at_first_row(&golden, step, form);
    buffer_free(&golden.wanted);
    buffer_free(&golden.got);
}

/* Waits as a person does, and takes the screen as it is. */
static void write_golden(struct terminal *terminal, const struct step *step,
                         const struct form *form)
{
    struct buffer text = BUFFER_EMPTY;
    char path[256];
    terminal_idle(terminal, QUIET);
    snprintf(path, sizeof path, FOLDER "/%s.txt", step->name);
    FILE *file = fopen(path, form == forms ? "we" : "ae");
    add_heading(&text, form);
    add_masked(&text, terminal_screen(terminal));
    if (!file || fputs(text.bytes, file) < 0 || fclose(file))
        fail_msg("%s", path);
    buffer_free(&text);
}

/* ---- the walk ---- */

static bool has_moved(struct terminal *terminal, void *context)
{
    return strcmp(terminal_row(terminal, 0), context) != 0;
}

static void step_by(struct terminal *terminal, const struct step *step, const struct form *form,
                    bool writes)
{
    char title[512];
    snprintf(title, sizeof title, "%s", terminal_row(terminal, 0));
    terminal_send(terminal, step->keys);
    if (!step->name)
        assert_true(terminal_until(terminal, has_moved, title));
    else if (writes)
        write_golden(terminal, step, form);
    else
        compare(terminal, step, form);
}

static void the_screens_are_those_of_the_files(void **state)
{
    (void)state;
    bool writes = getenv("KAOPING_GOLDEN") != NULL;
    for (const struct form *form = forms; form < forms + FORMS; form++) {
        char home[256];
        snprintf(home, sizeof home, "XDG_STATE_HOME=%s/state-%s-%d", record_folder(),
                 form->language, form->rows);
        const char *const environment[] = {"LC_ALL=C.UTF-8", "GIT_AUTHOR_NAME=王芳",
                                           "GIT_AUTHOR_EMAIL=wangfang@example.org", home, NULL};
        const char *const argv[] = {program_at(), "-C",           record_at(),
                                    "--lang",     form->language, NULL};
        struct terminal *terminal = terminal_open(argv, environment, form->rows, form->columns);
        assert_true(terminal_shows(terminal, "776"));
        for (const struct step *step = steps; step < steps + STEPS; step++)
            step_by(terminal, step, form, writes);
        terminal_hang_up(terminal);
        assert_int_equal(terminal_finish(terminal), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_screens_are_those_of_the_files, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
