/* The end matter, on the bottom lines of the last page: GB/T 9704-2012 §7.4; and the record's small
 * print above it. */
#include "core/memory.h"
#include "core/print_style.h"
#include "print/compose.h"
#include "print/origin.h"
#include "print/paper.h"

#include <string.h>

/* A line of it: texts at their places; a rule above the first line of each element. */
struct row {
    const struct lines *left, *right; /* right: NULL for none */
    size_t index;                     /* of both */
    double x, right_x;
    double rule; /* above it; 0 for none */
};

struct end {
    struct compose *compose;
    struct row *rows;
    size_t count, room;
};

static const struct setting end_setting = {
    .points = SMALL_POINTS, .cell = SMALL_POINTS, .width = AREA_WIDTH - 2 * SMALL_POINTS};

static void add_row(struct end *end, struct row row)
{
    if (end->count == end->room) {
        struct row *old = end->rows;
        end->room = end->room ? 2 * end->room : 16;
        end->rows = arena_array(end->compose->arena, end->room, sizeof *end->rows);
        if (old)
            memcpy(end->rows, old, end->count * sizeof *old);
    }
    end->rows[end->count++] = row;
}

/* 抄送：…, its further lines aligned behind the colon. */
static void add_receivers(struct end *end, const char *words, size_t size, bool rule)
{
    enum { LABEL_MOST = 24 }; /* bytes */
    const char *colon = strstr(words, "：");
    size_t label = colon && colon - words < LABEL_MOST ? (size_t)(colon - words) + strlen("：") : 0;
    struct setting setting = end_setting;
    const struct lines *word = compose_piece(end->compose, words, 0, label, FACE_BODY, &setting);
    double hang = label ? lines_width(word) : 0;
    setting.width -= hang;
    const struct lines *names =
        compose_piece(end->compose, words, label, size, FACE_BODY, &setting);
    for (size_t i = 0; i < names->count || (i == 0 && label); i++) {
        struct row row = {.left = names->count ? names : NULL,
                          .index = i,
                          .x = SMALL_POINTS + hang,
                          .rule = i == 0 && rule ? END_RULE_INNER : 0};
        if (i == 0 && label) {
            row.right = word;
            row.right_x = SMALL_POINTS;
        }
        add_row(end, row);
    }
}

/* The office flush left, the date flush right, one character in; it stands below where one line has
 * no room for both. */
static void add_printing(struct end *end, const char *words)
{
    size_t office = strcspn(words, "\n"), all = strlen(words);
    const struct lines *left =
        compose_piece(end->compose, words, 0, office, FACE_BODY, &end_setting);
    const struct lines *right =
        compose_piece(end->compose, words, office + 1, all, FACE_BODY, &end_setting);
    double both = lines_width(left) + SMALL_POINTS + lines_width(right);
    bool beside = left->count <= 1 && right->count == 1 && both <= end_setting.width;
    size_t below = beside ? 0 : left->count, count = below + right->count;
    for (size_t i = 0; i < count || i < left->count; i++) {
        bool dated = i >= below && i < count;
        struct row row = {.left = i < left->count ? left : NULL,
                          .right = dated ? right : NULL,
                          .index = dated ? i - below : i,
                          .x = SMALL_POINTS,
                          .rule = i == 0 ? END_RULE_INNER : 0};
        if (dated)
            row.right_x = AREA_WIDTH - SMALL_POINTS - right->list[i - below].width;
        add_row(end, row);
    }
}

/* Addressees for whom the first page had no room: a line above 抄送, with no rule between. */
static void add_moved(struct end *end)
{
    static const char colon[] = "：";
    if (!end->compose->moved)
        return;
    const char *words = compose_words(end->compose, end->compose->moved);
    size_t size = strlen(words);
    if (size >= strlen(colon) && strcmp(words + size - strlen(colon), colon) == 0)
        size -= strlen(colon);
    words = arena_format(end->compose->arena, "主送：%.*s。", (int)size, words);
    add_receivers(end, words, strlen(words), false);
}

