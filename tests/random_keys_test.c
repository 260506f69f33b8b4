/*
 * Random presses in the real program, as two reviewers in turn: keys of the table, characters,
 * pastes, cut sequences, invalid bytes, the mouse, resizes, and now and then a signal. It must
 * never crash, must end with status 0 whenever it is told to, and must leave a sound record.
 *
 *     KAOPING_SEED=7 KAOPING_PRESSES=20000 build/tests/random_keys_test
 *
 * The seed stands on stderr. The same seed presses the same keys, but not at the same microsecond.
 */
#include "tests/harness/keys.h"
#include "tests/harness/record.h"
#include "tests/harness/review.h"
#include "tests/harness/sound.h"
#include "tui/keys.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    PRESSES = 3000, /* some ten seconds */
    SEED = 2020,
    PATIENCE = 4,    /* milliseconds for an answer; some presses have none */
    SIGNAL_IN = 400, /* presses between two signals, on the average */
    LAST = 24        /* presses that are told when it fails */
};

/* ---- chance ---- */

static unsigned long long chance_state;

static unsigned chance(unsigned below)
{
    chance_state ^= chance_state << 13;
    chance_state ^= chance_state >> 7;
    chance_state ^= chance_state << 17;
    return (unsigned)(chance_state >> 33) % below;
}

static unsigned long from_environment(const char *name, unsigned long otherwise)
{
    const char *text = getenv(name);
    return text ? strtoul(text, NULL, 10) : otherwise;
}

/* ---- what is pressed ---- */

struct bytes {
    size_t size;
    char text[128];
};

static struct bytes last[LAST]; /* the latest presses, in a ring */
static size_t pressed;

static struct bytes bytes_of(const char *text)
{
    struct bytes bytes = {.size = strlen(text)};
    memcpy(bytes.text, text, bytes.size);
    return bytes;
}

/* A key of the table, on whichever screen. Leaving comes by other ways often enough. */
static struct bytes any_key(void)
{
    struct bytes bytes = {.size = 0};
    const struct binding *binding;
    enum request request;
    do {
        request = 1 + chance(REQUEST_COUNT - 1);
        binding = keys_binding(request);
    } while (!binding->keys[0] || (request == REQUEST_QUIT && chance(8)));
    int count = 0;
    while (count < KEYS_MOST && binding->keys[count])
        count++;
    key_bytes(binding->keys[chance((unsigned)count)], bytes.text);
    bytes.size = strlen(bytes.text);
    return bytes;
}

/* What reviewers press all day, so that the random walk gets somewhere. */
static struct bytes any_phrase(void)
{
    static const char *const phrases[] = {
        "\r",
        "\r\r",
        "1\r\r",
        "2\r",
        "\t",
        "4\r\r",
        SEND_F6 "\r",
        SEND_F7 "\r",
        SEND_F8 "退\r",
        "9\r",
        SEND_F4 "说明\r",
        SEND_F2 "12.5\r",
        SEND_F3 "1\r",
        "*" SEND_F6,
        "u\r",
        "\033",
        "q",
        SEND_F9 "\t\r",
        SEND_F11 "\r",
        "6文件|evidence/a.pdf\r",
        "7"
        "123\r",
        SEND_F4 SEND_F4,
        "/气\r",
        "\0253\r",
    };
    return bytes_of(phrases[chance(sizeof phrases / sizeof *phrases)]);
}

static struct bytes any_character(void)
{
    static const char override[] = {'\xe2', '\x80', '\xae', '\0'}; /* U+202E */
    static const char *const others[] = {
        "环境",   "。",     "１", "？", "ｙ", "é",   "e\u0301", "👨‍👩‍👧",
        override, "\u200b", "㎡", "垚", "𠀀", "0.5", "-1",      " "};
    if (chance(2))
        return bytes_of(others[chance(sizeof others / sizeof *others)]);
    return (struct bytes){.size = 1, .text = {(char)(1 + chance(126))}};
}

