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

void docx_add_head(struct docx_writer *writer, const struct print_style *style,
                   const struct docx_parts *parts);

/* Whether the addressees are so long that no body would stand on the first page: then they stand in
 * the end matter, says GB/T 9704-2012. */
bool docx_addressees_are_long(const struct docx_parts *parts);

/* The label (附件1) and the title, on a new page unless a section has just begun one. */
void docx_add_annex_head(struct docx_writer *writer, const struct docx_part *part, bool new_page);

#endif
