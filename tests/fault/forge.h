/*
 * A history taken apart, and one of its commits written anew, with git's own objects.
 *
 *     struct forge forge;
 *     forge_open(&forge, path);                    // main's commits, the first one first
 *     struct forged lie;
 *     forge_begin(&forge, at, &lie);               // that commit, as it is
 *     forge_line(&lie.text, "author ", "…");       // …
 *     forge_land(&forge, &lie, true);              // main has it instead, and the others upon it
 *     forge_undo(&forge);                          // main is where it was
 *     forge_close(&forge);
 *
 * Whatever fails ends the process: the record is a test's own.
 */
#ifndef KAOPING_TESTS_FAULT_FORGE_H
#define KAOPING_TESTS_FAULT_FORGE_H

#include "core/buffer.h"

#include <git2.h>
#include <stdbool.h>

enum { FORGE_COMMITS = 100, FORGE_PATH = 200 };

struct forge {
    git_repository *repository;
    git_odb *objects;
    git_oid commits[FORGE_COMMITS];
    size_t count;
    git_oid last; /* what was landed: the commit that is not as it was */
};

void forge_open(struct forge *forge, const char *path);
void forge_close(struct forge *forge);

/* A commit to be: its bytes, and its tree, which they need not name. */
struct forged {
    size_t at;
    struct buffer text;
    git_oid tree;
    char path[FORGE_PATH]; /* the file that forge_put() changed; "" for none */
    git_oid old, new;      /* its blobs */
};

/* The commit at that place, to be changed; its buffer is freed by forge_land(). */
void forge_begin(struct forge *forge, size_t at, struct forged *out);

/* Has main stand on the commit in the place of the one that it was; with `others`, those behind it
 * follow upon it, each with the changed file for as long as that was the same. */
void forge_land(struct forge *forge, struct forged *lie, bool others);

/* Has main stand on a commit of the history, or where it was. */
void forge_main(struct forge *forge, size_t at);
void forge_undo(struct forge *forge);

/* The file that the commit brought or changed, where it is one; else "". */
void forge_changed(struct forge *forge, size_t at, char path[FORGE_PATH]);

/* The bytes of a file there; false where there is none. */
bool forge_file(struct forge *forge, size_t at, const char *path, struct buffer *out);

/* Its blob, in hex; "" where there is none. */
void forge_blob(struct forge *forge, size_t at, const char *path, char hex[GIT_OID_HEXSZ + 1]);

/* Puts the file into the commit's tree. */
void forge_put(struct forge *forge, struct forged *lie, const char *path,
               const struct buffer *bytes);

/* The rest of the first line that begins so, NULL for none; and another one in its place. */
const char *forge_rest(const struct buffer *text, const char *begins, size_t *size);
void forge_line(struct buffer *text, const char *begins, const char *rest);

#endif
