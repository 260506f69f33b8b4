/* Extensions, notices, re-opening, and what voids a confirmation: by the record, with the real git.
 */
#include "core/terms.h"

#include "core/buffer.h"
#include "core/difference.h"
#include "core/language.h"
#include "core/memory.h"
#include "records/history.h"
#include "records/snapshot.h"
#include "records/write.h"
#include "tests/harness/record.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LI "李明 <liming@example.org>"
#define WANG "王芳 <wangfang@example.org>"
#define ZHAO "赵海涛 <zhaohaitao@example.org>"
#define DECISION "2020/decisions/siping/fix/t1.md"
#define ITEM "2020/checklist/fix/t1.md"
#define ASSESSMENT                                                                           \
    "---\nyear: 2020\nclasses:\n  - {id: city, name: 市}\n"                                 \
    "inspections:\n  - {id: central, name: 督察}\ngrades:\n  - {name: 一等, from: 90}\n" \
    "  - {name: 二等}\n"
#define TASK(number, deadline)                                                      \
    "---\nname: 河道垃圾" number "\nkind: rectification\norder: " number            \
    "\napplies: [city]\ninspection: central\nnumber: " number "\nproblem: 问题\n" \
    "deadline: " deadline "\n---\n"

static struct error error;
static struct record *record;
static struct snapshot *snapshot;

static void look(void)
{
    snapshot_free(snapshot);
    snapshot = NULL;
    if (snapshot_new(record, NULL, NULL, &snapshot, &error))
        fail_msg("%s", error.text);
}

static int set_up(void **state)
{
    (void)state;
    language_set(LANGUAGE_EN);
    record_folder_new();
    folder_put("t/2020/assessment.md", ASSESSMENT "---\n");
    folder_put("t/2020/checklist/fix/category.md",
               "---\nname: 整改\nfull: 5\norder: 3\nscoring: share\n---\n");
    folder_put("t/" ITEM, TASK("1", "2021-06-30"));
    folder_put("t/2020/checklist/fix/t2.md", TASK("2", "at-once"));
    folder_put("t/2020/checklist/fix/t3.md", TASK("3", "standing"));
    if (record_init(record_at(), template_at(), &error) ||
        record_open(record_at(), &record, &error))
        fail_msg("%s", error.text);
    snapshot = NULL;
    look();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    snapshot_free(snapshot);
    record_free(record);
    record_folder_remove();
    return 0;
}

static void assert_said(const char *part)
{
    if (!strstr(error.text, part))
        fail_msg("'%s' does not say '%s'", error.text, part);
}

static void assert_done(enum status status)
{
    if (status)
        fail_msg("%d %s", status, error.text);
}

static void assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("'%s' does not hold '%s'", text, part);
}

static const struct entry *entry_of(const char *item)
{
    const struct entry *entry = NULL;
    assert_done(snapshot_entry(snapshot, "siping", item, &entry, &error));
    return entry;
}

static const struct entry *task(void)
{
    return entry_of("fix/t1");
}

/* Noon of a day in June 2021, or of the one behind it by so many days. */
static long long june(int day)
{
    return 1622520000 + (long long)(day - 1) * 86400;
}

static enum status decide_on(const char *item, int day, struct decision decision)
{
    struct writing writing = {LI, june(day), 480};
    enum status status =
        write_decision(record, entry_of(item), decision, NULL, &writing, NULL, &error);
    look();
    return status;
}

static enum status decide(int day, enum verdict verdict, const char *reason, const char *deadline)
{
    return decide_on("fix/t1", day,
                     (struct decision){.verdict = verdict, .reason = reason, .deadline = deadline});
}

static void second(const char *person, const char *why_returned)
{
    struct writing writing = {person, june(40), 480};
    assert_done(write_confirmation(record, task(), why_returned != NULL, why_returned, &writing,
                                   NULL, &error));
    look();
}

/* ---- Extensions ---- */

