#include "tui/command.h"

#include "core/circular.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "tui/table.h"

#include <string.h>

/* ---- score ---- */

static size_t count_open(const struct standing *standing)
{
    return standing->counts.total - standing->counts.settled;
}

static void score_table(struct call *call)
{
    const struct snapshot *snapshot = call->snapshot;
    struct table *table = table_new(call->arena, 5, 1u << 0 | 1u << 2 | 1u << 4);
    const char *const heads[] = {TR("rank", "名次"), TR("jurisdiction", "考评对象"),
                                 TR("total", "总分"), TR("grade", "等次"), TR("open", "未定项")};
    for (size_t i = 0; i < 5; i++)
        table_add(table, heads[i]);
    for (size_t i = 0; i < snapshot->assessment->ranked_count; i++) {
        const struct standing *standing = snapshot->tally->ranking[i];
        table_add_count(table, (size_t)standing->rank);
        table_add(table, standing->jurisdiction->government);
        table_add(table, call_score(call, standing->total));
        table_add(table, grade_name(snapshot->assessment, standing));
        table_add_count(table, count_open(standing));
    }
    table_print(table, &call->out);
}

static void add_cell(struct buffer *out, const char *text)
{
    struct buffer safe = BUFFER_EMPTY;
    text_add_safe(&safe, text);
    bool quoted = strpbrk(safe.bytes, ",\"") != NULL;
    buffer_add(out, quoted ? "\"" : "");
    for (const char *at = safe.bytes; *at; at++) {
        if (*at == '"')
            buffer_add_char(out, '"');
        buffer_add_char(out, *at);
    }
    buffer_add(out, quoted ? "\"" : "");
    buffer_free(&safe);
}

static void score_csv(struct call *call)
{
    const struct assessment *assessment = call->snapshot->assessment;
    struct buffer *out = &call->out;
    buffer_add(out, "rank,jurisdiction,government,class,total,grade,open");
    for (size_t i = 0; i < assessment->category_count; i++)
        buffer_format(out, ",%s", assessment->categories[i].id);
    buffer_add_char(out, '\n');
    for (size_t i = 0; i < assessment->ranked_count; i++) {
        const struct standing *standing = call->snapshot->tally->ranking[i];
        buffer_format(out, "%d,%s,", standing->rank, standing->jurisdiction->id);
        add_cell(out, standing->jurisdiction->government);
        buffer_format(out, ",%s,%s,", standing->jurisdiction->class,
                      decimal_text(call->arena, standing->total, SCORE_PLACES));
        add_cell(out, grade_name(assessment, standing));
        buffer_format(out, ",%zu", count_open(standing));
        for (size_t j = 0; j < assessment->category_count; j++)
            buffer_format(out, ",%s",
                          decimal_text(call->arena, standing->categories[j].score, SCORE_PLACES));
        buffer_add_char(out, '\n');
    }
}

static void score_json(struct call *call)
{
    const struct assessment *assessment = call->snapshot->assessment;
    struct value *root = value_map(call->arena, NULL, NULL);
    value_text(call->arena, root, "year", assessment->year);
    value_text(call->arena, root, "commit", call->snapshot->commit);
    struct value *list = value_list(call->arena, root, "ranking");
    for (size_t i = 0; i < assessment->ranked_count; i++) {
        const struct standing *standing = call->snapshot->tally->ranking[i];
        struct value *map = value_map(call->arena, list, NULL);
        add_count(call, map, "rank", (size_t)standing->rank);
        value_text(call->arena, map, "id", standing->jurisdiction->id);
        value_text(call->arena, map, "government", standing->jurisdiction->government);
        value_text(call->arena, map, "class", standing->jurisdiction->class);
        add_number(call, map, "total", standing->total, SCORE_PLACES);
        value_text(call->arena, map, "grade", grade_name(assessment, standing));
        add_count(call, map, "open", count_open(standing));
        struct value *categories = value_map(call->arena, map, "categories");
        for (size_t j = 0; j < assessment->category_count; j++)
            add_number(call, categories, assessment->categories[j].id,
                       standing->categories[j].score, SCORE_PLACES);
    }
    call_add_json(call, root);
}

enum status command_score(struct call *call, struct error *error)
{
    if (call_has(call, OPTION_JSON) && call_has(call, OPTION_CSV))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("--csv and --json exclude each other: leave one out",
                       "--csv 与 --json 不能同时使用：请去掉一个"));
    if (call_open(call, error))
        return error->status;
    if (call_has(call, OPTION_JSON))
        score_json(call);
    else if (call_has(call, OPTION_CSV))
        score_csv(call);
    else
        score_table(call);
    return STATUS_OK;
}

/* ---- facts ---- */

static const char *fact_text(const struct value *value)
{
    if (value->kind == VALUE_NULL)
        return CIRCULAR_OPEN;
    if (value->kind == VALUE_TRUTH)
        return value->truth ? "true" : "false";
    return value->text;
}

/* A line for each figure, text and truth; `name` is where the tree stands and is left as it was. */
static void add_facts(struct buffer *out, struct buffer *name, const struct value *value)
{
    if (value->kind == VALUE_NULL && !(value->source && value->source->open))
        return; /* there will never be one */
    if (value->kind != VALUE_MAP && value->kind != VALUE_LIST) {
        text_add_safe(out, name->bytes);
        buffer_add(out, " = ");
        text_add_safe(out, fact_text(value));
        buffer_add_char(out, '\n');
        return;
    }
    size_t size = name->size, number = 0;
    for (const struct value *member = value->first; member; member = member->next) {
        buffer_add(name, size ? "." : "");
        if (value->kind == VALUE_LIST)
            buffer_format(name, "%zu", ++number);
        else
            buffer_add(name, member->name);
        add_facts(out, name, member);
        buffer_cut(name, size);
    }
}

enum status command_facts(struct call *call, struct error *error)
{
    if (call_open(call, error))
        return error->status;
    const struct value *facts = snapshot_facts(call->snapshot);
    struct buffer name = BUFFER_EMPTY;
    if (call_has(call, OPTION_JSON))
        call_add_json(call, facts);
    else
        add_facts(&call->out, &name, facts);
    buffer_free(&name);
    return STATUS_OK;
}
