#include "print/docx_closing.h"

#include "core/memory.h"
#include "core/page.h"
#include "core/print_style.h"
#include "core/provenance.h"
#include "print/docx_head.h"
#include "print/docx_part.h"
#include "print/docx_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Takes the next line of a text, and moves behind it; false behind the last. */
static bool next_line(const char **text, struct buffer *line)
{
    if (!**text)
        return false;
    size_t size = strcspn(*text, "\n");
    buffer_cut(line, 0);
    buffer_add_bytes(line, *text, size);
    *text += size + ((*text)[size] == '\n');
    return true;
}

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), wanted = strlen(end);
    return size >= wanted && strcmp(text + size - wanted, end) == 0;
}

/* ---- Attachments ---- */

/* `1.` and the spaces behind it. */
static size_t number_size(const char *text)
{
    size_t size = 0;
    while (isdigit((unsigned char)text[size]))
        size++;
    if (!size || text[size] != '.')
        return 0;
    for (size++; text[size] == ' ';)
        size++;
    return size;
}

/* Two characters in, 附件： takes three; further lines of a name stand below its beginning. */
void docx_add_attachments(struct docx_writer *writer, const struct docx_part *part, bool keep_next)
{
    enum { INDENT = 200, WORD = 300 };
    struct buffer text = docx_part_text(part), line = BUFFER_EMPTY;
    const char *at = text.bytes;
    for (bool first = true; next_line(&at, &line); first = false) {
        size_t word = first ? strlen("附件：") : 0, number = number_size(line.bytes + word);
        int hang = (first ? WORD : 0) + (int)number * 50;
        const struct docx_paragraph paragraph = {.style = STYLE_ATTACHMENTS,
                                                 .keep_next = keep_next,
                                                 .before = first ? TWIPS_LINE : 0,
                                                 .indented = true,
                                                 .left = INDENT + WORD + (int)number * 50,
                                                 .first = -hang};
        docx_add_paragraph(writer, &paragraph, line.bytes);
    }
    buffer_free(&line);
    buffer_free(&text);
}

/* ---- Signature and date ---- */

/* A row of the closing and how far it stands from the right, in hundredths of a character. */
static void add_row(struct docx_writer *writer, enum docx_style style, const char *text, int right,
                    bool first, bool keep_next)
{
    const struct docx_paragraph paragraph = {.style = style,
                                             .keep_next = keep_next,
                                             .before = first ? TWIPS_LINE : 0,
                                             .indented = true,
                                             .right = right > 0 ? right : 0};
    docx_add_paragraph(writer, &paragraph, text);
}

/* The issuers' rows: each its own, or under seals three beside each other. */
static struct buffer arrange_issuers(const char *issuers, bool seal)
{
    enum { ROW = 3 };
    struct buffer rows = BUFFER_EMPTY, line = BUFFER_EMPTY;
    for (size_t i = 0; next_line(&issuers, &line); i++) {
        buffer_add(&rows, i == 0 ? "" : seal && i % ROW ? "　" : "\n");
        buffer_add(&rows, line.bytes);
    }
    buffer_free(&line);
    return rows;
}

struct places {
    int issuer_width, date_width, date; /* the date's place; hundredths of a character */
    bool seal;
};

/* Without a seal the date begins two characters right of the issuer; if it is so long that it would
 * pass the second character from the right, the issuer gives way. */
static void place(struct places *places)
{
    enum { SEAL = 400, EDGE = 200 };
    int beside = places->issuer_width - places->date_width;
    places->date = places->seal ? SEAL : beside > EDGE ? beside : EDGE;
}

static int place_issuer(const struct places *places, int width)
{
    enum { BESIDE = 200 };
    if (places->seal)
        return places->date + (places->date_width - width) / 2;
    return places->date + places->date_width + BESIDE - width;
}

static int widest(const char *lines)
{
    struct buffer line = BUFFER_EMPTY;
    int width = 0;
    while (next_line(&lines, &line))
        if (docx_width(line.bytes) > width)
            width = docx_width(line.bytes);
    buffer_free(&line);
    return width;
}

