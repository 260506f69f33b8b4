#include "records/import_rectifications.h"

#include "core/buffer.h"
#include "core/csv.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/disk.h"
#include "records/snapshot.h"
#include "records/write.h"

#include <stdlib.h>
#include <string.h>

/* The columns that every table has, then those that it may have. */
static const char *const required[] = {"category", "id",       "name",    "inspection", "number",
                                       "problem",  "deadline", "applies", NULL};
/* The fields of the file, in their order; `kind` and `applies` stand between. */
static const char *const fields_before[] = {"name", NULL};
static const char *const fields_behind[] = {"source",    "inspection", "number",      "problem",
                                            "objective", "measures",   "responsible", "supervising",
                                            "deadline",  NULL};

struct ledger {
    const struct import *import;
    struct arena *arena;
    struct csv csv;
    struct snapshot *snapshot;
    struct file *files; /* the record's, then a new one for each row, in the rows' order */
};

static const char *cell(const struct ledger *ledger, const struct csv_row *row, const char *name)
{
    int column = csv_column(&ledger->csv, name);
    return column < 0 ? "" : row->cells[column];
}

static enum status check_columns(const struct ledger *ledger, struct error *error)
{
    for (const char *const *name = required; *name; name++)
        if (csv_column(&ledger->csv, *name) < 0)
            return fail(error, STATUS_INPUT, ledger->csv.path, 1,
                        TR("the column '%s' is missing: add it", "缺少列“%s”：请补上"), *name);
    return STATUS_OK;
}

static void add_fields(struct buffer *out, const struct ledger *ledger, const struct csv_row *row,
                       const char *const *names)
{
    for (; *names; names++)
        if (*cell(ledger, row, *names))
            document_add_field(out, *names, cell(ledger, row, *names));
}

/* `applies: [siping, city]` from "siping;city". */
static void add_applies(struct buffer *out, const char *text)
{
    buffer_add(out, "applies:\n");
    while (*text) {
        size_t size = strcspn(text, ";");
        struct buffer one = BUFFER_EMPTY;
        buffer_add_bytes(&one, text + strspn(text, " "), size - strspn(text, " "));
        buffer_add(out, "  - ");
        document_add_scalar(out, one.bytes);
        buffer_add_char(out, '\n');
        buffer_free(&one);
        text += size + (text[size] == ';');
    }
}

static struct file make_file(const struct ledger *ledger, const struct csv_row *row)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_add(&text, "---\n");
    add_fields(&text, ledger, row, fields_before);
    buffer_add(&text, "kind: rectification\n");
    if (*cell(ledger, row, "number"))
        document_add_field(&text, "order", cell(ledger, row, "number"));
    add_applies(&text, cell(ledger, row, "applies"));
    add_fields(&text, ledger, row, fields_behind);
    buffer_add(&text, "---\n");
    if (*cell(ledger, row, "guidance"))
        buffer_format(&text, "\n%s\n", cell(ledger, row, "guidance"));
    struct file file = {
        .path =
            arena_format(ledger->arena, "%s/checklist/%s/%s.md", ledger->snapshot->assessment->year,
                         cell(ledger, row, "category"), cell(ledger, row, "id")),
        .blob = "",
        .bytes = arena_text_of(ledger->arena, text.bytes, text.size),
        .size = text.size,
    };
    buffer_free(&text);
    return file;
}

