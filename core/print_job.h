/*
 * What kaoping asks of kaoping-print, the program that sets PDF and docx: one JSON text on its
 * standard input; the document comes back on its standard output, and on standard error, a line
 * each, what there is to say (a font that is missing, a glyph that another font had to give). Its
 * exit status is an enum status.
 *
 * It is a program of its own because pango brings some thirty libraries along, which most reviewers
 * never need, and start-up is theirs.
 */
#ifndef KAOPING_CORE_PRINT_JOB_H
#define KAOPING_CORE_PRINT_JOB_H

#include "core/error.h"
#include "core/language.h"
#include "core/page.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct print_job {
    enum page_format format; /* PAGE_PDF or PAGE_DOCX */
    struct page page;        /* its provenance may be NULL: of nothing but a text */
    bool draft;              /* 草稿 across each page */
    bool proof;              /* line numbers, sources in the margin and their list; PDF only */
    int first, last;         /* pages, from 1; 0 for all. PDF only */
    enum language messages;  /* of what is said, not of the document */
    const char *fonts;       /* folders of font files, parted by `:`, before the system's; "" */
};

/* Appends the job as JSON. */
void print_job_write(const struct print_job *job, struct buffer *out);

/* Reads one into the arena. STATUS_INPUT for what is none. */
enum status print_job_read(struct arena *arena, const char *bytes, size_t size,
                           struct print_job *out, struct error *error);

#endif
