/* Exact numbers: read, reckoned with, rounded once. */
#include "core/decimal.h"

#include "core/buffer.h"
#include "core/language.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state)
{
    (void)state;
    language_set(LANGUAGE_EN);
    return 0;
}

static struct decimal number(const char *text)
{
    struct decimal out = NOT_A_NUMBER;
    struct error error;
    if (decimal_parse(text, &out, &error))
        fail_msg("%s", error.text);
    return out;
}

static void assert_is(struct decimal actual, const char *expected)
{
    struct buffer out = BUFFER_EMPTY;
    decimal_add(&out, actual, DECIMAL_PLACES_MOST);
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
}

static void assert_rounds(const char *text, int places, const char *expected)
{
    struct buffer out = BUFFER_EMPTY;
    decimal_add_rounded(&out, number(text), places);
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
}

static void assert_refused(const char *text, const char *expected)
{
    struct decimal out = decimal_of(7);
    struct error error;
    assert_int_equal(decimal_parse(text, &out, &error), STATUS_INPUT);
    assert_string_equal(error.text, expected);
    assert_is(out, "7");
}

static void test_differences_are_exact(void **state)
{
    (void)state;
    assert_is(decimal_minus(number("89.8"), number("80")), "9.8");
    assert_is(decimal_minus(number("83.3"), number("62.5")), "20.8");
    assert_is(decimal_plus(number("0.1"), number("0.2")), "0.3");
    assert_is(decimal_plus(number("31"), number("12")), "43");
    assert_is(decimal_minus(number("43"), number("45.4")), "-2.4");
    assert_is(decimal_over(number("9"), number("-4")), "-2.25");
}

static void test_a_third_stays_a_third(void **state)
{
    (void)state;
    struct decimal third = decimal_over(decimal_of(10), decimal_of(3));
    assert_is(decimal_times(third, decimal_of(3)), "10");
    assert_int_equal(decimal_places(third), -1);
    assert_is(third, "3.333333333");
    assert_int_equal(decimal_places(number("9.80")), 1);
    assert_int_equal(decimal_places(number("-0.125")), 3);
    assert_int_equal(decimal_places(number("100")), 0);
}

static void test_numbers_are_read_as_people_type_them(void **state)
{
    (void)state;
    assert_is(number("  89.80 "), "89.8");
    assert_is(number("８９．８"), "89.8");
    assert_is(number("　８９.8　"), "89.8");
    assert_is(number("-2.5"), "-2.5");
    assert_is(number("－２．５"), "-2.5");
    assert_is(number("−2.5"), "-2.5");
    assert_is(number("+3"), "3");
    assert_is(number("＋3"), "3");
    assert_is(number("007.0"), "7");
    assert_is(number("0000000000000000000001"), "1");
    assert_is(number("999999999999999"), "999999999999999");
    assert_is(number("123456.123456789"), "123456.123456789");
    assert_is(number("0.000000001"), "0.000000001");
}

static void test_what_is_no_number_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",    " ",   "-",   ".",     ".5",    "5.",   "1.2.3",
                                        "1e3", "1,5", "1 2", "- 5",   "--5",   "80%",  "0x10",
                                        "inf", "nan", "八",  "89。8", "1\xFF", "1\n2", "+-1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct decimal out = decimal_of(7);
        struct error error;
        assert_int_equal(decimal_parse(wrong[i], &out, &error), STATUS_INPUT);
        assert_is(out, "7");
    }
    assert_refused("80%", "'80%' is not a number: write digits such as 89.8");
    language_set(LANGUAGE_ZH);
    assert_refused("八十", "“八十”不是数字：请写成89.8这样的数字");
}

static void test_what_is_too_long_is_refused(void **state)
{
    (void)state;
    assert_refused("1000000000000000", "the number '1000000000000000' is too long: at most 15 "
                                       "digits, 9 of them behind the point");
    assert_refused("0.0000000001", "the number '0.0000000001' is too long: at most 15 digits, 9 of "
                                   "them behind the point");
    assert_refused("1234567.123456789", "the number '1234567.123456789' is too long: at most 15 "
                                        "digits, 9 of them behind the point");
}

/* GB/T 8170-2008 §3.2: the examples of the standard, and those that half-up would get wrong. */
static void test_half_rounds_to_even(void **state)
{
    (void)state;
    assert_rounds("2.5", 0, "2");
    assert_rounds("3.5", 0, "4");
    assert_rounds("0.5", 0, "0");
    assert_rounds("1.5", 0, "2");
    assert_rounds("1.050", 1, "1.0");
    assert_rounds("0.35", 1, "0.4");
    assert_rounds("0.325", 2, "0.32");
    assert_rounds("12.1498", 0, "12");
    assert_rounds("12.1498", 1, "12.1");
    assert_rounds("10.502", 0, "11");
    assert_rounds("15.4546", 0, "15");
    assert_rounds("1.0500001", 1, "1.1");
    assert_rounds("-0.0365", 3, "-0.036");
    assert_rounds("-2.5", 0, "-2");
    assert_rounds("-3.5", 0, "-4");
    assert_rounds("89.995", 2, "90.00");
    assert_rounds("99.95", 1, "100.0");
    assert_rounds("80", 2, "80.00");
    assert_rounds("999999999999999", 9, "999999999999999.000000000");
}

