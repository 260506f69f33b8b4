/*
 * What the files of sync share, and nobody else includes.
 *
 *     sync.c           the order of things
 *     sync_git.c       git fetch and git push
 *     sync_merge.c     one tree of two, and the choices
 *     sync_conflict.c  the conflicts, for a person
 */
#ifndef KAOPING_RECORDS_SYNC_INSIDE_H
#define KAOPING_RECORDS_SYNC_INSIDE_H

#include "records/inside.h"
#include "records/sync.h"

#define SYNC_REFERENCES "refs/kaoping/sync/"
#define SYNC_MAIN SYNC_REFERENCES "main"
#define SYNC_TAGS SYNC_REFERENCES "tags/circular/"

struct sync {
    struct record *record;
    const struct syncing *ask;
    struct sync_result *result;
    struct arena *arena;
    bool *named;              /* which choices name what both sides changed, in any round */
    git_oid theirs, verified; /* the remote's main, and the last one that was verified */
    bool has_main;            /* the remote has one */
    int busy;                 /* how often the remote's reference was locked by another push */
};

/* ---- sync_git.c ---- */

/* The remote's name or place. STATUS_INPUT where none is set up. */
enum status sync_find_remote(struct sync *sync, struct error *error);

/* Fetches the remote's main and tags into SYNC_REFERENCES. */
enum status sync_fetch(struct sync *sync, struct error *error);

/* Pushes main at that commit (NULL: main stays), and those tags. *refused (status STATUS_OK) tells
 * that the remote was reached and took not all of it; what git said is in `trouble`, and sync->busy
 * is one more where another push was at work there. */
enum status sync_push(struct sync *sync, const git_oid *main, const char *const *tags,
                      size_t tag_count, bool *refused, struct buffer *trouble, struct error *error);

/* Removes what a push that was killed left locked over there, where that is a folder of this host
 * and the locks are older than a second: git holds them for milliseconds. */
void sync_remove_their_locks(struct sync *sync);

/* ---- sync_merge.c ---- */

/* A file that both sides changed. */
struct sync_clash {
    const char *path;
    bool chosen, there_taken;
};

struct sync_merge {
    struct sync *sync;
    git_repository *repository;
    git_oid base, here, there; /* trees */
    git_oid tree;              /* what comes out, where all is chosen */
    struct sync_clash *clashes;
    size_t count, room;
    bool open; /* something was not chosen */
};

/* Joins the trees. Gives libgit2's code. */
int sync_merge_trees(struct sync_merge *merge);

/* Whether the entry's file that stands at the path is of a decision, or of its confirmation; parts
 * the path: year, and the entry as J/C/I. */
bool sync_entry_of(struct arena *arena, const char *path, const char **year, const char **entry);

/* What both sides have at the path, and at that of the entry's other file, in hex. */
const char *sync_seen(const struct sync_merge *merge, const char *path);

/* ---- sync_conflict.c ---- */

/* Fills the result's conflicts. */
enum status sync_list_conflicts(struct sync_merge *merge, const git_oid *here, const git_oid *there,
                                struct error *error);

#endif
