/*
 * The auditor's page of the README: ten questions, each answered by git alone and by the program.
 * The commands are read from the page itself, both languages' pages have the same, and what each
 * says about a record that is known is checked here.
 */
#include "core/buffer.h"
#include "core/memory.h"
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

enum { QUESTIONS = 10, WAYS = 2 };

/* What the answers must hold, in the page's order: git's, and the program's. */
static const char *const answers[QUESTIONS][WAYS] = {
    {"王芳 <wangfang@example.org> 四平市 ", "王芳 <wangfang@example.org>"},
    {"-value: 32", "32"},
    {"2020/confirmations/siping/air/city-pm25.md:decision: ", "\"state\": \"confirmed\""},
    {"四平市 细颗粒物（PM2.5）年均浓度：完成 31", "四平市 细颗粒物（PM2.5）年均浓度：完成 31"},
    {"四平市 细颗粒物（PM2.5）年均浓度：复核通过", "四平市 细颗粒物（PM2.5）年均浓度：复核通过"},
    {" G liming@example.org liming@example.org 四平市 ", "findings: 0"},
    {"吉林省人民政府", "吉林省人民政府"},
    {"四平市 细颗粒物（PM2.5）年均浓度", "siping"},
    {"", "findings: 0"},
    {"wangfang@example.org", "wangfang@example.org"},
};

static char here[PATH_MAX];

/* The page's commands, in its order: the indented lines of its section. */
static size_t read_page(const char *path, const char *heading, char **commands, size_t most)
{
    struct buffer text = BUFFER_EMPTY;
    char full[PATH_MAX + 64], part[4096];
    size_t count = 0, size;
    snprintf(full, sizeof full, "%s/%s", here, path);
    FILE *file = fopen(full, "re");
    assert_non_null(file);
    while ((size = fread(part, 1, sizeof part, file)) > 0)
        buffer_add_bytes(&text, part, size);
    fclose(file);
    char *section = strstr(text.bytes, heading);
    assert_non_null(section);
    char *end = strstr(section + 3, "\n## "), *rest = NULL;
    assert_non_null(end);
    *end = '\0';
    for (char *line = strtok_r(section, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        if (strncmp(line, "    ", 4) == 0 && count < most)
            commands[count++] = memory_text(line + 4);
    buffer_free(&text);
    return count;
}

static void answer(const char *command, const char *expected)
{
    const char *said = shell("%s", command);
    if (last_exit != 0 || !strstr(said, expected))
        fail_msg("%s\nexit %d, and lacks '%s':\n%s", command, last_exit, expected, said);
}

static void the_pages_ten_questions_are_answered_by_git_and_by_the_program(void **state)
{
    (void)state;
    char *commands[QUESTIONS * WAYS + 1] = {NULL};
    size_t count =
        read_page("README.md", "## An auditor's ten questions", commands, QUESTIONS * WAYS + 1);
    assert_int_equal(count, QUESTIONS * WAYS);
    for (size_t i = 0; i < count; i++) {
        const char *program = i % WAYS ? "kaoping" : "git";
        if (strncmp(commands[i], program, strlen(program)) != 0)
            fail_msg("no command of %s: %s", program, commands[i]);
        answer(commands[i], answers[i / WAYS][i % WAYS]);
        free(commands[i]);
    }
}

static void both_pages_have_the_same_commands(void **state)
{
    (void)state;
    enum { MOST = QUESTIONS * WAYS + 1 };
    char *commands[2][MOST] = {{NULL}};
    size_t english = read_page("README.md", "## An auditor's ten questions", commands[0], MOST);
    size_t chinese = read_page("README.zh-CN.md", "## 审计人员的十个问题", commands[1], MOST);
    assert_int_equal(english, chinese);
    for (size_t i = 0; i < english; i++) {
        assert_string_equal(commands[0][i], commands[1][i]);
        free(commands[0][i]);
        free(commands[1][i]);
    }
}

/* Nothing was taken away, so git's answer to the ninth question is none. */
static void a_file_that_was_taken_away_is_an_answer(void **state)
{
    (void)state;
    shell("git clone -q RECORD away && cd away && "
          "git rm -q 2020/decisions/siping/air/city-pm25.md && git commit -qm x && git push -q");
    assert_int_equal(last_exit, 0);
    answer("git -C RECORD log --oneline --diff-filter=D --name-only main",
           "2020/decisions/siping/air/city-pm25.md");
    shell("kaoping -C RECORD verify");
    assert_int_equal(last_exit, 1);
}

/* ---- the record ---- */

static void must(const char *command)
{
    const char *said = shell("%s", command);
    if (last_exit != 0)
        fail_msg("%s: exit %d: %s", command, last_exit, said);
}

#define AS_LI                                                            \
    "export GIT_AUTHOR_NAME=李明 GIT_AUTHOR_EMAIL=liming@example.org " \
    "GIT_COMMITTER_NAME=李明 GIT_COMMITTER_EMAIL=liming@example.org; "
#define AS_CHEN "export GIT_AUTHOR_NAME=陈静 GIT_AUTHOR_EMAIL=chenjing@example.org; "

/* The complete sample; 王芳 changes a decision that was confirmed, 李明, whose key is listed and
 * who signs, confirms it, and 陈静 publishes. */
static int set_up(void **state)
{
    (void)state;
    assert_non_null(getcwd(here, sizeof here));
    record_folder_new();
    folder_put("bin/.keep", "");
    char path[PATH_MAX + 16];
    const char *before = getenv("PATH");
    snprintf(path, sizeof path, "%s/bin:%s", record_folder(), before ? before : "/usr/bin:/bin");
    setenv("PATH", path, 1);
    setenv("KAOPING_LANG", "en", 1);
    setenv("GIT_AUTHOR_NAME", "王芳", 1);
    setenv("GIT_AUTHOR_EMAIL", "wangfang@example.org", 1);
    const char *said = shell("ln -s '%s' bin/kaoping", program_at());
    if (last_exit != 0)
        fail_msg("%s", said);
    must("ssh-keygen -q -t ed25519 -N '' -f key");
    must(AS_LI "kaoping init RECORD --from jilin-2020 --sample=complete");
    must(AS_LI "git clone -q RECORD work && cd work && "
               "sed -i \"s|^    email: liming@example.org|&\\n    keys: ['$(cut -d' ' -f1-2 "
               "../key.pub)']|\" reviewers.md && git commit -qam 公钥 && git push -q");
    must("kaoping -C RECORD decide siping air/city-pm25 --verdict met --value 31");
    must(AS_LI "git config --global gpg.format ssh; "
               "git config --global user.signingKey \"$PWD/key\"; "
               "kaoping -C RECORD confirm siping air/city-pm25");
    must("git config --global --unset gpg.format");
    must(AS_CHEN "kaoping -C RECORD publish");
    must("kaoping -C RECORD reviewers --allowed-signers >signers");
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
        cmocka_unit_test(the_pages_ten_questions_are_answered_by_git_and_by_the_program),
        cmocka_unit_test(both_pages_have_the_same_commands),
        cmocka_unit_test(a_file_that_was_taken_away_is_an_answer),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
