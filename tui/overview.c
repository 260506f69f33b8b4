#include "tui/overview.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "tui/checklist.h"
#include "tui/item.h"
#include "tui/list.h"
#include "tui/loop.h"
#include "tui/preview.h"
#include "tui/screens.h"
#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>

/* Columns of the table; a blank stands behind each. */
enum {
    NAME = 12,
    DONE = 4,
    BAR = 10,
    OPEN = 4,
    TOTAL = 6,
    RANK = 4,
    GRADE = 6,
    CELL = 8,
    FIXED = NAME + 1 + DONE + 1 + OPEN + 1 + TOTAL + 1 + RANK + 1 + GRADE + 1,
    WIDE = 100 /* from so many columns on there is room for bars */
};

struct overview {
    struct review *review;
    struct list list;
    size_t first; /* the first category that is shown */
    size_t shown; /* how many are, as of the last drawing */
};

static const struct assessment *assessment_of(const struct overview *overview)
{
    return overview->review->snapshot->assessment;
}

static size_t count(void *context)
{
    return assessment_of(context)->jurisdiction_count;
}

/* Draws a text at the right end of `width` columns and returns the column behind the blank. */
static int draw_right(struct area area, int column, int width, unsigned style, const char *text)
{
    int used = (int)text_width(text);
    int at = used < width ? column + width - used : column;
    draw_text(area.row, area.column + at,
              at + width - used > column ? width - (at - column) : width, style, text);
    return column + width + 1;
}

static int draw_left(struct area area, int column, int width, unsigned style, const char *text)
{
    draw_text(area.row, area.column + column, width, style, text);
    return column + width + 1;
}

static int draw_number(struct area area, int column, int width, size_t number)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_format(&text, "%zu", number);
    column = draw_right(area, column, width, number ? STYLE_WAITING : STYLE_NORMAL, text.bytes);
    buffer_free(&text);
    return column;
}

static size_t percent(const struct counts *counts)
{
    size_t closed = counts->total - review_count_open(counts);
    return counts->total ? closed * 100 / counts->total : 100;
}

static int draw_progress(struct area area, int column, const struct counts *counts)
{
    struct buffer text = BUFFER_EMPTY;
    unsigned style = review_count_open(counts) ? STYLE_WAITING : STYLE_GOOD;
    buffer_format(&text, "%zu%%", percent(counts));
    column = draw_right(area, column, DONE, style, text.bytes);
    buffer_cut(&text, 0);
    for (size_t i = 0; i < BAR; i++)
        buffer_add_char(&text, (i + 1) * 100 <= percent(counts) * BAR ? '#' : '-');
    if (area.columns >= WIDE)
        column = draw_left(area, column, BAR, style, text.bytes);
    buffer_free(&text);
    return column;
}

/* Total, rank and grade; the whole has none of them. */
static int draw_standing(const struct overview *overview, struct area area, int column,
                         const struct standing *standing)
{
    const struct assessment *assessment = assessment_of(overview);
    struct buffer total = BUFFER_EMPTY, rank = BUFFER_EMPTY;
    bool ranked = standing->rank > 0;
    decimal_add_rounded(&total, standing->total, SCORE_PLACES);
    buffer_format(&rank, "%d", standing->rank);
    column = draw_right(area, column, TOTAL, STYLE_NORMAL, ranked ? total.bytes : "-");
    column = draw_right(area, column, RANK, STYLE_NORMAL, ranked ? rank.bytes : "-");
    column = draw_left(area, column, GRADE, STYLE_NORMAL,
                       ranked && standing->grade < assessment->grade_count
                           ? assessment->grades[standing->grade].name
                           : "-");
    buffer_free(&rank);
    buffer_free(&total);
    return column;
}

static int draw_cell(struct area area, int column, const struct counts *counts)
{
    struct buffer text = BUFFER_EMPTY;
    size_t open = review_count_open(counts);
    if (counts->total)
        buffer_format(&text, "%zu/%zu", counts->total - open, counts->total);
    column = draw_right(area, column, CELL, open ? STYLE_WAITING : STYLE_GOOD, text.bytes);
    buffer_free(&text);
    return column;
}

