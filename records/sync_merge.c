/* Two trees joined against the one that both came from: what one side alone changed is that
 * side's, to the byte; what both changed, a person chooses. */
#include "core/buffer.h"
#include "core/memory.h"
#include "records/sync_inside.h"

#include <string.h>

enum { DEPTH_MOST = 32 };

/* ---- Choices ---- */

bool sync_entry_of(struct arena *arena, const char *path, const char **year, const char **entry)
{
    static const char *const folders[] = {"/decisions/", "/confirmations/"};
    size_t size = strlen(path);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        size_t from = 4 + strlen(folders[i]);
        if (size > from + 3 && strncmp(path + 4, folders[i], from - 4) == 0 &&
            strcmp(path + size - 3, ".md") == 0) {
            *year = arena_text_of(arena, path, 4);
            *entry = arena_text_of(arena, path + from, size - from - 3);
            return true;
        }
    }
    return false;
}

static void add_blobs(struct buffer *out, const struct sync_merge *merge, const char *path)
{
    const git_oid *trees[] = {&merge->here, &merge->there};
    for (size_t i = 0; i < 2; i++) {
        char hex[COMMIT_SIZE] = "-";
        git_oid blob;
        if (tree_blob(merge->repository, trees[i], path, &blob) == 0)
            git_oid_tostr(hex, sizeof hex, &blob);
        buffer_format(out, "%s ", hex);
    }
}

const char *sync_seen(const struct sync_merge *merge, const char *path)
{
    struct arena *arena = merge->sync->arena;
    struct buffer seen = BUFFER_EMPTY;
    const char *year, *entry;
    if (sync_entry_of(arena, path, &year, &entry)) {
        add_blobs(&seen, merge, arena_format(arena, "%s/decisions/%s.md", year, entry));
        add_blobs(&seen, merge, arena_format(arena, "%s/confirmations/%s.md", year, entry));
    } else {
        add_blobs(&seen, merge, path);
    }
    return buffer_take(&seen, arena);
}

/* Whether the choice names the file. That of an entry, or of one of its two files, names both. */
static bool names(const struct sync_merge *merge, const struct sync_choice *choice,
                  const char *path)
{
    struct arena *arena = merge->sync->arena;
    const char *year, *entry, *chosen_year, *chosen;
    if (strcmp(choice->what, path) == 0)
        return true;
    if (!sync_entry_of(arena, path, &year, &entry))
        return false;
    return sync_entry_of(arena, choice->what, &chosen_year, &chosen)
               ? strcmp(year, chosen_year) == 0 && strcmp(entry, chosen) == 0
               : strcmp(entry, choice->what) == 0;
}

/* The last choice counts that means what both sides have now. */
static const struct sync_choice *find_choice(const struct sync_merge *merge, const char *path)
{
    const struct syncing *ask = merge->sync->ask;
    const struct sync_choice *found = NULL;
    for (size_t i = 0; i < ask->choice_count; i++) {
        const struct sync_choice *choice = &ask->choices[i];
        if (!names(merge, choice, path))
            continue;
        merge->sync->named[i] = true;
        if (!choice->seen || strcmp(choice->seen, sync_seen(merge, path)) == 0)
            found = choice;
    }
    return found;
}

/* ---- Trees ---- */

/* Keeps the clash; gives the side that was chosen, or ours for the time being. */
static const git_tree_entry *clash(struct sync_merge *merge, const char *path,
                                   const git_tree_entry *here, const git_tree_entry *there)
{
    const struct sync_choice *choice = find_choice(merge, path);
    const struct sync_clash new = {path, choice != NULL, choice && choice->there};
    merge->open = merge->open || !choice;
    if (merge->count == merge->room) {
        merge->room = merge->room ? merge->room * 2 : 16;
        merge->clashes = memory_resize(merge->clashes, merge->room * sizeof *merge->clashes);
    }
    merge->clashes[merge->count++] = new;
    return new.there_taken ? there : here;
}

static bool is_same(const git_tree_entry *a, const git_tree_entry *b)
{
    if (!a || !b)
        return a == b;
    return git_oid_equal(git_tree_entry_id(a), git_tree_entry_id(b)) &&
           git_tree_entry_filemode_raw(a) == git_tree_entry_filemode_raw(b);
}

