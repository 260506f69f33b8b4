/* The tree of values: building, finding, and JSON both ways. */
#include "core/value.h"

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

static const struct value *read_json(void **state, const char *json)
{
    const struct value *root = NULL;
    struct error error;
    if (value_from_json(*state, "f.json", json, strlen(json), &root, &error))
        fail_msg("%s", error.text);
    return root;
}

static void assert_written(const struct value *root, const char *expected)
{
    struct buffer out = BUFFER_EMPTY;
    value_to_json(&out, root);
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
}

static void assert_refused(void **state, const char *json, const char *beginning)
{
    const struct value *root = NULL;
    struct error error;
    assert_int_equal(value_from_json(*state, "f.json", json, strlen(json), &root, &error),
                     STATUS_INPUT);
    assert_int_equal(error.status, STATUS_INPUT);
    if (strncmp(error.text, beginning, strlen(beginning)) != 0)
        assert_string_equal(error.text, beginning);
}

static void test_a_tree_is_built_and_written_in_its_order(void **state)
{
    struct value *facts = value_map(*state, NULL, NULL);
    value_text(*state, facts, "year", "2020");
    struct value *grades = value_list(*state, facts, "grades");
    struct value *first = value_map(*state, grades, NULL);
    value_text(*state, first, "name", "优秀");
    value_number(*state, first, "least", "90");
    value_null(*state, facts, "draft");
    value_truth(*state, facts, "a", false);
    value_list(*state, facts, "none");
    value_map(*state, facts, "empty");
    assert_int_equal(facts->count, 6);
    assert_written(facts, "{\n"
                          "  \"year\": \"2020\",\n"
                          "  \"grades\": [\n"
                          "    {\n"
                          "      \"name\": \"优秀\",\n"
                          "      \"least\": 90\n"
                          "    }\n"
                          "  ],\n"
                          "  \"draft\": null,\n"
                          "  \"a\": false,\n"
                          "  \"none\": [],\n"
                          "  \"empty\": {}\n"
                          "}\n");
}

static void test_a_member_is_found_by_its_name(void **state)
{
    const struct value *root = read_json(state, "{\"a\": 1, \"ab\": 2, \"\": 3}");
    assert_string_equal(value_find(root, "a")->text, "1");
    assert_string_equal(value_find(root, "ab")->text, "2");
    assert_string_equal(value_find(root, "")->text, "3");
    assert_null(value_find(root, "abc"));
    assert_null(value_find(NULL, "a"));
    assert_null(value_find(root->first, "a"));
}

