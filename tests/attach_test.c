/*
 * Evidence that goes into the record: with the decision that names it or not at all, under a
 * harmless name, once, and the same bytes out again.
 */
#include "core/language.h"
#include "core/memory.h"
#include "records/evidence.h"
#include "records/snapshot.h"
#include "records/write.h"
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

#define FOLDER "2020/evidence/siping/work/t01/"
#define DECIDE "decide siping work/t01 --verdict met "
#define WANG "王芳 <wangfang@example.org>"
#define LONG "长长长长长长长长长长长长长长长长长长长长"
#define SUM                                                                              \
    "3a5cff0d90d45d6d1fc13b5d4e1ee7bd6bd40cc70d0e13fc12de73b9b29b3d54" /* none of a file \
                                                                        */

static struct error error;
static struct record *record;
static struct snapshot *snapshot;
static struct arena *arena;

static const char *run(const char *words)
{
    return shell("'%s' -C '%s' --lang en %s", program_at(), record_at(), words);
}

static void assert_run(const char *words, int status, const char *part)
{
    const char *said = run(words);
    if (last_exit != status || !strstr(said, part))
        fail_msg("%s: exit %d, %s", words, last_exit, said);
}

static void look(void)
{
    snapshot_free(snapshot);
    if (snapshot_new(record, NULL, NULL, &snapshot, &error))
        fail_msg("%s", error.text);
}

static int set_up(void **state)
{
    (void)state;
    language_set(LANGUAGE_EN);
    record_folder_new();
    if (record_init(record_at(), template_at(), &error) ||
        record_open(record_at(), &record, &error))
        fail_msg("%s", error.text);
    snapshot = NULL;
    arena = arena_new();
    look();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    snapshot_free(snapshot);
    record_free(record);
    arena_free(arena);
    record_folder_remove();
    return 0;
}

static const struct entry *first_task(void)
{
    const struct entry *entry = NULL;
    if (snapshot_entry(snapshot, "siping", "work/t01", &entry, &error))
        fail_msg("%s", error.text);
    return entry;
}

static void assert_attached(const char *paths)
{
    assert_string_equal(git("-c core.quotePath=false ls-tree -r --name-only main 2020/evidence"),
                        paths);
}

/* ---- into the record ---- */

static void an_attached_file_and_its_decision_land_together(void **state)
{
    (void)state;
    folder_put("年报.pdf", "PDF");
    char hash[9], expected[1024];
    snprintf(hash, sizeof hash, "%s", shell("sha256sum <年报.pdf"));
    assert_run(DECIDE "--attach '年度报告|年报.pdf' --evidence 档案12号", 0, "完成");
    snprintf(expected, sizeof expected, FOLDER "%s-年报.pdf\n", hash);
    assert_attached(expected);
    snprintf(expected, sizeof expected,
             "四平市 任务1：完成 1分\n"
             "四平市 任务1：佐证 年报.pdf\nJurisdiction: siping\nItem: work/t01\n"
             "Evidence: " FOLDER "%s-年报.pdf\n\n",
             hash);
    assert_string_equal(
        shell("git -C '%s' log -1 --format=%%s; git -C '%s' log -1 --format=%%s%%n%%b "
              "main~1",
              record_at(), record_at()),
        expected);
    assert_string_equal(git("show --format= --name-status main"),
                        "A\t2020/decisions/siping/work/t01.md\n");
    snprintf(expected, sizeof expected,
             "  - title: 年度报告\n    at: " FOLDER "%s-年报.pdf\n    sha256: %s", hash, hash);
    const char *file = shell(
        "git -C '%s' show main:2020/decisions/siping/work/t01.md | tr -d \"\\\"'\"", record_at());
    assert_non_null(strstr(file, expected));
    assert_non_null(strstr(file, "  - title: 档案12号\n    at: 档案12号\n"));
    assert_string_equal(git("fsck --strict"), "");
}

static void the_same_bytes_are_not_put_there_twice(void **state)
{
    (void)state;
    folder_put("a.txt", "同一文件");
    folder_put("b.txt", "同一文件");
    assert_run(DECIDE "--attach a.txt --attach b.txt", 0, "完成");
    char path[256];
    snprintf(path, sizeof path, "%s", git("ls-tree -r --name-only main 2020/evidence"));
    assert_non_null(strstr(path, "-a.txt\n"));
    assert_run("decide siping work/t01 --verdict partly --note 再看 --attach b.txt", 0, "部分完成");
    assert_attached(path);
    assert_string_equal(git("log --format=%%s -2"), "四平市 任务1：部分完成 0.5分\n"
                                                    "四平市 任务1：完成 1分\n");
    assert_run("decide siping work/t02 --verdict met --attach b.txt", 0, "完成");
    assert_non_null(
        strstr(git("ls-tree -r --name-only main 2020/evidence/siping/work/t02"), "-b.txt\n"));
}

