/* Writing to the record: what git sees of it, who wins, and what is left when it fails. */
#include "records/write.h"

#include "core/language.h"
#include "core/memory.h"
#include "records/history.h"
#include "records/snapshot.h"
#include "tests/harness/record.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define LI "李明 <liming@example.org>"
#define WANG "王芳 <wangfang@example.org>"
#define GOOD_DAYS "2020/decisions/siping/air/good-days.md"

static struct error error;
static struct record *record;
static struct snapshot *snapshot;
static const struct writing li = {LI, 1614651120, 480}, wang = {WANG, 1614737520, 480};

static void look(void)
{
    snapshot_free(snapshot);
    if (snapshot_new(record, NULL, NULL, &snapshot, &error))
        fail_msg("%s", error.text);
}

static int set_up(void **state)
{
    (void)state;
    language_set(LANGUAGE_EN);
    record_folder_new();
    if (record_init(record_at(), template_at(), &error) ||
        record_open(record_at(), &record, &error))
        fail_msg("%s", error.text);
    snapshot = NULL;
    look();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    snapshot_free(snapshot);
    record_free(record);
    record_folder_remove();
    return 0;
}

static void assert_said(const char *part)
{
    if (!strstr(error.text, part))
        fail_msg("'%s' does not say '%s'", error.text, part);
}

static void assert_done(enum status status)
{
    if (status)
        fail_msg("%d %s", status, error.text);
}

static const struct entry *entry_of(const char *jurisdiction, const char *item)
{
    const struct entry *entry = NULL;
    assert_done(snapshot_entry(snapshot, jurisdiction, item, &entry, &error));
    return entry;
}

static const struct entry *good_days(void)
{
    return entry_of("siping", "air/good-days");
}

static enum status decide(const struct entry *entry, const char *value, const char *reason)
{
    struct decision decision = {.verdict = VERDICT_MET, .value = value, .reason = reason};
    return write_decision(record, entry, decision, NULL, &li, NULL, &error);
}

static enum status confirm(const char *person, bool returned, const char *reason)
{
    struct writing writing = {person, 1614737520, 480};
    return write_confirmation(record, good_days(), returned, reason, &writing, NULL, &error);
}

static void assert_commits(int count)
{
    char expected[16];
    snprintf(expected, sizeof expected, "%d\n", count);
    assert_string_equal(git("rev-list --count main"), expected);
    assert_string_equal(git("rev-list --merges main"), "");
}

/* ---- One decision, one commit ---- */

static void a_decision_is_one_file_in_one_commit(void **state)
{
    (void)state;
    char commit[COMMIT_SIZE];
    struct evidence proof = {"年报", "evidence/air.pdf", NULL};
    struct decision decision = {.verdict = VERDICT_MET,
                                .value = "89.9",
                                .reason = "\n按366天折算。\n",
                                .evidence = {&proof, 1}};
    assert_done(write_decision(record, good_days(), decision, NULL, &li, commit, &error));
    assert_memory_equal(git("rev-parse main"), commit, 40);
    assert_string_equal(git("log -1 --format=%%B"),
                        "四平市 优良天数比例：完成 89.9% 4分\n\nJurisdiction: siping\n"
                        "Item: air/good-days\nVerdict: met\nScore: 4\n"
                        "Imported-by: 王芳 <wangfang@example.org>\n\n");
    assert_string_equal(git("log -1 --format='%%(trailers:key=Score,valueonly)'"), "4\n\n");
    assert_string_equal(git("log -1 --format='%%an <%%ae> %%aI|%%cn'"),
                        LI " 2021-03-02T10:12:00+08:00|王芳\n");
    assert_string_equal(git("show --format= --name-status"), "A\t" GOOD_DAYS "\n");
    char expected[512];
    snprintf(expected, sizeof expected,
             "---\nitem: air/good-days\njurisdiction: siping\nverdict: met\nvalue: 89.9\nscore: 4\n"
             "against: %s\nevidence:\n  - title: 年报\n    at: evidence/air.pdf\n"
             "reviewer: " LI "\ndecided: 2021-03-02T10:12:00+08:00\n---\n\n按366天折算。\n",
             good_days()->item->blob);
    /* however the one field is quoted */
    assert_string_equal(shell("git -C '%s' show main:" GOOD_DAYS " | tr -d \"\\\"'\"", record_at()),
                        expected);
    assert_string_equal(git("fsck --strict"), "");
    assert_int_equal(last_exit, 0);
    assert_string_equal(shell("ls '%s' | grep -x -e index -e 2020", record_at()), "");
}

