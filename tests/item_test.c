/*
 * The item's screen through a real terminal: undoing, the conditions of a close-out, deadlines,
 * evidence, earlier years and the other jurisdictions.
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

static void push_category(void)
{
    push_file("2020/checklist/central/category.md",
              "---\nname: 中央督察整改\norder: 2\nfull: 5\nrole: points\nscoring: share\n---\n");
}

static void push_task(const char *deadline)
{
    char file[512];
    snprintf(file, sizeof file,
             "---\nname: 河道垃圾\nkind: rectification\norder: 1\napplies: [siping]\n"
             "inspection: central\nnumber: 1\nproblem: 河道堆放垃圾\nobjective: 清运完毕\n"
             "deadline: %s\n---\n",
             deadline);
    push_file("2020/checklist/central/task-01.md", file);
}

/* Opens the rectification of 四平市, its last item. */
static struct terminal *open_rectification(void)
{
    struct terminal *terminal = open_review();
    press(terminal, "g\r", "河道垃圾");
    press(terminal, "G\r", "1 已销号  2 完成整改");
    return terminal;
}

static const char *decision_file(void)
{
    return git("show main:2020/decisions/siping/central/task-01.md");
}

static void a_decision_is_undone_by_a_commit_that_keeps_the_chain(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "9", "没有可撤销的评定");
    press(terminal, SEND_F6 "\r", "还有5项，9撤销");
    press(terminal, "9", "撤销：完成 89.9% 得4分 => 待评定 — 按回车写入，Esc放弃");
    press(terminal, "\033", "已放弃，未保存");
    press(terminal, "9\r", "已撤销，提交");
    assert_true(terminal_shows(terminal, "评定      待评定"));
    assert_last_commit("%an %(trailers:key=Verdict,valueonly,separator=)", "王芳 withdrawn");
    assert_non_null(strstr(git("log -1 --format=%%s main"), "四平市 优良天数比例：撤回"));
    press(terminal, SEND_F6 "\r", "还有5项，9撤销");
    quit(terminal);
    char program[1024];
    snprintf(program, sizeof program, "'%s' -C '%s' --lang zh log siping air/good-days",
             program_at(), record_at());
    const char *log = shell("%s", program);
    const char *second = strstr(log, "撤回");
    assert_non_null(second);
    assert_non_null(strstr(second, "完成"));
    assert_string_equal(git("fsck --strict"), "");
}

static void undo_restores_the_decision_before_it(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "2", "数值（%）：");
    press(terminal, "\02579\r", "评定：部分完成 79%");
    press(terminal, "\r", "还有5项");
    press(terminal, "\033", "> 待评定       秸秆禁烧");
    press(terminal, "g\r", "（待复核）");
    press(terminal, "1", "说明：");
    press(terminal, "沙尘已剔除\r", "评定：完成 79%");
    press(terminal, "\r", "还有5项");
    press(terminal, "u", "撤销：完成 79% 得3.5分 => 部分完成 79% 得3.5分");
    press(terminal, "\r", "已撤销");
    assert_true(terminal_shows(terminal, "评定      部分完成 79% 得3.5分"));
    press(terminal, "u", "撤销：部分完成 79% 得3.5分 => 待评定");
    press(terminal, "\r", "已撤销");
    press(terminal, "u", "没有可撤销的评定");
    quit(terminal);
}

static void what_is_typed_replaces_the_proposed_value(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "2", "数值（%）： 89.9");
    press(terminal, "78。5", "数值（%）： 78。5");
    press(terminal, "\r", "评定：部分完成 78.5%");
    press(terminal, SEND_F2, "数值（%）： 78.5");
    press(terminal, SEND_END "5\r", "评定：部分完成 78.55%");
    press(terminal, "6年报｜a.pdf；台账\r", "佐证2件");
    press(terminal, "\033", "已放弃");
    quit(terminal);
}

