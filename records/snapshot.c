#include "records/snapshot.h"

#include "core/buffer.h"
#include "core/circular.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/proof.h"
#include "core/text.h"
#include "records/cache.h"
#include "records/gather.h"
#include "records/inside.h"

#include <stdlib.h>
#include <string.h>

/* A snapshot with what is made when it is first asked for. */
struct whole {
    struct snapshot snapshot;
    struct gathered gathered;
    struct leaf_reader reader;
    const struct value *facts[LANGUAGE_EN + 1]; /* by language; NULL until asked for */
};

/* Fewer leaves than that are read again in less time than keeping them takes. */
enum { READ_TO_KEEP = 500 };

/* ---- The year ---- */

/* 0 for a year's folder, GIT_ENOTFOUND for another one. */
static int find_assessment(git_repository *repository, const git_tree_entry *entry)
{
    git_oid ignored;
    return git_tree_entry_type(entry) == GIT_OBJECT_TREE && is_year(git_tree_entry_name(entry))
               ? tree_blob(repository, git_tree_entry_id(entry), "assessment.md", &ignored)
               : GIT_ENOTFOUND;
}

static enum status fail_year(const char *wanted, const struct buffer *years, struct error *error)
{
    if (!years->size)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("the record has no year: add YEAR/assessment.md",
                       "记录中没有年度：请添加 年度/assessment.md"));
    return fail(error, STATUS_INPUT, NULL, 0,
                TR("the record has no year '%s': it has %s", "记录中没有“%s”年度：现有 %s"), wanted,
                years->bytes);
}

/* Finds the wanted year (NULL: the greatest) in the root tree. */
static enum status find_year(git_repository *repository, struct arena *arena, const git_oid *root,
                             const char *wanted, const char **year, git_oid *id,
                             struct error *error)
{
    git_tree *tree = NULL;
    struct buffer years = BUFFER_EMPTY;
    if (git_tree_lookup(&tree, repository, root))
        return fail_reading(error, NULL, git_why());
    *year = NULL;
    int code = 0;
    for (size_t i = 0; i < git_tree_entrycount(tree); i++) {
        const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
        code = find_assessment(repository, entry);
        if (code == GIT_ENOTFOUND)
            continue;
        if (code)
            break;
        const char *name = git_tree_entry_name(entry); /* in order: the last is the greatest */
        buffer_format(&years, "%s%s", years.size ? ", " : "", name);
        if (!wanted || !strcmp(wanted, name)) {
            *year = arena_text(arena, name);
            git_oid_cpy(id, git_tree_entry_id(entry));
        }
    }
    bool broken = code && code != GIT_ENOTFOUND; /* it may be the year that is wanted */
    enum status status = broken  ? fail_reading(error, NULL, git_why())
                         : *year ? STATUS_OK
                                 : fail_year(wanted, &years, error);
    buffer_free(&years);
    git_tree_free(tree);
    return status;
}

/* ---- The snapshot ---- */

enum status find_commit(const struct record *record, const char *name, git_commit **out,
                        struct error *error)
{
    git_object *object = NULL;
    int code = git_revparse_single(&object, record->repository, name ? name : RECORD_MAIN);
    if (code == 0)
        code = git_object_peel((git_object **)out, object, GIT_OBJECT_COMMIT);
    git_object_free(object);
    if (code == 0)
        return STATUS_OK;
    if (!name)
        return fail_reading(error, record->path, git_why());
    return fail(error, STATUS_INPUT, record->path, 0,
                TR("no commit '%s': give one that 'git log' shows",
                   "没有提交“%s”：请给出 git log 所列的提交"),
                name);
}

/* Gathers with the help of the snapshot before, where it is of the same year, or else of what the
 * last reading kept. */
