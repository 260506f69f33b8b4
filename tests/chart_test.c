/* Bar charts: a code block's lines read as rows, and written as text and HTML. */
#include "core/chart.h"

#include "core/buffer.h"
#include "core/memory.h"
#include "core/page.h"
#include "core/print_style.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static struct chart read_chart(const char *text)
{
    struct chart chart;
    chart_read(arena, text, &chart);
    return chart;
}

static void assert_row(const struct chart *chart, size_t row, const char *label, const char *value)
{
    assert_true(row < chart->count);
    assert_string_equal(chart->rows[row].label, label);
    assert_string_equal(chart->rows[row].value_text, value);
    assert_int_equal(chart->rows[row].number.size > 0, *value != '\0');
}

static void assert_number(struct decimal number, const char *expected)
{
    struct buffer text = BUFFER_EMPTY;
    decimal_add(&text, number, DECIMAL_PLACES_MOST);
    assert_string_equal(text.bytes, expected);
    buffer_free(&text);
}

static void a_row_is_a_label_and_a_number(void **state)
{
    (void)state;
    struct chart chart =
        read_chart("四平市 96.35\n  长白山 管委会\t 93.5分  \n\n\u3000梅河口市\u3000-3\n"
                   "延边州   85.75【待定】");
    assert_int_equal(chart.count, 4);
    assert_row(&chart, 0, "四平市", "96.35");
    assert_row(&chart, 1, "长白山 管委会", "93.5分");
    assert_row(&chart, 2, "梅河口市", "-3");
    assert_row(&chart, 3, "延边州", "85.75【待定】");
    assert_number(chart.rows[0].value, "96.35");
    assert_number(chart.rows[3].value, "85.75");
}

static void what_is_no_row_is_a_text(void **state)
{
    (void)state;
    struct chart chart =
        read_chart("四平市 【待定】\n96.35\n四平市：\n甲 1234567890123456\n乙 .5\n丙 5.\n"
                   "丁 2021-03-09\n戊 3个不再逐一列出的单位");
    assert_int_equal(chart.count, 8);
    assert_row(&chart, 0, "四平市 【待定】", "");
    assert_row(&chart, 1, "96.35", "");
    assert_row(&chart, 2, "四平市：", "");
    assert_row(&chart, 3, "甲 1234567890123456", "");
    assert_row(&chart, 4, "乙 .5", "");
    assert_row(&chart, 6, "丁 2021-03-09", "");
    assert_row(&chart, 7, "戊 3个不再逐一列出的单位", "");
    assert_int_equal(read_chart("").count, 0);
    assert_int_equal(read_chart("\n \n\u3000\n").count, 0);
}

static void a_row_knows_where_it_stood(void **state)
{
    (void)state;
    static const char text[] = "\n  甲乙  7.5\n丙 8";
    struct chart chart = read_chart(text);
    assert_memory_equal(text + chart.rows[0].label_at, "甲乙", strlen("甲乙"));
    assert_memory_equal(text + chart.rows[0].value_at, "7.5", 3);
    assert_memory_equal(text + chart.rows[1].value_at, "8", 1);
}

static void the_axis_holds_zero_and_ends_on_ticks(void **state)
{
    (void)state;
    struct chart chart = read_chart("甲 96.35\n乙 85");
    assert_number(chart.least, "0");
    assert_number(chart.most, "100");
    assert_number(chart.step, "20");
    assert_int_equal(chart.steps, 5);
    assert_number(chart_tick(&chart, 3), "60");
    assert_true(chart_share(&chart, chart.rows[1].value) == 0.85);
    chart = read_chart("甲 0.03\n乙 -0.011");
    assert_number(chart.least, "-0.02");
    assert_number(chart.most, "0.03");
    assert_number(chart.step, "0.01");
    chart = read_chart("甲 -7");
    assert_number(chart.least, "-8");
    assert_number(chart.most, "0");
}

static void an_axis_is_there_for_any_numbers(void **state)
{
    (void)state;
    static const char *const texts[] = {"甲 0",
                                        "甲 999999999999999\n乙 0.000000001",
                                        "甲 999999999999999\n乙 -999999999999999",
                                        "甲 0.000000001",
                                        "甲 123456.123456789\n乙 -987654.987654321",
                                        "甲 待定"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct chart chart = read_chart(texts[i]);
        assert_true(chart.steps <= CHART_STEPS_MOST);
        assert_true(chart_share(&chart, DECIMAL_ZERO) >= 0);
        assert_true(chart_share(&chart, DECIMAL_ZERO) <= 1);
        for (size_t row = 0; row < chart.count; row++)
            assert_true(!chart.rows[row].number.size ||
                        (chart_share(&chart, chart.rows[row].value) >= 0 &&
                         chart_share(&chart, chart.rows[row].value) <= 1));
    }
}

