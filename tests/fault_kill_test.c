/*
 * kill -9 at random moments of everything that writes: the record is never corrupt, nothing that
 * was said to be saved is gone, what is many at once is there whole or not at all, and the next one
 * can write within seconds, with nobody's help.
 *
 * make check: 10 kills of each. make fault: 500 of each.
 */
#include "tests/fault/chance.h"
#include "tests/harness/record.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { WORDS_MOST = 20, FSCK_EVERY = 20, RUNS_TO_MEASURE = 3, NEXT_MS = 5000 };

/* What is killed. `number` makes each one another. */
struct victim {
    const char *name;
    void (*begin)(int number); /* may be NULL */
    void (*words)(int number, const char **words);
    void (*check)(int number, bool said); /* `said`: it was told to be saved */
    bool decides;                         /* others may decide afterwards */
};

static char record[256];

static void open_output(const char *name, int as)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", record_folder(), name);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0 || dup2(file, as) < 0)
        _exit(127);
}

/* In a group of its own: a lost session takes git's processes along. */
static pid_t start(const struct victim *victim, int number)
{
    const char *words[WORDS_MOST] = {program_at()};
    victim->words(number, words + 1);
    pid_t child = fork();
    if (child == 0) {
        setpgid(0, 0);
        open_output("out", STDOUT_FILENO);
        open_output("said", STDERR_FILENO);
        if (chdir(record_folder()) == 0)
            execv(program_at(), (char *const *)(uintptr_t)words);
        _exit(127);
    }
    assert_true(child > 0);
    setpgid(child, child);
    return child;
}

static void wait_ms(double milliseconds)
{
    long nanoseconds = (long)(milliseconds * 1e6);
    const struct timespec pause = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    nanosleep(&pause, NULL);
}

/* How long one takes that is left alone. */
static double measure(const struct victim *victim)
{
    double begin = now_ms(), most = 0;
    for (int i = 0; i < RUNS_TO_MEASURE; i++) {
        int status;
        if (victim->begin)
            victim->begin(-1 - i);
        begin = now_ms();
        waitpid(start(victim, -1 - i), &status, 0);
        if (status != 0)
            fail_msg("%s, not killed: %d: %s", victim->name, status, shell("cat said"));
        most = now_ms() - begin > most ? now_ms() - begin : most;
        victim->check(-1 - i, true);
    }
    return most;
}

