#include "tui/history.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/moment.h"
#include "core/text.h"
#include "tui/change.h"
#include "tui/commits.h"
#include "tui/list.h"
#include "tui/loop.h"
#include "tui/terminal.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PIECE = 20,        /* milliseconds of work between two looks for a key */
    LOOK_MOST = 10000, /* rows that a search looks at in such a piece */
    FIRST_ROWS = 64,   /* read before the first drawing: a page of the tallest terminal */
    ID = 7,            /* columns of a row */
    MOMENT = 16,
    AUTHOR = 8
};

/* What is going on between keys. Any key ends it. */
enum doing {
    DOING_NOTHING,
    DOING_TO_END, /* reading all there is */
    DOING_SEARCH, /* for a text */
    DOING_FIND    /* for the commit where the cursor was */
};

struct history {
    struct review *review;
    enum history_scope scope;
    struct place place; /* whose history it is, as it was opened */
    char mail[256];     /* the reviewer's */
    struct commits commits;
    struct list list;
    enum doing doing;
    size_t looked;          /* rows that the search has looked at */
    char *sought;           /* what is searched for; NULL for nothing yet */
    char lost[COMMIT_SIZE]; /* where the cursor was, for DOING_FIND */
};

static size_t count(void *context)
{
    const struct history *history = context;
    return history->commits.count;
}

/* ---- what is listed ---- */

static const struct entry *entry_of(const struct history *history)
{
    const struct assessment *assessment = history->review->snapshot->assessment;
    const struct jurisdiction *whose =
        assessment_jurisdiction(assessment, history->place.jurisdiction);
    const struct item *item = assessment_item(assessment, history->place.item);
    return whose && item ? assessment_entry(assessment, whose, item) : NULL;
}

static void start(struct history *history)
{
    const struct place *place = &history->place;
    struct log_filter filter = {.item = NULL};
    if (history->scope <= HISTORY_JURISDICTION)
        filter.jurisdiction = place->jurisdiction;
    if (history->scope == HISTORY_ITEM)
        filter.item = place->item;
    if (history->scope == HISTORY_REVIEWER)
        filter.mail = history->mail;
    history->doing = DOING_NOTHING;
    history->list.cursor = history->list.top = 0;
    const struct entry *entry = history->scope == HISTORY_ITEM ? entry_of(history) : NULL;
    struct record *record = history->review->record;
    const char *tip = history->review->snapshot->commit;
    if (entry)
        commits_start_entry(&history->commits, record, tip, &filter, entry);
    else
        commits_start(&history->commits, record, tip, &filter);
    if (!history->commits.count)
        commits_read(&history->commits, FIRST_ROWS, PIECE);
}

/* Why there is nothing to list in that scope; NULL if there is. */
static const char *obstacle(const struct history *history, enum history_scope scope)
{
    if (scope == HISTORY_ITEM && !*history->place.item)
        return TR("no item is chosen: open the history from an item",
                  "尚未选定考评项：请从考评项打开历史");
    if (scope <= HISTORY_JURISDICTION && !*history->place.jurisdiction)
        return TR("no jurisdiction is chosen: open the history from one",
                  "尚未选定考评对象：请从考评对象打开历史");
    return NULL;
}

static void add_scope(struct buffer *out, const struct history *history)
{
    const struct assessment *assessment = history->review->snapshot->assessment;
    const struct jurisdiction *whose =
        assessment_jurisdiction(assessment, history->place.jurisdiction);
    const struct item *item = assessment_item(assessment, history->place.item);
    if (history->scope == HISTORY_ALL)
        buffer_add(out, TR("all", "全部"));
    else if (history->scope == HISTORY_REVIEWER)
        buffer_add(out, history->review->person);
    else
        buffer_add(out, whose ? whose->name : history->place.jurisdiction);
    if (history->scope == HISTORY_ITEM)
        buffer_format(out, " %s", item ? item->name : history->place.item);
}

/* ---- drawing ---- */

static void draw_row(void *context, size_t index, struct area area, bool selected)
{
    const struct history *history = context;
    const struct commits_row *row = &history->commits.rows[index];
    struct buffer moment = BUFFER_EMPTY;
    int column = area.column;
    moment_add(&moment, row->when, row->offset);
    buffer_cut(&moment, MOMENT);
    if (moment.size == MOMENT)
        moment.bytes[10] = ' ';
    draw_text(area.row, column, ID, selected ? STYLE_BOLD : STYLE_NORMAL, row->commit);
    column += ID + 1;
    draw_text(area.row, column, MOMENT, STYLE_DIM, moment.bytes);
    column += MOMENT + 1;
    draw_text(area.row, column, AUTHOR, STYLE_LABEL, commits_author(&history->commits, index));
    column += AUTHOR + 1;
    draw_text(area.row, column, area.column + area.columns - column, STYLE_NORMAL,
              commits_subject(&history->commits, index));
    buffer_free(&moment);
}

