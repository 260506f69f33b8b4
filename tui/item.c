#include "tui/item.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/terms.h"
#include "core/text.h"
#include "tui/checklist.h"
#include "tui/loop.h"
#include "tui/rights.h"
#include "tui/screens.h"
#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>

static struct item_view *item_of(const struct view *view)
{
    return view->state;
}

static void empty(struct item_view *item)
{
    draft_drop(&item->draft);
    buffer_cut(&item->returning, 0);
    item->begun = item->offered = false;
    item->trouble.text[0] = '\0';
}

void item_drop(struct item_view *item)
{
    empty(item);
    item_forget(item);
}

struct draft *item_decision_draft(struct item_view *item, const struct entry *entry)
{
    if (item->draft.kind != DRAFT_DECISION)
        draft_begin(&item->draft, entry, DRAFT_DECISION);
    return &item->draft;
}

/* ---- going on ---- */

void item_go_to(struct item_view *item, const struct entry *entry)
{
    empty(item);
    review_go(item->review, entry);
    item->scroll.top = 0;
    item_restore(item);
}

/* Whether something is typed and not saved. */
static bool holds(const struct item_view *item)
{
    return item->draft.kind != DRAFT_NONE || item->returning.size > 0;
}

static void say_unsaved(const struct item_view *item)
{
    loop_say(
        STYLE_WAITING, "%s",
        item->draft.kind != DRAFT_NONE
            ? TR("not saved yet: Enter saves it, Esc drops it", "尚未保存：按回车保存，Esc放弃")
            : TR("the reason of returning is not sent yet: F8 goes on with it, Esc drops it",
                 "退回理由尚未提交：按F8继续，Esc放弃"));
}

/* Whether the request may lead to another item, or to a screen that does: the item's view shows
 * the one where the reviewer is, and a draft would come to lie on the wrong one. */
static bool leaves(enum request request)
{
    return request == REQUEST_NEXT || request == REQUEST_PREVIOUS || request == REQUEST_UNDO ||
           request == REQUEST_COMPARE || request == REQUEST_PREVIEW || request == REQUEST_HISTORY;
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
        if (entry_awaits_me(review, entry) && (!within || entry->jurisdiction == within))
            return entry;
    }
    return open;
}

void item_say_all_decided(const struct review *review, const char *saved)
{
    const struct snapshot *snapshot = review->snapshot;
    size_t waiting =
        snapshot->assessment->two_person ? snapshot->tally->counts.state[STATE_DECIDED] : 0;
    const struct entry *mine = item_next_to_confirm(review, true);
    struct buffer text = BUFFER_EMPTY;
    if (saved)
        buffer_format(&text, TR("saved %.7s, ", "已保存 %.7s，"), saved);
    size_t others = review_count_open(&snapshot->tally->counts);
    if (others)
        buffer_format(&text,
                      TR("nothing is left for you to decide, %zu for others",
                         "没有待您评定的项，另有%zu项待他人评定"),
                      others);
    else
        buffer_add(&text, TR("all is decided", "全部评定完毕"));
    if (waiting && mine)
        buffer_format(&text,
                      TR(", %zu to be confirmed, F7 on the overview lists yours",
                         "，还有%zu项待复核，在总览按F7看待您复核的"),
                      waiting);
    else if (waiting && !others)
        buffer_format(&text,
                      TR(", %zu to be confirmed (by another person: F7)",
                         "，还有%zu项待复核（由另一人按F7）"),
                      waiting);
    else if (!others)
        buffer_add(&text, TR(", F9 shows the circular", "，F9预览通报"));
    loop_say(STYLE_GOOD, "%s", text.bytes);
    buffer_free(&text);
}

const struct entry *item_next_to_confirm(const struct review *review, bool forward)
{
    const struct assessment *assessment = review->snapshot->assessment;
    const struct entry *here = review_entry(review);
    size_t count = assessment->entry_count, at = here ? here->index : 0;
    for (size_t i = 1; i < count; i++) {
        at = (forward ? at + 1 : at + count - 1) % count;
        if (entry_awaits_me(review, &assessment->entries[at]))
            return &assessment->entries[at];
    }
    return NULL;
}

/* On in the queue of what waits for this reviewer. */
static void go_on_confirming(struct item_view *item, bool forward)
{
    const struct entry *next = item_next_to_confirm(item->review, forward);
    if (next)
        item_go_to(item, next);
    else
        loop_say(STYLE_WAITING, "%s",
                 TR("nothing else waits for you to confirm", "没有其他待您复核的项"));
}

