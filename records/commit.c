/* Commits: how one is made, and whether it is signed. */
#include "core/buffer.h"
#include "core/language.h"
#include "records/inside.h"
#include "records/sign.h"

#include <git2/sys/commit.h>
#include <string.h>

int commit_signature(const git_commit *commit, git_buf *armored, git_buf *payload)
{
    git_oid id = *git_commit_id(commit);
    /* most are not signed, and to look for it libgit2 reads the commit again */
    if (!strstr(git_commit_raw_header(commit), "\ngpgsig"))
        return GIT_ENOTFOUND;
    return git_commit_extract_signature(armored, payload, git_commit_owner(commit), &id, NULL);
}

/* ---- Storing ---- */

enum { PARENTS_MOST = 2 };

struct looked_up {
    git_tree *tree;
    git_commit *parents[PARENTS_MOST];
};

static int look_up(git_repository *repository, const struct commit_parts *parts,
                   struct looked_up *out)
{
    int code = git_tree_lookup(&out->tree, repository, parts->tree);
    for (size_t i = 0; i < parts->parent_count && code == 0; i++)
        code = git_commit_lookup(&out->parents[i], repository, parts->parents[i]);
    return code;
}

/* Gives libgit2's code. */
static int write_payload(git_buf *out, git_repository *repository, const struct commit_parts *parts)
{
    struct looked_up found = {0};
    int code = look_up(repository, parts, &found);
    const git_commit *parents[PARENTS_MOST] = {found.parents[0], found.parents[1]};
    if (code == 0)
        code = git_commit_create_buffer(out, repository, parts->author, parts->committer, NULL,
                                        parts->message, found.tree, parts->parent_count, parents);
    for (size_t i = 0; i < PARENTS_MOST; i++)
        git_commit_free(found.parents[i]);
    git_tree_free(found.tree);
    return code;
}

static enum status store_signed(git_repository *repository, const struct commit_parts *parts,
                                struct signer *signer, git_oid *out, struct error *error)
{
    git_buf payload = {0};
    struct buffer armored = BUFFER_EMPTY;
    enum status status = STATUS_OK;
    if (write_payload(&payload, repository, parts))
        status = fail_writing(error, git_repository_path(repository), git_why());
    if (!status)
        status = signer_sign(signer, payload.ptr, payload.size, &armored, error);
    buffer_cut(&armored, armored.size ? armored.size - 1 : 0); /* the header ends with its own */
    if (!status &&
        git_commit_create_with_signature(out, repository, payload.ptr, armored.bytes, NULL))
        status = fail_writing(error, git_repository_path(repository), git_why());
    git_buf_dispose(&payload);
    buffer_free(&armored);
    return status;
}

enum status commit_store(git_repository *repository, const struct commit_parts *parts,
                         struct signer *signer, git_oid *out, struct error *error)
{
    if (signer)
        return store_signed(repository, parts, signer, out, error);
    return git_commit_create_from_ids(out, repository, NULL, parts->author, parts->committer, NULL,
                                      parts->message, parts->tree, parts->parent_count,
                                      parts->parents)
               ? fail_writing(error, git_repository_path(repository), git_why())
               : STATUS_OK;
}

/* ---- Landing ---- */

/* The signer of the person at work; looked for once, unless one is required that was not found. */
static enum status find_signer(struct landing *landing, bool required, struct error *error)
{
    if (landing->signer || (landing->looked_for_signer && !required))
        return STATUS_OK;
    const git_signature *committer = landing->committer;
    const struct reviewers *reviewers;
    enum status status =
        people_at(landing->record, landing->repository, &landing->tree, &reviewers, error);
    if (status)
        return status;
    struct buffer person = BUFFER_EMPTY;
    buffer_format(&person, "%s <%s>", committer->name, committer->email);
    status =
        signer_new(landing->record, person.bytes, reviewers, required, &landing->signer, error);
    landing->looked_for_signer = true;
    buffer_free(&person);
    return status;
}

static enum status fail_of_another(const struct commit_parts *parts, struct error *error)
{
    return fail(error, STATUS_NO, NULL, 0,
                TR("a signature is required, and what is %s's can be signed by nobody else: have "
                   "it recorded by %s",
                   "须签名，而%s的记录他人不能代签：请由%s本人录入"),
                parts->author->name, parts->author->name);
}

enum status landing_commit(struct landing *landing, const struct commit_parts *parts,
                           const char *path, git_oid *out, struct error *error)
{
    bool own = is_same_person(parts->author->email, landing->committer->email), required;
    enum status status =
        signatures_at(landing->record, landing->repository, &landing->tree, path, &required, error);
    if (!status && required && !own)
        status = fail_of_another(parts, error);
    if (!status && own)
        status = find_signer(landing, required, error);
    return status
               ? status
               : commit_store(landing->repository, parts, own ? landing->signer : NULL, out, error);
}

enum status landing_sign(struct landing *landing, const char *path, struct buffer *payload,
                         struct error *error)
{
    bool required;
    struct buffer armored = BUFFER_EMPTY;
    enum status status =
        signatures_at(landing->record, landing->repository, &landing->tree, path, &required, error);
    if (!status)
        status = find_signer(landing, required, error);
    if (!status && landing->signer)
        status = signer_sign(landing->signer, payload->bytes, payload->size, &armored, error);
    if (!status)
        buffer_add_bytes(payload, armored.bytes, armored.size);
    buffer_free(&armored);
    return status;
}
