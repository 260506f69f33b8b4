#include "core/decision.h"

#include "core/buffer.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/terms.h"

#include <stdio.h>
#include <string.h>

static const char *const report_fields[] = {"item",     "jurisdiction", "value",    "evidence",
                                            "previous", "reporter",     "reported", NULL};
static const char *const decision_fields[] = {"item",     "jurisdiction", "verdict",  "value",
                                              "score",    "against",      "previous", "conditions",
                                              "notice",   "deadline",     "extended", "reopened",
                                              "evidence", "reviewer",     "decided",  NULL};
static const char *const confirmation_fields[] = {
    "item", "jurisdiction", "verdict", "decision", "previous", "reviewer", "confirmed", NULL};
static const char *const confirmation_verdicts[] = {"confirmed", "returned", NULL};

/* A file that was copied to another place must not speak for that place. */
static void check_place(struct reading *reading, const struct entry *entry)
{
    const struct field *top = reading->document->top;
    if (strcmp(read_text(reading, top, "item"), entry->item->id) != 0)
        reading_fail(reading, field_find(top, "item"),
                     TR("the item is not the one of the file's place: it must be %s",
                        "考评项与文件位置不符：应为 %s"),
                     entry->item->id);
    if (strcmp(read_text(reading, top, "jurisdiction"), entry->jurisdiction->id) != 0)
        reading_fail(reading, field_find(top, "jurisdiction"),
                     TR("the jurisdiction is not the one of the file's place: it must be %s",
                        "考评对象与文件位置不符：应为 %s"),
                     entry->jurisdiction->id);
}

static void read_evidence(struct arena *arena, struct reading *reading, struct evidences *out)
{
    const struct field *list = read_list(reading, reading->document->top, "evidence");
    if (!list)
        return;
    if (list->count > EVIDENCE_MOST) {
        reading_fail(reading, list, TR("more than %d pieces of evidence", "佐证超过%d件"),
                     EVIDENCE_MOST);
        return;
    }
    out->list = arena_array(arena, list->count, sizeof *out->list);
    for (const struct field *one = list->first; one; one = one->next) {
        const char *at = read_text(reading, one, "at");
        out->list[out->count++] = (struct evidence){read_optional(reading, one, "title", at), at,
                                                    read_optional(reading, one, "sha256", "")};
    }
}

void report_read(struct arena *arena, struct reading *reading, const struct entry *entry,
                 struct report *out)
{
    const struct field *top = reading->document->top;
    check_place(reading, entry);
    *out = (struct report){.value = read_optional(reading, top, "value", ""),
                           .text = reading->document->body,
                           .previous = read_optional(reading, top, "previous", ""),
                           .reporter = read_optional(reading, top, "reporter", ""),
                           .reported = read_optional(reading, top, "reported", "")};
    read_evidence(arena, reading, &out->evidence);
}

static void read_conditions(struct arena *arena, struct reading *reading, struct decision *out)
{
    const struct field *list = read_list(reading, reading->document->top, "conditions");
    if (!list)
        return;
    out->conditions = arena_array(arena, list->count, sizeof *out->conditions);
    for (const struct field *one = list->first; one; one = one->next)
        out->conditions[out->condition_count++] = one->text ? one->text : "";
}

/* A day that may be missing; "" then. */
static const char *read_day(struct reading *reading, const struct field *map, const char *name)
{
    const char *day = read_optional(reading, map, name, "");
    if (!*day || deadline_is_day(day))
        return day;
    reading_fail(reading, field_find(map, name),
                 TR("'%.30s' is no day: write it as 2021-06-30",
                    "“%.30s”不是日期：请写成2021-06-30这样的日期"),
                 day);
    return "";
}

static void read_terms(struct reading *reading, struct decision *out)
{
    const struct field *top = reading->document->top;
    const struct field *notice = read_map(reading, top, "notice");
    const struct field *extended = read_map(reading, top, "extended");
    out->deadline = read_day(reading, top, "deadline");
    out->extended = (struct extension){"", "", ""};
    out->reopened = read_truth(reading, top, "reopened", false);
    if (notice) {
        snprintf(out->notice.from, DAY_SIZE, "%s", read_day(reading, notice, "from"));
        snprintf(out->notice.until, DAY_SIZE, "%s", read_day(reading, notice, "until"));
        if (!*out->notice.from || strcmp(out->notice.from, out->notice.until) > 0)
            reading_fail(reading, notice,
                         TR("a notice has a first day, 'from', and a last day, 'until'",
                            "公示须有起始日期from和截止日期until"));
    }
    if (extended)
        out->extended = (struct extension){read_day(reading, extended, "until"),
                                           read_text(reading, extended, "decision"),
                                           read_text(reading, extended, "by")};
    if (extended && !*out->extended.until)
        reading_fail(reading, extended, TR("an extension has a day, 'until'", "延期须有日期until"));
}

