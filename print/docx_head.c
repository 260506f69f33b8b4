#include "print/docx_head.h"

#include "core/page.h"
#include "core/print_style.h"
#include "core/wrap.h"
#include "print/docx_part.h"
#include "print/docx_text.h"

#include <string.h>

/* ---- The mark ---- */

enum { MARK_AT = 1984 /* 35 mm below the top of the type area */ };

/* In half points: as large as the text can be on one line, a character at most 15 mm wide. */
static int mark_size(const char *text, int width)
{
    enum { MOST = 85, LEAST = 32, HALF_POINT = 10 /* twips */ };
    int characters = docx_width(text);
    int size = characters ? width * 100 / characters / HALF_POINT : MOST;
    return size > MOST ? MOST : size < LEAST ? LEAST : size;
}

static struct docx_paragraph mark_paragraph(int size)
{
    return (struct docx_paragraph){.style = STYLE_MARK, .line = size * 10, .half_points = size};
}

/* ---- Of several issuers ---- */

static void add_mark_cell(struct docx_writer *writer, const struct docx_paragraph *paragraph,
                          int width, const char *properties, const char *text)
{
    buffer_format(&writer->out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>%s</w:tcPr>",
                  width, properties);
    docx_add_paragraph(writer, paragraph, text);
    buffer_add(&writer->out, "</w:tc>");
}

enum { WORD_WIDTH = 2000, NAMES_WIDTH = TWIPS_WIDTH - WORD_WIDTH };

static void add_mark_rows(struct docx_writer *writer, const struct print_style *style, int size)
{
    const struct docx_paragraph name = mark_paragraph(size);
    const struct docx_paragraph word = mark_paragraph(mark_size("文件", WORD_WIDTH));
    for (size_t i = 0; i < style->issuer_count; i++) {
        buffer_add(&writer->out, "<w:tr>");
        add_mark_cell(writer, &name, NAMES_WIDTH, "", style->issuers[i]);
        add_mark_cell(writer, &word, WORD_WIDTH,
                      i ? "<w:vMerge/>"
                        : "<w:vMerge w:val=\"restart\"/><w:vAlign w:val=\"center\"/>",
                      i ? "" : "文件");
        buffer_add(&writer->out, "</w:tr>");
    }
}

/* The issuers one above the other, with 文件 on their right, in the middle: a table without rules.
 */
static void add_joint_mark(struct docx_writer *writer, const struct print_style *style)
{
    const struct docx_paragraph above = {.style = STYLE_MARK, .line = 20, .before = MARK_AT};
    int size = mark_size("", NAMES_WIDTH);
    for (size_t i = 0; i < style->issuer_count; i++)
        if (mark_size(style->issuers[i], NAMES_WIDTH) < size)
            size = mark_size(style->issuers[i], NAMES_WIDTH);
    docx_add_paragraph(writer, &above, "");
    buffer_format(&writer->out,
                  "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblLayout "
                  "w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right "
                  "w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol "
                  "w:w=\"%d\"/><w:gridCol "
                  "w:w=\"%d\"/></w:tblGrid>",
                  TWIPS_WIDTH, NAMES_WIDTH, WORD_WIDTH);
    add_mark_rows(writer, style, size);
    buffer_add(&writer->out, "</w:tbl>");
}

/* ---- Of one ---- */

/* The mark in whole, or the issuers a line each, with 文件 where the head is a document's. */
static struct buffer mark_text(const struct print_style *style)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_add(&text, style->mark);
    for (size_t i = 0; i < style->issuer_count && !*style->mark; i++)
        buffer_format(&text, "%s%s", i ? "\n" : "", style->issuers[i]);
    if (text.size && !*style->mark && style->head == LETTERHEAD_DOCUMENT)
        buffer_add(&text, "文件");
    return text;
}

/* The size in which the longest line of a text has room. */
static int lines_size(const char *text, int width)
{
    struct buffer line = BUFFER_EMPTY;
    int size = mark_size("", width);
    for (size_t at = 0; text[at]; at += line.size + (text[at + line.size] == '\n')) {
        buffer_cut(&line, 0);
        buffer_add_bytes(&line, text + at, strcspn(text + at, "\n"));
        if (mark_size(line.bytes, width) < size)
            size = mark_size(line.bytes, width);
    }
    buffer_free(&line);
    return size;
}

static void add_mark(struct docx_writer *writer, const struct print_style *style)
{
    struct buffer text = mark_text(style);
    struct docx_paragraph paragraph = mark_paragraph(lines_size(text.bytes, TWIPS_WIDTH));
    paragraph.before = MARK_AT;
    docx_add_paragraph(writer, &paragraph, text.bytes);
    buffer_free(&text);
}

/* ---- The two heads ---- */

static void add_number(struct docx_writer *writer, const struct docx_parts *parts,
                       const struct docx_paragraph *paragraph)
{
    const struct docx_part *number = docx_part_find(parts, PART_NUMBER);
    docx_begin(writer, paragraph);
    if (number)
        docx_add_block(writer, number->node, false);
    docx_end(writer);
}

