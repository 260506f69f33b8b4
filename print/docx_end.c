#include "print/docx_end.h"

#include "core/print_style.h"
#include "core/wrap.h"
#include "print/docx_part.h"
#include "print/docx_text.h"
#include "print/origin.h"

#include <string.h>

void docx_add_origin(struct docx_writer *writer, const struct print_job *job)
{
    const struct docx_paragraph paragraph = {.style = STYLE_SMALL, .before = TWIPS_LINE / 2};
    struct buffer text = BUFFER_EMPTY;
    if (!job->page.style->origin || !job->page.provenance)
        return;
    origin_words(job, "\n", &text);
    docx_add_paragraph(writer, &paragraph, text.bytes);
    buffer_free(&text);
}

/* ---- The table ---- */

enum { RULE_THICK = 8, RULE_THIN = 6 }; /* 0.35 and 0.25 mm, in eighths of a point */

struct table {
    struct docx_writer *writer;
    bool floats; /* at the foot of the page, unless it is longer than one */
    bool begun;
    int rule; /* above the next row */
};

/* A table that floats at the foot of the type area, on the page of the paragraph behind it. It is
 * held by the paper's edge: one as wide as the type area that is held by that does not float in
 * LibreOffice. */
static void begin_table(struct table *table)
{
    docx_part_tables(table->writer);
    buffer_add(&table->writer->out, "<w:tbl><w:tblPr>");
    if (table->floats)
        buffer_format(&table->writer->out,
                      "<w:tblpPr w:leftFromText=\"0\" w:rightFromText=\"0\" "
                      "w:vertAnchor=\"margin\" w:horzAnchor=\"page\" w:tblpX=\"%d\" "
                      "w:tblpYSpec=\"bottom\"/><w:tblOverlap w:val=\"never\"/>",
                      TWIPS_LEFT);
    buffer_format(&table->writer->out,
                  "<w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>"
                  "<w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/>"
                  "</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w=\"%d\"/></w:tblGrid>\n",
                  TWIPS_WIDTH, TWIPS_WIDTH);
    table->begun = true;
    table->rule = RULE_THICK;
}

static void add_rule(struct buffer *out, const char *edge, int thickness)
{
    if (thickness)
        buffer_format(out, "<w:%s w:val=\"single\" w:sz=\"%d\" w:space=\"0\" w:color=\"000000\"/>",
                      edge, thickness);
}

/* Opens a row with the rule that the one before left to it, and one below it: 0 for none. */
static void begin_row(struct table *table, int below)
{
    struct buffer *out = &table->writer->out;
    if (!table->begun)
        begin_table(table);
    buffer_format(out, "<w:tr><w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:tcBorders>",
                  TWIPS_WIDTH);
    add_rule(out, "top", table->rule);
    add_rule(out, "bottom", below);
    buffer_add(out, "</w:tcBorders></w:tcPr>");
    table->rule = below;
}

static void end_row(struct table *table)
{
    buffer_add(&table->writer->out, "</w:tc></w:tr>\n");
}

/* ---- The rows ---- */

/* 抄送：…: a character from both sides, its lines aligned behind the colon. */
static void add_receivers(struct table *table, const char *text, int below)
{
    enum { LABEL_MOST = 24 }; /* bytes */
    const char *colon = strstr(text, "：");
    struct buffer label = BUFFER_EMPTY;
    if (colon && colon - text < LABEL_MOST)
        buffer_add_bytes(&label, text, (size_t)(colon - text) + strlen("："));
    int hang = docx_width(label.bytes);
    const struct docx_paragraph paragraph = {
        .style = STYLE_END, .indented = true, .left = 100 + hang, .right = 100, .first = -hang};
    begin_row(table, below);
    docx_add_paragraph(table->writer, &paragraph, text);
    end_row(table);
    buffer_free(&label);
}

