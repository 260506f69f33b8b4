/* Text: what reaches a terminal, and how wide it is there. */
#include "core/buffer.h"
#include "core/text.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void assert_safe(const char *text, const char *expected)
{
    struct buffer out = BUFFER_EMPTY;
    text_add_safe(&out, text);
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
}

static void escape_sequences_lose_their_escape(void **state)
{
    (void)state;
    assert_safe("\x1b[31m红\x1b[0m", "[31m红[0m");
    assert_safe("a\x07\x7f"
                "b",
                "ab");
    assert_safe("\xc2\x9b"
                "2J",
                "2J"); /* C1's own CSI */
}

static void bidirectional_controls_are_left_out(void **state)
{
    (void)state;
    /* an override and an isolate, each closed again, and a mark */
    assert_safe("1\xe2\x80\xae"
                "2\xe2\x80\xac"
                "3\xe2\x81\xa6"
                "4\xe2\x81\xa9"
                "5\xe2\x80\x8f"
                "6",
                "123456");
}

static void invalid_bytes_become_the_replacement_character(void **state)
{
    (void)state;
    assert_safe("a\xff"
                "b",
                "a\xef\xbf\xbd"
                "b");
    assert_safe("\xe5\x9b", "\xef\xbf\xbd\xef\xbf\xbd");                 /* cut short */
    assert_safe("\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"); /* a surrogate */
    assert_safe("\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd");                 /* an overlong slash */
}

static void a_line_feed_is_a_space_on_one_line_and_kept_in_lines(void **state)
{
    (void)state;
    assert_safe("一\n二\t三", "一 二 三");
    struct buffer out = BUFFER_EMPTY;
    text_add_safe_lines(&out, "一\n二\x1b");
    assert_string_equal(out.bytes, "一\n二");
    buffer_free(&out);
}

static void validity_names_the_first_bad_byte(void **state)
{
    (void)state;
    assert_int_equal(text_valid("四平", 6), 6);
    assert_int_equal(text_valid("四\xffx", 5), 3);
    assert_int_equal(text_valid("a\0b", 3), 1);
    assert_int_equal(text_valid("四", 2), 0);
}

static void width_is_in_columns(void **state)
{
    (void)state;
    assert_int_equal(text_width("四平a"), 5);
    assert_int_equal(text_width("e\xcc\x81"), 1); /* a combining accent */
    assert_int_equal(text_width("\x1b[0m"), 3);   /* the escape takes none */
}

static void a_wide_character_is_never_cut_in_half(void **state)
{
    (void)state;
    size_t used;
    assert_int_equal(text_fit("四平市", 3, &used), 3);
    assert_int_equal(used, 2);
    assert_int_equal(text_fit("e\xcc\x81x", 1, &used), 3);
    assert_int_equal(text_fit("", 5, &used), 0);
}

static void full_width_forms_are_their_ascii(void **state)
{
    (void)state;
    assert_int_equal(text_narrow(0xFF19), '9');
    assert_int_equal(text_narrow(0xFF1F), '?');
    assert_int_equal(text_narrow(0x3000), ' ');
    assert_int_equal(text_narrow(0x56DB), 0x56DB);
}

static void an_id_is_lower_case_letters_digits_and_hyphens(void **state)
{
    (void)state;
    assert_true(text_is_id("good-days"));
    assert_true(text_is_id("2020"));
    const char *const bad[] = {"", "-a", "A", "a/b", "..", "a b", "四平", "a.b", "a_b"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(text_is_id(bad[i]));
    char longest[66];
    memset(longest, 'a', 65);
    longest[65] = '\0';
    assert_false(text_is_id(longest));
    longest[64] = '\0';
    assert_true(text_is_id(longest));
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escape_sequences_lose_their_escape),
        cmocka_unit_test(bidirectional_controls_are_left_out),
        cmocka_unit_test(invalid_bytes_become_the_replacement_character),
        cmocka_unit_test(a_line_feed_is_a_space_on_one_line_and_kept_in_lines),
        cmocka_unit_test(validity_names_the_first_bad_byte),
        cmocka_unit_test(width_is_in_columns),
        cmocka_unit_test(a_wide_character_is_never_cut_in_half),
        cmocka_unit_test(full_width_forms_are_their_ascii),
        cmocka_unit_test(an_id_is_lower_case_letters_digits_and_hyphens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
