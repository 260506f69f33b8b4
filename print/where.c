#include "print/where.h"

/* The last glyph of the cluster that holds the byte, or its first one; -1 for none. */
static int find_glyph(const struct glyph_run *run, size_t byte, bool last)
{
    int glyph = 0;
    size_t at = 0;
    for (int i = 0; i < run->cluster_count; i++) {
        at += (size_t)run->clusters[i].num_bytes;
        int glyphs = run->clusters[i].num_glyphs;
        if (byte < at)
            return !glyphs ? -1 : last ? glyph + glyphs - 1 : glyph;
        glyph += glyphs;
    }
    return -1;
}

static const cairo_glyph_t *glyph_of(const struct line *line, const char *text, size_t byte,
                                     bool last, const struct glyph_run **of)
{
    for (size_t i = 0; i < line->run_count; i++) {
        const struct glyph_run *run = &line->runs[i];
        size_t from = (size_t)(run->text - text);
        if (byte < from || byte >= from + (size_t)run->size)
            continue;
        int glyph = find_glyph(run, byte - from, last);
        *of = run;
        return glyph < 0 ? NULL : &run->glyphs[glyph];
    }
    return NULL;
}

double line_where(const struct line *line, const char *text, size_t byte)
{
    const struct glyph_run *run;
    const cairo_glyph_t *glyph = glyph_of(line, text, byte, false, &run);
    return line->left + (glyph ? glyph->x : line->width);
}

double line_behind(const struct line *line, const char *text, size_t byte)
{
    const struct glyph_run *run;
    const cairo_glyph_t *glyph = byte ? glyph_of(line, text, byte - 1, true, &run) : NULL;
    cairo_text_extents_t extents;
    if (!glyph)
        return line->left + line->width;
    cairo_scaled_font_glyph_extents(run->font, glyph, 1, &extents);
    return line->left + glyph->x + extents.x_advance;
}