static void test_a_value_is_found_by_its_dotted_name(void **state)
{
    const struct value *root = read_json(state, "{\"a\": {\"b\": [10, {\"c\": 20}, [30]]}}");
    assert_string_equal(value_at(root, "a.b.1")->text, "10");
    assert_string_equal(value_at(root, "a.b.2.c")->text, "20");
    assert_string_equal(value_at(root, "a.b.3.1")->text, "30");
    assert_int_equal(value_at(root, "a.b")->count, 3);
    static const char *const unknown[] = {
        "",        ".", "a.",   "a.b.0", "a.b.4",  "a.b.01", "a.b.x",
        "a.b.1.c", "b", "a..b", "a.b.",  "a.b.-1", "a.b.1x", "a.b.99999999999999999999"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        assert_null(value_at(root, unknown[i]));
    assert_null(value_at(NULL, "a"));
}

static void test_json_is_read_with_its_order_and_kinds(void **state)
{
    const char *json = "{\n  \"z\": \"文\",\n  \"y\": [\n    1,\n    true,\n    null\n  ],\n"
                       "  \"x\": {\n    \"b\": false,\n    \"a\": \"\"\n  }\n}\n";
    const struct value *root = read_json(state, json);
    assert_written(root, json);
    assert_string_equal(root->first->name, "z");
    assert_int_equal(value_at(root, "y.1")->kind, VALUE_NUMBER);
    assert_int_equal(value_at(root, "y.3")->kind, VALUE_NULL);
    assert_written(read_json(state, "\xEF\xBB\xBF[]"), "[]\n");
    assert_written(read_json(state, " \"text\" "), "\"text\"\n");
}

static void test_numbers_keep_their_shortest_form(void **state)
{
    assert_written(read_json(state, "[89.8, 0.1, 89.80, 1.0, -2.50, 0.30000000000000004, 1e22, "
                                    "9007199254740993, -9223372036854775808, 123456789.123456789]"),
                   "[\n  89.8,\n  0.1,\n  89.8,\n  1,\n  -2.5,\n  0.30000000000000004,\n  1e+22,\n"
                   "  9007199254740993,\n  -9223372036854775808,\n  123456789.12345679\n]\n");
}

static void test_what_a_terminal_would_obey_is_escaped(void **state)
{
    struct value *text =
        value_text(*state, NULL, NULL, "\"\\\n\t\x1b[0m\x7f\u202e\u202c\U000e0041\xff");
    assert_written(text, "\"\\\"\\\\\\n\\t\\u001B[0m\\u007F\\u202E\\u202C\\uDB40\\uDC41\uFFFD\"\n");
    struct buffer out = BUFFER_EMPTY;
    value_to_json(&out, text);
    assert_string_equal(read_json(state, out.bytes)->text,
                        "\"\\\n\t\x1b[0m\x7f\u202e\u202c\U000e0041\uFFFD");
    buffer_free(&out);
}

static void test_what_is_not_json_is_refused_with_its_line(void **state)
{
    assert_refused(state, "{\n\"a\": 1,\n\"a\": 2}", "f.json:3: a key stands twice in one object");
    assert_refused(state, "{\n\"a\" 1}", "f.json:2: not JSON: correct this line");
    assert_refused(state, "{\n\"a\": [1,\n", "f.json:3: the file ends too early");
    assert_refused(state, "[\n\"\xff\"]", "f.json:2: not UTF-8");
    assert_refused(state, "[\"\\u0000\"]", "f.json:1: a text holds the character NUL");
    assert_refused(state, "[\n99999999999999999999]", "f.json:2: a number is too large");
    assert_refused(state, "[1e999]", "f.json:1: a number is too large");
    assert_refused(state, "[] []", "f.json:1: not JSON");
    assert_refused(state, "", "f.json:1: ");
    language_set(LANGUAGE_ZH);
    assert_refused(state, "{\n\"a\" 1}", "f.json:2: 不是合格的JSON：请改正此行");
}

static void test_json_that_is_nested_too_deep_is_refused(void **state)
{
    struct buffer json = BUFFER_EMPTY;
    for (int i = 0; i < 64; i++)
        buffer_add(&json, "[\n");
    buffer_add(&json, "\"[[\\\"{\"");
    for (int i = 0; i < 64; i++)
        buffer_add(&json, "]");
    assert_int_equal(read_json(state, json.bytes)->count, 1);
    buffer_cut(&json, 128);
    buffer_add(&json, "[");
    assert_refused(state, json.bytes, "f.json:65: nested deeper than 64: make the data flatter");
    buffer_free(&json);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void test_values_are_named_in_one_walk(void **state)
{
    const struct value *root = read_json(state, "{\"a\": {\"b\": [1, {\"c\": 2}]}, \"d\": 3}");
    const struct value *stranger = read_json(state, "{}");
    static const char *const expected[] = {"d", "a.b.2.c", "d", "a.b", "a.b.1"};
    const struct value *values[6] = {NULL};
    const char *names[7];
    for (size_t i = 0; i < 5; i++)
        values[i] = value_at(root, expected[i]);
    values[5] = stranger;
    value_names(*state, root, values, 6, names);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(names[i], expected[i]);
    assert_null(names[5]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_tree_is_built_and_written_in_its_order),
        TEST(test_a_member_is_found_by_its_name),
        TEST(test_a_value_is_found_by_its_dotted_name),
        TEST(test_json_is_read_with_its_order_and_kinds),
        TEST(test_numbers_keep_their_shortest_form),
        TEST(test_what_a_terminal_would_obey_is_escaped),
        TEST(test_what_is_not_json_is_refused_with_its_line),
        TEST(test_json_that_is_nested_too_deep_is_refused),
        TEST(test_values_are_named_in_one_walk),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
