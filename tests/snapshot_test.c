/*
 * Snapshots that share what did not change: each is as if it had been read anew, and outlives the
 * one before it.
 */
#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "records/snapshot.h"
#include "tests/harness/record.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct error error;
static struct record *record;
static size_t read_files; /* leaves that the last reading has read */

static int set_up(void **state)
{
    (void)state;
    language_set(LANGUAGE_ZH);
    record_folder_new();
    if (record_init(record_at(), template_at(), &error) ||
        record_open(record_at(), &record, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_free(record);
    record_folder_remove();
    return 0;
}

static void count_read(void *context, size_t read)
{
    (void)context;
    read_files = read;
}

static struct snapshot *after(const struct snapshot *before)
{
    struct snapshot *snapshot;
    const struct snapshot_wanted wanted = {.before = before, .progress = count_read};
    read_files = 0;
    if (snapshot_read(record, &wanted, &snapshot, &error))
        fail_msg("%s", error.text);
    return snapshot;
}

static void decide(const char *words)
{
    const char *said = shell("export GIT_AUTHOR_NAME=李明 GIT_AUTHOR_EMAIL=liming@example.org; "
                             "'%s' -C '%s' decide %s",
                             program_at(), record_at(), words);
    if (last_exit)
        fail_msg("%s: %s", words, said);
}

/* ---- everything that a snapshot says ---- */

static void add_decision(struct buffer *out, const struct decision *decision)
{
    if (!decision)
        return;
    buffer_format(out, " %s %s %s %s %s %s %s %s", verdict_ids[decision->verdict], decision->value,
                  decision->against, decision->previous, decision->reviewer, decision->decided,
                  decision->reason, decision->blob);
    decimal_add(out, decision->score, DECIMAL_PLACES_MOST);
    for (size_t i = 0; i < decision->evidence.count; i++)
        buffer_format(out, " %s|%s", decision->evidence.list[i].title,
                      decision->evidence.list[i].at);
    for (size_t i = 0; i < decision->condition_count; i++)
        buffer_format(out, " %s", decision->conditions[i]);
}

static char *all_of(struct snapshot *snapshot)
{
    struct buffer out = BUFFER_EMPTY;
    const struct assessment *assessment = snapshot->assessment;
    for (size_t i = 0; i < assessment->entry_count; i++) {
        const struct entry *entry = &assessment->entries[i];
        buffer_format(&out, "\n%s %s %s%s", entry->jurisdiction->name, entry->item->name,
                      state_ids[entry->state], entry->overdue ? " overdue" : "");
        if (entry->report)
            buffer_format(&out, " %s %s %s", entry->report->value, entry->report->text,
                          entry->report->blob);
        add_decision(&out, entry->decision);
        add_decision(&out, entry->withdrawal);
        if (entry->confirmation)
            buffer_format(&out, " %s %s", entry->confirmation->decision,
                          entry->confirmation->reason);
    }
    for (size_t i = 0; i < snapshot->files.count; i++)
        buffer_format(&out, "\n%s %s", snapshot->files.list[i].path, snapshot->files.list[i].blob);
    value_to_json(&out, snapshot_facts(snapshot));
    char *text = memory_text(out.bytes);
    buffer_free(&out);
    return text;
}

/* Reads main after `before`, which is freed first, and compares with reading it anew. */
static struct snapshot *checked_after(struct snapshot *before)
{
    struct snapshot *now = after(before), *fresh;
    size_t read = read_files;
    snapshot_free(before);
    if (snapshot_new(record, NULL, NULL, &fresh, &error))
        fail_msg("%s", error.text);
    char *shared = all_of(now), *anew = all_of(fresh);
    assert_string_equal(shared, anew);
    free(shared);
    free(anew);
    snapshot_free(fresh);
    read_files = read;
    return now;
}

/* ---- the tests ---- */

#define GOOD_DAYS "2020/checklist/air/good-days.md"

static void each_is_as_if_read_anew(void **state)
{
    (void)state;
    struct snapshot *now = checked_after(after(NULL));
    decide("siping air/good-days --verdict met --value 91");
    now = checked_after(now);
    assert_int_equal(read_files, 1);
    decide("siping work/t01 --verdict met");
    decide("baishan work/t01 --verdict unmet");
    now = checked_after(now);
    assert_int_equal(read_files, 2);
    decide("siping work/t01 --verdict withdrawn --note 误评");
    now = checked_after(now);
    assert_int_equal(read_files, 1);
    shell("rm -rf clone; git clone -q '%s' clone; cd clone; git rm -q "
          "2020/decisions/baishan/work/t01.md; git mv 2020/jurisdictions/baishan.md "
          "2020/jurisdictions/white.md; git commit -q -m 改名; git push -q",
          record_at());
    now = checked_after(now);
    assert_int_equal(read_files, 0);
    snapshot_free(now);
}

static void a_revised_item_makes_its_decisions_stale(void **state)
{
    (void)state;
    decide("siping air/good-days --verdict met --value 91");
    struct snapshot *now = after(NULL);
    char *item = memory_text(git("show main:" GOOD_DAYS));
    struct buffer revised = BUFFER_EMPTY;
    buffer_format(&revised, "%s\n补充要求。\n", item);
    push_file(GOOD_DAYS, revised.bytes);
    now = checked_after(now);
    const struct entry *entry;
    assert_int_equal(snapshot_entry(now, "siping", "air/good-days", &entry, &error), STATUS_OK);
    assert_int_equal(entry->state, STATE_STALE);
    push_file(GOOD_DAYS, item);
    now = checked_after(now);
    assert_int_equal(snapshot_entry(now, "siping", "air/good-days", &entry, &error), STATUS_OK);
    assert_int_equal(entry->state, STATE_DECIDED);
    snapshot_free(now);
    buffer_free(&revised);
    free(item);
}

static void a_mistake_leaves_the_one_before_as_it_was(void **state)
{
    (void)state;
    decide("siping air/good-days --verdict met --value 91");
    struct snapshot *before = after(NULL), *now;
    char *said = all_of(before);
    push_file("2020/decisions/siping/air/good-days.md", "no front matter\n");
    const struct snapshot_wanted wanted = {.before = before};
    assert_int_equal(snapshot_read(record, &wanted, &now, &error), STATUS_INPUT);
    assert_null(now);
    assert_non_null(strstr(error.text, "2020/decisions/siping/air/good-days.md:1"));
    char *again = all_of(before);
    assert_string_equal(said, again);
    free(said);
    free(again);
    snapshot_free(before);
}

static void many_share_in_any_order_of_ending(void **state)
{
    (void)state;
    struct snapshot *all[6] = {after(NULL)};
    char *said[6] = {all_of(all[0])};
    for (int i = 1; i < 6; i++) {
        char words[64];
        snprintf(words, sizeof words, "siping work/t%02d --verdict met", i);
        decide(words);
        all[i] = after(all[i - 1]);
        said[i] = all_of(all[i]);
    }
    static const int order[] = {3, 0, 5, 1, 4, 2};
    for (int i = 0; i < 6; i++) {
        for (int j = i; j < 6; j++) {
            char *text = all_of(all[order[j]]);
            assert_string_equal(text, said[order[j]]);
            free(text);
        }
        snapshot_free(all[order[i]]);
        free(said[order[i]]);
    }
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_is_as_if_read_anew),
        TEST(a_revised_item_makes_its_decisions_stale),
        TEST(a_mistake_leaves_the_one_before_as_it_was),
        TEST(many_share_in_any_order_of_ending),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
