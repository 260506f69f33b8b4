#include "tui/figures.h"

#include "core/memory.h"
#include "core/mustache.h"
#include "core/page.h"
#include "core/value.h"
#include "records/snapshot.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define INDENT "\u3000"

/* ---- Making them ---- */

static void find_lines(struct figures *figures)
{
    const char *text = figures->text.bytes;
    size_t count = 0;
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        count++;
    figures->lines = arena_array(figures->arena, count + 1, sizeof *figures->lines);
    figures->line_count = count;
    for (size_t i = 0; i < count; i++)
        figures->lines[i + 1] = (size_t)(strchr(text + figures->lines[i], '\n') - text) + 1;
}

static void add_figure(struct figures *figures, const struct mustache_mark *mark,
                       struct page_mark place, const char *name)
{
    if (place.to <= place.from)
        return;
    figures->list[figures->count++] =
        (struct figure){.from = place.from,
                        .to = place.to,
                        .open = mark->end > mark->to,
                        .known = name != NULL,
                        .name = name ? name : arena_text(figures->arena, mark->name),
                        .file = arena_text(figures->arena, mark->file),
                        .line = mark->line};
    figures->open += mark->end > mark->to;
}

static int by_place(const void *a, const void *b)
{
    const struct figure *one = a, *other = b;
    return (one->from > other->from) - (one->from < other->from);
}

/* In the order of the text, where the end matter stands behind the annexes. */
static void make_list(struct figures *figures, struct snapshot *snapshot, const char *markdown,
                      const struct mustache_marks *marks)
{
    struct arena *scratch = arena_new();
    size_t room = marks->count + 1;
    struct page_mark *places = arena_array(scratch, room, sizeof *places);
    const struct value **values = arena_array(scratch, room, sizeof(const struct value *));
    const char **names = arena_array(scratch, room, sizeof(const char *));
    for (size_t i = 0; i < marks->count; i++) {
        places[i] = (struct page_mark){marks->list[i].from, marks->list[i].end};
        values[i] = marks->list[i].value;
    }
    page_text_marked(markdown, PAGE_COLUMNS, places, marks->count, &figures->text);
    value_names(figures->arena, snapshot_facts(snapshot), values, marks->count, names);
    figures->list = arena_array(figures->arena, room, sizeof *figures->list);
    for (size_t i = 0; i < marks->count; i++)
        add_figure(figures, &marks->list[i], places[i], names[i]);
    qsort(figures->list, figures->count, sizeof *figures->list, by_place);
    arena_free(scratch);
}

enum status figures_make(struct figures *figures, struct snapshot *snapshot, struct error *error)
{
    struct buffer markdown = BUFFER_EMPTY;
    struct mustache_marks marks = {0};
    figures_free(figures);
    figures->arena = arena_new();
    enum status status =
        snapshot_circular(snapshot, snapshot_facts(snapshot), NULL, true, &markdown, &marks, error);
    if (!status)
        make_list(figures, snapshot, markdown.bytes, &marks);
    find_lines(figures);
    mustache_marks_free(&marks);
    buffer_free(&markdown);
    return status;
}

struct page_mark figures_place(struct snapshot *snapshot, struct page_mark markdown)
{
    struct buffer draft = BUFFER_EMPTY, text = BUFFER_EMPTY;
    struct error ignored; /* the preview says it */
    struct page_mark place = {0, 0};
    if (!snapshot_circular(snapshot, snapshot_facts(snapshot), NULL, true, &draft, NULL,
                           &ignored) &&
        markdown.to <= draft.size) {
        page_text_marked(draft.bytes, PAGE_COLUMNS, &markdown, 1, &text);
        place = markdown;
    }
    buffer_free(&draft);
    buffer_free(&text);
    return place;
}

void figures_free(struct figures *figures)
{
    arena_free(figures->arena);
    buffer_free(&figures->text);
    *figures = FIGURES_EMPTY;
}

/* ---- Finding ---- */

size_t figures_line(const struct figures *figures, size_t at)
{
    size_t low = 0, high = figures->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (figures->lines[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

size_t figures_occurrence(const struct figures *figures, size_t index)
{
    size_t number = 0;
    for (size_t i = 0; i < index; i++)
        number += strcmp(figures->list[i].name, figures->list[index].name) == 0;
    return number;
}

int figures_find(const struct figures *figures, const char *name, size_t occurrence)
{
    int found = FIGURES_NONE;
    for (size_t i = 0, number = 0; i < figures->count && number <= occurrence; i++)
        if (strcmp(figures->list[i].name, name) == 0) {
            found = (int)i;
            number++;
        }
    return found;
}

/* ---- A paragraph ---- */

static bool is_blank(const struct figures *figures, size_t line)
{
    return figures->text.bytes[figures->lines[line]] == '\n';
}

static bool is_indented(const struct figures *figures, size_t line)
{
    const char *text = figures->text.bytes + figures->lines[line];
    return strncmp(text, INDENT, strlen(INDENT)) == 0;
}

static void add_line(const struct figures *figures, size_t line, struct buffer *out)
{
    const char *at = figures->text.bytes + figures->lines[line];
    const char *end = figures->text.bytes + figures->lines[line + 1] - 1;
    while (*at == ' ' || strncmp(at, INDENT, strlen(INDENT)) == 0)
        at += *at == ' ' ? 1 : strlen(INDENT);
    if (out->size && isalnum((unsigned char)out->bytes[out->size - 1]) &&
        isalnum((unsigned char)*at))
        buffer_add_char(out, ' ');
    buffer_add_bytes(out, at, (size_t)(end - at));
}

void figures_add_paragraph(const struct figures *figures, size_t line, struct buffer *out)
{
    if (line >= figures->line_count)
        return;
    while (line > 0 && !is_indented(figures, line) && !is_blank(figures, line - 1))
        line--;
    do
        add_line(figures, line++, out);
    while (line < figures->line_count && !is_indented(figures, line) && !is_blank(figures, line));
}