void decision_read(struct arena *arena, struct reading *reading, const struct entry *entry,
                   struct decision *out)
{
    const struct field *top = reading->document->top;
    check_place(reading, entry);
    read_text(reading, top, "verdict");
    int verdict = read_word(reading, top, "verdict", verdict_ids);
    if (verdict >= 0 && !verdict_fits((enum verdict)verdict, entry->item->kind))
        reading_fail(reading, field_find(top, "verdict"),
                     TR("'%s' is no verdict of a %s", "“%s”不是%s的结论"), verdict_ids[verdict],
                     item_kind_name(entry->item->kind));
    *out = (struct decision){
        .verdict = verdict < 0 ? VERDICT_MET : (enum verdict)verdict,
        .value = read_optional(reading, top, "value", ""),
        .number = read_number(reading, top, "value", NOT_A_NUMBER),
        .score = read_number(reading, top, "score", NOT_A_NUMBER),
        .against = read_optional(reading, top, "against", ""),
        .previous = read_optional(reading, top, "previous", ""),
        .reviewer = read_text(reading, top, "reviewer"),
        .decided = read_optional(reading, top, "decided", ""),
        .reason = reading->document->body,
    };
    if (decimal_is_number(out->score) &&
        (decimal_compare(out->score, DECIMAL_ZERO) < 0 ||
         decimal_compare(out->score, rule_most(&entry->item->rule, entry->item)) > 0) &&
        rule_is_by_hand(&entry->item->rule) && !strcmp(out->against, entry->item->blob))
        reading_fail(reading, field_find(top, "score"),
                     TR("the score is not within full marks", "得分超出满分"));
    read_conditions(arena, reading, out);
    read_terms(reading, out);
    read_evidence(arena, reading, &out->evidence);
}

void confirmation_read(struct reading *reading, const struct entry *entry, struct confirmation *out)
{
    const struct field *top = reading->document->top;
    check_place(reading, entry);
    read_text(reading, top, "verdict");
    *out = (struct confirmation){
        .returned = read_word(reading, top, "verdict", confirmation_verdicts) == 1,
        .decision = read_text(reading, top, "decision"),
        .previous = read_optional(reading, top, "previous", ""),
        .reviewer = read_text(reading, top, "reviewer"),
        .confirmed = read_optional(reading, top, "confirmed", ""),
        .reason = reading->document->body,
    };
}

static void add_present(struct buffer *out, const char *name, const char *text)
{
    if (*text)
        document_add_field(out, name, text);
}

static void add_place(struct buffer *out, const struct entry *entry)
{
    buffer_add(out, "---\n");
    document_add_field(out, "item", entry->item->id);
    document_add_field(out, "jurisdiction", entry->jurisdiction->id);
}

static void add_evidence(struct buffer *out, const struct evidences *evidence)
{
    if (evidence->count)
        buffer_add(out, "evidence:\n");
    for (size_t i = 0; i < evidence->count; i++) {
        const struct evidence *one = &evidence->list[i];
        document_add_field(out, "  - title", one->title);
        document_add_field(out, "    at", one->at);
        if (*one->sha256)
            document_add_field(out, "    sha256", one->sha256);
    }
}

static void add_conditions(struct buffer *out, const struct decision *decision)
{
    for (size_t i = 0; i < decision->condition_count; i++) {
        buffer_add(out, i ? ", " : "conditions: [");
        document_add_scalar(out, decision->conditions[i]);
    }
    buffer_add(out, decision->condition_count ? "]\n" : "");
}

static void add_terms(struct buffer *out, const struct decision *decision)
{
    if (*decision->notice.from) {
        buffer_add(out, "notice:\n");
        document_add_field(out, "  from", decision->notice.from);
        document_add_field(out, "  until", decision->notice.until);
    }
    add_present(out, "deadline", decision->deadline);
    if (*decision->extended.until) {
        buffer_add(out, "extended:\n");
        document_add_field(out, "  until", decision->extended.until);
        document_add_field(out, "  decision", decision->extended.decision);
        document_add_field(out, "  by", decision->extended.by);
    }
    if (decision->reopened)
        buffer_add(out, "reopened: true\n");
}

static void add_end(struct buffer *out, const struct document *old, const char *const *known,
                    const char *body)
{
    if (old)
        document_add_unknown(out, old, known);
    buffer_add(out, "---\n");
    if (*body)
        buffer_format(out, "\n%s\n", body);
}

