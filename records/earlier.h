/*
 * What earlier years of the record say of an entry: its values, for a trend beside this year's.
 *
 *     const struct earlier *values;
 *     size_t count;
 *     if (earlier_values(record, snapshot, entry, arena, &values, &count, &error))
 *         return error.status;
 */
#ifndef KAOPING_RECORDS_EARLIER_H
#define KAOPING_RECORDS_EARLIER_H

#include "core/assessment.h"
#include "records/record.h"

struct arena;
struct snapshot;

/* The values of the years before the snapshot's, oldest first, into the arena: those that the
 * snapshot's commit holds as decided for the same jurisdiction and item, and for other years those
 * that the item's file lists, where it applies to one jurisdiction alone. A file of an earlier year
 * that cannot be read is passed over: it is no mistake of this year's. */
enum status earlier_values(struct record *record, const struct snapshot *snapshot,
                           const struct entry *entry, struct arena *arena,
                           const struct earlier **out, size_t *count, struct error *error);

#endif
