/*
 * Lists, quotations and code, nested to any depth: indented, and their markers as text, so that
 * they say the same in every program that opens the file.
 */
#ifndef KAOPING_PRINT_DOCX_NESTED_H
#define KAOPING_PRINT_DOCX_NESTED_H

#include <cmark-gfm.h>

struct docx_writer;

void docx_add_nested(struct docx_writer *writer, cmark_node *node);

#endif
