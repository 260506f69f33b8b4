#include "tui/checklist.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "tui/batch.h"
#include "tui/item.h"
#include "tui/loop.h"
#include "tui/rights.h"
#include "tui/screens.h"
#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>

enum { ASK_SEARCH };

/* ---- rows ---- */

static size_t count(void *context)
{
    return ((struct checklist *)context)->entries.row_count;
}

/* A heading can be chosen where it stands for what it hides. */
static bool selectable(void *context, size_t index)
{
    const struct checklist *checklist = context;
    const struct entries_row *row = &checklist->entries.rows[index];
    return !row->heading ||
           entries_is_folded(checklist->review, entries_group(&checklist->entries, row->entry));
}

static void draw_row(void *context, size_t index, struct area area, bool selected)
{
    const struct checklist *checklist = context;
    checklist_draw_row(checklist, &checklist->entries.rows[index], area, selected);
}

/* Gathers the rows, with the cursor on the entry where the reviewer is, or on its group's heading
 * if that is folded; where it is not listed the cursor stays in its row. */
static void gather(struct checklist *checklist)
{
    struct entries *entries = &checklist->entries;
    const struct entry *here = review_entry(checklist->review);
    entries_gather(entries, checklist->review, &checklist->marks);
    if (!here || !filter_passes(checklist->review, entries->filter, &checklist->marks, here))
        return;
    for (size_t i = 0; i < entries->row_count; i++) {
        const struct entries_row *row = &entries->rows[i];
        bool folded = row->heading && selectable(checklist, i) &&
                      strcmp(entries_group(entries, row->entry), entries_group(entries, here)) == 0;
        if (folded || (!row->heading && row->entry == here)) {
            list_select(&checklist->list, i);
            return;
        }
    }
}

static const struct entries_row *row_at_cursor(const struct checklist *checklist)
{
    return list_has_selection(&checklist->list) ? &checklist->entries.rows[checklist->list.cursor]
                                                : NULL;
}

static void go_to_cursor(struct checklist *checklist)
{
    const struct entries_row *row = row_at_cursor(checklist);
    if (row)
        review_go(checklist->review, row->entry);
}

/* ---- filter, fold, mark ---- */

static void set_filter(struct checklist *checklist, int filter)
{
    checklist->entries.filter = filter;
    bool lasts = checklist->entries.scope == SCOPE_JURISDICTION && filter != FILTER_MARKED;
    if (lasts) /* marks go with the list, and their filter with them */
        checklist->review->arrangement.filter = filter;
    checklist->list.cursor = 0;
    gather(checklist);
    go_to_cursor(checklist);
}

/* Digits 0 to 7 choose a filter, 8 goes through the kinds, 9 shows what is marked. */
static void choose_filter(struct checklist *checklist, uint32_t key)
{
    int digit = (int)key - '0', now = checklist->entries.filter;
    if (digit == DIGIT_KIND)
        set_filter(checklist, now < FILTER_KIND || now == FILTER_KIND + ITEM_KINDS - 1 ? FILTER_KIND
                                                                                       : now + 1);
    else
        set_filter(checklist, digit == DIGIT_MARKED ? FILTER_MARKED : digit);
}

static void fold(struct checklist *checklist)
{
    const struct entries_row *row = row_at_cursor(checklist);
    if (!row)
        return;
    const char *group = entries_group(&checklist->entries, row->entry);
    entries_fold(checklist->review, group, !entries_is_folded(checklist->review, group));
    gather(checklist);
}

/* Folds every group, or unfolds every one if all are folded. */
static void fold_all(struct checklist *checklist)
{
    const struct entries *entries = &checklist->entries;
    bool all = true;
    for (size_t i = 0; i < entries->count && all; i++)
        all = entries_is_folded(checklist->review, entries_group(entries, entries->list[i]));
    for (size_t i = 0; i < entries->count; i++)
        entries_fold(checklist->review, entries_group(entries, entries->list[i]), !all);
    gather(checklist);
}

static void mark(struct checklist *checklist)
{
    const struct entries_row *row = row_at_cursor(checklist);
    if (!row)
        return;
    if (row->heading) {
        const struct entries *entries = &checklist->entries;
        const char *group = entries_group(entries, row->entry);
        for (size_t i = 0; i < entries->count; i++)
            if (strcmp(entries_group(entries, entries->list[i]), group) == 0)
                marks_add(&checklist->marks, entries->list[i]);
    } else {
        marks_toggle(&checklist->marks, row->entry);
    }
    list_handle(&checklist->list, REQUEST_DOWN);
    go_to_cursor(checklist);
}

