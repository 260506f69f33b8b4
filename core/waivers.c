#include "core/waivers.h"

#include "core/buffer.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"

#include <string.h>

static const char *const fields[] = {"waived", NULL};

const char *waivers_path(struct arena *arena, const char *year)
{
    return arena_format(arena, "%s/circular/" WAIVERS_NAME ".md", year);
}

static bool is_finding(const char *id)
{
    return strlen(id) == 8 && strspn(id, "0123456789abcdef") == 8;
}

static void read_one(struct reading *reading, const struct field *one, struct waivers *to)
{
    struct waiver waiver = {.finding = read_text(reading, one, "finding"),
                            .rule = read_text(reading, one, "rule"),
                            .excerpt = read_optional(reading, one, "excerpt", ""),
                            .reason = read_text(reading, one, "reason"),
                            .by = read_text(reading, one, "by"),
                            .when = read_text(reading, one, "when")};
    if (!is_finding(waiver.finding))
        reading_fail(reading, one,
                     TR("'%.60s' is no finding: write the eight digits that 'kaoping proof' shows",
                        "“%.60s”不是校对编号：请写 kaoping proof 所示的八位编号"),
                     waiver.finding);
    else if (waivers_find(to, waiver.finding))
        reading_fail(reading, one, TR("%s is waived twice: take one out", "%s 重复：请删去一条"),
                     waiver.finding);
    to->list[to->count++] = waiver;
}

void waivers_read(struct arena *arena, struct reading *reading, struct waivers *out)
{
    const struct field *list = read_list(reading, reading->document->top, "waived");
    *out = (struct waivers){.blob = ""};
    if (list && list->count > WAIVERS_MOST) {
        reading_fail(
            reading, list,
            TR("more than %d waivers: correct the template instead", "放行超过%d条：请改正模板"),
            WAIVERS_MOST);
        return;
    }
    out->list = arena_array(arena, list ? list->count : 0, sizeof *out->list);
    for (const struct field *one = list ? list->first : NULL; one; one = one->next)
        read_one(reading, one, out);
}

void waivers_write(struct buffer *out, const struct waivers *waivers, const struct document *old)
{
    buffer_add(out, "---\n");
    if (waivers->count)
        buffer_add(out, "waived:\n");
    for (size_t i = 0; i < waivers->count; i++) {
        const struct waiver *waiver = &waivers->list[i];
        document_add_field(out, "  - finding", waiver->finding);
        document_add_field(out, "    rule", waiver->rule);
        document_add_field(out, "    excerpt", waiver->excerpt);
        document_add_field(out, "    reason", waiver->reason);
        document_add_field(out, "    by", waiver->by);
        document_add_field(out, "    when", waiver->when);
    }
    if (old)
        document_add_unknown(out, old, fields);
    buffer_add(out, "---\n");
    if (old && *old->body)
        buffer_format(out, "\n%s\n", old->body);
}

const struct waiver *waivers_find(const struct waivers *waivers, const char *finding)
{
    for (size_t i = 0; waivers && i < waivers->count; i++)
        if (strcmp(waivers->list[i].finding, finding) == 0)
            return &waivers->list[i];
    return NULL;
}

bool waiver_is_same(const struct waiver *a, const struct waiver *b)
{
    return !strcmp(a->finding, b->finding) && !strcmp(a->rule, b->rule) &&
           !strcmp(a->excerpt, b->excerpt) && !strcmp(a->reason, b->reason) &&
           !strcmp(a->by, b->by) && !strcmp(a->when, b->when);
}
