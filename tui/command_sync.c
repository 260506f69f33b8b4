/* `kaoping sync`: exchange with another host, and what a person is asked where both sides changed
 * the same. */
#include "tui/command.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/moment.h"
#include "core/text.h"
#include "records/sync.h"
#include "records/verify.h"
#include "tui/item.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ASKED_AGAIN = 100 };

/* ---- What git and verify say ---- */

static void say(void *context, const char *words)
{
    (void)context;
    struct buffer safe = BUFFER_EMPTY;
    text_add_safe_lines(&safe, words);
    fwrite(safe.bytes, 1, safe.size, stderr);
    if (safe.size && safe.bytes[safe.size - 1] != '\n')
        fputc('\n', stderr);
    buffer_free(&safe);
}

static void say_finding(void *context, const struct finding *finding)
{
    struct buffer line = BUFFER_EMPTY;
    buffer_format(&line, "%.8s %s\n", finding->commit, finding->subject);
    if (*finding->path)
        buffer_format(&line, "    %s\n", finding->path);
    buffer_format(&line, "      %s\n      %s%s%s", finding->text, verify_rule_ids[finding->rule],
                  TR(": ", "："), verify_rule_words(finding->rule));
    say(context, line.bytes);
    buffer_free(&line);
}

/* ---- Conflicts in words ---- */

static void add_person(struct buffer *out, const char *name, const char *moment)
{
    buffer_format(out, "%s ", name);
    item_add_moment(out, moment);
    buffer_add_char(out, ' ');
}

static void add_commit(struct buffer *out, const struct sync_side *side)
{
    struct buffer moment = BUFFER_EMPTY;
    moment_add(&moment, side->when, side->offset);
    add_person(out, side->author, moment.bytes);
    buffer_add(out, side->removed ? TR("removed it", "删除") : TR("changed it", "更改"));
    buffer_free(&moment);
}

/* The second person's word on that side. It is of the decision of its own side: where the other
 * decision is taken, it says nothing any more. */
static void add_word(struct buffer *out, const struct sync_conflict *conflict,
                     const struct entry *entry)
{
    const struct confirmation *word = entry->confirmation;
    if (!word)
        return;
    bool holds = entry->decision && strcmp(word->decision, entry->decision->blob) == 0;
    buffer_add(out, TR("; ", "；"));
    item_add_name(out, word->reviewer);
    buffer_add(out, word->returned ? TR(" returned it", "退回") : TR(" confirmed it", "复核通过"));
    if (*word->reason)
        buffer_format(out, TR(" (%s)", "（%s）"), word->reason);
    if (!holds)
        buffer_add(out,
                   TR(", of a decision that is replaced: void", "，所复核的评定已被替换，无效"));
    else if (conflict->decided)
        buffer_add(out, TR(", void where the other side is taken", "，选用另一方则复核失效"));
}

static void add_entry(struct buffer *out, const struct sync_conflict *conflict,
                      const struct entry *entry)
{
    const struct decision *decision = entry->decision ? entry->decision : entry->withdrawal;
    if (!decision) {
        buffer_add(out, TR("not decided", "未评定"));
        return;
    }
    struct buffer name = BUFFER_EMPTY;
    item_add_name(&name, decision->reviewer);
    add_person(out, name.bytes, decision->decided);
    item_add_decision(out, entry, decision);
    if (*decision->reason)
        buffer_format(out, TR("; reason: %s", "；理由：%s"), decision->reason);
    add_word(out, conflict, entry);
    buffer_free(&name);
}

/* One side, as its own commit has it; where its files cannot be read, who changed it and when. */
static const struct entry *find_entry(const struct sync_conflict *conflict,
                                      const struct snapshot *snapshot)
{
    const struct entry *entry;
    struct error ignored;
    if (!*conflict->item || !snapshot ||
        snapshot_entry(snapshot, conflict->jurisdiction, conflict->item, &entry, &ignored))
        return NULL;
    return entry;
}

