#include "tui/ranking.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "tui/checklist.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>

/* Columns of a row; a blank stands behind each. */
enum {
    RANK = 4,
    NAME = 14,
    GRADE = 8,
    TOTAL = 8,
    FULL = 7,
    BAR_LEAST = 8,
    BAR_MOST = 60,
    DETAIL = 4
};

/* A row is a jurisdiction, or the threshold of a grade between two of them. */
struct ranking_row {
    const struct standing *standing; /* NULL for a threshold */
    const struct grade *grade;
};

/* The rows are made for each event: they point into the snapshot. */
struct ranking {
    struct review *review;
    struct list list;
    struct ranking_row *rows;
    size_t count;
    size_t column; /* 0 for the total, else a category's index and 1 */
    bool sorted;   /* by that column, and not by rank */
};

static const struct tally *tally_of(const struct ranking *ranking)
{
    return ranking->review->snapshot->tally;
}

static const struct assessment *assessment_of(const struct ranking *ranking)
{
    return ranking->review->snapshot->assessment;
}

/* ---- rows ---- */

static size_t count(void *context)
{
    const struct ranking *ranking = context;
    return ranking->count;
}

static bool selectable(void *context, size_t index)
{
    const struct ranking *ranking = context;
    return ranking->rows[index].standing != NULL;
}

/* Whether the points and the rank are good enough, whatever a veto or a quota does. */
static bool reaches(const struct standing *standing, const struct grade *grade)
{
    return decimal_is_number(standing->total) &&
           decimal_compare(standing->total, grade->from) >= 0 &&
           (!grade->best || standing->rank <= grade->best);
}

/* A threshold stands above the first that misses it. */
static void add_rows(struct ranking *ranking)
{
    const struct assessment *assessment = assessment_of(ranking);
    const struct tally *tally = tally_of(ranking);
    size_t grade = 0;
    for (size_t i = 0; i < assessment->ranked_count; i++) {
        const struct standing *standing = tally->ranking[i];
        for (; !ranking->sorted && grade + 1 < assessment->grade_count &&
               !reaches(standing, &assessment->grades[grade]);
             grade++)
            ranking->rows[ranking->count++].grade = &assessment->grades[grade];
        ranking->rows[ranking->count++].standing = standing;
    }
}

/* The larger score first; equal ones by rank, and then as the ranking has them. */
static int compare_scores(const void *left, const void *right, void *context)
{
    const size_t *category = context;
    const struct standing *a = ((const struct ranking_row *)left)->standing;
    const struct standing *b = ((const struct ranking_row *)right)->standing;
    struct decimal scores[] = {a->categories[*category].score, b->categories[*category].score};
    bool both = decimal_is_number(scores[0]) && decimal_is_number(scores[1]);
    int order = both ? decimal_compare(scores[1], scores[0])
                     : decimal_is_number(scores[1]) - decimal_is_number(scores[0]);
    if (order == 0)
        order = (a->rank > b->rank) - (a->rank < b->rank);
    if (order == 0)
        order = (a->jurisdiction->index > b->jurisdiction->index) -
                (a->jurisdiction->index < b->jurisdiction->index);
    return order;
}

/* Makes the rows of the present snapshot, and puts the cursor on the reviewer's jurisdiction. */
static void refresh(struct ranking *ranking)
{
    const struct assessment *assessment = assessment_of(ranking);
    size_t room = assessment->ranked_count + assessment->grade_count + 1;
    if (ranking->column > assessment->category_count)
        ranking->column = 0;
    if (!ranking->column)
        ranking->sorted = false;
    ranking->rows = memory_resize(ranking->rows, room * sizeof *ranking->rows);
    memset(ranking->rows, 0, room * sizeof *ranking->rows);
    ranking->count = 0;
    add_rows(ranking);
    if (ranking->sorted) {
        size_t category = ranking->column - 1;
        qsort_r(ranking->rows, ranking->count, sizeof *ranking->rows, compare_scores, &category);
    }
    const struct jurisdiction *here = review_jurisdiction(ranking->review);
    for (size_t i = 0; i < ranking->count; i++)
        if (ranking->rows[i].standing && ranking->rows[i].standing->jurisdiction == here)
            ranking->list.cursor = i;
}

static const struct standing *selected_standing(const struct ranking *ranking)
{
    return list_has_selection(&ranking->list) ? ranking->rows[ranking->list.cursor].standing : NULL;
}

/* ---- drawing ---- */

static int draw_right(struct area area, int column, int width, unsigned style, const char *text)
{
    int used = (int)text_width(text), before = used < width ? width - used : 0;
    draw_text(area.row, area.column + column + before, width - before, style, text);
    return column + width + 1;
}

static int draw_left(struct area area, int column, int width, unsigned style, const char *text)
{
    draw_text(area.row, area.column + column, width, style, text);
    return column + width + 1;
}

