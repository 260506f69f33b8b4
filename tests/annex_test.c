/*
 * Annexes: tables and bar charts as text, HTML and PDF. What stands on paper is measured there.
 */
#include "core/buffer.h"
#include "core/memory.h"
#include "core/page.h"
#include "core/print_style.h"
#include "core/table_plan.h"
#include "core/text.h"
#include "tests/harness/paper.h"
#include "tests/harness/record.h"
#include "tests/harness/words.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct print_style style = {
    .head = LETTERHEAD_NONE, .mark = "", .fonts = {"", "", "", ""}};

/* ---- Text ---- */

static void assert_text(const char *markdown, size_t columns, const char *expected)
{
    struct buffer out = BUFFER_EMPTY;
    page_text(markdown, columns, &out);
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
}

static const char scores[] = "| 名次 | 考评对象 | 空气 | 总分 | 等次 |\n"
                             "|--:|---|--:|--:|:-:|\n"
                             "| 1 | 四平市 | 19.5 | 96.25 | 一等 |\n"
                             "| 2 | 长白山管委会 | 9.75 | 100 | 二等 |\n"
                             "| 10 | **白山市** | — | 85.5【待定】 | 二等 |\n";

static void columns_and_points_are_aligned(void **state)
{
    (void)state;
    assert_text(scores, 56,
                "名次  考评对象       空气            总分  等次\n"
                "----  ------------  -----  --------------  ----\n"
                "   1  四平市        19.5    96.25          一等\n"
                "   2  长白山管委会   9.75  100             二等\n"
                "  10  白山市            —   85.5【待定】   二等\n");
}

static void a_wide_table_goes_on_below_with_the_names_again(void **state)
{
    (void)state;
    assert_text(scores, 36,
                "名次  考评对象       空气\n"
                "----  ------------  -----\n"
                "   1  四平市        19.5\n"
                "   2  长白山管委会   9.75\n"
                "  10  白山市            —\n"
                "\n"
                "名次  考评对象                总分\n"
                "----  ------------  --------------\n"
                "   1  四平市         96.25\n"
                "   2  长白山管委会  100\n"
                "  10  白山市         85.5【待定】\n"
                "\n"
                "名次  考评对象      等次\n"
                "----  ------------  ----\n"
                "   1  四平市        一等\n"
                "   2  长白山管委会  二等\n"
                "  10  白山市        二等\n");
}

static void on_a_narrow_page_each_row_is_a_paragraph(void **state)
{
    (void)state;
    assert_text("|a|对象|\n|-|-|\n|1|四平市和别处|\n|2||\n", 14,
                "a：1\n"
                "对象：四平市和\n"
                "别处\n"
                "\n"
                "a：2\n");
}

static void long_cells_are_wrapped(void **state)
{
    (void)state;
    assert_text("|对象|说明|\n|-|-|\n|四平市|优良天数按366天折算，与年报一致。|\n", 30,
                "对象    说明\n"
                "------  ----------------------\n"
                "四平市  优良天数按366天折算，\n"
                "        与年报一致。\n");
}

static void empty_tables_are_no_trouble(void **state)
{
    (void)state;
    assert_text("|a|\n|-|\n", 30, "a\n--\n");
    assert_text("| | |\n|-|-|\n| | |\n", 30, "--  --\n");
}

static void a_text_that_begins_with_a_number_is_none(void **state)
{
    (void)state;
    assert_text("|a|\n|-|\n|3|\n|2021-03-09|\n", 30, "a\n----------\n3\n2021-03-09\n");
    assert_text("|a|\n|-|\n|3个|\n|\u22127.5|\n", 30, "     a\n------\n 3个\n\u22127.5\n");
}

