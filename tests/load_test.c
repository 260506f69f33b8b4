/* From files to an assessment: what is linked, what is derived, what is refused and where. */
#include "core/language.h"
#include "core/load.h"
#include "core/memory.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FILES_MOST = 40 };

static struct arena *arena;
static struct file list[FILES_MOST];
static size_t count;
static const struct assessment *assessment;
static struct error error;

static void put(const char *path, const char *text)
{
    size_t i = 0;
    while (i < count && strcmp(list[i].path, path) != 0)
        i++;
    count += i == count;
    assert_true(count <= FILES_MOST);
    /* A file's blob is its own path here: any other text would do for an id. */
    list[i] = (struct file){.path = path, .blob = path, .bytes = text, .size = strlen(text)};
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

static enum status load(void)
{
    qsort(list, count, sizeof *list, by_path);
    struct files files = {.list = list, .count = count};
    return assessment_load(arena, &files, "2020", "2021-03-09", &assessment, &error);
}

static void assert_refused(const char *place, const char *part)
{
    assert_int_equal(load(), STATUS_INPUT);
    if (strncmp(error.text, place, strlen(place)) != 0 || !strstr(error.text, part))
        fail_msg("'%s' is not '%s … %s'", error.text, place, part);
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    count = 0;
    put("programme.md", "---\nformat: 1\nname: 方案\ndepartments: [甲厅, 乙厅]\n---\n");
    put("2020/assessment.md", "---\nyear: 2020\nclasses:\n  - {id: city, name: 市}\n"
                              "inspections:\n  - {id: central, name: 中央督察}\n"
                              "grades:\n  - {name: 一等, from: 90}\n  - {name: 二等}\n---\n");
    put("2020/jurisdictions/siping.md",
        "---\nname: 四平市\ngovernment: 四平市政府\nclass: city\norder: 2\n---\n");
    put("2020/jurisdictions/baishan.md", "---\nname: 白山市\nclass: city\norder: 1\n---\n");
    put("2020/jurisdictions/whole.md", "---\nname: 全省\nwhole: true\n---\n");
    put("2020/checklist/air/category.md", "---\nname: 空气\nfull: 10\norder: 1\n---\n");
    put("2020/checklist/air/pm25.md",
        "---\nname: PM2.5\nkind: indicator\nunit: 微克\ndirection: lower\ntarget: 43\n"
        "targets: {siping: 40}\nfull: 4\napplies: [city]\n"
        "rule: {type: deduct, per: 1, points: 0.5}\n---\n");
    put("2020/checklist/tasks/category.md", "---\nname: 整改\nscoring: share\nfull: 5\n---\n");
    put("2020/checklist/tasks/central-1.md",
        "---\nname: 第一项\nkind: rectification\ninspection: central\nnumber: 1\nproblem: 问题\n"
        "deadline: 2020-12-31\napplies: [siping]\n---\n");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void again(void **state)
{
    tear_down(state);
    set_up(state);
}

#define DECISION "2020/decisions/siping/air/pm25.md"
#define DECIDED                                                                      \
    "---\nitem: air/pm25\njurisdiction: siping\nverdict: met\nvalue: 38\nscore: 4\n" \
    "against: 2020/checklist/air/pm25.md\nreviewer: 李明 <a@example.org>\n---\n"
#define CONFIRMATION "2020/confirmations/siping/air/pm25.md"
#define CONFIRMED(verdict)                                                                 \
    "---\nitem: air/pm25\njurisdiction: siping\nverdict: " verdict "\ndecision: " DECISION \
    "\nreviewer: 王 <b@example.org>\n---\n"

static const struct entry *entry(const char *jurisdiction, const char *item)
{
    return assessment_entry(assessment, assessment_jurisdiction(assessment, jurisdiction),
                            assessment_item(assessment, item));
}

static void entries_are_what_items_apply_to(void **state)
{
    (void)state;
    assert_int_equal(load(), STATUS_OK);
    assert_int_equal(assessment->ranked_count, 2);
    assert_int_equal(assessment->entry_count, 3);
    assert_string_equal(assessment->jurisdictions[0].id, "baishan");
    assert_string_equal(assessment->jurisdictions[2].id, "whole");
    assert_null(entry("whole", "air/pm25"));
    assert_null(entry("baishan", "tasks/central-1"));
    assert_non_null(entry("siping", "tasks/central-1"));
    const struct item *pm25 = assessment_item(assessment, "air/pm25");
    assert_int_equal(item_target(pm25, assessment_jurisdiction(assessment, "siping")).over, 40);
    assert_int_equal(item_target(pm25, assessment_jurisdiction(assessment, "baishan")).over, 43);
}

static void a_state_is_derived_from_blobs(void **state)
{
    (void)state;
    assert_int_equal(load(), STATUS_OK);
    assert_int_equal(entry("siping", "air/pm25")->state, STATE_PENDING);
    put(DECISION, DECIDED);
    assert_int_equal(load(), STATUS_OK);
    assert_int_equal(entry("siping", "air/pm25")->state, STATE_DECIDED);
    put(CONFIRMATION, CONFIRMED("confirmed"));
    assert_int_equal(load(), STATUS_OK);
    assert_int_equal(entry("siping", "air/pm25")->state, STATE_CONFIRMED);
    put(CONFIRMATION, CONFIRMED("returned"));
    assert_int_equal(load(), STATUS_OK);
    assert_int_equal(entry("siping", "air/pm25")->state, STATE_RETURNED);
}

static void another_blob_of_the_decision_voids_its_confirmation(void **state)
{
    (void)state;
    put(DECISION, DECIDED);
    put(CONFIRMATION, CONFIRMED("confirmed"));
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].path, DECISION) == 0)
            list[i].blob = "another";
    assert_int_equal(load(), STATUS_OK);
    assert_int_equal(entry("siping", "air/pm25")->state, STATE_DECIDED);
}

