/* `kaoping verify` on the command line, and as the pre-receive hook of a bare host: with real
 * pushes, which git keeps apart until the hook has let them in. */
#include "tests/harness/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LI "env GIT_AUTHOR_NAME=李明 GIT_AUTHOR_EMAIL=liming@example.org "
#define WANG "env GIT_AUTHOR_NAME=王芳 GIT_AUTHOR_EMAIL=wangfang@example.org "

/* Runs the program on the record, in English, as somebody. */
static const char *kaoping(const char *who, const char *words)
{
    return shell("%s '%s' -C '%s' --lang en %s", who, program_at(), record_at(), words);
}

static void assert_has(const char *said, const char *part)
{
    if (!strstr(said, part))
        fail_msg("'%s' is not in\n%s", part, said);
}

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    folder_put("t/2020/circular/circular.md", "{{year}}年\n\n`{{record.commit}}`\n");
    shell("'%s' init '%s' --from '%s'; git init -q --bare -b main host; mkdir -p host/hooks",
          program_at(), record_at(), template_at());
    shell("printf '#!/bin/sh\\nexec \"%s\" --lang en verify --incoming\\n' >host/hooks/pre-receive;"
          "chmod +x host/hooks/pre-receive",
          program_at());
    kaoping(LI, "decide siping air/good-days --verdict met --value 91");
    assert_int_equal(last_exit, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

/* ---- The command ---- */

static void a_sound_record_is_told_with_what_was_looked_at(void **state)
{
    (void)state;
    assert_string_equal(kaoping(LI, "verify"),
                        "looked at: commits 2, decisions 1, confirmations 0, signatures 0; "
                        "findings: 0\n");
    assert_int_equal(last_exit, 0);
}

static void a_finding_names_commit_file_rule_and_what_it_means(void **state)
{
    (void)state;
    push_file("2020/decisions/siping/air/readme.txt", "x\n");
    const char *said = kaoping(LI, "verify");
    assert_int_equal(last_exit, 1);
    assert_has(said, " 外来提交\n    2020/decisions/siping/air/readme.txt\n"
                     "      no file of a record lies there\n"
                     "      format: every file can be read by the program");
    assert_has(said, "findings: 1\nkaoping: the record breaks its rules, findings: 1\n");
}

static void only_what_came_since_is_looked_at(void **state)
{
    (void)state;
    push_file("2020/decisions/siping/air/readme.txt", "x\n");
    kaoping(LI, "decide siping air/good-days --verdict met --value 92");
    assert_has(kaoping(LI, "verify --since main~1"), "commits 1, decisions 1,");
    assert_int_equal(last_exit, 0);
    kaoping(LI, "verify --since nothing");
    assert_int_equal(last_exit, 2);
}

static void a_program_reads_the_findings_as_json(void **state)
{
    (void)state;
    push_file("2020/decisions/siping/air/readme.txt", "x\033[31m\n");
    const char *said = kaoping(LI, "verify --json");
    assert_int_equal(last_exit, 1);
    assert_has(said, "\"rule\": \"format\"");
    assert_has(said, "\"path\": \"2020/decisions/siping/air/readme.txt\"");
    assert_has(said, "\"commits\": 3");
}

static void evidence_that_changed_is_told_when_it_is_asked_for(void **state)
{
    (void)state;
    folder_put("proof.txt", "年报\n");
    kaoping(LI, "decide siping air/good-days --verdict met --value 92 --evidence proof.txt");
    kaoping(LI, "verify --evidence");
    assert_int_equal(last_exit, 0);
    folder_put("proof.txt", "另一份\n");
    kaoping(LI, "verify");
    assert_int_equal(last_exit, 0);
    assert_has(kaoping(LI, "verify --evidence"), "'proof.txt' is not what it was");
    assert_int_equal(last_exit, 1);
    assert_has(kaoping(LI, "verify --evidence=t"),
               "evidence compared: 0, not reachable from here: 1,");
    assert_int_equal(last_exit, 0); /* nothing lies there */
    assert_has(kaoping(LI, "verify --evidence=t --json"), "\"unreachable\": 1");
}

static void the_complete_sample_has_no_finding(void **state)
{
    (void)state;
    shell("'%s' init jilin --from jilin-2020 --sample=complete", program_at());
    const char *said = shell("'%s' -C jilin --lang en verify", program_at());
    assert_int_equal(last_exit, 0);
    assert_has(said, "decisions 776, confirmations 776, signatures 0; findings: 0\n");
}

static void a_text_of_the_record_cannot_touch_the_terminal(void **state)
{
    (void)state;
    shell("git clone -q '%s' clone; cd clone; echo x >'2020/\033[2Jx.md'; git add -A;"
          "git commit -q -m 'a\033]0;bad\007'; git push -q origin main",
          record_at());
    const char *said = kaoping(LI, "verify");
    assert_int_equal(last_exit, 1);
    assert_null(strchr(said, '\033'));
    assert_null(strchr(said, '\007'));
}

static void a_main_that_went_backwards_is_a_finding_until_it_is_accepted(void **state)
{
    (void)state;
    kaoping(LI, "verify");
    assert_int_equal(last_exit, 0);
    git("update-ref refs/heads/main main~1");
    assert_has(kaoping(LI, "verify"), "backwards: the record only grows");
    assert_int_equal(last_exit, 1);
    kaoping(LI, "verify --accept 0123456789");
    assert_int_equal(last_exit, 2);
    char words[64];
    snprintf(words, sizeof words, "verify --accept %.12s", git("rev-parse main"));
    assert_has(kaoping(LI, words), "is taken as what you saw last\n");
    assert_int_equal(last_exit, 0);
    assert_has(kaoping(LI, "verify"), "findings: 0\n");
    assert_int_equal(last_exit, 0);
}

/* ---- The hook ---- */

static void an_empty_host_takes_a_sound_record(void **state)
{
    (void)state;
    git("push -q ../host main");
    assert_int_equal(last_exit, 0);
    assert_string_equal(shell("git -C host rev-list --count main"), "2\n");
}

static void later_commits_are_taken(void **state)
{
    (void)state;
    git("push -q ../host main");
    kaoping(LI, "decide siping air/good-days --verdict met --value 92");
    git("push -q ../host main");
    assert_int_equal(last_exit, 0);
}

static void a_commit_that_breaks_a_rule_is_refused_with_the_reason(void **state)
{
    (void)state;
    git("push -q ../host main");
    push_file("2020/decisions/siping/air/good-days.md", "x\n");
    const char *said = git("push ../host main");
    assert_int_not_equal(last_exit, 0);
    assert_has(said, "remote: ");
    assert_has(said, "2020/decisions/siping/air/good-days.md");
    assert_has(said, "format: every file can be read by the program");
    assert_has(said, "kaoping: the push was refused");
    assert_string_equal(shell("git -C host rev-list --count main"), "2\n");
}

static void a_confirmation_of_ones_own_is_refused_at_the_door(void **state)
{
    (void)state;
    git("push -q ../host main");
    char text[1024];
    snprintf(text, sizeof text,
             "---\nitem: air/good-days\njurisdiction: siping\nverdict: confirmed\n"
             "decision: %.40s\nreviewer: 李明 <liming@example.org>\n---\n",
             git("rev-parse main:2020/decisions/siping/air/good-days.md"));
    push_file("2020/confirmations/siping/air/good-days.md", text);
    assert_has(git("push ../host main"), "two-people: nobody confirms");
    assert_int_not_equal(last_exit, 0);
}

static void a_rewritten_history_is_refused(void **state)
{
    (void)state;
    git("push -q ../host main");
    git("update-ref refs/heads/main main~1");
    kaoping(LI, "decide siping air/good-days --verdict met --value 50 --note 改");
    assert_has(git("push --force ../host main"), "history is never rewritten");
    assert_int_not_equal(last_exit, 0);
}

static void main_is_not_deleted(void **state)
{
    (void)state;
    git("push -q ../host main");
    shell("git -C host config receive.denyDeleteCurrent false");
    assert_has(git("push ../host :main"), "main is never deleted");
    assert_int_not_equal(last_exit, 0);
}

static void other_branches_and_tags_are_refused(void **state)
{
    (void)state;
    git("push -q ../host main");
    assert_has(git("push ../host main:work"), "and no other: push main alone");
    assert_int_not_equal(last_exit, 0);
    git("tag v1");
    git("push -q ../host v1");
    assert_int_not_equal(last_exit, 0);
    git("tag -m x circular/2020");
    assert_has(git("push ../host circular/2020"), "published nothing of that name");
    assert_int_not_equal(last_exit, 0);
}

static void a_publication_is_taken_with_its_tag(void **state)
{
    (void)state;
    kaoping(WANG, "publish");
    assert_int_equal(last_exit, 0);
    const char *said = git("push ../host main circular/2020");
    if (last_exit)
        fail_msg("%s", said);
    assert_has(git("push --force ../host main~1:refs/tags/circular/2020"),
               "never moved or deleted");
    assert_has(git("push ../host :circular/2020"), "never moved or deleted");
    assert_string_equal(shell("git -C host cat-file -t circular/2020"), "tag\n");
}

static void a_tag_may_follow_its_publication(void **state)
{
    (void)state;
    kaoping(WANG, "publish");
    git("push -q ../host main");
    assert_int_equal(last_exit, 0);
    git("push -q ../host circular/2020");
    assert_int_equal(last_exit, 0);
}

static void what_is_no_hooks_input_is_said(void **state)
{
    (void)state;
    assert_has(
        shell("echo x | '%s' -C '%s' --lang en verify --incoming", program_at(), record_at()),
        "this is no line of a pre-receive hook");
    assert_int_equal(last_exit, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sound_record_is_told_with_what_was_looked_at),
        TEST(a_finding_names_commit_file_rule_and_what_it_means),
        TEST(only_what_came_since_is_looked_at),
        TEST(a_program_reads_the_findings_as_json),
        TEST(evidence_that_changed_is_told_when_it_is_asked_for),
        TEST(the_complete_sample_has_no_finding),
        TEST(a_text_of_the_record_cannot_touch_the_terminal),
        TEST(a_main_that_went_backwards_is_a_finding_until_it_is_accepted),
        TEST(an_empty_host_takes_a_sound_record),
        TEST(later_commits_are_taken),
        TEST(a_commit_that_breaks_a_rule_is_refused_with_the_reason),
        TEST(a_confirmation_of_ones_own_is_refused_at_the_door),
        TEST(a_rewritten_history_is_refused),
        TEST(main_is_not_deleted),
        TEST(other_branches_and_tags_are_refused),
        TEST(a_publication_is_taken_with_its_tag),
        TEST(a_tag_may_follow_its_publication),
        TEST(what_is_no_hooks_input_is_said),
    };
    return cmocka_run_group_tests_name("incoming", tests, NULL, NULL);
}
