/*
 * Changes of a text, each remembered so that it can be taken back and done again.
 *
 *     struct edits edits = EDITS_EMPTY;
 *     edits_change(&edits, &text, &caret, EDIT_TYPED, caret, caret, "四");
 *     edits_change(&edits, &text, &caret, EDIT_TYPED, caret, caret, "平");
 *     edits_undo(&edits, &text, &caret);             // both: they were typed in one go
 *     edits_redo(&edits, &text, &caret);
 *     edits_free(&edits);
 *
 * Nobody else may change the text between. The latest EDITS_MOST steps are remembered.
 */
#ifndef KAOPING_TUI_EDITS_H
#define KAOPING_TUI_EDITS_H

#include "core/buffer.h"

#include <stdbool.h>
#include <stddef.h>

enum { EDITS_MOST = 1000 };

/* Neighbouring changes of the first two kinds make one step, until edits_end_step(). */
enum edit_kind { EDIT_TYPED, EDIT_ERASED, EDIT_WHOLE };

struct edit {
    enum edit_kind kind;
    size_t at;
    struct buffer removed, inserted;
    size_t caret; /* before the change */
};

struct edits {
    struct edit *steps;
    size_t count, room;
    size_t done; /* how many of them are in force: the others were taken back */
    bool open;   /* the last one may grow */
};

#define EDITS_EMPTY ((struct edits){NULL, 0, 0, 0, false})

/* Replaces the bytes from `from` to `to` and puts the caret behind what was put there. */
void edits_change(struct edits *edits, struct buffer *text, size_t *caret, enum edit_kind kind,
                  size_t from, size_t to, const char *with);

/* The next change begins a new step: the caret was moved between. */
void edits_end_step(struct edits *edits);

/* Take the last step back; do again what was taken back. False if there is none. */
bool edits_undo(struct edits *edits, struct buffer *text, size_t *caret);
bool edits_redo(struct edits *edits, struct buffer *text, size_t *caret);

/* Forgets everything. */
void edits_free(struct edits *edits);

#endif
