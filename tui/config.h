/*
 * The one file of a person's own settings, $XDG_CONFIG_HOME (else ~/.config)/kaoping/config. There
 * need not be any, and the program writes none.
 *
 *     # what it may hold
 *     language = zh
 *     mouse = on
 *     colour.good = cyan bold
 *     key.undo = u 9 F8
 *
 *     struct config config;
 *     config_read(&config);
 *     config_apply(&config);
 *     if (config.mistakes)
 *         say config.first.text
 *
 * A mistake is counted, the first one told with its file, line and remedy, and the rest holds. A
 * key line replaces all keys of its request.
 */
#ifndef KAOPING_TUI_CONFIG_H
#define KAOPING_TUI_CONFIG_H

#include "core/error.h"
#include "tui/keys.h"
#include "tui/terminal.h"

#include <stdbool.h>
#include <stddef.h>

enum { CONFIG_MOST = 64 * 1024 /* bytes of the file */ };

struct config {
    int language; /* enum language; -1 where nothing is said */
    bool mouse;
    struct {
        int line; /* 0: as the program has it */
        struct look look;
    } looks[STYLE_COUNT];
    struct {
        int line;
        uint32_t keys[KEYS_MOST];
    } keys[REQUEST_COUNT];
    size_t mistakes;
    struct error first; /* the first mistake */
};

/* Reads the file; a missing one is an empty one. */
void config_read(struct config *out);

/* The same for the text of a file, `path` being its name in messages. */
void config_read_text(struct config *out, const char *path, const char *text);

/* Gives looks and keys to tui/terminal.h and tui/keys.h. */
void config_apply(const struct config *config);

#endif
