/* Changes: one file of one entry, checked, written as a blob, and with what it rests on. */
#include "core/buffer.h"
#include "core/decision.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/moment.h"
#include "core/score.h"
#include "core/terms.h"
#include "core/text.h"
#include "records/evidence.h"
#include "records/inside.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static const char *const folders[] = {"reports", "decisions", "confirmations"};

/* ---- Who, and when ---- */

static bool is_clean(const char *text, size_t size)
{
    struct buffer part = BUFFER_EMPTY;
    bool clean = size > 0 && text_valid(text, size) == size;
    buffer_add_bytes(&part, text, size);
    for (const char *at = part.bytes; clean && *at;) {
        uint32_t character = text_next(&at);
        clean = character != '<' && character != '>' && !text_is_unsafe(character);
    }
    buffer_free(&part);
    return clean;
}

enum status person_split(struct arena *arena, const char *person, char **name, char **mail,
                         struct error *error)
{
    const char *open = person ? strstr(person, " <") : NULL;
    const char *from = open ? open + 2 : "";
    size_t size = strlen(from);
    if (!open || size < 2 || from[size - 1] != '>' || !is_clean(person, (size_t)(open - person)) ||
        !is_clean(from, size - 1) || memchr(from, ' ', size) || *person == ' ')
        return fail(
            error, STATUS_INPUT, NULL, 0,
            TR("'%s' names no person: write Name <mail>", "“%s”不是人员的写法：请写成 姓名 <邮箱>"),
            person ? person : "");
    *name = arena_text_of(arena, person, (size_t)(open - person));
    *mail = arena_text_of(arena, from, size - 1);
    return STATUS_OK;
}

struct writing writing_now(const char *person)
{
    time_t now = time(NULL);
    struct tm local;
    long east = localtime_r(&now, &local) ? local.tm_gmtoff : 0;
    return (struct writing){person, now, (int)(east / 60)};
}

static enum status set_moment(struct change *change, const struct writing *writing,
                              struct error *error)
{
    enum { OFFSET_MOST = 14 * 60 };
    static const long long when_most = 253402214400; /* 9999-12-31 */
    struct writing at = writing->when ? *writing : writing_now(NULL);
    if (at.when < 0 || at.when >= when_most || abs(at.offset) > OFFSET_MOST)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("the time is out of range: write it as 2021-03-02T10:12:00+08:00",
                       "时间超出范围：请写成 2021-03-02T10:12:00+08:00"));
    change->when = at.when;
    change->offset = at.offset;
    change->moment = moment_text(change->arena, at.when, at.offset);
    return STATUS_OK;
}

static void expect(struct change *change, enum change_kind of, const char *path, const char *blob)
{
    change->expected[change->expected_count++] = (struct expectation){of, path, blob};
}

enum status change_author(struct change *change, const struct writing *writing, struct error *error)
{
    enum status status = person_split(change->arena, writing->person, &change->author_name,
                                      &change->author_mail, error);
    return status ? status : set_moment(change, writing, error);
}

static enum status begin(struct change *change, enum change_kind kind, const char *present,
                         const struct writing *writing, struct error *error)
{
    enum status status = change_author(change, writing, error);
    change->kind = kind;
    change->path = entry_path(change->arena, change->entry, folders[kind]);
    change->expected_count = 0;
    expect(change, kind, change->path, present);
    return status;
}

/* ---- The file ---- */

enum status change_old(const struct change *change, const char *hex, const struct document **out,
                       struct error *error)
{
    *out = NULL;
    if (!*hex)
        return STATUS_OK;
    git_oid id;
    if (git_oid_fromstr(&id, hex))
        return fail_reading(error, change->path, git_why());
    struct document *document = ARENA_NEW(change->arena, struct document);
    *out = document;
    return blob_document(change->record, change->repository, change->arena, change->path, &id,
                         document, error);
}

/* Reads the file back as everybody will: what cannot be read must not enter the record. */
static enum status read_back(struct change *change, enum change_kind kind,
                             const struct buffer *file, const char *hex, struct error *error)
{
    struct arena *arena = change->arena;
    struct document document;
    enum status status =
        document_parse(arena, change->path, file->bytes, file->size, &document, error);
    if (status)
        return status;
    struct reading reading = {.document = &document, .error = error};
    if (kind == CHANGE_REPORT) {
        change->report = ARENA_NEW(arena, struct report);
        report_read(arena, &reading, change->entry, change->report);
        change->report->blob = hex;
    } else if (kind == CHANGE_DECISION) {
        change->decision = ARENA_NEW(arena, struct decision);
        decision_read(arena, &reading, change->entry, change->decision);
        change->decision->blob = hex;
    } else {
        change->confirmation = ARENA_NEW(arena, struct confirmation);
        confirmation_read(&reading, change->entry, change->confirmation);
        change->confirmation->blob = hex;
    }
    return reading.status;
}

