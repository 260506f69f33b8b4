#include "records/write.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/terms.h"
#include "records/evidence.h"
#include "records/inside.h"
#include "records/snapshot.h"

#include <stdlib.h>
#include <string.h>

/* Fewer commits stay loose: housekeeping packs them, and every pack makes all reading slower. */
enum { TRIES_MOST = 100, PACKED_LEAST = 100 };

/* Checks the change upon the landing's tree, and adds its commit. */
static enum status check_and_add(struct landing *landing, const struct change *change,
                                 struct error *error)
{
    git_repository *repository = landing->repository;
    const git_signature *committer = landing->committer;
    enum status status = STATUS_OK;
    if (landing_imports(landing, change))
        status = allow_import(change, repository, &landing->tree, committer->email, error);
    if (!status)
        status = change_check(change, repository, &landing->tree, error);
    return status ? status : landing_add(landing, change, error);
}

/* ---- One ---- */

static enum status add_all(struct landing *landing, const struct change *changes, size_t count,
                           struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && !status; i++) {
        const struct change *change = &changes[i];
        if (change_is_there(change, landing->repository, &landing->tree))
            continue;
        status = check_and_add(landing, change, error);
    }
    return status;
}

/* Lands the changes together; main is read again as often as a foreign writer moves it. */
static enum status land_all(struct landing *landing, const struct change *changes, size_t count,
                            struct error *error)
{
    for (int tries = 0; tries < TRIES_MOST; tries++) {
        bool moved;
        enum status status = tries ? landing_restart(landing, error) : STATUS_OK;
        if (!status)
            status = add_all(landing, changes, count, error);
        if (!status)
            status = landing_land(landing, &moved, error);
        if (status || !moved)
            return status;
    }
    return fail_moving(landing->record, error);
}

enum status change_land(const struct change *changes, size_t count, char *commit,
                        struct error *error)
{
    struct landing landing;
    enum status status = landing_begin(&landing, changes->record, error);
    if (!status)
        status = land_all(&landing, changes, count, error);
    if (!status && commit)
        git_oid_tostr(commit, COMMIT_SIZE, &landing.commit);
    landing_end(&landing);
    return status;
}

static struct change change_of(struct record *record, struct arena *arena,
                               const struct entry *entry)
{
    return (struct change){
        .record = record, .repository = record->repository, .arena = arena, .entry = entry};
}

enum status write_decision(struct record *record, const struct entry *entry,
                           struct decision decision, const struct attachments *attachments,
                           const struct writing *writing, char *commit, struct error *error)
{
    struct arena *arena = arena_new();
    size_t count = attachments ? attachments->count : 0;
    struct change *changes = arena_array(arena, count + 1, sizeof *changes);
    for (size_t i = 0; i <= count; i++)
        changes[i] = change_of(record, arena, entry);
    /* first what may be refused, so that no file is left behind without a commit */
    enum status status = change_decision(&changes[count], decision, writing, error);
    for (size_t i = 0; i < count && !status; i++)
        status = change_attachment(&changes[i], &attachments->list[i], writing, error);
    if (!status)
        status = change_land(changes, count + 1, commit, error);
    arena_free(arena);
    return status;
}

enum status write_report(struct record *record, const struct entry *entry, struct report report,
                         const struct writing *writing, char *commit, struct error *error)
{
    struct change change = change_of(record, arena_new(), entry);
    enum status status = change_report(&change, report, writing, error);
    if (!status)
        status = change_land(&change, 1, commit, error);
    arena_free(change.arena);
    return status;
}

enum status write_confirmation(struct record *record, const struct entry *entry, bool returned,
                               const char *reason, const struct writing *writing, char *commit,
                               struct error *error)
{
    struct change change = change_of(record, arena_new(), entry);
    enum status status = change_confirmation(&change, returned, reason, writing, error);
    if (!status)
        status = change_land(&change, 1, commit, error);
    arena_free(change.arena);
    return status;
}

/* ---- Many ---- */

struct batch {
    struct landing landing;
    struct arena *arena;
    const struct assessment *assessment; /* the snapshot's */
    struct entry *entries;               /* by entry.index, as the batch has made them */
    struct error failure; /* of the first row that failed: nothing may land behind it */
};

