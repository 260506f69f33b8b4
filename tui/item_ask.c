/* What the item's view asks: each question, and what its answer does. */
#include "core/decision.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "tui/item.h"
#include "tui/loop.h"
#include "tui/terminal.h"
#include "tui/text_view.h"
#include "tui/ticks.h"

#include <string.h>

/* ---- the questions ---- */

static void ask_value(struct view *view, const struct entry *entry, const struct draft *draft)
{
    struct buffer label = BUFFER_EMPTY;
    const char *unit = entry->item->unit;
    buffer_add(&label, TR("value", "数值"));
    if (unit && *unit)
        buffer_format(&label, TR(" (%s)", "（%s）"), unit);
    buffer_add(&label, TR(":", "："));
    bool reported = !draft->value.size && entry->report;
    view_ask(view, ASK_VALUE, label.bytes, reported ? entry->report->value : draft->value.bytes);
    view->prompt.fresh = true; /* as in a cell of a table */
    buffer_free(&label);
}

static void ask_score(struct view *view, const struct entry *entry, const struct draft *draft)
{
    struct buffer label = BUFFER_EMPTY;
    buffer_add(&label, TR("score, 0 to ", "得分（0到"));
    decimal_add(&label, rule_most(&entry->item->rule, entry->item), SCORE_PLACES);
    buffer_add(&label, TR(":", "）："));
    view_ask(view, ASK_SCORE, label.bytes, draft->score.bytes);
    view->prompt.fresh = true;
    buffer_free(&label);
}

static void ask_evidence(struct view *view, const struct entry *entry, const struct draft *draft)
{
    struct buffer text = BUFFER_EMPTY;
    if (draft->proved)
        buffer_add(&text, draft->evidence.bytes);
    else if (entry->decision)
        draft_add_evidence(&text, &entry->decision->evidence);
    else if (entry->report)
        draft_add_evidence(&text, &entry->report->evidence);
    view_ask(view, ASK_EVIDENCE,
             TR("evidence, title|place, + attaches; …:", "佐证（名称|位置，+附入；多件用;分开）："),
             text.bytes);
    buffer_free(&text);
}

static void ask_deadline(struct view *view, const struct entry *entry, const struct draft *draft)
{
    struct buffer label = BUFFER_EMPTY;
    buffer_format(&label, TR("deadline %s, extend it to:", "现行时限%s，申请延期至："),
                  entry->deadline);
    view_ask(view, ASK_DEADLINE, label.bytes, draft->deadline.bytes);
    buffer_free(&label);
}

static void ask_notice(struct view *view, const struct entry *entry, const struct draft *draft)
{
    struct buffer label = BUFFER_EMPTY;
    buffer_add(&label, TR("notice, FIRST/LAST day", "公示起止日期（起/止"));
    if (entry->item->notice_days)
        buffer_format(&label, TR(", at least %d", "，至少%d天"), entry->item->notice_days);
    buffer_add(&label, TR(":", "）："));
    view_ask(view, ASK_NOTICE, label.bytes, draft->notice.bytes);
    buffer_free(&label);
}

struct answer item_ask(struct view *view, const struct entry *entry, enum item_question question)
{
    struct item_view *item = view->state;
    if (question == ASK_RETURN)
        draft_show_current(&item->draft, entry); /* what is on the screen is what is returned */
    if (question == ASK_RETURN && strchr(item->returning.bytes, '\n'))
        return item_expand(view, ASK_RETURN, item->returning.bytes);
    if (question == ASK_RETURN) {
        view_ask(view, ASK_RETURN, TR("reason of returning:", "退回理由："), item->returning.bytes);
        return view_stay();
    }
    const struct draft *draft = item_decision_draft(item, entry);
    switch (question) {
    case ASK_VALUE:
        ask_value(view, entry, draft);
        break;
    case ASK_SCORE:
        ask_score(view, entry, draft);
        break;
    case ASK_EVIDENCE:
        ask_evidence(view, entry, draft);
        break;
    case ASK_DEADLINE:
        ask_deadline(view, entry, draft);
        break;
    case ASK_NOTICE:
        ask_notice(view, entry, draft);
        break;
    case ASK_CONDITIONS:
        return view_open(ticks_open(entry->item, ASK_CONDITIONS, draft->conditions.bytes));
    case ASK_NOTE:
    case ASK_RETURN:
        return item_expand(view, ASK_NOTE, draft->note.bytes);
    }
    return view_stay();
}

/* A note or a reason of several lines has a screen of its own. */
struct answer item_expand(struct view *view, int question, const char *text)
{
    struct item_view *item = view->state;
    if (question != ASK_NOTE && question != ASK_RETURN) {
        loop_say(STYLE_WAITING, "%s", TR("this is one line", "此处只填一行"));
        const struct entry *entry = review_entry(item->review);
        if (!entry)
            return view_stay();
        struct answer answer = item_ask(view, entry, (enum item_question)question);
        editor_set(&view->prompt.editor, text);
        return answer;
    }
    bool returning = question == ASK_RETURN;
    item->writing = question;
    return view_open(text_view_open(
        &(struct text_task){.question = question,
                            .title = returning ? TR("return", "退回") : TR("note", "说明"),
                            .label = returning ? TR("Why it is returned", "退回理由")
                                               : TR("Note of the decision", "评定说明"),
                            .text = text,
                            .most = NOTE_MOST,
                            .keep = item_keep_text,
                            .context = view}));
}