static void go_on(struct item_view *item, bool forward)
{
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

static struct answer choose(struct view *view, const struct entry *entry, uint32_t key)
{
    struct item_view *item = item_of(view);
    int number;
    enum verdict first = verdicts_of(entry->item->kind, &number);
    int index = (int)key - '1';
    if (index >= number) {
        loop_say(STYLE_WAITING, TR("there are the verdicts 1 to %d", "结论只有1到%d"), number);
        return view_stay();
    }
    draft_choose(item_decision_draft(item, entry), entry, (enum verdict)((int)first + index));
    item->begun = true;
    return item_ask_missing(view, entry);
}

/* Takes the unit's own value; where it reaches the target, that is the verdict too. */
static struct answer accept(struct view *view, const struct entry *entry)
{
    struct item_view *item = item_of(view);
    struct draft *draft = item_decision_draft(item, entry);
    struct decimal value = NOT_A_NUMBER, target = item_target(entry->item, entry->jurisdiction);
    if (draft_set_value(draft, entry->report->value, &item->trouble))
        return view_stay();
    decimal_parse(draft->value.bytes, &value, &item->trouble);
    item->trouble.text[0] = '\0';
    if (draft->verdict < 0 && entry->item->kind == ITEM_INDICATOR && decimal_is_number(value) &&
        decimal_is_number(target) && item_reaches(entry->item, value, target))
        draft_choose(draft, entry, VERDICT_MET);
    if (draft->verdict < 0) {
        loop_say(STYLE_WAITING,
                 TR("took %s; choose the verdict with a digit", "已采纳%s；请按数字选择结论"),
                 draft->value.bytes);
        return view_stay();
    }
    item->begun = true;
    return item_ask_missing(view, entry);
}

const char *item_second_word_obstacle(const struct review *review, const struct entry *entry,
                                      enum request request)
{
    const char *refusal = rights_refusal(review, entry, RIGHT_CONFIRM);
    if (refusal)
        return refusal;
    if (!entry->decision)
        return TR("nothing is decided here yet", "尚未评定");
    if (entry->state == STATE_STALE)
        return TR("the item has changed since: it must be decided again",
                  "考评项已修改，须重新评定");
    if (entry_is_mine(review, entry))
        return TR("this is your own decision: another person must confirm or return it",
                  "这是您本人的评定，须由另一人复核或退回");
    if (request == REQUEST_CONFIRM && entry->state == STATE_CONFIRMED)
        return TR("this decision is confirmed already", "此评定已复核");
    return NULL;
}

/* Confirming begins here and is written by Enter; returning is written with its reason. */
static struct answer second_word(struct view *view, const struct entry *entry, bool returned)
{
    struct item_view *item = item_of(view);
    bool free = item->draft.kind == DRAFT_NONE || item->draft.kind == DRAFT_RETURN;
    if (free && returned)
        return item_ask(view, entry, ASK_RETURN);
    if (holds(item))
        say_unsaved(item);
    else
        draft_begin(&item->draft, entry, DRAFT_CONFIRMATION);
    return view_stay();
}

static struct answer leave(struct view *view, struct press press)
{
    struct item_view *item = item_of(view);
    if (!holds(item))
        return view_unhandled();
    if (press.request == REQUEST_QUIT || press.key != K_ESCAPE) {
        say_unsaved(item);
        return view_stay();
    }
    item_drop(item);
    loop_say(STYLE_NORMAL, "%s", TR("dropped; nothing was saved", "已放弃，未保存"));
    return view_stay();
}

/* What refuses the request to this person, whatever the entry is: said at the first key, before
 * anything is typed. NULL if nothing does. */
static const char *refusal_of(const struct item_view *item, const struct entry *entry,
                              enum request request)
{
    enum draft_kind kind = item->draft.kind;
    bool second = kind == DRAFT_CONFIRMATION || kind == DRAFT_RETURN;
    switch (request) {
    case REQUEST_RECORD:
        return rights_refusal(item->review, entry, second ? RIGHT_CONFIRM : RIGHT_REVIEW);
    case REQUEST_VERDICT:
    case REQUEST_ACCEPT:
    case REQUEST_VALUE:
    case REQUEST_SCORE:
    case REQUEST_NOTE:
    case REQUEST_EVIDENCE:
    case REQUEST_CONDITIONS:
        return rights_refusal(item->review, entry, RIGHT_REVIEW);
    default: /* of confirming and returning, item_second_word_obstacle() */
        return NULL;
    }
}

/* Why a request is not possible for this entry at the moment; NULL if it is. */
static const char *obstacle(const struct item_view *item, const struct entry *entry,
                            enum request request)
{
    const char *refusal = refusal_of(item, entry, request);
    if (refusal)
        return refusal;
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
    case REQUEST_CONDITIONS:
        return entry->item->kind == ITEM_RECTIFICATION
                   ? NULL
                   : TR("only a rectification is closed out", "只有整改任务须销号");
    case REQUEST_DEADLINE:
        return deadline_is_day(entry->deadline)
                   ? NULL
                   : TR("only a rectification that is due on a day has a deadline to extend",
                        "只有时限为日期的整改任务才可申请延期");
    case REQUEST_NOTICE:
        return entry->item->kind == ITEM_RECTIFICATION
                   ? NULL
                   : TR("only a rectification is closed out", "只有整改任务须销号");
    case REQUEST_CONFIRM:
    case REQUEST_RETURN:
        return item_second_word_obstacle(item->review, entry, request);
    default:
        return NULL;
    }
}

