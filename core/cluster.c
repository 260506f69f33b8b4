#include "core/cluster.h"

#include "core/text.h"

#include <stdbool.h>
#include <string.h>
#include <unigbrk.h>

/* Bytes that one may have, for hostile texts pile up marks without end; and those that nearly every
 * one has at most. */
enum { LONGEST = 256, USUAL = 32 };

/* Whether the character joins no other such character: most of every text. */
static bool is_plain(uint32_t c)
{
    return (c >= ' ' && c < 0x7F) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x2010 && c <= 0x2027) ||
           (c >= 0x3001 && c <= 0x3029) || (c >= 0xFF01 && c <= 0xFF5E) || c == 0 || c == '\n';
}

/* The size of the cluster that begins there, looking at no more than `most` bytes; 0 where it has
 * no end within them, or begins with an invalid byte. */
static size_t find_break(const char *at, size_t most)
{
    char breaks[LONGEST] = {0};
    size_t size = strnlen(at, most), valid = text_valid(at, size), found = 1;
    u8_grapheme_breaks((const uint8_t *)at, valid, breaks);
    while (found < valid && !breaks[found])
        found++;
    return valid > 0 && (found < valid || size < most || most == LONGEST) ? found : 0;
}

/* Where the cluster that begins at `at` ends, without what follows it in no column. */
static const char *grapheme_end(const char *at)
{
    const char *next = at, *second;
    uint32_t first = text_next(&next);
    second = next;
    if (first == '\r' || (is_plain(first) && is_plain(text_next(&second))))
        return next;
    size_t size = find_break(at, USUAL);
    size = size ? size : find_break(at, LONGEST);
    return size ? at + size : next;
}

size_t cluster_next(const char *text, size_t at)
{
    const char *from = text + at;
    if (!*from || *from == '\n')
        return at + (*from == '\n');
    const char *end = grapheme_end(from), *next = end;
    while (*end && *end != '\n' && *end != '\t' && text_character_width(text_next(&next)) == 0)
        end = next;
    return (size_t)(end - text);
}

/* The beginning of the encoded character before `at`, or of a byte that belongs to none. */
static size_t character_before(const char *text, size_t at)
{
    for (size_t back = 1; back <= 4 && back <= at; back++) {
        const char *next = text + at - back;
        if ((*next & 0xC0) != 0x80)
            return text_next(&next) && next == text + at ? at - back : at - 1;
    }
    return at - (at > 0);
}

/* A place not behind `at` where a cluster is sure to begin: between two plain characters. */
static size_t sure_begin(const char *text, size_t at)
{
    bool behind = false;
    while (at > 0) {
        size_t before = character_before(text, at);
        const char *next = text + before;
        bool plain = is_plain(text_next(&next));
        if (plain && behind)
            return at;
        behind = plain;
        at = before;
    }
    return 0;
}

size_t cluster_before(const char *text, size_t at)
{
    size_t found = at > 0 ? sure_begin(text, character_before(text, at)) : 0;
    for (size_t next = found; next < at; next = cluster_next(text, next))
        found = next;
    return found;
}