static void undo_is_of_the_item_on_the_screen(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, SEND_F6 "\r", "还有5项");
    press(terminal, "1\r", "还有4项");
    press(terminal, "\033", "完成         优良天数比例");
    press(terminal, "g\r", "四平市  优良天数比例");
    press(terminal, "9", "撤销：完成 89.9% 得4分 => 待评定");
    press(terminal, "\r", "已撤销");
    press(terminal, "\t9", "撤销：完成 得3分 => 待评定");
    press(terminal, "\033", "已放弃");
    quit(terminal);
}

static void only_ones_own_decision_is_undone(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, SEND_F6 "\r", "还有5项");
    run("decide siping air/good-days --verdict unmet --value 70");
    assert_true(terminal_shows(terminal, "已载入他人的新提交"));
    press(terminal, "u", "这是他人的评定，不能撤销");
    quit(terminal);
    assert_last_commit("%an", "李明");
}

static void an_undo_of_what_is_replaced_meanwhile_is_asked_again(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, SEND_F6 "\r", "还有5项");
    press(terminal, "u", "=> 待评定");
    run("decide siping air/good-days --verdict unmet --value 70");
    press(terminal, "\r", "请重新查看");
    assert_last_commit("%an", "李明");
    quit(terminal);
}

static void a_question_that_is_only_looked_at_leaves_nothing(void **state)
{
    (void)state;
    run("decide siping air/good-days --verdict unmet --value 70 --note 与年报不符");
    struct terminal *terminal = open_review();
    press(terminal, "\r", "> 待评定");
    press(terminal, "g\r", "（待复核）");
    press(terminal, SEND_F2, "数值（%）： 70");
    press(terminal, "\033" SEND_F4, "评定说明");
    press(terminal, SEND_F2, "1 完成");
    press(terminal, "\t", "> 秸秆禁烧");
    press(terminal, "\033", "[0全部]");
    press(terminal, "g\r", "（待复核）");
    press(terminal, "1", "说明：");
    press(terminal, "\033\t", "> 秸秆禁烧");
    quit(terminal);
}

static void a_close_out_ticks_its_conditions(void **state)
{
    (void)state;
    push_category();
    push_task("2020-12-31");
    struct terminal *terminal = open_rectification();
    assert_true(terminal_has(terminal, "销号条件  [ ] 整改措施全部落实"));
    press(terminal, "1", "1 [ ] 整改措施全部落实");
    press(terminal, "1345", "5 [x] 成因消除");
    press(terminal, "\r", "说明：");
    assert_true(terminal_shows(terminal, "销号条件只满足4项（共5项）"));
    press(terminal, "\033", "1 已销号");
    press(terminal, "7", "1 [x] 整改措施全部落实");
    press(terminal, "2\r", "[x] 立案处罚");
    press(terminal, "1", "评定：已销号 — 按回车保存");
    press(terminal, "\r", "已保存");
    assert_non_null(
        strstr(decision_file(), "conditions: [measures, penalties, effect, similar, mechanism]\n"));
    quit(terminal);
}

static void a_close_out_with_nothing_ticked_needs_a_reason(void **state)
{
    (void)state;
    push_category();
    push_task("standing");
    struct terminal *terminal = open_rectification();
    press(terminal, "1", "1 [ ] 整改措施全部落实");
    press(terminal, "\r", "销号条件一项未勾选");
    press(terminal, "上级已销号\r", "评定：已销号");
    press(terminal, "\r", "已保存");
    assert_null(strstr(decision_file(), "conditions"));
    quit(terminal);
}

