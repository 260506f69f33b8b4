/*
 * The cache's file, with any words and texts behind a head that is right: it is read or refused,
 * and what is read and written is read again as the same.
 *
 * The input is a byte that counts the words, the words, and the texts. What the reading asks for
 * first, whose record and which year it is of, is put before them: REAL and YEAR.
 */
#include "records/cache.h"
#include "core/buffer.h"
#include "core/memory.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define REAL "r"
#define YEAR "2020"

enum {
    SUM_AT = 8,     /* where the head has its checksum, */
    SUMMED = 16,    /* what that is of, up to the end */
    COUNTS_AT = 40, /* and how many words and bytes of text follow */
    HEAD = 56,
    OWN_WORDS = 2,
    OWN_TEXTS = sizeof REAL + sizeof YEAR
};

static uint64_t sum_of(const char *bytes, size_t size)
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

/* A file of nothing, for its head; and whether the sums here are the cache's own. */
static void write_nothing(struct buffer *out)
{
    const struct gathered nothing = {.folder_count = 0};
    uint64_t sum;
    cache_form_add(out, REAL, YEAR, &nothing);
    memcpy(&sum, out->bytes + SUM_AT, sizeof sum);
    MUST(sum == sum_of(out->bytes + SUMMED, out->size - SUMMED));
}

static void make_file(struct buffer *out, const uint8_t *bytes, size_t size)
{
    static const uint32_t own[OWN_WORDS] = {0, sizeof REAL};
    size_t count = size ? bytes[0] : 0, left = size ? (size - 1) / sizeof own[0] : 0;
    count = count < left ? count : left;
    size_t used = size ? 1 + count * sizeof own[0] : 0;
    const uint64_t counts[] = {OWN_WORDS + count, OWN_TEXTS + size - used + 1};
    write_nothing(out);
    buffer_cut(out, HEAD);
    memcpy(out->bytes + COUNTS_AT, counts, sizeof counts);
    buffer_add_bytes(out, (const char *)own, sizeof own);
    if (count)
        buffer_add_bytes(out, (const char *)bytes + 1, count * sizeof own[0]);
    buffer_add_bytes(out, REAL "\0" YEAR, OWN_TEXTS);
    if (size > used)
        buffer_add_bytes(out, (const char *)bytes + used, size - used);
    buffer_add_char(out, '\0');
    uint64_t sum = sum_of(out->bytes + SUMMED, out->size - SUMMED);
    memcpy(out->bytes + SUM_AT, &sum, sizeof sum);
}

static bool read_file(const struct buffer *file, struct arena *scratch, struct gathered *out)
{
    size_t spent;
    *out = (struct gathered){.pool = pool_new()};
    char *bytes = arena_new_size(out->pool->arena, file->size);
    memcpy(bytes, file->bytes, file->size);
    bool good = cache_form_read(bytes, file->size, REAL, YEAR, scratch, out, &spent);
    if (good)
        memset(bytes, 0xA5, spent); /* it is given back */
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *scratch = arena_new();
    struct buffer given = BUFFER_EMPTY, once = BUFFER_EMPTY, twice = BUFFER_EMPTY;
    struct gathered first, second;
    make_file(&given, bytes, size);
    if (read_file(&given, scratch, &first)) {
        cache_form_add(&once, REAL, YEAR, &first);
        MUST(read_file(&once, scratch, &second));
        cache_form_add(&twice, REAL, YEAR, &second);
        MUST(once.size == twice.size && memcmp(once.bytes, twice.bytes, once.size) == 0);
        gathered_release(&second);
    }
    gathered_release(&first);
    buffer_free(&given);
    buffer_free(&once);
    buffer_free(&twice);
    arena_free(scratch);
    return 0;
}
