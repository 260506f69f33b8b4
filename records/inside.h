/*
 * What the files of records/ share, and nobody else includes.
 *
 * A write goes through two steps: a change (change.c) is one file, checked and written as a blob,
 * with what must still stand for it to hold; a landing (land.c) chains commits of changes upon
 * main, inside the writers' lock, and moves main to the last of them by comparison.
 */
#ifndef KAOPING_RECORDS_INSIDE_H
#define KAOPING_RECORDS_INSIDE_H

#include "core/assessment.h"
#include "records/record.h"
#include "records/write.h"

#include <git2.h>
#include <sys/types.h>

struct arena;

#define RECORD_MAIN "refs/heads/main"
enum { FILE_MOST = 1024 * 1024, DATE_SIZE = 11 };

/* reviewers.md as it was read last, so that a batch does not read it again for each row. */
struct people {
    struct arena *arena; /* NULL before the first reading */
    git_oid blob;
    struct reviewers reviewers;
};

struct record {
    char *path;
    git_repository *repository;
    int language; /* enum language of its programme; -1 for none that is known */
    int folder;   /* the repository's own folder, open: for its lock and for syncfs */
    struct people people;
};

/* ---- record.c ---- */

/* STATUS_FAILED for a record that cannot be read or written; `why` is from the system or from
 * git_why(). */
enum status fail_reading(struct error *error, const char *path, const char *why);
enum status fail_writing(struct error *error, const char *path, const char *why);

/* What libgit2 says of its last failure. */
const char *git_why(void);

/* These give 0, GIT_ENOTFOUND, or another error of libgit2. */
int commit_tree(git_repository *repository, const git_oid *commit, git_oid *tree);
int tree_blob(git_repository *repository, const git_oid *tree, const char *path, git_oid *blob);
int blob_text(git_repository *repository, struct arena *arena, const git_oid *blob,
              const char **bytes, size_t *size);

/* Whether the commit brought the blob to the path: it has it and its first parent has not.
 * (Trailers alone would take the commit of a confirmation for the decision's.) */
bool commit_brought(git_commit *commit, const char *path, const char *blob);

/* Whether the id is the one in hex. (git_oid_streq takes "" for every id.) */
bool is_blob(const git_oid *id, const char *hex);

/* Checks that the programme's file is of a format that this program knows. *language (may be NULL)
 * receives the record's enum language, or -1. */
enum status check_format(const char *path, const char *bytes, size_t size, int *language,
                         struct error *error);

/* Reads a regular file of at most FILE_MOST bytes. */
enum status read_regular(struct arena *arena, const char *path, const char **bytes, size_t *size,
                         struct error *error);

/* Whether a folder's name is a year. */
bool is_year(const char *name);

/* Writes the day, as 2021-03-09, of a moment at an offset in minutes. */
void date_text(long long when, int offset, char out[DATE_SIZE]);

/* The path of an entry's file in `folder`: 2020/decisions/siping/air/good-days.md. */
char *entry_path(struct arena *arena, const struct entry *entry, const char *folder);

/* ---- change.c ---- */

/* CHANGE_ITEM is a new file of the checklist, CHANGE_PUBLICATION the files of a published year. */
enum change_kind {
    CHANGE_REPORT,
    CHANGE_DECISION,
    CHANGE_CONFIRMATION,
    CHANGE_ITEM,
    CHANGE_PUBLICATION
};

/* What a change rests on: that file, still with that blob ("" for no file). */
struct expectation {
    enum change_kind of;
    const char *path, *blob;
};

struct change {
    /* set by the caller */
    struct record *record;
    git_repository *repository; /* where its blob goes, and older ones are */
    struct arena *arena;        /* what the change needs lives there */
    const struct entry *entry;

    /* set by change_… */
    enum change_kind kind;
    long long when;
    int offset;
    char *author_name, *author_mail;
    char *moment; /* as the file says it */
    const char *path;
    git_oid blob;
    const char *message;
    const char *needless; /* why nothing is to be written; NULL if something is */
    struct expectation expected[3];
    size_t expected_count;
    struct report *report; /* what was written, as it is read back; one of the three */
    struct decision *decision;
    struct confirmation *confirmation;
};

/* Prepare a change, and write its blob. The texts may be NULL for none. */
enum status change_report(struct change *change, struct report report,
                          const struct writing *writing, struct error *error);
enum status change_decision(struct change *change, struct decision decision,
                            const struct writing *writing, struct error *error);
enum status change_confirmation(struct change *change, bool returned, const char *reason,
                                const struct writing *writing, struct error *error);

/* Append the subject of the commit that brings it. */
struct buffer;
void decision_subject(struct buffer *out, const struct entry *entry,
                      const struct decision *decision);
void confirmation_subject(struct buffer *out, const struct entry *entry, bool returned);

/* Prepares a new file of the checklist; the change has no entry. The texts are copied. */
enum status change_new_file(struct change *change, const char *path, const char *bytes, size_t size,
                            const char *message, const struct writing *writing,
                            struct error *error);

/* Whether the change may stand upon that tree: STATUS_CONFLICT where a file that it rests on is
 * another one by now, saying who did what and when; STATUS_NO where it is needless. */
enum status change_check(const struct change *change, git_repository *repository,
                         const git_oid *tree, struct error *error);

/* Parts `Name <mail>` into the arena. STATUS_INPUT if it is not of that form. */
enum status person_split(struct arena *arena, const char *person, char **name, char **mail,
                         struct error *error);

/* ---- allow.c ---- */

/* What reviewers.md says in that tree, borrowed until the next call; nobody where there is none. */
enum status people_at(struct record *record, git_repository *repository, const git_oid *tree,
                      const struct reviewers **out, struct error *error);

/* Whether the change's author may make it, by that tree's reviewers.md, and its year is not frozen
 * there: STATUS_NO with the rule. */
enum status allow(const struct change *change, git_repository *repository, const git_oid *tree,
                  struct error *error);

/* ---- land.c ---- */

/* libgit2 does not know core.sharedRepository: where the record's folder is a group's, what one of
 * them makes must be writable for the others. Gives the umask to go back to. */
mode_t share_with_group(const struct record *record);

struct landing {
    struct record *record;
    git_repository
        *repository;   /* where objects are written, and read: the record's or the pack's */
    struct pack *pack; /* NULL where each is a file of its own */
    int lock;
    mode_t mask; /* the process's umask, to be restored */
    git_signature *committer;
    git_oid base; /* main, as it was read */
    git_oid commit, tree;
};

/* Takes the writers' lock and reads main. landing_end must follow, also after a failure. */
enum status landing_begin(struct landing *landing, struct record *record, struct error *error);
void landing_end(struct landing *landing);

/* Has what is added from now on written into one pack (records/pack.h). */
enum status landing_pack(struct landing *landing, struct error *error);

/* Reads main (again), forgetting what was added. */
enum status landing_restart(struct landing *landing, struct error *error);

/* Adds one commit. */
enum status landing_add(struct landing *landing, const struct change *change, struct error *error);

/* Moves main to the last commit, on the disk when it returns. *moved tells that a foreign writer
 * moved main meanwhile, and nothing was changed; the status is STATUS_OK then. */
enum status landing_land(struct landing *landing, bool *moved, struct error *error);

#endif
