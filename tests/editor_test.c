#include "core/text.h"
#include "tui/editor.h"
#include "tui/keys.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void type(struct editor *editor, const char *text)
{
    for (uint32_t c; (c = text_next(&text));)
        assert_true(editor_key(editor, c));
}

/* The text with the caret as |. */
static void assert_editor(const struct editor *editor, const char *expected)
{
    struct buffer shown = BUFFER_EMPTY;
    buffer_add_bytes(&shown, editor->text.bytes, editor->caret);
    buffer_add(&shown, "|");
    buffer_add(&shown, editor->text.bytes + editor->caret);
    assert_string_equal(shown.bytes, expected);
    buffer_free(&shown);
}

static void characters_are_put_in_at_the_caret(void **state)
{
    (void)state;
    struct editor editor = EDITOR_EMPTY;
    assert_editor(&editor, "|");
    type(&editor, "四平市");
    editor_key(&editor, K_LEFT);
    type(&editor, "a，");
    assert_editor(&editor, "四平a，|市");
    editor_key(&editor, K_HOME);
    editor_key(&editor, K_LEFT);
    assert_editor(&editor, "|四平a，市");
    editor_key(&editor, K_END);
    editor_key(&editor, K_RIGHT);
    assert_editor(&editor, "四平a，市|");
    editor_free(&editor);
}

static void a_base_and_its_marks_are_one_character(void **state)
{
    (void)state;
    struct editor editor = EDITOR_EMPTY;
    type(&editor, "xe\u0301\u0323好");
    editor_key(&editor, K_LEFT);
    editor_key(&editor, K_LEFT);
    assert_editor(&editor, "x|e\u0301\u0323好");
    editor_key(&editor, K_RIGHT);
    editor_key(&editor, K_BACKSPACE);
    assert_editor(&editor, "x|好");
    editor_key(&editor, K_DELETE);
    editor_key(&editor, K_DELETE);
    assert_editor(&editor, "x|");
    editor_free(&editor);
}

static void lines_and_words_are_deleted(void **state)
{
    (void)state;
    struct editor editor = EDITOR_EMPTY;
    editor_set(&editor, "优良天数，89.9达标  ");
    editor_key(&editor, K_CTRL_W);
    assert_editor(&editor, "优良天数，89.9|");
    editor_key(&editor, K_CTRL_W);
    assert_editor(&editor, "优良天数，89.|");
    editor_key(&editor, K_CTRL_W);
    editor_key(&editor, K_CTRL_W);
    assert_editor(&editor, "优良天数，|");
    editor_key(&editor, K_LEFT);
    editor_key(&editor, K_CTRL_W);
    assert_editor(&editor, "|，");
    editor_set(&editor, "一二三四");
    editor_key(&editor, K_LEFT);
    editor_key(&editor, K_CTRL_U);
    assert_editor(&editor, "|四");
    editor_key(&editor, K_CTRL_K);
    editor_key(&editor, K_BACKSPACE);
    assert_editor(&editor, "|");
    editor_free(&editor);
}

static void hostile_text_does_not_get_in(void **state)
{
    (void)state;
    struct editor editor = EDITOR_EMPTY;
    editor_set(&editor, "a\x1b[31mb\u202e\nc");
    assert_editor(&editor, "a[31mb c|");
    assert_false(editor_key(&editor, 0x202E));
    assert_false(editor_key(&editor, K_TAB));
    assert_false(editor_key(&editor, K_F2));
    assert_editor(&editor, "a[31mb c|");
    editor_free(&editor);
}

static void the_text_has_an_end(void **state)
{
    (void)state;
    struct editor editor = EDITOR_EMPTY;
    struct buffer text = BUFFER_EMPTY;
    for (int i = 0; i < EDITOR_SIZE; i++)
        buffer_add(&text, "长");
    editor_set(&editor, text.bytes);
    assert_true(editor.text.size <= EDITOR_SIZE);
    assert_int_equal(text_valid(editor.text.bytes, editor.text.size), editor.text.size);
    size_t before = editor.text.size;
    editor_key(&editor, 0x957F);
    assert_int_equal(editor.text.size, before);
    buffer_free(&text);
    editor_free(&editor);
}

static void the_line_scrolls_by_columns_with_the_caret_in_sight(void **state)
{
    (void)state;
    for (size_t columns = 3; columns < 24; columns++) {
        struct editor editor = EDITOR_EMPTY;
        type(&editor, "2020年优良天数比例e\u0301为89.8%，与年报一致");
        for (int i = 0; i < 120; i++) {
            struct editor_line line = editor_line(&editor, columns);
            size_t used;
            assert_true(line.caret < columns);
            assert_int_equal(text_fit(line.text, columns, &used), line.size);
            editor_key(&editor, i < 40 ? K_LEFT : i < 80 ? K_RIGHT : K_BACKSPACE);
        }
        assert_editor(&editor, "|");
        editor_free(&editor);
    }
}

