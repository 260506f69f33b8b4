/*
 * Keys as the terminal sends them, decoded one by one; a part of tui/terminal.c.
 *
 *     input_start();                                 // curses runs
 *     if (input_read(&key) == INPUT_KEY)
 *         …
 *
 * curses knows the special keys; characters are decoded here, because its own decoder swallows the
 * keys behind an invalid byte. An unknown escape sequence is passed over whole, also one that comes
 * in parts: read as Esc and digits it would leave the screen and decide something. For the same
 * reason a letter that comes at once with an Esc is K_ALT and that letter.
 */
#ifndef KAOPING_TUI_INPUT_H
#define KAOPING_TUI_INPUT_H

#include <stdint.h>

enum input_result {
    INPUT_KEY,
    INPUT_PASTE,  /* a bracketed paste is whole */
    INPUT_PART,   /* bytes came, but nothing whole yet */
    INPUT_NOTHING /* no bytes are waiting */
};

void input_start(void);

/* The next key of tui/keys.h that is waiting, or a paste; never waits for one, but up to 25 ms for
 * the rest of an escape sequence. */
enum input_result input_read(uint32_t *key);

/* What was pasted, in UTF-8, with line feeds, neither made safe nor free of controls; borrowed
 * until the next reading. NULL if it was larger than 64 KiB. */
const char *input_paste(void);

/* Milliseconds after which a paste whose end does not come is over: to call input_read() then. -1
 * where none is under way. */
int input_patience(void);

#endif
