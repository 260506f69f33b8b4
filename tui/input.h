/*
 * Keys as the terminal sends them, decoded one by one; a part of tui/terminal.c.
 *
 *     input_start();                                 // curses runs
 *     if (input_read(&event) == INPUT_EVENT)        // a key, or what the mouse did
 *         …
 *
 * curses knows the special keys; characters are decoded here, because its own decoder swallows the
 * keys behind an invalid byte. An unknown escape sequence is passed over whole, also one that comes
 * in parts: read as Esc and digits it would leave the screen and decide something. What the mouse
 * sends is decoded here too: curses would wait for all of it, deaf to every signal. For the same
 * reason a letter that comes at once with an Esc is K_ALT and that letter.
 */
#ifndef KAOPING_TUI_INPUT_H
#define KAOPING_TUI_INPUT_H

#include "tui/terminal.h"

enum input_result {
    INPUT_EVENT,
    INPUT_PART,   /* bytes came, but nothing whole yet */
    INPUT_NOTHING /* no bytes are waiting */
};

void input_start(void);

/* The next key, paste, click or turn of the wheel that is waiting; never waits for one, but up to
 * 25 ms for the rest of an escape sequence. *event changes with INPUT_EVENT alone. */
enum input_result input_read(struct terminal_event *event);

/* Milliseconds after which a paste whose end does not come is over: to call input_read() then. -1
 * where none is under way. */
int input_patience(void);

#endif