static void add_side(struct buffer *out, const char *label, const struct sync_conflict *conflict,
                     const struct sync_side *side, const struct entry *entry)
{
    struct buffer line = BUFFER_EMPTY;
    if (entry)
        add_entry(&line, conflict, entry);
    else
        add_commit(&line, side);
    buffer_format(out, "   %s", label);
    text_add_safe(out, line.bytes);
    buffer_add_char(out, '\n');
    buffer_free(&line);
}

/* The sides' snapshots of the year that was looked at last. */
struct sides {
    struct record *record;
    const char *year;
    struct snapshot *here, *there;
};

static void sides_free(struct sides *sides)
{
    snapshot_free(sides->here);
    snapshot_free(sides->there);
    sides->here = sides->there = NULL;
}

static void look_at(struct sides *sides, const struct sync_result *result, const char *year)
{
    struct error ignored;
    if (!*year || (sides->year && strcmp(sides->year, year) == 0))
        return;
    sides_free(sides);
    sides->year = year;
    if (snapshot_new(sides->record, result->here, year, &sides->here, &ignored))
        sides->here = NULL;
    if (snapshot_new(sides->record, result->there, year, &sides->there, &ignored))
        sides->there = NULL;
}

static void add_conflict(struct sides *sides, const struct sync_result *result, size_t number,
                         struct buffer *out)
{
    const struct sync_conflict *conflict = &result->conflicts[number];
    look_at(sides, result, conflict->year);
    const struct entry *here = find_entry(conflict, sides->here);
    const struct entry *there = find_entry(conflict, sides->there);
    const struct entry *named = here ? here : there;
    buffer_format(out, "%zu. ", number + 1);
    if (named) {
        text_add_safe(out, named->jurisdiction->name);
        buffer_add_char(out, ' ');
        text_add_safe(out, named->item->name);
        buffer_add(out, "  ");
    }
    text_add_safe(out, conflict->choice);
    buffer_add_char(out, '\n');
    add_side(out, TR("here:  ", "本方："), conflict, &conflict->here, here);
    add_side(out, TR("there: ", "对方："), conflict, &conflict->there, there);
}

static void add_options(struct buffer *out, const struct sync_conflict *conflict)
{
    static const char *const sides[] = {"here", "there"};
    for (size_t i = 0; i < 2; i++) {
        buffer_format(out, "   --take %s:", sides[i]);
        text_add_safe(out, conflict->choice);
    }
    buffer_add_char(out, '\n');
}

static void list_conflicts(struct call *call, const struct sync_result *result)
{
    struct sides sides = {.record = call->record};
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < result->conflict_count; i++) {
        add_conflict(&sides, result, i, &out);
        add_options(&out, &result->conflicts[i]);
    }
    fwrite(out.bytes, 1, out.size, stdout);
    fflush(stdout);
    buffer_free(&out);
    sides_free(&sides);
}

/* ---- Asking ---- */

/* A digit that was typed, as full-width forms too; 0 at the end of the input. */
static uint32_t ask_digit(void)
{
    char line[64];
    for (;;) {
        fputs(TR("   1 here  2 there  0 stop: ", "   1 本方  2 对方  0 中止："), stdout);
        fflush(stdout);
        if (!fgets(line, sizeof line, stdin))
            return '0';
        const char *at = line;
        uint32_t digit = text_narrow(text_next(&at));
        if (digit >= '0' && digit <= '2')
            return digit;
    }
}

/* Asks for one after the other; false where it was stopped. */
static bool ask(struct call *call, const struct sync_result *result, struct sync_choice *choices,
                size_t *count)
{
    struct sides sides = {.record = call->record};
    bool going = true;
    for (size_t i = 0; i < result->conflict_count && going; i++) {
        struct buffer out = BUFFER_EMPTY;
        add_conflict(&sides, result, i, &out);
        fwrite(out.bytes, 1, out.size, stdout);
        buffer_free(&out);
        uint32_t digit = ask_digit();
        going = digit != '0';
        choices[(*count)++] = (struct sync_choice){result->conflicts[i].path, digit == '2',
                                                   result->conflicts[i].seen};
    }
    sides_free(&sides);
    return going;
}

