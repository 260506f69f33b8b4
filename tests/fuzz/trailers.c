/*
 * Commits that any tool may have written: the input is a commit's message, or (where it begins with
 * NUL) what stands behind `tree …` in it. The history is read over it in every way. The message
 * that the program itself makes of such texts must have exactly its trailers.
 */
#include "core/buffer.h"
#include "core/decision.h"
#include "core/memory.h"
#include "records/history.h"
#include "records/inside.h"
#include "tests/fuzz/fuzz.h"

#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <string.h>

static char nowhere[] = "fuzz";
static struct record record = {.path = nowhere, .language = -1, .folder = -1};
static git_odb *objects;
static git_odb_backend *memory;

static void begin(void)
{
    if (objects)
        return;
    git_libgit2_init();
    git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
    MUST(!git_odb_new(&objects) && !git_mempack_new(&memory) &&
         !git_odb_add_backend(objects, memory, 1) &&
         !git_repository_wrap_odb(&record.repository, objects));
}

static bool put_commit(const uint8_t *bytes, size_t size, char hex[COMMIT_SIZE])
{
    struct buffer raw = BUFFER_EMPTY;
    git_oid tree, id;
    char tree_hex[COMMIT_SIZE];
    MUST(!git_odb_write(&tree, objects, "", 0, GIT_OBJECT_TREE));
    buffer_format(&raw, "tree %s\n", git_oid_tostr(tree_hex, sizeof tree_hex, &tree));
    if (size && !bytes[0])
        buffer_add_bytes(&raw, (const char *)bytes + 1, size - 1);
    else {
        buffer_add(&raw, "author 王芳 <wang@example.org> 1614650000 +0800\n"
                         "committer 王芳 <wang@example.org> 1614650000 +0800\n\n");
        buffer_add_bytes(&raw, (const char *)bytes, size);
    }
    bool good = !git_odb_write(&id, objects, raw.bytes, raw.size, GIT_OBJECT_COMMIT);
    git_oid_tostr(hex, COMMIT_SIZE, &id);
    buffer_free(&raw);
    return good;
}

static bool show(void *context, const struct log_entry *entry)
{
    size_t *size = context;
    *size += strlen(entry->subject) + strlen(entry->author) + strlen(entry->mail) +
             strlen(entry->jurisdiction) + strlen(entry->item) + strlen(entry->verdict) +
             strlen(entry->score);
    return true;
}

static void read_history(struct arena *arena, const char *commit, bool signed_too)
{
    const struct commit_change *change;
    struct buffer raw = BUFFER_EMPTY;
    struct error error;
    size_t total = 0;
    history_log(&record, commit, &(struct log_filter){.item = NULL}, show, &total, &error);
    history_log(&record, commit, &(struct log_filter){.jurisdiction = "siping", .item = "air/pm25"},
                show, &total, &error);
    /* libgit2 looks for a signature beyond the end of what lies in memory alone: on the disk every
     * object ends with NUL */
    if (!signed_too)
        history_change(&record, arena, commit, &change, &error);
    history_raw(&record, commit, &raw, &error);
    buffer_free(&raw);
}

static size_t count_of(const git_message_trailer_array *trailers, const char *key,
                       const char *value)
{
    size_t count = 0;
    for (size_t i = 0; i < trailers->count; i++)
        if (!strcmp(trailers->trailers[i].key, key)) {
            MUST(!strcmp(trailers->trailers[i].value, value));
            count++;
        }
    return count;
}

/* A decision of an item that is named by the input, with the input as its reason. */
static void write_message(struct arena *arena, const char *text)
{
    struct category category = {.id = "air", .name = text};
    struct item item = {.id = "air/straw",
                        .name = text,
                        .unit = text,
                        .kind = ITEM_TASK,
                        .category = &category,
                        .full = decimal_of(3),
                        .blob = "",
                        .path = "2020/checklist/air/straw.md"};
    struct jurisdiction jurisdiction = {.id = "siping", .name = text, .class = "city"};
    struct entry entry = {.item = &item, .jurisdiction = &jurisdiction, .deadline = ""};
    struct change change = {
        .record = &record, .repository = record.repository, .arena = arena, .entry = &entry};
    struct decision decision = {
        .verdict = VERDICT_MET, .score = NOT_A_NUMBER, .number = NOT_A_NUMBER, .reason = text};
    struct writing writing = {.person = "王芳 <wang@example.org>", .when = 1614650000};
    git_message_trailer_array trailers;
    struct error error;
    if (change_decision(&change, decision, &writing, &error))
        return;
    MUST(!git_message_trailers(&trailers, change.message));
    MUST(count_of(&trailers, "Jurisdiction", "siping") == 1);
    MUST(count_of(&trailers, "Item", "air/straw") == 1);
    MUST(count_of(&trailers, "Verdict", "met") == 1);
    git_message_trailer_array_free(&trailers);
}

/* libgit2 1.5 loses the first of two encodings: its leak, which would hide ours. */
static bool names_two_encodings(const uint8_t *bytes, size_t size)
{
    static const char word[] = "encoding ";
    const uint8_t *first = memmem(bytes, size, word, strlen(word));
    return first &&
           memmem(first + 1, size - (size_t)(first - bytes) - 1, word, strlen(word)) != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char commit[COMMIT_SIZE];
    struct arena *arena = arena_new();
    begin();
    if (!names_two_encodings(bytes, size) && put_commit(bytes, size, commit))
        read_history(arena, commit, memmem(bytes, size, "gpgsig", 6) != NULL);
    write_message(arena, arena_text_of(arena, (const char *)bytes, size));
    git_mempack_reset(memory);
    arena_free(arena);
    return 0;
}