/* The rule is 4 mm below the number. */
static void add_document_head(struct docx_writer *writer, const struct print_style *style,
                              const struct docx_parts *parts)
{
    const struct docx_paragraph number = {
        .style = STYLE_NUMBER,
        .borders = "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"10\" "
                   "w:color=\"FF0000\"/></w:pBdr>",
        .before = 2 * TWIPS_LINE};
    if (style->issuer_count > 1 && !*style->mark)
        add_joint_mark(writer, style);
    else
        add_mark(writer, style);
    add_number(writer, parts, &number);
}

/* The mark 30 mm below the paper's upper edge, and a double rule 4 mm below it, 170 mm long: in a
 * frame of their own, for they stand above and beside the type area. */
static void add_letter_head(struct docx_writer *writer, const struct print_style *style,
                            const struct docx_parts *parts)
{
    struct buffer text = mark_text(style);
    struct docx_paragraph mark = mark_paragraph(lines_size(text.bytes, TWIPS_WIDTH));
    mark.frame = "<w:framePr w:w=\"9638\" w:wrap=\"notBeside\" w:vAnchor=\"page\" "
                 "w:hAnchor=\"page\" w:xAlign=\"center\" w:y=\"1701\"/>";
    mark.borders = "<w:pBdr><w:bottom w:val=\"thickThinSmallGap\" w:sz=\"24\" w:space=\"8\" "
                   "w:color=\"FF0000\"/></w:pBdr>";
    const struct docx_paragraph number = {
        .style = STYLE_NUMBER, .before = TWIPS_LINE, .align = ALIGN_RIGHT};
    docx_add_paragraph(writer, &mark, text.bytes);
    buffer_free(&text);
    add_number(writer, parts, &number);
}

/* ---- Title and addressees ---- */

static void add_title(struct docx_writer *writer, const struct docx_parts *parts, bool headed)
{
    for (size_t i = 0; i < parts->count; i++) {
        const struct docx_paragraph paragraph = {.style = STYLE_TITLE,
                                                 .keep_next = true,
                                                 .before = headed && i == 0 ? 2 * TWIPS_LINE : 0};
        if (parts->list[i].role != PART_TITLE)
            return;
        docx_begin(writer, &paragraph);
        docx_add_block(writer, parts->list[i].node, false);
        docx_end(writer);
    }
}

/* The head takes some twelve lines, whichever it is. */
bool docx_addressees_are_long(const struct docx_parts *parts)
{
    enum { LINES_MOST = 9 };
    const struct docx_part *part = docx_part_find(parts, PART_ADDRESSEES);
    if (!part)
        return false;
    struct buffer text = docx_part_text(part);
    bool is_long = wrap_count(text.bytes, PAGE_COLUMNS) > LINES_MOST;
    buffer_free(&text);
    return is_long;
}

static void add_addressees(struct docx_writer *writer, const struct docx_parts *parts)
{
    bool first = true;
    for (size_t i = 0; i < parts->count && !docx_addressees_are_long(parts); i++) {
        const struct docx_paragraph paragraph = {.style = STYLE_ADDRESSEES,
                                                 .before = first ? TWIPS_LINE : 0};
        if (parts->list[i].role != PART_ADDRESSEES)
            continue;
        docx_begin(writer, &paragraph);
        docx_add_block(writer, parts->list[i].node, false);
        docx_end(writer);
        first = false;
    }
}

void docx_add_head(struct docx_writer *writer, const struct print_style *style,
                   const struct docx_parts *parts)
{
    const struct docx_paragraph number = {.style = STYLE_NUMBER, .before = TWIPS_LINE};
    bool headed = style->head != LETTERHEAD_NONE;
    if (style->head == LETTERHEAD_DOCUMENT)
        add_document_head(writer, style, parts);
    else if (style->head == LETTERHEAD_LETTER)
        add_letter_head(writer, style, parts);
    add_title(writer, parts, headed);
    if (!headed && docx_part_find(parts, PART_NUMBER))
        add_number(writer, parts, &number);
    add_addressees(writer, parts);
}

/* ---- Annexes ---- */

/* The label stands on the first line, the title on the third. */
void docx_add_annex_head(struct docx_writer *writer, const struct docx_part *part, bool new_page)
{
    const struct docx_paragraph label = {
        .style = STYLE_ANNEX_LABEL, .keep_next = true, .new_page = new_page};
    struct buffer text = docx_part_text(part);
    bool labelled = strncmp(text.bytes, "附件", strlen("附件")) == 0;
    size_t size = labelled ? strcspn(text.bytes, "\n") : 0;
    const struct docx_paragraph title = {.style = STYLE_ANNEX_TITLE,
                                         .keep_next = true,
                                         .new_page = new_page && !labelled,
                                         .before = labelled ? TWIPS_LINE : 0};
    const char *rest = text.bytes + size + (text.bytes[size] == '\n');
    if (labelled) {
        struct buffer words = BUFFER_EMPTY;
        buffer_add_bytes(&words, text.bytes, size);
        docx_add_paragraph(writer, &label, words.bytes);
        buffer_free(&words);
    }
    if (*rest)
        docx_add_paragraph(writer, &title, rest);
    buffer_free(&text);
}
