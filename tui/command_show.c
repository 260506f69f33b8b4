#include "tui/command.h"

#include "core/decision.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/terms.h"
#include "core/text.h"
#include "records/evidence.h"
#include "records/history.h"
#include "tui/table.h"

#include <string.h>

/* ---- As text ---- */

static void add_heading(struct buffer *out, const char *heading)
{
    buffer_format(out, "\n%s\n", heading);
}

static void add_line(struct buffer *out, const char *label, const char *text)
{
    if (!*text)
        return;
    buffer_format(out, TR("  %s: ", "  %s："), label);
    text_add_safe(out, text);
    buffer_add_char(out, '\n');
}

/* A body of several paragraphs, every line of it indented. */
static void add_body(struct buffer *out, const char *text)
{
    struct buffer safe = BUFFER_EMPTY;
    text_add_safe_lines(&safe, text);
    for (const char *line = safe.bytes; *line;) {
        size_t size = strcspn(line, "\n");
        buffer_add(out, size ? "  " : "");
        buffer_add_bytes(out, line, size);
        buffer_add_char(out, '\n');
        line += size + (line[size] == '\n');
    }
    buffer_free(&safe);
}

/* In their words; one that the year no longer lists stands as it was written. */
static void add_conditions(struct buffer *out, const struct item *item,
                           const struct decision *decision)
{
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < decision->condition_count; i++) {
        const char *words = decision->conditions[i];
        for (size_t j = 0; j < item->condition_count; j++)
            if (strcmp(item->conditions[j].id, words) == 0)
                words = condition_words(&item->conditions[j]);
        buffer_format(&text, "%s%s", i ? TR("; ", "；") : "", words);
    }
    add_line(out, TR("conditions", "销号条件"), text.bytes);
    buffer_free(&text);
}

static void add_evidence(struct buffer *out, const struct evidences *evidence)
{
    for (size_t i = 0; i < evidence->count; i++) {
        const struct evidence *one = &evidence->list[i];
        struct buffer text = BUFFER_EMPTY;
        buffer_add(&text, one->title);
        if (strcmp(one->title, one->at) != 0)
            buffer_format(&text, " %s", one->at);
        if (evidence_is_attached(one->at))
            buffer_add(&text, TR(" (attached: 'kaoping evidence' writes it out)",
                                 "（已存入记录，可用 kaoping evidence 取出）"));
        add_line(out, TR("evidence", "佐证"), text.bytes);
        buffer_free(&text);
    }
}

static void show_rectification(struct buffer *out, const struct item *item)
{
    if (item->kind != ITEM_RECTIFICATION)
        return;
    add_line(out, TR("problem", "问题"), item->problem);
    add_line(out, TR("objective", "整改目标"), item->objective);
    add_line(out, TR("measures", "整改措施"), item->measures);
    add_line(out, TR("responsible", "责任单位"), item->responsible);
    add_line(out, TR("supervising", "督导单位"), item->supervising);
}

/* The deadline in force, and how it came about. */
static void show_deadline(struct call *call, const struct entry *entry)
{
    struct buffer *out = &call->out;
    const struct extension *extension = &entry->extension;
    const struct decision *decision = entry->decision;
    if (entry->item->kind != ITEM_RECTIFICATION)
        return;
    add_line(out, TR("deadline", "时限"), deadline_words(entry->deadline));
    if (*extension->until) {
        add_line(out, TR("was due", "原时限"), entry->item->deadline);
        add_line(out, TR("extended by", "延期批准人"), extension->by);
    }
    if (decision && *decision->deadline && !entry->approved)
        add_line(out, TR("asked", "申请延期"),
                 arena_format(call->arena,
                              entry->state == STATE_RETURNED ? TR("%s, refused", "至%s，已退回")
                                                             : TR("%s, waits", "至%s，待复核"),
                              decision->deadline));
}