static enum status check_row(const struct ledger *ledger, size_t row, struct error *error)
{
    const struct file *files = ledger->files + ledger->snapshot->files.count;
    const struct csv_row *the = &ledger->csv.rows[row];
    const char *ids[] = {cell(ledger, the, "category"), cell(ledger, the, "id")};
    for (size_t i = 0; i < 2; i++)
        if (!text_is_id(ids[i]))
            return fail(error, STATUS_INPUT, ledger->csv.path, the->line,
                        TR("'%.60s' is no id: use a-z, 0-9 and -",
                           "“%.60s”不能作为标识：请用小写字母、数字和-"),
                        ids[i]);
    if (files_find(&ledger->snapshot->files, files[row].path))
        return fail(error, STATUS_INPUT, ledger->csv.path, the->line,
                    TR("the checklist has %s/%s already", "清单中已有 %s/%s"), ids[0], ids[1]);
    for (size_t i = 0; i < row; i++)
        if (strcmp(files[i].path, files[row].path) == 0)
            return fail(error, STATUS_INPUT, ledger->csv.path, the->line,
                        TR("%s/%s stands in line %d already", "%s/%s 已见于第%d行"), ids[0], ids[1],
                        ledger->csv.rows[i].line);
    return STATUS_OK;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

/* Loads the year as it would be, so that what nobody could read never lands. A mistake in a new
 * file is one of the row that it was made from. */
static enum status check_whole(const struct ledger *ledger, struct error *error)
{
    size_t old = ledger->snapshot->files.count, all = old + ledger->csv.count;
    struct file *sorted = arena_array(ledger->arena, all, sizeof *sorted);
    memcpy(sorted, ledger->files, all * sizeof *sorted);
    qsort(sorted, all, sizeof *sorted, by_path);
    struct files files = ledger->snapshot->files; /* what was read of its leaves goes along */
    files.list = sorted;
    files.count = all;
    const struct assessment *assessment;
    const struct assessment *now = ledger->snapshot->assessment;
    enum status status =
        assessment_load(ledger->arena, &files, now->year, now->today, &assessment, error);
    for (size_t i = 0; status && i < ledger->csv.count; i++) {
        size_t size = strlen(ledger->files[old + i].path);
        if (strncmp(error->text, ledger->files[old + i].path, size) == 0)
            return fail_at(error, ledger->csv.path, ledger->csv.rows[i].line);
    }
    return status;
}

static enum status add_row(const struct ledger *ledger, struct batch *batch, size_t row,
                           struct error *error)
{
    const struct csv_row *the = &ledger->csv.rows[row];
    const struct file *file = &ledger->files[ledger->snapshot->files.count + row];
    struct buffer message = BUFFER_EMPTY;
    buffer_add(&message, "清单：");
    text_add_safe(&message, cell(ledger, the, "name"));
    buffer_format(&message, "\n\nItem: %s/%s\n", cell(ledger, the, "category"),
                  cell(ledger, the, "id"));
    struct writing writing = writing_now(ledger->import->person);
    enum status status =
        batch_add_file(batch, file->path, file->bytes, file->size, message.bytes, &writing, error);
    buffer_free(&message);
    return status ? fail_at(error, ledger->csv.path, the->line) : STATUS_OK;
}

static enum status write_ledger(struct ledger *ledger, struct record *record, struct error *error)
{
    struct batch *batch;
    size_t old = ledger->snapshot->files.count, count = ledger->csv.count;
    ledger->files = arena_array(ledger->arena, old + count, sizeof *ledger->files);
    memcpy(ledger->files, ledger->snapshot->files.list, old * sizeof *ledger->files);
    for (size_t i = 0; i < count; i++) {
        ledger->files[old + i] = make_file(ledger, &ledger->csv.rows[i]);
        if (check_row(ledger, i, error))
            return error->status;
    }
    if (check_whole(ledger, error) || batch_begin(record, ledger->snapshot, &batch, error))
        return error->status;
    enum status status = batch_expect(batch, count, error);
    for (size_t i = 0; i < count; i++) {
        if (status || add_row(ledger, batch, i, error)) {
            batch_abandon(batch);
            return error->status;
        }
        if (ledger->import->progress)
            ledger->import->progress(i + 1, count);
    }
    return batch_commit(batch, error);
}

enum status import_rectifications(struct record *record, const struct import *import, size_t *count,
                                  struct error *error)
{
    struct ledger ledger = {.import = import, .arena = arena_new()};
    const char *bytes;
    size_t size;
    enum status status = disk_read(ledger.arena, import->path, &bytes, &size, error);
    if (!status)
        status = csv_parse(ledger.arena, import->path, bytes, size, &ledger.csv, error);
    if (!status)
        status = check_columns(&ledger, error);
    if (!status)
        status = snapshot_new(record, NULL, import->year, &ledger.snapshot, error);
    if (!status)
        status = write_ledger(&ledger, record, error);
    *count = status ? 0 : ledger.csv.count;
    snapshot_free(ledger.snapshot);
    arena_free(ledger.arena);
    return status;
}
