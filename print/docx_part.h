/*
 * The parts of the circular in a row, so that a writer can look behind and ahead.
 *
 *     struct docx_parts parts;
 *     docx_parts_begin(&parts, page->markdown);
 *     for (size_t i = 0; i < parts.count; i++)
 *         write(parts.list[i].node, parts.list[i].role);
 *     docx_parts_end(&parts);
 */
#ifndef KAOPING_PRINT_DOCX_PART_H
#define KAOPING_PRINT_DOCX_PART_H

#include "core/page_part.h"

#include <stddef.h>

struct docx_part {
    cmark_node *node; /* borrowed from the tree */
    enum part_role role;
};

struct docx_parts {
    struct parts tree;
    struct docx_part *list;
    size_t count;
};

void docx_parts_begin(struct docx_parts *parts, const char *markdown);
void docx_parts_end(struct docx_parts *parts);

/* The first part of a role; NULL if there is none. */
const struct docx_part *docx_part_find(const struct docx_parts *parts, enum part_role role);

/* The part's text in the caller's buffer, which it frees: hard line breaks as line feeds. */
struct buffer docx_part_text(const struct docx_part *part);

#endif
