#include "tui/edits.h"

#include "core/memory.h"

#include <stdlib.h>
#include <string.h>

static void replace(struct buffer *text, size_t from, size_t to, const char *with)
{
    struct buffer changed = BUFFER_EMPTY;
    buffer_add_bytes(&changed, text->bytes, from);
    buffer_add(&changed, with);
    buffer_add(&changed, text->bytes + to);
    buffer_free(text);
    *text = changed;
}

static void edit_free(struct edit *edit)
{
    buffer_free(&edit->removed);
    buffer_free(&edit->inserted);
}

/* Forgets what was taken back, and the oldest step where there are too many. */
static void make_room(struct edits *edits)
{
    while (edits->count > edits->done)
        edit_free(&edits->steps[--edits->count]);
    if (edits->count == EDITS_MOST) {
        edit_free(&edits->steps[0]);
        edits->done = --edits->count;
        memmove(edits->steps, edits->steps + 1, edits->count * sizeof *edits->steps);
    }
    if (edits->count == edits->room) {
        edits->room = edits->room ? edits->room * 2 : 16;
        edits->steps = memory_resize(edits->steps, edits->room * sizeof *edits->steps);
    }
}

/* Lets the last step grow by the change; false if the change does not continue it. */
static bool grow(struct edits *edits, enum edit_kind kind, size_t from, const char *removed,
                 size_t size, const char *with)
{
    struct edit *last = edits->done ? &edits->steps[edits->done - 1] : NULL;
    if (!edits->open || !last || last->kind != kind || edits->done < edits->count)
        return false;
    if (kind == EDIT_TYPED && size == 0 && from == last->at + last->inserted.size) {
        buffer_add(&last->inserted, with);
        return true;
    }
    if (kind == EDIT_ERASED && (from + size == last->at || from == last->at)) {
        if (from == last->at)
            buffer_add_bytes(&last->removed, removed, size);
        else
            replace(&last->removed, 0, 0, removed);
        last->at = from;
        return true;
    }
    return false;
}

void edits_change(struct edits *edits, struct buffer *text, size_t *caret, enum edit_kind kind,
                  size_t from, size_t to, const char *with)
{
    struct buffer removed = BUFFER_EMPTY;
    buffer_add_bytes(&removed, text->bytes + from, to - from);
    if (grow(edits, kind, from, removed.bytes, removed.size, with)) {
        buffer_free(&removed);
    } else {
        make_room(edits);
        struct edit *edit = &edits->steps[edits->count++];
        *edit = (struct edit){kind, from, removed, BUFFER_EMPTY, *caret};
        buffer_add(&edit->inserted, with);
        edits->done = edits->count;
    }
    edits->open = kind != EDIT_WHOLE;
    replace(text, from, to, with);
    *caret = from + strlen(with);
}

void edits_end_step(struct edits *edits)
{
    edits->open = false;
}

bool edits_undo(struct edits *edits, struct buffer *text, size_t *caret)
{
    if (edits->done == 0)
        return false;
    const struct edit *edit = &edits->steps[--edits->done];
    replace(text, edit->at, edit->at + edit->inserted.size, edit->removed.bytes);
    *caret = edit->caret;
    edits->open = false;
    return true;
}

bool edits_redo(struct edits *edits, struct buffer *text, size_t *caret)
{
    if (edits->done == edits->count)
        return false;
    const struct edit *edit = &edits->steps[edits->done++];
    replace(text, edit->at, edit->at + edit->removed.size, edit->inserted.bytes);
    *caret = edit->at + edit->inserted.size;
    edits->open = false;
    return true;
}

void edits_free(struct edits *edits)
{
    for (size_t i = 0; i < edits->count; i++)
        edit_free(&edits->steps[i]);
    free(edits->steps);
    *edits = EDITS_EMPTY;
}
