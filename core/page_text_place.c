#include "core/page_text.h"

#include "core/page_mark.h"
#include "core/text.h"

#include <string.h>

#define CHARACTER "\u3000"
#define ATTACHMENTS CHARACTER CHARACTER "附件："

enum { TWO_CHARACTERS = 4, ONE_CHARACTER = 2, LABEL_MOST = 12 };

/* However narrow the page, half of the line stays for the text. */
static size_t hang(const struct text_sheet *sheet, size_t wanted)
{
    return wanted < sheet->columns / 2 ? wanted : sheet->columns / 2;
}

/* ---- Attachments ---- */

/* The digits and the point that an attachment's name stands behind: 1. */
static size_t numbering(const char *line)
{
    size_t digits = strspn(line, "0123456789");
    return digits && line[digits] == '.' ? digits + 1 : 0;
}

void text_write_attachments(struct text_sheet *sheet, cmark_node *block)
{
    const size_t label = hang(sheet, text_width(ATTACHMENTS));
    struct buffer text = BUFFER_EMPTY;
    buffer_add(&text, CHARACTER CHARACTER);
    part_add_text(block, false, sheet->track, &text);
    bool labelled = strncmp(text.bytes, ATTACHMENTS, strlen(ATTACHMENTS)) == 0;
    size_t number = labelled ? numbering(text.bytes + strlen(ATTACHMENTS)) : 0;
    for (size_t at = 0; text.bytes[at];) {
        bool begins = at && text.bytes[at - 1] == '\n';
        if (begins)
            number = numbering(text.bytes + at);
        struct text_shape shape = {.rest = begins ? label : hang(sheet, label + number)};
        at = text_write_line(sheet, text.bytes, at, shape);
    }
    text_end_block(sheet);
    buffer_free(&text);
}

/* ---- The closing ---- */

static size_t widest_line(cmark_node *block)
{
    struct buffer text = BUFFER_EMPTY;
    size_t widest = 0;
    part_add_text(block, false, NULL, &text);
    for (size_t at = 0, size; at < text.size; at += size + 1) {
        size = strcspn(text.bytes + at, "\n");
        text.bytes[at + size] = '\0';
        if (text_width(text.bytes + at) > widest)
            widest = text_width(text.bytes + at);
    }
    buffer_free(&text);
    return widest;
}

/* Looks ahead over the paragraphs of the closing: they begin where the longest still ends two
 * characters from the right. */
static void find_closing(struct text_sheet *sheet, const struct parts *parts)
{
    struct parts ahead = *parts;
    size_t widest = 0;
    do {
        size_t width = widest_line(ahead.node);
        widest = width > widest ? width : widest;
        sheet->date = ahead.node;
    } while (parts_next(&ahead) && ahead.role == PART_CLOSING);
    if (sheet->date == parts->node)
        sheet->date = NULL;
    else if (widest_line(sheet->date) + TWO_CHARACTERS > widest)
        widest = widest_line(sheet->date) + TWO_CHARACTERS;
    widest += TWO_CHARACTERS;
    sheet->closing = sheet->columns > widest ? sheet->columns - widest : 0;
}

void text_write_closing(struct text_sheet *sheet, const struct parts *parts)
{
    struct buffer text = BUFFER_EMPTY;
    if (!sheet->closed)
        find_closing(sheet, parts);
    sheet->closed = true;
    size_t left = sheet->closing + (parts->node == sheet->date ? TWO_CHARACTERS : 0);
    part_add_text(parts->node, false, sheet->track, &text);
    text_write_lines(sheet, text.bytes,
                     (struct text_shape){.first = left, .rest = left, .right = TWO_CHARACTERS});
    buffer_free(&text);
}

/* ---- Annexes ---- */

void text_write_annex(struct text_sheet *sheet, cmark_node *heading)
{
    struct buffer text = BUFFER_EMPTY;
    part_add_text(heading, false, sheet->track, &text);
    bool label = strncmp(text.bytes, "附件", strlen("附件")) == 0;
    for (size_t at = 0; text.bytes[at];) {
        at = text_write_line(sheet, text.bytes, at, label ? TEXT_FLUSH : TEXT_CENTRED);
        if (label && text.bytes[at] && text.bytes[at - 1] == '\n') {
            buffer_add_char(sheet->out, '\n');
            label = false;
        }
    }
    text_end_block(sheet);
    buffer_free(&text);
}

/* ---- The end matter ---- */

static void write_rule(struct text_sheet *sheet)
{
    for (size_t i = 0; i < sheet->columns; i++)
        buffer_add_char(sheet->out, '-');
    buffer_add_char(sheet->out, '\n');
}

/* 抄送：…, its lines below each other behind the colon. */
static void write_copies(struct text_sheet *sheet, const char *text)
{
    const char *colon = strstr(text, "：");
    size_t label = ONE_CHARACTER;
    if (colon) {
        struct buffer front = BUFFER_EMPTY;
        buffer_add_bytes(&front, text, (size_t)(colon - text) + strlen("："));
        label = text_width(front.bytes);
        buffer_free(&front);
    }
    text_write_lines(
        sheet, text,
        (struct text_shape){.rest = hang(sheet, label <= LABEL_MOST ? label : ONE_CHARACTER),
                            .right = ONE_CHARACTER});
}

/* Office and date on one line, each one character in; false where they have no room on it. */
static bool write_printing(struct text_sheet *sheet, char *text)
{
    char *date = strchr(text, '\n') + 1;
    date[-1] = '\0';
    size_t office_size = strlen(text), taken = text_width(text) + text_width(date) + ONE_CHARACTER;
    bool fits = !strchr(date, '\n') && taken + ONE_CHARACTER <= sheet->columns;
    if (fits && sheet->track)
        track_line(sheet->track, 0, office_size, sheet->out->size);
    if (fits) {
        buffer_add(sheet->out, text);
        for (size_t i = taken; i < sheet->columns; i++)
            buffer_add_char(sheet->out, ' ');
        if (sheet->track)
            track_line(sheet->track, office_size + 1, strlen(date), sheet->out->size);
        buffer_format(sheet->out, "%s\n", date);
        text_end_block(sheet);
    }
    date[-1] = '\n';
    return fits;
}

void text_write_end(struct text_sheet *sheet, cmark_node *block, bool first)
{
    struct buffer text = BUFFER_EMPTY;
    if (first)
        write_rule(sheet);
    buffer_add(&text, CHARACTER);
    part_add_text(block, false, sheet->track, &text);
    if (!part_is_printing_line(block) || !write_printing(sheet, text.bytes))
        write_copies(sheet, text.bytes);
    write_rule(sheet);
    buffer_free(&text);
}
