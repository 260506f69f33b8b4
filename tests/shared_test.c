/*
 * A record that a group shares: two persons of it write whatever their umask, a third one who may
 * only read is told so, and git's own check of ownership is respected. It needs root, to be others;
 * skipped otherwise. And where the disk fails under the program: full, gone, not to be written.
 */
#include "tests/harness/record.h"
#include "tests/harness/review.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Numbers that no user of a usual host has. */
#define ONE "--reuid 54321 --regid 54300 --clear-groups"
#define TWO "--reuid 54322 --regid 54300 --clear-groups"
#define OTHER "--reuid 54323 --regid 54399 --clear-groups"

static void need_root(void)
{
    if (geteuid() == 0)
        return;
    print_message("skipped: only root can be two users\n");
    skip();
}

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    shell("umount disk 2>/dev/null; true");
    record_folder_remove();
    return 0;
}

static void must_hold(const char *command)
{
    const char *said = shell("%s", command);
    if (last_exit)
        fail_msg("%s: exit %d: %s", command, last_exit, said);
}

/* Runs a command as somebody: with a home of their own, and a umask that gives nobody anything. */
static const char *as(const char *who, const char *name, const char *command)
{
    return shell("umask 077; export HOME=$PWD/%s GIT_AUTHOR_NAME=%s "
                 "GIT_AUTHOR_EMAIL=%s@example.org GIT_COMMITTER_NAME=%s "
                 "GIT_COMMITTER_EMAIL=%s@example.org; P='./kaoping'; setpriv %s sh -c '%s'",
                 name, name, name, name, name, who, command);
}

static void must(const char *who, const char *name, const char *command)
{
    const char *said = as(who, name, command);
    if (last_exit)
        fail_msg("%s: %s: exit %d: %s", name, command, last_exit, said);
}

static void make_shared(void)
{
    shell("chmod 755 . && chmod -R a+rX t && cp '%s' kaoping && chmod 755 kaoping", program_at());
    must_hold("mkdir -m 700 one two other && chown 54321:54300 one && chown 54322:54300 two && "
              "chown 54323:54399 other && mkdir place && chown 54321:54300 place && "
              "chmod 755 place");
    must(ONE, "one", "./kaoping --lang en init place/r --shared --from ./t");
}

static void trust(void)
{
    must(TWO, "two", "git config --global --add safe.directory \"$PWD/place/r\"");
}

static void two_of_a_group_write_whatever_their_umask(void **state)
{
    (void)state;
    need_root();
    make_shared();
    trust();
    for (int i = 1; i <= 10; i++) {
        char words[160];
        snprintf(words, sizeof words, "./kaoping -C place/r decide siping work/t%02d --verdict met",
                 i);
        must(ONE, "one", words);
        snprintf(words, sizeof words,
                 "./kaoping -C place/r decide baishan work/t%02d --verdict met", i);
        must(TWO, "two", words);
    }
    must(TWO, "two", "git --git-dir place/r repack -q -d -l --geometric=2");
    must(ONE, "one", "./kaoping -C place/r confirm baishan work/t01");
    must(TWO, "two",
         "git clone -q place/r two/c && cd two/c && echo >>programme.md && "
         "git commit -qam x && git push -q origin HEAD:main");
    must(ONE, "one", "./kaoping -C place/r confirm baishan work/t02");
    must(TWO, "two", "./kaoping -C place/r confirm siping work/t01");
    must(ONE, "one", "git --git-dir place/r fsck --strict --no-dangling");
    must_hold("test $(git -C place/r -c safe.directory='*' rev-list --count main) = 25");
    must_hold("test -z \"$(find place/r -type d ! -perm -2070)\" && "
              "test -z \"$(find place/r -type f ! -perm -0040)\" && "
              "test -z \"$(find place/r -type f ! -path '*/objects/*' ! -perm -0020)\" && "
              "test -z \"$(find place/r ! -group 54300)\"");
}

static void whom_git_does_not_let_in_is_told_what_to_run(void **state)
{
    (void)state;
    need_root();
    make_shared();
    const char *said = as(TWO, "two", "./kaoping --lang en -C place/r status");
    assert_int_equal(last_exit, 2);
    assert_non_null(strstr(said, "git config --global --add safe.directory"));
    trust();
    must(TWO, "two", "./kaoping -C place/r status");
}

static void who_may_only_read_reads_and_is_told_when_writing(void **state)
{
    (void)state;
    need_root();
    make_shared();
    must(ONE, "one", "./kaoping -C place/r decide siping work/t01 --verdict met");
    must_hold("chmod -R o+rX place");
    must(OTHER, "other", "git config --global --add safe.directory \"$PWD/place/r\"");
    must(OTHER, "other",
         "./kaoping -C place/r status && ./kaoping -C place/r verify && "
         "./kaoping -C place/r show siping work/t01");
    const char *said =
        as(OTHER, "other", "./kaoping --lang en -C place/r decide siping work/t02 --verdict met");
    assert_int_equal(last_exit, 4);
    assert_non_null(strstr(said, "nothing was saved"));
    assert_non_null(strstr(said, "permissions"));
}

static void a_full_disk_is_said_and_nothing_is_half_there(void **state)
{
    (void)state;
    need_root();
    shell("mkdir disk && mount -t tmpfs -o size=2m tmpfs disk");
    if (last_exit) {
        print_message("skipped: no tmpfs can be mounted here\n");
        skip();
    }
    shell("'%s' init disk/r --from ./t", program_at());
    must_hold("head -c 100000000 /dev/zero >disk/fill 2>/dev/null || true");
    const char *said =
        shell("'%s' --lang en -C disk/r decide siping work/t01 --verdict met", program_at());
    assert_int_equal(last_exit, 4);
    assert_non_null(strstr(said, "nothing was saved"));
    must_hold("git -C disk/r fsck --strict --no-dangling && "
              "test $(git -C disk/r rev-list --count main) = 1 && rm disk/fill");
    shell("'%s' -C disk/r decide siping work/t01 --verdict met", program_at());
    assert_int_equal(last_exit, 0);
    must_hold("mount -o remount,ro disk");
    said = shell("'%s' --lang en -C disk/r decide siping work/t02 --verdict met", program_at());
    assert_int_equal(last_exit, 4);
    assert_non_null(strstr(said, "ead-only"));
    shell("'%s' -C disk/r status && '%s' -C disk/r verify", program_at(), program_at());
    assert_int_equal(last_exit, 0);
    must_hold("umount disk");
}

static void a_record_that_vanishes_keeps_the_draft(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "1", "数值（%）：");
    press(terminal, "\02589.5\r", "评定：完成");
    shell("mv '%s' gone", record_at());
    press(terminal, "\r", "未能保存");
    terminal_signal(terminal, SIGHUP);
    assert_int_equal(terminal_finish(terminal), 0);
    shell("mv gone '%s'", record_at());
    terminal = open_review();
    press(terminal, "\r", "> ");
    press(terminal, "\r", "89.5");
    terminal_signal(terminal, SIGHUP);
    assert_int_equal(terminal_finish(terminal), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(two_of_a_group_write_whatever_their_umask),
        TEST(whom_git_does_not_let_in_is_told_what_to_run),
        TEST(who_may_only_read_reads_and_is_told_when_writing),
        TEST(a_full_disk_is_said_and_nothing_is_half_there),
        cmocka_unit_test_setup_teardown(a_record_that_vanishes_keeps_the_draft, review_set_up,
                                        review_tear_down),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
