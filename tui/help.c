#include "tui/help.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "tui/list.h"
#include "tui/loop.h"
#include "tui/terminal.h"

#include <stdlib.h>

enum { NAMES_COLUMNS = 20, ROWS_MOST = REQUEST_COUNT + 1 };

/* The rows are requests; REQUEST_NONE is a heading. */
struct help {
    struct list list;
    enum screen_id screen; /* where it was called */
    enum request rows[ROWS_MOST];
    size_t count;
};

static size_t count(void *context)
{
    return ((struct help *)context)->count;
}

static bool selectable(void *context, size_t index)
{
    return ((struct help *)context)->rows[index] != REQUEST_NONE;
}

static void draw_row(void *context, size_t index, struct area area, bool selected)
{
    const struct help *help = context;
    enum request request = help->rows[index];
    if (request == REQUEST_NONE) {
        draw_text(area.row, area.column - LIST_MARGIN, area.columns, STYLE_HEADING,
                  index == 0 ? TR("Keys of this screen", "本屏按键")
                             : TR("Keys of other screens", "其他屏幕的按键"));
        return;
    }
    struct buffer names = BUFFER_EMPTY;
    keys_add_names(&names, request);
    draw_text(area.row, area.column, NAMES_COLUMNS - 1, selected ? STYLE_BOLD : STYLE_NORMAL,
              names.bytes);
    draw_text(area.row, area.column + NAMES_COLUMNS, area.columns - NAMES_COLUMNS, STYLE_NORMAL,
              keys_text(request));
    buffer_free(&names);
}

static void add_group(struct help *help, enum screen_id screen, bool here)
{
    help->rows[help->count++] = REQUEST_NONE;
    for (enum request request = 1; request < REQUEST_COUNT; request++)
        if (((keys_binding(request)->screens & screen) != 0) == here)
            help->rows[help->count++] = request;
}

static void title(const struct view *view, struct buffer *out)
{
    (void)view;
    buffer_add(out, TR("help", "帮助"));
}

static void draw(struct view *view, struct area area)
{
    struct help *help = view->state;
    list_draw(&help->list, area);
}

/* Enter does what the line says, on the screen that help was called from: so every action is
 * reached without a letter, which an input method would keep. */
static struct answer choose(const struct help *help)
{
    if (!list_has_selection(&help->list))
        return view_unhandled();
    enum request request = help->rows[help->list.cursor];
    const struct binding *binding = keys_binding(request);
    if (!(binding->screens & help->screen)) {
        loop_say(STYLE_WAITING, "%s", TR("this key is another screen's", "这是其他屏幕的按键"));
        return view_stay();
    }
    if (keys_names_digit(request)) {
        loop_say(STYLE_WAITING, "%s",
                 TR("go back and press one of its digits", "请返回后按其中的数字键"));
        return view_stay();
    }
    return (struct answer){.kind = ANSWER_PRESS, .press = {request, binding->keys[0]}};
}

static struct answer handle(struct view *view, struct press press)
{
    struct help *help = view->state;
    if (press.request == REQUEST_OPEN)
        return choose(help);
    return list_handle(&help->list, press.request) ? view_stay() : view_unhandled();
}

static void close_help(struct view *view)
{
    free(view->state);
}

struct view *help_open(enum screen_id screen)
{
    static const struct list_rows rows = {count, selectable, draw_row};
    static const struct view_kind kind = {
        .screen = SCREEN_HELP, .title = title, .draw = draw, .handle = handle, .close = close_help};
    struct help *help = memory_new(sizeof *help);
    *help = (struct help){.list = {.rows = &rows, .context = help}, .screen = screen};
    add_group(help, screen, true);
    add_group(help, screen, false);
    return view_new(&kind, help);
}