static void show_item(struct call *call, const struct entry *entry)
{
    const struct item *item = entry->item;
    struct buffer *out = &call->out, rule = BUFFER_EMPTY;
    text_add_safe(out, entry->jurisdiction->name);
    buffer_add(out, " · ");
    text_add_safe(out, item->category->name);
    buffer_add(out, " · ");
    text_add_safe(out, item->name);
    buffer_format(out, "\n  %s %s\n", entry->jurisdiction->id, item->id);
    add_line(out, TR("kind", "类型"), item_kind_name(item->kind));
    add_line(out, TR("source", "依据"), item->source);
    struct decimal target = item_target(item, entry->jurisdiction);
    if (decimal_is_number(target))
        add_line(out, TR("target", "目标"),
                 arena_format(call->arena, "%s%s",
                              decimal_text(call->arena, target, DECIMAL_PLACES_MOST), item->unit));
    show_rectification(out, item);
    show_deadline(call, entry);
    entry_add_rule(entry, &rule);
    add_line(out, TR("scoring", "评分"), rule.bytes);
    buffer_free(&rule);
    if (*item->guidance) {
        add_heading(out, TR("Guidance", "评定指引"));
        add_body(out, item->guidance);
    }
}

static void show_report(struct buffer *out, const struct report *report)
{
    add_heading(out, TR("Report", "自查"));
    if (!report) {
        buffer_add(out, TR("  none\n", "  未报\n"));
        return;
    }
    add_line(out, TR("value", "数值"), report->value);
    add_line(out, TR("recorded by", "记录人"), report->reporter);
    add_line(out, TR("reported", "时间"), report->reported);
    add_evidence(out, &report->evidence);
    add_body(out, report->text);
}

static void show_decision(struct call *call, const struct entry *entry)
{
    struct buffer *out = &call->out, text = BUFFER_EMPTY, notice = BUFFER_EMPTY;
    const struct decision *decision = entry->decision;
    add_heading(out, TR("Decision", "评定"));
    add_line(out, TR("state", "状态"), state_name(entry->state));
    if (entry->overdue)
        add_line(out, TR("deadline", "时限"), TR("overdue", "已逾期"));
    if (!decision)
        return;
    add_line(out, TR("verdict", "结论"), verdict_name(decision->verdict));
    add_line(out, TR("value", "数值"), decision->value);
    add_line(out, TR("score", "得分"),
             decimal_text(call->arena, call->snapshot->tally->scores[entry->index], SCORE_PLACES));
    struct rule_case the = decision_case(entry, decision);
    entry_explain(entry, &the, &text);
    add_line(out, TR("how", "计算"), text.bytes);
    buffer_free(&text);
    add_line(out, TR("reviewer", "评定人"), decision->reviewer);
    add_line(out, TR("decided", "时间"), decision->decided);
    add_conditions(out, entry->item, decision);
    notice_add(&notice, &decision->notice);
    add_line(out, TR("notice", "公示"), notice.bytes);
    buffer_free(&notice);
    if (decision->reopened)
        add_line(out, TR("reopened", "重新开启"), TR("yes", "是"));
    add_evidence(out, &decision->evidence);
    add_body(out, decision->reason);
}

static void show_confirmation(struct buffer *out, const struct entry *entry)
{
    const struct confirmation *confirmation = entry->confirmation;
    add_heading(out, TR("Confirmation", "复核"));
    if (!confirmation) {
        buffer_add(out, TR("  none\n", "  未复核\n"));
        return;
    }
    bool present = entry->decision && strcmp(confirmation->decision, entry->decision->blob) == 0;
    add_line(out, TR("verdict", "意见"),
             confirmation->returned ? TR("returned", "退回") : TR("confirmed", "复核通过"));
    if (!present)
        add_line(out, TR("of", "针对"), TR("an earlier decision", "此前的评定"));
    add_line(out, TR("reviewer", "复核人"), confirmation->reviewer);
    add_line(out, TR("when", "时间"), confirmation->confirmed);
    add_body(out, confirmation->reason);
}

