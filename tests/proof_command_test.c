/*
 * kaoping proof as a person types it: what it lists, who may waive and what git then has, what
 * verify says of waivers that others wrote, and that publishing waits for it.
 */
#include "tests/harness/record.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define WAIVERS "2020/circular/waivers.md"

/* One reviews, one confirms and publishes, one administers. */
static const char *const reviewers =
    "---\nreviewers:\n"
    "  - {name: wangfang, email: wangfang@example.org, roles: [review]}\n"
    "  - {name: liming, email: liming@example.org, roles: [confirm, publish]}\n"
    "  - {name: zhao, email: zhao@example.org, roles: [administer]}\n---\n";

/* Two slips, one of them in a partial. */
static const char *const circular =
    "# 通报\n\n四平市,白山市。\n\n{{>part}}\n\n---\n\n`{{record.commit}}`\n";

static const char *as(const char *name, const char *words)
{
    return shell("export GIT_AUTHOR_NAME=%s GIT_AUTHOR_EMAIL=%s@example.org "
                 "GIT_COMMITTER_NAME=%s GIT_COMMITTER_EMAIL=%s@example.org; "
                 "'%s' -C '%s' --lang en %s",
                 name, name, name, name, program_at(), record_at(), words);
}

static void assert_says(const char *said, int status, const char *part)
{
    if (last_exit != status || !strstr(said, part))
        fail_msg("exit %d instead of %d, or no '%s' in: %s", last_exit, status, part, said);
}

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    folder_put("t/reviewers.md", reviewers);
    folder_put("t/2020/circular/circular.md", circular);
    folder_put("t/2020/circular/part.md", "水质(好)。\n");
    shell(
        "export GIT_AUTHOR_NAME=zhao GIT_AUTHOR_EMAIL=zhao@example.org; '%s' init '%s' --from ./t",
        program_at(), record_at());
    return last_exit;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

/* The id of the finding whose line holds the text. */
static const char *id_of(const char *text)
{
    static char id[9];
    const char *said = as("liming", "proof"), *line = strstr(said, text);
    const char *open = line ? strchr(line, '[') : NULL;
    if (!open)
        fail_msg("no '%s' in: %s", text, said);
    snprintf(id, sizeof id, "%.8s", open + 1);
    return id;
}

static const char *waive(const char *name, const char *id, const char *reason)
{
    char words[256];
    snprintf(words, sizeof words, "proof --waive %s --reason '%s'", id, reason);
    return as(name, words);
}

/* ---- listing ---- */

static void findings_are_listed_with_place_reason_and_remedy(void **state)
{
    (void)state;
    const char *said = as("wangfang", "proof");
    assert_says(said, 1,
                "2020/circular/circular.md:3: half-width ',' in Chinese text: 四平市,白山市。: "
                "write ， [");
    assert_says(said, 1, "part:1: half-width '(' in Chinese text: 水质(好)。: write （ [");
    assert_says(said, 1, "3 open, 0 notes, 0 waived");
    said = as("wangfang", "proof --json");
    assert_says(said, 1, "\"open\": 3");
    assert_says(said, 1, "\"rule\": \"half-width\"");
    assert_says(said, 1, "\"excerpt\": \"四平市,白山市。\"");
    assert_says(as("wangfang", "--lang zh proof"), 2, "--lang");
    push_file("2020/circular/circular.md", "# 通报\n\n四平市、白山市。\n");
    assert_says(as("wangfang", "proof"), 0, "0 open, 0 notes, 0 waived");
}

static void wrong_words_are_refused(void **state)
{
    (void)state;
    assert_says(as("liming", "proof --reason x"), 2, "--reason goes with --waive");
    assert_says(as("liming", "proof --waive 12345678 --reason x"), 2,
                "'12345678' is no finding that waits");
    assert_says(waive("liming", id_of("四平市,"), " "), 2, "a waiver needs a reason");
    push_file("2020/circular/circular.md", "# 通报\n\n{{#a}}\n");
    assert_says(as("liming", "proof"), 2, "circular.md:3: the section 'a' is never ended");
}

/* ---- waiving ---- */

