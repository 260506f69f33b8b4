#include "print/signature.h"

#include "core/memory.h"
#include "core/print_style.h"
#include "print/paper.h"

#include <math.h>
#include <string.h>

static const struct setting note_setting = {
    .points = BODY_POINTS, .cell = CELL, .width = AREA_WIDTH - 2 * CELL, .again = true};
static const struct setting small_setting = {
    .points = ORIGIN_POINTS, .cell = ORIGIN_POINTS, .pitch = LINE / 2, .width = AREA_WIDTH};

/* ---- What there is ---- */

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

void signature_gather(struct compose *compose, size_t from, size_t to, struct signature *signature)
{
    cmark_node *date = find_date(compose, from, to);
    *signature = (struct signature){
        .issuers = arena_array(compose->arena, count_issuers(compose, from, to) + 1,
                               sizeof(const struct lines *)),
        .notes = arena_array(compose->arena, to - from, sizeof(const struct lines *)),
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

/* From a row of seals to the next: so that they do not touch. */
#define SEAL_LINES ceil(SEAL_ACROSS / LINE)

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

/* ---- All of it ---- */

double signature_height(const struct compose *compose, const struct signature *signature)
{
    size_t row = row_of(signature), rows = (signature->count + row - 1) / row;
    size_t lines = 1 + signature->rows;
    if (compose->job->page.style->seal)
        lines = SEAL_LINES_ABOVE + (rows ? (rows - 1) * (size_t)SEAL_LINES + 1 : 0);
    double height = (double)(lines + (signature->date != NULL)) * LINE;
    for (size_t i = 0; i < signature->note_count; i++)
        height += (double)signature->notes[i]->count * signature->notes[i]->pitch +
                  (signature->small[i] && !(i && signature->small[i - 1]) ? LINE : 0);
    return height;
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

void signature_draw(struct compose *compose, const struct signature *signature)
{
    struct sheet *sheet = compose->sheet;
    sheet_begin(sheet, "P", NULL, 0);
    if (compose->job->page.style->seal && signature->count)
        draw_sealed(sheet, signature);
    else if (signature->count || signature->date)
        draw_plain(sheet, signature);
    draw_notes(sheet, signature);
}
