#include "core/wrap.h"

#include "core/breaking.h"
#include "core/cluster.h"
#include "core/text.h"

#include <stdbool.h>

enum { NARROWEST = 2, ZERO_WIDTH_JOINER = 0x200D };

/* What a reader sees as one character; the part of it that fits into a line. */
struct cluster {
    const char *end;
    struct break_side side;
    size_t width;
};

static struct cluster cluster_at(const char *text, size_t columns)
{
    const char *at = text, *end = text + cluster_next(text, 0);
    uint32_t base = text_next(&at);
    struct cluster cluster = {.width = (size_t)text_character_width(base)};
    unsigned kind = break_side(base, cluster.width, 0).kind;
    for (cluster.end = at; at < end; cluster.end = at) {
        uint32_t mark = text_next(&at);
        size_t width = cluster.width + (size_t)text_character_width(mark);
        if (width > columns)
            break;
        cluster.width = width;
        kind &= ~(unsigned)BREAK_SPACE; /* a space that carries a mark is not dropped */
        kind |= mark == ZERO_WIDTH_JOINER ? BREAK_OPENS : 0;
    }
    at = cluster.end;
    cluster.side = (struct break_side){base, text_next(&at), kind};
    return cluster;
}

/* Reads on until a character does not fit, remembering the last place where a break is allowed. So
 * nothing beyond the line is looked at but the spaces that it drops, and each character of a
 * paragraph is read at most twice. */
struct wrap_line wrap_next(const char *text, size_t columns)
{
    struct wrap_line line = {0}, allowed = {0};
    struct break_side before = {0}, last = {0};
    size_t width = 0; /* with the spaces, which count only if more follows them */
    columns = columns < NARROWEST ? NARROWEST : columns;
    for (const char *at = text; *at;) {
        if (*at == '\n') {
            line.step = (size_t)(at - text) + 1;
            return line;
        }
        struct cluster next = cluster_at(at, columns);
        at = next.end;
        width += next.width;
        if (next.side.kind & BREAK_SPACE) {
            line.step = (size_t)(at - text);
            continue;
        }
        bool spaced = line.step > line.size;
        if (break_allowed(before, last, spaced, next.side))
            allowed = line;
        if (width > columns)
            return allowed.step ? allowed : line;
        line = (struct wrap_line){(size_t)(at - text), (size_t)(at - text), width};
        before = spaced ? (struct break_side){0} : last;
        last = next.side;
    }
    return line;
}

size_t wrap_count(const char *text, size_t columns)
{
    size_t count = 0;
    for (; *text; count++)
        text += wrap_next(text, columns).step;
    return count;
}