/* However narrow the page is: no line beyond it, and no cell lost. */
static void every_width_fits(void **state)
{
    (void)state;
    static const char *const cells[] = {"四平市", "长白山管委会", "19.5", "9.75", "一等", "白山市"};
    for (size_t columns = 2; columns <= 90; columns++) {
        struct buffer out = BUFFER_EMPTY, packed = BUFFER_EMPTY;
        page_text(scores, columns, &out);
        for (const char *at = out.bytes; *at; at += strcspn(at, "\n") + 1) {
            struct buffer line = BUFFER_EMPTY;
            buffer_add_bytes(&line, at, strcspn(at, "\n"));
            assert_true(text_width(line.bytes) <= columns);
            assert_true(!line.size || line.bytes[line.size - 1] != ' ');
            buffer_free(&line);
        }
        for (const char *at = out.bytes; *at; at++)
            if (!strchr(" \n", *at))
                buffer_add_char(&packed, *at);
        for (size_t i = 0; columns >= 12 && i < sizeof cells / sizeof *cells; i++)
            assert_non_null(strstr(packed.bytes, cells[i]));
        buffer_free(&out);
        buffer_free(&packed);
    }
}

/* Where a figure is parted, or a cell stands twice, its first piece is told. */
static void figures_are_followed_into_cells_and_bars(void **state)
{
    (void)state;
    static const char markdown[] = "|名|分|\n|-|-:|\n|四平市与长白山管委会|96.25|\n\n"
                                   "```chart\n甲 7.5\n```\n";
    struct page_mark marks[3];
    static const char *const figures[] = {"四平市与长白山管委会", "96.25", "7.5"};
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < 3; i++) {
        marks[i].from = (size_t)(strstr(markdown, figures[i]) - markdown);
        marks[i].to = marks[i].from + strlen(figures[i]);
    }
    page_text_marked(markdown, 26, marks, 3, &out);
    static const char *const seen[] = {"四平市与长白山管委", "96.25", "7.5"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(marks[i].to - marks[i].from, strlen(seen[i]));
        assert_memory_equal(out.bytes + marks[i].from, seen[i], strlen(seen[i]));
    }
    buffer_free(&out);
}

/* ---- The plan ---- */

static void columns_are_divided_as_the_room_is(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const struct table_width widths[] = {{4, 4}, {10, 6}, {8, 4}, {8, 4}, {8, 4}, {8, 4}};
    struct table_plan plan;
    table_plan(arena, widths, 6, 2, 60, 2, &plan);
    assert_int_equal(plan.count, 1);
    assert_int_equal(plan.slices[0].widths[1], 10);
    table_plan(arena, widths, 6, 2, 40, 2, &plan);
    assert_int_equal(plan.count, 1);
    assert_in_range(plan.slices[0].widths[1], 6, 9);
    table_plan(arena, widths, 6, 2, 28, 2, &plan);
    assert_int_equal(plan.count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(plan.slices[i].count, 4);
        assert_int_equal(plan.slices[i].columns[1], 1);
        assert_int_equal(plan.slices[i].columns[2], 2 + 2 * i);
    }
    table_plan(arena, &(struct table_width){100, 90}, 1, 1, 20, 2, &plan);
    assert_int_equal(plan.slices[0].widths[0], 20);
    table_plan(arena, widths, 0, 0, 20, 2, &plan);
    assert_int_equal(plan.count, 0);
    arena_free(arena);
}

/* ---- HTML ---- */

static void write_html(const char *markdown, struct buffer *out)
{
    page_html(&(struct page){.markdown = markdown, .language = "zh", .style = &style}, out);
}

static void a_table_in_html_has_a_head_and_its_sides(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    write_html(scores, &out);
    assert_non_null(strstr(out.bytes, "<thead>\n<tr><th scope=\"col\">名次</th>"));
    assert_non_null(strstr(out.bytes, "<td class=\"centre short\">一等</td>"));
    assert_non_null(strstr(out.bytes, "<td class=\"left short\"><strong>白山市</strong></td>"));
    assert_non_null(strstr(
        out.bytes, "<span class=\"point\" data-before=\"0\" data-behind=\"【待定】\">96.25"));
    assert_non_null(
        strstr(out.bytes, "<span class=\"point\" data-behind=\".00【待定】\">100</span>"));
    assert_null(strstr(out.bytes, "class=\"table wide\""));
    buffer_free(&out);
}

