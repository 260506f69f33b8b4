#include "tui/preview.h"

#include "core/circular.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/page.h"
#include "core/text.h"
#include "tui/figures.h"
#include "tui/loop.h"
#include "tui/proofs.h"
#include "tui/sheet.h"
#include "tui/stops.h"
#include "tui/terminal.h"
#include "tui/trace.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { VALUE_MOST = 24 }; /* columns of a value beside its formula */

/* The text is a function of commit and language, and is made again when either changes. */
struct preview {
    struct review *review;
    char commit[COMMIT_SIZE];
    enum language language;
    struct figures figures;
    struct scroll scroll;
    int selected;             /* in figures; FIGURES_NONE */
    struct page_mark pointed; /* what the proof-reading shows; to <= from for nothing */
    struct error error;
};

static const struct figure *selected(const struct preview *preview)
{
    return preview->selected == FIGURES_NONE ? NULL : &preview->figures.list[preview->selected];
}

static size_t line_of(const struct preview *preview, const struct figure *figure)
{
    return figures_line(&preview->figures, figure->from);
}

/* The selected figure, if it begins on the page that is shown. */
static const struct figure *shown(const struct preview *preview)
{
    const struct figure *figure = selected(preview);
    size_t line = figure ? line_of(preview, figure) : 0, top = preview->scroll.top;
    return figure && line >= top && line - top < preview->scroll.page ? figure : NULL;
}

/* ---- Making it ---- */

/* Makes the text, and keeps the selection on its fact, at the height where it stood. */
static void remake(struct preview *preview)
{
    const struct figure *figure = selected(preview);
    char *name = memory_text(figure ? figure->name : "");
    size_t before = figure ? line_of(preview, figure) : 0;
    size_t occurrence =
        figure ? figures_occurrence(&preview->figures, (size_t)preview->selected) : 0;
    preview->error.text[0] = '\0';
    preview->pointed = (struct page_mark){0, 0};
    (void)figures_make(&preview->figures, preview->review->snapshot, &preview->error);
    preview->selected = figure ? figures_find(&preview->figures, name, occurrence) : FIGURES_NONE;
    if (selected(preview)) {
        size_t height = before - preview->scroll.top, line = line_of(preview, selected(preview));
        if (before >= preview->scroll.top)
            preview->scroll.top = line > height ? line - height : 0;
    }
    free(name);
}

static void make(struct preview *preview)
{
    const struct snapshot *snapshot = preview->review->snapshot;
    if (strcmp(preview->commit, snapshot->commit) == 0 && preview->language == language_get())
        return;
    memcpy(preview->commit, snapshot->commit, sizeof preview->commit);
    preview->language = language_get();
    remake(preview);
}

/* ---- Drawing ---- */

static void title(const struct view *view, struct buffer *out)
{
    const struct preview *preview = view->state;
    buffer_add(out, TR("circular, draft", "通报草稿"));
    if (preview->figures.open)
        buffer_format(out, TR(" (%zu open)", "（%zu处待定）"), preview->figures.open);
}

/* Draws bytes of the text and gives the column behind them. */
static int draw_bytes(const struct preview *preview, struct area row, int column, unsigned style,
                      size_t from, size_t to)
{
    struct buffer text = BUFFER_EMPTY;
    if (to > from)
        buffer_add_bytes(&text, preview->figures.text.bytes + from, to - from);
    column += draw_text(row.row, column, row.column + row.columns - column, style, text.bytes);
    buffer_free(&text);
    return column;
}

static unsigned figure_style(const struct preview *preview, const struct figure *figure)
{
    if (figure == selected(preview))
        return STYLE_CHOSEN;
    return figure->open ? STYLE_WAITING | STYLE_BOLD : STYLE_FIGURE;
}

/* Draws a line, in which `next` is the first figure that may reach. Spaces that set off the rest of
 * a figure, flush right, are not marked. */
static void draw_line(const struct preview *preview, size_t line, size_t next, struct area row)
{
    const struct figures *figures = &preview->figures;
    size_t at = figures->lines[line], end = figures->lines[line + 1] - 1;
    int column = row.column;
    for (; next < figures->count && figures->list[next].from < end; next++) {
        const struct figure *figure = &figures->list[next];
        size_t from = figure->from > at ? figure->from : at;
        size_t to = figure->to < end ? figure->to : end;
        while (from > figure->from && from < to && figures->text.bytes[from] == ' ')
            from++;
        column = draw_bytes(preview, row, column, STYLE_NORMAL, at, from);
        if (figure == selected(preview) && figure->from >= figures->lines[line])
            draw_cursor(row.row, column);
        column = draw_bytes(preview, row, column, figure_style(preview, figure), from, to);
        at = to > at ? to : at;
    }
    draw_bytes(preview, row, column, STYLE_NORMAL, at, end);
}