static void draw_row(void *context, size_t index, struct area area, bool selected)
{
    const struct overview *overview = context;
    const struct assessment *assessment = assessment_of(overview);
    const struct standing *standing = &overview->review->snapshot->tally->standings[index];
    int column = draw_left(area, 0, NAME, selected ? STYLE_BOLD : STYLE_NORMAL,
                           assessment->jurisdictions[index].name);
    column = draw_progress(area, column, &standing->counts);
    column = draw_number(area, column, OPEN, review_count_open(&standing->counts));
    column = draw_standing(overview, area, column, standing);
    for (size_t i = 0; i < overview->shown; i++)
        column = draw_cell(area, column, &standing->categories[overview->first + i].counts);
}

static void draw_heading(const struct overview *overview, struct area area)
{
    const struct assessment *assessment = assessment_of(overview);
    area.column += LIST_MARGIN;
    area.columns -= LIST_MARGIN;
    int column = draw_left(area, 0, NAME, STYLE_HEADING, TR("jurisdiction", "考评对象"));
    column = draw_right(area, column, DONE, STYLE_HEADING, TR("done", "进度"));
    if (area.columns >= WIDE)
        column += BAR + 1;
    column = draw_right(area, column, OPEN, STYLE_HEADING, TR("open", "待评"));
    column = draw_right(area, column, TOTAL, STYLE_HEADING, TR("total", "总分"));
    column = draw_right(area, column, RANK, STYLE_HEADING, TR("rank", "名次"));
    column = draw_left(area, column, GRADE, STYLE_HEADING, TR("grade", "等次"));
    for (size_t i = 0; i < overview->shown; i++)
        column = draw_right(area, column, CELL, STYLE_HEADING,
                            assessment->categories[overview->first + i].name);
}

static void add_count(struct buffer *out, const char *name, size_t number)
{
    if (number)
        buffer_format(out, "  %s %zu", name, number);
}

static void add_states(struct buffer *out, const struct counts *counts)
{
    for (int state = 0; state < STATES; state++)
        add_count(out, state_name((enum state)state), counts->state[state]);
    add_count(out, TR("overdue", "逾期"), counts->overdue);
}

/* The line above the table: all of it in numbers, and which categories are shown. */
static void draw_summary(const struct overview *overview, struct area area)
{
    const struct assessment *assessment = assessment_of(overview);
    const struct counts *counts = &overview->review->snapshot->tally->counts;
    struct buffer text = BUFFER_EMPTY;
    buffer_format(&text, TR("all %zu", "共%zu项"), counts->total);
    add_states(&text, counts);
    draw_text(area.row, area.column, area.columns, STYLE_NORMAL, text.bytes);
    if (overview->shown < assessment->category_count) {
        buffer_cut(&text, 0);
        buffer_format(&text, TR("categories %zu-%zu of %zu", "类别 %zu-%zu/%zu"),
                      overview->first + 1, overview->first + overview->shown,
                      assessment->category_count);
        int width = (int)text_width(text.bytes);
        draw_text(area.row, area.column + area.columns - width, width, STYLE_DIM, text.bytes);
    }
    buffer_free(&text);
}

/* Below the table: the selected jurisdiction in words. */
static void draw_detail(const struct overview *overview, struct area area)
{
    const struct jurisdiction *jurisdiction = review_jurisdiction(overview->review);
    if (!jurisdiction || area.rows < 2)
        return;
    const struct tally *tally = overview->review->snapshot->tally;
    const struct standing *standing = &tally->standings[jurisdiction->index];
    struct buffer text = BUFFER_EMPTY;
    buffer_add(&text, jurisdiction->government);
    add_states(&text, &standing->counts);
    draw_text(area.row, area.column, area.columns, STYLE_NORMAL, text.bytes);
    buffer_cut(&text, 0);
    if (standing->failed || standing->cap)
        buffer_add(&text, TR("a veto limits the grade  ", "有否决项限制等次  "));
    struct decimal short_by;
    const struct grade *next = standing->rank ? tally_next_grade(tally, standing, &short_by) : NULL;
    if (next) {
        buffer_add(&text, TR("short of ", "距"));
        buffer_format(&text, TR("%s by ", "%s差"), next->name);
        decimal_add(&text, short_by, SCORE_PLACES);
        buffer_add(&text, TR("  ", "分  "));
    }
    if (review_count_open(&tally->counts))
        buffer_add(&text, TR("totals, ranks and grades are provisional",
                             "尚有未评定项，总分、名次、等次均为暂定"));
    draw_text(area.row + 1, area.column, area.columns, STYLE_DIM, text.bytes);
    buffer_free(&text);
}

