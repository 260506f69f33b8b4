#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/evidence.h"
#include "records/write.h"
#include "tui/entries.h"
#include "tui/item.h"
#include "tui/loop.h"
#include "tui/overview.h"
#include "tui/terminal.h"

#include <string.h>

/* A decision, with the files that go into the record beside it. */
struct proof {
    struct decision decision;
    struct attachments attachments;
};

/* Takes a new snapshot after writing; a failure is said, and the old one stays on the screen. */
static bool reload(struct item_view *item)
{
    struct error error;
    if (review_reload(item->review, &error) == STATUS_OK)
        return true;
    loop_say_error(&error);
    return false;
}

/* Appends what has happened since the draft began. */
static void add_newer(struct buffer *out, const struct draft *draft, const struct entry *entry)
{
    const struct confirmation *word = entry->confirmation;
    if (strcmp(draft->against, entry->item->blob) != 0) {
        buffer_add(out, TR("the item was revised", "考评项刚刚修订"));
    } else if (!entry->decision) {
        buffer_add(out, TR("the decision was taken back meanwhile", "原评定刚刚被撤回"));
    } else if (strcmp(draft->upon, entry->decision->blob) != 0) {
        item_add_name(out, entry->decision->reviewer);
        buffer_add(out, TR(" has just decided: ", "刚评定："));
        item_add_decision(out, entry, entry->decision);
    } else if (word) {
        item_add_name(out, word->reviewer);
        buffer_add(out, word->returned ? TR(" has just returned it: ", "刚退回：")
                                       : TR(" has just confirmed it", "刚复核通过"));
        buffer_add(out, word->returned ? word->reason : "");
    }
}

/* Something changed while this was being typed: says what, so that Enter means it; the choice
 * first, for the end may be cut. Confirming begins anew. */
static void show_newer(struct item_view *item, const struct entry *entry)
{
    bool deciding = item->draft.kind == DRAFT_DECISION;
    struct buffer text = BUFFER_EMPTY;
    add_newer(&text, &item->draft, entry);
    fail(&item->trouble, STATUS_CONFLICT, NULL, 0,
         deciding ? TR("Enter replaces it with yours, Esc keeps theirs: %s",
                       "回车＝以您的替换，Esc＝保留对方。%s")
                  : TR("Look at it again: %s", "请重新查看。%s"),
         text.bytes);
    buffer_free(&text);
    draft_show_current(&item->draft, entry);
    if (!deciding)
        draft_drop(&item->draft);
}

/* Writing failed: what was typed stays. */
static void refuse(struct item_view *item, enum status status, const struct error *error)
{
    item->trouble = *error;
    if (status != STATUS_CONFLICT || !reload(item))
        return;
    const struct entry *entry = review_entry(item->review);
    if (entry)
        show_newer(item, entry);
}

/* After saving: the next open item. */
static void advance(struct item_view *item, const char *commit, const char *what)
{
    item_drop(item);
    if (!reload(item))
        return;
    const struct review *review = item->review;
    const struct entry *next = review_next(review, review_entry(review), NULL, true);
    if (!next) {
        item_say_all_decided(review, commit);
        return;
    }
    item_go_to(item, next);
    item->offered = item->draft.kind != DRAFT_NONE;
    loop_say(STYLE_GOOD,
             item->offered
                 ? TR("saved %.7s, %zu to go; here something typed earlier was found: %s",
                      "已保存 %.7s，还有%zu项；本项找回了上次未保存的内容：%s")
                 : TR("saved %.7s, %zu to go, 9 undoes: %s", "已保存 %.7s，还有%zu项，9撤销：%s"),
             commit, overview_waiting(review).open, item->offered ? next->item->name : what);
}

/* After undoing: the item stays on the screen. */
static void stay_undone(struct item_view *item, const char *commit)
{
    review_forget(item->review, &item->review->here);
    item_drop(item);
    if (reload(item))
        loop_say(STYLE_GOOD, TR("undone by %.7s", "已撤销，提交 %.7s"), commit);
}

/* Writes what is ready to be written, for a draft or an undoing. */
static void write_ready(struct item_view *item, const struct entry *entry,
                        const struct proof *proof)
{
    const struct review *review = item->review;
    char commit[COMMIT_SIZE];
    struct error error;
    struct writing writing = writing_now(review->person);
    struct buffer what = BUFFER_EMPTY;
    buffer_format(&what, "%s %s ", entry->jurisdiction->name, entry->item->name);
    item_add_decision(&what, entry, &proof->decision);
    enum status status = write_decision(review->record, entry, proof->decision, &proof->attachments,
                                        &writing, commit, &error);
    if (status)
        refuse(item, status, &error);
    else if (item->draft.kind == DRAFT_UNDO)
        stay_undone(item, commit);
    else {
        review_remember(item->review, entry);
        advance(item, commit, what.bytes);
    }
    buffer_free(&what);
}

/* A + before the title or the place asks to put the file into the record: +年报|/home/li/air.pdf.
 */
