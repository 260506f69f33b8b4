/* Breaking lines: the rules one by one, then properties over random texts. */
#include "core/wrap.h"

#include "core/buffer.h"
#include "core/text.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <uchar.h>

#include <cmocka.h>

/* The lines of the text, with | between them. */
static void assert_lines(const char *text, size_t columns, const char *expected)
{
    struct buffer lines = BUFFER_EMPTY;
    const char *at = text;
    while (*at) {
        struct wrap_line line = wrap_next(at, columns);
        assert_true(line.step > 0);
        if (at > text)
            buffer_add_char(&lines, '|');
        buffer_add_bytes(&lines, at, line.size);
        at += line.step;
    }
    assert_string_equal(lines.bytes, expected);
    buffer_free(&lines);
}

static void test_plain_text_fills_the_line(void **state)
{
    (void)state;
    assert_lines("", 4, "");
    assert_lines("四平", 4, "四平");
    assert_lines("四平市政府", 4, "四平|市政|府");
    assert_lines("四平市政府", 5, "四平|市政|府");
    assert_lines("四平市", 2, "四|平|市");
    assert_lines("四平市", 0, "四|平|市");
}

static void test_line_feeds_end_lines(void **state)
{
    (void)state;
    assert_lines("四\n平", 8, "四|平");
    assert_lines("四\n\n平\n", 8, "四||平");
    assert_lines("\n", 8, "");
    assert_lines("四平\n市", 4, "四平|市");
    assert_lines("四平  \n市", 4, "四平|市");
}

static void test_spaces_at_a_break_are_dropped(void **state)
{
    (void)state;
    assert_lines("ab   cd", 4, "ab|cd");
    assert_lines("ab cd", 5, "ab cd");
    assert_lines("四平　　市", 4, "四平|市");
    assert_lines("ab  ", 8, "ab");
    assert_lines("　　四平市", 8, "　　四平|市");
    assert_lines("　　internationally", 10, "　　intern|ationally");
    assert_lines("        四", 4, "|四");
}

static void test_closing_marks_do_not_begin_a_line(void **state)
{
    (void)state;
    assert_lines("四平市，吉林", 6, "四平|市，吉|林");
    assert_lines("四平市）》。吉林", 6, "四平|市）》|。吉林");
    assert_lines("一二三四”。五", 9, "一二三|四”。五");
    assert_lines("一二三…四", 6, "一二|三…四");
    assert_lines("一二三·四", 6, "一二|三·四");
    assert_lines("一二三～四", 6, "一二|三～四");
    assert_lines("一二三 ，四", 6, "一二|三 ，|四");
    assert_lines("ab cd.", 5, "ab|cd.");
}

static void test_opening_marks_do_not_end_a_line(void **state)
{
    (void)state;
    assert_lines("一二（三四", 6, "一二|（三四");
    assert_lines("一二（《三四", 8, "一二|（《三四");
    assert_lines("一二三“四五", 7, "一二三|“四五");
    assert_lines("（（（（（", 4, "（（|（（|（");
}

static void test_marks_without_end_are_cut(void **state)
{
    (void)state;
    assert_lines("。。。。。", 4, "。。|。。|。");
    assert_lines("一。。。。", 4, "一。|。。|。");
}

static void test_numbers_are_not_parted(void **state)
{
    (void)state;
    assert_lines("达到89.8%以上", 6, "达到|89.8%|以上");
    assert_lines("为2020年度", 6, "为|2020年|度");
    assert_lines("在2016-2020年间", 12, "在|2016-2020年|间");
    assert_lines("在2016－2020年", 12, "在|2016－2020年");
    assert_lines("在2016年－2020年", 14, "在|2016年－2020年");
    assert_lines("在2016—2020年", 11, "在|2016—2020年");
    assert_lines("好〔2021〕37号", 12, "好|〔2021〕37号");
    assert_lines("气温为－12度", 8, "气温为|－12度");
    assert_lines("气温－12.5℃", 8, "气温|－12.5℃");
    assert_lines("约为3.5～4.0以内", 9, "约为|3.5～4.0|以内");
    assert_lines("为80%～90%", 9, "为|80%～90%");
    assert_lines("达31微克", 5, "达31|微克");
    assert_lines("达31个", 5, "达|31个");
    assert_lines("共１２３４５", 8, "共|１２３４|５");
    assert_lines("比为3：1好", 7, "比为|3：1好");
    assert_lines("于3月9日", 6, "于3月|9日");
    assert_lines("占36㎡", 5, "占|36㎡");
}

static void test_dashes_and_dots_stay_whole(void **state)
{
    (void)state;
    assert_lines("一二三——四", 7, "一二|三——四");
    assert_lines("一二三……四", 7, "一二|三……四");
    assert_lines("一二——2020年", 7, "一二——|2020年");
}

static void test_latin_words_stay_whole(void **state)
{
    (void)state;
    assert_lines("the quick brown", 9, "the quick|brown");
    assert_lines("浓度PM2.5高", 8, "浓度|PM2.5高");
    assert_lines("abcdefgh", 3, "abc|def|gh");
    assert_lines("state-of-the-art", 9, "state-of-|the-art");
    assert_lines("it’s done", 4, "it’s|done");
    assert_lines("说“好”abc", 7, "说“好”|abc");
    assert_lines("排CO₂量", 4, "排|CO₂|量");
    assert_lines("三克/米", 5, "三|克/米");
}

static void test_marks_stay_with_their_character(void **state)
{
    (void)state;
    assert_lines("aaae\u0301b", 4, "aaae\u0301|b");
    assert_lines("四\u200D平", 2, "四\u200D|平");
    assert_lines("一二四\u200D平", 6, "一二|四\u200D平");
    assert_lines("四平\uFE0F市", 4, "四平\uFE0F|市");
    assert_lines("ab \u0301c", 3, "ab \u0301|c");
}

