#include "tui/overview.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/publication.h"
#include "tui/checklist.h"
#include "tui/drafts.h"
#include "tui/item.h"
#include "tui/loop.h"
#include "tui/screens.h"
#include "tui/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct assessment *assessment_of(const struct overview *overview)
{
    return overview->review->snapshot->assessment;
}

static const struct standing *standing_at(const struct overview *overview, size_t row)
{
    return &overview->review->snapshot->tally->standings[overview->order[row]];
}

static size_t count(void *context)
{
    return assessment_of(context)->jurisdiction_count;
}

static void draw_row(void *context, size_t index, struct area area, bool selected)
{
    const struct overview *overview = context;
    overview_draw_row(overview, standing_at(overview, index), area, selected);
}

/* ---- the order of the rows ---- */

static int compare_sizes(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

/* The share of a category that the measure counts, to be compared. */
static struct decimal share_of(const struct category_standing *here, enum measure measure)
{
    struct decimal none = decimal_of(-1); /* where nothing is asked: behind everything else */
    if (measure == MEASURE_SCORE)
        return decimal_compare(here->full, DECIMAL_ZERO) > 0 ? here->score : none;
    size_t part = measure == MEASURE_COMPLETED
                      ? here->counts.completed
                      : here->counts.total - review_count_open(&here->counts);
    return here->counts.total
               ? decimal_over(decimal_of((int64_t)part), decimal_of((int64_t)here->counts.total))
               : none;
}

static int compare_by(const struct overview *overview, size_t column, const struct standing *a,
                      const struct standing *b)
{
    enum measure measure = overview->review->arrangement.measure;
    size_t open_a = review_count_open(&a->counts), open_b = review_count_open(&b->counts);
    switch (column) {
    case COLUMN_NAME:
        return strcmp(a->jurisdiction->name, b->jurisdiction->name);
    case COLUMN_DONE:
        return compare_sizes((a->counts.total - open_a) * b->counts.total,
                             (b->counts.total - open_b) * a->counts.total);
    case COLUMN_OPEN:
        return compare_sizes(open_a, open_b);
    case COLUMN_TOTAL:
        return decimal_is_number(a->total) && decimal_is_number(b->total)
                   ? decimal_compare(a->total, b->total)
                   : 0;
    case COLUMN_RANK:
        return a->rank - b->rank;
    case COLUMN_GRADE:
        return compare_sizes(a->grade, b->grade);
    default:
        return decimal_compare(share_of(&a->categories[column - COLUMN_CATEGORIES], measure),
                               share_of(&b->categories[column - COLUMN_CATEGORIES], measure));
    }
}

/* The column by which the rows are sorted; overview_columns() for their own order. */
static size_t sorted_column(const struct overview *overview)
{
    const struct assessment *assessment = assessment_of(overview);
    size_t column = 0, columns = overview_columns(assessment);
    while (column < columns &&
           strcmp(overview->review->arrangement.sort, overview_column_id(assessment, column)) != 0)
        column++;
    return column;
}

/* Whether row a belongs behind row b. The whole stays last, equals in their own order. */
static bool is_behind(const struct overview *overview, size_t column, size_t a, size_t b)
{
    const struct standing *standings = overview->review->snapshot->tally->standings;
    if (standings[a].jurisdiction->whole || standings[b].jurisdiction->whole)
        return standings[a].jurisdiction->whole && !standings[b].jurisdiction->whole;
    int order = compare_by(overview, column, &standings[a], &standings[b]);
    return overview->review->arrangement.reversed ? order < 0 : order > 0;
}

/* Sorts by merging, which keeps equals in order. */
static void merge_sort(const struct overview *overview, size_t column, size_t *order, size_t *spare,
                       size_t size)
{
    if (size < 2)
        return;
    size_t half = size / 2, left = 0, right = half;
    merge_sort(overview, column, order, spare, half);
    merge_sort(overview, column, order + half, spare, size - half);
    for (size_t i = 0; i < size; i++)
        spare[i] = right == size ||
                           (left < half && !is_behind(overview, column, order[left], order[right]))
                       ? order[left++]
                       : order[right++];
    memcpy(order, spare, size * sizeof *order);
}

/* Makes the order of the rows, and finds the cursor's. */
static void arrange(struct overview *overview)
{
    const struct assessment *assessment = assessment_of(overview);
    const struct jurisdiction *here = review_jurisdiction(overview->review);
    size_t size = assessment->jurisdiction_count, column = sorted_column(overview);
    overview->order = memory_resize(overview->order, (2 * size + 1) * sizeof *overview->order);
    for (size_t i = 0; i < size; i++)
        overview->order[i] = i;
    if (column < overview_columns(assessment))
        merge_sort(overview, column, overview->order, overview->order + size, size);
    for (size_t i = 0; here && i < size; i++)
        if (overview->order[i] == here->index)
            list_select(&overview->list, i);
}

static void go_to_cursor(struct overview *overview)
{
    if (list_has_selection(&overview->list))
        review_go_jurisdiction(overview->review,
                               standing_at(overview, overview->list.cursor)->jurisdiction);
}

/* ---- requests ---- */

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

static void move_column(struct overview *overview, bool forward)
{
    size_t columns = overview_columns(assessment_of(overview));
    overview->column = (overview->column + (forward ? 1 : columns - 1)) % columns;
}

/* By the chosen column: first the best or most on top, then the other way round, then the
 * jurisdictions' own order. Names, ranks and grades are best when they are least. */
static void sort(struct overview *overview)
{
    struct arrangement *arrangement = &overview->review->arrangement;
    size_t column = overview->column;
    bool least = column == COLUMN_NAME || column == COLUMN_RANK || column == COLUMN_GRADE;
    bool begins_reversed = !least;
    const char *id = overview_column_id(assessment_of(overview), column);
    if (strcmp(arrangement->sort, id) != 0) {
        snprintf(arrangement->sort, sizeof arrangement->sort, "%s", id);
        arrangement->reversed = begins_reversed;
    } else if (arrangement->reversed == begins_reversed) {
        arrangement->reversed = !begins_reversed;
    } else {
        arrangement->sort[0] = '\0';
        arrangement->reversed = false;
    }
    arrange(overview);
}

/* Digits 3 to 5, as in the lists: what was returned, is stale, is overdue, in all jurisdictions. */
static struct answer open_waiting(struct overview *overview, uint32_t key)
{
    int filter = key == '3'   ? FILTER_MINE_RETURNED
                 : key == '4' ? FILTER_MY_STALE
                              : FILTER_MY_OVERDUE;
    return view_open(checklist_open_scope(overview->review, SCOPE_ALL, filter));
}

static struct answer open_jurisdiction(struct overview *overview)
{
    if (!list_has_selection(&overview->list))
        return view_unhandled();
    if (!review_jurisdiction(overview->review))
        go_to_cursor(overview);
    return view_open(checklist_open(overview->review));
}

static void copy(const struct overview *overview)
{
    const struct jurisdiction *jurisdiction = review_jurisdiction(overview->review);
    if (!jurisdiction)
        return;
    const struct standing *standing =
        &overview->review->snapshot->tally->standings[jurisdiction->index];
    struct buffer text = BUFFER_EMPTY;
    buffer_add(&text, jurisdiction->government);
    if (standing->rank) {
        buffer_add_char(&text, ' ');
        decimal_add_rounded(&text, standing->total, SCORE_PLACES);
    }
    loop_copy(text.bytes);
    buffer_free(&text);
}

static struct answer handle_more(struct overview *overview, enum request request)
{
    if (request == REQUEST_COPY)
        copy(overview);
    else if (!list_handle(&overview->list, request))
        return screens_open(overview->review, SCREEN_OVERVIEW, request);
    else
        go_to_cursor(overview);
    return view_stay();
}

static struct answer handle(struct view *view, struct press press)
{
    struct overview *overview = view->state;
    arrange(overview);
    switch (press.request) {
    case REQUEST_OPEN:
        return open_jurisdiction(overview);
    case REQUEST_NEXT:
    case REQUEST_PREVIOUS:
        go_on(overview, press.request == REQUEST_NEXT);
        return view_stay();
    case REQUEST_COLUMN_NEXT:
    case REQUEST_COLUMN_BACK:
        move_column(overview, press.request == REQUEST_COLUMN_NEXT);
        return view_stay();
    case REQUEST_SORT:
        sort(overview);
        return view_stay();
    case REQUEST_MEASURE:
        overview->review->arrangement.measure = (enum measure)(press.key - '7');
        return view_stay();
    case REQUEST_WAITING:
        return open_waiting(overview, press.key);
    case REQUEST_QUEUE:
        return view_open(checklist_open_scope(overview->review, SCOPE_ALL, FILTER_TO_CONFIRM));
    default:
        return handle_more(overview, press.request);
    }
}

/* ---- the view ---- */

static void title(const struct view *view, struct buffer *out)
{
    const struct overview *overview = view->state;
    buffer_format(out, TR("overview %s", "%s年总览"), assessment_of(overview)->year);
    if (assessment_is_frozen(assessment_of(overview)))
        buffer_add(out, TR(" (published)", "（已定稿）"));
}

static void draw(struct view *view, struct area area)
{
    struct overview *overview = view->state;
    arrange(overview);
    overview_draw(overview, area);
}

static bool click(struct view *view, int row, int column)
{
    struct overview *overview = view->state;
    (void)column;
    bool again = list_click(&overview->list, row);
    go_to_cursor(overview);
    return again;
}

static bool offers(const struct view *view, enum request request)
{
    (void)view;
    return request != REQUEST_BACK;
}

static void close_overview(struct view *view)
{
    struct overview *overview = view->state;
    free(overview->order);
    free(overview);
}

/* What was typed and not saved the last time; false if there is nothing. */
static bool say_drafts(const struct review *review)
{
    struct arena *arena = arena_new();
    struct waiting *list;
    size_t count = drafts_list(review->drafts, arena, &list);
    const struct assessment *assessment = review->snapshot->assessment;
    const struct jurisdiction *jurisdiction =
        count ? assessment_jurisdiction(assessment, list[0].jurisdiction) : NULL;
    const struct item *item = count ? assessment_item(assessment, list[0].item) : NULL;
    if (count)
        loop_say(STYLE_WAITING,
                 TR("%zu not saved the last time, the newest: %s %s; open the item to go on",
                    "上次有%zu项未保存，最近一项：%s %s；打开该项可继续"),
                 count, jurisdiction ? jurisdiction->name : list[0].jurisdiction,
                 item ? item->name : list[0].item);
    arena_free(arena);
    return count > 0;
}

static void say_what_waits(const struct review *review, bool resumed)
{
    const struct entry *here = review_entry(review);
    struct awaiting waiting = overview_waiting(review);
    if (say_drafts(review))
        return;
    if (resumed && here)
        loop_say(STYLE_WAITING,
                 TR("you were at %s %s; Enter goes on there", "上次停在%s %s；按回车继续"),
                 here->jurisdiction->name, here->item->name);
    else if (waiting.open)
        loop_say(STYLE_WAITING, TR("%zu to be decided; press Enter", "还有%zu项待评定；按回车进入"),
                 waiting.open);
    else
        item_say_all_decided(review, NULL);
}

struct view *overview_open(struct review *review, bool resumed)
{
    static const struct list_rows rows = {.count = count, .draw = draw_row};
    static const struct view_kind kind = {.screen = SCREEN_OVERVIEW,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .click = click,
                                          .offers = offers,
                                          .close = close_overview};
    struct overview *overview = memory_new(sizeof *overview);
    *overview = (struct overview){
        .review = review, .list = {.rows = &rows, .context = overview}, .column = COLUMN_TOTAL};
    say_what_waits(review, resumed);
    return view_new(&kind, overview);
}
