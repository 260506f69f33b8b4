#include "print/place.h"

#include "core/memory.h"

#include <math.h>
#include <pango/pangocairo.h>

#define SQUEEZE 1.03 /* a run may be this much wider than its cells */
#define NOTHING 1e-6 /* what additions of such numbers are off by */

/* ---- Widths ---- */

double run_width(const struct setting *setting, double natural)
{
    if (!setting->grid)
        return natural;
    return ceil(natural / (setting->cell * SQUEEZE) - NOTHING) * setting->cell;
}

double cell_width(const struct setting *setting, const struct atom *atom)
{
    return atom->kind & ATOM_HALF ? setting->cell / 2 : setting->cell;
}

/* ---- From left to right ---- */

struct spot {
    const struct atom *atom;
    double x;     /* where its first glyph begins */
    double scale; /* of the distances between its glyphs */
};

static void turn_around(size_t *order, size_t from, size_t to)
{
    while (from + 1 < to) {
        size_t other = order[--to];
        order[to] = order[from];
        order[from++] = other;
    }
}

/* The order from left to right: Unicode's rule L2. */
static void find_order(const struct atom *atoms, size_t count, size_t *order)
{
    unsigned highest = 0;
    for (size_t i = 0; i < count; i++) {
        order[i] = i;
        highest = atoms[i].level > highest ? atoms[i].level : highest;
    }
    for (unsigned level = highest; level > 0; level--)
        for (size_t i = 0, end; i < count; i = end) {
            for (end = i; end < count && atoms[end].level >= level; end++)
                ;
            turn_around(order, i, end);
            end += end == i;
        }
}

/* ---- Cells ---- */

/* From where the glyph starts to its ink's left and right edge. */
static void find_ink(const struct atom *atom, double *left, double *right)
{
    PangoRectangle ink;
    pango_font_get_glyph_extents(atom->font, atom->glyphs[0].glyph, &ink, NULL);
    *left = pango_units_to_double(ink.x);
    *right = pango_units_to_double(ink.x + ink.width);
}

/* Where in its cell a glyph starts: in the middle; narrow punctuation on the side of what it
 * belongs to; in half a cell so that its ink is within. */
static double start_in_cell(const struct setting *setting, const struct atom *atom)
{
    double width = cell_width(setting, atom), left, right;
    double start = (setting->cell - atom->width) / 2;
    if (atom->kind & ATOM_CLOSES && start > setting->cell / 8)
        start = 0;
    else if (atom->kind & ATOM_OPENS && start > setting->cell / 8)
        start = setting->cell - atom->width;
    if (!(atom->kind & ATOM_HALF))
        return start;
    find_ink(atom, &left, &right);
    start -= atom->kind & ATOM_OPENS ? width : 0;
    bool within = start + left >= 0 && start + right <= width;
    return within ? start : (width - left - right) / 2;
}

/* ---- Placing ---- */

/* A run is set in the middle of its cells, its glyphs closer together if it is too wide for them.
 */
static void spread(const struct setting *setting, const size_t *order, size_t count, double natural,
                   struct spot *spots, double *x)
{
    double width = run_width(setting, natural), scale = natural > width ? width / natural : 1;
    double last = spots[order[count - 1]].atom->width; /* which itself is as wide as it is */
    double at = *x + (width - natural * scale - last * (1 - scale)) / 2;
    for (size_t i = 0; i < count; i++) {
        struct spot *spot = &spots[order[i]];
        spot->x = at;
        spot->scale = scale;
        at += spot->atom->width * scale;
    }
    *x += width;
}

/* The run from order[at] on, up to the next cell; returns where that is. */
static size_t place_run(const struct setting *setting, const size_t *order, size_t at, size_t count,
                        struct spot *spots, double *x)
{
    double natural = 0;
    size_t end = at;
    for (; end < count && !(spots[order[end]].atom->kind & ATOM_CELL); end++)
        natural += spots[order[end]].atom->width;
    spread(setting, order + at, end - at, natural, spots, x);
    return end;
}