/* Cut sequences, unknown ones, bytes of no encoding, and the mouse wherever it may be. */
static struct bytes any_noise(void)
{
    static const char *const noise[] = {
        "\033[",    "\033O",       "\033[1;",      "\033[200~",  "\033[201~",   "\xe7\x8e",
        "\x8e",     "\xff\xfe",    "\xf0\x9f\x91", "\033]52;c;", "\033P",       "\033[<0;",
        "\033\033", "\033[99;99R", "\033[?1;2c",   "\033[M !!",  "\033[1;5C",   "\033[1;5D",
        "\033\x7f", "\033b",       "\033[3;2~",    "\xc0\x80",   "\xed\xa0\x80"};
    struct bytes bytes = bytes_of(noise[chance(sizeof noise / sizeof *noise)]);
    if (chance(3) == 0) {
        static const unsigned buttons[] = {0, 0, 0, 64, 65, 2, 32};
        unsigned button = buttons[chance(7)], column = 1 + chance(90), row = 1 + chance(30);
        snprintf(bytes.text, sizeof bytes.text, "\033[<%u;%u;%uM\033[<%u;%u;%um", button, column,
                 row, button, column, row);
        bytes.size = strlen(bytes.text);
    } else if (chance(6) == 0) {
        bytes.size = 1 + chance(30);
        for (size_t i = 0; i < bytes.size; i++)
            bytes.text[i] = (char)(1 + chance(255));
    }
    return bytes;
}

static struct bytes any_paste(void)
{
    static const char *const pastes[] = {
        "\033[200~1\r\r\033[201~", "\033[200~沙尘天气\r\n第二行\tab\033[201~",
        "\033[200~\377\001\033[31m\033[201~", "\033[200~89.9\033[201~", "\033[200~\033[201~"};
    return bytes_of(pastes[chance(sizeof pastes / sizeof *pastes)]);
}

static struct bytes any_press(void)
{
    unsigned which = chance(100);
    return which < 45   ? any_key()
           : which < 70 ? any_phrase()
           : which < 85 ? any_character()
           : which < 95 ? any_noise()
                        : any_paste();
}

/* ---- the program under it ---- */

static struct terminal *start(void)
{
    static int times;
    char log[512];
    const char *const wang[] = {WANG}, *const li[] = {LI};
    const char *const *who = times++ % 2 ? li : wang;
    snprintf(log, sizeof log, "log_path=%s/sanitizer", record_folder());
    char address[600], undefined[600];
    snprintf(address, sizeof address, "ASAN_OPTIONS=%s", log);
    snprintf(undefined, sizeof undefined, "UBSAN_OPTIONS=print_stacktrace=1:%s", log);
    /* An editor that gives the text back. */
    const char *const environment[] = {"LC_ALL=C.UTF-8", who[0],    who[1], "EDITOR=true",
                                       address,          undefined, NULL};
    const char *const argv[] = {program_at(), "-C", record_at(), NULL};
    struct terminal *terminal = terminal_open(argv, environment, 24, 80);
    terminal_settle(terminal, 5000);
    return terminal;
}

static void tell_last(void)
{
    for (size_t i = pressed < LAST ? 0 : pressed - LAST; i < pressed; i++) {
        const struct bytes *bytes = &last[i % LAST];
        fprintf(stderr, "press %zu:", i);
        for (size_t b = 0; b < bytes->size; b++)
            fprintf(stderr, bytes->text[b] > ' ' && bytes->text[b] < 127 ? " %c" : " %02x",
                    (unsigned char)bytes->text[b]);
        fputc('\n', stderr);
    }
}

static bool has_ended(struct terminal *terminal, void *context)
{
    (void)context;
    return terminal_ended(terminal);
}