static void a_hundred_percent_is_no_format(void **state)
{
    (void)state;
    assert_done(decide(good_days(), "100", NULL));
    assert_string_equal(git("log -1 --format=%%s"), "四平市 优良天数比例：完成 100% 4分\n");
}

static void what_breaks_a_rule_is_not_written(void **state)
{
    (void)state;
    static const char *const people[] = {
        "",         "李明",   "李明 liming@x", "李<明 <a@b>", "李\n明 <a@b>",
        "李明 <>",  " <a@b>", "李明 <a b>",    "李明 <a@b",   "李\xE2\x80\x8E明 <a@b>",
        "李 <a\tb>"};
    struct decision decision = {.verdict = VERDICT_MET, .value = "89.9"};
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        struct writing writing = {people[i], 0, 0};
        assert_int_equal(
            write_decision(record, good_days(), decision, NULL, &writing, NULL, &error),
            STATUS_INPUT);
        assert_said("write Name <mail>");
    }
    assert_int_equal(decide(good_days(), "", NULL), STATUS_INPUT);
    assert_int_equal(decide(good_days(), "9x", NULL), STATUS_INPUT);
    assert_int_equal(decide(good_days(), "79", NULL), STATUS_INPUT);
    assert_int_equal(decide(good_days(), "89.9", "no \xFF UTF-8"), STATUS_INPUT);
    struct writing never = {LI, -1, 0};
    assert_int_equal(write_decision(record, good_days(), decision, NULL, &never, NULL, &error),
                     STATUS_INPUT);
    assert_commits(1);
}

static void the_same_again_is_not_written(void **state)
{
    (void)state;
    assert_done(decide(good_days(), "89.9", "理由\n"));
    look();
    assert_int_equal(decide(good_days(), "89.9", "理由"), STATUS_NO);
    assert_said("the very same decision");
    assert_commits(2);
    assert_done(decide(good_days(), "89.9", "另一理由"));
    assert_commits(3);
}

static void unknown_fields_live_on(void **state)
{
    (void)state;
    assert_done(decide(good_days(), "89.9", NULL));
    char text[1024];
    snprintf(text, sizeof text, "%s",
             shell("git -C '%s' show main:" GOOD_DAYS " | sed '2i x-seal: 七号'", record_at()));
    push_file(GOOD_DAYS, text);
    look();
    assert_done(decide(good_days(), "90", NULL));
    assert_non_null(strstr(git("show main:" GOOD_DAYS), "\nx-seal: 七号\n"));
}

static void names_cannot_break_a_message(void **state)
{
    (void)state;
    push_file("2020/jurisdictions/siping.md",
              "---\nname: \"四\\u202E平\\n\\nScore: 9\"\nclass: city\norder: 1\n---\n");
    look();
    assert_done(decide(good_days(), "89.9", NULL));
    assert_string_equal(
        git("log -1 --format='%%s|%%(trailers:key=Score,valueonly,separator=%%x2C)'"),
        "四平  Score: 9 优良天数比例：完成 89.9% 4分|4\n");
}

/* ---- Many writers ---- */

