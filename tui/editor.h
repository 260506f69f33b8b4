/*
 * A text under the hands of somebody who writes Chinese: one line, or several.
 *
 *     struct editor editor = EDITOR_EMPTY;
 *     editor_set(&editor, "四平市");                  // the caret stands at the end
 *     editor_key(&editor, K_BACKSPACE);              // 四平
 *     editor_insert(&editor, "的空气质量");            // what was pasted
 *     editor_key(&editor, K_CTRL_UNDERSCORE);        // taken back at once
 *     struct editor_line line = editor_line(&editor, 20);
 *     use(line.text, line.size, line.caret);
 *     editor_free(&editor);
 *
 * The caret moves by what a reader sees as one character (core/cluster.h); widths are terminal
 * columns. The text is always valid and safe (core/text.h) and never longer than it may be. In one
 * line a line feed is a space. Where a text of several lines is wrapped is for its screen to say
 * (tui/text_view.h): up, down, home and end by rows are not known here.
 *
 *     Left Right  Home Ctrl-A  End Ctrl-E        Ctrl-Left Alt-b, Ctrl-Right Alt-f: by words
 *     Backspace  Del Ctrl-D  Ctrl-W Alt-Backspace: word before  Alt-d: word behind
 *     Ctrl-U, Ctrl-K: to the line's beginning, end     Ctrl-Y: puts back what the last four took
 *     Ctrl-_: takes back  Ctrl-R: does again
 *
 * A word is what a break of sense ends: a Chinese sentence goes by its punctuation.
 */
#ifndef KAOPING_TUI_EDITOR_H
#define KAOPING_TUI_EDITOR_H

#include "core/buffer.h"
#include "tui/edits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EDITOR_SIZE = 4096 }; /* bytes that a line may have */

struct editor {
    bool lines;  /* several */
    size_t most; /* bytes that the text may have */
    struct buffer text;
    size_t caret; /* in bytes */
    size_t from;  /* the first byte that is shown, of one line */
    bool full;    /* what came last found no room, and nothing was changed */
    struct edits edits;
    struct buffer killed;
    bool killing; /* what is killed next joins what was killed last */
};

#define EDITOR_OF(lines, most) \
    ((struct editor){lines, most, BUFFER_EMPTY, 0, 0, false, EDITS_EMPTY, BUFFER_EMPTY, false})
#define EDITOR_EMPTY EDITOR_OF(false, EDITOR_SIZE)

/* What is shown of one line. */
struct editor_line {
    const char *text; /* borrowed until the next change */
    size_t size;      /* in bytes */
    size_t caret;     /* the caret's column from the beginning of what is shown */
};

/* Begins with the text, cut where it is too long, and the caret behind it. */
void editor_set(struct editor *editor, const char *text);

/* Applies a key; false if it means nothing here. */
bool editor_key(struct editor *editor, uint32_t key);

/* Puts a text in at the caret, or in the place of the whole text, as one step to take back. False,
 * and `full` set, if it is too long. */
bool editor_insert(struct editor *editor, const char *text);
bool editor_replace(struct editor *editor, const char *text);

/* Moves the caret. */
void editor_move(struct editor *editor, size_t caret);

/* The beginning and the end of the caret's line. */
size_t editor_line_begin(const struct editor *editor);
size_t editor_line_end(const struct editor *editor);

/* The part around the caret that fits into `columns` (at least 3). The caret's column is always
 * less than `columns`. */
struct editor_line editor_line(struct editor *editor, size_t columns);

void editor_free(struct editor *editor);

/* An editor with a label that waits for Enter or Esc. */
struct prompt {
    bool open;
    bool fresh; /* what stands there is a proposal: the first character that is typed replaces it */
    int question; /* the asker's own number for it */
    struct buffer label;
    struct editor editor;
};

#define PROMPT_EMPTY ((struct prompt){false, false, 0, BUFFER_EMPTY, EDITOR_EMPTY})

enum prompt_result { PROMPT_OPEN, PROMPT_ACCEPTED, PROMPT_CANCELLED, PROMPT_UNUSED };

/* Applies a key. PROMPT_UNUSED: the key means nothing to a prompt. The text stays in the editor
 * until prompt_close(). */
enum prompt_result prompt_key(struct prompt *prompt, uint32_t key);

/* Draws label and text into one row, the real cursor at the caret. */
void prompt_draw(struct prompt *prompt, int row, int columns);

/* Closes it and frees what it holds; a closed prompt may be closed again. */
void prompt_close(struct prompt *prompt);

#endif
