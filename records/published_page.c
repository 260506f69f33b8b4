#include "records/published_page.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/publication.h"
#include "records/inside.h"

#include <string.h>

/* Reads publication.md of that folder, if the commit brought it and it publishes the year. */
static enum status read_publication(struct record *record, struct arena *arena, git_commit *commit,
                                    const char *path, struct publication *out, bool *published,
                                    struct error *error)
{
    git_oid blob;
    char hex[COMMIT_SIZE];
    bool brings = false;
    *published = false;
    int code = tree_blob(record->repository, git_commit_tree_id(commit), path, &blob);
    if (code == 0)
        code = commit_brings(commit, path, git_oid_tostr(hex, sizeof hex, &blob), &brings);
    if (code && code != GIT_ENOTFOUND)
        return fail_reading(error, record->path, git_why());
    if (!brings)
        return STATUS_OK;
    enum status status =
        blob_publication(record, record->repository, arena, path, &blob, out, error);
    *published = !status && out->act == ACT_PUBLISHED;
    return status;
}

static enum status read_page(struct record *record, struct arena *arena, git_commit *commit,
                             const struct publication *publication, const char *name,
                             struct published_page *out, struct error *error)
{
    const struct evidence *file = publication_file(publication, name);
    const char *path = arena_format(arena, "%s/published/%s", out->year, name);
    git_oid blob;
    out->from = publication->commit;
    if (!file)
        return STATUS_OK;
    if (tree_blob(record->repository, git_commit_tree_id(commit), path, &blob) ||
        blob_text(record->repository, arena, &blob, &out->bytes, &out->size))
        return fail_reading(error, path, git_why());
    return strcmp(hash_of(arena, out->bytes, out->size), file->sha256) == 0
               ? STATUS_OK
               : fail(error, STATUS_FAILED, path, 0,
                      TR("this is not what was published: publication.md beside it names another "
                         "hash; 'kaoping verify' tells who wrote it",
                         "此文件与定稿时不符：publication.md 所记校验值不同；kaoping verify "
                         "可查明由何人写入"));
}

enum status published_page(struct record *record, struct arena *arena, const char *commit,
                           const char *year, enum page_format format, struct published_page *out,
                           struct error *error)
{
    git_commit *found = NULL;
    git_tree *tree = NULL;
    *out = (struct published_page){0};
    if (find_commit(record, commit, &found, error))
        return error->status;
    enum status status =
        git_commit_tree(&tree, found) ? fail_reading(error, record->path, git_why()) : STATUS_OK;
    for (size_t i = 0; !status && !out->year && i < git_tree_entrycount(tree); i++) {
        const char *name = git_tree_entry_name(git_tree_entry_byindex(tree, i));
        struct publication publication;
        bool published = false;
        if (!is_year(name) || (year && strcmp(name, year) != 0))
            continue;
        const char *path = publication_path(arena, name);
        status = read_publication(record, arena, found, path, &publication, &published, error);
        if (status || !published)
            continue;
        out->year = arena_text(arena, name);
        status = read_page(record, arena, found, &publication, page_file_names[format], out, error);
    }
    git_tree_free(tree);
    git_commit_free(found);
    return status;
}
