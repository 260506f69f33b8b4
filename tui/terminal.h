/*
 * The terminal: curses started and ended, keys in, text out. Nothing else calls curses.
 *
 *     terminal_set_locale();                         // first thing in main, terminal or not
 *     if (terminal_start(&error))
 *         return error.status;
 *     for (;;) {
 *         draw_begin();
 *         draw_text(0, 0, terminal_columns(), STYLE_TITLE, "考评");
 *         draw_cursor(1, 0);
 *         draw_end();
 *         struct terminal_event event = terminal_wait(2000, -1);
 *         if (event.kind == EVENT_HANGUP)
 *             break;                                 // also SIGTERM: save, and end
 *     }
 *     terminal_stop();
 *
 * The terminal is restored however the program ends: exit(), a signal, a crash. From start to stop
 * SIGWINCH, SIGHUP, SIGTERM, SIGINT, SIGTSTP and SIGCONT are blocked but while terminal_wait()
 * waits, so none comes between looking and waiting, and none interrupts a commit. A child process
 * inherits that mask: who starts one unblocks them in the child.
 */
#ifndef KAOPING_TUI_TERMINAL_H
#define KAOPING_TUI_TERMINAL_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a text is, not how it looks. Or'ed with STYLE_BOLD where it is emphasized. */
enum style {
    STYLE_NORMAL,
    STYLE_TITLE,    /* the bar at the top */
    STYLE_HEADING,  /* of a group */
    STYLE_SELECTED, /* the marker of the selected row */
    STYLE_GOOD,     /* met, closed out, done */
    STYLE_BAD,      /* unmet, overdue, an error */
    STYLE_WAITING,  /* undecided, partly */
    STYLE_CHANGED,  /* stale, returned */
    STYLE_LABEL,    /* the name of a field */
    STYLE_DIM,      /* what matters least */
    STYLE_FIGURE,   /* what came from the record, within a text */
    STYLE_CHOSEN,   /* the one of them that the cursor is on */
    STYLE_COUNT,
    STYLE_BOLD = 0x100
};

/* How a style looks: a colour as terminals number the eight basic ones, and what stands out on a
 * terminal without any. */
enum {
    COLOUR_BLACK,
    COLOUR_RED,
    COLOUR_GREEN,
    COLOUR_YELLOW,
    COLOUR_BLUE,
    COLOUR_MAGENTA,
    COLOUR_CYAN,
    COLOUR_WHITE,
    COLOUR_OWN = -1 /* the terminal's own */
};

struct look {
    int colour;
    bool bold, reverse;
};

enum terminal_event_kind {
    EVENT_KEY,
    EVENT_PASTE,   /* a text was pasted: never to be done as keys */
    EVENT_CLICK,   /* of the mouse, in a row and column of the screen */
    EVENT_WHEEL,   /* of the mouse: so many rows down, or up if negative */
    EVENT_RESIZE,  /* or what was on the screen is gone: draw everything */
    EVENT_HANGUP,  /* the terminal went away, or the process was asked to end */
    EVENT_TIMEOUT, /* nothing came */
    EVENT_FILE     /* the file that was waited for can be read */
};

struct terminal_event {
    enum terminal_event_kind kind;
    uint32_t key;      /* of EVENT_KEY: see tui/keys.h */
    const char *paste; /* of EVENT_PASTE, in UTF-8 and not made safe; borrowed until the next wait;
                          NULL if it was larger than 64 KiB */
    int row, column;   /* of EVENT_CLICK */
    int turned;        /* of EVENT_WHEEL */
};

/* Sets LC_CTYPE from the environment, and C.UTF-8 where that can not write Chinese. The other
 * categories stay "C": numbers and orders do not depend on who runs the program. */
void terminal_set_locale(void);

/* Takes the terminal on standard input and output. STATUS_INPUT if there is none, or none that
 * can place its cursor; nothing has changed then. */
enum status terminal_start(struct error *error);

/* Gives a style another look, from the next terminal_start() on. */
void terminal_set_look(enum style style, struct look look);

/* Asks the terminal to report the mouse, or no more; what it selects for copying then needs Shift.
 * Off at the start, and after every end. Returns whether it reports now: not every one can. */
bool terminal_set_mouse(bool on);
bool terminal_mouse(void);

/* Gives it back. May be called twice. */
void terminal_stop(void);

/* Waits for at most `milliseconds` (-1: as long as it takes) for a key, a resize, the end, or for
 * the file descriptor `file` (-1: none) to become readable. */
struct terminal_event terminal_wait(int milliseconds, int file);

/* Stops the process as Ctrl-Z does, and returns when it goes on; draw everything then. */
void terminal_suspend(void);

/* Lend the terminal, as it was before terminal_start(), to a child process, and take it back; draw
 * everything then. */
void terminal_lend(void);
void terminal_take_back(void);

/* Forgets what is on the screen: the next draw_end() writes all of it. */
void terminal_forget(void);

/* Puts a text, made safe, onto the clipboard of the terminal that a person sits at (OSC 52), which
 * may take it or not: nothing comes back. False, with nothing sent, where it is too long. */
enum { TERMINAL_COPY_MOST = 100 * 1024 };
bool terminal_copy(const char *text);

int terminal_rows(void);
int terminal_columns(void);

/* Everything is drawn every time between these two; only what changed is sent. */
void draw_begin(void);
void draw_end(void);

/* Draws at most `columns` columns of the text, made safe, in one row; never half a character, and
 * nothing outside the screen or in its very last cell. Returns how many columns it took. */
int draw_text(int row, int column, int columns, unsigned style, const char *text);

/* Fills `columns` columns with spaces of that style. */
void draw_blank(int row, int column, int columns, unsigned style);

/* Where the real cursor stands after draw_end(): an input method's window follows it. */
void draw_cursor(int row, int column);

#endif
