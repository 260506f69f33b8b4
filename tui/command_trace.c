#include "tui/command.h"

#include "core/circular.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/trace.h"
#include "tui/table.h"

#include <stdint.h>

static void trace_row(struct call *call, struct table *table, const struct entry *entry,
                      const char *commit)
{
    const struct decision *decision = entry->decision;
    struct decimal score = call->snapshot->tally->scores[entry->index];
    table_add(table, entry->jurisdiction->id);
    table_add(table, entry->item->id);
    table_add(table, decision ? verdict_name(decision->verdict) : "");
    table_add(table, decision ? decision->value : "");
    table_add(table, decimal_text(call->arena, score, SCORE_PLACES));
    table_add(table, state_name(entry->state));
    table_add(table, decision ? decision->reviewer : "");
    table_add(table, decision ? decision->decided : "");
    table_add(table, arena_format(call->arena, "%.8s", commit));
}

static void trace_member(struct call *call, struct value *list, const struct entry *entry,
                         const char *commit)
{
    const struct decision *decision = entry->decision;
    struct decimal score = call->snapshot->tally->scores[entry->index];
    struct value *map = value_map(call->arena, list, NULL);
    value_text(call->arena, map, "jurisdiction", entry->jurisdiction->id);
    value_text(call->arena, map, "item", entry->item->id);
    value_text(call->arena, map, "state", state_ids[entry->state]);
    if (!decision)
        return;
    value_text(call->arena, map, "verdict", verdict_ids[decision->verdict]);
    value_text(call->arena, map, "value", decision->value);
    add_number(call, map, "score", score, SCORE_PLACES);
    value_text(call->arena, map, "reviewer", decision->reviewer);
    value_text(call->arena, map, "decided", decision->decided);
    value_text(call->arena, map, "commit", arena_text(call->arena, commit));
}

static void trace_head(struct call *call, const char *name, const struct value *fact)
{
    struct buffer *out = &call->out;
    text_add_safe(out, name);
    buffer_add(out, " = ");
    text_add_safe(out, circular_words(call->arena, fact));
    buffer_add_char(out, '\n');
    if (!fact->source || !fact->source->count) {
        buffer_add(out, TR("given by the programme, the year or the checklist, not by decisions\n",
                           "由方案、年度或清单给定，不依据评定\n"));
        return;
    }
    text_add_safe(out, fact->source->formula);
    buffer_format(out,
                  fact->source->count == 1
                      ? TR("\nrests on %zu decision:\n", "\n依据%zu项评定：\n")
                      : TR("\nrests on %zu decisions:\n", "\n依据%zu项评定：\n"),
                  fact->source->count);
}

static struct value *trace_root(struct call *call, const char *name, const struct value *fact)
{
    struct value *root = value_map(call->arena, NULL, NULL);
    value_text(call->arena, root, "fact", name);
    value_text(call->arena, root, "value", circular_words(call->arena, fact));
    value_text(call->arena, root, "formula", fact->source ? fact->source->formula : "");
    value_text(call->arena, root, "commit", call->snapshot->commit);
    return root;
}

static void trace_entries(struct call *call, const struct source *source, const struct trace *trace,
                          struct table *table, struct value *list)
{
    for (size_t i = 0; source && i < source->count; i++) {
        const char *commit = trace_commit(trace, source->basis[i]);
        trace_row(call, table, source->basis[i], commit);
        trace_member(call, list, source->basis[i], commit);
    }
}

enum status command_trace(struct call *call, struct error *error)
{
    const char *name = call->arguments->operands[0];
    if (call_open(call, error))
        return error->status;
    const struct value *fact = value_at(snapshot_facts(call->snapshot), name);
    if (!fact)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("no fact '%s': kaoping facts lists them",
                       "没有名为“%s”的事实：kaoping facts 列出全部"),
                    name);
    struct table *table = table_new(call->arena, 9, 1u << 3 | 1u << 4);
    struct value *root = trace_root(call, name, fact);
    struct value *list = value_list(call->arena, root, "decisions");
    struct trace *trace;
    enum status status = trace_new(call->record, call->snapshot, fact->source, &trace, error);
    if (status)
        return status;
    status = trace_read(trace, call->snapshot, SIZE_MAX, error);
    if (!status)
        trace_entries(call, fact->source, trace, table, list);
    trace_free(trace);
    if (status)
        return status;
    if (call_has(call, OPTION_JSON)) {
        call_add_json(call, root);
        return STATUS_OK;
    }
    trace_head(call, name, fact);
    table_print(table, &call->out);
    return STATUS_OK;
}