static void mark_all(struct checklist *checklist)
{
    for (size_t i = 0; i < checklist->entries.count; i++)
        marks_add(&checklist->marks, checklist->entries.list[i]);
    loop_say(STYLE_NORMAL, TR("%zu are marked", "已标记%zu项"), checklist->marks.count);
}

/* What refuses the act for every marked entry, as the first of them has it; where none is marked,
 * for the one at the cursor. NULL if it is possible for one of them. */
static const char *refusal_of(const struct checklist *checklist, const struct entries_row *row,
                              enum right right)
{
    const struct assessment *assessment = checklist->review->snapshot->assessment;
    const struct entry *first = row && !checklist->marks.count ? row->entry : NULL;
    for (size_t i = 0; checklist->marks.count && i < assessment->entry_count; i++) {
        const struct entry *entry = &assessment->entries[i];
        if (!marks_has(&checklist->marks, entry))
            continue;
        if (rights_may(checklist->review, entry, right))
            return NULL;
        first = first ? first : entry;
    }
    return rights_refusal(checklist->review, first, right);
}

/* The marked entries, or else the one at the cursor, into a batch. */
static struct answer open_batch(struct checklist *checklist, enum batch_act act)
{
    const struct entries_row *row = row_at_cursor(checklist);
    const char *refusal =
        refusal_of(checklist, row, act == BATCH_CONFIRM ? RIGHT_CONFIRM : RIGHT_REVIEW);
    if (refusal) {
        loop_say(STYLE_WAITING, "%s", refusal);
        return view_stay();
    }
    if (checklist->marks.count)
        return view_open(batch_open(checklist->review, &checklist->marks, act));
    if (!row || row->heading || act == BATCH_DECIDE) {
        loop_say(STYLE_WAITING, "%s",
                 TR("mark items first, with F4 or the space bar; * marks all that are shown",
                    "请先用F4或空格标记；*标记所列全部"));
        return view_stay();
    }
    review_go(checklist->review, row->entry); /* one alone is confirmed where it is read */
    return view_open(item_open_to_confirm(checklist->review));
}

/* ---- searching, and moving on ---- */

/* The next entry of the list that is wanted, folded ones included, around the end; the present one
 * comes last. NULL if there is none. */
static const struct entry *seek(const struct checklist *checklist, bool forward,
                                bool (*wants)(const struct checklist *, const struct entry *))
{
    const struct entries *entries = &checklist->entries;
    const struct entry *here = review_entry(checklist->review);
    size_t at = forward && entries->count ? entries->count - 1 : 0;
    for (size_t i = 0; i < entries->count; i++)
        if (entries->list[i] == here)
            at = i;
    for (size_t i = 0; i < entries->count; i++) {
        at = (forward ? at + 1 : at + entries->count - 1) % entries->count;
        if (wants(checklist, entries->list[at]))
            return entries->list[at];
    }
    return NULL;
}

/* Moves to an entry of the list, and unfolds its group. */
static void go_to(struct checklist *checklist, const struct entry *entry)
{
    review_go(checklist->review, entry);
    entries_fold(checklist->review, entries_group(&checklist->entries, entry), false);
    gather(checklist);
}

static bool holds_sought(const struct checklist *checklist, const struct entry *entry)
{
    return entry_holds(entry, checklist->sought.bytes);
}

static bool is_open(const struct checklist *checklist, const struct entry *entry)
{
    return review_is_open(entry) && rights_may(checklist->review, entry, RIGHT_REVIEW);
}

static bool awaits(const struct checklist *checklist, const struct entry *entry)
{
    return entry_awaits_me(checklist->review, entry);
}

static bool any_open(const struct checklist *checklist)
{
    bool open = false;
    for (size_t i = 0; i < checklist->entries.count; i++)
        open = open || review_is_open(checklist->entries.list[i]);
    return open;
}

static void search(struct checklist *checklist, bool forward)
{
    const struct entry *here = review_entry(checklist->review);
    const struct entry *found = seek(checklist, forward, holds_sought);
    if (!found) {
        loop_say(STYLE_WAITING, TR("not found here: %s", "未找到：%s"), checklist->sought.bytes);
        return;
    }
    if (found == here)
        loop_say(STYLE_DIM, "%s", TR("this is the only match", "仅此一处匹配"));
    go_to(checklist, found);
}

