/* History, one commit: what it changed, and how git shows it. */
#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/moment.h"
#include "records/history.h"
#include "records/inside.h"
#include "records/signature.h"

#include <string.h>

/* A commit and its difference to its first parent, or to nothing. */
struct looking {
    git_repository *repository;
    git_commit *commit;
    git_tree *before, *after;
    git_diff *diff;
};

static void looking_end(struct looking *looking)
{
    git_diff_free(looking->diff);
    git_tree_free(looking->after);
    git_tree_free(looking->before);
    git_commit_free(looking->commit);
}

static int compare(struct looking *looking)
{
    git_commit *parent = NULL;
    int code = git_commit_tree(&looking->after, looking->commit);
    if (code == 0 && git_commit_parentcount(looking->commit)) {
        code = git_commit_parent(&parent, looking->commit, 0);
        if (code == 0)
            code = git_commit_tree(&looking->before, parent);
        git_commit_free(parent);
    }
    if (code == 0)
        code = git_diff_tree_to_tree(&looking->diff, looking->repository, looking->before,
                                     looking->after, NULL);
    return code;
}

/* looking_end must follow, also after a failure. */
static enum status looking_begin(struct looking *looking, const struct record *record,
                                 const char *commit, struct error *error)
{
    git_oid id;
    *looking = (struct looking){.repository = record->repository};
    if (git_oid_fromstr(&id, commit) ||
        git_commit_lookup(&looking->commit, record->repository, &id))
        return fail(error, STATUS_INPUT, record->path, 0,
                    TR("no commit '%s': give one that 'git log' shows",
                       "没有提交“%s”：请给出 git log 所列的提交"),
                    commit);
    return compare(looking) ? fail_reading(error, record->path, git_why()) : STATUS_OK;
}

/* ---- what it changed ---- */

static enum status read_side(const struct record *record, struct arena *arena,
                             const git_diff_file *side, const char **bytes, size_t *size,
                             struct error *error)
{
    if (!(side->flags & GIT_DIFF_FLAG_EXISTS) || side->mode == GIT_FILEMODE_COMMIT)
        return STATUS_OK;
    return blob_text(record->repository, arena, &side->id, bytes, size)
               ? fail_reading(error, side->path, git_why())
               : STATUS_OK;
}

static enum status read_file(const struct record *record, struct arena *arena,
                             const git_diff_delta *delta, bool contents, struct changed_file *out,
                             struct error *error)
{
    const git_diff_file *old = &delta->old_file, *new = &delta->new_file;
    *out = (struct changed_file){.path = arena_text(arena, new->path)};
    if (!contents)
        return STATUS_OK;
    enum status status = read_side(record, arena, old, &out->old, &out->old_size, error);
    return status ? status : read_side(record, arena, new, &out->new, &out->new_size, error);
}

/* A message whose trailers cannot be read has none. */
static void fill_entry(struct arena *arena, git_commit *commit, struct log_entry *out)
{
    git_message_trailer_array trailers = {0};
    const char **texts[] = {&out->subject, &out->author,  &out->mail, &out->jurisdiction,
                            &out->item,    &out->verdict, &out->score};
    if (git_message_trailers(&trailers, git_commit_message(commit)))
        trailers.count = 0;
    log_fill(out, commit, &trailers);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = arena_text(arena, *texts[i]);
    git_message_trailer_array_free(&trailers);
}

/* Whose key it is, the record's reviewers.md says. */
static void find_signature(struct arena *arena, git_commit *commit, struct commit_change *out)
{
    git_buf armored = {0}, payload = {0};
    struct buffer key = BUFFER_EMPTY, print = BUFFER_EMPTY;
    struct error why = {.text = ""};
    int code = commit_signature(commit, &armored, &payload);
    if (code == 0 && signature_check(armored.ptr, payload.ptr, payload.size, &key, &why) == 0)
        key_fingerprint(key.bytes, &print);
    out->fingerprint = buffer_take(&print, arena);
    out->unsound = arena_text(arena, code && code != GIT_ENOTFOUND ? git_why() : why.text);
    git_buf_dispose(&armored);
    git_buf_dispose(&payload);
    buffer_free(&key);
}

static void fill(struct arena *arena, git_commit *commit, struct commit_change *out)
{
    out->message = arena_text(arena, git_commit_message(commit));
    out->parents = git_commit_parentcount(commit);
    fill_entry(arena, commit, &out->entry);
    find_signature(arena, commit, out);
}

enum status history_change(struct record *record, struct arena *arena, const char *commit,
                           const struct commit_change **out, struct error *error)
{
    struct looking looking;
    struct commit_change *change = ARENA_NEW(arena, struct commit_change);
    enum status status = looking_begin(&looking, record, commit, error);
    if (!status) {
        size_t count = git_diff_num_deltas(looking.diff);
        fill(arena, looking.commit, change);
        change->contents = count <= CHANGE_FILES_READ;
        change->files = arena_array(arena, count, sizeof *change->files);
        for (size_t i = 0; i < count && !status; i++)
            status = read_file(record, arena, git_diff_get_delta(looking.diff, i), change->contents,
                               &change->files[change->file_count++], error);
    }
    looking_end(&looking);
    *out = change;
    return status;
}

/* ---- how git shows it ---- */

static int add_line(const git_diff_delta *delta, const git_diff_hunk *hunk,
                    const git_diff_line *line, void *context)
{
    struct buffer *out = context;
    (void)delta;
    (void)hunk;
    if (out->size > RAW_MOST)
        return GIT_EUSER;
    if (line->origin == GIT_DIFF_LINE_CONTEXT || line->origin == GIT_DIFF_LINE_ADDITION ||
        line->origin == GIT_DIFF_LINE_DELETION)
        buffer_add_char(out, line->origin);
    buffer_add_bytes(out, line->content, line->content_len);
    return 0;
}

static void add_person(struct buffer *out, const char *label, const git_signature *who)
{
    buffer_format(out, "%s %s <%s> ", label, who->name, who->email);
    moment_add(out, who->when.time, who->when.offset);
    buffer_add_char(out, '\n');
}

static void add_head(struct buffer *out, const git_commit *commit)
{
    char hex[COMMIT_SIZE];
    buffer_format(out, "commit %s\n", git_oid_tostr(hex, sizeof hex, git_commit_id(commit)));
    buffer_format(out, "tree %s\n", git_oid_tostr(hex, sizeof hex, git_commit_tree_id(commit)));
    for (unsigned i = 0; i < git_commit_parentcount(commit); i++)
        buffer_format(out, "parent %s\n",
                      git_oid_tostr(hex, sizeof hex, git_commit_parent_id(commit, i)));
    add_person(out, "author", git_commit_author(commit));
    add_person(out, "committer", git_commit_committer(commit));
    buffer_format(out, "\n%s\n", git_commit_message(commit));
}

enum status history_raw(struct record *record, const char *commit, struct buffer *out,
                        struct error *error)
{
    struct looking looking;
    enum status status = looking_begin(&looking, record, commit, error);
    if (!status) {
        add_head(out, looking.commit);
        int code = git_diff_print(looking.diff, GIT_DIFF_FORMAT_PATCH, add_line, out);
        if (code == GIT_EUSER)
            buffer_add(out, TR("\n(cut off here: git show has the rest)\n",
                               "\n（以下从略：git show 可见全部）\n"));
        else if (code)
            status = fail_reading(error, record->path, git_why());
    }
    looking_end(&looking);
    return status;
}
