/*
 * A text as glyphs: pango chooses the fonts, orders the directions and shapes; here the result is
 * taken apart into atoms, the smallest things that can be set: mostly one character each.
 *
 *     struct atoms atoms;
 *     shape(setter, &prose, from, to, 16, natural, scratch, &atoms);
 *     for (size_t i = 0; i < atoms.count; i++)
 *         use(&atoms.list[i]);
 *
 * Which atoms have a cell of the grid to themselves: characters that are wide to a terminal, and
 * punctuation like “ ” … — · that Chinese fonts have as wide as a character. All others join to
 * runs (words, numbers).
 *
 * A character that no font has is set as its code, 〔U+20BB7〕.
 */
#ifndef KAOPING_PRINT_SHAPE_H
#define KAOPING_PRINT_SHAPE_H

#include "print/faces.h"
#include "print/prose.h"

#include <pango/pango.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* What all setting of a document shares: its faces, and memory in which its lines live. */
struct setter {
    struct faces *faces;
    struct arena *arena;
    PangoFont **fonts; /* held, for glyphs refer to them */
    size_t font_count, font_room;
};

struct setter *setter_new(struct faces *faces);
void setter_free(struct setter *setter); /* takes NULL */

enum atom_kind {
    ATOM_CELL = 1,    /* takes a cell of the grid */
    ATOM_SPACE = 2,   /* is dropped at a line's end */
    ATOM_FREE = 4,    /* a line may begin with it */
    ATOM_JOINED = 8,  /* belongs to what a reader sees as one character with the atom before */
    ATOM_OPENS = 16,  /* punctuation whose left half is empty: （ */
    ATOM_CLOSES = 32, /* punctuation whose right half is empty: 。 */
    ATOM_HALF = 64    /* print/line.c sets it in half a cell */
};

struct atom {
    size_t from, to; /* bytes of the text */
    PangoFont *font;
    const PangoGlyphInfo *glyphs; /* from left to right, in the arena it was shaped into */
    int glyph_count;
    unsigned char level; /* of direction: odd is right to left */
    unsigned kind;       /* of enum atom_kind */
    double width;        /* pt, by its own measure */
};

struct atoms {
    struct atom *list;
    size_t count;
    bool foreign; /* most of it has no cells: the text is of another script */
};

/* Shapes the bytes from..to of the prose, which hold no line feed. */
void shape(struct setter *setter, const struct prose *prose, size_t from, size_t to, double points,
           struct arena *arena, struct atoms *out);

#endif