static void another_blob_of_the_item_makes_its_decision_stale(void **state)
{
    (void)state;
    put(DECISION, DECIDED);
    put(CONFIRMATION, CONFIRMED("confirmed"));
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].path, "2020/checklist/air/pm25.md") == 0)
            list[i].blob = "another";
    assert_int_equal(load(), STATUS_OK);
    assert_int_equal(entry("siping", "air/pm25")->state, STATE_STALE);
}

static void a_deadline_that_passed_is_overdue_until_completed(void **state)
{
    (void)state;
    assert_int_equal(load(), STATUS_OK);
    assert_true(entry("siping", "tasks/central-1")->overdue);
    put("2020/decisions/siping/tasks/central-1.md",
        "---\nitem: tasks/central-1\njurisdiction: siping\nverdict: closed-out\n"
        "reviewer: 李明 <a@example.org>\n---\n");
    assert_int_equal(load(), STATUS_OK);
    assert_false(entry("siping", "tasks/central-1")->overdue);
}

static void mistakes_are_named_by_file_and_line(void **state)
{
    (void)state;
    put("programme.md", "---\nformat: 2\nname: x\n---\n");
    assert_refused("programme.md:2: ", "newer format");
    put("programme.md", "---\nformat: 1\n---\n");
    assert_refused("programme.md:", "'name' is missing");
    again(state);
    put("2020/jurisdictions/siping.md", "---\nname: a\nclass: town\n---\n");
    assert_refused("2020/jurisdictions/siping.md:3: ", "unknown class 'town'");
    again(state);
    put("2020/jurisdictions/Si.md", "---\nname: a\n---\n");
    assert_refused("2020/jurisdictions/Si.md: ", "is no id");
    again(state);
    put("2020/jurisdictions/grades.md", "---\nname: a\n---\n");
    assert_refused("2020/jurisdictions/grades.md: ", "name of a fact");
    again(state);
    put("2020/checklist/air/x.md", "---\nname: x\nkind: task\napplies: [nowhere]\n---\n");
    assert_refused("2020/checklist/air/x.md:4: ", "'nowhere' is no jurisdiction");
    again(state);
    put("2020/checklist/none/x.md", "---\nname: x\nkind: task\napplies: [all]\n---\n");
    assert_refused("2020/checklist/none/x.md: ", "no category.md");
    again(state);
    put("2020/checklist/air/x.md", "---\nname: x\nkind: wish\napplies: [all]\n---\n");
    assert_refused("2020/checklist/air/x.md:3: ", "unknown kind 'wish'");
}

static void a_task_s_number_is_its_own(void **state)
{
    (void)state;
    put("2020/checklist/tasks/central-2.md",
        "---\nname: 又一项\nkind: rectification\ninspection: central\nnumber: 1\nproblem: 问题\n"
        "deadline: standing\napplies: [baishan]\n---\n");
    assert_refused("2020/checklist/tasks/central-2.md:5: ", "is tasks/central-1 already");
}

static void a_decision_that_breaks_a_rule_is_refused(void **state)
{
    (void)state;
    put(DECISION, "---\nitem: air/other\njurisdiction: siping\nverdict: met\nreviewer: a\n---\n");
    assert_refused(DECISION ":2: ", "must be air/pm25");
    put(DECISION, "---\nitem: air/pm25\njurisdiction: siping\nverdict: fine\nreviewer: a\n---\n");
    assert_refused(DECISION ":4: ", "unknown verdict 'fine'");
    put(DECISION, "---\nitem: air/pm25\njurisdiction: siping\nverdict: clear\nreviewer: a\n---\n");
    assert_refused(DECISION ":4: ", "no verdict of");
    put(DECISION, "---\nitem: air/pm25\njurisdiction: siping\nverdict: met\nvalue: many\n"
                  "reviewer: a\n---\n");
    assert_refused(DECISION ":5: ", "is not a number");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    language_set(LANGUAGE_EN);
    const struct CMUnitTest tests[] = {
        TEST(entries_are_what_items_apply_to),
        TEST(a_state_is_derived_from_blobs),
        TEST(another_blob_of_the_decision_voids_its_confirmation),
        TEST(another_blob_of_the_item_makes_its_decision_stale),
        TEST(a_deadline_that_passed_is_overdue_until_completed),
        TEST(mistakes_are_named_by_file_and_line),
        TEST(a_task_s_number_is_its_own),
        TEST(a_decision_that_breaks_a_rule_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
