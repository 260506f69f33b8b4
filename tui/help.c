#include "tui/help.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "tui/list.h"
#include "tui/loop.h"
#include "tui/terminal.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum group { GROUP_HERE, GROUP_EVERYWHERE, GROUP_ELSEWHERE, GROUPS };

enum {
    NAMES_COLUMNS = 20,
    TEXT_COLUMNS = 40,
    WORD_COLUMNS = 14,
    ROWS_MOST = REQUEST_COUNT + GROUPS
};

/* The rows are requests; REQUEST_NONE is the heading of a group. */
struct help {
    struct list list;
    enum screen_id screen;  /* where it was called */
    struct view *view;      /* its own */
    struct buffer searched; /* what the list was last shrunk to */
    struct {
        enum request request;
        enum group group;
    } rows[ROWS_MOST];
    size_t count;
};

/* ---- the rows ---- */

static enum group group_of(const struct help *help, enum request request)
{
    unsigned screens = keys_binding(request)->screens;
    if (!(screens & help->screen))
        return GROUP_ELSEWHERE;
    return (screens & SCREENS_READ) == SCREENS_READ ? GROUP_EVERYWHERE : GROUP_HERE;
}

/* Appends the text with full-width forms and capitals made plain, for comparing. */
static void add_plain(struct buffer *out, const char *text)
{
    for (uint32_t c; (c = text_next(&text));) {
        c = text_narrow(c);
        text_add_character(out, c < 0x80 ? (uint32_t)tolower((int)c) : c);
    }
}

static bool matches(enum request request, const char *wanted)
{
    const struct binding *binding = keys_binding(request);
    struct buffer names = BUFFER_EMPTY, line = BUFFER_EMPTY;
    keys_add_names(&names, request);
    add_plain(&line, names.bytes);
    buffer_add_char(&line, '\n');
    add_plain(&line, binding->english);
    buffer_add_char(&line, '\n');
    add_plain(&line, binding->chinese);
    bool found = strstr(line.bytes, wanted) != NULL;
    buffer_free(&names);
    buffer_free(&line);
    return found;
}

static void add_group(struct help *help, enum group group, const char *wanted)
{
    size_t heading = help->count++;
    help->rows[heading].request = REQUEST_NONE;
    help->rows[heading].group = group;
    for (enum request request = 1; request < REQUEST_COUNT; request++)
        if (group_of(help, request) == group && matches(request, wanted)) {
            help->rows[help->count].request = request;
            help->rows[help->count++].group = group;
        }
    if (help->count == heading + 1) /* nobody needs a heading over nothing */
        help->count--;
}

/* Makes the rows that match what is being searched, or was; the cursor goes to the first where the
 * search changed. */
static void make_rows(struct help *help)
{
    const struct prompt *prompt = &help->view->prompt;
    struct buffer wanted = BUFFER_EMPTY;
    add_plain(&wanted, prompt->open ? prompt->editor.text.bytes : help->searched.bytes);
    bool changed = strcmp(wanted.bytes, help->searched.bytes) != 0;
    help->count = 0;
    for (enum group group = 0; group < GROUPS; group++)
        add_group(help, group, wanted.bytes);
    if (changed)
        list_select(&help->list, 0);
    buffer_free(&help->searched);
    help->searched = wanted;
}

static size_t count(void *context)
{
    return ((struct help *)context)->count;
}

static bool selectable(void *context, size_t index)
{
    return ((struct help *)context)->rows[index].request != REQUEST_NONE;
}

static const char *group_name(enum group group)
{
    switch (group) {
    case GROUP_HERE:
        return TR("Keys of this screen", "本屏按键");
    case GROUP_EVERYWHERE:
        return TR("Keys of every screen", "各屏通用按键");
    default:
        return TR("Keys of other screens", "其他屏幕的按键");
    }
}

