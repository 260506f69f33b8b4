#include "print/shape.h"

#include "core/breaking.h"
#include "core/cluster.h"
#include "core/memory.h"
#include "core/text.h"

#include <stdlib.h>
#include <string.h>
#include <uchar.h>

/* ---- The setter ---- */

struct setter *setter_new(struct faces *faces)
{
    struct setter *setter = memory_new(sizeof *setter);
    *setter = (struct setter){.faces = faces, .arena = arena_new()};
    return setter;
}

void setter_free(struct setter *setter)
{
    if (!setter)
        return;
    for (size_t i = 0; i < setter->font_count; i++)
        g_object_unref(setter->fonts[i]);
    free(setter->fonts);
    arena_free(setter->arena);
    free(setter);
}

/* Holds the font. A document has a dozen, and the last one is asked for again mostly. */
static PangoFont *hold(struct setter *setter, PangoFont *font)
{
    for (size_t i = setter->font_count; i > 0; i--)
        if (setter->fonts[i - 1] == font)
            return font;
    if (setter->font_count == setter->font_room) {
        setter->font_room = setter->font_room ? 2 * setter->font_room : 16;
        setter->fonts = memory_resize(setter->fonts, setter->font_room * sizeof *setter->fonts);
    }
    return setter->fonts[setter->font_count++] = g_object_ref(font);
}

/* ---- Glyphs ---- */

struct shaping {
    struct setter *setter;
    const struct prose *prose;
    const char *text; /* of the prose */
    size_t from, to;
    double points;
    struct arena *arena;
    struct atoms *out;
};

/* Punctuation that Chinese shares with other scripts and sets as wide as a character. */
static const char32_t shared[] = U"“”‘’—…·";
static const char32_t quotes[] = U"“”‘’";
static const char32_t closing[] = U"，。、；：？！）》〉」』】〕〗”’．";
static const char32_t opening[] = U"（《〈「『【〔〖“‘";

static bool among(const char32_t *set, uint32_t c)
{
    while (*set && *set != c)
        set++;
    return *set != 0;
}

/* A letter of a script that has no cells. */
static bool is_letter(uint32_t c)
{
    bool ascii = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return ascii || (c >= 0xC0 && c < 0x2000 && text_character_width(c) == 1);
}

/* Whether the text is of another script: few of its characters have a cell. */
static bool is_foreign(const struct shaping *shaping)
{
    enum { FEW = 4 }; /* letters to one */
    size_t cells = 0, letters = 0;
    for (const char *at = shaping->text + shaping->from; at < shaping->text + shaping->to;) {
        uint32_t c = text_next(&at);
        cells += text_character_width(c) == 2;
        letters += is_letter(c);
    }
    return letters > FEW * cells;
}