/* ---- Written ---- */

static void assert_text(const char *rows, size_t columns, const char *expected)
{
    struct buffer markdown = BUFFER_EMPTY, out = BUFFER_EMPTY;
    buffer_format(&markdown, "```chart\n%s\n```\n", rows);
    page_text(markdown.bytes, columns, &out);
    assert_string_equal(out.bytes, expected);
    buffer_free(&markdown);
    buffer_free(&out);
}

static void bars_in_text_are_in_proportion(void **state)
{
    (void)state;
    assert_text("四平市 100\n白山市 50.5\n\n通化市 【待定】\n松原市 0", 40,
                "四平市  =========================  100\n"
                "白山市  =============               50.5\n"
                "通化市 【待定】\n"
                "松原市                               0\n");
}

static void what_is_negative_stands_left_of_zero(void **state)
{
    (void)state;
    assert_text("甲 6\n乙 -6", 26,
                "甲           =========   6\n"
                "乙  =========           -6\n");
}

static void long_labels_are_broken_and_none_is_lost(void **state)
{
    (void)state;
    assert_text("吉林省长白山保护开发区管理委员会 50\n甲 100", 40,
                "吉林省长白山\n"
                "保护开发区管\n"
                "理委员会       ==========             50\n"
                "甲             ====================  100\n");
}

static void a_narrow_page_has_no_bars(void **state)
{
    (void)state;
    assert_text("四平市 100\n白山 50.5", 12, "四平市 100\n白山 50.5\n");
    assert_text("四平市 100", 4, "四平\n市\n100\n");
}

static void write_html(const char *rows, struct buffer *out)
{
    static const struct print_style style;
    struct buffer markdown = BUFFER_EMPTY;
    buffer_format(&markdown, "```chart\n%s\n```\n", rows);
    page_html(&(struct page){.markdown = markdown.bytes, .language = "zh", .style = &style}, out);
    buffer_free(&markdown);
}

static void bars_in_html_are_in_proportion(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    write_html("四平市 96.35\n白山市 48.175", &out);
    assert_non_null(strstr(out.bytes, "x=\"0.000%\" width=\"96.350%\"/>"));
    assert_non_null(strstr(out.bytes, "x=\"0.000%\" width=\"48.175%\"/>"));
    assert_non_null(strstr(out.bytes, "<text y=\"1em\" x=\"100.000%\">100</text>"));
    assert_non_null(strstr(out.bytes, "data-behind=\"0\">96.35</span>"));
    buffer_free(&out);
}

static void hostile_rows_are_text(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    write_html("<script>alert(1)</script> 5\n\" onload=\"x 6\"><b>\n</svg> 7\x1b[31m\n\u202E甲 8",
               &out);
    assert_null(strstr(out.bytes, "<script"));
    assert_null(strstr(out.bytes, "<b>"));
    assert_null(strstr(out.bytes, "onload=\"x"));
    assert_null(strchr(out.bytes, '\x1b'));
    assert_null(strstr(out.bytes, "\u202E"));
    assert_non_null(strstr(out.bytes, "&lt;script&gt;alert(1)&lt;/script&gt;</th>"));
    buffer_free(&out);
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_a_label_and_a_number),
        cmocka_unit_test(what_is_no_row_is_a_text),
        cmocka_unit_test(a_row_knows_where_it_stood),
        cmocka_unit_test(the_axis_holds_zero_and_ends_on_ticks),
        cmocka_unit_test(an_axis_is_there_for_any_numbers),
        cmocka_unit_test(bars_in_text_are_in_proportion),
        cmocka_unit_test(what_is_negative_stands_left_of_zero),
        cmocka_unit_test(long_labels_are_broken_and_none_is_lost),
        cmocka_unit_test(a_narrow_page_has_no_bars),
        cmocka_unit_test(bars_in_html_are_in_proportion),
        cmocka_unit_test(hostile_rows_are_text),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
