/*
 * What a person may not do is told at the first key, with the rule, and before anything is typed.
 * Through a real terminal; 王芳 sits there.
 */
#include "tests/harness/record.h"
#include "tests/harness/review.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NEWS "已载入他人的新提交"
#define OTHERS "  - {name: 李明, email: liming@example.org, roles: [review, confirm]}\n---\n"

/* The list, with what it says of 王芳: "roles: [review]". */
static void put_wang(const char *rights)
{
    char text[512];
    snprintf(text, sizeof text,
             "---\nreviewers:\n  - {name: 王芳, email: wangfang@example.org, %s}\n" OTHERS, rights);
    push_file("reviewers.md", text);
}

static void put_published(const char *act)
{
    char text[512];
    snprintf(text, sizeof text,
             "---\nact: %s\ntag: circular/2020\n"
             "commit: 0123456789012345678901234567890123456789\n"
             "by: 李明 <liming@example.org>\nwhen: 2021-04-06T09:00:00+08:00\n---\n\n补充核实。\n",
             act);
    push_file("2020/published/publication.md", text);
}

static void decide_all(void)
{
    run("decide siping air/good-days --verdict met --value 89.9");
    run("decide baishan air/good-days --verdict unmet --value 78");
}

/* On the item of 四平市 that is first in the checklist, whatever is open. */
static struct terminal *open_first_item(void)
{
    struct terminal *terminal = open_review();
    press(terminal, "g\r", "四平市 ");
    press(terminal, "0g\r", "优良天数比例");
    assert_true(terminal_shows(terminal, "一号文"));
    return terminal;
}

/* Each key says it, in the message's row, and begins nothing. */
static void assert_refused(struct terminal *terminal, const char *const *keys, const char *said)
{
    enum { MESSAGE = 22 };
    for (; *keys; keys++) {
        terminal_send(terminal, *keys);
        assert_true(terminal_row_is(terminal, MESSAGE, said));
        assert_false(terminal_has(terminal, "Esc放弃"));
        assert_false(terminal_has(terminal, "Esc 取消"));
        press(terminal, "z", "此处z键无作用");
    }
}

#define NO_ROLE(act) "reviewers.md: 您没有该角色，不能" act "；可由：李明"
#define ELSEWHERE "reviewers.md: 您负责的是其他考评对象或类别，不能评定；可由：李明"
#define RECUSED(act) "reviewers.md: 您对该考评对象须回避，不能" act "；可由：李明"

/* ---- Deciding ---- */

static const char *const deciding[] = {"1", "3", "v", "e", "f", "a", "\r", NULL};

static void without_the_role_no_key_of_deciding_does_anything(void **state)
{
    (void)state;
    put_wang("roles: [confirm]");
    struct terminal *terminal = open_first_item();
    assert_refused(terminal, deciding, NO_ROLE("评定"));
    quit(terminal);
    assert_last_commit("%s", "外来提交");
}

static void in_another_jurisdiction_or_category_neither(void **state)
{
    (void)state;
    static const char *const rights[] = {"roles: [review], jurisdictions: [baishan]",
                                         "roles: [review], categories: [water]"};
    for (size_t i = 0; i < 2; i++) {
        put_wang(rights[i]);
        struct terminal *terminal = open_first_item();
        assert_refused(terminal, deciding, ELSEWHERE);
        quit(terminal);
    }
}

static void who_is_not_listed_can_look(void **state)
{
    (void)state;
    push_file("reviewers.md", "---\nreviewers:\n" OTHERS);
    struct terminal *terminal = open_review();
    assert_true(terminal_shows(terminal, "您不在名单中，不能评定；可由：李明"));
    quit(terminal);
    terminal = open_first_item();
    assert_true(terminal_shows(terminal, "不可操作"));
    press(terminal, "1", "您不在名单中，不能评定");
    press(terminal, SEND_F7, "您不在名单中，不能复核");
    quit(terminal);
}

/* ---- Recusal ---- */

