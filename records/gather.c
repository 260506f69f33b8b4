#include "records/gather.h"

#include "core/language.h"
#include "core/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct gathering {
    git_repository *repository;
    struct pool *pool;
    const char *year;
    const struct gathered *before; /* may be NULL */
    const struct one_entry *only;  /* whose leaves are wanted; NULL for all */
    struct file *files;            /* the two lists grow here, and are copied at the end */
    size_t file_count, file_room;
    struct folder *folders;
    size_t folder_count, folder_room;
    struct error *error;
};

/* ---- the pool ---- */

struct pool *pool_new(void)
{
    struct pool *pool = memory_new(sizeof *pool);
    *pool = (struct pool){arena_new(), 1};
    return pool;
}

static struct pool *pool_of(const struct gathered *before)
{
    if (!before)
        return pool_new();
    before->pool->users++;
    return before->pool;
}

static void pool_release(struct pool *pool)
{
    if (--pool->users)
        return;
    arena_free(pool->arena);
    free(pool);
}

void gathered_release(struct gathered *gathered)
{
    pool_release(gathered->pool);
}

/* ---- leaves ---- */

static enum status fail_size(const char *path, struct error *error)
{
    return fail(
        error, STATUS_INPUT, path, 0,
        TR("larger than 1 MiB: put it elsewhere as evidence", "超过1 MiB：请移至别处作为佐证"));
}

static enum status read_leaf(void *context, const struct file *file, struct arena *scratch,
                             const char **bytes, size_t *size, struct error *error)
{
    struct leaf_reader *reader = context;
    git_oid id;
    if (git_oid_fromstr(&id, file->blob) ||
        blob_text(reader->record->repository, scratch, &id, bytes, size))
        return fail_reading(error, file->path, git_why());
    if (*size > FILE_MOST)
        return fail_size(file->path, error);
    reader->read++;
    if (reader->progress)
        reader->progress(reader->context, reader->read);
    return STATUS_OK;
}

static bool is_leaf(const struct gathering *gathering, const char *path)
{
    static const char *const folders[] = {"reports/", "decisions/", "confirmations/"};
    size_t size = strlen(gathering->year);
    if (strncmp(path, gathering->year, size) != 0 || path[size] != '/')
        return false;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (strncmp(path + size + 1, folders[i], strlen(folders[i])) == 0)
            return true;
    return false;
}

/* Whether the path begins with the folder; *rest receives what is behind it. */
static bool lies_in(const char *path, const char *folder, const char **rest)
{
    size_t size = strlen(folder);
    *rest = path + size;
    return strncmp(path, folder, size) == 0;
}

/* Whether a file or a folder (whose path ends in /) is not asked for: another entry's leaf, another
 * item, or the circular. */
static bool is_unwanted(const struct gathering *gathering, const char *path)
{
    char wanted[PATH_MOST * 2 + 8];
    const struct one_entry *only = gathering->only;
    const char *within = path + strlen(gathering->year) + 1, *rest;
    if (!only || strchr(path, '/') != path + strlen(gathering->year))
        return false;
    size_t size = strlen(path);
    bool folder = path[size - 1] == '/';
    if (lies_in(within, "checklist/", &rest)) {
        size_t name = strlen(rest);
        snprintf(wanted, sizeof wanted, "%s.md", only->item);
        bool category = name >= 12 && strcmp(rest + name - 12, "/category.md") == 0;
        return *only->item && !folder && !category && strcmp(rest, wanted) != 0;
    }
    if (!is_leaf(gathering, path))
        return lies_in(within, "circular/", &rest);
    rest = strchr(within, '/') + 1;
    snprintf(wanted, sizeof wanted, "%s/%s.md", only->jurisdiction, only->item);
    return folder ? strncmp(wanted, rest, strlen(rest)) != 0 : strcmp(wanted, rest) != 0;
}

/* ---- files ---- */

static void add_file(struct gathering *gathering, struct file file)
{
    if (gathering->file_count == gathering->file_room) {
        gathering->file_room = gathering->file_room ? gathering->file_room * 2 : 1024;
        gathering->files =
            memory_resize(gathering->files, gathering->file_room * sizeof *gathering->files);
    }
    gathering->files[gathering->file_count++] = file;
}

static void add_folder(struct gathering *gathering, struct folder folder)
{
    if (gathering->folder_count == gathering->folder_room) {
        gathering->folder_room = gathering->folder_room ? gathering->folder_room * 2 : 256;
        gathering->folders =
            memory_resize(gathering->folders, gathering->folder_room * sizeof *gathering->folders);
    }
    gathering->folders[gathering->folder_count++] = folder;
}

static enum status add_blob(struct gathering *gathering, const char *path, const git_oid *id)
{
    struct arena *arena = gathering->pool->arena;
    char hex[COMMIT_SIZE];
    git_oid_tostr(hex, sizeof hex, id);
    const struct file *known =
        gathering->before ? files_find(&gathering->before->files, path) : NULL;
    if (known && strcmp(known->blob, hex) == 0) {
        add_file(gathering, *known);
        return STATUS_OK;
    }
    struct file file = {.path = arena_text(arena, path), .blob = arena_text(arena, hex)};
    if (is_leaf(gathering, path))
        file.leaf = ARENA_NEW(arena, struct leaf);
    else if (blob_text(gathering->repository, arena, id, &file.bytes, &file.size))
        return fail_reading(gathering->error, path, git_why());
    if (file.size > FILE_MOST)
        return fail_size(path, gathering->error);
    add_file(gathering, file);
    return STATUS_OK;
}

/* ---- folders ---- */

