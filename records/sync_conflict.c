/* The conflicts of a sync, as a person has to see them: one for an entry, one for any other file.
 */
#include "core/language.h"
#include "core/memory.h"
#include "records/sync_inside.h"

#include <string.h>

/* ---- Who did it ---- */

static void get_id(git_repository *repository, const git_commit *commit, const char *path,
                   git_oid *out)
{
    if (!commit || tree_blob(repository, git_commit_tree_id(commit), path, out))
        memset(out, 0, sizeof *out);
}

/* Whether the commit changed the file of its first parent. */
static bool changed(git_repository *repository, git_commit *commit, const char *path)
{
    git_oid now, before;
    git_commit *parent = NULL;
    if (git_commit_parentcount(commit) && git_commit_parent(&parent, commit, 0))
        parent = NULL;
    get_id(repository, commit, path, &now);
    get_id(repository, parent, path, &before);
    git_commit_free(parent);
    return !git_oid_equal(&now, &before);
}

static void set_side(struct arena *arena, git_commit *commit, const char *path,
                     struct sync_side *out)
{
    char hex[COMMIT_SIZE];
    git_oid blob;
    const git_signature *author = git_commit_author(commit);
    get_id(git_commit_owner(commit), commit, path, &blob);
    *out = (struct sync_side){
        .commit = arena_text(arena, git_oid_tostr(hex, sizeof hex, git_commit_id(commit))),
        .author = arena_text(arena, author->name),
        .when = author->when.time,
        .offset = author->when.offset,
        .removed = git_oid_is_zero(&blob)};
}

/* The newest commit of one side alone that changed the file. */
static int find_side(struct sync_merge *merge, const git_oid *from, const git_oid *other,
                     const char *path, struct sync_side *out)
{
    git_revwalk *walk = NULL;
    git_oid id;
    bool found = false;
    *out = (struct sync_side){.commit = "", .author = ""};
    int code = git_revwalk_new(&walk, merge->repository);
    if (code == 0)
        code = git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);
    if (code == 0)
        code = git_revwalk_push(walk, from);
    if (code == 0)
        code = git_revwalk_hide(walk, other);
    while (code == 0 && !found && (code = git_revwalk_next(&id, walk)) == 0) {
        git_commit *commit = NULL;
        code = git_commit_lookup(&commit, merge->repository, &id);
        found = code == 0 && changed(merge->repository, commit, path);
        if (found)
            set_side(merge->sync->arena, commit, path, out);
        git_commit_free(commit);
    }
    git_revwalk_free(walk);
    return code == GIT_ITEROVER ? 0 : code;
}

/* ---- The list ---- */

/* The conflict of the same entry, from a file before. */
static struct sync_conflict *find_entry(const struct sync_result *result, const char *year,
                                        const char *entry)
{
    for (size_t i = 0; i < result->conflict_count; i++) {
        struct sync_conflict *conflict = &result->conflicts[i];
        size_t size = strlen(conflict->jurisdiction);
        if (size && strcmp(conflict->year, year) == 0 &&
            strncmp(conflict->jurisdiction, entry, size) == 0 && entry[size] == '/' &&
            strcmp(conflict->item, entry + size + 1) == 0)
            return conflict;
    }
    return NULL;
}

static struct sync_conflict *add(struct sync_merge *merge, const char *path)
{
    struct sync_result *result = merge->sync->result;
    struct arena *arena = merge->sync->arena;
    const char *year = "", *entry = "";
    bool is_entry = sync_entry_of(arena, path, &year, &entry);
    struct sync_conflict *conflict = is_entry ? find_entry(result, year, entry) : NULL;
    if (!conflict) {
        size_t slash = strcspn(entry, "/");
        conflict = &result->conflicts[result->conflict_count++];
        *conflict =
            (struct sync_conflict){.path = path,
                                   .year = year,
                                   .jurisdiction = arena_text_of(arena, entry, slash),
                                   .item = entry[slash] ? arena_text(arena, entry + slash + 1) : "",
                                   .choice = is_entry ? entry : path,
                                   .seen = sync_seen(merge, path)};
    }
    bool decision = is_entry && strncmp(path + 4, "/decisions/", 11) == 0;
    conflict->decided = conflict->decided || decision;
    conflict->confirmed = conflict->confirmed || (is_entry && !decision);
    if (decision)
        conflict->path = path;
    return conflict;
}

/* An entry that is in conflict in two years is named by its path. */
static void choose_names(struct sync_result *result)
{
    for (size_t i = 0; i < result->conflict_count; i++)
        for (size_t j = 0; j < result->conflict_count; j++)
            if (i != j && strcmp(result->conflicts[i].item, result->conflicts[j].item) == 0 &&
                strcmp(result->conflicts[i].jurisdiction, result->conflicts[j].jurisdiction) == 0)
                result->conflicts[i].choice = result->conflicts[i].path;
}

enum status sync_list_conflicts(struct sync_merge *merge, const git_oid *here, const git_oid *there,
                                struct error *error)
{
    struct sync_result *result = merge->sync->result;
    git_oid_tostr(result->here, COMMIT_SIZE, here);
    git_oid_tostr(result->there, COMMIT_SIZE, there);
    result->conflicts = arena_array(merge->sync->arena, merge->count, sizeof *result->conflicts);
    result->conflict_count = 0;
    for (size_t i = 0; i < merge->count; i++)
        if (!merge->clashes[i].chosen)
            add(merge, merge->clashes[i].path);
    choose_names(result);
    for (size_t i = 0; i < result->conflict_count; i++) {
        struct sync_conflict *conflict = &result->conflicts[i];
        if (find_side(merge, here, there, conflict->path, &conflict->here) ||
            find_side(merge, there, here, conflict->path, &conflict->there))
            return fail_reading(error, merge->sync->record->path, git_why());
    }
    return fail(error, STATUS_CONFLICT, NULL, 0,
                TR("both sides changed the same, in %zu places: nothing was changed; choose for "
                   "each one, with --take",
                   "双方有%zu处更改相同内容：未作任何更改；请用 --take 逐项选择"),
                result->conflict_count);
}
