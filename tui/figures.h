/*
 * The draft of the circular as plain text, its lines, and the figures in it.
 *
 *     struct figures figures = FIGURES_EMPTY;
 *     if (figures_make(&figures, snapshot, &error))        // the text is empty after a failure
 *         ...
 *     figures.list[0].name;                                 // "whole.air.good-days.value"
 *     figures_line(&figures, figures.list[0].from);         // the line on which it begins
 *     figures_free(&figures);
 *
 * It holds no pointer into the snapshot: a figure's name leads to the fact of any later one.
 */
#ifndef KAOPING_TUI_FIGURES_H
#define KAOPING_TUI_FIGURES_H

#include "core/buffer.h"
#include "core/error.h"
#include "core/page.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct snapshot;

enum { FIGURES_NONE = -1 };

struct figure {
    size_t from, to;  /* bytes of the text, over the end of a line where it is parted */
    bool open;        /* marked 【待定】, or in its place */
    bool known;       /* a fact; else a name that there is not */
    const char *name; /* dotted, from the root of the facts; an unknown one as it was written */
    const char *file; /* where the template has it */
    int line;
};

struct figures {
    struct arena *arena;
    struct buffer text;
    size_t *lines; /* where each begins; lines[line_count] is the end of the text */
    size_t line_count;
    struct figure *list; /* those that are seen, in the order of the text */
    size_t count;
    size_t open; /* how many of them are */
};

#define FIGURES_EMPTY ((struct figures){.text = BUFFER_EMPTY})

/* Makes them anew. */
enum status figures_make(struct figures *figures, struct snapshot *snapshot, struct error *error);

void figures_free(struct figures *figures);

/* Where bytes of the draft's Markdown stand in the text; none of it where they are not seen there.
 */
struct page_mark figures_place(struct snapshot *snapshot, struct page_mark markdown);

/* The line that holds the byte. */
size_t figures_line(const struct figures *figures, size_t at);

/* Which of the figures of that name it is, from 0; and the figure of that name and number, or the
 * last one of that name, or FIGURES_NONE. */
size_t figures_occurrence(const struct figures *figures, size_t index);
int figures_find(const struct figures *figures, const char *name, size_t occurrence);

/* Appends the paragraph around the line, without its indents and the ends of its lines. */
void figures_add_paragraph(const struct figures *figures, size_t line, struct buffer *out);

#endif
