/*
 * Many writers at once, each a process of its own, while a clone pushes: every decision is there
 * once, in a line of commits without a merge. And where all decide the same item, one does, and the
 * others are told so.
 *
 * make check: 8 writers, 10 decisions each. make fault: 50 × 100.
 */
#include "core/memory.h"
#include "records/snapshot.h"
#include "records/write.h"
#include "tests/fault/chance.h"
#include "tests/harness/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { WRITERS_MOST = 50, DECISIONS_MOST = 100 };

/* What the writers tell, in memory that all share. */
struct told {
    int landed, refused, failed;
    double slowest, total; /* milliseconds of writing */
    char error[256];
};
static struct told *told;

static int writers, decisions;

/* ---- the record: a jurisdiction for each writer, an item for each decision ---- */

static void make_template(void)
{
    char path[128], text[128];
    shell("rm -rf t/2020/jurisdictions t/2020/checklist/air t/2020/checklist/work/t*");
    folder_put("t/2020/checklist/work/category.md", "---\nname: 重点任务\nfull: 200\n---\n");
    for (int i = 0; i < writers; i++) {
        snprintf(path, sizeof path, "t/2020/jurisdictions/c%02d.md", i);
        snprintf(text, sizeof text, "---\nname: %d市\nclass: city\norder: %d\n---\n", i, i);
        folder_put(path, text);
    }
    for (int i = 0; i < decisions; i++) {
        snprintf(path, sizeof path, "t/2020/checklist/work/t%02d.md", i);
        snprintf(text, sizeof text,
                 "---\nname: 任务%d\nkind: task\norder: %d\nfull: 1\napplies: [city]\n---\n", i, i);
        folder_put(path, text);
    }
}