static void test_a_third_rounds_where_it_is_shown(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    decimal_add(&out, decimal_over(decimal_of(1), decimal_of(3)), 2);
    buffer_add_char(&out, ' ');
    decimal_add(&out, decimal_over(decimal_of(-2), decimal_of(3)), 2);
    buffer_add_char(&out, ' ');
    decimal_add(&out, number("9.80"), 2);
    buffer_add_char(&out, ' ');
    decimal_add(&out, number("9.876"), 2);
    buffer_add_char(&out, ' ');
    decimal_add(&out, NOT_A_NUMBER, 2);
    assert_string_equal(out.bytes, "0.33 -0.67 9.8 9.88 ?");
    buffer_free(&out);
}

static void test_zero_has_no_sign(void **state)
{
    (void)state;
    assert_is(number("-0"), "0");
    assert_is(number("-0.000"), "0");
    assert_rounds("-0.5", 0, "0");
    assert_rounds("-0.04", 1, "0.0");
    assert_rounds("-0.004", 2, "0.00");
    assert_is(decimal_times(number("-1"), DECIMAL_ZERO), "0");
    assert_int_equal(decimal_compare(number("-0"), DECIMAL_ZERO), 0);
}

static void test_what_does_not_fit_stays_no_number(void **state)
{
    (void)state;
    struct decimal most = decimal_of(INT64_MAX), one = decimal_of(1);
    struct decimal lost = decimal_plus(most, one);
    assert_false(decimal_is_number(lost));
    assert_false(decimal_is_number(decimal_times(most, decimal_of(2))));
    assert_false(decimal_is_number(decimal_minus(decimal_of(-INT64_MAX), one)));
    assert_false(decimal_is_number(decimal_over(decimal_over(one, most), decimal_of(2))));
    assert_false(decimal_is_number(decimal_over(one, DECIMAL_ZERO)));
    assert_false(decimal_is_number(decimal_minus(lost, most)));
    assert_false(decimal_is_number(decimal_plus(one, lost)));
    assert_false(decimal_is_number(decimal_times(lost, DECIMAL_ZERO)));
    assert_false(decimal_is_number(decimal_over(lost, one)));
    assert_false(decimal_is_number(decimal_over(one, lost)));
    assert_false(decimal_is_number(decimal_magnitude(lost)));
    assert_false(decimal_is_number(decimal_ceiling(lost)));
    assert_false(decimal_is_number(decimal_least(lost, one)));
    assert_false(decimal_is_number(decimal_most(one, lost)));
    assert_int_equal(decimal_places(lost), -1);
    assert_is(lost, "?");
    assert_is(decimal_minus(most, one), "9223372036854775806");
    assert_is(decimal_over(decimal_times(most, one), most), "1");
}

static void test_order_is_exact(void **state)
{
    (void)state;
    struct decimal third = decimal_over(decimal_of(1), decimal_of(3));
    assert_int_equal(decimal_compare(third, number("0.333333333")), 1);
    assert_int_equal(decimal_compare(number("89.99"), number("90")), -1);
    assert_int_equal(decimal_compare(number("90.0"), number("90")), 0);
    assert_int_equal(decimal_compare(decimal_of(-INT64_MAX), decimal_of(INT64_MAX)), -1);
    assert_is(decimal_least(number("-1"), number("2")), "-1");
    assert_is(decimal_most(number("-1"), number("2")), "2");
    assert_is(decimal_magnitude(number("-2.4")), "2.4");
}

/* 不足1天按1天计 */
static void test_a_begun_step_is_a_whole_one(void **state)
{
    (void)state;
    assert_is(decimal_ceiling(number("2.4")), "3");
    assert_is(decimal_ceiling(number("2")), "2");
    assert_is(decimal_ceiling(number("0.000000001")), "1");
    assert_is(decimal_ceiling(DECIMAL_ZERO), "0");
    assert_is(decimal_ceiling(number("-2.4")), "-2");
    assert_is(decimal_ceiling(number("-0.5")), "0");
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_differences_are_exact, set_up),
        cmocka_unit_test_setup(test_a_third_stays_a_third, set_up),
        cmocka_unit_test_setup(test_numbers_are_read_as_people_type_them, set_up),
        cmocka_unit_test_setup(test_what_is_no_number_is_refused, set_up),
        cmocka_unit_test_setup(test_what_is_too_long_is_refused, set_up),
        cmocka_unit_test_setup(test_half_rounds_to_even, set_up),
        cmocka_unit_test_setup(test_a_third_rounds_where_it_is_shown, set_up),
        cmocka_unit_test_setup(test_zero_has_no_sign, set_up),
        cmocka_unit_test_setup(test_what_does_not_fit_stays_no_number, set_up),
        cmocka_unit_test_setup(test_order_is_exact, set_up),
        cmocka_unit_test_setup(test_a_begun_step_is_a_whole_one, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
