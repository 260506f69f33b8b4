#include "print/compose.h"

#include "core/memory.h"
#include "print/chart.h"
#include "print/figures.h"
#include "print/paper.h"
#include "print/table.h"

#include <string.h>

/* ---- Texts ---- */

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

const struct lines *compose_text(struct compose *compose, const char *text, enum face face,
                                 const struct setting *setting)
{
    return lines_of_text(compose->sheet->setter, text, face, setting);
}

const char *compose_words(struct compose *compose, cmark_node *block)
{
    struct buffer words = BUFFER_EMPTY;
    part_add_text(block, false, NULL, &words);
    return buffer_take(&words, compose->arena);
}

const char *compose_begin(struct compose *compose, cmark_node *block)
{
    struct buffer words = BUFFER_EMPTY;
    part_add_text(block, false, figures_track(compose->figures), &words);
    return buffer_take(&words, compose->arena);
}

const struct lines *compose_piece(struct compose *compose, const char *words, size_t from,
                                  size_t to, enum face face, const struct setting *setting)
{
    const char *piece = arena_text_of(compose->arena, words + from, to - from);
    const struct lines *lines = compose_text(compose, piece, face, setting);
    figures_take(compose->figures, lines, from, to);
    return lines;
}

void compose_done(struct compose *compose)
{
    figures_done(compose->figures);
}

/* ---- Parts ---- */

const struct part *compose_find(const struct compose *compose, enum part_role role)
{
    for (size_t i = 0; i < compose->count; i++)
        if (compose->parts[i].role == role)
            return &compose->parts[i];
    return NULL;
}

static void add_part(struct compose *compose, cmark_node *node, enum part_role role)
{
    if (compose->count == compose->room) {
        struct part *old = compose->parts;
        compose->room = compose->room ? 2 * compose->room : 64;
        compose->parts = arena_array(compose->arena, compose->room, sizeof *compose->parts);
        if (old)
            memcpy(compose->parts, old, compose->count * sizeof *old);
    }
    compose->parts[compose->count++] = (struct part){node, role};
}

static bool closes(enum part_role role)
{
    return role == PART_CLOSING || role == PART_NOTE || role == PART_SMALL;
}

/* Composes the part at `at`, and those behind it that go with it; returns how many. */
static size_t compose_part(struct compose *compose, size_t at)
{
    size_t end = at;
    cmark_node *node = compose->parts[at].node;
    if (compose->parts[at].role != PART_SMALL)
        sheet_snap(compose->sheet);
    while (end < compose->count && compose->parts[end].role == PART_ATTACHMENTS)
        end++;
    while (end < compose->count && closes(compose->parts[end].role))
        end++;
    if (end > at) {
        compose_closing(compose, at, end);
        return end - at;
    }
    switch (compose->parts[at].role) {
    case PART_TITLE:
        compose_title(compose, node);
        break;
    case PART_NUMBER:
        compose_number(compose, node);
        break;
    case PART_ADDRESSEES:
        compose_addressees(compose, node);
        break;
    case PART_HEADING:
        compose_heading(compose, node);
        break;
    case PART_BODY:
        compose_paragraph(compose, node);
        break;
    case PART_ANNEX:
        compose_annex(compose, node);
        break;
    case PART_CONTAINER:
        compose_container(compose, node);
        break;
    case PART_TABLE:
        print_table(compose, node, &table_as_is);
        break;
    case PART_CHART:
        print_chart(compose, node);
        break;
    case PART_ATTACHMENTS: /* by compose_closing() */
    case PART_CLOSING:
    case PART_NOTE:
    case PART_SMALL:
    case PART_END: /* by compose_end() */
        break;
    }
    return 1;
}

/* With markers around the figures, if somebody asks where they stand. */
static void read_parts(struct compose *compose, struct parts *parts)
{
    const struct page *page = &compose->job->page;
    struct buffer marked = BUFFER_EMPTY;
    if (compose->figures)
        figures_mark(page, &marked);
    parts_begin(parts, compose->figures ? marked.bytes : page->markdown);
    buffer_free(&marked);
    while (parts_next(parts))
        add_part(compose, parts->node, parts->role);
}

void compose(const struct print_job *job, struct sheet *sheet, struct figures *figures)
{
    struct compose compose = {.job = job, .sheet = sheet, .arena = arena_new(), .figures = figures};
    struct parts parts;
    read_parts(&compose, &parts);
    bool headed = !compose.count || compose.parts[0].role != PART_ANNEX; /* alone: no head */
    if (headed)
        compose_head(&compose);
    for (size_t at = 0; at < compose.count;)
        at += compose_part(&compose, at);
    sheet_end(sheet);
    compose_end(&compose);
    if (headed)
        compose_foot(&compose);
    parts_end(&parts);
    arena_free(compose.arena);
}
