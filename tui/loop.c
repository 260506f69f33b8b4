#include "tui/loop.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "tui/help.h"
#include "tui/terminal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { KEEP_AFTER = 500 }; /* milliseconds from a key to the disk */

static struct {
    unsigned style;
    char text[sizeof(((struct error *)0)->text)];
} message;

void loop_say(unsigned style, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    message.style = style;
    vsnprintf(message.text, sizeof message.text, format, arguments);
    va_end(arguments);
}

void loop_say_error(const struct error *error)
{
    loop_say(STYLE_BAD, "%s", error->text);
}

/* ---- views ---- */

struct view *view_new(const struct view_kind *kind, void *state)
{
    struct view *view = memory_new(sizeof *view);
    *view = (struct view){.kind = kind, .state = state};
    view->prompt = PROMPT_EMPTY;
    return view;
}

void view_ask(struct view *view, int question, const char *label, const char *text)
{
    prompt_close(&view->prompt);
    view->prompt.open = true;
    view->prompt.question = question;
    buffer_add(&view->prompt.label, label);
    editor_set(&view->prompt.editor, text);
}

static void push(struct loop *loop, struct view *view)
{
    view->below = loop->top;
    loop->top = view;
}

static void pop(struct loop *loop)
{
    struct view *view = loop->top;
    loop->top = view->below;
    prompt_close(&view->prompt);
    view->kind->close(view);
    free(view);
}

/* ---- drawing ---- */

static void add_titles(struct buffer *out, const struct view *view)
{
    if (view->below) {
        add_titles(out, view->below);
        buffer_add(out, " > ");
    }
    view->kind->title(view, out);
}

/* The titles of all open views; where they do not fit, the first characters go, for the last say
 * where one is. */
static void draw_title(const struct view *top, int columns)
{
    struct buffer titles = BUFFER_EMPTY, title = BUFFER_EMPTY;
    add_titles(&titles, top);
    text_add_safe(&title, titles.bytes);
    const char *from = title.bytes;
    while (text_width(from) + 2 > (size_t)columns)
        text_next(&from);
    draw_blank(0, 0, columns, STYLE_TITLE);
    draw_text(0, 1, columns - 1, STYLE_TITLE, from);
    buffer_free(&title);
    buffer_free(&titles);
}

static bool offers(const void *context, enum request request)
{
    const struct view *view = context;
    return !view->kind->offers || view->kind->offers(view, request);
}

static void draw_hints(const struct view *top, int row, int columns)
{
    struct buffer hints = BUFFER_EMPTY;
    if (top->prompt.open)
        buffer_add(&hints, TR("Enter accept  Esc cancel  Ctrl-U clear  F1 help",
                              "回车 确定  Esc 取消  Ctrl-U 清空  F1 帮助"));
    else
        keys_add_hints(&hints, top->kind->screen, (size_t)columns - 1, offers, top);
    draw_text(row, 0, columns - 1, STYLE_NORMAL, hints.bytes);
    buffer_free(&hints);
}

static bool too_small(void)
{
    return terminal_columns() < LOOP_COLUMNS || terminal_rows() < LOOP_ROWS;
}

static void draw_size(void)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_format(&text, TR("%dx%d is too small: %dx%d", "窗口%dx%d太小，至少%dx%d"),
                  terminal_columns(), terminal_rows(), LOOP_COLUMNS, LOOP_ROWS);
    draw_text(0, 0, terminal_columns(), STYLE_NORMAL, text.bytes);
    buffer_free(&text);
}

static void draw(struct view *top)
{
    int rows = terminal_rows(), columns = terminal_columns();
    draw_begin();
    if (too_small()) {
        draw_size();
    } else {
        draw_cursor(1, 0);
        draw_title(top, columns);
        top->kind->draw(top, (struct area){1, 0, rows - 3, columns});
        if (top->prompt.open)
            prompt_draw(&top->prompt, rows - 2, columns);
        else
            draw_text(rows - 2, 0, columns, message.style, message.text);
        draw_hints(top, rows - 1, columns);
    }
    draw_end();
}

/* ---- keys ---- */

/* Takes what is waiting without doing it: the rest of a paste, or of what an input method
 * committed, of which a digit would decide. The end of the terminal is told again later. */
static void pass_over_waiting(void)
{
    enum terminal_event_kind kind;
    do
        kind = terminal_wait(0, -1).kind;
    while (kind == EVENT_KEY || kind == EVENT_RESIZE);
}

static void say_unbound(uint32_t key)
{
    struct buffer name = BUFFER_EMPTY;
    keys_add_name(&name, key);
    if (key >= 0x80 && key < K_SPECIAL) {
        pass_over_waiting();
        loop_say(STYLE_WAITING, "%s",
                 TR("Switch the input method to English, or use digits and function keys",
                    "请切换到英文输入，或用数字键、功能键"));
    } else {
        loop_say(
            STYLE_DIM,
            TR("%s does nothing here; F1 or ? lists the keys", "此处%s键无作用；按F1或?看按键"),
            name.bytes);
    }
    buffer_free(&name);
}

