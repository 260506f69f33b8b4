/*
 * The review: the screens that a reviewer walks through, on the terminal of the process.
 *
 *     if (review_run(record, NULL, &error))
 *         fprintf(stderr, "kaoping: %s\n", error.text);
 *
 * What the screens share is one struct: the snapshot that all of them draw, and the place where the
 * reviewer is, by ids. A screen keeps no pointer into the snapshot from one event to the next, so
 * that a new one (after a decision, or when somebody else moved main) takes effect everywhere at
 * once and every cursor stays on its item.
 */
#ifndef KAOPING_TUI_REVIEW_H
#define KAOPING_TUI_REVIEW_H

#include "core/error.h"
#include "records/record.h"
#include "records/snapshot.h"

#include <stdbool.h>
#include <stddef.h>

/* Where the reviewer is. "" where there is no such thing, or none was chosen yet. */
struct place {
    char jurisdiction[PATH_MOST], item[PATH_MOST];
};

struct review {
    struct record *record;     /* borrowed */
    struct snapshot *snapshot; /* never NULL while a screen is open */
    char *person;              /* who reviews: "Name <mail>" */
    char *year;                /* stays, also when the record gets another one */
    struct place here;
    char refused[COMMIT_SIZE]; /* a tip of main that could not be read, not to be tried again */
};

/* Opens the review of a year (NULL for the latest) and returns when the reviewer leaves it or the
 * terminal goes away. */
enum status review_run(struct record *record, const char *year, struct error *error);

/* Takes a new snapshot of main. Where that fails the old one stays. */
enum status review_reload(struct review *review, struct error *error);

/* What `here` names in the present snapshot; NULL if it is not there (any more). */
const struct jurisdiction *review_jurisdiction(const struct review *review);
const struct entry *review_entry(const struct review *review);

/* Moves to an entry, or to a jurisdiction without choosing an item. */
void review_go(struct review *review, const struct entry *entry);
void review_go_jurisdiction(struct review *review, const struct jurisdiction *jurisdiction);

/* Whether the entry waits for a decision: pending, stale or returned. */
bool review_is_open(const struct entry *entry);
size_t review_count_open(const struct counts *counts);

/* The next open entry behind `from` (NULL: from the beginning), in either direction, around the
 * end; `from` itself comes last. `within` may confine it to a jurisdiction. NULL if none is open.
 */
const struct entry *review_next(const struct review *review, const struct entry *from,
                                const struct jurisdiction *within, bool forward);

#endif
