#include "core/language.h"
#include "core/text.h"
#include "tui/entries.h"
#include "tui/overview.h"
#include "tui/rights.h"
#include "tui/terminal.h"

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
    WIDE = 100, /* from so many columns on there is room for bars */
    HEAD = 3    /* rows above the table */
};

static const struct assessment *assessment_of(const struct overview *overview)
{
    return overview->review->snapshot->assessment;
}

/* ---- cells ---- */

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

/* The colour of a share: all, most, half, less. */
static unsigned heat(struct decimal part, struct decimal whole)
{
    struct decimal quarters = decimal_over(decimal_times(part, decimal_of(4)), whole);
    if (!decimal_is_number(quarters))
        return STYLE_NORMAL;
    return decimal_compare(quarters, decimal_of(4)) >= 0   ? STYLE_GOOD
           : decimal_compare(quarters, decimal_of(3)) >= 0 ? STYLE_NORMAL
           : decimal_compare(quarters, decimal_of(2)) >= 0 ? STYLE_WAITING
                                                           : STYLE_BAD;
}

static unsigned heat_of(size_t part, size_t whole)
{
    return heat(decimal_of((int64_t)part), decimal_of((int64_t)whole));
}

/* The entries that the measure counts; for the score, those that are decided. */
static size_t counted(enum measure measure, const struct counts *counts)
{
    return measure == MEASURE_COMPLETED ? counts->completed
                                        : counts->total - review_count_open(counts);
}

static size_t percent_of(const struct overview *overview, const struct counts *counts)
{
    size_t part = counted(overview->review->arrangement.measure, counts);
    return counts->total ? part * 100 / counts->total : 100;
}

static void add_bar(struct buffer *out, size_t percent)
{
    for (size_t i = 0; i < BAR; i++)
        buffer_add_char(out, (i + 1) * 100 <= percent * BAR ? '#' : '-');
}