/* The most that the chosen column can have; 0 if nothing says so. */
static struct decimal most_of(const struct ranking *ranking)
{
    const struct assessment *assessment = assessment_of(ranking);
    if (ranking->column)
        return assessment->categories[ranking->column - 1].full;
    if (decimal_is_number(assessment->total_most))
        return assessment->total_most;
    struct decimal sum = DECIMAL_ZERO;
    for (size_t i = 0; i < assessment->category_count; i++)
        if (assessment->categories[i].role <= ROLE_BONUS)
            sum = decimal_plus(sum, assessment->categories[i].full);
    return sum;
}

/* How many of `width` columns a score fills, rounded down: only the full one fills all. */
static int filled(struct decimal score, struct decimal most, int width)
{
    int columns = 0;
    if (!decimal_is_number(score) || !decimal_is_number(most) ||
        decimal_compare(most, DECIMAL_ZERO) <= 0)
        return 0;
    while (columns < width && decimal_compare(decimal_times(most, decimal_of(columns + 1)),
                                              decimal_times(score, decimal_of(width))) <= 0)
        columns++;
    return columns;
}

static void draw_bar(struct area area, int column, struct decimal score, struct decimal most)
{
    struct buffer bar = BUFFER_EMPTY;
    int width = area.columns - column - 1;
    if (width > BAR_MOST)
        width = BAR_MOST;
    int full = filled(score, most, width);
    for (int i = 0; i < width; i++)
        buffer_add_char(&bar, i < full ? '#' : '-');
    if (width >= BAR_LEAST) {
        draw_text(area.row, area.column + column, full, STYLE_GOOD, bar.bytes);
        draw_text(area.row, area.column + column + full, width - full, STYLE_DIM, bar.bytes + full);
    }
    buffer_free(&bar);
}

static void draw_threshold(const struct grade *grade, struct area area)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_add(&text, "---- ");
    ranking_add_threshold(&text, grade);
    buffer_add_char(&text, ' ');
    size_t used = text_width(text.bytes);
    for (int i = (int)used; i < area.columns - 1; i++)
        buffer_add_char(&text, '-');
    draw_text(area.row, area.column, area.columns, STYLE_HEADING, text.bytes);
    buffer_free(&text);
}

/* A score with two places, and * where it is provisional. */
static int draw_score(struct area area, int column, int width, struct decimal score,
                      const struct counts *counts)
{
    struct buffer text = BUFFER_EMPTY;
    bool open = review_count_open(counts) > 0;
    decimal_add_rounded(&text, score, SCORE_PLACES);
    buffer_add_char(&text, open ? '*' : ' ');
    column = draw_right(area, column, width, open ? STYLE_WAITING : STYLE_NORMAL, text.bytes);
    buffer_free(&text);
    return column;
}

static void draw_standing(const struct ranking *ranking, const struct standing *standing,
                          struct area area, bool selected)
{
    const struct assessment *assessment = assessment_of(ranking);
    struct buffer rank = BUFFER_EMPTY;
    struct decimal score = standing->total;
    buffer_format(&rank, "%d", standing->rank);
    int column = draw_right(area, 0, RANK, STYLE_NORMAL, rank.bytes);
    column = draw_left(area, column, NAME, selected ? STYLE_BOLD : STYLE_NORMAL,
                       standing->jurisdiction->name);
    column = draw_left(
        area, column, GRADE, STYLE_NORMAL,
        standing->grade < assessment->grade_count ? assessment->grades[standing->grade].name : "-");
    column = draw_score(area, column, TOTAL, standing->total, &standing->counts);
    if (ranking->column) {
        const struct category_standing *category = &standing->categories[ranking->column - 1];
        score = category->score;
        column = draw_score(area, column, FULL, score, &category->counts);
    }
    draw_bar(area, column, score, most_of(ranking));
    buffer_free(&rank);
}

static void draw_row(void *context, size_t index, struct area area, bool selected)
{
    const struct ranking *ranking = context;
    const struct ranking_row *row = &ranking->rows[index];
    if (row->standing)
        draw_standing(ranking, row->standing, area, selected);
    else
        draw_threshold(row->grade, area);
}

static void draw_heading(const struct ranking *ranking, struct area area)
{
    struct buffer bar = BUFFER_EMPTY;
    area.column += LIST_MARGIN;
    area.columns -= LIST_MARGIN;
    int column = draw_right(area, 0, RANK, STYLE_HEADING, TR("rank", "名次"));
    column = draw_left(area, column, NAME, STYLE_HEADING, TR("jurisdiction", "考评对象"));
    column = draw_left(area, column, GRADE, STYLE_HEADING, TR("grade", "等次"));
    column = draw_right(area, column, TOTAL, STYLE_HEADING, TR("total ", "总分 "));
    if (ranking->column) {
        column = draw_right(area, column, FULL, STYLE_HEADING, TR("score ", "得分 "));
        buffer_add(&bar, assessment_of(ranking)->categories[ranking->column - 1].name);
    } else {
        buffer_add(&bar, TR("total", "总分"));
    }
    buffer_add(&bar, TR(", of ", "，满分"));
    decimal_add(&bar, most_of(ranking), SCORE_PLACES);
    if (ranking->sorted)
        buffer_add(&bar, TR(" (sorted)", "（按此排序）"));
    draw_text(area.row, area.column + column, area.columns - column, STYLE_HEADING, bar.bytes);
    buffer_free(&bar);
}

