#include "records/history.h"

#include "core/memory.h"
#include "core/moment.h"
#include "records/inside.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- The record's commits ---- */

struct log {
    const struct record *record;
    git_revwalk *commits;
    git_commit *commit; /* the one whose texts the last entry has */
    git_message_trailer_array trailers;
    char *jurisdiction, *item, *mail; /* NULL for all */
    bool changed;
};

static enum status fail_log(const struct log *log, struct error *error)
{
    return fail_reading(error, log->record->path, git_why());
}

static char *copy_of(const char *text)
{
    return text ? memory_text(text) : NULL;
}

/* Sorted in git's own default order, which needs no look ahead: the first page comes at once. */
static int start(struct log *log, const char *from, const char *until)
{
    git_oid id;
    int code = git_revwalk_new(&log->commits, log->record->repository);
    if (code == 0)
        code = git_oid_fromstr(&id, from);
    if (code == 0)
        code = git_revwalk_push(log->commits, &id);
    if (code == 0 && until)
        code = git_oid_fromstr(&id, until);
    if (code == 0 && until)
        code = git_revwalk_hide(log->commits, &id);
    return code;
}

enum status log_open(struct record *record, const char *commit, const char *until,
                     const struct log_filter *filter, struct log **out, struct error *error)
{
    struct log *log = memory_new(sizeof *log);
    *log = (struct log){.record = record,
                        .jurisdiction = copy_of(filter->jurisdiction),
                        .item = copy_of(filter->item),
                        .mail = copy_of(filter->mail),
                        .changed = filter->changed};
    enum status status = start(log, commit, until) ? fail_log(log, error) : STATUS_OK;
    if (status) {
        log_close(log);
        log = NULL;
    }
    *out = log;
    return status;
}

static void leave_commit(struct log *log)
{
    git_message_trailer_array_free(&log->trailers);
    log->trailers = (git_message_trailer_array){0};
    git_commit_free(log->commit);
    log->commit = NULL;
}

void log_close(struct log *log)
{
    if (!log)
        return;
    leave_commit(log);
    git_revwalk_free(log->commits);
    free(log->jurisdiction);
    free(log->item);
    free(log->mail);
    free(log);
}

static const char *trailer(const git_message_trailer_array *trailers, const char *key)
{
    for (size_t i = 0; i < trailers->count; i++)
        if (!strcmp(trailers->trailers[i].key, key))
            return trailers->trailers[i].value;
    return "";
}

/* Whether trailers may name it at all: parsing them costs far more than looking. */
static bool may_name(const git_commit *commit, const char *id)
{
    return !id || strstr(git_commit_message(commit), id);
}

void log_fill(struct log_entry *out, git_commit *commit, const git_message_trailer_array *trailers)
{
    const git_signature *author = git_commit_author(commit);
    const char *subject = git_commit_summary(commit);
    *out = (struct log_entry){.subject = subject ? subject : "",
                              .author = author->name,
                              .mail = author->email,
                              .jurisdiction = trailer(trailers, "Jurisdiction"),
                              .item = trailer(trailers, "Item"),
                              .verdict = trailer(trailers, "Verdict"),
                              .score = trailer(trailers, "Score"),
                              .when = author->when.time,
                              .offset = author->when.offset};
    git_oid_tostr(out->commit, sizeof out->commit, git_commit_id(commit));
}

/* Looks at the commit at hand; *found tells whether it is looked for. */
static int look(struct log *log, struct log_entry *out, bool *found)
{
    const git_signature *author = git_commit_author(log->commit);
    *found = false;
    if ((log->mail && strcasecmp(author->email, log->mail) != 0) ||
        !may_name(log->commit, log->jurisdiction) || !may_name(log->commit, log->item) ||
        !may_name(log->commit, log->changed ? "Replaces" : NULL))
        return 0;
    int code = git_message_trailers(&log->trailers, git_commit_message(log->commit));
    if (code)
        return code;
    log_fill(out, log->commit, &log->trailers);
    *found = (!log->jurisdiction || !strcmp(log->jurisdiction, out->jurisdiction)) &&
             (!log->item || !strcmp(log->item, out->item)) &&
             (!log->changed || *trailer(&log->trailers, "Replaces"));
    return 0;
}

enum status log_next(struct log *log, int milliseconds, enum log_step *step, struct log_entry *out,
                     struct error *error)
{
    long long end = clock_now() + milliseconds;
    do {
        git_oid id;
        bool found;
        leave_commit(log);
        int code = git_revwalk_next(&id, log->commits);
        if (code == GIT_ITEROVER) {
            *step = LOG_ENDED;
            return STATUS_OK;
        }
        if (code || git_commit_lookup(&log->commit, log->record->repository, &id) ||
            look(log, out, &found))
            return fail_log(log, error);
        if (found) {
            *step = LOG_FOUND;
            return STATUS_OK;
        }
    } while (milliseconds < 0 || clock_now() < end);
    *step = LOG_PAUSED;
    return STATUS_OK;
}

enum status history_log(struct record *record, const char *commit, const struct log_filter *filter,
                        bool (*show)(void *context, const struct log_entry *), void *context,
                        struct error *error)
{
    struct log *log;
    struct log_entry entry;
    enum log_step step = LOG_FOUND;
    enum status status = log_open(record, commit, NULL, filter, &log, error);
    while (!status && step == LOG_FOUND) {
        status = log_next(log, -1, &step, &entry, error);
        if (!status && step == LOG_FOUND && !show(context, &entry))
            break;
    }
    log_close(log);
    return status;
}

/* ---- The commit that brought a blob ---- */

struct search {
    git_repository *repository;
    const char *path, *blob;
    char *out;
    int code; /* of the first failure */
};

static bool search_commit(void *context, const struct log_entry *entry)
{
    struct search *search = context;
    git_commit *commit = NULL;
    git_oid id;
    bool found = false;
    search->code = git_oid_fromstr(&id, entry->commit);
    if (search->code == 0)
        search->code = git_commit_lookup(&commit, search->repository, &id);
    if (search->code == 0)
        search->code = commit_brings(commit, search->path, search->blob, &found);
    git_commit_free(commit);
    if (found)
        memcpy(search->out, entry->commit, COMMIT_SIZE);
    return !found && search->code == 0;
}

enum status history_commit_of(struct record *record, const char *commit, const struct entry *entry,
                              const char *blob, char *out, struct error *error)
{
    struct arena *arena = arena_new();
    const char *folder = entry->decision && !strcmp(blob, entry->decision->blob) ? "decisions"
                         : entry->report && !strcmp(blob, entry->report->blob)   ? "reports"
                                                                                 : "confirmations";
    struct search search = {.repository = record->repository,
                            .path = entry_path(arena, entry, folder),
                            .blob = blob,
                            .out = out};
    const struct log_filter filter = {.jurisdiction = entry->jurisdiction->id,
                                      .item = entry->item->id};
    *out = '\0';
    enum status status = history_log(record, commit, &filter, search_commit, &search, error);
    if (!status && search.code)
        status = fail_reading(error, record->path, git_why());
    arena_free(arena);
    return status;
}
