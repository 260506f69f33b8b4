/*
 * Sections of the Word file, and what stands above and below their pages: the page's number, the
 * mark of a draft, the lower rule of a letter's first page.
 */
#ifndef KAOPING_PRINT_DOCX_SECTION_H
#define KAOPING_PRINT_DOCX_SECTION_H

#include <stdbool.h>

struct buffer;
struct print_job;

/* The files beside document.xml that its sections name, by their relationships: rId and number. */
enum docx_margin {
    MARGIN_ODD = 1, /* the footer of odd pages: — 1 — on the right */
    MARGIN_EVEN,
    MARGIN_FIRST, /* the footer of a letter's first page: a rule, and no number */
    MARGIN_DRAFT, /* the header of a draft */
    MARGINS
};

/* One of them, whole. */
void docx_add_margin(enum docx_margin margin, struct buffer *out);

/* w:sectPr: paper, margins, the grid of 22 lines. Landscape is the same type area, turned. The
 * first section is the one whose first page a letter leaves without a number. */
void docx_add_section(const struct print_job *job, bool first, bool landscape, struct buffer *out);

#endif
