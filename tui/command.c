#include "tui/command.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/history.h"
#include "tui/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool call_has(const struct call *call, enum option option)
{
    return call->arguments->values[option] != NULL;
}

const char *call_text(const struct call *call, enum option option)
{
    return call_has(call, option) ? call->arguments->values[option] : "";
}

const char *call_record(const struct call *call)
{
    const char *path = call->arguments->values[OPTION_RECORD];
    if (!path)
        path = getenv("KAOPING_RECORD");
    return path && *path ? path : ".";
}

void call_find_state(struct call *call)
{
    char *person = record_person(call->record);
    call->state = state_new(record_path(call->record), person);
    free(person);
}

/* What is read of a record that went backwards is shown, behind the warning; nothing is written to
 * it (records/record.h). */
static void look_back(struct call *call)
{
    call_find_state(call);
    receipt_load(&call->receipt, call->state);
    record_set_seen(call->record, call->receipt.commit);
    if (!record_check_seen(call->record, &call->backwards))
        call->backwards.text[0] = '\0';
}

/* While another writer is waited for. */
static void say_waiting(void *context, const char *words)
{
    (void)context;
    fprintf(stderr, "kaoping: %s\n", words);
}

enum status call_open_record(struct call *call, struct error *error)
{
    const struct patience patience = {
        .tell = PATIENCE_TELL, .most = PATIENCE_MOST, .waiting = say_waiting};
    if (record_open(call_record(call), &call->record, error))
        return error->status;
    record_set_patience(call->record, &patience);
    int language = record_language(call->record);
    if (!call->language_known && language >= 0)
        language_set((enum language)language);
    look_back(call);
    return STATUS_OK;
}

/* Takes the snapshot; the jurisdiction and item as snapshot_wanted says them. */
static enum status take_snapshot(struct call *call, const char *jurisdiction, const char *item,
                                 struct error *error)
{
    const struct snapshot_wanted wanted = {.commit = call->arguments->values[OPTION_AT],
                                           .year = call->arguments->values[OPTION_YEAR],
                                           .jurisdiction = jurisdiction,
                                           .item = item};
    snapshot_free(call->snapshot);
    call->snapshot = NULL;
    return snapshot_read(call->record, &wanted, &call->snapshot, error);
}

enum status call_snapshot(struct call *call, struct error *error)
{
    return take_snapshot(call, NULL, NULL, error);
}

static enum status find_entry(struct call *call, const struct entry **entry, struct error *error)
{
    const char *const *operands = call->arguments->operands;
    return snapshot_entry(call->snapshot, operands[0], operands[1], entry, error);
}

enum status call_open_bare(struct call *call, struct error *error)
{
    enum status status = call_open_record(call, error);
    return status ? status : take_snapshot(call, "", "", error);
}

enum status call_open(struct call *call, struct error *error)
{
    enum status status = call_open_record(call, error);
    return status ? status : call_snapshot(call, error);
}

enum status call_open_entry(struct call *call, const struct entry **entry, struct error *error)
{
    enum status status = call_open(call, error);
    return status ? status : find_entry(call, entry, error);
}

enum status call_open_alone(struct call *call, const struct entry **entry, struct error *error)
{
    const char *const *operands = call->arguments->operands;
    enum status status = call_open_record(call, error);
    if (!status)
        status = take_snapshot(call, operands[0], operands[1], error);
    if (status || find_entry(call, entry, error) == STATUS_OK)
        return status;
    status = take_snapshot(call, "", "", error); /* the message names what there is */
    return status ? status : find_entry(call, entry, error);
}

enum status fail_output(int cause, struct error *error)
{
    return fail(error, STATUS_FAILED, NULL, 0,
                TR("standard output cannot be written: %s: look at where it leads",
                   "无法写入标准输出：%s：请检查输出去向"),
                strerror(cause));
}

enum status call_flush(struct call *call, struct error *error)
{
    struct buffer *out = &call->out;
    bool good = fwrite(out->bytes, 1, out->size, stdout) == out->size && fflush(stdout) == 0;
    buffer_cut(out, 0);
    return good ? STATUS_OK : fail_output(errno, error);
}

void call_add_json(struct call *call, const struct value *root)
{
    value_to_json(&call->out, root);
}

void add_number(struct call *call, struct value *map, const char *name, struct decimal number,
                int most)
{
    if (decimal_is_number(number))
        value_number(call->arena, map, name, decimal_text(call->arena, number, most));
    else
        value_null(call->arena, map, name);
}

void add_count(struct call *call, struct value *map, const char *name, size_t count)
{
    value_number(call->arena, map, name, arena_format(call->arena, "%zu", count));
}

const char *call_score(const struct call *call, struct decimal number)
{
    struct buffer text = BUFFER_EMPTY;
    if (!decimal_is_number(number))
        return "";
    decimal_add_rounded(&text, number, SCORE_PLACES);
    return buffer_take(&text, call->arena);
}

const char *grade_name(const struct assessment *assessment, const struct standing *standing)
{
    return standing->grade < assessment->grade_count ? assessment->grades[standing->grade].name
                                                     : "";
}

const char *call_verdict(struct call *call, const struct decision *decision)
{
    const char *verdict = verdict_name(decision->verdict);
    if (decision->reopened)
        verdict = arena_format(call->arena, TR("reopened: %s", "重新开启：%s"), verdict);
    return *decision->deadline
               ? arena_format(call->arena, TR("%s, asks for %s", "%s，申请延期至%s"), verdict,
                              decision->deadline)
               : verdict;
}

static bool say_first(void *context, const struct log_entry *commit)
{
    struct buffer *out = context;
    text_add_safe(out, commit->subject);
    buffer_format(out, " (%.8s)\n", commit->commit);
    return false;
}

enum status call_say_commit(struct call *call, const char *commit, struct error *error)
{
    return history_log(call->record, commit, &(struct log_filter){.item = NULL}, say_first,
                       &call->out, error);
}

void say_notes(const char *notes)
{
    struct buffer safe = BUFFER_EMPTY;
    text_add_safe_lines(&safe, notes);
    fputs(safe.bytes, stderr);
    buffer_free(&safe);
}

void show_progress(size_t done, size_t of)
{
    if (!isatty(STDERR_FILENO))
        return;
    fprintf(stderr, "\r%zu/%zu%s", done, of, done == of ? "\n" : "");
    fflush(stderr);
}
