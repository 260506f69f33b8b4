/* Trees: read once, compared without a diff library, and what a path of the record means. */
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/verify_inside.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- Reading ---- */

/* Git finds a name by halving: in a tree that is out of order it would find another one than a
 * reader sees. */
static bool is_in_order(const git_tree *tree)
{
    size_t count = git_tree_entrycount(tree);
    for (size_t i = 0; i + 1 < count; i++)
        if (git_tree_entry_cmp(git_tree_entry_byindex(tree, i),
                               git_tree_entry_byindex(tree, i + 1)) >= 0)
            return false;
    return true;
}

static git_tree *share(git_tree *tree)
{
    git_object *copy = NULL;
    return git_object_dup(&copy, (git_object *)tree) ? NULL : (git_tree *)copy;
}

git_tree *tree_read(struct verification *of, const git_oid *id, const char *path)
{
    git_tree **kept = &of->trees[(id->id[0] | (unsigned)id->id[1] << 8) % TREES], *tree = NULL;
    if (*kept && git_oid_equal(git_tree_id(*kept), id))
        return share(*kept);
    if (git_tree_lookup(&tree, of->repository, id)) {
        found(of, VERIFY_DAMAGED, path, TR("the folder cannot be read: %s", "文件夹无法读取：%s"),
              git_why());
        return NULL;
    }
    if (!is_in_order(tree))
        found(
            of, VERIFY_FORMAT, path,
            TR("the folder's names are not in git's order, or one stands twice: no git wrote this",
               "文件夹中的名称不合git的顺序或有重复：并非git所写"));
    git_tree_free(*kept);
    *kept = tree;
    return share(tree);
}

void trees_free(struct verification *of)
{
    for (size_t i = 0; i < TREES; i++)
        git_tree_free(of->trees[i]);
}

bool tree_find(struct verification *of, const git_oid *root, const char *path, git_oid *out)
{
    git_oid at = *root;
    for (const char *name = path;;) {
        char part[PATH_MOST + 2];
        size_t size = strcspn(name, "/");
        snprintf(part, sizeof part, "%.*s", (int)size, name);
        git_tree *tree = tree_read(of, &at, path);
        const git_tree_entry *entry = tree ? git_tree_entry_byname(tree, part) : NULL;
        bool last = !name[size], is_tree = entry && git_tree_entry_type(entry) == GIT_OBJECT_TREE;
        if (entry)
            git_oid_cpy(&at, git_tree_entry_id(entry));
        git_tree_free(tree);
        if (!entry || (!last && !is_tree))
            return false;
        if (last) {
            git_oid_cpy(out, &at);
            return true;
        }
        name += size + 1;
    }
}

bool blob_read(struct verification *of, const char *path, const git_oid *id, const char **bytes,
               size_t *size)
{
    if (blob_text(of->repository, of->arena, id, bytes, size) == 0)
        return true;
    found(of, VERIFY_DAMAGED, path, TR("the file cannot be read: %s", "文件无法读取：%s"),
          git_why());
    return false;
}

bool document_read(struct verification *of, const char *path, const git_oid *id,
                   struct document *out)
{
    const char *bytes;
    size_t size;
    struct error error;
    if (!blob_read(of, path, id, &bytes, &size))
        return false;
    enum status status = size > FILE_MOST
                             ? fail(&error, STATUS_INPUT, path, 0,
                                    TR("larger than 1 MiB: no file of a record is", "超过1 MiB"))
                             : document_parse(of->arena, path, bytes, size, out, &error);
    if (status)
        found(of, VERIFY_FORMAT, path, "%s", error.text);
    return !status;
}

/* ---- Comparing ---- */

static void add(struct verification *of, struct differences *to, struct difference difference)
{
    if (to->count == to->room) {
        size_t room = to->room ? to->room * 2 : 16;
        struct difference *list = arena_array(of->arena, room, sizeof *list);
        if (to->count)
            memcpy(list, to->list, to->count * sizeof *list);
        to->list = list;
        to->room = room;
    }
    to->list[to->count++] = difference;
}

static bool is_odd_name(const char *name)
{
    return !*name || strchr(name, '/') || strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
           strcasecmp(name, ".git") == 0;
}

