/*
 * Reports, decisions and confirmations: any bytes as such a file. What is read is written and read
 * again: it must say the same.
 */
#include "core/buffer.h"
#include "core/decision.h"
#include "core/document.h"
#include "core/memory.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static struct category category = {.id = "air", .name = "环境空气质量"};
static struct label conditions[] = {{"finished", NULL}, {"public", NULL}};
static struct item items[] = {
    {.id = "air/pm25", .name = "PM2.5", .kind = ITEM_INDICATOR, .category = &category, .blob = "a"},
    {.id = "air/straw", .name = "秸秆禁烧", .kind = ITEM_TASK, .category = &category, .blob = "b"},
    {.id = "air/one",
     .name = "第一项",
     .kind = ITEM_RECTIFICATION,
     .category = &category,
     .conditions = conditions,
     .condition_count = 2,
     .blob = "c"},
    {.id = "air/fraud", .name = "造假", .kind = ITEM_VETO, .category = &category, .blob = "d"},
};
static struct jurisdiction siping = {.id = "siping", .name = "四平市", .class = "city"};

static bool parse(struct arena *arena, const char *bytes, size_t size, struct document *out)
{
    struct error error;
    return document_parse(arena, "2020/decisions/siping/air/pm25.md", bytes, size, out, &error) ==
           STATUS_OK;
}

static bool same_evidence(const struct evidences *a, const struct evidences *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->list[i].title, b->list[i].title) != 0 ||
            strcmp(a->list[i].at, b->list[i].at) != 0 ||
            strcmp(a->list[i].sha256, b->list[i].sha256) != 0)
            return false;
    return true;
}

static void try_report(struct arena *arena, const struct document *document,
                       const struct entry *entry)
{
    struct report report, again;
    struct error error;
    struct document written;
    struct buffer file = BUFFER_EMPTY;
    struct reading reading = {.document = document, .error = &error};
    report_read(arena, &reading, entry, &report);
    if (!reading.status) {
        report_write(&file, entry, &report, document);
        MUST(parse(arena, file.bytes, file.size, &written));
        reading = (struct reading){.document = &written, .error = &error};
        report_read(arena, &reading, entry, &again);
        MUST(!reading.status && !strcmp(report.value, again.value) &&
             !strcmp(report.text, again.text) && same_evidence(&report.evidence, &again.evidence));
    }
    buffer_free(&file);
}

static void try_decision(struct arena *arena, const struct document *document,
                         const struct entry *entry)
{
    struct decision decision, again;
    struct error error;
    struct document written;
    struct buffer file = BUFFER_EMPTY;
    struct reading reading = {.document = document, .error = &error};
    decision_read(arena, &reading, entry, &decision);
    if (!reading.status) {
        decision_write(&file, entry, &decision, document);
        MUST(parse(arena, file.bytes, file.size, &written));
        reading = (struct reading){.document = &written, .error = &error};
        decision_read(arena, &reading, entry, &again);
        MUST(!reading.status && decision.verdict == again.verdict);
        MUST(!strcmp(decision.value, again.value) && !strcmp(decision.reason, again.reason) &&
             !strcmp(decision.previous, again.previous) &&
             !strcmp(decision.reviewer, again.reviewer) &&
             same_evidence(&decision.evidence, &again.evidence) &&
             decision.condition_count == again.condition_count);
        decision_check(entry, &again, &error);
    }
    buffer_free(&file);
}

static void try_confirmation(struct arena *arena, const struct document *document,
                             const struct entry *entry)
{
    struct confirmation confirmation, again;
    struct error error;
    struct document written;
    struct buffer file = BUFFER_EMPTY;
    struct reading reading = {.document = document, .error = &error};
    confirmation_read(&reading, entry, &confirmation);
    if (!reading.status) {
        confirmation_write(&file, entry, &confirmation, document);
        MUST(parse(arena, file.bytes, file.size, &written));
        reading = (struct reading){.document = &written, .error = &error};
        confirmation_read(&reading, entry, &again);
        MUST(!reading.status && confirmation.returned == again.returned &&
             !strcmp(confirmation.reason, again.reason) &&
             !strcmp(confirmation.decision, again.decision));
    }
    buffer_free(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    enum { KINDS = sizeof items / sizeof *items };
    struct document document;
    struct arena *arena = arena_new();
    if (size && parse(arena, (const char *)bytes + 1, size - 1, &document)) {
        struct item item = items[bytes[0] % KINDS];
        struct error error;
        struct reading named = {.document = &document, .error = &error};
        item.id =
            read_optional(&named, document.top, "item", item.id); /* what its path would say */
        struct entry entry = {.item = &item, .jurisdiction = &siping, .deadline = ""};
        try_report(arena, &document, &entry);
        try_decision(arena, &document, &entry);
        try_confirmation(arena, &document, &entry);
    }
    arena_free(arena);
    return 0;
}
