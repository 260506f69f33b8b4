#include "tui/item.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "tui/loop.h"
#include "tui/preview.h"
#include "tui/screens.h"
#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>

enum question { ASK_VALUE, ASK_SCORE, ASK_NOTE, ASK_RETURN };

static struct item_view *item_of(const struct view *view)
{
    return view->state;
}

void item_drop(struct item_view *item)
{
    draft_drop(&item->draft);
    item->begun = false;
    item->trouble.text[0] = '\0';
}

/* A draft of a decision is at hand, begun if there was none. */
static struct draft *decision_draft(struct item_view *item, const struct entry *entry)
{
    if (item->draft.kind != DRAFT_DECISION)
        draft_begin(&item->draft, entry, DRAFT_DECISION);
    return &item->draft;
}

/* ---- questions ---- */

static void ask_value(struct view *view, const struct entry *entry)
{
    const struct draft *draft = decision_draft(item_of(view), entry);
    struct buffer label = BUFFER_EMPTY;
    const char *unit = entry->item->unit;
    buffer_add(&label, TR("value", "数值"));
    if (unit && *unit)
        buffer_format(&label, TR(" (%s)", "（%s）"), unit);
    buffer_add(&label, TR(":", "："));
    bool reported = !draft->value.size && entry->report;
    view_ask(view, ASK_VALUE, label.bytes, reported ? entry->report->value : draft->value.bytes);
    buffer_free(&label);
}

static void ask_score(struct view *view, const struct entry *entry)
{
    const struct draft *draft = decision_draft(item_of(view), entry);
    struct buffer label = BUFFER_EMPTY;
    buffer_add(&label, TR("score, 0 to ", "得分（0到"));
    decimal_add(&label, rule_most(&entry->item->rule, entry->item), SCORE_PLACES);
    buffer_add(&label, TR(":", "）："));
    view_ask(view, ASK_SCORE, label.bytes, draft->score.bytes);
    buffer_free(&label);
}

static void ask_note(struct view *view, const struct entry *entry)
{
    const struct draft *draft = decision_draft(item_of(view), entry);
    view_ask(view, ASK_NOTE, TR("note:", "说明："), draft->note.bytes);
}

/* A missing reason is asked for with what it is that needs one. */
void item_ask_missing(struct view *view, const struct entry *entry)
{
    struct item_view *item = item_of(view);
    struct decision decision;
    switch (draft_need(&item->draft, entry)) {
    case NEED_NOTHING:
        item->begun = false;
        break;
    case NEED_VERDICT:
        loop_say(STYLE_WAITING, "%s", TR("choose the verdict with a digit", "请先按数字选择结论"));
        break;
    case NEED_VALUE:
        ask_value(view, entry);
        break;
    case NEED_SCORE:
        ask_score(view, entry);
        break;
    case NEED_NOTE:
        draft_decision(&item->draft, entry, &decision, &item->trouble);
        ask_note(view, entry);
        break;
    }
}

/* ---- going on ---- */

void item_go_to(struct item_view *item, const struct entry *entry)
{
    review_go(item->review, entry);
    item->scroll.top = 0;
    item_drop(item);
}

/* Whether something is typed that leaving would lose; says so. */
static bool holds_draft(const struct item_view *item)
{
    if (item->draft.kind == DRAFT_NONE)
        return false;
    loop_say(STYLE_WAITING, "%s",
             TR("not saved yet: Enter saves it, Esc drops it", "尚未保存：按回车保存，Esc放弃"));
    return true;
}

static bool awaits_second_word(const struct review *review, const struct entry *entry)
{
    return review->snapshot->assessment->two_person && entry->state == STATE_DECIDED &&
           strcmp(entry->decision->reviewer, review->person) != 0;
}

const struct entry *item_next(const struct review *review, const struct entry *from,
                              const struct jurisdiction *within, bool forward)
{
    const struct assessment *assessment = review->snapshot->assessment;
    const struct entry *open = review_next(review, from, within, forward);
    size_t count = assessment->entry_count;
    size_t at = from ? from->index : forward && count ? count - 1 : 0;
    for (size_t i = 0; !open && i < count; i++) {
        at = (forward ? at + 1 : at + count - 1) % count;
        const struct entry *entry = &assessment->entries[at];
        if (awaits_second_word(review, entry) && (!within || entry->jurisdiction == within))
            return entry;
    }
    return open;
}

void item_say_all_decided(const struct review *review, const char *saved)
{
    const struct snapshot *snapshot = review->snapshot;
    size_t waiting =
        snapshot->assessment->two_person ? snapshot->tally->counts.state[STATE_DECIDED] : 0;
    struct buffer text = BUFFER_EMPTY;
    if (saved)
        buffer_format(&text, TR("saved %.7s, ", "已保存 %.7s，"), saved);
    buffer_add(&text, TR("all is decided", "全部评定完毕"));
    if (waiting)
        buffer_format(&text,
                      TR(", %zu to be confirmed (by another person: F7)",
                         "，还有%zu项待复核（由另一人按F7）"),
                      waiting);
    else
        buffer_add(&text, TR(", F9 shows the circular", "，F9预览通报"));
    loop_say(STYLE_GOOD, "%s", text.bytes);
    buffer_free(&text);
}

