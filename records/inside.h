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
struct buffer;
struct document;
struct publication;

#define RECORD_MAIN "refs/heads/main"
#define RECORD_TAGS "refs/tags/circular/"
enum { FILE_MOST = 1024 * 1024, DATE_SIZE = 11 };
enum { CLOCKS_APART = 300 }; /* seconds that two clocks may differ by */

/* reviewers.md as it was read last, so that a batch does not read it again for each row. */
struct people {
    struct arena *arena; /* NULL before the first reading */
    git_oid blob;
    struct reviewers reviewers;
};

/* Likewise whether an assessment.md requires signatures. */
struct requirement {
    git_oid blob; /* zero before the first reading */
    bool signatures;
};

struct record {
    char *path;
    git_repository *repository;
    int language; /* enum language of its programme; -1 for none that is known */
    int folder;   /* the repository's own folder, open: for its lock and for syncfs */
    struct people people;
    char seen[COMMIT_SIZE]; /* the tip of main that was seen last; "" for none */
    struct requirement requirement;
    struct patience patience;
};

/* ---- record.c ---- */

/* STATUS_FAILED for a record that cannot be read or written; `why` is from the system or from
 * git_why(). */
enum status fail_reading(struct error *error, const char *path, const char *why);
enum status fail_writing(struct error *error, const char *path, const char *why);

/* What libgit2 says of its last failure. */
const char *git_why(void);

/* These give 0, GIT_ENOTFOUND, or another error of libgit2. That a path is not in a tree is
 * GIT_ENOTFOUND; that a folder on its way cannot be read is another error, for nothing may be taken
 * for absent (a rule, a freeze) because the disk fails. */
int commit_tree(git_repository *repository, const git_oid *commit, git_oid *tree);
int tree_blob(git_repository *repository, const git_oid *tree, const char *path, git_oid *blob);
int blob_text(git_repository *repository, struct arena *arena, const git_oid *blob,
              const char **bytes, size_t *size);

/* Reads a blob as the file of that path. */
enum status blob_document(const struct record *record, git_repository *repository,
                          struct arena *arena, const char *path, const git_oid *blob,
                          struct document *out, struct error *error);

/* The SHA-256 of the bytes, in hex. */
const char *hash_of(struct arena *arena, const char *bytes, size_t size);

/* Whether the commit brought the blob to the path: it has it and its first parent has not.
 * (Trailers alone would take the commit of a confirmation for the decision's.) */
int commit_brings(git_commit *commit, const char *path, const char *blob, bool *brings);

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

/* ---- history.c ---- */

/* What the commit and its trailers say, borrowed from both. */
struct log_entry;
void log_fill(struct log_entry *out, git_commit *commit, const git_message_trailer_array *trailers);

/* ---- seen.c ---- */

/* Whether a tip of main may be gone on from: STATUS_FAILED where it went backwards (rule 9). */
enum status check_descends(const struct record *record, const git_oid *tip, struct error *error);

/* ---- snapshot.c ---- */

/* The commit of any name that git knows, or of main for NULL. STATUS_INPUT if there is none; the
 * caller frees *out. */
enum status find_commit(const struct record *record, const char *name, git_commit **out,
                        struct error *error);

/* ---- change.c ---- */

/* CHANGE_ITEM is a new file of the checklist, CHANGE_PUBLICATION the files of a published year,
 * CHANGE_EVIDENCE a file that is attached to an entry, CHANGE_WAIVER the waivers of a year. */
enum change_kind {
    CHANGE_REPORT,
    CHANGE_DECISION,
    CHANGE_CONFIRMATION,
    CHANGE_ITEM,
    CHANGE_PUBLICATION,
    CHANGE_EVIDENCE,
    CHANGE_WAIVER
};

/* What a change rests on: that file, still with that blob ("" for no file). */
struct expectation {
    enum change_kind of;
    const char *path, *blob;
};

