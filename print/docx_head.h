/*
 * What stands above the body: the issuer's mark, the number, the red rules, title and addressees,
 * by the year's letterhead; and the head of an annex.
 */
#ifndef KAOPING_PRINT_DOCX_HEAD_H
#define KAOPING_PRINT_DOCX_HEAD_H

#include <stdbool.h>

struct docx_part;
struct docx_parts;
struct docx_writer;
struct print_style;

/* Returns whether the addressees are so long that no body would stand on the first page: then they
 * stand in the end matter (print/docx_end.h). */
bool docx_add_head(struct docx_writer *writer, const struct print_style *style,
                   const struct docx_parts *parts);

/* The label (附件1) and the title, on a new page unless a section has just begun one. */
void docx_add_annex_head(struct docx_writer *writer, const struct docx_part *part, bool new_page);

#endif
