/*
 * Figures followed from the Markdown into the plain text. In the tests ⟦ and ⟧ stand around them,
 * on both sides.
 */
#include "core/page.h"

#include "core/buffer.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define OPEN "⟦"
#define CLOSE "⟧"
enum { MARKS_MOST = 32 };

/* Takes the brackets out, and notes where they stood. */
static size_t take_marks(const char *text, struct buffer *out, struct page_mark *marks)
{
    size_t count = 0;
    while (*text) {
        if (strncmp(text, OPEN, strlen(OPEN)) == 0) {
            assert_true(count < MARKS_MOST);
            marks[count].from = out->size;
            text += strlen(OPEN);
        } else if (strncmp(text, CLOSE, strlen(CLOSE)) == 0) {
            marks[count++].to = out->size;
            text += strlen(CLOSE);
        } else {
            buffer_add_char(out, *text++);
        }
    }
    return count;
}

static void put_marks(const struct buffer *text, const struct page_mark *marks, size_t count,
                      struct buffer *out)
{
    for (size_t at = 0; at <= text->size; at++) {
        for (size_t i = 0; i < count; i++)
            if (marks[i].to > marks[i].from && marks[i].to == at)
                buffer_add(out, CLOSE);
        for (size_t i = 0; i < count; i++)
            if (marks[i].to > marks[i].from && marks[i].from == at)
                buffer_add(out, OPEN);
        if (at < text->size)
            buffer_add_char(out, text->bytes[at]);
    }
}

static void assert_figures(const char *source, size_t columns, const char *expected)
{
    struct buffer markdown = BUFFER_EMPTY, plain = BUFFER_EMPTY, text = BUFFER_EMPTY;
    struct buffer shown = BUFFER_EMPTY;
    struct page_mark marks[MARKS_MOST];
    size_t count = take_marks(source, &markdown, marks);
    page_text(markdown.bytes, columns, &plain);
    page_text_marked(markdown.bytes, columns, marks, count, &text);
    assert_string_equal(text.bytes, plain.bytes);
    put_marks(&text, marks, count, &shown);
    assert_string_equal(shown.bytes, expected);
    buffer_free(&markdown);
    buffer_free(&plain);
    buffer_free(&text);
    buffer_free(&shown);
}

static void figures_are_found_in_every_part_of_the_page(void **state)
{
    (void)state;
    assert_figures("⟦2020⟧年度\\\n考评\n====\n\n吉政函〔⟦2021⟧〕37号\n\n⟦各市⟧：\n\n"
                   "## ⟦一⟧、总体\n\n共⟦12⟧项。\n\n- 甲⟦3⟧\n- ⟦乙⟧\n\n---\n\n"
                   "⟦吉林省人民政府⟧\n\n⟦（此件公开发布）⟧\n\n`记录 ⟦3f2a⟧ 生成`\n",
                   32,
                   "            ⟦2020⟧年度\n              考评\n\n"
                   "       吉政函〔⟦2021⟧〕37号\n\n⟦各市⟧：\n　　⟦一⟧、总体\n"
                   "　　共⟦12⟧项。\n　　- 甲⟦3⟧\n　　- ⟦乙⟧\n\n"
                   "              ⟦吉林省人民政府⟧\n　　⟦（此件公开发布）⟧\n\n"
                   "记录 ⟦3f2a⟧ 生成\n");
}

static void a_figure_may_be_broken_over_lines(void **state)
{
    (void)state;
    assert_figures("⟦四平市、吉林市⟧等", 16, "　　⟦四平市、吉林\n市⟧等\n");
    assert_figures("---\n\n⟦四平市吉林市⟧", 8, "⟦四平\n市吉\n林市⟧\n");
    assert_figures("四平⟦吉林市⟧", 8, "　　四平\n⟦吉林市⟧\n");
    assert_figures("> 四平⟦市\n吉林⟧市\n", 16, "    　　四平⟦市吉\n    林⟧市\n");
    assert_figures("⟦甲\n\n乙⟧", 16, "　　⟦甲\n　　乙⟧\n");
}

static void figures_that_touch_stay_apart(void **state)
{
    (void)state;
    assert_figures("⟦3⟧⟦4⟧.⟦5%⟧", 16, "　　⟦3⟧⟦4⟧.⟦5%⟧\n");
    assert_figures("⟦甲⟧\n⟦b⟧", 16, "　　⟦甲⟧ ⟦b⟧\n");
}

