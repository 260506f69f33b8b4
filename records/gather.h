/*
 * The files of a year at a commit, gathered from git's trees. What an earlier gathering has of them
 * (folders with the same tree, files with the same blob, leaves that were read) is taken from it,
 * so that a new commit costs what it changed.
 *
 *     struct gathered now;
 *     if (gather(&now, record, arena, root, year_tree, "2020", before, &error))
 *         ...
 *     assessment_load(arena, &now.files, …);         // reads the leaves that are new
 *     gathered_release(&now);                        // the arena is freed apart
 *
 * Texts of files live in a pool that successive gatherings share; it only grows, by what is new,
 * and goes with the last of them. Lists live in the arena.
 */
#ifndef KAOPING_RECORDS_GATHER_H
#define KAOPING_RECORDS_GATHER_H

#include "core/load.h"
#include "records/inside.h"

/* Where what successive gatherings share lives. */
struct pool {
    struct arena *arena;
    size_t users;
};

/* A folder whose tree was read. */
struct folder {
    const char *path; /* ends in / */
    git_oid tree;
};

/* Reads leaves for assessment_load(), and tells how many it has read. */
struct leaf_reader {
    const struct record *record;
    void (*progress)(void *context, size_t read); /* may be NULL */
    void *context;
    size_t read;
};

/* The one entry that is gathered, as snapshot_wanted says it (records/snapshot.h). */
struct one_entry {
    const char *jurisdiction, *item;
};

struct gathered {
    struct pool *pool;
    struct files files;     /* this year's, with the top ones */
    struct folder *folders; /* the year's, sorted by path */
    size_t folder_count;
};

/* Gathers the Markdown files of the root and of the year's folder. `before` may be NULL; it is of
 * the same record. `only` (its texts NULL for all) leaves much out; a later gathering may start from
 * what it gives, and finds single files there, but no folders. `reader` is borrowed as long as `out->files` is
 * loaded from. STATUS_INPUT for a link, a path or file too large; nothing is to be released then.
 */
enum status gather(struct gathered *out, struct leaf_reader *reader, struct arena *arena,
                   const git_oid *root, const git_oid *year_tree, const char *year,
                   const struct gathered *before, const struct one_entry *only,
                   struct error *error);

void gathered_release(struct gathered *gathered);

/* An empty pool with one user: gathered_release() of the gathering that it is given to frees it. */
struct pool *pool_new(void);

#endif
