/*
 * Records as no honest tool leaves them: whatever is in them, every reading ends with a result or a
 * message, in time, and never with a signal; and so does the review. A record that is not opened,
 * or that is, says so in words.
 *
 * make check: 150 mutated records. make fault: 10,000. One that fails is kept, for the record
 * itself holds its own hour and is another one in each run: build/tests/mutated-NUMBER.
 */
#include "core/buffer.h"
#include "core/circular.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/earlier.h"
#include "records/history.h"
#include "records/snapshot.h"
#include "records/trace.h"
#include "records/verify.h"
#include "records/write.h"
#include "tests/fault/chance.h"
#include "tests/fault/mutate.h"
#include "tests/harness/record.h"
#include "tests/harness/terminal.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { SECONDS = 20, PROGRAM_EVERY = 50, REVIEW_EVERY = 75, WRITE_EVERY = 10, PATH_ROOM = 600 };

/* How the process ends that has read one. */
enum { OPENED = 80, REFUSED, MISSED };

/* What the last honest commit decided: a change of this file alone may be as honest. */
#define LAST "2020/decisions/baishan/work/t01.md"

static char base[128], mutated[128];

/* ---- a copy of the record ---- */

static int copy_member(const char *path, const struct stat *found, int flag, struct FTW *where)
{
    char to[PATH_ROOM], bytes[65536];
    (void)where;
    snprintf(to, sizeof to, "%s%s", mutated, path + strlen(base));
    if (flag == FTW_D)
        return mkdir(to, 0700);
    int in = open(path, O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t size = read(in, bytes, sizeof bytes);
    bool good = size == found->st_size && write(out, bytes, (size_t)size) == size;
    close(in);
    close(out);
    return good ? 0 : -1;
}

static int remove_member(const char *path, const struct stat *found, int flag, struct FTW *where)
{
    (void)found;
    (void)flag;
    (void)where;
    return remove(path);
}

static void copy_base(void)
{
    nftw(mutated, remove_member, 16, FTW_DEPTH | FTW_PHYS);
    if (nftw(base, copy_member, 16, FTW_PHYS))
        abort();
}

static void keep(unsigned long number)
{
    shell("cp -r '%s' \"$(dirname '%s')/tests/mutated-%lu\"", mutated, program_at(), number);
}

/* ---- every way to read it, in this process ---- */

static void check_error(enum status status, const struct error *error)
{
    if (status &&
        (!*error->text || text_valid(error->text, strlen(error->text)) != strlen(error->text)))
        abort();
}

static bool count_entry(void *context, const struct log_entry *entry)
{
    size_t *count = context;
    *count += strlen(entry->subject) > 0;
    return true;
}

static void read_history(struct record *record, const struct snapshot *snapshot)
{
    struct arena *arena = arena_new();
    const struct commit_change *change;
    struct buffer raw = BUFFER_EMPTY;
    struct error error;
    size_t count = 0;
    check_error(history_log(record, snapshot->commit, &(struct log_filter){.item = NULL},
                            count_entry, &count, &error),
                &error);
    check_error(history_change(record, arena, snapshot->commit, &change, &error), &error);
    check_error(history_raw(record, snapshot->commit, &raw, &error), &error);
    buffer_free(&raw);
    arena_free(arena);
}

static void read_entries(struct record *record, const struct snapshot *snapshot)
{
    struct arena *arena = arena_new();
    struct error error;
    for (size_t i = 0; i < snapshot->assessment->entry_count; i++) {
        const struct entry *entry = &snapshot->assessment->entries[i];
        const struct past *past;
        const struct earlier *earlier;
        char commit[COMMIT_SIZE];
        size_t count;
        if (!entry->decision)
            continue;
        check_error(history_chain(record, arena, entry, &past, &error), &error);
        check_error(history_commit_of(record, snapshot->commit, entry, entry->decision->blob,
                                      commit, &error),
                    &error);
        check_error(earlier_values(record, snapshot, entry, arena, &earlier, &count, &error),
                    &error);
    }
    arena_free(arena);
}

static void count_finding(void *context, const struct finding *finding)
{
    size_t *count = context;
    *count += *finding->text != '\0';
}

/* False where it finds nothing in a record whose file was changed by a commit of another matter:
 * what nobody's decision, confirmation, report or revision is. */
static bool verify_all(struct record *record, const char *changed)
{
    size_t counted = 0, findings = 0;
    struct error error;
    const struct verifying verifying = {
        .found = count_finding, .context = &counted, .evidence = base};
    enum status status = verify(record, &verifying, &findings, &error);
    check_error(status, &error);
    if (counted != findings)
        abort();
    return status || findings || !*changed || strcmp(changed, LAST) == 0;
}

static void read_facts(struct record *record, struct snapshot *snapshot)
{
    struct arena *arena = arena_new();
    struct buffer out = BUFFER_EMPTY;
    struct circular_stops stops = {.arena = arena};
    struct trace *trace = NULL;
    struct error error;
    const struct value *facts = snapshot_facts(snapshot), *total = value_at(facts, "siping.total");
    value_to_json(&out, facts);
    check_error(snapshot_circular(snapshot, facts, NULL, true, &out, NULL, &error), &error);
    check_error(snapshot_circular(snapshot, facts, NULL, false, &out, NULL, &error), &error);
    check_error(snapshot_stops(snapshot, &stops, &error), &error);
    enum status status = trace_new(record, snapshot, total ? total->source : NULL, &trace, &error);
    while (!status && trace_is_open(trace))
        status = trace_read(trace, snapshot, 1000, &error);
    check_error(status, &error);
    trace_free(trace);
    buffer_free(&out);
    arena_free(arena);
}

/* What stands there may be decided upon; or not, with words. */
static void write_once(struct record *record, const struct snapshot *snapshot)
{
    struct writing writing = writing_now("李明 <liming@example.org>");
    struct decision decision = {.verdict = VERDICT_MET, .value = "90", .score = NOT_A_NUMBER};
    struct error error;
    for (size_t i = 0; i < snapshot->assessment->entry_count && i < 3; i++) {
        const struct entry *entry = &snapshot->assessment->entries[i];
        check_error(write_decision(record, entry, decision, NULL, &writing, NULL, &error), &error);
        check_error(write_confirmation(record, entry, false, "", &writing, NULL, &error), &error);
    }
}

/* How the process ends. */
static int read_record(bool writes, const char *changed)
{
    bool found = true;
    struct record *record = NULL;
    struct snapshot *snapshot = NULL;
    struct error error = {0};
    enum status status = record_open(mutated, &record, &error);
    if (!status)
        status = snapshot_new(record, NULL, NULL, &snapshot, &error);
    check_error(status, &error);
    if (!status) {
        read_history(record, snapshot);
        read_entries(record, snapshot);
        read_facts(record, snapshot);
        if (writes)
            write_once(record, snapshot);
    }
    if (record)
        found = verify_all(record, changed);
    snapshot_free(snapshot);
    record_free(record);
    return !found ? MISSED : status ? REFUSED : OPENED;
}

/* ---- by the program ---- */

static void run_program(unsigned long number, const char *what)
{
    static const char *const words[] = {"status",
                                        "show siping air/good-days",
                                        "score",
                                        "facts --json",
                                        "render --draft",
                                        "trace siping.total",
                                        "log",
                                        "log --json",
                                        ""};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        shell("timeout %d '%s' -C '%s' %s >out 2>said </dev/null", SECONDS, program_at(), mutated,
              words[i]);
        int status = last_exit;
        const char *said = shell("head -c 2000 said");
        if (status < 0 || status > 4 || (status > 1 && strncmp(said, "kaoping: ", 9) != 0)) {
            keep(number);
            fail_msg("mutated record %lu (%s): %s: status %d: %s", number, what, words[i], status,
                     said);
        }
    }
}

