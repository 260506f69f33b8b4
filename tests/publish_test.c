/*
 * Publishing a year and opening it again: what stops it, what git then has, what is refused
 * afterwards, and what is left to do when something comes between the commit and the tag.
 */
#include "tests/harness/record.h"

#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { WAIT_MS = 10, WAITS_MOST = 3000 };

#define FILE_OF_ACT "2020/published/publication.md"

/* 王芳 decides and publishes, 李明 decides and confirms. */
static const char *const reviewers =
    "---\nreviewers:\n"
    "  - {name: 王芳, email: wangfang@example.org, roles: [review, publish, administer]}\n"
    "  - {name: 李明, email: liming@example.org, roles: [review, confirm]}\n---\n";

static const char *const circular =
    "# 通报\n\n四平市优良天数比例为{{siping.air.good-days.value}}%，<比上年>好。\n\n"
    "{{siping.air.good-days.score}}分。\n\n---\n\n`{{record.commit}}`\n";

/* ---- what a person types ---- */

static const char *as(const char *name, const char *words)
{
    return shell(
        "export GIT_AUTHOR_NAME=%s GIT_AUTHOR_EMAIL=%s@example.org; '%s' -C '%s' --lang en %s",
        name, name, program_at(), record_at(), words);
}

static const char *wang(const char *words)
{
    return as("wangfang", words);
}

static void assert_says(const char *said, int status, const char *part)
{
    if (last_exit != status || !strstr(said, part))
        fail_msg("exit %d instead of %d, or no '%s' in: %s", last_exit, status, part, said);
}

static const char *keep(const char *text)
{
    static char kept[8][4096];
    static int next;
    next = (next + 1) % 8;
    snprintf(kept[next], sizeof kept[next], "%s", text);
    return kept[next];
}

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    folder_put("t/reviewers.md", reviewers);
    folder_put("t/2020/circular/circular.md", circular);
    shell("'%s' init '%s' --from ./t", program_at(), record_at());
    return last_exit;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

/* The one decision that the circular rests on. */
static void decide_and_confirm(const char *value)
{
    char words[128];
    snprintf(words, sizeof words, "decide siping air/good-days --verdict met --value %s", value);
    assert_says(wang(words), 0, value);
    assert_says(as("liming", "confirm siping air/good-days"), 0, "复核通过");
}

static void publish_it(void)
{
    decide_and_confirm("88");
    assert_says(wang("publish"), 0, "tag circular/2020");
}

static const char *hash(const char *of)
{
    return keep(shell("git -C '%s' rev-parse '%s'", record_at(), of));
}

/* ---- what stops it ---- */

static void what_is_open_stops_the_publishing_with_each_place(void **state)
{
    (void)state;
    const char *before = hash("main");
    const char *said = wang("publish");
    assert_says(said, 1,
                "2020/circular/circular.md:3: 'siping.air.good-days.value' rests on 四平市");
    assert_says(said, 1,
                "2020/circular/circular.md:5: 'siping.air.good-days.score' rests on 四平市");
    assert_says(said, 1, "which is pending: decide and confirm it");
    assert_says(said, 1, "the circular of 2020 is open in 2 places");
    wang("decide siping air/good-days --verdict met --value 89.9");
    said = wang("publish");
    assert_says(said, 1, "have it confirmed");
    as("liming", "confirm siping air/good-days --return 请核对");
    assert_says(wang("publish"), 1, "circular.md:3:");
    decide_and_confirm("90");
    push_file("2020/checklist/air/good-days.md",
              "---\nname: 优良天数比例\nkind: indicator\nunit: \"%\"\ndirection: higher\n"
              "target: 85\nfull: 4\napplies: [city]\nrule: {type: all-or-nothing}\n---\n");
    assert_says(wang("publish"), 1, "decide it again");
    assert_string_equal(git("tag"), "");
    assert_string_equal(git("ls-tree -r --name-only main 2020/published"), "");
    assert_string_not_equal(before, hash("main"));
}

