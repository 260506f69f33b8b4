#include "tui/checklist.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "tui/item.h"
#include "tui/list.h"
#include "tui/loop.h"
#include "tui/preview.h"
#include "tui/screens.h"
#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>

enum {
    MARK = 12,
    NAME_MOST = 60, /* so that on a wide screen the values stay in sight of the names */
    VALUE = 12,
    SCORE = 9,
    STATE = 10,
    WITH_STATE = 76 /* from so many columns on the state has a column of its own */
};

struct row {
    const struct category *category;
    const struct entry *entry; /* NULL for the category's heading */
};

/* The rows are gathered from the snapshot for every event. */
struct checklist {
    struct review *review;
    struct list list;
    struct row *rows;
    size_t count;
};

static size_t count(void *context)
{
    return ((struct checklist *)context)->count;
}

static bool selectable(void *context, size_t index)
{
    return ((struct checklist *)context)->rows[index].entry != NULL;
}

static void gather(struct checklist *checklist)
{
    const struct review *review = checklist->review;
    const struct jurisdiction *jurisdiction = review_jurisdiction(review);
    size_t most = jurisdiction ? 2 * jurisdiction->entry_count : 0, found = 0;
    checklist->rows = memory_resize(checklist->rows, (most + 1) * sizeof *checklist->rows);
    checklist->count = 0;
    for (size_t i = 0; i < most / 2; i++) {
        const struct entry *entry = jurisdiction->entries[i];
        const struct category *category = entry->item->category;
        if (i == 0 || category != jurisdiction->entries[i - 1]->item->category)
            checklist->rows[checklist->count++] = (struct row){category, NULL};
        if (strcmp(entry->item->id, review->here.item) == 0)
            found = checklist->count;
        checklist->rows[checklist->count++] = (struct row){category, entry};
    }
    if (checklist->count)
        list_select(&checklist->list, found);
}

static void go_to_cursor(struct checklist *checklist)
{
    if (list_has_selection(&checklist->list))
        review_go(checklist->review, checklist->rows[checklist->list.cursor].entry);
}

static unsigned state_style(const struct entry *entry)
{
    if (!entry->decision)
        return STYLE_WAITING;
    if (entry->state == STATE_STALE || entry->state == STATE_RETURNED)
        return STYLE_CHANGED;
    return verdict_is_complete(entry->decision->verdict) ? STYLE_GOOD : STYLE_BAD;
}

static void draw_category(const struct checklist *checklist, const struct category *category,
                          struct area area)
{
    const struct jurisdiction *jurisdiction = review_jurisdiction(checklist->review);
    const struct standing *standing =
        &checklist->review->snapshot->tally->standings[jurisdiction->index];
    const struct category_standing *here = &standing->categories[category->index];
    struct buffer text = BUFFER_EMPTY;
    buffer_format(&text, "%s  %zu/%zu", category->name,
                  here->counts.total - review_count_open(&here->counts), here->counts.total);
    if (!jurisdiction->whole && decimal_compare(category->full, DECIMAL_ZERO) > 0) {
        buffer_add(&text, TR("  score ", "  得分 "));
        decimal_add(&text, here->score, SCORE_PLACES);
        buffer_add_char(&text, '/');
        decimal_add(&text, here->full, SCORE_PLACES);
    }
    draw_text(area.row, area.column - LIST_MARGIN, area.columns + LIST_MARGIN, STYLE_HEADING,
              text.bytes);
    buffer_free(&text);
}

/* The value as decided, or else as the jurisdiction says. */
static void add_value(struct buffer *out, const struct entry *entry)
{
    const char *value = entry->decision ? entry->decision->value : "";
    if (!entry->decision && entry->report && *entry->report->value) {
        buffer_add(out, TR("says ", "自查"));
        value = entry->report->value;
    }
    buffer_add(out, value);
    /* A unit that would be cut is left out. */
    if (*value && text_width(out->bytes) + text_width(entry->item->unit) <= VALUE)
        buffer_add(out, entry->item->unit);
}

static void add_score(struct buffer *out, const struct tally *tally, const struct entry *entry)
{
    if (decimal_compare(entry->item->full, DECIMAL_ZERO) <= 0)
        return;
    struct decimal score = tally->scores[entry->index];
    if (decimal_is_number(score))
        decimal_add(out, score, SCORE_PLACES);
    else
        buffer_add_char(out, '-');
    buffer_add_char(out, '/');
    decimal_add(out, entry->item->full, SCORE_PLACES);
}