void report_write(struct buffer *out, const struct entry *entry, const struct report *report,
                  const struct document *old)
{
    add_place(out, entry);
    add_present(out, "value", report->value);
    add_evidence(out, &report->evidence);
    add_present(out, "previous", report->previous);
    add_present(out, "reporter", report->reporter);
    add_present(out, "reported", report->reported);
    add_end(out, old, report_fields, report->text);
}

void decision_write(struct buffer *out, const struct entry *entry, const struct decision *decision,
                    const struct document *old)
{
    add_place(out, entry);
    document_add_field(out, "verdict", verdict_ids[decision->verdict]);
    add_present(out, "value", decision->value);
    if (decimal_is_number(decision->score)) {
        buffer_add(out, "score: ");
        decimal_add(out, decision->score, DECIMAL_PLACES_MOST);
        buffer_add_char(out, '\n');
    }
    add_present(out, "against", decision->against);
    add_present(out, "previous", decision->previous);
    add_conditions(out, decision);
    add_terms(out, decision);
    add_evidence(out, &decision->evidence);
    document_add_field(out, "reviewer", decision->reviewer);
    add_present(out, "decided", decision->decided);
    add_end(out, old, decision_fields, decision->reason);
}

void confirmation_write(struct buffer *out, const struct entry *entry,
                        const struct confirmation *confirmation, const struct document *old)
{
    add_place(out, entry);
    document_add_field(out, "verdict", confirmation_verdicts[confirmation->returned]);
    document_add_field(out, "decision", confirmation->decision);
    add_present(out, "previous", confirmation->previous);
    document_add_field(out, "reviewer", confirmation->reviewer);
    add_present(out, "confirmed", confirmation->confirmed);
    add_end(out, old, confirmation_fields, confirmation->reason);
}

struct rule_case decision_case(const struct entry *entry, const struct decision *decision)
{
    return (struct rule_case){.item = entry->item,
                              .target = item_target(entry->item, entry->jurisdiction),
                              .value = decision->number,
                              .verdict = (int)decision->verdict,
                              .by_hand = decision->score};
}

static enum status check_score(const struct entry *entry, struct decision *decision,
                               struct error *error)
{
    const struct rule *rule = &entry->item->rule;
    bool given = decimal_is_number(decision->score);
    if (!entry_is_scored(entry) || decision->verdict == VERDICT_EXEMPT) {
        if (given)
            return fail(error, STATUS_INPUT, NULL, 0,
                        TR("no score is given here: leave it out", "此处不评分，请勿填写得分"));
        return STATUS_OK;
    }
    if (!rule_is_by_hand(rule)) {
        struct rule_case the = decision_case(entry, decision);
        struct decimal computed = rule_score(rule, &the);
        if (given && decimal_compare(decision->score, computed) != 0)
            return fail(
                error, STATUS_INPUT, NULL, 0,
                TR("the score follows from the rule: leave it out", "得分由规则计算，请勿填写"));
        decision->score = computed;
        return STATUS_OK;
    }
    struct buffer most = BUFFER_EMPTY;
    decimal_add(&most, rule_most(rule, entry->item), 4);
    enum status status = STATUS_OK;
    if (!given)
        status = fail(
            error, STATUS_INPUT, NULL, 0,
            TR("scored by hand: give a score from 0 to %s", "须人工评分：请给出0到%s之间的得分"),
            most.bytes);
    else if (decimal_compare(decision->score, DECIMAL_ZERO) < 0 ||
             decimal_compare(decision->score, rule_most(rule, entry->item)) > 0)
        status = fail(error, STATUS_INPUT, NULL, 0,
                      TR("the score is above full marks or below 0: give one from 0 to %s",
                         "得分超出满分或低于0：请填写0到%s之间的数"),
                      most.bytes);
    else if (!*decision->reason)
        status = fail(
            error, STATUS_INPUT, NULL, 0,
            TR("a score by hand needs a reason: add a note", "人工评分须说明理由：请补充说明"));
    buffer_free(&most);
    return status;
}

static enum status check_value(const struct entry *entry, const struct decision *decision,
                               struct error *error)
{
    const struct item *item = entry->item;
    bool given = decimal_is_number(decision->number);
    bool wanted = item->kind == ITEM_INDICATOR || rule_needs_value(&item->rule);
    if (!given && wanted && decision->verdict != VERDICT_EXEMPT)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("an indicator needs a value: add one", "指标须有数值：请填写"));
    struct decimal target = item_target(item, entry->jurisdiction);
    if (!given || !decimal_is_number(target) || item->kind != ITEM_INDICATOR || *decision->reason)
        return STATUS_OK;
    bool reaches = item_reaches(item, decision->number, target);
    if (reaches && (decision->verdict == VERDICT_PARTLY || decision->verdict == VERDICT_UNMET))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("the value reaches the target, so another verdict than met needs a reason: "
                       "add a note, or choose met",
                       "数值已达到目标，未评为完成须说明理由：请补充说明，或评为完成"));
    if (decision->verdict == VERDICT_MET && !reaches)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("the value misses the target, so met needs a reason: add a note, or "
                       "choose another verdict",
                       "数值未达到目标，评为完成须说明理由：请补充说明，或改选结论"));
    return STATUS_OK;
}