static void an_extension_is_granted_by_the_second_person(void **state)
{
    (void)state;
    assert_true(task()->overdue);
    assert_done(decide(30, VERDICT_BEHIND, "汛期停工", "2099-12-31"));
    assert_string_equal(git("log -1 --format=%%B"),
                        "四平市 河道垃圾1：滞后 申请延期至2099-12-31\n\nJurisdiction: siping\n"
                        "Item: fix/t1\nVerdict: behind\nDeadline: 2099-12-31\n"
                        "Imported-by: 王芳 <wangfang@example.org>\n\n"); /* a past moment */
    assert_holds(git("show main:" DECISION), "\ndeadline: ");
    assert_string_equal(task()->deadline, "2021-06-30");
    assert_string_equal(task()->extension.until, "");
    assert_true(task()->overdue);
    second(WANG, NULL);
    assert_string_equal(task()->deadline, "2099-12-31");
    assert_string_equal(task()->extension.by, WANG);
    assert_string_equal(task()->extension.decision, task()->decision->blob);
    assert_false(task()->overdue);
    assert_int_equal(snapshot->tally->counts.overdue, 1); /* that of the other city */
}

static void a_returned_request_extends_nothing(void **state)
{
    (void)state;
    assert_done(decide(1, VERDICT_BEHIND, "汛期停工", "2021-12-31"));
    second(WANG, "理由不充分");
    assert_int_equal(task()->state, STATE_RETURNED);
    assert_string_equal(task()->deadline, "2021-06-30");
    assert_done(decide(2, VERDICT_BEHIND, "汛期停工", NULL));
    second(WANG, NULL);
    assert_string_equal(task()->deadline, "2021-06-30");
    assert_string_equal(task()->decision->extended.until, "");
}

static void later_decisions_carry_what_was_granted(void **state)
{
    (void)state;
    assert_done(decide(1, VERDICT_BEHIND, "汛期停工", "2021-12-31"));
    second(WANG, NULL);
    char asked[64], expected[256];
    snprintf(asked, sizeof asked, "%s", task()->decision->blob);
    assert_done(decide(2, VERDICT_ON_SCHEDULE, "复工", NULL));
    snprintf(expected, sizeof expected,
             "extended:\n  until: 2021-12-31\n  decision: %s\n  by: %s\n", asked, WANG);
    assert_holds(shell("git -C '%s' show main:" DECISION " | tr -d \"\\\"'\"", record_at()),
                 expected);
    assert_int_equal(task()->state, STATE_DECIDED);
    assert_string_equal(task()->deadline, "2021-12-31");
    /* a second request, while the first holds */
    assert_done(decide(3, VERDICT_BEHIND, "又停工", "2022-06-30"));
    assert_string_equal(task()->deadline, "2021-12-31");
    second(ZHAO, "不同意");
    assert_string_equal(task()->deadline, "2021-12-31");
    assert_done(decide(4, VERDICT_BEHIND, "说明停工原因", "2022-06-30"));
    second(ZHAO, NULL);
    assert_string_equal(task()->deadline, "2022-06-30");
    assert_string_equal(task()->extension.by, ZHAO);
    /* what takes a decision back does not take back what a second person granted */
    assert_done(decide(5, VERDICT_WITHDRAWN, "", NULL));
    assert_null(task()->decision);
    assert_string_equal(task()->deadline, "2022-06-30");
    assert_done(decide(6, VERDICT_BEHIND, "重评", NULL));
    assert_string_equal(task()->deadline, "2022-06-30");
}

static void a_grant_that_came_meanwhile_is_looked_at_first(void **state)
{
    (void)state;
    assert_done(decide(1, VERDICT_BEHIND, "停工", "2021-12-31"));
    struct writing writing = {WANG, june(40), 480};
    assert_done(write_confirmation(record, task(), false, NULL, &writing, NULL, &error));
    assert_int_equal(decide(2, VERDICT_BEHIND, "仍停工", NULL), STATUS_CONFLICT); /* and looks */
    assert_said(WANG " confirmed it at");
    assert_done(decide(2, VERDICT_BEHIND, "仍停工", NULL));
    assert_string_equal(task()->decision->extended.until, "2021-12-31");
}