/* How many categories fit, and from which on, so that no room stays empty at the end. */
static void fit_categories(struct overview *overview, int columns)
{
    size_t all = assessment_of(overview)->category_count;
    int room = columns - LIST_MARGIN - FIXED;
    if (columns - LIST_MARGIN >= WIDE)
        room -= BAR + 1;
    overview->shown = room > CELL ? (size_t)room / (CELL + 1) : 1;
    if (overview->shown > all)
        overview->shown = all;
    if (overview->first > all - overview->shown)
        overview->first = all - overview->shown;
}

static void find_cursor(struct overview *overview)
{
    const struct jurisdiction *jurisdiction = review_jurisdiction(overview->review);
    if (jurisdiction)
        list_select(&overview->list, jurisdiction->index);
}

static void title(const struct view *view, struct buffer *out)
{
    const struct overview *overview = view->state;
    buffer_format(out, TR("overview %s", "%s年总览"), assessment_of(overview)->year);
}

static void draw(struct view *view, struct area area)
{
    struct overview *overview = view->state;
    fit_categories(overview, area.columns);
    find_cursor(overview);
    draw_summary(overview, area);
    struct area heading = area, table = area, detail = area;
    heading.row += 1;
    draw_heading(overview, heading);
    int rows = (int)count(overview);
    table.row += 2;
    table.rows = rows + 3 <= area.rows - 2 ? rows : area.rows - 2;
    list_draw(&overview->list, table);
    detail.row = table.row + table.rows + 1;
    detail.rows = area.row + area.rows - detail.row;
    draw_detail(overview, detail);
}

static void go_to_cursor(struct overview *overview)
{
    if (list_has_selection(&overview->list))
        review_go_jurisdiction(overview->review,
                               &assessment_of(overview)->jurisdictions[overview->list.cursor]);
}

/* Moves to the next jurisdiction with something open, or else to be confirmed. */
static void go_on(struct overview *overview, bool forward)
{
    const struct jurisdiction *here = review_jurisdiction(overview->review);
    const struct entry *from = NULL;
    if (here && here->entry_count)
        from = here->entries[forward ? here->entry_count - 1 : 0];
    const struct entry *open = item_next(overview->review, from, NULL, forward);
    if (open)
        review_go_jurisdiction(overview->review, open->jurisdiction);
    else
        item_say_all_decided(overview->review, NULL);
}

static struct answer handle(struct view *view, struct press press)
{
    struct overview *overview = view->state;
    find_cursor(overview);
    switch (press.request) {
    case REQUEST_OPEN:
        return review_jurisdiction(overview->review) ? view_open(checklist_open(overview->review))
                                                     : view_unhandled();
    case REQUEST_NEXT:
    case REQUEST_PREVIOUS:
        go_on(overview, press.request == REQUEST_NEXT);
        return view_stay();
    case REQUEST_COLUMN_NEXT:
        overview->first += overview->shown;
        return view_stay();
    case REQUEST_COLUMN_BACK:
        overview->first -= overview->shown < overview->first ? overview->shown : overview->first;
        return view_stay();
    case REQUEST_PREVIEW:
        return view_open(preview_open(overview->review));
    default:
        if (!list_handle(&overview->list, press.request))
            return screens_open(overview->review, SCREEN_OVERVIEW, press.request);
        go_to_cursor(overview);
        return view_stay();
    }
}

static bool offers(const struct view *view, enum request request)
{
    const struct overview *overview = view->state;
    if (request == REQUEST_COLUMN_NEXT)
        return overview->shown < assessment_of(overview)->category_count;
    return request != REQUEST_BACK;
}

static void close_overview(struct view *view)
{
    free(view->state);
}

static void say_what_waits(const struct review *review)
{
    size_t open = review_count_open(&review->snapshot->tally->counts);
    if (open)
        loop_say(STYLE_WAITING,
                 TR("%zu items wait for a decision; press Enter", "还有%zu项待评定；按回车进入"),
                 open);
    else
        item_say_all_decided(review, NULL);
}

struct view *overview_open(struct review *review)
{
    static const struct list_rows rows = {.count = count, .draw = draw_row};
    static const struct view_kind kind = {.screen = SCREEN_OVERVIEW,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .offers = offers,
                                          .close = close_overview};
    struct overview *overview = memory_new(sizeof *overview);
    *overview = (struct overview){.review = review, .list = {.rows = &rows, .context = overview}};
    say_what_waits(review);
    return view_new(&kind, overview);
}