static void add_signed(struct docx_writer *writer, const char *issuers, const char *date, bool seal,
                       bool keep_next)
{
    struct buffer rows = arrange_issuers(issuers, seal), line = BUFFER_EMPTY;
    struct places places = {widest(rows.bytes), docx_width(date), 0, seal};
    const char *at = rows.bytes;
    bool first = true;
    place(&places);
    for (; next_line(&at, &line); first = false)
        add_row(writer, STYLE_SIGNATURE, line.bytes, place_issuer(&places, docx_width(line.bytes)),
                first, *date || *at || keep_next);
    if (*date)
        add_row(writer, STYLE_DATE, date, places.date, first, keep_next);
    buffer_free(&line);
    buffer_free(&rows);
}

void docx_add_closing(struct docx_writer *writer, const struct docx_parts *parts, size_t at,
                      bool seal)
{
    struct buffer lines = BUFFER_EMPTY;
    for (; at < parts->count && parts->list[at].role == PART_CLOSING; at++) {
        struct buffer text = docx_part_text(&parts->list[at]);
        buffer_format(&lines, "%s%s", lines.size ? "\n" : "", text.bytes);
        buffer_free(&text);
    }
    char *last = strrchr(lines.bytes, '\n');
    const char *date = last ? last + 1 : lines.bytes;
    if (!strstr(date, "年") || !ends_with(date, "日"))
        date = "";
    struct buffer issuers = BUFFER_EMPTY;
    buffer_add_bytes(&issuers, lines.bytes, *date ? (size_t)(date - lines.bytes) : lines.size);
    add_signed(writer, issuers.bytes, date, seal,
               at < parts->count && parts->list[at].role == PART_NOTE);
    buffer_free(&issuers);
    buffer_free(&lines);
}

/* ---- The end ---- */

void docx_add_origin(struct docx_writer *writer, const struct page *page)
{
    const struct docx_paragraph paragraph = {.style = STYLE_SMALL, .before = TWIPS_LINE / 2};
    const struct provenance *from = page->provenance;
    struct buffer text = BUFFER_EMPTY;
    if (!page->style->origin || !from)
        return;
    buffer_format(&text,
                  strcmp(page->language, "zh") == 0
                      ? "考评记录：%s　提交：%s\n正文 SHA-256：%s"
                      : "Record: %s, commit: %s\nSHA-256 of the text: %s",
                  from->record, from->commit, from->sha256);
    docx_add_paragraph(writer, &paragraph, text.bytes);
    buffer_free(&text);
}

enum { RULE_THICK = 8, RULE_THIN = 6 }; /* 0.35 and 0.25 mm, in eighths of a point */

/* A table that floats at the foot of the type area, on the page of the paragraph behind it. It is
 * held by the paper's edge: one as wide as the type area that is held by that does not float in
 * LibreOffice. */
static void begin_end_table(struct docx_writer *writer)
{
    buffer_format(&writer->out,
                  "<w:tbl><w:tblPr><w:tblpPr w:leftFromText=\"0\" w:rightFromText=\"0\" "
                  "w:vertAnchor=\"margin\" w:horzAnchor=\"page\" w:tblpX=\"%d\" "
                  "w:tblpYSpec=\"bottom\"/><w:tblOverlap w:val=\"never\"/>"
                  "<w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>"
                  "<w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/>"
                  "</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w=\"%d\"/></w:tblGrid>\n",
                  TWIPS_LEFT, TWIPS_WIDTH, TWIPS_WIDTH);
}

static void begin_end_row(struct docx_writer *writer, bool first, bool last)
{
    buffer_format(&writer->out,
                  "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>"
                  "<w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:tcBorders>"
                  "<w:top w:val=\"single\" w:sz=\"%d\" w:space=\"0\" w:color=\"000000\"/>"
                  "<w:bottom w:val=\"single\" w:sz=\"%d\" w:space=\"0\" w:color=\"000000\"/>"
                  "</w:tcBorders></w:tcPr>",
                  TWIPS_WIDTH, first ? RULE_THICK : RULE_THIN, last ? RULE_THICK : RULE_THIN);
}

