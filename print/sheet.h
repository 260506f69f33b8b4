/*
 * The pages in the making: what stands where on each, and where the next thing goes.
 *
 *     struct sheet *sheet = sheet_new(setter);
 *     sheet_begin(sheet, "P", NULL);                        // what follows is a paragraph
 *     for (size_t i = 0; i < lines->count; i++)
 *         sheet_line(sheet, lines, i);                      // one of the page's 22 lines
 *     double y = sheet_open(sheet, height);                 // room for what is not lines
 *     sheet_place(sheet, lines, 0, x, y, INK_BLACK);
 *     sheet_box(sheet, x, y + height, width, 0.5, INK_BLACK);
 *     sheet_end(sheet);
 *     ...                                                   // print/paint.h draws sheet->pages
 *     sheet_free(sheet);                                    // before the setter
 *
 * Lengths are points. x and y count from the top left corner of the type area, y downwards; on a
 * landscape page that is the type area of the paper as it is read. Nothing is drawn yet: pages are
 * lists of marks, so that a signature can take lines of the body along to its page.
 */
#ifndef KAOPING_PRINT_SHEET_H
#define KAOPING_PRINT_SHEET_H

#include "print/line.h"

#include <stdbool.h>
#include <stddef.h>

enum ink_colour { INK_BLACK, INK_RED, INK_GREY };

/* What marks say together: a tag of the PDF. */
struct block {
    const char *tag;     /* H1, H2, P, Table …; NULL for what is no part of the text: a rule */
    const char *outline; /* its words in the PDF's outline; NULL for none */
    int level;           /* of the outline, from 1 */
    bool body;           /* body text */
};

/* A line of text or a filled box on a page. */
struct mark {
    const struct block *block;
    const struct lines *lines; /* NULL for a box */
    size_t index;              /* of the line */
    double x, y;          /* of a line: where its line of the page begins; of a box: its corner */
    double width, height; /* of a box; height of a line: from its top to the next one's */
    enum ink_colour colour;
};

struct sheet_page {
    struct mark *marks;
    size_t count, room;
    bool landscape;
};

struct sheet {
    struct setter *setter;
    struct sheet_page *pages;
    size_t page_count, page_room;
    double y;            /* where the next thing stands on the last page */
    struct block *block; /* what is placed belongs to it */
    struct mark *kept;   /* a heading's lines, until what follows it comes: not alone at a foot */
    size_t kept_count, kept_room;
    double kept_height;
};

/* One empty page. */
struct sheet *sheet_new(struct setter *setter);
void sheet_free(struct sheet *sheet); /* takes NULL */

/* The type area of the last page. */
double sheet_width(const struct sheet *sheet);
double sheet_height(const struct sheet *sheet);

/* The last page. */
struct sheet_page *sheet_page(const struct sheet *sheet);

/* Begins a new page, unless the last one is empty: then it becomes it. */
void sheet_break(struct sheet *sheet, bool landscape);

/* What is placed from now on belongs to a new block; outline may be NULL (level is of it). */
void sheet_begin(struct sheet *sheet, const char *tag, const char *outline, int level);

/* Places one line of the text below what stands on the page, or on a new page. */
void sheet_line(struct sheet *sheet, const struct lines *lines, size_t index, double x);

/* All of them, x to the right. */
void sheet_lines(struct sheet *sheet, const struct lines *lines, double x);

/* The same, kept together with what is placed next. */
void sheet_keep(struct sheet *sheet, const struct lines *lines, double x);

/* What is placed since sheet_begin() is body text. */
void sheet_is_body(struct sheet *sheet);

/* Finds room of that height on this page or on a new one, places what was kept above it, and moves
 * behind it. Returns its y. What is higher than a page begins one. */
double sheet_open(struct sheet *sheet, double height);

/* How much room is left on the last page, below what is kept. */
double sheet_left(const struct sheet *sheet);

/* Leaves blank lines, unless at a page's top; snaps to the grid of lines first. */
void sheet_blank(struct sheet *sheet, size_t lines);

/* Moves down to the next line of the grid. */
void sheet_snap(struct sheet *sheet);

/* Moves what stands on the last page from y on to a new page. */
void sheet_carry(struct sheet *sheet, double y);

/* Brings what stands on the last page from y on closer together, and to what ends `above` it, so
 * that the next thing stands at `end`. */
void sheet_tighten(struct sheet *sheet, double y, double above, double end);

/* Places a line of text so that its line of the page begins at y, or a box, on the last page,
 * anywhere. */
void sheet_place(struct sheet *sheet, const struct lines *lines, size_t index, double x, double y,
                 enum ink_colour colour);
void sheet_box(struct sheet *sheet, double x, double y, double width, double height,
               enum ink_colour colour);

/* Adds a mark to any page, as it is; the page counts from 0. */
void sheet_add(struct sheet *sheet, size_t page, struct mark mark);

/* Places what is still kept. */
void sheet_end(struct sheet *sheet);

/* Where the baseline of a line is, from where its line of the page begins: its type stands in the
 * middle of `height`. */
double baseline_in(double height, double points);

#endif