static const char *act_words(struct call *call, const struct act *act)
{
    if (act->decision)
        return call_verdict(call, act->decision);
    return act->confirmation->returned ? TR("returned", "退回") : TR("confirmed", "复核通过");
}

/* Each round in its order: decided, returned with the reason, decided again, confirmed. */
static void show_history(struct call *call, const struct act *act, const struct error *broken)
{
    size_t count;
    const struct act **acts = history_in_order(call->arena, act, &count);
    struct table *table = table_new(call->arena, 7, 1u << 2 | 1u << 3);
    for (size_t i = 0; i < count; i++) {
        const struct decision *decision = acts[i]->decision;
        table_add(table, arena_format(call->arena, "  %s", acts[i]->moment));
        table_add(table, act_words(call, acts[i]));
        table_add(table, decision ? decision->value : "");
        table_add(table, decision ? decimal_text(call->arena, decision->score, SCORE_PLACES) : "");
        table_add(table, acts[i]->person);
        table_add(table, arena_format(call->arena, "%.8s", acts[i]->commit));
        table_add(table, decision ? decision->reason : acts[i]->confirmation->reason);
    }
    add_heading(&call->out, TR("History", "历次评定和复核"));
    table_print(table, &call->out);
    if (broken->status)
        add_line(&call->out, TR("broken", "中断"), broken->text);
}

/* ---- As JSON ---- */

static void json_evidence(struct arena *arena, struct value *map, const struct evidences *evidence)
{
    struct value *list = value_list(arena, map, "evidence");
    for (size_t i = 0; i < evidence->count; i++) {
        struct value *one = value_map(arena, list, NULL);
        value_text(arena, one, "title", evidence->list[i].title);
        value_text(arena, one, "at", evidence->list[i].at);
        value_text(arena, one, "sha256", evidence->list[i].sha256);
    }
}

/* Of a rectification: the deadline in force, the item's own, and what extends it. */
static void json_deadline(struct call *call, struct value *root, const struct entry *entry)
{
    const struct extension *extension = &entry->extension;
    if (entry->item->kind != ITEM_RECTIFICATION)
        return;
    value_text(call->arena, root, "deadline", entry->deadline);
    value_text(call->arena, root, "item-deadline", entry->item->deadline);
    if (!*extension->until) {
        value_null(call->arena, root, "extension");
        return;
    }
    struct value *map = value_map(call->arena, root, "extension");
    value_text(call->arena, map, "until", extension->until);
    value_text(call->arena, map, "decision", extension->decision);
    value_text(call->arena, map, "by", extension->by);
}

static void json_terms(struct call *call, struct value *map, const struct decision *decision)
{
    value_text(call->arena, map, "deadline", decision->deadline);
    value_truth(call->arena, map, "reopened", decision->reopened);
    if (*decision->notice.from) {
        struct value *notice = value_map(call->arena, map, "notice");
        value_text(call->arena, notice, "from", decision->notice.from);
        value_text(call->arena, notice, "until", decision->notice.until);
    } else {
        value_null(call->arena, map, "notice");
    }
}

static void json_item(struct call *call, struct value *root, const struct entry *entry)
{
    const struct item *item = entry->item;
    struct buffer rule = BUFFER_EMPTY;
    entry_add_rule(entry, &rule);
    value_text(call->arena, root, "jurisdiction", entry->jurisdiction->id);
    value_text(call->arena, root, "item", item->id);
    value_text(call->arena, root, "name", item->name);
    value_text(call->arena, root, "kind", item_kind_ids[item->kind]);
    value_text(call->arena, root, "source", item->source);
    value_text(call->arena, root, "guidance", item->guidance);
    value_text(call->arena, root, "rule", arena_text(call->arena, rule.bytes));
    add_number(call, root, "full", item->full, DECIMAL_PLACES_MOST);
    add_number(call, root, "target", item_target(item, entry->jurisdiction), DECIMAL_PLACES_MOST);
    json_deadline(call, root, entry);
    value_text(call->arena, root, "state", state_ids[entry->state]);
    value_truth(call->arena, root, "overdue", entry->overdue);
    add_number(call, root, "score", call->snapshot->tally->scores[entry->index], SCORE_PLACES);
    buffer_free(&rule);
}