static void draw_page(const struct preview *preview, struct area area)
{
    const struct figures *figures = &preview->figures;
    size_t next = 0;
    for (size_t i = 0; i < preview->scroll.page && preview->scroll.top + i < figures->line_count;
         i++) {
        size_t line = preview->scroll.top + i;
        while (next < figures->count && figures->list[next].to <= figures->lines[line])
            next++;
        draw_line(preview, line, next,
                  (struct area){area.row + (int)i, area.column, 1, area.columns});
    }
}

/* Marks what the proof-reading shows, as far as it stands on its first line. */
static void draw_pointed(const struct preview *preview, struct area area)
{
    const struct figures *figures = &preview->figures;
    struct page_mark place = preview->pointed;
    size_t line = figures_line(figures, place.from), end = figures->lines[line + 1] - 1;
    if (place.to <= place.from || line < preview->scroll.top ||
        line - preview->scroll.top >= preview->scroll.page)
        return;
    struct area row = {area.row + (int)(line - preview->scroll.top), area.column, 1, area.columns};
    struct buffer before = BUFFER_EMPTY;
    buffer_add_bytes(&before, figures->text.bytes + figures->lines[line],
                     place.from - figures->lines[line]);
    int column = row.column + (int)text_width(before.bytes);
    draw_bytes(preview, row, column, STYLE_CHOSEN, place.from, place.to < end ? place.to : end);
    draw_cursor(row.row, column);
    buffer_free(&before);
}

/* The value in words, cut to so many columns. */
static void add_value(struct buffer *out, const struct value *fact, size_t most)
{
    struct arena *arena = arena_new();
    const char *words = fact ? circular_words(arena, fact) : CIRCULAR_OPEN;
    size_t size = text_fit(words, most, NULL);
    buffer_add_bytes(out, words, size);
    buffer_add(out, words[size] ? "…" : "");
    arena_free(arena);
}

/* `name = value`, and the formula behind a shortened value: all in one row. */
static void add_figure(const struct preview *preview, const struct figure *figure, bool formula,
                       struct buffer *out)
{
    const struct value *fact = value_at(snapshot_facts(preview->review->snapshot), figure->name);
    buffer_format(out, "%s = ", figure->name);
    add_value(out, fact, formula ? VALUE_MOST : SIZE_MAX);
    if (formula && !fact)
        buffer_format(out, TR("  no such fact, %s:%d", "  没有此事实，%s:%d"), figure->file,
                      figure->line);
    else if (formula && fact->source)
        buffer_format(out, "  %s", fact->source->formula);
}

/* Says in the last row what is selected, or how to select. */
static void draw_selected(const struct preview *preview, struct area row)
{
    struct buffer text = BUFFER_EMPTY;
    if (shown(preview))
        add_figure(preview, shown(preview), true, &text);
    else if (preview->figures.count)
        buffer_format(&text,
                      TR("%zu figures from the record: Tab goes to the next",
                         "共%zu处数据来自考评库，按Tab到下一处"),
                      preview->figures.count);
    draw_text(row.row, row.column, row.columns, STYLE_LABEL, text.bytes);
    buffer_free(&text);
}

static void draw_error(const struct preview *preview, struct area area)
{
    struct sheet sheet = SHEET_EMPTY;
    struct scroll scroll = {0};
    sheet.columns = area.columns;
    sheet_field(&sheet, 0, "", STYLE_BAD, preview->error.text);
    sheet_draw(&sheet, &scroll, area);
    sheet_free(&sheet);
}

static void draw(struct view *view, struct area area)
{
    struct preview *preview = view->state;
    struct scroll *scroll = &preview->scroll;
    make(preview);
    if (preview->error.text[0]) {
        draw_error(preview, area);
        return;
    }
    int margin = (area.columns - PAGE_COLUMNS) / 2;
    struct area page = {area.row, area.column + margin, area.rows - 1, PAGE_COLUMNS};
    scroll->rows = preview->figures.line_count;
    scroll->page = (size_t)page.rows;
    size_t most = scroll->rows > scroll->page ? scroll->rows - scroll->page : 0;
    scroll->top = scroll->top < most ? scroll->top : most;
    draw_cursor(page.row, page.column);
    draw_page(preview, page);
    draw_pointed(preview, page);
    draw_selected(preview, (struct area){area.row + page.rows, area.column, 1, area.columns});
}

