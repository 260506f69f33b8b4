/* Landing: commits chained upon main inside the writers' lock, and main moved by comparison. */
#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "records/housekeeping.h"
#include "records/inside.h"
#include "records/lock.h"
#include "records/pack.h"
#include "records/sign.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PAUSE_MS = 10, PAUSES_MOST = 1000, LEFT_BEHIND_MS = 1000 };

/* ---- Beginning ---- */

mode_t share_with_group(const struct record *record)
{
    struct stat folder;
    mode_t mask = umask(0);
    bool shared = fstat(record->folder, &folder) == 0 && (folder.st_mode & S_IWGRP);
    umask(shared ? mask & (mode_t)~S_IRWXG : mask);
    return mask;
}

static enum status name_committer(struct landing *landing, struct error *error)
{
    struct arena *arena = arena_new();
    char *person = record_person(landing->record), *name, *mail;
    struct writing now = writing_now(NULL);
    enum status status = person_split(arena, person, &name, &mail, error);
    if (!status && (git_signature_new(&landing->committer, name, mail, now.when, now.offset) ||
                    git_repository_set_ident(landing->repository, name, mail)))
        status = fail_writing(error, landing->record->path, git_why());
    free(person);
    arena_free(arena);
    return status;
}

enum status landing_begin(struct landing *landing, struct record *record, struct error *error)
{
    *landing = (struct landing){.record = record, .repository = record->repository, .lock = -1};
    landing->mask = share_with_group(record);
    enum status status = lock_take(record, LOCK_WRITERS, &landing->lock, error);
    if (!status)
        status = name_committer(landing, error);
    return status ? status : landing_restart(landing, error);
}

enum status landing_pack(struct landing *landing, struct error *error)
{
    enum status status = pack_new(landing->record, &landing->pack, error);
    if (!status)
        landing->repository = pack_repository(landing->pack);
    return status;
}

void landing_end(struct landing *landing)
{
    pack_free(landing->pack);
    git_signature_free(landing->committer);
    signer_free(landing->signer);
    umask(landing->mask);
    if (landing->lock >= 0)
        close(landing->lock); /* which gives up the lock */
    if (landing->landed)
        housekeeping_start(landing->record);
}

/* ---- Commits ---- */

enum status landing_restart(struct landing *landing, struct error *error)
{
    if (git_reference_name_to_id(&landing->base, landing->record->repository, RECORD_MAIN) ||
        commit_tree(landing->repository, &landing->base, &landing->tree))
        return fail_reading(error, landing->record->path, git_why());
    git_oid_cpy(&landing->commit, &landing->base);
    return check_descends(landing->record, &landing->base, error);
}

static git_tree_update put(const char *path, const git_oid *blob)
{
    return (git_tree_update){
        .action = GIT_TREE_UPDATE_UPSERT, .id = *blob, .filemode = GIT_FILEMODE_BLOB, .path = path};
}

static int update_tree(struct landing *landing, const struct change *change, git_oid *out)
{
    size_t count = change->beside_count + 1;
    git_tree_update *updates = arena_array(change->arena, count, sizeof *updates);
    updates[0] = put(change->path, &change->blob);
    for (size_t i = 1; i < count; i++)
        updates[i] = put(change->beside[i - 1].path, &change->beside[i - 1].blob);
    git_tree *tree = NULL;
    int code = git_tree_lookup(&tree, landing->repository, &landing->tree);
    if (code == 0)
        code = git_tree_create_updated(out, landing->repository, tree, count, updates);
    git_tree_free(tree);
    return code;
}

bool landing_imports(const struct landing *landing, const struct change *change)
{
    const git_signature *committer = landing->committer;
    return !is_same_person(change->author_mail, committer->email) ||
           llabs(change->when - (long long)committer->when.time) > CLOCKS_APART;
}

/* The commit's message; that of an import says whose it is. */
static const char *whole_message(const struct landing *landing, const struct change *change)
{
    if (!landing_imports(landing, change))
        return change->message;
    return arena_format(change->arena, "%sImported-by: %s <%s>\n", change->message,
                        landing->committer->name, landing->committer->email);
}

enum status landing_add(struct landing *landing, const struct change *change, struct error *error)
{
    git_oid tree, commit;
    const git_oid *parents[] = {&landing->commit};
    git_signature *author = NULL;
    enum status status = STATUS_OK;
    if (git_signature_new(&author, change->author_name, change->author_mail, change->when,
                          change->offset) ||
        update_tree(landing, change, &tree))
        status = fail_writing(error, landing->record->path, git_why());
    const struct commit_parts parts = {.author = author,
                                       .committer = landing->committer,
                                       .message = whole_message(landing, change),
                                       .tree = &tree,
                                       .parent_count = 1,
                                       .parents = parents};
    if (!status)
        status = landing_commit(landing, &parts, change->path, &commit, error);
    if (!status) {
        git_oid_cpy(&landing->tree, &tree);
        git_oid_cpy(&landing->commit, &commit);
    }
    git_signature_free(author);
    return status;
}

