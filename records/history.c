#include "records/history.h"

#include "core/decision.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"
#include "records/inside.h"

#include <string.h>

/* ---- One entry's chain ---- */

enum { CHAIN_MOST = 10000 };

static enum status fail_chain(const char *path, const char *blob, const char *why,
                              struct error *error)
{
    return fail(error, STATUS_FAILED, path, 0,
                TR("the history is broken at blob %s: %s: run 'kaoping verify'",
                   "历史在对象 %s 处中断：%s：请运行 kaoping verify"),
                blob, why);
}

static enum status read_past(struct record *record, struct arena *arena, const struct entry *entry,
                             const char *hex, struct decision *out, struct error *error)
{
    const char *path = entry_path(arena, entry, "decisions"), *bytes;
    size_t size;
    git_oid id;
    struct document document;
    struct error inner;
    if (strlen(hex) != GIT_OID_HEXSZ || git_oid_fromstr(&id, hex))
        return fail_chain(path, hex, TR("no object's name", "不是对象名"), error);
    if (blob_text(record->repository, arena, &id, &bytes, &size))
        return fail_chain(path, hex, git_why(), error);
    if (document_parse(arena, path, bytes, size, &document, &inner))
        return fail_chain(path, hex, inner.text, error);
    struct reading reading = {.document = &document, .error = &inner};
    decision_read(arena, &reading, entry, out);
    out->blob = hex;
    return reading.status ? fail_chain(path, hex, inner.text, error) : STATUS_OK;
}

enum status history_chain(struct record *record, struct arena *arena, const struct entry *entry,
                          const struct past **out, struct error *error)
{
    const char *hex = entry_present(entry);
    struct past *first = NULL, **end = &first;
    for (int i = 0; *hex; i++) {
        struct past *past = ARENA_NEW(arena, struct past);
        enum status status = read_past(record, arena, entry, hex, &past->decision, error);
        if (!status && i == CHAIN_MOST)
            status = fail_chain(entry->item->path, hex, TR("too long", "过长"), error);
        if (status)
            return status;
        *end = past;
        end = &past->older;
        hex = past->decision.previous;
    }
    *out = first;
    return STATUS_OK;
}

/* ---- The record's commits ---- */

static const char *trailer(const git_message_trailer_array *trailers, const char *key)
{
    for (size_t i = 0; i < trailers->count; i++)
        if (!strcmp(trailers->trailers[i].key, key))
            return trailers->trailers[i].value;
    return "";
}

struct walk {
    const char *jurisdiction, *item;
    bool (*show)(void *context, const struct log_entry *entry);
    void *context;
    bool ended;
};

/* Shows the commit if it is looked for. */
static int visit(struct walk *walk, git_commit *commit)
{
    git_message_trailer_array trailers = {0};
    int code = git_message_trailers(&trailers, git_commit_message(commit));
    if (code)
        return code;
    struct log_entry entry = {.jurisdiction = trailer(&trailers, "Jurisdiction"),
                              .item = trailer(&trailers, "Item"),
                              .verdict = trailer(&trailers, "Verdict"),
                              .score = trailer(&trailers, "Score")};
    if ((!walk->jurisdiction || !strcmp(walk->jurisdiction, entry.jurisdiction)) &&
        (!walk->item || !strcmp(walk->item, entry.item))) {
        const git_signature *author = git_commit_author(commit);
        const char *subject = git_commit_summary(commit);
        git_oid_tostr(entry.commit, sizeof entry.commit, git_commit_id(commit));
        entry.subject = subject ? subject : "";
        entry.author = author->name;
        entry.when = author->when.time;
        entry.offset = author->when.offset;
        walk->ended = !walk->show(walk->context, &entry);
    }
    git_message_trailer_array_free(&trailers);
    return 0;
}

/* Walks in git's own default order, which needs no look ahead: the first page comes at once. */
static int walk_commits(struct walk *walk, git_repository *repository, const git_oid *from)
{
    git_revwalk *commits = NULL;
    git_oid id;
    int code = git_revwalk_new(&commits, repository);
    if (code == 0)
        code = git_revwalk_push(commits, from);
    while (code == 0 && !walk->ended && (code = git_revwalk_next(&id, commits)) == 0) {
        git_commit *commit = NULL;
        code = git_commit_lookup(&commit, repository, &id);
        if (code == 0)
            code = visit(walk, commit);
        git_commit_free(commit);
    }
    git_revwalk_free(commits);
    return code == GIT_ITEROVER ? 0 : code;
}

enum status history_log(struct record *record, const char *commit, const char *jurisdiction,
                        const char *item, bool (*show)(void *context, const struct log_entry *),
                        void *context, struct error *error)
{
    struct walk walk = {
        .jurisdiction = jurisdiction, .item = item, .show = show, .context = context};
    git_oid id;
    if (git_oid_fromstr(&id, commit) || walk_commits(&walk, record->repository, &id))
        return fail_reading(error, record->path, git_why());
    return STATUS_OK;
}

/* ---- The commit that brought a blob ---- */

struct search {
    git_repository *repository;
    const char *path, *blob;
    char *out;
};

/* Whether the commit's tree has the blob at the path. */
static bool has_blob(const struct search *search, const git_oid *commit)
{
    git_oid id;
    return commit_tree(search->repository, commit, &id) == 0 &&
           tree_blob(search->repository, &id, search->path, &id) == 0 && is_blob(&id, search->blob);
}

/* A commit brought the blob if it has it and its parent has not: the trailers alone would take the
 * confirmation's commit for the decision's. */
static bool search_commit(void *context, const struct log_entry *entry)
{
    struct search *search = context;
    git_commit *commit = NULL;
    git_oid id;
    bool found =
        git_oid_fromstr(&id, entry->commit) == 0 && has_blob(search, &id) &&
        git_commit_lookup(&commit, search->repository, &id) == 0 &&
        (git_commit_parentcount(commit) == 0 || !has_blob(search, git_commit_parent_id(commit, 0)));
    git_commit_free(commit);
    if (found)
        memcpy(search->out, entry->commit, COMMIT_SIZE);
    return !found;
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
    *out = '\0';
    enum status status = history_log(record, commit, entry->jurisdiction->id, entry->item->id,
                                     search_commit, &search, error);
    arena_free(arena);
    return status;
}