static void draw_entry(const struct checklist *checklist, const struct entry *entry,
                       struct area area, bool selected)
{
    struct buffer value = BUFFER_EMPTY, score = BUFFER_EMPTY;
    bool wide = area.columns >= WITH_STATE;
    int name = area.columns - MARK - VALUE - SCORE - 3 - (wide ? STATE + 1 : 0);
    name = name < NAME_MOST ? name : NAME_MOST;
    int column = area.column;
    bool settled = entry->decision && !review_is_open(entry);
    draw_text(area.row, column, MARK, state_style(entry),
              settled ? verdict_name(entry->decision->verdict) : state_name(entry->state));
    column += MARK + 1;
    draw_text(area.row, column, name, selected ? STYLE_BOLD : STYLE_NORMAL, entry->item->name);
    column += name + 1;
    add_value(&value, entry);
    draw_text(area.row, column, VALUE, STYLE_NORMAL, value.bytes);
    column += VALUE + 1;
    add_score(&score, checklist->review->snapshot->tally, entry);
    draw_text(area.row, column, SCORE, STYLE_NORMAL, score.bytes);
    column += SCORE + 1;
    if (wide && (settled || entry->overdue))
        draw_text(area.row, column, STATE, entry->overdue ? STYLE_BAD : STYLE_DIM,
                  entry->overdue ? TR("overdue", "逾期") : state_name(entry->state));
    buffer_free(&score);
    buffer_free(&value);
}

static void draw_row(void *context, size_t index, struct area area, bool selected)
{
    const struct checklist *checklist = context;
    const struct row *row = &checklist->rows[index];
    if (row->entry)
        draw_entry(checklist, row->entry, area, selected);
    else
        draw_category(checklist, row->category, area);
}

static void title(const struct view *view, struct buffer *out)
{
    const struct checklist *checklist = view->state;
    const struct review *review = checklist->review;
    const struct jurisdiction *jurisdiction = review_jurisdiction(review);
    buffer_add(out, jurisdiction ? jurisdiction->name : review->here.jurisdiction);
    if (!jurisdiction)
        return;
    const struct counts *counts = &review->snapshot->tally->standings[jurisdiction->index].counts;
    buffer_format(out, " %zu/%zu", counts->total - review_count_open(counts), counts->total);
}

static void draw(struct view *view, struct area area)
{
    struct checklist *checklist = view->state;
    gather(checklist);
    list_draw(&checklist->list, area);
    if (!checklist->count)
        draw_text(area.row, LIST_MARGIN, area.columns - LIST_MARGIN, STYLE_NORMAL,
                  TR("nothing is asked of this jurisdiction", "本对象没有考评项"));
}

/* Moves to the next open item of the jurisdiction, or else to be confirmed. */
static void go_on(struct review *review, bool forward)
{
    const struct jurisdiction *jurisdiction = review_jurisdiction(review);
    const struct entry *open =
        jurisdiction ? item_next(review, review_entry(review), jurisdiction, forward) : NULL;
    if (open)
        review_go(review, open);
    else
        loop_say(STYLE_GOOD, "%s", TR("all of this jurisdiction is decided", "本对象已全部评定"));
}

static struct answer handle(struct view *view, struct press press)
{
    struct checklist *checklist = view->state;
    gather(checklist);
    switch (press.request) {
    case REQUEST_OPEN:
        if (!list_has_selection(&checklist->list))
            return view_unhandled();
        go_to_cursor(checklist);
        return view_open(item_open(checklist->review));
    case REQUEST_NEXT:
    case REQUEST_PREVIOUS:
        go_on(checklist->review, press.request == REQUEST_NEXT);
        return view_stay();
    case REQUEST_PREVIEW:
        return view_open(preview_open(checklist->review));
    default:
        if (!list_handle(&checklist->list, press.request))
            return screens_open(checklist->review, SCREEN_CHECKLIST, press.request);
        go_to_cursor(checklist);
        return view_stay();
    }
}

static void close_checklist(struct view *view)
{
    struct checklist *checklist = view->state;
    free(checklist->rows);
    free(checklist);
}

struct view *checklist_open(struct review *review)
{
    static const struct list_rows rows = {
        .count = count, .selectable = selectable, .draw = draw_row};
    static const struct view_kind kind = {.screen = SCREEN_CHECKLIST,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .close = close_checklist};
    struct checklist *checklist = memory_new(sizeof *checklist);
    *checklist =
        (struct checklist){.review = review, .list = {.rows = &rows, .context = checklist}};
    const struct jurisdiction *jurisdiction = review_jurisdiction(review);
    if (jurisdiction && jurisdiction->entry_count && !review_entry(review)) {
        const struct entry *first = jurisdiction->entries[0];
        const struct entry *open = review_next(
            review, jurisdiction->entries[jurisdiction->entry_count - 1], jurisdiction, true);
        review_go(review, open ? open : first);
    }
    gather(checklist);
    return view_new(&kind, checklist);
}