static void a_waiver_is_one_commit_that_names_the_finding(void **state)
{
    (void)state;
    char id[9];
    snprintf(id, sizeof id, "%s", id_of("四平市,"));
    assert_says(waive("liming", id, "引文如此"), 0, "2020年度校对放行");
    assert_string_equal(git("show --format= --name-status main"), "A\t" WAIVERS "\n");
    const char *subject = git("log -1 --format='%%an %%s' main");
    assert_non_null(strstr(subject, "liming 2020年度校对放行"));
    assert_non_null(strstr(subject, id));
    const char *file = git("show main:" WAIVERS);
    assert_non_null(strstr(file, "    rule: half-width\n"));
    assert_non_null(strstr(file, "    reason: 引文如此\n    by: liming <liming@example.org>\n"));
    const char *said = as("wangfang", "proof");
    assert_says(said, 1, "waived by liming <liming@example.org>: 引文如此");
    assert_says(said, 1, "2 open, 0 notes, 1 waived");
    assert_says(waive("liming", id, "引文如此"), 1, "was waived already");
    assert_says(waive("zhao", id_of("'('"), "照录"), 0, "校对放行");
    assert_non_null(strstr(git("show main:" WAIVERS), "reason: 引文如此"));
    assert_says(as("wangfang", "verify"), 0, "findings: 0");
}

static void who_neither_publishes_nor_administers_may_not_waive(void **state)
{
    (void)state;
    const char *before = git("rev-parse main");
    char kept[64];
    snprintf(kept, sizeof kept, "%s", before);
    assert_says(waive("wangfang", id_of("四平市,"), "引文如此"), 1, "reviewers.md");
    assert_string_equal(git("rev-parse main"), kept);
}

static void a_waiver_without_its_finding_is_a_note(void **state)
{
    (void)state;
    assert_says(waive("liming", id_of("四平市,"), "引文如此"), 0, "校对放行");
    push_file("2020/circular/circular.md", "# 通报\n\n四平市、白山市。\n");
    const char *said = as("wangfang", "proof");
    assert_says(said, 0, WAIVERS ": note: ");
    assert_says(said, 0, "0 open, 1 notes, 0 waived");
}

static void waivers_are_no_partial(void **state)
{
    (void)state;
    assert_says(waive("liming", id_of("四平市,"), "引文如此"), 0, "校对放行");
    push_file("2020/circular/circular.md", "# 通报\n\n{{>waivers}}\n");
    assert_says(as("wangfang", "render"), 2, "no fact or partial 'waivers'");
}

/* ---- waivers that others wrote ---- */

static void push_waivers(const char *by, const char *reason)
{
    char text[512];
    snprintf(text, sizeof text,
             "---\nwaived:\n  - finding: 12345678\n    rule: half-width\n    excerpt: 甲\n"
             "    reason: %s\n    by: %s\n    when: 2021-04-06T09:00:00+08:00\n---\n",
             reason, by);
    push_file(WAIVERS, text);
}

static void verify_finds_a_waiver_in_the_name_of_another(void **state)
{
    (void)state;
    push_waivers("liming <liming@example.org>", "照录");
    const char *said = as("zhao", "verify");
    assert_says(said, 1, WAIVERS);
    assert_says(said, 1, "the file is of liming <liming@example.org>");
}

static void verify_finds_a_waiver_that_cannot_be_read(void **state)
{
    (void)state;
    push_waivers("zhao <zhao@example.org>", "");
    assert_says(as("zhao", "verify"), 1, "'reason' is missing");
    assert_says(as("zhao", "proof"), 2, WAIVERS);
}

/* ---- publishing ---- */

static void publishing_waits_until_each_finding_is_mended_or_waived(void **state)
{
    (void)state;
    const char *said = as("liming", "publish");
    assert_says(said, 1, "circular.md:3: half-width ',' in Chinese text");
    assert_says(said, 1, "is open in 3 places");
    assert_string_equal(git("tag"), "");
    push_file("2020/circular/part.md", "水质（好）。\n");
    assert_says(as("liming", "publish"), 1, "is open in 1 places");
    char id[9];
    snprintf(id, sizeof id, "%s", id_of("四平市,"));
    assert_says(waive("liming", id, "引文如此"), 0, "校对放行");
    assert_says(as("liming", "publish"), 0, "tag circular/2020");
    push_file("2020/circular/circular.md", "# 通报\n\n白山市,四平市。\n");
    assert_says(waive("liming", id_of("白山市,"), "引文如此"), 1, "published and frozen");
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(findings_are_listed_with_place_reason_and_remedy),
        TEST(wrong_words_are_refused),
        TEST(a_waiver_is_one_commit_that_names_the_finding),
        TEST(who_neither_publishes_nor_administers_may_not_waive),
        TEST(a_waiver_without_its_finding_is_a_note),
        TEST(waivers_are_no_partial),
        TEST(verify_finds_a_waiver_in_the_name_of_another),
        TEST(verify_finds_a_waiver_that_cannot_be_read),
        TEST(publishing_waits_until_each_finding_is_mended_or_waived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
