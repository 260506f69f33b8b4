#include "core/publication.h"

#include "core/buffer.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *const fields[] = {"act",      "tag", "commit", "files",
                                     "previous", "by",  "when",   NULL};
static const char *const act_ids[] = {"published", "reopened", NULL};

const char *publication_path(struct arena *arena, const char *year)
{
    return arena_format(arena, "%s/published/publication.md", year);
}

void publication_read(struct arena *arena, struct reading *reading, struct publication *out)
{
    const struct field *top = reading->document->top;
    read_text(reading, top, "act");
    *out = (struct publication){.act = read_word(reading, top, "act", act_ids) == ACT_REOPENED
                                           ? ACT_REOPENED
                                           : ACT_PUBLISHED,
                                .tag = read_text(reading, top, "tag"),
                                .commit = read_text(reading, top, "commit"),
                                .previous = read_optional(reading, top, "previous", ""),
                                .by = read_text(reading, top, "by"),
                                .when = read_text(reading, top, "when"),
                                .reason = reading->document->body,
                                .blob = ""};
    const struct field *list = read_list(reading, top, "files");
    out->files.list = arena_array(arena, list ? list->count : 0, sizeof *out->files.list);
    for (const struct field *one = list ? list->first : NULL; one; one = one->next)
        out->files.list[out->files.count++] =
            (struct evidence){"", read_text(reading, one, "at"), read_text(reading, one, "sha256")};
    if (out->act == ACT_REOPENED && !*out->reason)
        reading_fail(
            reading, NULL,
            TR("a reopening has a reason: write it below", "重新开启须说明理由：请写在正文"));
}

void publication_write(struct buffer *out, const struct publication *publication,
                       const struct document *old)
{
    buffer_add(out, "---\n");
    document_add_field(out, "act", act_ids[publication->act]);
    document_add_field(out, "tag", publication->tag);
    document_add_field(out, "commit", publication->commit);
    if (publication->files.count)
        buffer_add(out, "files:\n");
    for (size_t i = 0; i < publication->files.count; i++) {
        document_add_field(out, "  - at", publication->files.list[i].at);
        document_add_field(out, "    sha256", publication->files.list[i].sha256);
    }
    if (*publication->previous)
        document_add_field(out, "previous", publication->previous);
    document_add_field(out, "by", publication->by);
    document_add_field(out, "when", publication->when);
    if (old)
        document_add_unknown(out, old, fields);
    buffer_add(out, "---\n");
    if (*publication->reason)
        buffer_format(out, "\n%s\n", publication->reason);
}

const struct evidence *publication_file(const struct publication *publication, const char *name)
{
    for (size_t i = 0; i < publication->files.count; i++)
        if (strcmp(publication->files.list[i].at, name) == 0)
            return &publication->files.list[i];
    return NULL;
}

long publication_number(const char *tag, const char *year)
{
    static const char *const before = "circular/";
    size_t size = strlen(before), digits = strlen(year);
    if (strncmp(tag, before, size) != 0 || strncmp(tag + size, year, digits) != 0)
        return 0;
    const char *behind = tag + size + digits;
    if (!*behind)
        return 1;
    char *end;
    long number = strtol(behind + 1, &end, 10);
    return *behind == '-' && isdigit((unsigned char)behind[1]) && !*end && number > 1 ? number : 0;
}

bool assessment_is_frozen(const struct assessment *assessment)
{
    return assessment->publication && assessment->publication->act == ACT_PUBLISHED;
}

enum status fail_frozen(struct error *error, const char *year)
{
    return fail(error, STATUS_NO, NULL, 0,
                TR("the year %s is published and frozen: who may publish can open it again, with "
                   "'kaoping reopen'",
                   "%s年度已定稿冻结：可由有定稿权限的人员用 kaoping reopen 重新开启"),
                year);
}
