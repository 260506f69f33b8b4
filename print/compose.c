#include "print/compose.h"

#include "core/memory.h"
#include "core/page_part.h"
#include "core/table_plan.h"
#include "print/chart.h"
#include "print/figures.h"
#include "print/paper.h"
#include "print/table.h"

const struct lines *compose_lines(struct compose *compose, cmark_node *block, enum face face,
                                  const struct setting *setting)
{
    struct prose prose;
    prose_begin(&prose, compose->arena);
    prose_add_block(&prose, block, face, figures_track(compose->figures));
    const struct lines *lines = lines_new(compose->sheet->setter, &prose, setting);
    figures_take(compose->figures, lines, 0, prose.buffer.size);
    figures_done(compose->figures);
    prose_free(&prose);
    return lines;
}

/* With markers around the figures, if somebody asks where they stand. */
static void read_parts(const struct compose *compose, struct parts *parts)
{
    const struct page *page = &compose->job->page;
    struct buffer marked = BUFFER_EMPTY;
    if (compose->figures)
        figures_mark(page, &marked);
    parts_begin(parts, compose->figures ? marked.bytes : page->markdown);
    buffer_free(&marked);
}

void compose(const struct print_job *job, struct sheet *sheet, struct figures *figures)
{
    struct compose compose = {.job = job, .sheet = sheet, .arena = arena_new(), .figures = figures};
    struct parts parts;
    read_parts(&compose, &parts);
    while (parts_next(&parts)) {
        sheet_begin(sheet, "P", NULL, 0);
        if (parts.role == PART_ANNEX)
            sheet_break(sheet, table_makes_wide(parts.node));
        if (parts.role == PART_TABLE) {
            print_table(&compose, parts.node, &table_as_is);
            continue;
        }
        if (parts.role == PART_CHART) {
            print_chart(&compose, parts.node);
            continue;
        }
        sheet_lines(sheet, compose_lines(&compose, parts.node, FACE_BODY, &body_setting), 0);
        sheet_is_body(sheet);
    }
    sheet_end(sheet);
    parts_end(&parts);
    arena_free(compose.arena);
}
