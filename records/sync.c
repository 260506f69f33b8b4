#include "records/sync.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/publication.h"
#include "records/lock.h"
#include "records/sync_inside.h"
#include "records/verify.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS_MOST = 20, BUSY_MOST = 12, BUSY_LEFT = 8, BUSY_MS = 250 };

/* ---- What comes ---- */

/* Theirs, but for what is ours already. The same commit is judged once. */
static enum status verify_theirs(struct sync *sync, const git_oid *ours, struct error *error)
{
    char here[COMMIT_SIZE], there[COMMIT_SIZE];
    size_t findings = 0;
    if (git_oid_equal(&sync->verified, &sync->theirs))
        return STATUS_OK;
    const struct verifying verifying = {.tip = git_oid_tostr(there, sizeof there, &sync->theirs),
                                        .since = git_oid_tostr(here, sizeof here, ours),
                                        .incoming = true,
                                        .found = sync->ask->found,
                                        .context = sync->ask->context};
    enum status status = verify(sync->record, &verifying, &findings, error);
    if (!status && findings)
        status = fail(error, STATUS_NO, NULL, 0,
                      TR("what comes from %s breaks the record's rules, findings: %zu: nothing was "
                         "changed; have it put right over there",
                         "%s 的内容有%zu处不合考评库规则：未作任何更改；请在对方处理后再同步"),
                      sync->result->remote, findings);
    if (!status)
        git_oid_cpy(&sync->verified, &sync->theirs);
    return status;
}

/* ---- A merge ---- */

/* The id of a year's folder, zero for none. */
static void year_tree(git_repository *repository, const git_oid *tree, const char *year,
                      git_oid *out)
{
    git_tree *root = NULL;
    const git_tree_entry *entry = NULL;
    memset(out, 0, sizeof *out);
    if (git_tree_lookup(&root, repository, tree) == 0 &&
        (entry = git_tree_entry_byname(root, year)))
        git_oid_cpy(out, git_tree_entry_id(entry));
    git_tree_free(root);
}

/* What one side published, the other cannot have gone on changing. */
static enum status check_published(struct sync_merge *merge, const git_oid *publisher,
                                   const git_oid *other, const char *year, struct error *error)
{
    struct sync *sync = merge->sync;
    struct publication before, after;
    git_oid was, is;
    enum status status = publication_in(sync->record, merge->repository, sync->arena, &merge->base,
                                        year, &before, error);
    if (!status)
        status = publication_in(sync->record, merge->repository, sync->arena, publisher, year,
                                &after, error);
    if (status)
        return status;
    year_tree(merge->repository, &merge->base, year, &was);
    year_tree(merge->repository, other, year, &is);
    if (after.act != ACT_PUBLISHED || strcmp(before.blob, after.blob) == 0 ||
        git_oid_equal(&was, &is))
        return STATUS_OK;
    return fail(error, STATUS_NO, NULL, 0,
                TR("one side published the year %s, the other went on changing it: nothing was "
                   "changed; the side that published opens the year again with 'kaoping reopen', "
                   "then sync, then publish anew",
                   "一方已将%s年度定稿，另一方仍有更改：未作任何更改；请定稿一方用 kaoping reopen "
                   "重新开启后同步，再重新定稿"),
                year);
}

static enum status check_years(struct sync_merge *merge, struct error *error)
{
    git_tree *root = NULL;
    enum status status = STATUS_OK;
    if (git_tree_lookup(&root, merge->repository, &merge->tree))
        return fail_reading(error, merge->sync->record->path, git_why());
    for (size_t i = 0; i < git_tree_entrycount(root) && !status; i++) {
        const char *year = git_tree_entry_name(git_tree_entry_byindex(root, i));
        if (!is_year(year))
            continue;
        status = check_published(merge, &merge->here, &merge->there, year, error);
        if (!status)
            status = check_published(merge, &merge->there, &merge->here, year, error);
    }
    git_tree_free(root);
    return status;
}

/* Who joins two sides is listed in this one. */
static enum status check_person(struct sync *sync, struct landing *landing, const git_oid *tree,
                                const struct reviewers **reviewers, struct error *error)
{
    enum status status = people_at(sync->record, landing->repository, tree, reviewers, error);
    if (status || !(*reviewers)->count || reviewers_find(*reviewers, landing->committer->email))
        return status;
    return fail(error, STATUS_NO, REVIEWERS_PATH, 0,
                TR("both sides moved, and %s may not join them, not being listed: have somebody "
                   "do it who is",
                   "双方均有更改，%s不在名单中，不能合并：请由名单中的人员同步"),
                landing->committer->name);
}

