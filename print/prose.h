/*
 * A text to be set: what it says, and in which typeface each stretch of it stands.
 *
 *     struct prose prose;
 *     prose_begin(&prose, arena);
 *     prose_add(&prose, "附件：", FACE_BODY);
 *     prose_add_block(&prose, node, FACE_BODY, NULL);
 *     lines = lines_new(setter, &prose, &setting);          // print/line.h
 *
 * Official prose tells by typefaces: *emphasis* is 楷体, **strong** 黑体.
 */
#ifndef KAOPING_PRINT_PROSE_H
#define KAOPING_PRINT_PROSE_H

#include "core/buffer.h"
#include "core/print_style.h"

#include <cmark-gfm.h>

struct arena;
struct track;

/* The bytes up to `to`, from the end of the stretch before. */
struct stretch {
    size_t to;
    enum face face;
};

struct prose {
    struct arena *arena;  /* in which the stretches live */
    struct buffer buffer; /* until the prose is freed */
    struct stretch *stretches;
    size_t count, room;
};

void prose_begin(struct prose *prose, struct arena *arena);
void prose_free(struct prose *prose);

/* Appends a text as it is; unsafe characters are left out. */
void prose_add(struct prose *prose, const char *text, enum face face);

/* Appends the text of a block's inline content, as part_add_text() (core/page_part.h) does, with
 * its hard line breaks as line feeds. `track` (core/page_mark.h) may be NULL. */
void prose_add_block(struct prose *prose, cmark_node *block, enum face face, struct track *track);

/* Appends verbatim what a code block says: its lines, and the spaces at their beginnings. */
void prose_add_code(struct prose *prose, const char *code, enum face face);

#endif
