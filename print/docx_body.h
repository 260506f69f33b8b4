/*
 * document.xml: the parts of the circular, one behind the other, in the order of the paper: the end
 * matter comes last, behind the annexes.
 */
#ifndef KAOPING_PRINT_DOCX_BODY_H
#define KAOPING_PRINT_DOCX_BODY_H

struct buffer;
struct print_job;

void docx_add_document(const struct print_job *job, struct buffer *out);

#endif
