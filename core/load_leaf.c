/* What was reported, decided and confirmed: the leaves of a record, read once and kept. */
#include "core/decision.h"
#include "core/document.h"
#include "core/load.h"
#include "core/memory.h"
#include "core/terms.h"

#include <stdio.h>
#include <string.h>

enum leaf_kind { LEAF_REPORT, LEAF_DECISION, LEAF_CONFIRMATION, LEAF_KINDS };

static const char *const folders[LEAF_KINDS] = {"reports", "decisions", "confirmations"};

enum { PEOPLE = 16 };

struct leaves {
    struct assessment *to;
    const struct files *files;
    struct arena *kept;         /* where what was read stays */
    struct arena *scratch;      /* for one leaf, while it is read */
    const char *people[PEOPLE]; /* the few who wrote them all */
    size_t people_count;
    struct error *error;
};

/* ---- keeping ---- */

/* A copy that stays; `likely` itself where the text is the same. */
static const char *keep(struct leaves *leaves, const char *text, const char *likely)
{
    if (!*text)
        return "";
    return likely && strcmp(text, likely) == 0 ? likely : arena_text(leaves->kept, text);
}

static const char *keep_person(struct leaves *leaves, const char *person)
{
    for (size_t i = 0; i < leaves->people_count; i++)
        if (strcmp(leaves->people[i], person) == 0)
            return leaves->people[i];
    const char *kept = keep(leaves, person, NULL);
    if (leaves->people_count < PEOPLE)
        leaves->people[leaves->people_count++] = kept;
    return kept;
}

static struct evidences keep_evidence(struct leaves *leaves, const struct evidences *from)
{
    struct evidences to = {NULL, from->count};
    if (from->count)
        to.list = arena_array(leaves->kept, from->count, sizeof *to.list);
    for (size_t i = 0; i < from->count; i++) {
        const struct evidence *one = &from->list[i];
        to.list[i].at = keep(leaves, one->at, NULL);
        to.list[i].title = keep(leaves, one->title, to.list[i].at);
        to.list[i].sha256 = keep(leaves, one->sha256, NULL);
    }
    return to;
}

static const struct report *keep_report(struct leaves *leaves, const struct report *from,
                                        const char *blob)
{
    struct report *to = ARENA_NEW(leaves->kept, struct report);
    *to = (struct report){.value = keep(leaves, from->value, NULL),
                          .text = keep(leaves, from->text, NULL),
                          .reported = keep(leaves, from->reported, NULL),
                          .evidence = keep_evidence(leaves, &from->evidence),
                          .previous = keep(leaves, from->previous, NULL),
                          .reporter = keep_person(leaves, from->reporter),
                          .blob = blob};
    return to;
}

static struct extension keep_extension(struct leaves *leaves, const struct extension *from)
{
    return (struct extension){keep(leaves, from->until, NULL), keep(leaves, from->decision, NULL),
                              keep_person(leaves, from->by)};
}

static const struct decision *keep_decision(struct leaves *leaves, const struct entry *entry,
                                            const struct decision *from, const char *blob)
{
    struct decision *to = ARENA_NEW(leaves->kept, struct decision);
    *to = *from;
    to->value = keep(leaves, from->value, NULL);
    to->against = keep(leaves, from->against, entry->item->blob);
    to->previous = keep(leaves, from->previous, NULL);
    to->evidence = keep_evidence(leaves, &from->evidence);
    to->conditions = from->condition_count
                         ? arena_array(leaves->kept, from->condition_count, sizeof *to->conditions)
                         : NULL;
    for (size_t i = 0; i < from->condition_count; i++)
        to->conditions[i] = keep(leaves, from->conditions[i], NULL);
    to->deadline = keep(leaves, from->deadline, NULL);
    to->extended = keep_extension(leaves, &from->extended);
    to->reviewer = keep_person(leaves, from->reviewer);
    to->decided = keep(leaves, from->decided, NULL);
    to->reason = keep(leaves, from->reason, NULL);
    to->blob = blob;
    return to;
}

static const struct confirmation *keep_confirmation(struct leaves *leaves,
                                                    const struct entry *entry,
                                                    const struct confirmation *from,
                                                    const char *blob)
{
    struct confirmation *to = ARENA_NEW(leaves->kept, struct confirmation);
    *to = (struct confirmation){
        .returned = from->returned,
        .decision = keep(leaves, from->decision, entry->decision ? entry->decision->blob : NULL),
        .previous = keep(leaves, from->previous, NULL),
        .reviewer = keep_person(leaves, from->reviewer),
        .confirmed = keep(leaves, from->confirmed, NULL),
        .reason = keep(leaves, from->reason, NULL),
        .blob = blob};
    return to;
}

/* ---- reading ---- */

static enum status parse(struct leaves *leaves, const struct file *file, struct document *document)
{
    const char *bytes = file->bytes;
    size_t size = file->size;
    arena_clear(leaves->scratch);
    if (!bytes && leaves->files->read(leaves->files->context, file, leaves->scratch, &bytes, &size,
                                      leaves->error))
        return leaves->error->status;
    return document_parse(leaves->scratch, file->path, bytes, size, document, leaves->error);
}