/* Who chooses could have written it, on that side. */
static enum status check_choices(struct sync_merge *merge, struct landing *landing,
                                 const git_oid *tree, struct error *error)
{
    struct arena *arena = merge->sync->arena;
    const struct reviewers *reviewers;
    const char *person =
        arena_format(arena, "%s <%s>", landing->committer->name, landing->committer->email);
    enum status status = check_person(merge->sync, landing, tree, &reviewers, error);
    for (size_t i = 0; i < merge->count && !status; i++)
        if (merge->clashes[i].chosen)
            status = allow_choice(arena, reviewers, person, merge->clashes[i].path, error);
    return status;
}

/* A choice that chooses nothing was meant for something: a name mistyped, or settled by now. */
static enum status check_named(const struct sync *sync, struct error *error)
{
    for (size_t i = 0; i < sync->ask->choice_count; i++)
        if (!sync->named[i] && !sync->ask->choices[i].seen)
            return fail(error, STATUS_INPUT, NULL, 0,
                        TR("--take '%s' names nothing that both sides changed: nothing was done; "
                           "run sync without it to see what there is to choose",
                           "--take 所列“%s”不是双方均有更改的内容：未作任何更改；请先不带该项运行 "
                           "sync，查看需要选择的内容"),
                        sync->ask->choices[i].what);
    return STATUS_OK;
}

static const char *merge_message(const struct sync_merge *merge, size_t here, size_t there)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_format(&text, "同步：合并两方的记录，本方%zu个提交，对方%zu个\n\nSync: merge\n", here,
                  there);
    for (size_t i = 0; i < merge->count; i++)
        buffer_format(&text, "Taken: %s %s\n", merge->clashes[i].path,
                      merge->clashes[i].there_taken ? "there" : "here");
    return buffer_take(&text, merge->sync->arena);
}

static enum status store_merge(struct sync_merge *merge, struct landing *landing,
                               struct error *error)
{
    struct sync *sync = merge->sync;
    size_t here = 0, there = 0;
    if (git_graph_ahead_behind(&here, &there, merge->repository, &landing->base, &sync->theirs))
        return fail_reading(error, sync->record->path, git_why());
    const git_oid *parents[] = {&landing->base, &sync->theirs};
    const struct commit_parts parts = {.author = landing->committer,
                                       .committer = landing->committer,
                                       .message = merge_message(merge, here, there),
                                       .tree = &merge->tree,
                                       .parent_count = 2,
                                       .parents = parents};
    sync->result->taken = there;
    return landing_commit(landing, &parts, NULL, &landing->commit, error);
}

/* Makes the merge commit, if all is chosen. */
static enum status join(struct sync *sync, struct landing *landing, const git_oid *from,
                        struct error *error)
{
    struct sync_merge merge = {.sync = sync, .repository = landing->repository};
    enum status status = STATUS_OK;
    git_oid_cpy(&merge.here, &landing->tree);
    if (commit_tree(merge.repository, from, &merge.base) ||
        commit_tree(merge.repository, &sync->theirs, &merge.there))
        status = fail_reading(error, sync->record->path, git_why());
    if (!status && sync_merge_trees(&merge))
        status = fail_writing(error, sync->record->path, git_why());
    if (!status)
        status = check_named(sync, error);
    if (!status)
        status = check_choices(&merge, landing, &merge.here, error);
    if (!status)
        status = check_choices(&merge, landing, &merge.there, error);
    if (!status)
        status = check_years(&merge, error);
    if (!status)
        status = merge.open ? sync_list_conflicts(&merge, &landing->base, &sync->theirs, error)
                            : store_merge(&merge, landing, error);
    free(merge.clashes);
    return status;
}

/* ---- main ---- */

/* Brings the landing to what main has to become; it stays at its base where nothing comes. */
static enum status follow(struct sync *sync, struct landing *landing, struct error *error)
{
    git_oid from;
    git_repository *repository = landing->repository;
    const git_oid *ours = &landing->base, *theirs = &sync->theirs;
    int code = git_merge_base(&from, repository, ours, theirs);
    if (code == GIT_ENOTFOUND)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("%s is another record, the two have nothing in common: look at its place",
                       "%s 是另一个考评库，与本库没有共同的历史：请检查其位置"),
                    sync->result->remote);
    if (code)
        return fail_reading(error, sync->record->path, git_why());
    if (git_oid_equal(&from, theirs))
        return STATUS_OK;
    if (!git_oid_equal(&from, ours)) {
        sync->result->done = SYNC_JOINED;
        return join(sync, landing, &from, error);
    }
    size_t behind;
    if (git_graph_ahead_behind(&behind, &sync->result->taken, repository, ours, theirs))
        return fail_reading(error, sync->record->path, git_why());
    sync->result->done = SYNC_TAKEN;
    git_oid_cpy(&landing->commit, theirs);
    return STATUS_OK;
}

