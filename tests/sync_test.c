/*
 * Two records and a hub between them, with the real git: who is behind takes, who is ahead sends,
 * who both moved are joined; what both changed, a person chooses. No commit is rewritten.
 */
#include "tests/harness/record.h"
#include "tests/harness/terminal.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LI "GIT_AUTHOR_NAME=李明 GIT_AUTHOR_EMAIL=liming@example.org"
#define ZHAO "GIT_AUTHOR_NAME=赵海涛 GIT_AUTHOR_EMAIL=zhaohaitao@example.org"
#define GOOD_DAYS "2020/decisions/siping/air/good-days.md"

/* Runs a command of the program on the record `which`: a or b. */
static const char *on(const char *who, const char *which, const char *words)
{
    return shell("%s '%s' -C %s --lang zh %s", who, program_at(), which, words);
}

static void must(const char *who, const char *which, const char *words)
{
    const char *said = on(who, which, words);
    if (last_exit)
        fail_msg("%s: %s: exit %d: %s", which, words, last_exit, said);
}

static void must_say(const char *which, const char *words, int exit, const char *text)
{
    const char *said = on(LI, which, words);
    if (last_exit != exit || !strstr(said, text))
        fail_msg("%s: %s: exit %d: %s", which, words, last_exit, said);
}

static void must_hold(const char *command)
{
    const char *said = shell("%s", command);
    if (last_exit)
        fail_msg("%s: exit %d: %s", command, last_exit, said);
}

/* a and b, equal, with a hub that both call origin. */
static void make_records(void)
{
    must_hold("git init -q --bare -b main hub");
    must_hold("git config --global protocol.file.allow always");
    const char *said = shell("'%s' init a --from ./t", program_at());
    if (last_exit)
        fail_msg("%s", said);
    must_hold("git -C a remote add origin ../hub && cp -r a b");
    must_hold("sed -i \"s|../hub|$PWD/hub|\" a/config b/config");
}

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    make_records();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

/* Both records and the hub have the same main; it is sound, and verify finds nothing. */
static void assert_settled(void)
{
    must_hold("A=$(git -C a rev-parse main) && test $A = $(git -C b rev-parse main) && "
              "test $A = $(git -C hub rev-parse main)");
    must_hold("test -z \"$(git -C a fsck --strict --no-dangling --no-progress 2>&1)\"");
    must_hold("test -z \"$(git -C b fsck --strict --no-dangling --no-progress 2>&1)\"");
    must("", "a", "verify");
}

/* ---- The four cases ---- */

static void an_empty_remote_gets_all_and_equal_ones_nothing(void **state)
{
    (void)state;
    must_say("a", "sync", 0, "已送出1个提交");
    must_say("a", "sync", 0, "双方一致");
    must_say("b", "sync", 0, "双方一致");
    assert_settled();
}

static void who_is_ahead_sends_and_who_is_behind_takes(void **state)
{
    (void)state;
    must(LI, "a", "decide siping work/t01 --verdict met");
    must(LI, "a", "decide siping work/t02 --verdict met");
    must_say("a", "sync", 0, "已送出3个提交");
    must_say("b", "sync", 0, "已取回2个提交");
    assert_settled();
    must_hold("test -z \"$(git -C b rev-list --merges main)\"");
}

static void both_moved_are_joined_and_no_commit_is_rewritten(void **state)
{
    (void)state;
    must(LI, "a", "sync");
    must(LI, "a", "decide siping work/t01 --verdict met");
    must(ZHAO, "b", "decide baishan work/t01 --verdict unmet");
    must_hold("git -C a cat-file commit main >one; git -C b cat-file commit main >other; "
              "git -C a rev-parse main >ours; git -C b rev-parse main >theirs");
    must(LI, "a", "sync");
    must_say("b", "sync", 0, "已合并：取回1个提交，送出2个");
    must_say("a", "sync", 0, "已取回2个提交");
    assert_settled();
    must_hold("test \"$(git -C a rev-parse main^1)\" = \"$(cat theirs)\" && "
              "test \"$(git -C a rev-parse main^2)\" = \"$(cat ours)\"");
    must_hold("git -C b cat-file commit main^2 | cmp - one && git -C b cat-file commit main^1 | "
              "cmp - other");
    must_hold("git -C a log -1 --format=%B main | grep -qx 'Sync: merge'");
    must_hold("test $(git -C a log --graph --oneline main | grep -c '^|\\\\\\|^\\*') -ge 4");
    must_hold("git -C a show main:2020/decisions/siping/work/t01.md >/dev/null && "
              "git -C a show main:2020/decisions/baishan/work/t01.md >/dev/null");
}

