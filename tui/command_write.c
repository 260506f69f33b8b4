#include "tui/command.h"

#include "core/decision.h"
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

/* Takes the files of --attach, each `title|file`, behind the evidence that is only named. */
static enum status attach(struct call *call, const struct entry *entry, struct decision *decision,
                          struct attachments *attachments, struct error *error)
{
    const struct given_list *given = &call->arguments->lists[GIVEN_ATTACH];
    size_t named = decision->evidence.count;
    for (size_t i = 0; i < given->count; i++) {
        if (given_text(given->list[i], error))
            return error->status;
        evidence_parse(call->arena, given->list[i], &decision->evidence);
    }
    if (decision->evidence.count > EVIDENCE_MOST)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("%s: more than %d pieces of evidence", "%s：佐证超过%d件"), entry->item->id,
                    EVIDENCE_MOST);
    for (size_t i = named; i < decision->evidence.count; i++)
        if (evidence_attach(call->record, call->arena, call->snapshot->commit, entry,
                            &decision->evidence.list[i], attachments, error))
            return error->status;
    return STATUS_OK;
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
    struct attachments attachments = {0};
    struct given given = {.verdict = call_text(call, OPTION_VERDICT),
                          .value = call_text(call, OPTION_VALUE),
                          .score = call_text(call, OPTION_SCORE),
                          .conditions = call_text(call, OPTION_CONDITIONS),
                          .deadline = call_text(call, OPTION_DEADLINE),
                          .notice = call_text(call, OPTION_NOTICE),
                          .evidence = arguments->lists[GIVEN_EVIDENCE].list,
                          .evidence_count = arguments->lists[GIVEN_EVIDENCE].count};
    char commit[COMMIT_SIZE];
    if (call_open_alone(call, &entry, error) || check_right(call, entry, RIGHT_REVIEW, error) ||
        read_note(call, &given.note, error) ||
        given_decision(call->arena, entry, &given, &decision, error) ||
        evidence_hash(call->record, call->arena, call->snapshot->commit, &decision.evidence,
                      error) ||
        attach(call, entry, &decision, &attachments, error))
        return error->status;
    char *person = record_person(call->record);
    struct writing writing = writing_now(person);
    enum status status =
        write_decision(call->record, entry, decision, &attachments, &writing, commit, error);
    free(person);
    return status ? status : call_say_commit(call, commit, error);
}

enum status command_report(struct call *call, struct error *error)
{
    const struct arguments *arguments = call->arguments;
    const struct entry *entry;
    struct report report;
    struct given given = {.value = call_text(call, OPTION_VALUE),
                          .evidence = arguments->lists[GIVEN_EVIDENCE].list,
                          .evidence_count = arguments->lists[GIVEN_EVIDENCE].count};
    char commit[COMMIT_SIZE];
    if (call_open_alone(call, &entry, error) || read_note(call, &given.note, error) ||
        given_report(call->arena, entry, &given, &report, error) ||
        evidence_hash(call->record, call->arena, call->snapshot->commit, &report.evidence, error))
        return error->status;
    if (!*report.value && !*report.text && !report.evidence.count)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("a report says something: give --value, --note or --evidence",
                       "自查须有内容：请给出 --value、--note 或 --evidence"));
    char *person = record_person(call->record);
    struct writing writing = writing_now(person);
    enum status status = write_report(call->record, entry, report, &writing, commit, error);
    free(person);
    return status ? status : call_say_commit(call, commit, error);
}

enum status command_confirm(struct call *call, struct error *error)
{
    const struct entry *entry;
    char commit[COMMIT_SIZE];
    if (call_open_alone(call, &entry, error) || check_right(call, entry, RIGHT_CONFIRM, error) ||
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
