/* Who may do what. */
#include "core/allowed_signers.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/reviewers.h"
#include "core/text.h"
#include "tui/command.h"
#include "tui/table.h"

#include <stdio.h>
#include <string.h>

static const struct reviewers *reviewers_of(const struct call *call)
{
    return &call->snapshot->assessment->reviewers;
}

/* ---- For people ---- */

static void add_ids(struct call *call, struct table *table, const struct ids *ids,
                    const char *otherwise)
{
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < ids->count; i++)
        buffer_format(&text, "%s%s", i ? "," : "", ids->list[i]);
    table_add(table, ids->count ? arena_text(call->arena, text.bytes) : otherwise);
    buffer_free(&text);
}

static void add_rights(struct table *table, const struct reviewer *reviewer)
{
    struct buffer text = BUFFER_EMPTY;
    for (enum right right = RIGHT_REVIEW; right < RIGHTS; right++)
        if (reviewer->rights[right])
            buffer_format(&text, "%s%s", text.size ? TR(",", "、") : "", right_name(right));
    table_add(table, text.bytes);
    buffer_free(&text);
}

/* The key's kind, its last characters, by which keys are told apart, and its days. */
static void add_key(struct buffer *out, const struct reviewer_key *key)
{
    enum { SHOWN = 8 };
    size_t size = strlen(key->text), kind = strcspn(key->text, " ");
    buffer_format(out, "%.*s …%s", (int)kind, key->text,
                  key->text + (size > SHOWN ? size - SHOWN : 0));
    if (*key->from || *key->until)
        buffer_format(out, TR(" (%s to %s)", "（%s至%s）"), key->from, key->until);
}

static void add_keys(struct table *table, const struct reviewer *reviewer)
{
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < reviewer->key_count; i++) {
        buffer_add(&text, i ? TR("; ", "；") : "");
        add_key(&text, &reviewer->keys[i]);
    }
    table_add(table, text.bytes);
    buffer_free(&text);
}

static void print_table(struct call *call)
{
    const struct reviewers *reviewers = reviewers_of(call);
    const char *const heads[] = {TR("name", "姓名"),       TR("mail", "邮箱"),
                                 TR("roles", "角色"),      TR("jurisdictions", "考评对象"),
                                 TR("categories", "类别"), TR("recused", "回避"),
                                 TR("public keys", "公钥")};
    enum { COLUMNS = sizeof heads / sizeof *heads };
    if (!reviewers->count) {
        buffer_add(&call->out, TR("reviewers.md lists nobody: everybody may do everything\n",
                                  "reviewers.md 未列人员：任何人都可进行任何操作\n"));
        return;
    }
    struct table *table = table_new(call->arena, COLUMNS, 0);
    for (size_t i = 0; i < COLUMNS; i++)
        table_add(table, heads[i]);
    for (size_t i = 0; i < reviewers->count; i++) {
        const struct reviewer *reviewer = &reviewers->list[i];
        table_add(table, reviewer->name);
        table_add(table, reviewer->mail);
        add_rights(table, reviewer);
        add_ids(call, table, &reviewer->jurisdictions, TR("all", "全部"));
        add_ids(call, table, &reviewer->categories, TR("all", "全部"));
        add_ids(call, table, &reviewer->recused, "");
        add_keys(table, reviewer);
    }
    table_print(table, &call->out);
}

/* A mistyped id gives no right and recuses nobody, without a word. It may also be of another year,
 * so that it is told and not refused. */
static void say_unknown(const struct call *call, const struct reviewer *reviewer, const char *words,
                        const char *id)
{
    struct buffer line = BUFFER_EMPTY;
    buffer_add(&line, "kaoping: " REVIEWERS_PATH ": ");
    text_add_safe(&line, reviewer->name);
    buffer_format(
        &line,
        TR(": %s '%s' in %s: look whether it is mistyped", "：%s“%s”（%s年度）：请核对是否有误"),
        words, id, call->snapshot->assessment->year);
    fprintf(stderr, "%s\n", line.bytes);
    buffer_free(&line);
}

