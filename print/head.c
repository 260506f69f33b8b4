/* The heads of GB/T 9704-2012: 文件 (§7.2) and 信函 (§10.1). */
#include "core/memory.h"
#include "core/print_style.h"
#include "print/compose.h"
#include "print/paper.h"

#include <math.h>
#include <string.h>

static const struct setting number_setting = {
    .points = BODY_POINTS, .cell = BODY_POINTS, .width = AREA_WIDTH};

/* ---- Where ---- */

/* Places the line so that its baseline lies there; a name without characters has none. */
static void place(struct sheet *sheet, const struct lines *lines, double x, double baseline,
                  enum ink_colour colour)
{
    double y = baseline - baseline_in(lines->pitch, lines->points);
    if (lines->count)
        sheet_place(sheet, lines, 0, x, y, colour);
}

/* The title begins on the line of the grid that is the nearest to two lines below. */
static void go_below(struct sheet *sheet, double y)
{
    sheet->y = fmax(0, round(y / LINE + TITLE_LINES)) * LINE;
}

/* ---- The mark ---- */

/* In one line, whatever the file has. */
static const char *joined(struct arena *arena, const char *text)
{
    char *copy = arena_text(arena, text);
    for (char *at = copy; (at = strchr(at, '\n'));)
        *at = ' ';
    return copy;
}

/* As large as fits `room`, and at most as the law has it; spread to the room where it is to be. */
static const struct lines *set_mark(struct compose *compose, const char *text, double points,
                                    double spread)
{
    struct setting setting = {.points = points, .cell = points, .width = 1e6};
    text = joined(compose->arena, text);
    const struct lines *lines = compose_text(compose, text, FACE_TITLE, &setting);
    double width = lines_width(lines);
    size_t characters = (size_t)(width / points + 0.5);
    if (spread <= width || characters < 2)
        return lines;
    setting.cell += (spread - width) / (double)(characters - 1);
    return compose_text(compose, text, FACE_TITLE, &setting);
}

/* The size at which `text` is no wider than `room`. */
static double mark_points(struct compose *compose, const char *text, double room)
{
    double width = lines_width(set_mark(compose, text, MARK_WIDEST, 0));
    return width > room ? MARK_WIDEST * room / width : MARK_WIDEST;
}

/* From the baseline; of nothing for what has no characters. */
static struct ink mark_ink(struct compose *compose, const char *text, double points, double spread)
{
    const struct lines *lines = set_mark(compose, text, points, spread);
    return lines->count ? line_ink(&lines->list[0]) : (struct ink){0};
}

/* One line, centred, its ink's top at `top`; returns where its ink ends. */
static double draw_mark(struct compose *compose, const char *text, double top)
{
    const struct lines *lines = set_mark(compose, text, mark_points(compose, text, AREA_WIDTH), 0);
    if (!lines->count)
        return top;
    struct ink ink = line_ink(&lines->list[0]);
    place(compose->sheet, lines, (AREA_WIDTH - lines_width(lines)) / 2, top - ink.top, INK_RED);
    return top - ink.top + ink.bottom;
}

/* Several issuers stand one below the other, of one width, 文件 beside their middle; the ink of the
 * first begins at `top`. */
static double draw_marks(struct compose *compose, const char *const *issuers, size_t count,
                         double top)
{
    static const char word[] = "文件";
    const char *longest = issuers[0];
    for (size_t i = 1; i < count; i++)
        longest = strlen(issuers[i]) > strlen(longest) ? issuers[i] : longest;
    double points =
        mark_points(compose, arena_format(compose->arena, "%s　%s", longest, word), AREA_WIDTH);
    points = fmin(points, MARKS_HIGHEST / (double)count / MARKS_PITCH);
    double width = lines_width(set_mark(compose, longest, points, 0));
    double x = (AREA_WIDTH - width - points * 5 / 2) / 2, pitch = points * MARKS_PITCH;
    struct ink ink = mark_ink(compose, issuers[0], points, width);
    double first = top - ink.top, last = first + pitch * (double)(count - 1);
    for (size_t i = 0; i < count; i++) {
        const struct lines *lines = set_mark(compose, issuers[i], points, width);
        double beside = (lines_width(lines) - width) / 2; /* of the cells at both ends */
        place(compose->sheet, lines, x - beside, first + pitch * (double)i, INK_RED);
    }
    place(compose->sheet, set_mark(compose, word, points, 0), x + width + points / 2,
          (first + last) / 2, INK_RED);
    return last + mark_ink(compose, issuers[count - 1], points, width).bottom;
}

