/* What the configuration says at a tree, kept by the ids of what it was read from. */
#include "core/language.h"
#include "core/load.h"
#include "core/memory.h"
#include "records/verify_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Files ---- */

struct reading_year {
    struct verification *of;
    struct year *year;
    struct file *list;
    size_t count, room, steps;
};

/* Names that are looked at: folders within folders can be more than anybody can read. */
enum { STEPS_MOST = 50000 };

static void add_file(struct reading_year *to, const char *path, const git_oid *id)
{
    struct arena *arena = to->year->arena;
    struct file file = {.path = arena_text(arena, path)};
    char hex[COMMIT_SIZE];
    if (to->count == to->room) {
        to->room = to->room ? to->room * 2 : 512;
        to->list = memory_resize(to->list, to->room * sizeof *to->list);
    }
    file.blob = arena_text(arena, git_oid_tostr(hex, sizeof hex, id));
    if (blob_text(to->of->repository, arena, id, &file.bytes, &file.size)) {
        fail_reading(&to->year->mistake, path, git_why());
        return;
    }
    if (file.size > FILE_MOST)
        fail(&to->year->mistake, STATUS_INPUT, path, 0, TR("larger than 1 MiB", "超过1 MiB"));
    to->list[to->count++] = file;
}

/* Links and what is too long were told by the commit that brought them. */
static void add_folder(struct reading_year *to, const char *folder, const git_oid *id, int depth)
{
    git_tree *tree = tree_read(to->of, id, folder);
    size_t count = tree ? git_tree_entrycount(tree) : 0;
    for (size_t i = 0; i < count && depth < 3 && to->steps++ < STEPS_MOST; i++) {
        const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
        const char *path =
            arena_format(to->year->arena, "%s/%s", folder, git_tree_entry_name(entry));
        if (strlen(path) > PATH_MOST)
            continue;
        if (git_tree_entry_type(entry) == GIT_OBJECT_TREE)
            add_folder(to, path, git_tree_entry_id(entry), depth + 1);
        else if (git_tree_entry_filemode(entry) == GIT_FILEMODE_BLOB)
            add_file(to, path, git_tree_entry_id(entry));
    }
    git_tree_free(tree);
}

/* ---- Years ---- */

enum { KEY_PROGRAMME, KEY_REVIEWERS, KEY_YEAR, KEY_JURISDICTIONS, KEY_CHECKLIST, KEYS };

static void key_paths(struct arena *arena, const char *name, const char *paths[KEYS])
{
    paths[KEY_PROGRAMME] = "programme.md";
    paths[KEY_REVIEWERS] = REVIEWERS_PATH;
    paths[KEY_YEAR] = arena_format(arena, "%s/assessment.md", name);
    paths[KEY_JURISDICTIONS] = arena_format(arena, "%s/jurisdictions", name);
    paths[KEY_CHECKLIST] = arena_format(arena, "%s/checklist", name);
}

static void read_year(struct verification *of, struct year *year, const char *const paths[KEYS])
{
    struct reading_year reading = {.of = of, .year = year};
    for (size_t i = 0; i < KEYS; i++) {
        if (git_oid_is_zero(&year->key[i]))
            continue;
        if (i < KEY_JURISDICTIONS)
            add_file(&reading, paths[i], &year->key[i]);
        else
            add_folder(&reading, paths[i], &year->key[i], 0);
    }
    files_sort(reading.list, reading.count);
    struct files files = {.list = reading.list, .count = reading.count};
    if (!year->mistake.status && assessment_load(year->arena, &files, year->name, "1970-01-01",
                                                 &year->assessment, &year->mistake))
        year->assessment = NULL;
    free(reading.list); /* its texts are the arena's */
}

