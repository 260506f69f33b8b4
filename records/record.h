/*
 * The record: a bare git repository with one branch, main.
 *
 *     struct record *record;
 *     if (record_open(path, &record, &error))
 *         return error.status;
 *     struct snapshot *snapshot;
 *     if (snapshot_new(record, NULL, NULL, &snapshot, &error))     // of main, of its latest year
 *         ...
 *     snapshot_free(snapshot);
 *     record_free(record);
 */
#ifndef KAOPING_RECORDS_RECORD_H
#define KAOPING_RECORDS_RECORD_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct record;

enum { COMMIT_SIZE = 65 }; /* a hex object id of SHA-256 and its NUL */

/* Opens the record in that folder (a bare repository, or one whose .git is). STATUS_INPUT if it is
 * no repository or has no branch main with a record of a format that is known; STATUS_FAILED if it
 * cannot be read. The caller frees *out. */
enum status record_open(const char *path, struct record **out, struct error *error);

/* The same within a pre-receive hook: with what the push brings, which git keeps apart until then
 * (GIT_OBJECT_DIRECTORY), and also where there is no main yet. */
enum status record_open_incoming(const char *path, struct record **out, struct error *error);

/* The language that the record's programme names (enum language), or -1. */
int record_language(const struct record *record);

/* Gives back what was mapped of the packs while much was read; what comes is mapped anew. */
void record_spare(struct record *record);

/* Takes NULL. */
void record_free(struct record *record);

/* Makes a record in a new or empty folder from a template's folder: what it holds but `sample/` is
 * the first commit. The template is loaded first, so that a broken one makes no record. Where its
 * reviewers.md lists anybody, who makes the record is its first administrator there
 * (core/reviewers_edit.h). */
enum status record_init(const char *path, const char *template_folder, struct error *error);

/* The same, for all of a group: what is made in it belongs to the group of its folder (that of an
 * empty folder that is there already stays) and its members may write it, whatever their umask. */
enum status record_init_shared(const char *path, const char *template_folder, struct error *error);

const char *record_path(const struct record *record);

/* Writes the hex id of main's tip. */
enum status record_tip(struct record *record, char *hex, struct error *error);

/* Rule 9. Names the tip of main that was seen last (hex): a main that does not descend from it went
 * backwards. record_check_seen() says so, STATUS_FAILED with what to do, and nothing is written
 * upon such a main. Without a name, and after "" was named, nothing is checked. What is written
 * through this record, and record_see_main(), move it on. */
void record_set_seen(struct record *record, const char *commit);
enum status record_check_seen(struct record *record, struct error *error);

/* Checks as record_check_seen() does, and takes main's tip, which it writes to `hex`, as seen. */
enum status record_see_main(struct record *record, char *hex, struct error *error);

/* Takes main as seen where it went backwards with the person's consent, who names by its id (7
 * digits or more, never as "main") the commit that it went back to. Main may have grown from there
 * since; its tip is written to `hex`. STATUS_INPUT where main is not at that commit or on from it.
 */
enum status record_accept(struct record *record, const char *name, char *hex, struct error *error);

/* How long to wait for another writer, in milliseconds: until it is said for whom, and until it is
 * given up with STATUS_FAILED. An import of 9,000 rows may take some seconds, one that is signed a
 * minute or two; a holder that was stopped holds for ever. */
struct patience {
    int tell, most;
    void (*waiting)(void *context, const char *words); /* called once; may be NULL */
    void *context;
};
enum { PATIENCE_TELL = 3000, PATIENCE_MOST = 180000 };

/* Sets it; a record that is opened has the two above, and tells nobody. */
void record_set_patience(struct record *record, const struct patience *patience);

/* Who writes: GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL, else git's user.name and user.email, else the
 * login name at the host. "Name <mail>"; the caller frees it. */
char *record_person(struct record *record);

#endif
