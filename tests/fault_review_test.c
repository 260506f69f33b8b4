/*
 * What fails beneath a running review: the record is removed, the disk is full or read-only, the
 * permission is taken away, the person's own state cannot be written. It says so in words, keeps
 * what was typed, ends well, and goes on when the fault is mended.
 */
#include "tests/fault/chance.h"
#include "tests/harness/record.h"
#include "tests/harness/review.h"

#include <limits.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cmocka.h>

enum { CALLS_MOST = 200 };

static void skip_with(const char *why)
{
    print_message("skipped: %s\n", why);
    skip();
}

static void must(const char *words)
{
    const char *said = shell("export R='%s'; %s", record_at(), words);
    if (last_exit != 0)
        fail_msg("%s: %s", words, said);
}

/* ---- a fault while a decision is being made ---- */

struct fault {
    const char *breaks, *mends; /* commands of the shell; $R is the record */
    const char *words;          /* of the message */
    bool as_nobody;             /* the review is another user's, whom permissions bind */
};

static struct terminal *open_as(bool nobody)
{
    const char *const root[] = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    const char *argv[10] = {NULL};
    const char *const environment[] = {"LC_ALL=C.UTF-8", WANG, NULL};
    size_t count = 0;
    if (nobody && geteuid() == 0)
        for (; count < sizeof root / sizeof *root; count++)
            argv[count] = root[count];
    const char *const words[] = {program_at(), "-C", record_at(), "--lang", "zh"};
    memcpy(argv + count, words, sizeof words);
    struct terminal *terminal = terminal_open(argv, environment, 24, 100);
    assert_true(terminal_shows(terminal, "总览"));
    return terminal;
}

/* On the first item, whether or not it is decided. */
static struct terminal *open_first_as(bool nobody)
{
    struct terminal *terminal = open_as(nobody);
    press(terminal, "\r", "[0全部]");
    press(terminal, "g", "> ");
    terminal_send(terminal, "\r");
    assert_true(terminal_shows(terminal, "3 未完成"));
    return terminal;
}

static void assert_whole(void)
{
    const char *said = git("-c safe.directory='*' fsck --strict --no-dangling --no-progress");
    if (*said)
        fail_msg("git fsck: %s", said);
}

static void meet(const struct fault *fault)
{
    struct terminal *terminal = open_first_as(fault->as_nobody);
    press(terminal, "2", "数值（%）： 89.9");
    press(terminal, "\02571.5", "71.5"); /* Ctrl-U, and another one */
    press(terminal, "\r", "评定：部分完成");
    must(fault->breaks);
    press(terminal, "\r", fault->words);
    terminal_send(terminal, "\r"); /* and again: it is said again, and nothing ends */
    assert_true(terminal_shows(terminal, fault->words));
    terminal_signal(terminal, SIGTERM);
    assert_int_equal(terminal_finish(terminal), 0);
    must(fault->mends);
    assert_whole();
    terminal = open_first_as(fault->as_nobody); /* what was typed is there */
    assert_true(terminal_shows(terminal, "评定：部分完成"));
    press(terminal, "\r", "已保存");
    quit(terminal);
    assert_whole();
}

static void a_record_that_is_removed_is_said_and_the_draft_kept(void **state)
{
    (void)state;
    const struct fault fault = {"mv \"$R\" gone", "mv gone \"$R\"", "考评 记录", false};
    meet(&fault);
}

static void a_permission_taken_away_is_said_and_the_draft_kept(void **state)
{
    (void)state;
    if (geteuid() == 0) {
        must("chown -R 65534:65534 .");
        shell("setpriv --reuid=65534 --regid=65534 --clear-groups '%s' --version", program_at());
        if (last_exit != 0)
            skip_with("the program lies where nobody else may read it");
    }
    const struct fault fault = {"chmod -R a-w \"$R\"", "chmod -R u+w \"$R\"", "未能保存", true};
    meet(&fault);
}