static void deleting_brings_the_beginning_back(void **state)
{
    (void)state;
    struct editor editor = EDITOR_EMPTY;
    editor_set(&editor, "0123456789abcdef");
    assert_true(editor_line(&editor, 8).text > editor.text.bytes);
    for (int i = 0; i < 10; i++)
        editor_key(&editor, K_BACKSPACE);
    assert_ptr_equal(editor_line(&editor, 8).text, editor.text.bytes);
    editor_free(&editor);
}

static void words_end_where_a_sentence_does(void **state)
{
    (void)state;
    struct editor editor = EDITOR_EMPTY;
    editor_set(&editor, "优良天数，为 89天");
    editor_key(&editor, K_CTRL_LEFT);
    assert_editor(&editor, "优良天数，为 89|天");
    editor_key(&editor, K_ALT | 'b');
    editor_key(&editor, K_CTRL_LEFT);
    assert_editor(&editor, "优良天数，|为 89天");
    editor_key(&editor, K_HOME);
    editor_key(&editor, K_CTRL_RIGHT);
    editor_key(&editor, K_ALT | 'f');
    editor_key(&editor, K_CTRL_RIGHT);
    assert_editor(&editor, "优良天数，为 |89天");
    editor_key(&editor, K_ALT | K_BACKSPACE);
    editor_key(&editor, K_ALT | 'd');
    assert_editor(&editor, "优良天数，|天");
    editor_free(&editor);
}

static void an_emoji_of_many_parts_is_one_character(void **state)
{
    (void)state;
    struct editor editor = EDITOR_EMPTY;
    type(&editor, "a👨\u200D👩\u200D👧🇨🇳👍🏽");
    editor_key(&editor, K_BACKSPACE);
    editor_key(&editor, K_LEFT);
    assert_editor(&editor, "a👨\u200D👩\u200D👧|🇨🇳");
    editor_key(&editor, K_DELETE);
    editor_key(&editor, K_BACKSPACE);
    assert_editor(&editor, "a|");
    editor_free(&editor);
}

static void press(struct editor *editor, uint32_t key, const char *expected)
{
    assert_true(editor_key(editor, key));
    assert_editor(editor, expected);
}

static void what_was_done_is_taken_back_step_by_step(void **state)
{
    (void)state;
    struct editor editor = EDITOR_EMPTY;
    editor_set(&editor, "四平");
    press(&editor, K_CTRL_UNDERSCORE, "四平|");
    type(&editor, "市政府");
    press(&editor, K_HOME, "|四平市政府");
    type(&editor, "对");
    press(&editor, K_DELETE, "对|平市政府");
    press(&editor, K_DELETE, "对|市政府");
    press(&editor, K_END, "对市政府|");
    press(&editor, K_BACKSPACE, "对市政|");
    press(&editor, K_BACKSPACE, "对市|");
    assert_true(editor_insert(&editor, "一\r\n二"));
    assert_editor(&editor, "对市一 二|");
    press(&editor, K_CTRL_UNDERSCORE, "对市|");
    press(&editor, K_CTRL_UNDERSCORE, "对市政府|");
    press(&editor, K_CTRL_UNDERSCORE, "对|四平市政府");
    press(&editor, K_CTRL_UNDERSCORE, "|四平市政府");
    press(&editor, K_CTRL_UNDERSCORE, "四平|");
    press(&editor, K_CTRL_UNDERSCORE, "四平|");
    press(&editor, K_CTRL_R, "四平市政府|");
    press(&editor, K_CTRL_R, "对|四平市政府");
    type(&editor, "新");
    press(&editor, K_CTRL_R, "对新|四平市政府");
    press(&editor, K_CTRL_UNDERSCORE, "对|四平市政府");
    editor_free(&editor);
}