static const char *without_plus(const char *text, bool *plus)
{
    const char *behind = text;
    if (text_narrow(text_next(&behind)) != '+')
        return text;
    *plus = true;
    return behind + strspn(behind, " ");
}

static bool asks_to_attach(struct evidence *piece)
{
    bool plus = false, one = strcmp(piece->title, piece->at) == 0;
    piece->title = without_plus(piece->title, &plus);
    piece->at = one ? piece->title : without_plus(piece->at, &plus);
    return plus;
}

/* Hashes or reads what was named just now; the lists of a snapshot are not written to, so a copy
 * is. */
static enum status prove(const struct review *review, const struct entry *entry,
                         struct arena *arena, struct proof *proof, struct error *error)
{
    struct evidences *evidence = &proof->decision.evidence;
    struct evidence *list = arena_array(arena, evidence->count, sizeof *list);
    const char *commit = review->snapshot->commit;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < evidence->count && !status; i++) {
        list[i] = evidence->list[i];
        if (asks_to_attach(&list[i]))
            status = evidence_attach(review->record, arena, commit, entry, &list[i],
                                     &proof->attachments, error);
        else if (!*list[i].sha256)
            status = evidence_hash(review->record, arena, commit, &(struct evidences){&list[i], 1},
                                   error);
    }
    evidence->list = list;
    return status;
}

static struct answer save_decision(struct view *view, const struct entry *entry)
{
    struct item_view *item = view->state;
    struct proof proof = {0};
    if (draft_need(&item->draft, entry) != NEED_NOTHING)
        return item_ask_missing(view, entry);
    struct arena *arena = arena_new();
    if (!draft_decision(&item->draft, entry, &proof.decision, &item->trouble) &&
        !prove(item->review, entry, arena, &proof, &item->trouble))
        write_ready(item, entry, &proof);
    arena_free(arena);
    return view_stay();
}

static void save_undo(struct item_view *item, const struct entry *entry)
{
    struct arena *arena = arena_new();
    struct proof proof = {0};
    if (!item_undo_decision(item->review, entry, arena, &proof.decision, &item->trouble))
        write_ready(item, entry, &proof);
    arena_free(arena);
}

/* After the second word: on in the queue, if that is where the reviewer comes from. */
static void advance_confirming(struct item_view *item, const char *commit, bool returned)
{
    const struct review *review = item->review;
    const struct entry *next = item->confirming ? item_next_to_confirm(review, true) : NULL;
    size_t left = 0;
    for (size_t i = 0; i < review->snapshot->assessment->entry_count; i++)
        left += entry_awaits_me(review, &review->snapshot->assessment->entries[i]);
    if (next)
        item_go_to(item, next);
    if (!left)
        loop_say(STYLE_GOOD,
                 returned ? TR("returned: %.7s; nothing more for you to confirm",
                               "已退回：%.7s；再无待您复核的项")
                          : TR("confirmed: %.7s; nothing more for you to confirm",
                               "已复核：%.7s；再无待您复核的项"),
                 commit);
    else
        loop_say(STYLE_GOOD,
                 returned ? TR("returned: %.7s; %zu more for you to confirm",
                               "已退回：%.7s；还有%zu项待您复核")
                          : TR("confirmed: %.7s; %zu more for you to confirm",
                               "已复核：%.7s；还有%zu项待您复核"),
                 commit, left);
}

/* The second person's word: a return with its reason, or a confirmation. */
static void save_second_word(struct item_view *item, const struct entry *entry)
{
    const struct review *review = item->review;
    bool returned = item->draft.kind == DRAFT_RETURN;
    char commit[COMMIT_SIZE];
    struct error error;
    struct writing writing = writing_now(review->person);
    if (!draft_is_current(&item->draft, entry)) {
        show_newer(item, entry);
        return;
    }
    enum status status =
        write_confirmation(review->record, entry, returned, returned ? item->returning.bytes : "",
                           &writing, commit, &error);
    if (status) {
        refuse(item, status, &error);
        draft_drop(&item->draft); /* the reason stays */
        return;
    }
    item_drop(item);
    if (reload(item))
        advance_confirming(item, commit, returned);
}

struct answer item_save(struct view *view, const struct entry *entry)
{
    struct item_view *item = view->state;
    if (item->offered) {
        item->offered = false;
        loop_say(STYLE_WAITING, "%s",
                 TR("typed earlier and not saved: Enter once more saves it, Esc drops it",
                    "这是上次未保存的内容：再按回车保存，Esc放弃"));
        return view_stay();
    }
    if (item->draft.kind == DRAFT_CONFIRMATION || item->draft.kind == DRAFT_RETURN)
        save_second_word(item, entry);
    else if (!draft_is_current(&item->draft, entry))
        show_newer(item, entry);
    else if (item->draft.kind == DRAFT_DECISION)
        return save_decision(view, entry);
    else
        save_undo(item, entry);
    return view_stay();
}
