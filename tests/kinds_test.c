/*
 * Circulars of every kind: the records of tests/kinds, each of another shape, made and rendered
 * with no change to the code. expected.md is what the complete record prints, expected-draft.md
 * what it prints while its last six decisions are open.
 *
 * Where a change is meant, the new text is read, and then taken over:
 *     build/kaoping init /tmp/r --from ./tests/kinds/ranked/record --sample=complete
 *     build/kaoping -C /tmp/r render -o tests/kinds/ranked/expected.md
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char folder[] = "/tmp/kaoping-kinds-XXXXXX";

/* Runs a line of shell, where $k is the program, $f the folder and $kind the kind's name; returns
 * its exit status. */
static int shell(const char *line)
{
    int status = system(line); /* NOLINT(cert-env33-c): the lines are the tests' own */
    return status == -1 ? -1 : status >> 8;
}

static void must(const char *line)
{
    if (shell(line) != 0)
        fail_msg("%s: %s", getenv("kind"), line);
}

static int set_up(void **state)
{
    (void)state;
    const char *program = getenv("KAOPING_PROGRAM");
    if (!mkdtemp(folder))
        return -1;
    setenv("k", program ? program : "build/kaoping", 1);
    setenv("f", folder, 1);
    setenv("HOME", folder, 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("GIT_AUTHOR_NAME", "周敏", 1);
    setenv("GIT_AUTHOR_EMAIL", "zhoumin@example.org", 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    return shell("rm -rf \"$f\"");
}

/* ---- The complete record ---- */

static void check_markdown(void)
{
    must("\"$k\" -C \"$f/r\" render | diff -u tests/kinds/$kind/expected.md -");
}

/* Leaves of a text its characters alone. */
#define CHARACTERS "tr -d ' \\n' | sed 's/\u3000//g'"

/* What the Markdown says, without its marks, is what the text says, without its lines; of a table,
 * whose rows and head may be parted, each cell below the head. */
static void check_text(void)
{
    must("\"$k\" -C \"$f/r\" render --format text >\"$f/text\" && test -s \"$f/text\"");
    must("! grep -q '{{\\|}}\\|\\*\\*\\|^#' \"$f/text\"");
    must("test \"$(wc -L <\"$f/text\")\" -le 56");
    must("sed '/^-*$/d' \"$f/text\" | " CHARACTERS " >\"$f/all\""); /* rules of the end matter */
    if (shell("grep -q '^|' tests/kinds/$kind/expected.md") == 0)
        must("sed -n 's/^| \\([0-9].*\\) |$/\\1/p' tests/kinds/$kind/expected.md | "
             "sed 's/ | /\\n/g' | while read -r cell; do grep -q -F -e \"$cell\" \"$f/all\" || "
             "{ echo \"not in the text: $cell\"; exit 1; }; done");
    else
        must("sed -E '/^(=+|---)$/d; s/^#+ //; s/\\\\$//' tests/kinds/$kind/expected.md "
             "| " CHARACTERS " | cmp \"$f/all\" -");
}

/* Every jurisdiction that the Markdown names stands on the page, and every heading. */
static void check_page(void)
{
    must("\"$k\" -C \"$f/r\" render --format html >\"$f/page\" && test -s \"$f/page\"");
    must("for name in $(sed -n 's/^name: //p' tests/kinds/$kind/record/*/jurisdictions/*.md); do "
         "! grep -q $name tests/kinds/$kind/expected.md || grep -q $name \"$f/page\" || exit 1; "
         "done");
    must("! grep -q '{{[#^/a-z]\\|<p>#' \"$f/page\"");
}

/* ---- Half decided ---- */

static void check_draft(void)
{
    must("\"$k\" init \"$f/half\" --from ./tests/kinds/$kind/record --sample >\"$f/out\"");
    if (shell("\"$k\" -C \"$f/half\" render >\"$f/out\" 2>\"$f/why\"") != 1)
        fail_msg("%s: the final circular should have been refused", getenv("kind"));
    must("test ! -s \"$f/out\" && grep -q '^kaoping: .*:[0-9]*: ' \"$f/why\"");
    must("\"$k\" -C \"$f/half\" render --draft | diff -u tests/kinds/$kind/expected-draft.md -");
    must("\"$k\" -C \"$f/half\" render --draft --format html >\"$f/out\" && test -s \"$f/out\"");
    must("\"$k\" -C \"$f/half\" render --draft --format text >\"$f/out\" && test -s \"$f/out\"");
}

static void check(const char *kind)
{
    setenv("kind", kind, 1);
    must("rm -rf \"$f/r\" \"$f/half\" \"$f/.local\"");
    must("\"$k\" init \"$f/r\" --from ./tests/kinds/$kind/record --sample=complete >\"$f/out\"");
    check_markdown();
    check_text();
    check_page();
    check_draft();
    must("\"$k\" -C \"$f/r\" verify >\"$f/out\"");
}

static void no_sections_and_one_paragraph_with_the_rest_as_a_clause(void **state)
{
    (void)state;
    check("one-paragraph");
}

static void three_lists_with_counts_in_brackets(void **state)
{
    (void)state;
    check("three-lists");
}

static void classes_by_grades_with_quotas_one_unit_a_line(void **state)
{
    (void)state;
    check("class-quota");
}

static void all_by_rank_with_equal_ones_named(void **state)
{
    (void)state;
    check("ranked");
}

static void the_same_units_by_four_criteria_without_empty_classes(void **state)
{
    (void)state;
    check("four-criteria");
}

static void overlapping_lists_with_award_and_criticism(void **state)
{
    (void)state;
    check("criticism");
}

static void several_issuers(void **state)
{
    (void)state;
    check("several-issuers");
}

static void an_annex_only(void **state)
{
    (void)state;
    check("annex-only");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_sections_and_one_paragraph_with_the_rest_as_a_clause),
        cmocka_unit_test(three_lists_with_counts_in_brackets),
        cmocka_unit_test(classes_by_grades_with_quotas_one_unit_a_line),
        cmocka_unit_test(all_by_rank_with_equal_ones_named),
        cmocka_unit_test(the_same_units_by_four_criteria_without_empty_classes),
        cmocka_unit_test(overlapping_lists_with_award_and_criticism),
        cmocka_unit_test(several_issuers),
        cmocka_unit_test(an_annex_only),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