/* Writes the blob, unless it is needless; takes the file and the message. */
static enum status finish(struct change *change, enum change_kind kind, struct buffer *file,
                          struct buffer *message, struct error *error)
{
    char hex[COMMIT_SIZE] = "";
    enum status status = STATUS_OK;
    change->message = buffer_take(message, change->arena);
    if (git_odb_hash(&change->blob, file->bytes, file->size, GIT_OBJECT_BLOB))
        status = fail_writing(error, change->record->path, git_why());
    git_oid_tostr(hex, sizeof hex, &change->blob);
    if (!status)
        status = read_back(change, kind, file, arena_text(change->arena, hex), error);
    mode_t mask = share_with_group(change->record);
    if (!status && !change->needless &&
        git_blob_create_from_buffer(&change->blob, change->repository, file->bytes, file->size))
        status = fail_writing(error, change->record->path, git_why());
    umask(mask);
    buffer_free(file);
    return status;
}

/* ---- The message ---- */

static void add_subject(struct buffer *out, const struct entry *entry, const char *what)
{
    text_add_safe(out, entry->jurisdiction->name);
    buffer_add_char(out, ' ');
    text_add_safe(out, entry->item->name);
    buffer_format(out, "：%s", what);
}

static void add_value(struct buffer *out, const struct entry *entry, const char *value)
{
    if (!*value)
        return;
    buffer_add_char(out, ' ');
    text_add_safe(out, value);
    if (entry->item->unit)
        text_add_safe(out, entry->item->unit);
}

static void add_trailers(struct buffer *out, const struct entry *entry)
{
    buffer_format(out, "\n\nJurisdiction: %s\nItem: %s\n", entry->jurisdiction->id,
                  entry->item->id);
}

static void add_trailer(struct buffer *out, const char *name, const char *text)
{
    if (!*text)
        return;
    buffer_format(out, "%s: ", name);
    text_add_safe(out, text);
    buffer_add_char(out, '\n');
}

void decision_subject(struct buffer *out, const struct entry *entry,
                      const struct decision *decision)
{
    add_subject(out, entry, decision->reopened ? "重新开启，" : "");
    buffer_add(out, verdict_chinese(decision->verdict));
    add_value(out, entry, decision->value);
    if (decimal_is_number(decision->score)) {
        buffer_add_char(out, ' ');
        decimal_add(out, decision->score, SCORE_PLACES);
        buffer_add(out, "分");
    }
    if (*decision->deadline)
        buffer_format(out, " 申请延期至%s", decision->deadline);
}

void confirmation_subject(struct buffer *out, const struct entry *entry, bool returned)
{
    add_subject(out, entry, returned ? "退回" : "复核通过");
}

void message_of_decision(struct buffer *out, const struct entry *entry,
                         const struct decision *decision)
{
    decision_subject(out, entry, decision);
    add_trailers(out, entry);
    add_trailer(out, "Verdict", verdict_ids[decision->verdict]);
    if (decimal_is_number(decision->score)) {
        buffer_add(out, "Score: ");
        decimal_add(out, decision->score, DECIMAL_PLACES_MOST);
        buffer_add_char(out, '\n');
    }
    add_trailer(out, "Deadline", decision->deadline);
    add_trailer(out, "Replaces", entry_is_confirmed(entry) ? "confirmed" : "");
}

void message_of_report(struct buffer *out, const struct entry *entry, const struct report *report)
{
    add_subject(out, entry, "自查");
    add_value(out, entry, report->value);
    add_trailers(out, entry);
    add_trailer(out, "Report", report->value);
}

void message_of_confirmation(struct buffer *out, const struct entry *entry,
                             const struct confirmation *confirmation)
{
    confirmation_subject(out, entry, confirmation->returned);
    add_trailers(out, entry);
    add_trailer(out, "Confirmation", confirmation->returned ? "returned" : "confirmed");
}

/* ---- The three kinds ---- */

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* A text without the empty lines around it, as it will be read back. */
static char *trim(struct arena *arena, const char *text)
{
    text = or_empty(text);
    text += strspn(text, " \t\r\n");
    size_t size = strlen(text);
    while (size > 0 && strchr(" \t\r\n", text[size - 1]))
        size--;
    return arena_text_of(arena, text, size);
}

