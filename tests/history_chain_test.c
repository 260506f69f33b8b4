/* The history of one entry along its chains, and what happens where they are broken. */
#include "records/history.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "records/snapshot.h"
#include "records/write.h"
#include "tests/harness/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define GOOD_DAYS "2020/decisions/siping/air/good-days.md"
#define LI "李明 <liming@example.org>"
#define WANG "王芳 <wangfang@example.org>"

enum { MINUTE = 60, BEGIN = 1614651120 };

static struct error error;
static struct record *record;
static struct snapshot *snapshot;
static const struct entry *entry;
static struct arena *arena;

static void look(void)
{
    snapshot_free(snapshot);
    snapshot = NULL;
    if (snapshot_new(record, NULL, NULL, &snapshot, &error) ||
        snapshot_entry(snapshot, "siping", "air/good-days", &entry, &error))
        fail_msg("%s", error.text);
}

static int set_up(void **state)
{
    (void)state;
    language_set(LANGUAGE_EN);
    record_folder_new();
    setenv("k", program_at(), 1);
    if (record_init(record_at(), template_at(), &error) ||
        record_open(record_at(), &record, &error))
        fail_msg("%s", error.text);
    arena = arena_new();
    look();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    snapshot_free(snapshot);
    snapshot = NULL;
    arena_free(arena);
    record_free(record);
    record_folder_remove();
    return 0;
}

static void decide(const char *value, long long when)
{
    const struct writing writing = {LI, when, 480};
    struct decision decision = {.verdict = VERDICT_MET, .value = value};
    if (write_decision(record, entry, decision, NULL, &writing, NULL, &error))
        fail_msg("%s", error.text);
    look();
}

static void answer(const char *reason, long long when)
{
    const struct writing writing = {WANG, when, 480};
    if (write_confirmation(record, entry, reason != NULL, reason, &writing, NULL, &error))
        fail_msg("%s", error.text);
    look();
}

/* Two rounds: decided, returned, decided, confirmed. */
static void two_rounds(void)
{
    decide("88", BEGIN);
    answer("请补年报", BEGIN + MINUTE);
    decide("89.9", BEGIN + 2 * MINUTE);
    answer(NULL, BEGIN + 3 * MINUTE);
}

/* The acts, a line each. */
static const char *acts_in_words(struct error *broken)
{
    struct buffer out = BUFFER_EMPTY;
    for (const struct act *act = history_acts(record, arena, entry, broken); act; act = act->older)
        buffer_format(&out, "%s %s\n", act->decision ? "decided" : "answered",
                      act->decision                 ? act->decision->value
                      : act->confirmation->returned ? act->confirmation->reason
                                                    : "confirmed");
    const char *copy = arena_text(arena, out.bytes);
    buffer_free(&out);
    return copy;
}

static void assert_whole(const char *acts)
{
    struct error broken;
    assert_string_equal(acts_in_words(&broken), acts);
    if (broken.status)
        fail_msg("%s", broken.text);
}

static void assert_broken(const char *why)
{
    struct error broken;
    acts_in_words(&broken);
    assert_int_equal(broken.status, STATUS_FAILED);
    if (!strstr(broken.text, why))
        fail_msg("%s", broken.text);
}

#define TWO_ROUNDS "answered confirmed\ndecided 89.9\nanswered 请补年报\ndecided 88\n"

static void the_rounds_of_an_item_follow_one_another(void **state)
{
    (void)state;
    assert_whole("");
    two_rounds();
    assert_whole(TWO_ROUNDS);
}

static void what_is_confirmed_goes_before_moments(void **state)
{
    (void)state;
    decide("88", BEGIN);
    answer("请补年报", BEGIN + 60 * MINUTE); /* the clock of another host */
    decide("89.9", BEGIN + 2 * MINUTE);
    answer(NULL, BEGIN - 5 * MINUTE);
    assert_whole(TWO_ROUNDS);
}

static void acts_of_one_moment_keep_their_order(void **state)
{
    (void)state;
    decide("88", BEGIN);
    answer("请补年报", BEGIN);
    decide("89.9", BEGIN);
    answer(NULL, BEGIN);
    assert_whole(TWO_ROUNDS);
}

static void what_was_taken_back_stays_in_the_chain(void **state)
{
    (void)state;
    const struct writing writing = {LI, BEGIN + MINUTE, 480};
    decide("88", BEGIN);
    if (write_decision(record, entry, (struct decision){.verdict = VERDICT_WITHDRAWN}, NULL,
                       &writing, NULL, &error))
        fail_msg("%s", error.text);
    look();
    decide("90", BEGIN + 2 * MINUTE);
    assert_whole("decided 90\ndecided \ndecided 88\n");
}

static void each_act_s_commit_is_found(void **state)
{
    (void)state;
    struct error broken;
    two_rounds();
    struct act *acts = history_acts(record, arena, entry, &broken);
    if (history_find_commits(record, arena, snapshot->commit, entry, acts, &error))
        fail_msg("%s", error.text);
    for (int i = 0; i < 4; i++, acts = acts->older) {
        assert_memory_equal(git("rev-parse main~%d", i), acts->commit, 40);
        assert_int_equal(acts->when, BEGIN + (3 - i) * MINUTE);
    }
}

