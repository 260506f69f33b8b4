/* The form of the cache: a head, then words of 32 bits, then texts that they point at, each ended
 * with NUL and kept once. */
#include "core/buffer.h"
#include "core/memory.h"
#include "records/cache.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* To be raised when what is written below changes. These say when it must: a field that is added
 * to one of them has to be added to the functions of its name too. */
enum { FORM = 1 };
_Static_assert(sizeof(struct report) == 64, "write the new field of a report, and raise FORM");
_Static_assert(sizeof(struct decision) == 192, "write the new field of a decision, and raise FORM");
_Static_assert(sizeof(struct confirmation) == 56,
               "write the new field of a confirmation, and raise FORM");
_Static_assert(sizeof(struct evidence) == 24, "write the new field of evidence, and raise FORM");

static const uint64_t mark = 0x6b616f70696e6700u + FORM; /* "kaoping" */

struct head {
    uint64_t mark;
    uint64_t checksum;     /* of all behind it */
    uint64_t program[3];   /* which file wrote it: another program may read a leaf otherwise */
    uint64_t words, texts; /* how many, and how many bytes */
};

/* What stands behind a file's path and blob. */
enum kind { KIND_PLAIN, KIND_UNREAD, KIND_REPORT, KIND_DECISION, KIND_CONFIRMATION };

/* Against accidents; the file is its owner's alone. */
static uint64_t checksum(const char *bytes, size_t size)
{
    uint64_t sum = size, word;
    for (; size >= sizeof word; bytes += sizeof word, size -= sizeof word) {
        memcpy(&word, bytes, sizeof word);
        sum = (sum ^ word) * 0x9e3779b97f4a7c15u;
        sum ^= sum >> 29;
    }
    for (; size > 0; bytes++, size--)
        sum = (sum ^ (unsigned char)*bytes) * 0x9e3779b97f4a7c15u;
    return sum ^ sum >> 32;
}

static void name_program(struct head *head)
{
    struct stat file;
    if (stat("/proc/self/exe", &file))
        return;
    head->program[0] = (uint64_t)file.st_size;
    head->program[1] = (uint64_t)file.st_mtim.tv_sec;
    head->program[2] = (uint64_t)file.st_mtim.tv_nsec;
}

/* ---- writing ---- */

struct writer {
    struct buffer words, texts;
    uint32_t *slots; /* where a text stands, plus 1, by its hash */
    size_t slot_count, used;
};

static void put(struct writer *writer, size_t word)
{
    uint32_t low = (uint32_t)word;
    buffer_add_bytes(&writer->words, (const char *)&low, sizeof low);
}

static uint32_t *find_slot(const struct writer *writer, const char *text, size_t size)
{
    size_t at = (size_t)checksum(text, size) % writer->slot_count;
    while (writer->slots[at] && strcmp(writer->texts.bytes + writer->slots[at] - 1, text) != 0)
        at = (at + 1) % writer->slot_count;
    return &writer->slots[at];
}

static void grow(struct writer *writer)
{
    struct writer larger = *writer;
    larger.slot_count = writer->slot_count ? writer->slot_count * 2 : 1 << 12;
    larger.slots = memory_new(larger.slot_count * sizeof *larger.slots);
    memset(larger.slots, 0, larger.slot_count * sizeof *larger.slots);
    for (size_t i = 0; i < writer->slot_count; i++)
        if (writer->slots[i]) {
            const char *text = writer->texts.bytes + writer->slots[i] - 1;
            *find_slot(&larger, text, strlen(text)) = writer->slots[i];
        }
    free(writer->slots);
    *writer = larger;
}

static void put_text(struct writer *writer, const char *text)
{
    size_t size = strlen(text);
    if (writer->used * 2 >= writer->slot_count)
        grow(writer);
    uint32_t *slot = find_slot(writer, text, size);
    if (!*slot) {
        *slot = (uint32_t)writer->texts.size + 1;
        writer->used++;
        buffer_add_bytes(&writer->texts, text, size + 1);
    }
    put(writer, *slot - 1);
}

static void put_long(struct writer *writer, uint64_t value)
{
    put(writer, value & UINT32_MAX);
    put(writer, value >> 32);
}