static void the_second_on_the_same_item_is_told(void **state)
{
    (void)state;
    assert_done(decide(good_days(), "89.9", NULL));
    assert_int_equal(decide(good_days(), "85", NULL), STATUS_CONFLICT);
    assert_said("四平市 优良天数比例: " LI " decided 'met' at 2021-03-02T10:12:00+08:00");
    assert_commits(2);
    assert_done(decide(entry_of("baishan", "air/good-days"), "85", NULL));
    assert_commits(3);
    look();
    assert_done(decide(good_days(), "85", NULL));
    assert_commits(4);
}

static void a_revised_item_is_shown_again(void **state)
{
    (void)state;
    push_file("2020/checklist/air/good-days.md",
              "---\nname: 优良天数比例\nkind: indicator\nunit: \"%\"\ntarget: 95\nfull: 4\n"
              "applies: [city]\nrule: {type: all-or-nothing}\n---\n");
    assert_int_equal(decide(good_days(), "89.9", NULL), STATUS_CONFLICT);
    assert_said("the item was revised");
    assert_commits(2);
}

static void a_push_meanwhile_is_built_upon(void **state)
{
    (void)state;
    push_file("2020/notes.md", "外来\n");
    assert_done(decide(good_days(), "89.9", NULL));
    assert_commits(3);
    assert_string_equal(git("show main:2020/notes.md"), "外来\n");
    assert_string_equal(git("log --format=%%s -2"),
                        "四平市 优良天数比例：完成 89.9% 4分\n外来提交\n");
}

/* One of the processes: its own record, its own snapshot. */
static int write_one(int number)
{
    struct record *own;
    struct snapshot *seen;
    const struct entry *entry;
    char item[24];
    snprintf(item, sizeof item, "work/t%02d", number);
    if (record_open(record_at(), &own, &error) || snapshot_new(own, NULL, NULL, &seen, &error))
        return 1;
    struct decision decision = {.verdict = VERDICT_MET};
    int status = snapshot_entry(seen, number % 2 ? "siping" : "baishan", item, &entry, &error)
                     ? 1
                     : (int)write_decision(own, entry, decision, NULL, &li, NULL, &error);
    snapshot_free(seen);
    record_free(own);
    return status;
}

static void twenty_at_once_all_land(void **state)
{
    (void)state;
    for (int i = 1; i <= 20; i++)
        if (fork() == 0)
            _exit(write_one(i));
    int failed = 0, status;
    for (int i = 1; i <= 20; i++)
        failed += wait(&status) < 0 || status != 0;
    assert_int_equal(failed, 0);
    assert_commits(21);
    assert_string_equal(git("fsck --strict"), "");
}

static void twenty_on_one_item_and_one_wins(void **state)
{
    (void)state;
    int won = 0, lost = 0, status;
    for (int i = 1; i <= 20; i++)
        if (fork() == 0) {
            char value[8];
            snprintf(value, sizeof value, "%d", 80 + i % 20);
            _exit((int)decide(good_days(), value, NULL));
        }
    for (int i = 1; i <= 20; i++) {
        wait(&status);
        won += WIFEXITED(status) && WEXITSTATUS(status) == STATUS_OK;
        lost += WIFEXITED(status) && WEXITSTATUS(status) == STATUS_CONFLICT;
    }
    assert_int_equal(won, 1);
    assert_int_equal(lost, 19);
    assert_commits(2);
}

/* ---- When it goes wrong ---- */

static void a_killed_writers_lock_is_removed(void **state)
{
    (void)state;
    shell("touch '%s/refs/heads/main.lock'", record_at());
    assert_done(decide(good_days(), "89.9", NULL));
    assert_commits(2);
    shell("test -e '%s/refs/heads/main.lock'", record_at());
    assert_int_equal(last_exit, 1);
}

static void what_cannot_be_written_changes_nothing(void **state)
{
    (void)state;
    assert_done(decide(entry_of("siping", "work/t01"), NULL, NULL));
    pid_t child = fork();
    if (child == 0) {
        if (geteuid() != 0)
            shell("chmod -R a-w '%s'", record_at());
        else if (seteuid(65534)) /* root may write anywhere */
            _exit(99);
        _exit((int)decide(good_days(), "89.9", NULL));
    }
    int status;
    waitpid(child, &status, 0);
    shell("chmod -R u+w '%s'", record_at());
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), STATUS_FAILED);
    assert_commits(2);
    assert_string_equal(git("fsck --strict --no-dangling"), "");
}

