/* The record's commits in pieces, and what one of them changed. */
#include "records/history.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "records/snapshot.h"
#include "records/write.h"
#include "tests/harness/record.h"
#include "tui/commits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define GOOD_DAYS "2020/decisions/siping/air/good-days.md"

static struct error error;
static struct record *record;
static struct arena *arena;
static char tip[COMMIT_SIZE];
static const struct writing li = {"李明 <liming@example.org>", 1614651120, 480};
static const struct writing wang = {"王芳 <wangfang@example.org>", 1614737520, 480};

static void decide(const char *jurisdiction, const char *item, const struct writing *writing,
                   struct decision decision)
{
    struct snapshot *snapshot;
    const struct entry *entry;
    if (snapshot_new(record, NULL, NULL, &snapshot, &error) ||
        snapshot_entry(snapshot, jurisdiction, item, &entry, &error) ||
        write_decision(record, entry, decision, NULL, writing, tip, &error))
        fail_msg("%s", error.text);
    snapshot_free(snapshot);
}

static int set_up(void **state)
{
    (void)state;
    language_set(LANGUAGE_ZH);
    record_folder_new();
    if (record_init(record_at(), template_at(), &error) ||
        record_open(record_at(), &record, &error))
        fail_msg("%s", error.text);
    arena = arena_new();
    decide("siping", "air/good-days", &li,
           (struct decision){.verdict = VERDICT_UNMET, .value = "78"});
    decide("baishan", "work/t01", &wang, (struct decision){.verdict = VERDICT_MET});
    decide("siping", "air/good-days", &wang,
           (struct decision){.verdict = VERDICT_MET, .value = "89.9"});
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    record_free(record);
    record_folder_remove();
    return 0;
}

/* The subjects that a filter lets through, from the tip to `until`. */
static const char *subjects(const char *until, const struct log_filter *filter)
{
    struct buffer out = BUFFER_EMPTY;
    struct log *log;
    struct log_entry entry;
    enum log_step step = LOG_FOUND;
    if (log_open(record, tip, until, filter, &log, &error))
        fail_msg("%s", error.text);
    while (!log_next(log, -1, &step, &entry, &error) && step == LOG_FOUND)
        buffer_format(&out, "%s\n", entry.subject);
    assert_int_equal(step, LOG_ENDED);
    log_close(log);
    const char *copy = arena_text(arena, out.bytes);
    buffer_free(&out);
    return copy;
}

static void a_filter_lets_its_commits_through_newest_first(void **state)
{
    (void)state;
    assert_string_equal(subjects(NULL, &(struct log_filter){.jurisdiction = "siping"}),
                        "四平市 优良天数比例：完成 89.9% 4分\n"
                        "四平市 优良天数比例：未完成 78% 0分\n");
    assert_string_equal(subjects(NULL, &(struct log_filter){.mail = "LiMing@example.org"}),
                        "四平市 优良天数比例：未完成 78% 0分\n");
    assert_string_equal(subjects(NULL, &(struct log_filter){.item = "work/t01"}),
                        "白山市 任务1：完成 1分\n");
    assert_string_equal(subjects(NULL, &(struct log_filter){.item = "work"}), "");
}

static void a_step_ends_when_its_time_is_over_and_goes_on(void **state)
{
    (void)state;
    struct log *log;
    struct log_entry entry;
    enum log_step step;
    int pauses = 0;
    struct log_filter filter = {.jurisdiction = "nowhere"};
    if (log_open(record, tip, NULL, &filter, &log, &error))
        fail_msg("%s", error.text);
    while (!log_next(log, 0, &step, &entry, &error) && step == LOG_PAUSED)
        pauses++;
    assert_int_equal(step, LOG_ENDED);
    assert_int_equal(pauses, 4); /* the record's first commit is one */
    log_close(log);
}

static void a_commit_tells_what_it_changed(void **state)
{
    (void)state;
    const struct commit_change *change;
    if (history_change(record, arena, tip, &change, &error))
        fail_msg("%s", error.text);
    assert_int_equal(change->file_count, 1);
    assert_string_equal(change->files[0].path, GOOD_DAYS);
    assert_non_null(strstr(change->files[0].old, "value: 78\n"));
    assert_non_null(strstr(change->files[0].new, "value: 89.9\n"));
    assert_string_equal(change->entry.author, "王芳");
    assert_string_equal(change->entry.jurisdiction, "siping");
    assert_string_equal(change->entry.item, "air/good-days");
    assert_int_equal(change->parents, 1);
}

