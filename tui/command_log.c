#include "tui/command.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/moment.h"
#include "records/history.h"
#include "tui/table.h"

#include <stdio.h>
#include <string.h>

enum { PAGE = 200 }; /* commits that are output together, while the next are looked for */

struct listing {
    struct call *call;
    struct arena *arena; /* of the page at hand */
    struct table *table;
    struct value *list;
    size_t rows;
    bool begun; /* a page was output already */
    struct error *error;
    enum status status;
};

/* ---- pages ---- */

static void begin_page(struct listing *listing)
{
    arena_clear(listing->arena);
    listing->rows = 0;
    listing->table = table_new(listing->arena, 4, 0);
    listing->list = value_list(listing->arena, NULL, NULL);
}

/* The pages of JSON together are one list. */
static void add_json_page(struct listing *listing)
{
    struct buffer page = BUFFER_EMPTY;
    value_to_json(&page, listing->list);
    size_t tail = strlen("\n]\n");
    if (listing->rows) {
        buffer_add_char(&listing->call->out, listing->begun ? ',' : '[');
        buffer_add_bytes(&listing->call->out, page.bytes + 1, page.size - 1 - tail);
    }
    buffer_free(&page);
}

static void end_page(struct listing *listing)
{
    if (call_has(listing->call, OPTION_JSON))
        add_json_page(listing);
    else
        table_print(listing->table, &listing->call->out);
    listing->begun = listing->begun || listing->rows;
    if (!listing->status)
        listing->status = call_flush(listing->call, listing->error);
    begin_page(listing);
}

static void end_pages(struct listing *listing)
{
    end_page(listing);
    if (call_has(listing->call, OPTION_JSON))
        buffer_add(&listing->call->out, listing->begun ? "\n]\n" : "[]\n");
}

/* ---- commits ---- */

static void add_json_commit(struct listing *listing, const struct log_entry *commit,
                            const char *when)
{
    struct arena *arena = listing->arena;
    struct value *map = value_map(arena, listing->list, NULL);
    value_text(arena, map, "commit", arena_text(arena, commit->commit));
    value_text(arena, map, "when", when);
    value_text(arena, map, "author", arena_text(arena, commit->author));
    value_text(arena, map, "subject", arena_text(arena, commit->subject));
    value_text(arena, map, "jurisdiction", arena_text(arena, commit->jurisdiction));
    value_text(arena, map, "item", arena_text(arena, commit->item));
    value_text(arena, map, "verdict", arena_text(arena, commit->verdict));
    value_text(arena, map, "score", arena_text(arena, commit->score));
}

static bool list_commit(void *context, const struct log_entry *commit)
{
    struct listing *listing = context;
    const char *when = moment_text(listing->arena, commit->when, commit->offset);
    if (call_has(listing->call, OPTION_JSON)) {
        add_json_commit(listing, commit, when);
    } else {
        table_add(listing->table, arena_format(listing->arena, "%.8s", commit->commit));
        table_add(listing->table, when);
        table_add(listing->table, commit->author);
        table_add(listing->table, commit->subject);
    }
    if (++listing->rows == PAGE)
        end_page(listing);
    return !listing->status;
}

/* Lists the commits whose trailers name them (NULL for all), as far as --by and --changed ask. */
static enum status log_commits(struct call *call, const char *jurisdiction, const char *item,
                               struct error *error)
{
    size_t size;
    const char *mail = mail_of(call_text(call, OPTION_BY), &size);
    const struct log_filter filter = {
        .jurisdiction = jurisdiction,
        .item = item,
        .mail = call_has(call, OPTION_BY) ? arena_text_of(call->arena, mail, size) : NULL,
        .changed = call_has(call, OPTION_CHANGED)};
    struct listing listing = {.call = call, .arena = arena_new(), .error = error};
    begin_page(&listing);
    enum status status =
        history_log(call->record, call->snapshot->commit, &filter, list_commit, &listing, error);
    if (!status && !listing.status)
        end_pages(&listing);
    arena_free(listing.arena);
    return status ? status : listing.status;
}