static void json_report(struct call *call, struct value *root, const struct report *report)
{
    if (!report) {
        value_null(call->arena, root, "report");
        return;
    }
    struct value *map = value_map(call->arena, root, "report");
    value_text(call->arena, map, "value", report->value);
    value_text(call->arena, map, "text", report->text);
    value_text(call->arena, map, "reporter", report->reporter);
    value_text(call->arena, map, "reported", report->reported);
    json_evidence(call->arena, map, &report->evidence);
}

static void json_decision(struct call *call, struct value *parent, const char *commit,
                          const struct decision *decision)
{
    struct value *map = value_map(call->arena, parent, NULL);
    value_text(call->arena, map, "verdict", verdict_ids[decision->verdict]);
    value_text(call->arena, map, "value", decision->value);
    add_number(call, map, "score", decision->score, DECIMAL_PLACES_MOST);
    value_text(call->arena, map, "reviewer", decision->reviewer);
    value_text(call->arena, map, "decided", decision->decided);
    value_text(call->arena, map, "reason", decision->reason);
    value_text(call->arena, map, "against", decision->against);
    value_text(call->arena, map, "previous", decision->previous);
    value_text(call->arena, map, "commit", commit);
    value_text(call->arena, map, "blob", decision->blob);
    json_terms(call, map, decision);
    json_evidence(call->arena, map, &decision->evidence);
    struct value *conditions = value_list(call->arena, map, "conditions");
    for (size_t i = 0; i < decision->condition_count; i++)
        value_text(call->arena, conditions, NULL, decision->conditions[i]);
}

static void json_confirmation(struct call *call, struct value *parent, const char *name,
                              const struct confirmation *confirmation)
{
    if (!confirmation) {
        value_null(call->arena, parent, name);
        return;
    }
    struct value *map = value_map(call->arena, parent, name);
    value_text(call->arena, map, "verdict", confirmation->returned ? "returned" : "confirmed");
    value_text(call->arena, map, "decision", confirmation->decision);
    value_text(call->arena, map, "reviewer", confirmation->reviewer);
    value_text(call->arena, map, "confirmed", confirmation->confirmed);
    value_text(call->arena, map, "reason", confirmation->reason);
}

/* `decisions` and `confirmations`: every version, newest first. */
static void show_json(struct call *call, const struct entry *entry, const struct act *act)
{
    struct value *root = value_map(call->arena, NULL, NULL);
    json_item(call, root, entry);
    json_report(call, root, entry->report);
    json_confirmation(call, root, "confirmation", entry->confirmation);
    struct value *decisions = value_list(call->arena, root, "decisions");
    struct value *words = value_list(call->arena, root, "confirmations");
    for (; act; act = act->older)
        if (act->decision)
            json_decision(call, decisions, act->commit, act->decision);
        else
            json_confirmation(call, words, NULL, act->confirmation);
    call_add_json(call, root);
}

enum status command_show(struct call *call, struct error *error)
{
    const struct entry *entry;
    struct error broken;
    if (call_open_entry(call, &entry, error))
        return error->status;
    struct act *act = history_acts(call->record, call->arena, entry, &broken);
    if (history_find_commits(call->record, call->arena, call->snapshot->commit, entry, act, error))
        return error->status;
    if (call_has(call, OPTION_JSON)) {
        show_json(call, entry, act);
        return STATUS_OK;
    }
    show_item(call, entry);
    show_report(&call->out, entry->report);
    show_decision(call, entry);
    show_confirmation(&call->out, entry);
    if (act || broken.status)
        show_history(call, act, &broken);
    return STATUS_OK;
}