static void who_may_not_publish_is_refused(void **state)
{
    (void)state;
    decide_and_confirm("89.9");
    assert_says(as("liming", "publish"), 1, "reviewers.md: liming <liming@example.org>");
    assert_says(wang("publish"), 0, "tag circular/2020");
    assert_says(as("liming", "publish"), 1, "reviewers.md: liming <liming@example.org>");
    assert_says(as("liming", "reopen --reason 漏项"), 1, "reviewers.md: liming");
}

static void a_circular_that_does_not_print_its_commit_is_refused(void **state)
{
    (void)state;
    decide_and_confirm("89.9");
    push_file("2020/circular/circular.md", "# 通报\n\n{{siping.air.good-days.value}}\n");
    assert_says(wang("publish"), 1, "put {{record.commit}} into it");
    assert_string_equal(git("tag"), "");
}

/* ---- what git has ---- */

static void a_publication_is_one_commit_and_a_tag(void **state)
{
    (void)state;
    decide_and_confirm("89.9");
    const char *from = hash("main");
    assert_says(wang("publish"), 0, "2020年度通报定稿");
    assert_string_equal(hash("main^"), from);
    assert_string_equal(git("log -1 --format=%%B main"),
                        "2020年度通报定稿\n\nPublication: published\nYear: 2020\n\n");
    assert_string_equal(git("log -1 --format='%%an|%%(trailers:key=Publication,valueonly)'"),
                        "wangfang|published\n\n");
    assert_string_equal(git("show --format= --name-status main"),
                        "A\t2020/published/circular.html\nA\t2020/published/circular.md\n"
                        "A\t2020/published/circular.pdf\n"
                        "A\t2020/published/circular.txt\nA\t" FILE_OF_ACT "\n");
    assert_string_equal(git("cat-file -t circular/2020"), "tag\n");
    assert_string_equal(hash("circular/2020^{commit}"), hash("main"));
    const char *tag = git("cat-file -p circular/2020");
    assert_non_null(strstr(tag, "\ntag circular/2020\ntagger wangfang <wangfang@example.org> "));
    assert_non_null(strstr(tag, "\n\n2020年度通报定稿\n"));
    git("fsck --strict");
    assert_int_equal(last_exit, 0);
    assert_non_null(strstr(git("for-each-ref refs/tags"), "refs/tags/circular/2020"));
}

static void a_font_that_stood_in_is_told(void **state)
{
    (void)state;
    decide_and_confirm("89.9");
    push_file("2020/circular/circular.md", "# 通报\n\n{{record.commit}}𲎯\n");
    assert_says(wang("publish 2>&1"), 0, "U+323AF");
}

static void every_page_names_what_it_was_rendered_from(void **state)
{
    (void)state;
    publish_it();
    char from[64];
    snprintf(from, sizeof from, "%.40s", hash("main^"));
    assert_non_null(strstr(git("show main:" FILE_OF_ACT), from));
    static const char *const pages[] = {"circular.md", "circular.html", "circular.txt",
                                        "circular.pdf"};
    for (size_t i = 0; i < 3; i++) {
        if (!strstr(git("show main:2020/published/%s", pages[i]), from))
            fail_msg("%s does not name %s", pages[i], from);
        const char *sum = shell("git -C '%s' show main:2020/published/%s | sha256sum | cut -c1-64",
                                record_at(), pages[i]);
        char line[128];
        snprintf(line, sizeof line, "  - at: %s\n    sha256: %.64s\n", pages[i], sum);
        if (!strstr(shell("git -C '%s' show main:" FILE_OF_ACT " | tr -d \"\\\"'\"", record_at()),
                    line))
            fail_msg("publication.md does not have: %s", line);
    }
}

