/* Front matter: what is accepted, what is refused and on which line, what is kept. */
#include "core/buffer.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct document document;
static struct error error;

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

static enum status parse(const char *text)
{
    return document_parse(arena, "x.md", text, strlen(text), &document, &error);
}

/* The text is refused with a message that holds `part`. */
static void assert_refused(const char *text, const char *part)
{
    assert_int_equal(parse(text), STATUS_INPUT);
    if (!strstr(error.text, part))
        fail_msg("'%s' does not hold '%s'", error.text, part);
}

static void a_file_is_front_matter_and_body(void **state)
{
    (void)state;
    assert_int_equal(parse("---\nname: 四平市\nfull: 4\n---\n\n正文。\n"), STATUS_OK);
    assert_string_equal(field_find(document.top, "name")->text, "四平市");
    assert_int_equal(field_find(document.top, "full")->line, 3);
    assert_string_equal(document.body, "正文。");
}

static void crlf_and_a_byte_order_mark_are_accepted(void **state)
{
    (void)state;
    assert_int_equal(parse("---\nname: a\n---\n\nb\r"), STATUS_OK);
    assert_string_equal(document.body, "b"); /* or it would read otherwise once it is written */
    assert_int_equal(parse("\xef\xbb\xbf---\r\nname: a\r\n---\r\n\r\nb\r\nc\r\n"), STATUS_OK);
    assert_string_equal(field_find(document.top, "name")->text, "a");
    assert_string_equal(document.body, "b\nc");
}

static void what_is_no_front_matter_is_refused_by_line(void **state)
{
    (void)state;
    assert_refused("name: a\n", "x.md:1: ");
    assert_refused("", "x.md:1: ");
    assert_refused("---\nname: a\n", "never ended");
    assert_refused("---\n- a\n---\n", "x.md:2: ");
    assert_refused("---\na: 1\nb: [1, 2\n---\n", "not YAML");
    assert_refused("---\na: 1\n\xff: 2\n---\n", "x.md:3: binary");
}

static void what_yaml_allows_and_a_record_does_not_is_refused(void **state)
{
    (void)state;
    assert_refused("---\na: 1\nb: 2\na: 3\n---\n", "x.md:4: the field 'a'");
    assert_refused("---\na: &x 1\nb: *x\n---\n", "x.md:2: anchors");
    assert_refused("---\na: !!str 1\n---\n", "x.md:2: anchors");
    assert_refused("---\na: [[[[[[[[[1]]]]]]]]]\n---\n", "nested too deeply");
    assert_refused("---\na: \"\\0\"\n---\n", "x.md:2: ");
}

/* They could not be taken over into the file that replaces this one (found by tests/fuzz/front.c).
 */
static void fields_that_do_not_begin_a_line_are_refused(void **state)
{
    (void)state;
    assert_refused("---\n{a: 1, b: 2}\n---\n", "x.md:2: the front matter must be lines");
    assert_refused("---\na: 1\n? b\n: 2\n---\n", "x.md:3: the front matter must be lines");
    assert_refused("---\n  a: 1\n  b: 2\n---\n", "x.md:2: the front matter must be lines");
    assert_refused("---\na: 1\n--- b\n---\n", "x.md:3: the front matter must be lines");
    assert_refused("---\na: 1\n...\n---\n", "x.md:3: the front matter must be lines");
    assert_refused("---\na: 1\n\rb: 2\n---\n", "x.md:3: a line of the front matter");
    assert_refused("---\na: 1\u2028b: 2\n---\n", "x.md:2: a line of the front matter");
    assert_refused("---\na: 1\xC2\x85"
                   "b: 2\n---\n",
                   "x.md:2: a line of the front matter");
}

static void a_thousand_open_brackets_end_at_once(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    buffer_add(&text, "---\na: ");
    for (int i = 0; i < 50000; i++)
        buffer_add_char(&text, '[');
    buffer_add(&text, "\n---\n");
    assert_int_equal(parse(text.bytes), STATUS_INPUT);
    buffer_cut(&text, 4);
    for (int i = 0; i < 70000; i++)
        buffer_add_char(&text, 'a');
    buffer_add(&text, "\n---\n");
    assert_refused(text.bytes, "64 KiB");
    buffer_free(&text);
}

