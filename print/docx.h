/*
 * The circular as a Word file: what offices exchange. The same parts of the Markdown as in the PDF
 * (core/page_part.h), set by styles with Chinese names on the grid of GB/T 9704-2012: a person who
 * goes on writing in it finds 公文标题, 主送机关, 一级标题 and the rest in the list of styles.
 *
 *     if (docx_write(&job, &bytes, &error))
 *         return error.status;
 *
 * The file is a zip of a few XML parts, stored without compression: the same job gives the same
 * bytes with every zlib. Nothing in it refers to anything outside, there are no macros, and the
 * only field is the page's number. Texts are set as plain text, links and images by their words.
 *
 * Which page a line falls on is Word's to say: the fonts that a person has decide it, not this
 * program. By the measures given here it is 22 lines of 28 characters.
 */
#ifndef KAOPING_PRINT_DOCX_H
#define KAOPING_PRINT_DOCX_H

#include "core/error.h"

struct buffer;
struct print_job;

/* Appends the file. STATUS_FAILED if it cannot be packed. */
enum status docx_write(const struct print_job *job, struct buffer *out, struct error *error);

#endif
