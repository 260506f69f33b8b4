#include "print/faces.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "print/font_choice.h"
#include "print/font_list.h"
#include "print/font_notes.h"
#include "print/font_subset.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-font.h>
#include <pango/pangofc-fontmap.h>
#include <stdlib.h>
#include <string.h>

struct sized {
    enum face face;
    double points;
    PangoFontDescription *description;
};

/* A font of which a part was taken out. */
struct taken {
    const struct font *font;
    FcPattern *pattern;
    const FcChar8 *file;
};

struct faces {
    struct arena *arena;
    struct font_list *list;
    struct font_choice choices[FACES];
    const char *asked[FACES]; /* what the year names */
    PangoFontMap *map;
    PangoContext *context;
    struct sized *sized;
    size_t sized_count;
    struct font_notes notes;
    FcCharSet *set; /* the characters that were set */
    struct taken *taken;
    size_t taken_count;
};

/* ---- Pango's side ---- */

/* What a face is called between its description and the pattern that pango makes of it. */
static const char *const families[FACES] = {"kaoping title", "kaoping body", "kaoping kai",
                                            "kaoping hei"};

/* Pango asks for a family of its own where it sees emoji: they are the body's then. */
static enum face face_of(const FcPattern *pattern)
{
    FcChar8 *family;
    if (FcPatternGetString(pattern, FC_FAMILY, 0, &family) == FcResultMatch)
        for (int i = 0; i < FACES; i++)
            if (strcmp((const char *)family, families[i]) == 0)
                return (enum face)i;
    return FACE_BODY;
}

static const struct taken *taken_of(const struct faces *faces, const struct font *font)
{
    for (size_t i = 0; i < faces->taken_count; i++)
        if (faces->taken[i].font == font)
            return &faces->taken[i];
    return NULL;
}

static void add_wanted(FcPattern *pattern, const FcChar8 *file, const struct font *font)
{
    if (!FcPatternAddString(pattern, FC_FILE, file) ||
        !FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)font->family) ||
        !FcPatternAddString(pattern, FC_POSTSCRIPT_NAME, (const FcChar8 *)font->postscript))
        abort();
}

/* Fontconfig compares files before anything else, in the order in which they are listed; family and
 * name tell apart the fonts of one file. What was taken out of a font comes before it. */
static void substitute(FcPattern *pattern, gpointer data)
{
    const struct faces *faces = data;
    const struct font_choice *choice = &faces->choices[face_of(pattern)];
    FcPatternDel(pattern, FC_FAMILY);
    FcPatternDel(pattern, FC_WEIGHT);
    for (size_t i = 0; i < choice->count; i++) {
        const struct font *font = choice->fonts[i];
        const struct taken *taken = taken_of(faces, font);
        if (taken)
            add_wanted(pattern, taken->file, font);
        add_wanted(pattern, (const FcChar8 *)font->file, font);
    }
}

static void set_options(PangoContext *context)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string("zh-cn"));
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
}

/* Of the chosen fonts alone: pango has fontconfig sort all fonts of a configuration, once for each
 * face, size and script, and a host may have thousands. */
static FcConfig *config_of(const struct faces *faces)
{
    size_t count = 0, room = faces->taken_count + 1;
    for (int i = 0; i < FACES; i++)
        room += faces->choices[i].count;
    const FcPattern **patterns = arena_array(faces->arena, room, sizeof(const FcPattern *));
    for (int i = 0; i < FACES; i++)
        for (size_t n = 0; n < faces->choices[i].count; n++)
            patterns[count++] = faces->choices[i].fonts[n]->pattern;
    for (size_t i = 0; i < faces->taken_count; i++)
        patterns[count++] = faces->taken[i].pattern;
    FcConfig *config = font_scan_only(font_list_scan(faces->list), patterns, count);
    for (size_t i = 0; i < faces->taken_count; i++)
        if (!FcConfigAppFontAddFile(config, faces->taken[i].file))
            abort();
    return config;
}

/* What pango would take from the environment or the host, unless it is set, is set first. */
static void open_pango(struct faces *faces)
{
    FcConfig *config = config_of(faces);
    setenv("PANGO_LANGUAGE", "zh-cn", 1);
    if (!FcConfigSetCurrent(config))
        abort();
    faces->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    PangoFcFontMap *map = PANGO_FC_FONT_MAP(faces->map);
    pango_fc_font_map_set_config(map, config);
    pango_fc_font_map_set_default_substitute(map, substitute, faces, NULL);
    FcConfigDestroy(config);
    faces->context = pango_font_map_create_context(faces->map);
    set_options(faces->context);
}

