/*
 * What an xterm sends for a key of tui/keys.h.
 *
 *     char bytes[KEY_BYTES];
 *     key_bytes(K_F8, bytes);
 *     terminal_send(terminal, bytes);
 */
#ifndef KAOPING_TESTS_HARNESS_KEYS_H
#define KAOPING_TESTS_HARNESS_KEYS_H

#include <stdint.h>

enum { KEY_BYTES = 8 };

void key_bytes(uint32_t key, char bytes[KEY_BYTES]);

#endif
