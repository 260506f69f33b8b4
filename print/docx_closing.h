/*
 * What stands below the body: the attachments' line, signature and date, small print, and the end
 * matter at the foot of the last page.
 */
#ifndef KAOPING_PRINT_DOCX_CLOSING_H
#define KAOPING_PRINT_DOCX_CLOSING_H

#include <stdbool.h>
#include <stddef.h>

struct docx_part;
struct docx_parts;
struct docx_writer;
struct page;
struct print_style;

/* A paragraph for each attachment, a blank line below the body, aligned on the names. */
void docx_add_attachments(struct docx_writer *writer, const struct docx_part *part, bool keep_next);

/* The closing that begins at parts->list[at], as far as it goes. Its last line is the date, if it
 * is one. With a seal's space the date stands four characters from the right and the issuer centred
 * on it, issuers of several in rows of at most three; without, the issuer stands two from the
 * right, and the date begins two characters to the right of it. */
void docx_add_closing(struct docx_writer *writer, const struct docx_parts *parts, size_t at,
                      bool seal);

/* Where the text came from, if the year wants it printed. */
void docx_add_origin(struct docx_writer *writer, const struct page *page);

/* The last of the document: a table that stands at the foot of the type area. A letter has no
 * printing line. */
void docx_add_end_matter(struct docx_writer *writer, const struct print_style *style,
                         const struct docx_parts *parts);

#endif
