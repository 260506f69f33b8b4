/*
 * A main that goes backwards is reported before anything else, and nothing is written upon it
 * (rule 9). Only the person's own state can tell: git finds nothing wrong.
 */
#include "tests/harness/record.h"
#include "tests/harness/review.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char decide[] = "decide siping air/straw --verdict met";

/* What 李明's command says, with its exit status in last_exit. */
static const char *said(const char *words)
{
    return shell("export GIT_AUTHOR_NAME=李明 GIT_AUTHOR_EMAIL=liming@example.org; "
                 "'%s' --lang en -C '%s' %s 2>&1",
                 program_at(), record_at(), words);
}

static void roll_back(void)
{
    git("update-ref refs/heads/main main~1");
    assert_int_equal(last_exit, 0);
}

static struct terminal *open_as_li(const char *shown)
{
    const char *const argv[] = {program_at(), "-C", record_at(), "--lang", "zh", NULL};
    const char *const environment[] = {"LC_ALL=C.UTF-8", LI, NULL};
    struct terminal *terminal = terminal_open(argv, environment, 24, 80);
    assert_true(terminal_shows(terminal, shown));
    return terminal;
}

static void a_rollback_is_said_first_and_what_is_read_follows(void **state)
{
    (void)state;
    run(decide);
    roll_back();
    const char *text = said("status");
    assert_int_equal(last_exit, 0);
    assert_non_null(strstr(text, "went backwards"));
    assert_true(strstr(text, "went backwards") < strstr(text, "四平"));
    /* and again: what was seen stays seen */
    assert_non_null(strstr(said("status"), "went backwards"));
}

static void nothing_is_written_upon_a_main_that_went_backwards(void **state)
{
    (void)state;
    char tip[80];
    run(decide);
    roll_back();
    snprintf(tip, sizeof tip, "%s", git("rev-parse main"));
    const char *text = said(decide);
    assert_int_equal(last_exit, 4);
    const char *first = strstr(text, "went backwards");
    assert_non_null(first);
    assert_null(strstr(first + 1, "went backwards")); /* said once */
    assert_string_equal(git("rev-parse main"), tip);
}

static void a_rewritten_commit_is_noticed(void **state)
{
    (void)state;
    run(decide);
    git("update-ref refs/heads/main $(git -C '%s' commit-tree -p main~1 -m x 'main^{tree}')",
        record_at());
    assert_int_equal(last_exit, 0);
    assert_non_null(strstr(said("status"), "went backwards"));
}

static void a_commit_that_git_has_thrown_away_is_noticed(void **state)
{
    (void)state;
    run(decide);
    roll_back();
    git("reflog expire --expire=now --all");
    git("gc --prune=now --quiet");
    assert_int_equal(last_exit, 0);
    assert_non_null(strstr(said("status"), "went backwards"));
}

static void what_others_add_is_no_rollback(void **state)
{
    (void)state;
    run(decide);
    push_file("2020/circular/note.md", "说明\n");
    assert_null(strstr(said("status"), "went backwards"));
    said("decide siping air/straw --verdict unmet");
    assert_int_equal(last_exit, 0);
}

static void another_person_has_not_seen_what_is_gone(void **state)
{
    (void)state;
    run(decide);
    roll_back();
    const char *text = shell("export GIT_AUTHOR_NAME=孙丽 GIT_AUTHOR_EMAIL=sunli@example.org; "
                             "'%s' --lang en -C '%s' status 2>&1",
                             program_at(), record_at());
    assert_null(strstr(text, "went backwards"));
}

static void the_review_says_it_before_its_first_screen(void **state)
{
    (void)state;
    run(decide);
    roll_back();
    struct terminal *terminal = open_as_li("记录倒退");
    assert_false(terminal_has(terminal, "四平"));
    press(terminal, "\r", "记录倒退"); /* Enter alone does not pass it */
    press(terminal, "1", "四平");
    press(terminal, "\r", "> 待评定");
    press(terminal, "\r", "1 完成  2 部分完成");
    press(terminal, "1", "数值（%）：");
    press(terminal, "\r", "评定：完成");
    press(terminal, "\r", "记录倒退");
    press(terminal, "\033", "1 完成  2 部分完成"); /* drops it */
    quit(terminal);
    assert_string_equal(git("log -1 --format=%%s main -- 2020/decisions"), "");
}

static void a_rollback_under_an_open_review_is_said_and_not_followed(void **state)
{
    (void)state;
    run(decide);
    struct terminal *terminal = open_as_li("四平");
    roll_back();
    assert_true(terminal_shows(terminal, "记录倒退"));
    quit(terminal);
    assert_non_null(strstr(said("status"), "went backwards"));
}

/* A busy main has moved on before the person has typed what the message says. */
static void what_was_accepted_may_have_grown_meanwhile(void **state)
{
    (void)state;
    char name[16], wrong[64];
    run(decide);
    snprintf(wrong, sizeof wrong, "verify --accept %.12s", git("rev-parse main"));
    roll_back();
    snprintf(name, sizeof name, "%.12s", git("rev-parse main"));
    push_file("2020/circular/note.md", "说明\n");
    assert_non_null(strstr(said(wrong), "not behind main"));
    assert_int_equal(last_exit, 2);
    assert_non_null(strstr(said("verify --accept main"), "not behind main"));
    char accept[64];
    snprintf(accept, sizeof accept, "verify --accept %s", name);
    said(accept);
    assert_int_equal(last_exit, 0);
    assert_null(strstr(said("status"), "went backwards"));
    said(decide);
    assert_int_equal(last_exit, 0);
}

static void a_record_made_anew_at_its_place_is_not_taken_for_the_old_one(void **state)
{
    (void)state;
    run(decide);
    shell("rm -rf '%s'", record_at());
    shell("export GIT_AUTHOR_NAME=李明 GIT_AUTHOR_EMAIL=liming@example.org; "
          "'%s' init '%s' --from ./review",
          program_at(), record_at());
    assert_int_equal(last_exit, 0);
    assert_null(strstr(said("status"), "went backwards"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, review_set_up, review_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_rollback_is_said_first_and_what_is_read_follows),
        TEST(nothing_is_written_upon_a_main_that_went_backwards),
        TEST(a_rewritten_commit_is_noticed),
        TEST(a_commit_that_git_has_thrown_away_is_noticed),
        TEST(what_others_add_is_no_rollback),
        TEST(another_person_has_not_seen_what_is_gone),
        TEST(the_review_says_it_before_its_first_screen),
        TEST(a_rollback_under_an_open_review_is_said_and_not_followed),
        TEST(what_was_accepted_may_have_grown_meanwhile),
        TEST(a_record_made_anew_at_its_place_is_not_taken_for_the_old_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