/* What is no plain file at a plain path; NULL for what is. */
static const char *why_odd(const git_tree_entry *entry, const char *path)
{
    git_filemode_t mode = git_tree_entry_filemode_raw(entry);
    if (is_odd_name(git_tree_entry_name(entry)) || text_valid(path, strlen(path)) != strlen(path))
        return TR("a name that no file can have", "不可能的文件名");
    if (strlen(path) > PATH_MOST)
        return TR("the path is longer than 256 bytes", "路径超过256字节");
    if (mode == GIT_FILEMODE_LINK)
        return TR("a link: what it leads to can change without a commit",
                  "是链接：其所指内容可不经提交而改变");
    if (mode == GIT_FILEMODE_COMMIT)
        return TR("a submodule: what it holds is not in the record", "是子模块：其内容不在记录中");
    if (mode != GIT_FILEMODE_BLOB)
        return TR("the file is marked as a program, or in a way that git does not know",
                  "文件被标为可执行，或带有git不识别的标记");
    return NULL;
}

static void add_file(struct verification *of, struct differences *to, const char *path,
                     const git_tree_entry *before, const git_tree_entry *after)
{
    struct difference difference = {.path = path, .had = before, .has = after};
    const char *why = after ? why_odd(after, path) : NULL;
    if (before)
        git_oid_cpy(&difference.before, git_tree_entry_id(before));
    if (after)
        git_oid_cpy(&difference.after, git_tree_entry_id(after));
    if (why)
        found(of, VERIFY_FORMAT, path, "%s", why);
    difference.odd = why;
    add(of, to, difference);
}

static void compare(struct verification *of, const char *folder, const git_oid *before,
                    const git_oid *after, struct differences *out);

static const git_oid *tree_of(const git_tree_entry *entry)
{
    return entry && git_tree_entry_type(entry) == GIT_OBJECT_TREE ? git_tree_entry_id(entry) : NULL;
}

/* One name of both trees, or of one; never a folder and a file. */
static void compare_entry(struct verification *of, const char *folder, const git_tree_entry *before,
                          const git_tree_entry *after, struct differences *out)
{
    const git_tree_entry *any = after ? after : before;
    if (before && after && git_oid_equal(git_tree_entry_id(before), git_tree_entry_id(after)) &&
        git_tree_entry_filemode_raw(before) == git_tree_entry_filemode_raw(after))
        return;
    const char *path = arena_format(of->arena, "%s%s%s", folder, git_tree_entry_name(any),
                                    tree_of(any) ? "/" : "");
    if (!tree_of(any))
        add_file(of, out, path, before, after);
    else if (strlen(path) > PATH_MOST || is_odd_name(git_tree_entry_name(any)))
        found(of, VERIFY_FORMAT, path,
              TR("a folder's name that no record has", "记录中不会有的文件夹名"));
    else
        compare(of, path, tree_of(before), tree_of(after), out);
}

static int order(const git_tree_entry *before, const git_tree_entry *after)
{
    if (!before || !after)
        return before ? -1 : 1;
    int by_name = git_tree_entry_cmp(before, after);
    if (by_name == 0 && !tree_of(before) != !tree_of(after))
        return -1;
    return by_name;
}

static const git_tree_entry *entry_at(const git_tree *tree, size_t at)
{
    return tree && at < git_tree_entrycount(tree) ? git_tree_entry_byindex(tree, at) : NULL;
}

static void compare(struct verification *of, const char *folder, const git_oid *before,
                    const git_oid *after, struct differences *out)
{
    if (out->folders++ > DIFFERENCES_MOST)
        return;
    git_tree *left = before ? tree_read(of, before, folder) : NULL;
    git_tree *right = after ? tree_read(of, after, folder) : NULL;
    bool whole = (left || !before) && (right || !after); /* else nothing can be said of it */
    size_t i = 0, j = 0;
    if (right && *folder && !git_tree_entrycount(right))
        found(of, VERIFY_FORMAT, folder,
              TR("an empty folder: no git writes one", "空文件夹：git不会写入"));
    while (whole && out->folders <= DIFFERENCES_MOST) {
        const git_tree_entry *one = entry_at(left, i), *other = entry_at(right, j);
        if (!one && !other)
            break;
        int first = order(one, other);
        if (out->count < DIFFERENCES_MOST)
            compare_entry(of, folder, first <= 0 ? one : NULL, first >= 0 ? other : NULL, out);
        i += first <= 0;
        j += first >= 0;
    }
    git_tree_free(left);
    git_tree_free(right);
}