static void the_same_said_again_asks_for_nothing(void **state)
{
    (void)state;
    assert_done(decide(1, VERDICT_BEHIND, "停工", "2021-12-31"));
    assert_int_equal(decide(2, VERDICT_BEHIND, "停工", "2021-12-31"), STATUS_NO);
    second(WANG, NULL);
    assert_int_equal(decide(3, VERDICT_BEHIND, "停工", "2021-12-31"), STATUS_NO);
    assert_int_equal(decide(3, VERDICT_BEHIND, "停工", NULL), STATUS_NO);
    assert_done(decide(3, VERDICT_BEHIND, "仍停工", "2021-12-31"));
    assert_string_equal(task()->decision->deadline, "");
    assert_string_equal(task()->deadline, "2021-12-31");
}

static void what_cannot_be_extended_is_refused_with_the_rule(void **state)
{
    static const struct {
        const char *item;
        int day;
        enum verdict verdict;
        const char *value, *reason, *deadline, *said;
    } cases[] = {
        {"fix/t1", 31, VERDICT_BEHIND, "", "停工", "2021-12-31", "2021-06-30, and it has passed"},
        {"fix/t1", 1, VERDICT_BEHIND, "", "停工", "2021-06-29", "not later than the deadline"},
        {"fix/t1", 1, VERDICT_BEHIND, "", "停工", "2021-02-30", "is no day"},
        {"fix/t1", 1, VERDICT_BEHIND, "", " ", "2021-12-31", "needs a reason"},
        {"fix/t1", 1, VERDICT_COMPLETED, "", "停工", "2021-12-31", "needs no extension"},
        {"fix/t2", 1, VERDICT_BEHIND, "", "停工", "2021-12-31", "no day to extend"},
        {"fix/t3", 1, VERDICT_BEHIND, "", "停工", "2021-12-31", "no day to extend"},
        {"air/good-days", 1, VERDICT_MET, "90", "停工", "2021-12-31", "only a rectification"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decision decision = {.verdict = cases[i].verdict,
                                    .value = cases[i].value,
                                    .reason = cases[i].reason,
                                    .deadline = cases[i].deadline};
        assert_int_equal(decide_on(cases[i].item, cases[i].day, decision), STATUS_INPUT);
        assert_said(cases[i].said);
    }
    assert_string_equal(git("rev-list --count main"), "1\n");
}

static void where_one_person_is_enough_it_holds_at_once(void **state)
{
    (void)state;
    push_file("2020/assessment.md", ASSESSMENT "two-person: false\n---\n");
    look();
    assert_done(decide(1, VERDICT_BEHIND, "停工", "2021-12-31"));
    assert_string_equal(task()->deadline, "2021-12-31");
    assert_string_equal(task()->extension.by, LI);
    second(WANG, "不同意");
    assert_string_equal(task()->deadline, "2021-06-30");
}

static void a_revision_of_the_item_leaves_the_day_that_was_granted(void **state)
{
    (void)state;
    assert_done(decide(1, VERDICT_BEHIND, "停工", "2021-12-31"));
    second(WANG, NULL);
    push_file(ITEM, TASK("1", "2021-05-31"));
    look();
    assert_int_equal(task()->state, STATE_STALE);
    assert_string_equal(task()->deadline, "2021-12-31");
    assert_done(decide(2, VERDICT_BEHIND, "停工", NULL));
    assert_string_equal(task()->deadline, "2021-12-31");
    push_file(ITEM, TASK("1", "2022-12-31"));
    look();
    assert_string_equal(task()->deadline, "2022-12-31");
    assert_string_equal(task()->extension.until, "");
}

static void terms_that_cannot_be_read_are_named_by_their_line(void **state)
{
    static const char *const front = "---\nitem: fix/t1\njurisdiction: siping\nverdict: behind\n"
                                     "reviewer: a <a@b>\n";
    static const char *const cases[][2] = {
        {"deadline: soon\n", ":6: 'soon' is no day"},
        {"notice:\n  from: 2021-02-01\n", ":6: a notice has"},
        {"notice:\n  from: 2021-02-02\n  until: 2021-02-01\n", ":6: a notice has"},
        {"extended:\n  until: 2021-02-01\n  by: a <a@b>\n", "'decision' is missing"},
        {"extended:\n  decision: abc\n  by: a <a@b>\n", ":6: an extension has a day"},
        {"reopened: perhaps\n", ":6: "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct snapshot *broken;
        char text[512];
        snprintf(text, sizeof text, "%s%s---\n", front, cases[i][0]);
        push_file(DECISION, text);
        assert_int_equal(snapshot_new(record, NULL, NULL, &broken, &error), STATUS_INPUT);
        assert_said(cases[i][1]);
    }
}

/* ---- Notices ---- */

static enum status close_out(int day, const char *notice)
{
    struct decision decision = {.verdict = VERDICT_CLOSED_OUT, .reason = "验收通过"};
    assert_done(notice_parse(notice, &decision.notice, &error));
    return decide_on("fix/t1", day, decision);
}

static void a_close_out_waits_for_its_notice(void **state)
{
    (void)state;
    push_file("2020/assessment.md", ASSESSMENT "notice-days: 9\n---\n");
    look();
    assert_int_equal(close_out(20, ""), STATUS_INPUT);
    assert_said("a public notice of at least 9 days");
    assert_int_equal(close_out(20, "2021-06-01/2021-06-08"), STATUS_INPUT);
    assert_said("has 8 days, and must have at least 9");
    assert_int_equal(close_out(9, "2021-06-01/2021-06-09"), STATUS_INPUT);
    assert_said("runs until 2021-06-09");
    assert_done(close_out(10, "2021-06-01/2021-06-09"));
    assert_holds(shell("git -C '%s' show main:" DECISION " | tr -d \"\\\"'\"", record_at()),
                 "\nnotice:\n  from: 2021-06-01\n  until: 2021-06-09\n");
    assert_string_equal(task()->decision->notice.until, "2021-06-09");
}

static void without_the_setting_a_notice_is_optional_and_true(void **state)
{
    (void)state;
    assert_int_equal(close_out(1, "2021-06-01/2021-06-09"), STATUS_INPUT);
    assert_said("runs until");
    struct decision behind = {.verdict = VERDICT_BEHIND, .notice = {"2021-05-01", "2021-05-09"}};
    assert_int_equal(decide_on("fix/t1", 1, behind), STATUS_INPUT);
    assert_said("only a close-out has a notice");
    assert_done(close_out(2, "2021-05-01/2021-05-01"));
    assert_done(close_out(3, ""));
}

static void a_notice_is_two_days_as_people_type_them(void **state)
{
    static const char *const wrong[] = {"2021-06-01",
                                        "2021-06-01/",
                                        "2021-06-02/2021-06-01",
                                        "2021-06-01/2021-06-31",
                                        "2021-06-01/2021-06-09/2021-06-10",
                                        "June/2021-06-09",
                                        "2021-06-011/2021-06-09"};
    struct notice notice;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(notice_parse(wrong[i], &notice, &error), STATUS_INPUT);
        assert_said("is no notice");
        assert_string_equal(notice.from, "");
    }
    assert_done(notice_parse("２０２１-０６-０１ ／ 2021-06-09", &notice, &error));
    struct buffer text = BUFFER_EMPTY;
    notice_add(&text, &notice);
    assert_string_equal(text.bytes, "2021-06-01/2021-06-09");
    buffer_free(&text);
}

/* ---- Re-opening ---- */

static void what_stood_confirmed_is_reopened_with_a_reason(void **state)
{
    (void)state;
    assert_done(close_out(1, ""));
    second(WANG, NULL);
    assert_int_equal(decide(2, VERDICT_BEHIND, "", NULL), STATUS_INPUT);
    assert_said("stands confirmed as 'closed out', and opening it again needs a reason");
    assert_int_equal(decide(2, VERDICT_WITHDRAWN, "", NULL), STATUS_INPUT);
    struct decision before = *task()->decision;
    struct snapshot *held = snapshot; /* `before` borrows from it */
    snapshot = NULL;
    look();
    assert_done(decide(2, VERDICT_BEHIND, "回潮", NULL));
    assert_string_equal(git("log -1 --format=%%s"), "四平市 河道垃圾1：重新开启，滞后\n");
    assert_holds(git("show main:" DECISION), "\nreopened: true\n");
    assert_true(task()->decision->reopened);
    assert_int_equal(task()->state, STATE_DECIDED);
    struct difference difference = {.arena = snapshot->arena};
    struct buffer text = BUFFER_EMPTY;
    difference_decision(&difference, task()->item, &before, task()->decision);
    difference_add_plain(&difference, &text);
    assert_holds(text.bytes, "~ reopened what stood confirmed as 'closed out' is open again\n");
    buffer_free(&text);
    snapshot_free(held);
    assert_done(decide(3, VERDICT_COMPLETED, "", NULL));
    assert_false(task()->decision->reopened);
    second(WANG, NULL);
    assert_done(close_out(4, "")); /* onwards is no way back */
    assert_false(task()->decision->reopened);
}

static void what_nobody_confirmed_is_only_corrected(void **state)
{
    (void)state;
    assert_done(close_out(1, ""));
    assert_done(decide(2, VERDICT_BEHIND, "", NULL));
    assert_string_equal(git("log -1 --format=%%s"), "四平市 河道垃圾1：滞后\n");
    assert_done(close_out(3, ""));
    second(WANG, "未见照片");
    assert_done(decide(4, VERDICT_BEHIND, "", NULL));
    assert_false(task()->decision->reopened);
}

/* ---- What voids a confirmation ---- */

static void confirmed(void)
{
    assert_done(decide(1, VERDICT_BEHIND, "一", NULL));
    second(WANG, NULL);
    assert_int_equal(task()->state, STATE_CONFIRMED);
}

static void a_new_decision_or_a_withdrawal_voids_the_confirmation(void **state)
{
    (void)state;
    confirmed();
    assert_done(decide(2, VERDICT_BEHIND, "二", NULL));
    assert_int_equal(task()->state, STATE_DECIDED);
    second(WANG, NULL);
    assert_done(decide(3, VERDICT_WITHDRAWN, "", NULL));
    assert_int_equal(task()->state, STATE_PENDING);
    /* made again with the same words it is another decision, and waits */
    assert_done(decide(4, VERDICT_BEHIND, "二", NULL));
    assert_int_equal(task()->state, STATE_DECIDED);
}

static void a_revised_item_voids_it_and_revised_back_it_holds(void **state)
{
    (void)state;
    confirmed();
    push_file(ITEM, TASK("1", "2021-07-31"));
    look();
    assert_int_equal(task()->state, STATE_STALE);
    push_file(ITEM, TASK("1", "2021-06-30"));
    look();
    assert_int_equal(task()->state, STATE_CONFIRMED);
}

static void changed_bytes_void_it_and_the_same_bytes_are_those_that_were_confirmed(void **state)
{
    (void)state;
    char text[1024];
    confirmed();
    snprintf(text, sizeof text, "%s", git("show main:" DECISION));
    shell("rm -rf clone; git clone -q '%s' clone && cd clone && "
          "sed -i 's/verdict: behind/verdict: on-schedule/' " DECISION
          " && git commit -qam 改 && git push -q",
          record_at());
    look();
    assert_int_equal(task()->decision->verdict, VERDICT_ON_SCHEDULE);
    assert_int_equal(task()->state, STATE_DECIDED);
    push_file(DECISION, text);
    look();
    assert_int_equal(task()->state, STATE_CONFIRMED);
}

static void a_revised_checklist_carries_over_what_it_left_alone(void **state)
{
    (void)state;
    confirmed();
    assert_done(decide_on("fix/t2", 1, (struct decision){.verdict = VERDICT_BEHIND}));
    assert_done(decide_on("fix/t3", 1, (struct decision){.verdict = VERDICT_BEHIND}));
    shell("rm -rf clone; git clone -q '%s' clone && cd clone && "
          "sed -i 's/problem: 问题/problem: 新问题/' 2020/checklist/fix/t2.md && "
          "sed 's/number: 3/number: 4/' 2020/checklist/fix/t3.md >2020/checklist/fix/t4.md && "
          "git rm -q 2020/checklist/fix/t3.md && git add -A && git commit -qm 修订 && "
          "git push -q",
          record_at());
    assert_int_equal(last_exit, 0);
    look();
    assert_int_equal(task()->state, STATE_CONFIRMED);
    assert_int_equal(entry_of("fix/t2")->state, STATE_STALE);
    assert_int_equal(entry_of("fix/t4")->state, STATE_PENDING);
    assert_int_equal(snapshot->assessment->left_over_count, 1);
    assert_string_equal(snapshot->assessment->left_over[0], "2020/decisions/siping/fix/t3.md");
    const char *said = shell("'%s' -C '%s' --lang en status", program_at(), record_at());
    assert_holds(said, "2020/decisions/siping/fix/t3.md: decided, but the checklist does not ask");
    said = shell("'%s' -C '%s' --lang en show siping fix/t3", program_at(), record_at());
    assert_int_equal(last_exit, 2);
    assert_holds(said, "no item 'fix/t3'");
}

static void the_history_shows_each_round_in_order(void **state)
{
    (void)state;
    assert_done(decide(1, VERDICT_BEHIND, "一", NULL));
    second(WANG, "照片不清");
    assert_done(decide(2, VERDICT_ON_SCHEDULE, "二", NULL));
    second(WANG, NULL);
    const char *said = shell("'%s' -C '%s' --lang en show siping fix/t1 | sed '1,/^History/d' | "
                             "sed 's/  */ /g; s/ [0-9a-f]\\{8\\}//; s/T[^ ]* / /'",
                             program_at(), record_at());
    assert_string_equal(said, " 2021-06-01 behind 李明 <liming@example.org> 一\n"
                              " 2021-07-10 returned 王芳 <wangfang@example.org> 照片不清\n"
                              " 2021-06-02 on schedule 李明 <liming@example.org> 二\n"
                              " 2021-07-10 confirmed 王芳 <wangfang@example.org>\n");
}

/* ---- Reports ---- */

static void a_report_names_who_recorded_it_and_what_it_replaced(void **state)
{
    (void)state;
    struct writing writing = {LI, june(1), 480};
    const struct entry *before = entry_of("air/good-days");
    struct report report = {.value = "89.9", .text = "自查"};
    assert_done(write_report(record, before, report, &writing, NULL, &error));
    report.value = "88";
    assert_int_equal(write_report(record, before, report, &writing, NULL, &error), STATUS_CONFLICT);
    look();
    char first[64];
    snprintf(first, sizeof first, "%s", entry_of("air/good-days")->report->blob);
    assert_string_equal(entry_of("air/good-days")->report->previous, "");
    assert_done(write_report(record, entry_of("air/good-days"), report, &writing, NULL, &error));
    look();
    assert_string_equal(entry_of("air/good-days")->report->previous, first);
    assert_string_equal(entry_of("air/good-days")->report->reporter, LI);
    assert_string_equal(git("log -1 --format=%%B"),
                        "四平市 优良天数比例：自查 88%\n\nJurisdiction: siping\n"
                        "Item: air/good-days\nReport: 88\n"
                        "Imported-by: 王芳 <wangfang@example.org>\n\n");
    shell("'%s' -C '%s' report siping air/good-days --value ８７ --note 更正", program_at(),
          record_at());
    assert_int_equal(last_exit, 0);
    assert_string_equal(git("log -1 --format='%%an %%s'"), "王芳 四平市 优良天数比例：自查 87%\n");
    shell("'%s' -C '%s' report siping air/good-days --value many", program_at(), record_at());
    assert_int_equal(last_exit, 2);
    shell("'%s' -C '%s' report siping air/good-days", program_at(), record_at());
    assert_int_equal(last_exit, 2);
}

/* ---- On the command line ---- */

static void terms_are_given_by_options_and_columns(void **state)
{
    (void)state;
    folder_put("d.csv", "jurisdiction,item,verdict,note,decided,deadline,notice\n"
                        "siping,fix/t1,behind,停工,2021-06-01T12:00:00+08:00,2021-12-31,\n"
                        "siping,fix/t2,closed-out,验收,2021-06-10T12:00:00+08:00,,"
                        "2021-06-01/2021-06-09\n");
    const char *said = shell("'%s' -C '%s' import decisions d.csv", program_at(), record_at());
    if (last_exit)
        fail_msg("%s", said);
    look();
    assert_string_equal(task()->decision->deadline, "2021-12-31");
    assert_string_equal(entry_of("fix/t2")->decision->notice.from, "2021-06-01");
    push_file(ITEM, TASK("1", "2099-06-30"));
    said = shell("'%s' -C '%s' --lang en decide siping fix/t1 --verdict behind --note 停工 "
                 "--deadline 2099-12-31 && '%s' -C '%s' --lang en decide siping fix/t3 --verdict "
                 "closed-out --note 验收 --notice 2021-06-01/2021-06-09 && '%s' -C '%s' --lang en "
                 "show siping fix/t1 && '%s' -C '%s' --lang en show siping fix/t3",
                 program_at(), record_at(), program_at(), record_at(), program_at(), record_at(),
                 program_at(), record_at());
    assert_holds(said, "  deadline: 2099-06-30\n  asked: 2099-12-31, waits\n");
    assert_holds(said, "  notice: 2021-06-01/2021-06-09\n");
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_extension_is_granted_by_the_second_person),
        TEST(a_returned_request_extends_nothing),
        TEST(later_decisions_carry_what_was_granted),
        TEST(a_grant_that_came_meanwhile_is_looked_at_first),
        TEST(the_same_said_again_asks_for_nothing),
        TEST(what_cannot_be_extended_is_refused_with_the_rule),
        TEST(where_one_person_is_enough_it_holds_at_once),
        TEST(a_revision_of_the_item_leaves_the_day_that_was_granted),
        TEST(terms_that_cannot_be_read_are_named_by_their_line),
        TEST(a_close_out_waits_for_its_notice),
        TEST(without_the_setting_a_notice_is_optional_and_true),
        TEST(a_notice_is_two_days_as_people_type_them),
        TEST(what_stood_confirmed_is_reopened_with_a_reason),
        TEST(what_nobody_confirmed_is_only_corrected),
        TEST(a_new_decision_or_a_withdrawal_voids_the_confirmation),
        TEST(a_revised_item_voids_it_and_revised_back_it_holds),
        TEST(changed_bytes_void_it_and_the_same_bytes_are_those_that_were_confirmed),
        TEST(a_revised_checklist_carries_over_what_it_left_alone),
        TEST(the_history_shows_each_round_in_order),
        TEST(a_report_names_who_recorded_it_and_what_it_replaced),
        TEST(terms_are_given_by_options_and_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
