/* The configuration: what its lines mean, and what is said of those that mean nothing. */
#include "core/buffer.h"
#include "core/language.h"
#include "tui/config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct config config;

static void read_config(const char *text)
{
    config_read_text(&config, "config", text);
}

static int restore_keys(void **state)
{
    (void)state;
    for (enum request request = 1; request < REQUEST_COUNT; request++)
        keys_bind(request, keys_default(request)->keys);
    language_set(LANGUAGE_ZH);
    return 0;
}

static void assert_mistake(const char *text, const char *expected)
{
    read_config(text);
    if (config.mistakes != 1 || !strstr(config.first.text, expected))
        fail_msg("%s: %zu mistakes, the first: %s", text, config.mistakes, config.first.text);
}

static void an_empty_file_says_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "\n\n", "# language = en\r\n  # x\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        read_config(texts[i]);
        assert_int_equal(config.mistakes, 0);
        assert_int_equal(config.language, -1);
        assert_false(config.mouse);
    }
}

static void every_setting_is_read(void **state)
{
    (void)state;
    read_config("language = en # mine\nmouse=on\r\ncolour.good = cyan bold\n"
                "colour.bad = default reverse\nkey.copy = Y  y Ctrl-y\nkey.fold-all =\n");
    assert_int_equal(config.mistakes, 0);
    assert_int_equal(config.language, LANGUAGE_EN);
    assert_true(config.mouse);
    assert_int_equal(config.looks[STYLE_GOOD].look.colour, COLOUR_CYAN);
    assert_true(config.looks[STYLE_GOOD].look.bold);
    assert_int_equal(config.looks[STYLE_BAD].look.colour, COLOUR_OWN);
    assert_true(config.looks[STYLE_BAD].look.reverse);
    assert_int_equal(config.looks[STYLE_WAITING].line, 0);
}

static void a_mistake_is_told_with_its_line_and_remedy(void **state)
{
    (void)state;
    assert_mistake("\n\nfoo", "config:3: 请写成“名称 = 值”");
    assert_mistake("theme = dark", "config:1: 未知的设置“theme”：可用 language");
    assert_mistake("language = fr", "未知的语言“fr”：可用 zh 或 en");
    assert_mistake("mouse = yes", "可用 on 或 off");
    assert_mistake("colour.nice = red", "可用 normal, title");
    assert_mistake("colour.good = pink", "未知的颜色“pink”");
    assert_mistake("key.jump = x", "没有名为“jump”的操作");
    assert_mistake("key.undo = Hyper", "“Hyper”不是按键");
    assert_mistake("key.undo = F13", "“F13”不是按键");
    assert_mistake("key.undo = Ctrl-J", "“Ctrl-J”不是按键");
    assert_mistake("key.copy = ! @ $ % ^ & _ + - ~ ` |", "多于10个键");
    language_set(LANGUAGE_EN);
    assert_mistake("key.help = \033[2J", "config:1: ");
    assert_null(strchr(config.first.text, '\033'));
    language_set(LANGUAGE_ZH);
}

static void the_rest_holds_beside_mistakes(void **state)
{
    (void)state;
    read_config("foo\nlanguage = en\nbar\nmouse = on\n");
    assert_int_equal(config.mistakes, 2);
    assert_non_null(strstr(config.first.text, "config:1:"));
    assert_int_equal(config.language, LANGUAGE_EN);
    assert_true(config.mouse);
}

static void what_the_program_cannot_do_without_keeps_its_keys(void **state)
{
    (void)state;
    assert_mistake("key.help =", "help 必须有按键");
    assert_mistake("key.quit =", "quit 必须有按键");
    assert_mistake("key.back = h", "back 必须含Esc");
    assert_mistake("key.finish = !", "填写文字时也要能用");
    static const char *const digits[] = {"key.verdict = v", "key.filter = 1 2",
                                         "key.scope =", "key.measure = m", "key.waiting = w"};
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++)
        assert_mistake(digits[i], "数字，不能改");
    assert_int_equal(config.keys[REQUEST_WAITING].line, 0);
}

