#include "tui/text_view.h"

#include "core/buffer.h"
#include "core/cluster.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "tui/external.h"
#include "tui/loop.h"
#include "tui/terminal.h"
#include "tui/text_rows.h"

#include <stdlib.h>
#include <string.h>

enum { NO_GOAL = -1 };

struct text_view {
    struct editor editor;
    struct buffer title, label;
    int question;
    void (*keep)(void *context, const char *text);
    void *context;
    size_t top;           /* the first row that is shown */
    size_t page, columns; /* rows and columns of the text as of the last drawing */
    bool behind;          /* the caret stands at the end of its row (tui/text_rows.h) */
    long goal;            /* the column that moves by rows keep to, or NO_GOAL */
};

static void title(const struct view *view, struct buffer *out)
{
    const struct text_view *state = view->state;
    buffer_add(out, state->title.bytes);
}

/* ---- drawing ---- */

static size_t count_characters(const char *text, size_t from, size_t to)
{
    size_t count = 0;
    for (size_t at = from; at < to; at = cluster_next(text, at))
        count += text[at] != '\n';
    return count;
}

/* Where the caret is, and how much there is. */
static void add_figures(const struct editor *editor, struct buffer *out)
{
    const char *text = editor->text.bytes;
    size_t lines = 1;
    for (size_t i = 0; i < editor->caret; i++)
        lines += text[i] == '\n';
    buffer_format(out, TR("line %zu, character %zu, %zu in all", "第%zu行第%zu字，共%zu字"), lines,
                  count_characters(text, editor_line_begin(editor), editor->caret) + 1,
                  count_characters(text, 0, editor->text.size));
}

static void draw_head(const struct text_view *state, struct area area)
{
    struct buffer figures = BUFFER_EMPTY;
    add_figures(&state->editor, &figures);
    int width = (int)text_width(figures.bytes), column = area.columns - width - 1;
    draw_text(area.row, area.column, column - 2, STYLE_HEADING, state->label.bytes);
    draw_text(area.row, area.column + column, width, STYLE_DIM, figures.bytes);
    buffer_free(&figures);
}

static void draw_rows(const struct text_view *state, const struct text_rows *rows, struct area area)
{
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < state->page && state->top + i < rows->count; i++) {
        const struct text_row *row = &rows->rows[state->top + i];
        buffer_cut(&text, 0);
        buffer_add_bytes(&text, rows->text + row->begin, row->size);
        draw_text(area.row + (int)i, area.column, area.columns, STYLE_NORMAL, text.bytes);
    }
    buffer_free(&text);
}

static void scroll_to(struct text_view *state, const struct text_rows *rows, size_t row)
{
    size_t last = rows->count > state->page ? rows->count - state->page : 0;
    state->top = state->top < last ? state->top : last;
    if (row < state->top)
        state->top = row;
    else if (row >= state->top + state->page)
        state->top = row - state->page + 1;
}

/* The text stands between its label and a line with its keys. The last column is left to the caret
 * of a full row, and the one behind it free. */
static void draw(struct view *view, struct area area)
{
    struct text_view *state = view->state;
    state->columns = (size_t)area.columns - 2;
    state->page = (size_t)area.rows - 2;
    struct text_rows rows = text_rows_make(state->editor.text.bytes, state->columns);
    struct text_place place = text_rows_place(&rows, state->editor.caret, state->behind);
    scroll_to(state, &rows, place.row);
    draw_head(state, area);
    draw_rows(state, &rows, (struct area){area.row + 1, area.column, area.rows - 2, area.columns});
    draw_text(area.row + area.rows - 1, area.column, area.columns, STYLE_DIM,
              TR("Ctrl-_ undo  Ctrl-U, Ctrl-K cut to begin, end  Ctrl-Y put back  Ctrl-W cut word",
                 "Ctrl-_ 撤销  Ctrl-U、Ctrl-K 删到行首、行尾  Ctrl-Y 放回  Ctrl-W 删词"));
    draw_cursor(area.row + 1 + (int)(place.row - state->top), area.column + (int)place.column);
    text_rows_free(&rows);
}

/* ---- keys ---- */