/* ---- Conflicts ---- */

/* Both decided the same item; b's decision is confirmed there, and b came first. */
static void make_conflict(void)
{
    must(LI, "a", "sync");
    must(LI, "a", "decide siping air/good-days --verdict met --value 89.9 --note 甲说");
    must(LI, "a", "decide siping work/t03 --verdict met");
    must(ZHAO, "b", "decide siping air/good-days --verdict unmet --value 70.5 --note 乙说");
    must(LI, "b", "confirm siping air/good-days");
    must(ZHAO, "b", "sync");
}

static void a_conflict_changes_nothing_and_says_both_sides(void **state)
{
    (void)state;
    make_conflict();
    must_hold("git -C a rev-parse main >before; git -C hub rev-parse main >hub-before");
    must_say("a", "sync", 3, "本方：李明 ");
    const char *const words[] = {
        "四平市 优良天数比例  siping/air/good-days",
        "完成 89.9%",
        "理由：甲说",
        "对方：赵海涛 ",
        "未完成 70.5%",
        "理由：乙说",
        "李明复核通过，选用另一方则复核失效",
        "--take here:siping/air/good-days   --take there:siping/air/good-days"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        must_say("a", "sync", 3, words[i]);
    must_hold("git -C a rev-parse main | cmp - before; git -C hub rev-parse main | "
              "cmp - hub-before");
    must_say("a", "sync --take siping/air/good-days", 2, "here:");
}

static void a_choice_that_names_no_conflict_is_refused(void **state)
{
    (void)state;
    make_conflict();
    must_hold("git -C a rev-parse main >before");
    must_say("a", "sync --take here:siping/air/pm25", 2, "siping/air/pm25");
    must_say("a", "sync --take here:siping/air/good-days --take there:siping/air/god-days", 2,
             "siping/air/god-days");
    must_say("a", "sync --take here:2020/decisions/siping/air/good_days.md", 2, "good_days");
    must_hold("git -C a rev-parse main | cmp - before");
    must_say("a", "sync --take there:siping/air/good-days --take here:siping/air/good-days", 0,
             "已合并");
    must(LI, "a", "sync --take here:siping/air/good-days"); /* there is nothing to join any more */
}

/* Others can write into a shared record's folder: no program there runs as the one who syncs. */
static void the_hooks_of_the_own_record_do_not_run(void **state)
{
    (void)state;
    must_hold("for h in pre-push reference-transaction; do printf '#!/bin/sh\\ntouch %s/ran\\n' "
              "\"$PWD\" >a/hooks/$h; chmod +x a/hooks/$h; done");
    must(LI, "a", "decide siping air/good-days --verdict met --value 89.9");
    must(LI, "a", "sync");
    must(LI, "b", "sync");
    must_hold("test ! -e ran");
    assert_settled();
}

static void a_program_that_others_could_have_named_does_not_run(void **state)
{
    (void)state;
    must_hold("git -C a config remote.origin.uploadpack \"touch $PWD/ran; git-upload-pack\"");
    must_hold("chmod g+w a/config");
    must_say("a", "sync", 1, "remote.origin.uploadpack");
    must_hold("test ! -e ran");
    must_hold("chmod go-w a/config"); /* what one has written oneself is one's own */
    must(LI, "a", "sync");
    must_hold("test -e ran");
}

/* Neither is who was taken out of the list on one side let in from the other. */
static void who_may_not_decide_the_item_does_not_choose(void **state)
{
    (void)state;
    must_hold("rm -rf a b hub state");
    folder_put("t/reviewers.md", "---\nreviewers:\n"
                                 "  - {name: 李明, email: liming@example.org, roles: [confirm, "
                                 "review], jurisdictions: [siping]}\n"
                                 "  - {name: 赵海涛, email: zhaohaitao@example.org, roles: "
                                 "[review]}\n"
                                 "  - {name: 孙丽, email: sunli@example.org, roles: [review], "
                                 "recused: [siping]}\n---\n");
    make_records();
    make_conflict();
    const char *said = on("GIT_AUTHOR_NAME=孙丽 GIT_AUTHOR_EMAIL=sunli@example.org", "a",
                          "sync --take there:siping/air/good-days");
    if (last_exit != 1 || !strstr(said, "孙丽"))
        fail_msg("exit %d: %s", last_exit, said);
    must_say("a", "sync --take there:siping/air/good-days", 0, "已合并");
    must(LI, "b", "sync");
    assert_settled();
}

static void ours_is_taken_and_the_confirmation_of_theirs_is_void(void **state)
{
    (void)state;
    make_conflict();
    must_hold("git -C a rev-parse main:" GOOD_DAYS " >blob");
    must_say("a", "sync --take here:siping/air/good-days", 0, "已合并");
    must(LI, "b", "sync");
    assert_settled();
    must_hold("git -C b rev-parse main:" GOOD_DAYS " | cmp - blob");
    must_hold("git -C a log -1 --format=%B main | grep -qx 'Taken: " GOOD_DAYS " here'");
    must_hold("git -C a show main:2020/confirmations/siping/air/good-days.md >/dev/null");
    must_say("a", "status --json", 0, "\"confirmed\": 0");
}

static void theirs_is_taken_with_its_confirmation(void **state)
{
    (void)state;
    make_conflict();
    must_hold("git -C b rev-parse main:" GOOD_DAYS " >blob");
    must_say("a", "sync --take there:" GOOD_DAYS, 0, "已合并");
    must(LI, "b", "sync");
    assert_settled();
    must_hold("git -C a rev-parse main:" GOOD_DAYS " | cmp - blob");
    must_hold("git -C a log -1 --format=%B main | grep -qx 'Taken: " GOOD_DAYS " there'");
    must_say("a", "show siping air/good-days", 0, "状态：已复核");
}

/* Both confirmed their own: one choice is of both files. */
static void a_decision_and_its_confirmation_are_one_choice(void **state)
{
    (void)state;
    make_conflict();
    must("GIT_AUTHOR_NAME=孙丽 GIT_AUTHOR_EMAIL=sunli@example.org", "a",
         "confirm siping air/good-days");
    must_say("a", "sync", 3, "有1处");
    must_say("a", "sync --take there:siping/air/good-days", 0, "已合并");
    must(LI, "b", "sync");
    assert_settled();
    must_hold("test $(git -C a log -1 --format=%B main | grep -c '^Taken: 2020/.* there$') = 2");
    must_say("a", "show siping air/good-days", 0, "状态：已复核");
}

static void on_a_terminal_each_is_asked(void **state)
{
    (void)state;
    char path[256];
    make_conflict();
    snprintf(path, sizeof path, "%s/a", record_folder());
    const char *const argv[] = {program_at(), "-C", path, "--lang", "zh", "sync", NULL};
    const char *const environment[] = {"LC_ALL=C.UTF-8", "GIT_AUTHOR_NAME=李明",
                                       "GIT_AUTHOR_EMAIL=liming@example.org", NULL};
    struct terminal *terminal = terminal_open(argv, environment, 24, 100);
    assert_true(terminal_shows(terminal, "0 中止："));
    terminal_send(terminal, "0\n");
    assert_int_equal(terminal_finish(terminal), 3);
    must_hold("test $(git -C a rev-list --merges --count main) = 0");
    terminal = terminal_open(argv, environment, 24, 100);
    assert_true(terminal_shows(terminal, "0 中止："));
    terminal_send(terminal, "２\n"); /* full width */
    assert_true(terminal_shows(terminal, "已合并"));
    assert_int_equal(terminal_finish(terminal), 0);
    must(LI, "b", "sync");
    assert_settled();
    must_hold("git -C a log -1 --format=%B main | grep -qx 'Taken: " GOOD_DAYS " there'");
}

/* ---- What is refused ---- */

static void what_breaks_the_rules_is_not_taken(void **state)
{
    (void)state;
    must(LI, "a", "sync");
    must_hold("git clone -q hub c && cd c && mkdir -p 2020/decisions/siping/work && "
              "echo nonsense >2020/decisions/siping/work/t01.md && git add -A && "
              "git commit -qm 外来提交 && git push -q origin HEAD:main");
    must_hold("git -C a rev-parse main >before");
    must_say("a", "sync", 1, "不合考评库规则");
    must_hold("git -C a rev-parse main | cmp - before");
}

static void a_hook_that_refuses_is_heard_and_what_came_is_kept(void **state)
{
    (void)state;
    must(LI, "a", "sync");
    folder_put("hub/hooks/pre-receive", "#!/bin/sh\necho 今天不收 >&2\nexit 1\n");
    must_hold("chmod +x hub/hooks/pre-receive");
    must(LI, "a", "decide siping work/t01 --verdict met");
    must_say("a", "sync", 1, "今天不收");
    must_hold("rm hub/hooks/pre-receive");
    must_say("a", "sync", 0, "已送出1个提交");
    must(LI, "b", "sync");
    assert_settled();
}

/* A lock that another push holds for a moment is waited for, one that it goes on holding is named,
 * and one that was left is removed. */
static void a_lock_over_there_is_waited_for_and_named_or_removed(void **state)
{
    (void)state;
    must(LI, "a", "sync");
    must(LI, "a", "decide siping work/t01 --verdict met");
    must_hold("(for i in $(seq 60); do touch hub/HEAD.lock; sleep 0.1; done; rm hub/HEAD.lock) "
              ">/dev/null 2>&1 &");
    must_say("a", "sync", 1, "HEAD.lock");
    must_hold("while [ -e hub/HEAD.lock ]; do sleep 0.1; done");
    must_hold("touch hub/HEAD.lock; (sleep 0.5; rm hub/HEAD.lock) >/dev/null 2>&1 &");
    must_say("a", "sync", 0, "已送出1个提交");
    must(LI, "a", "decide siping work/t02 --verdict met");
    must_hold("touch hub/HEAD.lock");
    must_say("a", "sync", 0, "已送出1个提交");
}

/* The hook of a bare host judges the merge too, by the program itself. */
static void the_hook_of_a_host_lets_a_merge_in(void **state)
{
    (void)state;
    make_conflict();
    char hook[1024];
    snprintf(hook, sizeof hook, "#!/bin/sh\nexec '%s' verify --incoming\n", program_at());
    folder_put("hub/hooks/pre-receive", hook);
    must_hold("chmod +x hub/hooks/pre-receive");
    must_say("a", "sync --take here:siping/air/good-days", 0, "已合并");
    must(LI, "b", "sync");
    assert_settled();
}

static void no_remote_another_record_and_no_git_are_said(void **state)
{
    (void)state;
    must_say("a", "sync ./nowhere", 4, "未能从");
    must_hold("git -C b remote remove origin");
    must_say("b", "sync", 2, "git remote add origin");
    must_say("b", "sync ./hub", 0, "已送出");
    shell("'%s' init other --from ./t && git init -q --bare -b main hub2", program_at());
    must(ZHAO, "other", "sync hub2");
    shell("PATH=/nowhere '%s' -C a sync", program_at());
    assert_int_equal(last_exit, 4);
}

/* ---- Publications and signatures ---- */

/* A year of five entries, all confirmed, in both records. */
static void make_complete(void)
{
    must_hold(
        "rm -rf a b hub && rm t/2020/checklist/work/t0[2-9].md t/2020/checklist/work/t[12]*.md "
        "&& git init -q --bare -b main hub");
    folder_put("t/2020/circular/circular.md", "{{year}}年，{{record.commit}}\n");
    shell("'%s' init a --from ./t", program_at());
    must_hold("git -C a remote add origin $PWD/hub");
    must(LI, "a", "decide siping air/good-days --verdict met --value 89.9");
    must(LI, "a", "decide siping air/pm25 --verdict met --score 4 --value 30 --note 好");
    must(LI, "a", "decide siping work/t01 --verdict met");
    must(LI, "a", "decide baishan air/good-days --verdict met --value 91");
    must(LI, "a", "decide baishan work/t01 --verdict met");
    const char *const entries[] = {"siping air/good-days", "siping air/pm25", "siping work/t01",
                                   "baishan air/good-days", "baishan work/t01"};
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        char words[64];
        snprintf(words, sizeof words, "confirm %s", entries[i]);
        must(ZHAO, "a", words);
    }
    must(LI, "a", "sync");
    must_hold("cp -r a b");
}

