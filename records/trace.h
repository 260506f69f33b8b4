/*
 * Trace: the commits that brought the decisions which a fact rests on.
 *
 *     struct trace *trace;
 *     if (trace_new(record, snapshot, fact->source, &trace, &error))
 *         return error.status;
 *     while (trace_is_open(trace))
 *         if (trace_read(trace, snapshot, 1000, &error))      // a slice of the history
 *             break;
 *     trace_commit(trace, entry);                             // "" where none was found (yet)
 *     trace_free(trace);
 *
 * All are found in one walk, which ends with the oldest of them. Trailers say which commits to look
 * at; the blob decides. A trace keeps no pointer into the snapshot, but holds for its commit alone.
 */
#ifndef KAOPING_RECORDS_TRACE_H
#define KAOPING_RECORDS_TRACE_H

#include "core/facts.h"
#include "records/record.h"

#include <stdbool.h>
#include <stddef.h>

struct snapshot;
struct trace;

/* `source` may be NULL, for a fact that rests on nothing. The caller frees *out. */
enum status trace_new(struct record *record, const struct snapshot *snapshot,
                      const struct source *source, struct trace **out, struct error *error);

/* Takes NULL. */
void trace_free(struct trace *trace);

/* Whether some are still to be found, and commits to be read. */
bool trace_is_open(const struct trace *trace);

/* Reads at most `most` commits further back. After a failure the trace is not open any more. */
enum status trace_read(struct trace *trace, const struct snapshot *snapshot, size_t most,
                       struct error *error);

/* The hex id of the commit, borrowed; "" for a pending entry, or one that is not found (yet). */
const char *trace_commit(const struct trace *trace, const struct entry *entry);

#endif
