/*
 * A decision or confirmation that is being made: what was typed and not written yet.
 *
 *     draft_begin(&draft, entry, DRAFT_DECISION);    // from the present decision, or the report
 *     draft_choose(&draft, entry, VERDICT_MET);
 *     while ((need = draft_need(&draft, entry)))
 *         ask(need);
 *     draft_decision(&draft, entry, &decision, &error);
 *
 * It knows which decision was on the screen when it began, so that nobody replaces one unseen.
 */
#ifndef KAOPING_TUI_DRAFT_H
#define KAOPING_TUI_DRAFT_H

#include "core/assessment.h"
#include "core/buffer.h"
#include "core/error.h"
#include "records/record.h"

enum draft_kind { DRAFT_NONE, DRAFT_DECISION, DRAFT_CONFIRMATION, DRAFT_UNDO, DRAFT_RETURN };

struct draft {
    enum draft_kind kind;
    int verdict; /* enum verdict; -1 while none is chosen */
    struct buffer value, score, note;
    struct buffer evidence;   /* `title|place`, parted by ; */
    struct buffer conditions; /* ids of the close-out conditions that are ticked, parted by ; */
    struct buffer deadline;   /* the day that an extension is asked for */
    struct buffer notice;     /* of a close-out: 2021-01-04/2021-01-12 */
    bool rated;               /* the score was typed, not taken from the present decision */
    bool proved;         /* the evidence was typed, not taken from the decision or the report */
    bool checked;        /* the conditions were looked at */
    struct arena *arena; /* of the two lists; NULL while there are none */
    struct evidences evidences;
    const char **condition_list;
    size_t condition_count;
    /* What was on the screen when it began: blobs of the item and of the second person's word, */
    char against[COMMIT_SIZE], word[COMMIT_SIZE];
    /* and this: */
    char upon[COMMIT_SIZE]; /* blob of the decision that it would replace or confirm; "" for none */
};

#define DRAFT_EMPTY                             \
    ((struct draft){.kind = DRAFT_NONE,         \
                    .verdict = -1,              \
                    .value = BUFFER_EMPTY,      \
                    .score = BUFFER_EMPTY,      \
                    .note = BUFFER_EMPTY,       \
                    .evidence = BUFFER_EMPTY,   \
                    .conditions = BUFFER_EMPTY, \
                    .deadline = BUFFER_EMPTY,   \
                    .notice = BUFFER_EMPTY})

enum draft_need {
    NEED_NOTHING,
    NEED_VALUE,
    NEED_SCORE,
    NEED_CONDITIONS,
    NEED_NOTICE,
    NEED_NOTE,
    NEED_VERDICT
};

void draft_begin(struct draft *draft, const struct entry *entry, enum draft_kind kind);

/* Chooses the verdict. The present decision's reason and its score by hand go along only with its
 * own verdict: for another, the reason has to be written anew and the score to be seen again. */
void draft_choose(struct draft *draft, const struct entry *entry, enum verdict verdict);

/* Empties it and frees what it holds. */
void draft_drop(struct draft *draft);

/* Whether nothing was chosen or typed since it began, so that nothing is lost by dropping it. */
bool draft_is_untouched(const struct draft *draft, const struct entry *entry);

/* Whether decision, item and second word are still those that were on the screen; and: they are
 * shown now. */
bool draft_is_current(const struct draft *draft, const struct entry *entry);
void draft_show_current(struct draft *draft, const struct entry *entry);

/* Set what was typed, made plain. STATUS_INPUT, and nothing set, for what is no number, or a score
 * that is not within full marks. "" takes it back. */
enum status draft_set_value(struct draft *draft, const char *text, struct error *error);
enum status draft_set_score(struct draft *draft, const struct entry *entry, const char *text,
                            struct error *error);
void draft_set_note(struct draft *draft, const char *text);
void draft_set_evidence(struct draft *draft, const struct entry *entry, const char *text);
void draft_set_conditions(struct draft *draft, const char *text);

/* Set what was typed, as a decision of today may have it. STATUS_INPUT, and nothing set, with the
 * rule of core/terms.h that refuses it. "" takes it back. */
enum status draft_set_deadline(struct draft *draft, const struct entry *entry, const char *text,
                               struct error *error);
enum status draft_set_notice(struct draft *draft, const struct entry *entry, const char *text,
                             struct error *error);

/* Makes the lists of a draft whose texts came from the disk. */
void draft_restore_lists(struct draft *draft, const struct entry *entry);

/* Appends evidence as it is typed. */
void draft_add_evidence(struct buffer *out, const struct evidences *evidence);

/* Whether the draft is what the person saved already: a kill came between the commit and the end of
 * the draft. */
bool draft_is_saved(const struct draft *draft, const struct entry *entry, const char *person);

/* What is still missing. */
enum draft_need draft_need(const struct draft *draft, const struct entry *entry);

/* The decision as it would be written, checked; its texts are borrowed from draft and entry. */
enum status draft_decision(const struct draft *draft, const struct entry *entry,
                           struct decision *out, struct error *error);

/* Whether a person gives the entry's score, and whether a decision needs a value. */
bool entry_by_hand(const struct entry *entry);
bool entry_needs_value(const struct entry *entry);

#endif