static void the_first_commit_only_lists_its_many_files(void **state)
{
    (void)state;
    char first[COMMIT_SIZE];
    const struct commit_change *change;
    snprintf(first, sizeof first, "%.40s", git("rev-list --max-parents=0 main"));
    if (history_change(record, arena, first, &change, &error))
        fail_msg("%s", error.text);
    assert_int_equal(change->parents, 0);
    assert_true(change->file_count > CHANGE_FILES_READ);
    assert_false(change->contents);
    assert_null(change->files[0].new);
    assert_string_equal(change->entry.jurisdiction, "");
}

static void a_foreign_commit_and_a_merge_are_read_by_their_trees(void **state)
{
    (void)state;
    const struct commit_change *change;
    push_file("reviewers.md", "---\nreviewers: [{name: 王芳}]\n---\n");
    shell("cd clone && git checkout -q -b side HEAD~1 && echo x > note.txt && git add -A && "
          "git commit -q -m 旁支 && git checkout -q main && git merge -q -m 合并 side && "
          "git push -q origin main");
    assert_int_equal(last_exit, 0);
    snprintf(tip, sizeof tip, "%.40s", git("rev-parse main"));
    if (history_change(record, arena, tip, &change, &error))
        fail_msg("%s", error.text);
    assert_int_equal(change->parents, 2);
    assert_int_equal(change->file_count, 1);
    assert_string_equal(change->files[0].path, "note.txt");
    assert_null(change->files[0].old);
}

static void the_raw_commit_is_what_git_shows(void **state)
{
    (void)state;
    struct buffer raw = BUFFER_EMPTY;
    if (history_raw(record, tip, &raw, &error))
        fail_msg("%s", error.text);
    assert_non_null(strstr(raw.bytes, "author 王芳 <wangfang@example.org> 2021-03-03T10:12:00"));
    assert_non_null(strstr(raw.bytes, "\nJurisdiction: siping\n"));
    assert_non_null(strstr(raw.bytes, "\n-value: 78\n"));
    assert_non_null(strstr(raw.bytes, "\n+value: 89.9\n"));
    buffer_free(&raw);
}

static void a_commit_that_is_not_there_is_said(void **state)
{
    (void)state;
    const struct commit_change *change;
    assert_int_equal(history_change(record, arena, "0123", &change, &error), STATUS_INPUT);
    assert_int_equal(history_change(record, arena, "nonsense", &change, &error), STATUS_INPUT);
}

static void rows_follow_a_new_tip_from_above(void **state)
{
    (void)state;
    struct commits commits = COMMITS_EMPTY;
    struct log_filter all = {.item = NULL};
    size_t more = 0;
    commits_start(&commits, record, tip, &all);
    commits_read(&commits, 2, 10000);
    assert_int_equal(commits.count, 2);
    assert_false(commits_ended(&commits));
    decide("baishan", "work/t02", &li, (struct decision){.verdict = VERDICT_MET});
    assert_true(commits_follow(&commits, tip, 10000, &more));
    assert_int_equal(more, 1);
    assert_string_equal(commits_subject(&commits, 0), "白山市 任务2：完成 1分");
    assert_string_equal(commits_author(&commits, 1), "王芳");
    commits_read(&commits, SIZE_MAX, 10000);
    assert_int_equal(commits.count, 5);
    assert_true(commits_ended(&commits));
    commits_free(&commits);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_filter_lets_its_commits_through_newest_first),
        TEST(a_step_ends_when_its_time_is_over_and_goes_on),
        TEST(a_commit_tells_what_it_changed),
        TEST(the_first_commit_only_lists_its_many_files),
        TEST(a_foreign_commit_and_a_merge_are_read_by_their_trees),
        TEST(the_raw_commit_is_what_git_shows),
        TEST(a_commit_that_is_not_there_is_said),
        TEST(rows_follow_a_new_tip_from_above),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