void trees_compare(struct verification *of, const git_oid *before, const git_oid *after,
                   struct differences *out)
{
    *out = (struct differences){0};
    if (before && git_oid_equal(before, after))
        return;
    compare(of, "", before, after, out);
    if (out->count >= DIFFERENCES_MOST || out->folders > DIFFERENCES_MOST)
        found(of, VERIFY_FORMAT, "",
              TR("more than %d files at once: what is behind them was not looked at",
                 "一次更改超过%d个文件：其余未予检查"),
              DIFFERENCES_MOST);
}

const struct difference *differences_find(const struct differences *all, const char *path)
{
    size_t from = 0, to = all->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int by_path = strcmp(path, all->list[middle].path);
        if (by_path == 0)
            return &all->list[middle];
        if (by_path < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

/* ---- What a path means ---- */

/* The path's parts; how many there are, of which at most `most` are given. */
static size_t part(struct arena *arena, const char *path, const char **parts, size_t most)
{
    size_t count = 0;
    for (const char *at = path;; at++) {
        size_t size = strcspn(at, "/");
        if (count < most)
            parts[count] = arena_text_of(arena, at, size);
        count++;
        at += size;
        if (!*at)
            return count;
    }
}

static bool ends_in_markdown(const char *name)
{
    size_t size = strlen(name);
    return size > 3 && strcmp(name + size - 3, ".md") == 0;
}

/* The id of "siping.md"; NULL for what is none. */
static const char *id_of(struct arena *arena, const char *name)
{
    const char *id = ends_in_markdown(name) ? arena_text_of(arena, name, strlen(name) - 3) : NULL;
    return id && text_is_id(id) ? id : NULL;
}

static bool is_setting(struct arena *arena, const char *const *parts, size_t count)
{
    const char *name = parts[count - 1];
    if (count == 2)
        return strcmp(parts[1], "assessment.md") == 0;
    if (strcmp(parts[1], "circular") == 0)
        return ends_in_markdown(name);
    if (strcmp(parts[1], "jurisdictions") == 0)
        return count == 3 && id_of(arena, name);
    return strcmp(parts[1], "checklist") == 0 && count == 4 && text_is_id(parts[2]) &&
           id_of(arena, name);
}

/* A leaf is YEAR/FOLDER/JURISDICTION/CATEGORY/ITEM.md. */
static enum place_kind leaf_kind(const char *folder)
{
    static const char *const folders[PLACES] = {[PLACE_REPORT] = "reports",
                                                [PLACE_DECISION] = "decisions",
                                                [PLACE_CONFIRMATION] = "confirmations"};
    for (int kind = PLACE_REPORT; kind <= PLACE_CONFIRMATION; kind++)
        if (strcmp(folders[kind], folder) == 0)
            return (enum place_kind)kind;
    return PLACE_UNKNOWN;
}

struct place place_of(struct arena *arena, const char *path)
{
    const char *parts[6] = {"", "", "", "", "", ""};
    size_t count = part(arena, path, parts, 6);
    struct place place = {PLACE_UNKNOWN, "", "", ""};
    if (count == 1 && (!strcmp(path, "programme.md") || !strcmp(path, REVIEWERS_PATH)))
        place.kind = PLACE_SETTING;
    if (count < 2 || count > 6 || !is_year(parts[0]))
        return place;
    place.year = parts[0];
    if (is_setting(arena, parts, count))
        place.kind = PLACE_SETTING;
    else if (count == 3 && strcmp(parts[1], "published") == 0)
        place.kind = PLACE_PUBLISHED;
    else if (count == 6 && strcmp(parts[1], "evidence") == 0) {
        place.kind = PLACE_EVIDENCE;
        place.item = arena_format(arena, "%s/%s", parts[3], parts[4]);
    } else if (count == 5 && leaf_kind(parts[1]) && id_of(arena, parts[4])) {
        place.kind = leaf_kind(parts[1]);
        place.item = arena_format(arena, "%s/%s", parts[3], id_of(arena, parts[4]));
    }
    if (*place.item)
        place.jurisdiction = parts[2];
    return place;
}
