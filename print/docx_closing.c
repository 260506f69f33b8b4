#include "print/docx_closing.h"

#include "print/docx_part.h"
#include "print/docx_text.h"

#include <ctype.h>
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
                    int blank_lines, bool keep_next)
{
    const struct docx_paragraph paragraph = {.style = style,
                                             .keep_next = keep_next,
                                             .before = blank_lines * TWIPS_LINE,
                                             .indented = true,
                                             .right = right > 0 ? right : 0};
    docx_add_paragraph(writer, &paragraph, text);
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

/* One issuer above the other. */
static void add_signed(struct docx_writer *writer, const char *issuers, const char *date, bool seal,
                       bool keep_next)
{
    struct buffer line = BUFFER_EMPTY;
    int issuer = widest(issuers), most = AREA_CHARACTERS * 100 - 200;
    struct places places = {issuer < most ? issuer : most, docx_width(date), 0, seal};
    int blank_lines = seal && *issuers ? SEAL_LINES_ABOVE : 1;
    place(&places);
    for (; next_line(&issuers, &line); blank_lines = 0)
        add_row(writer, STYLE_SIGNATURE, line.bytes, place_issuer(&places, docx_width(line.bytes)),
                blank_lines, *date || *issuers || keep_next);
    if (*date)
        add_row(writer, STYLE_DATE, date, places.date, blank_lines, keep_next);
    buffer_free(&line);
}

/* ---- Under seals of several issuers ---- */

enum { COLUMN = AREA_CHARACTERS * 100 / SEALS_A_ROW, SEAL_LINES = 5 /* that a seal needs */ };

static size_t count_lines(const char *text)
{
    size_t lines = *text != '\0';
    for (; *text; text++)
        lines += *text == '\n' && text[1];
    return lines;
}

/* A tab to the middle of each of the columns, the last of `count` in the rightmost. */
static void add_tabs(struct buffer *out, size_t count)
{
    buffer_add(out, "<w:tabs>");
    for (size_t i = SEALS_A_ROW - count; i < SEALS_A_ROW; i++)
        buffer_format(out, "<w:tab w:val=\"center\" w:pos=\"%d\"/>",
                      (int)(2 * i + 1) * TWIPS_WIDTH / (2 * SEALS_A_ROW));
    buffer_add(out, "</w:tabs>");
}

/* Takes the next `count` lines as one row. */
static void add_seal_row(struct docx_writer *writer, const char **issuers, size_t count, int before,
                         bool keep_next)
{
    struct buffer row = BUFFER_EMPTY, line = BUFFER_EMPTY, tabs = BUFFER_EMPTY;
    for (size_t i = 0; i < count && next_line(issuers, &line); i++)
        buffer_format(&row, "\t%s", line.bytes);
    add_tabs(&tabs, count);
    const struct docx_paragraph paragraph = {.style = STYLE_SIGNATURE,
                                             .keep_next = keep_next,
                                             .tabs = tabs.bytes,
                                             .before = before,
                                             .align = ALIGN_LEFT};
    docx_add_paragraph(writer, &paragraph, row.bytes);
    buffer_free(&tabs);
    buffer_free(&line);
    buffer_free(&row);
}

/* In columns from the right, the date below the last of them. */
static void add_sealed(struct docx_writer *writer, const char *issuers, const char *date,
                       bool keep_next)
{
    int blank_lines = SEAL_LINES_ABOVE;
    for (size_t left = count_lines(issuers); left;) {
        size_t count = left < SEALS_A_ROW ? left : SEALS_A_ROW;
        left -= count;
        add_seal_row(writer, &issuers, count, blank_lines * TWIPS_LINE, left || *date || keep_next);
        blank_lines = SEAL_LINES - 1;
    }
    if (*date)
        add_row(writer, STYLE_DATE, date, (COLUMN - docx_width(date)) / 2, 0, keep_next);
}

/* ---- All of it ---- */

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
    bool keep_next = at < parts->count && parts->list[at].role == PART_NOTE;
    if (seal && count_lines(issuers.bytes) > 1 && widest(issuers.bytes) <= COLUMN)
        add_sealed(writer, issuers.bytes, date, keep_next);
    else
        add_signed(writer, issuers.bytes, date, seal, keep_next);
    buffer_free(&issuers);
    buffer_free(&lines);
}
