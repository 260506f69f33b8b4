/*
 * Exchange with another host: git's own transport, and a merge commit where both sides moved.
 *
 *     struct syncing syncing = {.remote = "origin", .arena = arena};
 *     struct sync_result result;
 *     if (sync_run(record, &syncing, &result, &error) == STATUS_CONFLICT)
 *         // result.conflicts: a person chooses, syncing.choices says how, and it is run again
 *
 * Remote behind: main is pushed. We behind: theirs becomes main, after verify(). Both moved: file
 * by file against what both came from; what one side alone changed is that side's. No commit is
 * rewritten, and the merge changes nothing of its own. Where both sides changed a file, nothing is
 * done until a person chose. A decision and the confirmation of it are chosen together.
 *
 * Everything that moves main moves it by comparison inside the writers' lock, so a sync that is cut
 * off anywhere is simply run again. One sync is at work at a time.
 */
#ifndef KAOPING_RECORDS_SYNC_H
#define KAOPING_RECORDS_SYNC_H

#include "records/record.h"

struct arena;
struct finding;

enum sync_done { SYNC_EQUAL, SYNC_SENT, SYNC_TAKEN, SYNC_JOINED };

/* Who changed a file last on one of the two sides. */
struct sync_side {
    const char *commit; /* hex */
    const char *author; /* name, raw */
    long long when;     /* seconds since 1970 */
    int offset;         /* minutes east of Greenwich */
    bool removed;
};

struct sync_conflict {
    const char *path;
    const char *year, *jurisdiction, *item; /* "" for what is of no entry's decision */
    bool decided, confirmed;                /* which of the entry's two files are in conflict */
    const char *choice; /* what a choice names: the entry, where that is enough, else the path */
    const char *seen;   /* what both sides have, for a choice that means this and nothing newer */
    struct sync_side here, there;
};

struct sync_choice {
    const char *what; /* an entry as siping/air/good-days, or a path */
    bool there;
    const char *seen; /* the conflict's; NULL where it was not looked at: then it has to name one */
};

struct syncing {
    const char *remote;  /* a name, URL or path; NULL: origin, or the only one */
    struct arena *arena; /* of what the result holds */
    const struct sync_choice *choices;
    size_t choice_count;
    void (*said)(void *context, const char *words);              /* what git says; raw */
    void (*found)(void *context, const struct finding *finding); /* in what comes (verify.h) */
    void *context;
};

struct sync_result {
    enum sync_done done;
    size_t sent, taken, tags; /* commits, and tags in either direction */
    const char *remote;
    char here[COMMIT_SIZE], there[COMMIT_SIZE]; /* the two sides of the conflicts */
    struct sync_conflict *conflicts;
    size_t conflict_count;
};

/* STATUS_CONFLICT where a person has to choose; STATUS_NO where what comes breaks the rules, or the
 * remote refuses what goes; STATUS_INPUT for a remote that is none, or a choice of nothing where
 * the two are joined; STATUS_FAILED where it cannot be reached or git is absent. */
enum status sync_run(struct record *record, const struct syncing *syncing,
                     struct sync_result *result, struct error *error);

#endif