static void check_jurisdictions(const struct call *call, const struct reviewer *reviewer,
                                const struct ids *ids)
{
    for (size_t i = 0; i < ids->count; i++)
        if (!assessment_jurisdiction(call->snapshot->assessment, ids->list[i]))
            say_unknown(call, reviewer, TR("no jurisdiction", "没有考评对象"), ids->list[i]);
}

static void check_ids(const struct call *call)
{
    const struct reviewers *reviewers = reviewers_of(call);
    for (size_t i = 0; i < reviewers->count; i++) {
        const struct reviewer *reviewer = &reviewers->list[i];
        check_jurisdictions(call, reviewer, &reviewer->jurisdictions);
        check_jurisdictions(call, reviewer, &reviewer->recused);
        for (size_t j = 0; j < reviewer->categories.count; j++)
            if (!assessment_category(call->snapshot->assessment, reviewer->categories.list[j]))
                say_unknown(call, reviewer, TR("no category", "没有考评类别"),
                            reviewer->categories.list[j]);
    }
}

/* ---- For programs ---- */

static void add_json_ids(struct call *call, struct value *map, const char *name,
                         const struct ids *ids)
{
    struct value *list = value_list(call->arena, map, name);
    for (size_t i = 0; i < ids->count; i++)
        value_text(call->arena, list, NULL, ids->list[i]);
}

static void add_json_rights(struct call *call, struct value *map, const struct reviewer *reviewer)
{
    struct value *list = value_list(call->arena, map, "roles");
    for (int right = 0; right < RIGHTS; right++)
        if (reviewer->rights[right])
            value_text(call->arena, list, NULL, right_ids[right]);
}

static void add_json_keys(struct call *call, struct value *map, const struct reviewer *reviewer)
{
    struct value *list = value_list(call->arena, map, "keys");
    for (size_t i = 0; i < reviewer->key_count; i++) {
        const struct reviewer_key *key = &reviewer->keys[i];
        struct value *one = value_map(call->arena, list, NULL);
        value_text(call->arena, one, "key", key->text);
        if (*key->from)
            value_text(call->arena, one, "from", key->from);
        if (*key->until)
            value_text(call->arena, one, "until", key->until);
    }
}

static void print_json(struct call *call)
{
    const struct reviewers *reviewers = reviewers_of(call);
    struct value *list = value_list(call->arena, NULL, NULL);
    for (size_t i = 0; i < reviewers->count; i++) {
        const struct reviewer *reviewer = &reviewers->list[i];
        struct value *map = value_map(call->arena, list, NULL);
        value_text(call->arena, map, "name", reviewer->name);
        value_text(call->arena, map, "email", reviewer->mail);
        add_json_rights(call, map, reviewer);
        add_json_ids(call, map, "jurisdictions", &reviewer->jurisdictions);
        add_json_ids(call, map, "categories", &reviewer->categories);
        add_json_ids(call, map, "recused", &reviewer->recused);
        add_json_keys(call, map, reviewer);
    }
    call_add_json(call, list);
}

static enum status print_signers(struct call *call, struct error *error)
{
    allowed_signers_add(&call->out, reviewers_of(call));
    return call->out.size ? STATUS_OK
                          : fail(error, STATUS_NO, REVIEWERS_PATH, 0,
                                 TR("nobody has a key there: add 'keys' to who signs",
                                    "其中没有公钥：请为签名人员添加 keys"));
}

enum status command_reviewers(struct call *call, struct error *error)
{
    if (call_has(call, OPTION_ALLOWED_SIGNERS) && call_has(call, OPTION_JSON))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("--allowed-signers and --json: give one of them",
                       "--allowed-signers 与 --json 只能用一个"));
    if (call_open(call, error))
        return error->status;
    check_ids(call);
    if (call_has(call, OPTION_ALLOWED_SIGNERS))
        return print_signers(call, error);
    if (call_has(call, OPTION_JSON))
        print_json(call);
    else
        print_table(call);
    return STATUS_OK;
}