static bool same_evidence(const struct evidences *a, const struct evidences *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->list[i].title, b->list[i].title) != 0 ||
            strcmp(a->list[i].at, b->list[i].at) != 0 ||
            strcmp(or_empty(a->list[i].sha256), or_empty(b->list[i].sha256)) != 0)
            return false;
    return true;
}

/* Scores as they are written: a third stands rounded in the file. */
static bool same_score(struct decimal a, struct decimal b)
{
    struct buffer texts[2] = {BUFFER_EMPTY, BUFFER_EMPTY};
    decimal_add(&texts[0], a, DECIMAL_PLACES_MOST);
    decimal_add(&texts[1], b, DECIMAL_PLACES_MOST);
    bool same = strcmp(texts[0].bytes, texts[1].bytes) == 0;
    buffer_free(&texts[0]);
    buffer_free(&texts[1]);
    return same;
}

static bool same_conditions(const struct decision *a, const struct decision *b)
{
    if (a->condition_count != b->condition_count)
        return false;
    for (size_t i = 0; i < a->condition_count; i++)
        if (!decision_has_condition(b, a->conditions[i]))
            return false;
    return true;
}

/* One that asked and was granted its day, and the same without asking, say the same. */
static bool same_terms(const struct entry *entry, const struct decision *present,
                       const struct decision *new)
{
    bool granted = !*new->deadline && !strcmp(entry->extension.decision, present->blob);
    return (granted || !strcmp(present->deadline, new->deadline)) &&
           !strcmp(present->notice.from, new->notice.from) &&
           !strcmp(present->notice.until, new->notice.until);
}

static bool same_decision(const struct decision *a, const struct decision *b)
{
    return a->verdict == b->verdict && !strcmp(a->value, b->value) &&
           same_score(a->score, b->score) && !strcmp(a->reason, b->reason) &&
           !strcmp(a->against, b->against) && same_conditions(a, b) &&
           same_evidence(&a->evidence, &b->evidence);
}

static void complete_evidence(struct arena *arena, struct evidences *evidence)
{
    struct evidence *list = arena_array(arena, evidence->count, sizeof *list);
    for (size_t i = 0; i < evidence->count; i++)
        list[i] = (struct evidence){or_empty(evidence->list[i].title), evidence->list[i].at,
                                    or_empty(evidence->list[i].sha256)};
    evidence->list = list;
}

enum status change_report(struct change *change, struct report report,
                          const struct writing *writing, struct error *error)
{
    const struct entry *entry = change->entry;
    const char *present = entry->report ? entry->report->blob : "";
    const struct document *old;
    enum status status = begin(change, CHANGE_REPORT, present, writing, error);
    if (!status)
        status = change_old(change, present, &old, error);
    if (status)
        return status;
    report.value = or_empty(report.value);
    report.text = trim(change->arena, report.text);
    report.reported = report.reported && *report.reported ? report.reported : change->moment;
    report.previous = present;
    report.reporter = writing->person;
    complete_evidence(change->arena, &report.evidence);
    struct buffer file = BUFFER_EMPTY, message = BUFFER_EMPTY;
    report_write(&file, entry, &report, old);
    message_of_report(&message, entry, &report);
    return finish(change, CHANGE_REPORT, &file, &message, error);
}

/* Completes the decision from the entry and the writing, and checks it. */
static enum status complete_decision(const struct change *change, struct decision *decision,
                                     const struct writing *writing, struct error *error)
{
    const struct entry *entry = change->entry;
    decision->value = or_empty(decision->value);
    decision->reason = trim(change->arena, decision->reason);
    decision->against = entry->item->blob;
    decision->previous = entry_present(entry);
    decision->reviewer = writing->person;
    decision->decided = change->moment;
    decision->deadline = or_empty(decision->deadline);
    decision->extended = entry->extension;
    decision->reopened = decision_reopens(entry, decision);
    decision->number = NOT_A_NUMBER; /* what is scored is what is written, and nothing else */
    complete_evidence(change->arena, &decision->evidence);
    if (*decision->value && decimal_parse(decision->value, &decision->number, error))
        return fail_at(error, entry->item->id, 0);
    return decision_check(entry, decision, error);
}

