/*
 * What stands below the body: the attachments' line, signature and date.
 */
#ifndef KAOPING_PRINT_DOCX_CLOSING_H
#define KAOPING_PRINT_DOCX_CLOSING_H

#include <stdbool.h>
#include <stddef.h>

struct docx_part;
struct docx_parts;
struct docx_writer;

/* A paragraph for each attachment, a blank line below the body, aligned on the names. */
void docx_add_attachments(struct docx_writer *writer, const struct docx_part *part, bool keep_next);

/* The closing that begins at parts->list[at], as far as it goes. Its last line is the date, if it
 * is one. With a seal's space the date stands four characters from the right and the issuer centred
 * on it, several issuers in columns, at most three beside each other; without, the issuer stands
 * two from the right, and the date begins two characters to the right of it. */
void docx_add_closing(struct docx_writer *writer, const struct docx_parts *parts, size_t at,
                      bool seal);

#endif
