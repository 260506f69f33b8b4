/*
 * The person's own editor, for a text that is long: $VISUAL, else $EDITOR.
 *
 *     struct buffer text = …;
 *     if (external_edit(&text, NOTE_MOST, &error))
 *         loop_say_error(&error);                    // the text is as it was
 *
 * The command's words are parted by white space, with '…', "…" and \ as a shell has them, and run
 * without a shell, on a file that nobody else may read. Whatever the editor does, the text is
 * either its whole result or what it was; a result that was not taken stays in its file, and the
 * error names it. The terminal is lent meanwhile (tui/terminal.h); draw everything afterwards.
 */
#ifndef KAOPING_TUI_EXTERNAL_H
#define KAOPING_TUI_EXTERNAL_H

#include "core/error.h"

#include <stddef.h>

struct arena;
struct buffer;

/* Returns when the editor has ended. STATUS_INPUT where none is set or its command has a quote
 * without end; STATUS_NO where it failed, or its result is no text of at most `most` bytes in
 * UTF-8; STATUS_FAILED where there is no place for the file. */
enum status external_edit(struct buffer *text, size_t most, struct error *error);

/* The words of a command, ended with NULL; NULL if a quote has no end, or there is no word. */
char **external_words(struct arena *arena, const char *command);

#endif
