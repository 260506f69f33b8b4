#include "tui/batch.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/moment.h"
#include "records/write.h"
#include "tui/entries.h"
#include "tui/item.h"
#include "tui/list.h"
#include "tui/loop.h"
#include "tui/rights.h"
#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>

enum { ASK_NOTE_FOR_ALL, NAMES = 40, DRAW_EVERY = 200 /* milliseconds */ };

struct batch_view {
    struct review *review;
    struct list list;
    struct marks *marks; /* borrowed */
    enum batch_act act;
    int verdict; /* -1 while none is chosen */
    struct buffer note;
    struct buffer shown;          /* the blobs that the list was made of, when it was looked at */
    const struct entry **entries; /* gathered for every event */
    size_t count;
};

static size_t count(void *context)
{
    return ((struct batch_view *)context)->count;
}

static void gather(struct batch_view *batch)
{
    const struct assessment *assessment = batch->review->snapshot->assessment;
    size_t size = (assessment->entry_count + 1) * sizeof(struct entry *);
    batch->entries = memory_resize(batch->entries, size);
    batch->count = 0;
    for (size_t i = 0; i < assessment->entry_count; i++)
        if (marks_has(batch->marks, &assessment->entries[i]))
            batch->entries[batch->count++] = &assessment->entries[i];
}

/* Whether the list is what it was at the last call: nothing that somebody else did meanwhile is
 * replaced or confirmed unseen, also below the rows that are shown. */
static bool is_as_shown(struct batch_view *batch)
{
    struct buffer now = BUFFER_EMPTY;
    for (size_t i = 0; i < batch->count; i++) {
        const struct entry *entry = batch->entries[i];
        buffer_format(&now, "%s %s %s %s\n", entry->item->blob,
                      entry->report ? entry->report->blob : "", entry_present(entry),
                      entry->confirmation ? entry->confirmation->blob : "");
    }
    bool same = strcmp(now.bytes, batch->shown.bytes) == 0;
    buffer_free(&batch->shown);
    batch->shown = now;
    return same;
}

/* The verdicts that all of the entries share; 0 if their kinds have different ones. */
static int shared_verdicts(const struct batch_view *batch, enum verdict *first)
{
    int number = 0;
    for (size_t i = 0; i < batch->count; i++) {
        enum verdict here = verdicts_of(batch->entries[i]->item->kind, &number);
        if (i > 0 && here != *first)
            return 0;
        *first = here;
    }
    return number;
}

/* ---- what would be written ---- */

/* Fills the draft with the decision of an entry; false, with the reason, where it needs more than
 * the others. */
static bool prepare_decision(const struct batch_view *batch, const struct entry *entry,
                             struct draft *draft, struct decision *out, struct error *why)
{
    const char *refusal = rights_refusal(batch->review, entry, RIGHT_REVIEW);
    if (refusal) {
        fail(why, STATUS_NO, NULL, 0, "%s", refusal);
        return false;
    }
    draft_begin(draft, entry, DRAFT_DECISION);
    if (!draft->value.size && entry->report)
        draft_set_value(draft, entry->report->value, why);
    draft_choose(draft, entry, (enum verdict)batch->verdict);
    if (batch->note.size)
        draft_set_note(draft, batch->note.bytes);
    enum draft_need need = draft_need(draft, entry);
    if (need == NEED_CONDITIONS)
        fail(why, STATUS_INPUT, NULL, 0, "%s",
             TR("its close-out conditions have to be ticked", "须逐项勾选销号条件"));
    if (need == NEED_CONDITIONS || draft_decision(draft, entry, out, why))
        return false;
    return need == NEED_NOTHING;
}

static bool prepare_confirmation(const struct batch_view *batch, const struct entry *entry,
                                 struct error *why)
{
    const char *obstacle = item_second_word_obstacle(batch->review, entry, REQUEST_CONFIRM);
    if (obstacle)
        fail(why, STATUS_NO, NULL, 0, "%s", obstacle);
    return !obstacle;
}

/* Whether something can be written for the entry; what, or why not, goes to `text`. */
static bool outcome(const struct batch_view *batch, const struct entry *entry, struct buffer *text)
{
    struct draft draft = DRAFT_EMPTY;
    struct decision decision;
    struct error why = {.text = ""};
    bool good = batch->act == BATCH_CONFIRM
                    ? prepare_confirmation(batch, entry, &why)
                    : prepare_decision(batch, entry, &draft, &decision, &why);
    const struct decision *written = batch->act == BATCH_CONFIRM ? entry->decision : &decision;
    if (good) {
        item_add_decision(text, entry, written);
        item_add_terms(text, entry, written, batch->act == BATCH_CONFIRM);
    } else {
        buffer_format(text, TR("passed over: %s", "跳过：%s"), why.text);
    }
    if (good && batch->act == BATCH_DECIDE && entry->decision)
        buffer_format(text, TR(", replaces %s", "，替换原%s"),
                      verdict_name(entry->decision->verdict));
    draft_drop(&draft);
    return good;
}