static void commit_and_tag_are_signed_where_the_person_signs(void **state)
{
    (void)state;
    shell("ssh-keygen -q -t ed25519 -N '' -f key && git config --global gpg.format ssh && "
          "git config --global user.signingKey \"$HOME/key\" && "
          "echo \"wangfang@example.org $(cat key.pub)\" >signers && "
          "git config --global gpg.ssh.allowedSignersFile \"$HOME/signers\"");
    publish_it();
    assert_non_null(strstr(git("tag -v circular/2020"), "Good \"git\" signature for wangfang@"));
    assert_int_equal(last_exit, 0);
    git("verify-commit circular/2020^{commit}");
    assert_int_equal(last_exit, 0);
    git("update-ref -d refs/tags/circular/2020");
    assert_says(wang("publish"), 0, "is made now");
    git("tag -v circular/2020");
    assert_int_equal(last_exit, 0);
    git("fsck --strict");
    assert_int_equal(last_exit, 0);
}

static void where_signatures_are_required_nothing_is_published_without(void **state)
{
    (void)state;
    decide_and_confirm("88");
    push_file("2020/assessment.md",
              "---\nyear: 2020\nsignatures: required\nclasses:\n"
              "  - {id: city, name: 市}\ngrades:\n  - {name: 一等, from: 90}\n"
              "  - {name: 二等}\n---\n");
    const char *before = hash("main");
    assert_says(wang("publish"), 2, "sign");
    assert_string_equal(hash("main"), before);
    assert_string_equal(git("tag"), "");
}

/* ---- frozen ---- */

static void a_published_year_refuses_every_write(void **state)
{
    (void)state;
    publish_it();
    folder_put("reports.csv", "jurisdiction,item,value\nsiping,air/good-days,80\n");
    folder_put("decisions.csv", "jurisdiction,item,verdict,value\nbaishan,air/good-days,met,90\n");
    folder_put("confirmations.csv", "jurisdiction,item,verdict\nsiping,air/good-days,confirmed\n");
    folder_put("proof.txt", "年报");
    static const char *const words[][2] = {
        {"wangfang", "decide siping air/good-days --verdict met --value 90"},
        {"wangfang", "decide siping air/good-days --verdict withdrawn --note 误评"},
        {"wangfang", "decide siping work/t01 --verdict met --attach proof.txt"},
        {"wangfang", "import reports reports.csv"},
        {"wangfang", "import decisions decisions.csv"},
    };
    const char *before = hash("main");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *said = as(words[i][0], words[i][1]);
        if (last_exit != 1 || !strstr(said, "the year 2020 is published and frozen"))
            fail_msg("%s: exit %d: %s", words[i][1], last_exit, said);
    }
    as("liming", "confirm siping air/good-days --return 再核对");
    assert_int_equal(last_exit, 1);
    as("liming", "import confirmations confirmations.csv");
    assert_int_equal(last_exit, 1);
    assert_string_equal(hash("main"), before);
}

static void a_year_is_published_once(void **state)
{
    (void)state;
    publish_it();
    const char *before = hash("main");
    const char *said = keep(wang("publish"));
    assert_says(said, 1, "the year 2020 is published already: circular/2020, 20");
    assert_string_equal(hash("main"), before);
}

/* ---- the same bytes ---- */

/* The hash of what is rendered, which must not be nothing. */
static const char *sum_at(const char *name, const char *format)
{
    shell("'%s' -C '%s' render --at '%s' --format %s >rendered", program_at(), record_at(), name,
          format);
    assert_int_equal(last_exit, 0);
    return keep(shell("test -s rendered && sha256sum <rendered"));
}

