/*
 * Texts and paragraphs of WordprocessingML. Every text from the record passes here.
 *
 *     struct docx_paragraph paragraph = {.style = STYLE_BODY};
 *     docx_begin(writer, &paragraph);
 *     docx_add_block(writer, node, false);
 *     docx_end(writer);
 */
#ifndef KAOPING_PRINT_DOCX_TEXT_H
#define KAOPING_PRINT_DOCX_TEXT_H

#include "core/buffer.h"
#include "print/docx_style.h"

#include <cmark-gfm.h>
#include <stdbool.h>

/* What document.xml is written with. */
struct docx_writer {
    struct buffer out;
    size_t style_end;      /* where the last paragraph's style ends, */
    size_t properties_end; /* and where its properties do; 0 behind a table */
    int half_points;       /* of the open paragraph; 0 for the style's */
};

enum docx_align { ALIGN_STYLE, ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

/* How a paragraph differs from its style. Indents are in hundredths of a character of its style's
 * size, so that they follow the size that a person gives it. */
struct docx_paragraph {
    enum docx_style style;
    bool keep_next, new_page;
    const char *frame;      /* w:framePr; NULL for none */
    const char *borders;    /* w:pBdr; NULL for the style's */
    const char *tabs;       /* w:tabs; NULL for none */
    int before;             /* space above it, in twips; 0 for the style's */
    int line;               /* height of its lines, in twips; 0 for the style's */
    int half_points;        /* size of its text; 0 for the style's */
    bool indented;          /* whether the following three are said */
    int left, right, first; /* `first` on top of `left` for the first line; may be negative */
    enum docx_align align;
};

/* Appends a text as XML, escaped, on one line, without what may not reach a page. */
void docx_add_escaped(struct buffer *out, const char *text);

void docx_begin(struct docx_writer *writer, const struct docx_paragraph *paragraph);
void docx_end(struct docx_writer *writer);

/* A run of plain text; a line feed is a line break, a tab a tab. */
void docx_add_run(struct docx_writer *writer, const char *text);

/* Runs of a block's inline content: emphasis in 楷体, strong in 黑体; with `strong`, all of it. */
void docx_add_block(struct docx_writer *writer, cmark_node *block, bool strong);

/* A whole paragraph of plain text. */
void docx_add_paragraph(struct docx_writer *writer, const struct docx_paragraph *paragraph,
                        const char *text);

/* Parts what comes, a table, from a table right before it: Word would join the two. */
void docx_part_tables(struct docx_writer *writer);

/* Keeps the last paragraph on the page of the next one; behind a table nothing is done. */
void docx_keep_next(struct docx_writer *writer);

/* How wide a text is on paper, in hundredths of a character: Latin letters and digits are half as
 * wide as Chinese characters, and so are the dots and quotation marks of a terminal, not of paper.
 */
int docx_width(const char *text);

/* Puts the properties of a section that ends here into its last paragraph; where that would be a
 * table, behind a paragraph of next to no height. */
void docx_end_section(struct docx_writer *writer, const char *section);

#endif
