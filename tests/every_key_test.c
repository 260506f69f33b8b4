/*
 * Every key of the table on every screen: none ends the program that should not, and each does
 * something or says why not, which is never that it is unknown there.
 */
#include "tests/harness/keys.h"
#include "tests/harness/record.h"
#include "tests/harness/review.h"
#include "tui/keys.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* How a screen is reached from the start, and a text that stands on it alone. */
static const struct way {
    enum screen_id screen;
    const char *keys[4], *shown[4];
} ways[] = {
    {SCREEN_OVERVIEW, {NULL}, {NULL}},
    {SCREEN_CHECKLIST, {"\r"}, {"[0全部]"}},
    {SCREEN_ITEM, {"\r", "\r"}, {"[0全部]", "1 完成  2 部分完成"}},
    {SCREEN_TEXT, {"\r", "\r", SEND_F4}, {"[0全部]", "1 完成  2 部分完成", "写完"}},
    {SCREEN_BATCH, {"\r", "*", SEND_F6}, {"[0全部]", "已标记", "> 批量评定"}},
    {SCREEN_TICKS, {"\r", "G\r", "7"}, {"[0全部]", "1 已销号", "> 销号条件"}},
    {SCREEN_HISTORY, {SEND_F11}, {"> 历史"}},
    {SCREEN_CHANGE, {SEND_F11, "\r"}, {"> 历史", "提交  "}},
    {SCREEN_RANKING, {SEND_F8}, {"> 排名"}},
    {SCREEN_CIRCULAR, {SEND_F9}, {"通报"}},
    {SCREEN_TRACE, {SEND_F9, "\t", "\r"}, {"通报", "siping.air", "依据"}},
    {SCREEN_STOPS, {SEND_F9, SEND_F3}, {"通报", "> 待办"}},
    {SCREEN_PROOF, {SEND_F9, SEND_F4}, {"通报", "> 校对"}},
    {SCREEN_HELP, {SEND_F1}, {"本屏按键"}},
};

enum { WAYS = sizeof ways / sizeof *ways };

static int set_up(void **state)
{
    int failed = review_set_up(state);
    push_file("2020/checklist/central/category.md",
              "---\nname: 中央督察整改\norder: 2\nfull: 5\nrole: points\nscoring: share\n---\n");
    push_file("2020/checklist/central/task-01.md",
              "---\nname: 河道垃圾\nkind: rectification\norder: 1\napplies: [siping]\n"
              "inspection: central\nnumber: 1\nproblem: 河道堆放垃圾\n"
              "deadline: standing\n---\n");
    return failed;
}

/* Each time as for the first time: where the last one left off is another folder's. */
static struct terminal *go(const struct way *way)
{
    static int times;
    char state[512];
    snprintf(state, sizeof state, "XDG_STATE_HOME=%s/state%d", record_folder(), times++);
    const char *const environment[] = {"LC_ALL=C.UTF-8", WANG, state, NULL};
    struct terminal *terminal = open_with(environment, 24, 80);
    for (size_t i = 0; i < 4 && way->keys[i]; i++)
        press(terminal, way->keys[i], way->shown[i]);
    return terminal;
}

/* Ctrl-Z stops the whole job, and what ends the program is not asked again. */
static bool ends(enum request request, uint32_t key)
{
    return request == REQUEST_SUSPEND || request == REQUEST_QUIT || key == K_CTRL_C;
}

static void press_key(const struct way *way, enum request request, uint32_t key)
{
    char bytes[KEY_BYTES];
    struct terminal *terminal = go(way);
    key_bytes(key, bytes);
    terminal_send(terminal, bytes);
    terminal_idle(terminal, 40); /* an Esc is known by nothing following it for 25 */
    terminal_send(terminal, SEND_F5);
    terminal_idle(terminal, 10);
    if (terminal_has(terminal, "无作用") || kill(terminal_process(terminal), 0))
        fail_msg("screen %d, request %d (%s), key %x:\n%s", way->screen, request,
                 keys_text(request), (unsigned)key, terminal_screen(terminal));
    terminal_signal(terminal, SIGTERM);
    int status = terminal_finish(terminal);
    if (status)
        fail_msg("screen %d, request %d (%s), key %x: ended with %d", way->screen, request,
                 keys_text(request), (unsigned)key, status);
}

static void every_key_means_something_on_its_screens(void **state)
{
    (void)state;
    for (size_t i = 0; i < WAYS; i++)
        for (enum request request = 1; request < REQUEST_COUNT; request++) {
            const struct binding *binding = keys_binding(request);
            for (int k = 0; k < KEYS_MOST && binding->keys[k]; k++)
                if (binding->screens & ways[i].screen && !ends(request, binding->keys[k]))
                    press_key(&ways[i], request, binding->keys[k]);
        }
}

static void a_key_of_another_screen_says_that_it_does_nothing(void **state)
{
    (void)state;
    struct terminal *terminal = go(&ways[0]);
    press(terminal, "w", "w键无作用；按F1看按键");
    press(terminal, "\r", "[0全部]");
    press(terminal, "w", "w键无作用；按F1看按键");
    quit(terminal);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, review_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_key_means_something_on_its_screens),
        TEST(a_key_of_another_screen_says_that_it_does_nothing),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
