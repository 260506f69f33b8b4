/*
 * Every libFuzzer target from its kept corpus, for a bounded time and from one seed, so that a run
 * can be repeated. make fuzz runs each for longer, each time another way.
 * They are built apart (make fuzzers), and not beside a build that is sanitized itself.
 */
#include "tests/harness/record.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { SECONDS = 2 };

static void run_fuzzer(const char *name)
{
    char fuzzer[PATH_MAX + 64], here[PATH_MAX];
    snprintf(fuzzer, sizeof fuzzer, "%s", program_at());
    snprintf(strrchr(fuzzer, '/'), 64, "/fuzz/%s", name);
    if (access(fuzzer, X_OK)) {
        print_message("skipped: there is no %s: see 'make fuzzers'\n", fuzzer);
        skip();
    }
    assert_non_null(getcwd(here, sizeof here));
    const char *said =
        shell("cd '%s' && FUZZ_SEED=1 ./scripts/fuzz '%s' %d", here, fuzzer, SECONDS);
    print_message("%s", said);
    if (last_exit != 0)
        fail_msg("%s", name);
}

static void front_matter_of_any_bytes_is_read_or_refused(void **state)
{
    (void)state;
    run_fuzzer("front");
}

static void reports_decisions_and_confirmations_read_back_as_written(void **state)
{
    (void)state;
    run_fuzzer("leaf");
}

static void a_year_with_any_file_in_it_is_loaded_or_refused(void **state)
{
    (void)state;
    run_fuzzer("assessment");
}

static void csv_of_any_bytes_is_read_or_refused(void **state)
{
    (void)state;
    run_fuzzer("csv");
}

static void any_template_is_rendered_or_refused(void **state)
{
    (void)state;
    run_fuzzer("template");
}

static void any_commit_is_shown_and_every_message_has_its_trailers(void **state)
{
    (void)state;
    run_fuzzer("trailers");
}

static void any_signature_is_checked_or_refused(void **state)
{
    (void)state;
    run_fuzzer("signature");
}

static void a_cache_of_any_words_is_read_back_as_written_or_refused(void **state)
{
    (void)state;
    run_fuzzer("cache");
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
    record_folder_remove();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(front_matter_of_any_bytes_is_read_or_refused),
        cmocka_unit_test(reports_decisions_and_confirmations_read_back_as_written),
        cmocka_unit_test(a_year_with_any_file_in_it_is_loaded_or_refused),
        cmocka_unit_test(csv_of_any_bytes_is_read_or_refused),
        cmocka_unit_test(any_template_is_rendered_or_refused),
        cmocka_unit_test(any_commit_is_shown_and_every_message_has_its_trailers),
        cmocka_unit_test(any_signature_is_checked_or_refused),
        cmocka_unit_test(a_cache_of_any_words_is_read_back_as_written_or_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