static void go_on(struct item_view *item, bool forward)
{
    if (holds_draft(item))
        return;
    const struct entry *here = review_entry(item->review);
    const struct entry *next = item_next(item->review, here, NULL, forward);
    if (!next)
        item_say_all_decided(item->review, NULL);
    else if (next == here)
        loop_say(STYLE_WAITING, "%s",
                 review_is_open(next)
                     ? TR("this is the last open item", "这是最后一个未评定项")
                     : TR("this is the last item for you to confirm", "这是最后一个待您复核的项"));
    else
        item_go_to(item, next);
}

/* ---- requests ---- */

static void choose(struct view *view, const struct entry *entry, uint32_t key)
{
    struct item_view *item = item_of(view);
    int number;
    enum verdict first = verdicts_of(entry->item->kind, &number);
    int index = (int)key - '1';
    if (index >= number) {
        loop_say(STYLE_WAITING, TR("there are the verdicts 1 to %d", "结论只有1到%d"), number);
        return;
    }
    draft_choose(decision_draft(item, entry), entry, (enum verdict)((int)first + index));
    item->begun = true;
    item_ask_missing(view, entry);
}

/* Takes the unit's own value; where it reaches the target, that is the verdict too. */
static void accept(struct view *view, const struct entry *entry)
{
    struct item_view *item = item_of(view);
    struct draft *draft = decision_draft(item, entry);
    struct decimal value = NOT_A_NUMBER, target = item_target(entry->item, entry->jurisdiction);
    if (draft_set_value(draft, entry->report->value, &item->trouble))
        return;
    decimal_parse(draft->value.bytes, &value, &item->trouble);
    item->trouble.text[0] = '\0';
    if (draft->verdict < 0 && entry->item->kind == ITEM_INDICATOR && decimal_is_number(value) &&
        decimal_is_number(target) && item_reaches(entry->item, value, target))
        draft_choose(draft, entry, VERDICT_MET);
    if (draft->verdict < 0) {
        loop_say(STYLE_WAITING,
                 TR("took %s; choose the verdict with a digit", "已采纳%s；请按数字选择结论"),
                 draft->value.bytes);
        return;
    }
    item->begun = true;
    item_ask_missing(view, entry);
}

static const char *second_word_obstacle(const struct item_view *item, const struct entry *entry,
                                        enum request request)
{
    if (!entry->decision)
        return TR("nothing is decided here yet", "尚未评定");
    if (entry->state == STATE_STALE)
        return TR("the item has changed since: it must be decided again",
                  "考评项已修改，须重新评定");
    if (strcmp(entry->decision->reviewer, item->review->person) == 0)
        return TR("this is your own decision: another person must confirm or return it",
                  "这是您本人的评定，须由另一人复核或退回");
    if (request == REQUEST_CONFIRM && entry->state == STATE_CONFIRMED)
        return TR("this decision is confirmed already", "此评定已复核");
    return NULL;
}

/* Confirming begins here and is written by Enter; returning is written with its reason. */
static void second_word(struct view *view, const struct entry *entry, bool returned)
{
    struct item_view *item = item_of(view);
    if (holds_draft(item))
        return;
    if (returned)
        view_ask(view, ASK_RETURN, TR("reason of returning:", "退回理由："), "");
    else
        draft_begin(&item->draft, entry, DRAFT_CONFIRMATION);
}

static struct answer leave(struct view *view, struct press press)
{
    struct item_view *item = item_of(view);
    if (item->draft.kind == DRAFT_NONE)
        return view_unhandled();
    if (press.request == REQUEST_QUIT || press.key != K_ESCAPE) {
        holds_draft(item);
        return view_stay();
    }
    item_drop(item);
    loop_say(STYLE_NORMAL, "%s", TR("dropped; nothing was saved", "已放弃，未保存"));
    return view_stay();
}

/* Why a request is not possible for this entry at the moment; NULL if it is. */
static const char *obstacle(const struct item_view *item, const struct entry *entry,
                            enum request request)
{
    switch (request) {
    case REQUEST_RECORD:
        return item->draft.kind != DRAFT_NONE
                   ? NULL
                   : TR("choose the verdict with a digit", "请先按数字选择结论");
    case REQUEST_ACCEPT:
        return entry->report && *entry->report->value
                   ? NULL
                   : TR("the unit reported no value", "自查未报数值");
    case REQUEST_VALUE:
        return entry_needs_value(entry) ? NULL : TR("this item has no value", "本项没有数值");
    case REQUEST_SCORE:
        return entry_by_hand(entry) ? NULL
                                    : TR("this item's score is computed", "本项得分由规则计算");
    case REQUEST_CONFIRM:
    case REQUEST_RETURN:
        return second_word_obstacle(item, entry, request);
    default:
        return NULL;
    }
}

