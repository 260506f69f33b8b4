#include "core/page_part.h"

#include "core/buffer.h"
#include "core/page.h"
#include "core/page_mark.h"
#include "core/text.h"

#include <cmark-gfm-core-extensions.h>
#include <string.h>

enum { ZERO_WIDTH_SPACE = 0x200B, WIDE_SPACE = 0x3000, MARKS_MOST = 8 };

void parts_begin(struct parts *parts, const char *markdown)
{
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8);
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser, markdown, strlen(markdown));
    *parts = (struct parts){.document = cmark_parser_finish(parser)};
    cmark_parser_free(parser);
}

void parts_end(struct parts *parts)
{
    cmark_node_free(parts->document);
    parts->document = NULL;
}

static bool begins_with(const struct buffer *text, const char *what)
{
    return strncmp(text->bytes, what, strlen(what)) == 0;
}

static bool ends_with(const struct buffer *text, const char *what)
{
    size_t size = strlen(what);
    return text->size >= size && strcmp(text->bytes + text->size - size, what) == 0;
}

static bool is_code_alone(cmark_node *paragraph)
{
    cmark_node *child = cmark_node_first_child(paragraph);
    return cmark_node_get_type(child) == CMARK_NODE_CODE && !cmark_node_next(child);
}

/* A paragraph that is longer than a line is a sentence, whatever it ends in. */
static bool is_number(cmark_node *node, const struct buffer *text)
{
    return ends_with(text, "号") && text_width(text->bytes) <= PAGE_COLUMNS && !part_break(node);
}

static enum part_role paragraph_role(const struct parts *parts, cmark_node *node,
                                     const struct buffer *text)
{
    if (parts->closed > 1)
        return PART_END;
    if (!parts->closed && begins_with(text, "附件："))
        return PART_ATTACHMENTS;
    if (parts->closed && is_code_alone(node))
        return PART_SMALL;
    if (parts->closed)
        return begins_with(text, "（") && ends_with(text, "）") ? PART_NOTE : PART_CLOSING;
    if (parts->begun && parts->role == PART_TITLE && is_number(node, text))
        return PART_NUMBER;
    return !parts->body && ends_with(text, "：") ? PART_ADDRESSEES : PART_BODY;
}

/* Only the first part can be the title, unless it is an annex by its name; a later heading of its
 * level begins an annex, in which the body goes on. */
static enum part_role heading_role(struct parts *parts, cmark_node *node, const struct buffer *text)
{
    if (cmark_node_get_heading_level(node) > 1)
        return PART_HEADING;
    bool first = !parts->begun || parts->role == PART_TITLE;
    if (first && !begins_with(text, "附件"))
        return PART_TITLE;
    parts->closed = 0;
    return PART_ANNEX;
}

/* The role of a paragraph or heading; false if it has no text. */
static bool find_text_role(struct parts *parts, cmark_node *node)
{
    struct buffer text = BUFFER_EMPTY;
    part_add_text(node, true, NULL, &text);
    bool found = text.size > 0;
    if (found && cmark_node_get_type(node) == CMARK_NODE_HEADING)
        parts->role = heading_role(parts, node, &text);
    else if (found)
        parts->role = paragraph_role(parts, node, &text);
    buffer_free(&text);
    return found;
}

/* Whether the block is a part; if so, its role is set. */
static bool find_role(struct parts *parts, cmark_node *node)
{
    if (node_is_table(node)) {
        parts->role = PART_TABLE;
        return true;
    }
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_THEMATIC_BREAK:
        parts->closed++;
        return false;
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
        return find_text_role(parts, node);
    case CMARK_NODE_CODE_BLOCK:
        parts->role =
            strcmp(cmark_node_get_fence_info(node), "chart") == 0 ? PART_CHART : PART_CONTAINER;
        return true;
    case CMARK_NODE_LIST:
    case CMARK_NODE_BLOCK_QUOTE:
        parts->role = PART_CONTAINER;
        return true;
    default:
        return false;
    }
}

bool parts_next(struct parts *parts)
{
    do
        parts->node =
            parts->node ? cmark_node_next(parts->node) : cmark_node_first_child(parts->document);
    while (parts->node && !find_role(parts, parts->node));
    if (!parts->node)
        return false;
    parts->begun = true;
    parts->body = parts->body || (parts->role != PART_TITLE && parts->role != PART_NUMBER);
    return true;
}

/* ---- Nodes ---- */