/* A missing reason is asked for with what it is that needs one. */
struct answer item_ask_missing(struct view *view, const struct entry *entry)
{
    struct item_view *item = view->state;
    struct decision decision;
    switch (draft_need(&item->draft, entry)) {
    case NEED_NOTHING:
        item->begun = false;
        break;
    case NEED_VERDICT:
        loop_say(STYLE_WAITING, "%s", TR("choose the verdict with a digit", "请先按数字选择结论"));
        break;
    case NEED_VALUE:
        return item_ask(view, entry, ASK_VALUE);
    case NEED_SCORE:
        return item_ask(view, entry, ASK_SCORE);
    case NEED_CONDITIONS:
        return item_ask(view, entry, ASK_CONDITIONS);
    case NEED_NOTICE:
        return item_ask(view, entry, ASK_NOTICE);
    case NEED_NOTE:
        draft_decision(&item->draft, entry, &decision, &item->trouble);
        view_ask(view, ASK_NOTE,
                 item->begun ? TR("Esc: another verdict; note:", "Esc改选结论；说明：")
                             : TR("note:", "说明："),
                 item->draft.note.bytes);
        return view_stay();
    }
    return view_stay();
}

/* ---- the answers ---- */

static void drop_untouched(struct item_view *item, const struct entry *entry)
{
    if (item->draft.kind == DRAFT_DECISION && draft_is_untouched(&item->draft, entry))
        draft_drop(&item->draft);
}

/* A question that the digit led to was cancelled: the verdict is not chosen any more, and the note
 * that went with it is there again. What else was typed stays. */
static void cancel(struct item_view *item, const struct entry *entry)
{
    struct draft *draft = &item->draft;
    if (item->begun) {
        draft->verdict = -1;
        if (entry->decision && !draft->note.size)
            draft_set_note(draft, entry->decision->reason);
    }
    item->begun = false;
    drop_untouched(item, entry);
}

/* What a person wrote is held whatever became of the item meanwhile. */
static void hold(struct item_view *item, int question, const char *text)
{
    if (question == ASK_RETURN) {
        buffer_cut(&item->returning, 0);
        buffer_add(&item->returning, text);
    } else if (question == ASK_NOTE) {
        draft_set_note(&item->draft, text);
    }
}

/* With an input method on, the keys of ; and | give their full-width forms. */
static void take_evidence(struct draft *draft, const struct entry *entry, const char *text)
{
    struct buffer plain = BUFFER_EMPTY;
    for (uint32_t c; (c = text_next(&text));)
        text_add_character(&plain, c == 0xFF1B || c == 0xFF5C ? text_narrow(c) : c);
    draft_set_evidence(draft, entry, plain.bytes);
    buffer_free(&plain);
}

static enum status take(struct item_view *item, const struct entry *entry, int question,
                        const char *text)
{
    struct draft *draft = &item->draft;
    switch (question) {
    case ASK_VALUE:
        return draft_set_value(draft, text, &item->trouble);
    case ASK_SCORE:
        return draft_set_score(draft, entry, text, &item->trouble);
    case ASK_EVIDENCE:
        take_evidence(draft, entry, text);
        return STATUS_OK;
    case ASK_CONDITIONS:
        draft_set_conditions(draft, text);
        return STATUS_OK;
    case ASK_DEADLINE:
        return draft_set_deadline(draft, entry, text, &item->trouble);
    case ASK_NOTICE:
        return draft_set_notice(draft, entry, text, &item->trouble);
    default: /* held already */
        return STATUS_OK;
    }
}

static bool is_needed(const struct item_view *item, const struct entry *entry, int question)
{
    enum draft_need need = draft_need(&item->draft, entry);
    return (question == ASK_VALUE && need == NEED_VALUE) ||
           (question == ASK_SCORE && need == NEED_SCORE) ||
           (question == ASK_NOTICE && need == NEED_NOTICE);
}

/* The reason is there: Enter returns the decision that was on the screen when it was asked for. */
static void begin_return(struct item_view *item)
{
    bool reasoned = item->returning.size > 0;
    item->draft.kind = reasoned ? DRAFT_RETURN : DRAFT_NONE;
    if (!reasoned)
        loop_say(STYLE_WAITING, "%s", TR("a return needs a reason", "退回须写明理由"));
}

/* Of a question that is asked again: above it stands what was wrong. */
static const char *short_label(int question)
{
    return question == ASK_VALUE      ? TR("value:", "数值：")
           : question == ASK_SCORE    ? TR("score:", "得分：")
           : question == ASK_DEADLINE ? TR("extend to:", "申请延期至：")
                                      : TR("notice:", "公示期：");
}

struct answer item_answered(struct view *view, int question, const char *text)
{
    struct item_view *item = view->state;
    const struct entry *entry = review_entry(item->review);
    item->trouble.text[0] = '\0';
    item->writing = -1;
    if (text)
        hold(item, question, text);
    if (!entry)
        return view_stay();
    if (!text) {
        cancel(item, entry);
        return view_stay();
    }
    if (question == ASK_RETURN) {
        begin_return(item);
        return view_stay();
    }
    enum status status = take(item, entry, question, text);
    if (!status && !*text && item->draft.verdict >= 0 && is_needed(item, entry, question))
        fail(&item->trouble, STATUS_INPUT, NULL, 0, "%s",
             TR("this is needed: type it, or Esc", "此项必填：请填写，或按Esc取消"));
    if (status)
        view_ask(view, question, short_label(question), text);
    else if (item->draft.verdict >= 0)
        return item_ask_missing(view, entry);
    else
        drop_untouched(item, entry);
    return view_stay();
}