static void what_is_no_small_file_is_refused_and_nothing_is_written(void **state)
{
    (void)state;
    shell("head -c 1048577 /dev/zero >big; head -c 1048576 /dev/zero >full; mkfifo pipe; mkdir d");
    static const char *const words[][2] = {
        {DECIDE "--attach full --attach big", "big: larger than 1 MiB"},
        {DECIDE "--attach full --attach pipe", "pipe: no regular file"},
        {DECIDE "--attach full --attach d", "d: no regular file"},
        {DECIDE "--attach full --attach none", "none: this evidence cannot be read (No such file"},
    };
    char before[64];
    snprintf(before, sizeof before, "%s", git("rev-parse main"));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_run(words[i][0], 2, words[i][1]);
    assert_run("decide siping air/good-days --verdict met --attach full", 2, "needs a value");
    assert_string_equal(git("rev-parse main"), before);
    assert_string_equal(git("fsck --strict"), ""); /* nothing dangles either */
    assert_run(DECIDE "--attach full", 0, "完成");
}

static void a_name_is_made_harmless(void **state)
{
    (void)state;
    folder_put("-x `a`$(b) & \\ \"c\"?.md", "甲");
    assert_run(DECIDE "--attach './-x `a`$(b) & \\ \"c\"?.md'", 0, "完成");
    const char *path = git("ls-tree -r --name-only main 2020/evidence");
    assert_non_null(strstr(path, "--x--a---b-------c--.md\n"));
    char name[256];
    snprintf(name, sizeof name, "%s%s%s.pdf", LONG, LONG, LONG);
    folder_put(name, "乙");
    char words[512];
    snprintf(words, sizeof words, "decide siping work/t02 --verdict met --attach %s", name);
    assert_run(words, 0, "完成");
    path = git("-c core.quotePath=false ls-tree -r --name-only main 2020/evidence/siping/work/t02");
    assert_non_null(strstr(path, "-长长长长长长长长长长长长长长长长长长长长.pdf\n"));
    assert_run("status", 0, "四平市"); /* a name in .md is not read as a file of the year */
}

static void nothing_lands_where_the_item_was_decided_meanwhile(void **state)
{
    (void)state;
    folder_put("a.txt", "甲");
    run("decide siping work/t01 --verdict partly --note 先到");
    char before[64], path[256];
    snprintf(before, sizeof before, "%s", git("rev-parse main"));
    snprintf(path, sizeof path, "%s/a.txt", record_folder());
    struct evidence piece = {path, path, ""};
    struct attachments attachments = {0};
    struct writing writing = writing_now(WANG);
    assert_int_equal(evidence_attach(record, arena, snapshot->commit, first_task(), &piece,
                                     &attachments, &error),
                     STATUS_OK);
    assert_string_equal(piece.title, "a.txt");
    assert_int_equal(attachments.count, 1);
    struct decision decision = {
        .verdict = VERDICT_MET, .score = NOT_A_NUMBER, .evidence = {&piece, 1}};
    assert_int_equal(
        write_decision(record, first_task(), decision, &attachments, &writing, NULL, &error),
        STATUS_CONFLICT);
    assert_string_equal(git("rev-parse main"), before);
    look();
    assert_int_equal(
        write_decision(record, first_task(), decision, &attachments, &writing, NULL, &error),
        STATUS_OK);
}

static void whoever_attaches_the_same_file_at_once_finds_it_there(void **state)
{
    (void)state;
    folder_put("a.txt", "甲");
    char path[256];
    snprintf(path, sizeof path, "%s/a.txt", record_folder());
    struct evidence piece = {path, path, ""};
    struct attachments attachments = {0};
    struct writing writing = writing_now(WANG);
    assert_int_equal(evidence_attach(record, arena, snapshot->commit, first_task(), &piece,
                                     &attachments, &error),
                     STATUS_OK);
    assert_run(DECIDE "--attach a.txt", 0, "完成");
    look(); /* the decision is of now, the attachments of before */
    struct decision decision = {.verdict = VERDICT_PARTLY,
                                .score = NOT_A_NUMBER,
                                .reason = "再看",
                                .evidence = {&piece, 1}};
    if (write_decision(record, first_task(), decision, &attachments, &writing, NULL, &error))
        fail_msg("%s", error.text);
    assert_string_equal(git("log --format=%%s -3"),
                        "四平市 任务1：部分完成 0.5分\n四平市 任务1：完成 1分\n"
                        "四平市 任务1：佐证 a.txt\n");
}