/* Once; *moved tells that another writer came first. */
static enum status take_once(struct sync *sync, bool *moved, struct error *error)
{
    struct landing landing;
    enum status status = landing_begin(&landing, sync->record, error);
    if (!status)
        status = follow(sync, &landing, error);
    if (!status)
        status = landing_land(&landing, moved, error);
    landing_end(&landing);
    return status;
}

static enum status take(struct sync *sync, struct error *error)
{
    git_oid ours;
    bool moved = true;
    if (git_reference_name_to_id(&ours, sync->record->repository, RECORD_MAIN))
        return fail_reading(error, sync->record->path, git_why());
    if (git_oid_equal(&ours, &sync->theirs) || !sync->has_main)
        return STATUS_OK;
    enum status status = verify_theirs(sync, &ours, error);
    for (int round = 0; round < ROUNDS_MOST && moved && !status; round++)
        status = take_once(sync, &moved, error);
    return status || !moved ? status : fail_moving(sync->record, error);
}

/* ---- Tags ---- */

struct tags {
    struct sync *sync;
    const char **list; /* references that the remote lacks */
    size_t count;
};

static enum status fail_tag(const struct sync *sync, const char *name, struct error *error)
{
    return fail(error, STATUS_NO, name, 0,
                TR("%s has another tag of that name: both sides published; who may publish settles "
                   "which of the two holds",
                   "%s 上的同名标签与本库不同：双方各自定稿；请由有定稿权限的人员确定以何者为准"),
                sync->result->remote);
}

/* A tag that came, judged and made. */
static enum status take_tag(struct sync *sync, const char *name, const git_oid *id,
                            struct error *error)
{
    struct landing landing;
    char hex[COMMIT_SIZE], nothing[COMMIT_SIZE];
    size_t findings = 0;
    git_oid_tostr(hex, sizeof hex, id);
    memset(nothing, '0', sizeof nothing);
    nothing[strlen(hex)] = '\0';
    const struct verifying verifying = {.found = sync->ask->found, .context = sync->ask->context};
    if (verify_incoming(sync->record, arena_format(sync->arena, "%s %s %s\n", nothing, hex, name),
                        &verifying, &findings, error))
        return error->status;
    if (findings)
        return fail(error, STATUS_NO, name, 0,
                    TR("the tag from %s breaks the record's rules: it was not taken",
                       "来自 %s 的标签不合考评库规则：未取用"),
                    sync->result->remote);
    enum status status = landing_begin(&landing, sync->record, error);
    if (!status)
        status = landing_name(&landing, name, id, error);
    landing_end(&landing);
    sync->result->tags += !status;
    return status;
}

static enum status take_tags(struct sync *sync, struct error *error)
{
    git_reference_iterator *all = NULL;
    git_repository *repository = sync->record->repository;
    const char *name;
    enum status status = STATUS_OK;
    if (git_reference_iterator_glob_new(&all, repository, SYNC_TAGS "*"))
        return fail_reading(error, sync->record->path, git_why());
    while (!status && git_reference_next_name(&name, all) == 0) {
        const char *ours = arena_format(sync->arena, "%s%s", RECORD_TAGS, name + strlen(SYNC_TAGS));
        git_oid id, mine;
        if (git_reference_name_to_id(&id, repository, name))
            status = fail_reading(error, sync->record->path, git_why());
        else if (git_reference_name_to_id(&mine, repository, ours))
            status = take_tag(sync, ours, &id, error);
        else if (!git_oid_equal(&id, &mine))
            status = fail_tag(sync, ours, error);
    }
    git_reference_iterator_free(all);
    return status;
}

static enum status find_tags(struct tags *tags, struct error *error)
{
    git_strarray names = {0};
    git_repository *repository = tags->sync->record->repository;
    if (git_tag_list_match(&names, "circular/*", repository))
        return fail_reading(error, tags->sync->record->path, git_why());
    tags->list = arena_array(tags->sync->arena, names.count + 1, sizeof *tags->list);
    for (size_t i = 0; i < names.count; i++) {
        const char *theirs =
            arena_format(tags->sync->arena, "%stags/%s", SYNC_REFERENCES, names.strings[i]);
        git_oid id;
        if (git_reference_name_to_id(&id, repository, theirs))
            tags->list[tags->count++] =
                arena_format(tags->sync->arena, "refs/tags/%s", names.strings[i]);
    }
    git_strarray_dispose(&names);
    return STATUS_OK;
}

/* ---- All ---- */