static void put_number(struct writer *writer, struct decimal number)
{
    put_long(writer, (uint64_t)number.over);
    put_long(writer, (uint64_t)number.under);
}

static void put_evidence(struct writer *writer, const struct evidences *evidence)
{
    put(writer, evidence->count);
    for (size_t i = 0; i < evidence->count; i++) {
        put_text(writer, evidence->list[i].title);
        put_text(writer, evidence->list[i].at);
        put_text(writer, evidence->list[i].sha256);
    }
}

static void put_report(struct writer *writer, const struct report *report)
{
    put_text(writer, report->value);
    put_text(writer, report->text);
    put_text(writer, report->reported);
    put_text(writer, report->previous);
    put_text(writer, report->reporter);
    put_evidence(writer, &report->evidence);
}

static void put_decision(struct writer *writer, const struct decision *decision)
{
    put(writer, decision->verdict);
    put_text(writer, decision->value);
    put_number(writer, decision->number);
    put_number(writer, decision->score);
    put_text(writer, decision->against);
    put_text(writer, decision->previous);
    put_evidence(writer, &decision->evidence);
    put(writer, decision->condition_count);
    for (size_t i = 0; i < decision->condition_count; i++)
        put_text(writer, decision->conditions[i]);
    put_text(writer, decision->notice.from);
    put_text(writer, decision->notice.until);
    put_text(writer, decision->deadline);
    put_text(writer, decision->extended.until);
    put_text(writer, decision->extended.decision);
    put_text(writer, decision->extended.by);
    put(writer, decision->reopened);
    put_text(writer, decision->reviewer);
    put_text(writer, decision->decided);
    put_text(writer, decision->reason);
}

