#include "core/buffer.h"
#include "core/language.h"
#include "core/text.h"
#include "tui/keys.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void no_key_asks_for_two_things_on_one_screen(void **state)
{
    (void)state;
    for (enum request a = 1; a < REQUEST_COUNT; a++)
        for (enum request b = a + 1; b < REQUEST_COUNT; b++)
            for (int i = 0; i < KEYS_MOST && keys_binding(a)->keys[i]; i++)
                for (int j = 0; j < KEYS_MOST && keys_binding(b)->keys[j]; j++)
                    if (keys_binding(a)->screens & keys_binding(b)->screens)
                        assert_int_not_equal(keys_binding(a)->keys[i], keys_binding(b)->keys[j]);
}

/* By its own key, or by the help screen's Enter, which does what a line says unless several digits
 * would have to be told apart. */
static void every_request_is_reached_past_an_input_method(void **state)
{
    (void)state;
    for (enum request request = 1; request < REQUEST_COUNT; request++)
        assert_true(keys_pass_input_method(keys_binding(request)->keys[0]) ||
                    !keys_names_digit(request));
    assert_false(keys_pass_input_method('a'));
    assert_false(keys_pass_input_method('?'));
}

static void every_request_has_both_languages_and_a_screen(void **state)
{
    (void)state;
    for (enum request request = 1; request < REQUEST_COUNT; request++) {
        const struct binding *binding = keys_binding(request);
        assert_true(binding->english[0] && binding->chinese[0]);
        assert_true(binding->screens && !(binding->screens & ~(unsigned)SCREENS_ALL));
    }
}

static void keys_become_requests_by_screen_and_full_width_forms_count(void **state)
{
    (void)state;
    assert_int_equal(keys_request(SCREEN_CHECKLIST, K_ENTER), REQUEST_OPEN);
    assert_int_equal(keys_request(SCREEN_ITEM, K_ENTER), REQUEST_RECORD);
    assert_int_equal(keys_request(SCREEN_ITEM, '3'), REQUEST_VERDICT);
    assert_int_equal(keys_request(SCREEN_ITEM, 0xFF13), REQUEST_VERDICT); /* ３ */
    assert_int_equal(keys_request(SCREEN_ITEM, 0xFF1F), REQUEST_HELP);    /* ？ */
    assert_int_equal(keys_request(SCREEN_CIRCULAR, '3'), REQUEST_NONE);
    assert_int_equal(keys_request(SCREEN_TEXT, '?'), REQUEST_NONE);
    assert_int_equal(keys_request(SCREEN_TEXT, K_F1), REQUEST_HELP);
    assert_int_equal(keys_request(SCREEN_ITEM, 0x4F60), REQUEST_NONE); /* 你 */
    assert_int_equal(keys_request(SCREEN_ITEM, 0), REQUEST_NONE);
}

static void assert_names(enum request request, const char *expected)
{
    struct buffer names = BUFFER_EMPTY;
    keys_add_names(&names, request);
    assert_string_equal(names.bytes, expected);
    buffer_free(&names);
}

static void keys_are_named_as_on_a_keyboard(void **state)
{
    (void)state;
    assert_names(REQUEST_VERDICT, "1-5");
    assert_names(REQUEST_ACCEPT, "F6 a");
    assert_names(REQUEST_QUIT, "F10 q Ctrl-C");
    assert_names(REQUEST_OPEN, "回车 右 l");
    language_set(LANGUAGE_EN);
    assert_names(REQUEST_OPEN, "Enter Right l");
    language_set(LANGUAGE_ZH);
}

static bool only_back(const void *context, enum request request)
{
    (void)context;
    return request == REQUEST_BACK;
}

static void hints_are_whole_and_fit(void **state)
{
    (void)state;
    struct buffer hints = BUFFER_EMPTY;
    keys_add_hints(&hints, SCREEN_CHECKLIST, 20, NULL, NULL);
    assert_string_equal(hints.bytes, "F1 帮助  回车 打开");
    for (size_t columns = 0; columns < 120; columns++) {
        buffer_cut(&hints, 0);
        keys_add_hints(&hints, SCREEN_ITEM, columns, NULL, NULL);
        assert_true(text_width(hints.bytes) <= columns);
    }
    buffer_cut(&hints, 0);
    keys_add_hints(&hints, SCREEN_ITEM, 79, only_back, NULL);
    assert_string_equal(hints.bytes, "Esc 返回");
    buffer_free(&hints);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_key_asks_for_two_things_on_one_screen),
        cmocka_unit_test(every_request_is_reached_past_an_input_method),
        cmocka_unit_test(every_request_has_both_languages_and_a_screen),
        cmocka_unit_test(keys_become_requests_by_screen_and_full_width_forms_count),
        cmocka_unit_test(keys_are_named_as_on_a_keyboard),
        cmocka_unit_test(hints_are_whole_and_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