static void a_recused_jurisdiction_is_marked_in_every_list(void **state)
{
    (void)state;
    decide_all();
    put_wang("roles: [review, confirm], recused: [siping]");
    struct terminal *terminal = open_review();
    assert_true(terminal_shows(terminal, "四平市  回避"));
    assert_false(terminal_has(terminal, "白山市  回避"));
    press(terminal, "g\r", "四平市 1/3（回避）");
    press(terminal, "0g\r", "回避");
    assert_true(terminal_shows(terminal, "您对该考评对象须回避，不能评定；可由：李明"));
    press(terminal, "8", "四平市（回避）");
    quit(terminal);
}

static void from_a_recused_jurisdiction_each_key_is_refused(void **state)
{
    (void)state;
    static const char *const second[] = {SEND_F7, SEND_F8, NULL};
    decide_all();
    put_wang("roles: [review, confirm], recused: [siping]");
    struct terminal *terminal = open_first_item();
    assert_refused(terminal, second, RECUSED("复核"));
    assert_refused(terminal, deciding, RECUSED("评定"));
    quit(terminal);
    assert_last_commit("%s", "外来提交");
}

/* ---- Confirming ---- */

static void without_the_role_nothing_is_confirmed_or_returned(void **state)
{
    (void)state;
    static const char *const second[] = {SEND_F7, SEND_F8, NULL};
    decide_all();
    put_wang("roles: [review]");
    struct terminal *terminal = open_first_item();
    assert_refused(terminal, second, NO_ROLE("复核"));
    quit(terminal);
    assert_last_commit("%s", "外来提交");
}

static void the_queue_has_only_what_this_person_may_confirm(void **state)
{
    (void)state;
    decide_all();
    put_wang("roles: [confirm], recused: [siping]");
    struct terminal *terminal = open_review();
    assert_true(terminal_shows(terminal, "待我复核 1 (F7)"));
    press(terminal, SEND_F7, "待我复核 1");
    assert_true(terminal_shows(terminal, "白山市"));
    assert_true(terminal_hides(terminal, "四平市"));
    quit(terminal);
    put_wang("roles: [review]");
    terminal = open_review();
    assert_false(terminal_has(terminal, "待我复核"));
    press(terminal, SEND_F7, "您没有该角色，不能复核；可由：李明");
    quit(terminal);
}

/* ---- Going on ---- */

static void going_on_leads_to_what_this_person_may_decide(void **state)
{
    (void)state;
    put_wang("roles: [review], recused: [siping]");
    struct terminal *terminal = open_review();
    assert_true(terminal_shows(terminal, "还有3项待评定"));
    press(terminal, "\r\r", "1 完成  2 部分完成");
    assert_true(terminal_shows(terminal, "白山市  优良天数比例"));
    press(terminal, "3\r", "评定：未完成 78%");
    press(terminal, "\r", "还有2项");
    press(terminal, "1\r", "还有1项");
    press(terminal, "1", "得分（");
    press(terminal, "3\r", "说明");
    press(terminal, "好\r\r", "没有待您评定的项，另有3项待他人评定");
    quit(terminal);
    assert_last_commit("%an", "王芳");
}

static void what_is_stale_counts_for_who_may_decide_it(void **state)
{
    (void)state;
    decide_all();
    push_file("2020/checklist/air/good-days.md",
              "---\nname: 优良天数比例\nkind: indicator\norder: 1\napplies: [all]\nsource: 一号文\n"
              "full: 4\nunit: \"%\"\ndirection: higher\nplaces: 1\ntarget: 81\n"
              "rule: {type: deduct, per: 1, points: 0.5}\n---\n");
    put_wang("roles: [review], jurisdictions: [baishan]");
    struct terminal *terminal = open_review();
    assert_true(terminal_shows(terminal, "需重评 1 (4)"));
    press(terminal, "4", "待我重评 1");
    assert_true(terminal_hides(terminal, "四平市"));
    quit(terminal);
}

/* ---- Several at once ---- */

static void a_batch_of_what_may_not_be_done_does_not_open(void **state)
{
    (void)state;
    put_wang("roles: [confirm]");
    struct terminal *terminal = open_review();
    press(terminal, "g\r", "四平市 ");
    press(terminal, "0*", "已标记3项");
    press(terminal, SEND_F6, "您没有该角色，不能评定；可由：李明");
    assert_false(terminal_has(terminal, "批量评定"));
    quit(terminal);
}

