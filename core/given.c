#include "core/given.h"

#include "core/buffer.h"
#include "core/decision.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/terms.h"
#include "core/text.h"

#include <string.h>

const char *given_number(struct arena *arena, const char *text)
{
    struct buffer narrow = BUFFER_EMPTY;
    for (uint32_t c; (c = text_next(&text));)
        text_add_character(&narrow, text_narrow(c));
    const char *from = narrow.bytes + strspn(narrow.bytes, " \t");
    size_t size = strlen(from);
    while (size > 0 && strchr(" \t", from[size - 1]))
        size--;
    const char *number = arena_text_of(arena, from, size);
    buffer_free(&narrow);
    return number;
}

enum status given_text(const char *text, struct error *error)
{
    size_t size = strlen(text);
    if (text_valid(text, size) == size)
        return STATUS_OK;
    return fail(error, STATUS_INPUT, NULL, 0,
                TR("'%s' is not UTF-8: set the terminal to UTF-8 and type it again",
                   "“%s”不是UTF-8：请将终端设为UTF-8后重新输入"),
                text);
}

static enum status fail_verdict(const struct entry *entry, const char *word, struct error *error)
{
    struct buffer offer = BUFFER_EMPTY;
    int count;
    enum verdict first = verdicts_of(entry->item->kind, &count);
    for (int i = 0; i < count; i++)
        buffer_format(&offer, "%s%s", i ? TR(", ", "、") : "", verdict_ids[(int)first + i]);
    enum status status =
        *word ? fail(error, STATUS_INPUT, NULL, 0,
                     TR("%s: '%s' is no verdict: use one of %s", "%s：没有结论“%s”：可用%s"),
                     entry->item->id, word, offer.bytes)
              : fail(error, STATUS_INPUT, NULL, 0,
                     TR("%s: the verdict is missing: use one of %s", "%s：缺少结论：可用%s"),
                     entry->item->id, offer.bytes);
    buffer_free(&offer);
    return status;
}

/* Reads a number that may be missing; *text receives it as it will be stored. */
static enum status read_number(struct arena *arena, const char *what, const char *given,
                               const char **text, struct decimal *out, struct error *error)
{
    *out = NOT_A_NUMBER;
    *text = given_number(arena, given);
    if (!**text || decimal_parse(*text, out, error) == STATUS_OK)
        return STATUS_OK;
    struct error cause = *error;
    return fail(error, STATUS_INPUT, NULL, 0, TR("%s: %s", "%s：%s"), what, cause.text);
}

static void read_conditions(struct arena *arena, const char *given, struct decision *out)
{
    out->conditions = arena_array(arena, strlen(given) + 1, sizeof *out->conditions);
    for (size_t size; *given; given += size + (given[size] != '\0')) {
        given += strspn(given, " ");
        size = strcspn(given, ";, ");
        if (size)
            out->conditions[out->condition_count++] = arena_text_of(arena, given, size);
    }
}

static enum status fail_condition(const struct item *item, const char *id, struct error *error)
{
    struct buffer offer = BUFFER_EMPTY;
    for (size_t i = 0; i < item->condition_count; i++)
        buffer_format(&offer, "%s%s", i ? TR(", ", "、") : "", item->conditions[i].id);
    enum status status = fail(error, STATUS_INPUT, NULL, 0,
                              TR("%s: no close-out condition '%s': use %s, parted by commas",
                                 "%s：没有销号条件“%s”：可用%s，以逗号分开"),
                              item->id, id, offer.bytes);
    buffer_free(&offer);
    return status;
}

/* A mistyped condition would be one that nobody has met. */
static enum status check_conditions(const struct entry *entry, const struct decision *decision,
                                    struct error *error)
{
    for (size_t i = 0; i < decision->condition_count; i++)
        if (!item_has_condition(entry->item, decision->conditions[i]))
            return fail_condition(entry->item, decision->conditions[i], error);
    return STATUS_OK;
}

static enum status read_evidence(struct arena *arena, const struct entry *entry,
                                 const struct given *given, struct evidences *out,
                                 struct error *error)
{
    for (size_t i = 0; i < given->evidence_count; i++) {
        if (given_text(given->evidence[i], error))
            return error->status;
        evidence_parse(arena, given->evidence[i], out);
    }
    return out->count <= EVIDENCE_MOST
               ? STATUS_OK
               : fail(error, STATUS_INPUT, NULL, 0,
                      TR("%s: more than %d pieces of evidence", "%s：佐证超过%d件"),
                      entry->item->id, EVIDENCE_MOST);
}

enum status given_report(struct arena *arena, const struct entry *entry, const struct given *given,
                         struct report *out, struct error *error)
{
    struct decimal number;
    *out = (struct report){.value = arena_text(arena, given->value),
                           .text = arena_text(arena, given->note),
                           .reported = "",
                           .previous = "",
                           .reporter = "",
                           .blob = ""};
    enum status status = given_text(given->note, error);
    if (!status)
        status = given_text(given->value, error);
    if (!status && entry->item->kind == ITEM_INDICATOR)
        status = read_number(arena, TR("value", "数值"), given->value, &out->value, &number, error);
    return status ? status : read_evidence(arena, entry, given, &out->evidence, error);
}

enum status given_decision(struct arena *arena, const struct entry *entry,
                           const struct given *given, struct decision *out, struct error *error)
{
    int verdict = verdict_from(given->verdict);
    if (verdict < 0 || !verdict_fits((enum verdict)verdict, entry->item->kind))
        return fail_verdict(entry, given->verdict, error);
    *out = (struct decision){.verdict = (enum verdict)verdict,
                             .against = "",
                             .previous = "",
                             .reviewer = "",
                             .decided = "",
                             .blob = "",
                             .deadline = given_number(arena, given->deadline),
                             .reason = arena_text(arena, given->note)};
    const char *score;
    enum status status =
        read_number(arena, TR("value", "数值"), given->value, &out->value, &out->number, error);
    if (!status)
        status = read_number(arena, TR("score", "得分"), given->score, &score, &out->score, error);
    if (!status)
        status = given_text(given->note, error);
    read_conditions(arena, given->conditions, out);
    if (!status)
        status = check_conditions(entry, out, error);
    if (!status)
        status = given_text(given->notice, error);
    if (!status)
        status = notice_parse(given->notice, &out->notice, error);
    return status ? status : read_evidence(arena, entry, given, &out->evidence, error);
}