static void test_invalid_bytes_make_progress(void **state)
{
    (void)state;
    assert_lines("\xFF\xFE\x80", 2, "\xFF\xFE|\x80");
    assert_lines("四\xE5\xB9", 2, "四|\xE5\xB9");
}

static void test_count(void **state)
{
    (void)state;
    assert_int_equal(wrap_count("", 4), 0);
    assert_int_equal(wrap_count("\n", 4), 1);
    assert_int_equal(wrap_count("四平市，吉林\n\n好", 6), 5);
}

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

static const char *const pieces[] = {
    "四", "平",   "市",  "省", "，", "。", "）", "》",     "”",      "（",     "《",   "“",
    "1",  "2020", ".",   "%",  "年", "个", "-",  "－",     "～",     "—",      "——",   "……",
    "ab", "Q",    "the", " ",  "  ", "　", "\n", "\u0301", "\u200D", "\uFE0F", "\xFF", "\xE5\xB9",
    "/",  "\"",   "’",   "〔", "〕", "\t", "😀",  "℃",      "㎡"};

static void make_random(unsigned *seed, struct buffer *text)
{
    size_t count = next_random(seed) % 60;
    buffer_cut(text, 0);
    for (size_t i = 0; i < count; i++)
        buffer_add(text, pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)]);
}

static bool is_space(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0x3000;
}

/* Whether a combining mark stands there: the space before it is a character like others. */
static bool carries_mark(const char *at)
{
    uint32_t c = text_next(&at);
    return c && c != '\n' && c != '\t' && text_character_width(c) == 0;
}

/* Between the end of a line and the beginning of the next only spaces, then one line feed. */
static void assert_dropped_blank(const char *text, size_t size)
{
    for (const char *at = text, *end = text + size; at < end;) {
        uint32_t c = text_next(&at);
        assert_true(is_space(c) || (c == '\n' && at == end));
    }
}

static bool is_plain(uint32_t c)
{
    return c == U'四' || c == U'平' || c == U'市' || c == U'省';
}

/* Whether the line has a place where nothing forbids a break: between two plain characters. */
static bool has_easy_break(const char *text, size_t size)
{
    uint32_t last = 0;
    for (const char *at = text; at < text + size;) {
        uint32_t c = text_next(&at);
        if (is_plain(last) && is_plain(c))
            return true;
        last = c;
    }
    return false;
}

static bool is_closing(uint32_t c)
{
    return c == U'，' || c == U'。' || c == U'）' || c == U'》' || c == U'”' || c == U'—' ||
           c == U'…' || c == U'℃' || c == U'～';
}

static size_t width_of(const char *text, size_t size)
{
    size_t width = 0;
    for (const char *at = text; at < text + size;)
        width += (size_t)text_character_width(text_next(&at));
    return width;
}

static void assert_properties(const char *text, size_t columns)
{
    const char *last = NULL;
    size_t last_size = 0, size = strlen(text), total = 0;
    bool ended = false; /* the line before was ended by a line feed */
    for (const char *at = text; *at;) {
        struct wrap_line line = wrap_next(at, columns);
        assert_true(line.step >= 1 && line.size <= line.step);
        assert_true(line.width <= columns);
        assert_int_equal(line.width, width_of(at, line.size));
        assert_dropped_blank(at + line.size, line.step - line.size);
        const char *behind = at;
        uint32_t first = text_next(&behind);
        if (last && !ended && line.size > 0) {
            assert_false(carries_mark(at));
            assert_true(!is_space(first) || carries_mark(behind));
            assert_false(is_closing(first) && has_easy_break(last, last_size));
        }
        last = at;
        last_size = line.size;
        at += line.step;
        total += line.step;
        ended = at[-1] == '\n';
    }
    assert_int_equal(total, size);
}

static void test_properties_of_random_texts(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    unsigned seed = 2020;
    for (int i = 0; i < 20000; i++) {
        make_random(&seed, &text);
        assert_properties(text.bytes, 2 + next_random(&seed) % 79);
    }
    buffer_free(&text);
}

/* Were a line to look ahead to the paragraph's end, this would take minutes. */
static void test_long_paragraphs_take_linear_time(void **state)
{
    (void)state;
    static const char *const units[] = {"四", "。", "a", " ", "（", "12", "\u0301", "四。"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct buffer text = BUFFER_EMPTY;
        for (int j = 0; j < 200000; j++)
            buffer_add(&text, units[i]);
        clock_t begin = clock();
        wrap_count(text.bytes, 56);
        assert_true(clock() - begin < 20 * CLOCKS_PER_SEC);
        buffer_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_text_fills_the_line),
        cmocka_unit_test(test_line_feeds_end_lines),
        cmocka_unit_test(test_spaces_at_a_break_are_dropped),
        cmocka_unit_test(test_closing_marks_do_not_begin_a_line),
        cmocka_unit_test(test_opening_marks_do_not_end_a_line),
        cmocka_unit_test(test_marks_without_end_are_cut),
        cmocka_unit_test(test_numbers_are_not_parted),
        cmocka_unit_test(test_dashes_and_dots_stay_whole),
        cmocka_unit_test(test_latin_words_stay_whole),
        cmocka_unit_test(test_marks_stay_with_their_character),
        cmocka_unit_test(test_invalid_bytes_make_progress),
        cmocka_unit_test(test_count),
        cmocka_unit_test(test_properties_of_random_texts),
        cmocka_unit_test(test_long_paragraphs_take_linear_time),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
