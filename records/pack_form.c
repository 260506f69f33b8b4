/* The form of git's packs: heads of entries, differences, the index. */
#include "core/buffer.h"
#include "records/pack.h"

#include <sha1.h>
#include <string.h>

enum { OFS_DELTA = 6 }; /* a difference to an entry so many bytes before */

/* ---- entries ---- */

void pack_form_add_head(struct buffer *out, int type, size_t size, uint64_t back)
{
    unsigned char byte = (unsigned char)((type ? type : OFS_DELTA) << 4 | (int)(size & 15));
    for (size >>= 4; size; size >>= 7) {
        buffer_add_char(out, (char)(byte | 0x80));
        byte = size & 0x7F;
    }
    buffer_add_char(out, (char)byte);
    if (type)
        return;
    char digits[10];
    int at = sizeof digits - 1;
    digits[at] = (char)(back & 0x7F);
    while (back >>= 7)
        digits[--at] = (char)(0x80 | (--back & 0x7F));
    buffer_add_bytes(out, digits + at, sizeof digits - (size_t)at);
}

size_t pack_form_head(const char *entry, size_t *size)
{
    const unsigned char *at = (const unsigned char *)entry;
    bool difference = (*at >> 4 & 7) == OFS_DELTA;
    *size = *at & 15;
    for (int shift = 4; *at++ & 0x80; shift += 7)
        *size |= (size_t)(*at & 0x7F) << shift;
    while (difference && *at++ & 0x80)
        continue;
    return (size_t)(at - (const unsigned char *)entry);
}

/* ---- differences ---- */

static void add_size(struct buffer *out, size_t size)
{
    for (; size >= 0x80; size >>= 7)
        buffer_add_char(out, (char)(0x80 | (size & 0x7F)));
    buffer_add_char(out, (char)size);
}

static void add_copy(struct buffer *out, size_t from, size_t size)
{
    enum { COPY_MOST = 0xFFFF };
    while (size) {
        size_t part = size < COPY_MOST ? size : COPY_MOST;
        size_t begin = out->size;
        buffer_add_char(out, (char)0x80);
        for (int i = 0; i < 4; i++)
            if (from >> 8 * i & 0xFF) {
                out->bytes[begin] = (char)(out->bytes[begin] | 1 << i);
                buffer_add_char(out, (char)(from >> 8 * i & 0xFF));
            }
        for (int i = 0; i < 2; i++)
            if (part >> 8 * i & 0xFF) {
                out->bytes[begin] = (char)(out->bytes[begin] | 0x10 << i);
                buffer_add_char(out, (char)(part >> 8 * i & 0xFF));
            }
        from += part;
        size -= part;
    }
}

static void add_insert(struct buffer *out, const char *bytes, size_t size)
{
    enum { INSERT_MOST = 0x7F };
    for (size_t part; size; bytes += part, size -= part) {
        part = size < INSERT_MOST ? size : INSERT_MOST;
        buffer_add_char(out, (char)part);
        buffer_add_bytes(out, bytes, part);
    }
}

/* How many bytes agree, from both beginnings on. */
static size_t agreeing(const char *a, const char *b, size_t most)
{
    enum { STEP = 256 };
    size_t size = 0;
    while (size + STEP <= most && memcmp(a + size, b + size, STEP) == 0)
        size += STEP;
    while (size < most && a[size] == b[size])
        size++;
    return size;
}

static size_t agreeing_back(const char *a, const char *b, size_t most)
{
    size_t size = 0;
    while (size < most && *(a - size - 1) == *(b - size - 1))
        size++;
    return size;
}

bool pack_form_add_difference(struct buffer *out, const char *from, size_t from_size,
                              const char *to, size_t to_size)
{
    size_t most = from_size < to_size ? from_size : to_size;
    size_t head = agreeing(from, to, most);
    size_t tail = agreeing_back(from + from_size, to + to_size, most - head);
    if ((to_size - head - tail) * 2 > to_size)
        return false;
    add_size(out, from_size);
    add_size(out, to_size);
    add_copy(out, 0, head);
    add_insert(out, to + head, to_size - head - tail);
    add_copy(out, from_size - tail, tail);
    return true;
}