/* The line above the list: whose history, how much of it, and what is going on. */
static void draw_head(const struct history *history, struct area area)
{
    const struct commits *commits = &history->commits;
    struct buffer text = BUFFER_EMPTY;
    add_scope(&text, history);
    if (*commits->trouble.text)
        buffer_format(&text, "  %s", commits->trouble.text);
    else if (history->doing == DOING_SEARCH)
        buffer_format(
            &text,
            TR("  searching: %zu looked at; any key stops", "  正在查找：已查%zu条，按任意键停止"),
            history->looked);
    else if (history->doing == DOING_TO_END)
        buffer_format(&text,
                      TR("  reading: %zu; any key stops", "  正在读取：已读%zu条，按任意键停止"),
                      commits->count);
    else if (!commits_ended(commits))
        buffer_format(&text, TR("  the newest %zu", "  最近%zu条"), commits->count);
    else
        buffer_format(&text, TR("  %zu in all", "  共%zu条"), commits->count);
    draw_text(area.row, area.column, area.columns, STYLE_HEADING, text.bytes);
    buffer_free(&text);
}

static void title(const struct view *view, struct buffer *out)
{
    (void)view;
    buffer_add(out, TR("history", "历史"));
}

static void draw(struct view *view, struct area area)
{
    struct history *history = view->state;
    draw_head(history, area);
    area.row++;
    area.rows--;
    list_draw(&history->list, area);
}

/* ---- work ---- */

static bool matches(const struct history *history, size_t row)
{
    const struct commits *commits = &history->commits;
    if (history->doing == DOING_FIND)
        return !strcmp(commits->rows[row].commit, history->lost);
    return strcasestr(commits_subject(commits, row), history->sought) ||
           strcasestr(commits_author(commits, row), history->sought);
}

static void say_not_found(const struct history *history)
{
    struct buffer sought = BUFFER_EMPTY;
    text_add_safe(&sought, history->sought);
    loop_say(STYLE_WAITING, TR("nothing further has '%s'", "再无包含“%s”的提交"), sought.bytes);
    buffer_free(&sought);
}

/* A piece of the search: through the rows that are read, or else reading more. */
static void search_on(struct history *history)
{
    struct commits *commits = &history->commits;
    if (history->looked >= commits->count)
        commits_read(commits, commits->count + LOOK_MOST, PIECE);
    size_t end = history->looked + LOOK_MOST;
    for (; history->looked < commits->count && history->looked < end; history->looked++)
        if (matches(history, history->looked)) {
            list_select(&history->list, history->looked);
            history->doing = DOING_NOTHING;
            return;
        }
    if (history->looked >= commits->count && commits_ended(commits)) {
        if (history->doing == DOING_SEARCH)
            say_not_found(history);
        history->doing = DOING_NOTHING;
    }
}

static void search_back(struct history *history)
{
    for (size_t i = history->list.cursor; i-- > 0;)
        if (matches(history, i)) {
            list_select(&history->list, i);
            return;
        }
    say_not_found(history);
}

static void read_to_end(struct history *history)
{
    commits_read(&history->commits, SIZE_MAX, PIECE);
    list_select(&history->list, SIZE_MAX);
    if (commits_ended(&history->commits))
        history->doing = DOING_NOTHING;
}

/* Main moved: the rows go down under the cursor, and with it; a page that showed the newest goes on
 * to show them. */
static void follow(struct history *history)
{
    struct list *list = &history->list;
    char here[COMMIT_SIZE] = "";
    size_t more;
    bool any = list_has_selection(list);
    if (any)
        memcpy(here, history->commits.rows[list->cursor].commit, sizeof here);
    if (commits_follow(&history->commits, history->review->snapshot->commit, PIECE, &more)) {
        list->cursor += any ? more : 0;
        list->top += list->top ? more : 0;
        history->looked += more;
    } else {
        memcpy(history->lost, here, sizeof here);
        history->looked = 0;
        history->doing = DOING_FIND;
    }
}

/* Reads on. Rows that come between the acts upon an item move the cursor's own down. */
static void read_more(struct history *history, size_t wanted)
{
    struct list *list = &history->list;
    struct commits *commits = &history->commits;
    size_t before = commits->count, here = list->cursor;
    size_t text = here < before ? commits->rows[here].text : 0;
    commits_read(commits, wanted, PIECE);
    while (before && here + 1 < commits->count && commits->rows[here].text != text)
        here++;
    list->top += list->top ? here - list->cursor : 0;
    list->cursor = here;
}

