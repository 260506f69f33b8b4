/*
 * The cache: what the last reading of a year had gathered, in a file of the person's own, so that
 * opening a record reads what is new and not 9,000 files.
 *
 *     struct arena *scratch = arena_new();
 *     struct gathered before;
 *     bool found = cache_load(record, "2020", scratch, &before);
 *     gather(&now, …, found ? &before : NULL, …);
 *     if (found)
 *         gathered_release(&before);
 *     arena_free(scratch);
 *     cache_save(record, "2020", &now);
 *
 * It is derived, and nothing hangs on it: gather() takes from it only what has the tree's or the
 * blob's id that the commit names, as between two snapshots. A file that is missing, of another
 * owner, writable by others, a link, of another program, cut or garbled is as none; one that cannot
 * be written is not written. It may be deleted at any time.
 *
 * $XDG_CACHE_HOME/kaoping/NAME-HASH-YEAR.cache (~/.cache where that is not set), mode 0600.
 */
#ifndef KAOPING_RECORDS_CACHE_H
#define KAOPING_RECORDS_CACHE_H

#include "records/gather.h"

#include <stdbool.h>

struct buffer;

/* What only serves until the next gathering is in `scratch`. */
bool cache_load(const struct record *record, const char *year, struct arena *scratch,
                struct gathered *out);
void cache_save(const struct record *record, const char *year, const struct gathered *now);

/* ---- the form of the file, cache_form.c ---- */

/* Appends the gathering, of the record at that path (`real`), with a checksum over all of it. */
void cache_form_add(struct buffer *out, const char *real, const char *year,
                    const struct gathered *now);

/* Reads it back. The bytes are of out->pool, which the caller gives, aligned for any type; texts
 * stay in them, and the first *spent of them are not needed any more. Lists go to `scratch`. False
 * for what cache_form_add() of this program did not make for that record and year. */
bool cache_form_read(const char *bytes, size_t size, const char *real, const char *year,
                     struct arena *scratch, struct gathered *out, size_t *spent);

#endif
