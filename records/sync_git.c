/* The way to the remote: the git program itself, so that the user's ssh settings and agent apply.
 */
#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "records/program.h"
#include "records/sync_inside.h"
#include "records/trust.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { WORDS_MOST = 512 };

struct words {
    char *list[WORDS_MOST];
    size_t count;
};

static void add(struct sync *sync, struct words *words, const char *word)
{
    if (words->count < WORDS_MOST - 1)
        words->list[words->count++] = arena_text(sync->arena, word);
}

static void begin(struct sync *sync, struct words *words)
{
    *words = (struct words){.count = 0};
    add(sync, words, "git");
    add(sync, words, "--git-dir");
    add(sync, words, git_repository_path(sync->record->repository));
    add(sync, words, "-c"); /* hooks of this side; others may have put them there */
    add(sync, words, "core.hooksPath=/dev/null");
}

static enum status run(const struct words *words, struct buffer *out, struct buffer *trouble,
                       int *exit, struct error *error)
{
    const struct program program = {.words = words->list, .file = -1, .asks = true, .advice = ""};
    return program_run(&program, out, trouble, exit, error);
}

/* ---- Which remote ---- */

static enum status fail_remotes(const git_strarray *names, struct error *error)
{
    if (names->count)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("there are several remotes, and none is 'origin': name one of them",
                       "有多个远端，且没有名为 origin 的：请写明其中一个"));
    return fail(error, STATUS_INPUT, NULL, 0,
                TR("no remote is set up: give its place, or run 'git remote add origin PLACE' in "
                   "the record",
                   "尚未设置远端：请给出其位置，或在考评库中运行 git remote add origin 位置"));
}

enum status sync_find_remote(struct sync *sync, struct error *error)
{
    git_strarray names = {0};
    if (trust_settings(sync->record, error))
        return error->status;
    sync->result->remote = sync->ask->remote;
    if (sync->ask->remote)
        return STATUS_OK;
    if (git_remote_list(&names, sync->record->repository))
        return fail_reading(error, sync->record->path, git_why());
    for (size_t i = 0; i < names.count; i++)
        if (names.count == 1 || strcmp(names.strings[i], "origin") == 0)
            sync->result->remote = arena_text(sync->arena, names.strings[i]);
    enum status status = sync->result->remote ? STATUS_OK : fail_remotes(&names, error);
    git_strarray_dispose(&names);
    return status;
}

/* ---- Fetching ---- */

static enum status fail_fetch(const struct sync *sync, const struct buffer *trouble,
                              struct error *error)
{
    if (sync->ask->said)
        sync->ask->said(sync->ask->context, trouble->bytes);
    return fail(error, STATUS_FAILED, NULL, 0,
                TR("nothing came from %s, and nothing was changed: git's words are above; look at "
                   "the line and the place, then run it again",
                   "未能从 %s 取回，未作任何更改：git的说明见上；请检查网络和位置，然后重新运行"),
                sync->result->remote);
}

static enum status read_main(struct sync *sync, struct error *error)
{
    int code = git_reference_name_to_id(&sync->theirs, sync->record->repository, SYNC_MAIN);
    sync->has_main = code == 0;
    return code && code != GIT_ENOTFOUND ? fail_reading(error, sync->record->path, git_why())
                                         : STATUS_OK;
}

enum status sync_fetch(struct sync *sync, struct error *error)
{
    /* by patterns: an empty remote has no main, which is no error. What is malformed stays out. */
    static const char *const rest[] = {"-c",
                                       "fetch.fsckObjects=true",
                                       "fetch",
                                       "-q",
                                       "--no-tags",
                                       "--refmap=",
                                       "--prune",
                                       "--no-write-fetch-head",
                                       "--no-auto-maintenance",
                                       "--no-recurse-submodules",
                                       "--"};
    struct words words;
    struct buffer out = BUFFER_EMPTY, trouble = BUFFER_EMPTY;
    int exit;
    begin(sync, &words);
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        add(sync, &words, rest[i]);
    add(sync, &words, sync->result->remote);
    add(sync, &words, "+" RECORD_MAIN "*:" SYNC_MAIN "*");
    add(sync, &words, "+" RECORD_TAGS "*:" SYNC_TAGS "*");
    enum status status = run(&words, &out, &trouble, &exit, error);
    if (!status && exit)
        status = fail_fetch(sync, &trouble, error);
    buffer_free(&out);
    buffer_free(&trouble);
    return status ? status : read_main(sync, error);
}

/* ---- Pushing ---- */

enum status sync_push(struct sync *sync, const git_oid *main, const char *const *tags,
                      size_t tag_count, bool *refused, struct buffer *trouble, struct error *error)
{
    struct words words;
    struct buffer out = BUFFER_EMPTY;
    char hex[COMMIT_SIZE];
    int exit;
    begin(sync, &words);
    add(sync, &words, "push");
    add(sync, &words, "--porcelain");
    add(sync, &words, "--");
    add(sync, &words, sync->result->remote);
    if (main)
        add(sync, &words,
            arena_format(sync->arena, "%s:%s", git_oid_tostr(hex, sizeof hex, main), RECORD_MAIN));
    for (size_t i = 0; i < tag_count; i++)
        add(sync, &words, arena_format(sync->arena, "%s:%s", tags[i], tags[i]));
    enum status status = run(&words, &out, trouble, &exit, error);
    *refused = !status && exit;
    /* what the other git says of a reference is in no language */
    sync->busy += *refused && strstr(out.bytes, "failed to update ref");
    /* where the remote answered there is a line for each reference, with ! for what it refused */
    if (*refused && strncmp(out.bytes, "!\t", 2) != 0 && !strstr(out.bytes, "\n!\t")) {
        if (sync->ask->said)
            sync->ask->said(sync->ask->context, trouble->bytes);
        status = fail(error, STATUS_FAILED, NULL, 0,
                      TR("%s could not be reached, nothing was sent: git's words are above; what "
                         "came is kept; run it again",
                         "无法连接 %s，未能送出：git的说明见上；已取回的已保留；请重新运行"),
                      sync->result->remote);
    }
    buffer_free(&out);
    return status;
}

/* ---- Locks over there ---- */

/* The remote's folder, with the slash; NULL where it is none of this host. */
static const char *find_folder(struct sync *sync)
{
    static const char scheme[] = "file://", *const within[] = {"/", "/.git/"};
    const char *place = sync->result->remote;
    git_remote *remote = NULL;
    if (git_remote_lookup(&remote, sync->record->repository, place) == 0)
        place = arena_text(sync->arena, git_remote_url(remote));
    git_remote_free(remote);
    place += strncmp(place, scheme, strlen(scheme)) == 0 ? strlen(scheme) : 0;
    for (size_t i = 0; i < sizeof within / sizeof *within; i++) {
        const char *folder = arena_format(sync->arena, "%s%s", place, within[i]);
        if (access(arena_format(sync->arena, "%sHEAD", folder), R_OK) == 0)
            return folder;
    }
    return NULL;
}

void sync_remove_their_locks(struct sync *sync)
{
    static const char *const locks[] = {"HEAD.lock", RECORD_MAIN ".lock"};
    const char *folder = find_folder(sync);
    for (size_t i = 0; folder && i < sizeof locks / sizeof *locks; i++) {
        const char *path = arena_format(sync->arena, "%s%s", folder, locks[i]);
        struct stat found;
        if (lstat(path, &found) == 0 && time(NULL) - found.st_mtime > 1)
            unlink(path); /* where it fails, the push says so again */
    }
}
