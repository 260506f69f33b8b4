#include "print/docx_text.h"

#include "core/page_part.h"
#include "core/text.h"

#include <string.h>

void docx_add_escaped(struct buffer *out, const char *text)
{
    struct buffer safe = BUFFER_EMPTY;
    text_add_safe(&safe, text);
    for (const char *at = safe.bytes; *at; at++) {
        if (*at == '&')
            buffer_add(out, "&amp;");
        else if (*at == '<')
            buffer_add(out, "&lt;");
        else if (*at == '>')
            buffer_add(out, "&gt;");
        else if (*at == '"')
            buffer_add(out, "&quot;");
        else
            buffer_add_char(out, *at);
    }
    buffer_free(&safe);
}

int docx_width(const char *text)
{
    enum { HALF = 50 };
    int width = 0;
    for (uint32_t c; (c = text_next(&text));) {
        bool of_paper = c == 0xB7 || (c >= 0x2014 && c <= 0x2026);
        width += of_paper ? 2 * HALF : text_character_width(c) * HALF;
    }
    return width;
}

/* ---- Paragraphs ---- */

static void add_spacing(struct buffer *out, const struct docx_paragraph *paragraph)
{
    if (!paragraph->before && !paragraph->line)
        return;
    buffer_add(out, "<w:spacing");
    if (paragraph->before)
        buffer_format(out, " w:before=\"%d\"", paragraph->before);
    if (paragraph->line)
        buffer_format(out, " w:line=\"%d\" w:lineRule=\"exact\"", paragraph->line);
    buffer_add(out, "/>");
}

/* Word goes by the characters, which follow a person's own size; others by the twips. */
static void add_indent(struct buffer *out, const char *edge, int hundredths, int character)
{
    buffer_format(out, " w:%sChars=\"%d\" w:%s=\"%d\"", edge, hundredths, edge,
                  hundredths * character / 100);
}

/* Where lines hang, twips alone: Word and others do not agree whether characters of `left` count
 * those that hang. */
static void add_hanging(struct buffer *out, const struct docx_paragraph *paragraph, int character)
{
    buffer_format(out, " w:left=\"%d\" w:right=\"%d\" w:hanging=\"%d\"",
                  paragraph->left * character / 100, paragraph->right * character / 100,
                  -paragraph->first * character / 100);
}

static void add_indents(struct buffer *out, const struct docx_paragraph *paragraph)
{
    int character = docx_style_character(paragraph->style);
    if (!paragraph->indented)
        return;
    buffer_add(out, "<w:ind");
    if (paragraph->first < 0) {
        add_hanging(out, paragraph, character);
    } else {
        add_indent(out, "left", paragraph->left, character);
        add_indent(out, "right", paragraph->right, character);
        add_indent(out, "firstLine", paragraph->first, character);
    }
    buffer_add(out, "/>");
}

static void add_optional(struct buffer *out, const char *element)
{
    if (element)
        buffer_add(out, element);
}

