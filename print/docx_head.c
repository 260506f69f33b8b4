#include "print/docx_head.h"

#include "core/page.h"
#include "core/print_style.h"
#include "core/title.h"
#include "core/wrap.h"
#include "print/docx_part.h"
#include "print/docx_section.h"
#include "print/docx_text.h"

#include <string.h>

/* ---- The mark ---- */

enum { HALF_POINT = 10 /* twips */ };

/* In half points: as large as the text can be on one line, a character at most 15 mm wide. */
static int mark_size(const char *text, int width)
{
    int most = TWIPS(MARK_WIDEST) / HALF_POINT, least = TWIPS(BODY_POINTS) / HALF_POINT;
    int characters = docx_width(text);
    int size = characters ? width * 100 / characters / HALF_POINT : most;
    return size > most ? most : size < least ? least : size;
}

static struct docx_paragraph mark_paragraph(int size)
{
    return (struct docx_paragraph){
        .style = STYLE_MARK, .line = size * HALF_POINT, .half_points = size};
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

#define WORD_WIDTH 2000
#define NAMES_WIDTH (TWIPS_WIDTH - WORD_WIDTH)

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
 * Returns its height. */
static int add_joint_mark(struct docx_writer *writer, const struct print_style *style)
{
    const struct docx_paragraph above = {
        .style = STYLE_MARK, .line = 20, .before = TWIPS(MARK_TOP)};
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
    return above.line + (int)style->issuer_count * size * HALF_POINT;
}

/* ---- Of one ---- */

/* The mark in whole, or the issuer in charge, with 文件 where the head is a document's. */
static struct buffer mark_text(const struct print_style *style)
{
    struct buffer text = BUFFER_EMPTY;
    bool own = *style->mark || !style->issuer_count;
    buffer_add(&text, own ? style->mark : style->issuers[0]);
    buffer_add(&text, !own && style->head == LETTERHEAD_DOCUMENT ? "文件" : "");
    return text;
}

/* Returns its height. */
static int add_mark(struct docx_writer *writer, const struct print_style *style)
{
    struct buffer text = mark_text(style);
    struct docx_paragraph paragraph = mark_paragraph(mark_size(text.bytes, TWIPS_WIDTH));
    paragraph.before = TWIPS(MARK_TOP);
    docx_add_paragraph(writer, &paragraph, text.bytes);
    buffer_free(&text);
    return paragraph.line;
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

/* The number's line is lower than the grid's, so that its type stands where the standard has it. */
enum { NUMBER_LINE = 360 };

/* The rule is 4 mm below the number. Returns how much of the page the head takes. */
static int add_document_head(struct docx_writer *writer, const struct print_style *style,
                             const struct docx_parts *parts)
{
    enum { RULE_SPACE = 10, RULE = 16, POINT = 20 }; /* points; eighths of one; twips */
    struct buffer rule = BUFFER_EMPTY;
    buffer_format(&rule,
                  "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"%d\" w:space=\"%d\" "
                  "w:color=\"FF0000\"/></w:pBdr>",
                  RULE, RULE_SPACE);
    const struct docx_paragraph number = {.style = STYLE_NUMBER,
                                          .borders = rule.bytes,
                                          .before = NUMBER_LINES * TWIPS_LINE,
                                          .line = NUMBER_LINE};
    bool joint = style->issuer_count > 1 && !*style->mark;
    int height = joint ? add_joint_mark(writer, style) : add_mark(writer, style);
    add_number(writer, parts, &number);
    buffer_free(&rule);
    return TWIPS(MARK_TOP) + height + number.before + NUMBER_LINE +
           (RULE_SPACE * POINT + RULE * POINT / 8);
}

/* The mark 30 mm below the paper's upper edge, and a double rule 4 mm below it, 170 mm long: in
 * frames of their own, for they stand above and beside the type area. Returns how much of the page
 * the head takes. */
static int add_letter_head(struct docx_writer *writer, const struct print_style *style,
                           const struct docx_parts *parts)
{
    const struct docx_paragraph holder = {.style = STYLE_NUMBER, .line = 20};
    const struct docx_paragraph number = {.style = STYLE_NUMBER,
                                          .before = TWIPS(LETTER_NUMBER_GAP) - holder.line,
                                          .line = NUMBER_LINE,
                                          .align = ALIGN_RIGHT};
    struct buffer text = mark_text(style), frame = BUFFER_EMPTY;
    struct docx_paragraph mark = mark_paragraph(mark_size(text.bytes, TWIPS_WIDTH));
    int rule = TWIPS(LETTER_MARK_TOP) + mark.line + TWIPS(LETTER_RULE_GAP);
    docx_add_letter_frame(&frame, TWIPS(LETTER_MARK_TOP));
    mark.frame = frame.bytes;
    docx_add_paragraph(writer, &mark, text.bytes);
    docx_add_letter_rule(writer, rule, true);
    docx_add_paragraph(writer, &holder, ""); /* of the frames: LibreOffice takes its properties */
    add_number(writer, parts, &number);
    buffer_free(&frame);
    buffer_free(&text);
    return rule + DOCX_LETTER_RULE - TWIPS_TOP + holder.line + number.before + NUMBER_LINE;
}

/* ---- Title and addressees ---- */

/* The title begins on the line of the grid that is the nearest to two lines below the head; its
 * style leaves a blank line below it. Returns the page's lines that are taken. */
static int add_title(struct docx_writer *writer, const struct docx_parts *parts, int used)
{
    int line = used ? (used + TWIPS_LINE / 2) / TWIPS_LINE + TITLE_LINES : 0;
    struct docx_paragraph paragraph = {
        .style = STYLE_TITLE, .keep_next = true, .before = line * TWIPS_LINE - used};
    for (size_t i = 0; i < parts->count && parts->list[i].role == PART_TITLE; i++) {
        struct buffer text = docx_part_text(&parts->list[i]), broken = BUFFER_EMPTY;
        title_break(text.bytes, TITLE_COLUMNS, &broken);
        docx_add_paragraph(writer, &paragraph, broken.bytes);
        line += (int)wrap_count(broken.bytes, TITLE_COLUMNS) + 1;
        paragraph.before = 0;
        buffer_free(&broken);
        buffer_free(&text);
    }
    return line;
}

/* Whether a line of the body would stand on the first page below the addressees, as GB/T 9704-2012
 * demands; if not, they are moved to the end. */
static bool fit_page(const struct docx_part *addressees, int taken)
{
    struct buffer text = docx_part_text(addressees);
    size_t lines = wrap_count(text.bytes, PAGE_COLUMNS);
    buffer_free(&text);
    return (size_t)taken + lines + 1 <= AREA_LINES;
}

/* Returns whether they were moved. */
static bool add_addressees(struct docx_writer *writer, const struct docx_parts *parts, int taken)
{
    const struct docx_paragraph paragraph = {.style = STYLE_ADDRESSEES};
    const struct docx_part *addressees = docx_part_find(parts, PART_ADDRESSEES);
    if (addressees && !fit_page(addressees, taken) && docx_part_find(parts, PART_BODY))
        return true;
    if (addressees) {
        docx_begin(writer, &paragraph);
        docx_add_block(writer, addressees->node, false);
        docx_end(writer);
    }
    return false;
}

bool docx_add_head(struct docx_writer *writer, const struct print_style *style,
                   const struct docx_parts *parts)
{
    const struct docx_paragraph number = {.style = STYLE_NUMBER};
    int used = 0;
    if (style->head == LETTERHEAD_DOCUMENT)
        used = add_document_head(writer, style, parts);
    else if (style->head == LETTERHEAD_LETTER)
        used = add_letter_head(writer, style, parts);
    int taken = add_title(writer, parts, used);
    if (!used && docx_part_find(parts, PART_NUMBER)) {
        add_number(writer, parts, &number);
        docx_add_paragraph(writer, &number, "");
        taken += 2;
    }
    return add_addressees(writer, parts, taken);
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
    struct buffer broken = BUFFER_EMPTY;
    title_break(rest, TITLE_COLUMNS, &broken);
    if (broken.size)
        docx_add_paragraph(writer, &title, broken.bytes);
    buffer_free(&broken);
    buffer_free(&text);
}
