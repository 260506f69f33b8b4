#include "print/proof.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/provenance.h"
#include "print/paper.h"
#include "print/where.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MARGIN_POINTS 7.5
#define MARGIN_PITCH 1.2           /* in its size */
#define MARGIN_HEIGHT 18.0         /* what a line's sources may take: that of a table's row */
#define LINE_NUMBER_GAP (2 * MM)   /* between a line's number and the type area */
#define SOURCE_GAP (2 * MM)        /* between it and the numbers of sources, */
#define SOURCE_EDGE (4 * MM)       /* which leave so much of the paper's edge free */
#define UNDER (BODY_POINTS * 0.12) /* from the type's foot to the line under a figure */
#define TITLE_ABOVE (12 * MM)      /* the proof's own line, above the type area */
#define SAME_LINE 8.0              /* lines nearer to each other have one number: cells of a row */

/* Lines of a page that stand beside each other. */
struct row {
    double y; /* of their middle */
    size_t number;
    struct buffer sources; /* 3 5–7 */
    size_t from, to;       /* the range that ends `sources`; 0 for none */
};

struct marking {
    const struct print_job *job;
    struct sheet *sheet;
    struct figures *figures;
    struct proof_places *places;
    size_t page;
    struct mark *marks; /* the page's lines, from top to bottom, as they were before marking */
    size_t count;
    double free; /* where the next numbers of sources may begin */
};

enum language proof_language(const struct print_job *job)
{
    return language_from_name(job->page.language) == LANGUAGE_EN ? LANGUAGE_EN : LANGUAGE_ZH;
}

/* ---- The lines of a page ---- */

static double middle_of(const struct mark *mark)
{
    return mark->y + mark->height / 2;
}

static int compare_marks(const void *left, const void *right)
{
    const struct mark *a = left, *b = right;
    double one = middle_of(a), other = middle_of(b);
    return one != other ? (one > other) - (one < other) : (a->x > b->x) - (a->x < b->x);
}

static void find_lines(struct marking *marking, struct arena *arena)
{
    const struct sheet_page *page = &marking->sheet->pages[marking->page];
    marking->marks = arena_array(arena, page->count + 1, sizeof *marking->marks);
    marking->count = 0;
    for (size_t i = 0; i < page->count; i++)
        if (page->marks[i].lines)
            marking->marks[marking->count++] = page->marks[i];
    qsort(marking->marks, marking->count, sizeof *marking->marks, compare_marks);
}

/* ---- Marks in the margin ---- */

static double page_width(const struct marking *marking)
{
    return marking->sheet->pages[marking->page].landscape ? AREA_HEIGHT : AREA_WIDTH;
}

static double margin_width(const struct marking *marking)
{
    bool landscape = marking->sheet->pages[marking->page].landscape;
    return (landscape ? AREA_TOP : AREA_RIGHT) - SOURCE_GAP - SOURCE_EDGE;
}

static const struct lines *set_margin(struct marking *marking, const char *text, double points)
{
    const struct setting setting = {.points = points,
                                    .cell = points,
                                    .pitch = MARGIN_PITCH * points,
                                    .width = margin_width(marking)};
    return lines_of_text(marking->sheet->setter, text, FACE_BODY, &setting);
}

/* The first line in the middle of y. */
static void add_lines(struct marking *marking, const struct lines *lines, double x, double y)
{
    for (size_t i = 0; i < lines->count; i++)
        sheet_add(marking->sheet, marking->page,
                  (struct mark){.block = marking->sheet->block,
                                .lines = lines,
                                .index = i,
                                .x = x,
                                .y = y + ((double)i - 0.5) * lines->pitch,
                                .height = lines->pitch,
                                .colour = INK_GREY});
}

/* Many sources are set smaller, so that those of the next line stand beside it. */
static void add_sources(struct marking *marking, const struct row *row)
{
    static const double sizes[] = {MARGIN_POINTS, 6, 5};
    const struct lines *lines = NULL;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (!lines || (double)lines->count * lines->pitch > MARGIN_HEIGHT)
            lines = set_margin(marking, row->sources.bytes, sizes[i]);
    double y = fmax(row->y, marking->free);
    add_lines(marking, lines, page_width(marking) + SOURCE_GAP, y);
    marking->free = y + (double)lines->count * lines->pitch;
}

static void add_row(struct marking *marking, struct row *row)
{
    char number[32];
    snprintf(number, sizeof number, "%zu", row->number);
    const struct lines *lines = set_margin(marking, number, MARGIN_POINTS);
    add_lines(marking, lines, -LINE_NUMBER_GAP - lines_width(lines), row->y);
    if (row->sources.size)
        add_sources(marking, row);
    buffer_free(&row->sources);
}

