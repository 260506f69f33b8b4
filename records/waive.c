#include "records/waive.h"

#include "core/buffer.h"
#include "core/decision.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/proof.h"
#include "core/text.h"
#include "records/inside.h"
#include "records/snapshot.h"

#include <string.h>

enum { EXCERPT_COLUMNS = 30 };

/* The open finding of that id; NULL, with the error, if there is none. */
static const struct proof_finding *find_open(struct arena *arena, struct snapshot *snapshot,
                                             const char *id, struct error *error)
{
    struct proof proof = {.arena = arena};
    const struct proof_finding *finding = NULL;
    if (snapshot_proof(snapshot, &proof, error))
        return NULL;
    for (size_t i = 0; i < proof.count && !finding; i++)
        if (strcmp(proof.list[i].id, id) == 0)
            finding = &proof.list[i];
    if (finding && !finding->rule->note && !finding->waiver)
        return finding;
    if (finding && finding->waiver)
        fail(error, STATUS_NO, NULL, 0, TR("%s was waived already, by %s: %s", "%s 已由%s放行：%s"),
             id, finding->waiver->by, finding->waiver->reason);
    else
        fail(error, STATUS_INPUT, NULL, 0,
             TR("'%s' is no finding that waits: 'kaoping proof' lists them",
                "“%s”不是待处理的校对问题：见 kaoping proof 所列"),
             id);
    return NULL;
}

static const char *trimmed(struct arena *arena, const char *text)
{
    text += strspn(text, " \t\r\n");
    size_t size = strlen(text);
    while (size && strchr(" \t\r\n", text[size - 1]))
        size--;
    return arena_text_of(arena, text, size);
}

static enum status check_reason(const char *reason, struct error *error)
{
    if (!*reason)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("a waiver needs a reason: give it with --reason",
                       "放行须说明理由：请用 --reason 写明"));
    if (strlen(reason) > NOTE_MOST / 16)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("the reason is longer than 4 KiB: shorten it", "理由超过4 KiB：请缩短"));
    return STATUS_OK;
}

/* The file with one waiver more. */
static enum status add_waiver(struct change *change, const struct snapshot *snapshot,
                              const struct waiver *waiver, const char *path, const char **blob,
                              struct buffer *out, struct error *error)
{
    struct waivers waivers;
    const struct document *old;
    change->path = path;
    if (snapshot_waivers(snapshot, &waivers, error) ||
        change_old(change, waivers.blob, &old, error))
        return error->status;
    if (waivers.count == WAIVERS_MOST)
        return fail(
            error, STATUS_NO, path, 0,
            TR("there are %d waivers: correct the template instead", "已放行%d条：请改正模板"),
            WAIVERS_MOST);
    struct waiver *list = arena_array(change->arena, waivers.count + 1, sizeof *list);
    if (waivers.count)
        memcpy(list, waivers.list, waivers.count * sizeof *list);
    list[waivers.count] = *waiver;
    *blob = waivers.blob;
    waivers_write(out, &(struct waivers){list, waivers.count + 1, ""}, old);
    return STATUS_OK;
}

/* One subject that reads on its own. Not translated: it goes into the record. */
static const char *message_of(struct arena *arena, const char *year, const struct waiver *waiver)
{
    struct buffer text = BUFFER_EMPTY;
    size_t size = text_fit(waiver->excerpt, EXCERPT_COLUMNS, NULL);
    const char *excerpt = arena_text_of(arena, waiver->excerpt, size);
    buffer_format(&text, "%s年度校对放行 %s %s：", year, waiver->finding, waiver->rule);
    text_add_safe(&text, excerpt);
    buffer_add_char(&text, '\n');
    return buffer_take(&text, arena);
}

static enum status prepare(struct change *change, struct snapshot *snapshot, const char *id,
                           const char *reason, const struct writing *writing, struct error *error)
{
    const char *year = snapshot->assessment->year, *blob = "";
    struct buffer file = BUFFER_EMPTY;
    reason = trimmed(change->arena, reason);
    if (check_reason(reason, error) || change_author(change, writing, error))
        return error->status;
    const struct proof_finding *finding = find_open(change->arena, snapshot, id, error);
    if (!finding)
        return error->status;
    const struct waiver waiver = {finding->id, finding->rule->id, finding->excerpt,
                                  reason,      writing->person,   change->moment};
    const char *path = waivers_path(change->arena, year);
    enum status status = add_waiver(change, snapshot, &waiver, path, &blob, &file, error);
    change->message = message_of(change->arena, year, &waiver);
    if (!status)
        status = change_put(change, CHANGE_WAIVER, path, blob, file.bytes, file.size, error);
    buffer_free(&file);
    return status;
}

enum status waive(struct record *record, struct snapshot *snapshot, const char *finding,
                  const char *reason, const struct writing *writing, char *commit,
                  struct error *error)
{
    struct change change = {
        .record = record, .repository = record->repository, .arena = arena_new()};
    enum status status = prepare(&change, snapshot, finding, reason, writing, error);
    if (!status)
        status = change_land(&change, 1, commit, error);
    arena_free(change.arena);
    return status;
}
