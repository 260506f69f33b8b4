#include "core/language.h"
#include "core/memory.h"
#include "records/evidence.h"
#include "records/write.h"
#include "tui/item.h"
#include "tui/loop.h"
#include "tui/terminal.h"

#include <string.h>

/* Takes a new snapshot after writing; a failure is said, and the old one stays on the screen. */
static bool reload(struct item_view *item)
{
    struct error error;
    if (review_reload(item->review, &error) == STATUS_OK)
        return true;
    loop_say_error(&error);
    return false;
}

/* Appends who has just decided what; the name without its mail. */
static void add_newer(struct buffer *out, const struct entry *entry)
{
    const char *reviewer = entry->decision->reviewer, *mail = strstr(reviewer, " <");
    buffer_add_bytes(out, reviewer, mail ? (size_t)(mail - reviewer) : strlen(reviewer));
    buffer_add(out, TR(" has just decided: ", "刚评定："));
    item_add_decision(out, entry, entry->decision);
}

/* Somebody else decided while this was being typed: says what, so that Enter means it; the choice
 * first, for the end may be cut. Confirming begins anew. */
static void show_newer(struct item_view *item, const struct entry *entry)
{
    bool confirming = item->draft.kind != DRAFT_DECISION; /* or undoing */
    draft_show_current(&item->draft, entry);
    if (!entry->decision) {
        fail(&item->trouble, STATUS_CONFLICT, NULL, 0, "%s",
             TR("the decision was taken back meanwhile", "原评定刚刚被撤回"));
    } else {
        struct buffer text = BUFFER_EMPTY;
        add_newer(&text, entry);
        fail(&item->trouble, STATUS_CONFLICT, NULL, 0,
             confirming ? TR("Look at it again: %s", "请重新查看。%s")
                        : TR("Enter replaces it with yours, Esc keeps theirs: %s",
                             "回车＝以您的替换，Esc＝保留对方。%s"),
             text.bytes);
        buffer_free(&text);
    }
    if (confirming)
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
    loop_say(STYLE_GOOD,
             TR("saved %.7s, %zu to go, 9 undoes: %s", "已保存 %.7s，还有%zu项，9撤销：%s"), commit,
             review_count_open(&review->snapshot->tally->counts), what);
}

/* After undoing: the item stays on the screen. */
static void stay_undone(struct item_view *item, const char *commit)
{
    review_forget_last(item->review);
    item_drop(item);
    if (reload(item))
        loop_say(STYLE_GOOD, TR("undone by %.7s", "已撤销，提交 %.7s"), commit);
}

/* Writes what is ready to be written, for a draft or an undoing. */
static void write_ready(struct item_view *item, const struct entry *entry,
                        const struct decision *decision)
{
    const struct review *review = item->review;
    char commit[COMMIT_SIZE];
    struct error error;
    struct writing writing = writing_now(review->person);
    struct buffer what = BUFFER_EMPTY;
    buffer_format(&what, "%s %s ", entry->jurisdiction->name, entry->item->name);
    item_add_decision(&what, entry, decision);
    enum status status = write_decision(review->record, review->snapshot, entry, *decision,
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

/* Hashes what was named just now; the lists of a snapshot are not written to, so a copy is. */
static enum status hash_new(struct arena *arena, struct evidences *evidence, struct error *error)
{
    struct evidence *list = arena_array(arena, evidence->count, sizeof *list);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < evidence->count && !status; i++) {
        list[i] = evidence->list[i];
        if (!*list[i].sha256)
            status = evidence_hash(arena, &(struct evidences){&list[i], 1}, error);
    }
    evidence->list = list;
    return status;
}

static struct answer save_decision(struct view *view, const struct entry *entry)
{
    struct item_view *item = view->state;
    struct decision decision;
    if (draft_need(&item->draft, entry) != NEED_NOTHING)
        return item_ask_missing(view, entry);
    struct arena *arena = arena_new();
    if (!draft_decision(&item->draft, entry, &decision, &item->trouble) &&
        !hash_new(arena, &decision.evidence, &item->trouble))
        write_ready(item, entry, &decision);
    arena_free(arena);
    return view_stay();
}

static void save_undo(struct item_view *item, const struct entry *entry)
{
    struct arena *arena = arena_new();
    struct decision decision;
    if (!item_undo_decision(item->review, entry, arena, &decision, &item->trouble))
        write_ready(item, entry, &decision);
    arena_free(arena);
}

bool item_save_confirmation(struct item_view *item, const struct entry *entry, bool returned,
                            const char *reason)
{
    const struct review *review = item->review;
    char commit[COMMIT_SIZE];
    struct error error;
    if (!draft_is_current(&item->draft, entry)) {
        show_newer(item, entry);
        return false;
    }
    struct writing writing = writing_now(review->person);
    enum status status = write_confirmation(review->record, review->snapshot, entry, returned,
                                            reason, &writing, commit, &error);
    if (status) {
        refuse(item, status, &error);
        draft_drop(&item->draft);
        return false;
    }
    item_drop(item);
    if (reload(item))
        loop_say(STYLE_GOOD,
                 returned ? TR("returned: %.7s; Tab goes on", "已退回：%.7s；Tab到下一项")
                          : TR("confirmed: %.7s; Tab goes on", "已复核：%.7s；Tab到下一项"),
                 commit);
    return true;
}

struct answer item_save(struct view *view, const struct entry *entry)
{
    struct item_view *item = view->state;
    if (item->draft.kind == DRAFT_CONFIRMATION)
        item_save_confirmation(item, entry, false, "");
    else if (!draft_is_current(&item->draft, entry))
        show_newer(item, entry);
    else if (item->draft.kind == DRAFT_DECISION)
        return save_decision(view, entry);
    else
        save_undo(item, entry);
    return view_stay();
}
