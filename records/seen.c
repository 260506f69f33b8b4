/* A record that went backwards is noticed (rule 9). */
#include "core/language.h"
#include "records/inside.h"

#include <stdio.h>
#include <string.h>

void record_set_seen(struct record *record, const char *commit)
{
    snprintf(record->seen, sizeof record->seen, "%s", commit);
}

static enum status fail_backwards(const struct record *record, const git_oid *tip,
                                  struct error *error)
{
    char now[COMMIT_SIZE];
    return fail(
        error, STATUS_FAILED, record->path, 0,
        TR("the record went backwards: main was at %.12s when you saw it last, and %.12s "
           "does not follow from it. Decisions may be gone: ask the administrator, and "
           "compare with another's copy. Nothing is written until that is settled; if it "
           "was meant, 'kaoping verify --accept %.12s'",
           "记录倒退：您上次看到的 main 是 %.12s，现在的 %.12s "
           "不是它的后续。可能有评定丢失：请询问管理员，并与他人的副本核对。查明之前不再写入；"
           "如确属有意，请运行 kaoping verify --accept %.12s"),
        record->seen, git_oid_tostr(now, sizeof now, tip), now);
}

/* Whether the commit follows from the one that was seen by a few commits in a row: what others do
 * meanwhile. 0 where it takes the whole graph to tell, which costs libgit2 several times as much
 * for each commit; below 0 for its failure. */
static int follows_at_once(const struct record *record, const git_oid *tip, const git_oid *seen)
{
    enum { ROW = 256 };
    git_oid at = *tip;
    for (int i = 0; i < ROW; i++) {
        git_commit *commit = NULL;
        int code = git_commit_lookup(&commit, record->repository, &at);
        bool row = code == 0 && git_commit_parentcount(commit) == 1;
        if (row)
            at = *git_commit_parent_id(commit, 0);
        git_commit_free(commit);
        if (!row)
            return code;
        if (git_oid_equal(&at, seen))
            return 1;
    }
    return 0;
}

/* A commit that was seen and is not there any more was thrown away with what stood on it. */
enum status check_descends(const struct record *record, const git_oid *tip, struct error *error)
{
    git_oid seen;
    git_commit *commit = NULL;
    if (!*record->seen || is_blob(tip, record->seen))
        return STATUS_OK;
    if (git_oid_fromstr(&seen, record->seen) ||
        git_commit_lookup(&commit, record->repository, &seen))
        return fail_backwards(record, tip, error);
    git_commit_free(commit);
    int code = follows_at_once(record, tip, &seen);
    if (code == 0)
        code = git_graph_descendant_of(record->repository, tip, &seen);
    if (code < 0)
        return fail_reading(error, record->path, git_why());
    return code ? STATUS_OK : fail_backwards(record, tip, error);
}

static enum status see(struct record *record, git_oid *tip, struct error *error)
{
    if (git_reference_name_to_id(tip, record->repository, RECORD_MAIN))
        return fail_reading(error, record->path, git_why());
    return check_descends(record, tip, error);
}

enum status record_check_seen(struct record *record, struct error *error)
{
    git_oid tip;
    return see(record, &tip, error);
}

enum status record_see_main(struct record *record, char *hex, struct error *error)
{
    git_oid tip;
    enum status status = see(record, &tip, error);
    if (status)
        return status;
    git_oid_tostr(hex, COMMIT_SIZE, &tip);
    memcpy(record->seen, hex, COMMIT_SIZE);
    return STATUS_OK;
}

/* Whether it is the beginning of an id, in hex. */
static bool is_id(const char *name)
{
    enum { LEAST = 7 };
    size_t size = strlen(name);
    return size >= LEAST && strspn(name, "0123456789abcdef") == size;
}

/* 1 where main is at that commit, or on from it; below 0 for a failure of libgit2. */
static int is_behind(const struct record *record, const char *name, const git_oid *tip)
{
    git_commit *commit = NULL;
    struct error ignored;
    if (!is_id(name) || find_commit(record, name, &commit, &ignored))
        return 0;
    git_oid id = *git_commit_id(commit);
    git_commit_free(commit);
    return git_oid_equal(&id, tip) ? 1 : git_graph_descendant_of(record->repository, tip, &id);
}

enum status record_accept(struct record *record, const char *name, char *hex, struct error *error)
{
    git_oid tip;
    if (git_reference_name_to_id(&tip, record->repository, RECORD_MAIN))
        return fail_reading(error, record->path, git_why());
    git_oid_tostr(hex, COMMIT_SIZE, &tip);
    int behind = is_behind(record, name, &tip);
    if (behind < 0)
        return fail_reading(error, record->path, git_why());
    if (!behind)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("'%s' is not behind main, which stands at %.12s: look at it with 'git log', "
                       "then name the commit that it went back to",
                       "“%s”不在 main 的历史中，main 现位于%.12s：请先用 git log 查看，再写明其退回"
                       "到的提交"),
                    name, hex);
    record_set_seen(record, hex);
    return STATUS_OK;
}