static struct answer handle_entry(struct view *view, const struct entry *entry, struct press press)
{
    struct item_view *item = item_of(view);
    switch (press.request) {
    case REQUEST_VERDICT:
        choose(view, entry, press.key);
        return view_stay();
    case REQUEST_RECORD:
        item_save(view, entry);
        return view_stay();
    case REQUEST_ACCEPT:
        accept(view, entry);
        return view_stay();
    case REQUEST_VALUE:
        ask_value(view, entry);
        return view_stay();
    case REQUEST_SCORE:
        ask_score(view, entry);
        return view_stay();
    case REQUEST_NOTE:
        ask_note(view, entry);
        return view_stay();
    case REQUEST_CONFIRM:
    case REQUEST_RETURN:
        second_word(view, entry, press.request == REQUEST_RETURN);
        return view_stay();
    default:
        return scroll_handle(&item->scroll, press.request)
                   ? view_stay()
                   : screens_open(item->review, SCREEN_ITEM, press.request);
    }
}

static struct answer handle(struct view *view, struct press press)
{
    struct item_view *item = item_of(view);
    const struct entry *entry = review_entry(item->review);
    const char *why;
    item->trouble.text[0] = '\0';
    switch (press.request) {
    case REQUEST_NEXT:
    case REQUEST_PREVIOUS:
        go_on(item, press.request == REQUEST_NEXT);
        return view_stay();
    case REQUEST_PREVIEW:
        return view_open(preview_open(item->review));
    case REQUEST_BACK:
    case REQUEST_QUIT:
        return leave(view, press);
    default:
        if (!entry)
            return view_unhandled();
        why = obstacle(item, entry, press.request);
        if (!why)
            return handle_entry(view, entry, press);
        loop_say(STYLE_WAITING, "%s", why);
        return view_stay();
    }
}

/* ---- answers ---- */

/* A question that the digit led to was cancelled: the verdict is not chosen any more. What else was
 * typed stays. */
static void cancel(struct item_view *item)
{
    struct draft *draft = &item->draft;
    draft->verdict = item->begun ? -1 : draft->verdict;
    item->begun = false;
    if (draft->verdict < 0 && !draft->value.size && !draft->score.size && !draft->note.size)
        draft_drop(draft);
}

static struct answer answered(struct view *view, int question, const char *text)
{
    struct item_view *item = item_of(view);
    const struct entry *entry = review_entry(item->review);
    enum status status = STATUS_OK;
    item->trouble.text[0] = '\0';
    if (!entry)
        return view_stay();
    if (!text) {
        cancel(item);
        return view_stay();
    }
    if (question == ASK_RETURN) {
        item_save_confirmation(item, entry, true, text);
        return view_stay();
    }
    if (question == ASK_VALUE)
        status = draft_set_value(&item->draft, text, &item->trouble);
    else if (question == ASK_SCORE)
        status = draft_set_score(&item->draft, entry, text, &item->trouble);
    else
        draft_set_note(&item->draft, text);
    if (!status && !*text && item->draft.verdict >= 0 && question != ASK_NOTE &&
        draft_need(&item->draft, entry) != NEED_NOTHING)
        fail(&item->trouble, STATUS_INPUT, NULL, 0, "%s",
             TR("this is needed: type it, or Esc", "此项必填：请填写，或按Esc取消"));
    if (status)
        view_ask(view, question,
                 question == ASK_VALUE ? TR("value:", "数值：") : TR("score:", "得分："), text);
    else if (item->draft.verdict >= 0)
        item_ask_missing(view, entry);
    return view_stay();
}

/* ---- the view ---- */

static void title(const struct view *view, struct buffer *out)
{
    const struct entry *entry = review_entry(item_of(view)->review);
    buffer_add(out, entry ? entry->item->name : item_of(view)->review->here.item);
}

static void draw(struct view *view, struct area area)
{
    struct item_view *item = item_of(view);
    const struct entry *entry = review_entry(item->review);
    if (entry)
        item_draw(item, entry, area);
    else
        draw_text(area.row, area.column, area.columns, STYLE_BAD,
                  TR("this item is not in the checklist any more; Esc goes back",
                     "此项已不在考评清单中；按Esc返回"));
}

static bool offers(const struct view *view, enum request request)
{
    const struct entry *entry = review_entry(item_of(view)->review);
    bool leaves = request == REQUEST_NEXT || request == REQUEST_PREVIEW;
    if (leaves && item_of(view)->draft.kind != DRAFT_NONE)
        return false;
    return entry && !obstacle(item_of(view), entry, request);
}

static void close_item(struct view *view)
{
    draft_drop(&item_of(view)->draft);
    free(view->state);
}

struct view *item_open(struct review *review)
{
    static const struct view_kind kind = {.screen = SCREEN_ITEM,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .answered = answered,
                                          .offers = offers,
                                          .close = close_item};
    struct item_view *item = memory_new(sizeof *item);
    *item = (struct item_view){.review = review};
    item->draft = DRAFT_EMPTY;
    return view_new(&kind, item);
}