static void a_table_in_a_quote_loses_no_cell(void **state)
{
    (void)state;
    static const char quoted[] = "> 甲\n>\n> |a|b|\n> |-|-|\n> |c|**d**|\n\n末\n";
    struct buffer out = BUFFER_EMPTY;
    write_html(quoted, &out);
    assert_non_null(strstr(out.bytes, "<blockquote><p>甲</p>\n<div class=\"table\"><table>\n"));
    assert_non_null(strstr(out.bytes, "<td class=\"left short\"><strong>d</strong></td></tr>\n"
                                      "</tbody>\n</table></div>\n</blockquote>\n<p>末</p>"));
    assert_text(quoted, 20, "    　　甲\na   b\n--  --\nc   d\n　　末\n");
    buffer_free(&out);
}

static void hostile_cells_are_harmless(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    write_html("|<script>a</script>|x|\n|-|-|\n|[b](javascript:c)|5\"><img src=d>|\n"
               "|\u202E![e](f)&lt;g>|7|\n",
               &out);
    assert_null(strstr(out.bytes, "<script"));
    assert_null(strstr(out.bytes, "javascript:"));
    assert_null(strstr(out.bytes, "<img"));
    assert_null(strstr(out.bytes, "\u202E"));
    assert_non_null(strstr(out.bytes, "e&lt;g&gt;"));
    buffer_free(&out);
}

/* ---- On paper ---- */

static void print_markdown(const char *markdown)
{
    paper_print(
        &(struct print_job){.format = PAGE_PDF,
                            .page = {.markdown = markdown, .language = "zh", .style = &style},
                            .fonts = ""});
    words_read();
}

static void numbers_on_paper_stand_below_each_other_at_the_point(void **state)
{
    (void)state;
    print_markdown("|对象|右|中|\n|-|-:|:-:|\n|甲|119.75|119.75|\n|乙|9.75|9.75|\n|丙|119|119|\n"
                   "|丁|119.5|119.5|\n");
    for (size_t column = 0; column < 2; column++) {
        const struct word *numbers[4];
        size_t found = 0;
        for (size_t i = 0; i < words.count; i++)
            if (strstr(words.list[i].text, "9") && found < 8 && (found++ % 2) == column)
                numbers[(found - 1) / 2] = &words.list[i];
        assert_int_equal(found, 8);
        double whole = word_width(numbers[2]); /* that of 119: digits need not be of one width */
        double places = word_width(numbers[0]) - whole, place = word_width(numbers[3]) - whole;
        double point = numbers[0]->right - places;
        assert_true(fabs(numbers[1]->right - places - point) < 0.1);
        assert_true(fabs(numbers[2]->right - point) < 0.1);
        assert_true(fabs(numbers[3]->right - place - point) < 0.1);
    }
}

static void add_rows(struct buffer *out, int rows)
{
    buffer_add(out, "|序号|对象|说明|得分|\n|-:|-|-|:-:|\n");
    for (int i = 1; i <= rows; i++)
        buffer_format(out, "|%d|单位%d|优良天数比例与年报一致|%d.5|\n", i, i, i);
}

static void the_head_stands_on_each_page_and_no_row_is_lost(void **state)
{
    (void)state;
    struct buffer markdown = BUFFER_EMPTY;
    char text[32];
    add_rows(&markdown, 100);
    print_markdown(markdown.bytes);
    assert_true(words.pages > 3);
    for (int page = 1; page <= words.pages; page++)
        assert_true(fabs(word_find("序号", page)->top - word_find("序号", 1)->top) < 0.1);
    for (int i = 1; i <= 100; i++) {
        snprintf(text, sizeof text, "单位%d", i);
        const struct word *name = word_find(text, 0);
        snprintf(text, sizeof text, "%d.5", i);
        assert_int_equal(word_find(text, 0)->page, name->page);
    }
    words_assert_inside();
    buffer_free(&markdown);
}

static void add_wide(struct buffer *out, int columns)
{
    buffer_add(out, "|名次|考评对象|");
    for (int i = 1; i <= columns; i++)
        buffer_format(out, "指标%d|", i);
    buffer_add(out, "\n|-:|-|");
    for (int i = 1; i <= columns; i++)
        buffer_add(out, "-:|");
    for (int row = 1; row <= 11; row++) {
        buffer_format(out, "\n|%d|单位%d|", row, row);
        for (int i = 1; i <= columns; i++)
            buffer_format(out, "%d.%02d|", i, row);
    }
    buffer_add(out, "\n\n");
}