/* Whether it was told to be saved before the kill. */
static bool run_and_kill(const struct victim *victim, int number, double after)
{
    int status;
    pid_t child = start(victim, number);
    wait_ms(after);
    kill(-child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
        fail_msg("%s %d: status %d: %s", victim->name, number, WEXITSTATUS(status),
                 shell("cat said"));
    return WIFEXITED(status);
}

static void check_objects(void)
{
    const char *said = git("fsck --strict --no-dangling --no-progress");
    if (last_exit != 0 || *said)
        fail_msg("git fsck: %s", said);
}

/* Milliseconds until the next one has decided. */
static double next_decides(int number)
{
    double begin = now_ms();
    const char *said = shell("'%s' -C '%s' decide baishan work/t20 --verdict met --note next%d",
                             program_at(), record, number);
    double took = now_ms() - begin;
    if (last_exit != 0)
        fail_msg("the next one cannot decide: %s", said);
    assert_true(took < NEXT_MS);
    return took;
}

static void kill_many(const struct victim *victim)
{
    struct chance chance = chance_new(1);
    double usual = measure(victim), slowest = 0;
    int tries = times(10, 500), finished = 0;
    for (int i = 0; i < tries; i++) {
        if (victim->begin)
            victim->begin(i);
        double after = usual * chance_below(&chance, 1100) / 1000;
        bool said = run_and_kill(victim, i, after);
        finished += said;
        victim->check(i, said);
        double took = victim->decides ? next_decides(i) : 0;
        slowest = took > slowest ? took : slowest;
        if (!is_long() || i % FSCK_EVERY == 0)
            check_objects();
    }
    check_objects();
    print_message("%s: %d kills within %.0f ms, %d had finished; the next one needed at most %.0f "
                  "ms\n",
                  victim->name, tries, usual * 1.1, finished, slowest);
}

static bool has_note(const char *path, int number)
{
    git("show main:%s 2>&1 | grep -qx n%d", path, number);
    return last_exit == 0;
}

/* ---- deciding ---- */

static void words_decide(int number, const char **words)
{
    static char note[16];
    snprintf(note, sizeof note, "n%d", number);
    const char *const all[] = {"-C",        record, "decide",  "siping", "air/good-days",
                               "--verdict", "met",  "--value", "89",     "--note",
                               note};
    memcpy(words, all, sizeof all);
}

static void check_decide(int number, bool said)
{
    bool saved = has_note("2020/decisions/siping/air/good-days.md", number);
    if (said && !saved)
        fail_msg("decision %d was told to be saved, and is gone", number);
}

static void a_kill_while_deciding_loses_nothing_that_was_said(void **state)
{
    (void)state;
    const struct victim victim = {"decide", NULL, words_decide, check_decide, true};
    kill_many(&victim);
}

/* ---- importing ---- */

enum { ROWS = 20 };
static char before[64];

static void begin_import(int number)
{
    char table[1024] = "jurisdiction,item,verdict,note\n";
    for (int row = 1; row <= ROWS; row++)
        snprintf(table + strlen(table), sizeof table - strlen(table), "siping,work/t%02d,met,n%d\n",
                 row, number);
    folder_put("rows.csv", table);
    snprintf(before, sizeof before, "%s", git("rev-parse main"));
    before[strcspn(before, "\n")] = '\0';
}

static void words_import(int number, const char **words)
{
    (void)number;
    const char *const all[] = {"-C", record, "import", "decisions", "rows.csv"};
    memcpy(words, all, sizeof all);
}

static void check_import(int number, bool said)
{
    long count = strtol(git("rev-list --count %s..main", before), NULL, 10);
    if (count != 0 && count != ROWS)
        fail_msg("import %d: %ld of %d rows are there", number, count, ROWS);
    if (said && count == 0)
        fail_msg("import %d was told to be saved, and is gone", number);
    if (count && (!has_note("2020/decisions/siping/work/t01.md", number) ||
                  !has_note("2020/decisions/siping/work/t20.md", number)))
        fail_msg("import %d is not what it says", number);
}

static void a_kill_while_importing_leaves_all_or_nothing(void **state)
{
    (void)state;
    const struct victim victim = {"import", begin_import, words_import, check_import, true};
    kill_many(&victim);
}

/* ---- publishing ---- */

static bool has(const char *condition)
{
    shell("export GIT_DIR='%s'; %s", record, condition);
    return last_exit == 0;
}

#define IS_PUBLISHED "git show main:2020/published/publication.md 2>&1 | grep -qx 'act: published'"
#define HAS_TAG "git for-each-ref --points-at=main refs/tags | grep -q circular/2020"

static void begin_publish(int number)
{
    const char *said = has(IS_PUBLISHED)
                           ? shell("'%s' -C '%s' reopen --reason n%d", program_at(), record, number)
                           : "";
    if (has(IS_PUBLISHED))
        fail_msg("%s", said);
}

static void words_publish(int number, const char **words)
{
    (void)number;
    const char *const all[] = {"-C", record, "publish"};
    memcpy(words, all, sizeof all);
}

/* A kill between the commit and its tag: the next publishing makes the tag. */
static void check_publish(int number, bool said)
{
    if (said && !(has(IS_PUBLISHED) && has(HAS_TAG)))
        fail_msg("publication %d was told to be made, and is not there", number);
    if (!has(IS_PUBLISHED) || !has(HAS_TAG))
        shell("'%s' -C '%s' publish", program_at(), record);
    if (!has(IS_PUBLISHED) || !has(HAS_TAG))
        fail_msg("publication %d: the next publishing does not make it whole: %s", number,
                 shell("'%s' -C '%s' publish", program_at(), record));
}

static void a_kill_while_publishing_leaves_what_the_next_one_completes(void **state)
{
    (void)state;
    const struct victim victim = {"publish", begin_publish, words_publish, check_publish, false};
    kill_many(&victim);
}

/* ---- exchanging with another host ---- */

/* Both sides decide, so that sync has to join them. */
static void begin_sync(int number)
{
    shell("[ -e there ] || { git clone -q --bare '%s' there && git -C '%s' remote add origin "
          "\"$PWD/there\"; }",
          record, record);
    const char *said =
        shell("'%s' -C '%s' decide siping work/t01 --verdict met --note n%d && '%s' -C there "
              "decide siping work/t02 --verdict met --note n%d",
              program_at(), record, number, program_at(), number);
    if (last_exit != 0)
        fail_msg("%s", said);
}

static void words_sync(int number, const char **words)
{
    (void)number;
    const char *const all[] = {"-C", record, "sync"};
    memcpy(words, all, sizeof all);
}

static bool are_joined(int number)
{
    return has("[ $(git rev-parse main) = $(git --git-dir=there rev-parse main) ]") &&
           has_note("2020/decisions/siping/work/t01.md", number) &&
           has_note("2020/decisions/siping/work/t02.md", number);
}

/* It is simply run again. */
static void check_sync(int number, bool said)
{
    if (said && !are_joined(number))
        fail_msg("sync %d was told to be done, and is not", number);
    const char *again = shell("'%s' -C '%s' sync", program_at(), record);
    if (last_exit != 0 || !are_joined(number))
        fail_msg("sync %d cannot be run again: %s", number, again);
    if (is_long() && number % FSCK_EVERY)
        return;
    const char *damaged = shell("git -C there fsck --strict --no-dangling --no-progress");
    if (*damaged)
        fail_msg("the other side: %s", damaged);
}

static void a_kill_while_syncing_is_mended_by_syncing_again(void **state)
{
    (void)state;
    const struct victim victim = {"sync", begin_sync, words_sync, check_sync, true};
    kill_many(&victim);
}

/* ---- */

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    folder_put("t/2020/circular/circular.md", "# {{year}}年\n\n{{record.commit}}\n");
    snprintf(record, sizeof record, "%s", record_at());
    const char *said = shell("'%s' init '%s' --from ./t", program_at(), record);
    if (last_exit != 0)
        fail_msg("%s", said);
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
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_kill_while_deciding_loses_nothing_that_was_said),
        TEST(a_kill_while_importing_leaves_all_or_nothing),
        TEST(a_kill_while_publishing_leaves_what_the_next_one_completes),
        TEST(a_kill_while_syncing_is_mended_by_syncing_again),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
