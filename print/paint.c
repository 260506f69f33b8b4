#include "print/paint.h"

#include "core/language.h"
#include "core/print_style.h"
#include "print/paper.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { OUTLINE_LEVELS = 6 };

struct painting {
    cairo_t *cairo;
    const struct print_job *job;
    struct sheet *sheet;
    const struct lines *draft;       /* 草稿; NULL for a final text */
    int painted;                     /* pages so far */
    const struct block *listed;      /* the last block that the outline has */
    int parents[OUTLINE_LEVELS + 1]; /* of each level's next entry; 0 is the root */
};

/* ---- Marks ---- */

static void set_colour(cairo_t *cairo, enum ink_colour colour)
{
    static const double colours[][3] = {
        [INK_BLACK] = {0, 0, 0}, [INK_RED] = {1, 0, 0}, [INK_GREY] = {0.35, 0.35, 0.35}};
    cairo_set_source_rgb(cairo, colours[colour][0], colours[colour][1], colours[colour][2]);
}

static void draw_mark(cairo_t *cairo, const struct mark *mark)
{
    set_colour(cairo, mark->colour);
    if (mark->lines) {
        line_draw(&mark->lines->list[mark->index], cairo, mark->x,
                  mark->y + baseline_in(mark->height, mark->lines->points));
        return;
    }
    cairo_rectangle(cairo, mark->x, mark->y, mark->width, mark->height);
    cairo_fill(cairo);
}

/* An entry of the outline for a block whose first line begins at y. */
static void add_outline(struct painting *painting, const struct block *block, double y)
{
    char place[64];
    double x = 0;
    if (!block->outline || block == painting->listed)
        return;
    painting->listed = block;
    cairo_user_to_device(painting->cairo, &x, &y);
    snprintf(place, sizeof place, "page=%d pos=[%d %d]", painting->painted, (int)x, (int)y);
    int level = block->level < OUTLINE_LEVELS ? block->level : OUTLINE_LEVELS;
    int entry = cairo_pdf_surface_add_outline(cairo_get_target(painting->cairo),
                                              painting->parents[level - 1], block->outline, place,
                                              CAIRO_PDF_OUTLINE_FLAG_OPEN);
    for (int i = level; i <= OUTLINE_LEVELS; i++)
        painting->parents[i] = entry;
}

/* The marks of one block that follow one another on the page share its tag. */
static void draw_marks(struct painting *painting, const struct sheet_page *page)
{
    const struct block *block = NULL;
    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];
        if (mark->block != block) {
            if (block && block->tag)
                cairo_tag_end(painting->cairo, block->tag);
            block = mark->block;
            add_outline(painting, block, mark->y);
            if (block->tag)
                cairo_tag_begin(painting->cairo, block->tag, NULL);
        }
        draw_mark(painting->cairo, mark);
    }
    if (block && block->tag)
        cairo_tag_end(painting->cairo, block->tag);
}

/* ---- What stands on each page ---- */

/* — 1 —: the dash's top below the type area, one character in from the right, or on even pages from
 * the left. */
static void draw_number(struct painting *painting, size_t number)
{
    static const struct setting setting = {
        .points = SMALL_POINTS, .cell = SMALL_POINTS, .width = AREA_WIDTH};
    char text[48];
    cairo_text_extents_t dash;
    snprintf(text, sizeof text, "— %zu —", number);
    const struct lines *lines = lines_of_text(painting->sheet->setter, text, FACE_BODY, &setting);
    const struct line *line = &lines->list[0];
    cairo_scaled_font_glyph_extents(line->runs[0].font, line->runs[0].glyphs, 1, &dash);
    double x = number % 2 ? AREA_WIDTH - CELL - line->width : CELL;
    set_colour(painting->cairo, INK_BLACK);
    line_draw(line, painting->cairo, AREA_LEFT + x,
              AREA_TOP + AREA_HEIGHT + NUMBER_GAP - dash.y_bearing);
}

/* Across the page from corner to corner, as outlines: no text that could be copied. */
static void draw_draft(struct painting *painting)
{
    cairo_t *cairo = painting->cairo;
    const struct line *line = &painting->draft->list[0];
    cairo_save(cairo);
    cairo_translate(cairo, PAPER_WIDTH / 2, PAPER_HEIGHT / 2);
    cairo_rotate(cairo, -atan2(PAPER_HEIGHT, PAPER_WIDTH));
    cairo_translate(cairo, -line->width / 2, painting->draft->points * (ASCENT - 0.5));
    cairo_set_source_rgb(cairo, 0.91, 0.91, 0.91);
    for (size_t i = 0; i < line->run_count; i++) {
        cairo_set_scaled_font(cairo, line->runs[i].font);
        cairo_glyph_path(cairo, line->runs[i].glyphs, line->runs[i].glyph_count);
    }
    cairo_fill(cairo);
    cairo_restore(cairo);
}

/* In the document's language, whoever prints it. */
static const struct lines *make_draft(struct sheet *sheet, const struct print_job *job)
{
    static const struct setting setting = {.points = 200, .cell = 240, .width = PAPER_HEIGHT};
    bool english = language_from_name(job->page.language) == LANGUAGE_EN;
    const char *words = tr_in(english ? LANGUAGE_EN : LANGUAGE_ZH, "DRAFT", "草稿");
    return lines_of_text(sheet->setter, words, FACE_TITLE, &setting);
}

/* ---- Pages ---- */

/* The paper upright: a landscape page is turned so that its left edge, the binding, is above. */
static void turn_upright(cairo_t *cairo, const struct sheet_page *page)
{
    if (page->landscape)
        cairo_transform(cairo, &(cairo_matrix_t){0, 1, -1, 0, PAPER_HEIGHT, 0});
}

static void paint_page(struct painting *painting, size_t index)
{
    cairo_t *cairo = painting->cairo;
    const struct sheet_page *page = &painting->sheet->pages[index];
    bool numbered = index > 0 || painting->job->page.style->head != LETTERHEAD_LETTER;
    cairo_pdf_surface_set_size(cairo_get_target(cairo),
                               page->landscape ? PAPER_HEIGHT : PAPER_WIDTH,
                               page->landscape ? PAPER_WIDTH : PAPER_HEIGHT);
    painting->painted++;
    cairo_save(cairo);
    turn_upright(cairo, page);
    if (painting->draft)
        draw_draft(painting);
    cairo_restore(cairo);
    cairo_save(cairo);
    cairo_translate(cairo, page->landscape ? AREA_BOTTOM : AREA_LEFT,
                    page->landscape ? AREA_LEFT : AREA_TOP);
    draw_marks(painting, page);
    cairo_restore(cairo);
    cairo_save(cairo);
    turn_upright(cairo, page);
    if (numbered)
        draw_number(painting, index + 1);
    cairo_restore(cairo);
    cairo_show_page(cairo);
}

void paint(cairo_t *cairo, const struct print_job *job, struct sheet *sheet)
{
    struct painting painting = {.cairo = cairo, .job = job, .sheet = sheet};
    size_t first = job->first > 0 ? (size_t)job->first : 1;
    size_t last = job->last > 0 ? (size_t)job->last : sheet->page_count;
    if (job->draft)
        painting.draft = make_draft(sheet, job);
    for (size_t number = first; number <= last && number <= sheet->page_count; number++)
        paint_page(&painting, number - 1);
}
