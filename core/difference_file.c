/* Differences of whole files: which of the record's files a path names, and what it holds. */
#include "core/buffer.h"
#include "core/decision.h"
#include "core/difference.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/* ---- any document, field by field ---- */

static const char *field_label(const char *name)
{
    static const char *const labels[][3] = {{"item", "item", "考评项"},
                                            {"jurisdiction", "jurisdiction", "考评对象"},
                                            {"verdict", "verdict", "结论"},
                                            {"value", "value", "数值"},
                                            {"score", "score", "得分"},
                                            {"evidence", "evidence", "佐证"},
                                            {"reviewer", "reviewer", "评定人"},
                                            {"decided", "decided", "评定时间"},
                                            {"confirmed", "confirmed", "复核时间"},
                                            {"reported", "reported", "上报时间"},
                                            {"name", "name", "名称"},
                                            {"government", "government", "政府"},
                                            {"kind", "kind", "类型"},
                                            {"order", "order", "次序"},
                                            {"applies", "applies", "适用对象"},
                                            {"source", "source", "依据"},
                                            {"full", "full marks", "满分"},
                                            {"unit", "unit", "单位"},
                                            {"direction", "direction", "方向"},
                                            {"target", "target", "目标"},
                                            {"targets", "targets", "各地目标"},
                                            {"earlier", "earlier years", "历年数值"},
                                            {"rule", "rule", "计分规则"},
                                            {"problem", "problem", "问题"},
                                            {"objective", "objective", "整改目标"},
                                            {"measures", "measures", "整改措施"},
                                            {"responsible", "responsible unit", "责任单位"},
                                            {"supervising", "supervising unit", "督导单位"},
                                            {"deadline", "deadline", "整改时限"},
                                            {"extended", "extension", "已准延期"},
                                            {"notice", "public notice", "公示期"},
                                            {"notice-days", "days of notice", "公示天数"},
                                            {"reporter", "recorded by", "记录人"},
                                            {"grades", "grades", "等次"}};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (!strcmp(labels[i][0], name))
            return tr(labels[i][1], labels[i][2]);
    return name;
}

/* Appends a field's content on one line. */
static void add_content(struct buffer *out, const struct field *field)
{
    if (field->kind == FIELD_SCALAR)
        buffer_add(out, field->text);
    for (const struct field *one = field->first; one; one = one->next) {
        if (one != field->first)
            buffer_add(out, field->kind == FIELD_MAP ? ", " : "; ");
        if (one->name)
            buffer_format(out, "%s: ", one->name);
        add_content(out, one);
    }
}

static const char *content(struct arena *arena, const struct field *field)
{
    if (!field)
        return "";
    if (field->kind == FIELD_SCALAR && field->name && !strcmp(field->name, "verdict")) {
        int verdict = verdict_from(field->text);
        if (verdict >= 0)
            return verdict_name((enum verdict)verdict);
    }
    struct buffer text = BUFFER_EMPTY;
    add_content(&text, field);
    char *copy = buffer_take(&text, arena);
    for (char *at = copy; (at = strchr(at, '\n'));)
        *at = ' ';
    return copy;
}

static void add_if_changed(struct difference *out, const char *name, const struct field *old,
                           const struct field *new)
{
    const char *from = content(out->arena, old), *to = content(out->arena, new);
    if (strcmp(from, to) != 0)
        difference_text(out, field_label(name), from, to);
}

void difference_document(struct difference *out, const struct document *old,
                         const struct document *new)
{
    for (const struct field *field = new ? new->top->first : NULL; field; field = field->next)
        add_if_changed(out, field->name, old ? field_find(old->top, field->name) : NULL, field);
    for (const struct field *field = old ? old->top->first : NULL; field; field = field->next)
        if (!new || !field_find(new->top, field->name))
            add_if_changed(out, field->name, field, NULL);
    const char *from = old ? old->body : "", *to = new ? new->body : "";
    if (strcmp(from, to) != 0)
        difference_text(out, TR("text", "正文"), from, to);
}

/* ---- a file by its path ---- */

/* Both versions of one file, as far as they could be read. */
struct pair {
    const struct document *old, *new; /* NULL for no file */
    bool broken;
};

static const struct document *parse(struct arena *arena, const char *path, struct bytes file,
                                    bool *broken)
{
    if (!file.bytes)
        return NULL;
    struct document *document = ARENA_NEW(arena, struct document);
    struct error ignored;
    *broken |= document_parse(arena, path, file.bytes, file.size, document, &ignored) != STATUS_OK;
    return document;
}

