#include "tui/command.h"

#include "core/circular.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/moment.h"
#include "core/text.h"
#include "records/history.h"
#include "records/trace.h"
#include "tui/table.h"

#include <stdint.h>
#include <string.h>

/* ---- trace ---- */

static void trace_row(struct call *call, struct table *table, const struct entry *entry,
                      const char *commit)
{
    const struct decision *decision = entry->decision;
    struct decimal score = call->snapshot->tally->scores[entry->index];
    table_add(table, entry->jurisdiction->id);
    table_add(table, entry->item->id);
    table_add(table, decision ? verdict_name(decision->verdict) : "");
    table_add(table, decision ? decision->value : "");
    table_add(table, call_number(call, score, SCORE_PLACES));
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

/* ---- log ---- */

struct listing {
    struct call *call;
    struct table *table;
    struct value *list;
};

static const char *moment_words(struct call *call, long long when, int offset)
{
    struct buffer text = BUFFER_EMPTY;
    moment_add(&text, when, offset);
    const char *copy = arena_text(call->arena, text.bytes);
    buffer_free(&text);
    return copy;
}

static bool list_commit(void *context, const struct log_entry *commit)
{
    struct listing *listing = context;
    struct arena *arena = listing->call->arena;
    const char *when = moment_words(listing->call, commit->when, commit->offset);
    if (!call_has(listing->call, OPTION_JSON)) {
        table_add(listing->table, arena_format(arena, "%.8s", commit->commit));
        table_add(listing->table, when);
        table_add(listing->table, commit->author);
        table_add(listing->table, commit->subject);
        return true;
    }
    struct value *map = value_map(arena, listing->list, NULL);
    value_text(arena, map, "commit", arena_text(arena, commit->commit));
    value_text(arena, map, "when", when);
    value_text(arena, map, "author", arena_text(arena, commit->author));
    value_text(arena, map, "subject", arena_text(arena, commit->subject));
    value_text(arena, map, "jurisdiction", arena_text(arena, commit->jurisdiction));
    value_text(arena, map, "item", arena_text(arena, commit->item));
    value_text(arena, map, "verdict", arena_text(arena, commit->verdict));
    value_text(arena, map, "score", arena_text(arena, commit->score));
    return true;
}

static void list_past(struct listing *listing, const struct past *past, const char *commit)
{
    struct call *call = listing->call;
    const struct decision *decision = &past->decision;
    if (!call_has(call, OPTION_JSON)) {
        table_add(listing->table, arena_format(call->arena, "%.8s", commit));
        table_add(listing->table, decision->decided);
        table_add(listing->table, decision->reviewer);
        table_add(listing->table, call_verdict(call, decision));
        table_add(listing->table, decision->value);
        table_add(listing->table, call_number(call, decision->score, SCORE_PLACES));
        table_add(listing->table, decision->reason);
        return;
    }
    struct value *map = value_map(call->arena, listing->list, NULL);
    value_text(call->arena, map, "commit", commit);
    value_text(call->arena, map, "blob", decision->blob);
    value_text(call->arena, map, "previous", decision->previous);
    value_text(call->arena, map, "decided", decision->decided);
    value_text(call->arena, map, "reviewer", decision->reviewer);
    value_text(call->arena, map, "verdict", verdict_ids[decision->verdict]);
    value_text(call->arena, map, "value", decision->value);
    add_number(call, map, "score", decision->score, DECIMAL_PLACES_MOST);
    value_text(call->arena, map, "deadline", decision->deadline);
    value_truth(call->arena, map, "reopened", decision->reopened);
    value_text(call->arena, map, "reason", decision->reason);
}

/* Of an item the chain of its decisions, each with the commit that brought it. */
static enum status log_entry(struct listing *listing, struct error *error)
{
    struct call *call = listing->call;
    const struct entry *entry;
    const struct past *past;
    const char **commits;
    if (snapshot_entry(call->snapshot, call->arguments->operands[0], call->arguments->operands[1],
                       &entry, error) ||
        history_chain(call->record, call->arena, entry, &past, error) ||
        call_commits(call, entry, past, &commits, error))
        return error->status;
    listing->table = table_new(call->arena, 7, 1u << 4 | 1u << 5);
    for (; past; past = past->older)
        list_past(listing, past, *commits++);
    return STATUS_OK;
}

static enum status log_commits(struct listing *listing, struct error *error)
{
    struct call *call = listing->call;
    const char *id = call->arguments->operand_count ? call->arguments->operands[0] : NULL;
    if (id && !assessment_jurisdiction(call->snapshot->assessment, id))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("no jurisdiction '%s': kaoping status lists them",
                       "没有考评对象“%s”：kaoping status 列出全部"),
                    id);
    listing->table = table_new(call->arena, 4, 0);
    return history_log(call->record, call->snapshot->commit, id, NULL, list_commit, listing, error);
}

enum status command_log(struct call *call, struct error *error)
{
    struct listing listing = {.call = call, .list = value_list(call->arena, NULL, NULL)};
    if (call_open(call, error))
        return error->status;
    enum status status = call->arguments->operand_count == 2 ? log_entry(&listing, error)
                                                             : log_commits(&listing, error);
    if (status)
        return status;
    if (call_has(call, OPTION_JSON))
        call_add_json(call, listing.list);
    else
        table_print(listing.table, &call->out);
    return STATUS_OK;
}
