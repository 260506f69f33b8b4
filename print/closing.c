/* Attachments, signature and date, notes: GB/T 9704-2012 §7.3.4 to §7.3.6. */
#include "core/memory.h"
#include "core/print_style.h"
#include "print/compose.h"
#include "print/paper.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static const struct setting note_setting = {
    .points = BODY_POINTS, .cell = CELL, .width = AREA_WIDTH - 2 * CELL, .again = true};
static const struct setting small_setting = {
    .points = ORIGIN_POINTS, .cell = ORIGIN_POINTS, .pitch = LINE / 2, .width = AREA_WIDTH};

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

/* ---- What closes ---- */

struct signature {
    const struct lines **issuers;
    size_t count, rows;       /* rows: lines of all issuers */
    const struct lines *date; /* NULL for none */
    const struct lines **notes;
    bool *small;
    size_t note_count;
};

static bool is_date(const char *text)
{
    const char *year = strstr(text, "年"), *day = strstr(text, "日");
    return year && day && year < day && strstr(year, "月") && !day[strlen("日")] &&
           !strchr(text, '\n');
}

/* The last closing paragraph that is a date. */
static cmark_node *find_date(struct compose *compose, size_t from, size_t to)
{
    while (to-- > from)
        if (compose->parts[to].role == PART_CLOSING &&
            is_date(compose_words(compose, compose->parts[to].node)))
            return compose->parts[to].node;
    return NULL;
}

static void add_issuers(struct compose *compose, cmark_node *node, struct signature *signature)
{
    const char *words = compose_begin(compose, node);
    for (size_t at = 0, end; words[at]; at = end + (words[end] == '\n')) {
        end = at + strcspn(words + at, "\n");
        const struct lines *lines =
            compose_piece(compose, words, at, end, FACE_BODY, &note_setting);
        signature->issuers[signature->count++] = lines;
        signature->rows += lines->count;
    }
    compose_done(compose);
}

static size_t count_issuers(struct compose *compose, size_t from, size_t to)
{
    size_t count = 0;
    for (; from < to; from++)
        for (const char *at = compose_words(compose, compose->parts[from].node); *at; at++)
            count += *at == '\n' || !at[1];
    return count;
}

static void gather(struct compose *compose, size_t from, size_t to, struct signature *signature)
{
    cmark_node *date = find_date(compose, from, to);
    *signature = (struct signature){
        .issuers = arena_array(compose->arena, count_issuers(compose, from, to) + 1,
                               sizeof *signature->issuers),
        .notes = arena_array(compose->arena, to - from, sizeof *signature->notes),
        .small = arena_array(compose->arena, to - from, sizeof *signature->small),
        .date = date ? compose_lines(compose, date, FACE_BODY, &note_setting) : NULL};
    for (; from < to; from++) {
        cmark_node *node = compose->parts[from].node;
        bool small = compose->parts[from].role == PART_SMALL;
        if (node == date)
            continue;
        if (compose->parts[from].role == PART_CLOSING) {
            add_issuers(compose, node, signature);
            continue;
        }
        signature->small[signature->note_count] = small;
        signature->notes[signature->note_count++] =
            compose_lines(compose, node, FACE_BODY, small ? &small_setting : &note_setting);
    }
}

/* ---- Without a seal ---- */

/* The issuers end two characters from the right, and the date begins two right of them; a date that
 * is longer ends there itself, and they move. */
static void draw_plain(struct sheet *sheet, const struct signature *signature)
{
    double right = AREA_WIDTH - SIGNATURE_CHARACTERS_RIGHT * CELL, widest = 0, x, date;
    double date_width = signature->date ? lines_width(signature->date) : 0;
    for (size_t i = 0; i < signature->count; i++)
        widest = fmax(widest, lines_width(signature->issuers[i]));
    x = right - widest;
    date = x + SIGNATURE_CHARACTERS_RIGHT * CELL;
    if (date_width > widest || !signature->count) {
        date = right - date_width;
        x = fmax(0, fmin(x, date - SIGNATURE_CHARACTERS_RIGHT * CELL));
    }
    date = fmin(date, AREA_WIDTH - date_width);
    sheet_blank(sheet, 1);
    for (size_t i = 0; i < signature->count; i++)
        sheet_lines(sheet, signature->issuers[i], x);
    if (signature->date)
        sheet_lines(sheet, signature->date, date);
}

/* ---- With seals ---- */

enum { SEAL_LINES = 5 }; /* from a row of seals to the next: so that they do not touch */