static void a_key_bound_twice_on_one_screen_is_a_mistake(void **state)
{
    (void)state;
    assert_mistake("key.undo = a", "config:1: 按键a在同一屏上已用于“采纳自查”");
    assert_mistake("key.accept = !\nkey.undo = !", "config:2: 按键!");
    assert_int_equal(config.keys[REQUEST_ACCEPT].line, 1);
    assert_int_equal(config.keys[REQUEST_UNDO].line, 0);
    read_config("key.undo = a\nkey.accept = u\n"); /* they change places */
    assert_int_equal(config.mistakes, 0);
    read_config("key.undo = z\n"); /* of the checklist, not of the item */
    assert_int_equal(config.mistakes, 0);
    read_config("key.undo = a\nkey.accept = u\nkey.note = a\n"); /* one taken back, no other */
    assert_int_equal(config.mistakes, 1);
    assert_int_equal(config.keys[REQUEST_NOTE].line, 0);
    assert_int_equal(config.keys[REQUEST_UNDO].line, 1);
}

/* Chooses one of `count`, the same every time that the tests run. */
static size_t choose(size_t count)
{
    static uint32_t seed = 7;
    seed = seed * 1664525 + 1013904223;
    return (seed >> 16) % count;
}

static void any_lines_at_all_leave_every_screen_with_distinct_keys(void **state)
{
    (void)state;
    static const char *const words[] = {"undo", "accept", "note", "open", "next", "copy", "mouse"};
    static const char *const keys[] = {"u", "a", "F6", "Tab", "y", "M", "Enter", "l", "e"};
    for (int round = 0; round < 2000; round++) {
        struct buffer text = BUFFER_EMPTY;
        for (int i = 0; i < 6; i++)
            buffer_format(&text, "key.%s = %s %s\n", words[choose(7)], keys[choose(9)],
                          keys[choose(9)]);
        read_config(text.bytes);
        restore_keys(NULL);
        config_apply(&config);
        for (unsigned screen = 1; screen <= SCREEN_HELP; screen <<= 1)
            for (enum request r = 1; r < REQUEST_COUNT; r++)
                for (int i = 0; keys_binding(r)->screens & screen && keys_binding(r)->keys[i]; i++)
                    if (screen != SCREEN_TEXT)
                        assert_int_equal(
                            keys_request((enum screen_id)screen, keys_binding(r)->keys[i]), r);
        buffer_free(&text);
    }
}

static void hints_and_requests_follow(void **state)
{
    (void)state;
    struct buffer hints = BUFFER_EMPTY;
    read_config("key.help = Ctrl-N ？\nkey.queue = ctrl-x\nkey.open =\n");
    assert_int_equal(config.mistakes, 0);
    config_apply(&config);
    assert_int_equal(keys_request(SCREEN_OVERVIEW, K_F1), REQUEST_NONE);
    assert_int_equal(keys_request(SCREEN_OVERVIEW, '?'), REQUEST_HELP);
    assert_int_equal(keys_request(SCREEN_OVERVIEW, 24), REQUEST_QUEUE);
    keys_add_hints(&hints, SCREEN_OVERVIEW, 30, NULL, NULL);
    assert_memory_equal(hints.bytes, "Ctrl-N 帮助  Tab 下一未评", 31);
    buffer_cut(&hints, 0);
    keys_add_names(&hints, REQUEST_QUEUE);
    assert_string_equal(hints.bytes, "Ctrl-X");
    buffer_free(&hints);
}

static void every_key_has_a_name_that_is_read(void **state)
{
    (void)state;
    language_set(LANGUAGE_EN);
    for (enum request request = 1; request < REQUEST_COUNT; request++)
        for (int i = 0; i < KEYS_MOST && keys_default(request)->keys[i]; i++) {
            struct buffer name = BUFFER_EMPTY;
            keys_add_name(&name, keys_default(request)->keys[i]);
            assert_int_equal(keys_from_name(name.bytes), keys_default(request)->keys[i]);
            buffer_free(&name);
        }
    assert_int_equal(keys_from_word("mark-all"), REQUEST_MARK_ALL);
    assert_int_equal(keys_from_word("mark"), REQUEST_MARK);
    assert_int_equal(keys_from_word(""), REQUEST_NONE);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
#define TEST(name) cmocka_unit_test_teardown(name, restore_keys)
    const struct CMUnitTest tests[] = {
        TEST(an_empty_file_says_nothing),
        TEST(every_setting_is_read),
        TEST(a_mistake_is_told_with_its_line_and_remedy),
        TEST(the_rest_holds_beside_mistakes),
        TEST(what_the_program_cannot_do_without_keeps_its_keys),
        TEST(a_key_bound_twice_on_one_screen_is_a_mistake),
        TEST(any_lines_at_all_leave_every_screen_with_distinct_keys),
        TEST(hints_and_requests_follow),
        TEST(every_key_has_a_name_that_is_read),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
