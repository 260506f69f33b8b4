/*
 * The end of the document: where its text came from, in small print, and the end matter at the foot
 * of the last page.
 */
#ifndef KAOPING_PRINT_DOCX_END_H
#define KAOPING_PRINT_DOCX_END_H

#include <stdbool.h>

struct docx_parts;
struct docx_writer;
struct print_job;
struct print_style;

/* Record, commit and hash, if the year wants them printed. */
void docx_add_origin(struct docx_writer *writer, const struct print_job *job);

/* 抄送, and last the printing line, which a letter has not; above them the addressees, if they were
 * moved here. */
void docx_add_end_matter(struct docx_writer *writer, const struct print_style *style,
                         const struct docx_parts *parts, bool moved);

#endif