static void search_again(struct checklist *checklist, bool forward)
{
    if (checklist->sought.size)
        search(checklist, forward);
    else
        loop_say(STYLE_WAITING, "%s", TR("F3 or / begins a search", "请先按F3或/输入要查找的文字"));
}

static struct answer answered(struct view *view, int question, const char *text)
{
    struct checklist *checklist = view->state;
    (void)question;
    if (!text)
        return view_stay();
    gather(checklist);
    if (*text) {
        buffer_cut(&checklist->sought, 0);
        buffer_add(&checklist->sought, text);
    }
    search_again(checklist, true);
    return view_stay();
}

/* Moves to the next entry of the list that is open, or else that waits for this reviewer. */
static void go_on(struct checklist *checklist, bool forward)
{
    const struct entry *next = seek(checklist, forward, is_open);
    if (!next)
        next = seek(checklist, forward, awaits);
    if (next)
        go_to(checklist, next);
    else
        loop_say(STYLE_GOOD, "%s",
                 any_open(checklist)
                     ? TR("nothing of this list is left for you", "本表没有待您处理的项")
                     : TR("all of this list is decided", "本表已全部评定"));
}

static struct answer open_row(struct checklist *checklist)
{
    const struct entries_row *row = row_at_cursor(checklist);
    if (!row)
        return view_unhandled();
    if (row->heading) {
        fold(checklist);
        return view_stay();
    }
    review_go(checklist->review, row->entry);
    bool confirming = checklist->entries.filter == FILTER_TO_CONFIRM;
    return view_open((confirming ? item_open_to_confirm : item_open)(checklist->review));
}

/* One item in all jurisdictions, or back to all items of the jurisdiction at the cursor. */
static struct answer turn(struct checklist *checklist)
{
    go_to_cursor(checklist);
    struct review *review = checklist->review;
    bool item = checklist->entries.scope == SCOPE_ITEM;
    if (!review_entry(review))
        return view_unhandled();
    return (struct answer){.kind = ANSWER_REPLACE,
                           .view = item ? checklist_open(review)
                                        : checklist_open_scope(review, SCOPE_ITEM, FILTER_NONE)};
}

static void copy(const struct checklist *checklist)
{
    const struct entries_row *row = row_at_cursor(checklist);
    if (!row)
        return;
    struct buffer text = BUFFER_EMPTY;
    buffer_format(&text, "%s %s", row->entry->jurisdiction->name, row->entry->item->name);
    if (row->entry->decision) {
        buffer_add_char(&text, ' ');
        item_add_decision(&text, row->entry, row->entry->decision);
    }
    loop_copy(text.bytes);
    buffer_free(&text);
}

/* ---- the view ---- */

static struct answer handle_more(struct view *view, struct press press)
{
    struct checklist *checklist = view->state;
    switch (press.request) {
    case REQUEST_FOLD:
        fold(checklist);
        return view_stay();
    case REQUEST_FOLD_ALL:
        fold_all(checklist);
        return view_stay();
    case REQUEST_TURN:
        return turn(checklist);
    case REQUEST_COPY:
        copy(checklist);
        return view_stay();
    default:
        if (!list_handle(&checklist->list, press.request))
            return screens_open(checklist->review, SCREEN_CHECKLIST, press.request);
        go_to_cursor(checklist);
        return view_stay();
    }
}

static struct answer handle(struct view *view, struct press press)
{
    struct checklist *checklist = view->state;
    gather(checklist);
    switch (press.request) {
    case REQUEST_OPEN:
        return open_row(checklist);
    case REQUEST_NEXT:
    case REQUEST_PREVIOUS:
        go_on(checklist, press.request == REQUEST_NEXT);
        return view_stay();
    case REQUEST_FILTER:
        choose_filter(checklist, press.key);
        return view_stay();
    case REQUEST_SEARCH:
        view_ask(view, ASK_SEARCH, TR("search (empty: again):", "查找（空则重复上次）："), "");
        return view_stay();
    case REQUEST_SEARCH_NEXT:
    case REQUEST_SEARCH_BACK:
        search_again(checklist, press.request == REQUEST_SEARCH_NEXT);
        return view_stay();
    case REQUEST_MARK:
        mark(checklist);
        return view_stay();
    case REQUEST_MARK_ALL:
        mark_all(checklist);
        return view_stay();
    case REQUEST_UNMARK:
        marks_free(&checklist->marks);
        return view_stay();
    case REQUEST_DECIDE_MARKED:
    case REQUEST_CONFIRM:
        return open_batch(checklist,
                          press.request == REQUEST_CONFIRM ? BATCH_CONFIRM : BATCH_DECIDE);
    default:
        return handle_more(view, press);
    }
}