static void copy(const struct entry *entry)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_format(&text, "%s %s", entry->jurisdiction->name, entry->item->name);
    if (entry->decision) {
        buffer_add_char(&text, ' ');
        item_add_decision(&text, entry, entry->decision);
        buffer_format(&text, "\n%s", entry->decision->reason);
    }
    loop_copy(text.bytes);
    buffer_free(&text);
}

static struct answer handle_entry(struct view *view, const struct entry *entry, struct press press)
{
    struct item_view *item = item_of(view);
    switch (press.request) {
    case REQUEST_VERDICT:
        return choose(view, entry, press.key);
    case REQUEST_RECORD:
        return item_save(view, entry);
    case REQUEST_ACCEPT:
        return accept(view, entry);
    case REQUEST_VALUE:
        return item_ask(view, entry, ASK_VALUE);
    case REQUEST_SCORE:
        return item_ask(view, entry, ASK_SCORE);
    case REQUEST_NOTE:
        return item_ask(view, entry, ASK_NOTE);
    case REQUEST_EVIDENCE:
        return item_ask(view, entry, ASK_EVIDENCE);
    case REQUEST_CONDITIONS:
        return item_ask(view, entry, ASK_CONDITIONS);
    case REQUEST_DEADLINE:
        return item_ask(view, entry, ASK_DEADLINE);
    case REQUEST_NOTICE:
        return item_ask(view, entry, ASK_NOTICE);
    case REQUEST_CONFIRM:
    case REQUEST_RETURN:
        return second_word(view, entry, press.request == REQUEST_RETURN);
    case REQUEST_COMPARE:
        return view_open(checklist_open_scope(item->review, SCOPE_ITEM, FILTER_NONE));
    case REQUEST_COPY:
        copy(entry);
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
    if (leaves(press.request) && holds(item)) {
        say_unsaved(item);
        return view_stay();
    }
    if (leaves(press.request))
        item_keep(view); /* what was given up just now goes, while it is known whose it was */
    switch (press.request) {
    case REQUEST_NEXT:
    case REQUEST_PREVIOUS:
        (item->confirming ? go_on_confirming : go_on)(item, press.request == REQUEST_NEXT);
        return view_stay();
    case REQUEST_UNDO:
        item_begin_undo(item);
        return view_stay();
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
    const struct item_view *item = item_of(view);
    if (leaves(request) && holds(item))
        return false;
    if (request == REQUEST_UNDO && !item_can_undo(item->review))
        return false;
    return entry && !obstacle(item, entry, request);
}

static void close_item(struct view *view)
{
    struct item_view *item = item_of(view);
    item_keep(view); /* what was given up just now is not offered again */
    draft_drop(&item->draft);
    buffer_free(&item->returning);
    free(item);
}

struct view *item_open(struct review *review)
{
    static const struct view_kind kind = {.screen = SCREEN_ITEM,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .answered = item_answered,
                                          .expand = item_expand,
                                          .keep = item_keep,
                                          .offers = offers,
                                          .close = close_item};
    struct item_view *item = memory_new(sizeof *item);
    *item = (struct item_view){
        .review = review, .draft = DRAFT_EMPTY, .writing = -1, .returning = BUFFER_EMPTY};
    item->view = view_new(&kind, item);
    item_restore(item);
    return item->view;
}

struct view *item_open_to_confirm(struct review *review)
{
    struct view *view = item_open(review);
    item_of(view)->confirming = true;
    return view;
}
