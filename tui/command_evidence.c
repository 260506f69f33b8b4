#include "tui/command.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/disk.h"
#include "records/evidence.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const char *state_words(enum evidence_state state)
{
    switch (state) {
    case EVIDENCE_GOOD:
        return TR("good", "一致");
    case EVIDENCE_DIFFERENT:
        return TR("DIFFERENT", "不符");
    case EVIDENCE_UNREACHABLE:
        return TR("not reachable from here", "此处无法取得");
    case EVIDENCE_NO_HASH:
        break;
    }
    return TR("named without a hash", "未记校验值");
}

/* Writes an attached piece into the folder of -o. */
static enum status write_piece(struct call *call, const struct evidence *piece, struct error *error)
{
    const char *folder = call_text(call, OPTION_OUTPUT), *bytes;
    size_t size;
    if (!*folder || !evidence_is_attached(piece->at))
        return STATUS_OK;
    if (evidence_read(call->record, call->arena, call->snapshot->commit, piece->at, &bytes, &size,
                      error))
        return error->status;
    if (!bytes)
        return STATUS_OK; /* what lies nowhere was said to be out of reach */
    if (mkdir(folder, 0777) && errno != EEXIST)
        return fail(error, STATUS_FAILED, folder, 0,
                    TR("cannot be made: %s: give another folder", "无法新建：%s：请另选文件夹"),
                    strerror(errno));
    return disk_replace(
        arena_format(call->arena, "%s/%s", folder, evidence_file_name(call->arena, piece->at)),
        bytes, size, error);
}

static enum status say_pieces(struct call *call, const char *of, const struct evidences *evidence,
                              size_t *different, struct error *error)
{
    for (size_t i = 0; i < evidence->count; i++) {
        const struct evidence *piece = &evidence->list[i];
        enum evidence_state state;
        if (evidence_check(call->record, call->snapshot->commit, piece, ".", &state, error))
            return error->status;
        *different += state == EVIDENCE_DIFFERENT;
        buffer_format(&call->out, TR("%s, %s: ", "%s，%s："), of, state_words(state));
        text_add_safe(&call->out, piece->title);
        if (strcmp(piece->title, piece->at) != 0) {
            buffer_add_char(&call->out, ' ');
            text_add_safe(&call->out, piece->at);
        }
        buffer_add_char(&call->out, '\n');
        if (write_piece(call, piece, error))
            return error->status;
    }
    return STATUS_OK;
}

enum status command_evidence(struct call *call, struct error *error)
{
    const struct entry *entry;
    size_t different = 0;
    if (call_open_entry(call, &entry, error) ||
        (entry->report &&
         say_pieces(call, TR("report", "自查"), &entry->report->evidence, &different, error)) ||
        (entry->decision &&
         say_pieces(call, TR("decision", "评定"), &entry->decision->evidence, &different, error)))
        return error->status;
    return different ? fail(error, STATUS_NO, NULL, 0,
                            TR("%s %s: %zu pieces are not the files that were named: compare them "
                               "with what the reviewer has",
                               "%s %s：%zu件佐证与评定时所列文件不符：请与评定人手中的文件核对"),
                            entry->jurisdiction->id, entry->item->id, different)
                     : STATUS_OK;
}