enum status change_decision(struct change *change, struct decision decision,
                            const struct writing *writing, struct error *error)
{
    const struct entry *entry = change->entry;
    const char *present = entry_present(entry);
    const struct document *old;
    enum status status = begin(change, CHANGE_DECISION, present, writing, error);
    if (!status)
        status = complete_decision(change, &decision, writing, error);
    if (!status)
        status = change_old(change, present, &old, error);
    if (status)
        return status;
    expect(change, CHANGE_ITEM, entry->item->path, entry->item->blob);
    /* what stood confirmed is changed knowingly; an extension that was granted goes along */
    expect(change, CHANGE_CONFIRMATION,
           entry_path(change->arena, entry, folders[CHANGE_CONFIRMATION]),
           entry->confirmation ? entry->confirmation->blob : "");
    if (entry->decision && same_decision(entry->decision, &decision) &&
        same_terms(entry, entry->decision, &decision))
        change->needless = TR("the very same decision stands already", "相同的评定已在记录中");
    struct buffer file = BUFFER_EMPTY, message = BUFFER_EMPTY;
    decision_write(&file, entry, &decision, old);
    message_of_decision(&message, entry, &decision);
    return finish(change, CHANGE_DECISION, &file, &message, error);
}

/* Why the entry cannot be confirmed (or returned) by this person; NULL if it can. */
static const char *why_not(const struct change *change, bool returned)
{
    const struct entry *entry = change->entry;
    const struct confirmation *present = entry->confirmation;
    if (!entry->decision)
        return TR("not decided yet: decide it first", "尚未评定：请先评定");
    if (strcmp(entry->decision->against, entry->item->blob) != 0)
        return TR("the item was revised since it was decided: it has to be decided again first",
                  "评定后考评项已修订：须先重新评定");
    if (is_same_person(entry->decision->reviewer, change->author_mail))
        return TR("the decision is your own: somebody else has to confirm it",
                  "这是您本人的评定：须由他人复核");
    if (!present || present->returned != returned ||
        strcmp(present->decision, entry->decision->blob) != 0)
        return NULL;
    return returned ? TR("it is returned already", "已退回")
                    : TR("it is confirmed already", "已复核");
}

static enum status check_confirmation(const struct change *change, bool returned,
                                      const char *reason, struct error *error)
{
    const struct entry *entry = change->entry;
    if (returned && !*reason)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("%s %s: a return needs a reason: add one", "%s %s：退回须说明理由：请填写"),
                    entry->jurisdiction->id, entry->item->id);
    if (strlen(reason) > NOTE_MOST)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("%s %s: the reason is longer than 64 KiB: shorten it",
                       "%s %s：理由超过64 KiB：请缩短"),
                    entry->jurisdiction->id, entry->item->id);
    const char *why = why_not(change, returned);
    return why ? fail(error, STATUS_NO, NULL, 0, "%s %s%s%s", entry->jurisdiction->id,
                      entry->item->id, TR(": ", "："), why)
               : STATUS_OK;
}

enum status change_confirmation(struct change *change, bool returned, const char *reason,
                                const struct writing *writing, struct error *error)
{
    const struct entry *entry = change->entry;
    const char *present = entry->confirmation ? entry->confirmation->blob : "";
    const struct document *old;
    reason = trim(change->arena, reason);
    enum status status = begin(change, CHANGE_CONFIRMATION, present, writing, error);
    if (!status)
        status = check_confirmation(change, returned, reason, error);
    if (!status)
        status = change_old(change, present, &old, error);
    if (status)
        return status;
    expect(change, CHANGE_DECISION, entry_path(change->arena, entry, folders[CHANGE_DECISION]),
           entry->decision->blob);
    expect(change, CHANGE_ITEM, entry->item->path, entry->item->blob);
    struct confirmation confirmation = {.returned = returned,
                                        .decision = entry->decision->blob,
                                        .previous = present,
                                        .reviewer = writing->person,
                                        .confirmed = change->moment,
                                        .reason = reason};
    struct buffer file = BUFFER_EMPTY, message = BUFFER_EMPTY;
    confirmation_write(&file, entry, &confirmation, old);
    message_of_confirmation(&message, entry, &confirmation);
    return finish(change, CHANGE_CONFIRMATION, &file, &message, error);
}

enum status change_put(struct change *change, enum change_kind kind, const char *path,
                       const char *present, const char *bytes, size_t size, struct error *error)
{
    change->kind = kind;
    change->path = arena_text(change->arena, path);
    change->expected_count = 0;
    expect(change, kind, change->path, present);
    mode_t mask = share_with_group(change->record);
    int code = git_blob_create_from_buffer(&change->blob, change->repository, bytes, size);
    umask(mask);
    return code ? fail_writing(error, change->record->path, git_why()) : STATUS_OK;
}

enum status change_new_file(struct change *change, const char *path, const char *bytes, size_t size,
                            const char *message, const struct writing *writing, struct error *error)
{
    if (change_author(change, writing, error))
        return error->status;
    change->message = arena_text(change->arena, message);
    return change_put(change, CHANGE_ITEM, path, "", bytes, size, error);
}