static int set_up(void **state)
{
    (void)state;
    struct error error;
    writers = times(8, WRITERS_MOST);
    decisions = times(10, DECISIONS_MOST);
    record_folder_new();
    make_template();
    if (record_init(record_at(), template_at(), &error))
        fail_msg("%s", error.text);
    told = mmap(NULL, WRITERS_MOST * sizeof *told, PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return told == MAP_FAILED;
}

static int tear_down(void **state)
{
    (void)state;
    munmap(told, WRITERS_MOST * sizeof *told);
    record_folder_remove();
    return 0;
}

/* ---- one writer ---- */

static void decide(struct record *record, const struct snapshot *snapshot, int writer, int item,
                   int jurisdiction)
{
    char who[64], where[16], what[32], note[32];
    const struct entry *entry;
    struct error error;
    struct told *mine = &told[writer];
    snprintf(who, sizeof who, "评%d <w%d@example.org>", writer, writer);
    snprintf(where, sizeof where, "c%02d", jurisdiction);
    snprintf(what, sizeof what, "work/t%02d", item);
    snprintf(note, sizeof note, "w%d-%d", writer, item);
    struct decision decision = {.verdict = VERDICT_MET, .reason = note};
    struct writing writing = writing_now(who);
    double begin = now_ms();
    enum status status = snapshot_entry(snapshot, where, what, &entry, &error);
    if (!status)
        status = write_decision(record, entry, decision, NULL, &writing, NULL, &error);
    double took = now_ms() - begin;
    mine->total += took;
    mine->slowest = took > mine->slowest ? took : mine->slowest;
    mine->landed += status == STATUS_OK;
    mine->refused += status == STATUS_CONFLICT;
    mine->failed += status && status != STATUS_CONFLICT;
    if (status)
        snprintf(mine->error, sizeof mine->error, "%.255s", error.text);
}

enum manner { APART, SAME_ITEMS, WITH_PAUSES };

static void pause_as_people_do(struct chance *chance)
{
    long milliseconds = 400 + (long)chance_below(chance, 1200);
    const struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

/* Tells `ready` when it has looked, and begins when `start` is closed: all have seen the same
 * record, and begin at once. */
static void run_writer(int writer, int ready, int start, enum manner manner)
{
    struct chance chance = chance_new((unsigned long)writer);
    struct record *record = NULL;
    struct snapshot *snapshot = NULL;
    struct error error;
    char byte;
    if (record_open(record_at(), &record, &error) ||
        snapshot_new(record, NULL, NULL, &snapshot, &error))
        _exit(1);
    if (write(ready, "r", 1) != 1 || read(start, &byte, 1) < 0)
        _exit(1);
    for (int item = 0; item < decisions; item++) {
        if (manner == WITH_PAUSES) /* what is tried here, no waiting for something */
            pause_as_people_do(&chance);
        decide(record, snapshot, writer, item, manner == SAME_ITEMS ? 0 : writer);
    }
    snapshot_free(snapshot);
    record_free(record);
    _exit(0);
}

/* Milliseconds that all of them took. */
static double run_writers(enum manner manner)
{
    int start[2], ready[2];
    char byte;
    pid_t children[WRITERS_MOST];
    assert_int_equal(pipe(start) | pipe(ready), 0);
    for (int i = 0; i < writers; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            close(start[1]);
            run_writer(i, ready[1], start[0], manner);
        }
        assert_true(children[i] > 0);
    }
    close(ready[1]);
    for (int i = 0; i < writers; i++)
        assert_int_equal(read(ready[0], &byte, 1), 1);
    double begin = now_ms();
    close(ready[0]);
    close(start[0]);
    close(start[1]);
    for (int i = 0; i < writers; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    return now_ms() - begin;
}

static struct told sum(void)
{
    struct told all = {0};
    for (int i = 0; i < writers; i++) {
        all.landed += told[i].landed;
        all.refused += told[i].refused;
        all.failed += told[i].failed;
        all.total += told[i].total;
        all.slowest = told[i].slowest > all.slowest ? told[i].slowest : all.slowest;
        if (told[i].failed)
            fail_msg("writer %d: %s", i, told[i].error);
    }
    return all;
}

/* ---- a clone that pushes ---- */

static void begin_pushing(void)
{
    folder_put("pusher",
               "git clone -q \"$1\" clone\n"
               "i=0 pushed=0 tries=0\n"
               "while [ ! -e stop ]; do\n"
               "  i=$((i + 1))\n"
               "  (cd clone && git fetch -q && git reset -q --hard origin/main &&\n"
               "   echo p$i >>programme.md && git commit -qam \"外来提交$i\")\n"
               "  tries=$((tries + 1))\n"
               "  (cd clone && git push -q origin main) 2>/dev/null && pushed=$((pushed + 1))\n"
               "done\n"
               "echo $pushed $tries >pushed\n"
               "echo >ended\n");
    shell("mkfifo ended; sh pusher '%s' >/dev/null 2>pusher.log &", record_at());
}

static void end_pushing(long *pushed, long *tries)
{
    shell("touch stop; cat ended");
    char *rest;
    *pushed = strtol(shell("cat pushed"), &rest, 10);
    *tries = strtol(rest, NULL, 10);
}

/* ---- the tests ---- */

static void assert_git(const char *expected, const char *said)
{
    if (strcmp(said, expected) != 0)
        fail_msg("'%.600s' is not '%s'", said, expected);
}

/* Each file is there once, with its own writer's word, brought by one commit. */
static void check_decisions(long pushed)
{
    char expected[64];
    snprintf(expected, sizeof expected, "%d\n", writers * decisions);
    assert_git(expected, git("ls-tree -r --name-only main 2020/decisions | wc -l"));
    assert_git(expected, git("log --format= --name-only main -- 2020/decisions | sort -u | wc -l"));
    assert_git(expected, git("log --format= --name-only main -- 2020/decisions | wc -l"));
    assert_git("", git("grep -hE '^w[0-9]+-' main -- 2020/decisions | sort | uniq -d"));
    assert_git(expected, git("grep -hE '^w[0-9]+-' main -- 2020/decisions | sort -u | wc -l"));
    snprintf(expected, sizeof expected, "%ld\n", 1 + writers * decisions + pushed);
    assert_git(expected, git("rev-list --count main"));
    snprintf(expected, sizeof expected, "%ld\n", pushed);
    assert_git(expected, git("show main:programme.md | grep -c '^p[0-9]'"));
    assert_git("", git("rev-list --merges main"));
    assert_git("", git("fsck --strict --no-dangling --no-progress"));
}

/* Returns how many pushes landed. */
static long run_beside_a_pusher(enum manner manner)
{
    long pushed, tries;
    begin_pushing();
    double took = run_writers(manner);
    struct told all = sum();
    end_pushing(&pushed, &tries);
    print_message("%d writers x %d decisions: %.0f a second, slowest %.0f ms, mean %.0f ms; %ld of "
                  "%ld pushes landed\n",
                  writers, decisions, all.landed * 1000 / took, all.slowest, all.total / all.landed,
                  pushed, tries);
    assert_int_equal(all.landed, writers * decisions);
    check_decisions(pushed);
    return pushed;
}

/* A push needs longer than the writers leave main alone: it has to try again until there is room,
 * as git itself demands. Nothing is lost of it, and nothing of theirs. */
static void many_writers_and_a_pusher_lose_nothing(void **state)
{
    (void)state;
    run_beside_a_pusher(APART);
}

static void pushes_land_between_writers_who_think(void **state)
{
    (void)state;
    writers = 2;
    decisions = 5;
    assert_true(run_beside_a_pusher(WITH_PAUSES) > 0);
}

static void of_many_who_decide_the_same_item_one_does(void **state)
{
    (void)state;
    double took = run_writers(SAME_ITEMS);
    struct told all = sum();
    print_message("%d writers on the same %d items: %d landed, %d refused, %.0f a second, slowest "
                  "%.0f ms\n",
                  writers, decisions, all.landed, all.refused,
                  (all.landed + all.refused) * 1000 / took, all.slowest);
    assert_int_equal(all.landed, decisions);
    assert_int_equal(all.refused, (writers - 1) * decisions);
    char expected[32];
    snprintf(expected, sizeof expected, "%d\n", 1 + decisions);
    assert_git(expected, git("rev-list --count main"));
    assert_git("", git("fsck --strict --no-dangling --no-progress"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(many_writers_and_a_pusher_lose_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pushes_land_between_writers_who_think, set_up, tear_down),
        cmocka_unit_test_setup_teardown(of_many_who_decide_the_same_item_one_does, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
