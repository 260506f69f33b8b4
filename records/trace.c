#include "records/trace.h"

#include "core/memory.h"
#include "records/inside.h"
#include "records/snapshot.h"

#include <string.h>

struct trace {
    struct arena *arena;
    struct record *record;
    git_revwalk *walk;
    char (*commits)[COMMIT_SIZE]; /* by the entry's index; "" as long as it is not found */
    bool *wanted;                 /* by the entry's index */
    size_t left;                  /* wanted, and not found */
};

static void want(struct trace *trace, const struct source *source)
{
    for (size_t i = 0; source && i < source->count; i++) {
        const struct entry *entry = source->basis[i];
        if (!entry->decision || trace->wanted[entry->index])
            continue;
        trace->wanted[entry->index] = true;
        trace->left++;
    }
}

enum status trace_new(struct record *record, const struct snapshot *snapshot,
                      const struct source *source, struct trace **out, struct error *error)
{
    struct arena *arena = arena_new();
    struct trace *trace = ARENA_NEW(arena, struct trace);
    size_t count = snapshot->assessment->entry_count + 1;
    git_oid id;
    *trace = (struct trace){.arena = arena, .record = record};
    trace->commits = arena_array(arena, count, sizeof *trace->commits);
    trace->wanted = arena_array(arena, count, sizeof *trace->wanted);
    want(trace, source);
    if (git_oid_fromstr(&id, snapshot->commit) ||
        git_revwalk_new(&trace->walk, record->repository) || git_revwalk_push(trace->walk, &id)) {
        trace_free(trace);
        return fail_reading(error, record->path, git_why());
    }
    *out = trace;
    return STATUS_OK;
}

void trace_free(struct trace *trace)
{
    if (!trace)
        return;
    git_revwalk_free(trace->walk);
    arena_free(trace->arena);
}

bool trace_is_open(const struct trace *trace)
{
    return trace->left > 0;
}

const char *trace_commit(const struct trace *trace, const struct entry *entry)
{
    return trace->commits[entry->index];
}

/* The entry that the commit's trailers name, if it is wanted and not found yet. */
static const struct entry *wanted_entry(const struct trace *trace,
                                        const struct assessment *assessment,
                                        const git_message_trailer_array *trailers)
{
    const struct jurisdiction *whose = NULL;
    const struct item *which = NULL;
    for (size_t i = 0; i < trailers->count; i++) {
        const git_message_trailer *trailer = &trailers->trailers[i];
        if (!whose && strcmp(trailer->key, "Jurisdiction") == 0)
            whose = assessment_jurisdiction(assessment, trailer->value);
        if (!which && strcmp(trailer->key, "Item") == 0)
            which = assessment_item(assessment, trailer->value);
    }
    const struct entry *entry = whose && which ? assessment_entry(assessment, whose, which) : NULL;
    bool wanted = entry && trace->wanted[entry->index] && !*trace->commits[entry->index];
    return wanted ? entry : NULL;
}

static int read_commit(struct trace *trace, const struct assessment *assessment, const git_oid *id)
{
    git_commit *commit = NULL;
    git_message_trailer_array trailers = {0};
    int code = git_commit_lookup(&commit, trace->record->repository, id);
    if (code == 0)
        code = git_message_trailers(&trailers, git_commit_message(commit));
    if (code == 0) {
        const struct entry *entry = wanted_entry(trace, assessment, &trailers);
        bool brings = false;
        if (entry)
            code = commit_brings(commit, entry_path(trace->arena, entry, "decisions"),
                                 entry->decision->blob, &brings);
        if (brings) {
            git_oid_tostr(trace->commits[entry->index], COMMIT_SIZE, id);
            trace->left--;
        }
        git_message_trailer_array_free(&trailers);
    }
    git_commit_free(commit);
    return code;
}

enum status trace_read(struct trace *trace, const struct snapshot *snapshot, size_t most,
                       struct error *error)
{
    git_oid id;
    int code = 0;
    for (size_t i = 0; i < most && trace->left > 0 && code == 0; i++) {
        code = git_revwalk_next(&id, trace->walk);
        if (code == 0)
            code = read_commit(trace, snapshot->assessment, &id);
    }
    if (code == 0)
        return STATUS_OK;
    trace->left = 0; /* what was not found stays so */
    return code == GIT_ITEROVER ? STATUS_OK : fail_reading(error, trace->record->path, git_why());
}
