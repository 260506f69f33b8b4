#include "print/font_list.h"

#include "core/buffer.h"
#include "core/memory.h"
#include "core/text.h"

#include <stdlib.h>
#include <string.h>

struct font_list {
    struct arena *arena;
    struct font_scan *scan;
    struct font *fonts;
    size_t count;
};

/* ---- Reading them ---- */

static const char *read_name(const FcPattern *pattern, const char *object, int index)
{
    FcChar8 *text;
    if (FcPatternGetString(pattern, object, index, &text) != FcResultMatch)
        return NULL;
    return (const char *)text;
}

static int read_number(const FcPattern *pattern, const char *object, int otherwise)
{
    double number;
    if (FcPatternGetDouble(pattern, object, 0, &number) != FcResultMatch)
        return otherwise;
    return (int)number;
}

static bool read_truth(const FcPattern *pattern, const char *object)
{
    FcBool truth;
    return FcPatternGetBool(pattern, object, 0, &truth) == FcResultMatch && truth;
}

static bool is_chinese(const FcPattern *pattern)
{
    FcLangSet *languages;
    return FcPatternGetLangSet(pattern, FC_LANG, 0, &languages) == FcResultMatch &&
           FcLangSetHasLang(languages, (const FcChar8 *)"zh-cn") == FcLangEqual;
}

/* Pango sets these alone; and of a font with axes, only its instances. */
static bool is_usable(const FcPattern *pattern)
{
    const char *format = read_name(pattern, FC_FONTFORMAT, 0);
    return format && (strcmp(format, "TrueType") == 0 || strcmp(format, "CFF") == 0) &&
           read_truth(pattern, FC_OUTLINE) && !read_truth(pattern, FC_VARIABLE);
}

/* Fandol's bold fonts say that they are regular, but for the style's name. */
static bool is_bold(const FcPattern *pattern)
{
    const char *style = read_name(pattern, FC_STYLE, 0);
    return (style && strcmp(style, "Bold") == 0) ||
           read_number(pattern, FC_WEIGHT, FC_WEIGHT_REGULAR) == FC_WEIGHT_BOLD;
}

static bool is_plain(const FcPattern *pattern, const char *family)
{
    return read_number(pattern, FC_SLANT, FC_SLANT_ROMAN) == FC_SLANT_ROMAN &&
           read_number(pattern, FC_WIDTH, FC_WIDTH_NORMAL) == FC_WIDTH_NORMAL &&
           read_number(pattern, FC_SPACING, FC_PROPORTIONAL) == FC_PROPORTIONAL &&
           !strstr(family, " Mono");
}

static const char *name_of(struct arena *arena, const char *family, bool bold)
{
    struct buffer name = BUFFER_EMPTY;
    text_add_safe(&name, family);
    if (bold)
        buffer_add(&name, " Bold");
    return buffer_take(&name, arena);
}

static bool read_font(struct arena *arena, const FcPattern *pattern, struct font *out)
{
    const char *family = read_name(pattern, FC_FAMILY, 0), *file = read_name(pattern, FC_FILE, 0);
    const char *postscript = read_name(pattern, FC_POSTSCRIPT_NAME, 0);
    FcCharSet *characters;
    if (!family || !file || !is_usable(pattern) ||
        FcPatternGetCharSet(pattern, FC_CHARSET, 0, &characters) != FcResultMatch)
        return false;
    bool bold = is_bold(pattern);
    *out = (struct font){.pattern = pattern,
                         .characters = characters,
                         .name = name_of(arena, family, bold),
                         .family = family,
                         .postscript = postscript ? postscript : "",
                         .file = file,
                         .index = read_number(pattern, FC_INDEX, 0),
                         .weight = bold ? FC_WEIGHT_BOLD
                                        : read_number(pattern, FC_WEIGHT, FC_WEIGHT_REGULAR),
                         .plain = is_plain(pattern, family),
                         .coloured = read_truth(pattern, FC_COLOR),
                         .chinese = is_chinese(pattern),
                         .version = read_number(pattern, FC_FONTVERSION, 0),
                         .size = FcCharSetCount(characters)};
    return true;
}

/* ---- Their order ---- */

