/*
 * The circular as PDF.
 *
 *     struct buffer document = BUFFER_EMPTY, notes = BUFFER_EMPTY;
 *     if (pdf_write(&job, &document, &notes, &error))
 *         return error.status;
 *
 * The same job with the same fonts gives the same bytes: nothing of the clock or the machine is in
 * them. Dates are the commit's.
 */
#ifndef KAOPING_PRINT_PDF_H
#define KAOPING_PRINT_PDF_H

#include "core/error.h"
#include "core/print_job.h"

struct buffer;

/* Appends the PDF to *out, and to *notes a line each of what a person should know of its fonts.
 * STATUS_INPUT where the pages that the job asks for are not there, STATUS_FAILED without fonts. */
enum status pdf_write(const struct print_job *job, struct buffer *out, struct buffer *notes,
                      struct error *error);

#endif
