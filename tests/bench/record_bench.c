/*
 * record_bench FOLDER KAOPING [growth]: what the record costs beside git, on the records that
 * make-records made in FOLDER; with `growth`, how the cost grows up to 600,000 decisions, on
 * records that it makes itself. A figure beyond its limit is said, and is no failure.
 *
 * Growth, measured once on 2 cores of which others used most: the import's seconds say little, and
 * processor times are high rather than low. `status` is once without the cache and once with it.
 *
 *                import     of it  memory  record   status    again  memory     log  decide
 *     decisions       s    cpu, s     MiB     MiB  cpu, ms  cpu, ms     MiB cpu, ms cpu, ms
 *          1000     1.0       0.2      15       3       31       10      11       6      10
 *         10000     7.9       1.9      48      11      234       20      16       7      11
 *        100000   144.7      46.9     392     106     2416      197      70      15      17
 *        600000  3061.8    1022.0    1093     970    10331    10092     678     126      75
 *
 * The import grows faster than its rows: each commit has a tree of all jurisdictions, and each part
 * of 100,000 rows reads what the parts before it brought. Beyond some 100,000 decisions no cache is
 * kept (records/cache.c, 64 MiB).
 */
#include "core/assessment.h"
#include "core/memory.h"
#include "records/snapshot.h"
#include "records/write.h"
#include "tests/bench/results.h"
#include "tests/bench/run.h"
#include "tests/bench/session.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RUNS = 15, GIT_RUNS = 15, WRITERS = 50, EACH = 20, IMPORTED = 9000, LONG_QUIET = 1000 };

static char province[4096], history[4096], signed_record[4096], copy[4096], cache[4096];

/* ---- running ---- */

/* The copy before is kept aside until the end: for some seconds after many files were deleted, ext4
 * takes much longer to create one. */
static void name_copy(void)
{
    static int copies;
    snprintf(copy, sizeof copy, "%s/copies/%d", bench_folder, ++copies);
}

static void copy_record(const char *from)
{
    name_copy();
    session_shell("cp -r '%s' '%s'", from, copy);
}

/* ---- one decision ---- */

/* Decides once, with the number as the value, so that each changes something. Like the review, it
 * reads on from the snapshot before, which *snapshot holds (NULL at first). */
static void decide(struct record *record, struct snapshot **snapshot, const char *jurisdiction,
                   const char *item, int number)
{
    struct error error;
    struct snapshot *before = *snapshot;
    const struct entry *entry;
    char value[16];
    const struct writing writing = writing_now("李明 <liming@example.org>");
    const struct snapshot_wanted wanted = {
        .before = before, .jurisdiction = jurisdiction, .item = item};
    snprintf(value, sizeof value, "7%d.%d", number / 10 % 10, number % 10);
    struct decision decision = {.verdict = VERDICT_PARTLY, .value = value};
    if (snapshot_read(record, &wanted, snapshot, &error) ||
        snapshot_entry(*snapshot, jurisdiction, item, &entry, &error) ||
        write_decision(record, entry, decision, NULL, &writing, NULL, &error)) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    snapshot_free(before);
}

static struct record *open_copy(void)
{
    struct error error;
    struct record *record;
    if (record_open(copy, &record, &error)) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    return record;
}

/* What git takes for the same in a work tree: the file written, git add, git commit. */
static double time_git(void)
{
    struct samples times = {0};
    char tree[4200];
    snprintf(tree, sizeof tree, "%s.tree", copy);
    session_shell("git clone -q '%s' '%s'", copy, tree);
    for (int i = 0; i < GIT_RUNS; i++) {
        const char *file = "2020/decisions/j07/air/i02.md";
        session_shell("echo 第%d次 >>'%s'/%s", i, tree, file);
        double add = RUN(tree, "git", "add", file).milliseconds;
        samples_add(&times, add + RUN(tree, "git", "commit", "-qm", "评定").milliseconds);
    }
    return samples_median(&times);
}

/* The milliseconds of a small write that the disk has confirmed. */
static double time_fsync(void)
{
    struct samples times = {0};
    char path[4200];
    snprintf(path, sizeof path, "%s.fsync", copy);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    for (int i = 0; i < SAMPLES_MOST; i++) {
        double begun = session_now();
        if (write(file, path, sizeof path) != sizeof path || fsync(file))
            give_up(path);
        samples_add(&times, session_now() - begun);
    }
    close(file);
    unlink(path);
    return samples_median(&times);
}

