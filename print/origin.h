/*
 * Where the circular comes from, in words of its own language: the record, the commit, the hash of
 * the Markdown. For the document's metadata, and for its small print.
 *
 *     origin_words(job, "\n", &out);
 */
#ifndef KAOPING_PRINT_ORIGIN_H
#define KAOPING_PRINT_ORIGIN_H

#include "core/print_job.h"

struct buffer;

/* Appends them, `between` before the hash. The job has a provenance. */
void origin_words(const struct print_job *job, const char *between, struct buffer *out);

#endif
