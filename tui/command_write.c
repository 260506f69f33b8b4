#include "tui/command.h"

#include "core/given.h"
#include "core/language.h"
#include "core/publication.h"
#include "core/text.h"
#include "records/disk.h"
#include "records/evidence.h"
#include "records/import.h"
#include "records/write.h"

#include <stdlib.h>
#include <string.h>

/* The note: of the command line, or for "-" all of standard input. */
static enum status read_note(struct call *call, const char **out, struct error *error)
{
    size_t size;
    *out = call_text(call, OPTION_NOTE);
    if (strcmp(*out, "-") != 0)
        return STATUS_OK;
    if (disk_read(call->arena, "-", out, &size, error))
        return error->status;
    if (text_valid(*out, size) == size)
        return STATUS_OK;
    return fail(error, STATUS_INPUT, "-", 0, TR("the note is not UTF-8 text", "说明不是UTF-8文本"));
}

/* Whether the person may, by what was read: before anything else is looked at. Writing looks again,
 * at main. */
static enum status check_right(const struct call *call, const struct entry *entry, enum right right,
                               struct error *error)
{
    const struct assessment *assessment = call->snapshot->assessment;
    char *person = record_person(call->record);
    enum status status = reviewers_allow(&assessment->reviewers, person, right,
                                         entry->jurisdiction->id, entry->item->category->id, error);
    free(person);
    if (!status && assessment_is_frozen(assessment))
        status = fail_frozen(error, assessment->year);
    return status;
}

enum status command_decide(struct call *call, struct error *error)
{
    const struct arguments *arguments = call->arguments;
    const struct entry *entry;
    struct decision decision;
    struct given given = {.verdict = call_text(call, OPTION_VERDICT),
                          .value = call_text(call, OPTION_VALUE),
                          .score = call_text(call, OPTION_SCORE),
                          .conditions = call_text(call, OPTION_CONDITIONS),
                          .evidence = arguments->lists[GIVEN_EVIDENCE].list,
                          .evidence_count = arguments->lists[GIVEN_EVIDENCE].count};
    char commit[COMMIT_SIZE];
    if (call_open_entry(call, &entry, error) || check_right(call, entry, RIGHT_REVIEW, error) ||
        read_note(call, &given.note, error) ||
        given_decision(call->arena, entry, &given, &decision, error) ||
        evidence_hash(call->arena, &decision.evidence, error))
        return error->status;
    char *person = record_person(call->record);
    struct writing writing = writing_now(person);
    enum status status = write_decision(call->record, entry, decision, &writing, commit, error);
    free(person);
    return status ? status : call_say_commit(call, commit, error);
}

enum status command_confirm(struct call *call, struct error *error)
{
    const struct entry *entry;
    char commit[COMMIT_SIZE];
    if (call_open_entry(call, &entry, error) || check_right(call, entry, RIGHT_CONFIRM, error) ||
        given_text(call_text(call, OPTION_RETURN), error))
        return error->status;
    char *person = record_person(call->record);
    struct writing writing = writing_now(person);
    enum status status =
        write_confirmation(call->record, entry, call_has(call, OPTION_RETURN),
                           call_text(call, OPTION_RETURN), &writing, commit, error);
    free(person);
    return status ? status : call_say_commit(call, commit, error);
}

static int import_kind(const char *word)
{
    static const char *const words[] = {"reports", "decisions", "confirmations", "rectifications"};
    for (int i = 0; i <= IMPORT_RECTIFICATIONS; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

enum status command_import(struct call *call, struct error *error)
{
    const struct arguments *arguments = call->arguments;
    int kind = import_kind(arguments->operands[0]);
    size_t count;
    if (kind < 0)
        return fail(
            error, STATUS_INPUT, NULL, 0,
            TR("cannot import '%s': use reports, decisions, confirmations or rectifications",
               "不能导入“%s”：可用 reports、decisions、confirmations、rectifications"),
            arguments->operands[0]);
    if (call_open(call, error))
        return error->status;
    char *person = record_person(call->record);
    struct import import = {.kind = (enum import_kind)kind,
                            .path = arguments->operands[1],
                            .year = arguments->values[OPTION_YEAR],
                            .person = person,
                            .progress = show_progress};
    enum status status = import_csv(call->record, &import, &count, error);
    free(person);
    if (!status)
        buffer_format(&call->out, TR("%zu imported\n", "已导入%zu项\n"), count);
    return status;
}