static void draw_line(struct area area, int row, unsigned style, const struct buffer *text)
{
    if (row < area.rows)
        draw_text(area.row + row, area.column, area.columns, style, text->bytes);
}

/* Below the list: the selected jurisdiction in words. */
static void draw_detail(const struct ranking *ranking, struct area area)
{
    const struct tally *tally = tally_of(ranking);
    const struct standing *standing = selected_standing(ranking);
    struct buffer text = BUFFER_EMPTY;
    if (standing) {
        buffer_format(&text, "%s%s", standing->jurisdiction->name, TR(": ", "："));
        ranking_add_distance(&text, tally, standing);
        draw_line(area, 0, STYLE_NORMAL, &text);
        buffer_cut(&text, 0);
        ranking_add_losses(&text, tally, standing, 3);
        draw_line(area, 1, STYLE_NORMAL, &text);
        buffer_cut(&text, 0);
    }
    size_t open = review_count_open(&tally->counts);
    if (open)
        buffer_format(&text,
                      TR("* provisional: %zu items are not decided yet",
                         "* 暂定：全部考评对象尚有%zu项待评定"),
                      open);
    draw_line(area, 2, STYLE_WAITING, &text);
    buffer_free(&text);
}

static void title(const struct view *view, struct buffer *out)
{
    (void)view;
    buffer_add(out, TR("ranking", "排名"));
}

static void draw(struct view *view, struct area area)
{
    struct ranking *ranking = view->state;
    struct area list = area, detail = area;
    refresh(ranking);
    draw_heading(ranking, area);
    list.row++;
    list.rows = area.rows - 1 - DETAIL;
    if ((size_t)list.rows > ranking->count)
        list.rows = (int)ranking->count;
    list_draw(&ranking->list, list);
    detail.row = list.row + list.rows + 1;
    detail.rows = area.row + area.rows - detail.row;
    draw_detail(ranking, detail);
}

/* ---- keys ---- */

static void choose_column(struct ranking *ranking, bool forward)
{
    size_t columns = assessment_of(ranking)->category_count + 1;
    ranking->column = (ranking->column + (forward ? 1 : columns - 1)) % columns;
}

/* Keeps the item that was chosen where the jurisdiction stays. */
static void go_to_cursor(struct ranking *ranking)
{
    const struct standing *standing = selected_standing(ranking);
    if (standing && review_jurisdiction(ranking->review) != standing->jurisdiction)
        review_go_jurisdiction(ranking->review, standing->jurisdiction);
}

static struct answer open_checklist(struct ranking *ranking)
{
    if (!selected_standing(ranking))
        return view_unhandled();
    go_to_cursor(ranking);
    return view_open(checklist_open(ranking->review));
}

static struct answer handle(struct view *view, struct press press)
{
    struct ranking *ranking = view->state;
    refresh(ranking);
    switch (press.request) {
    case REQUEST_OPEN:
        return open_checklist(ranking);
    case REQUEST_COLUMN_NEXT:
    case REQUEST_COLUMN_BACK:
        choose_column(ranking, press.request == REQUEST_COLUMN_NEXT);
        return view_stay();
    case REQUEST_SORT:
        if (!ranking->column)
            return view_unhandled();
        ranking->sorted = !ranking->sorted;
        return view_stay();
    default:
        if (!list_handle(&ranking->list, press.request))
            return screens_open(ranking->review, SCREEN_RANKING, press.request);
        go_to_cursor(ranking);
        return view_stay();
    }
}

static bool offers(const struct view *view, enum request request)
{
    const struct ranking *ranking = view->state;
    return request != REQUEST_SORT || ranking->column;
}

static void close_ranking(struct view *view)
{
    struct ranking *ranking = view->state;
    free(ranking->rows);
    free(ranking);
}

struct view *ranking_open(struct review *review)
{
    static const struct list_rows rows = {
        .count = count, .selectable = selectable, .draw = draw_row};
    static const struct view_kind kind = {.screen = SCREEN_RANKING,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .offers = offers,
                                          .close = close_ranking};
    struct ranking *ranking = memory_new(sizeof *ranking);
    *ranking = (struct ranking){.review = review, .list = {.rows = &rows, .context = ranking}};
    refresh(ranking);
    return view_new(&kind, ranking);
}