/* ---- The heads ---- */

/* Returns where its type ends: a number as wide as the page takes a second line in some fonts. */
static double draw_number(struct compose *compose, double top, bool right)
{
    const struct part *number = compose_find(compose, PART_NUMBER);
    if (!number)
        return top;
    sheet_begin(compose->sheet, "P", NULL, 0);
    const struct lines *lines = compose_lines(compose, number->node, FACE_BODY, &number_setting);
    double y = top - (lines->pitch - lines->points) / 2;
    for (size_t i = 0; i < lines->count; i++, y += lines->pitch) {
        double room = AREA_WIDTH - lines->list[i].width;
        sheet_place(compose->sheet, lines, i, right ? room : room / 2, y, INK_BLACK);
    }
    sheet_begin(compose->sheet, NULL, NULL, 0);
    return y - (lines->pitch - lines->points) / 2;
}

static void compose_document(struct compose *compose)
{
    const struct print_style *style = compose->job->page.style;
    double bottom = MARK_TOP + MARK_WIDEST; /* the space of a mark that is printed already */
    sheet_begin(compose->sheet, "P", NULL, 0);
    if (*style->mark)
        bottom = draw_mark(compose, style->mark, MARK_TOP);
    else if (style->issuer_count == 1)
        bottom =
            draw_mark(compose, arena_format(compose->arena, "%s文件", style->issuers[0]), MARK_TOP);
    else if (style->issuer_count)
        bottom = draw_marks(compose, style->issuers, style->issuer_count, MARK_TOP);
    sheet_begin(compose->sheet, NULL, NULL, 0);
    double top = bottom + NUMBER_LINES * LINE;
    double number = fmax(draw_number(compose, top, false), top + BODY_POINTS);
    double rule = number + HEAD_RULE_GAP;
    sheet_box(compose->sheet, 0, rule, AREA_WIDTH, HEAD_RULE_THICK, INK_RED);
    go_below(compose->sheet, rule);
}

/* On the first page, whichever is the last. */
static void draw_rule(struct sheet *sheet, double y, double height)
{
    sheet_add(sheet, 0,
              (struct mark){.block = sheet->block,
                            .x = (PAPER_WIDTH - LETTER_RULE_WIDTH) / 2 - AREA_LEFT,
                            .y = y,
                            .width = LETTER_RULE_WIDTH,
                            .height = height,
                            .colour = INK_RED});
}

static double draw_rules(struct compose *compose, double y, double first, double second)
{
    draw_rule(compose->sheet, y, first);
    y += first + LETTER_BETWEEN;
    draw_rule(compose->sheet, y, second);
    return y + second;
}

static void compose_letter(struct compose *compose)
{
    const struct print_style *style = compose->job->page.style;
    const char *mark = *style->mark ? style->mark : style->issuer_count ? style->issuers[0] : "";
    double top = LETTER_MARK_TOP - AREA_TOP, bottom = top + MARK_WIDEST;
    sheet_begin(compose->sheet, "P", NULL, 0);
    if (*mark)
        bottom = draw_mark(compose, mark, top);
    sheet_begin(compose->sheet, NULL, NULL, 0);
    double y = draw_rules(compose, bottom + LETTER_RULE_GAP, LETTER_THICK, LETTER_THIN);
    go_below(compose->sheet, draw_number(compose, y + LETTER_NUMBER_GAP, true));
}

void compose_head(struct compose *compose)
{
    if (compose->job->page.style->head == LETTERHEAD_DOCUMENT)
        compose_document(compose);
    else if (compose->job->page.style->head == LETTERHEAD_LETTER)
        compose_letter(compose);
}

void compose_foot(struct compose *compose)
{
    if (compose->job->page.style->head != LETTERHEAD_LETTER)
        return;
    double bottom = PAPER_HEIGHT - LETTER_RULE_BOTTOM - AREA_TOP;
    sheet_begin(compose->sheet, NULL, NULL, 0);
    draw_rules(compose, bottom - LETTER_THIN - LETTER_BETWEEN - LETTER_THICK, LETTER_THIN,
               LETTER_THICK);
}