static int by_folder(const void *path, const void *folder)
{
    return strcmp(path, ((const struct folder *)folder)->path);
}

/* Takes over what the gathering before has of a folder, if its tree is the same and all of it is
 * asked for. */
static bool take_over(struct gathering *gathering, const char *path, const git_oid *tree)
{
    const struct gathered *before = gathering->only ? NULL : gathering->before;
    const struct folder *known =
        before && before->folder_count
            ? bsearch(path, before->folders, before->folder_count, sizeof *known, by_folder)
            : NULL;
    if (!known || !git_oid_equal(&known->tree, tree))
        return false;
    struct files below = files_below(&before->files, path);
    for (size_t i = 0; i < below.count; i++)
        add_file(gathering, below.list[i]);
    size_t size = strlen(path);
    const struct folder *end = before->folders + before->folder_count;
    for (; known < end && strncmp(known->path, path, size) == 0; known++)
        add_folder(gathering, *known);
    return true;
}

/* Whether something reads it. Attached evidence and the published circular may be Markdown too, and
 * only lie there. */
static bool is_wanted(const struct gathering *gathering, const char *folder,
                      const git_tree_entry *entry, bool deep)
{
    const char *name = git_tree_entry_name(entry);
    size_t size = strlen(name), year = strlen(gathering->year);
    const char *in_year = strncmp(folder, gathering->year, year) == 0 && folder[year] == '/'
                              ? folder + year + 1
                              : NULL;
    if (git_tree_entry_type(entry) == GIT_OBJECT_TREE)
        return deep && !(in_year && !*in_year && strcmp(name, "evidence") == 0);
    if (in_year && strcmp(in_year, "published/") == 0)
        return strcmp(name, "publication.md") == 0;
    return size > 3 && !strcmp(name + size - 3, ".md");
}

static enum status add_tree(struct gathering *gathering, const char *folder, const git_oid *id,
                            bool deep);

static enum status add_member(struct gathering *gathering, const char *folder,
                              const git_tree_entry *entry, bool deep)
{
    bool tree = git_tree_entry_type(entry) == GIT_OBJECT_TREE;
    if (!is_wanted(gathering, folder, entry, deep))
        return STATUS_OK;
    char path[PATH_MOST + 2];
    int size =
        snprintf(path, sizeof path, "%s%s%s", folder, git_tree_entry_name(entry), tree ? "/" : "");
    if (size <= PATH_MOST && is_unwanted(gathering, path))
        return STATUS_OK;
    if (size > PATH_MOST)
        return fail(gathering->error, STATUS_INPUT, path, 0,
                    TR("the path is too long: shorten the names", "路径过长：请缩短名称"));
    git_filemode_t mode = git_tree_entry_filemode(entry);
    if (!tree && mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE)
        return fail(gathering->error, STATUS_INPUT, path, 0,
                    TR("a link: put the file itself here, or take it out",
                       "是链接：请换成文件本身，或将其移出"));
    const git_oid *id = git_tree_entry_id(entry);
    return tree ? add_tree(gathering, path, id, true) : add_blob(gathering, path, id);
}

/* Adds the tree's Markdown files, and those below it if `deep`. */
static enum status add_tree(struct gathering *gathering, const char *folder, const git_oid *id,
                            bool deep)
{
    if (deep && take_over(gathering, folder, id))
        return STATUS_OK;
    if (deep && !gathering->only) /* of one entry's folders not all files are gathered */
        add_folder(gathering, (struct folder){arena_text(gathering->pool->arena, folder), *id});
    git_tree *tree = NULL;
    if (git_tree_lookup(&tree, gathering->repository, id))
        return fail_reading(gathering->error, folder, git_why());
    enum status status = STATUS_OK;
    size_t count = git_tree_entrycount(tree);
    for (size_t i = 0; i < count && !status; i++)
        status = add_member(gathering, folder, git_tree_entry_byindex(tree, i), deep);
    git_tree_free(tree);
    return status;
}

static void finish(struct gathering *gathering, struct gathered *out, struct leaf_reader *reader,
                   struct arena *arena)
{
    files_sort(gathering->files, gathering->file_count); /* but for the top ones, git did */
    struct file *files = arena_array(arena, gathering->file_count, sizeof *files);
    struct folder *folders = arena_array(arena, gathering->folder_count, sizeof *folders);
    if (gathering->file_count)
        memcpy(files, gathering->files, gathering->file_count * sizeof *files);
    if (gathering->folder_count)
        memcpy(folders, gathering->folders, gathering->folder_count * sizeof *folders);
    *out = (struct gathered){.pool = gathering->pool,
                             .files = {.list = files,
                                       .count = gathering->file_count,
                                       .part = gathering->only != NULL,
                                       .kept = gathering->pool->arena,
                                       .read = read_leaf,
                                       .context = reader},
                             .folders = folders,
                             .folder_count = gathering->folder_count};
}

enum status gather(struct gathered *out, struct leaf_reader *reader, struct arena *arena,
                   const git_oid *root, const git_oid *year_tree, const char *year,
                   const struct gathered *before, const struct one_entry *only, struct error *error)
{
    struct gathering gathering = {.repository = reader->record->repository,
                                  .pool = pool_of(before),
                                  .year = year,
                                  .before = before,
                                  .only = only->item ? only : NULL,
                                  .error = error};
    enum status status = add_tree(&gathering, arena_format(arena, "%s/", year), year_tree, true);
    if (!status)
        status = add_tree(&gathering, "", root, false);
    if (status)
        pool_release(gathering.pool);
    else
        finish(&gathering, out, reader, arena);
    free(gathering.files);
    free(gathering.folders);
    return status;
}
