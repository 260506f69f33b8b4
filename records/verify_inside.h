/*
 * What the files of verify() share, and nobody else includes.
 *
 *     verify.c              the walk, what is counted, one commit from its beginning to its end
 *     verify_walk.c         which commits, in which order
 *     verify_tree.c         trees: read once, compared, and what a path is
 *     verify_year.c         what the configuration says at a tree: years, people
 *     verify_change.c       what a commit changes, and whether it may change that together
 *     verify_leaf.c         one report, decision or confirmation
 *     verify_waivers.c      what is waived of the proof-reading
 *     verify_head.c         the lines before a message, which programs may read differently
 *     verify_message.c      trailers and subjects
 *     verify_people.c       authors, moments, rights, signatures
 *     verify_merge.c        commits of two parents
 *     verify_publication.c  publications, their files and tags
 */
#ifndef KAOPING_RECORDS_VERIFY_INSIDE_H
#define KAOPING_RECORDS_VERIFY_INSIDE_H

#include "core/document.h"
#include "core/publication.h"
#include "records/inside.h"
#include "records/verify.h"

enum { TREES = 512, YEARS = 8, CROWDS = 8, DIFFERENCES_MOST = 100000 };

/* ---- Trees ---- */

/* A file that a commit has and its parent has not, or has otherwise. */
struct difference {
    const char *path;
    git_oid before, after; /* blobs; of meaning only where the file was or is there */
    bool had, has;
    bool odd; /* a link, a submodule, an impossible name: told already, and not to be read */
};

/* In the order of their paths. */
struct differences {
    struct difference *list;
    size_t count, room;
    size_t folders; /* that were compared */
};

enum place_kind {
    PLACE_UNKNOWN,
    PLACE_SETTING, /* programme, reviewers, assessment, jurisdictions, checklist, templates */
    PLACE_REPORT,
    PLACE_DECISION,
    PLACE_CONFIRMATION,
    PLACE_PUBLISHED,
    PLACE_EVIDENCE,
    PLACES
};

/* What a path means. */
struct place {
    enum place_kind kind;
    const char *year;                /* "" for the top files */
    const char *jurisdiction, *item; /* of a leaf and of evidence, else "" */
};

/* ---- The configuration ---- */

/* A year without its leaves, as a tree has it. */
struct year {
    char name[5];
    git_oid key[5]; /* of what it was read from */
    struct arena *arena;
    const struct assessment *assessment; /* NULL where it cannot be read */
    struct error mistake;
    bool told;
};

/* reviewers.md. */
struct crowd {
    git_oid blob;
    struct arena *arena;
    struct reviewers reviewers;
    struct error mistake; /* its status tells whether it could be read */
};

/* ---- A commit ---- */

struct trailer {
    const char *key, *value;
};

struct trailers {
    struct trailer *list;
    size_t count;
    bool odd;          /* the last paragraph has other lines too */
    const char *stray; /* a line elsewhere that reads like one that is known; NULL for none */
};

/* The commit that is looked at. */
struct judged {
    git_commit *commit;
    char hex[COMMIT_SIZE];
    const char *subject;
    const char *author, *committer; /* Name <mail> */
    unsigned parents;
    git_oid tree, base; /* of the commit, and of its first parent; only where it has one */
    git_time_t before;  /* when the first parent was made */
    struct trailers trailers;
    struct differences changes;
    const struct crowd *crowd; /* of the base; of the tree itself in the first commit */
};

/* What the next commit asks of the one before it. */
struct before {
    git_oid commit, tree;
    git_time_t made;
};

struct verification {
    struct record *record;
    git_repository *repository;
    const struct verifying *ask;
    struct arena *arena; /* cleared from commit to commit */
    struct verify_counts counts;
    size_t findings, roots;
    git_oid tip, tip_tree;
    git_tree *trees[TREES];
    struct year years[YEARS];
    struct crowd crowds[CROWDS];
    size_t next_year, next_crowd;
    struct judged now;
    struct before last; /* the commit that was looked at before */
};

/* Tells a finding of the commit that is looked at. */
void found(struct verification *of, enum verify_rule rule, const char *path, const char *format,
           ...) __attribute__((format(printf, 4, 5)));

/* Frees what it keeps. */
void verification_free(struct verification *of);

/* ---- verify_walk.c ---- */

struct commits {
    git_oid *list;
    size_t count, room;
};

/* The commits from the tip that are not behind `since` (NULL for all), parents first; those that
 * are missing are told and left out. The caller frees out->list. */
void walk_commits(struct verification *of, const git_oid *tip, const git_oid *since,
                  struct commits *out);

/* Tells what makes git, and so an auditor, see other commits than these: it is kept in the record's
 * folder, and is no part of what was signed. */
void judge_masks(struct verification *of);

/* Tells which files that git derives from the objects are not what was written. */
void judge_derived(struct verification *of);

/* ---- verify_tree.c ---- */

/* The tree, read once and looked at for its order; NULL where it cannot be read, which is told. The
 * caller frees it. */
git_tree *tree_read(struct verification *of, const git_oid *id, const char *path);
void trees_free(struct verification *of);

/* Finds a path; false where there is nothing. */
bool tree_find(struct verification *of, const git_oid *root, const char *path, git_oid *out);