static void an_extension_is_asked_for_and_granted(void **state)
{
    (void)state;
    push_category();
    push_task("2099-06-30");
    struct terminal *terminal = open_rectification();
    press(terminal, "0", "现行时限2099-06-30，申请延期至：");
    press(terminal, "2099-06-01\r", "不晚于现行时限2099-06-30");
    press(terminal,
          "\025"
          "2099-12-31\r",
          "已填未存");
    press(terminal, "4", "延期须说明理由");
    press(terminal, "汛期停工\r", "评定：滞后，申请延期至2099-12-31");
    press(terminal, "\r", "已保存");
    assert_last_commit("%s", "四平市 河道垃圾：滞后 申请延期至2099-12-31");
    quit(terminal);
    terminal = open_rectification();
    assert_true(terminal_shows(terminal, "申请延期  至2099-12-31，待复核"));
    assert_true(terminal_shows(terminal, "整改时限  2099-06-30（还有"));
    quit(terminal);
    const char *const environment[] = {"LC_ALL=C.UTF-8", LI, NULL};
    terminal = open_with(environment, 24, 80);
    press(terminal, SEND_F7 "*" SEND_F7, "滞后，准予延期至2099-12-31"); /* all that is marked */
    press(terminal, "\033", "[7待我复核]");
    press(terminal, "\r", "河道垃圾");
    press(terminal, SEND_F7, "复核：滞后，准予延期至2099-12-31 — 按回车确认");
    press(terminal, "\r", "已复核");
    quit(terminal);
    terminal = open_rectification();
    assert_true(terminal_shows(terminal, "整改时限  2099-12-31（还有"));
    assert_true(terminal_shows(terminal, "原时限2099-06-30，准予延期：李明"));
    quit(terminal);
}

static void a_deadline_without_a_day_is_not_extended(void **state)
{
    (void)state;
    push_category();
    push_task("standing");
    struct terminal *terminal = open_rectification();
    press(terminal, "d", "只有时限为日期的整改任务才可申请延期");
    quit(terminal);
}

static void a_close_out_asks_for_the_notice_that_the_year_wants(void **state)
{
    (void)state;
    push_category();
    push_task("at-once");
    push_file("2020/assessment.md",
              "---\nyear: 2020\ngrades: [{name: 一等}]\nclasses: [{id: city, name: 市}]\n"
              "inspections: [{id: central, name: 中央督察}]\nnotice-days: 9\n---\n");
    struct terminal *terminal = open_rectification();
    assert_true(terminal_shows(terminal, "公示期    销号前须公示至少9天"));
    press(terminal, "1", "1 [ ] 整改措施全部落实");
    press(terminal, "12345\r", "公示起止日期（起/止，至少9天）：");
    press(terminal, "\r", "此项必填");
    press(terminal, "2021-01-04/2021-01-05\r", "公示期只有2天，须至少9天");
    press(terminal,
          "\025"
          "2021-01-04/2021-01-12\r",
          "评定：已销号，公示至2021-01-12 — 按回车保存");
    press(terminal, "\r", "已保存");
    assert_non_null(strstr(decision_file(), "notice:\n  from: "));
    quit(terminal);
    shell("GIT_AUTHOR_NAME=李明 GIT_AUTHOR_EMAIL=liming@example.org '%s' -C '%s' "
          "confirm siping central/task-01",
          program_at(), record_at());
    assert_int_equal(last_exit, 0);
    terminal = open_rectification();
    assert_true(terminal_shows(terminal, "公示期    2021-01-04/2021-01-12（至少9天）"));
    press(terminal, "1", "原复核将失效 — 按回车保存，Esc放弃");
    press(terminal, "L", "voids its confirmation - Enter, Esc"); /* what fits the row */
    press(terminal, "\033", "1 closed out  2");
    quit(terminal);
}

static void each_round_is_on_the_screen(void **state)
{
    (void)state;
    push_category();
    push_task("standing");
    run("decide siping central/task-01 --verdict behind --note 一");
    struct terminal *terminal = open_rectification();
    press(terminal, SEND_F8, "退回理由：");
    press(terminal, "照片不清\r", "按回车退回");
    press(terminal, "\r", "已退回");
    run("decide siping central/task-01 --verdict behind --note 二");
    press(terminal, "\033", "[0全部]");
    press(terminal, "G\r", "李明  滞后：一");
    press(terminal, SEND_END, "李明  滞后：二");
    assert_true(terminal_shows(terminal, "王芳  退回：照片不清"));
    quit(terminal);
}