static size_t count_good(const struct batch_view *batch)
{
    size_t good = 0;
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < batch->count; i++)
        good += outcome(batch, batch->entries[i], &text);
    buffer_free(&text);
    return good;
}

static bool is_ready(const struct batch_view *batch)
{
    return batch->act == BATCH_CONFIRM || batch->verdict >= 0;
}

/* ---- writing ---- */

static enum status add(const struct batch_view *batch, struct batch *writing_batch,
                       const struct entry *entry, size_t *written, struct error *error)
{
    struct writing writing = writing_now(batch->review->person);
    struct draft draft = DRAFT_EMPTY;
    struct decision decision;
    struct error why;
    enum status status = STATUS_OK;
    bool good = batch->act == BATCH_CONFIRM
                    ? prepare_confirmation(batch, entry, &why)
                    : prepare_decision(batch, entry, &draft, &decision, &why);
    if (good)
        status = batch->act == BATCH_CONFIRM
                     ? batch_add_confirmation(writing_batch, entry, false, "", &writing, error)
                     : batch_add_decision(writing_batch, entry, decision, &writing, error);
    /* The very same decision stands already: nothing to write, and no reason to stop. */
    bool needless = status == STATUS_NO;
    *written += good && !status;
    if (good && !status && batch->act == BATCH_DECIDE)
        review_remember(batch->review, entry); /* forgotten again if the whole fails */
    draft_drop(&draft);
    return needless ? STATUS_OK : status;
}

/* A signature takes its time: the screen says from time to time how far it is. */
static void say_progress(struct view *view, size_t done, long long *drawn)
{
    const struct batch_view *batch = view->state;
    if (clock_now() < *drawn + DRAW_EVERY)
        return;
    loop_say(STYLE_WAITING, TR("writing: %zu of %zu", "正在写入：%zu/%zu项"), done, batch->count);
    loop_draw(view);
    *drawn = clock_now();
}

static enum status write_all(struct view *view, size_t *written, struct error *error)
{
    const struct batch_view *batch = view->state;
    long long drawn = clock_now();
    struct batch *writing_batch;
    *error = (struct error){.status = STATUS_OK};
    enum status status =
        batch_begin(batch->review->record, batch->review->snapshot, &writing_batch, error);
    if (status)
        return status;
    for (size_t i = 0; i < batch->count && !status; i++) {
        status = add(batch, writing_batch, batch->entries[i], written, error);
        say_progress(view, i + 1, &drawn);
    }
    if (!status && *written)
        return batch_commit(writing_batch, error);
    batch_abandon(writing_batch);
    return error->status; /* also where every row was refused, and nothing was written */
}

static struct answer record(struct view *view)
{
    struct batch_view *batch = view->state;
    struct error error;
    size_t written = 0, done = batch->review->done_count;
    enum status status = write_all(view, &written, &error);
    if (status) {
        batch->review->done_count = done < batch->review->done_count ? done : 0;
        struct error ignored;
        review_reload(batch->review, &ignored); /* the list shows what stands now */
        loop_say_error(&error);
        return view_stay();
    }
    marks_free(batch->marks);
    if (review_reload(batch->review, &error))
        loop_say_error(&error);
    else if (batch->act == BATCH_CONFIRM)
        loop_say(STYLE_GOOD, TR("%zu confirmed, a commit each", "已复核%zu项，各为一个提交"),
                 written);
    else
        loop_say(STYLE_GOOD, TR("%zu decided, a commit each", "已评定%zu项，各为一个提交"),
                 written);
    return view_back();
}

/* ---- drawing ---- */

static void draw_row(void *context, size_t index, struct area area, bool selected)
{
    const struct batch_view *batch = context;
    const struct entry *entry = batch->entries[index];
    struct buffer names = BUFFER_EMPTY, text = BUFFER_EMPTY;
    int width = area.columns / 2 < NAMES ? area.columns / 2 : NAMES;
    buffer_format(&names, "%s %s", entry->jurisdiction->name, entry->item->name);
    draw_text(area.row, area.column, width, selected ? STYLE_BOLD : STYLE_NORMAL, names.bytes);
    if (is_ready(batch)) {
        bool good = outcome(batch, entry, &text);
        draw_text(area.row, area.column + width + 1, area.columns - width - 1,
                  good ? STYLE_GOOD : STYLE_WAITING, text.bytes);
    }
    buffer_free(&text);
    buffer_free(&names);
}

static void add_verdicts(const struct batch_view *batch, struct buffer *out)
{
    enum verdict first = VERDICT_MET;
    int number = shared_verdicts(batch, &first);
    if (number == 0)
        buffer_add(out, TR("the marked items are of kinds with different verdicts: mark one kind "
                           "only (8 shows them by kind)",
                           "所标记的项类型不同，结论不一：请只标记同一类型（按8按类型筛选）"));
    for (int i = 0; i < number; i++) {
        int verdict = (int)first + i;
        buffer_format(out, verdict == batch->verdict ? "%s[%d %s]" : "%s%d %s", i ? "  " : "",
                      i + 1, verdict_name((enum verdict)verdict));
    }
}

