#include "print/where.h"

/* The glyph of the byte in the run, or its count of glyphs. */
static int find_glyph(const struct glyph_run *run, size_t byte)
{
    int glyph = 0;
    size_t at = 0;
    for (int i = 0; i < run->cluster_count; i++) {
        at += (size_t)run->clusters[i].num_bytes;
        if (byte < at)
            return glyph;
        glyph += run->clusters[i].num_glyphs;
    }
    return run->glyph_count;
}

double line_where(const struct line *line, const char *text, size_t byte)
{
    for (size_t i = 0; i < line->run_count; i++) {
        const struct glyph_run *run = &line->runs[i];
        size_t from = (size_t)(run->text - text);
        if (byte < from || byte >= from + (size_t)run->size)
            continue;
        int glyph = find_glyph(run, byte - from);
        if (glyph < run->glyph_count)
            return line->left + run->glyphs[glyph].x;
    }
    return line->left + line->width;
}
