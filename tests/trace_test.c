/* The commits behind a figure: found in slices, by the blob. */
#include "records/trace.h"

#include "core/language.h"
#include "records/snapshot.h"
#include "tests/harness/record.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct error error;
static struct record *record;
static struct snapshot *snapshot;
static struct trace *trace;

static void run(const char *words, const char *person)
{
    const char *said = shell("export GIT_AUTHOR_NAME=%s GIT_AUTHOR_EMAIL=%s@example.org; "
                             "'%s' -C '%s' %s",
                             person, person, program_at(), record_at(), words);
    if (last_exit != 0)
        fail_msg("%s: %s", words, said);
}

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    if (record_init(record_at(), template_at(), &error))
        fail_msg("%s", error.text);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    trace_free(trace);
    snapshot_free(snapshot);
    record_free(record);
    record_folder_remove();
    trace = NULL;
    snapshot = NULL;
    record = NULL;
    return 0;
}

/* Begins to trace a fact of the record as it is now; gives its source. */
static const struct source *begin(const char *fact)
{
    if (record_open(record_at(), &record, &error) ||
        snapshot_new(record, NULL, NULL, &snapshot, &error))
        fail_msg("%s", error.text);
    const struct source *source = value_at(snapshot_facts(snapshot), fact)->source;
    if (trace_new(record, snapshot, source, &trace, &error))
        fail_msg("%s", error.text);
    return source;
}

/* Reads to the end in slices, and gives how many it took. */
static int read_all(size_t slice)
{
    int slices = 0;
    for (; trace_is_open(trace); slices++)
        if (trace_read(trace, snapshot, slice, &error))
            fail_msg("%s", error.text);
    return slices;
}

static void assert_found(const struct entry *entry, const char *commit)
{
    char expected[COMMIT_SIZE] = "";
    if (*commit)
        snprintf(expected, sizeof expected, "%.40s", git("rev-parse %s", commit));
    assert_string_equal(trace_commit(trace, entry), expected);
}

static void every_decision_has_the_commit_that_brought_it(void **state)
{
    (void)state;
    run("decide siping work/t01 --verdict unmet", "王芳");
    run("decide siping work/t02 --verdict met", "王芳");
    run("decide siping work/t01 --verdict met", "王芳");
    run("confirm siping work/t02", "李明");
    run("decide baishan work/t01 --verdict met", "王芳");
    const struct source *source = begin("siping.work.score");
    assert_int_equal(read_all(1), 4);
    assert_found(source->basis[0], "main~2");
    assert_found(source->basis[1], "main~3");
    assert_found(source->basis[2], "");
}

static void a_slice_reads_no_more_than_it_was_told(void **state)
{
    (void)state;
    run("decide siping work/t01 --verdict met", "王芳");
    run("decide siping work/t02 --verdict met", "王芳");
    const struct source *source = begin("siping.work.score");
    assert_int_equal(trace_read(trace, snapshot, 1, &error), STATUS_OK);
    assert_true(trace_is_open(trace));
    assert_found(source->basis[0], "");
    assert_found(source->basis[1], "main");
    assert_int_equal(read_all(SIZE_MAX), 1);
    assert_found(source->basis[0], "main~1");
}

/* Trailers are where to look; a commit without them is not found, and the search ends. */
static void a_commit_without_trailers_is_not_found(void **state)
{
    (void)state;
    run("decide siping work/t01 --verdict met", "王芳");
    char file[2048];
    snprintf(file, sizeof file, "%s\n好。\n", git("show main:2020/decisions/siping/work/t01.md"));
    push_file("2020/decisions/siping/work/t01.md", file);
    const struct source *source = begin("siping.work.score");
    assert_int_equal(read_all(SIZE_MAX), 1);
    assert_found(source->basis[0], "");
}

static void a_fact_that_rests_on_nothing_is_not_searched_for(void **state)
{
    (void)state;
    begin("year");
    assert_false(trace_is_open(trace));
    assert_int_equal(trace_read(trace, snapshot, SIZE_MAX, &error), STATUS_OK);
}

static void formulas_are_in_the_language_in_force(void **state)
{
    (void)state;
    static const char name[] = "siping.rank";
    language_set(LANGUAGE_EN);
    assert_string_equal(begin(name)->formula, "order of the totals");
    language_set(LANGUAGE_ZH);
    const struct value *facts = snapshot_facts(snapshot);
    assert_string_equal(value_at(facts, name)->source->formula, "按总分排名");
    assert_ptr_equal(facts, snapshot_facts(snapshot));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        TEST(every_decision_has_the_commit_that_brought_it),
        TEST(a_slice_reads_no_more_than_it_was_told),
        TEST(a_commit_without_trailers_is_not_found),
        TEST(a_fact_that_rests_on_nothing_is_not_searched_for),
        TEST(formulas_are_in_the_language_in_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