static enum status log_jurisdiction(struct call *call, struct error *error)
{
    const char *id = call->arguments->operand_count ? call->arguments->operands[0] : NULL;
    if (call_open_bare(call, error))
        return error->status;
    if (id && !assessment_jurisdiction(call->snapshot->assessment, id))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("no jurisdiction '%s': kaoping status lists them",
                       "没有考评对象“%s”：kaoping status 列出全部"),
                    id);
    return log_commits(call, id, NULL, error);
}

/* ---- the acts upon one item ---- */

static void act_row(struct call *call, struct table *table, const struct act *act)
{
    const struct decision *decision = act->decision;
    const struct confirmation *confirmation = act->confirmation;
    table_add(table, arena_format(call->arena, "%.8s", act->blob));
    table_add(table, act->moment);
    table_add(table, act->person);
    table_add(table, decision                 ? call_verdict(call, decision)
                     : confirmation->returned ? TR("returned", "退回")
                                              : TR("confirmed", "复核通过"));
    table_add(table, decision ? decision->value : "");
    table_add(table, decision ? decimal_text(call->arena, decision->score, SCORE_PLACES) : "");
    table_add(table, decision ? decision->reason : confirmation->reason);
}

static void json_decision(struct call *call, struct value *map, const struct decision *decision)
{
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

static void json_confirmation(struct call *call, struct value *map,
                              const struct confirmation *confirmation)
{
    value_text(call->arena, map, "previous", confirmation->previous);
    value_text(call->arena, map, "confirmed", confirmation->confirmed);
    value_text(call->arena, map, "reviewer", confirmation->reviewer);
    value_text(call->arena, map, "verdict", confirmation->returned ? "returned" : "confirmed");
    value_text(call->arena, map, "decision", confirmation->decision);
    value_text(call->arena, map, "reason", confirmation->reason);
}

/* The ids of commits take a walk, which the rows on the terminal do not wait for. */
static enum status json_acts(struct call *call, const struct entry *entry, struct act *acts,
                             struct error *error)
{
    struct value *list = value_list(call->arena, NULL, NULL);
    if (history_find_commits(call->record, call->arena, call->snapshot->commit, entry, acts, error))
        return error->status;
    for (const struct act *act = acts; act; act = act->older) {
        struct value *map = value_map(call->arena, list, NULL);
        value_text(call->arena, map, "act", act->decision ? "decision" : "confirmation");
        value_text(call->arena, map, "commit", act->commit);
        value_text(call->arena, map, "blob", act->blob);
        if (act->decision)
            json_decision(call, map, act->decision);
        else
            json_confirmation(call, map, act->confirmation);
    }
    call_add_json(call, list);
    return STATUS_OK;
}

static enum status log_item(struct call *call, struct error *error)
{
    const struct entry *entry;
    struct error broken;
    if (call_open_alone(call, &entry, error))
        return error->status;
    if (call_has(call, OPTION_BY) || call_has(call, OPTION_CHANGED))
        return log_commits(call, entry->jurisdiction->id, entry->item->id, error);
    struct act *acts = history_acts(call->record, call->arena, entry, &broken);
    if (broken.status) {
        fprintf(stderr, "kaoping: %s%s\n", broken.text,
                TR("; here are the commits instead", "；以下改按提交列出"));
        return log_commits(call, entry->jurisdiction->id, entry->item->id, error);
    }
    if (call_has(call, OPTION_JSON))
        return json_acts(call, entry, acts, error);
    struct table *table = table_new(call->arena, 7, 1u << 4 | 1u << 5);
    for (const struct act *act = acts; act; act = act->older)
        act_row(call, table, act);
    table_print(table, &call->out);
    return STATUS_OK;
}

enum status command_log(struct call *call, struct error *error)
{
    return call->arguments->operand_count == 2 ? log_item(call, error)
                                               : log_jurisdiction(call, error);
}
