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
        cmocka_unit_test(a_prompt_is_accepted_or_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
