#include "tui/list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* A row for each character; those that are # are headings. */
static size_t count(void *context)
{
    return strlen(*(const char **)context);
}

static bool selectable(void *context, size_t index)
{
    return (*(const char **)context)[index] != '#';
}

static const struct list_rows rows = {.count = count, .selectable = selectable};
static const char *content;

static struct list new_list(const char *text, size_t page)
{
    content = text;
    struct list list = {.rows = &rows, .context = &content};
    list_fit(&list, page);
    return list;
}

static void assert_list(struct list *list, enum request request, size_t cursor, size_t top)
{
    if (request != REQUEST_NONE)
        assert_true(list_handle(list, request));
    assert_int_equal(list->cursor, cursor);
    assert_int_equal(list->top, top);
}

static void the_cursor_passes_over_headings(void **state)
{
    (void)state;
    struct list list = new_list("#ab##c", 10);
    assert_list(&list, REQUEST_NONE, 1, 0);
    assert_list(&list, REQUEST_UP, 1, 0);
    assert_list(&list, REQUEST_DOWN, 2, 0);
    assert_list(&list, REQUEST_DOWN, 5, 0);
    assert_list(&list, REQUEST_DOWN, 5, 0);
    assert_list(&list, REQUEST_UP, 2, 0);
    assert_list(&list, REQUEST_LAST, 5, 0);
    assert_list(&list, REQUEST_FIRST, 1, 0);
    assert_false(list_handle(&list, REQUEST_OPEN));
}

static void at_the_edge_the_page_moves_by_half(void **state)
{
    (void)state;
    struct list list = new_list("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 10);
    for (int i = 0; i < 9; i++)
        assert_true(list_handle(&list, REQUEST_DOWN));
    assert_list(&list, REQUEST_NONE, 9, 0);
    assert_list(&list, REQUEST_DOWN, 10, 6);
    for (int i = 0; i < 4; i++)
        assert_true(list_handle(&list, REQUEST_UP));
    assert_list(&list, REQUEST_NONE, 6, 6);
    assert_list(&list, REQUEST_UP, 5, 0);
}

static void pages_turn_and_stop_at_the_ends(void **state)
{
    (void)state;
    struct list list = new_list("aaaaaaaaaaaaaaaaaaaaaaaaa", 10);
    assert_list(&list, REQUEST_PAGE_DOWN, 10, 10);
    assert_list(&list, REQUEST_PAGE_DOWN, 20, 15);
    assert_list(&list, REQUEST_PAGE_DOWN, 24, 15);
    assert_list(&list, REQUEST_HALF_UP, 19, 10);
    assert_list(&list, REQUEST_PAGE_UP, 9, 0);
    assert_list(&list, REQUEST_PAGE_UP, 0, 0);
    assert_list(&list, REQUEST_HALF_DOWN, 5, 5);
    assert_list(&list, REQUEST_LAST, 24, 15);
}

static void the_first_row_of_a_group_shows_its_heading(void **state)
{
    (void)state;
    struct list list = new_list("#aaaaaaaaaaaaaaaaaaa", 6);
    assert_list(&list, REQUEST_LAST, 19, 14);
    assert_list(&list, REQUEST_FIRST, 1, 0);
}

static void it_follows_rows_that_come_and_go(void **state)
{
    (void)state;
    struct list list = new_list("aaaaaaaaaaaaaaaaaaaa", 5);
    assert_list(&list, REQUEST_LAST, 19, 15);
    content = "aaa";
    list_fit(&list, 5);
    assert_list(&list, REQUEST_NONE, 2, 0);
    assert_true(list_has_selection(&list));
    content = "###";
    list_fit(&list, 5);
    assert_false(list_has_selection(&list));
    content = "";
    list_fit(&list, 5);
    assert_false(list_has_selection(&list));
    assert_list(&list, REQUEST_PAGE_DOWN, 0, 0);
    assert_list(&list, REQUEST_UP, 0, 0);
    list_fit(&list, 0);
}

static void the_cursor_is_always_in_sight(void **state)
{
    (void)state;
    static const enum request moves[] = {
        REQUEST_UP,        REQUEST_DOWN,    REQUEST_PAGE_UP,   REQUEST_DOWN, REQUEST_PAGE_DOWN,
        REQUEST_HALF_DOWN, REQUEST_HALF_UP, REQUEST_HALF_DOWN, REQUEST_LAST, REQUEST_FIRST};
    for (size_t page = 1; page < 9; page++) {
        struct list list = new_list("#a##aa###aaaa#a#aaaaaaa##a#", page);
        unsigned random = 1;
        for (int i = 0; i < 2000; i++) {
            random = random * 1103515245u + 12345u;
            list_handle(&list, moves[(random >> 16) % (sizeof moves / sizeof *moves)]);
            assert_true(list_has_selection(&list));
            assert_in_range(list.cursor, list.top, list.top + page - 1);
            assert_true(list.top + page <= strlen(content));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cursor_passes_over_headings),
        cmocka_unit_test(at_the_edge_the_page_moves_by_half),
        cmocka_unit_test(pages_turn_and_stop_at_the_ends),
        cmocka_unit_test(the_first_row_of_a_group_shows_its_heading),
        cmocka_unit_test(it_follows_rows_that_come_and_go),
        cmocka_unit_test(the_cursor_is_always_in_sight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
