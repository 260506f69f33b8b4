#include "print/font_choice.h"

#include "core/language.h"
#include "core/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The fonts that are known for each face, best first: under the name that they carry, in either
 * language. Those of its kind come first; what follows them only stands in. */
struct known {
    const char *english, *chinese;
    bool of_kind;
};

enum { KNOWN = 16 };

static const struct known known[FACES][KNOWN] = {
    [FACE_TITLE] = {{"FZXiaoBiaoSong-B05S", "方正小标宋简体", true},
                    {"FZXiaoBiaoSong-B05", "方正小标宋_GBK", true},
                    {"FandolSong-Bold", "", false},
                    {"Noto Serif CJK SC", "", false},
                    {"Source Han Serif SC", "思源宋体", false},
                    {"AR PL SungtiL GB", "文鼎PL简报宋", false},
                    {"Noto Sans CJK SC", "", false}},
    [FACE_BODY] = {{"FangSong_GB2312", "仿宋_GB2312", true},
                   {"FangSong", "仿宋", true},
                   {"FandolFang", "", true},
                   {"Noto Serif CJK SC", "", false},
                   {"Source Han Serif SC", "思源宋体", false},
                   {"AR PL SungtiL GB", "文鼎PL简报宋", false},
                   {"Noto Sans CJK SC", "", false}},
    [FACE_KAI] = {{"KaiTi_GB2312", "楷体_GB2312", true},
                  {"KaiTi", "楷体", true},
                  {"FandolKai", "", true},
                  {"AR PL KaitiM GB", "文鼎PL简中楷", true},
                  {"Noto Serif CJK SC", "", false},
                  {"AR PL SungtiL GB", "文鼎PL简报宋", false},
                  {"Noto Sans CJK SC", "", false}},
    [FACE_HEI] = {{"SimHei", "黑体", true},
                  {"FandolHei", "", true},
                  {"Noto Sans CJK SC", "", true},
                  {"Source Han Sans SC", "思源黑体", true},
                  {"WenQuanYi Micro Hei", "文泉驿微米黑", true},
                  {"WenQuanYi Zen Hei", "文泉驿正黑", true},
                  {"Noto Serif CJK SC", "", false}},
};

const char *font_kind(enum face face)
{
    switch (face) {
    case FACE_TITLE:
        return TR("Xiaobiaosong", "小标宋");
    case FACE_BODY:
        return TR("Fangsong", "仿宋");
    case FACE_KAI:
        return TR("Kaiti", "楷体");
    default:
        return TR("Heiti", "黑体");
    }
}

static int away_from_weight(const struct font *font, enum face face)
{
    return abs(font->weight - (face == FACE_TITLE ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR));
}

/* A name alone makes no Chinese font: a file may have lost its characters. */
static bool has_han(const struct font *font)
{
    enum { FIRST = 0x4E00, LAST = 0x9FFF, ENOUGH = 1000 };
    int count = 0;
    if (font->chinese)
        return true;
    for (uint32_t c = FIRST; c <= LAST && count < ENOUGH; c++)
        if (FcCharSetHasChar(font->characters, c))
            count++;
    return count == ENOUGH;
}

/* Of those that carry the name, a family has several: the title's is the bold one. The list's own
 * order decides between equal ones. */
static const struct font *find(struct font_list *list, enum face face, const char *name)
{
    const struct font *found = NULL;
    for (size_t i = 0; i < font_list_count(list); i++) {
        const struct font *font = font_list_at(list, i);
        if (!font_is_named(font, name))
            continue;
        bool better = !found || (font->plain && !found->plain) ||
                      (font->plain == found->plain &&
                       away_from_weight(font, face) < away_from_weight(found, face));
        if (better && has_han(font) && font_is_whole(list, i))
            found = font;
    }
    return found;
}

static enum font_named find_named(struct font_list *list, enum face face, const char *named,
                                  const struct font **out)
{
    *out = *named ? find(list, face, named) : NULL;
    if (*out)
        return NAMED_TAKEN;
    for (size_t i = 0; *named && i < font_list_count(list); i++)
        if (font_is_named(font_list_at(list, i), named) && font_is_whole(list, i))
            return NAMED_NOT_CHINESE;
    return *named ? NAMED_MISSING : NAMED_NONE;
}

static const struct font *find_known(struct font_list *list, enum face face,
                                     const struct known *one)
{
    const struct font *font = find(list, face, one->english);
    return font || !*one->chinese ? font : find(list, face, one->chinese);
}

struct choosing {
    struct font_choice *to;
    FcCharSet *had; /* what the fonts so far have */
};

static bool adds(const struct choosing *choosing, const struct font *font)
{
    return !FcCharSetIsSubset(font->characters, choosing->had);
}

static void take(struct choosing *choosing, const struct font *font)
{
    if (!adds(choosing, font))
        return;
    if (!FcCharSetMerge(choosing->had, font->characters, NULL))
        abort();
    choosing->to->fonts[choosing->to->count++] = font;
}

void font_choose(struct arena *arena, struct font_list *list, enum face face, const char *named,
                 struct font_choice *out)
{
    size_t count = font_list_count(list);
    *out = (struct font_choice){
        .fonts = arena_array(arena, count + KNOWN + 1, sizeof(const struct font *))};
    struct choosing choosing = {.to = out, .had = FcCharSetCreate()};
    if (!choosing.had)
        abort();
    const struct font *font;
    out->named = find_named(list, face, named, &font);
    out->of_kind = font != NULL;
    if (font)
        take(&choosing, font);
    for (const struct known *one = known[face]; one->english; one++) {
        if (!(font = find_known(list, face, one)))
            continue;
        out->of_kind = out->of_kind || (out->count == 0 && one->of_kind);
        take(&choosing, font);
    }
    for (size_t i = 0; i < count; i++)
        if ((font = font_list_at(list, i)) && adds(&choosing, font) && font_is_whole(list, i))
            take(&choosing, font);
    FcCharSetDestroy(choosing.had);
}