static void any_history_leads_back_and_forth(void **state)
{
    (void)state;
    static const uint32_t keys[] = {'a',
                                    0x56DB,
                                    0x301,
                                    ' ',
                                    K_LEFT,
                                    K_RIGHT,
                                    K_HOME,
                                    K_DELETE,
                                    K_CTRL_W,
                                    K_END,
                                    K_BACKSPACE,
                                    K_CTRL_K,
                                    K_CTRL_Y,
                                    K_CTRL_U,
                                    K_ENTER,
                                    0x1F1E8,
                                    K_CTRL_UNDERSCORE,
                                    K_CTRL_R};
    struct editor editor = EDITOR_OF(true, 200);
    unsigned seed = 3;
    for (int i = 0; i < 5000; i++) {
        seed = seed * 1103515245u + 12345u;
        editor_key(&editor, keys[(seed >> 16) % (sizeof keys / sizeof *keys)]);
        assert_true(editor.caret <= editor.text.size && editor.text.size <= 200);
        assert_int_equal(text_valid(editor.text.bytes, editor.text.size), editor.text.size);
        assert_int_not_equal(editor.text.bytes[editor.caret] & 0xC0, 0x80);
        assert_true(editor_line(&editor, 9).caret < 9);
    }
    struct buffer last = BUFFER_EMPTY;
    buffer_add(&last, editor.text.bytes);
    size_t steps = editor.edits.done;
    for (size_t i = 0; i < steps; i++)
        editor_key(&editor, K_CTRL_UNDERSCORE);
    assert_int_equal(editor.edits.done, 0);
    for (size_t i = 0; i < steps; i++)
        editor_key(&editor, K_CTRL_R);
    assert_string_equal(editor.text.bytes, last.bytes);
    buffer_free(&last);
    editor_free(&editor);
}

static void what_was_killed_is_put_back(void **state)
{
    (void)state;
    struct editor editor = EDITOR_OF(true, 100);
    editor_set(&editor, "一二\n三四\n五");
    press(&editor, K_HOME, "一二\n三四\n|五");
    press(&editor, K_LEFT, "一二\n三四|\n五");
    press(&editor, K_CTRL_A, "一二\n|三四\n五");
    press(&editor, K_CTRL_K, "一二\n|\n五");
    press(&editor, K_CTRL_K, "一二\n|五");
    press(&editor, K_END, "一二\n五|");
    press(&editor, K_CTRL_Y, "一二\n五三四\n|");
    press(&editor, K_CTRL_UNDERSCORE, "一二\n五|");
    press(&editor, K_CTRL_W, "一二\n|");
    press(&editor, K_CTRL_W, "一二|");
    press(&editor, K_CTRL_W, "|");
    press(&editor, K_CTRL_K, "|");
    press(&editor, K_CTRL_Y, "一二\n五|");
    press(&editor, K_ENTER, "一二\n五\n|");
    editor_free(&editor);
}

static void what_does_not_fit_changes_nothing(void **state)
{
    (void)state;
    struct editor editor = EDITOR_OF(true, 10);
    editor_set(&editor, "一二三");
    assert_false(editor_insert(&editor, "四"));
    assert_true(editor.full);
    assert_editor(&editor, "一二三|");
    press(&editor, 'a', "一二三a|");
    assert_false(editor.full);
    press(&editor, K_ENTER, "一二三a|");
    assert_true(editor.full);
    assert_false(editor_replace(&editor, "12345678901"));
    assert_true(editor_replace(&editor, "1\n\x1b[2J2"));
    assert_editor(&editor, "1\n[2J2|");
    press(&editor, K_CTRL_UNDERSCORE, "一二三a|");
    editor_free(&editor);
}

static void a_prompt_is_accepted_or_cancelled(void **state)
{
    (void)state;
    struct prompt prompt = PROMPT_EMPTY;
    assert_int_equal(prompt_key(&prompt, 'q'), PROMPT_OPEN);
    assert_int_equal(prompt_key(&prompt, K_F5), PROMPT_UNUSED);
    assert_int_equal(prompt_key(&prompt, K_ENTER), PROMPT_ACCEPTED);
    assert_string_equal(prompt.editor.text.bytes, "q");
    assert_int_equal(prompt_key(&prompt, K_ESCAPE), PROMPT_CANCELLED);
    prompt_close(&prompt);
    prompt_close(&prompt);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_are_put_in_at_the_caret),
        cmocka_unit_test(a_base_and_its_marks_are_one_character),
        cmocka_unit_test(lines_and_words_are_deleted),
        cmocka_unit_test(hostile_text_does_not_get_in),
        cmocka_unit_test(the_text_has_an_end),
        cmocka_unit_test(the_line_scrolls_by_columns_with_the_caret_in_sight),
        cmocka_unit_test(deleting_brings_the_beginning_back),
        cmocka_unit_test(words_end_where_a_sentence_does),
        cmocka_unit_test(an_emoji_of_many_parts_is_one_character),
        cmocka_unit_test(what_was_done_is_taken_back_step_by_step),
        cmocka_unit_test(any_history_leads_back_and_forth),
        cmocka_unit_test(what_was_killed_is_put_back),
        cmocka_unit_test(what_does_not_fit_changes_nothing),
        cmocka_unit_test(a_prompt_is_accepted_or_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
