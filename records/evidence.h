/*
 * Evidence: the hash of a file is recorded when the file is named, so that what the decision rested
 * on can be told apart from what lies there later. A small file may be put into the record itself:
 *
 *     struct attachments attachments = {0};
 *     if (evidence_attach(record, arena, snapshot->commit, entry, &piece, &attachments, &error))
 *         return error.status;                       // the piece names its place in the record now
 *     write_decision(record, entry, decision, &attachments, …);
 *
 * It lies at YEAR/evidence/JURISDICTION/CATEGORY/ITEM/HASH-NAME, HASH being the first eight digits
 * of its SHA-256, and is never changed or taken away. git reads it without us:
 * `git show main:PATH >FILE`.
 */
#ifndef KAOPING_RECORDS_EVIDENCE_H
#define KAOPING_RECORDS_EVIDENCE_H

#include "core/assessment.h"
#include "core/error.h"
#include "records/record.h"

struct arena;

enum { ATTACHED_MOST = 1024 * 1024 }; /* bytes of one file */
enum { HASH_SHOWN = 8 };              /* digits of its hash in its name */

/* Fills in the SHA-256 of every piece whose place is a regular file that can be read from here, or
 * attached evidence in the tree of `commit` (hex). A place that is neither (an archive's number, an
 * address) stays without a hash; a file that is there and cannot be read is STATUS_INPUT. */
enum status evidence_hash(struct record *record, struct arena *arena, const char *commit,
                          struct evidences *evidence, struct error *error);

/* ---- In the record ---- */

/* A file that goes into the record; nothing where it lies there already. */
struct attachment {
    const char *path; /* in the record */
    const char *bytes;
    size_t size;
};

struct attachments {
    struct attachment *list;
    size_t count;
};

/* Reads the file that the piece names, gives the piece its place in the record and its hash, and
 * appends what has to be written. The same bytes are not put there twice: `commit` (hex) tells what
 * lies there. STATUS_INPUT for what is no regular file, or larger than ATTACHED_MOST. */
enum status evidence_attach(struct record *record, struct arena *arena, const char *commit,
                            const struct entry *entry, struct evidence *piece,
                            struct attachments *out, struct error *error);

/* Whether the place is one of attached evidence: 2020/evidence/… */
bool evidence_is_attached(const char *at);

/* The bytes of attached evidence in the tree of `commit` (hex), in the arena; *bytes is NULL where
 * nothing lies there. STATUS_FAILED if the record cannot be read. */
enum status evidence_read(struct record *record, struct arena *arena, const char *commit,
                          const char *at, const char **bytes, size_t *size, struct error *error);

/* The last part of a place, harmless as the name of a file on this machine. */
const char *evidence_file_name(struct arena *arena, const char *at);

/* ---- Checking ---- */

enum evidence_state {
    EVIDENCE_GOOD,
    EVIDENCE_DIFFERENT,   /* something else lies there than was named */
    EVIDENCE_UNREACHABLE, /* nothing lies there, or it cannot be read from here */
    EVIDENCE_NO_HASH      /* no file when it was named: an archive's number, an address */
};

/* Compares the piece with its hash: attached evidence by its blob in the tree of `commit` (hex),
 * any other by the file of that name, below `root` where its place is relative; one that leads out
 * of `root` is not reachable. STATUS_FAILED if the record cannot be read. */
enum status evidence_check(struct record *record, const char *commit, const struct evidence *piece,
                           const char *root, enum evidence_state *out, struct error *error);

#endif
