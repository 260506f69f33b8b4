/*
 * Which font a face is set in: the one that the year names, else the offices' own, else a free one
 * of the same kind, else another Chinese font that stands in. And which others give the glyphs that
 * it does not have, in their order.
 *
 *     struct font_choice choice;
 *     font_choose(arena, list, FACE_BODY, "仿宋_GB2312", &choice);
 *     if (choice.count == 0)
 *         ...                                          // no Chinese font is there at all
 *     choice.fonts[0];                                 // the face's own
 */
#ifndef KAOPING_PRINT_FONT_CHOICE_H
#define KAOPING_PRINT_FONT_CHOICE_H

#include "core/print_style.h"
#include "print/font_list.h"

struct arena;

/* What became of the font that the year names. */
enum font_named { NAMED_NONE, NAMED_TAKEN, NAMED_MISSING, NAMED_NOT_CHINESE };

struct font_choice {
    const struct font **fonts; /* the face's own, then those that each add characters */
    size_t count;
    enum font_named named;
    bool of_kind; /* its own is of the face's kind: a 仿宋 for the body */
};

/* `named` is "" where the year names none. Lists live in the arena, fonts in `list`. */
void font_choose(struct arena *arena, struct font_list *list, enum face face, const char *named,
                 struct font_choice *out);

/* What the face is set in by the standard, in the language in force: 仿宋. */
const char *font_kind(enum face face);

#endif
