#include "print/line.h"

#include "core/memory.h"
#include "print/paper.h"
#include "print/place.h"

#include <math.h>
#include <string.h>

#define NOTHING 1e-6

const struct setting body_setting = {
    .points = BODY_POINTS, .cell = CELL, .grid = true, .width = AREA_WIDTH, .first = 2 * CELL};

/* ---- Where a line ends ---- */

/* Reading on along a line: its width so far. */
struct advance {
    const struct setting *setting;
    double done; /* up to the run that is open */
    double run;  /* the open run's own width */
};

static double width_of(const struct advance *advance)
{
    return advance->done + run_width(advance->setting, advance->run);
}

static void step(struct advance *advance, const struct atom *atom)
{
    if (!(atom->kind & ATOM_CELL)) {
        advance->run += atom->width;
        return;
    }
    advance->done = width_of(advance) + cell_width(advance->setting, atom);
    advance->run = 0;
}

/* Sets the last `halves` punctuation marks of the atoms in half a cell; false, and nothing done, if
 * there are fewer. */
static bool squeeze(struct atom *atoms, size_t count, size_t halves)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += (atoms[i].kind & (ATOM_OPENS | ATOM_CLOSES)) != 0;
    for (size_t i = count; found >= halves && halves > 0 && i > 0; i--)
        if (atoms[i - 1].kind & (ATOM_OPENS | ATOM_CLOSES)) {
            atoms[i - 1].kind |= ATOM_HALF;
            halves--;
        }
    return halves == 0;
}

/* Closing punctuation at `at` is beyond the line, and must not begin the next one: whether half
 * cells make room for it. If so, *end is behind it. */
static bool take_in(struct advance advance, struct atom *atoms, size_t count, size_t at,
                    double room, size_t *end)
{
    *end = at;
    for (; *end < count && atoms[*end].kind & ATOM_CLOSES && !(atoms[*end].kind & ATOM_FREE);
         ++*end)
        step(&advance, &atoms[*end]);
    bool ends = *end == count || atoms[*end].kind & (ATOM_FREE | ATOM_SPACE);
    if (*end == at || !ends)
        return false;
    double halves = ceil((width_of(&advance) - room) / (advance.setting->cell / 2) - NOTHING);
    return squeeze(atoms, *end, (size_t)halves);
}

/* How many of the atoms stand on a line of that room: at least one character. */
static size_t find_end(const struct setting *setting, struct atom *atoms, size_t count, double room)
{
    struct advance advance = {.setting = setting};
    size_t allowed = 0, fits = 0, taken;
    for (size_t i = 0; i < count; i++) {
        struct advance before = advance;
        if (i && atoms[i].kind & ATOM_FREE)
            allowed = i;
        if (i && !(atoms[i].kind & ATOM_JOINED))
            fits = i;
        step(&advance, &atoms[i]);
        if (atoms[i].kind & ATOM_SPACE || width_of(&advance) <= room + NOTHING)
            continue;
        if (take_in(before, atoms, count, i, room, &taken))
            return taken;
        if (allowed || fits)
            return allowed ? allowed : fits;
        for (i++; i < count && atoms[i].kind & ATOM_JOINED; i++)
            ;
        return i;
    }
    return count;
}

/* ---- Lines ---- */

struct making {
    struct setter *setter;
    const struct setting *setting;
    struct lines *lines;
    size_t room;
};

static struct line *add_line(struct making *making)
{
    struct lines *lines = making->lines;
    if (lines->count == making->room) {
        struct line *old = lines->list;
        making->room = making->room ? 2 * making->room : 2;
        lines->list = arena_array(making->setter->arena, making->room, sizeof *lines->list);
        if (old)
            memcpy(lines->list, old, lines->count * sizeof *old);
    }
    return &lines->list[lines->count++];
}

static size_t without_spaces(const struct atom *atoms, size_t count)
{
    while (count && atoms[count - 1].kind & ATOM_SPACE)
        count--;
    return count;
}

