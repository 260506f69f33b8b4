#include "print/prose.h"

#include "core/memory.h"
#include "core/page_part.h"

#include <string.h>

void prose_begin(struct prose *prose, struct arena *arena)
{
    enum { FIRST = 8 };
    *prose = (struct prose){.arena = arena,
                            .buffer = BUFFER_EMPTY,
                            .stretches = arena_array(arena, FIRST, sizeof *prose->stretches),
                            .room = FIRST};
}

void prose_free(struct prose *prose)
{
    buffer_free(&prose->buffer);
}

static void grow(struct prose *prose)
{
    if (prose->count < prose->room)
        return;
    struct stretch *stretches = arena_array(prose->arena, 2 * prose->room, sizeof *stretches);
    memcpy(stretches, prose->stretches, prose->count * sizeof *stretches);
    prose->stretches = stretches;
    prose->room *= 2;
}

/* What was written since the last stretch is of this face. */
static void end_stretch(struct prose *prose, enum face face)
{
    struct stretch *last = prose->count ? &prose->stretches[prose->count - 1] : NULL;
    if (prose->buffer.size == (last ? last->to : 0))
        return;
    if (last && last->face == face) {
        last->to = prose->buffer.size;
        return;
    }
    grow(prose);
    prose->stretches[prose->count++] = (struct stretch){prose->buffer.size, face};
}

void prose_add(struct prose *prose, const char *text, enum face face)
{
    struct pen pen = {.out = &prose->buffer, .verbatim = true};
    pen_write(&pen, text);
    end_stretch(prose, face);
}

void prose_add_code(struct prose *prose, const char *code, enum face face)
{
    prose_add(prose, code, face);
    if (prose->buffer.size && prose->buffer.bytes[prose->buffer.size - 1] == '\n')
        buffer_cut(&prose->buffer, prose->buffer.size - 1);
    if (prose->count)
        prose->stretches[prose->count - 1].to = prose->buffer.size;
}

/* The spaces and line feeds that nobody sees, as part_add_text() cuts them. */
static void cut_end(struct prose *prose, size_t from)
{
    static const char wide_space[] = "\u3000";
    struct buffer *text = &prose->buffer;
    for (size_t size;; buffer_cut(text, text->size - size)) {
        size_t left = text->size - from;
        const char *end = text->bytes + text->size;
        bool wide = left >= strlen(wide_space) &&
                    memcmp(end - strlen(wide_space), wide_space, strlen(wide_space)) == 0;
        size = wide ? strlen(wide_space) : left && (end[-1] == ' ' || end[-1] == '\n');
        if (!size)
            break;
    }
    while (prose->count > 1 && prose->stretches[prose->count - 2].to >= text->size)
        prose->count--;
    if (prose->count)
        prose->stretches[prose->count - 1].to = text->size;
}

void prose_add_block(struct prose *prose, cmark_node *block, enum face face, struct track *track)
{
    struct pen pen = {.out = &prose->buffer, .track = track};
    size_t from = prose->buffer.size, emphasis = 0, strong = 0;
    cmark_iter *iter = cmark_iter_new(block);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        bool enter = event == CMARK_EVENT_ENTER;
        if (enter)
            pen_write_node(&pen, node);
        end_stretch(prose, strong ? FACE_HEI : emphasis ? FACE_KAI : face);
        if (type == CMARK_NODE_EMPH)
            emphasis += enter ? 1 : (size_t)-1;
        if (type == CMARK_NODE_STRONG)
            strong += enter ? 1 : (size_t)-1;
    }
    cmark_iter_free(iter);
    cut_end(prose, from);
}
