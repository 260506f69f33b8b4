/*
 * The circular's parts, in their order, onto the pages: core/page_part.h says what a part is,
 * GB/T 9704-2012 where it stands. Each kind of part has a room of its own:
 *
 *     print/head.c      the issuers' mark, the number, the rules
 *     print/heading.c   the title, the addressees, headings, an annex's beginning
 *     print/body.c      paragraphs, lists, quotes, code
 *     print/closing.c   attachments; with print/signature.c: signature and date, notes
 *     print/end.c       the end matter, and the record's small print
 */
#ifndef KAOPING_PRINT_COMPOSE_H
#define KAOPING_PRINT_COMPOSE_H

#include "core/page_part.h"
#include "core/print_job.h"
#include "print/sheet.h"

struct figures;

struct part {
    cmark_node *node;
    enum part_role role;
};

struct compose {
    const struct print_job *job;
    struct sheet *sheet;
    struct arena *arena; /* for as long as composing goes on */
    struct part *parts;
    size_t count, room;
    cmark_node *moved;       /* the addressees that stand in the end matter; NULL for none */
    struct figures *figures; /* where they stand; NULL: nobody asks */
};

/* Composes the job's Markdown. `figures` (print/figures.h) is told where they stand; may be NULL.
 */
void compose(const struct print_job *job, struct sheet *sheet, struct figures *figures);

/* Sets a block's text in a face; a text in one. */
const struct lines *compose_lines(struct compose *compose, cmark_node *block, enum face face,
                                  const struct setting *setting);
const struct lines *compose_text(struct compose *compose, const char *text, enum face face,
                                 const struct setting *setting);

/* The text of a block, its hard line breaks as line feeds, to look at; to set in pieces, each its
 * bytes from..to. Lives with the composing.
 *
 *     const char *words = compose_begin(compose, block);
 *     lines = compose_piece(compose, words, from, to, FACE_BODY, &setting);
 *     compose_done(compose);
 */
const char *compose_words(struct compose *compose, cmark_node *block);
const char *compose_begin(struct compose *compose, cmark_node *block);
const struct lines *compose_piece(struct compose *compose, const char *words, size_t from,
                                  size_t to, enum face face, const struct setting *setting);
void compose_done(struct compose *compose);

/* The first part of that role; NULL for none. */
const struct part *compose_find(const struct compose *compose, enum part_role role);

/* What stands above the title on the first page, and what at its foot. The foot comes last: until
 * then lines of the first page may be moved to the next, and what stands as low as they with them.
 */
void compose_head(struct compose *compose);
void compose_foot(struct compose *compose);

/* The title, two lines below the head, with a blank line below it; there a number stands where the
 * head has no place for it, with another blank line below; then the addressees. If they leave no
 * line of the first page to the body, they are moved to the end matter. */
void compose_title(struct compose *compose, cmark_node *title);
void compose_number(struct compose *compose, cmark_node *number);
void compose_addressees(struct compose *compose, cmark_node *addressees);

/* A heading, kept with what follows it; the beginning of an annex, on a new page. */
void compose_heading(struct compose *compose, cmark_node *heading);
void compose_annex(struct compose *compose, cmark_node *heading);

void compose_paragraph(struct compose *compose, cmark_node *paragraph);

/* A list, a quote, a code block, and what is nested in it to any depth. */
void compose_container(struct compose *compose, cmark_node *container);

/* The parts from..to: the attachments' list, one line below the body, signature and date, notes and
 * small print. They never stand on a page without body text (此页无正文 is what the standard
 * forbids): where they do not fit below it, its last two lines go along to the next page, or, on a
 * page with little of it, the lines come closer together. */
void compose_closing(struct compose *compose, size_t from, size_t to);

/* The record's small print, and the end matter on the bottom lines of the last page. */
void compose_end(struct compose *compose);

#endif