/* ---- Figures ---- */

static void underline(struct marking *marking, const struct mark *mark, const struct figure *figure)
{
    const struct line *line = &mark->lines->list[mark->index];
    const char *text = mark->lines->text;
    double from = line_where(line, text, figure->from > line->from ? figure->from : line->from);
    double to = line_behind(line, text, figure->to < line->to ? figure->to : line->to);
    double points = mark->lines->points;
    double foot = mark->y + baseline_in(mark->height, points) + points * (1 - ASCENT);
    sheet_add(marking->sheet, marking->page,
              (struct mark){.block = marking->sheet->block,
                            .x = mark->x + fmin(from, to),
                            .y = foot + UNDER / BODY_POINTS * points / 4,
                            .width = fabs(to - from),
                            .height = WRITING_RULE,
                            .colour = INK_GREY});
}

static void add_place(struct marking *marking, size_t source, size_t line)
{
    struct proof_places *places = marking->places;
    if (places->count == places->room) {
        places->room = places->room ? 2 * places->room : 64;
        places->list = memory_resize(places->list, places->room * sizeof *places->list);
    }
    places->list[places->count++] = (struct proof_place){source, marking->page + 1, line};
}

/* Numbers that follow one another become a range. */
static void add_source(struct row *row, size_t number)
{
    bool follows = row->to && number == row->to + 1;
    if (row->to && number >= row->from && number <= row->to)
        return;
    if (follows && row->to > row->from)
        buffer_cut(&row->sources, row->sources.size - strlen(strrchr(row->sources.bytes, '-')));
    if (follows)
        buffer_format(&row->sources, "-%zu", number);
    else
        buffer_format(&row->sources, "%s%zu", row->sources.size ? " " : "", number);
    row->from = follows ? row->from : number;
    row->to = number;
}

static void add_figures(struct marking *marking, struct row *row, const struct mark *mark)
{
    size_t count;
    const struct line *line = &mark->lines->list[mark->index];
    const struct figure *figure = figures_find(marking->figures, mark->lines, &count);
    for (; count > 0; count--, figure++) {
        if (figure->to <= line->from || figure->from >= line->to)
            continue;
        underline(marking, mark, figure);
        if (figure->from < line->from)
            continue;
        size_t source = marking->job->page.provenance->figures[figure->number].source;
        add_source(row, source + 1);
        add_place(marking, source, row->number);
    }
}

static void mark_page(struct marking *marking)
{
    struct arena *arena = arena_new();
    struct row row = {.y = -LINE, .sources = BUFFER_EMPTY};
    find_lines(marking, arena);
    marking->free = 0;
    for (size_t i = 0; i < marking->count; i++) {
        const struct mark *mark = &marking->marks[i];
        if (!row.number || middle_of(mark) - row.y >= SAME_LINE) {
            if (row.number)
                add_row(marking, &row);
            row = (struct row){
                .y = middle_of(mark), .number = row.number + 1, .sources = BUFFER_EMPTY};
        }
        add_figures(marking, &row, mark);
    }
    if (row.number)
        add_row(marking, &row);
    arena_free(arena);
}

/* Above the type area of each page: what this is, and of what. */
static void add_title(struct marking *marking)
{
    const struct page *page = &marking->job->page;
    struct buffer text = BUFFER_EMPTY;
    const struct setting setting = {
        .points = MARGIN_POINTS, .cell = MARGIN_POINTS, .width = page_width(marking)};
    buffer_format(&text,
                  tr_in(proof_language(marking->job),
                        "Proof, not for issue. Record %s, commit %.12s",
                        "校对稿，不得印发　记录 %s　提交 %.12s"),
                  page->provenance->record, page->provenance->commit);
    const struct lines *lines =
        lines_of_text(marking->sheet->setter, text.bytes, FACE_HEI, &setting);
    if (lines->count)
        sheet_add(marking->sheet, marking->page,
                  (struct mark){.block = marking->sheet->block,
                                .lines = lines,
                                .y = -TITLE_ABOVE - LINE / 2,
                                .height = LINE,
                                .colour = INK_GREY});
    buffer_free(&text);
}

void proof_mark(const struct print_job *job, struct sheet *sheet, struct figures *figures,
                struct proof_places *places)
{
    struct marking marking = {.job = job, .sheet = sheet, .figures = figures, .places = places};
    *places = (struct proof_places){.count = 0};
    figures_sort(figures);
    sheet_begin(sheet, NULL, NULL, 0);
    for (; marking.page < sheet->page_count; marking.page++) {
        mark_page(&marking);
        add_title(&marking);
    }
}

void proof_places_free(struct proof_places *places)
{
    free(places->list);
}
