/*
 * Writing to the record: one decision, one confirmation or one report is one commit.
 *
 *     struct writing writing = {.person = "李明 <liming@example.org>", .when = now};
 *     if (write_decision(record, entry, decision, NULL, &writing, commit, &error) ==
 *         STATUS_CONFLICT)
 *         // somebody decided the item since the snapshot: take a new one, show it, ask again
 *
 * The order that loses nothing (design rule 2): write the blob; take the advisory lock; read main
 * again; compare the file's blob with the one that the snapshot showed; build the trees from
 * main's; commit; swap main by comparison; and say "saved" when it is on the disk.
 */
#ifndef KAOPING_RECORDS_WRITE_H
#define KAOPING_RECORDS_WRITE_H

#include "core/assessment.h"
#include "records/record.h"

#include <stdbool.h>

struct snapshot;

struct writing {
    const char *person; /* "Name <mail>": the author, and who the file names */
    long long when;     /* seconds since 1970; 0 for now */
    int offset;         /* minutes east of Greenwich */
};

/* The present moment in the local time zone, for `person`. */
struct writing writing_now(const char *person);

/* Fills decision->against, ->previous, ->reviewer, ->decided, ->extended, ->reopened; checks it
 * (core/decision.h); commits it. `attachments` are files that go into the record beside it
 * (records/evidence.h; NULL for none): a commit for each, then the decision's; all or nothing.
 * `commit` (may be NULL) receives the hex id. STATUS_CONFLICT if the item was decided since the
 * snapshot; STATUS_NO if the very same decision stands already (nothing is written). */
struct attachments;
enum status write_decision(struct record *record, const struct entry *entry,
                           struct decision decision, const struct attachments *attachments,
                           const struct writing *writing, char *commit, struct error *error);

/* Records what the jurisdiction says of itself: fills report->previous, ->reporter and, where it is
 * empty, ->reported. STATUS_CONFLICT if another report came since the snapshot. */
enum status write_report(struct record *record, const struct entry *entry, struct report report,
                         const struct writing *writing, char *commit, struct error *error);

/* Confirms or returns the entry's present decision. STATUS_NO for one's own decision, a pending or
 * a stale one; STATUS_INPUT for a return without a reason. */
enum status write_confirmation(struct record *record, const struct entry *entry, bool returned,
                               const char *reason, const struct writing *writing, char *commit,
                               struct error *error);

/* Many at once: all or nothing, one commit each. Begin, add, then commit or abandon.
 *
 *     struct batch *batch;
 *     batch_begin(record, snapshot, &batch, &error);
 *     for each row: batch_add_decision(batch, entry, decision, &writing, &error);
 *     batch_commit(batch, &error);      // or batch_abandon(batch)
 *
 * A batch holds the writers' lock from its beginning to its end. Both ends free it. */
struct batch;
enum status batch_begin(struct record *record, const struct snapshot *snapshot, struct batch **out,
                        struct error *error);

/* Says, before the first one, that about so many come: many are written as one pack, which takes a
 * tenth of the time. */
enum status batch_expect(struct batch *batch, size_t count, struct error *error);

enum status batch_add_report(struct batch *batch, const struct entry *entry, struct report report,
                             const struct writing *writing, struct error *error);
enum status batch_add_decision(struct batch *batch, const struct entry *entry,
                               struct decision decision, const struct writing *writing,
                               struct error *error);
enum status batch_add_confirmation(struct batch *batch, const struct entry *entry, bool returned,
                                   const char *reason, const struct writing *writing,
                                   struct error *error);
/* A file that is not there yet, at a path of the record; its commit's whole message. */
enum status batch_add_file(struct batch *batch, const char *path, const char *bytes, size_t size,
                           const char *message, const struct writing *writing, struct error *error);
enum status batch_commit(struct batch *batch, struct error *error);
void batch_abandon(struct batch *batch);

#endif
