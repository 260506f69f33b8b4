/* CSV: tables as spreadsheets write them, and every way in which they are refused. */
#include "core/csv.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state)
{
    language_set(LANGUAGE_EN);
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

/* The table as read: columns and cells between |, each row behind its line. */
static void assert_table(void **state, const char *bytes, const char *expected)
{
    struct csv csv;
    struct error error;
    struct buffer out = BUFFER_EMPTY;
    if (csv_parse(*state, "t.csv", bytes, strlen(bytes), &csv, &error))
        fail_msg("%s", error.text);
    for (size_t i = 0; i < csv.width; i++)
        buffer_format(&out, "|%s", csv.columns[i]);
    for (size_t row = 0; row < csv.count; row++) {
        buffer_format(&out, " %d", csv.rows[row].line);
        for (size_t i = 0; i < csv.width; i++)
            buffer_format(&out, "|%s", csv.rows[row].cells[i]);
    }
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
}

static void assert_refused_bytes(void **state, const char *bytes, size_t size, const char *expected)
{
    struct csv csv;
    struct error error;
    assert_int_equal(csv_parse(*state, "t.csv", bytes, size, &csv, &error), STATUS_INPUT);
    assert_int_equal(error.status, STATUS_INPUT);
    assert_string_equal(error.text, expected);
}

static void assert_refused(void **state, const char *bytes, const char *expected)
{
    assert_refused_bytes(state, bytes, strlen(bytes), expected);
}

static void test_rows_are_read_by_their_columns(void **state)
{
    assert_table(state, "city,score\n四平,89.8\n白山,90\n", "|city|score 2|四平|89.8 3|白山|90");
    assert_table(state, "a,b", "|a|b");
    assert_table(state, "a,b\n,\nx,", "|a|b 2|| 3|x|");
    assert_table(state,
                 " a ,\xE3\x80\x80"
                 "b b\t\n 1 ,2",
                 "|a|b b 2| 1 |2");
}

static void test_lines_end_as_every_system_writes_them(void **state)
{
    assert_table(state, "a,b\r\n1,2\r\n3,4", "|a|b 2|1|2 3|3|4");
    assert_table(state, "\r\n\na\n\n1\r\n\r\n2\n\n", "|a 5|1 7|2");
    assert_table(state, "a,b\nx\ry,z\r", "|a|b 2|x\ry|z\r");
}

static void test_quoted_cells_hold_anything(void **state)
{
    assert_table(state, "\"a\",\"b\"\n\"1,2\",\"\"\n", "|a|b 2|1,2|");
    assert_table(state, "a,b\n\"say \"\"no\"\"\",\"\"\"\"\n", "|a|b 2|say \"no\"|\"");
    assert_table(state, "a,b\n\"two\r\nlines\",1\nx,y\n", "|a|b 2|two\r\nlines|1 4|x|y");
    assert_table(state, "a\n5\" pipe\n\"\"\n", "|a 2|5\" pipe 3|");
    assert_table(state, "a\n\"x\"", "|a 2|x");
}

static void test_a_byte_order_mark_is_passed_over(void **state)
{
    assert_table(state,
                 "\xEF\xBB\xBF"
                 "a\n1",
                 "|a 2|1");
    assert_table(state, "\xEF\xBB\xBF\"a\"\n1", "|a 2|1");
    assert_table(state,
                 "\x84\x31\x95\x33"
                 "a\n\xCB\xC4",
                 "|a 2|四");
}

static void test_what_is_not_utf8_is_read_as_gb18030(void **state)
{
    assert_table(state, "\xB3\xC7\xCA\xD0,a\n\xCB\xC4\xC6\xBD,\x95\x32\x82\x36\n",
                 "|城市|a 2|四平|\U00020000");
}

static void test_what_is_neither_names_its_line(void **state)
{
    const char *message = "t.csv:2: neither UTF-8 nor GB18030: save the table as 'CSV UTF-8'";
    assert_refused(state, "a\n\xFF\xFF\n", message);
    assert_refused(state, "a\n\xB3", message);
    assert_refused(state,
                   "\xEF\xBB\xBF"
                   "a\n\xCB\xC4\n",
                   message);
    assert_refused_bytes(
        state, "a\nb\0c", 5,
        "t.csv:2: the character NUL: this is no CSV; save the table as 'CSV UTF-8'");
    assert_refused_bytes(
        state,
        "\xFF\xFE"
        "a\0",
        4, "t.csv:1: the character NUL: this is no CSV; save the table as 'CSV UTF-8'");
}

static void test_a_table_needs_a_header_of_distinct_names(void **state)
{
    const char *empty = "t.csv:1: the table is empty: its first row must name the columns";
    assert_refused(state, "", empty);
    assert_refused(state, "\xEF\xBB\xBF", empty);
    assert_refused(state, "\n\r\n", empty);
    assert_refused(state, "\na, ,b\n", "t.csv:2: column 2 has no name: name it, or take it out");
    assert_refused(state, "a,b, a\n",
                   "t.csv:1: the column 'a' is there twice: rename one, or take it out");
}

static void test_a_row_has_as_many_cells_as_the_header(void **state)
{
    assert_refused(
        state, "a,b\n1,2\n3\n",
        "t.csv:3: 1 cells, but the header names 2 columns: give the row as many, and put "
        "quotes around a cell that holds a comma");
    language_set(LANGUAGE_ZH);
    assert_refused(state, "a,b\n1,2,3\n",
                   "t.csv:2: 此行有3个单元格，而表头有2列：请使两者一致；含逗号的单元格须加引号");
}

static void test_quotes_must_close_and_end_their_cell(void **state)
{
    assert_refused(state, "a,b\n1,\"2\n3,4\n5,6\n",
                   "t.csv:2: the quote that is opened in this row is never closed: write \" at the "
                   "end of the cell");
    assert_refused(state, "a,b\n1,\"x\ny\" z\n",
                   "t.csv:3: text behind a closing quote: write \"\" for a quote within a cell");
    assert_refused(state, "a\n\"x\"\ry\n",
                   "t.csv:2: text behind a closing quote: write \"\" for a quote within a cell");
}

static void test_too_many_columns_are_refused(void **state)
{
    struct buffer text = BUFFER_EMPTY;
    for (int i = 0; i < 1024; i++)
        buffer_format(&text, "%sc%d", i ? "," : "", i);
    struct csv csv;
    struct error error;
    assert_int_equal(csv_parse(*state, "t.csv", text.bytes, text.size, &csv, &error), STATUS_OK);
    assert_int_equal(csv.width, 1024);
    buffer_add(&text, ",x");
    assert_refused(state, text.bytes,
                   "t.csv:1: more than 1024 columns: take out those that are not needed");
    buffer_free(&text);
}

static void test_a_column_is_found_by_its_name(void **state)
{
    struct csv csv;
    struct error error;
    assert_int_equal(csv_parse(*state, "t.csv", "a, b\n", 5, &csv, &error), STATUS_OK);
    assert_int_equal(csv_column(&csv, "a"), 0);
    assert_int_equal(csv_column(&csv, "b"), 1);
    assert_int_equal(csv_column(&csv, "c"), -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_rows_are_read_by_their_columns),
        TEST(test_lines_end_as_every_system_writes_them),
        TEST(test_quoted_cells_hold_anything),
        TEST(test_a_byte_order_mark_is_passed_over),
        TEST(test_what_is_not_utf8_is_read_as_gb18030),
        TEST(test_what_is_neither_names_its_line),
        TEST(test_a_table_needs_a_header_of_distinct_names),
        TEST(test_a_row_has_as_many_cells_as_the_header),
        TEST(test_quotes_must_close_and_end_their_cell),
        TEST(test_too_many_columns_are_refused),
        TEST(test_a_column_is_found_by_its_name),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