/* Counts what goes; *main is NULL where nothing of it does. */
static enum status find_sent(struct sync *sync, git_oid *ours, const git_oid **main,
                             struct error *error)
{
    git_repository *repository = sync->record->repository;
    size_t behind = 0;
    git_revwalk *walk = NULL;
    int code = git_reference_name_to_id(ours, repository, RECORD_MAIN);
    *main = code == 0 && (!sync->has_main || !git_oid_equal(ours, &sync->theirs)) ? ours : NULL;
    sync->result->sent = 0;
    if (code == 0 && *main && sync->has_main)
        code =
            git_graph_ahead_behind(&sync->result->sent, &behind, repository, ours, &sync->theirs);
    if (code == 0 && *main && !sync->has_main && (code = git_revwalk_new(&walk, repository)) == 0) {
        git_oid ignored;
        code = git_revwalk_push(walk, ours);
        for (; code == 0 && git_revwalk_next(&ignored, walk) == 0;)
            sync->result->sent++;
    }
    git_revwalk_free(walk);
    return code ? fail_reading(error, sync->record->path, git_why()) : STATUS_OK;
}

/* Another push, which may be of a sync that was killed, holds a lock over there: for a moment, or
 * it was left. Whether it is worth another try. */
static bool wait_busy(struct sync *sync, int before)
{
    const struct timespec pause = {0, BUSY_MS * 1000000L};
    bool again = sync->busy > before && sync->busy <= BUSY_MOST;
    if (again)
        nanosleep(&pause, NULL);
    if (again && sync->busy == BUSY_LEFT)
        sync_remove_their_locks(sync);
    return again;
}

static enum status fail_refused(const struct sync *sync, const struct buffer *trouble,
                                struct error *error)
{
    if (sync->ask->said)
        sync->ask->said(sync->ask->context, trouble->bytes);
    return fail(error, STATUS_NO, NULL, 0,
                TR("%s refused what was sent: its words are above; what came is kept",
                   "%s 拒绝了送出的内容：其说明见上；已取回的已保留"),
                sync->result->remote);
}

/* Fetches, takes, sends. *again: the remote moved meanwhile. `before` is its main at the last
 * attempt that was refused. */
static enum status exchange(struct sync *sync, git_oid *before, bool *again, struct error *error)
{
    struct buffer trouble = BUFFER_EMPTY;
    struct tags tags = {.sync = sync};
    const git_oid *main = NULL;
    git_oid ours;
    bool refused = false;
    int busy = sync->busy;
    if (sync_fetch(sync, error) || take(sync, error) || take_tags(sync, error) ||
        find_tags(&tags, error) || find_sent(sync, &ours, &main, error))
        return error->status;
    enum status status =
        main || tags.count ? sync_push(sync, main, tags.list, tags.count, &refused, &trouble, error)
                           : STATUS_OK;
    if (!status && refused && !wait_busy(sync, busy) && git_oid_equal(before, &sync->theirs))
        status = fail_refused(sync, &trouble, error);
    if (!status && !refused && main && sync->result->done == SYNC_EQUAL)
        sync->result->done = SYNC_SENT;
    sync->result->tags += refused || status ? 0 : tags.count;
    *again = refused;
    git_oid_cpy(before, &sync->theirs);
    buffer_free(&trouble);
    return status;
}

static int remove_lock(const char *path, const struct stat *found, int flag, struct FTW *where)
{
    (void)found;
    (void)where;
    size_t size = strlen(path);
    return flag == FTW_F && size > 5 && strcmp(path + size - 5, ".lock") == 0 ? unlink(path) : 0;
}

/* Only a sync writes there, and one at a time: a lock was left by one that was killed. */
static void remove_left_locks(const struct record *record)
{
    struct buffer path = BUFFER_EMPTY;
    buffer_format(&path, "%s%s", git_repository_path(record->repository), SYNC_REFERENCES);
    nftw(path.bytes, remove_lock, 8, FTW_PHYS);
    buffer_free(&path);
}

static enum status run(struct sync *sync, struct error *error)
{
    git_oid before = {{0}};
    bool again = true;
    enum status status = sync_find_remote(sync, error);
    remove_left_locks(sync->record);
    /* a remote that was empty looks the same before and after a refusal: the second one counts */
    for (int round = 0; round < ROUNDS_MOST && again && !status; round++)
        status = exchange(sync, &before, &again, error);
    return status || !again
               ? status
               : fail(error, STATUS_FAILED, NULL, 0,
                      TR("%s moves faster than can be followed: what came is kept; run it again",
                         "%s 变动过于频繁：已取回的已保留；请重新运行"),
                      sync->result->remote);
}

enum status sync_run(struct record *record, const struct syncing *syncing,
                     struct sync_result *result, struct error *error)
{
    struct sync sync = {
        .record = record, .ask = syncing, .result = result, .arena = syncing->arena};
    sync.named = arena_array(sync.arena, syncing->choice_count, sizeof *sync.named);
    int lock;
    *result = (struct sync_result){.done = SYNC_EQUAL};
    enum status status = lock_take(record, LOCK_SYNC, &lock, error);
    mode_t mask = share_with_group(record);
    if (!status)
        status = run(&sync, error);
    umask(mask);
    if (lock >= 0)
        close(lock);
    return status;
}
