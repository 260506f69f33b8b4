#include "records/earlier.h"

#include "core/document.h"
#include "core/memory.h"
#include "records/inside.h"
#include "records/snapshot.h"

#include <stdlib.h>
#include <string.h>

/* The value that the decision in that blob has; NOT_A_NUMBER for none. */
static struct decimal value_in(const struct record *record, struct arena *arena, const char *path,
                               const git_oid *blob)
{
    struct document document;
    struct error ignored;
    if (blob_document(record, record->repository, arena, path, blob, &document, &ignored))
        return NOT_A_NUMBER;
    struct reading reading = {.document = &document, .error = &ignored};
    struct decimal value = read_number(&reading, document.top, "value", NOT_A_NUMBER);
    return reading.status ? NOT_A_NUMBER : value;
}

static void add(struct earlier *list, size_t *count, int year, struct decimal value)
{
    size_t at = *count;
    while (at > 0 && list[at - 1].year > year)
        at--;
    if (at > 0 && list[at - 1].year == year)
        return; /* what was decided goes before what the item's file says */
    memmove(list + at + 1, list + at, (*count - at) * sizeof *list);
    list[at] = (struct earlier){year, value};
    ++*count;
}

/* Adds what the years in the root tree have decided. */
static int add_decided(const struct record *record, const git_tree *root, int before,
                       const struct entry *entry, struct arena *arena, struct earlier *list,
                       size_t *count)
{
    for (size_t i = 0; i < git_tree_entrycount(root); i++) {
        const char *name = git_tree_entry_name(git_tree_entry_byindex(root, i));
        int year = is_year(name) ? (int)strtol(name, NULL, 10) : before;
        git_oid blob;
        if (year >= before)
            continue;
        const char *path = arena_format(arena, "%s/decisions/%s/%s.md", name,
                                        entry->jurisdiction->id, entry->item->id);
        int code = tree_blob(record->repository, git_tree_id(root), path, &blob);
        if (code && code != GIT_ENOTFOUND)
            return code;
        if (code)
            continue;
        struct decimal value = value_in(record, arena, path, &blob);
        if (decimal_is_number(value))
            add(list, count, year, value);
    }
    return 0;
}

enum status earlier_values(struct record *record, const struct snapshot *snapshot,
                           const struct entry *entry, struct arena *arena,
                           const struct earlier **out, size_t *count, struct error *error)
{
    git_repository *repository = record->repository;
    git_oid commit, id;
    git_tree *root = NULL;
    *count = 0;
    if (git_oid_fromstr(&commit, snapshot->commit) || commit_tree(repository, &commit, &id) ||
        git_tree_lookup(&root, repository, &id))
        return fail_reading(error, record->path, git_why());
    const struct item *item = entry->item;
    struct earlier *list =
        arena_array(arena, git_tree_entrycount(root) + item->earlier_count, sizeof *list);
    int year = (int)strtol(snapshot->assessment->year, NULL, 10);
    int code = add_decided(record, root, year, entry, arena, list, count);
    for (size_t i = 0; item->entry_count == 1 && i < item->earlier_count; i++)
        if (item->earlier[i].year < year)
            add(list, count, item->earlier[i].year, item->earlier[i].value);
    git_tree_free(root);
    *out = list;
    return code ? fail_reading(error, record->path, git_why()) : STATUS_OK;
}
