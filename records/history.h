/*
 * History: of one entry along the chain of `previous` blobs, and of the record along its commits.
 */
#ifndef KAOPING_RECORDS_HISTORY_H
#define KAOPING_RECORDS_HISTORY_H

#include "core/assessment.h"
#include "records/record.h"

struct arena;
struct snapshot;

/* One decision of an entry's chain. */
struct past {
    struct decision decision;
    struct past *older;
};

/* The chain of an entry's decisions, newest first, by blobs alone; *out is NULL for a pending one.
 * STATUS_FAILED where a blob of the chain is missing, broken, or of another entry. */
enum status history_chain(struct record *record, struct arena *arena, const struct entry *entry,
                          const struct past **out, struct error *error);

/* One commit, with what its trailers say; "" where it has none. */
struct log_entry {
    char commit[COMMIT_SIZE];
    const char *subject, *author, *jurisdiction, *item, *verdict, *score;
    long long when; /* seconds since 1970 */
    int offset;     /* minutes east of Greenwich */
};

/* Calls `show` for every commit from `commit` backwards, newest first, whose trailers name the
 * jurisdiction and item (either may be NULL for all), until it returns false. */
enum status history_log(struct record *record, const char *commit, const char *jurisdiction,
                        const char *item, bool (*show)(void *context, const struct log_entry *),
                        void *context, struct error *error);

/* The commit that brought the entry's present decision (or confirmation): the newest one from
 * `commit` backwards whose trailers name the entry and whose tree has the blob. Writes its hex id;
 * "" if none is found. */
enum status history_commit_of(struct record *record, const char *commit, const struct entry *entry,
                              const char *blob, char *out, struct error *error);

#endif
