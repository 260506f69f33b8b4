/*
 * The field's own words: kinds of items, verdicts and states, as they stand on disk and as a person
 * reads them in either language.
 */
#ifndef KAOPING_CORE_WORDS_H
#define KAOPING_CORE_WORDS_H

#include <stdbool.h>

enum item_kind { ITEM_INDICATOR, ITEM_RECTIFICATION, ITEM_TASK, ITEM_VETO, ITEM_KINDS };

/* A kind's verdicts stand in the order in which they are offered: the best first. */
enum verdict {
    VERDICT_MET,
    VERDICT_PARTLY,
    VERDICT_UNMET,
    VERDICT_EXEMPT,
    VERDICT_CLOSED_OUT,
    VERDICT_COMPLETED,
    VERDICT_ON_SCHEDULE,
    VERDICT_BEHIND,
    VERDICT_NOT_STARTED,
    VERDICT_CLEAR,
    VERDICT_TRIGGERED,
    VERDICT_WITHDRAWN, /* of every kind: the decision before it is taken back, and none stands */
    VERDICTS
};

/* Where an entry stands, derived from the record (design rule 3). */
enum state {
    STATE_PENDING,   /* no decision */
    STATE_STALE,     /* decided against another version of the item */
    STATE_RETURNED,  /* a second person returned this very decision */
    STATE_DECIDED,   /* waits for its confirmation */
    STATE_CONFIRMED, /* a confirmation names this very decision */
    STATES
};

extern const char *const item_kind_ids[ITEM_KINDS + 1]; /* on disk; ended by NULL */
extern const char *const verdict_ids[VERDICTS + 1];     /* on disk; ended by NULL */
extern const char *const state_ids[STATES + 1];         /* in JSON; ended by NULL */

/* What a person reads, in the language in force. */
const char *item_kind_name(enum item_kind kind);
const char *verdict_name(enum verdict verdict);
const char *state_name(enum state state);

/* The verdict's Chinese word whatever the language: for commits and circulars. */
const char *verdict_chinese(enum verdict verdict);

/* The verdicts of a kind that a reviewer chooses from: `count` from the one that is returned. */
enum verdict verdicts_of(enum item_kind kind, int *count);
bool verdict_fits(enum verdict verdict, enum item_kind kind);

/* The verdict that a word stands for, on disk or in Chinese (完成); -1 if none. */
int verdict_from(const char *word);

/* Whether the verdict says that the work is done: met, closed-out, completed, clear. */
bool verdict_is_complete(enum verdict verdict);

/* The conditions of a close-out (销号) where the year does not list its own, ended by NULL: measures
 * done, penalties done, effect to standard, similar problems looked for, causes cured for good. They
 * are those of a province's published rules; see assessment.h. */
extern const char *const condition_ids[];

/* The condition in words; NULL for an id that is none of them. */
const char *condition_name(const char *id);

#endif
