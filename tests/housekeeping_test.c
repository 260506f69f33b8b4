/*
 * Housekeeping: loose objects do not pile up, whoever reads or writes meanwhile; what a killed git
 * left behind goes too.
 */
#include "records/housekeeping.h"
#include "records/lock.h"
#include "records/snapshot.h"
#include "records/write.h"
#include "tests/harness/record.h"
#include "tests/harness/review.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { WAIT_MS = 60000 };

static struct record *record;
static struct error error;

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    if (record_init(record_at(), template_at(), &error) ||
        record_open(record_at(), &record, &error))
        fail_msg("%s", error.text);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_free(record);
    record_folder_remove();
    return 0;
}

static int loose(void)
{
    return (int)strtol(git("count-objects"), NULL, 10);
}

/* Waits until the command of the shell succeeds. */
static bool until(const char *command)
{
    const struct timespec pause = {0, 20000000};
    for (int waited = 0; waited < WAIT_MS; waited += 20) {
        shell("R='%s'; %s", record_at(), command);
        if (last_exit == 0)
            return true;
        nanosleep(&pause, NULL);
    }
    return false;
}

/* Nobody holds the lock of the housekeeping. */
static const char *const is_quiet = "flock -n \"$R/kaoping-housekeeping.lock\" true";

/* Decides everything that applies, `round` being in the note. */
static size_t decide_all(int round)
{
    char note[32];
    struct snapshot *snapshot;
    struct writing writing = {.person = "王芳 <wangfang@example.org>"};
    snprintf(note, sizeof note, "第%d次", round);
    if (snapshot_new(record, NULL, NULL, &snapshot, &error))
        fail_msg("%s", error.text);
    const struct assessment *assessment = snapshot->assessment;
    for (size_t i = 0; i < assessment->entry_count; i++) {
        const struct entry *entry = &assessment->entries[i];
        struct decision decision = {.verdict = VERDICT_EXEMPT, .reason = note};
        if (write_decision(record, entry, decision, NULL, &writing, NULL, &error))
            fail_msg("%s", error.text);
    }
    size_t count = assessment->entry_count;
    snapshot_free(snapshot);
    return count;
}

/* Makes loose objects. */
static void pile_up(int count)
{
    shell("cd '%s' && for i in $(seq %d); do echo $i >$i.tmp; done && "
          "ls | grep -E '^[0-9]+.tmp$' | git -c core.fsync=none hash-object -w --stdin-paths "
          ">/dev/null; rm -f *.tmp",
          record_at(), count);
    assert_true(loose() >= count);
}

/* make check: most of what piles up is there before. make fault: 1,500 decisions make it. */
static size_t wanted_decisions(void)
{
    const char *whole = getenv("KAOPING_FAULT");
    return whole && strcmp(whole, "long") == 0 ? 1500 : 200;
}

static void loose_objects_do_not_pile_up_and_who_reads_goes_on(void **state)
{
    (void)state;
    size_t count = decide_all(0), decisions = wanted_decisions();
    if (decisions < LOOSE_MOST / 6)
        pile_up(3600);
    const char *const environment[] = {"LC_ALL=C.UTF-8", WANG, NULL};
    struct terminal *terminal = open_with(environment, 24, 80);
    for (int round = 1; count < decisions; round++)
        count += decide_all(round);
    assert_true(until(is_quiet));
    assert_in_range(loose(), 0, LOOSE_MOST * 3 / 2); /* git's estimate, with some room */
    assert_true(until("ls \"$R\"/objects/pack/*.pack >/dev/null && "
                      "test -e \"$R/objects/info/commit-graph\""));
    assert_string_equal(git("fsck --strict --no-dangling --no-progress"), "");
    assert_int_equal(strtol(git("rev-list --count main"), NULL, 10), count + 1);
    press(terminal, "\r", "> "); /* the review that was open all the while */
    press(terminal, "\r", "1 完成  2 部分完成");
    quit(terminal);
    assert_int_equal(decide_all(9999), 43); /* and the one that wrote */
}

static void two_who_start_it_start_one(void **state)
{
    (void)state;
    folder_put("bin/git", "#!/bin/sh\n"
                          "case \"$*\" in *repack*) echo >>\"$HOME/started\"; cat \"$HOME/go\" ;; "
                          "esac\nexec /usr/bin/git \"$@\"\n");
    char path[2048], before[1024];
    snprintf(before, sizeof before, "%s", getenv("PATH"));
    snprintf(path, sizeof path, "%s/bin:%s", record_folder(), before);
    shell("chmod +x bin/git; mkfifo go");
    pile_up(5000);
    setenv("PATH", path, 1);
    for (int i = 0; i < 5; i++)
        housekeeping_start(record);
    setenv("PATH", before, 1);
    assert_true(until("test -s started"));
    shell("echo >go");
    assert_true(until(is_quiet));
    assert_string_equal(shell("wc -l <started"), "1\n");
    assert_in_range(loose(), 0, 100);
}

static void where_git_is_absent_nothing_happens_and_it_rests(void **state)
{
    (void)state;
    char before[1024];
    snprintf(before, sizeof before, "%s", getenv("PATH"));
    pile_up(5000);
    setenv("PATH", "/nowhere", 1);
    housekeeping_start(record);
    setenv("PATH", before, 1);
    assert_true(until("test -s \"$R/kaoping-housekeeping.lock\""));
    assert_true(until(is_quiet));
    housekeeping_start(record); /* with git; but it rests */
    shell("flock -n '%s/kaoping-housekeeping.lock' true", record_at());
    assert_int_equal(last_exit, 0);
    assert_true(loose() > LOOSE_MOST);
    shell("touch -d '20 minutes ago' '%s/kaoping-housekeeping.lock'", record_at());
    housekeeping_start(record);
    assert_true(until("test ! -s \"$R/kaoping-housekeeping.lock\""));
    assert_true(until(is_quiet));
    assert_in_range(loose(), 0, 100);
}

static void what_a_killed_git_left_goes_and_what_is_fresh_stays(void **state)
{
    (void)state;
    pile_up(5000);
    shell("cd '%s' && touch HEAD.lock objects/tmp_obj_new && touch -d '1 hour ago' "
          "packed-refs.lock && touch -d '2 days ago' objects/tmp_obj_old",
          record_at());
    housekeeping_start(record);
    assert_true(until("test ! -e \"$R/packed-refs.lock\" && test ! -e \"$R/objects/tmp_obj_old\""));
    assert_true(until(is_quiet));
    shell("cd '%s' && test -e HEAD.lock && test -e objects/tmp_obj_new", record_at());
    assert_int_equal(last_exit, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(loose_objects_do_not_pile_up_and_who_reads_goes_on),
        TEST(two_who_start_it_start_one),
        TEST(where_git_is_absent_nothing_happens_and_it_rests),
        TEST(what_a_killed_git_left_goes_and_what_is_fresh_stays),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
