/*
 * Advisory locks: files in the record's folder, held by flock(), so that a holder that is killed
 * gives its lock up.
 *
 *     int lock;
 *     if (lock_take(record, LOCK_WRITERS, &lock, &error))
 *         return error.status;                 // it waited, said for whom, and gave up
 *     …
 *     close(lock);
 *
 * Who waits is told of it: see record_set_patience() in records/record.h.
 */
#ifndef KAOPING_RECORDS_LOCK_H
#define KAOPING_RECORDS_LOCK_H

#include "records/record.h"

/* Whoever writes; one sync at a time; one housekeeping at a time. */
#define LOCK_WRITERS "kaoping.lock"
#define LOCK_SYNC "kaoping-sync.lock"
#define LOCK_HOUSEKEEPING "kaoping-housekeeping.lock"

/* Takes the lock, which the caller closes; -1 where that fails. STATUS_FAILED where another holds
 * it for longer than the record's patience, with who that is and what to do. */
enum status lock_take(struct record *record, const char *name, int *out, struct error *error);

/* Takes the lock if nobody holds it; -1 otherwise, and where it cannot be opened. */
int lock_try(const struct record *record, const char *name);

/* A file that git locks a reference with, which stands in the way: STATUS_FAILED with its name, its
 * age and the remedy. */
enum status fail_locked(const struct record *record, const char *lock, struct error *error);

#endif
