#include "tests/fault/forge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAIN "refs/heads/main"

static void must(bool good)
{
    if (!good)
        abort();
}

void forge_open(struct forge *forge, const char *path)
{
    git_revwalk *walk = NULL;
    *forge = (struct forge){.count = 0};
    git_libgit2_init();
    must(!git_repository_open_bare(&forge->repository, path) &&
         !git_repository_odb(&forge->objects, forge->repository) &&
         !git_revwalk_new(&walk, forge->repository) &&
         !git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_REVERSE) &&
         !git_revwalk_push_ref(walk, MAIN));
    while (forge->count < FORGE_COMMITS &&
           git_revwalk_next(&forge->commits[forge->count], walk) == 0)
        forge->count++;
    git_revwalk_free(walk);
}

void forge_close(struct forge *forge)
{
    git_odb_free(forge->objects);
    git_repository_free(forge->repository);
    git_libgit2_shutdown();
}

/* ---- trees and files ---- */

static git_oid tree_of(struct forge *forge, const git_oid *id)
{
    git_commit *commit = NULL;
    must(!git_commit_lookup(&commit, forge->repository, id));
    git_oid tree = *git_commit_tree_id(commit);
    git_commit_free(commit);
    return tree;
}

static bool find(struct forge *forge, const git_oid *root, const char *path, git_oid *out)
{
    git_tree *tree = NULL;
    git_tree_entry *entry = NULL;
    must(!git_tree_lookup(&tree, forge->repository, root));
    bool found = git_tree_entry_bypath(&entry, tree, path) == 0;
    if (found)
        *out = *git_tree_entry_id(entry);
    git_tree_entry_free(entry);
    git_tree_free(tree);
    return found;
}

static git_oid put(struct forge *forge, const git_oid *root, const char *path, const git_oid *blob)
{
    git_tree *tree = NULL;
    git_oid out = {{0}};
    const git_tree_update update = {
        .action = GIT_TREE_UPDATE_UPSERT, .id = *blob, .filemode = GIT_FILEMODE_BLOB, .path = path};
    must(!git_tree_lookup(&tree, forge->repository, root) &&
         !git_tree_create_updated(&out, forge->repository, tree, 1, &update));
    git_tree_free(tree);
    return out;
}

bool forge_file(struct forge *forge, size_t at, const char *path, struct buffer *out)
{
    git_oid root = tree_of(forge, &forge->commits[at]), id;
    git_blob *blob = NULL;
    if (!find(forge, &root, path, &id))
        return false;
    must(!git_blob_lookup(&blob, forge->repository, &id));
    buffer_add_bytes(out, git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob));
    git_blob_free(blob);
    return true;
}

void forge_blob(struct forge *forge, size_t at, const char *path, char hex[GIT_OID_HEXSZ + 1])
{
    git_oid root = tree_of(forge, &forge->commits[at]), id;
    *hex = '\0';
    if (find(forge, &root, path, &id))
        git_oid_tostr(hex, GIT_OID_HEXSZ + 1, &id);
}

void forge_put(struct forge *forge, struct forged *lie, const char *path,
               const struct buffer *bytes)
{
    snprintf(lie->path, sizeof lie->path, "%s", path);
    if (!find(forge, &lie->tree, path, &lie->old))
        lie->old = (git_oid){{0}};
    must(!git_blob_create_from_buffer(&lie->new, forge->repository, bytes->bytes, bytes->size));
    lie->tree = put(forge, &lie->tree, path, &lie->new);
}

static int add_changed(const git_diff_delta *delta, float progress, void *context)
{
    char *path = context;
    (void)progress;
    snprintf(path, FORGE_PATH, "%s", *path ? "\n" : delta->new_file.path);
    return 0;
}

void forge_changed(struct forge *forge, size_t at, char path[FORGE_PATH])
{
    git_tree *before = NULL, *after = NULL;
    git_diff *diff = NULL;
    *path = '\0';
    if (at == 0)
        return;
    git_oid ids[] = {tree_of(forge, &forge->commits[at - 1]), tree_of(forge, &forge->commits[at])};
    must(!git_tree_lookup(&before, forge->repository, &ids[0]) &&
         !git_tree_lookup(&after, forge->repository, &ids[1]) &&
         !git_diff_tree_to_tree(&diff, forge->repository, before, after, NULL) &&
         !git_diff_foreach(diff, add_changed, NULL, NULL, NULL, path));
    if (*path == '\n')
        *path = '\0';
    git_diff_free(diff);
    git_tree_free(before);
    git_tree_free(after);
}

/* ---- lines ---- */

const char *forge_rest(const struct buffer *text, const char *begins, size_t *size)
{
    size_t length = strlen(begins);
    for (const char *line = text->bytes; *line; line += strcspn(line, "\n"), line += *line != '\0')
        if (strncmp(line, begins, length) == 0) {
            *size = strcspn(line + length, "\n");
            return line + length;
        }
    *size = 0;
    return NULL;
}

void forge_line(struct buffer *text, const char *begins, const char *rest)
{
    size_t size;
    const char *old = forge_rest(text, begins, &size);
    struct buffer behind = BUFFER_EMPTY;
    must(old != NULL);
    buffer_add(&behind, old + size);
    buffer_cut(text, (size_t)(old - text->bytes));
    buffer_add(text, rest);
    buffer_add(text, behind.bytes);
    buffer_free(&behind);
}

/* ---- commits ---- */

void forge_begin(struct forge *forge, size_t at, struct forged *out)
{
    git_odb_object *object = NULL;
    *out = (struct forged){.at = at, .text = BUFFER_EMPTY};
    out->tree = tree_of(forge, &forge->commits[at]);
    must(!git_odb_read(&object, forge->objects, &forge->commits[at]));
    buffer_add_bytes(&out->text, git_odb_object_data(object), git_odb_object_size(object));
    git_odb_object_free(object);
}

static void move(struct forge *forge, const git_oid *id)
{
    git_reference *main = NULL;
    must(!git_reference_create(&main, forge->repository, MAIN, id, true, NULL));
    git_reference_free(main);
}

static git_oid store(struct forge *forge, struct forged *lie)
{
    char hex[GIT_OID_HEXSZ + 1];
    git_oid id;
    forge_line(&lie->text, "tree ", git_oid_tostr(hex, sizeof hex, &lie->tree));
    must(!git_odb_write(&id, forge->objects, lie->text.bytes, lie->text.size, GIT_OBJECT_COMMIT));
    buffer_free(&lie->text);
    return id;
}

void forge_land(struct forge *forge, struct forged *lie, bool others)
{
    char hex[GIT_OID_HEXSZ + 1];
    git_oid tip = forge->last = store(forge, lie), blob;
    for (size_t at = lie->at + 1; others && at < forge->count; at++) {
        struct forged next;
        forge_begin(forge, at, &next);
        forge_line(&next.text, "parent ", git_oid_tostr(hex, sizeof hex, &tip));
        if (*lie->path && find(forge, &next.tree, lie->path, &blob) &&
            git_oid_equal(&blob, &lie->old))
            next.tree = put(forge, &next.tree, lie->path, &lie->new);
        tip = store(forge, &next);
    }
    move(forge, &tip);
}

void forge_main(struct forge *forge, size_t at)
{
    forge->last = forge->commits[at];
    move(forge, &forge->commits[at]);
}

void forge_undo(struct forge *forge)
{
    move(forge, &forge->commits[forge->count - 1]);
}