/* The next line, from the atom at `at` on; returns where the one behind it begins. */
static size_t set_line(struct making *making, const struct setting *setting, struct atoms *atoms,
                       size_t at, struct line *line)
{
    struct atom *list = atoms->list + at;
    size_t end = find_end(setting, list, atoms->count - at, setting->width - line->left);
    size_t count = without_spaces(list, end);
    line->to = count ? list[count - 1].to : line->from;
    place(making->setter->arena, setting, list, count, making->lines->text, line);
    for (at += end; at < atoms->count && atoms->list[at].kind & ATOM_SPACE; at++)
        ;
    return at;
}

/* The paragraph, or its part between two line feeds, which begins at `from`. An empty one is a
 * line, too. */
static void break_part(struct making *making, const struct setting *setting, struct atoms *atoms,
                       size_t from)
{
    size_t at = 0;
    do {
        struct line *line = add_line(making);
        bool indented = at == 0 && (from == 0 || setting->again);
        line->left = indented ? setting->first : setting->rest;
        line->from = atoms->count ? atoms->list[at].from : from;
        at = set_line(making, setting, atoms, at, line);
    } while (at < atoms->count);
}

static void set_part(struct making *making, const struct prose *prose, size_t from, size_t to)
{
    struct arena *scratch = arena_new();
    struct setting setting = *making->setting;
    struct atoms atoms;
    shape(making->setter, prose, from, to, setting.points, scratch, &atoms);
    setting.grid = setting.grid && !atoms.foreign;
    break_part(making, &setting, &atoms, from);
    arena_free(scratch);
}

const struct lines *lines_new(struct setter *setter, const struct prose *prose,
                              const struct setting *setting)
{
    struct lines *lines = ARENA_NEW(setter->arena, struct lines);
    struct making making = {.setter = setter, .setting = setting, .lines = lines};
    size_t size = prose->buffer.size;
    *lines = (struct lines){.points = setting->points,
                            .pitch = setting->pitch > 0 ? setting->pitch : LINE,
                            .text = arena_text_of(setter->arena, prose->buffer.bytes, size)};
    for (size_t at = 0; at < size;) {
        const char *feed = memchr(lines->text + at, '\n', size - at);
        size_t end = feed ? (size_t)(feed - lines->text) : size;
        set_part(&making, prose, at, end);
        at = end + 1;
    }
    return lines;
}

const struct lines *lines_of_text(struct setter *setter, const char *text, enum face face,
                                  const struct setting *setting)
{
    struct prose prose;
    struct arena *scratch = arena_new();
    prose_begin(&prose, scratch);
    prose_add(&prose, text, face);
    const struct lines *lines = lines_new(setter, &prose, setting);
    prose_free(&prose);
    arena_free(scratch);
    return lines;
}

/* ---- What was set ---- */

double lines_width(const struct lines *lines)
{
    double widest = 0;
    for (size_t i = 0; i < lines->count; i++)
        widest = fmax(widest, lines->list[i].left + lines->list[i].width);
    return widest;
}

void line_draw(const struct line *line, cairo_t *cairo, double x, double baseline)
{
    cairo_save(cairo);
    cairo_translate(cairo, x + line->left, baseline);
    for (size_t i = 0; i < line->run_count; i++) {
        const struct glyph_run *run = &line->runs[i];
        cairo_set_scaled_font(cairo, run->font);
        cairo_show_text_glyphs(cairo, run->text, run->size, run->glyphs, run->glyph_count,
                               run->clusters, run->cluster_count, 0);
    }
    cairo_restore(cairo);
}

struct ink line_ink(const struct line *line)
{
    struct ink ink = {.top = 0, .bottom = 0};
    for (size_t i = 0; i < line->run_count; i++) {
        cairo_text_extents_t extents;
        const struct glyph_run *run = &line->runs[i];
        cairo_scaled_font_glyph_extents(run->font, run->glyphs, run->glyph_count, &extents);
        ink.top = fmin(ink.top, extents.y_bearing);
        ink.bottom = fmax(ink.bottom, extents.y_bearing + extents.height);
    }
    return ink;
}
