/*
 * A text in lines, by the rules of Chinese composition, on the grid of the page.
 *
 *     struct prose prose;
 *     prose_begin(&prose, arena);
 *     prose_add_block(&prose, node, FACE_BODY, NULL);
 *     const struct lines *lines = lines_new(setter, &prose, &body_setting);
 *     for (size_t i = 0; i < lines->count; i++)
 *         line_draw(&lines->list[i], cairo, x, baseline);
 *     prose_free(&prose);
 *
 * - A full-width character stands in the middle of its cell. A run of letters and digits takes a
 *   whole number of cells (squeezed by at most 3 %), its slack on both sides, so that what follows
 *   is on the grid again. A text of another script is set by its own measures, ragged.
 * - Where a line may end: core/breaking.h. Where closing punctuation does not fit any more, it
 * takes half a cell, and so does as much other punctuation of that line as it needs, the last
 * first; where there is none, the character before it goes to the next line, too.
 * - Where nothing may break, a run is broken between what a reader sees as characters. Nothing
 *   stands outside of the width.
 * - Right-to-left text stands from right to left within its line.
 */
#ifndef KAOPING_PRINT_LINE_H
#define KAOPING_PRINT_LINE_H

#include "print/prose.h"
#include "print/shape.h"

#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>

/* How a text is set; lengths in points. */
struct setting {
    double points; /* the type's size */
    double cell;   /* what a full-width character takes */
    bool grid;     /* runs take whole cells; else their own width */
    double width;  /* of the column */
    double pitch;  /* from line to line; 0 for the page's: a 22nd of the type area */
    double first;  /* indent of the first line, and of each behind a line feed if `again` */
    double rest;   /* of the others */
    bool again;
};

/* Body text: 3号, 28 characters a line, paragraphs indented by two. */
extern const struct setting body_setting;

/* Glyphs of one font; positions from the line's beginning and its baseline. */
struct glyph_run {
    cairo_scaled_font_t *font; /* borrowed: the setter holds it */
    cairo_glyph_t *glyphs;
    int glyph_count;
    const char *text; /* what they say, `size` bytes in `cluster_count` clusters */
    int size;
    cairo_text_cluster_t *clusters;
    int cluster_count;
};

struct line {
    size_t from, to; /* bytes of the text */
    double left;     /* its indent */
    double width;    /* what it takes behind the indent */
    struct glyph_run *runs;
    size_t run_count;
};

struct lines {
    struct line *list;
    size_t count;
    double points; /* the type's size */
    double pitch;  /* from line to line */
    const char *text;
};

/* Sets the prose; a text without characters has no lines. Lives as long as the setter. */
const struct lines *lines_new(struct setter *setter, const struct prose *prose,
                              const struct setting *setting);

/* The same for a text of one face. */
const struct lines *lines_of_text(struct setter *setter, const char *text, enum face face,
                                  const struct setting *setting);

/* The widest line with its indent. */
double lines_width(const struct lines *lines);

/* Draws the line from x, its indent included, in the colour in force. */
void line_draw(const struct line *line, cairo_t *cairo, double x, double baseline);

/* Where the ink of the line is, from its beginning and baseline: y grows downwards. */
struct ink {
    double top, bottom;
};
struct ink line_ink(const struct line *line);

/* From the top of a character's square to the baseline, as a part of the type's size. */
#define ASCENT 0.88

#endif