/* What says that the year is frozen cannot be found: that is no leave to write. */
static void a_lost_folder_is_not_one_without_the_file(void **state)
{
    (void)state;
    push_file("2020/published/publication.md",
              "---\nact: published\ntag: circular/2020\ncommit: "
              "0123456789012345678901234567890123456789\nby: 陈静 <chenjing@example.org>\n"
              "when: 2021-04-06T09:00:00+08:00\n---\n");
    char lost[64];
    snprintf(lost, sizeof lost, "%s", git("rev-parse main:2020/published"));
    shell("rm -f '%s/objects/%.2s/%.38s'", record_at(), lost, lost + 2);
    assert_int_equal(decide(good_days(), "89.9", NULL), STATUS_FAILED);
    assert_said("cannot be read");
    assert_commits(2);
}

static void a_folder_of_a_group_stays_the_groups(void **state)
{
    (void)state;
    shell("chmod -R g+ws '%s'", record_at());
    mode_t before = umask(022);
    assert_done(decide(good_days(), "89.9", NULL));
    assert_int_equal(umask(before), 022);
    assert_string_equal(shell("find '%s' -type d ! -perm -g=w", record_at()), "");
}

/* ---- The chain ---- */

static bool count_entries(void *context, const struct log_entry *entry)
{
    (void)entry;
    ++*(int *)context;
    return true;
}

static bool keep_first(void *context, const struct log_entry *entry)
{
    *(struct log_entry *)context = *entry;
    assert_string_equal(entry->subject, "四平市 优良天数比例：完成 90% 4分");
    assert_string_equal(entry->author, "李明");
    assert_string_equal(entry->verdict, "met");
    assert_string_equal(entry->score, "4");
    return false;
}

static void an_items_history_is_a_chain(void **state)
{
    (void)state;
    assert_done(decide(good_days(), "89.9", "第一"));
    look();
    assert_done(decide(good_days(), "90", "第二"));
    assert_done(decide(entry_of("siping", "work/t01"), NULL, NULL));
    look();
    const struct past *past;
    assert_done(history_chain(record, snapshot->arena, good_days(), &past, &error));
    assert_string_equal(past->decision.reason, "第二");
    assert_string_equal(past->older->decision.reason, "第一");
    assert_memory_equal(past->older->decision.blob, git("rev-parse main~2:" GOOD_DAYS), 40);
    assert_null(past->older->older);
    assert_done(
        history_chain(record, snapshot->arena, entry_of("baishan", "work/t01"), &past, &error));
    assert_null(past);
}

static void a_broken_chain_is_noticed(void **state)
{
    (void)state;
    assert_done(decide(good_days(), "89.9", NULL));
    push_file(GOOD_DAYS, "---\nitem: air/good-days\njurisdiction: siping\nverdict: met\n"
                         "value: 90\nscore: 4\nreviewer: a <a@b>\n"
                         "previous: 1234567890123456789012345678901234567890\n---\n");
    look();
    const struct past *past;
    assert_int_equal(history_chain(record, snapshot->arena, good_days(), &past, &error),
                     STATUS_FAILED);
    assert_said("broken at blob 1234567890");
}