static void a_publication_goes_with_its_tag(void **state)
{
    (void)state;
    make_complete();
    must(LI, "a", "publish");
    must_say("a", "sync", 0, "标签1个");
    must_say("b", "sync", 0, "标签1个");
    assert_settled();
    must_hold("T=$(git -C a rev-parse circular/2020) && test $T = $(git -C b rev-parse "
              "circular/2020) && test $T = $(git -C hub rev-parse circular/2020)");
    must_say("b", "sync", 0, "双方一致");
}

static void what_one_side_published_the_other_cannot_have_changed(void **state)
{
    (void)state;
    make_complete();
    must(LI, "a", "publish");
    must(LI, "a", "sync");
    must(LI, "b", "decide siping work/t01 --verdict partly --note 再看");
    must_hold("git -C b rev-parse main >before");
    must_say("b", "sync", 1, "一方已将2020年度定稿");
    must_hold("git -C b rev-parse main | cmp - before");
    must(LI, "a", "reopen --reason 对方仍有更改");
    must(LI, "a", "sync");
    must_say("b", "sync", 0, "已合并");
    must(LI, "a", "sync");
    assert_settled();
}

static void signatures_stay_good_and_the_merge_is_signed(void **state)
{
    (void)state;
    must_hold(
        "ssh-keygen -q -t ed25519 -N '' -C '' -f key && git config --global gpg.format ssh && "
        "git config --global user.signingkey $PWD/key.pub && "
        "echo \"liming@example.org $(cat key.pub)\" >signers && "
        "git config --global gpg.ssh.allowedSignersFile $PWD/signers");
    must(LI, "a", "sync");
    must(LI, "a", "decide siping work/t01 --verdict met");
    must(LI, "b", "decide baishan work/t01 --verdict met");
    must(LI, "a", "sync");
    must(LI, "b", "sync");
    must(LI, "a", "sync");
    assert_settled();
    must_hold("git -C a verify-commit main && git -C a verify-commit main^1 && "
              "git -C a verify-commit main^2");
    must_hold("test $(git -C a rev-list --merges --count main) = 1");
}

