/*
 * One item for one jurisdiction: what is asked, what the unit says, how it scores, what was
 * decided; and deciding it.
 *
 *     return view_open(item_open(review));           // of review->here
 *
 * A digit begins a decision, Enter writes the one that is shown, Esc drops it. After a decision the
 * view goes to the next open item. It follows the reviewer, also where a screen above moves on to
 * another item: so while something is typed and not saved it opens none that could.
 */
#ifndef KAOPING_TUI_ITEM_H
#define KAOPING_TUI_ITEM_H

#include "tui/draft.h"
#include "tui/review.h"
#include "tui/sheet.h"
#include "tui/view.h"

struct item_view {
    struct view *view; /* whose state this is */
    struct review *review;
    struct scroll scroll;
    struct draft draft;
    int writing;             /* the question whose text is open in a view above; -1 for none */
    struct buffer returning; /* a reason of returning that was not finished */
    bool kept;               /* the disk has something that was typed in this view */
    bool confirming;         /* opened from the queue of what waits for this reviewer */
    bool offered;         /* going on led here, and something typed earlier was found: Enter in the
                             rhythm of going on must not write it */
    bool begun;           /* a digit began the decision, and questions follow by themselves */
    struct error trouble; /* what is wrong with what was typed; text "" for nothing */
};

struct view *item_open(struct review *review) __attribute__((returns_nonnull));

/* The same, for going through what waits for this reviewer's second word. */
struct view *item_open_to_confirm(struct review *review) __attribute__((returns_nonnull));

/* The parts of one view. tui/item.c: */
struct draft *item_decision_draft(struct item_view *item, const struct entry *entry); /* begun */
void item_drop(struct item_view *item);                             /* the draft */
void item_go_to(struct item_view *item, const struct entry *entry); /* with nothing typed */

/* The entry that Tab goes to, as review_next(); where nothing is open, the next one that waits for
 * this reviewer to confirm it. NULL if there is none either. */
const struct entry *item_next(const struct review *review, const struct entry *from,
                              const struct jurisdiction *within, bool forward);

/* The next entry that waits for this reviewer's second word, around the end, other than the one on
 * the screen; NULL if there is none. */
const struct entry *item_next_to_confirm(const struct review *review, bool forward);

/* Says that all is decided, or all that this person may, and what is to do now. `saved` is the
 * commit of the last decision, or NULL. */
void item_say_all_decided(const struct review *review, const char *saved);

/* Why this reviewer cannot confirm (REQUEST_CONFIRM) or return the entry's decision; NULL if that
 * is possible. */
const char *item_second_word_obstacle(const struct review *review, const struct entry *entry,
                                      enum request request);

/* tui/item_ask.c: what is asked of the reviewer, one question after the other. */
enum item_question {
    ASK_VALUE,
    ASK_SCORE,
    ASK_NOTE,
    ASK_RETURN,
    ASK_EVIDENCE,
    ASK_DEADLINE,
    ASK_NOTICE,
    ASK_CONDITIONS
};
struct answer item_ask(struct view *view, const struct entry *entry, enum item_question question);
struct answer item_ask_missing(struct view *view, const struct entry *entry); /* for the verdict */
struct answer item_answered(struct view *view, int question, const char *text);
struct answer item_expand(struct view *view, int question, const char *text); /* view_kind.expand */

/* tui/item_keep.c: what is being typed, on the disk. item_keep() is view_kind.keep; item_restore()
 * looks whether something was left for the item on the screen, and goes on with it; item_forget()
 * removes it, when it was saved or given up. */
void item_keep(struct view *view);
void item_keep_text(void *view, const char *text);
void item_restore(struct item_view *item);
void item_forget(struct item_view *item);

/* tui/item_save.c: writes the draft that is shown, or begins to ask for what it lacks; and the
 * second person's word on the decision that the draft was begun upon: false if it was not written.
 * Errors and conflicts are shown, and what was typed stays; the snapshot may be a new one. */
struct answer item_save(struct view *view, const struct entry *entry);

/* tui/item_undo.c: shows what undoing the last decision of this session (or the reviewer's own one
 * on this item) would do, as a draft that Enter writes; or says why there is nothing to undo. */
void item_begin_undo(struct item_view *item);
bool item_can_undo(const struct review *review);

/* The decision that undoing writes: the one before, or a withdrawal; its texts live in the arena.
 * STATUS_NO where the one before was made against another version of the item. */
enum status item_undo_decision(const struct review *review, const struct entry *entry,
                               struct arena *arena, struct decision *out, struct error *error);

/* tui/item_draw.c: */
void item_draw(struct item_view *item, const struct entry *entry, struct area area);

/* Appends a decision in a few words: 完成 89.9% 得4分. */
void item_add_decision(struct buffer *out, const struct entry *entry,
                       const struct decision *decision);

/* Appends what the decision would do beside its verdict; or, where it is `granting`, what its
 * confirmation does, which grants what was asked for. */
void item_add_terms(struct buffer *out, const struct entry *entry, const struct decision *decision,
                    bool granting);

/* tui/item_rounds.c: how it came to what stands, where there was more than one round: decided,
 * returned with the reason, decided again, confirmed. */
void item_add_rounds(struct sheet *sheet, int column, const struct review *review,
                     const struct entry *entry);

/* Appends a person's name without the mail. */
void item_add_name(struct buffer *out, const char *person);

/* Appends a moment as people write it, to the minute: 2021-01-28 13:45. */
void item_add_moment(struct buffer *out, const char *moment);

/* tui/item_compare.c: what changed since the decision was last confirmed or returned, the item's
 * earlier years, and the same item in the other jurisdictions. */
void item_add_since(struct sheet *sheet, int column, const struct review *review,
                    const struct entry *entry);
void item_add_earlier(struct sheet *sheet, int column, const struct review *review,
                      const struct entry *entry);
void item_add_others(struct sheet *sheet, int column, const struct entry *entry);

#endif