static void the_first_mistake_of_a_reading_is_kept(void **state)
{
    (void)state;
    assert_int_equal(parse("---\nfull: 四\nplaces: 9\nkind: wrong\n---\n"), STATUS_OK);
    struct reading reading = {&document, &error, STATUS_OK};
    static const char *const words[] = {"met", "unmet", NULL};
    read_number(&reading, document.top, "full", DECIMAL_ZERO);
    read_whole(&reading, document.top, "places", 0, 6, 0);
    read_word(&reading, document.top, "kind", words);
    assert_int_equal(reading.status, STATUS_INPUT);
    assert_non_null(strstr(error.text, "x.md:2: full: '四' is not a number"));
}

static void an_unknown_word_is_told_the_known_ones(void **state)
{
    (void)state;
    assert_int_equal(parse("---\nverdict: fine\n---\n"), STATUS_OK);
    struct reading reading = {&document, &error, STATUS_OK};
    static const char *const words[] = {"met", "unmet", NULL};
    assert_int_equal(read_word(&reading, document.top, "verdict", words), -1);
    assert_string_equal(error.text, "x.md:2: unknown verdict 'fine': use one of met, unmet");
}

static void full_width_digits_are_a_number(void **state)
{
    (void)state;
    assert_int_equal(parse("---\nvalue: １２．５\n---\n"), STATUS_OK);
    struct reading reading = {&document, &error, STATUS_OK};
    struct decimal value = read_number(&reading, document.top, "value", DECIMAL_ZERO);
    assert_int_equal(decimal_compare(value, (struct decimal){25, 2}), 0);
}

static void unknown_fields_are_kept_as_they_stood(void **state)
{
    (void)state;
    assert_int_equal(parse("---\nname: a\nmine:   # why\n  - 'x'   \n  - {b: 1}\nfull: 4\n"
                           "last: |\n  two\n  lines\n---\n"),
                     STATUS_OK);
    static const char *const known[] = {"name", "full", NULL};
    struct buffer out = BUFFER_EMPTY;
    document_add_unknown(&out, &document, known);
    assert_string_equal(out.bytes,
                        "mine:   # why\n  - 'x'   \n  - {b: 1}\nlast: |\n  two\n  lines\n");
    buffer_free(&out);
}

/* Whatever the text, YAML reads back what was written. */
static void a_written_field_reads_back(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "四平市",      "a: b",  "#x",    "- y",
        "a #b",        "\"q\"", "c:\\d", "x\ny",
        "\x1b[0m",     "'",     "89.8",  "null",
        "~",           "@",     "%",     "{a}",
        " a ",         "true",  "？",    "a\xe2\x80\xae\xe2\x80\xac",
        "a\xc2\x85.b", "---",   "…",     "李明 <liming@example.org>",
        "\\",          "[x",    "a,b",   "!x",
        "&x",          "*x",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buffer out = BUFFER_EMPTY;
        buffer_add(&out, "---\n");
        document_add_field(&out, "x", texts[i]);
        document_add_field(&out, "list:\n  - y", texts[i]);
        buffer_add(&out, "---\n");
        if (parse(out.bytes))
            fail_msg("%s: %s", out.bytes, error.text);
        bool empty = !strcmp(field_find(document.top, "x")->text, "");
        assert_false(empty);
        assert_string_equal(field_find(document.top, "x")->text, texts[i]);
        const struct field *list = field_find(document.top, "list");
        assert_string_equal(field_find(list->first, "y")->text, texts[i]);
        buffer_free(&out);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    language_set(LANGUAGE_EN);
    const struct CMUnitTest tests[] = {
        TEST(a_file_is_front_matter_and_body),
        TEST(crlf_and_a_byte_order_mark_are_accepted),
        TEST(what_is_no_front_matter_is_refused_by_line),
        TEST(what_yaml_allows_and_a_record_does_not_is_refused),
        TEST(fields_that_do_not_begin_a_line_are_refused),
        TEST(a_thousand_open_brackets_end_at_once),
        TEST(the_first_mistake_of_a_reading_is_kept),
        TEST(an_unknown_word_is_told_the_known_ones),
        TEST(full_width_digits_are_a_number),
        TEST(unknown_fields_are_kept_as_they_stood),
        TEST(a_written_field_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