/* The entry whose file in `folder` the path is; NULL for none. */
static const struct entry *entry_at(const struct assessment *assessment, const char *path,
                                    const char *folder)
{
    char start[64], whose[PATH_MOST], which[PATH_MOST];
    int size = snprintf(start, sizeof start, "%s/%s/", assessment->year, folder);
    if (strncmp(path, start, (size_t)size) != 0)
        return NULL;
    path += size;
    size_t first = strcspn(path, "/"), all = strlen(path);
    if (!path[first] || first >= sizeof whose || all - first >= sizeof which || all < first + 4)
        return NULL;
    snprintf(whose, sizeof whose, "%.*s", (int)first, path);
    snprintf(which, sizeof which, "%.*s", (int)(all - first - 4), path + first + 1);
    const struct jurisdiction *jurisdiction = assessment_jurisdiction(assessment, whose);
    const struct item *item = assessment_item(assessment, which);
    return jurisdiction && item ? assessment_entry(assessment, jurisdiction, item) : NULL;
}

static bool try_decision(struct difference *out, const struct entry *entry, struct pair pair)
{
    struct decision decisions[2];
    struct error ignored;
    struct reading old = {.document = pair.old, .error = &ignored}, new = old;
    new.document = pair.new;
    if (pair.old)
        decision_read(out->arena, &old, entry, &decisions[0]);
    if (pair.new)
        decision_read(out->arena, &new, entry, &decisions[1]);
    if (old.status || new.status)
        return false;
    difference_decision(out, entry->item, pair.old ? &decisions[0] : NULL,
                        pair.new ? &decisions[1] : NULL);
    return true;
}

static bool try_confirmation(struct difference *out, const struct entry *entry, struct pair pair)
{
    struct confirmation confirmations[2];
    struct error ignored;
    struct reading old = {.document = pair.old, .error = &ignored}, new = old;
    new.document = pair.new;
    if (pair.old)
        confirmation_read(&old, entry, &confirmations[0]);
    if (pair.new)
        confirmation_read(&new, entry, &confirmations[1]);
    if (old.status || new.status)
        return false;
    difference_confirmation(out, pair.old ? &confirmations[0] : NULL,
                            pair.new ? &confirmations[1] : NULL);
    return true;
}

static bool try_report(struct difference *out, const struct entry *entry, struct pair pair)
{
    struct report reports[2];
    struct error ignored;
    struct reading old = {.document = pair.old, .error = &ignored}, new = old;
    new.document = pair.new;
    if (pair.old)
        report_read(out->arena, &old, entry, &reports[0]);
    if (pair.new)
        report_read(out->arena, &new, entry, &reports[1]);
    if (old.status || new.status)
        return false;
    difference_report(out, entry->item, pair.old ? &reports[0] : NULL,
                      pair.new ? &reports[1] : NULL);
    return true;
}

/* As what an entry has, if the path says so and both versions are whole. */
static bool try_entry(struct difference *out, const struct assessment *assessment, const char *path,
                      struct pair pair)
{
    const struct entry *entry = entry_at(assessment, path, "decisions");
    if (entry)
        return try_decision(out, entry, pair);
    entry = entry_at(assessment, path, "confirmations");
    if (entry)
        return try_confirmation(out, entry, pair);
    entry = entry_at(assessment, path, "reports");
    return entry && try_report(out, entry, pair);
}

/* What an attached file holds is shown where it is text. */
static const char *readable(struct arena *arena, struct bytes bytes)
{
    if (!bytes.bytes || text_valid(bytes.bytes, bytes.size) == bytes.size)
        return bytes.bytes;
    return arena_format(arena, TR("(%zu bytes, no text)", "（%zu字节，非文本）"), bytes.size);
}

void difference_file(struct difference *out, const struct assessment *assessment, const char *path,
                     struct bytes old, struct bytes new)
{
    struct pair pair = {.broken = false};
    pair.old = parse(out->arena, path, old, &pair.broken);
    pair.new = parse(out->arena, path, new, &pair.broken);
    if (pair.broken)
        difference_text(out, "", readable(out->arena, old), readable(out->arena, new));
    else if (!try_entry(out, assessment, path, pair))
        difference_document(out, pair.old, pair.new);
}
