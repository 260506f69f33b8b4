#include "records/import.h"

#include "core/csv.h"
#include "core/given.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/moment.h"
#include "records/disk.h"
#include "records/import_rectifications.h"
#include "records/inside.h"
#include "records/snapshot.h"
#include "records/write.h"

#include <string.h>

enum column {
    COLUMN_JURISDICTION,
    COLUMN_ITEM,
    COLUMN_VERDICT,
    COLUMN_VALUE,
    COLUMN_SCORE,
    COLUMN_TEXT,
    COLUMN_EVIDENCE,
    COLUMN_REVIEWER,
    COLUMN_WHEN,
    COLUMN_CONDITIONS,
    COLUMN_DEADLINE,
    COLUMN_NOTICE,
    COLUMNS
};

/* What the columns of each kind of table are called; NULL for one that it has not. The first
 * `required` of them that have a name must be there. */
static const struct shape {
    const char *names[COLUMNS];
    enum column required;
} shapes[] = {
    [IMPORT_REPORTS] = {{"jurisdiction", "item", NULL, "value", NULL, "text", "evidence", NULL,
                         "reported"},
                        COLUMN_VERDICT},
    [IMPORT_DECISIONS] = {{"jurisdiction", "item", "verdict", "value", "score", "note", "evidence",
                           "reviewer", "decided", "conditions", "deadline", "notice"},
                          COLUMN_VALUE},
    [IMPORT_CONFIRMATIONS] = {{"jurisdiction", "item", "verdict", NULL, NULL, "reason", NULL,
                               "reviewer", "confirmed"},
                              COLUMN_VALUE},
};

enum { PROGRESS_EVERY = 50 };

struct job {
    const struct import *import;
    struct arena *arena;
    struct csv csv;
    int columns[COLUMNS]; /* where each stands; -1 for not there */
    struct snapshot *snapshot;
    struct batch *batch;
    int *lines; /* by entry.index: the line that speaks of it; 0 for none yet */
    size_t count;
};

static bool is_column(const struct shape *shape, const char *name)
{
    for (size_t i = 0; i < COLUMNS; i++)
        if (shape->names[i] && strcmp(shape->names[i], name) == 0)
            return true;
    return false;
}

static enum status find_columns(struct job *job, struct error *error)
{
    const struct shape *shape = &shapes[job->import->kind];
    for (size_t i = 0; i < COLUMNS; i++) {
        job->columns[i] = shape->names[i] ? csv_column(&job->csv, shape->names[i]) : -1;
        if (job->columns[i] < 0 && i < shape->required && shape->names[i])
            return fail(error, STATUS_INPUT, job->csv.path, 1,
                        TR("the column '%s' is missing: add it", "缺少“%s”列：请补上"),
                        shape->names[i]);
    }
    for (size_t i = 0; i < job->csv.width; i++)
        if (!is_column(shape, job->csv.columns[i]))
            return fail(error, STATUS_INPUT, job->csv.path, 1,
                        TR("unknown column '%s': correct its name, or take it out",
                           "未知的列“%s”：请更正列名，或删去该列"),
                        job->csv.columns[i]);
    return STATUS_OK;
}

/* The cell without spaces around it; "" where the table has no such column. */
static const char *cell(const struct job *job, const struct csv_row *row, enum column column)
{
    if (job->columns[column] < 0)
        return "";
    const char *text = row->cells[job->columns[column]];
    text += strspn(text, " \t");
    size_t size = strlen(text);
    while (size > 0 && strchr(" \t\r\n", text[size - 1]))
        size--;
    return arena_text_of(job->arena, text, size);
}

static enum status read_writing(const struct job *job, const struct csv_row *row,
                                struct writing *out, struct error *error)
{
    const char *person = cell(job, row, COLUMN_REVIEWER);
    const char *when = cell(job, row, COLUMN_WHEN);
    *out = writing_now(*person ? person : job->import->person);
    long long now = out->when;
    if (!*when || moment_parse(when, &out->when, &out->offset, error))
        return *when ? error->status : STATUS_OK;
    if (out->when > now + CLOCKS_APART)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("%s has not come yet: correct the moment", "%s 尚未到来：请更正时间"), when);
    return STATUS_OK;
}

static enum status add_report(struct job *job, const struct csv_row *row, const struct entry *entry,
                              const struct writing *writing, struct error *error)
{
    const char *evidence = cell(job, row, COLUMN_EVIDENCE);
    struct given given = {.value = cell(job, row, COLUMN_VALUE),
                          .note = cell(job, row, COLUMN_TEXT),
                          .evidence = &evidence,
                          .evidence_count = 1};
    struct report report;
    if (given_report(job->arena, entry, &given, &report, error))
        return error->status;
    report.reported = cell(job, row, COLUMN_WHEN);
    return batch_add_report(job->batch, entry, report, writing, error);
}

