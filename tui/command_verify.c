/* `kaoping verify`, and the pre-receive hook that it is with --incoming. */
#include "tui/command.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/disk.h"
#include "records/verify.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PROGRESS_EVERY = 20 };

/* Where findings go. */
struct telling {
    struct call *call;
    FILE *to;
    char commit[COMMIT_SIZE]; /* of the finding before: what is of the same is said once */
    bool begun;
    struct value *list; /* of --json; else NULL */
};

/* ---- Findings ---- */

static void add_line(struct buffer *out, const char *before, const char *text)
{
    buffer_add(out, before);
    text_add_safe(out, text);
    buffer_add_char(out, '\n');
}

/* The commit, once, and below it the file, what is wrong, and the rule. */
static void add_finding(struct telling *telling, const struct finding *finding, struct buffer *out)
{
    bool same = telling->begun && strcmp(telling->commit, finding->commit) == 0;
    if (!same) {
        buffer_add(out, telling->begun ? "\n" : "");
        if (*finding->commit)
            buffer_format(out, "%.8s ", finding->commit);
        add_line(out, "", *finding->commit ? finding->subject : TR("the record", "考评库"));
    }
    if (*finding->path)
        add_line(out, "    ", finding->path);
    add_line(out, "      ", finding->text);
    buffer_format(out, "      %s%s%s\n", verify_rule_ids[finding->rule], TR(": ", "："),
                  verify_rule_words(finding->rule));
    telling->begun = true;
    snprintf(telling->commit, sizeof telling->commit, "%s", finding->commit);
}

static void say(void *context, const struct finding *finding)
{
    struct telling *telling = context;
    struct buffer text = BUFFER_EMPTY;
    add_finding(telling, finding, &text);
    if (isatty(STDERR_FILENO) && telling->to != stderr)
        fputs("\r\033[K", stderr); /* the progress stands there */
    fwrite(text.bytes, 1, text.size, telling->to);
    fflush(telling->to);
    buffer_free(&text);
}

static void list(void *context, const struct finding *finding)
{
    struct telling *telling = context;
    struct arena *arena = telling->call->arena;
    struct value *one = value_map(arena, telling->list, NULL);
    value_text(arena, one, "rule", verify_rule_ids[finding->rule]);
    value_text(arena, one, "commit", arena_text(arena, finding->commit));
    value_text(arena, one, "subject", arena_text(arena, finding->subject));
    value_text(arena, one, "path", arena_text(arena, finding->path));
    value_text(arena, one, "text", arena_text(arena, finding->text));
}

static void show_commits(void *context, size_t done, size_t of)
{
    (void)context;
    if (done % PROGRESS_EVERY == 0 || done == of)
        show_progress(done, of);
}

/* ---- The record ---- */

static void add_counts(struct call *call, struct value *root, const struct verify_counts *counts)
{
    add_count(call, root, "commits", counts->commits);
    add_count(call, root, "decisions", counts->decisions);
    add_count(call, root, "confirmations", counts->confirmations);
    add_count(call, root, "signatures", counts->signatures);
    struct value *evidence = value_map(call->arena, root, "evidence");
    add_count(call, evidence, "compared", counts->compared);
    add_count(call, evidence, "unreachable", counts->unreachable);
    add_count(call, evidence, "unhashed", counts->unhashed);
}

/* What was not compared is said, or nothing found would look like all found good. */
static void say_evidence(struct call *call, const struct verify_counts *counts)
{
    buffer_format(&call->out,
                  TR("evidence compared: %zu, not reachable from here: %zu, named without a file: "
                     "%zu\n",
                     "佐证：已核对%zu件，此处无法读取%zu件，未附文件（无校验值）%zu件\n"),
                  counts->compared, counts->unreachable, counts->unhashed);
}

static enum status end(size_t findings, struct error *error)
{
    if (ferror(stdout))
        return fail(error, STATUS_FAILED, NULL, 0,
                    TR("standard output cannot be written: look at where it leads",
                       "无法写入标准输出：请检查输出去向"));
    return findings
               ? fail(error, STATUS_NO, NULL, 0,
                      TR("the record breaks its rules, findings: %zu", "考评库有%zu处不合规则"),
                      findings)
               : STATUS_OK;
}

static enum status verify_record(struct call *call, struct error *error)
{
    struct value *root = value_map(call->arena, NULL, NULL);
    struct telling telling = {.call = call, .to = stdout};
    struct verify_counts counts = {0};
    bool json = call_has(call, OPTION_JSON);
    const char *evidence = call->arguments->values[OPTION_EVIDENCE];
    struct verifying verifying = {.since = call->arguments->values[OPTION_SINCE],
                                  .receipt = call->receipt.commit,
                                  .evidence = evidence && !*evidence ? "." : evidence,
                                  .counts = &counts,
                                  .found = json ? list : say,
                                  .progress = show_commits,
                                  .context = &telling};
    size_t findings = 0;
    telling.list = json ? value_list(call->arena, root, "findings") : NULL;
    if (verify(call->record, &verifying, &findings, error))
        return error->status;
    add_counts(call, root, &counts);
    if (json)
        call_add_json(call, root);
    else
        buffer_format(&call->out,
                      TR("%slooked at: commits %zu, decisions %zu, confirmations %zu, "
                         "signatures %zu; findings: %zu\n",
                         "%s已检查%zu个提交、%zu项评定、%zu项复核、%zu个签名：发现%zu处问题\n"),
                      findings ? "\n" : "", counts.commits, counts.decisions, counts.confirmations,
                      counts.signatures, findings);
    if (evidence && !json)
        say_evidence(call, &counts);
    return end(findings, error);
}

/* A main that went backwards with the person's consent, who names the commit it went back to. */
static enum status accept_main(struct call *call, struct error *error)
{
    char tip[COMMIT_SIZE];
    if (record_accept(call->record, call_text(call, OPTION_ACCEPT), tip, error) ||
        receipt_set(&call->receipt, call->state, tip, error))
        return error->status;
    call->backwards.text[0] = '\0';
    buffer_format(&call->out,
                  TR("main at %.12s is taken as what you saw last\n",
                     "已将位于%.12s的 main 记为您上次所见\n"),
                  tip);
    return STATUS_OK;
}

/* ---- The hook ---- */

/* What is said on standard error reaches the screen of the person who pushes. */
static enum status verify_push(struct call *call, struct error *error)
{
    const char *lines;
    size_t size, findings = 0;
    struct telling telling = {.call = call, .to = stderr};
    struct verifying verifying = {.found = say, .context = &telling};
    if (disk_read(call->arena, "-", &lines, &size, error) ||
        verify_incoming(call->record, lines, &verifying, &findings, error))
        return error->status;
    return findings ? fail(error, STATUS_NO, NULL, 0,
                           TR("the push was refused: it breaks the record's rules, findings: %zu",
                              "推送被拒绝：有%zu处不合考评库规则"),
                           findings)
                    : STATUS_OK;
}

enum status command_verify(struct call *call, struct error *error)
{
    if (!call_has(call, OPTION_INCOMING))
        return call_open_record(call, error)   ? error->status
               : call_has(call, OPTION_ACCEPT) ? accept_main(call, error)
                                               : verify_record(call, error);
    if (record_open_incoming(call_record(call), &call->record, error))
        return error->status;
    int language = record_language(call->record);
    if (!call->language_known && language >= 0)
        language_set((enum language)language);
    return verify_push(call, error);
}
