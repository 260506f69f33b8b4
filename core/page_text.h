/*
 * Inside the text writer: what core/page_text.c and core/page_text_place.c share.
 *
 *     text_write_lines(sheet, text, TEXT_FLUSH);     // a block
 *
 *     at = text_write_line(sheet, text, at, shape);  // or line by line, each with a shape of its
 * own text_end_block(sheet);
 */
#ifndef KAOPING_CORE_PAGE_TEXT_H
#define KAOPING_CORE_PAGE_TEXT_H

#include "core/buffer.h"
#include "core/page_part.h"

#include <stdbool.h>
#include <stddef.h>

enum { TEXT_LEAST_COLUMNS = 2 };

struct text_sheet {
    struct buffer *out;
    size_t columns;
    size_t quotes;        /* block quotes that are open */
    size_t lists;         /* lists that are open */
    struct buffer marker; /* of the list's item, until its first line is written */
    struct track *track;  /* of the figures; NULL: nobody asks where they are */
    bool closed;          /* the closing has begun, */
    size_t closing;       /* at that column */
    cmark_node *date;     /* its last paragraph, where there are several */
};

/* Where the lines of a block stand: the columns that are free on the left of the first and of the
 * later ones, and on the right of all. */
struct text_shape {
    bool centred;
    size_t first, rest, right;
};

#define TEXT_FLUSH ((struct text_shape){0})
#define TEXT_CENTRED ((struct text_shape){.centred = true})

/* Writes the line of the block's text that begins at `at`; gives where the next one begins. */
size_t text_write_line(struct text_sheet *sheet, const char *text, size_t at,
                       struct text_shape shape);

/* Tells the track that the block's text is written. */
void text_end_block(struct text_sheet *sheet);

/* Writes all lines of a text that may hold line feeds. */
void text_write_lines(struct text_sheet *sheet, const char *text, struct text_shape shape);

/* The parts whose place is their own, as GB/T 9704-2012 sets them:
 *
 *         附件：1.…                 indented, the names below each other
 *               2.…
 *
 *                        吉林省人民政府     the longest line of issuer and date two characters from
 *                            2021年3月9日  the right, the date two further in than the issuer
 *
 *     附件1                         the label, then the title, centred, on the third line
 *
 *     ------------------------     the end matter between rules, the last thing on the page
 *       抄送：…
 *     ------------------------
 *       office            date
 *     ------------------------
 */
void text_write_attachments(struct text_sheet *sheet, cmark_node *block);
void text_write_closing(struct text_sheet *sheet, const struct parts *parts);
void text_write_annex(struct text_sheet *sheet, cmark_node *heading);
void text_write_end(struct text_sheet *sheet, cmark_node *block, bool first);

#endif
