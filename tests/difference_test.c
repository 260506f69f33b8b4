/* What changed between two versions, in the words of the field. */
#include "core/difference.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct difference difference;
static struct buffer plain;

static int set_up(void **state)
{
    (void)state;
    language_set(LANGUAGE_ZH);
    difference = (struct difference){.arena = arena_new()};
    plain = BUFFER_EMPTY;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(difference.arena);
    buffer_free(&plain);
    return 0;
}

static const char *text(void)
{
    buffer_cut(&plain, 0);
    difference_add_plain(&difference, &plain);
    return plain.bytes;
}

static struct decimal number(const char *from)
{
    struct decimal out = NOT_A_NUMBER;
    struct error error;
    if (decimal_parse(from, &out, &error))
        fail_msg("%s", error.text);
    return out;
}

static const struct item good_days = {.name = "优良天数比例", .unit = "%"};
static struct evidence quarterly = {"季报", "evidence/a.pdf", "11"};
static struct evidence yearly = {"2020年报", "evidence/b.pdf", "22"};

static struct decision first_decision(void)
{
    return (struct decision){.verdict = VERDICT_PARTLY,
                             .value = "78",
                             .score = number("3"),
                             .against = "aa",
                             .evidence = {&quarterly, 1},
                             .reason = "按365天折算。\n数据待复核。"};
}

static struct decision second_decision(void)
{
    return (struct decision){.verdict = VERDICT_MET,
                             .value = "89.9",
                             .score = number("4"),
                             .against = "bb",
                             .evidence = {&yearly, 1},
                             .reason = "按366天折算。\n数据待复核。"};
}

static void two_decisions_differ_in_the_words_of_the_field(void **state)
{
    (void)state;
    struct decision old = first_decision(), new = second_decision();
    difference_decision(&difference, &good_days, &old, &new);
    assert_string_equal(text(), "~ 结论 部分完成 → 完成\n"
                                "~ 数值 78% → 89.9%\n"
                                "~ 得分 3 → 4\n"
                                "~ 考评项 两次评定之间考评项已修订\n"
                                "- 佐证 季报（evidence/a.pdf）\n"
                                "+ 佐证 2020年报（evidence/b.pdf）\n"
                                "- 说明 按365天折算。\n"
                                "+ 按366天折算。\n"
                                "  数据待复核。\n");
    assert_true(difference_any(&difference));
}

static void a_first_decision_only_has_what_came(void **state)
{
    (void)state;
    struct decision new = first_decision();
    difference_decision(&difference, &good_days, NULL, &new);
    assert_string_equal(text(), "+ 结论 部分完成\n+ 数值 78%\n+ 得分 3\n"
                                "+ 佐证 季报（evidence/a.pdf）\n"
                                "+ 说明 按365天折算。\n+ 数据待复核。\n");
}

static void the_same_decision_twice_is_no_change(void **state)
{
    (void)state;
    struct decision one = first_decision();
    difference_decision(&difference, &good_days, &one, &one);
    assert_false(difference_any(&difference));
    assert_string_equal(difference.lines[0].text, "部分完成");
    assert_int_equal(difference.lines[0].sign, DIFFERENCE_KEPT);
}

static void evidence_whose_file_was_exchanged_is_a_change(void **state)
{
    (void)state;
    struct evidence other = quarterly;
    other.sha256 = "33";
    struct decision old = first_decision(), new = old;
    new.evidence.list = &other;
    difference_decision(&difference, &good_days, &old, &new);
    assert_non_null(strstr(text(), "~ 佐证 季报（evidence/a.pdf）：文件内容已变\n"));
}

static void two_confirmations_and_two_reports_differ(void **state)
{
    (void)state;
    struct confirmation returned = {.returned = true, .decision = "1", .reason = "附年报原件"};
    struct confirmation confirmed = {.decision = "2", .reason = ""};
    struct report first = {.value = "78", .text = "见附件"}, second = {.value = "79", .text = ""};
    difference_confirmation(&difference, &returned, &confirmed);
    difference_report(&difference, &good_days, &first, &second);
    assert_string_equal(text(), "~ 复核 退回 → 通过\n"
                                "~ 评定 两次复核之间已重新评定\n"
                                "- 理由 附年报原件\n"
                                "~ 自查数值 78% → 79%\n"
                                "- 自查说明 见附件\n");
}

static void a_text_keeps_what_stayed_around_what_moved(void **state)
{
    (void)state;
    difference_text(&difference, "t", "a\nb\nc\nd", "a\nx\nc\ne\nd");
    assert_string_equal(text(), "  t a\n- b\n+ x\n  c\n+ e\n  d\n");
    difference.count = 0;
    difference_text(&difference, "t", NULL, "");
    assert_int_equal(difference.count, 0);
}

static void texts_too_long_to_compare_went_and_came_whole(void **state)
{
    (void)state;
    struct buffer old = BUFFER_EMPTY, new = BUFFER_EMPTY;
    for (int i = 0; i < 2000; i++) {
        buffer_format(&old, "%d\n", i);
        buffer_format(&new, "%d\n", i + 1);
    }
    difference_text(&difference, "", old.bytes, new.bytes);
    assert_int_equal(difference.count, 4000);
    assert_int_equal(difference.lines[0].sign, DIFFERENCE_GONE);
    assert_int_equal(difference.lines[3999].sign, DIFFERENCE_CAME);
    buffer_free(&old);
    buffer_free(&new);
}

static struct bytes file(const char *content)
{
    return (struct bytes){content, content ? strlen(content) : 0};
}

static const struct assessment nothing = {.year = "2020"};

static void a_checklist_item_shows_the_fields_that_changed(void **state)
{
    (void)state;
    difference_file(&difference, &nothing, "2020/checklist/air/good-days.md",
                    file("---\nname: 优良\nfull: 4\napplies: [a, b]\n---\n\n甲\n"),
                    file("---\nname: 优良\nfull: 5\ntargets: {a: 1, b: 2}\n---\n\n乙\n"));
    assert_string_equal(text(), "- 满分 4\n+ 5\n+ 各地目标 a: 1, b: 2\n- 适用对象 a; b\n"
                                "- 正文 甲\n+ 乙\n");
}

static void what_is_no_document_is_shown_as_text(void **state)
{
    (void)state;
    difference_file(&difference, &nothing, "evidence/note.txt", file("a\nb"), file("a\nc"));
    assert_string_equal(text(), "  a\n- b\n+ c\n");
    difference.count = 0;
    difference_file(&difference, &nothing, "2020/decisions//.md", file(NULL), file("---\na: [\n"));
    assert_string_equal(text(), "+ ---\n+ a: [\n");
}

static void what_is_no_text_is_told_by_its_size(void **state)
{
    (void)state;
    difference_file(&difference, &nothing, "2020/evidence/siping/air/good-days/00000000-a.pdf",
                    file(NULL), (struct bytes){"a\0b", 3});
    assert_string_equal(text(), "+ （3字节，非文本）\n");
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(two_decisions_differ_in_the_words_of_the_field),
        TEST(a_first_decision_only_has_what_came),
        TEST(the_same_decision_twice_is_no_change),
        TEST(evidence_whose_file_was_exchanged_is_a_change),
        TEST(two_confirmations_and_two_reports_differ),
        TEST(a_text_keeps_what_stayed_around_what_moved),
        TEST(texts_too_long_to_compare_went_and_came_whole),
        TEST(a_checklist_item_shows_the_fields_that_changed),
        TEST(what_is_no_document_is_shown_as_text),
        TEST(what_is_no_text_is_told_by_its_size),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
