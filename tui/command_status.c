#include "tui/command.h"

#include "core/language.h"
#include "core/text.h"
#include "tui/table.h"

static void add_counts(struct table *table, const struct counts *counts)
{
    table_add_count(table, counts->total);
    table_add_count(table, counts->state[STATE_PENDING]);
    table_add_count(table, counts->state[STATE_DECIDED]);
    table_add_count(table, counts->state[STATE_RETURNED]);
    table_add_count(table, counts->state[STATE_STALE]);
    table_add_count(table, counts->state[STATE_CONFIRMED]);
    table_add_count(table, counts->overdue);
}

static void add_standing(struct call *call, struct table *table, const struct standing *standing)
{
    const struct assessment *assessment = call->snapshot->assessment;
    table_add(table, standing->jurisdiction->id);
    table_add(table, standing->jurisdiction->name);
    add_counts(table, &standing->counts);
    if (standing->jurisdiction->whole) {
        for (int i = 0; i < 3; i++)
            table_add(table, "");
        return;
    }
    table_add(table, call_score(call, standing->total));
    table_add_count(table, (size_t)standing->rank);
    table_add(table, grade_name(assessment, standing));
}

/* What was decided for items that are gone counts nowhere, and is not forgotten either. */
static void print_left_over(struct call *call)
{
    const struct assessment *assessment = call->snapshot->assessment;
    for (size_t i = 0; i < assessment->left_over_count; i++) {
        text_add_safe(&call->out, assessment->left_over[i]);
        buffer_add(&call->out,
                   TR(": decided, but the checklist does not ask for it any more: it counts "
                      "nowhere\n",
                      "：已评定，但清单中已无此项（或不再适用），不计入\n"));
    }
}

static void print_table(struct call *call)
{
    const struct snapshot *snapshot = call->snapshot;
    const char *const heads[] = {TR("id", "代号"),          TR("jurisdiction", "考评对象"),
                                 TR("items", "项数"),       state_name(STATE_PENDING),
                                 state_name(STATE_DECIDED), state_name(STATE_RETURNED),
                                 state_name(STATE_STALE),   state_name(STATE_CONFIRMED),
                                 TR("overdue", "逾期"),     TR("total", "总分"),
                                 TR("rank", "名次"),        TR("grade", "等次")};
    enum { COLUMNS = sizeof heads / sizeof *heads };
    struct table *table = table_new(call->arena, COLUMNS, 0x7FC);
    for (size_t i = 0; i < COLUMNS; i++)
        table_add(table, heads[i]);
    for (size_t i = 0; i < snapshot->assessment->jurisdiction_count; i++)
        add_standing(call, table, &snapshot->tally->standings[i]);
    table_add(table, "");
    table_add(table, TR("all", "合计"));
    add_counts(table, &snapshot->tally->counts);
    buffer_format(&call->out, TR("%s, as of %s (%.8s)\n", "%s年度，截至%s（%.8s）\n"),
                  snapshot->assessment->year, snapshot->assessment->today, snapshot->commit);
    table_print(table, &call->out);
    print_left_over(call);
}

static void add_json_counts(struct call *call, struct value *map, const struct counts *counts)
{
    add_count(call, map, "total", counts->total);
    for (int state = 0; state < STATES; state++)
        add_count(call, map, state_ids[state], counts->state[state]);
    add_count(call, map, "overdue", counts->overdue);
}

static void print_json(struct call *call)
{
    const struct assessment *assessment = call->snapshot->assessment;
    struct value *root = value_map(call->arena, NULL, NULL);
    value_text(call->arena, root, "year", assessment->year);
    value_text(call->arena, root, "commit", call->snapshot->commit);
    struct value *list = value_list(call->arena, root, "jurisdictions");
    for (size_t i = 0; i < assessment->jurisdiction_count; i++) {
        const struct standing *standing = &call->snapshot->tally->standings[i];
        struct value *map = value_map(call->arena, list, NULL);
        value_text(call->arena, map, "id", standing->jurisdiction->id);
        value_text(call->arena, map, "name", standing->jurisdiction->name);
        add_json_counts(call, value_map(call->arena, map, "items"), &standing->counts);
        if (standing->jurisdiction->whole)
            continue;
        add_number(call, map, "score", standing->total, SCORE_PLACES);
        add_count(call, map, "rank", (size_t)standing->rank);
        value_text(call->arena, map, "grade", grade_name(assessment, standing));
    }
    add_json_counts(call, value_map(call->arena, root, "items"), &call->snapshot->tally->counts);
    list = value_list(call->arena, root, "left-over");
    for (size_t i = 0; i < assessment->left_over_count; i++)
        value_text(call->arena, list, NULL, assessment->left_over[i]);
    call_add_json(call, root);
}

static void print_pending(struct call *call)
{
    const struct assessment *assessment = call->snapshot->assessment;
    struct value *list = value_list(call->arena, NULL, NULL);
    for (size_t i = 0; i < assessment->entry_count; i++) {
        const struct entry *entry = &assessment->entries[i];
        if (entry->state != STATE_PENDING)
            continue;
        if (!call_has(call, OPTION_JSON)) {
            buffer_format(&call->out, "%s %s\n", entry->jurisdiction->id, entry->item->id);
            continue;
        }
        struct value *map = value_map(call->arena, list, NULL);
        value_text(call->arena, map, "jurisdiction", entry->jurisdiction->id);
        value_text(call->arena, map, "item", entry->item->id);
    }
    if (call_has(call, OPTION_JSON))
        call_add_json(call, list);
}

enum status command_status(struct call *call, struct error *error)
{
    if (call_open(call, error))
        return error->status;
    if (call_has(call, OPTION_PENDING))
        print_pending(call);
    else if (call_has(call, OPTION_JSON))
        print_json(call);
    else
        print_table(call);
    return STATUS_OK;
}