/* How many issuers stand in a row: as many as have room for their names, and no more than three. */
static size_t row_of(const struct signature *signature)
{
    size_t row = signature->count < SEALS_A_ROW ? signature->count : SEALS_A_ROW;
    for (size_t i = 0; i < signature->count; i++)
        while (row > 1 && lines_width(signature->issuers[i]) > AREA_WIDTH / (double)row)
            row--;
    return row ? row : 1;
}

/* Each line of the name around the middle, as far as the type area allows. */
static void draw_name(struct sheet *sheet, const struct lines *name, double middle, double y)
{
    for (size_t i = 0; i < name->count; i++) {
        double width = name->list[i].width, most = AREA_WIDTH - width;
        sheet_place(sheet, name, i, fmax(0, fmin(middle - width / 2, most)), y + (double)i * LINE,
                    INK_BLACK);
    }
}

/* The last of a row is centred over the date's middle, the others in columns to its left. */
static void draw_row(struct sheet *sheet, const struct signature *signature, size_t from, size_t to,
                     double middle)
{
    double column = AREA_WIDTH / (double)row_of(signature);
    double y = sheet_open(sheet, (double)signature->issuers[from]->count * LINE);
    for (size_t i = from; i < to; i++)
        draw_name(sheet, signature->issuers[i], middle - (double)(to - 1 - i) * column, y);
}

/* The date ends four characters from the right; the last issuer is centred over it, and a seal on
 * both of them begins within a line below the text. */
static void draw_sealed(struct sheet *sheet, const struct signature *signature)
{
    double width = signature->date ? lines_width(signature->date) : 6 * CELL;
    double right = AREA_WIDTH - SEAL_CHARACTERS_RIGHT * CELL, middle = right - width / 2;
    size_t row = row_of(signature);
    if (row > 1)
        middle = AREA_WIDTH - AREA_WIDTH / (double)row / 2;
    sheet_blank(sheet, SEAL_LINES_ABOVE);
    for (size_t i = 0; i < signature->count; i += row) {
        size_t end = i + row < signature->count ? i + row : signature->count;
        draw_row(sheet, signature, i, end, middle);
        if (end < signature->count)
            sheet->y += (SEAL_LINES - 1) * LINE;
    }
    if (signature->date)
        sheet_lines(sheet, signature->date, middle - width / 2);
}

/* ---- Together with body text ---- */

enum { CARRIED = 2 }; /* lines of the body that go along with a signature */
#define TIGHTEST 0.8  /* of the usual distance between lines */

static double height_of(const struct compose *compose, const struct signature *signature)
{
    size_t row = row_of(signature), rows = (signature->count + row - 1) / row;
    size_t lines = 1 + signature->rows;
    if (compose->job->page.style->seal)
        lines = SEAL_LINES_ABOVE + (rows ? (rows - 1) * SEAL_LINES + 1 : 0);
    double height = (double)(lines + (signature->date != NULL)) * LINE;
    for (size_t i = 0; i < signature->note_count; i++)
        height += (double)signature->notes[i]->count * signature->notes[i]->pitch +
                  (signature->small[i] && !(i && signature->small[i - 1]) ? LINE : 0);
    return height;
}

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
    if (!count || (count < 2 * CARRIED && tighten(sheet, height)))
        return;
    while (y > 1 && heading_above(sheet_page(sheet), y))
        y -= LINE;
    if (y > 1)
        sheet_carry(sheet, y);
}

static void draw_notes(struct sheet *sheet, const struct signature *signature)
{
    for (size_t i = 0; i < signature->note_count; i++) {
        bool small = signature->small[i];
        if (small && !(i && signature->small[i - 1]))
            sheet_blank(sheet, 1);
        sheet_begin(sheet, "P", NULL, 0);
        sheet_lines(sheet, signature->notes[i], small ? 0 : 2 * CELL);
    }
}

static void draw_closing(struct compose *compose, const struct signature *signature)
{
    struct sheet *sheet = compose->sheet;
    sheet_begin(sheet, "P", NULL, 0);
    if (compose->job->page.style->seal && signature->count)
        draw_sealed(sheet, signature);
    else if (signature->count || signature->date)
        draw_plain(sheet, signature);
    draw_notes(sheet, signature);
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
    gather(compose, attached, to, &signature);
    if (to > attached)
        height += height_of(compose, &signature);
    sheet_end(sheet);
    if (height > sheet_left(sheet) + 1)
        bring_body(sheet, height);
    for (; from < attached; from++)
        draw_attachments(compose, compose->parts[from].node);
    if (to > attached)
        draw_closing(compose, &signature);
}