/* A file that a change writes beside its own, in the same commit. */
struct change_file {
    const char *path;
    git_oid blob;
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
    const char *moment; /* as the file says it */
    const char *path;
    git_oid blob;
    const struct change_file *beside; /* of a publication */
    size_t beside_count;
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
void decision_subject(struct buffer *out, const struct entry *entry,
                      const struct decision *decision);
void confirmation_subject(struct buffer *out, const struct entry *entry, bool returned);

/* Prepares a new file of the checklist; the change has no entry. The texts are copied. */
enum status change_new_file(struct change *change, const char *path, const char *bytes, size_t size,
                            const char *message, const struct writing *writing,
                            struct error *error);

/* Prepares a file to be attached to the change's entry (records/evidence.h). */
struct attachment;
enum status change_attachment(struct change *change, const struct attachment *attachment,
                              const struct writing *writing, struct error *error);

/* Whether what is to be attached lies there already, to the byte: somebody else was as quick. */
bool change_is_there(const struct change *change, git_repository *repository, const git_oid *tree);

/* Append the whole message of the commit that brings the file: what is written is also what
 * verify() holds a message against. */
void message_of_report(struct buffer *out, const struct entry *entry, const struct report *report);
void message_of_decision(struct buffer *out, const struct entry *entry,
                         const struct decision *decision);
void message_of_confirmation(struct buffer *out, const struct entry *entry,
                             const struct confirmation *confirmation);
void message_of_attachment(struct buffer *out, const struct entry *entry, const char *path);
void message_of_publication(struct buffer *out, const struct publication *publication,
                            const char *year);

/* Whether the change may stand upon that tree: STATUS_CONFLICT where a file that it rests on is
 * another one by now, saying who did what and when; STATUS_NO where it is needless. */
enum status change_check(const struct change *change, git_repository *repository,
                         const git_oid *tree, struct error *error);

/* Parts `Name <mail>` into the arena. STATUS_INPUT if it is not of that form. */
enum status person_split(struct arena *arena, const char *person, char **name, char **mail,
                         struct error *error);

/* What the changes are made of: who and when; the document that is replaced, for its fields that
 * the program does not know (NULL for none, of hex ""); and one file at its path, where `present`
 * is the blob that stands there. */
enum status change_author(struct change *change, const struct writing *writing,
                          struct error *error);
enum status change_old(const struct change *change, const char *hex, const struct document **out,
                       struct error *error);
enum status change_put(struct change *change, enum change_kind kind, const char *path,
                       const char *present, const char *bytes, size_t size, struct error *error);

/* ---- change_publication.c ---- */

/* Prepares an act upon a year, `present` being the last one or NULL; the change has no entry.
 * `files` go into the same commit. What the publication says of who, when and `previous` is filled
 * in. */
struct change_text {
    const char *path, *bytes;
    size_t size;
};
enum status change_publication(struct change *change, const char *year,
                               struct publication publication, const struct publication *present,
                               const struct change_text *files, size_t count,
                               const struct writing *writing, struct error *error);

/* ---- allow.c ---- */

/* What a version of reviewers.md, and one of a year's publication.md, says. */
enum status blob_reviewers(const struct record *record, git_repository *repository,
                           struct arena *arena, const git_oid *blob, struct reviewers *out,
                           struct error *error);
enum status blob_publication(const struct record *record, git_repository *repository,
                             struct arena *arena, const char *path, const git_oid *blob,
                             struct publication *out, struct error *error);

/* The last act upon the year in that tree; where there is none, as if it was opened, with a blob of
 * "". */
enum status publication_in(const struct record *record, git_repository *repository,
                           struct arena *arena, const git_oid *tree, const char *year,
                           struct publication *out, struct error *error);

/* What reviewers.md says in that tree, borrowed until the next call; nobody where there is none. */
enum status people_at(struct record *record, git_repository *repository, const git_oid *tree,
                      const struct reviewers **out, struct error *error);

/* Whether the change's author may make it, by that tree's reviewers.md, and its year is not frozen
 * there: STATUS_NO with the rule. */
enum status allow(const struct change *change, git_repository *repository, const git_oid *tree,
                  struct error *error);

/* Whether that person may choose between two sides of the file: who reviews or confirms the item's
 * jurisdiction and category; of what was published, who publishes; of all else who administers. */
enum status allow_choice(struct arena *arena, const struct reviewers *reviewers, const char *person,
                         const char *path, struct error *error);

/* Whether that person may bring in a change of somebody else's, or of a past moment. */
enum status allow_import(const struct change *change, git_repository *repository,
                         const git_oid *tree, const char *importer, struct error *error);

/* Whether that tree's settings require a signature of what writes to the path: those of its year,
 * or of any year for what lies in none, or for NULL. */
enum status signatures_at(struct record *record, git_repository *repository, const git_oid *tree,
                          const char *path, bool *required, struct error *error);

/* ---- commit.c ---- */

struct signer;

struct commit_parts {
    const git_signature *author, *committer;
    const char *message;
    const git_oid *tree;
    size_t parent_count; /* at most 2 */
    const git_oid **parents;
};

/* The commit's signature and the bytes that it signs, both to be disposed of, also after a failure.
 * Gives 0, GIT_ENOTFOUND where there is none, or another error of libgit2. */
int commit_signature(const git_commit *commit, git_buf *armored, git_buf *payload);

/* Stores the commit, signed where `signer` is not NULL. */
enum status commit_store(git_repository *repository, const struct commit_parts *parts,
                         struct signer *signer, git_oid *out, struct error *error);

/* ---- write.c ---- */

/* Lands the changes together, one commit each, again as often as a foreign writer moves main. */
enum status change_land(const struct change *changes, size_t count, char *commit,
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
    struct signer *signer; /* of the committer; NULL for none */
    bool looked_for_signer;
    bool landed; /* something */
};

/* Takes the writers' lock and reads main. landing_end must follow, also after a failure. */
enum status landing_begin(struct landing *landing, struct record *record, struct error *error);
void landing_end(struct landing *landing);

/* Has what is added from now on written into one pack (records/pack.h). */
enum status landing_pack(struct landing *landing, struct error *error);

/* Reads main (again), forgetting what was added. */
enum status landing_restart(struct landing *landing, struct error *error);

/* Whether the change is brought in from elsewhere: it is of somebody else than the person at work,
 * or of another moment than the present. Its commit says so by a trailer, `Imported-by:`. */
bool landing_imports(const struct landing *landing, const struct change *change);

/* Stores a commit of the landing (commit.c), signed if the author is the person at work and signs.
 * `path` is what it writes to; NULL for the record as a whole. Where the settings upon the
 * landing's tree require a signature and none can be made, it is refused: STATUS_INPUT or
 * STATUS_FAILED as in records/sign.h, STATUS_NO for what is somebody else's. */
enum status landing_commit(struct landing *landing, const struct commit_parts *parts,
                           const char *path, git_oid *out, struct error *error);

/* Appends the signature of the person at work to the bytes of a tag, on the same terms. */
enum status landing_sign(struct landing *landing, const char *path, struct buffer *payload,
                         struct error *error);

/* Adds one commit. */
enum status landing_add(struct landing *landing, const struct change *change, struct error *error);

/* Makes a reference that is not there yet, waiting as long as another holds it; both it and what it
 * names are on the disk when it returns. STATUS_FAILED with no more than why: the caller knows what
 * is done already. */
enum status landing_name(struct landing *landing, const char *reference, const git_oid *id,
                         struct error *error);

/* Foreign writers moved main again and again, and nothing was written: STATUS_FAILED. */
enum status fail_moving(const struct record *record, struct error *error);

/* Moves main to the last commit, on the disk when it returns. *moved tells that a foreign writer
 * moved main meanwhile, and nothing was changed; the status is STATUS_OK then. */
enum status landing_land(struct landing *landing, bool *moved, struct error *error);

#endif
