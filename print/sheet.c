#include "print/sheet.h"

#include "core/memory.h"
#include "print/paper.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NOTHING 1e-3 /* pt */

/* ---- Pages ---- */

static void add_page(struct sheet *sheet, bool landscape)
{
    if (sheet->page_count == sheet->page_room) {
        sheet->page_room = sheet->page_room ? 2 * sheet->page_room : 8;
        sheet->pages = memory_resize(sheet->pages, sheet->page_room * sizeof *sheet->pages);
    }
    sheet->pages[sheet->page_count++] = (struct sheet_page){.landscape = landscape};
    sheet->y = 0;
}

struct sheet *sheet_new(struct setter *setter)
{
    struct sheet *sheet = memory_new(sizeof *sheet);
    *sheet = (struct sheet){.setter = setter};
    add_page(sheet, false);
    sheet_begin(sheet, NULL, NULL, 0);
    return sheet;
}

void sheet_free(struct sheet *sheet)
{
    if (!sheet)
        return;
    for (size_t i = 0; i < sheet->page_count; i++)
        free(sheet->pages[i].marks);
    free(sheet->pages);
    free(sheet->kept);
    free(sheet);
}

struct sheet_page *sheet_page(const struct sheet *sheet)
{
    return &sheet->pages[sheet->page_count - 1];
}

double sheet_width(const struct sheet *sheet)
{
    return sheet_page(sheet)->landscape ? AREA_HEIGHT : AREA_WIDTH;
}

double sheet_height(const struct sheet *sheet)
{
    return sheet_page(sheet)->landscape ? AREA_WIDTH : AREA_HEIGHT;
}

void sheet_break(struct sheet *sheet, bool landscape)
{
    sheet_end(sheet);
    if (sheet->y > 0 || sheet_page(sheet)->count)
        add_page(sheet, landscape);
    sheet_page(sheet)->landscape = landscape;
}

/* ---- Marks ---- */

static void append(struct mark **list, size_t *count, size_t *room, struct mark mark)
{
    if (*count == *room) {
        *room = *room ? 2 * *room : 32;
        *list = memory_resize(*list, *room * sizeof **list);
    }
    (*list)[(*count)++] = mark;
}

void sheet_add(struct sheet *sheet, size_t page, struct mark mark)
{
    struct sheet_page *of = &sheet->pages[page];
    append(&of->marks, &of->count, &of->room, mark);
}

static void add_mark(struct sheet *sheet, struct mark mark)
{
    sheet_add(sheet, sheet->page_count - 1, mark);
}

void sheet_begin(struct sheet *sheet, const char *tag, const char *outline, int level)
{
    struct block *block = ARENA_NEW(sheet->setter->arena, struct block);
    *block = (struct block){.tag = tag,
                            .outline = outline ? arena_text(sheet->setter->arena, outline) : NULL,
                            .level = level};
    sheet->block = block;
}

static struct mark line_mark(const struct sheet *sheet, const struct lines *lines, size_t index)
{
    return (struct mark){
        .block = sheet->block, .lines = lines, .index = index, .height = lines->pitch};
}

void sheet_place(struct sheet *sheet, const struct lines *lines, size_t index, double x, double y,
                 enum ink_colour colour)
{
    struct mark mark = line_mark(sheet, lines, index);
    mark.x = x;
    mark.y = y;
    mark.colour = colour;
    add_mark(sheet, mark);
}

void sheet_box(struct sheet *sheet, double x, double y, double width, double height,
               enum ink_colour colour)
{
    add_mark(sheet, (struct mark){.block = sheet->block,
                                  .x = x,
                                  .y = y,
                                  .width = width,
                                  .height = height,
                                  .colour = colour});
}

/* ---- The next line ---- */

double sheet_left(const struct sheet *sheet)
{
    return sheet_height(sheet) - sheet->y - sheet->kept_height;
}

void sheet_end(struct sheet *sheet)
{
    size_t count = sheet->kept_count;
    sheet->kept_count = 0;
    sheet->kept_height = 0;
    for (size_t i = 0; i < count; i++) {
        struct mark mark = sheet->kept[i];
        mark.y = sheet_open(sheet, mark.height);
        add_mark(sheet, mark);
    }
}

double sheet_open(struct sheet *sheet, double height)
{
    bool landscape = sheet_page(sheet)->landscape;
    if (sheet->y > 0 && sheet_left(sheet) < height - NOTHING)
        add_page(sheet, landscape);
    sheet_end(sheet);
    double y = sheet->y;
    sheet->y += height;
    return y;
}

void sheet_line(struct sheet *sheet, const struct lines *lines, size_t index, double x)
{
    double y = sheet_open(sheet, lines->pitch);
    sheet_place(sheet, lines, index, x, y, INK_BLACK);
}

void sheet_lines(struct sheet *sheet, const struct lines *lines, double x)
{
    for (size_t i = 0; i < lines->count; i++)
        sheet_line(sheet, lines, i, x);
}

/* What is kept never fills more than half a page: so there always is a page that it fits. */
void sheet_keep(struct sheet *sheet, const struct lines *lines, double x)
{
    double height = (double)lines->count * lines->pitch;
    if (sheet->kept_height + height > sheet_height(sheet) / 2) {
        sheet_end(sheet);
        sheet_lines(sheet, lines, x);
        return;
    }
    sheet->kept_height += height;
    for (size_t i = 0; i < lines->count; i++) {
        struct mark mark = line_mark(sheet, lines, i);
        mark.x = x;
        append(&sheet->kept, &sheet->kept_count, &sheet->kept_room, mark);
    }
}

void sheet_is_body(struct sheet *sheet)
{
    sheet->block->body = true;
}

void sheet_snap(struct sheet *sheet)
{
    sheet->y = ceil(sheet->y / LINE - NOTHING) * LINE;
}

void sheet_blank(struct sheet *sheet, size_t lines)
{
    sheet_end(sheet);
    sheet_snap(sheet);
    if (sheet->y > 0)
        sheet->y += (double)lines * LINE;
}

void sheet_carry(struct sheet *sheet, double y)
{
    size_t from = sheet->page_count - 1, kept = 0;
    double end = sheet->y;
    add_page(sheet, sheet->pages[from].landscape);
    struct sheet_page *page = &sheet->pages[from];
    for (size_t i = 0; i < page->count; i++) {
        struct mark mark = page->marks[i];
        if (mark.y < y - NOTHING) {
            page->marks[kept++] = mark;
            continue;
        }
        mark.y -= y;
        add_mark(sheet, mark);
    }
    page->count = kept;
    sheet->y = end - y;
}

void sheet_tighten(struct sheet *sheet, double y, double above, double end)
{
    struct sheet_page *page = sheet_page(sheet);
    double fixed = y - above, scale = (end - fixed) / (sheet->y - fixed);
    for (size_t i = 0; i < page->count; i++)
        if (page->marks[i].y >= y - NOTHING)
            page->marks[i].y = fixed + (page->marks[i].y - fixed) * scale;
    sheet->y = end;
}

double baseline_in(double height, double points)
{
    return (height - points) / 2 + points * ASCENT;
}