struct year *year_at(struct verification *of, const git_oid *root, const char *name)
{
    const char *paths[KEYS];
    git_oid key[KEYS];
    memset(key, 0, sizeof key);
    key_paths(of->arena, name, paths);
    for (size_t i = 0; i < KEYS; i++)
        tree_find(of, root, paths[i], &key[i]);
    for (size_t i = 0; i < YEARS; i++)
        if (strcmp(of->years[i].name, name) == 0 && memcmp(of->years[i].key, key, sizeof key) == 0)
            return &of->years[i];
    struct year *year = &of->years[of->next_year++ % YEARS];
    arena_free(year->arena);
    *year = (struct year){.arena = arena_new()};
    snprintf(year->name, sizeof year->name, "%s", name);
    memcpy(year->key, key, sizeof key);
    read_year(of, year, paths);
    return year;
}

void year_tell(struct verification *of, struct year *year)
{
    if (year->assessment || year->told)
        return;
    year->told = true;
    found(of, year->mistake.status == STATUS_FAILED ? VERIFY_DAMAGED : VERIFY_FORMAT, "",
          TR("the year %s cannot be read here: %s", "此处%s年度无法读取：%s"), year->name,
          year->mistake.text);
}

void years_each(struct verification *of, const git_oid *root,
                void (*use)(struct verification *of, const git_oid *root, const char *name,
                            void *context),
                void *context)
{
    git_tree *tree = tree_read(of, root, "");
    for (size_t i = 0; tree && i < git_tree_entrycount(tree); i++) {
        const char *name = git_tree_entry_name(git_tree_entry_byindex(tree, i));
        git_oid ignored;
        if (is_year(name) &&
            tree_find(of, root, arena_format(of->arena, "%s/assessment.md", name), &ignored))
            use(of, root, name, context);
    }
    git_tree_free(tree);
}

static void add_required(struct verification *of, const git_oid *root, const char *name,
                         void *context)
{
    const struct year *year = year_at(of, root, name);
    bool *required = context;
    *required = *required || (year->assessment && year->assessment->signatures_required);
}

bool signatures_required(struct verification *of, const git_oid *root, const char *year)
{
    bool required = false;
    if (year && *year)
        add_required(of, root, year, &required);
    else
        years_each(of, root, add_required, &required);
    return required;
}

/* ---- People ---- */

static void read_crowd(struct verification *of, struct crowd *crowd)
{
    crowd->mistake.status = blob_reviewers(of->record, of->repository, crowd->arena, &crowd->blob,
                                           &crowd->reviewers, &crowd->mistake);
}

const struct crowd *crowd_at(struct verification *of, const git_oid *root)
{
    static const struct crowd nobody;
    git_oid blob;
    if (!tree_find(of, root, REVIEWERS_PATH, &blob))
        return &nobody;
    for (size_t i = 0; i < CROWDS; i++)
        if (of->crowds[i].arena && git_oid_equal(&of->crowds[i].blob, &blob))
            return &of->crowds[i];
    struct crowd *crowd = &of->crowds[of->next_crowd++ % CROWDS];
    arena_free(crowd->arena);
    *crowd = (struct crowd){.arena = arena_new(), .blob = blob};
    read_crowd(of, crowd);
    return crowd;
}

/* ---- Frozen ---- */

bool publication_at(struct verification *of, const git_oid *root, const char *year,
                    struct publication *out)
{
    const char *path = publication_path(of->arena, year);
    git_oid blob;
    struct error ignored; /* the commit that brought it told the mistake */
    return tree_find(of, root, path, &blob) &&
           !blob_publication(of->record, of->repository, of->arena, path, &blob, out, &ignored);
}

bool is_frozen(struct verification *of, const git_oid *root, const char *year)
{
    struct publication publication;
    return *year && publication_at(of, root, year, &publication) &&
           publication.act == ACT_PUBLISHED;
}

void configuration_free(struct verification *of)
{
    for (size_t i = 0; i < YEARS; i++)
        arena_free(of->years[i].arena);
    for (size_t i = 0; i < CROWDS; i++)
        arena_free(of->crowds[i].arena);
}