static bool ends_in_one_of(const char *family, const char *const endings[])
{
    size_t size = strlen(family);
    for (size_t i = 0; endings[i]; i++) {
        size_t own = strlen(endings[i]);
        if (size > own && strcmp(family + size - own, endings[i]) == 0)
            return true;
    }
    return false;
}

/* A family comes in the forms of several countries: 0 for the mainland's, 2 for another's. */
static int foreignness(const char *family)
{
    static const char *const own[] = {" SC", " CN", " GB", NULL};
    static const char *const others[] = {" TC", " TW", " HK", " MO", " JP", " KR", NULL};
    return ends_in_one_of(family, own) ? 0 : ends_in_one_of(family, others) ? 2 : 1;
}

static int compare_numbers(long long a, long long b)
{
    return (a > b) - (a < b);
}

static int compare_places(const struct font *a, const struct font *b)
{
    int order = compare_numbers((long long)a->folder, (long long)b->folder);
    if (!order)
        order = strcmp(a->file, b->file);
    return order ? order : compare_numbers(a->index, b->index);
}

static int compare_fonts(const void *one, const void *other)
{
    const struct font *a = one, *b = other;
    const int orders[] = {
        compare_numbers(b->chinese, a->chinese),
        compare_numbers(a->coloured, b->coloured),
        compare_numbers(b->plain, a->plain),
        compare_numbers(abs(a->weight - FC_WEIGHT_REGULAR), abs(b->weight - FC_WEIGHT_REGULAR)),
        compare_numbers(foreignness(a->family), foreignness(b->family)),
        compare_numbers(b->size, a->size),
        strcmp(a->name, b->name),
        strcmp(a->postscript, b->postscript),
        compare_numbers(b->version, a->version),
        compare_places(a, b),
    };
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        if (orders[i])
            return orders[i];
    return 0;
}

/* ---- The list ---- */

struct font_list *font_list_new(const char *folders)
{
    struct arena *arena = arena_new();
    struct font_list *list = ARENA_NEW(arena, struct font_list);
    *list = (struct font_list){.arena = arena, .scan = font_scan_new(folders)};
    const FcFontSet *set = font_scan_fonts(list->scan);
    list->fonts = arena_array(arena, (size_t)set->nfont + 1, sizeof *list->fonts);
    for (int i = 0; i < set->nfont; i++) {
        struct font *font = &list->fonts[list->count];
        if (!read_font(arena, set->fonts[i], font))
            continue;
        font->folder = font_scan_folder(list->scan, font->file);
        if (font->size)
            list->count++;
        else
            font_scan_fault(list->scan, font->file, FONT_EMPTY);
    }
    qsort(list->fonts, list->count, sizeof *list->fonts, compare_fonts);
    return list;
}

void font_list_free(struct font_list *list)
{
    if (!list)
        return;
    font_scan_free(list->scan);
    arena_free(list->arena);
}

size_t font_list_count(const struct font_list *list)
{
    return list->count;
}

const struct font *font_list_at(const struct font_list *list, size_t index)
{
    return &list->fonts[index];
}

const struct font_scan *font_list_scan(const struct font_list *list)
{
    return list->scan;
}

bool font_is_whole(struct font_list *list, size_t index)
{
    struct font *font = &list->fonts[index];
    if (font->seen == FONT_UNSEEN) {
        enum font_fault fault = font_file_check(font->file, font->index);
        font->seen = fault ? FONT_BAD : FONT_GOOD;
        if (fault)
            font_scan_fault(list->scan, font->file, fault);
    }
    return font->seen == FONT_GOOD;
}

/* ---- Names ---- */

/* The next character that tells names apart: blanks do not, nor do case and full-width forms. */
static uint32_t next_of_name(const char **at)
{
    uint32_t c;
    do
        c = text_narrow(text_next(at));
    while (c == ' ');
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static bool is_same_name(const char *a, const char *b)
{
    for (;;) {
        uint32_t one = next_of_name(&a), other = next_of_name(&b);
        if (one != other)
            return false;
        if (!one)
            return true;
    }
}

bool font_is_named(const struct font *font, const char *name)
{
    static const char *const objects[] = {FC_FAMILY, FC_FULLNAME, FC_POSTSCRIPT_NAME};
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        const char *own;
        for (int n = 0; (own = read_name(font->pattern, objects[i], n)); n++)
            if (is_same_name(own, name))
                return true;
    }
    return false;
}