static double measure_decisions(void)
{
    struct samples inside = {0}, outside = {0};
    char value[16];
    copy_record(province);
    double git = time_git();
    struct record *record = open_copy();
    struct snapshot *snapshot = NULL;
    for (int i = 0; i < RUNS; i++) {
        double begun = session_now();
        decide(record, &snapshot, "j07", "air/i01", i);
        samples_add(&inside, session_now() - begun);
        snprintf(value, sizeof value, "7%d.1", i % 5);
        samples_add(&outside, RUN(copy, bench_kaoping, "decide", "j08", "air/i01", "--verdict",
                                  "partly", "--value", value)
                                  .milliseconds);
    }
    snapshot_free(snapshot);
    record_free(record);
    results_add("a durable decision in the review, ms (git add + git commit)",
                samples_median(&inside), git, git / 5);
    results_add("the same as a command, ms", samples_median(&outside), git, NO_LIMIT);
    return git;
}

/* Each decides an item of its own, again and again. */
static void write_many(int number)
{
    char jurisdiction[16], item[16];
    struct record *record = open_copy();
    struct snapshot *snapshot = NULL;
    snprintf(jurisdiction, sizeof jurisdiction, "j%02d", number + 1);
    snprintf(item, sizeof item, "%s/i%02d", number % 2 ? "air" : "water", number / 2 % 7 + 1);
    for (int i = 0; i < EACH; i++)
        decide(record, &snapshot, jurisdiction, item, i);
    snapshot_free(snapshot);
    record_free(record);
    _exit(0);
}

static void measure_writers(void)
{
    copy_record(province);
    double disk = time_fsync(), begun = session_now();
    for (int i = 0; i < WRITERS; i++)
        if (fork() == 0)
            write_many(i);
    for (int i = 0, status; i < WRITERS; i++)
        if (wait(&status) < 0 || status != 0)
            give_up("a writer");
    double each = (session_now() - begun) / (WRITERS * EACH);
    results_add("50 writers at once, ms a decision (an fsync of this disk)", each, disk,
                disk > 5 ? disk : 5);
}

/* ---- an import ---- */

static void measure_import(double git)
{
    char table[4200], stream[4200], line[9000];
    snprintf(table, sizeof table, "%s/province/decisions.csv", bench_folder);
    snprintf(stream, sizeof stream, "%s/stream", bench_folder);
    name_copy();
    session_shell("'%s' init '%s' --from '%s/province/template' >/dev/null", bench_kaoping, copy,
                  bench_folder);
    struct run ours = RUN(copy, bench_kaoping, "import", "decisions", table);
    results_add("import of 9,000 decisions, ms (git add + git commit, 9,000 times)",
                ours.milliseconds, git * IMPORTED, git * IMPORTED / 20);
    session_shell("git -C '%s' fast-export main >'%s'; rm -rf '%s.fast'; git init -q --bare "
                  "'%s.fast'",
                  copy, stream, copy, copy);
    snprintf(line, sizeof line, "git -C '%s.fast' fast-import --quiet <'%s'", copy, stream);
    struct run theirs = RUN("/", "sh", "-c", line);
    results_add("the same (git fast-import of the same commits)", ours.milliseconds,
                theirs.milliseconds, theirs.milliseconds * 5);
    results_add("memory for that, MiB", ours.mebibytes, theirs.mebibytes, NO_LIMIT);
    session_shell("rm '%s'", stream);
}

/* ---- opening ---- */

static int forget_file(const char *path, const struct stat *status, int kind, struct FTW *ftw)
{
    (void)status;
    (void)ftw;
    int file = kind == FTW_F ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file >= 0) {
        fsync(file);
        posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
        close(file);
    }
    return 0;
}

/* Has the kernel forget what it has of the files below. */
static void forget(const char *folder)
{
    nftw(folder, forget_file, 16, FTW_PHYS);
}

static char complete[ROWS * COLUMNS * 4];

static bool is_not_blank(struct terminal *terminal, void *context)
{
    (void)context;
    return terminal_screen(terminal)[strspn(terminal_screen(terminal), " \n")] != '\0';
}

static bool is_complete(struct terminal *terminal, void *context)
{
    (void)context;
    return strcmp(terminal_screen(terminal), complete) == 0;
}