static void what_was_published_keeps_its_bytes(void **state)
{
    (void)state;
    static const char *const formats[][2] = {
        {"md", "circular.md"}, {"html", "circular.html"}, {"text", "circular.txt"}};
    publish_it();
    char commit[64];
    snprintf(commit, sizeof commit, "%.40s", hash("main"));
    assert_says(wang("reopen --reason 漏报一项"), 0, "2020年度重新开启");
    push_file("2020/circular/circular.md", "# 另一模板\n\n{{siping.air.good-days.value}}\n");
    decide_and_confirm("91");
    for (size_t i = 0; i < 3; i++) {
        const char *published =
            keep(shell("git -C '%s' show circular/2020:2020/published/%s | sha256sum", record_at(),
                       formats[i][1]));
        assert_string_equal(sum_at("circular/2020", formats[i][0]), published);
        assert_string_equal(sum_at(commit, formats[i][0]), published);
        assert_string_equal(sum_at("refs/tags/circular/2020", formats[i][0]), published);
    }
    assert_says(wang("render"), 0, "另一模板");
    assert_says(wang("render --at circular/2020 --template t/2020/circular/parts/end.md"), 0, "完");
    wang("render --at circular/2020 -o out.html");
    assert_string_equal(shell("cat out.html"),
                        git("show circular/2020:2020/published/circular.html"));
}

static void a_format_that_was_not_published_is_rendered_from_the_commit_named(void **state)
{
    (void)state;
    publish_it();
    shell("rm -rf clone; git clone -q '%s' clone && cd clone && "
          "sed -i '/circular.txt/,+1d; s/^when: .*/when: 2021-04-06T09:00:00+08:00/' " FILE_OF_ACT
          " && git rm -q 2020/published/circular.txt && git commit -qam '外来提交' && "
          "git push -q origin main",
          record_at());
    assert_int_equal(last_exit, 0);
    assert_string_equal(sum_at("main", "text"), sum_at("main~2", "text"));
    assert_string_equal(sum_at("main", "md"), sum_at("main~1", "md"));
}

static void a_page_that_is_not_what_was_published_is_not_shown(void **state)
{
    (void)state;
    publish_it();
    shell("rm -rf clone; git clone -q '%s' clone && cd clone && "
          "sed -i 's/^when: .*/when: 2021-04-06T09:00:00+08:00/' " FILE_OF_ACT
          " && echo 改 >>2020/published/circular.md && git commit -qam '外来提交' && "
          "git push -q origin main",
          record_at());
    assert_int_equal(last_exit, 0);
    assert_says(wang("render --at main"), 4, "2020/published/circular.md: this is not what was");
}

static void a_page_that_somebody_else_wrote_is_harmless_on_a_terminal(void **state)
{
    (void)state;
    publish_it();
    shell("rm -rf clone; git clone -q '%s' clone && cd clone/2020/published && "
          "printf 'a\\033[31mb\\342\\200\\256c\\n' >circular.md && sum=$(sha256sum circular.md | "
          "cut -c1-64) "
          "&& sed -i \"/circular.md/{n;s/sha256: .*/sha256: $sum/}\" publication.md && "
          "git commit -qam '外来提交' && git push -q origin main",
          record_at());
    assert_int_equal(last_exit, 0);
    const char *said = shell("script -qec \"'%s' -C '%s' render --at main\" /dev/null </dev/null",
                             program_at(), record_at());
    assert_non_null(strstr(said, "a[31mbc"));
    assert_null(strchr(said, '\033'));
}

/* ---- opened again ---- */