/* Requests that mean the same everywhere, also while a prompt is open. */
static bool handle_common(struct loop *loop, enum request request)
{
    switch (request) {
    case REQUEST_HELP:
        if (loop->top->kind->screen != SCREEN_HELP)
            push(loop, help_open(loop->top->kind->screen));
        return true;
    case REQUEST_LANGUAGE:
        language_set(language_get() == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH);
        return true;
    case REQUEST_REDRAW:
        terminal_forget();
        return true;
    case REQUEST_SUSPEND:
        terminal_suspend();
        return true;
    default:
        return false;
    }
}

static void handle_unhandled(struct loop *loop, struct press press)
{
    bool last = !loop->top->below;
    if (press.request == REQUEST_QUIT || (press.request == REQUEST_BACK && !last))
        pop(loop);
    else if (press.request == REQUEST_BACK)
        loop_say(STYLE_NORMAL, "%s",
                 TR("This is the first screen; F10 or q leaves", "已在首屏；按F10或q退出"));
    else if (press.request == REQUEST_NONE)
        say_unbound(press.key);
    else
        loop_say(STYLE_DIM, TR("not possible here and now: %s", "此时此处不能：%s"),
                 keys_text(press.request));
}

static void give(struct loop *loop, struct press press);

/* Does what a view answered. */
static void follow(struct loop *loop, struct answer answer, struct press press)
{
    switch (answer.kind) {
    case ANSWER_STAY:
        break;
    case ANSWER_BACK:
        pop(loop);
        break;
    case ANSWER_OPEN:
        push(loop, answer.view);
        break;
    case ANSWER_REPLACE:
        pop(loop);
        push(loop, answer.view);
        break;
    case ANSWER_PRESS:
        pop(loop);
        give(loop, answer.press);
        break;
    case ANSWER_QUIT:
        while (loop->top)
            pop(loop);
        break;
    case ANSWER_UNHANDLED:
        handle_unhandled(loop, press);
        break;
    }
}

static void handle_prompt(struct loop *loop, uint32_t key)
{
    struct view *top = loop->top;
    enum prompt_result result = prompt_key(&top->prompt, key);
    if (result == PROMPT_OPEN)
        return;
    if (result == PROMPT_UNUSED) {
        handle_common(loop, keys_request(top->kind->screen, key));
        return;
    }
    struct prompt prompt = top->prompt; /* the view may ask again */
    top->prompt = PROMPT_EMPTY;
    follow(loop,
           top->kind->answered(top, prompt.question,
                               result == PROMPT_ACCEPTED ? prompt.editor.text.bytes : NULL),
           (struct press){REQUEST_NONE, 0});
    prompt_close(&prompt);
}

/* Gives the view on top a press. */
static void give(struct loop *loop, struct press press)
{
    struct view *top = loop->top;
    bool text = top->kind->screen == SCREEN_TEXT;
    if (!handle_common(loop, press.request))
        follow(loop,
               text || press.request != REQUEST_NONE ? top->kind->handle(top, press)
                                                     : view_unhandled(),
               press);
}

static void handle_key(struct loop *loop, uint32_t key)
{
    struct view *top = loop->top;
    bool text = top->kind->screen == SCREEN_TEXT;
    struct press press = {keys_request(top->kind->screen, key), text ? key : text_narrow(key)};
    message.text[0] = '\0';
    if (too_small()) { /* nobody decides what nobody sees */
        if (press.request == REQUEST_QUIT && !top->prompt.open)
            follow(loop, (struct answer){.kind = ANSWER_QUIT}, press);
    } else if (top->prompt.open) {
        handle_prompt(loop, key);
    } else {
        give(loop, press);
    }
}

/* ---- keeping what is typed ---- */

static void keep(const struct loop *loop)
{
    for (struct view *view = loop->top; view; view = view->below)
        if (view->kind->keep)
            view->kind->keep(view);
}

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

/* How long to wait for a key: until what was typed since `since` (0: nothing) is to be kept, or
 * until the loop's tick. */
static int patience(const struct loop *loop, long long since)
{
    int most = loop->tick && loop->every ? loop->every : -1;
    if (!since)
        return most;
    long long left = since + KEEP_AFTER - now();
    return left < 0 ? 0 : (int)left;
}

bool loop_run(struct loop *loop, struct view *first)
{
    bool ended = true;
    long long since = 0; /* when the first key came that is not kept yet */
    loop->top = NULL;
    push(loop, first);
    for (bool changed = true; loop->top;) {
        if (changed)
            draw(loop->top);
        bool worked = loop->top->kind->work && loop->top->kind->work(loop->top);
        struct terminal_event event = terminal_wait(worked ? 0 : patience(loop, since), -1);
        changed = true;
        if (since && now() >= since + KEEP_AFTER) {
            keep(loop);
            since = 0;
        }
        if (event.kind == EVENT_HANGUP) {
            keep(loop);
            ended = false;
            break;
        }
        if (event.kind == EVENT_KEY) {
            handle_key(loop, event.key);
            since = since ? since : now();
        } else if (event.kind == EVENT_TIMEOUT) {
            changed = worked || (loop->tick && loop->tick(loop->context));
        }
    }
    while (loop->top)
        pop(loop);
    return ended;
}