/* With status 0; a signal may kill what has given the terminal back and is about to end anyway. */
static void finish(struct terminal *terminal)
{
    bool ended = terminal_until(terminal, has_ended, NULL);
    bool alternate = terminal_alternate(terminal), mouse = terminal_mouse_on(terminal);
    int status = terminal_finish(terminal);
    if (ended && !alternate && !mouse &&
        (status == 0 || status == 128 + SIGTERM || status == 128 + SIGHUP))
        return;
    tell_last();
    fail_msg("ended with %d after %zu presses%s%s: %s", status, pressed,
             alternate ? ", the terminal not given back" : "", mouse ? ", the mouse on" : "",
             shell("cat sanitizer* 2>/dev/null | head -n 60"));
}

static void kill_off(struct terminal *terminal)
{
    int status = terminal_finish(terminal);
    assert_true(status == 128 + SIGKILL || status == 0); /* it may have left just before */
}

static void resize(struct terminal *terminal)
{
    static const int sizes[][2] = {{24, 80}, {16, 60}, {60, 200}, {50, 120}};
    if (chance(3))
        terminal_resize(terminal, sizes[chance(4)][0], sizes[chance(4)][1]);
    else
        terminal_resize(terminal, 1 + (int)chance(70), 1 + (int)chance(220));
}

static void press_once(struct terminal *terminal)
{
    struct bytes bytes = any_press();
    last[pressed++ % LAST] = bytes;
    if (chance(50) == 0)
        resize(terminal);
    terminal_send_bytes(terminal, bytes.text, bytes.size);
    if (chance(8)) /* else the next one comes at once */
        terminal_settle(terminal, PATIENCE);
}

static void random_presses_leave_a_sound_record(void **state)
{
    (void)state;
    unsigned long seed = from_environment("KAOPING_SEED", SEED);
    unsigned long presses = from_environment("KAOPING_PRESSES", PRESSES);
    static const int signals[] = {SIGTERM, SIGHUP, SIGTERM, SIGKILL};
    int starts = 1;
    char since[SOUND_COMMIT];
    chance_state = seed * 0x9E3779B97F4A7C15 + 1;
    sound_begin(since);
    struct terminal *terminal = start();
    while (pressed < presses) {
        press_once(terminal);
        int signal = chance(SIGNAL_IN) == 0 ? signals[chance(4)] : 0;
        if (signal)
            terminal_signal(terminal, signal);
        if (signal == SIGKILL)
            kill_off(terminal);
        else if (signal || terminal_ended(terminal))
            finish(terminal);
        else
            continue;
        terminal = start();
        starts++;
    }
    terminal_signal(terminal, SIGTERM);
    finish(terminal);
    int commits = sound_check(since);
    fprintf(stderr, "seed %lu: %zu presses, %d starts, %d commits\n", seed, pressed, starts,
            commits);
    assert_true(commits > 0);
}

/* A city more, an inspection and a veto: every kind of item. */
static int set_up(void **state)
{
    int failed = review_set_up(state);
    push_file("2020/checklist/central/category.md",
              "---\nname: 中央督察整改\norder: 2\nfull: 5\nrole: points\nscoring: share\n---\n");
    for (int i = 1; i <= 3; i++) {
        char path[64], text[256];
        snprintf(path, sizeof path, "2020/checklist/central/task-%02d.md", i);
        snprintf(text, sizeof text,
                 "---\nname: 河道垃圾%d\nkind: rectification\norder: %d\napplies: [all]\n"
                 "inspection: central\nnumber: %d\nproblem: 河道堆放垃圾\nmeasures: 清运\n"
                 "deadline: %s\n---\n",
                 i, i, i, i == 1 ? "standing" : "2020-12-31");
        push_file(path, text);
    }
    push_file("2020/checklist/veto/category.md", "---\nname: 否决项\norder: 9\nrole: veto\n---\n");
    push_file("2020/checklist/veto/fraud.md",
              "---\nname: 数据造假\nkind: veto\norder: 1\napplies: [all]\neffect: fail\n---\n");
    push_file("2020/jurisdictions/liaoyuan.md",
              "---\nname: 辽源市\ngovernment: 辽源市政府\nclass: city\norder: 3\n---\n");
    run("status");
    return failed;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(random_presses_leave_a_sound_record, set_up,
                                        review_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
