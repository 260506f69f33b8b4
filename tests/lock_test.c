/*
 * Locks: of a writer that was killed, one that hangs, and those that a killed git left.
 */
#include "records/lock.h"

#include "records/snapshot.h"
#include "records/write.h"
#include "tests/harness/record.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct record *record;
static struct error error;
static char told[512];

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    told[0] = '\0';
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

static void keep_words(void *context, const char *words)
{
    (void)context;
    snprintf(told, sizeof told, "%s", words);
}

static enum status decide(void)
{
    struct snapshot *snapshot;
    const struct entry *entry;
    struct writing writing = {.person = "王芳 <wangfang@example.org>"};
    if (snapshot_new(record, NULL, NULL, &snapshot, &error) ||
        snapshot_entry(snapshot, "siping", "work/t01", &entry, &error))
        fail_msg("%s", error.text);
    struct decision decision = {.verdict = VERDICT_MET};
    enum status status = write_decision(record, entry, decision, NULL, &writing, NULL, &error);
    snapshot_free(snapshot);
    return status;
}

/* A process that holds the writers' lock until it is killed; it holds it when this returns. */
static pid_t hold(void)
{
    int ready[2];
    char byte;
    if (pipe(ready))
        abort();
    pid_t child = fork();
    if (child == 0) {
        int lock;
        struct error ignored;
        if (lock_take(record, LOCK_WRITERS, &lock, &ignored) || write(ready[1], "x", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return child;
}

static void end(pid_t child)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

static void a_killed_holder_holds_nothing(void **state)
{
    (void)state;
    end(hold());
    assert_int_equal(decide(), STATUS_OK);
}

static void a_holder_that_hangs_is_named_and_given_up(void **state)
{
    (void)state;
    char number[32];
    const struct patience patience = {.tell = 300, .most = 1000, .waiting = keep_words};
    pid_t child = hold();
    kill(child, SIGSTOP);
    record_set_patience(record, &patience);
    snprintf(number, sizeof number, " %d", (int)child);
    assert_int_equal(decide(), STATUS_FAILED);
    assert_non_null(strstr(told, number));
    assert_non_null(strstr(error.text, number));
    assert_non_null(strstr(error.text, "kill -9"));
    assert_string_equal(git("rev-list --count main"), "1\n");
    end(child);
    assert_int_equal(decide(), STATUS_OK);
}

/* Whoever waits gets it when the holder ends, and is not told of a short wait. */
static void a_short_wait_is_silent(void **state)
{
    (void)state;
    const struct patience patience = {.tell = 60000, .most = 120000, .waiting = keep_words};
    pid_t holder = hold();
    record_set_patience(record, &patience);
    pid_t killer = fork();
    if (killer == 0) {
        usleep(250000); /* as long as an alarm and more: the waiter goes on waiting */
        kill(holder, SIGKILL);
        _exit(0);
    }
    assert_int_equal(decide(), STATUS_OK);
    waitpid(killer, NULL, 0);
    waitpid(holder, NULL, 0);
    assert_string_equal(told, "");
}

static void a_lock_that_a_killed_git_left_goes(void **state)
{
    (void)state;
    shell("touch -d '1 hour ago' '%s/refs/heads/main.lock'", record_at());
    assert_int_equal(decide(), STATUS_OK);
    shell("test ! -e '%s/refs/heads/main.lock'", record_at());
    assert_int_equal(last_exit, 0);
}

/* Under root every file can be removed: a folder takes its place, which unlink() refuses. */
static void a_lock_that_stays_is_named_with_its_age_and_the_remedy(void **state)
{
    (void)state;
    shell("mkdir '%s/refs/heads/main.lock'; touch -d '3 hours ago' '%s/refs/heads/main.lock'",
          record_at(), record_at());
    assert_int_equal(decide(), STATUS_FAILED);
    assert_non_null(strstr(error.text, "refs/heads/main.lock"));
    assert_non_null(strstr(error.text, "3小时"));
    assert_non_null(strstr(error.text, "请删除该文件"));
    assert_string_equal(git("rev-list --count main"), "1\n");
}

/* Opening a pipe would wait for ever for somebody at its other end. */
static void a_pipe_in_the_place_of_the_lock_holds_nobody_up(void **state)
{
    (void)state;
    shell("rm -f '%s/" LOCK_WRITERS "'; mkfifo '%s/" LOCK_WRITERS "'", record_at(), record_at());
    alarm(20);
    assert_int_equal(decide(), STATUS_OK);
    alarm(0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_killed_holder_holds_nothing),
        TEST(a_holder_that_hangs_is_named_and_given_up),
        TEST(a_short_wait_is_silent),
        TEST(a_lock_that_a_killed_git_left_goes),
        TEST(a_pipe_in_the_place_of_the_lock_holds_nobody_up),
        TEST(a_lock_that_stays_is_named_with_its_age_and_the_remedy),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
