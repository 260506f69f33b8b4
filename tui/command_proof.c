#include "tui/command.h"

#include "core/given.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/proof.h"
#include "core/text.h"
#include "records/waive.h"

#include <stdlib.h>

static enum status waive_finding(struct call *call, struct error *error)
{
    char commit[COMMIT_SIZE];
    if (call_has(call, OPTION_JSON))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("--waive and --json do not go together: leave one out",
                       "--waive 与 --json 不能同用：请去掉一个"));
    if (given_text(call_text(call, OPTION_REASON), error) || call_open(call, error))
        return error->status;
    char *person = record_person(call->record);
    struct writing writing = writing_now(person);
    enum status status = waive(call->record, call->snapshot, call_text(call, OPTION_WAIVE),
                               call_text(call, OPTION_REASON), &writing, commit, error);
    free(person);
    return status ? status : call_say_commit(call, commit, error);
}

/* ---- Listing ---- */

static void add_finding(struct call *call, struct value *list, const struct proof_finding *finding)
{
    struct value *map = value_map(call->arena, list, NULL);
    const struct waiver *waiver = finding->waiver;
    value_text(call->arena, map, "finding", finding->id);
    value_text(call->arena, map, "rule", finding->rule->id);
    value_truth(call->arena, map, "note", finding->rule->note);
    value_text(call->arena, map, "file", finding->file);
    add_count(call, map, "line", (size_t)finding->line);
    value_text(call->arena, map, "excerpt", finding->excerpt);
    value_text(call->arena, map, "reason", finding->reason);
    value_text(call->arena, map, "remedy", finding->remedy);
    if (!waiver)
        return;
    struct value *waived = value_map(call->arena, map, "waived");
    value_text(call->arena, waived, "reason", waiver->reason);
    value_text(call->arena, waived, "by", waiver->by);
    value_text(call->arena, waived, "when", waiver->when);
}

static void list_json(struct call *call, const struct proof *proof)
{
    struct value *root = value_map(call->arena, NULL, NULL);
    value_text(call->arena, root, "commit", call->snapshot->commit);
    add_count(call, root, "open", proof->open);
    struct value *list = value_list(call->arena, root, "findings");
    for (size_t i = 0; i < proof->count; i++)
        add_finding(call, list, &proof->list[i]);
    call_add_json(call, root);
}

static void list_findings(struct call *call, const struct proof *proof)
{
    for (size_t i = 0; i < proof->count; i++) {
        struct buffer line = BUFFER_EMPTY;
        proof_add_finding(&line, &proof->list[i]);
        text_add_safe(&call->out, line.bytes);
        buffer_add_char(&call->out, '\n');
        buffer_free(&line);
    }
    buffer_format(&call->out,
                  TR("%zu open, %zu notes, %zu waived\n", "待处理%zu处，提示%zu处，已放行%zu处\n"),
                  proof->open, proof->notes, proof->waived);
}

enum status command_proof(struct call *call, struct error *error)
{
    struct proof proof = {.arena = call->arena};
    if (call_has(call, OPTION_WAIVE))
        return waive_finding(call, error);
    if (call_has(call, OPTION_REASON))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("--reason goes with --waive FINDING", "--reason 须与 --waive 编号 同用"));
    if (call_open(call, error) || snapshot_proof(call->snapshot, &proof, error))
        return error->status;
    if (call_has(call, OPTION_JSON))
        list_json(call, &proof);
    else
        list_findings(call, &proof);
    return proof.open ? fail(error, STATUS_NO, NULL, 0,
                             TR("%zu findings are open: correct the template or the record, or "
                                "waive each with a reason",
                                "校对尚有%zu处待处理：请改正模板或记录，或逐处说明理由放行"),
                             proof.open)
                      : STATUS_OK;
}