/* 抄送：…: a character from both sides, its lines aligned behind the colon. */
static void add_copies(struct docx_writer *writer, const char *text)
{
    enum { HEADING_MOST = 600 };
    const char *colon = strstr(text, "：");
    struct buffer heading = BUFFER_EMPTY;
    buffer_add_bytes(&heading, text, colon ? (size_t)(colon - text) + strlen("：") : 0);
    int width = docx_width(heading.bytes), hang = width <= HEADING_MOST ? width : 0;
    const struct docx_paragraph paragraph = {
        .style = STYLE_END, .indented = true, .left = 100 + hang, .right = 100, .first = -hang};
    docx_add_paragraph(writer, &paragraph, text);
    buffer_free(&heading);
}

/* Office and date, a character from the left and from the right. */
static void add_printing_line(struct docx_writer *writer, struct buffer *text)
{
    struct buffer tabs = BUFFER_EMPTY;
    buffer_format(&tabs, "<w:tabs><w:tab w:val=\"right\" w:pos=\"%d\"/></w:tabs>",
                  TWIPS_WIDTH - docx_style_character(STYLE_END));
    const struct docx_paragraph paragraph = {
        .style = STYLE_END, .tabs = tabs.bytes, .indented = true, .left = 100};
    *strchr(text->bytes, '\n') = '\t';
    docx_add_paragraph(writer, &paragraph, text->bytes);
    buffer_free(&tabs);
}

/* Office and date, parted by a hard line break, in the last paragraph. */
static bool is_printing_line(const struct docx_part *part)
{
    struct buffer text = docx_part_text(part);
    bool parted = part->role == PART_END && strchr(text.bytes, '\n') &&
                  strchr(text.bytes, '\n') == strrchr(text.bytes, '\n');
    buffer_free(&text);
    return parted;
}

/* The rows: those of the end matter that are printed, and before them addressees that were moved.
 */
static size_t gather_end(const struct docx_parts *parts, bool letter, const struct docx_part **rows)
{
    bool moved = docx_addressees_are_long(parts);
    size_t count = 0;
    for (size_t i = 0; i < parts->count; i++)
        if (moved && parts->list[i].role == PART_ADDRESSEES)
            rows[count++] = &parts->list[i];
    for (size_t i = 0; i < parts->count; i++)
        if (parts->list[i].role == PART_END)
            rows[count++] = &parts->list[i];
    if (count && letter && is_printing_line(rows[count - 1]))
        count--;
    return count;
}

static void add_end_row(struct docx_writer *writer, const struct docx_part *row, bool first,
                        bool last)
{
    struct buffer text = docx_part_text(row);
    begin_end_row(writer, first, last);
    if (last && is_printing_line(row))
        add_printing_line(writer, &text);
    else
        add_copies(writer, text.bytes);
    buffer_add(&writer->out, "</w:tc></w:tr>\n");
    buffer_free(&text);
}

void docx_add_end_matter(struct docx_writer *writer, const struct print_style *style,
                         const struct docx_parts *parts)
{
    const struct docx_paragraph behind = {.style = STYLE_SMALL, .line = 20};
    const struct docx_part **rows =
        memory_new((parts->count + 1) * sizeof(const struct docx_part *));
    size_t count = gather_end(parts, style->head == LETTERHEAD_LETTER, rows);
    if (count)
        begin_end_table(writer);
    for (size_t i = 0; i < count; i++)
        add_end_row(writer, rows[i], i == 0, i + 1 == count);
    if (count)
        buffer_add(&writer->out, "</w:tbl>\n");
    if (count || !writer->properties_end) /* behind a table there must be a paragraph */
        docx_add_paragraph(writer, &behind, "");
    free(rows);
}
