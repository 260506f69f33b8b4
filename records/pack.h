/*
 * A pack that is written while a batch goes on: what is created in its repository becomes an entry
 * of one file instead of a file of its own, and a tree is kept as what differs from the one before.
 *
 *     struct pack *pack;
 *     if (pack_new(record, &pack, &error))
 *         return error.status;
 *     git_repository *repository = pack_repository(pack);
 *     git_blob_create_from_buffer(&id, repository, …);      // and git_tree_…, git_commit_…
 *     if (pack_finish(pack, &error))                        // the record has all of it now
 *         ...
 *     pack_free(pack);                                      // unfinished: nothing of it stays
 *
 * The repository reads what the record has as well; it has no references and no settings. Memory:
 * the trees that stand, and some 50 bytes for every object that was written; the rest is in the
 * file. What a killed process leaves is a tmp_ file that git's own housekeeping takes out.
 */
#ifndef KAOPING_RECORDS_PACK_H
#define KAOPING_RECORDS_PACK_H

#include "records/inside.h"

struct pack;

/* The caller frees *out, before the record. */
enum status pack_new(struct record *record, struct pack **out, struct error *error);

/* Borrowed. */
git_repository *pack_repository(const struct pack *pack);

/* Puts the pack among the record's; the caller sees to it that it is on the disk. Nothing may be
 * written to it any more. */
enum status pack_finish(struct pack *pack, struct error *error);

/* Takes NULL. */
void pack_free(struct pack *pack);

/* ---- the form of packs and their indexes (gitformat-pack(5)), pack_form.c ---- */

struct buffer;

/* One object of a pack. */
struct packed {
    git_oid id;
    git_object_t type;
    uint32_t check; /* CRC-32 of the entry */
    uint64_t offset;
    size_t size;
    uint32_t base;  /* index plus 1 of what it differs from; 0 where it stands by itself */
    unsigned depth; /* of the chain of differences that it ends */
    char *tree;     /* its bytes, while it is likely to be read again; else NULL */
};

/* Appends the first bytes of an entry. `type` is a git_object_t; for a difference to the entry
 * `back` bytes before it, 0. */
void pack_form_add_head(struct buffer *out, int type, size_t size, uint64_t back);

/* How many bytes the head of an entry has; *size receives what it says of the bytes behind it. */
size_t pack_form_head(const char *entry, size_t *size);

/* Appends what makes `to` of `from`, as one replaced middle; false where that saves too little. */
bool pack_form_add_difference(struct buffer *out, const char *from, size_t from_size,
                              const char *to, size_t to_size);

/* Makes `to` again; false where the difference does not fit. */
bool pack_form_apply(const char *difference, size_t size, const char *from, size_t from_size,
                     char *to, size_t to_size);

/* Appends the index of a pack; `objects` are sorted by id, `checksum` is the pack's own. */
enum { PACK_CHECKSUM = 20 };
void pack_form_add_index(struct buffer *out, const struct packed *const *objects, size_t count,
                         const unsigned char checksum[PACK_CHECKSUM]);

#endif