bool node_is_block(cmark_node *node)
{
    return (cmark_node_get_type(node) & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK;
}

/* The extension's types are numbers that it takes when it is registered. */
static bool is_called(cmark_node *node, const char *name)
{
    return strcmp(cmark_node_get_type_string(node), name) == 0;
}

bool node_is_table(cmark_node *node)
{
    return is_called(node, "table");
}

bool node_is_row(cmark_node *node)
{
    return is_called(node, "table_row") || node_is_head_row(node);
}

bool node_is_head_row(cmark_node *node)
{
    return is_called(node, "table_header");
}

bool node_is_cell(cmark_node *node)
{
    return is_called(node, "table_cell");
}

size_t table_columns(cmark_node *table)
{
    return cmark_gfm_extensions_get_table_columns(table);
}

char table_alignment(cmark_node *table, size_t column)
{
    const uint8_t *alignments = cmark_gfm_extensions_get_table_alignments(table);
    return alignments && column < table_columns(table) ? (char)alignments[column] : '\0';
}

/* ---- The pen ---- */

/* Chinese punctuation has its space within; the second half is narrow to a terminal only. */
static bool is_chinese_mark(uint32_t c)
{
    return (c >= 0x3001 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF0F) ||
           (c >= 0xFF1A && c <= 0xFF20) || c == 0x2014 || c == 0x2026 ||
           (c >= 0x2018 && c <= 0x201D);
}

/* Whether two lines of the source are joined without a space. Within a Chinese text they are; a
 * break that the author set by hand, as in a title, never stood for a space beside Chinese. */
static bool joins(const struct pen *pen, uint32_t next)
{
    int wide = (text_character_width(pen->last) == 2) + (text_character_width(next) == 2);
    bool mark = is_chinese_mark(pen->last) || is_chinese_mark(next);
    return wide == 2 || (wide == 1 && (mark || pen->one_line));
}

static void write_character(struct pen *pen, uint32_t c)
{
    if (pen->html && c == '&')
        buffer_add(pen->out, "&amp;");
    else if (pen->html && c == '<')
        buffer_add(pen->out, "&lt;");
    else if (pen->html && c == '>')
        buffer_add(pen->out, "&gt;");
    else if (pen->html && c == '"')
        buffer_add(pen->out, "&quot;");
    else
        text_add_character(pen->out, c);
}

void pen_begin(struct pen *pen)
{
    pen->soft = false;
    pen->last = 0;
    pen->marks = 0;
}

static bool is_unseen(const struct pen *pen, uint32_t c)
{
    bool space = (c == ' ' || c == WIDE_SPACE) && !pen->last && !pen->verbatim;
    return space || c == ZERO_WIDTH_SPACE || (text_is_unsafe(c) && c != '\n');
}

void pen_write(struct pen *pen, const char *text)
{
    for (uint32_t c; (c = text_next(&text));) {
        if (pen->track && track_read(pen->track, c, pen->out->size))
            continue;
        if (c == '\t' || (c == '\n' && !pen->verbatim))
            c = ' ';
        if (is_unseen(pen, c))
            continue;
        pen->marks = c == '\n' || text_character_width(c) ? 0 : pen->marks + 1;
        if (pen->marks > MARKS_MOST)
            continue;
        if (pen->soft && pen->last && !joins(pen, c))
            buffer_add_char(pen->out, ' ');
        pen->soft = false;
        if (pen->track)
            track_write(pen->track, pen->out->size);
        write_character(pen, c);
        pen->last = c;
    }
}

static void break_line(struct pen *pen)
{
    if (pen->one_line) {
        pen->soft = true;
        return;
    }
    buffer_add(pen->out, pen->html ? "<br>" : "\n");
    pen_begin(pen);
}

void pen_write_node(struct pen *pen, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
        pen_write(pen, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_SOFTBREAK:
        pen->soft = true;
        break;
    case CMARK_NODE_LINEBREAK:
        break_line(pen);
        break;
    default:
        break;
    }
}

static bool ends_in_space(const struct buffer *out, size_t from)
{
    const char *end = out->bytes + out->size;
    return out->size > from && (end[-1] == ' ' || end[-1] == '\n' ||
                                (out->size >= from + 3 && memcmp(end - 3, "\u3000", 3) == 0));
}

void part_add_text(cmark_node *block, bool one_line, struct track *track, struct buffer *out)
{
    struct pen pen = {.out = out, .one_line = one_line, .track = track};
    size_t from = out->size;
    cmark_iter *iter = cmark_iter_new(block);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
        if (event == CMARK_EVENT_ENTER)
            pen_write_node(&pen, cmark_iter_get_node(iter));
    cmark_iter_free(iter);
    while (ends_in_space(out, from))
        buffer_cut(out, out->size - (out->bytes[out->size - 1] == '\x80' ? 3 : 1));
}

void part_add_code(cmark_node *block, struct track *track, struct buffer *out)
{
    struct pen pen = {.out = out, .verbatim = true, .track = track};
    pen_write(&pen, cmark_node_get_literal(block));
}

cmark_node *part_break(cmark_node *block)
{
    cmark_node *node = cmark_node_first_child(block);
    while (node && cmark_node_get_type(node) != CMARK_NODE_LINEBREAK)
        node = cmark_node_next(node);
    return node;
}

bool part_is_printing_line(cmark_node *paragraph)
{
    struct buffer text = BUFFER_EMPTY;
    part_add_text(paragraph, false, NULL, &text);
    const char *colon = strstr(text.bytes, "："), *line = strchr(text.bytes, '\n');
    bool is = line && (!colon || colon > line) && part_break(paragraph);
    buffer_free(&text);
    return is;
}
