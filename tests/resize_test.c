/*
 * Resize storms: on every screen, sizes from 1×1 to 250×80 as fast as they can be set, while keys
 * come. None is lost: what is drawn at last is the last size.
 */
#include "tests/harness/record.h"
#include "tests/harness/review.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { RESIZES = 300, BETWEEN_CHECKS = 30, ROWS_MOST = 80, COLUMNS_MOST = 250 };
enum { LEAST_ROWS = 16, LEAST_COLUMNS = 60, TOLD_COLUMNS = 30 };

static const struct way {
    const char *keys[4], *shown[4];
    const char *pressed; /* while the storm goes on */
} ways[] = {
    {{NULL}, {NULL}, SEND_DOWN},
    {{"\r"}, {"[0全部]"}, SEND_DOWN},
    {{"\r", "\r"}, {"[0全部]", "1 完成  2 部分完成"}, SEND_PAGE_DOWN},
    {{"\r", "\r", "2"}, {"[0全部]", "1 完成", "数值（%）："}, "5"},
    {{"\r", "\r", SEND_F4}, {"[0全部]", "1 完成", "写完"}, "沙尘天气 "},
    {{"\r", "*", SEND_F6}, {"[0全部]", "已标记", "> 批量评定"}, SEND_DOWN},
    {{SEND_F11}, {"> 历史"}, SEND_PAGE_DOWN},
    {{SEND_F11, "\r"}, {"> 历史", "提交  "}, SEND_DOWN},
    {{SEND_F8}, {"> 排名"}, SEND_DOWN},
    {{SEND_F9}, {"通报"}, "\t"},
    {{SEND_F9, "\t", "\r"}, {"通报", "siping.air", "依据"}, SEND_DOWN},
    {{SEND_F9, SEND_F3}, {"通报", "> 待办"}, SEND_DOWN},
    {{SEND_F1}, {"本屏按键"}, SEND_PAGE_DOWN},
};

enum { WAYS = sizeof ways / sizeof *ways };

struct size {
    int rows, columns;
};

static int below(int most)
{
    static unsigned state = 2020;
    state = state * 1103515245U + 12345U;
    return (int)(state >> 16) % most;
}

/* Whether the last size is what is drawn: the bar and the hints reach its edges, or the line says
 * how large it is, as far as there is room for that. */
static bool is_drawn(struct terminal *terminal, void *context)
{
    const struct size *size = context;
    char line[128];
    if (size->rows >= LEAST_ROWS && size->columns >= LEAST_COLUMNS)
        return terminal_cell(terminal, 0, size->columns - 1).reverse &&
               strstr(terminal_row(terminal, size->rows - 1), "F1 帮助");
    snprintf(line, sizeof line, "窗口%dx%d太小，至少60x16", size->columns, size->rows);
    const char *row = terminal_row(terminal, 0);
    return size->columns >= TOLD_COLUMNS ? strcmp(row, line) == 0
                                         : strncmp(row, line, strlen(row)) == 0;
}

static void storm(struct terminal *terminal, const struct way *way)
{
    for (int i = 1; i <= RESIZES; i++) {
        bool last = i == RESIZES;
        struct size size = {last ? 24 : 1 + below(ROWS_MOST), last ? 80 : 1 + below(COLUMNS_MOST)};
        terminal_resize(terminal, size.rows, size.columns);
        if (below(4) == 0)
            terminal_send(terminal, way->pressed);
        terminal_settle(terminal, 0);
        if (i % BETWEEN_CHECKS == 0 && !terminal_until(terminal, is_drawn, &size))
            fail_msg("screen %d, resize %d: %dx%d is not drawn", (int)(way - ways), i, size.columns,
                     size.rows);
    }
}

static void a_storm_of_resizes_ends_with_the_last_size(void **state)
{
    (void)state;
    for (const struct way *way = ways; way < ways + WAYS; way++) {
        char home[512];
        snprintf(home, sizeof home, "XDG_STATE_HOME=%s/state%d", record_folder(),
                 (int)(way - ways));
        const char *const environment[] = {"LC_ALL=C.UTF-8", WANG, home, NULL};
        struct terminal *terminal = open_with(environment, 24, 80);
        for (size_t i = 0; i < 4 && way->keys[i]; i++)
            press(terminal, way->keys[i], way->shown[i]);
        storm(terminal, way);
        terminal_signal(terminal, SIGTERM);
        assert_int_equal(terminal_finish(terminal), 0);
    }
}

/* Nobody decides what nobody sees. */
static void what_is_pressed_while_it_is_too_small_does_nothing(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, SEND_F6, "评定：完成 89.9% 得4分");
    terminal_resize(terminal, 10, 40);
    assert_true(terminal_row_is(terminal, 0, "窗口40x10太小，至少60x16"));
    terminal_send(terminal, "\r\r");
    terminal_idle(terminal, 50); /* until they have been read: they show nothing */
    terminal_resize(terminal, 24, 80);
    assert_true(terminal_shows(terminal, "[1 完成]"));
    press(terminal, "\033", "已放弃，未保存");
    quit(terminal);
    assert_last_commit("%(trailers:key=Verdict,valueonly,separator=)", "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, review_set_up, review_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_storm_of_resizes_ends_with_the_last_size),
        TEST(what_is_pressed_while_it_is_too_small_does_nothing),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