/* ---- broken by other programs ---- */

static void push_decision(const char *value, const char *more)
{
    char text[512];
    snprintf(text, sizeof text,
             "---\nitem: air/good-days\njurisdiction: siping\nverdict: met\nvalue: %s\nscore: 4\n"
             "reviewer: a <a@b>\ndecided: 2021-03-09T10:00:00+08:00\n%s---\n",
             value, more);
    push_file(GOOD_DAYS, text);
    look();
}

static void a_previous_that_is_no_object_breaks_it(void **state)
{
    (void)state;
    decide("88", BEGIN);
    push_decision("90", "previous: 1234567890123456789012345678901234567890\n");
    assert_broken("broken at blob 1234567890");
    push_decision("91", "previous: ../../etc/passwd\n");
    assert_broken("no object's name");
}

static void a_previous_of_another_item_breaks_it(void **state)
{
    (void)state;
    char more[128], blob[41];
    two_rounds();
    snprintf(blob, sizeof blob, "%s", git("rev-parse main:2020/checklist/air/pm25.md"));
    snprintf(more, sizeof more, "previous: %s\n", blob);
    push_decision("90", more);
    assert_broken(blob);
}

static void a_confirmed_decision_that_is_not_named_breaks_it(void **state)
{
    (void)state;
    two_rounds();
    push_decision("90", "");
    assert_broken("it was confirmed");
}

static void a_broken_chain_is_told_and_the_commits_are_listed(void **state)
{
    (void)state;
    two_rounds();
    push_decision("90", "");
    setenv("KAOPING_RECORD", record_at(), 1);
    const char *out = shell("KAOPING_LANG=en \"$k\" log siping air/good-days 2>err; cat err");
    assert_non_null(strstr(out, "优良天数比例：完成 89.9% 4分\n"));
    assert_non_null(strstr(out, "优良天数比例：退回\n"));
    assert_non_null(strstr(out, "优良天数比例：完成 88% 4分\n"));
    assert_non_null(strstr(out, "kaoping: " GOOD_DAYS ": the history is broken at blob"));
    assert_string_equal(shell("wc -l <err"), "1\n");
}

/* ---- as a command ---- */

static void the_log_of_an_item_is_its_acts(void **state)
{
    (void)state;
    two_rounds();
    setenv("KAOPING_RECORD", record_at(), 1);
    setenv("KAOPING_LANG", "en", 1);
    char first[16];
    snprintf(first, sizeof first, "%.8s",
             git("rev-parse main:2020/confirmations/siping/air/good-days.md"));
    const char *out = shell("\"$k\" log siping air/good-days");
    assert_memory_equal(out, first, 8);
    assert_non_null(strstr(out, WANG "  returned "));
    assert_string_equal(shell("\"$k\" log siping air/good-days | cut -c11-35"),
                        "2021-03-02T10:15:00+08:00\n2021-03-02T10:14:00+08:00\n"
                        "2021-03-02T10:13:00+08:00\n2021-03-02T10:12:00+08:00\n");
    char commits[256];
    snprintf(commits, sizeof commits, "%s", git("rev-list -4 main"));
    assert_string_equal(shell("\"$k\" log siping air/good-days --json | "
                              "sed -n 's/.*\"commit\": \"\\(.*\\)\".*/\\1/p'"),
                        commits);
}

static void the_log_of_all_comes_in_pages(void **state)
{
    (void)state;
    setenv("KAOPING_RECORD", record_at(), 1);
    shell("cd '%s' && t=$(git rev-parse 'main^{tree}') && c=$(git rev-parse main) && "
          "for i in $(seq 450); do c=$(git commit-tree -p $c -m \"n $i\" $t); done && "
          "git update-ref refs/heads/main $c",
          record_at());
    assert_int_equal(last_exit, 0);
    assert_string_equal(shell("\"$k\" log | wc -l"), "451\n");
    assert_string_equal(shell("\"$k\" log --json | grep -c '\"commit\"'"), "451\n");
    assert_string_equal(shell("\"$k\" log --json nowhere 2>/dev/null; \"$k\" log whole --json"),
                        "[]\n");
    assert_string_equal(shell("\"$k\" log | head -2 | wc -l"), "2\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_rounds_of_an_item_follow_one_another),
        TEST(what_is_confirmed_goes_before_moments),
        TEST(acts_of_one_moment_keep_their_order),
        TEST(what_was_taken_back_stays_in_the_chain),
        TEST(each_act_s_commit_is_found),
        TEST(a_previous_that_is_no_object_breaks_it),
        TEST(a_previous_of_another_item_breaks_it),
        TEST(a_confirmed_decision_that_is_not_named_breaks_it),
        TEST(a_broken_chain_is_told_and_the_commits_are_listed),
        TEST(the_log_of_an_item_is_its_acts),
        TEST(the_log_of_all_comes_in_pages),
    };
    return cmocka_run_group_tests_name("history_chain", tests, NULL, NULL);
}
