/*
 * The circular's parts, in their order, onto the pages: core/page_part.h says what a part is,
 * GB/T 9704-2012 where it stands.
 */
#ifndef KAOPING_PRINT_COMPOSE_H
#define KAOPING_PRINT_COMPOSE_H

#include "core/print_job.h"
#include "print/sheet.h"

struct figures;

struct compose {
    const struct print_job *job;
    struct sheet *sheet;
    struct arena *arena;        /* for as long as composing goes on */
    cmark_node **end;           /* the paragraphs of the end matter, */
    size_t end_count, end_room; /* which stand on the last page */
    struct figures *figures;    /* where they stand; NULL: nobody asks */
};

/* Composes the job's Markdown. `figures` (print/figures.h) are told where they stand; may be NULL.
 */
void compose(const struct print_job *job, struct sheet *sheet, struct figures *figures);

/* Sets a block's text in a face. */
const struct lines *compose_lines(struct compose *compose, cmark_node *block, enum face face,
                                  const struct setting *setting);

#endif
