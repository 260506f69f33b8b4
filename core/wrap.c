#include "core/wrap.h"

#include "core/cluster.h"
#include "core/text.h"

#include <stdbool.h>
#include <uchar.h>

enum { NARROWEST = 2, ZERO_WIDTH_JOINER = 0x200D };

/* What a character does to the breaks beside it. */
enum kind {
    SPACE = 1,
    CLOSES = 2,     /* does not begin a line */
    OPENS = 4,      /* does not end one */
    CLINGS = 8,     /* no break on either side, unless a space is there */
    WORD = 16,      /* narrow letters, digits and their punctuation: not parted from each other */
    DIGIT = 32,     /* of any width */
    UNIT = 64,      /* stays with the digit before it */
    CONNECTS = 128, /* stays with the digit behind it: a sign, or the middle of a range */
    BRIDGES = 256   /* stays with the digit behind it if a digit is before it, too */
};

static const struct {
    const char32_t *characters;
    unsigned kind;
} kinds[] = {
    {U"，。、；：？！．）》〉」』】〕〗〙〛］｝”’〞〟％‰‱℃℉°′″…‥—―–·•‧・～〜－−／々"
     U"﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞｡､｣･,.;:?!)]}%-/",
     CLOSES},
    {U"（《〈「『【〔〖〘〚［｛“‘〝￥＄￡№﹙﹛﹝｢([{", OPENS},
    {U"\"'/／\u00A0\u202F", CLINGS},
    {U"-－−–+＋±～〜", CONNECTS},
    {U"—―：．·〕%％‰℃", BRIDGES},
};
static const char32_t signs[] = U"-－−";
static const char32_t units[] = U"年月日时分秒项个号条款届次名位家天元万亿倍度";

/* What a reader sees as one character; the part of it that fits into a line. */
struct cluster {
    const char *end;
    uint32_t base; /* 0 for none */
    unsigned kind;
    size_t width;
};

static bool among(const char32_t *set, uint32_t c)
{
    while (*set && *set != c)
        set++;
    return *set != 0;
}

static bool is_digit(uint32_t c)
{
    uint32_t narrow = text_narrow(c);
    return narrow >= '0' && narrow <= '9';
}

static bool is_word(uint32_t c, size_t width)
{
    uint32_t narrow = text_narrow(c);
    bool letter = (narrow >= 'A' && narrow <= 'Z') || (narrow >= 'a' && narrow <= 'z');
    bool script = c >= 0x2070 && c <= 0x209F; /* CO₂, 10⁻³ */
    return letter || is_digit(c) || (width == 1 && c > ' ' && (c < 0x2000 || script));
}

static unsigned kind_of(uint32_t c, size_t width)
{
    if (c == ' ' || c == '\t' || c == 0x3000)
        return SPACE;
    if (c >= 0x4E00 && c <= 0x9FFF) /* most of a text: no need to look further */
        return among(units, c) ? UNIT : 0;
    unsigned kind = is_digit(c) ? DIGIT : 0;
    kind |= is_word(c, width) ? WORD : 0;
    kind |= c >= 0x3380 && c <= 0x33DF ? CLOSES : 0; /* ㎡ ㎏ ㎜ */
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        kind |= among(kinds[i].characters, c) ? kinds[i].kind : 0;
    return kind;
}

static struct cluster cluster_at(const char *text, size_t columns)
{
    const char *at = text, *end = text + cluster_next(text, 0);
    struct cluster cluster = {.base = text_next(&at)};
    cluster.width = (size_t)text_character_width(cluster.base);
    cluster.kind = kind_of(cluster.base, cluster.width);
    for (cluster.end = at; at < end; cluster.end = at) {
        uint32_t mark = text_next(&at);
        size_t width = cluster.width + (size_t)text_character_width(mark);
        if (width > columns)
            break;
        cluster.width = width;
        cluster.kind &= ~(unsigned)SPACE; /* a space that carries a mark is not dropped */
        cluster.kind |= mark == ZERO_WIDTH_JOINER ? OPENS : 0;
    }
    return cluster;
}

/* Whether `next` is the sign of a number that begins there: －12, but not the － of 2016－2020 or
 * of 3月－5月. */
static bool is_sign(struct cluster before, struct cluster last, bool spaced, struct cluster next)
{
    const char *behind = next.end;
    if (!among(signs, next.base) || !is_digit(text_next(&behind)))
        return false;
    bool range =
        last.kind & (WORD | CONNECTS) || (last.kind & (UNIT | BRIDGES) && before.kind & DIGIT);
    return spaced || !range;
}

/* Whether `last`, which `before` precedes, holds on to `next`, which stands directly behind it. */
static bool holds(struct cluster before, struct cluster last, struct cluster next)
{
    if (last.kind & WORD && next.kind & WORD) /* a hyphen between letters may end a line */
        return last.base != '-' || (before.kind & DIGIT) || !(before.kind & WORD) ||
               (next.kind & DIGIT);
    if (last.base == 0x2019) /* ’ as an apostrophe */
        return before.kind & WORD && next.kind & WORD;
    if (last.kind & DIGIT)
        return next.kind & UNIT;
    if (next.kind & (DIGIT | CONNECTS))
        return last.kind & CONNECTS || (last.kind & BRIDGES && before.kind & DIGIT);
    return false;
}

/* Whether a line may end between `last` and `next`; `spaced` if spaces stand between them. */
static bool may_break(struct cluster before, struct cluster last, bool spaced, struct cluster next)
{
    if (!last.base || last.kind & OPENS)
        return false;
    if (!spaced && ((last.kind | next.kind) & CLINGS || holds(before, last, next)))
        return false;
    return !(next.kind & CLOSES) || is_sign(before, last, spaced, next);
}

/* Reads on until a character does not fit, remembering the last place where a break is allowed. So
 * nothing beyond the line is looked at but the spaces that it drops, and each character of a
 * paragraph is read at most twice. */
struct wrap_line wrap_next(const char *text, size_t columns)
{
    struct wrap_line line = {0}, allowed = {0};
    struct cluster before = {0}, last = {0};
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
        if (next.kind & SPACE) {
            line.step = (size_t)(at - text);
            continue;
        }
        bool spaced = line.step > line.size;
        if (may_break(before, last, spaced, next))
            allowed = line;
        if (width > columns)
            return allowed.step ? allowed : line;
        line = (struct wrap_line){(size_t)(at - text), (size_t)(at - text), width};
        before = spaced ? (struct cluster){0} : last;
        last = next;
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
