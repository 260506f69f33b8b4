/* What closes a circular, kept together with its text: attachments (GB/T 9704-2012 §7.3.4),
 * signature and notes. */
#include "core/memory.h"
#include "print/compose.h"
#include "print/paper.h"
#include "print/signature.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* Numbers stand close here: nothing behind them has to be on the grid. */
static const struct setting attachment_setting = {
    .points = BODY_POINTS, .cell = CELL, .width = AREA_WIDTH};

/* ---- Attachments ---- */

static const char attachments_word[] = "附件：";

/* How many bytes of the line are its number: `1.`, `2．`; 0 for none. */
static size_t number_size(const char *line)
{
    size_t digits = 0;
    while (isdigit((unsigned char)line[digits]))
        digits++;
    if (digits && line[digits] == '.')
        return digits + 1;
    return digits && strncmp(line + digits, "．", strlen("．")) == 0 ? digits + strlen("．") : 0;
}

/* One attachment: its number, and its name hanging behind it. */
static void draw_attachment(struct compose *compose, const char *words, size_t from, size_t to)
{
    struct setting setting = attachment_setting;
    double x = 5 * CELL; /* two of the indent, three of the word */
    size_t number = number_size(words + from);
    double y = sheet_open(compose->sheet, LINE);
    compose->sheet->y = y;
    if (number) {
        const struct lines *lines =
            compose_piece(compose, words, from, from + number, FACE_BODY, &setting);
        sheet_place(compose->sheet, lines, 0, x, y, INK_BLACK);
        x += fmax(CELL, lines->list[0].width);
    }
    from += number + (words[from + number] == ' ');
    setting.width -= x;
    const struct lines *lines = compose_piece(compose, words, from, to, FACE_BODY, &setting);
    sheet_lines(compose->sheet, lines, x);
    if (!lines->count)
        sheet_open(compose->sheet, LINE);
}

/* ---- Together with body text ---- */

/* Lines of the body that go along with a signature; those that a page must have to give them. */
enum { CARRIED = 2, ENOUGH = 4 };
#define TIGHTEST 0.8 /* of the usual distance between lines */

/* Whether a heading's line stands on the page right above y. */
static bool heading_above(const struct sheet_page *page, double y)
{
    for (size_t i = page->count; i > 0; i--) {
        const struct mark *mark = &page->marks[i - 1];
        bool above = mark->lines && fabs(mark->y + mark->height - y) < 1;
        if (above && mark->block->tag && *mark->block->tag == 'H')
            return true;
    }
    return false;
}

/* The lines of body text on the last page: how many, and where those begin that would go along. */
static size_t count_body(const struct sheet_page *page, double *carried)
{
    size_t count = 0;
    for (size_t i = page->count; i > 0; i--) {
        const struct mark *mark = &page->marks[i - 1];
        if (!mark->lines || !mark->block->body)
            continue;
        if (count++ < CARRIED)
            *carried = mark->y;
    }
    return count;
}

/* Where the text begins below the first page's head. */
static double text_begin(const struct sheet_page *page)
{
    for (size_t i = 0; i < page->count; i++)
        if (page->marks[i].block->tag && strcmp(page->marks[i].block->tag, "H1") == 0)
            return page->marks[i].y;
    return 0;
}

/* The page has not enough body text to give some away: its lines come closer together, if they
 * still can be read; the standard allows it. */
static bool tighten(struct sheet *sheet, double height)
{
    double begin = text_begin(sheet_page(sheet));
    double above = fmin(begin, TITLE_LINES * LINE), fixed = begin - above;
    double end = floor((sheet_height(sheet) - height) / LINE + 1e-6) * LINE;
    if (end - fixed < TIGHTEST * (sheet->y - fixed))
        return false;
    sheet_tighten(sheet, begin, above, end);
    return true;
}

/* Takes the last lines of the body along to a new page, with the heading above them. Where they are
 * all that the page has, or where no body is on it, nothing is gained. */
static void bring_body(struct sheet *sheet, double height)
{
    double y = 0;
    size_t count = count_body(sheet_page(sheet), &y);
    if (!count || (count < ENOUGH && tighten(sheet, height)))
        return;
    while (y > 1 && heading_above(sheet_page(sheet), y))
        y -= LINE;
    if (y > 1)
        sheet_carry(sheet, y);
}

static void draw_attachments(struct compose *compose, cmark_node *attachments)
{
    struct sheet *sheet = compose->sheet;
    const char *words = compose_begin(compose, attachments);
    sheet_begin(sheet, "P", NULL, 0);
    sheet_blank(sheet, 1);
    double y = sheet_open(sheet, LINE);
    sheet_place(sheet, compose_text(compose, attachments_word, FACE_BODY, &attachment_setting), 0,
                2 * CELL, y, INK_BLACK);
    sheet->y = y;
    for (size_t at = strlen(attachments_word), end;; at = end + 1) {
        end = at + strcspn(words + at, "\n");
        draw_attachment(compose, words, at, end);
        if (!words[end])
            break;
    }
    compose_done(compose);
}

/* As many lines as there are attachments, and a blank one: names seldom take more. */
static double height_of_attachments(struct compose *compose, cmark_node *attachments)
{
    size_t lines = 2;
    for (const char *at = compose_words(compose, attachments); *at; at++)
        lines += *at == '\n';
    return (double)lines * LINE;
}

void compose_closing(struct compose *compose, size_t from, size_t to)
{
    struct sheet *sheet = compose->sheet;
    struct signature signature;
    size_t attached = from;
    double height = 0;
    for (; attached < to && compose->parts[attached].role == PART_ATTACHMENTS; attached++)
        height += height_of_attachments(compose, compose->parts[attached].node);
    signature_gather(compose, attached, to, &signature);
    if (to > attached)
        height += signature_height(compose, &signature);
    sheet_end(sheet);
    if (height > sheet_left(sheet) + 1)
        bring_body(sheet, height);
    if (height > sheet_left(sheet) + 1 && height <= sheet_height(sheet) + 1)
        sheet_break(sheet, false); /* no body could be brought: at least it stays together */
    for (; from < attached; from++)
        draw_attachments(compose, compose->parts[from].node);
    if (to > attached)
        signature_draw(compose, &signature);
}