static int draw_progress(const struct overview *overview, struct area area, int column,
                         const struct counts *counts)
{
    struct buffer text = BUFFER_EMPTY;
    size_t part = counted(overview->review->arrangement.measure, counts);
    size_t percent = percent_of(overview, counts);
    unsigned style = counts->total ? heat_of(part, counts->total) : STYLE_NORMAL;
    buffer_format(&text, "%zu%%", percent);
    column = draw_right(area, column, DONE, style, text.bytes);
    buffer_cut(&text, 0);
    add_bar(&text, percent);
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

/* A category's cell by the measure: 3/3, or a score of full marks. */
static int draw_cell(const struct overview *overview, struct area area, int column,
                     const struct category_standing *here, bool scored)
{
    const struct counts *counts = &here->counts;
    enum measure measure = overview->review->arrangement.measure;
    struct buffer text = BUFFER_EMPTY;
    unsigned style = STYLE_NORMAL;
    if (measure == MEASURE_SCORE && scored && decimal_compare(here->full, DECIMAL_ZERO) > 0) {
        decimal_add(&text, here->score, SCORE_PLACES);
        buffer_add_char(&text, '/');
        decimal_add(&text, here->full, SCORE_PLACES);
        style = heat(here->score, here->full);
    } else if (measure == MEASURE_SCORE) {
        buffer_add(&text, counts->total ? "-" : "");
    } else if (counts->total) {
        buffer_format(&text, "%zu/%zu", counted(measure, counts), counts->total);
        style = heat_of(counted(measure, counts), counts->total);
    }
    column = draw_right(area, column, CELL, style, text.bytes);
    buffer_free(&text);
    return column;
}

/* The name; of a jurisdiction from which this person is recused it is cut to make room for that
 * word. The whole name stands below the table. */
static int draw_name(const struct overview *overview, struct area area,
                     const struct jurisdiction *jurisdiction, bool selected)
{
    unsigned style = selected ? STYLE_BOLD : STYLE_NORMAL;
    if (!rights_recused(overview->review, jurisdiction))
        return draw_left(area, 0, NAME, style, jurisdiction->name);
    const char *word = TR("recused", "回避");
    int room = NAME - 1 - (int)text_width(word);
    draw_left(area, 0, room, style, jurisdiction->name);
    draw_left(area, room + 1, NAME - room - 1, STYLE_WAITING, word);
    return NAME + 1;
}

void overview_draw_row(const struct overview *overview, const struct standing *standing,
                       struct area area, bool selected)
{
    int column = draw_name(overview, area, standing->jurisdiction, selected);
    column = draw_progress(overview, area, column, &standing->counts);
    column = draw_number(area, column, OPEN, review_count_open(&standing->counts));
    column = draw_standing(overview, area, column, standing);
    for (size_t i = 0; i < overview->shown; i++)
        column = draw_cell(overview, area, column, &standing->categories[overview->first + i],
                           !standing->jurisdiction->whole);
}

/* ---- columns ---- */

size_t overview_columns(const struct assessment *assessment)
{
    return COLUMN_CATEGORIES + assessment->category_count;
}

const char *overview_column_id(const struct assessment *assessment, size_t column)
{
    static const char *const ids[] = {"name", "done", "open", "total", "rank", "grade"};
    return column < COLUMN_CATEGORIES ? ids[column]
                                      : assessment->categories[column - COLUMN_CATEGORIES].id;
}

const char *overview_column_head(const struct assessment *assessment, size_t column)
{
    const char *const heads[] = {TR("jurisdiction", "考评对象"),
                                 TR("done", "进度"),
                                 TR("open", "待评"),
                                 TR("total", "总分"),
                                 TR("rank", "名次"),
                                 TR("grade", "等次")};
    return column < COLUMN_CATEGORIES ? heads[column]
                                      : assessment->categories[column - COLUMN_CATEGORIES].brief;
}

static unsigned head_style(const struct overview *overview, size_t column)
{
    return column == overview->column ? STYLE_TITLE : STYLE_HEADING;
}

static void draw_heading(const struct overview *overview, struct area area)
{
    static const int widths[] = {NAME, DONE, OPEN, TOTAL, RANK, GRADE};
    const struct assessment *assessment = assessment_of(overview);
    int column = 0;
    area.column += LIST_MARGIN;
    area.columns -= LIST_MARGIN;
    for (size_t i = 0; i < COLUMN_CATEGORIES; i++) {
        bool left = i == COLUMN_NAME || i == COLUMN_GRADE;
        column = (left ? draw_left : draw_right)(area, column, widths[i], head_style(overview, i),
                                                 overview_column_head(assessment, i));
        if (i == COLUMN_DONE && area.columns >= WIDE)
            column += BAR + 1;
    }
    for (size_t i = 0; i < overview->shown; i++) {
        size_t category = COLUMN_CATEGORIES + overview->first + i;
        column = draw_right(area, column, CELL, head_style(overview, category),
                            overview_column_head(assessment, category));
    }
}

/* ---- around the table ---- */

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

/* What the cells show, by what the rows are sorted, and which categories are on the screen. */
static void add_arrangement(struct buffer *out, const struct overview *overview)
{
    const struct assessment *assessment = assessment_of(overview);
    const struct arrangement *arrangement = &overview->review->arrangement;
    const char *const measures[] = {TR("decided", "已评"), TR("completed", "完成"),
                                    TR("score", "得分")};
    buffer_add(out, measures[arrangement->measure]);
    for (size_t i = 0; i < overview_columns(assessment); i++)
        if (strcmp(arrangement->sort, overview_column_id(assessment, i)) == 0)
            buffer_format(out, TR("  by %s %s", "  按%s%s"), overview_column_head(assessment, i),
                          arrangement->reversed ? TR("down", "降序") : TR("up", "升序"));
    if (overview->shown < assessment->category_count)
        buffer_format(out, TR("  categories %zu-%zu of %zu", "  类别%zu-%zu/%zu"),
                      overview->first + 1, overview->first + overview->shown,
                      assessment->category_count);
}

/* The line above the table: all of it in numbers. */
static void draw_summary(const struct overview *overview, struct area area)
{
    const struct counts *counts = &overview->review->snapshot->tally->counts;
    struct buffer text = BUFFER_EMPTY, right = BUFFER_EMPTY;
    buffer_format(&text, TR("all %zu", "共%zu项"), counts->total);
    add_states(&text, counts);
    int used = draw_text(area.row, area.column, area.columns, STYLE_NORMAL, text.bytes);
    add_arrangement(&right, overview);
    int width = (int)text_width(right.bytes);
    if (used + 2 + width <= area.columns)
        draw_text(area.row, area.column + area.columns - width, width, STYLE_DIM, right.bytes);
    buffer_free(&right);
    buffer_free(&text);
}

struct awaiting overview_waiting(const struct review *review)
{
    const struct assessment *assessment = review->snapshot->assessment;
    struct awaiting waiting = {0};
    for (size_t i = 0; i < assessment->entry_count; i++) {
        const struct entry *entry = &assessment->entries[i];
        waiting.open += review_is_open(entry) && rights_may(review, entry, RIGHT_REVIEW);
        waiting.returned += filter_passes(review, FILTER_MINE_RETURNED, NULL, entry);
        waiting.stale += filter_passes(review, FILTER_MY_STALE, NULL, entry);
        waiting.overdue += filter_passes(review, FILTER_MY_OVERDUE, NULL, entry);
        waiting.to_confirm += entry_awaits_me(review, entry);
    }
    return waiting;
}

/* Why nothing can wait for this person: the year is frozen, or the person has no part in it. */
static void add_closed(struct buffer *out, const struct review *review)
{
    const char *refusal = rights_refusal(review, NULL, RIGHT_CONFIRM);
    if (refusal)
        refusal = rights_refusal(review, NULL, RIGHT_REVIEW);
    if (refusal)
        buffer_add(out, refusal);
}

/* What waits for this reviewer, with the key that shows it. */
static void draw_waiting(const struct overview *overview, struct area area)
{
    struct awaiting waiting = overview_waiting(overview->review);
    const struct {
        size_t count;
        const char *name, *key;
    } parts[] = {{waiting.returned, TR("returned to me", "退回给我"), "3"},
                 {waiting.to_confirm, TR("for me to confirm", "待我复核"), "F7"},
                 {waiting.stale, TR("stale", "需重评"), "4"}};
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].count)
            buffer_format(&text, "%s%s %zu (%s)", text.size ? "  " : TR("For you: ", "等您处理："),
                          parts[i].name, parts[i].count, parts[i].key);
    if (waiting.overdue) /* which no reviewer can mend */
        buffer_format(&text, TR("%soverdue %zu (5)", "%s逾期 %zu (5)"), text.size ? "  " : "",
                      waiting.overdue);
    if (!text.size)
        add_closed(&text, overview->review);
    draw_text(area.row, area.column, area.columns, STYLE_WAITING, text.bytes);
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
    buffer_format(&text, "%s  ", jurisdiction->government);
    add_bar(&text, percent_of(overview, &standing->counts));
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