/* The path ends in the hash, a hyphen and the name. */
void message_of_attachment(struct buffer *out, const struct entry *entry, const char *path)
{
    const char *base = strrchr(path, '/'), *hyphen = base ? strchr(base, '-') : NULL;
    add_subject(out, entry, "佐证 ");
    text_add_safe(out, hyphen ? hyphen + 1 : path);
    add_trailers(out, entry);
    add_trailer(out, "Evidence", path);
}

enum status change_attachment(struct change *change, const struct attachment *attachment,
                              const struct writing *writing, struct error *error)
{
    struct buffer message = BUFFER_EMPTY;
    if (change_author(change, writing, error))
        return error->status;
    message_of_attachment(&message, change->entry, attachment->path);
    change->message = buffer_take(&message, change->arena);
    return change_put(change, CHANGE_EVIDENCE, attachment->path, "", attachment->bytes,
                      attachment->size, error);
}

/* ---- Whether it still holds ---- */

/* Who did what and when to the entry meanwhile, into `out`; false if the file does not tell. */
static bool describe(const struct change *change, git_repository *repository, enum change_kind kind,
                     const git_oid *blob, struct buffer *out)
{
    struct document document;
    struct error ignored;
    if ((kind != CHANGE_DECISION && kind != CHANGE_CONFIRMATION) ||
        blob_document(change->record, repository, change->arena, change->path, blob, &document,
                      &ignored))
        return false;
    struct reading reading = {.document = &document, .error = &ignored};
    if (kind == CHANGE_DECISION) {
        struct decision now;
        decision_read(change->arena, &reading, change->entry, &now);
        buffer_format(out,
                      TR("%s decided '%s' at %s: look at it, then decide again",
                         "%s已评定为“%s”（%s）：请查看后再决定"),
                      now.reviewer, verdict_name(now.verdict), now.decided);
    } else {
        struct confirmation now;
        confirmation_read(&reading, change->entry, &now);
        buffer_format(
            out,
            now.returned
                ? TR("%s returned it at %s: look at it again", "%s已退回（%s）：请重新查看")
                : TR("%s confirmed it at %s: look at it again", "%s已复核（%s）：请重新查看"),
            now.reviewer, now.confirmed);
    }
    return !reading.status;
}

static enum status fail_conflict(const struct change *change, git_repository *repository,
                                 enum change_kind kind, const git_oid *now, struct error *error)
{
    const struct entry *entry = change->entry;
    if (!entry)
        return fail(error, STATUS_CONFLICT, change->path, 0,
                    TR("somebody else wrote this file meanwhile: look at it, then do it again",
                       "在此期间已有他人写入此文件：请查看后重试"));
    struct buffer what = BUFFER_EMPTY;
    if (!now || !describe(change, repository, kind, now, &what)) {
        buffer_cut(&what, 0);
        buffer_add(&what, kind == CHANGE_ITEM
                              ? TR("the item was revised meanwhile: look at it again",
                                   "考评项在此期间已修订：请重新查看")
                              : TR("somebody else changed it meanwhile: look at it again",
                                   "在此期间已被他人更改：请重新查看"));
    }
    enum status status =
        fail(error, STATUS_CONFLICT, NULL, 0, "%s %s%s%s", entry->jurisdiction->name,
             entry->item->name, TR(": ", "："), what.bytes);
    buffer_free(&what);
    return status;
}

bool change_is_there(const struct change *change, git_repository *repository, const git_oid *tree)
{
    git_oid now;
    return change->kind == CHANGE_EVIDENCE &&
           tree_blob(repository, tree, change->path, &now) == 0 &&
           git_oid_equal(&now, &change->blob);
}

enum status change_check(const struct change *change, git_repository *repository,
                         const git_oid *tree, struct error *error)
{
    enum status status = allow(change, repository, tree, error);
    if (status)
        return status;
    for (size_t i = 0; i < change->expected_count; i++) {
        const struct expectation *expected = &change->expected[i];
        git_oid now;
        int code = tree_blob(repository, tree, expected->path, &now);
        if (code && code != GIT_ENOTFOUND)
            return fail_reading(error, change->record->path, git_why());
        bool same = code ? !*expected->blob : is_blob(&now, expected->blob);
        if (!same)
            return fail_conflict(change, repository, expected->of, code ? NULL : &now, error);
    }
    return change->needless
               ? fail(error, STATUS_NO, NULL, 0, "%s %s%s%s", change->entry->jurisdiction->id,
                      change->entry->item->id, TR(": ", "："), change->needless)
               : STATUS_OK;
}