static void close_pango(struct faces *faces)
{
    for (size_t i = 0; i < faces->sized_count; i++)
        pango_font_description_free(faces->sized[i].description);
    free(faces->sized);
    faces->sized = NULL;
    faces->sized_count = 0;
    if (faces->context)
        g_object_unref(faces->context);
    if (faces->map) {
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(faces->map), NULL); /* it keeps it else */
        g_object_unref(faces->map);
        FcConfigSetCurrent(NULL);
    }
}

PangoContext *faces_context(const struct faces *faces)
{
    return faces->context;
}

const PangoFontDescription *faces_description(struct faces *faces, enum face face, double points)
{
    for (size_t i = 0; i < faces->sized_count; i++)
        if (faces->sized[i].face == face && fabs(faces->sized[i].points - points) < 1e-9)
            return faces->sized[i].description;
    PangoFontDescription *description = pango_font_description_new();
    pango_font_description_set_family_static(description, families[face]);
    pango_font_description_set_absolute_size(description, points * PANGO_SCALE);
    faces->sized = memory_resize(faces->sized, (faces->sized_count + 1) * sizeof *faces->sized);
    faces->sized[faces->sized_count++] = (struct sized){face, points, description};
    return description;
}

/* ---- What gives a character ---- */

/* Blanks and what shows nothing: pango takes them from any font. */
static bool shows(uint32_t character)
{
    switch (g_unichar_type(character)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SPACE_SEPARATOR:
        return false;
    default:
        return !pango_is_zero_width(character) && !(character >= 0xFE00 && character <= 0xFE0F) &&
               !(character >= 0xE0100 && character <= 0xE01EF);
    }
}

static const struct font *giver_of(const struct font_choice *choice, uint32_t character)
{
    for (size_t i = 0; i < choice->count; i++)
        if (FcCharSetHasChar(choice->fonts[i]->characters, character))
            return choice->fonts[i];
    return NULL;
}

bool faces_have(const struct faces *faces, enum face face, uint32_t character)
{
    return !shows(character) || giver_of(&faces->choices[face], character);
}

/* ---- Taking out ---- */

static void take_out(struct faces *faces, const struct font *font)
{
    FcChar8 *file = NULL;
    FcPattern *pattern = taken_of(faces, font) ? NULL : font_subset(font, faces->set);
    if (!pattern)
        return;
    FcPatternGetString(pattern, FC_FILE, 0, &file);
    faces->taken[faces->taken_count++] = (struct taken){font, pattern, file};
}

void faces_take_out(struct faces *faces)
{
    size_t most = 0;
    close_pango(faces);
    for (int i = 0; i < FACES; i++)
        most += faces->choices[i].count;
    faces->taken = arena_array(faces->arena, most, sizeof *faces->taken);
    for (int i = 0; i < FACES; i++)
        for (size_t n = 0; n < faces->choices[i].count; n++)
            take_out(faces, faces->choices[i].fonts[n]);
    open_pango(faces);
}

/* ---- What is noted ---- */

/* Which font an item was set in. */
static const struct font *font_of(const struct faces *faces, const struct font_choice *choice,
                                  const PangoItem *item)
{
    FcPattern *pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(item->analysis.font));
    FcChar8 *file;
    int index = 0;
    FcPatternGetInteger(pattern, FC_INDEX, 0, &index);
    if (FcPatternGetString(pattern, FC_FILE, 0, &file) != FcResultMatch)
        return NULL;
    for (size_t i = 0; i < choice->count; i++)
        if (choice->fonts[i]->index == index && strcmp(choice->fonts[i]->file, (char *)file) == 0)
            return choice->fonts[i];
    for (size_t i = 0; i < faces->taken_count; i++)
        if (strcmp((const char *)faces->taken[i].file, (char *)file) == 0)
            return faces->taken[i].font;
    return NULL;
}

void faces_note(struct faces *faces, enum face face, const PangoItem *item, const char *text)
{
    const struct font_choice *choice = &faces->choices[face];
    const struct font *font = font_of(faces, choice, item);
    const char *at = text + item->offset, *end = at + item->length;
    while (at < end) {
        uint32_t character = text_next(&at);
        if (!character)
            return;
        if (!FcCharSetAddChar(faces->set, character))
            abort();
        if (!shows(character))
            continue;
        bool had = font && FcCharSetHasChar(font->characters, character);
        if (font != choice->fonts[0] || !had)
            font_notes_add(&faces->notes, choice->fonts[0], character, had ? font : NULL);
    }
}

void faces_note_missing(struct faces *faces, enum face face, uint32_t character)
{
    font_notes_add(&faces->notes, faces->choices[face].fonts[0], character, NULL);
}

/* ---- The report ---- */