static bool is_open(struct terminal *terminal, void *context)
{
    (void)context;
    return terminal_ended(terminal) || terminal_has(terminal, "总览") ||
           terminal_has(terminal, "overview") || terminal_has(terminal, "考评库倒退");
}

/* Opens the review, walks into the first item, and leaves. */
static void open_review_on(unsigned long number, const char *what)
{
    const char *const argv[] = {program_at(), "-C", mutated, NULL};
    const char *const environment[] = {"LC_ALL=C.UTF-8", "GIT_AUTHOR_NAME=李明",
                                       "GIT_AUTHOR_EMAIL=liming@example.org", NULL};
    struct terminal *terminal = terminal_open(argv, environment, 24, 80);
    terminal_until(terminal, is_open, NULL);
    if (!terminal_ended(terminal)) {
        terminal_send(terminal, "\r\r" SEND_F11);
        terminal_settle(terminal, 100);
    }
    for (int i = 0; i < 4 && !terminal_ended(terminal); i++) {
        terminal_send(terminal, SEND_F10);
        terminal_settle(terminal, 100);
    }
    int status = terminal_finish(terminal);
    if (status < 0 || status > 4) {
        keep(number);
        fail_msg("mutated record %lu (%s): the review ended with %d", number, what, status);
    }
}