enum status batch_begin(struct record *record, const struct snapshot *snapshot, struct batch **out,
                        struct error *error)
{
    const struct assessment *assessment = snapshot->assessment;
    struct batch *batch = memory_new(sizeof *batch);
    *batch = (struct batch){.arena = arena_new(), .assessment = assessment};
    batch->entries = arena_array(batch->arena, assessment->entry_count, sizeof *batch->entries);
    memcpy(batch->entries, assessment->entries, assessment->entry_count * sizeof *batch->entries);
    enum status status = landing_begin(&batch->landing, record, error);
    if (status) {
        batch_abandon(batch);
        batch = NULL;
    }
    *out = batch;
    return status;
}

enum status batch_expect(struct batch *batch, size_t count, struct error *error)
{
    return count < PACKED_LEAST ? STATUS_OK : landing_pack(&batch->landing, error);
}

/* Adds the prepared change; `status` is what preparing it gave. */
static enum status add(struct batch *batch, const struct change *change, enum status status,
                       struct error *error)
{
    if (!status)
        status = check_and_add(&batch->landing, change, error);
    if (status)
        batch->failure = *error;
    return status;
}

static struct change change_in(struct batch *batch, const struct entry *entry)
{
    return (struct change){.record = batch->landing.record,
                           .repository = batch->landing.repository,
                           .arena = batch->arena,
                           .entry = entry};
}

enum status batch_add_report(struct batch *batch, const struct entry *entry, struct report report,
                             const struct writing *writing, struct error *error)
{
    struct entry *now = &batch->entries[entry->index];
    struct change change = change_in(batch, now);
    enum status status = change_report(&change, report, writing, error);
    status = add(batch, &change, status, error);
    if (!status)
        now->report = change.report;
    return status;
}

enum status batch_add_decision(struct batch *batch, const struct entry *entry,
                               struct decision decision, const struct writing *writing,
                               struct error *error)
{
    struct entry *now = &batch->entries[entry->index];
    struct change change = change_in(batch, now);
    enum status status = change_decision(&change, decision, writing, error);
    status = add(batch, &change, status, error);
    if (status)
        return status;
    bool withdrawn = change.decision->verdict == VERDICT_WITHDRAWN;
    now->decision = withdrawn ? NULL : change.decision;
    now->withdrawal = withdrawn ? change.decision : NULL;
    entry_derive(batch->assessment, now);
    return STATUS_OK;
}

enum status batch_add_confirmation(struct batch *batch, const struct entry *entry, bool returned,
                                   const char *reason, const struct writing *writing,
                                   struct error *error)
{
    struct entry *now = &batch->entries[entry->index];
    struct entry seen = *now;
    seen.decision = entry->decision; /* a person confirms what was shown */
    struct change change = change_in(batch, &seen);
    enum status status = change_confirmation(&change, returned, reason, writing, error);
    status = add(batch, &change, status, error);
    if (status)
        return status;
    now->confirmation = change.confirmation;
    entry_derive(batch->assessment, now);
    return STATUS_OK;
}

enum status batch_add_file(struct batch *batch, const char *path, const char *bytes, size_t size,
                           const char *message, const struct writing *writing, struct error *error)
{
    struct change change = change_in(batch, NULL);
    enum status status = change_new_file(&change, path, bytes, size, message, writing, error);
    return add(batch, &change, status, error);
}

enum status batch_commit(struct batch *batch, struct error *error)
{
    bool moved = false;
    enum status status = batch->failure.status;
    if (status)
        *error = batch->failure;
    else
        status = landing_land(&batch->landing, &moved, error);
    if (moved)
        status =
            fail(error, STATUS_CONFLICT, batch->landing.record->path, 0,
                 TR("somebody pushed to the record meanwhile, nothing was changed: do it again",
                    "在此期间有人推送了记录，未做任何更改：请重试"));
    batch_abandon(batch);
    return status;
}

void batch_abandon(struct batch *batch)
{
    landing_end(&batch->landing);
    arena_free(batch->arena);
    free(batch);
}