static enum status gather_year(struct whole *whole, const struct snapshot_wanted *wanted,
                               const git_oid *root, const git_oid *id, const char *year,
                               struct error *error)
{
    const struct snapshot *before = wanted->before;
    const struct one_entry only = {wanted->jurisdiction, wanted->item};
    struct arena *arena = whole->snapshot.arena;
    if (before && strcmp(before->assessment->year, year) == 0)
        return gather(&whole->gathered, &whole->reader, arena, root, id, year,
                      &((const struct whole *)before)->gathered, &only, error);
    struct gathered kept;
    struct arena *scratch = arena_new();
    bool found = !only.item && cache_load(whole->reader.record, year, scratch, &kept);
    enum status status = gather(&whole->gathered, &whole->reader, arena, root, id, year,
                                found ? &kept : NULL, &only, error);
    if (found)
        gathered_release(&kept);
    arena_free(scratch);
    return status;
}

/* Loads the files that were gathered. */
static enum status load(struct whole *whole, const char *year, const char *today,
                        struct error *error)
{
    struct snapshot *snapshot = &whole->snapshot;
    snapshot->files = whole->gathered.files;
    enum status status = assessment_load(snapshot->arena, &snapshot->files, year, today,
                                         &snapshot->assessment, error);
    whole->reader.progress = NULL; /* its context is the caller's */
    if (!status)
        snapshot->tally = tally_new(snapshot->arena, snapshot->assessment);
    else
        gathered_release(&whole->gathered);
    return status;
}

static enum status read_commit(struct whole *whole, const struct record *record, git_commit *commit,
                               const struct snapshot_wanted *wanted, struct error *error)
{
    struct snapshot *snapshot = &whole->snapshot;
    const git_oid *root = git_commit_tree_id(commit);
    const git_time when = git_commit_committer(commit)->when;
    const char *year = "";
    git_oid id = {{0}};
    char today[DATE_SIZE];
    date_text(when.time, when.offset, today);
    git_oid_tostr(snapshot->commit, sizeof snapshot->commit, git_commit_id(commit));
    enum status status =
        find_year(record->repository, snapshot->arena, root, wanted->year, &year, &id, error);
    if (!status)
        status = gather_year(whole, wanted, root, &id, year, error);
    return status ? status : load(whole, year, today, error);
}

enum status snapshot_read(struct record *record, const struct snapshot_wanted *wanted,
                          struct snapshot **out, struct error *error)
{
    struct arena *arena = arena_new();
    struct whole *whole = ARENA_NEW(arena, struct whole);
    whole->snapshot.arena = arena;
    whole->reader = (struct leaf_reader){
        .record = record, .progress = wanted->progress, .context = wanted->context};
    git_commit *found = NULL;
    enum status status = find_commit(record, wanted->commit, &found, error);
    if (!status)
        status = read_commit(whole, record, found, wanted, error);
    git_commit_free(found);
    if (status)
        arena_free(arena);
    *out = status ? NULL : &whole->snapshot;
    return status;
}

enum status snapshot_new(struct record *record, const char *commit, const char *year,
                         struct snapshot **out, struct error *error)
{
    return snapshot_read(record, &(struct snapshot_wanted){.commit = commit, .year = year}, out,
                         error);
}

void snapshot_keep(struct snapshot *snapshot)
{
    struct whole *whole = (struct whole *)snapshot;
    if (!snapshot || whole->reader.read < READ_TO_KEEP)
        return;
    whole->reader.read = 0;
    cache_save(whole->reader.record, snapshot->assessment->year, &whole->gathered);
}

void snapshot_free(struct snapshot *snapshot)
{
    if (!snapshot)
        return;
    gathered_release(&((struct whole *)snapshot)->gathered);
    arena_free(snapshot->arena);
}

const struct value *snapshot_facts(struct snapshot *snapshot)
{
    struct whole *whole = (struct whole *)snapshot;
    const struct value **facts = &whole->facts[language_get()];
    if (!*facts)
        *facts = facts_new(snapshot->arena, snapshot->tally, snapshot->commit);
    return *facts;
}