static void gather(struct end *end)
{
    const struct compose *compose = end->compose;
    bool letter = compose->job->page.style->head == LETTERHEAD_LETTER;
    const struct part *last = NULL;
    add_moved(end);
    bool moved = end->count > 0;
    for (size_t i = 0; i < compose->count; i++)
        last = compose->parts[i].role == PART_END ? &compose->parts[i] : last;
    for (size_t i = 0; i < compose->count; i++) {
        const struct part *part = &compose->parts[i];
        if (part->role != PART_END)
            continue;
        const char *words = compose_begin(end->compose, part->node);
        bool printing = part == last && strchr(words, '\n');
        if (printing && !letter)
            add_printing(end, words);
        else if (!printing)
            add_receivers(end, words, strlen(words), !moved);
        compose_done(end->compose);
        moved = false;
    }
}

/* ---- Drawing ---- */

static void draw_row(struct sheet *sheet, const struct row *row, double y)
{
    sheet_begin(sheet, "P", NULL, 0);
    if (row->right && row->right_x <= row->x)
        sheet_place(sheet, row->right, row->index, row->right_x, y, INK_BLACK);
    if (row->left)
        sheet_place(sheet, row->left, row->index, row->x, y, INK_BLACK);
    if (row->right && row->right_x > row->x)
        sheet_place(sheet, row->right, row->index, row->right_x, y, INK_BLACK);
    sheet_begin(sheet, NULL, NULL, 0);
}

/* Rows on the bottom lines of the last page; the last rule coincides with the type area's end. */
static void draw_rows(struct sheet *sheet, const struct row *rows, size_t count)
{
    double top = sheet_height(sheet) - (double)count * LINE;
    sheet_box(sheet, 0, top, sheet_width(sheet), END_RULE_OUTER, INK_BLACK);
    for (size_t i = 0; i < count; i++) {
        double y = top + (double)i * LINE;
        draw_row(sheet, &rows[i], y);
        if (rows[i].rule > 0 && i > 0)
            sheet_box(sheet, 0, y - rows[i].rule / 2, sheet_width(sheet), rows[i].rule, INK_BLACK);
    }
    sheet_box(sheet, 0, sheet_height(sheet) - END_RULE_OUTER, sheet_width(sheet), END_RULE_OUTER,
              INK_BLACK);
    sheet->y = sheet_height(sheet);
}

/* Upright, and on a page of its own where the last one has no room for it. */
static void draw_end(struct compose *compose, const struct end *end)
{
    struct sheet *sheet = compose->sheet;
    size_t at = 0, left;
    if (!end->count)
        return;
    if (sheet_page(sheet)->landscape || sheet_left(sheet) < (double)end->count * LINE - 1)
        sheet_break(sheet, false);
    for (; left = end->count - at, left > AREA_LINES; at += AREA_LINES) {
        draw_rows(sheet, end->rows + at, AREA_LINES);
        sheet_break(sheet, false);
    }
    draw_rows(sheet, end->rows + at, left);
}

/* Record, commit and hash. */
static void draw_origin(struct compose *compose)
{
    static const struct setting setting = {
        .points = ORIGIN_POINTS, .cell = ORIGIN_POINTS, .pitch = LINE / 2, .width = AREA_WIDTH};
    if (!compose->job->page.provenance || !compose->job->page.style->origin)
        return;
    struct buffer text = BUFFER_EMPTY;
    origin_words(compose->job, "\n", &text);
    sheet_begin(compose->sheet, "P", NULL, 0);
    const struct lines *lines = compose_text(compose, text.bytes, FACE_BODY, &setting);
    sheet_snap(compose->sheet);
    sheet_open(compose->sheet, LINE / 2 + (double)lines->count * setting.pitch);
    compose->sheet->y -= (double)lines->count * setting.pitch;
    sheet_lines(compose->sheet, lines, 0);
    sheet_snap(compose->sheet);
    buffer_free(&text);
}

void compose_end(struct compose *compose)
{
    struct end end = {.compose = compose};
    draw_origin(compose);
    gather(&end);
    draw_end(compose, &end);
}