static void the_years_own_conditions_are_asked_for(void **state)
{
    (void)state;
    push_category();
    push_task("at-once");
    push_file("2020/assessment.md",
              "---\nyear: 2020\ngrades: [{name: 一等}]\nclasses: [{id: city, name: 市}]\n"
              "inspections: [{id: central, name: 中央督察}]\n"
              "close-out: [{id: done, name: 全部完成}, {id: shown, name: 公示无异议}]\n---\n");
    struct terminal *terminal = open_rectification();
    press(terminal, "7", "2 [ ] 公示无异议");
    press(terminal, "3", "条件只有1到2");
    press(terminal, "12\r", "[x] 公示无异议");
    press(terminal, "1", "评定：已销号");
    press(terminal, "\r", "已保存");
    assert_non_null(strstr(decision_file(), "conditions: [done, shown]\n"));
    quit(terminal);
}

static void conditions_of_another_time_do_not_close_out(void **state)
{
    (void)state;
    push_category();
    push_task("at-once");
    struct terminal *terminal = open_rectification();
    press(terminal, "1", "1 [ ] 整改措施全部落实");
    press(terminal, "12345\r", "评定：已销号");
    press(terminal, "\r", "已保存");
    quit(terminal);
    push_file("2020/assessment.md",
              "---\nyear: 2020\ngrades: [{name: 一等}]\nclasses: [{id: city, name: 市}]\n"
              "inspections: [{id: central, name: 中央督察}]\n"
              "close-out: [{id: done, name: 全部完成}, {id: shown, name: 公示无异议}]\n---\n");
    terminal = open_review();
    press(terminal, "g\r", "河道垃圾");
    press(terminal, "G\r", "1 已销号  2 完成整改");
    press(terminal, "1", "销号条件只满足0项（共2项）");
    press(terminal,
          "\033"
          "7",
          "1 [ ] 全部完成");
    press(terminal, "12\r", "[x] 公示无异议");
    press(terminal, "1", "评定：已销号");
    press(terminal, "\r", "已保存");
    assert_non_null(strstr(decision_file(), "conditions: [done, shown]\n"));
    quit(terminal);
}

static void a_deadline_says_how_far_it_is(void **state)
{
    (void)state;
    push_category();
    push_task("2999-01-01");
    struct terminal *terminal = open_rectification();
    assert_true(terminal_shows(terminal, "整改时限  2999-01-01（还有"));
    push_task("2020-01-01");
    assert_true(terminal_shows(terminal, "整改时限  2020-01-01（已逾期"));
    quit(terminal);
}

static void evidence_is_typed_and_hashed(void **state)
{
    (void)state;
    folder_put("annual.txt", "年报");
    char keys[1024];
    struct terminal *terminal = open_item();
    press(terminal, "6", "佐证（名称|位置，+附入；多件用;分开）：");
    snprintf(keys, sizeof keys, "年报|%s/annual.txt; 台账2号\r", record_folder());
    press(terminal, keys, "已填未存");
    press(terminal, "1\r", "评定：完成 89.9%");
    press(terminal, "\r", "还有5项");
    quit(terminal);
    const char *file = git("show main:2020/decisions/siping/air/good-days.md");
    assert_non_null(strstr(file, "  - title: 年报\n"));
    assert_non_null(strstr(file, "    sha256: "));
    assert_non_null(strstr(file, "  - title: 台账2号\n    at: 台账2号\n"));
}