enum language snapshot_language(const struct snapshot *snapshot)
{
    int language = language_from_name(snapshot->assessment->programme.language);
    return language < 0 ? LANGUAGE_ZH : (enum language)language;
}

const struct value *snapshot_facts_written(struct snapshot *snapshot)
{
    enum language reader = language_get();
    language_set(snapshot_language(snapshot));
    const struct value *facts = snapshot_facts(snapshot);
    language_set(reader);
    return facts;
}

/* ---- An entry ---- */

static enum status fail_jurisdiction(const struct assessment *assessment, const char *id,
                                     struct error *error)
{
    struct buffer ids = BUFFER_EMPTY;
    for (size_t i = 0; i < assessment->jurisdiction_count; i++)
        buffer_format(&ids, " %s", assessment->jurisdictions[i].id);
    enum status status =
        fail(error, STATUS_INPUT, NULL, 0,
             TR("no jurisdiction '%s': there are%s", "没有考评对象“%s”：现有%s"), id, ids.bytes);
    buffer_free(&ids);
    return status;
}

/* Names the items of the category that was meant, or else the categories. */
static enum status fail_item(const struct assessment *assessment, const char *id,
                             struct error *error)
{
    struct buffer ids = BUFFER_EMPTY;
    size_t size = strcspn(id, "/");
    for (size_t i = 0; i < assessment->item_count; i++)
        if (!strncmp(assessment->items[i]->id, id, size) && assessment->items[i]->id[size] == '/')
            buffer_format(&ids, " %s", assessment->items[i]->id);
    bool found = ids.size > 0;
    for (size_t i = 0; !found && i < assessment->category_count; i++)
        buffer_format(&ids, " %s/…", assessment->categories[i].id);
    enum status status =
        fail(error, STATUS_INPUT, NULL, 0,
             TR("no item '%s': there are%s", "没有考评项“%s”：现有%s"), id, ids.bytes);
    buffer_free(&ids);
    return status;
}

enum status snapshot_entry(const struct snapshot *snapshot, const char *jurisdiction,
                           const char *item, const struct entry **out, struct error *error)
{
    const struct assessment *assessment = snapshot->assessment;
    const struct jurisdiction *whose = assessment_jurisdiction(assessment, jurisdiction);
    if (!whose)
        return fail_jurisdiction(assessment, jurisdiction, error);
    const struct item *which = assessment_item(assessment, item);
    if (!which)
        return fail_item(assessment, item, error);
    *out = assessment_entry(assessment, whose, which);
    if (!*out)
        return fail(
            error, STATUS_INPUT, NULL, 0,
            TR("%s does not apply to %s: see 'applies' in %s", "%s不适用于%s：见 %s 中的 applies"),
            which->id, whose->id, which->path);
    return STATUS_OK;
}

/* ---- The circular ---- */

struct partials {
    const struct snapshot *snapshot;
    const char *folder; /* on this machine; NULL for the record's own */
};

/* Whether a partial's name stays below its folder. */
static bool is_inside(const char *name)
{
    for (const char *at = name;; at++) {
        size_t size = strcspn(at, "/");
        if (size == 0 || (at[0] == '.' && (size == 1 || (size == 2 && at[1] == '.'))))
            return false;
        at += size;
        if (!*at)
            return strlen(name) <= PATH_MOST;
    }
}

static const char *find_partial(void *context, const char *name)
{
    const struct partials *partials = context;
    const struct snapshot *snapshot = partials->snapshot;
    struct arena *arena = snapshot->arena;
    if (!is_inside(name) || strcmp(name, WAIVERS_NAME) == 0)
        return NULL;
    const char *bytes;
    size_t size;
    if (partials->folder) {
        struct error ignored; /* the renderer says that there is none */
        if (read_regular(arena, arena_format(arena, "%s/%s.md", partials->folder, name), &bytes,
                         &size, &ignored))
            return NULL;
    } else {
        const struct file *file =
            files_find(&snapshot->files,
                       arena_format(arena, "%s/circular/%s.md", snapshot->assessment->year, name));
        if (!file)
            return NULL;
        bytes = file->bytes;
        size = file->size;
    }
    return text_valid(bytes, size) == size ? bytes : NULL;
}