/* Office and date, a character from the left and from the right. */
static void add_printing(struct table *table, struct buffer *text)
{
    struct buffer tabs = BUFFER_EMPTY;
    buffer_format(&tabs, "<w:tabs><w:tab w:val=\"right\" w:pos=\"%d\"/></w:tabs>",
                  TWIPS_WIDTH - docx_style_character(STYLE_END));
    const struct docx_paragraph paragraph = {
        .style = STYLE_END, .tabs = tabs.bytes, .indented = true, .left = 100};
    *strchr(text->bytes, '\n') = '\t';
    begin_row(table, RULE_THICK);
    docx_add_paragraph(table->writer, &paragraph, text->bytes);
    end_row(table);
    buffer_free(&tabs);
}

/* Addressees for whom the first page had no room: above 抄送, with no rule between. */
static void add_moved(struct table *table, const struct docx_parts *parts, bool last)
{
    struct buffer text = docx_part_text(docx_part_find(parts, PART_ADDRESSEES));
    struct buffer words = BUFFER_EMPTY;
    buffer_cut(&text, text.size - strlen("：")); /* with which addressees end */
    buffer_format(&words, "主送：%s。", text.bytes);
    add_receivers(table, words.bytes, last ? RULE_THICK : 0);
    buffer_free(&words);
    buffer_free(&text);
}

/* The last part of the end matter; NULL for none. */
static const struct docx_part *find_last(const struct docx_parts *parts)
{
    const struct docx_part *last = NULL;
    for (size_t i = 0; i < parts->count; i++)
        if (parts->list[i].role == PART_END)
            last = &parts->list[i];
    return last;
}

static bool is_printing(const struct docx_part *part)
{
    struct buffer text = docx_part_text(part);
    bool parted = strchr(text.bytes, '\n') != NULL;
    buffer_free(&text);
    return parted;
}

static void add_rows(struct table *table, const struct docx_parts *parts,
                     const struct docx_part *printing, const struct docx_part *last)
{
    for (const struct docx_part *part = parts->list; part < parts->list + parts->count; part++) {
        if (part->role != PART_END || part > last)
            continue;
        struct buffer text = docx_part_text(part);
        if (part == printing)
            add_printing(table, &text);
        else
            add_receivers(table, text.bytes, part == last ? RULE_THICK : RULE_THIN);
        buffer_free(&text);
    }
}

/* The part of the end matter before that one; NULL for none. */
static const struct docx_part *find_before(const struct docx_parts *parts,
                                           const struct docx_part *part)
{
    while (part-- > parts->list)
        if (part->role == PART_END)
            return part;
    return NULL;
}

/* Whether the end matter, and addressees that were moved to it, have room on a page. */
static bool fits_page(const struct docx_parts *parts, bool moved)
{
    enum { AROUND = 5 }; /* characters: the edges and 抄送： */
    int characters = TWIPS_WIDTH / docx_style_character(STYLE_END) - AROUND;
    int room = TWIPS_HEIGHT / TWIPS_LINE;
    size_t lines = 0;
    for (size_t i = 0; i < parts->count; i++) {
        enum part_role role = parts->list[i].role;
        if (role != PART_END && !(moved && role == PART_ADDRESSEES))
            continue;
        struct buffer text = docx_part_text(&parts->list[i]);
        lines += wrap_count(text.bytes, 2 * (size_t)characters);
        buffer_free(&text);
    }
    return lines <= (size_t)room;
}

void docx_add_end_matter(struct docx_writer *writer, const struct print_style *style,
                         const struct docx_parts *parts, bool moved)
{
    const struct docx_paragraph behind = {.style = STYLE_SMALL, .line = 20};
    struct table table = {.writer = writer};
    const struct docx_part *last = find_last(parts), *printing = NULL;
    table.floats = fits_page(parts, moved);
    if (last && is_printing(last)) {
        printing = last;
        last = style->head == LETTERHEAD_LETTER ? find_before(parts, last) : last;
    }
    if (moved)
        add_moved(&table, parts, !last);
    if (last)
        add_rows(&table, parts, printing, last);
    if (table.begun)
        buffer_add(&writer->out, "</w:tbl>\n");
    if (table.begun || !writer->properties_end) /* behind a table there must be a paragraph */
        docx_add_paragraph(writer, &behind, "");
}