/* ---- The command ---- */

static enum status read_choices(struct call *call, struct sync_choice *choices, struct error *error)
{
    const struct given_list *given = &call->arguments->lists[GIVEN_TAKE];
    for (size_t i = 0; i < given->count; i++) {
        const char *word = given->list[i], *colon = strchr(word, ':');
        bool here = strncmp(word, "here:", 5) == 0, there = strncmp(word, "there:", 6) == 0;
        if (!colon || !colon[1] || (!here && !there))
            return fail(error, STATUS_INPUT, NULL, 0,
                        TR("--take '%s' names no side: write here: or there: and behind it the "
                           "entry, as in --take here:siping/air/good-days, or the path",
                           "--take“%s”未指明哪一方：请写 here: 或 there:，其后为条目，如 --take "
                           "here:siping/air/good-days，或路径"),
                        word);
        choices[i] = (struct sync_choice){colon + 1, there, NULL};
    }
    return STATUS_OK;
}

/* Runs it; on a terminal a person is asked what both sides changed. */
static enum status run(struct call *call, struct syncing *syncing, struct sync_result *result,
                       struct error *error)
{
    bool asks = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    size_t count = syncing->choice_count;
    enum status status = sync_run(call->record, syncing, result, error);
    for (int round = 0; asks && status == STATUS_CONFLICT && round < ASKED_AGAIN; round++) {
        struct sync_choice *choices =
            arena_array(call->arena, count + result->conflict_count, sizeof *choices);
        if (count)
            memcpy(choices, syncing->choices, count * sizeof *choices);
        if (!ask(call, result, choices, &count))
            return fail(error, STATUS_CONFLICT, NULL, 0,
                        TR("stopped: nothing was changed", "已中止：未作任何更改"));
        syncing->choices = choices;
        syncing->choice_count = count;
        status = sync_run(call->record, syncing, result, error);
    }
    if (status == STATUS_CONFLICT)
        list_conflicts(call, result);
    return status;
}

static void say_result(struct buffer *out, const struct sync_result *result)
{
    switch (result->done) {
    case SYNC_EQUAL:
        buffer_add(out, TR("both sides are the same", "双方一致"));
        break;
    case SYNC_SENT:
        buffer_format(out, TR("sent: %zu commits", "已送出%zu个提交"), result->sent);
        break;
    case SYNC_TAKEN:
        buffer_format(out, TR("taken: %zu commits", "已取回%zu个提交"), result->taken);
        break;
    case SYNC_JOINED:
        buffer_format(out,
                      TR("joined: %zu commits taken, %zu sent, the merge among them",
                         "已合并：取回%zu个提交，送出%zu个（含合并提交）"),
                      result->taken, result->sent);
        break;
    }
    if (result->tags)
        buffer_format(out, TR(", tags: %zu", "，标签%zu个"), result->tags);
    buffer_add(out, TR(" (", "（"));
    text_add_safe(out, result->remote);
    buffer_add(out, TR(")\n", "）\n"));
}

enum status command_sync(struct call *call, struct error *error)
{
    size_t count = call->arguments->lists[GIVEN_TAKE].count;
    struct sync_choice *choices = arena_array(call->arena, count, sizeof *choices);
    const char *remote = call->arguments->operand_count ? call->arguments->operands[0] : NULL;
    struct syncing syncing = {.remote = remote,
                              .arena = call->arena,
                              .choices = choices,
                              .choice_count = count,
                              .said = say,
                              .found = say_finding};
    struct sync_result result;
    if (read_choices(call, choices, error) || call_open_record(call, error) ||
        run(call, &syncing, &result, error))
        return error->status;
    say_result(&call->out, &result);
    return STATUS_OK;
}
