/*
 * Tables and bar charts of the Word file.
 *
 * A table is one of Word's own: rules, a head that is repeated on each page, numbers that stand
 * below each other at the point by their indents, without a character that is not seen. It takes
 * the largest of the sizes 14, 12 and 10.5 pt in which it fits; what is too wide for the smallest
 * goes on in further tables, the names of the rows repeated (core/table_plan.h).
 *
 * A chart is a table too, without rules: label, bar, number. The bar is a shaded paragraph, whose
 * indents are its length: it is there without any drawing, prints as vectors and can be edited.
 */
#ifndef KAOPING_PRINT_DOCX_TABLE_H
#define KAOPING_PRINT_DOCX_TABLE_H

#include <cmark-gfm.h>

struct docx_writer;

/* `width` is the type area's, in twips. */
void docx_add_table(struct docx_writer *writer, cmark_node *node, int width);
void docx_add_chart(struct docx_writer *writer, cmark_node *node, int width);

#endif