/* The first opening learns the screen, and leaves the cache behind. */
static void learn_screen(const char *record)
{
    struct session session = session_open(KAOPING, record);
    terminal_until(session.terminal, is_not_blank, NULL);
    terminal_quiet(session.terminal, LONG_QUIET);
    snprintf(complete, sizeof complete, "%s", terminal_screen(session.terminal));
    session_close(&session);
}

static double time_opening(const char *record, bool cold)
{
    struct samples times = {0};
    for (int i = 0; i < RUNS; i++) {
        if (cold) {
            forget(record);
            forget(cache);
        }
        struct session session = session_open(KAOPING, record);
        if (!terminal_until(session.terminal, is_complete, NULL))
            exit(1);
        samples_add(&times, terminal_read_at(session.terminal) - session.begun);
        session_close(&session);
    }
    return samples_median(&times);
}

static double time_status(const char *record)
{
    struct samples times = {0};
    for (int i = 0; i < RUNS; i++)
        samples_add(&times, RUN(record, bench_kaoping, "status").milliseconds);
    return samples_median(&times);
}

static void measure_opening(void)
{
    learn_screen(province);
    results_add("60 x 150: the review's overview complete, warm, ms", time_opening(province, false),
                NOT_MEASURED, 30);
    results_add("60 x 150: the same, the record and the cache cold, ms",
                time_opening(province, true), NOT_MEASURED, 150);
    results_add("60 x 150: kaoping status, warm, ms", time_status(province), NOT_MEASURED, 30);
    session_shell("rm -rf '%s'/*", cache);
    results_add("60 x 150: the first kaoping status, without a cache, ms",
                RUN(province, bench_kaoping, "status").milliseconds, NOT_MEASURED, NO_LIMIT);
}

/* ---- history ---- */

static void measure_history(void)
{
    struct samples ours = {0}, theirs = {0}, page = {0};
    for (int i = 0; i < RUNS; i++) {
        samples_add(&ours, RUN(history, bench_kaoping, "log", "j05", "air/i03").milliseconds);
        samples_add(
            &page, RUN(history, "sh", "-c", "\"$0\" log | head -n 40", bench_kaoping).milliseconds);
    }
    for (int i = 0; i < 3; i++)
        samples_add(&theirs, RUN(history, "git", "log", "--oneline", "main", "--",
                                 "2020/decisions/j05/air/i03.md")
                                 .milliseconds);
    results_add("an item's history among 100,000 commits, ms (git log -- path)",
                samples_median(&ours), samples_median(&theirs), 10);
    results_add("the newest 40 of all, ms", samples_median(&page), NOT_MEASURED, NO_LIMIT);
}

/* ---- verifying ---- */

/* git verifies a hundred of the commits, for which the time is scaled. */
static void measure_verify(void)
{
    enum { GIT_COMMITS = 100 };
    struct samples ours = {0};
    char commits[64];
    snprintf(commits, sizeof commits, "-%d", GIT_COMMITS);
    for (int i = 0; i < 3; i++)
        samples_add(&ours, RUN(signed_record, bench_kaoping, "verify").milliseconds);
    double git = RUN(signed_record, "sh", "-c",
                     "git -c gpg.ssh.allowedSignersFile=../signers verify-commit "
                     "$(git rev-list \"$0\" main)",
                     commits)
                     .milliseconds;
    results_add("verify of 10,000 signed commits, ms (git verify-commit, scaled)",
                samples_median(&ours), git * 10000 / GIT_COMMITS, 5000);
}

/* ---- growth ---- */

static long long all_sizes;

static int add_size(const char *path, const struct stat *status, int kind, struct FTW *ftw)
{
    (void)path;
    (void)kind;
    (void)ftw;
    all_sizes += status->st_blocks * 512LL;
    return 0;
}

static double size_of(const char *folder)
{
    all_sizes = 0;
    nftw(folder, add_size, 16, FTW_PHYS);
    return (double)all_sizes / (1 << 20);
}

