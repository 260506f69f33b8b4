/*
 * Where the circular's figures stand in the lines that were set: what the proof (print/proof.h)
 * numbers in the margin.
 *
 *     struct figures *figures = figures_new(provenance->figure_count);
 *     figures_mark(page, &marked);                      // the Markdown to be set
 *     prose_add_block(&prose, node, FACE_BODY, figures_track(figures));
 *     lines = lines_new(setter, &prose, &setting);
 *     figures_take(figures, lines, 0, SIZE_MAX);        // of this text
 *     figures_done(figures);                            // of what the track met so far
 *     ...
 *     figures_sort(figures);
 *     const struct figure *first = figures_find(figures, lines, &count);
 *     figures_free(figures);
 *
 * Where nobody asks for a proof, figures are NULL, which all functions but the first two take.
 */
#ifndef KAOPING_PRINT_FIGURES_H
#define KAOPING_PRINT_FIGURES_H

#include "core/page_mark.h"
#include "print/line.h"

#include <stddef.h>

struct figures;

struct figure {
    const struct lines *lines;
    size_t from, to; /* bytes of their text */
    size_t number;   /* of the mark: an index of the provenance's figures */
};

struct figures *figures_new(size_t count);
void figures_free(struct figures *figures);

/* Appends the page's Markdown with markers around its figures (page_mark() of core/page.h). */
void figures_mark(const struct page *page, struct buffer *out);

struct track *figures_track(struct figures *figures);

/* What the track met at the bytes from..to of the text it was told of, which are the text of these
 * lines. */
void figures_take(struct figures *figures, const struct lines *lines, size_t from, size_t to);
void figures_done(struct figures *figures);

/* After all were taken; then those of a text are found, in their order. */
void figures_sort(struct figures *figures);
const struct figure *figures_find(const struct figures *figures, const struct lines *lines,
                                  size_t *count);

#endif