/* Finds the template's text, and where its partials are. */
static enum status find_template(struct partials *partials, const char *path,
                                 struct circular *circular, struct error *error)
{
    const struct snapshot *snapshot = partials->snapshot;
    struct arena *arena = snapshot->arena;
    size_t size = 0;
    if (path) {
        const char *slash = strrchr(path, '/');
        enum status status = read_regular(arena, path, &circular->text, &size, error);
        if (status)
            return status;
        circular->name = path;
        partials->folder = slash ? arena_text_of(arena, path, (size_t)(slash - path)) : ".";
    } else {
        circular->name = arena_format(arena, "%s/circular/circular.md", snapshot->assessment->year);
        const struct file *file = files_find(&snapshot->files, circular->name);
        if (!file)
            return fail(error, STATUS_INPUT, circular->name, 0,
                        TR("the record has no such template: add it, or give one with --template",
                           "记录中没有该模板：请添加，或用 --template 给出"));
        circular->text = file->bytes;
        size = file->size;
    }
    return text_valid(circular->text, size) == size
               ? STATUS_OK
               : fail(error, STATUS_INPUT, circular->name, 0,
                      TR("binary, or not UTF-8: save the file as UTF-8 text",
                         "不是UTF-8文本：请另存为UTF-8"));
}

enum status snapshot_circular(struct snapshot *snapshot, const struct value *facts,
                              const char *template_path, bool draft, struct buffer *out,
                              struct mustache_marks *marks, struct error *error)
{
    struct partials partials = {.snapshot = snapshot};
    struct circular circular = {.partial = find_partial, .context = &partials, .draft = draft};
    enum status status = find_template(&partials, template_path, &circular, error);
    return status ? status : circular_render(&circular, facts, out, marks, error);
}

enum status snapshot_stops(struct snapshot *snapshot, struct circular_stops *stops,
                           struct error *error)
{
    struct partials partials = {.snapshot = snapshot};
    struct circular circular = {
        .partial = find_partial, .context = &partials, .draft = true, .stops = stops};
    struct buffer text = BUFFER_EMPTY;
    enum status status = find_template(&partials, NULL, &circular, error);
    if (!status)
        status = circular_render(&circular, snapshot_facts(snapshot), &text, NULL, error);
    buffer_free(&text);
    return status;
}

/* ---- Proof-reading ---- */

enum status snapshot_waivers(const struct snapshot *snapshot, struct waivers *out,
                             struct error *error)
{
    struct arena *arena = snapshot->arena;
    const char *path = waivers_path(arena, snapshot->assessment->year);
    const struct file *file = files_find(&snapshot->files, path);
    struct document document = {0};
    *out = (struct waivers){.blob = ""};
    if (!file)
        return STATUS_OK;
    if (document_parse(arena, path, file->bytes, file->size, &document, error))
        return error->status;
    struct reading reading = {&document, error, STATUS_OK};
    waivers_read(arena, &reading, out);
    out->blob = file->blob;
    return reading.status;
}

enum status snapshot_proof(struct snapshot *snapshot, struct proof *proof, struct error *error)
{
    struct partials partials = {.snapshot = snapshot};
    struct circular circular = {.partial = find_partial, .context = &partials};
    struct waivers waivers;
    if (find_template(&partials, NULL, &circular, error) ||
        snapshot_waivers(snapshot, &waivers, error))
        return error->status;
    proof->assessment = snapshot->assessment;
    proof->facts = snapshot_facts(snapshot);
    proof->circular = &circular;
    proof->waivers = &waivers;
    enum status status = proof_read(proof, error);
    proof->circular = NULL; /* both are of this call */
    proof->waivers = NULL;
    return status;
}
