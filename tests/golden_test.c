/*
 * The golden circular: what the complete sample of templates/jilin-2020 prints, to the byte, in
 * every format. Commits and hashes alone differ from record to record; they are masked. The page's
 * style and its list of sources are left out.
 *
 * Where a change is meant, the new text is read, and then taken over:
 *     build/kaoping init /tmp/r --from jilin-2020 --sample=complete
 *     build/kaoping -C /tmp/r render --format text |
 *         sed -E '/^<style>/,/^<.style>/d; /^<section class=.sources/,/^<.section>/d' |
 *         sed -E 's/[0-9a-f]{12,64}/COMMIT/g' >tests/golden/circular-2020.text
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char folder[] = "/tmp/kaoping-golden-XXXXXX";

/* Runs a line of shell, where $k is the program and $r the record; returns its exit status. */
static int shell(const char *line)
{
    int status = system(line); /* NOLINT(cert-env33-c): the lines are the tests' own */
    return status == -1 ? -1 : status >> 8;
}

static int make_record(void **state)
{
    (void)state;
    const char *program = getenv("KAOPING_PROGRAM");
    if (!mkdtemp(folder))
        return -1;
    setenv("k", program ? program : "build/kaoping", 1);
    setenv("f", folder, 1);
    setenv("HOME", folder, 1);
    setenv("GIT_AUTHOR_NAME", "王芳", 1);
    setenv("GIT_AUTHOR_EMAIL", "wangfang@example.org", 1);
    return shell("\"$k\" init \"$f/r\" --from jilin-2020 --sample=complete >\"$f/out\" 2>&1");
}

static int remove_record(void **state)
{
    (void)state;
    return shell("rm -rf \"$f\"");
}

static void assert_golden(const char *format)
{
    setenv("format", format, 1);
    assert_int_equal(shell("\"$k\" -C \"$f/r\" render --format $format >\"$f/got\""), 0);
    assert_int_equal(
        shell("sed -E '/^<style>/,/^<.style>/d; /^<section class=.sources/,/^<.section>/d; "
              "s/[0-9a-f]{12,64}/COMMIT/g' \"$f/got\" | "
              "diff -u tests/golden/circular-2020.$format -"),
        0);
}

static void the_circular_in_markdown(void **state)
{
    (void)state;
    assert_golden("md");
}

static void the_circular_as_text(void **state)
{
    (void)state;
    assert_golden("text");
}

static void the_circular_as_a_page(void **state)
{
    (void)state;
    assert_golden("html");
}

/* A published page is rendered again when it is verified: by anybody, in any clone. */
static void neither_the_language_nor_the_clone_changes_the_circular(void **state)
{
    (void)state;
    static const char *const formats[] = {"md", "text", "html"};
    assert_int_equal(shell("git clone -q --bare \"$f/r\" \"$f/another name\""), 0);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        setenv("format", formats[i], 1);
        assert_int_equal(shell("\"$k\" --lang en -C \"$f/r\" render --format $format >\"$f/en\" && "
                               "LC_ALL=POSIX \"$k\" --lang zh -C \"$f/another name\" render "
                               "--format $format | cmp - \"$f/en\""),
                         0);
    }
}

/* 19 + 17 + 87 tasks; a ledger of two more makes 21 of the central inspection, and what rests on
 * them is open until they are decided. */
static void a_ledger_of_tasks_enters_the_checklist_and_the_counts(void **state)
{
    (void)state;
    assert_int_equal(
        shell("{ echo category,id,name,inspection,number,problem,deadline,applies; "
              "echo 'central,new-1,新任务一,central,91,问题,2020-12-31,siping'; "
              "echo 'central,new-2,新任务二,central,92,\"问题, 又一个\",standing,siping;city'; "
              "} >\"$f/ledger.csv\" && "
              "GIT_AUTHOR_NAME=李明 GIT_AUTHOR_EMAIL=liming@example.org "
              "\"$k\" -C \"$f/r\" import rectifications \"$f/ledger.csv\" >\"$f/out\""),
        0);
    assert_int_equal(shell("\"$k\" -C \"$f/r\" facts | "
                           "grep -q '^rectification.central.count = 21$'"),
                     0);
    assert_int_equal(shell("\"$k\" -C \"$f/r\" render >\"$f/out\" 2>&1"), 1);
    /* the same ledger again: the items are there, nothing changes */
    assert_int_equal(shell("git -C \"$f/r\" rev-parse main >\"$f/before\"; "
                           "GIT_AUTHOR_NAME=李明 GIT_AUTHOR_EMAIL=liming@example.org "
                           "\"$k\" -C \"$f/r\" import rectifications \"$f/ledger.csv\" "
                           "2>\"$f/out\""),
                     2);
    assert_int_equal(shell("git -C \"$f/r\" rev-parse main | cmp - \"$f/before\" && "
                           "grep -q 'ledger.csv:2: ' \"$f/out\""),
                     0);
}

static void evidence_that_is_a_file_is_recorded_with_its_hash(void **state)
{
    (void)state;
    assert_int_equal(shell("echo 年报 >\"$f/report.pdf\" && "
                           "\"$k\" -C \"$f/r\" decide siping air/city-pm25 --verdict met "
                           "--value 30 --evidence \"年报|$f/report.pdf\" --evidence 档案12号 "
                           ">\"$f/out\""),
                     0);
    assert_int_equal(
        shell("git -C \"$f/r\" show main:2020/decisions/siping/air/city-pm25.md >\"$f/out\" && "
              "grep -q \"sha256: $(sha256sum <\"$f/report.pdf\" | cut -d' ' -f1)\" \"$f/out\" && "
              "test \"$(grep -c sha256 \"$f/out\")\" = 1"),
        0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_circular_in_markdown),
        cmocka_unit_test(the_circular_as_text),
        cmocka_unit_test(the_circular_as_a_page),
        cmocka_unit_test(neither_the_language_nor_the_clone_changes_the_circular),
        cmocka_unit_test(a_ledger_of_tasks_enters_the_checklist_and_the_counts),
        cmocka_unit_test(evidence_that_is_a_file_is_recorded_with_its_hash),
    };
    return cmocka_run_group_tests(tests, make_record, remove_record);
}
