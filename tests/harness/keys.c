#include "tests/harness/keys.h"

#include "core/buffer.h"
#include "core/text.h"
#include "tests/harness/terminal.h"
#include "tui/keys.h"

#include <stdio.h>

static const struct {
    uint32_t key;
    const char *bytes;
} special[] = {
    {K_UP, SEND_UP},
    {K_DOWN, SEND_DOWN},
    {K_LEFT, SEND_LEFT},
    {K_RIGHT, SEND_RIGHT},
    {K_HOME, SEND_HOME},
    {K_END, SEND_END},
    {K_PAGE_UP, SEND_PAGE_UP},
    {K_PAGE_DOWN, SEND_PAGE_DOWN},
    {K_BACKSPACE, "\177"},
    {K_DELETE, SEND_DELETE},
    {K_BACK_TAB, SEND_BACK_TAB},
    {K_F1, SEND_F1},
    {K_F2, SEND_F2},
    {K_F3, SEND_F3},
    {K_F4, SEND_F4},
    {K_F5, SEND_F5},
    {K_F6, SEND_F6},
    {K_F7, SEND_F7},
    {K_F8, SEND_F8},
    {K_F9, SEND_F9},
    {K_F10, SEND_F10},
    {K_F11, SEND_F11},
    {K_F12, SEND_F12},
};

void key_bytes(uint32_t key, char bytes[KEY_BYTES])
{
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (special[i].key == key)
            buffer_add(&text, special[i].bytes);
    if (key < K_SPECIAL)
        text_add_character(&text, key);
    snprintf(bytes, KEY_BYTES, "%s", text.bytes);
    buffer_free(&text);
}
