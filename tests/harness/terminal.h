/*
 * A terminal for tests: a real pty with libvterm as the screen. Tests wait for a text; none sleeps.
 *
 *     const char *const argv[] = {program, "-C", record, NULL};
 *     const char *const more[] = {"LANG=C.UTF-8", NULL};
 *     struct terminal *terminal = terminal_open(argv, more, 24, 80);
 *     assert_true(terminal_shows(terminal, "总览"));
 *     terminal_send(terminal, "\r");
 *     assert_string_equal(terminal_row(terminal, 0), " 总览 > 四平市");
 *     terminal_send(terminal, KEY_F10);
 *     assert_int_equal(terminal_finish(terminal), 0);
 *
 * The environment is PATH, HOME, TERM=xterm-256color and what the test gives. Everything waits for
 * at most TERMINAL_SECONDS. Returned texts are borrowed until the next call for the same terminal.
 */
#ifndef KAOPING_TESTS_HARNESS_TERMINAL_H
#define KAOPING_TESTS_HARNESS_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

enum { TERMINAL_SECONDS = 20 };

/* What an xterm sends. */
#define SEND_UP "\033OA"
#define SEND_DOWN "\033OB"
#define SEND_RIGHT "\033OC"
#define SEND_LEFT "\033OD"
#define SEND_HOME "\033OH"
#define SEND_END "\033OF"
#define SEND_PAGE_UP "\033[5~"
#define SEND_PAGE_DOWN "\033[6~"
#define SEND_DELETE "\033[3~"
#define SEND_BACK_TAB "\033[Z"
#define SEND_F1 "\033OP"
#define SEND_F2 "\033OQ"
#define SEND_F3 "\033OR"
#define SEND_F4 "\033OS"
#define SEND_F5 "\033[15~"
#define SEND_F6 "\033[17~"
#define SEND_F7 "\033[18~"
#define SEND_F8 "\033[19~"
#define SEND_F9 "\033[20~"
#define SEND_F10 "\033[21~"
#define SEND_F11 "\033[23~"
#define SEND_F12 "\033[24~"

struct terminal;

struct terminal_cell {
    char text[32]; /* in UTF-8; "" is blank, or the right half of a wide character */
    int width;
    bool bold, reverse, underline;
    int colour; /* 0 to 255; -1 is the terminal's own */
};

/* Starts a program, found through PATH; both lists end with NULL. Ends the test if it can not. */
struct terminal *terminal_open(const char *const argv[], const char *const environment[], int rows,
                               int columns);

void terminal_send(struct terminal *terminal, const char *bytes);
void terminal_send_bytes(struct terminal *terminal, const char *bytes, size_t size);

/* Pastes as a terminal does: in brackets where the program asked for them. */
void terminal_paste(struct terminal *terminal, const char *text);

/* Waits until the text stands in one row of the screen, until it stands there no more, or until a
 * condition holds. False, with the screen on stderr, if the time is over or the program ended. */
bool terminal_shows(struct terminal *terminal, const char *text);
bool terminal_hides(struct terminal *terminal, const char *text);
bool terminal_until(struct terminal *terminal,
                    bool (*condition)(struct terminal *terminal, void *context), void *context);

/* The same for a whole row, and for the cursor's place: a screen may come in several reads, so what
 * follows a text is waited for too. */
bool terminal_row_is(struct terminal *terminal, int row, const char *text);
bool terminal_cursor_at(struct terminal *terminal, int row, int column);

/* Whether the text stands in one row now, as far as the screen was read. */
bool terminal_has(struct terminal *terminal, const char *text);

/* A row from 0, without the blanks at its end, and all rows, each ended with a line feed. */
const char *terminal_row(struct terminal *terminal, int row);
const char *terminal_screen(struct terminal *terminal);
struct terminal_cell terminal_cell(struct terminal *terminal, int row, int column);
/* Whether the cursor is visible; and whether the program has the alternate screen. */
bool terminal_cursor_visible(struct terminal *terminal);
bool terminal_alternate(struct terminal *terminal);

/* Whether the program asked for the mouse. */
bool terminal_mouse_on(struct terminal *terminal);

/* Changes the size; the program gets SIGWINCH from the kernel. */
void terminal_resize(struct terminal *terminal, int rows, int columns);

void terminal_signal(struct terminal *terminal, int signal);
int terminal_process(struct terminal *terminal);

/* What the program copied last to the terminal's clipboard; "" for nothing. */
const char *terminal_copied(struct terminal *terminal);

/* Bytes that the program has written. */
size_t terminal_bytes(struct terminal *terminal);

/* Reads for so long, whatever comes, and returns how many bytes did: what idling costs. */
size_t terminal_idle(struct terminal *terminal, int milliseconds);

/* Reads until nothing came for so long, and returns how many bytes did: what a key costs. */
size_t terminal_quiet(struct terminal *terminal, int quiet);

/* When the last bytes came, in milliseconds of the monotonic clock; 0 if none did. */
double terminal_read_at(struct terminal *terminal);

/* Waits for an answer to what was sent, at most so long (not everything has one), and reads it until
 * nothing more comes for a millisecond or two. */
void terminal_settle(struct terminal *terminal, int milliseconds);

/* Whether the program has closed its terminal, as far as was read. */
bool terminal_ended(struct terminal *terminal);

/* Closes the terminal under the program, as a lost line does. */
void terminal_hang_up(struct terminal *terminal);

/* Waits for the end, frees the terminal, and returns the exit status, or 128 and the signal. A
 * program that does not end is killed and gives -1. */
int terminal_finish(struct terminal *terminal);

#endif