/* Returns the line's width. */
static double place_spots(const struct setting *setting, const size_t *order, size_t count,
                          struct spot *spots)
{
    double x = 0;
    for (size_t i = 0; i < count;) {
        struct spot *spot = &spots[order[i]];
        if (!(spot->atom->kind & ATOM_CELL)) {
            i = place_run(setting, order, i, count, spots, &x);
            continue;
        }
        spot->x = x + start_in_cell(setting, spot->atom);
        spot->scale = 1;
        x += cell_width(setting, spot->atom);
        i++;
    }
    return x;
}

/* What is wider than the column, one cluster alone, is set narrower. */
static double fit(struct spot *spots, size_t count, double width, double most)
{
    if (width <= most + NOTHING)
        return width;
    for (size_t i = 0; i < count; i++) {
        spots[i].x *= most / width;
        spots[i].scale *= most / width;
    }
    return most;
}

/* ---- Runs of one font ---- */

static void add_glyphs(struct glyph_run *run, const struct spot *spot)
{
    double x = spot->x;
    for (int i = 0; i < spot->atom->glyph_count; i++) {
        const PangoGlyphInfo *info = &spot->atom->glyphs[i];
        run->glyphs[run->glyph_count++] = (cairo_glyph_t){
            info->glyph, x + pango_units_to_double(info->geometry.x_offset) * spot->scale,
            pango_units_to_double(info->geometry.y_offset)};
        x += pango_units_to_double(info->geometry.width) * spot->scale;
    }
}

/* The spots of one font from `from` on; those without a glyph belong to the one before. Returns
 * where the next run begins. */
static size_t add_run(struct arena *arena, const struct spot *spots, size_t from, size_t count,
                      const char *text, struct line *line)
{
    size_t end = from, glyphs = 0;
    for (; end < count && spots[end].atom->font == spots[from].atom->font; end++)
        glyphs += (size_t)spots[end].atom->glyph_count;
    while (from < end && !spots[from].atom->glyph_count)
        from++;
    if (from == end)
        return end;
    PangoCairoFont *font = PANGO_CAIRO_FONT(spots[from].atom->font);
    struct glyph_run *run = &line->runs[line->run_count++];
    *run = (struct glyph_run){.font = pango_cairo_font_get_scaled_font(font),
                              .glyphs = arena_array(arena, glyphs, sizeof *run->glyphs),
                              .text = text + spots[from].atom->from,
                              .size = (int)(spots[end - 1].atom->to - spots[from].atom->from),
                              .clusters = arena_array(arena, end - from, sizeof *run->clusters)};
    for (; from < end; from++) {
        const struct atom *atom = spots[from].atom;
        if (atom->glyph_count)
            run->cluster_count++;
        cairo_text_cluster_t *cluster = &run->clusters[run->cluster_count - 1];
        cluster->num_bytes += (int)(atom->to - atom->from);
        cluster->num_glyphs += atom->glyph_count;
        add_glyphs(run, &spots[from]);
    }
    return end;
}

static size_t count_runs(const struct atom *atoms, size_t count)
{
    size_t runs = 0;
    for (size_t i = 0; i < count; i++)
        runs += !i || atoms[i].font != atoms[i - 1].font;
    return runs;
}

void place(struct arena *arena, const struct setting *setting, const struct atom *atoms,
           size_t count, const char *text, struct line *line)
{
    struct arena *scratch = arena_new();
    struct spot *spots = arena_array(scratch, count + 1, sizeof *spots);
    size_t *order = arena_array(scratch, count + 1, sizeof *order);
    for (size_t i = 0; i < count; i++)
        spots[i].atom = &atoms[i];
    find_order(atoms, count, order);
    line->width =
        fit(spots, count, place_spots(setting, order, count, spots), setting->width - line->left);
    line->runs = arena_array(arena, count_runs(atoms, count) + 1, sizeof *line->runs);
    for (size_t i = 0; i < count;)
        i = add_run(arena, spots, i, count, text, line);
    arena_free(scratch);
}