static void the_log_is_of_an_item_or_of_all(void **state)
{
    (void)state;
    assert_done(decide(good_days(), "89.9", NULL));
    look();
    assert_done(decide(good_days(), "90", NULL));
    look();
    assert_done(confirm(WANG, false, NULL));
    assert_done(decide(entry_of("baishan", "work/t01"), NULL, NULL));
    look();
    int all = 0, siping = 0, item = 0;
    assert_done(history_log(record, snapshot->commit, &(struct log_filter){.item = NULL},
                            count_entries, &all, &error));
    assert_done(history_log(record, snapshot->commit,
                            &(struct log_filter){.jurisdiction = "siping"}, count_entries, &siping,
                            &error));
    assert_done(history_log(record, snapshot->commit,
                            &(struct log_filter){.jurisdiction = "baishan", .item = "work/t01"},
                            count_entries, &item, &error));
    assert_int_equal(all, 5);
    assert_int_equal(siping, 3);
    assert_int_equal(item, 1);
    char hex[COMMIT_SIZE];
    assert_done(history_commit_of(record, snapshot->commit, good_days(),
                                  good_days()->decision->blob, hex, &error));
    assert_memory_equal(git("rev-parse main~2"), hex, 40);
    struct log_entry entry;
    assert_done(history_log(record, hex, &(struct log_filter){.jurisdiction = "siping"}, keep_first,
                            &entry, &error));
    assert_int_equal(entry.when, 1614651120);
    assert_done(history_commit_of(record, snapshot->commit, good_days(),
                                  good_days()->confirmation->blob, hex, &error));
    assert_memory_equal(git("rev-parse main~1"), hex, 40);
    assert_done(history_commit_of(record, snapshot->commit, good_days(), good_days()->item->blob,
                                  hex, &error));
    assert_string_equal(hex, "");
}

/* ---- Confirming ---- */

static void a_second_person_confirms(void **state)
{
    (void)state;
    assert_int_equal(confirm(WANG, false, NULL), STATUS_NO);
    assert_said("not decided yet");
    assert_done(decide(good_days(), "89.9", NULL));
    look();
    assert_int_equal(confirm("李四 <LiMing@Example.ORG>", false, NULL), STATUS_NO);
    assert_said("your own");
    assert_int_equal(confirm(WANG, true, " \n"), STATUS_INPUT);
    assert_commits(2);
    assert_done(confirm(WANG, true, "佐证不足"));
    assert_string_equal(git("log -1 --format=%%B"),
                        "四平市 优良天数比例：退回\n\nJurisdiction: siping\n"
                        "Item: air/good-days\nConfirmation: returned\n"
                        "Imported-by: 王芳 <wangfang@example.org>\n\n");
    look();
    assert_int_equal(good_days()->state, STATE_RETURNED);
    assert_int_equal(confirm(WANG, true, "还是不足"), STATUS_NO);
    assert_done(confirm(WANG, false, NULL));
    assert_string_equal(git("log -1 --format=%%s"), "四平市 优良天数比例：复核通过\n");
    look();
    assert_int_equal(good_days()->state, STATE_CONFIRMED);
    assert_memory_equal(git("rev-parse main~1:2020/confirmations/siping/air/good-days.md"),
                        good_days()->confirmation->previous, 40);
    assert_int_equal(confirm(WANG, false, NULL), STATUS_NO);
    assert_said("confirmed already");
    assert_commits(4);
}

static void only_what_was_seen_is_confirmed(void **state)
{
    (void)state;
    assert_done(decide(good_days(), "89.9", NULL));
    look();
    assert_done(decide(good_days(), "95", NULL));
    assert_int_equal(confirm(WANG, false, NULL), STATUS_CONFLICT);
    assert_said("decided 'met'");
    push_file("2020/checklist/air/good-days.md",
              "---\nname: 优良天数比例\nkind: indicator\nunit: \"%\"\ntarget: 81\nfull: 4\n"
              "applies: [city]\nrule: {type: all-or-nothing}\n---\n");
    look();
    assert_int_equal(confirm(WANG, false, NULL), STATUS_NO);
    assert_said("revised since");
}

/* ---- Batches ---- */

static struct batch *begun(void)
{
    struct batch *batch;
    assert_done(batch_begin(record, snapshot, &batch, &error));
    return batch;
}