static void a_year_is_opened_again_with_a_reason(void **state)
{
    (void)state;
    assert_says(wang("reopen --reason 漏项"), 1, "is not published");
    publish_it();
    char published[64];
    snprintf(published, sizeof published, "%.40s", hash("main:" FILE_OF_ACT));
    assert_says(wang("reopen"), 2, "--reason");
    assert_says(wang("reopen --reason ' '"), 2, "--reason");
    assert_says(wang("reopen --reason 漏报一项"), 0, "2020年度重新开启");
    assert_string_equal(git("log -1 --format=%%B"),
                        "2020年度重新开启\n\nPublication: reopened\nYear: 2020\n\n");
    assert_string_equal(git("show --format= --name-status main"), "M\t" FILE_OF_ACT "\n");
    const char *file = git("show main:" FILE_OF_ACT);
    assert_non_null(strstr(file, "act: reopened\n"));
    assert_non_null(strstr(file, published));
    assert_non_null(strstr(file, "---\n\n漏报一项\n"));
    assert_says(wang("reopen --reason 漏项"), 1, "is not published");
    decide_and_confirm("91");
    assert_says(wang("publish"), 0, "tag circular/2020-2, rendered from");
    assert_string_equal(hash("circular/2020-2^{commit}"), hash("main"));
    assert_says(wang("render --at circular/2020-2"), 0, "比例为91%");
    assert_says(wang("render --at circular/2020"), 0, "比例为88%");
    wang("reopen --reason 再次");
    assert_says(wang("publish"), 0, "tag circular/2020-3");
    git("fsck --strict");
    assert_int_equal(last_exit, 0);
}

/* ---- between the commit and the tag ---- */

static void a_tag_that_cannot_be_made_is_made_by_the_next_run(void **state)
{
    (void)state;
    decide_and_confirm("89.9");
    shell("cd '%s' && mkdir -p refs/tags/circular/2020 && touch refs/tags/circular/2020/x",
          record_at());
    assert_says(wang("publish"), 4, "the year is published, but its tag circular/2020 could not");
    assert_says(wang("publish"), 4, "(refs/tags/circular/2020: cannot lock ref");
    const char *published = hash("main");
    assert_string_equal(git("log -1 --format=%%s"), "2020年度通报定稿\n");
    shell("rm -r '%s/refs/tags/circular'", record_at());
    assert_says(wang("publish"), 0, "its tag circular/2020 was missing and is made now");
    assert_string_equal(hash("circular/2020^{commit}"), published);
    assert_string_equal(hash("main"), published);
    assert_says(wang("publish"), 1, "is published already");
}

static void opening_again_makes_the_missing_tag_first(void **state)
{
    (void)state;
    publish_it();
    const char *published = hash("main");
    push_file("2021/note.md", "another year\n");
    git("update-ref -d refs/tags/circular/2020");
    const char *said = wang("reopen --reason 漏项");
    assert_says(said, 0, "its tag circular/2020 was missing and is made now\n2020年度重新开启");
    assert_string_equal(hash("circular/2020^{commit}"), published);
    assert_says(wang("publish"), 0, "tag circular/2020-2");
}

static void wait_until(const char *shell_test)
{
    const struct timespec pause = {0, WAIT_MS * 1000000L};
    for (int i = 0; i < WAITS_MOST; i++) {
        shell("r='%s'; %s", record_at(), shell_test);
        if (last_exit == 0)
            return;
        nanosleep(&pause, NULL);
    }
    fail_msg("never: %s", shell_test);
}

static pid_t publish_beside(void)
{
    pid_t child = fork();
    if (child == 0) {
        freopen("/dev/null", "w", stdout);
        setenv("GIT_AUTHOR_NAME", "王芳", 1);
        execl(program_at(), "kaoping", "-C", record_at(), "publish", (char *)NULL);
        _exit(127);
    }
    assert_true(child > 0);
    return child;
}

/* A foreign lock holds the program between the two references: there it is killed. The lock is
 * touched, as one that changes has an owner. */
static void a_kill_between_commit_and_tag_needs_no_person(void **state)
{
    (void)state;
    decide_and_confirm("89.9");
    shell("mkdir -p '%s/refs/tags/circular' && touch '%s/refs/tags/circular/2020.lock'",
          record_at(), record_at());
    pid_t child = publish_beside();
    wait_until("touch \"$r/refs/tags/circular/2020.lock\"; "
               "git -C \"$r\" log -1 --format=%s main | grep -q 定稿");
    int status;
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
    git("rev-parse -q --verify refs/tags/circular/2020");
    assert_int_not_equal(last_exit, 0);
    const char *published = hash("main");
    assert_says(wang("publish"), 0, "was missing and is made now"); /* the lock has no owner now */
    assert_string_equal(hash("circular/2020^{commit}"), published);
    assert_says(wang("publish"), 1, "is published already");
    git("fsck --strict");
    assert_int_equal(last_exit, 0);
}

