/*
 * The commits of a history screen: as far as they were read, newest first.
 *
 *     struct commits commits = COMMITS_EMPTY;
 *     commits_start(&commits, record, tip, &filter);
 *     commits_read(&commits, 100, 40);               // until there are 100, or 40 ms are over
 *     show(commits_author(&commits, 0));
 *     commits_follow(&commits, tip, 40, &more);      // main moved: what is new goes to the top
 *     commits_free(&commits);
 */
#ifndef KAOPING_TUI_COMMITS_H
#define KAOPING_TUI_COMMITS_H

#include "core/buffer.h"
#include "core/error.h"
#include "records/history.h"

#include <stdbool.h>
#include <stddef.h>

struct commits_row {
    char commit[COMMIT_SIZE]; /* "" for an act whose commit is not found yet */
    int offset;
    long long when;
    size_t text; /* where author and subject begin in `texts`, each ended with NUL */
};

struct commits {
    struct record *record;
    struct log_filter filter; /* its texts are the caller's */
    char tip[COMMIT_SIZE];
    struct log *log; /* of what is not read yet; NULL when all is */
    struct commits_row *rows;
    size_t count, room;
    size_t acts; /* rows that still look for their commit */
    struct buffer texts;
    struct error trouble; /* why no more can be read; text "" for nothing */
};

#define COMMITS_EMPTY ((struct commits){.texts = BUFFER_EMPTY})

/* Forgets everything and begins at that commit. The filter's texts must live as long. */
void commits_start(struct commits *commits, struct record *record, const char *tip,
                   const struct log_filter *filter);

/* The same for the history of one entry, whose rows are there at once: its decisions and
 * confirmations, by their chains. Reading finds their commits, and puts what else there is between
 * them. Nothing of it, and `trouble` says why, where the chains are broken. */
void commits_start_entry(struct commits *commits, struct record *record, const char *tip,
                         const struct log_filter *filter, const struct entry *entry);

/* Reads on until there are `count` rows, all are read, or the time is over. */
void commits_read(struct commits *commits, size_t count, int milliseconds);

/* Puts what is new at `tip` above the rows, *more of them. False, and begun anew, where reading it
 * would take longer than `milliseconds`. */
bool commits_follow(struct commits *commits, const char *tip, int milliseconds, size_t *more);

/* Whether there is nothing more to read. */
bool commits_ended(const struct commits *commits);

/* Borrowed until the next reading. */
const char *commits_author(const struct commits *commits, size_t row);
const char *commits_subject(const struct commits *commits, size_t row);

void commits_free(struct commits *commits);

#endif