/* A small disk of its own for the record, which goes with this process. */
static void need_small_disk(void)
{
    if (geteuid() != 0 || unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
        skip_with("only root can make a small disk");
    must("mv \"$R\" whole; mkdir \"$R\"");
    if (mount("none", record_at(), "tmpfs", 0, "size=2m"))
        skip_with("a small disk cannot be mounted here");
    must("cp -a whole/. \"$R\"");
}

static void give_back_small_disk(void)
{
    umount2(record_at(), MNT_DETACH);
}

static void a_full_disk_is_said_and_the_draft_kept(void **state)
{
    (void)state;
    need_small_disk();
    const struct fault fault = {"! cat /dev/zero >\"$R/filler\" 2>/dev/null", "rm \"$R/filler\"",
                                "未能保存", false};
    meet(&fault);
    give_back_small_disk();
}

static void a_read_only_disk_is_said_and_the_draft_kept(void **state)
{
    (void)state;
    need_small_disk();
    const struct fault fault = {"mount -o remount,ro \"$R\"", "mount -o remount,rw \"$R\"",
                                "未能保存", false};
    meet(&fault);
    give_back_small_disk();
}

/* At every fill of the disk: what is saved is there, what is not is said, and nothing is half. */
static void a_disk_that_fills_up_loses_nothing(void **state)
{
    (void)state;
    need_small_disk();
    int saved = 0, refused = 0;
    for (int free = 0; free <= 120; free += times(8, 1)) {
        must("dd if=/dev/zero of=\"$R/filler\" bs=1k 2>/dev/null; true");
        char words[128];
        snprintf(words, sizeof words, "truncate -s -%dk \"$R/filler\"", free);
        must(words);
        shell("GIT_AUTHOR_NAME=li GIT_AUTHOR_EMAIL=liming@example.org '%s' -C '%s' --lang en "
              "decide siping air/straw --verdict met --note n%d >out 2>said",
              program_at(), record_at(), free);
        int status = last_exit;
        shell("grep -q '^kaoping: .*nothing was saved' said");
        bool said = last_exit == 0;
        git("show main:2020/decisions/siping/air/straw.md 2>&1 | grep -qx n%d", free);
        bool there = last_exit == 0;
        if (there != (status == 0) || (status != 0 && (status != 4 || !said)))
            fail_msg("%d KiB free: status %d, %s: %s", free, status, there ? "saved" : "not saved",
                     shell("cat said"));
        saved += there;
        refused += !there;
        must("rm \"$R/filler\"");
        assert_whole();
    }
    print_message("%d saved, %d refused\n", saved, refused);
    assert_true(saved > 0 && refused > 0);
    give_back_small_disk();
}

/* ---- the person's own state ---- */

static const char *interposer(void)
{
    static char path[PATH_MAX + 32];
    snprintf(path, sizeof path, "%s", program_at());
    strcpy(strrchr(path, '/'), "/tests/interpose.so");
    return path;
}

static bool says_or_keeps(struct terminal *terminal, void *context)
{
    (void)context;
    if (terminal_has(terminal, "无法写入"))
        return true;
    shell("grep -rqx '沙尘已剔除' .local/state 2>/dev/null");
    return last_exit == 0;
}

/* Types a note while the call fails; whether it did. */
static bool type_beside(int at, bool lasts)
{
    char preload[PATH_MAX + 64], below[PATH_MAX], log[PATH_MAX], number[64];
    snprintf(preload, sizeof preload, "LD_PRELOAD=%s", interposer());
    snprintf(below, sizeof below, "KAOPING_FAULT_BELOW=%s/.local/state", record_folder());
    snprintf(log, sizeof log, "KAOPING_FAULT_LOG=%s/struck", record_folder());
    snprintf(number, sizeof number, "KAOPING_FAULT_AT=%d", at);
    const char *const environment[] = {"LC_ALL=C.UTF-8",
                                       WANG,
                                       preload,
                                       below,
                                       log,
                                       number,
                                       lasts ? "KAOPING_FAULT_WITH=FULL" : "KAOPING_FAULT_WITH=EIO",
                                       NULL};
    shell("rm -rf .local/state struck; mkdir -p .local/state");
    struct terminal *terminal = open_with(environment, 24, 100);
    press(terminal, "\r", "[0全部]");
    press(terminal, "g", "> ");
    terminal_send(terminal, "\r");
    assert_true(terminal_shows(terminal, "1 完成  2 部分完成"));
    press(terminal, SEND_F4, "F2 写完");
    press(terminal, "沙尘已剔除", "沙尘已剔除");
    if (!terminal_until(terminal, says_or_keeps, NULL))
        fail_msg("call %d: neither kept nor said (%s)", at, shell("cat struck"));
    terminal_signal(terminal, SIGTERM);
    assert_int_equal(terminal_finish(terminal), 0);
    shell("test -e struck");
    return last_exit == 0;
}

static void a_draft_is_kept_or_said_not_to_be(void **state)
{
    (void)state;
#ifdef __SANITIZE_ADDRESS__
    skip_with("a build with sanitizers cannot be interposed");
#endif
    if (access(interposer(), R_OK))
        skip_with("there is no interposer");
    int at = 1;
    while (type_beside(at, at % 2) && at < CALLS_MOST)
        at += times(8, 1);
    print_message("%d calls at most\n", at);
    assert_in_range(at, 2, CALLS_MOST);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, review_set_up, review_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_record_that_is_removed_is_said_and_the_draft_kept),
        TEST(a_permission_taken_away_is_said_and_the_draft_kept),
        TEST(a_draft_is_kept_or_said_not_to_be),
        TEST(a_full_disk_is_said_and_the_draft_kept),
        TEST(a_read_only_disk_is_said_and_the_draft_kept),
        TEST(a_disk_that_fills_up_loses_nothing),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