/* Moves by rows, as they were drawn; false for a key that does not. */
static bool key_moves(struct text_view *state, uint32_t key)
{
    if (key != K_UP && key != K_DOWN && key != K_PAGE_UP && key != K_PAGE_DOWN && key != K_HOME &&
        key != K_END)
        return false;
    struct text_rows rows = text_rows_make(state->editor.text.bytes, state->columns);
    struct text_place to = text_rows_place(&rows, state->editor.caret, state->behind);
    size_t step = key == K_UP || key == K_DOWN ? 1 : state->page;
    bool along = key == K_HOME || key == K_END;
    if (state->goal == NO_GOAL || along)
        state->goal = (long)to.column;
    to.column = key == K_HOME ? 0 : key == K_END ? (size_t)-1 : (size_t)state->goal;
    if (key == K_UP || key == K_PAGE_UP)
        to.row -= step < to.row ? step : to.row;
    else if (!along)
        to.row += step;
    editor_move(&state->editor, text_rows_caret(&rows, to, &state->behind));
    if (along)
        state->goal = NO_GOAL;
    text_rows_free(&rows);
    return true;
}

static struct answer type(struct text_view *state, uint32_t key)
{
    if (key_moves(state, key))
        return view_stay();
    if (!editor_key(&state->editor, key))
        return view_unhandled();
    state->goal = NO_GOAL;
    state->behind = false;
    if (state->editor.full)
        loop_say_full(&state->editor);
    return view_stay();
}

static struct answer paste(struct view *view, const char *text)
{
    struct text_view *state = view->state;
    if (!text || !editor_insert(&state->editor, text))
        loop_say_full(&state->editor);
    state->goal = NO_GOAL;
    state->behind = false;
    return view_stay();
}

static void keep(struct view *view)
{
    const struct text_view *state = view->state;
    state->keep(state->context, state->editor.text.bytes);
}

/* The text is on the disk before the editor starts: whatever happens meanwhile, it is not lost. */
static void edit_outside(struct view *view)
{
    struct text_view *state = view->state;
    struct buffer text = BUFFER_EMPTY;
    struct error error;
    keep(view);
    buffer_add(&text, state->editor.text.bytes);
    if (external_edit(&text, state->editor.most, &error)) {
        loop_say_error(&error);
    } else if (strcmp(text.bytes, state->editor.text.bytes) == 0) {
        loop_say(STYLE_NORMAL, "%s", TR("the text is as it was", "文字未变"));
    } else {
        editor_replace(&state->editor, text.bytes);
        state->goal = NO_GOAL;
        state->behind = false;
        keep(view);
        loop_say(STYLE_GOOD, "%s",
                 TR("taken from the editor; Ctrl-_ takes it back",
                    "已取回外部编辑器的文字；Ctrl-_可撤销"));
    }
    buffer_free(&text);
}

static struct answer handle(struct view *view, struct press press)
{
    struct text_view *state = view->state;
    switch (press.request) {
    case REQUEST_FINISH:
        return view_give(state->question, state->editor.text.bytes);
    case REQUEST_EDITOR:
        edit_outside(view);
        return view_stay();
    case REQUEST_NONE:
        return type(state, press.key);
    default:
        return view_unhandled();
    }
}

static void close(struct view *view)
{
    struct text_view *state = view->state;
    editor_free(&state->editor);
    buffer_free(&state->title);
    buffer_free(&state->label);
    free(state);
}

struct view *text_view_open(const struct text_task *task)
{
    static const struct view_kind kind = {.screen = SCREEN_TEXT,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .paste = paste,
                                          .keep = keep,
                                          .close = close};
    struct text_view *state = memory_new(sizeof *state);
    *state = (struct text_view){.question = task->question,
                                .keep = task->keep,
                                .context = task->context,
                                .page = 1,
                                .columns = LOOP_COLUMNS - 2,
                                .goal = NO_GOAL};
    state->editor = EDITOR_OF(true, task->most);
    state->title = state->label = BUFFER_EMPTY;
    buffer_add(&state->title, task->title);
    buffer_add(&state->label, task->label);
    editor_set(&state->editor, task->text);
    return view_new(&kind, state);
}
