/*
 * What cairo cannot write into a PDF: its language, that a reader shows its title, and an identity
 * and an identity that its content gives.
 *
 *     if (pdf_finish(&drawn, "zh-CN", &out, &error))
 *         return error.status;
 */
#ifndef KAOPING_PRINT_PDF_FINISH_H
#define KAOPING_PRINT_PDF_FINISH_H

#include "core/error.h"

struct buffer;

/* Appends the finished document. The same document gives the same bytes. */
enum status pdf_finish(const struct buffer *drawn, const char *language, struct buffer *out,
                       struct error *error);

#endif
