/* Who may write what, as main's own tree says it: reviewers.md, whether the year is frozen, and
 * whether it has to be signed. */
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/publication.h"
#include "records/inside.h"

#include <string.h>

enum status blob_reviewers(const struct record *record, git_repository *repository,
                           struct arena *arena, const git_oid *blob, struct reviewers *out,
                           struct error *error)
{
    struct document document = {0};
    enum status status =
        blob_document(record, repository, arena, REVIEWERS_PATH, blob, &document, error);
    struct reading reading = {&document, error, status};
    if (!status)
        reviewers_read(arena, &reading, out);
    return reading.status;
}

static enum status read_people(struct record *record, git_repository *repository,
                               const git_oid *blob, struct error *error)
{
    struct people *people = &record->people;
    arena_free(people->arena);
    *people = (struct people){.arena = arena_new()};
    enum status status =
        blob_reviewers(record, repository, people->arena, blob, &people->reviewers, error);
    if (!status)
        git_oid_cpy(&people->blob, blob);
    return status;
}

enum status people_at(struct record *record, git_repository *repository, const git_oid *tree,
                      const struct reviewers **out, struct error *error)
{
    static const struct reviewers nobody;
    git_oid blob;
    int code = tree_blob(repository, tree, REVIEWERS_PATH, &blob);
    *out = code == GIT_ENOTFOUND ? &nobody : &record->people.reviewers;
    if (code == GIT_ENOTFOUND)
        return STATUS_OK;
    if (code)
        return fail_reading(error, record->path, git_why());
    return git_oid_equal(&blob, &record->people.blob)
               ? STATUS_OK
               : read_people(record, repository, &blob, error);
}

/* ---- Signatures ---- */

static enum status read_requirement(struct record *record, git_repository *repository,
                                    const char *path, const git_oid *blob, struct error *error)
{
    static const char *const words[] = {"required", "optional", NULL};
    struct arena *arena = arena_new();
    struct document document = {0};
    enum status status = blob_document(record, repository, arena, path, blob, &document, error);
    struct reading reading = {&document, error, status};
    if (!status)
        record->requirement = (struct requirement){
            .blob = *blob,
            .signatures = read_word(&reading, document.top, "signatures", words) == 0};
    arena_free(arena);
    return reading.status;
}

/* Sets *required where that year requires signatures. */
static enum status add_requirement(struct record *record, git_repository *repository,
                                   const git_oid *tree, const char *year, bool *required,
                                   struct error *error)
{
    char path[] = "YEAR/assessment.md";
    memcpy(path, year, strlen("YEAR"));
    git_oid blob;
    int code = tree_blob(repository, tree, path, &blob);
    if (code == GIT_ENOTFOUND)
        return STATUS_OK;
    if (code)
        return fail_reading(error, record->path, git_why());
    enum status status = STATUS_OK;
    if (!git_oid_equal(&blob, &record->requirement.blob))
        status = read_requirement(record, repository, path, &blob, error);
    *required = *required || (!status && record->requirement.signatures);
    return status;
}

static enum status add_all_requirements(struct record *record, git_repository *repository,
                                        const git_oid *tree, bool *required, struct error *error)
{
    git_tree *root = NULL;
    if (git_tree_lookup(&root, repository, tree))
        return fail_reading(error, record->path, git_why());
    enum status status = STATUS_OK;
    for (size_t i = 0; i < git_tree_entrycount(root) && !status; i++) {
        const char *name = git_tree_entry_name(git_tree_entry_byindex(root, i));
        if (is_year(name))
            status = add_requirement(record, repository, tree, name, required, error);
    }
    git_tree_free(root);
    return status;
}

enum status signatures_at(struct record *record, git_repository *repository, const git_oid *tree,
                          const char *path, bool *required, struct error *error)
{
    char year[] = "YEAR";
    *required = false;
    if (path && strcspn(path, "/") == strlen(year))
        memcpy(year, path, strlen(year));
    return is_year(year) ? add_requirement(record, repository, tree, year, required, error)
                         : add_all_requirements(record, repository, tree, required, error);
}

/* ---- Frozen years and rights ---- */

enum status blob_publication(const struct record *record, git_repository *repository,
                             struct arena *arena, const char *path, const git_oid *blob,
                             struct publication *out, struct error *error)
{
    struct document document = {0};
    enum status status = blob_document(record, repository, arena, path, blob, &document, error);
    struct reading reading = {&document, error, status};
    if (!status)
        publication_read(arena, &reading, out);
    return reading.status;
}

