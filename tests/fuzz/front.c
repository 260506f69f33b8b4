/* Front matter: any bytes as a file of the record, read in every way that there is. */
#include "core/buffer.h"
#include "core/document.h"
#include "core/memory.h"
#include "core/publication.h"
#include "core/reviewers.h"
#include "core/text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static const char *const words[] = {"met", "unmet", NULL};

/* Reads every field as everything. */
static void read_fields(const struct document *document, const struct field *map, int depth)
{
    for (const struct field *field = map->first; field; field = field->next) {
        const char *name = field->name ? field->name : "";
        struct error error;
        struct reading reading = {.document = document, .error = &error};
        read_number(&reading, map, name, DECIMAL_ZERO);
        read_whole(&reading, map, name, 0, 100, 1);
        read_truth(&reading, map, name, false);
        read_word(&reading, map, name, words);
        read_list(&reading, map, name);
        read_map(&reading, map, name);
        MUST(field->line > 0);
        MUST(depth <= DOCUMENT_DEPTH_MOST);
        read_fields(document, field, depth + 1);
    }
}

/* What is not known is taken over, and reads back as it was; so does a text that is written. */
static void write_back(struct arena *arena, const struct document *document)
{
    const char *const none[] = {NULL};
    struct buffer file = BUFFER_EMPTY;
    struct document again;
    struct error error;
    buffer_add(&file, "---\n");
    document_add_unknown(&file, document, none);
    document_add_field(&file, "kaoping-text", document->body);
    buffer_add(&file, "---\n");
    if (file.size < DOCUMENT_FRONT_MOST && !field_find(document->top, "kaoping-text")) {
        MUST(document_parse(arena, "again", file.bytes, file.size, &again, &error) == STATUS_OK);
        MUST(again.top->count == document->top->count + 1);
        struct reading reading = {.document = &again, .error = &error};
        MUST(strcmp(read_optional(&reading, again.top, "kaoping-text", ""), document->body) == 0);
    }
    buffer_free(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct document document;
    struct error error = {0};
    if (document_parse(arena, "fuzz", (const char *)bytes, size, &document, &error) == STATUS_OK) {
        struct reviewers reviewers;
        struct publication publication;
        struct reading people = {.document = &document, .error = &error};
        struct reading act = {.document = &document, .error = &error};
        read_fields(&document, document.top, 0);
        write_back(arena, &document);
        reviewers_read(arena, &people, &reviewers);
        publication_read(arena, &act, &publication);
    }
    MUST(text_valid(error.text, strlen(error.text)) == strlen(error.text));
    arena_free(arena);
    return 0;
}
