/*
 * A line of text under the hands of somebody who writes Chinese, and the prompt around it.
 *
 *     struct editor editor = EDITOR_EMPTY;
 *     editor_set(&editor, "四平市");                  // the caret stands at the end
 *     editor_key(&editor, K_BACKSPACE);              // 四平
 *     struct editor_line line = editor_line(&editor, 20);
 *     use(line.text, line.size, line.caret);
 *     editor_free(&editor);
 *
 * The caret moves by what a reader sees as one character, a base with the combining marks behind
 * it; widths are terminal columns. The text is always valid and safe (core/text.h).
 */
#ifndef KAOPING_TUI_EDITOR_H
#define KAOPING_TUI_EDITOR_H

#include "core/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EDITOR_SIZE = 4096 }; /* bytes that a line may have */

struct editor {
    struct buffer text;
    size_t caret; /* in bytes */
    size_t from;  /* the first byte that is shown */
};

#define EDITOR_EMPTY ((struct editor){BUFFER_EMPTY, 0, 0})

/* What is shown of the text. */
struct editor_line {
    const char *text; /* borrowed until the next change */
    size_t size;      /* in bytes */
    size_t caret;     /* the caret's column from the beginning of what is shown */
};

/* Replaces the text and puts the caret behind it. */
void editor_set(struct editor *editor, const char *text);

/* Applies a key; false if it means nothing here. */
bool editor_key(struct editor *editor, uint32_t key);

/* The part around the caret that fits into `columns` (at least 3). The caret's column is always
 * less than `columns`. */
struct editor_line editor_line(struct editor *editor, size_t columns);

void editor_free(struct editor *editor);

/* An editor with a label that waits for Enter or Esc. */
struct prompt {
    bool open;
    int question; /* the asker's own number for it */
    struct buffer label;
    struct editor editor;
};

#define PROMPT_EMPTY ((struct prompt){false, 0, BUFFER_EMPTY, EDITOR_EMPTY})

enum prompt_result { PROMPT_OPEN, PROMPT_ACCEPTED, PROMPT_CANCELLED, PROMPT_UNUSED };

/* Applies a key. PROMPT_UNUSED: the key means nothing to a prompt. The text stays in the editor
 * until prompt_close(). */
enum prompt_result prompt_key(struct prompt *prompt, uint32_t key);

/* Draws label and text into one row, the real cursor at the caret. */
void prompt_draw(struct prompt *prompt, int row, int columns);

/* Closes it and frees what it holds; a closed prompt may be closed again. */
void prompt_close(struct prompt *prompt);

#endif
