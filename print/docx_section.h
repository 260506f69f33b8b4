/*
 * Sections of the Word file, and what stands above and below their pages: the page's number, the
 * mark of a draft, the lower rule of a letter's first page.
 */
#ifndef KAOPING_PRINT_DOCX_SECTION_H
#define KAOPING_PRINT_DOCX_SECTION_H

#include <stdbool.h>

struct buffer;
struct docx_writer;
struct print_job;

/* The files beside document.xml that its sections name, by their relationships: rId and number. */
enum docx_margin {
    MARGIN_ODD = 1, /* the footer of odd pages: — 1 — on the right */
    MARGIN_EVEN,
    MARGIN_FIRST, /* the footer of a letter's first page: a rule, and no number */
    MARGIN_DRAFT, /* the header of a draft */
    MARGINS
};

/* One of them, whole. `language` is the circular's. */
void docx_add_margin(enum docx_margin margin, const char *language, struct buffer *out);

/* What stands on a letter's first page beside the type area: w:framePr of a frame 170 mm wide, in
 * the middle of the paper, and a red double rule in one. `top` is from the paper's edge, in twips.
 */
#define DOCX_LETTER_RULE 105 /* its height */
void docx_add_letter_frame(struct buffer *out, int top);
void docx_add_letter_rule(struct docx_writer *writer, int top, bool thick_first);

/* w:sectPr: paper, margins, the grid of 22 lines. Landscape is the same type area, turned. The
 * first section is the one whose first page a letter leaves without a number. */
void docx_add_section(const struct print_job *job, bool first, bool landscape, struct buffer *out);

#endif