/* ---- Main ---- */

/* A lock of main as it was seen, and for how long it has been the same. */
struct watch {
    ino_t inode;
    struct timespec changed;
    int pauses;
};

/* A writer that was killed leaves a reference locked for everybody, git included. Inside the
 * writers' lock only a foreign writer may hold it, for milliseconds: one that has not changed for a
 * second has no owner. False where it cannot be removed. */
static bool remove_left_lock(const struct landing *landing, const char *lock, struct watch *watch)
{
    struct stat found;
    if (fstatat(landing->record->folder, lock, &found, AT_SYMLINK_NOFOLLOW))
        return true;
    bool same = found.st_ino == watch->inode && found.st_mtim.tv_sec == watch->changed.tv_sec &&
                found.st_mtim.tv_nsec == watch->changed.tv_nsec;
    *watch = (struct watch){found.st_ino, found.st_mtim, same ? watch->pauses + 1 : 0};
    return watch->pauses <= LEFT_BEHIND_MS / PAUSE_MS ||
           unlinkat(landing->record->folder, lock, 0) == 0 || errno == ENOENT;
}

/* Moves the reference from `old` to `new`; makes it, for an `old` of NULL. */
static int swap(const struct landing *landing, const char *name, const git_oid *new,
                const git_oid *old, const char *message)
{
    const struct timespec pause = {0, PAUSE_MS * 1000000L};
    struct watch watch = {0};
    struct buffer lock = BUFFER_EMPTY;
    int code;
    buffer_format(&lock, "%s.lock", name);
    for (int pauses = 0;; pauses++) {
        git_reference *reference = NULL;
        code = git_reference_create_matching(&reference, landing->record->repository, name, new,
                                             old != NULL, old, message);
        git_reference_free(reference);
        if (code != GIT_ELOCKED || pauses == PAUSES_MOST ||
            !remove_left_lock(landing, lock.bytes, &watch))
            break;
        nanosleep(&pause, NULL);
    }
    buffer_free(&lock);
    return code;
}

/* Another git holds the reference, or left its lock where this person may not remove it. */
static enum status fail_swap(const struct landing *landing, const char *reference,
                             struct error *error)
{
    struct buffer lock = BUFFER_EMPTY;
    buffer_format(&lock, "%s.lock", reference);
    enum status status = fail_locked(landing->record, lock.bytes, error);
    buffer_free(&lock);
    return status;
}

enum status landing_name(struct landing *landing, const char *reference, const git_oid *id,
                         struct error *error)
{
    const struct record *record = landing->record;
    if (syncfs(record->folder))
        return fail(error, STATUS_FAILED, record->path, 0, "%s", strerror(errno));
    int code = swap(landing, reference, id, NULL, NULL);
    if (code == GIT_ELOCKED)
        return fail_swap(landing, reference, error);
    if (code)
        return fail(error, STATUS_FAILED, reference, 0, "%s", git_why());
    return syncfs(record->folder)
               ? fail(error, STATUS_FAILED, record->path, 0, "%s", strerror(errno))
               : STATUS_OK;
}

enum status fail_moving(const struct record *record, struct error *error)
{
    return fail_writing(error, record->path,
                        TR("main moves faster than can be followed", "main 变动过于频繁"));
}

enum status landing_land(struct landing *landing, bool *moved, struct error *error)
{
    const struct record *record = landing->record;
    *moved = false;
    if (git_oid_equal(&landing->base, &landing->commit))
        return STATUS_OK;
    if (landing->pack && pack_finish(landing->pack, error))
        return error->status;
    /* main must never name a commit that a power cut takes away */
    if (syncfs(record->folder))
        return fail_writing(error, record->path, strerror(errno));
    int code = swap(landing, RECORD_MAIN, &landing->commit, &landing->base, "kaoping: commit");
    *moved = code == GIT_EMODIFIED;
    if (code == GIT_ELOCKED)
        return fail_swap(landing, RECORD_MAIN, error);
    if (code && !*moved)
        return fail_writing(error, record->path, git_why());
    if (!*moved)
        git_oid_tostr(landing->record->seen, COMMIT_SIZE, &landing->commit);
    landing->landed = landing->landed || !*moved;
    if (!*moved && syncfs(record->folder))
        return fail(error, STATUS_FAILED, record->path, 0,
                    TR("saved, but the disk did not confirm it: %s: look at the disk, then at "
                       "'kaoping log'",
                       "已保存，但磁盘未确认：%s：请检查磁盘，再用 kaoping log 核对"),
                    strerror(errno));
    return STATUS_OK;
}