/* The two lines above the list: the verdicts, and what Enter will do. */
static void draw_head(const struct batch_view *batch, struct area area)
{
    struct buffer text = BUFFER_EMPTY;
    if (batch->act == BATCH_DECIDE)
        add_verdicts(batch, &text);
    else
        buffer_add(&text, TR("confirm what others decided", "复核他人的评定"));
    draw_text(area.row, area.column, area.columns, STYLE_NORMAL, text.bytes);
    buffer_cut(&text, 0);
    if (is_ready(batch)) {
        size_t good = count_good(batch);
        buffer_format(&text,
                      TR("%zu of %zu, a commit each - Enter writes them, Esc drops it",
                         "写入%zu项（共标记%zu项），各为一个提交 — 按回车写入，Esc放弃"),
                      good, batch->count);
    } else {
        enum verdict first;
        buffer_format(&text,
                      shared_verdicts(batch, &first) == 0
                          ? TR("%zu marked", "已标记%zu项")
                          : TR("%zu marked: a digit chooses the verdict for all",
                               "已标记%zu项：按数字为全部选结论"),
                      batch->count);
    }
    if (batch->note.size)
        buffer_format(&text, TR("  note: %s", "  说明：%s"), batch->note.bytes);
    draw_text(area.row + 1, area.column, area.columns, STYLE_WAITING | STYLE_BOLD, text.bytes);
    buffer_free(&text);
}

static void title(const struct view *view, struct buffer *out)
{
    const struct batch_view *batch = view->state;
    buffer_add(out, batch->act == BATCH_CONFIRM ? TR("confirm several", "批量复核")
                                                : TR("decide several", "批量评定"));
}

static void draw(struct view *view, struct area area)
{
    struct batch_view *batch = view->state;
    gather(batch);
    draw_head(batch, area);
    area.row += 3;
    area.rows -= 3;
    list_draw(&batch->list, area);
}

/* ---- requests ---- */

static void choose(struct batch_view *batch, uint32_t key)
{
    enum verdict first = VERDICT_MET;
    int index = (int)key - '1', number = shared_verdicts(batch, &first);
    if (batch->act == BATCH_CONFIRM || number == 0)
        loop_say(STYLE_WAITING, "%s", TR("no verdict can be chosen here", "此处不选结论"));
    else if (index >= number)
        loop_say(STYLE_WAITING, TR("there are the verdicts 1 to %d", "结论只有1到%d"), number);
    else
        batch->verdict = (int)first + index;
}

static struct answer handle(struct view *view, struct press press)
{
    struct batch_view *batch = view->state;
    gather(batch);
    switch (press.request) {
    case REQUEST_VERDICT:
        choose(batch, press.key);
        return view_stay();
    case REQUEST_NOTE:
        view_ask(view, ASK_NOTE_FOR_ALL, TR("note for all:", "统一说明："), batch->note.bytes);
        return view_stay();
    case REQUEST_RECORD:
        if (is_ready(batch) && count_good(batch) && is_as_shown(batch))
            return record(view);
        loop_say(STYLE_WAITING, "%s",
                 !is_ready(batch) ? TR("choose the verdict with a digit", "请先按数字选择结论")
                 : count_good(batch) ? TR("the list has changed meanwhile: look at it again",
                                          "所列各项刚有变动：请重新查看")
                                     : TR("there is nothing to write", "没有可写入的项"));
        return view_stay();
    default:
        return list_handle(&batch->list, press.request) ? view_stay() : view_unhandled();
    }
}

static struct answer answered(struct view *view, int question, const char *text)
{
    struct batch_view *batch = view->state;
    (void)question;
    if (text) {
        buffer_cut(&batch->note, 0);
        buffer_add(&batch->note, text);
    }
    return view_stay();
}

static bool offers(const struct view *view, enum request request)
{
    const struct batch_view *batch = view->state;
    if (request == REQUEST_VERDICT || request == REQUEST_NOTE)
        return batch->act == BATCH_DECIDE;
    return request != REQUEST_RECORD || is_ready(batch);
}

static void close_batch(struct view *view)
{
    struct batch_view *batch = view->state;
    buffer_free(&batch->note);
    buffer_free(&batch->shown);
    free(batch->entries);
    free(batch);
}

struct view *batch_open(struct review *review, struct marks *marks, enum batch_act act)
{
    static const struct list_rows rows = {.count = count, .draw = draw_row};
    static const struct view_kind kind = {.screen = SCREEN_BATCH,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .answered = answered,
                                          .offers = offers,
                                          .close = close_batch};
    struct batch_view *batch = memory_new(sizeof *batch);
    *batch = (struct batch_view){.review = review,
                                 .list = {.rows = &rows, .context = batch},
                                 .marks = marks,
                                 .act = act,
                                 .verdict = -1,
                                 .note = BUFFER_EMPTY,
                                 .shown = BUFFER_EMPTY};
    gather(batch);
    is_as_shown(batch);
    return view_new(&kind, batch);
}