/* The page's number stands where it does on the page upright, which is turned so that its left edge
 * is above: on the left, one character from below for an odd page, from above for an even one. */
static void assert_turned_number(int page)
{
    size_t found = 0;
    for (size_t i = 0; i < words.count; i++) {
        const struct word *word = &words.list[i];
        if (word->page != page || word->right > 35 * WORD_MM)
            continue;
        found++;
        assert_true(word->left < 35 * WORD_MM - 7 * WORD_MM &&
                    word->right > 35 * WORD_MM - 7 * WORD_MM - 20);
        assert_true(page % 2 ? word->bottom > 210 * WORD_MM - 26 * WORD_MM - 60
                             : word->top < 28 * WORD_MM + 60);
    }
    assert_true(found > 0);
}

static void a_wide_table_stands_on_a_landscape_page_with_its_title(void **state)
{
    (void)state;
    struct buffer markdown = BUFFER_EMPTY;
    buffer_add(&markdown, "正文。\n\n附件1\\\n得分表\n===\n\n");
    add_wide(&markdown, 18);
    buffer_add(&markdown, "# 附件2\n\n后文。\n");
    print_markdown(markdown.bytes);
    assert_int_equal(words.pages, 3);
    assert_true(!page_is_landscape(1) && page_is_landscape(2) && !page_is_landscape(3));
    assert_true(fabs(words.width[2] - 297 * WORD_MM) < 0.1);
    assert_int_equal(word_find("得分表", 0)->page, 2);
    assert_int_equal(word_find("单位11", 0)->page, 2);
    assert_true(fabs(word_find("18.01", 0)->top - word_find("1.01", 0)->top) < 0.1);
    assert_turned_number(2);
    words_assert_inside();
    buffer_free(&markdown);
}

static void what_is_wider_than_a_landscape_page_goes_on_below(void **state)
{
    (void)state;
    struct buffer markdown = BUFFER_EMPTY;
    char text[32];
    buffer_add(&markdown, "前文。\n\n");
    add_wide(&markdown, 50);
    buffer_add(&markdown, "后文。\n");
    print_markdown(markdown.bytes);
    assert_true(!page_is_landscape(1) && page_is_landscape(2) && !page_is_landscape(words.pages));
    assert_true(words.pages > 3 && page_is_landscape(3));
    assert_turned_number(3);
    size_t names = 0;
    for (size_t i = 0; i < words.count; i++)
        names += strcmp(words.list[i].text, "单位7") == 0;
    assert_true(names >= 3);
    for (int i = 1; i <= 50; i++) {
        snprintf(text, sizeof text, "%d.07", i);
        word_find(text, 0);
    }
    words_assert_inside();
    buffer_free(&markdown);
}

static size_t count_in(const char *text, const char *what)
{
    size_t count = 0;
    for (; (text = strstr(text, what)); text += strlen(what))
        count++;
    return count;
}

static void a_row_higher_than_a_page_is_parted_and_whole(void **state)
{
    (void)state;
    enum { CHARACTERS = 3000 };
    struct buffer markdown = BUFFER_EMPTY;
    buffer_add(&markdown, "|甲|乙|\n|-|-|\n|1|");
    for (int i = 0; i < CHARACTERS; i++)
        buffer_add(&markdown, "字");
    buffer_add(&markdown, "|\n|2|末|\n");
    print_markdown(markdown.bytes);
    assert_true(words.pages > 2);
    assert_int_equal(count_in(shell("pdftotext circular.pdf -"), "字"), CHARACTERS);
    word_find("末", words.pages);
    words_assert_inside();
    buffer_free(&markdown);
}

static void hostile_tables_and_charts_stay_on_the_page(void **state)
{
    (void)state;
    struct buffer markdown = BUFFER_EMPTY;
    buffer_add(
        &markdown,
        "|<b>|\u05E9\u05DC\u05D5\u05DD|𠮷㎡|👨‍👩‍👧e\u0301|\n|-|-|-|-|\n|![](x)"
        "|\u202E倒|"
        "`a|b`|[c](javascript:d)|\n|");
    for (int i = 0; i < 3000; i++)
        buffer_add(&markdown, "x");
    buffer_add(&markdown, "|1|2|3|\n\n|");
    for (int i = 0; i < 2500; i++)
        buffer_add(&markdown, "很高的表头");
    buffer_add(&markdown, "|\n|-|\n|甲|\n\n> |a|b|\n> |-|-|\n> |c|d|\n\n```chart\n");
    for (int i = 0; i < 200; i++)
        buffer_format(&markdown, "名字很长很长很长很长很长很长很长很长的单位%d %d\n", i,
                      i * i - 900);
    buffer_add(&markdown, "```\n\n```chart\n```\n");
    print_markdown(markdown.bytes);
    words_assert_inside();
    shell("qpdf --check circular.pdf");
    assert_int_equal(last_exit, 0);
    buffer_free(&markdown);
}

