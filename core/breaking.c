#include "core/breaking.h"

#include "core/text.h"

#include <string.h>
#include <uchar.h>

static const struct {
    const char32_t *characters;
    unsigned kind;
} kinds[] = {
    {U"，。、；：？！．）》〉」』】〕〗〙〛］｝”’〞〟％‰‱℃℉°′″…‥—―–·•‧・～〜－−／々"
     U"﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞｡､｣･,.;:?!)]}%-/",
     BREAK_CLOSES},
    {U"（《〈「『【〔〖〘〚［｛“‘〝￥＄￡№﹙﹛﹝｢([{", BREAK_OPENS},
    {U"\"'/／\u00A0\u202F", BREAK_CLINGS},
    {U"-－−–+＋±～〜", BREAK_CONNECTS},
    {U"—―：．·〕%％‰℃", BREAK_BRIDGES},
};
static const char32_t signs[] = U"-－−";
static const char32_t units[] = U"年月日时分秒项个号条款届次名位家天元万亿倍度";

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
        return BREAK_SPACE;
    if (c >= 0x4E00 && c <= 0x9FFF) /* most of a text: no need to look further */
        return among(units, c) ? BREAK_UNIT : 0;
    unsigned kind = is_digit(c) ? BREAK_DIGIT : 0;
    kind |= is_word(c, width) ? BREAK_WORD : 0;
    kind |= c >= 0x3380 && c <= 0x33DF ? BREAK_CLOSES : 0; /* ㎡ ㎏ ㎜ */
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        kind |= among(kinds[i].characters, c) ? kinds[i].kind : 0;
    return kind;
}

/* Whether `next` is the sign of a number that begins there: －12, but not the － of 2016－2020 or
 * of 3月－5月. */
static bool is_sign(struct break_side before, struct break_side last, bool spaced,
                    struct break_side next)
{
    if (!among(signs, next.base) || !is_digit(next.behind))
        return false;
    bool range = last.kind & (BREAK_WORD | BREAK_CONNECTS) ||
                 (last.kind & (BREAK_UNIT | BREAK_BRIDGES) && before.kind & BREAK_DIGIT);
    return spaced || !range;
}

/* Whether `last`, which `before` precedes, holds on to `next`, which stands directly behind it. */
static bool holds(struct break_side before, struct break_side last, struct break_side next)
{
    if (last.kind & BREAK_WORD &&
        next.kind & BREAK_WORD) /* a hyphen between letters may end a line */
        return last.base != '-' || (before.kind & BREAK_DIGIT) || !(before.kind & BREAK_WORD) ||
               (next.kind & BREAK_DIGIT);
    if (last.base == 0x2019) /* ’ as an apostrophe */
        return before.kind & BREAK_WORD && next.kind & BREAK_WORD;
    if (last.kind & BREAK_DIGIT)
        return next.kind & BREAK_UNIT;
    if (next.kind & (BREAK_DIGIT | BREAK_CONNECTS))
        return last.kind & BREAK_CONNECTS ||
               (last.kind & BREAK_BRIDGES && before.kind & BREAK_DIGIT);
    return false;
}

struct break_side break_side(uint32_t base, size_t columns, uint32_t behind)
{
    return (struct break_side){base, behind, kind_of(base, columns)};
}

bool break_allowed(struct break_side before, struct break_side last, bool spaced,
                   struct break_side next)
{
    if (!last.base || last.kind & BREAK_OPENS)
        return false;
    if (!spaced && ((last.kind | next.kind) & BREAK_CLINGS || holds(before, last, next)))
        return false;
    return !(next.kind & BREAK_CLOSES) || is_sign(before, last, spaced, next);
}

size_t break_unit(const char *text)
{
    static const char *const names[] = {
        "个百分点", "百分点",   "万千瓦时", "万千瓦", "千瓦时", "千瓦", "亿千瓦时", "万立方米",
        "立方米",   "平方公里", "平方千米", "平方米", "公里",   "千米", "公斤",     "千克",
        "毫克",     "微克",     "公顷",     "万公顷", "万亩",   "亩",   "万吨",     "吨",
        "亿元",     "万元",     "亿人",     "万人",   "人次",   "分贝", "毫米",     "厘米",
        "微米",     "米",       "人",       "户",     "处",     "座",   "台",       "辆",
        "小时",     "分钟",     "个月",     "摄氏度"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(text, names[i], strlen(names[i])) == 0)
            return strlen(names[i]);
    return 0;
}