static bool is_folder(const git_tree_entry *entry)
{
    return entry && git_tree_entry_type(entry) == GIT_OBJECT_TREE;
}

/* The same folder in what both came from, here and there; a tree may be NULL. */
struct level {
    const char *path;
    int depth;
    git_tree *base, *here, *there;
};

static int join_level(struct sync_merge *merge, const struct level *level, git_oid *out,
                      size_t *count);

static int open_folder(git_tree **out, git_repository *repository, const git_tree_entry *entry)
{
    *out = NULL;
    return is_folder(entry) ? git_tree_lookup(out, repository, git_tree_entry_id(entry)) : 0;
}

static void level_free(const struct level *level)
{
    git_tree_free(level->base);
    git_tree_free(level->here);
    git_tree_free(level->there);
}

static int join_folder(struct sync_merge *merge, const char *path, int depth,
                       const git_tree_entry *const entries[3], git_treebuilder *into,
                       const char *name)
{
    struct level level = {.path = path, .depth = depth};
    git_oid id;
    size_t count = 0;
    int code = depth > DEPTH_MOST ? GIT_ERROR : 0;
    if (code == 0)
        code = open_folder(&level.base, merge->repository, entries[0]);
    if (code == 0)
        code = open_folder(&level.here, merge->repository, entries[1]);
    if (code == 0)
        code = open_folder(&level.there, merge->repository, entries[2]);
    if (code == 0)
        code = join_level(merge, &level, &id, &count);
    if (code == 0 && count)
        code = git_treebuilder_insert(NULL, into, name, &id, GIT_FILEMODE_TREE);
    level_free(&level);
    return code;
}

static const git_tree_entry *find(const git_tree *tree, const char *name)
{
    return tree ? git_tree_entry_byname(tree, name) : NULL;
}

static int join_name(struct sync_merge *merge, const struct level *level, const char *name,
                     git_treebuilder *into)
{
    const git_tree_entry *base = find(level->base, name), *here = find(level->here, name);
    const git_tree_entry *there = find(level->there, name), *taken = here;
    const char *path = *level->path ? arena_format(merge->sync->arena, "%s/%s", level->path, name)
                                    : arena_text(merge->sync->arena, name);
    if (is_same(base, here))
        taken = there;
    else if (!is_same(base, there) && !is_same(here, there)) {
        const git_tree_entry *const entries[] = {base, here, there};
        if ((!here || is_folder(here)) && (!there || is_folder(there)) &&
            (is_folder(here) || is_folder(there)))
            return join_folder(merge, path, level->depth + 1, entries, into, name);
        taken = clash(merge, path, here, there);
    }
    return taken ? git_treebuilder_insert(NULL, into, name, git_tree_entry_id(taken),
                                          git_tree_entry_filemode_raw(taken))
                 : 0;
}

static int join_level(struct sync_merge *merge, const struct level *level, git_oid *out,
                      size_t *count)
{
    git_treebuilder *into = NULL;
    int code = git_treebuilder_new(&into, merge->repository, NULL);
    const git_tree *sides[] = {level->here, level->there};
    for (size_t side = 0; side < 2; side++)
        for (size_t i = 0; sides[side] && i < git_tree_entrycount(sides[side]) && code == 0; i++) {
            const char *name = git_tree_entry_name(git_tree_entry_byindex(sides[side], i));
            if (side == 0 || !find(level->here, name))
                code = join_name(merge, level, name, into);
        }
    if (code == 0) {
        *count = git_treebuilder_entrycount(into);
        code = git_treebuilder_write(out, into);
    }
    git_treebuilder_free(into);
    return code;
}

int sync_merge_trees(struct sync_merge *merge)
{
    struct level level = {.path = ""};
    size_t count;
    merge->count = 0;
    merge->open = false;
    int code = git_tree_lookup(&level.base, merge->repository, &merge->base);
    if (code == 0)
        code = git_tree_lookup(&level.here, merge->repository, &merge->here);
    if (code == 0)
        code = git_tree_lookup(&level.there, merge->repository, &merge->there);
    if (code == 0)
        code = join_level(merge, &level, &merge->tree, &count);
    level_free(&level);
    return code;
}
