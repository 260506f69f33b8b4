#include "print/figures.h"

#include "core/memory.h"
#include "core/provenance.h"

#include <stdint.h>
#include <stdlib.h>

struct figures {
    struct track track;
    struct figure *list;
    size_t count, room;
};

struct figures *figures_new(size_t count)
{
    struct figures *figures = memory_new(sizeof *figures);
    *figures = (struct figures){.count = 0};
    track_begin(&figures->track, count);
    return figures;
}

void figures_free(struct figures *figures)
{
    if (!figures)
        return;
    track_free(&figures->track);
    free(figures->list);
    free(figures);
}

void figures_mark(const struct page *page, struct buffer *out)
{
    const struct provenance *of = page->provenance;
    struct page_mark *marks = memory_new((of->figure_count + 1) * sizeof *marks);
    for (size_t i = 0; i < of->figure_count; i++)
        marks[i] = (struct page_mark){of->figures[i].from, of->figures[i].to};
    page_mark(page->markdown, marks, of->figure_count, out);
    free(marks);
}

struct track *figures_track(struct figures *figures)
{
    return figures ? &figures->track : NULL;
}

static void add(struct figures *figures, struct figure figure)
{
    if (figures->count == figures->room) {
        figures->room = figures->room ? 2 * figures->room : 64;
        figures->list = memory_resize(figures->list, figures->room * sizeof *figures->list);
    }
    figures->list[figures->count++] = figure;
}

/* No figure lies within another, so the end of one follows its beginning. */
void figures_take(struct figures *figures, const struct lines *lines, size_t from, size_t to)
{
    for (size_t i = 0; figures && i + 1 < figures->track.met_count; i++) {
        const struct met *begin = &figures->track.met[i], *end = begin + 1;
        if (begin->end || !end->end || end->mark != begin->mark)
            continue;
        if (begin->at >= from && end->at <= to)
            add(figures, (struct figure){lines, begin->at - from, end->at - from, begin->mark});
    }
}

void figures_done(struct figures *figures)
{
    if (figures)
        track_pieces_end(&figures->track);
}

static int compare(const void *left, const void *right)
{
    const struct figure *a = left, *b = right;
    uintptr_t one = (uintptr_t)a->lines, other = (uintptr_t)b->lines;
    return one != other ? (one > other) - (one < other) : (a->from > b->from) - (a->from < b->from);
}

void figures_sort(struct figures *figures)
{
    if (figures && figures->count)
        qsort(figures->list, figures->count, sizeof *figures->list, compare);
}

const struct figure *figures_find(const struct figures *figures, const struct lines *lines,
                                  size_t *count)
{
    size_t low = 0, high = figures ? figures->count : 0, all = high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((uintptr_t)figures->list[middle].lines < (uintptr_t)lines)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < all && figures->list[low + *count].lines == lines)
        ++*count;
    return figures ? figures->list + low : NULL;
}