static void a_figure_has_its_signs_and_quotes(void **state)
{
    (void)state;
    assert_figures("升⟦-3.2%⟧。⟦“优秀”⟧⟦—⟧", 40, "　　升⟦-3.2%⟧。⟦“优秀”⟧⟦—⟧\n");
    assert_figures("达⟦89.8【待定】⟧⟦【待定】⟧", 40, "　　达⟦89.8【待定】⟧⟦【待定】⟧\n");
}

static void emphasis_stays_what_it_was(void **state)
{
    (void)state;
    assert_figures("共**⟦12⟧**项", 40, "　　共⟦12⟧项\n");
    assert_figures("其中**⟦“优秀”⟧**等次", 40, "　　其中**⟦“优秀”⟧**等次\n");
    assert_figures("其*⟦中_1_⟧*", 40, "　　其⟦中_1_⟧\n");
    assert_figures("`⟦12⟧` [⟦甲⟧](http://⟦b⟧) ![⟦乙⟧](c)", 40, "　　⟦12⟧ ⟦甲⟧ ⟦乙⟧\n");
}

/* The number of a list is no text of the Markdown any more; the other figures stay. */
static void a_figure_that_is_markdown_is_left_out_and_no_other(void **state)
{
    (void)state;
    assert_figures("共⟦3⟧项\n\n⟦01⟧. 甲⟦4⟧\n\n⟦02⟧) 乙⟦5⟧", 40,
                   "　　共⟦3⟧项\n　　1. 甲⟦4⟧\n　　2) 乙⟦5⟧\n");
    assert_figures("⟦&amp;⟧⟦7⟧", 40, "　　&⟦7⟧\n");
    assert_figures("⟦8⟧ <b ⟦c⟧> ⟦&#x4E00;⟧⟦9⟧", 40, "　　⟦8⟧  一⟦9⟧\n");
}

/* U+FDD0 and U+FDE0 are what the markers are made of. */
static void text_of_the_record_forges_no_marker(void **state)
{
    (void)state;
    assert_figures("甲\xEF\xB7\x90\xEF\xB7\xA0乙\xEF\xB7\x90\xEF\xB7\xA1⟦3⟧", 40, "　　甲乙⟦3⟧\n");
    assert_figures("甲&#xFDD0;&#xfde0;乙&#64976;&#0064992;丙⟦3⟧", 40, "　　甲乙丙⟦3⟧\n");
    assert_figures("甲&#xFDD⟦0⟧;&#xFDE0⟦;⟧乙⟦3⟧", 40, "　　甲乙⟦3⟧\n");
    assert_figures("甲&#xFDD0 ⟦3⟧&#x; &#; &#xFFFFFFFFFDD0;", 60,
                   "　　甲&#xFDD0 ⟦3⟧&#x; &#; &#xFFFFFFFFFDD0;\n");
}

static void marks_count_from_the_beginning_of_the_buffer(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    struct page_mark mark = {0, 1};
    buffer_add(&text, "前\n");
    page_text_marked("3", 40, &mark, 1, &text);
    assert_string_equal(text.bytes, "前\n　　3\n");
    assert_int_equal(mark.from, strlen("前\n　　"));
    assert_int_equal(mark.to, text.size - 1);
    buffer_free(&text);
}

/* Also one in which every second figure is the number of a list. */
static void five_thousand_lines_are_quick(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    static struct page_mark marks[COUNT];
    struct buffer markdown = BUFFER_EMPTY, text = BUFFER_EMPTY;
    for (size_t i = 0; i < COUNT; i++) {
        buffer_add(&markdown, i % 2 ? "0" : "优良天数比例为");
        marks[i].from = markdown.size - i % 2;
        buffer_format(&markdown, "%zu", i + 1);
        marks[i].to = markdown.size;
        buffer_add(&markdown, i % 2 ? ". 甲\n\n" : "%，与年报一致。\n\n");
    }
    clock_t begun = clock();
    page_text_marked(markdown.bytes, PAGE_COLUMNS, marks, COUNT, &text);
    assert_true((clock() - begun) / CLOCKS_PER_SEC < 20);
    assert_true(marks[0].to > marks[0].from);
    buffer_free(&markdown);
    buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_found_in_every_part_of_the_page),
        cmocka_unit_test(a_figure_may_be_broken_over_lines),
        cmocka_unit_test(figures_that_touch_stay_apart),
        cmocka_unit_test(a_figure_has_its_signs_and_quotes),
        cmocka_unit_test(emphasis_stays_what_it_was),
        cmocka_unit_test(a_figure_that_is_markdown_is_left_out_and_no_other),
        cmocka_unit_test(text_of_the_record_forges_no_marker),
        cmocka_unit_test(marks_count_from_the_beginning_of_the_buffer),
        cmocka_unit_test(five_thousand_lines_are_quick),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