static enum status add_decision(struct job *job, const struct csv_row *row,
                                const struct entry *entry, const struct writing *writing,
                                struct error *error)
{
    const char *evidence = cell(job, row, COLUMN_EVIDENCE);
    struct given given = {.verdict = cell(job, row, COLUMN_VERDICT),
                          .value = cell(job, row, COLUMN_VALUE),
                          .score = cell(job, row, COLUMN_SCORE),
                          .note = cell(job, row, COLUMN_TEXT),
                          .evidence = &evidence,
                          .evidence_count = 1,
                          .conditions = cell(job, row, COLUMN_CONDITIONS),
                          .deadline = cell(job, row, COLUMN_DEADLINE),
                          .notice = cell(job, row, COLUMN_NOTICE)};
    struct decision decision;
    enum status status = given_decision(job->arena, entry, &given, &decision, error);
    return status ? status : batch_add_decision(job->batch, entry, decision, writing, error);
}

static enum status add_confirmation(struct job *job, const struct csv_row *row,
                                    const struct entry *entry, const struct writing *writing,
                                    struct error *error)
{
    const char *word = cell(job, row, COLUMN_VERDICT);
    bool returned = strcmp(word, "returned") == 0 || strcmp(word, "退回") == 0;
    if (!returned && strcmp(word, "confirmed") != 0 && strcmp(word, "确认") != 0)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("'%s' is no confirmation: use confirmed or returned",
                       "“%s”不是复核意见：可用confirmed（确认）或returned（退回）"),
                    word);
    return batch_add_confirmation(job->batch, entry, returned, cell(job, row, COLUMN_TEXT), writing,
                                  error);
}

/* Finds the row's entry, which no other row may speak of. */
static enum status find_entry(struct job *job, const struct csv_row *row, const struct entry **out,
                              struct error *error)
{
    const char *jurisdiction = cell(job, row, COLUMN_JURISDICTION);
    const char *item = cell(job, row, COLUMN_ITEM);
    if (snapshot_entry(job->snapshot, jurisdiction, item, out, error))
        return error->status;
    int *line = &job->lines[(*out)->index];
    if (*line)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("%s %s stands in line %d already: leave one of them",
                       "%s %s 已见于第%d行：请只保留一行"),
                    jurisdiction, item, *line);
    *line = row->line;
    return STATUS_OK;
}

static enum status add_row(struct job *job, const struct csv_row *row, struct error *error)
{
    const struct entry *entry;
    struct writing writing;
    if (find_entry(job, row, &entry, error) || read_writing(job, row, &writing, error))
        return error->status;
    job->count++;
    switch (job->import->kind) {
    case IMPORT_REPORTS:
        return add_report(job, row, entry, &writing, error);
    case IMPORT_DECISIONS:
        return add_decision(job, row, entry, &writing, error);
    default:
        if (job->import->leave > 0 && entry->state == STATE_PENDING) {
            job->count--;
            return STATUS_OK;
        }
        return add_confirmation(job, row, entry, &writing, error);
    }
}

/* Of confirmations nothing is left out by number: those that have no decision are passed over. */
static size_t rows_to_add(const struct job *job)
{
    size_t leave = job->import->kind == IMPORT_CONFIRMATIONS ? 0 : job->import->leave;
    return job->csv.count > leave ? job->csv.count - leave : 0;
}

static enum status add_rows(struct job *job, struct error *error)
{
    size_t of = rows_to_add(job);
    for (size_t i = 0; i < of; i++) {
        if (add_row(job, &job->csv.rows[i], error))
            return fail_at(error, job->csv.path, job->csv.rows[i].line);
        if (job->import->progress && ((i + 1) % PROGRESS_EVERY == 0 || i + 1 == of))
            job->import->progress(i + 1, of);
    }
    return STATUS_OK;
}

static enum status read_table(struct job *job, struct error *error)
{
    const char *bytes;
    size_t size;
    if (disk_read(job->arena, job->import->path, &bytes, &size, error) ||
        csv_parse(job->arena, job->import->path, bytes, size, &job->csv, error) ||
        find_columns(job, error))
        return error->status;
    if (job->csv.count == 0)
        return fail(error, STATUS_INPUT, job->import->path, 0,
                    TR("there is no row below the columns' names", "列名之下没有数据行"));
    return STATUS_OK;
}

static enum status write_table(struct job *job, struct record *record, struct error *error)
{
    job->lines =
        arena_array(job->arena, job->snapshot->assessment->entry_count + 1, sizeof *job->lines);
    if (batch_begin(record, job->snapshot, &job->batch, error))
        return error->status;
    if (batch_expect(job->batch, rows_to_add(job), error) || add_rows(job, error)) {
        batch_abandon(job->batch);
        return error->status;
    }
    return batch_commit(job->batch, error);
}

enum status import_csv(struct record *record, const struct import *import, size_t *count,
                       struct error *error)
{
    if (import->kind == IMPORT_RECTIFICATIONS)
        return import_rectifications(record, import, count, error);
    struct job job = {.import = import, .arena = arena_new()};
    enum status status = read_table(&job, error);
    if (!status)
        status = snapshot_new(record, NULL, import->year, &job.snapshot, error);
    if (!status)
        status = write_table(&job, record, error);
    *count = status ? 0 : job.count;
    snapshot_free(job.snapshot);
    arena_free(job.arena);
    return status;
}