static void put_confirmation(struct writer *writer, const struct confirmation *confirmation)
{
    put(writer, confirmation->returned);
    put_text(writer, confirmation->decision);
    put_text(writer, confirmation->previous);
    put_text(writer, confirmation->reviewer);
    put_text(writer, confirmation->confirmed);
    put_text(writer, confirmation->reason);
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* What may stand at a path, by the folder that it lies in, behind the year. */
static enum kind kind_at(const char *path)
{
    const char *folder = strchr(path, '/');
    if (folder && begins(folder, "/reports/"))
        return KIND_REPORT;
    if (folder && begins(folder, "/decisions/"))
        return KIND_DECISION;
    return folder && begins(folder, "/confirmations/") ? KIND_CONFIRMATION : KIND_PLAIN;
}

static enum kind kind_of(const struct file *file)
{
    if (!file->leaf)
        return KIND_PLAIN;
    return file->leaf->said ? kind_at(file->path) : KIND_UNREAD;
}

static void put_file(struct writer *writer, const struct file *file)
{
    enum kind kind = kind_of(file);
    put_text(writer, file->path);
    put_text(writer, file->blob);
    put(writer, kind);
    if (kind == KIND_PLAIN) { /* it may hold NUL */
        put(writer, writer->texts.size);
        put(writer, file->size);
        buffer_add_bytes(&writer->texts, file->bytes, file->size);
        buffer_add_char(&writer->texts, '\0');
    } else if (kind != KIND_UNREAD) {
        put_text(writer, file->leaf->as_of);
    }
    if (kind == KIND_REPORT)
        put_report(writer, file->leaf->said);
    else if (kind == KIND_DECISION)
        put_decision(writer, file->leaf->said);
    else if (kind == KIND_CONFIRMATION)
        put_confirmation(writer, file->leaf->said);
}

static void put_folder(struct writer *writer, const struct folder *folder)
{
    char hex[COMMIT_SIZE];
    put_text(writer, folder->path);
    put_text(writer, git_oid_tostr(hex, sizeof hex, &folder->tree));
}

void cache_form_add(struct buffer *out, const char *real, const char *year,
                    const struct gathered *now)
{
    struct writer writer = {.words = BUFFER_EMPTY, .texts = BUFFER_EMPTY};
    put_text(&writer, real);
    put_text(&writer, year);
    put(&writer, now->folder_count);
    for (size_t i = 0; i < now->folder_count; i++)
        put_folder(&writer, &now->folders[i]);
    put(&writer, now->files.count);
    for (size_t i = 0; i < now->files.count; i++)
        put_file(&writer, &now->files.list[i]);
    struct head head = {
        .mark = mark, .words = writer.words.size / sizeof(uint32_t), .texts = writer.texts.size};
    name_program(&head);
    size_t begin = out->size, summed = offsetof(struct head, program);
    buffer_add_bytes(out, (const char *)&head, sizeof head);
    buffer_add_bytes(out, writer.words.bytes, writer.words.size);
    buffer_add_bytes(out, writer.texts.bytes, writer.texts.size);
    head.checksum = checksum(out->bytes + begin + summed, out->size - begin - summed);
    memcpy(out->bytes + begin, &head, sizeof head);
    buffer_free(&writer.words);
    buffer_free(&writer.texts);
    free(writer.slots);
}

/* ---- reading ---- */

/* What does not fit makes it bad, and reads on as 0 and "". */
struct reader {
    struct arena *arena, *scratch;
    const uint32_t *next, *end;
    const char *texts;
    size_t text_size;
    bool bad;
};

static uint32_t get(struct reader *reader)
{
    if (reader->next < reader->end)
        return *reader->next++;
    reader->bad = true;
    return 0;
}

/* How many follow, of which each takes a word at least. */
static size_t get_count(struct reader *reader)
{
    size_t count = get(reader);
    if (count <= (size_t)(reader->end - reader->next))
        return count;
    reader->bad = true;
    return 0;
}

static const char *get_text(struct reader *reader)
{
    uint32_t at = get(reader);
    if (at < reader->text_size)
        return reader->texts + at;
    reader->bad = true;
    return "";
}

static void get_day(struct reader *reader, char out[DAY_SIZE])
{
    snprintf(out, DAY_SIZE, "%s", get_text(reader));
}

static uint64_t get_long(struct reader *reader)
{
    uint64_t low = get(reader);
    return low | (uint64_t)get(reader) << 32;
}

static struct decimal get_number(struct reader *reader)
{
    int64_t over = (int64_t)get_long(reader);
    return (struct decimal){over, (int64_t)get_long(reader)};
}

static struct evidences get_evidence(struct reader *reader)
{
    struct evidences evidence = {NULL, get_count(reader)};
    if (evidence.count)
        evidence.list = arena_array(reader->arena, evidence.count, sizeof *evidence.list);
    for (size_t i = 0; i < evidence.count; i++) {
        evidence.list[i].title = get_text(reader);
        evidence.list[i].at = get_text(reader);
        evidence.list[i].sha256 = get_text(reader);
    }
    return evidence;
}

static const void *get_report(struct reader *reader, const char *blob)
{
    struct report *report = ARENA_NEW(reader->arena, struct report);
    report->value = get_text(reader);
    report->text = get_text(reader);
    report->reported = get_text(reader);
    report->previous = get_text(reader);
    report->reporter = get_text(reader);
    report->evidence = get_evidence(reader);
    report->blob = blob;
    return report;
}

static const void *get_decision(struct reader *reader, const char *blob)
{
    struct decision *decision = ARENA_NEW(reader->arena, struct decision);
    uint32_t verdict = get(reader);
    reader->bad = reader->bad || verdict >= VERDICTS;
    decision->verdict = (enum verdict)verdict;
    decision->value = get_text(reader);
    decision->number = get_number(reader);
    decision->score = get_number(reader);
    decision->against = get_text(reader);
    decision->previous = get_text(reader);
    decision->evidence = get_evidence(reader);
    decision->condition_count = get_count(reader);
    if (decision->condition_count)
        decision->conditions =
            arena_array(reader->arena, decision->condition_count, sizeof *decision->conditions);
    for (size_t i = 0; i < decision->condition_count; i++)
        decision->conditions[i] = get_text(reader);
    get_day(reader, decision->notice.from);
    get_day(reader, decision->notice.until);
    decision->deadline = get_text(reader);
    decision->extended.until = get_text(reader);
    decision->extended.decision = get_text(reader);
    decision->extended.by = get_text(reader);
    decision->reopened = get(reader) != 0;
    decision->reviewer = get_text(reader);
    decision->decided = get_text(reader);
    decision->reason = get_text(reader);
    decision->blob = blob;
    return decision;
}

static const void *get_confirmation(struct reader *reader, const char *blob)
{
    struct confirmation *confirmation = ARENA_NEW(reader->arena, struct confirmation);
    confirmation->returned = get(reader) != 0;
    confirmation->decision = get_text(reader);
    confirmation->previous = get_text(reader);
    confirmation->reviewer = get_text(reader);
    confirmation->confirmed = get_text(reader);
    confirmation->reason = get_text(reader);
    confirmation->blob = blob;
    return confirmation;
}

static void get_plain(struct reader *reader, struct file *file)
{
    size_t at = get(reader);
    file->size = get(reader);
    file->bytes = reader->texts + at;
    if (at < reader->text_size && file->size < reader->text_size - at && !file->bytes[file->size])
        return;
    reader->bad = true;
    file->bytes = "";
    file->size = 0;
}

static void get_leaf(struct reader *reader, enum kind kind, struct file *file)
{
    file->leaf = ARENA_NEW(reader->arena, struct leaf);
    if (kind == KIND_UNREAD)
        return;
    file->leaf->as_of = get_text(reader);
    if (kind == KIND_REPORT)
        file->leaf->said = get_report(reader, file->blob);
    else if (kind == KIND_DECISION)
        file->leaf->said = get_decision(reader, file->blob);
    else
        file->leaf->said = get_confirmation(reader, file->blob);
}

static void get_file(struct reader *reader, struct file *file)
{
    file->path = get_text(reader);
    file->blob = get_text(reader);
    uint32_t kind = get(reader);
    enum kind here = kind_at(file->path);
    if (kind == KIND_UNREAD ? here == KIND_PLAIN : kind != here) {
        reader->bad = true;
        return;
    }
    if (kind == KIND_PLAIN)
        get_plain(reader, file);
    else
        get_leaf(reader, (enum kind)kind, file);
}

static void get_folder(struct reader *reader, struct folder *folder)
{
    folder->path = get_text(reader);
    const char *hex = get_text(reader);
    if (strlen(hex) != GIT_OID_HEXSZ || git_oid_fromstr(&folder->tree, hex))
        reader->bad = true;
}

static bool get_gathered(struct reader *reader, struct gathered *out)
{
    size_t folder_count = get_count(reader);
    struct folder *folders = arena_array(reader->scratch, folder_count, sizeof *folders);
    for (size_t i = 0; i < folder_count; i++)
        get_folder(reader, &folders[i]);
    size_t file_count = get_count(reader);
    struct file *files = arena_array(reader->scratch, file_count, sizeof *files);
    for (size_t i = 0; i < file_count && !reader->bad; i++)
        get_file(reader, &files[i]);
    out->files = (struct files){.list = files, .count = file_count};
    out->folders = folders;
    out->folder_count = folder_count;
    return !reader->bad && reader->next == reader->end;
}

bool cache_form_read(const char *bytes, size_t size, const char *real, const char *year,
                     struct arena *scratch, struct gathered *out, size_t *spent)
{
    const struct head *head = (const void *)bytes;
    struct head mine = {0};
    size_t summed = offsetof(struct head, program);
    name_program(&mine);
    if (size <= sizeof *head || head->mark != mark ||
        memcmp(head->program, mine.program, sizeof mine.program) != 0 || head->texts == 0 ||
        head->texts > size || head->words > size ||
        size != sizeof *head + head->words * sizeof(uint32_t) + head->texts ||
        bytes[size - 1] != '\0' || checksum(bytes + summed, size - summed) != head->checksum)
        return false;
    const uint32_t *words = (const void *)(head + 1);
    struct reader reader = {.arena = out->pool->arena,
                            .scratch = scratch,
                            .next = words,
                            .end = words + head->words,
                            .texts = (const char *)(words + head->words),
                            .text_size = head->texts};
    *spent = (size_t)(reader.texts - bytes);
    return strcmp(get_text(&reader), real) == 0 && strcmp(get_text(&reader), year) == 0 &&
           get_gathered(&reader, out);
}
