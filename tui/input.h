/*
 * Keys as the terminal sends them, decoded one by one; a part of tui/terminal.c.
 *
 *     input_start();                                 // curses runs
 *     if (input_read(&key) == INPUT_KEY)
 *         …
 *
 * curses knows the special keys; characters are decoded here, because its own decoder swallows the
 * keys behind an invalid byte. An unknown escape sequence is passed over whole: read as Esc and
 * digits it would leave the screen and decide something.
 */
#ifndef KAOPING_TUI_INPUT_H
#define KAOPING_TUI_INPUT_H

#include <stdint.h>

enum input_result {
    INPUT_KEY,
    INPUT_PART,   /* bytes came, but no key yet */
    INPUT_NOTHING /* no bytes are waiting */
};

void input_start(void);

/* The next key of tui/keys.h that is waiting; never waits for one, but up to 25 ms for the rest of
 * an escape sequence. */
enum input_result input_read(uint32_t *key);

#endif