static enum face face_at(const struct prose *prose, size_t at)
{
    size_t low = 0, high = prose->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (prose->stretches[middle].to <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < prose->count ? prose->stretches[low].face : FACE_BODY;
}

/* The typefaces, and the half-width forms of letters and digits where they stand on the grid. */
static PangoAttrList *make_attributes(const struct shaping *shaping)
{
    PangoAttrList *list = pango_attr_list_new();
    size_t at = 0;
    for (size_t i = 0; i < shaping->prose->count; at = shaping->prose->stretches[i++].to) {
        const struct stretch *stretch = &shaping->prose->stretches[i];
        if (stretch->to <= shaping->from || at >= shaping->to)
            continue;
        PangoAttribute *one = pango_attr_font_desc_new(
            faces_description(shaping->setter->faces, stretch->face, shaping->points));
        one->start_index = (guint)(at > shaping->from ? at - shaping->from : 0);
        one->end_index =
            (guint)((stretch->to < shaping->to ? stretch->to : shaping->to) - shaping->from);
        pango_attr_list_insert(list, one);
    }
    if (!shaping->out->foreign)
        pango_attr_list_insert(list, pango_attr_font_features_new("hwid=1"));
    return list;
}

/* The glyphs [begin, end) as one atom of the item. */
static void add_atom(struct shaping *shaping, const PangoItem *item, const PangoGlyphString *glyphs,
                     int begin, int end, size_t from, size_t to)
{
    struct atom *atom = &shaping->out->list[shaping->out->count++];
    PangoGlyphInfo *copy = arena_array(shaping->arena, (size_t)(end - begin), sizeof *copy);
    *atom = (struct atom){.from = from,
                          .to = to,
                          .font = hold(shaping->setter, item->analysis.font),
                          .glyphs = copy,
                          .level = item->analysis.level};
    for (int i = begin; i < end; i++) {
        atom->width += pango_units_to_double(glyphs->glyphs[i].geometry.width);
        if (glyphs->glyphs[i].glyph != PANGO_GLYPH_EMPTY)
            copy[atom->glyph_count++] = glyphs->glyphs[i];
    }
}

/* Glyphs stand from left to right; atoms go in the order of the text. */
static void take_apart(struct shaping *shaping, const PangoItem *item,
                       const PangoGlyphString *glyphs)
{
    bool backward = item->analysis.level % 2;
    int count = glyphs->num_glyphs;
    size_t base = shaping->from + (size_t)item->offset;
    for (int done = 0; done < count;) {
        int first = backward ? count - 1 - done : done, more = 1;
        int cluster = glyphs->log_clusters[first];
        while (done + more < count &&
               glyphs->log_clusters[backward ? first - more : first + more] == cluster)
            more++;
        int behind = done + more;
        int next = behind < count ? glyphs->log_clusters[backward ? count - 1 - behind : behind]
                                  : item->length;
        int begin = backward ? first - more + 1 : first;
        add_atom(shaping, item, glyphs, begin, begin + more, base + (size_t)cluster,
                 base + (size_t)next);
        done = behind;
    }
}

static void shape_item(struct shaping *shaping, PangoItem *item)
{
    PangoGlyphString *glyphs = pango_glyph_string_new();
    const char *text = shaping->text + shaping->from;
    pango_shape_full(text + item->offset, item->length, text, (int)(shaping->to - shaping->from),
                     &item->analysis, glyphs);
    faces_note(shaping->setter->faces,
               face_at(shaping->prose, shaping->from + (size_t)item->offset), item, text);
    take_apart(shaping, item, glyphs);
    pango_glyph_string_free(glyphs);
}

static void free_item(gpointer item)
{
    pango_item_free(item);
}

static void shape_all(struct shaping *shaping)
{
    PangoAttrList *attributes = make_attributes(shaping);
    GList *items = pango_itemize_with_base_dir(
        faces_context(shaping->setter->faces), PANGO_DIRECTION_LTR, shaping->text + shaping->from,
        0, (int)(shaping->to - shaping->from), attributes, NULL);
    for (GList *one = items; one; one = one->next)
        shape_item(shaping, one->data);
    g_list_free_full(items, free_item);
    pango_attr_list_unref(attributes);
}

/* ---- What no font has ---- */

/* The codes of those characters of the atom that no font has. */
static void add_codes(struct shaping *shaping, const struct atom *atom, struct prose *codes)
{
    enum face face = face_at(shaping->prose, atom->from);
    for (const char *at = shaping->text + atom->from; at < shaping->text + atom->to;) {
        uint32_t character = text_next(&at);
        if (faces_have(shaping->setter->faces, face, character))
            continue;
        faces_note_missing(shaping->setter->faces, face, character);
        prose_add(codes, arena_format(shaping->arena, "[U+%04X]", (unsigned)character), face);
    }
}

/* Sets the atom as these codes; what its glyphs say stays the text itself. */
static void set_codes(struct shaping *shaping, struct atom *atom)
{
    struct prose codes;
    struct atoms atoms;
    prose_begin(&codes, shaping->arena);
    add_codes(shaping, atom, &codes);
    shape(shaping->setter, &codes, 0, codes.buffer.size, shaping->points, shaping->arena, &atoms);
    PangoGlyphInfo *glyphs = arena_array(shaping->arena, atoms.count + 1, sizeof *glyphs);
    atom->width = 0;
    atom->glyph_count = 0;
    atom->glyphs = glyphs;
    for (size_t i = 0; i < atoms.count; i++) {
        atom->font = atoms.list[i].font;
        atom->width += atoms.list[i].width;
        if (atoms.list[i].glyph_count == 1)
            glyphs[atom->glyph_count++] = atoms.list[i].glyphs[0];
    }
    prose_free(&codes);
}

static bool is_missing(const struct shaping *shaping, const struct atom *atom)
{
    enum face face = face_at(shaping->prose, atom->from);
    for (int i = 0; i < atom->glyph_count; i++)
        if (atom->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
            return true;
    for (const char *at = shaping->text + atom->from; at < shaping->text + atom->to;)
        if (!faces_have(shaping->setter->faces, face, text_next(&at)))
            return true;
    return false;
}

/* ---- What is what ---- */

/* ’ within a word, and · — within a number, are of the other script. */
static bool is_between_letters(const struct shaping *shaping, const struct atom *atom)
{
    const char *behind = shaping->text + atom->to;
    uint32_t next = text_next(&behind);
    char before = atom->from > shaping->from ? shaping->text[atom->from - 1] : ' ';
    return g_ascii_isalnum(before) && next < 0x80 && g_ascii_isalnum((gchar)next);
}

/* Full-width forms; symbols as wide as a character in the font at hand: ℃ Ⅴ ① ×. */
static bool has_cell(const struct shaping *shaping, const struct atom *atom, uint32_t c)
{
    if (atom->glyph_count != 1 || atom->level % 2 || atom->width > 1.1 * shaping->points)
        return false; /* among them two dashes that the font has as one glyph */
    if (among(shared, c))
        return !shaping->out->foreign && !is_between_letters(shaping, atom);
    if (c >= 0x2000 && c < 0x2E80)
        return atom->width > 0.9 * shaping->points;
    return text_character_width(c) == 2;
}

/* A quotation mark in a text of another script is no wider than its ink asks for. */
static void narrow(struct shaping *shaping, struct atom *atom)
{
    double beside = shaping->points / 12;
    PangoRectangle ink;
    if (atom->glyph_count != 1 || atom->width < 0.75 * shaping->points)
        return;
    PangoGlyphInfo *glyph = arena_new_size(shaping->arena, sizeof *glyph);
    pango_font_get_glyph_extents(atom->font, atom->glyphs[0].glyph, &ink, NULL);
    *glyph = atom->glyphs[0];
    glyph->geometry.x_offset = pango_units_from_double(beside) - ink.x;
    glyph->geometry.width = ink.width + pango_units_from_double(2 * beside);
    atom->glyphs = glyph;
    atom->width = pango_units_to_double(glyph->geometry.width);
}

static unsigned kind_of(const struct shaping *shaping, const struct atom *atom, size_t end,
                        uint32_t c)
{
    unsigned kind = c == ' ' || c == '\t' || c == 0x3000 ? ATOM_SPACE : 0;
    if (end == atom->to && has_cell(shaping, atom, c)) {
        kind |= ATOM_CELL;
        kind |= among(closing, c) ? ATOM_CLOSES : 0;
        kind |= among(opening, c) ? ATOM_OPENS : 0;
    }
    return kind;
}

/* Where lines may begin, by the rules of core/breaking.h. */
struct breaks {
    struct break_side before, last;
    bool spaced;
    size_t held; /* up to this byte a unit of measurement is not parted */
};

static bool may_begin(struct breaks *breaks, const struct shaping *shaping, size_t at, size_t end,
                      uint32_t c, bool space)
{
    const char *behind = shaping->text + end;
    if (space) {
        breaks->spaced = true;
        return false;
    }
    struct break_side next =
        break_side(c, (size_t)text_character_width(c), end < shaping->to ? text_next(&behind) : 0);
    size_t unit =
        breaks->last.kind & BREAK_DIGIT && !breaks->spaced ? break_unit(shaping->text + at) : 0;
    bool allowed = break_allowed(breaks->before, breaks->last, breaks->spaced, next);
    if (unit)
        breaks->held = at + unit;
    breaks->before = breaks->spaced ? (struct break_side){0} : breaks->last;
    breaks->last = next;
    breaks->spaced = false;
    return allowed && at >= breaks->held;
}

/* Goes through what a reader sees as characters, and the atoms that make each. */
static void classify(struct shaping *shaping)
{
    struct atoms *atoms = shaping->out;
    struct breaks breaks = {.held = 0};
    size_t end = shaping->from;
    for (size_t i = 0; i < atoms->count; i++) {
        struct atom *atom = &atoms->list[i];
        if (is_missing(shaping, atom))
            set_codes(shaping, atom);
        if (atom->from < end) {
            atom->kind = ATOM_JOINED;
            continue;
        }
        const char *at = shaping->text + atom->from;
        uint32_t c = text_next(&at);
        for (end = atom->from; end < atom->to;)
            end = cluster_next(shaping->text, end);
        atom->kind = kind_of(shaping, atom, end, c);
        if (!(atom->kind & ATOM_CELL) && among(quotes, c))
            narrow(shaping, atom);
        if (may_begin(&breaks, shaping, atom->from, end, c, atom->kind & ATOM_SPACE))
            atom->kind |= ATOM_FREE;
    }
}

void shape(struct setter *setter, const struct prose *prose, size_t from, size_t to, double points,
           struct arena *arena, struct atoms *out)
{
    struct shaping shaping = {.setter = setter,
                              .prose = prose,
                              .text = prose->buffer.bytes,
                              .from = from,
                              .to = to,
                              .points = points,
                              .arena = arena,
                              .out = out};
    *out = (struct atoms){.list = arena_array(arena, to - from + 1, sizeof *out->list)};
    if (to > from) {
        out->foreign = is_foreign(&shaping);
        shape_all(&shaping);
        classify(&shaping);
    }
}
