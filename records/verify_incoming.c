/* What a push brings, judged before it is let in. */
#include "core/language.h"
#include "core/memory.h"
#include "records/verify_inside.h"

#include <string.h>

/* One line of what git tells a pre-receive hook. */
struct update {
    const char *old, *new, *reference; /* two ids in hex, and a name */
};

struct incoming {
    struct record *record;
    const struct verifying *ask;
    struct arena *arena;
    struct update *updates;
    size_t count, findings;
    git_oid main; /* as it will be; zero where there is none */
};

static bool is_nothing(const char *hex)
{
    return strspn(hex, "0") == strlen(hex);
}

static void refuse(struct incoming *in, enum verify_rule rule, const struct update *update,
                   const char *why)
{
    struct finding finding = {
        .rule = rule, .commit = "", .subject = "", .path = update->reference, .text = why};
    in->findings++;
    if (in->ask->found)
        in->ask->found(in->ask->context, &finding);
}

/* ---- Reading ---- */

static enum status read_line(struct incoming *in, const char *line, size_t size,
                             struct error *error)
{
    char *text = arena_text_of(in->arena, line, size), *rest = NULL;
    struct update *update = &in->updates[in->count++];
    git_oid ignored;
    update->old = strtok_r(text, " ", &rest);
    update->new = strtok_r(NULL, " ", &rest);
    update->reference = strtok_r(NULL, "", &rest);
    if (update->reference && git_oid_fromstr(&ignored, update->old) == 0 &&
        git_oid_fromstr(&ignored, update->new) == 0)
        return STATUS_OK;
    return fail(error, STATUS_INPUT, NULL, 0,
                TR("this is no line of a pre-receive hook: git calls it, with 'old new ref' lines",
                   "不是 pre-receive 钩子的输入：应由git调用，每行为“旧 新 引用”"));
}

static enum status read_lines(struct incoming *in, const char *lines, struct error *error)
{
    size_t most = 1;
    enum status status = STATUS_OK;
    for (const char *at = lines; *at; at++)
        most += *at == '\n';
    in->updates = arena_array(in->arena, most, sizeof *in->updates);
    for (const char *at = lines; *at && !status;) {
        size_t size = strcspn(at, "\n");
        if (size)
            status = read_line(in, at, size, error);
        at += size + (at[size] == '\n');
    }
    return status;
}

/* ---- main ---- */

static enum status judge_main(struct incoming *in, const struct update *update, struct error *error)
{
    struct verifying ask = *in->ask;
    git_oid old, new;
    size_t findings = 0;
    if (is_nothing(update->new)) {
        refuse(in, VERIFY_BACKWARDS, update, TR("main is never deleted", "main 不得删除"));
        return STATUS_OK;
    }
    git_oid_fromstr(&old, update->old);
    git_oid_fromstr(&new, update->new);
    if (!is_nothing(update->old) &&
        git_graph_descendant_of(in->record->repository, &new, &old) != 1) {
        refuse(in, VERIFY_BACKWARDS, update,
               TR("what main has is not behind it: history is never rewritten; fetch, and push "
                  "again upon it",
                  "不以现有 main 为基础：历史不得改写；请先取回，再在其上推送"));
        return STATUS_OK;
    }
    ask.tip = update->new;
    ask.since = is_nothing(update->old) ? NULL : update->old;
    ask.incoming = true;
    enum status status = verify(in->record, &ask, &findings, error);
    in->findings += findings;
    return status;
}

/* ---- Tags ---- */

static bool is_circular(const char *reference)
{
    return strncmp(reference, RECORD_TAGS, strlen(RECORD_TAGS)) == 0;
}

static void judge_new_tag(struct incoming *in, const struct update *update)
{
    git_oid id;
    if (!is_nothing(update->old)) {
        refuse(in, VERIFY_PUBLICATION, update,
               TR("the tag of a publication is never moved or deleted", "定稿标签不得移动或删除"));
        return;
    }
    struct verification of = {.record = in->record,
                              .repository = in->record->repository,
                              .ask = in->ask,
                              .arena = arena_new(),
                              .tip = in->main};
    git_oid_fromstr(&id, update->new);
    judge_tag(&of, update->reference, &id);
    in->findings += of.findings;
    verification_free(&of);
}

/* ---- All ---- */

/* main as the push would leave it: a tag may name a commit that comes with it. */
static void find_main(struct incoming *in)
{
    if (git_reference_name_to_id(&in->main, in->record->repository, RECORD_MAIN))
        memset(&in->main, 0, sizeof in->main);
    for (size_t i = 0; i < in->count; i++)
        if (strcmp(in->updates[i].reference, RECORD_MAIN) == 0)
            git_oid_fromstr(&in->main, in->updates[i].new);
}

enum status verify_incoming(struct record *record, const char *lines,
                            const struct verifying *verifying, size_t *findings,
                            struct error *error)
{
    struct incoming in = {.record = record, .ask = verifying, .arena = arena_new()};
    enum status status = read_lines(&in, lines, error);
    if (!status)
        find_main(&in);
    for (size_t i = 0; i < in.count && !status; i++) {
        const struct update *update = &in.updates[i];
        if (strcmp(update->reference, RECORD_MAIN) == 0)
            status = judge_main(&in, update, error);
        else if (is_circular(update->reference))
            judge_new_tag(&in, update);
        else
            refuse(&in, VERIFY_SHAPE, update,
                   TR("a record has the branch main and the tags circular/…, and no other: push "
                      "main alone",
                      "考评库只有 main 分支和 circular/… 标签：请只推送 main"));
    }
    *findings = in.findings;
    arena_free(in.arena);
    return status;
}