static void a_batch_passes_over_what_may_not_be_done(void **state)
{
    (void)state;
    put_wang("roles: [review], jurisdictions: [baishan]");
    struct terminal *terminal = open_item();
    press(terminal, "8", "同项各地");
    press(terminal, "*", "已标记2项");
    press(terminal, SEND_F6, "批量评定");
    press(terminal, "3", "写入1项（共标记2项）");
    assert_true(terminal_shows(terminal, "跳过：reviewers.md"));
    press(terminal, "\r", "已评定1项");
    quit(terminal);
    assert_last_commit("%s", "白山市 优良天数比例：未完成 78% 3分");
}

/* ---- What changes meanwhile ---- */

static void a_role_taken_away_is_noticed_and_what_was_typed_stays(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "2", "数值（%）：");
    press(terminal, "\02579\r", "评定：部分完成 79%");
    put_wang("roles: [confirm]");
    assert_true(terminal_shows(terminal, NEWS));
    press(terminal, "\r", "您没有该角色，不能评定；可由：李明");
    assert_true(terminal_shows(terminal, "评定：部分完成 79%"));
    put_wang("roles: [review]");
    assert_true(terminal_shows(terminal, NEWS));
    press(terminal, "\r", "已保存");
    quit(terminal);
    assert_last_commit("%an", "王芳");
}

static void a_published_year_is_told_and_closed(void **state)
{
    (void)state;
    decide_all();
    put_published("published");
    struct terminal *terminal = open_review();
    assert_true(terminal_shows(terminal, "2020年总览（已定稿）"));
    assert_true(terminal_shows(terminal, "2020年度已定稿冻结"));
    quit(terminal);
    terminal = open_first_item();
    press(terminal, "1", "2020年度已定稿冻结：可由有定稿权限的人员用 kaoping reopen 重新开启");
    press(terminal, SEND_F8, "2020年度已定稿冻结");
    put_published("reopened");
    assert_true(terminal_shows(terminal, NEWS));
    press(terminal, SEND_F7, "按回车确认");
    press(terminal, "\033", "已放弃");
    quit(terminal);
}

static void a_mistake_in_the_list_is_told_and_the_old_one_stays(void **state)
{
    (void)state;
    struct terminal *terminal = open_review();
    put_wang("roles: [boss]");
    assert_true(terminal_shows(terminal, "reviewers.md:3: 未知的角色“boss”"));
    quit(terminal);
}

static void undoing_needs_the_right_too(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "1", "数值（%）：");
    press(terminal, "\r", "评定：完成 89.9%");
    press(terminal, "\r", "9撤销");
    put_wang("roles: [confirm]");
    assert_true(terminal_shows(terminal, NEWS));
    press(terminal, "9", "您没有该角色，不能评定");
    quit(terminal);
}

static void a_record_without_a_list_is_open_to_all(void **state)
{
    (void)state;
    shell("rm -rf clone; git clone -q '%s' clone; cd clone && git rm -q reviewers.md && "
          "git commit -qm 删除 && git push -q",
          record_at());
    assert_int_equal(last_exit, 0);
    struct terminal *terminal = open_item();
    press(terminal, "1", "数值（%）：");
    press(terminal, "\r\r", "已保存");
    quit(terminal);
    assert_last_commit("%an", "王芳");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, review_set_up, review_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_the_role_no_key_of_deciding_does_anything),
        TEST(in_another_jurisdiction_or_category_neither),
        TEST(who_is_not_listed_can_look),
        TEST(a_recused_jurisdiction_is_marked_in_every_list),
        TEST(from_a_recused_jurisdiction_each_key_is_refused),
        TEST(without_the_role_nothing_is_confirmed_or_returned),
        TEST(the_queue_has_only_what_this_person_may_confirm),
        TEST(going_on_leads_to_what_this_person_may_decide),
        TEST(what_is_stale_counts_for_who_may_decide_it),
        TEST(a_batch_of_what_may_not_be_done_does_not_open),
        TEST(a_batch_passes_over_what_may_not_be_done),
        TEST(a_role_taken_away_is_noticed_and_what_was_typed_stays),
        TEST(a_published_year_is_told_and_closed),
        TEST(a_mistake_in_the_list_is_told_and_the_old_one_stays),
        TEST(undoing_needs_the_right_too),
        TEST(a_record_without_a_list_is_open_to_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