static void add_want(struct buffer *notes, enum font_named named, const char *font)
{
    if (named == NAMED_MISSING)
        buffer_format(notes, TR("the font '%s' is not there", "缺少字体“%s”"), font);
    else if (named == NAMED_NOT_CHINESE)
        buffer_format(notes, TR("the font '%s' has no Chinese characters", "字体“%s”中没有汉字"),
                      font);
    else
        buffer_format(notes, TR("no %s is there", "没有%s字体"), font);
}

static const char *remedy(enum font_named named)
{
    if (named == NAMED_MISSING)
        return TR("put its file into ~/.local/share/fonts or /usr/local/share/fonts\n",
                  "请将其文件放入 ~/.local/share/fonts 或 /usr/local/share/fonts\n");
    if (named == NAMED_NOT_CHINESE)
        return TR("name another under print: fonts:\n", "请在 print: fonts: 中改用其他字体\n");
    return TR("name the office's own under print: fonts:, or run 'make fonts'\n",
              "请在 print: fonts: 中写明本单位的字体，或运行 make fonts\n");
}

static void report_choice(const struct faces *faces, enum face face, struct buffer *notes)
{
    const struct font_choice *choice = &faces->choices[face];
    struct buffer asked = BUFFER_EMPTY;
    if (choice->named == NAMED_TAKEN || (choice->named == NAMED_NONE && choice->of_kind))
        return;
    text_add_safe(&asked, choice->named == NAMED_NONE ? font_kind(face) : faces->asked[face]);
    add_want(notes, choice->named, asked.bytes);
    buffer_format(notes, TR(": %s stands in; ", "：以%s代替；"), choice->fonts[0]->name);
    buffer_add(notes, remedy(choice->named));
    buffer_free(&asked);
}

void faces_report(const struct faces *faces, struct buffer *notes)
{
    font_scan_report(font_list_scan(faces->list), notes);
    for (int i = 0; i < FACES; i++)
        report_choice(faces, (enum face)i, notes);
    font_notes_report(&faces->notes, notes);
}

/* ---- Beginning and end ---- */

static bool any_is_chinese(const struct font_choice *choice)
{
    for (size_t i = 0; i < choice->count; i++)
        if (choice->fonts[i]->chinese)
            return true;
    return false;
}

static enum status fail_without_chinese(const struct faces *faces, struct error *error)
{
    struct buffer faults = BUFFER_EMPTY;
    font_scan_report(font_list_scan(faces->list), &faults);
    fail(error, STATUS_FAILED, NULL, 0,
         TR("no Chinese font is there: install the package fonts-noto-cjk, or run 'make fonts'%s%s",
            "没有中文字体：请安装软件包 fonts-noto-cjk，或运行 make fonts%s%s"),
         faults.size ? " " : "", faults.bytes);
    buffer_free(&faults);
    return STATUS_FAILED;
}

enum status faces_new_within(const struct print_style *style, const char *folders,
                             struct faces **out, struct error *error)
{
    struct arena *arena = arena_new();
    struct faces *faces = ARENA_NEW(arena, struct faces);
    *faces =
        (struct faces){.arena = arena, .list = font_list_new(folders), .set = FcCharSetCreate()};
    if (!faces->set)
        abort();
    for (int i = 0; i < FACES; i++) {
        faces->asked[i] = arena_text(arena, style->fonts[i]);
        font_choose(arena, faces->list, (enum face)i, faces->asked[i], &faces->choices[i]);
    }
    *out = NULL;
    if (!any_is_chinese(&faces->choices[FACE_BODY])) {
        enum status status = fail_without_chinese(faces, error);
        faces_free(faces);
        return status;
    }
    open_pango(faces);
    *out = faces;
    return STATUS_OK;
}

/* In the order in which fontconfig's own configuration has them. */
static void add_system_folders(struct buffer *out)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    buffer_add(out, ":/usr/local/share/fonts:/usr/share/fonts");
    if (data && *data == '/')
        buffer_format(out, ":%s/fonts", data);
    if (home && *home == '/')
        buffer_format(out, ":%s/.local/share/fonts:%s/.fonts", home, home);
}

enum status faces_new(const struct print_style *style, const char *folders, struct faces **out,
                      struct error *error)
{
    struct buffer all = BUFFER_EMPTY;
    buffer_add(&all, folders);
    add_system_folders(&all);
    enum status status = faces_new_within(style, all.bytes, out, error);
    buffer_free(&all);
    return status;
}

void faces_free(struct faces *faces)
{
    if (!faces)
        return;
    close_pango(faces);
    for (size_t i = 0; i < faces->taken_count; i++)
        FcPatternDestroy(faces->taken[i].pattern);
    FcCharSetDestroy(faces->set);
    font_notes_free(&faces->notes);
    font_list_free(faces->list);
    arena_free(faces->arena);
}