/* How many categories fit, and from which on, so that the chosen one is among them and no room
 * stays empty at the end. */
static void fit_categories(struct overview *overview, int columns)
{
    size_t all = assessment_of(overview)->category_count;
    if (overview->column >= overview_columns(assessment_of(overview))) /* there were more before */
        overview->column = COLUMN_TOTAL;
    int room = columns - LIST_MARGIN - FIXED;
    if (columns - LIST_MARGIN >= WIDE)
        room -= BAR + 1;
    overview->shown = room > CELL ? (size_t)room / (CELL + 1) : 1;
    if (overview->shown > all)
        overview->shown = all;
    size_t chosen = overview->column < COLUMN_CATEGORIES ? 0 : overview->column - COLUMN_CATEGORIES;
    if (chosen < overview->first)
        overview->first = chosen;
    if (overview->shown && chosen >= overview->first + overview->shown)
        overview->first = chosen - overview->shown + 1;
    if (overview->first > all - overview->shown)
        overview->first = all - overview->shown;
}

void overview_draw(struct overview *overview, struct area area)
{
    struct area line = area, table = area, detail = area;
    fit_categories(overview, area.columns);
    draw_summary(overview, line);
    line.row++;
    draw_waiting(overview, line);
    line.row++;
    draw_heading(overview, line);
    int rows = (int)assessment_of(overview)->jurisdiction_count, most = area.rows - HEAD - 3;
    table.row += HEAD;
    table.rows = rows <= most ? rows : most > 1 ? most : 1;
    list_draw(&overview->list, table);
    detail.row = table.row + table.rows + 1;
    detail.rows = area.row + area.rows - detail.row;
    draw_detail(overview, detail);
}
