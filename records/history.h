/*
 * History: of one entry along the chain of `previous` blobs, and of the record along its commits.
 */
#ifndef KAOPING_RECORDS_HISTORY_H
#define KAOPING_RECORDS_HISTORY_H

#include "core/assessment.h"
#include "records/record.h"

struct arena;
struct buffer;
struct snapshot;

/* One decision of an entry's chain. */
struct past {
    struct decision decision;
    struct past *older;
};

/* The chain of an entry's decisions, newest first, by blobs alone; *out is NULL for a pending one.
 * STATUS_FAILED where a blob of the chain is missing, broken, or of another entry. */
enum status history_chain(struct record *record, struct arena *arena, const struct entry *entry,
                          const struct past **out, struct error *error);

/* One act upon an entry: a decision (what takes one back is one too), or the word of a second
 * person on it. */
struct act {
    const struct decision *decision; /* one of the two; the other is NULL */
    const struct confirmation *confirmation;
    const char *blob;
    const char *person;  /* "李明 <liming@example.org>" */
    const char *moment;  /* as the file says it; "" for none */
    long long when;      /* the same: seconds since 1970; 0 where it cannot be read */
    int offset;          /* minutes east of Greenwich */
    const char *subject; /* that of its commit, as this program writes it */
    const char *commit;  /* the one that brought it; "" until history_find_commits() */
    struct act *older;
};

/* The whole history of an entry, newest first: both chains of `previous`, merged by what a
 * confirmation names, and by moment where that does not tell.
 *
 *     struct error broken;
 *     const struct act *act = history_acts(record, arena, entry, &broken);
 *     if (broken.status)
 *         ...                          // what is older is known to the commits alone: log_open()
 *     for (; act; act = act->older)
 *         ...
 *
 * It takes as long among 100,000 commits as among ten, and so knows no commit's id. `broken` says
 * where another program broke a chain: a blob that is missing, unreadable or of another entry; or
 * a decision that was confirmed and that no later one names. (A first decision that replaced an
 * unconfirmed one in silence is seen by 'kaoping verify' alone.) */
struct act *history_acts(struct record *record, struct arena *arena, const struct entry *entry,
                         struct error *broken);

/* The same acts, oldest first, as an array in the arena. */
const struct act **history_in_order(struct arena *arena, const struct act *acts, size_t *count);

/* Sets the commits of the acts by one walk from `commit` backwards, as long as some are missing:
 * the trailers say where to look, the blob decides. One that is not found keeps "". */
enum status history_find_commits(struct record *record, struct arena *arena, const char *commit,
                                 const struct entry *entry, struct act *acts, struct error *error);

/* One commit, with what its trailers say; "" where it has none. The texts are raw. */
struct log_entry {
    char commit[COMMIT_SIZE];
    const char *subject, *author, *mail, *jurisdiction, *item, *verdict, *score;
    long long when; /* seconds since 1970 */
    int offset;     /* minutes east of Greenwich */
};

/* Which commits are looked for; NULL for all, in each of them. */
struct log_filter {
    const char *jurisdiction, *item; /* as the trailers name them */
    const char *mail;                /* the author's, in any case */
    bool changed;                    /* only decisions that replaced a confirmed one */
};

/* The record's commits, newest first, read as far as somebody wants to see them. A filter that
 * matches nothing makes the way long, so a step ends when its time is over:
 *
 *     struct log *log;
 *     if (log_open(record, tip, NULL, &filter, &log, &error))
 *         return error.status;
 *     while (!log_next(log, 40, &step, &entry, &error) && step == LOG_FOUND)
 *         use(&entry);                           // its texts live until the next step
 *     // LOG_PAUSED: the time was over, and the same call goes on from there
 *     log_close(log);
 */
struct log;
enum log_step { LOG_FOUND, LOG_PAUSED, LOG_ENDED };

/* From `commit` backwards; `until` (NULL: to the first one) and what is behind it are left out. The
 * filter's texts are copied. The caller closes *out. */
enum status log_open(struct record *record, const char *commit, const char *until,
                     const struct log_filter *filter, struct log **out, struct error *error);

/* Goes to the next commit that is looked for, for at most so many milliseconds (-1: as long as it
 * takes); looks at one commit at least. */
enum status log_next(struct log *log, int milliseconds, enum log_step *step, struct log_entry *out,
                     struct error *error);

/* Takes NULL. */
void log_close(struct log *log);

/* Calls `show` for every commit from `commit` backwards, newest first, that the filter looks for,
 * until it returns false. */
enum status history_log(struct record *record, const char *commit, const struct log_filter *filter,
                        bool (*show)(void *context, const struct log_entry *), void *context,
                        struct error *error);

/* One commit with all that it changed. A trailer only claims; what is listed here is what the
 * commit's tree has otherwise than its first parent's. */
struct changed_file {
    const char *path;
    const char *old, *new; /* what it holds, ended with NUL; NULL for no file, or not read */
    size_t old_size, new_size;
};

struct commit_change {
    struct log_entry entry;
    const char *message;
    const char *fingerprint; /* of the key that signed it; "" where no good signature is */
    const char *unsound;     /* why its signature is none; "" where it has none, or a good one */
    size_t parents;
    struct changed_file *files; /* by path; their contents are read if they are few */
    size_t file_count;
    bool contents; /* whether they are */
};

enum { CHANGE_FILES_READ = 16 };

/* Reads it into the arena. STATUS_INPUT if there is no such commit. */
enum status history_change(struct record *record, struct arena *arena, const char *commit,
                           const struct commit_change **out, struct error *error);

/* Appends the commit as git shows it: header, message, and the difference to its first parent, of
 * at most RAW_MOST bytes. Raw bytes. */
enum { RAW_MOST = 128 * 1024 };
enum status history_raw(struct record *record, const char *commit, struct buffer *out,
                        struct error *error);

/* The commit that brought the entry's present decision (or confirmation): the newest one from
 * `commit` backwards whose trailers name the entry and whose tree has the blob. Writes its hex id;
 * "" if none is found. */
enum status history_commit_of(struct record *record, const char *commit, const struct entry *entry,
                              const char *blob, char *out, struct error *error);

#endif
