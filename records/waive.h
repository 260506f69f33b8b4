/*
 * Letting a finding of the proof-reading stand: one more entry in YEAR/circular/waivers.md
 * (core/waivers.h), by one commit.
 *
 *     struct writing writing = {.person = "陈静 <chenjing@example.org>", .when = now};
 *     if (waive(record, snapshot, "3f2a91bc", "引文原文如此", &writing, commit, &error))
 *         ...
 *
 * Who publishes may, and who administers. The commit's subject says which finding, and its file
 * why.
 */
#ifndef KAOPING_RECORDS_WAIVE_H
#define KAOPING_RECORDS_WAIVE_H

#include "records/record.h"
#include "records/write.h"

struct snapshot;

/* STATUS_INPUT for an id that is no open finding of the snapshot's, and without a reason; STATUS_NO
 * where the person may not, where it is waived already, and in a published year; STATUS_CONFLICT if
 * another waiver came since the snapshot. `commit` (may be NULL) receives the hex id. */
enum status waive(struct record *record, struct snapshot *snapshot, const char *finding,
                  const char *reason, const struct writing *writing, char *commit,
                  struct error *error);

#endif