static void who_may_not_review_may_not_attach(void **state)
{
    (void)state;
    folder_put("a.txt", "甲");
    push_file("reviewers.md", "---\nreviewers:\n  - {name: 王芳, email: wangfang@example.org, "
                              "roles: [confirm]}\n---\n");
    char before[64];
    snprintf(before, sizeof before, "%s", git("rev-parse main"));
    assert_run(DECIDE "--attach a.txt", 1, "reviewers.md");
    assert_string_equal(git("rev-parse main"), before);
}

/* ---- out of it again ---- */

static void an_attached_file_comes_out_as_it_went_in(void **state)
{
    (void)state;
    shell("head -c 5000 /dev/urandom >a.bin");
    assert_run(DECIDE "--attach 数据\\|a.bin", 0, "完成");
    assert_run("show siping work/t01", 0, "attached: 'kaoping evidence' writes it out");
    assert_run("evidence siping work/t01 -o out", 0, "decision, good: 数据 " FOLDER);
    shell("cmp a.bin out/*-a.bin");
    assert_int_equal(last_exit, 0);
    shell("git -C '%s' show \"main:$(git -C '%s' ls-tree -r --name-only main 2020/evidence)\" "
          "| cmp - a.bin",
          record_at(), record_at());
    assert_int_equal(last_exit, 0);
}

static void evidence_named_again_keeps_its_hash(void **state)
{
    (void)state;
    folder_put("a.txt", "甲");
    assert_run(DECIDE "--attach a.txt", 0, "完成");
    char path[256], words[512];
    snprintf(path, sizeof path, "%s", git("ls-tree -r --name-only main 2020/evidence"));
    path[strcspn(path, "\n")] = '\0';
    snprintf(words, sizeof words,
             "decide siping work/t01 --verdict partly --note 再看 --evidence '甲|%s'", path);
    assert_run(words, 0, "部分完成");
    assert_run("evidence siping work/t01", 0, "decision, good: 甲");
}

/* ---- checking ---- */

static enum evidence_state check(const char *at, const char *sha256)
{
    struct evidence piece = {"甲", at, sha256};
    enum evidence_state state;
    if (evidence_check(record, snapshot->commit, &piece, record_folder(), &state, &error))
        fail_msg("%s", error.text);
    return state;
}

static void evidence_is_compared_with_its_hash(void **state)
{
    (void)state;
    char hash[65], path[256];
    folder_put("proof/a.txt", "甲");
    snprintf(hash, sizeof hash, "%s", shell("sha256sum <proof/a.txt"));
    assert_int_equal(check("proof/a.txt", hash), EVIDENCE_GOOD);
    assert_int_equal(check("proof/a.txt", SUM), EVIDENCE_DIFFERENT);
    assert_int_equal(check("proof/a.txt", ""), EVIDENCE_NO_HASH);
    assert_int_equal(check("proof/b.txt", hash), EVIDENCE_UNREACHABLE);
    assert_int_equal(check("proof", hash), EVIDENCE_UNREACHABLE);
    assert_int_equal(check("proof/../proof/a.txt", hash), EVIDENCE_UNREACHABLE);
    snprintf(path, sizeof path, "%s/proof/a.txt", record_folder());
    assert_int_equal(check(path, hash), EVIDENCE_GOOD);
    assert_run(DECIDE "--attach proof/a.txt", 0, "完成");
    snprintf(path, sizeof path, "%s", git("ls-tree -r --name-only main 2020/evidence"));
    path[strcspn(path, "\n")] = '\0';
    folder_put(path, "甲"); /* of the same name, beside the record: it is not in that commit yet */
    assert_int_equal(check(path, hash), EVIDENCE_UNREACHABLE);
    look();
    assert_int_equal(check(path, hash), EVIDENCE_GOOD);
    push_file(path, "乙");
    look();
    assert_int_equal(check(path, hash), EVIDENCE_DIFFERENT);
    assert_run("evidence siping work/t01", 1, "decision, DIFFERENT: a.txt");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_attached_file_and_its_decision_land_together),
        TEST(the_same_bytes_are_not_put_there_twice),
        TEST(what_is_no_small_file_is_refused_and_nothing_is_written),
        TEST(a_name_is_made_harmless),
        TEST(nothing_lands_where_the_item_was_decided_meanwhile),
        TEST(whoever_attaches_the_same_file_at_once_finds_it_there),
        TEST(who_may_not_review_may_not_attach),
        TEST(an_attached_file_comes_out_as_it_went_in),
        TEST(evidence_named_again_keeps_its_hash),
        TEST(evidence_is_compared_with_its_hash),
    };
#undef TEST
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