/* Imports the table in parts of 100,000 rows, for a file is at most 64 MiB. */
static struct run import_parts(const char *folder, const char *record)
{
    struct run all = {0, 0, 0};
    char part[4400];
    session_shell("cd '%s' && head -1 decisions.csv >head && tail -n +2 decisions.csv | "
                  "split -a 1 -l 100000 - part",
                  folder);
    for (char letter = 'a'; letter <= 'z'; letter++) {
        snprintf(part, sizeof part, "%s/part%c", folder, letter);
        if (access(part, F_OK))
            break;
        session_shell("cat '%s/head' '%s' >'%s.csv'", folder, part, part);
        snprintf(part, sizeof part, "%s/part%c.csv", folder, letter);
        struct run one = RUN(record, bench_kaoping, "import", "decisions", part);
        all.milliseconds += one.milliseconds;
        all.processor += one.processor;
        all.mebibytes = one.mebibytes > all.mebibytes ? one.mebibytes : all.mebibytes;
    }
    return all;
}

static void measure_growth(int jurisdictions)
{
    char folder[4200], record[4300];
    snprintf(folder, sizeof folder, "%s/growth", bench_folder);
    snprintf(record, sizeof record, "%s/record", folder);
    session_shell("rm -rf '%s' && mkdir '%s' && '%s/generate' '%s' %d 200 0 && '%s' init '%s' "
                  "--from '%s/template' >/dev/null && rm -rf '%s'/*",
                  folder, folder, bench_folder, folder, jurisdictions, bench_kaoping, record,
                  folder, cache);
    struct run import = import_parts(folder, record);
    double size = size_of(record);
    struct run first = RUN(record, bench_kaoping, "status");
    struct run again = RUN(record, bench_kaoping, "status");
    struct run log = RUN(record, bench_kaoping, "log", "j05", "air/i03");
    struct run decision = RUN(record, bench_kaoping, "decide", "j05", "air/i03", "--verdict",
                              "partly", "--value", "71.5");
    printf("%9d%10.1f%10.1f%8.0f%8.0f%9.0f%9.0f%8.0f%8.0f%8.0f\n", jurisdictions * 200,
           import.milliseconds / 1e3, import.processor / 1e3, import.mebibytes, size,
           first.processor, again.processor, again.mebibytes, log.processor, decision.processor);
    fflush(stdout);
    session_shell("rm -rf '%s'", folder);
}

/* Processor time where it is not said otherwise: it depends less on who else works. */
static void print_growth(void)
{
    static const int sizes[] = {5, 50, 500, 3000};
    printf("%9s%10s%10s%8s%8s%9s%9s%8s%8s%8s\n", "", "import", "of it", "memory", "record",
           "status", "again", "memory", "log", "decide");
    printf("%9s%10s%10s%8s%8s%9s%9s%8s%8s%8s\n", "decisions", "s", "cpu, s", "MiB", "MiB",
           "cpu, ms", "cpu, ms", "MiB", "cpu, ms", "cpu, ms");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        measure_growth(sizes[i]);
}

int main(int count, char **words)
{
    if (count != 3 && count != 4) {
        fputs("usage: record_bench FOLDER KAOPING [growth]\n", stderr);
        return 2;
    }
    bench_folder = words[1];
    bench_kaoping = words[2];
    snprintf(province, sizeof province, "%s/province/record", bench_folder);
    snprintf(history, sizeof history, "%s/history/record", bench_folder);
    snprintf(signed_record, sizeof signed_record, "%s/signed/record", bench_folder);
    snprintf(cache, sizeof cache, "%s/cache", bench_folder);
    session_shell("rm -rf '%s' '%s/copies' && mkdir -p '%s' '%s/copies'", cache, bench_folder,
                  cache, bench_folder);
    setenv("XDG_CACHE_HOME", cache, 1);
    setenv("XDG_STATE_HOME", cache, 1); /* or a copy of an earlier run went backwards */
    setenv("GIT_AUTHOR_NAME", "李明", 1);
    setenv("GIT_AUTHOR_EMAIL", "liming@example.org", 1);
    setenv("GIT_COMMITTER_NAME", "李明", 1);
    setenv("GIT_COMMITTER_EMAIL", "liming@example.org", 1);
    if (count == 4) {
        print_growth();
        return 0;
    }
    puts("\nThe record beside git, medians.\n");
    fflush(stdout);
    double git = measure_decisions();
    measure_writers();
    measure_import(git);
    measure_opening();
    measure_history();
    measure_verify();
    session_shell("rm -rf '%s/copies' '%s'", bench_folder, cache);
    results_print("git");
    return 0;
}
