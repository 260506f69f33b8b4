/* The title, the addressees, headings, and the beginning of an annex: GB/T 9704-2012 §7.3. */
#include "core/memory.h"
#include "core/print_style.h"
#include "core/table_plan.h"
#include "core/title.h"
#include "print/compose.h"
#include "print/paper.h"

#include <string.h>

static const struct setting title_setting = {
    .points = TITLE_POINTS, .cell = TITLE_POINTS, .width = AREA_WIDTH};
static const struct setting flush_setting = {
    .points = BODY_POINTS, .cell = CELL, .grid = true, .width = AREA_WIDTH};

static const struct setting label_setting = {
    .points = BODY_POINTS, .cell = BODY_POINTS, .width = AREA_WIDTH};

static void centre(struct sheet *sheet, const struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        sheet_line(sheet, lines, i, (sheet_width(sheet) - lines->list[i].width) / 2);
}

/* The text from `from` on in its lines, which title_break() parts by line feeds and so moves. */
static void draw_title(struct compose *compose, const char *words, size_t from)
{
    struct buffer broken = BUFFER_EMPTY;
    title_break(words + from, TITLE_COLUMNS, &broken);
    for (const char *line = broken.bytes; *line;) {
        size_t size = strcspn(line, "\n");
        while (words[from] && strncmp(words + from, line, size) != 0)
            from++;
        centre(compose->sheet,
               compose_piece(compose, words, from, from + size, FACE_TITLE, &title_setting));
        from += size;
        line += size + (line[size] == '\n');
    }
    buffer_free(&broken);
}

/* In one line, for the outline. */
static const char *joined(struct compose *compose, cmark_node *block)
{
    struct buffer words = BUFFER_EMPTY;
    part_add_text(block, true, NULL, &words);
    return buffer_take(&words, compose->arena);
}

void compose_title(struct compose *compose, cmark_node *title)
{
    sheet_begin(compose->sheet, "H1", joined(compose, title), 1);
    draw_title(compose, compose_begin(compose, title), 0);
    compose_done(compose);
    sheet_blank(compose->sheet, 1);
}

void compose_number(struct compose *compose, cmark_node *number)
{
    if (compose->job->page.style->head != LETTERHEAD_NONE)
        return; /* it stands in the head */
    sheet_begin(compose->sheet, "P", NULL, 0);
    centre(compose->sheet, compose_lines(compose, number, FACE_BODY, &label_setting));
    sheet_blank(compose->sheet, 1);
}

static bool has_body(const struct compose *compose)
{
    return compose_find(compose, PART_BODY) || compose_find(compose, PART_HEADING) ||
           compose_find(compose, PART_CONTAINER);
}

void compose_addressees(struct compose *compose, cmark_node *addressees)
{
    const struct lines *lines = compose_lines(compose, addressees, FACE_BODY, &flush_setting);
    sheet_begin(compose->sheet, "P", NULL, 0);
    double needed = (double)(lines->count + 1) * LINE;
    if (compose->sheet->page_count == 1 && needed > sheet_left(compose->sheet) + 1 &&
        has_body(compose)) {
        compose->moved = addressees;
        return;
    }
    sheet_lines(compose->sheet, lines, 0);
}

void compose_heading(struct compose *compose, cmark_node *heading)
{
    static const enum face faces[] = {FACE_BODY, FACE_HEI, FACE_HEI, FACE_KAI};
    static const char *const tags[] = {"H6", "H1", "H2", "H3", "H4", "H5", "H6"};
    int level = cmark_node_get_heading_level(heading);
    enum face face = level < 4 ? faces[level] : FACE_BODY;
    sheet_begin(compose->sheet, tags[level < 7 ? level : 6], joined(compose, heading), level);
    sheet_keep(compose->sheet, compose_lines(compose, heading, face, &body_setting), 0);
}

/* The label on the first line, the title on the third, the body below a blank one: §7.3.7. With a
 * wide table it is landscape. */
void compose_annex(struct compose *compose, cmark_node *heading)
{
    enum { TITLE_LINE = 2 }; /* the third */
    const char *words = compose_begin(compose, heading);
    size_t label = strncmp(words, "附件", strlen("附件")) == 0 ? strcspn(words, "\n") : 0;
    struct sheet *sheet = compose->sheet;
    sheet_break(sheet, table_makes_wide(heading));
    sheet_begin(sheet, "H1", joined(compose, heading), 1);
    if (label)
        sheet_lines(sheet, compose_piece(compose, words, 0, label, FACE_HEI, &label_setting), 0);
    if (sheet->y < TITLE_LINE * LINE)
        sheet->y = TITLE_LINE * LINE;
    draw_title(compose, words, label + (words[label] == '\n'));
    compose_done(compose);
    sheet_blank(sheet, 1);
}