/* Somebody who does not ask for the writers' lock moves main between the rendering and the swap. */
static void what_moves_main_meanwhile_is_rendered_too(void **state)
{
    (void)state;
    decide_and_confirm("89.9");
    shell("rm -rf clone; git clone -q '%s' clone && cd clone && "
          "sed -i 's/通报/经修订的通报/' 2020/circular/circular.md && git commit -qam 修订 && "
          "git push -q origin HEAD:refs/heads/other",
          record_at());
    const char *other = hash("refs/heads/other");
    shell("touch '%s/refs/heads/main.lock'", record_at());
    pid_t child = publish_beside();
    wait_until("touch \"$r/refs/heads/main.lock\"; git -C \"$r\" cat-file --batch-all-objects "
               "--batch-check='%(objectname) %(objecttype)' | while read -r id type; do "
               "[ \"$type\" = commit ] && git -C \"$r\" log -1 --format=%s \"$id\"; done | "
               "grep -q 定稿");
    shell("cd '%s' && printf '%%s' '%s' >refs/heads/main && rm refs/heads/main.lock", record_at(),
          other);
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_string_equal(hash("main^"), other);
    char line[64];
    snprintf(line, sizeof line, "commit: %.40s", other);
    assert_non_null(strstr(git("show main:" FILE_OF_ACT), line));
    assert_non_null(strstr(git("show circular/2020:2020/published/circular.md"), "经修订的通报"));
}

/* ---- what is no publication ---- */

static void a_tag_of_another_name_is_not_made(void **state)
{
    (void)state;
    publish_it();
    shell("rm -rf clone; git clone -q '%s' clone && cd clone && "
          "sed -i 's|^tag: .*|tag: ../heads/other|' " FILE_OF_ACT
          " && git commit -qam '外来提交' && git push -q origin main",
          record_at());
    assert_says(wang("publish"), 2, "is no tag of this year");
    assert_non_null(
        strstr(git("for-each-ref --format='%%(refname)'"), "refs/heads/main\nrefs/tags/"));
}

static void files_beside_the_publication_are_not_read(void **state)
{
    (void)state;
    push_file("2020/published/other.md", "---\nnot: [closed\n");
    push_file("2020/evidence/siping/air/good-days/00000000-a.md", "---\nnot: [closed\n");
    publish_it();
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_open_stops_the_publishing_with_each_place),
        TEST(who_may_not_publish_is_refused),
        TEST(a_circular_that_does_not_print_its_commit_is_refused),
        TEST(a_publication_is_one_commit_and_a_tag),
        TEST(a_font_that_stood_in_is_told),
        TEST(every_page_names_what_it_was_rendered_from),
        TEST(commit_and_tag_are_signed_where_the_person_signs),
        TEST(where_signatures_are_required_nothing_is_published_without),
        TEST(a_published_year_refuses_every_write),
        TEST(a_year_is_published_once),
        TEST(what_was_published_keeps_its_bytes),
        TEST(a_format_that_was_not_published_is_rendered_from_the_commit_named),
        TEST(a_page_that_is_not_what_was_published_is_not_shown),
        TEST(a_page_that_somebody_else_wrote_is_harmless_on_a_terminal),
        TEST(a_year_is_opened_again_with_a_reason),
        TEST(a_tag_that_cannot_be_made_is_made_by_the_next_run),
        TEST(opening_again_makes_the_missing_tag_first),
        TEST(a_kill_between_commit_and_tag_needs_no_person),
        TEST(what_moves_main_meanwhile_is_rendered_too),
        TEST(a_tag_of_another_name_is_not_made),
        TEST(files_beside_the_publication_are_not_read),
    };
#undef TEST
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