/* Lists the files that differ, and tells what can be no file of a record. `before` NULL: all. */
void trees_compare(struct verification *of, const git_oid *before, const git_oid *after,
                   struct differences *out);

/* The difference of a path; NULL for none. */
const struct difference *differences_find(const struct differences *all, const char *path);

struct place place_of(struct arena *arena, const char *path);

/* Reads a blob into the commit's arena; false where it cannot be, which is told. */
bool blob_read(struct verification *of, const char *path, const git_oid *id, const char **bytes,
               size_t *size);

/* The same, as a document; mistakes in it are told as VERIFY_FORMAT. */
bool document_read(struct verification *of, const char *path, const git_oid *id,
                   struct document *out);

/* ---- verify_year.c ---- */

/* The year at that tree; ->assessment is NULL where it cannot be read, and *told by year_tell. */
struct year *year_at(struct verification *of, const git_oid *root, const char *name);

/* Tells the year's mistake, once. */
void year_tell(struct verification *of, struct year *year);

/* The years of a tree, each with its assessment.md: calls `use` for each. */
void years_each(struct verification *of, const git_oid *root,
                void (*use)(struct verification *of, const git_oid *root, const char *name,
                            void *context),
                void *context);

const struct crowd *crowd_at(struct verification *of, const git_oid *root);

/* Whether the year (NULL: any of them) wants signatures at that tree. */
bool signatures_required(struct verification *of, const git_oid *root, const char *year);

/* Reads the year's last act at that tree; false where there is none or it cannot be read. The texts
 * live in the commit's arena. */
bool publication_at(struct verification *of, const git_oid *root, const char *year,
                    struct publication *out);
bool is_frozen(struct verification *of, const git_oid *root, const char *year);

void configuration_free(struct verification *of);

/* ---- verify_change.c ---- */

void judge_changes(struct verification *of);

/* ---- verify_leaf.c ---- */

/* `alone`: the commit changes nothing else, so its message speaks of this file. */
void judge_leaf(struct verification *of, const struct difference *change, const struct place *place,
                bool alone);

/* A file of evidence that was put into the record. */
void judge_attached(struct verification *of, const struct difference *change,
                    const struct place *place, bool alone);

/* ---- verify_waivers.c ---- */

/* Whether the file holds a year's waivers. */
bool is_waivers(struct verification *of, const struct difference *change,
                const struct place *place);

/* Whether it can be read, and whether who made the commit waived what is new in it. */
void judge_waivers(struct verification *of, const struct difference *change);

/* Whether the author may waive by the parent's reviewers.md: who publishes may, and who
 * administers. */
void judge_waiver_right(struct verification *of, const char *path);

/* ---- verify_head.c ---- */

void judge_head(struct verification *of);

/* What is wrong with the bytes of a commit or tag; NULL for nothing. `fields` are the lines that
 * begin it, ended by NULL; parents may follow the tree. */
const char *head_wrong(struct verification *of, const char *bytes, size_t size,
                       const char *const *fields);

/* ---- verify_message.c ---- */

void trailers_read(struct verification *of, const char *message, struct trailers *out);

/* The value of the only trailer with that key; NULL for none. */
const char *trailer_value(const struct trailers *trailers, const char *key);

/* Whether the program gives the key a meaning. */
bool trailer_is_known(const char *key);

/* Whether one of the trailers with that key has the value. */
bool trailers_have(const struct trailers *trailers, const char *key, const char *value);

/* Compares the message with the one that the program would have made of the file. */
void judge_message(struct verification *of, const char *path, const char *expected);

/* The trailers of a kind of commit whose subject is free: those that it must have, and no other
 * that the program knows. */
void judge_trailers(struct verification *of, const struct trailer *expected, size_t count);

/* What no message may say, whatever its commit is: a line that is no trailer for the program, and
 * is one for git or for who searches the messages. */
void judge_stray(struct verification *of);

/* ---- verify_people.c ---- */

/* Dates of author and committer, and who the committer may be. */
void judge_moments(struct verification *of);

/* Whether the commit is signed as the years that it touches want it. `year` NULL: any. */
void judge_signature(struct verification *of, const char *year);

/* Who the file names, and when, against the commit's author; "" for what it does not name. */
void judge_author(struct verification *of, const char *path, const char *person,
                  const char *moment);

/* Whether the author may do it by the parent's reviewers.md; NULL where the act is of none. */
void judge_right(struct verification *of, const char *path, enum right right,
                 const char *jurisdiction, const char *category);

/* What is wrong with a signature by that person, who has to have signed where it is `required`;
 * NULL where it is good, or there is none and none is needed. */
const char *signature_wrong(struct verification *of, const char *person, const git_time *when,
                            const char *armored, const char *payload, size_t size, bool required);

/* ---- verify_merge.c ---- */

void judge_merge(struct verification *of);

/* ---- verify_publication.c ---- */

/* A commit that changes files below YEAR/published/. */
void judge_publication(struct verification *of, const char *year);

/* The tags circular/… of the record, each against what it points to. */
void judge_tags(struct verification *of);

/* Whether the object may stand as that tag upon that tip, in which its commit must be; tells if
 * not. */
bool judge_tag(struct verification *of, const char *name, const git_oid *id);

#endif