/* The order of the elements is the standard's. */
void docx_begin(struct docx_writer *writer, const struct docx_paragraph *paragraph)
{
    static const char *const alignments[] = {"", "left", "center", "right"};
    struct buffer *out = &writer->out;
    buffer_format(out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", docx_style_id(paragraph->style));
    writer->style_end = out->size;
    if (paragraph->keep_next)
        buffer_add(out, "<w:keepNext/>");
    if (paragraph->new_page)
        buffer_add(out, "<w:pageBreakBefore/>");
    add_optional(out, paragraph->frame);
    add_optional(out, paragraph->borders);
    add_optional(out, paragraph->tabs);
    add_spacing(out, paragraph);
    add_indents(out, paragraph);
    if (paragraph->align)
        buffer_format(out, "<w:jc w:val=\"%s\"/>", alignments[paragraph->align]);
    writer->properties_end = out->size;
    writer->half_points = paragraph->half_points;
    buffer_add(out, "</w:pPr>");
}

void docx_end(struct docx_writer *writer)
{
    buffer_add(&writer->out, "</w:p>\n");
}

void docx_add_paragraph(struct docx_writer *writer, const struct docx_paragraph *paragraph,
                        const char *text)
{
    docx_begin(writer, paragraph);
    docx_add_run(writer, text);
    docx_end(writer);
}

static void insert(struct docx_writer *writer, size_t at, const char *element)
{
    struct buffer behind = BUFFER_EMPTY;
    buffer_add(&behind, writer->out.bytes + at);
    buffer_cut(&writer->out, at);
    buffer_add(&writer->out, element);
    buffer_add(&writer->out, behind.bytes);
    buffer_free(&behind);
}

void docx_part_tables(struct docx_writer *writer)
{
    static const struct docx_paragraph between = {.style = STYLE_CELL};
    if (writer->out.size && !writer->properties_end)
        docx_add_paragraph(writer, &between, "");
}

void docx_keep_next(struct docx_writer *writer)
{
    static const char keep[] = "<w:keepNext/>";
    if (!writer->properties_end ||
        strncmp(writer->out.bytes + writer->style_end, keep, strlen(keep)) == 0)
        return;
    insert(writer, writer->style_end, keep);
    writer->properties_end += strlen(keep);
}

void docx_end_section(struct docx_writer *writer, const char *section)
{
    if (!writer->properties_end) {
        const struct docx_paragraph least = {.style = STYLE_SMALL, .line = 20};
        docx_add_paragraph(writer, &least, "");
    }
    insert(writer, writer->properties_end, section);
}

/* ---- Runs ---- */

struct runs {
    struct docx_writer *writer;
    struct buffer text; /* of one typeface */
    struct pen pen;
    size_t emphasised, strong; /* how many are open */
};

/* One line of a run; tabs are the writer's own, for the pen lets none through. */
static void add_line(struct buffer *out, const char *line, size_t size)
{
    struct buffer part = BUFFER_EMPTY;
    for (size_t at = 0; at <= size; at++) {
        if (at < size && line[at] != '\t') {
            buffer_add_char(&part, line[at]);
            continue;
        }
        buffer_add(out, part.size ? "<w:t xml:space=\"preserve\">" : "");
        docx_add_escaped(out, part.bytes);
        buffer_add(out, part.size ? "</w:t>" : "");
        buffer_add(out, at < size ? "<w:tab/>" : "");
        buffer_cut(&part, 0);
    }
    buffer_free(&part);
}

/* The hint sets quotation marks, dashes and dots, which are of both scripts, in the Chinese font
 * and keeps them from the wrong end of a line. */
static void add_run(struct docx_writer *writer, const char *style, const char *text)
{
    struct buffer *out = &writer->out;
    if (!*text)
        return;
    buffer_add(out, "<w:r><w:rPr>");
    if (style)
        buffer_format(out, "<w:rStyle w:val=\"%s\"/>", style);
    buffer_add(out, "<w:rFonts w:hint=\"eastAsia\"/>");
    if (writer->half_points)
        buffer_format(out, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", writer->half_points,
                      writer->half_points);
    buffer_add(out, "</w:rPr>");
    for (;;) {
        size_t size = strcspn(text, "\n");
        add_line(out, text, size);
        if (!text[size])
            break;
        buffer_add(out, "<w:br/>");
        text += size + 1;
    }
    buffer_add(out, "</w:r>");
}

void docx_add_run(struct docx_writer *writer, const char *text)
{
    add_run(writer, NULL, text);
}

static void flush(struct runs *runs)
{
    add_run(runs->writer, runs->strong ? "Hei" : runs->emphasised ? "Kai" : NULL, runs->text.bytes);
    buffer_cut(&runs->text, 0);
}

static void write_node(struct runs *runs, cmark_node *node, bool enters)
{
    cmark_node_type type = cmark_node_get_type(node);
    size_t *open = type == CMARK_NODE_EMPH     ? &runs->emphasised
                   : type == CMARK_NODE_STRONG ? &runs->strong
                                               : NULL;
    if (open) {
        flush(runs);
        *open += enters ? 1 : (size_t)-1;
    } else if (enters) {
        pen_write_node(&runs->pen, node);
    }
}

static void cut_spaces(struct buffer *text)
{
    while (text->size && strchr(" \n", text->bytes[text->size - 1]))
        buffer_cut(text, text->size - 1);
}

void docx_add_block(struct docx_writer *writer, cmark_node *block, bool strong)
{
    struct runs runs = {.writer = writer, .text = BUFFER_EMPTY, .strong = strong};
    runs.pen = (struct pen){.out = &runs.text};
    cmark_iter *iter = cmark_iter_new(block);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
        write_node(&runs, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER);
    cmark_iter_free(iter);
    cut_spaces(&runs.text);
    flush(&runs);
    buffer_free(&runs.text);
}
