/*
 * The parts of a circular, found in its Markdown: what core/page_html.c and core/page_text.c share.
 *
 *     struct parts parts;
 *     parts_begin(&parts, markdown);
 *     while (parts_next(&parts))
 *         write(parts.node, parts.role);
 *     parts_end(&parts);
 *
 * The roles are those of core/page.h. Blocks without anything to show (raw HTML, the line ---, a
 * paragraph of one image without a text) are passed over.
 *
 * All text goes through a pen, which makes it safe and joins the lines of the source.
 */
#ifndef KAOPING_CORE_PAGE_PART_H
#define KAOPING_CORE_PAGE_PART_H

#include <cmark-gfm.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;
struct track;

enum part_role {
    PART_TITLE,
    PART_NUMBER,
    PART_ADDRESSEES,
    PART_HEADING,
    PART_BODY,
    PART_CONTAINER, /* a list, a block quote, a code block */
    PART_TABLE,
    PART_CHART,       /* a code block of `label number` lines: core/chart.h reads it */
    PART_ATTACHMENTS, /* 附件：1.… */
    PART_CLOSING,
    PART_NOTE,
    PART_SMALL,
    PART_END,  /* 抄送：…, and last the printing line */
    PART_ANNEX /* a heading, which begins one */
};

struct parts {
    cmark_node *document;
    cmark_node *node; /* the part; borrowed */
    enum part_role role;
    bool begun; /* a part was found */
    bool body;  /* the body has begun: no addressees any more */
    int closed; /* the lines --- so far: 1 in the closing, 2 in the end matter */
};

/* Reads the Markdown; parts_end() frees what it took. */
void parts_begin(struct parts *parts, const char *markdown);
void parts_end(struct parts *parts);

/* Finds the next part; false behind the last one. */
bool parts_next(struct parts *parts);

/* Whether the node is a block, tables and their parts included. */
bool node_is_block(cmark_node *node);

/* Of a table: whether the node is one, a row of one, the head row, a cell; how many columns it has,
 * and the alignment of one of them: 'l', 'c', 'r', or 0 for none. */
bool node_is_table(cmark_node *node);
bool node_is_row(cmark_node *node);
bool node_is_head_row(cmark_node *node);
bool node_is_cell(cmark_node *node);
size_t table_columns(cmark_node *table);
char table_alignment(cmark_node *table, size_t column);

struct pen {
    struct buffer *out;
    bool html;     /* escape for HTML; a hard line break is <br>, not a line feed */
    bool one_line; /* a hard line break is as a soft one */
    bool verbatim; /* code: line feeds and the spaces at a line's beginning are kept */
    bool soft;     /* a soft line break waits for the character behind it */
    uint32_t last; /* the last character on the line; 0 for none */
    int marks;     /* how many characters without a width stand behind the last one with one */
    struct track *track; /* told of the markers of core/page_mark.h; NULL: nobody asks */
};

/* Begins a block: what is written does not follow on anything. */
void pen_begin(struct pen *pen);

/* Writes a text: without unsafe characters, zero-width spaces (which authors set beside ** to make
 * Markdown see it), spaces at the beginning of a line, and combining marks beyond the eighth of one
 * character: no script has more, and piled up they cover the lines above and below. */
void pen_write(struct pen *pen, const char *text);

/* Writes what a node says by itself: the text of text and code, a line break. A soft one vanishes
 * between two wide characters and is a space elsewhere. Nothing for all other nodes. */
void pen_write_node(struct pen *pen, cmark_node *node);

/* The first hard line break among the block's own children; NULL for none. */
cmark_node *part_break(cmark_node *block);

/* Whether a paragraph of the end matter is the printing line: office and date, parted by a hard
 * break, where 抄送：… has its colon before any. */
bool part_is_printing_line(cmark_node *paragraph);

/* Appends the text of a block's inline content: no markers, images as their alternative text.
 * `track` may be NULL. */
void part_add_text(cmark_node *block, bool one_line, struct track *track, struct buffer *out);

/* Appends the text of a code block, with its lines and their spaces. */
void part_add_code(cmark_node *block, struct track *track, struct buffer *out);

#endif
