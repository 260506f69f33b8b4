/* Undoing: a new commit that restores the decision before, or takes back the first one. */
#include "core/language.h"
#include "records/history.h"
#include "tui/entries.h"
#include "tui/item.h"
#include "tui/loop.h"
#include "tui/rights.h"
#include "tui/terminal.h"

#include <string.h>

/* The session's last decision of the entry; NULL for none. */
static const struct done *done_of(const struct review *review, const struct entry *entry)
{
    for (size_t i = review->done_count; i > 0; i--) {
        const struct done *done = &review->done[i - 1];
        if (strcmp(done->place.jurisdiction, entry->jurisdiction->id) == 0 &&
            strcmp(done->place.item, entry->item->id) == 0)
            return done;
    }
    return NULL;
}

/* The entry whose decision is to be undone: the one on the screen, if the reviewer has decided it;
 * else that of the last decision of this session. */
static const struct entry *find_entry(const struct review *review)
{
    const struct assessment *assessment = review->snapshot->assessment;
    const struct entry *here = review_entry(review);
    if ((here && here->decision) || review->done_count == 0)
        return here;
    const struct place *last = &review->done[review->done_count - 1].place;
    const struct jurisdiction *jurisdiction =
        assessment_jurisdiction(assessment, last->jurisdiction);
    const struct item *item = assessment_item(assessment, last->item);
    return jurisdiction && item ? assessment_entry(assessment, jurisdiction, item) : NULL;
}

enum status item_undo_decision(const struct review *review, const struct entry *entry,
                               struct arena *arena, struct decision *out, struct error *error)
{
    const struct past *past;
    enum status status = history_chain(review->record, arena, entry, &past, error);
    if (status)
        return status;
    const struct past *before = past ? past->older : NULL;
    const struct done *done = done_of(review, entry);
    /* What an undo restored has the undone one before it: to go on back, the session remembers. */
    while (done && before && strcmp(before->decision.blob, done->before) != 0)
        before = before->older;
    if (!before || before->decision.verdict == VERDICT_WITHDRAWN) {
        *out = (struct decision){.verdict = VERDICT_WITHDRAWN,
                                 .value = "",
                                 .number = NOT_A_NUMBER,
                                 .score = NOT_A_NUMBER,
                                 .reason = "",
                                 .blob = ""};
        return STATUS_OK;
    }
    *out = before->decision;
    if (strcmp(out->against, entry->item->blob) != 0)
        return fail(error, STATUS_NO, NULL, 0, "%s",
                    TR("the decision before was made against an earlier version of the item: "
                       "decide anew",
                       "上一评定依据的是修订前的考评项，不能恢复：请重新评定"));
    return STATUS_OK;
}

bool item_can_undo(const struct review *review)
{
    const struct entry *entry = find_entry(review);
    return entry && entry->decision && entry_is_mine(review, entry) &&
           rights_may(review, entry, RIGHT_REVIEW);
}

void item_begin_undo(struct item_view *item)
{
    struct review *review = item->review;
    const struct entry *entry = find_entry(review);
    const char *refusal = entry ? rights_refusal(review, entry, RIGHT_REVIEW) : NULL;
    if (refusal) {
        loop_say(STYLE_WAITING, "%s", refusal);
    } else if (!entry || !entry->decision) {
        if (review->done_count) /* it was taken back already */
            review->done_count--;
        loop_say(STYLE_WAITING, "%s", TR("there is no decision to undo", "没有可撤销的评定"));
    } else if (!entry_is_mine(review, entry)) {
        loop_say(STYLE_WAITING, "%s",
                 TR("this decision is another person's: return it, or decide again",
                    "这是他人的评定，不能撤销：可退回或重新评定"));
    } else {
        item_go_to(item, entry);
        if (item->draft.kind == DRAFT_NONE) /* else something typed was found there: that first */
            draft_begin(&item->draft, entry, DRAFT_UNDO);
    }
}