/* ---- Going from figure to figure ---- */

static void select_figure(struct preview *preview, size_t index)
{
    struct scroll *scroll = &preview->scroll;
    preview->selected = (int)index;
    if (shown(preview))
        return;
    size_t line = line_of(preview, selected(preview));
    scroll->top = line > scroll->page / 2 ? line - scroll->page / 2 : 0;
}

/* The next figure from the one that is shown, or else from the page; around the end. */
static void step(struct preview *preview, bool forward)
{
    const struct figures *figures = &preview->figures;
    size_t count = figures->count, next = 0;
    if (!count) {
        loop_say(STYLE_DIM, "%s", TR("there is no figure", "没有数据"));
        return;
    }
    if (shown(preview)) {
        next = (size_t)preview->selected + (forward ? 1 : count - 1);
    } else {
        while (next < count && line_of(preview, &figures->list[next]) < preview->scroll.top)
            next++;
        next += forward ? 0 : count - 1;
    }
    if (forward ? next == count : next == count - 1)
        loop_say(STYLE_DIM, "%s", TR("around the end", "已转到另一端"));
    select_figure(preview, next % count);
}

static struct answer open_figure(struct preview *preview)
{
    const struct figure *figure = shown(preview);
    if (!figure) {
        step(preview, true);
        return view_stay();
    }
    if (figure->known)
        return view_open(trace_open(preview->review, figure->name));
    loop_say(STYLE_BAD,
             TR("%s:%d: there is no fact '%s': correct the name in the template",
                "%s:%d：没有名为“%s”的事实：请改正模板中的名称"),
             figure->file, figure->line, figure->name);
    return view_stay();
}

static void copy(const struct preview *preview)
{
    struct buffer text = BUFFER_EMPTY;
    if (preview->error.text[0])
        buffer_add(&text, preview->error.text);
    else if (shown(preview))
        add_figure(preview, shown(preview), false, &text);
    else
        figures_add_paragraph(&preview->figures, preview->scroll.top, &text);
    loop_copy(text.bytes);
    buffer_free(&text);
}

/* Goes to what the proof-reading found, and marks it until the next key. */
static struct answer answered(struct view *view, int question, const char *text)
{
    struct preview *preview = view->state;
    struct scroll *scroll = &preview->scroll;
    struct page_mark place;
    char *end;
    if (question != PROOFS_PLACE || !text)
        return view_stay();
    place.from = strtoul(text, &end, 10);
    place.to = strtoul(end, NULL, 10);
    make(preview);
    preview->pointed = figures_place(preview->review->snapshot, place);
    if (preview->pointed.to <= preview->pointed.from) {
        loop_say(STYLE_DIM, "%s", TR("that place is not seen in this text", "此处在本稿中不可见"));
        return view_stay();
    }
    size_t line = figures_line(&preview->figures, preview->pointed.from);
    preview->selected = FIGURES_NONE;
    scroll->top = line > scroll->page / 2 ? line - scroll->page / 2 : 0;
    return view_stay();
}

static struct answer handle(struct view *view, struct press press)
{
    struct preview *preview = view->state;
    make(preview);
    preview->pointed = (struct page_mark){0, 0};
    switch (press.request) {
    case REQUEST_FIGURE_NEXT:
    case REQUEST_FIGURE_BACK:
        step(preview, press.request == REQUEST_FIGURE_NEXT);
        return view_stay();
    case REQUEST_OPEN:
        return open_figure(preview);
    case REQUEST_STOPS:
        return view_open(stops_open(preview->review));
    case REQUEST_PROOF:
        return view_open(proofs_open(preview->review));
    case REQUEST_COPY:
        copy(preview);
        return view_stay();
    default:
        return scroll_handle(&preview->scroll, press.request) ? view_stay() : view_unhandled();
    }
}

static void close_preview(struct view *view)
{
    struct preview *preview = view->state;
    figures_free(&preview->figures);
    free(preview);
}

struct view *preview_open(struct review *review)
{
    static const struct view_kind kind = {.screen = SCREEN_CIRCULAR,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .answered = answered,
                                          .close = close_preview};
    struct preview *preview = memory_new(sizeof *preview);
    *preview = (struct preview){.review = review, .selected = FIGURES_NONE};
    preview->figures = FIGURES_EMPTY;
    make(preview);
    return view_new(&kind, preview);
}