/* Taking back needs a decision that stands, and says nothing of its own but why. */
static enum status check_withdrawal(const struct entry *entry, const struct decision *decision,
                                    struct error *error)
{
    if (!entry->decision)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("nothing is decided that could be taken back", "尚无评定可撤回"));
    if (*decision->value || decimal_is_number(decision->score) || decision->evidence.count ||
        decision->condition_count)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("a withdrawal has neither value nor score nor evidence: leave them out",
                       "撤回不带数值、得分和佐证：请勿填写"));
    return STATUS_OK;
}

/* A close-out that names conditions names all of them, or says why one is lacking. (One that names
 * none comes from a ledger that does not list them.) */
static enum status check_conditions(const struct entry *entry, const struct decision *decision,
                                    struct error *error)
{
    const struct item *item = entry->item;
    size_t met = 0; /* of the item's own: the year may have others now than when it was decided */
    for (size_t i = 0; i < item->condition_count; i++)
        met += decision_has_condition(decision, item->conditions[i].id);
    if (decision->condition_count && decision->verdict != VERDICT_CLOSED_OUT)
        return fail(
            error, STATUS_INPUT, NULL, 0,
            TR("only a close-out has conditions: leave them out", "仅销号须列明条件：请勿填写"));
    if (decision->condition_count && met < item->condition_count && !*decision->reason)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("%zu of %zu close-out conditions are met: tick the others, or say why in a "
                       "note",
                       "销号条件只满足%zu项（共%zu项）：请补齐，或在说明中写明理由"),
                    met, item->condition_count);
    return STATUS_OK;
}

enum status decision_check(const struct entry *entry, struct decision *decision,
                           struct error *error)
{
    if (!verdict_fits(decision->verdict, entry->item->kind))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("'%s' is no verdict of a %s", "“%s”不是%s的结论"),
                    verdict_name(decision->verdict), item_kind_name(entry->item->kind));
    if (strlen(decision->reason) > NOTE_MOST)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("the note is longer than 64 KiB: put it into evidence",
                       "说明超过64 KiB：请作为佐证附上"));
    enum status status = STATUS_OK;
    if (decision->verdict == VERDICT_WITHDRAWN) {
        status = check_withdrawal(entry, decision, error);
        return status ? status : terms_check(entry, decision, error);
    }
    status = check_conditions(entry, decision, error);
    if (!status)
        status = terms_check(entry, decision, error);
    if (!status)
        status = check_value(entry, decision, error);
    return status ? status : check_score(entry, decision, error);
}

void entry_add_rule(const struct entry *entry, struct buffer *out)
{
    if (entry_is_scored(entry))
        rule_add_words(&entry->item->rule, entry->item, out);
    else if (entry->jurisdiction->whole)
        buffer_add(out, TR("measured, not scored", "只测量，不计分"));
    else if (entry->item->category->share)
        buffer_add(out, TR("counts in the share of its category", "计入本类完成比例"));
}

void entry_explain(const struct entry *entry, const struct rule_case *the, struct buffer *out)
{
    if (entry_is_scored(entry))
        rule_explain(&entry->item->rule, the, out);
}

static char *trimmed(struct arena *arena, const char *from, size_t size)
{
    while (size > 0 && *from == ' ') {
        from++;
        size--;
    }
    while (size > 0 && from[size - 1] == ' ')
        size--;
    return arena_text_of(arena, from, size);
}

void evidence_parse(struct arena *arena, const char *text, struct evidences *out)
{
    size_t most = 1;
    for (const char *at = text; *at; at++)
        most += *at == ';';
    struct evidence *list = arena_array(arena, out->count + most, sizeof *list);
    if (out->count)
        memcpy(list, out->list, out->count * sizeof *list);
    out->list = list;
    for (const char *at = text;; at++) {
        size_t size = strcspn(at, ";");
        const char *bar = memchr(at, '|', size);
        size_t title = bar ? (size_t)(bar - at) : size;
        const char *place = bar ? bar + 1 : at;
        struct evidence one = {trimmed(arena, at, title),
                               trimmed(arena, place, size - (size_t)(place - at)), ""};
        if (*one.at)
            list[out->count++] = one;
        at += size;
        if (!*at)
            return;
    }
}