/* ---- the test ---- */

static const int caught[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};

/* Mutates and reads in a process of its own; the mutation's words come back through the pipe.
 * Whether it could be opened. */
static bool try_one(unsigned long number)
{
    char what[MUTATION_WORDS] = "";
    int told[2], status;
    assert_int_equal(pipe(told), 0);
    copy_base();
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct chance chance = chance_new(number);
        for (int i = 0; i < (int)(sizeof caught / sizeof *caught); i++)
            signal(caught[i], SIG_DFL); /* cmocka would go on with the other tests */
        alarm(SECONDS);
        const char *changed = mutate(mutated, &chance, what);
        if (write(told[1], what, sizeof what) < 0)
            _exit(99);
        _exit(read_record(number % WRITE_EVERY == 0, changed));
    }
    close(told[1]);
    ssize_t size = read(told[0], what, sizeof what);
    close(told[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFEXITED(status) || (WEXITSTATUS(status) != OPENED && WEXITSTATUS(status) != REFUSED)) {
        keep(number);
        fail_msg("mutated record %lu (%s): %s %d", number, size > 0 ? what : "not mutated yet",
                 WIFSIGNALED(status) ? "signal" : "status",
                 WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    }
    if (number % PROGRAM_EVERY == 0)
        run_program(number, what);
    if (number % REVIEW_EVERY == 0)
        open_review_on(number, what);
    return WEXITSTATUS(status) == OPENED;
}

static void every_reading_of_a_mutated_record_ends_with_words(void **state)
{
    (void)state;
    const char *one = getenv("KAOPING_NUMBER");
    unsigned long from = one ? strtoul(one, NULL, 10) : 0;
    unsigned long to = one ? from + 1 : (unsigned long)times(150, 10000);
    unsigned long opened = 0;
    double begin = now_ms();
    for (unsigned long number = from; number < to; number++)
        opened += try_one(number);
    print_message("%lu mutated records, %lu of them could be opened; %.1f ms each\n", to - from,
                  opened, (now_ms() - begin) / (double)(to - from));
}

static void run_as(const char *who, const char *words)
{
    const char *said = shell("GIT_AUTHOR_NAME=%s GIT_AUTHOR_EMAIL=%s@example.org '%s' -C '%s' %s",
                             who, who, program_at(), record_at(), words);
    if (last_exit != 0)
        fail_msg("%s: %s", words, said);
}

/* A record with something of everything, in a pack. */
static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    folder_put(
        "t/2020/checklist/work/one.md",
        "---\nname: 整改\nkind: rectification\nnumber: 1\ninspection: central\n"
        "problem: 问题\nmeasures: 清运\ndeadline: 2020-12-31\nfull: 2\napplies: [city]\n---\n");
    folder_put("t/2020/assessment.md",
               "---\nyear: 2020\nclasses:\n  - {id: city, name: 市}\ninspections:\n"
               "  - {id: central, name: 中央督察}\ngrades:\n  - {name: 一等, from: 90}\n"
               "  - {name: 二等}\ntie-breaker: air\n---\n");
    folder_put("t/2020/circular/circular.md",
               "# {{year}}年\n\n{{#ranking}}{{name}}{{total}}{{/ranking}}，"
               "{{siping.air.good-days.value}}\n\n{{>parts/end}}\n");
    const char *said = shell("'%s' init '%s' --from ./t", program_at(), record_at());
    if (last_exit != 0)
        fail_msg("%s", said);
    folder_put("rows.csv", "jurisdiction,item,value,text\nsiping,air/good-days,89.9,与年报一致\n");
    run_as("li", "import reports \"$PWD/rows.csv\"");
    run_as("li", "decide siping air/good-days --verdict met --value 89 --note n1");
    run_as("li", "decide siping air/good-days --verdict met --value 90 --evidence 年报\\|a.pdf");
    run_as("wang", "confirm siping air/good-days --return 请核对");
    run_as("li", "decide siping work/one --verdict on-schedule --note 部分");
    run_as("wang", "confirm siping work/one");
    run_as("li", "decide baishan work/t01 --verdict exempt --note 不适用");
    git("gc -q");
    snprintf(base, sizeof base, "%s/base", record_folder());
    snprintf(mutated, sizeof mutated, "%s/mutated", record_folder());
    shell("cp -r '%s' base; rm -rf base/hooks base/info base/logs", record_at());
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_reading_of_a_mutated_record_ends_with_words, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