enum status publication_in(const struct record *record, git_repository *repository,
                           struct arena *arena, const git_oid *tree, const char *year,
                           struct publication *out, struct error *error)
{
    const char *path = publication_path(arena, year);
    char hex[COMMIT_SIZE];
    git_oid blob;
    *out = (struct publication){.act = ACT_REOPENED, .blob = ""};
    int code = tree_blob(repository, tree, path, &blob);
    if (code == GIT_ENOTFOUND)
        return STATUS_OK;
    if (code)
        return fail_reading(error, record->path, git_why());
    enum status status = blob_publication(record, repository, arena, path, &blob, out, error);
    out->blob = arena_text(arena, git_oid_tostr(hex, sizeof hex, &blob));
    return status;
}

static enum status check_frozen(const struct change *change, git_repository *repository,
                                const git_oid *tree, struct error *error)
{
    const char *year = arena_text_of(change->arena, change->path, strcspn(change->path, "/"));
    struct publication publication;
    enum status status =
        publication_in(change->record, repository, change->arena, tree, year, &publication, error);
    return status || publication.act == ACT_REOPENED ? status : fail_frozen(error, year);
}

/* A report may be recorded by who reviews, and by who brings the ledgers in; a finding waived by
 * who publishes, and by who administers. */
static enum status check_right(const struct change *change, const struct reviewers *reviewers,
                               struct error *error)
{
    static const enum right rights[] = {
        [CHANGE_REPORT] = RIGHT_REVIEW,        [CHANGE_DECISION] = RIGHT_REVIEW,
        [CHANGE_CONFIRMATION] = RIGHT_CONFIRM, [CHANGE_ITEM] = RIGHT_ADMINISTER,
        [CHANGE_PUBLICATION] = RIGHT_PUBLISH,  [CHANGE_EVIDENCE] = RIGHT_REVIEW,
        [CHANGE_WAIVER] = RIGHT_PUBLISH};
    const char *person =
        arena_format(change->arena, "%s <%s>", change->author_name, change->author_mail);
    const struct entry *entry = change->entry;
    const char *jurisdiction = entry ? entry->jurisdiction->id : NULL;
    const char *category = entry ? entry->item->category->id : NULL;
    bool administered = change->kind == CHANGE_REPORT || change->kind == CHANGE_WAIVER;
    if (administered && !reviewers_allow(reviewers, person, RIGHT_ADMINISTER, NULL, NULL, error))
        return STATUS_OK;
    return reviewers_allow(reviewers, person, rights[change->kind], jurisdiction, category, error);
}

enum status allow(const struct change *change, git_repository *repository, const git_oid *tree,
                  struct error *error)
{
    const struct reviewers *reviewers;
    enum status status = people_at(change->record, repository, tree, &reviewers, error);
    if (!status)
        status = check_right(change, reviewers, error);
    if (!status && change->kind != CHANGE_PUBLICATION)
        status = check_frozen(change, repository, tree, error);
    return status;
}

enum status allow_import(const struct change *change, git_repository *repository,
                         const git_oid *tree, const char *importer, struct error *error)
{
    const struct reviewers *reviewers;
    struct error why;
    enum status status = people_at(change->record, repository, tree, &reviewers, error);
    if (status || !reviewers_allow(reviewers, importer, RIGHT_ADMINISTER, NULL, NULL, &why))
        return status;
    return fail(error, STATUS_NO, NULL, 0,
                TR("what is somebody else's (%s), or of a past moment (%s), only an administrator "
                   "may bring in: %s",
                   "他人（%s）的记录或过去时点（%s）的记录，只能由管理人员导入：%s"),
                change->author_name, change->moment, why.text);
}

/* ---- Choosing between two sides ---- */

enum { CHOSEN_PARTS = 4 }; /* YEAR/FOLDER/JURISDICTION/CATEGORY/… */

static enum right right_to_choose(const char *const parts[CHOSEN_PARTS])
{
    static const char *const leaves[] = {"reports", "decisions", "confirmations", "evidence"};
    for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++)
        if (strcmp(parts[1], leaves[i]) == 0 && *parts[3])
            return RIGHT_REVIEW;
    return strcmp(parts[1], "published") == 0 ? RIGHT_PUBLISH : RIGHT_ADMINISTER;
}

enum status allow_choice(struct arena *arena, const struct reviewers *reviewers, const char *person,
                         const char *path, struct error *error)
{
    const char *parts[CHOSEN_PARTS] = {"", "", "", ""};
    struct error ignored;
    for (size_t i = 0; i < CHOSEN_PARTS && *path; i++) {
        size_t size = strcspn(path, "/");
        parts[i] = arena_text_of(arena, path, size);
        path += size + (path[size] == '/');
    }
    enum right right = right_to_choose(parts);
    if (right != RIGHT_REVIEW)
        return reviewers_allow(reviewers, person, right, NULL, NULL, error);
    return reviewers_allow(reviewers, person, RIGHT_CONFIRM, parts[2], parts[3], &ignored)
               ? reviewers_allow(reviewers, person, RIGHT_REVIEW, parts[2], parts[3], error)
               : STATUS_OK;
}