/* A number of the bytes that `bits` name, the least first. */
static size_t take_number(const unsigned char **at, const unsigned char *end, unsigned bits)
{
    size_t number = 0;
    for (int shift = 0; bits; bits >>= 1, shift += 8)
        if (bits & 1 && *at < end)
            number |= (size_t) * (*at)++ << shift;
    return number;
}

static void pass_size(const unsigned char **at, const unsigned char *end)
{
    while (*at < end && *(*at)++ & 0x80)
        continue;
}

bool pack_form_apply(const char *difference, size_t size, const char *from, size_t from_size,
                     char *to, size_t to_size)
{
    const unsigned char *at = (const unsigned char *)difference, *end = at + size;
    size_t done = 0;
    pass_size(&at, end);
    pass_size(&at, end);
    while (at < end) {
        unsigned op = *at++;
        bool copy = op & 0x80;
        size_t begin = copy ? take_number(&at, end, op & 0xF) : 0;
        size_t part = copy ? take_number(&at, end, op >> 4 & 7) : op;
        size_t most = copy ? (begin <= from_size ? from_size - begin : 0) : (size_t)(end - at);
        if (part > most || part > to_size - done)
            return false;
        memcpy(to + done, copy ? from + begin : (const char *)at, part);
        at += copy ? 0 : part;
        done += part;
    }
    return done == to_size;
}

/* ---- the index ---- */

static void add_word(struct buffer *out, uint32_t word)
{
    const char bytes[] = {(char)(word >> 24), (char)(word >> 16), (char)(word >> 8), (char)word};
    buffer_add_bytes(out, bytes, sizeof bytes);
}

static void add_fanout(struct buffer *out, const struct packed *const *objects, size_t count)
{
    size_t at = 0;
    for (int first = 0; first < 256; first++) {
        while (at < count && objects[at]->id.id[0] <= first)
            at++;
        add_word(out, (uint32_t)at);
    }
}

/* What does not fit into 31 bits stands in a table of its own, behind. */
static void add_offsets(struct buffer *out, const struct packed *const *objects, size_t count)
{
    static const uint64_t small_most = 0x7FFFFFFF;
    uint32_t large = 0;
    for (size_t i = 0; i < count; i++)
        add_word(out, objects[i]->offset <= small_most ? (uint32_t)objects[i]->offset
                                                       : 0x80000000u | large++);
    for (size_t i = 0; i < count; i++)
        if (objects[i]->offset > small_most) {
            add_word(out, (uint32_t)(objects[i]->offset >> 32));
            add_word(out, (uint32_t)objects[i]->offset);
        }
}

void pack_form_add_index(struct buffer *out, const struct packed *const *objects, size_t count,
                         const unsigned char checksum[PACK_CHECKSUM])
{
    unsigned char own[SHA1_DIGEST_LENGTH];
    SHA1_CTX context;
    size_t begin = out->size;
    add_word(out, 0xFF744F63);
    add_word(out, 2);
    add_fanout(out, objects, count);
    for (size_t i = 0; i < count; i++)
        buffer_add_bytes(out, (const char *)objects[i]->id.id, GIT_OID_RAWSZ);
    for (size_t i = 0; i < count; i++)
        add_word(out, objects[i]->check);
    add_offsets(out, objects, count);
    buffer_add_bytes(out, (const char *)checksum, PACK_CHECKSUM);
    SHA1Init(&context);
    SHA1Update(&context, (const uint8_t *)out->bytes + begin, out->size - begin);
    SHA1Final(own, &context);
    buffer_add_bytes(out, (const char *)own, sizeof own);
}