/* A label that is higher than a page, a number that takes the width, an axis of long numbers. */
static void labels_and_numbers_without_end_stay_on_the_page(void **state)
{
    (void)state;
    enum { CHARACTERS = 700 };
    struct buffer markdown = BUFFER_EMPTY;
    buffer_add(&markdown, "```chart\n");
    for (int i = 0; i < CHARACTERS; i++)
        buffer_add(&markdown, "名");
    buffer_add(&markdown, " 5\n乙 6");
    for (int i = 0; i < CHARACTERS; i++)
        buffer_add(&markdown, "分");
    buffer_add(&markdown, "\n```\n\n```chart\n甲 -999999999999999\n乙 999999999999999\n```\n");
    print_markdown(markdown.bytes);
    words_assert_inside();
    assert_int_equal(count_in(shell("pdftotext circular.pdf -"), "名"), CHARACTERS);
    assert_int_equal(count_in(shell("pdftotext circular.pdf -"), "分"), CHARACTERS);
    buffer_free(&markdown);
}

static void bars_on_paper_are_in_proportion(void **state)
{
    (void)state;
    const double height = 225.0 / 22 * 0.75 * 0.6; /* mm */
    double bars[3];
    size_t count = 0;
    print_markdown("```chart\n四平市 100\n白山市 50\n吉林市 7.5\n通化市 【待定】\n```\n");
    paper_read();
    for (size_t i = 0; i < paper.box_count; i++)
        if (fabs(fabs(paper.boxes[i].height) - height) < 0.01 && count < 3)
            bars[count++] = paper.boxes[i].width;
    assert_int_equal(count, 3);
    assert_true(bars[0] > 50);
    assert_true(fabs(bars[1] / bars[0] - 0.5) < 0.001);
    assert_true(fabs(bars[2] / bars[0] - 0.075) < 0.001);
    word_find("四平市", 1);
    word_find("7.5", 1);
    word_find("【待定】", 1);
    word_find("20", 1);
    words_assert_inside();
}

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
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
        cmocka_unit_test(columns_and_points_are_aligned),
        cmocka_unit_test(a_wide_table_goes_on_below_with_the_names_again),
        cmocka_unit_test(on_a_narrow_page_each_row_is_a_paragraph),
        cmocka_unit_test(long_cells_are_wrapped),
        cmocka_unit_test(empty_tables_are_no_trouble),
        cmocka_unit_test(a_text_that_begins_with_a_number_is_none),
        cmocka_unit_test(every_width_fits),
        cmocka_unit_test(figures_are_followed_into_cells_and_bars),
        cmocka_unit_test(columns_are_divided_as_the_room_is),
        cmocka_unit_test(a_table_in_html_has_a_head_and_its_sides),
        cmocka_unit_test(a_table_in_a_quote_loses_no_cell),
        cmocka_unit_test(hostile_cells_are_harmless),
        cmocka_unit_test(numbers_on_paper_stand_below_each_other_at_the_point),
        cmocka_unit_test(the_head_stands_on_each_page_and_no_row_is_lost),
        cmocka_unit_test(a_wide_table_stands_on_a_landscape_page_with_its_title),
        cmocka_unit_test(what_is_wider_than_a_landscape_page_goes_on_below),
        cmocka_unit_test(a_row_higher_than_a_page_is_parted_and_whole),
        cmocka_unit_test(hostile_tables_and_charts_stay_on_the_page),
        cmocka_unit_test(labels_and_numbers_without_end_stay_on_the_page),
        cmocka_unit_test(bars_on_paper_are_in_proportion),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