static void a_batch_is_a_commit_a_row(void **state)
{
    (void)state;
    struct batch *batch = begun();
    struct report report = {.value = "89.9", .text = "自查"};
    assert_done(batch_add_report(batch, good_days(), report, &li, &error));
    struct decision decision = {.verdict = VERDICT_MET, .value = "89.9"};
    assert_done(batch_add_decision(batch, good_days(), decision, &li, &error));
    decision.value = "90";
    assert_done(batch_add_decision(batch, good_days(), decision, &li, &error));
    assert_commits(1);
    assert_done(batch_commit(batch, &error));
    assert_commits(4);
    assert_string_equal(git("log --reverse --format='%%s%%(trailers:key=Report)' -3"),
                        "四平市 优良天数比例：自查 89.9%Report: 89.9\n\n"
                        "四平市 优良天数比例：完成 89.9% 4分\n"
                        "四平市 优良天数比例：完成 90% 4分\n");
    look();
    assert_memory_equal(git("rev-parse main~1:" GOOD_DAYS), good_days()->decision->previous, 40);
    batch = begun();
    assert_done(batch_add_confirmation(batch, good_days(), false, "", &wang, &error));
    assert_int_equal(batch_add_confirmation(batch, good_days(), false, "", &wang, &error),
                     STATUS_NO);
    batch_abandon(batch);
    batch = begun();
    assert_done(batch_add_confirmation(batch, good_days(), false, "", &wang, &error));
    assert_done(batch_commit(batch, &error));
    assert_commits(5);
    assert_string_equal(git("fsck --strict --no-dangling"), "");
}

static void a_batch_is_all_or_nothing(void **state)
{
    (void)state;
    struct batch *batch = begun();
    struct decision decision = {.verdict = VERDICT_MET, .value = "89.9"};
    assert_done(batch_add_decision(batch, good_days(), decision, &li, &error));
    decision.value = "12";
    assert_int_equal(
        batch_add_decision(batch, entry_of("baishan", "air/good-days"), decision, &li, &error),
        STATUS_INPUT);
    struct error later;
    assert_int_equal(batch_commit(batch, &later), STATUS_INPUT);
    assert_string_equal(later.text, error.text);
    assert_commits(1);
    batch = begun();
    decision.value = "89.9";
    assert_done(batch_add_decision(batch, good_days(), decision, &li, &error));
    push_file("2020/notes.md", "外来\n");
    assert_int_equal(batch_commit(batch, &error), STATUS_CONFLICT);
    assert_commits(2);
    batch = begun();
    assert_done(batch_add_decision(batch, good_days(), decision, &li, &error));
    batch_abandon(batch);
    assert_done(batch_commit(begun(), &error));
    assert_commits(2);
    assert_done(decide(good_days(), "89.9", NULL));
    batch = begun();
    decision.value = "91";
    assert_int_equal(batch_add_decision(batch, good_days(), decision, &li, &error),
                     STATUS_CONFLICT);
    batch_abandon(batch);
    assert_commits(3);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_decision_is_one_file_in_one_commit),
        TEST(a_hundred_percent_is_no_format),
        TEST(what_breaks_a_rule_is_not_written),
        TEST(the_same_again_is_not_written),
        TEST(unknown_fields_live_on),
        TEST(names_cannot_break_a_message),
        TEST(the_second_on_the_same_item_is_told),
        TEST(a_revised_item_is_shown_again),
        TEST(a_push_meanwhile_is_built_upon),
        TEST(twenty_at_once_all_land),
        TEST(twenty_on_one_item_and_one_wins),
        TEST(a_killed_writers_lock_is_removed),
        TEST(what_cannot_be_written_changes_nothing),
        TEST(a_lost_folder_is_not_one_without_the_file),
        TEST(a_folder_of_a_group_stays_the_groups),
        TEST(an_items_history_is_a_chain),
        TEST(a_broken_chain_is_noticed),
        TEST(the_log_is_of_an_item_or_of_all),
        TEST(a_second_person_confirms),
        TEST(only_what_was_seen_is_confirmed),
        TEST(a_batch_is_a_commit_a_row),
        TEST(a_batch_is_all_or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