/* Whether the screen below can do it at the moment. */
static bool is_possible(const struct help *help, enum request request)
{
    const struct view *below = help->view->below;
    return !below || !below->kind->offers || below->kind->offers(below, request);
}

/* By what name its keys are configured, where there is room at the right edge. */
static void draw_word(enum request request, struct area area)
{
    struct buffer word = BUFFER_EMPTY;
    keys_add_word(&word, request);
    if (area.columns >= NAMES_COLUMNS + TEXT_COLUMNS + WORD_COLUMNS && !keys_names_digit(request))
        draw_text(area.row, area.column + area.columns - WORD_COLUMNS, WORD_COLUMNS, STYLE_DIM,
                  word.bytes);
    buffer_free(&word);
}

static void draw_row(void *context, size_t index, struct area area, bool selected)
{
    const struct help *help = context;
    enum request request = help->rows[index].request;
    struct buffer names = BUFFER_EMPTY, text = BUFFER_EMPTY;
    if (request == REQUEST_NONE) {
        draw_text(area.row, area.column - LIST_MARGIN, area.columns, STYLE_HEADING,
                  group_name(help->rows[index].group));
        return;
    }
    keys_add_names(&names, request);
    buffer_add(&text, keys_text(request));
    if (help->rows[index].group == GROUP_HERE && !is_possible(help, request))
        buffer_add(&text, TR(" (not now)", "（此时不可用）"));
    draw_text(area.row, area.column, NAMES_COLUMNS - 1, selected ? STYLE_BOLD : STYLE_NORMAL,
              names.size ? names.bytes : TR("(no key)", "（未设按键）"));
    draw_text(area.row, area.column + NAMES_COLUMNS, area.columns - NAMES_COLUMNS, STYLE_NORMAL,
              text.bytes);
    draw_word(request, area);
    buffer_free(&names);
    buffer_free(&text);
}

/* ---- the view ---- */

static void title(const struct view *view, struct buffer *out)
{
    (void)view;
    buffer_add(out, TR("help", "帮助"));
}

static void draw(struct view *view, struct area area)
{
    struct help *help = view->state;
    make_rows(help);
    list_draw(&help->list, area);
    if (help->count == 0)
        draw_text(area.row, area.column + LIST_MARGIN, area.columns - LIST_MARGIN, STYLE_NORMAL,
                  TR("nothing matches", "没有匹配的按键"));
}

/* Enter does what the line says, on the screen that help was called from: so every action is
 * reached without a letter, which an input method would keep. */
static struct answer choose(const struct help *help)
{
    if (!list_has_selection(&help->list))
        return view_unhandled();
    enum request request = help->rows[help->list.cursor].request;
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
    if (press.request == REQUEST_SEARCH) {
        view_ask(view, 0, TR("search:", "查找："), "");
        return view_stay();
    }
    return list_handle(&help->list, press.request) ? view_stay() : view_unhandled();
}

/* Enter leaves the list as it was shrunk; Esc shows all of it again. */
static struct answer answered(struct view *view, int question, const char *text)
{
    (void)question;
    struct help *help = view->state;
    buffer_cut(&help->searched, 0);
    add_plain(&help->searched, text ? text : "");
    return view_stay();
}

static bool click(struct view *view, int row, int column)
{
    (void)column;
    return list_click(&((struct help *)view->state)->list, row);
}

static void close_help(struct view *view)
{
    buffer_free(&((struct help *)view->state)->searched);
    free(view->state);
}

struct view *help_open(enum screen_id screen)
{
    static const struct list_rows rows = {count, selectable, draw_row};
    static const struct view_kind kind = {.screen = SCREEN_HELP,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .answered = answered,
                                          .click = click,
                                          .close = close_help};
    struct help *help = memory_new(sizeof *help);
    *help = (struct help){.list = {.rows = &rows, .context = help}, .screen = screen};
    help->searched = BUFFER_EMPTY;
    help->view = view_new(&kind, help);
    make_rows(help);
    return help->view;
}
