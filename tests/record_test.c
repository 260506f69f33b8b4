/* The record: made from a template, opened, refused, and read at any commit. */
#include "records/record.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/mustache.h"
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

static int set_up(void **state)
{
    (void)state;
    language_set(LANGUAGE_EN);
    record_folder_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

static void assert_said(const char *part)
{
    if (!strstr(error.text, part))
        fail_msg("'%s' does not say '%s'", error.text, part);
}

static void make(void)
{
    if (record_init(record_at(), template_at(), &error))
        fail_msg("%s", error.text);
}

static struct record *opened(void)
{
    struct record *record;
    if (record_open(record_at(), &record, &error))
        fail_msg("%s", error.text);
    return record;
}

static struct snapshot *taken(struct record *record, const char *commit)
{
    struct snapshot *snapshot;
    if (snapshot_new(record, commit, NULL, &snapshot, &error))
        fail_msg("%s", error.text);
    return snapshot;
}

/* ---- Making ---- */

static void a_record_is_a_bare_repository_of_one_commit(void **state)
{
    (void)state;
    make();
    assert_string_equal(git("log --format='%%s|%%an <%%ae>|%%cn'"),
                        "建立记录：某省方案|王芳 <wangfang@example.org>|王芳\n");
    assert_string_equal(git("symbolic-ref HEAD"), "refs/heads/main\n");
    assert_string_equal(git("config core.bare"), "true\n");
    assert_string_equal(git("config core.fsync"), "committed\n");
    assert_string_equal(git("config core.logAllRefUpdates"), "true\n");
    assert_string_equal(git("config receive.denyNonFastForwards"), "true\n");
    assert_string_equal(git("fsck --strict"), "");
    assert_int_equal(last_exit, 0);
    assert_string_equal(git("ls-tree --name-only main"), "2020\nprogramme.md\nreviewers.md\n");
    shell("test -e '%s/index'", record_at());
    assert_int_equal(last_exit, 1);
    shell("mkdir x; git -C '%s' archive main | tar x -C x; rm -r t/sample t/README.md; diff -r t x",
          record_at());
    assert_int_equal(last_exit, 0);
}

static void a_record_may_be_made_in_an_empty_folder(void **state)
{
    (void)state;
    shell("mkdir '%s'", record_at());
    make();
    assert_string_equal(git("rev-list --count main"), "1\n");
}

static void nothing_is_made_upon_something(void **state)
{
    (void)state;
    folder_put("考评 记录/file", "kept");
    assert_int_equal(record_init(record_at(), template_at(), &error), STATUS_INPUT);
    assert_said("not an empty folder");
    assert_string_equal(shell("ls '%s'", record_at()), "file\n");
    assert_string_equal(shell("cat '%s/file'", record_at()), "kept");
}

static void assert_unmade(enum status status, const char *part)
{
    assert_int_equal(record_init(record_at(), template_at(), &error), status);
    assert_said(part);
    shell("test -e '%s'", record_at());
    assert_int_equal(last_exit, 1);
}

static void a_broken_template_makes_no_record(void **state)
{
    (void)state;
    folder_put("t/2020/checklist/air/pm25.md", "---\nname: PM2.5\nkind: what\n---\n");
    assert_unmade(STATUS_INPUT, "2020/checklist/air/pm25.md:3");
    shell("rm t/2020/checklist/air/pm25.md");
    folder_put("t/programme.md", "---\nformat: 2\nname: 方案\ndepartments: [甲厅]\n---\n");
    assert_unmade(STATUS_INPUT, "update the program");
    shell("rm t/programme.md");
    assert_unmade(STATUS_INPUT, "no programme.md");
    shell("rm -r t");
    assert_unmade(STATUS_INPUT, "no template");
}

static void a_record_needs_a_folder_above_it(void **state)
{
    (void)state;
    char path[256];
    snprintf(path, sizeof path, "%s/missing/record", record_folder());
    assert_int_equal(record_init(path, template_at(), &error), STATUS_INPUT);
    assert_said("folder above");
    shell("test -e missing");
    assert_int_equal(last_exit, 1);
}

/* ---- Opening ---- */

static void assert_refused(const char *path, const char *part)
{
    struct record *record;
    assert_int_equal(record_open(path, &record, &error), STATUS_INPUT);
    assert_null(record);
    assert_said(part);
}

static void what_is_no_record_is_refused(void **state)
{
    (void)state;
    assert_refused("/nonexistent", "kaoping init");
    assert_refused(template_at(), "no record");
    shell("git init -q --bare '%s'", record_at());
    assert_refused(record_at(), "no branch main");
    shell("git clone -q '%s' c 2>/dev/null; cd c; git checkout -q -b main; echo x > x; git add x; "
          "git commit -q -m x; git push -q origin main",
          record_at());
    assert_refused(record_at(), "no programme.md");
}

static void a_newer_format_asks_for_a_newer_program(void **state)
{
    (void)state;
    make();
    push_file("programme.md", "---\nformat: 7\nname: 某省方案\ndepartments: [甲厅]\n---\n");
    assert_refused(record_at(), "programme.md:2: the record is of format 7");
    push_file("programme.md", "no front matter\n");
    assert_refused(record_at(), "programme.md:1");
}

static void a_clone_with_files_opens_too(void **state)
{
    (void)state;
    make();
    shell("git clone -q '%s' clone", record_at());
    char path[256], hex[COMMIT_SIZE];
    snprintf(path, sizeof path, "%s/clone", record_folder());
    struct record *record;
    assert_int_equal(record_open(path, &record, &error), STATUS_OK);
    assert_string_equal(record_path(record), path);
    assert_int_equal(record_tip(record, hex, &error), STATUS_OK);
    assert_int_equal(strlen(hex), 40);
    assert_memory_equal(git("rev-parse main"), hex, 40);
    record_free(record);
}

static void assert_person(const char *expected)
{
    struct record *record = opened();
    char *person = record_person(record);
    assert_string_equal(person, expected);
    free(person);
    record_free(record);
}

static void who_writes_is_told_by_the_environment_or_git(void **state)
{
    (void)state;
    make();
    assert_person("王芳 <wangfang@example.org>");
    unsetenv("GIT_AUTHOR_NAME");
    unsetenv("GIT_AUTHOR_EMAIL");
    git("config user.name '李 <明>\x1b'");
    git("config user.email liming@example.org");
    assert_person("李 明 <liming@example.org>");
    git("config --unset user.name");
    git("config --unset user.email");
    struct record *record = opened();
    char *person = record_person(record);
    assert_non_null(strstr(person, " <"));
    assert_non_null(strchr(person, '@'));
    free(person);
    record_free(record);
}

/* ---- Reading ---- */

static void a_snapshot_is_one_year_of_one_commit(void **state)
{
    (void)state;
    make();
    folder_put("next/assessment.md", "");
    push_file("2019/notes.md", "no year without an assessment\n");
    struct record *record = opened();
    struct snapshot *snapshot = taken(record, NULL), *first = taken(record, "main~1");
    assert_string_equal(snapshot->assessment->year, "2020");
    assert_int_equal(snapshot->assessment->entry_count, 2 * 21 + 1);
    assert_memory_equal(git("rev-parse main"), snapshot->commit, 40);
    assert_memory_equal(git("rev-parse main~1"), first->commit, 40);
    assert_memory_equal(git("log -1 --format=%%cs"), snapshot->assessment->today, 10);
    const struct file *file = files_find(&snapshot->files, "2020/jurisdictions/siping.md");
    assert_non_null(file);
    assert_memory_equal(git("rev-parse main:2020/jurisdictions/siping.md"), file->blob, 40);
    assert_null(files_find(&snapshot->files, "2019/notes.md"));
    assert_non_null(files_find(&snapshot->files, "programme.md"));
    assert_ptr_equal(snapshot_facts(snapshot), snapshot_facts(snapshot));
    snapshot_free(first);
    snapshot_free(snapshot);
    record_free(record);
}

static void today_is_the_commits_own_day(void **state)
{
    (void)state;
    make();
    setenv("GIT_COMMITTER_DATE", "2021-03-01T23:30:00+08:00", 1);
    push_file("notes.md", "x\n");
    unsetenv("GIT_COMMITTER_DATE");
    struct record *record = opened();
    struct snapshot *snapshot = taken(record, NULL);
    assert_string_equal(snapshot->assessment->today, "2021-03-01");
    snapshot_free(snapshot);
    record_free(record);
}

static void what_a_record_has_not_is_refused(void **state)
{
    (void)state;
    make();
    struct record *record = opened();
    struct snapshot *snapshot;
    const struct entry *entry;
    assert_int_equal(snapshot_new(record, "main~9", NULL, &snapshot, &error), STATUS_INPUT);
    assert_said("no commit 'main~9'");
    assert_int_equal(snapshot_new(record, NULL, "2021", &snapshot, &error), STATUS_INPUT);
    assert_said("no year '2021': it has 2020");
    assert_null(snapshot);
    snapshot = taken(record, NULL);
    assert_int_equal(snapshot_entry(snapshot, "x", "air/pm25", &entry, &error), STATUS_INPUT);
    assert_said("there are siping baishan whole");
    assert_int_equal(snapshot_entry(snapshot, "siping", "air/x", &entry, &error), STATUS_INPUT);
    assert_said("air/good-days air/pm25");
    assert_int_equal(snapshot_entry(snapshot, "siping", "x", &entry, &error), STATUS_INPUT);
    assert_said("air/… work/…");
    assert_int_equal(snapshot_entry(snapshot, "baishan", "air/pm25", &entry, &error), STATUS_INPUT);
    assert_said("does not apply");
    assert_int_equal(snapshot_entry(snapshot, "siping", "air/pm25", &entry, &error), STATUS_OK);
    assert_string_equal(entry->item->id, "air/pm25");
    snapshot_free(snapshot);
    record_free(record);
}

static enum status render(struct snapshot *snapshot, const char *path, struct buffer *out)
{
    buffer_free(out);
    *out = BUFFER_EMPTY;
    return snapshot_circular(snapshot, snapshot_facts(snapshot), path, path == NULL, out, NULL,
                             &error);
}

static void a_circular_finds_its_partials_in_the_record(void **state)
{
    (void)state;
    make();
    struct record *record = opened();
    struct snapshot *snapshot = taken(record, NULL);
    struct buffer out = BUFFER_EMPTY;
    assert_int_equal(render(snapshot, NULL, &out), STATUS_OK);
    assert_string_equal(out.bytes, "2020年\n\n完\n");
    buffer_free(&out);
    snapshot_free(snapshot);
    record_free(record);
}

static void partials_stay_beside_their_template(void **state)
{
    (void)state;
    make();
    struct record *record = opened();
    struct snapshot *snapshot = taken(record, NULL);
    struct buffer out = BUFFER_EMPTY;
    char path[256];
    snprintf(path, sizeof path, "%s/mine/c.md", record_folder());
    folder_put("secret.md", "secret\n");
    folder_put("mine/a/b.md", "own\n");
    folder_put("mine/c.md", "{{>a/b}}\n");
    assert_int_equal(render(snapshot, path, &out), STATUS_OK);
    assert_string_equal(out.bytes, "own\n");
    folder_put("mine/c.md", "{{>../secret}}\n");
    assert_int_not_equal(render(snapshot, path, &out), STATUS_OK);
    folder_put("mine/c.md", "{{>a/../../secret}}\n");
    assert_int_not_equal(render(snapshot, path, &out), STATUS_OK);
    folder_put("mine/c.md", "{{>/etc/passwd}}\n");
    assert_int_not_equal(render(snapshot, path, &out), STATUS_OK);
    shell("head -c 1100000 /dev/zero | tr '\\0' x > mine/c.md");
    assert_int_equal(render(snapshot, path, &out), STATUS_INPUT);
    assert_said("1 MiB");
    assert_int_equal(render(snapshot, "/nonexistent/c.md", &out), STATUS_INPUT);
    buffer_free(&out);
    snapshot_free(snapshot);
    record_free(record);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_record_is_a_bare_repository_of_one_commit),
        TEST(a_record_may_be_made_in_an_empty_folder),
        TEST(nothing_is_made_upon_something),
        TEST(a_broken_template_makes_no_record),
        TEST(a_record_needs_a_folder_above_it),
        TEST(what_is_no_record_is_refused),
        TEST(a_newer_format_asks_for_a_newer_program),
        TEST(a_clone_with_files_opens_too),
        TEST(who_writes_is_told_by_the_environment_or_git),
        TEST(a_snapshot_is_one_year_of_one_commit),
        TEST(today_is_the_commits_own_day),
        TEST(what_a_record_has_not_is_refused),
        TEST(a_circular_finds_its_partials_in_the_record),
        TEST(partials_stay_beside_their_template),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
