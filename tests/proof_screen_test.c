/* The list of the proof-reading beside the preview, through a real terminal. */
#include "tests/harness/record.h"
#include "tests/harness/review.h"
#include "tests/harness/terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define TEXT                                                                                                                    \
    "# {{year}}年通报\n\n四平市的环境质量总体良好，各项工作有序推进，群众满意。\n\n{{>part}}\n\n" \
    "工作结束。。\n\n{{#vetoes.any}}甲,乙。{{/vetoes.any}}\n"

static int set_up(void **state)
{
    int failed = review_set_up(state);
    push_file("2020/circular/circular.md", TEXT);
    push_file("2020/circular/part.md", "水质较好,空气较好。\n");
    return failed;
}

static struct terminal *open_proofs(int rows, int columns)
{
    static const char *const environment[] = {"LC_ALL=C.UTF-8", WANG, NULL};
    struct terminal *terminal = open_with(environment, rows, columns);
    press(terminal, SEND_F9, "通报草稿");
    press(terminal, SEND_F4, "> 校对（3）");
    return terminal;
}

static void f4_lists_what_was_found_and_why(void **state)
{
    (void)state;
    struct terminal *terminal = open_proofs(24, 80);
    assert_true(terminal_shows(terminal, "待处理3处，提示0处，已放行0处"));
    assert_true(terminal_shows(terminal, "半角标点"));
    assert_true(terminal_shows(terminal, "标点连用"));
    assert_true(
        terminal_shows(terminal, "circular/circular.md:7: 标点连用：工作结束。。：请只留一个"));
    press(terminal, "jj", "part:1: 中文中使用半角“,”：水质较好,空气较好。：应写，");
    press(terminal, "y", "已发送到终端");
    assert_non_null(strstr(terminal_copied(terminal), "part:1: 中文中使用半角"));
    press(terminal, SEND_F12, "half-width ',' in Chinese text");
    assert_true(terminal_shows(terminal, "proof-reading (3)"));
    quit(terminal);
}

static void enter_goes_to_the_place_in_the_preview(void **state)
{
    (void)state;
    struct terminal *terminal = open_proofs(24, 80);
    press(terminal, "jj", "part:1: 中文中使用半角");
    terminal_send(terminal, "\r");
    assert_true(terminal_hides(terminal, "> 校对"));
    assert_true(terminal_shows(terminal, "水质较好,空气较好。"));
    int row = 0;
    while (row < 24 && !strstr(terminal_row(terminal, row), "水质较好,"))
        row++;
    const int column = 12 + 4 + 8; /* margin, indent, four characters */
    assert_true(terminal_cursor_at(terminal, row, column));
    assert_true(terminal_cell(terminal, row, column).reverse);
    press(terminal, SEND_F4, "> 校对");
    press(terminal, "\033", "通报草稿");
    quit(terminal);
}

static void a_wording_that_is_not_in_the_draft_has_no_place_there(void **state)
{
    (void)state;
    struct terminal *terminal = open_proofs(24, 80);
    press(terminal, "j", "circular.md:9: 中文中使用半角");
    press(terminal, "\r", "circular.md:9：本稿未用此处文字");
    quit(terminal);
}

static void the_list_follows_the_record(void **state)
{
    (void)state;
    struct terminal *terminal = open_proofs(24, 80);
    push_file("2020/circular/part.md", "水质较好，空气较好。\n");
    push_file("2020/circular/circular.md", "# {{year}}年通报\n\n{{>part}}\n");
    press(terminal, SEND_F5, "> 校对（0）");
    assert_true(terminal_shows(terminal, "未发现问题"));
    press(terminal, "\r", "没有可打开的项");
    press(terminal, "y", "没有可复制的内容");
    push_file("2020/circular/circular.md", "# {{year}}年通报\n\n{{#a}}\n");
    press(terminal, SEND_F5, "circular.md:3");
    quit(terminal);
}

static void the_help_names_its_keys(void **state)
{
    (void)state;
    static const char *const environment[] = {"LC_ALL=C.UTF-8", WANG, NULL};
    struct terminal *terminal = open_with(environment, 24, 80);
    press(terminal, SEND_F9, "F4 校对");
    press(terminal, SEND_F1, "F4 p");
    terminal_send(terminal, "\033");
    assert_true(terminal_hides(terminal, "本屏按键"));
    press(terminal, "p", "> 校对");
    quit(terminal);
}

static void the_list_follows_the_size(void **state)
{
    (void)state;
    struct terminal *terminal = open_proofs(16, 60);
    terminal_resize(terminal, 50, 160);
    assert_true(terminal_shows(terminal, "待处理3处"));
    terminal_resize(terminal, 16, 60);
    assert_true(terminal_shows(terminal, "> 校对（3）"));
    quit(terminal);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, review_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(f4_lists_what_was_found_and_why),
        TEST(enter_goes_to_the_place_in_the_preview),
        TEST(a_wording_that_is_not_in_the_draft_has_no_place_there),
        TEST(the_list_follows_the_record),
        TEST(the_help_names_its_keys),
        TEST(the_list_follows_the_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