/* ---- Cut off, and at once ---- */

static void a_sync_that_is_killed_anywhere_is_run_again(void **state)
{
    (void)state;
    must(LI, "a", "sync");
    for (int i = 1; i <= 12; i++) {
        char words[128];
        snprintf(words, sizeof words, "decide siping work/t%02d --verdict met", i);
        must(LI, "a", words);
        snprintf(words, sizeof words, "decide baishan work/t%02d --verdict met", i);
        must(ZHAO, "b", words);
        shell("(" LI " timeout -s KILL 0.%02d '%s' -C a sync) >/dev/null 2>&1; true", i * 4,
              program_at());
        must(ZHAO, "b", "sync");
        must(LI, "a", "sync");
        must(ZHAO, "b", "sync");
    }
    assert_settled();
    must_hold("test $(git -C a rev-list --no-merges --count main) = 25");
}

static void two_syncs_at_once_beside_others_who_decide(void **state)
{
    (void)state;
    must(LI, "a", "sync");
    folder_put("run", "for i in $(seq 10 17); do\n"
                      "  \"$1\" -C a decide siping work/t$i --verdict met >/dev/null || echo bad\n"
                      "done &\n"
                      "for i in $(seq 10 17); do\n"
                      "  \"$1\" -C b decide baishan work/t$i --verdict met >/dev/null || echo bad\n"
                      "done &\n"
                      "for i in 1 2 3; do for r in a a b; do\n"
                      "  \"$1\" -C $r sync >>log 2>&1 || echo bad $r $? >>bad &\n"
                      "done; done; wait\n");
    const char *said = shell(LI " sh run '%s'; cat bad 2>/dev/null", program_at());
    if (*said)
        fail_msg("%s: %s", said, shell("cat log"));
    must(LI, "a", "sync");
    must(LI, "b", "sync");
    must(LI, "a", "sync");
    assert_settled();
    must_hold("test $(git -C a rev-list --no-merges --count main) = 17");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_empty_remote_gets_all_and_equal_ones_nothing),
        TEST(who_is_ahead_sends_and_who_is_behind_takes),
        TEST(both_moved_are_joined_and_no_commit_is_rewritten),
        TEST(a_conflict_changes_nothing_and_says_both_sides),
        TEST(the_hooks_of_the_own_record_do_not_run),
        TEST(a_program_that_others_could_have_named_does_not_run),
        TEST(who_may_not_decide_the_item_does_not_choose),
        TEST(a_choice_that_names_no_conflict_is_refused),
        TEST(ours_is_taken_and_the_confirmation_of_theirs_is_void),
        TEST(theirs_is_taken_with_its_confirmation),
        TEST(a_decision_and_its_confirmation_are_one_choice),
        TEST(on_a_terminal_each_is_asked),
        TEST(what_breaks_the_rules_is_not_taken),
        TEST(a_hook_that_refuses_is_heard_and_what_came_is_kept),
        TEST(a_lock_over_there_is_waited_for_and_named_or_removed),
        TEST(the_hook_of_a_host_lets_a_merge_in),
        TEST(no_remote_another_record_and_no_git_are_said),
        TEST(a_publication_goes_with_its_tag),
        TEST(what_one_side_published_the_other_cannot_have_changed),
        TEST(signatures_stay_good_and_the_merge_is_signed),
        TEST(a_sync_that_is_killed_anywhere_is_run_again),
        TEST(two_syncs_at_once_beside_others_who_decide),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
