/* What is being typed for an item, kept on the disk (tui/drafts.h) and found again. */
#include "core/language.h"
#include "tui/drafts.h"
#include "tui/item.h"
#include "tui/loop.h"
#include "tui/terminal.h"

#include <string.h>
#include <time.h>

static const char *const questions[] = {
    [ASK_VALUE] = "value",   [ASK_SCORE] = "score",          [ASK_NOTE] = "note",
    [ASK_RETURN] = "return", [ASK_EVIDENCE] = "evidence",    [ASK_DEADLINE] = "deadline",
    [ASK_NOTICE] = "notice", [ASK_CONDITIONS] = "conditions"};

enum { QUESTIONS = sizeof questions / sizeof *questions };

/* Keeps the draft, and what stands in a question's text (NULL where none is open). Where there is
 * nothing, only what this view kept is taken back: another one above it may be on the same item. */
static void keep(struct item_view *item, const char *question, const char *typed)
{
    const struct draft none = DRAFT_EMPTY;
    const struct place *here = &item->review->here;
    struct error error;
    bool undoing = item->draft.kind == DRAFT_UNDO; /* nothing of it was typed */
    bool typing = typed || (item->draft.kind != DRAFT_NONE && !undoing);
    if (!typing && !item->kept)
        return;
    item->kept = typing;
    if (drafts_keep(item->review->drafts, here->jurisdiction, here->item,
                    undoing ? &none : &item->draft, question, typed, &error))
        loop_say_error(&error);
}

void item_keep(struct view *view)
{
    struct item_view *item = view->state;
    const struct prompt *prompt = &view->prompt;
    if (item->writing >= 0)
        return; /* the text's own view keeps it */
    if (prompt->open)
        keep(item, questions[prompt->question], prompt->editor.text.bytes);
    else if (item->returning.size)
        keep(item, questions[ASK_RETURN], item->returning.bytes);
    else
        keep(item, NULL, NULL);
}

void item_keep_text(void *view, const char *text)
{
    struct item_view *item = ((struct view *)view)->state;
    keep(item, questions[item->writing], text);
}

void item_forget(struct item_view *item)
{
    const struct place *here = &item->review->here;
    struct error error;
    item->kept = false;
    if (drafts_drop(item->review->drafts, here->jurisdiction, here->item, &error))
        loop_say_error(&error);
}

/* Goes on where the question was open: a line in its prompt, a note or reason as it stood. */
static void reopen(struct item_view *item, const struct entry *entry, const struct kept *kept)
{
    int question = 0;
    while (question < QUESTIONS && strcmp(questions[question], kept->question.bytes) != 0)
        question++;
    if (question == ASK_RETURN) {
        buffer_add(&item->returning, kept->typed.bytes);
    } else if (question == ASK_NOTE) {
        draft_set_note(item_decision_draft(item, entry), kept->typed.bytes);
    } else if (question < ASK_CONDITIONS) {
        item_ask(item->view, entry, (enum item_question)question);
        editor_set(&item->view->prompt.editor, kept->typed.bytes);
    }
}

static void say_found(const struct item_view *item, const struct kept *kept)
{
    struct tm local;
    time_t when = (time_t)kept->when;
    char moment[32] = "";
    if (localtime_r(&when, &local))
        strftime(moment, sizeof moment, "%m-%d %H:%M", &local);
    if (item->returning.size)
        loop_say(STYLE_WAITING,
                 TR("the reason of returning begun at %s was found: F8 goes on with it",
                    "已找回%s未写完的退回理由：按F8继续"),
                 moment);
    else
        loop_say(STYLE_WAITING,
                 TR("what was typed at %s and not saved was found: Enter goes on, Esc drops it",
                    "已找回%s未保存的内容：按回车继续，Esc放弃"),
                 moment);
}

void item_restore(struct item_view *item)
{
    const struct review *review = item->review;
    const struct entry *entry = review_entry(review);
    struct kept kept = KEPT_EMPTY;
    struct error error;
    if (!entry)
        return;
    enum status status =
        drafts_find(review->drafts, entry->jurisdiction->id, entry->item->id, &kept, &error);
    if (!status)
        status = drafts_take(review->drafts, &kept, &error);
    if (!status && !kept.typing && draft_is_saved(&kept.draft, entry, review->person)) {
        item_forget(item);
        loop_say(STYLE_NORMAL, "%s",
                 TR("what was typed last is saved already", "上次填写的内容已经保存"));
    } else if (!status) {
        item->draft = kept.draft;
        item->kept = true;
        kept.draft = DRAFT_EMPTY;
        draft_restore_lists(&item->draft, entry);
        if (kept.typing)
            reopen(item, entry, &kept);
        say_found(item, &kept);
    } else if (status != STATUS_NO) {
        loop_say_error(&error);
    }
    kept_free(&kept);
}