static void evidence_with_a_plus_goes_into_the_record(void **state)
{
    (void)state;
    folder_put("annual.txt", "年报");
    folder_put("photo.txt", "照片");
    char keys[1024];
    struct terminal *terminal = open_item();
    press(terminal, "6", "+附入");
    snprintf(keys, sizeof keys, "+年报|%s/annual.txt; ＋%s/photo.txt; 台账2号\r", record_folder(),
             record_folder());
    press(terminal, keys, "已填未存");
    press(terminal, "1\r", "评定：完成 89.9%");
    press(terminal, "\r", "还有5项");
    quit(terminal);
    const char *file = shell("git -C '%s' show main:2020/decisions/siping/air/good-days.md | "
                             "tr -d \"\\\"'\"",
                             record_at());
    assert_non_null(strstr(file, "  - title: 年报\n    at: 2020/evidence/siping/air/good-days/"));
    assert_non_null(strstr(file, "  - title: photo.txt\n    at: 2020/evidence/siping/"));
    assert_non_null(strstr(file, "  - title: 台账2号\n    at: 台账2号\n"));
    const char *attached = shell("for f in $(git -C '%s' ls-tree -r --name-only main "
                                 "2020/evidence); do git -C '%s' show main:$f; done",
                                 record_at(), record_at());
    assert_non_null(strstr(attached, "年报"));
    assert_non_null(strstr(attached, "照片"));
}

static void a_file_that_cannot_be_attached_is_said_and_nothing_is_lost(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "6", "+附入");
    press(terminal, "+年报|/no/such/file\r", "已填未存");
    press(terminal, "1\r", "评定：完成 89.9%");
    press(terminal, "\r", "佐证文件无法读取");
    press(terminal, "6", "+年报|/no/such/file");
    press(terminal, "\025台账2号\r", "评定：完成 89.9%");
    press(terminal, "\r", "还有5项");
    quit(terminal);
    assert_non_null(strstr(git("show main:2020/decisions/siping/air/good-days.md"), "at: 台账2号"));
    assert_string_equal(git("ls-tree -r --name-only main 2020/evidence"), "");
}

static void earlier_years_and_other_jurisdictions_stand_beside_it(void **state)
{
    (void)state;
    push_file("2019/decisions/siping/air/good-days.md",
              "---\nitem: air/good-days\njurisdiction: siping\nverdict: met\nvalue: 87.4\n"
              "reviewer: 李明 <liming@example.org>\n---\n");
    push_file("2018/decisions/siping/air/good-days.md", "no front matter");
    struct terminal *terminal = open_item();
    assert_true(terminal_shows(terminal, "历年      2019: 87.4  2020: 89.9（比上年升2.5，向好）"));
    assert_true(terminal_has(terminal, "> 四平市            89.9 ####"));
    assert_true(terminal_has(terminal, "白山市              78 ####"));
    assert_true(terminal_has(terminal, "未达 80"));
    quit(terminal);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, review_set_up, review_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_decision_is_undone_by_a_commit_that_keeps_the_chain),
        TEST(undo_restores_the_decision_before_it),
        TEST(what_is_typed_replaces_the_proposed_value),
        TEST(undo_is_of_the_item_on_the_screen),
        TEST(only_ones_own_decision_is_undone),
        TEST(an_undo_of_what_is_replaced_meanwhile_is_asked_again),
        TEST(a_question_that_is_only_looked_at_leaves_nothing),
        TEST(a_close_out_ticks_its_conditions),
        TEST(a_close_out_with_nothing_ticked_needs_a_reason),
        TEST(an_extension_is_asked_for_and_granted),
        TEST(a_deadline_without_a_day_is_not_extended),
        TEST(a_close_out_asks_for_the_notice_that_the_year_wants),
        TEST(each_round_is_on_the_screen),
        TEST(the_years_own_conditions_are_asked_for),
        TEST(conditions_of_another_time_do_not_close_out),
        TEST(a_deadline_says_how_far_it_is),
        TEST(evidence_is_typed_and_hashed),
        TEST(evidence_with_a_plus_goes_into_the_record),
        TEST(a_file_that_cannot_be_attached_is_said_and_nothing_is_lost),
        TEST(earlier_years_and_other_jurisdictions_stand_beside_it),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