static bool work(struct view *view)
{
    struct history *history = view->state;
    struct commits *commits = &history->commits;
    size_t wanted = history->list.top + 2 * history->list.page;
    if (strcmp(commits->tip, history->review->snapshot->commit) != 0)
        follow(history);
    else if (history->doing == DOING_SEARCH || history->doing == DOING_FIND)
        search_on(history);
    else if (history->doing == DOING_TO_END)
        read_to_end(history);
    else if (!commits_ended(commits) && (commits->count < wanted || commits->acts))
        read_more(history, wanted);
    else
        return false;
    return true;
}

/* ---- keys ---- */

static void search_from(struct history *history, size_t row)
{
    history->doing = DOING_SEARCH;
    history->looked = row;
}

static struct answer ask_for_text(struct view *view, const struct history *history)
{
    view_ask(view, 0, TR("find in subjects and authors: ", "查找标题或人员："),
             history->sought ? history->sought : "");
    return view_stay();
}

static struct answer answered(struct view *view, int question, const char *text)
{
    struct history *history = view->state;
    (void)question;
    if (text && *text) {
        free(history->sought);
        history->sought = memory_text(text);
        search_from(history, history->list.cursor + 1);
    }
    return view_stay();
}

static void change_scope(struct history *history, uint32_t key)
{
    enum history_scope scope = (enum history_scope)(key - '1');
    const char *why = obstacle(history, scope);
    if (why) {
        loop_say(STYLE_WAITING, "%s", why);
        return;
    }
    history->scope = scope;
    start(history);
}

static const char *selected(const struct history *history)
{
    return history->commits.rows[history->list.cursor].commit;
}

/* Of an act, whose row was there before its commit was found. */
static struct answer say_sought(const struct history *history)
{
    loop_say(STYLE_WAITING, "%s",
             commits_ended(&history->commits)
                 ? TR("no commit's trailers tell of it: look at the history of all, key 4",
                      "没有提交以尾注记载此项：请按 4 查看全部历史")
                 : TR("its commit is still looked for: wait a moment", "正在查找对应提交：请稍候"));
    return view_stay();
}

static struct answer handle(struct view *view, struct press press)
{
    struct history *history = view->state;
    history->doing = DOING_NOTHING;
    switch (press.request) {
    case REQUEST_OPEN:
        if (!list_has_selection(&history->list))
            return view_unhandled();
        if (!*selected(history))
            return say_sought(history);
        return view_open(change_open(history->review, selected(history)));
    case REQUEST_SCOPE:
        change_scope(history, press.key);
        return view_stay();
    case REQUEST_SEARCH:
        return ask_for_text(view, history);
    case REQUEST_SEARCH_NEXT:
    case REQUEST_SEARCH_BACK:
        if (!history->sought)
            return ask_for_text(view, history);
        if (press.request == REQUEST_SEARCH_BACK)
            search_back(history);
        else
            search_from(history, history->list.cursor + 1);
        return view_stay();
    case REQUEST_COPY:
        if (list_has_selection(&history->list) && !*selected(history))
            return say_sought(history);
        if (list_has_selection(&history->list))
            loop_copy(selected(history));
        return view_stay();
    case REQUEST_LAST:
        history->doing = DOING_TO_END;
        return view_stay();
    default:
        return list_handle(&history->list, press.request) ? view_stay() : view_unhandled();
    }
}

static bool offers(const struct view *view, enum request request)
{
    const struct history *history = view->state;
    return request != REQUEST_OPEN || list_has_selection(&history->list);
}

static void close_history(struct view *view)
{
    struct history *history = view->state;
    commits_free(&history->commits);
    free(history->sought);
    free(history);
}

/* The reviewer's mail, of "Name <mail>"; the whole where it is not of that form. */
static void set_mail(struct history *history)
{
    const char *mail = strrchr(history->review->person, '<');
    snprintf(history->mail, sizeof history->mail, "%s", mail ? mail + 1 : history->review->person);
    history->mail[strcspn(history->mail, ">")] = '\0';
}

struct view *history_open(struct review *review, enum history_scope scope)
{
    static const struct list_rows rows = {.count = count, .draw = draw_row};
    static const struct view_kind kind = {.screen = SCREEN_HISTORY,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .answered = answered,
                                          .offers = offers,
                                          .work = work,
                                          .close = close_history};
    struct history *history = memory_new(sizeof *history);
    *history = (struct history){.review = review,
                                .scope = scope,
                                .place = review->here,
                                .commits = COMMITS_EMPTY,
                                .list = {.rows = &rows, .context = history}};
    set_mail(history);
    while (obstacle(history, history->scope))
        history->scope = history->scope == HISTORY_ITEM ? HISTORY_JURISDICTION : HISTORY_ALL;
    start(history);
    return view_new(&kind, history);
}
