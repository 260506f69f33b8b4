/*
 * The review: the screens that a reviewer walks through, on the terminal of the process.
 *
 *     if (review_run(path, NULL, false, &error))
 *         fprintf(stderr, "kaoping: %s\n", error.text);
 *
 * What the screens share is one struct: the snapshot that all of them draw, and the place where the
 * reviewer is, by ids. A screen keeps no pointer into the snapshot from one event to the next, so
 * that a new one (after a decision, or when somebody else moved main) takes effect everywhere at
 * once and every cursor stays on its item.
 */
#ifndef KAOPING_TUI_REVIEW_H
#define KAOPING_TUI_REVIEW_H

#include "core/buffer.h"
#include "core/error.h"
#include "records/record.h"
#include "records/snapshot.h"
#include "tui/receipt.h"
#include "tui/resume.h"

#include <stdbool.h>
#include <stddef.h>

enum { DONE_MOST = 64 }; /* decisions of a session that can be undone one after the other */

/* Where the reviewer is. "" where there is no such thing, or none was chosen yet. */
struct place {
    char jurisdiction[PATH_MOST], item[PATH_MOST];
};

void place_set(struct place *place, const struct entry *entry);
bool place_is(const struct place *place, const struct entry *entry);

/* A decision of this session. */
struct done {
    struct place place;
    char before[COMMIT_SIZE]; /* blob of the decision that it replaced; "" for none */
};

/* What a list of entries holds: of one jurisdiction, of one item, or all. */
enum scope { SCOPE_JURISDICTION, SCOPE_ITEM, SCOPE_ALL, SCOPES };

/* Which of them; a kind of item as FILTER_KIND + enum item_kind. */
enum filter {
    FILTER_NONE,
    FILTER_PENDING,
    FILTER_MINE,
    FILTER_RETURNED,
    FILTER_STALE,
    FILTER_OVERDUE,
    FILTER_UNMET,
    FILTER_TO_CONFIRM,
    FILTER_MARKED,
    /* on the overview's way to the list alone: what this person may decide */
    FILTER_MINE_RETURNED,
    FILTER_MY_STALE,
    FILTER_MY_OVERDUE,
    FILTER_KIND
};

/* What a cell of the overview shows of a jurisdiction's category. */
enum measure { MEASURE_DECIDED, MEASURE_COMPLETED, MEASURE_SCORE, MEASURES };

/* How the reviewer arranged the lists. */
struct arrangement {
    int filter; /* enum filter, with the kind */
    enum measure measure;
    char sort[PATH_MOST]; /* the overview's column: "name", "total" … or a category's id; "" for the
                             jurisdictions' own order */
    bool reversed;
    struct buffer folded; /* ids of folded categories, each between spaces: " air water " */
};

struct drafts;

struct review {
    struct record *record;
    struct snapshot *snapshot; /* never NULL while a screen is open */
    char *person;              /* who reviews: "Name <mail>" */
    const struct reviewer *me; /* the same in the snapshot's reviewers.md; NULL if not listed */
    char *year;                /* stays, also when the record gets another one */
    struct place here;
    struct arrangement arrangement;
    /* What was decided in this session, the last at the end, to be undone. */
    struct done done[DONE_MOST];
    size_t done_count;
    struct state_folder *state; /* of the person at this record */
    struct drafts *drafts;      /* of this year */
    struct resume resume;
    struct receipt receipt;    /* of the tip that was seen last */
    bool resumed;              /* here and arrangement are those of the last time */
    char refused[COMMIT_SIZE]; /* a tip of main that could not be read, not to be tried again */
};

/* Opens the review of a year (NULL for the latest) of the record at that path, and returns when the
 * reviewer leaves it or the terminal goes away. Takes the record's language unless
 * `language_known`.
 */
enum status review_run(const char *path, const char *year, bool language_known,
                       struct error *error);

/* Takes a new snapshot of main. Where that fails, or main has not moved, the old one stays. */
enum status review_reload(struct review *review, struct error *error);

/* What `here` names in the present snapshot; NULL if it is not there (any more). */
const struct jurisdiction *review_jurisdiction(const struct review *review);
const struct entry *review_entry(const struct review *review);

/* Moves to an entry, or to a jurisdiction without choosing an item. */
void review_go(struct review *review, const struct entry *entry);
void review_go_jurisdiction(struct review *review, const struct jurisdiction *jurisdiction);

/* Remembers that the reviewer has just decided the entry, which is as it was before; and that this
 * was undone. */
void review_remember(struct review *review, const struct entry *entry);
void review_forget(struct review *review, const struct place *place);

/* Whether the entry waits for a decision: pending, stale or returned. */
bool review_is_open(const struct entry *entry);
size_t review_count_open(const struct counts *counts);

/* The next open entry that this person may decide, behind `from` (NULL: from the beginning), in
 * either direction, around the end; `from` itself comes last. `within` may confine it to a
 * jurisdiction. NULL if none is open. */
const struct entry *review_next(const struct review *review, const struct entry *from,
                                const struct jurisdiction *within, bool forward);

#endif