/* Reads a leaf for its entry; NULL where it has a mistake. */
static const void *read_leaf(struct leaves *leaves, enum leaf_kind kind, const struct entry *entry,
                             const struct file *file)
{
    struct document document = {0};
    struct reading reading = {.document = &document, .error = leaves->error};
    struct report report;
    struct decision decision;
    struct confirmation confirmation;
    if (parse(leaves, file, &document))
        return NULL;
    if (kind == LEAF_REPORT)
        report_read(leaves->scratch, &reading, entry, &report);
    else if (kind == LEAF_DECISION)
        decision_read(leaves->scratch, &reading, entry, &decision);
    else
        confirmation_read(&reading, entry, &confirmation);
    if (reading.status)
        return NULL;
    return kind == LEAF_REPORT ? (const void *)keep_report(leaves, &report, file->blob)
           : kind == LEAF_DECISION
               ? (const void *)keep_decision(leaves, entry, &decision, file->blob)
               : (const void *)keep_confirmation(leaves, entry, &confirmation, file->blob);
}

/* What the leaf says, read now if it was not read for this version of the item. */
static const void *said_by(struct leaves *leaves, enum leaf_kind kind, const struct entry *entry,
                           const struct file *file)
{
    struct leaf *leaf = file->leaf;
    if (leaf && leaf->said && strcmp(leaf->as_of, entry->item->blob) == 0)
        return leaf->said;
    const void *said = read_leaf(leaves, kind, entry, file);
    if (leaf)
        *leaf = (struct leaf){said, entry->item->blob};
    return said;
}

/* ---- entries ---- */

/* The item's file among those of a folder, whose paths agree in their first `skip` bytes. */
static const struct file *find(const struct files *below, size_t skip, const char *item)
{
    size_t from = 0, to = below->count, size = strlen(item);
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const char *rest = below->list[middle].path + skip;
        int order = strncmp(item, rest, size);
        if (order == 0)
            order = strcmp(".md", rest + size);
        if (order == 0)
            return &below->list[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

static void give(struct entry *entry, enum leaf_kind kind, const void *said)
{
    if (kind == LEAF_REPORT)
        entry->report = said;
    else if (kind == LEAF_CONFIRMATION)
        entry->confirmation = said;
    else if (((const struct decision *)said)->verdict == VERDICT_WITHDRAWN)
        entry->withdrawal = said;
    else
        entry->decision = said;
}

/* A confirmation is read behind the decision, whose blob it most likely names. */
static enum status load_kind(struct leaves *leaves, const struct jurisdiction *jurisdiction,
                             enum leaf_kind kind)
{
    char folder[PATH_MOST + 64];
    int skip = snprintf(folder, sizeof folder, "%s/%s/%s/", leaves->to->year, folders[kind],
                        jurisdiction->id);
    struct files below = files_below(leaves->files, folder);
    for (size_t i = 0; below.count && i < jurisdiction->entry_count; i++) {
        struct entry *entry = jurisdiction->entries[i];
        const struct file *file = find(&below, (size_t)skip, entry->item->id);
        const void *said = file ? said_by(leaves, kind, entry, file) : NULL;
        if (file && !said)
            return leaves->error->status;
        if (said)
            give(entry, kind, said);
    }
    return STATUS_OK;
}

/* Whether an entry's decision lies at the path. */
static bool has_entry(const struct assessment *to, const char *path, size_t skip)
{
    char jurisdiction[PATH_MOST + 1], item[PATH_MOST + 1];
    size_t size = strcspn(path + skip, "/"), rest = strlen(path + skip);
    if (rest > PATH_MOST || rest < size + 5) /* a slash, a name, .md */
        return false;
    snprintf(jurisdiction, sizeof jurisdiction, "%.*s", (int)size, path + skip);
    snprintf(item, sizeof item, "%.*s", (int)(rest - size - 4), path + skip + size + 1);
    const struct jurisdiction *whose = assessment_jurisdiction(to, jurisdiction);
    const struct item *what = assessment_item(to, item);
    return whose && what && assessment_entry(to, whose, what);
}

/* Looks for them only where there are more files than entries that have one: that is rare. */
static void find_left_over(struct assessment *to, struct arena *arena, const struct files *files)
{
    char folder[PATH_MOST];
    int skip = snprintf(folder, sizeof folder, "%s/%s/", to->year, folders[LEAF_DECISION]);
    struct files below = files_below(files, folder);
    size_t decided = 0;
    for (size_t i = 0; i < to->entry_count; i++)
        decided += to->entries[i].decision || to->entries[i].withdrawal;
    if (below.count == decided)
        return;
    to->left_over = arena_array(arena, below.count, sizeof *to->left_over);
    for (size_t i = 0; i < below.count; i++)
        if (!has_entry(to, below.list[i].path, (size_t)skip))
            to->left_over[to->left_over_count++] = arena_text(arena, below.list[i].path);
}

enum status leaves_load(struct assessment *to, struct arena *arena, const struct files *files,
                        struct error *error)
{
    struct leaves leaves = {.to = to,
                            .files = files,
                            .kept = files->kept ? files->kept : arena,
                            .scratch = arena_new(),
                            .error = error};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < to->jurisdiction_count && !status; i++)
        for (int kind = 0; kind < LEAF_KINDS && !status; kind++)
            status = load_kind(&leaves, &to->jurisdictions[i], (enum leaf_kind)kind);
    for (size_t i = 0; i < to->entry_count && !status; i++)
        entry_derive(to, &to->entries[i]);
    if (!status)
        find_left_over(to, arena, files);
    arena_free(leaves.scratch);
    return status;
}