static void title(const struct view *view, struct buffer *out)
{
    const struct checklist *checklist = view->state;
    const struct review *review = checklist->review;
    const struct jurisdiction *jurisdiction = review_jurisdiction(review);
    if (checklist->entries.scope == SCOPE_ITEM)
        buffer_add(out, TR("in all jurisdictions", "同项各地"));
    else if (checklist->entries.scope == SCOPE_ALL)
        buffer_format(out, "%s %zu", filter_name(checklist->entries.filter),
                      checklist->entries.count);
    else if (!jurisdiction)
        buffer_add(out, review->here.jurisdiction);
    else {
        const struct counts *counts =
            &review->snapshot->tally->standings[jurisdiction->index].counts;
        buffer_format(out, "%s %zu/%zu%s", jurisdiction->name,
                      counts->total - review_count_open(counts), counts->total,
                      rights_recused(review, jurisdiction) ? TR(" (recused)", "（回避）") : "");
    }
}

static void draw(struct view *view, struct area area)
{
    struct checklist *checklist = view->state;
    gather(checklist);
    checklist_draw_filters(checklist, area);
    area.row++;
    area.rows--;
    list_draw(&checklist->list, area);
    if (checklist->entries.row_count)
        return;
    struct buffer text = BUFFER_EMPTY;
    size_t others = checklist->review->snapshot->tally->counts.state[STATE_DECIDED];
    const char *refusal = rights_refusal(checklist->review, NULL, RIGHT_CONFIRM);
    if (checklist->entries.filter == FILTER_TO_CONFIRM && refusal)
        buffer_add(&text, refusal);
    else if (checklist->entries.filter == FILTER_TO_CONFIRM && others)
        buffer_format(&text,
                      TR("nothing waits for you; %zu wait for somebody else's word",
                         "没有待您复核的项；另有%zu项待他人复核"),
                      others);
    else if (checklist->entries.filter == FILTER_NONE)
        buffer_add(&text, TR("nothing is asked of this jurisdiction", "本对象没有考评项"));
    else
        buffer_format(&text, TR("none is '%s'; 0 shows all", "没有“%s”的项；按0看全部"),
                      filter_name(checklist->entries.filter));
    draw_text(area.row + 1, LIST_MARGIN, area.columns - LIST_MARGIN, STYLE_NORMAL, text.bytes);
    buffer_free(&text);
}

static bool click(struct view *view, int row, int column)
{
    struct checklist *checklist = view->state;
    (void)column;
    bool again = list_click(&checklist->list, row);
    go_to_cursor(checklist);
    return again;
}

static bool offers(const struct view *view, enum request request)
{
    const struct checklist *checklist = view->state;
    bool second = request == REQUEST_CONFIRM;
    return request != REQUEST_DECIDE_MARKED && !second ? true : checklist->marks.count > 0;
}

static void close_checklist(struct view *view)
{
    struct checklist *checklist = view->state;
    entries_free(&checklist->entries);
    marks_free(&checklist->marks);
    buffer_free(&checklist->sought);
    free(checklist);
}

struct view *checklist_open_scope(struct review *review, enum scope scope, int filter)
{
    static const struct list_rows rows = {
        .count = count, .selectable = selectable, .draw = draw_row};
    static const struct view_kind kind = {.screen = SCREEN_CHECKLIST,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .answered = answered,
                                          .click = click,
                                          .offers = offers,
                                          .close = close_checklist};
    struct checklist *checklist = memory_new(sizeof *checklist);
    *checklist = (struct checklist){.review = review,
                                    .list = {.rows = &rows, .context = checklist},
                                    .entries = {.scope = scope, .filter = filter},
                                    .marks = MARKS_EMPTY,
                                    .sought = BUFFER_EMPTY};
    gather(checklist);
    if (!row_at_cursor(checklist))
        list_select(&checklist->list, 0);
    go_to_cursor(checklist);
    return view_new(&kind, checklist);
}

struct view *checklist_open(struct review *review)
{
    const struct jurisdiction *jurisdiction = review_jurisdiction(review);
    if (jurisdiction && jurisdiction->entry_count && !review_entry(review)) {
        const struct entry *first = jurisdiction->entries[0];
        const struct entry *open = review_next(
            review, jurisdiction->entries[jurisdiction->entry_count - 1], jurisdiction, true);
        review_go(review, open ? open : first);
    }
    return checklist_open_scope(review, SCOPE_JURISDICTION, review->arrangement.filter);
}
