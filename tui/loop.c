#include "tui/loop.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/moment.h"
#include "core/text.h"
#include "tui/help.h"
#include "tui/terminal.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

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

void loop_copy(const char *text)
{
    if (terminal_copy(text))
        loop_say(STYLE_GOOD, "%s", TR("sent to the terminal", "已发送到终端"));
    else
        loop_say(STYLE_BAD, "%s", TR("too long for the terminal's clipboard", "过长，未能复制"));
}

void loop_say_full(const struct editor *editor)
{
    loop_say(STYLE_WAITING,
             TR("no room: the text may have %zu bytes, about %zu Chinese characters",
                "放不下，未放入：文字最多%zu字节，约%zu个汉字"),
             editor->most, editor->most / 3);
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
    view->kind->close(view); /* which may keep what stands in the prompt */
    prompt_close(&view->prompt);
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
    if (top->prompt.open && message.text[0]) { /* the prompt has the message's row */
        draw_text(row, 0, columns - 1, message.style, message.text);
        return;
    }
    struct buffer hints = BUFFER_EMPTY, help = BUFFER_EMPTY;
    keys_add_first(&help, REQUEST_HELP);
    if (top->prompt.open)
        buffer_format(&hints,
                      TR("Enter accept  Esc cancel  %s help  %sCtrl-U cut before  Ctrl-_ undo",
                         "回车 确定  Esc 取消  %s 帮助  %sCtrl-U 删到首  Ctrl-_ 撤销"),
                      help.bytes, top->kind->expand ? TR("F4 more lines  ", "F4 多行  ") : "");
    else
        keys_add_hints(&hints, top->kind->screen, (size_t)columns - 1, offers, top);
    draw_text(row, 0, columns - 1, STYLE_NORMAL, hints.bytes);
    buffer_free(&hints);
    buffer_free(&help);
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
        top->kind->draw(top, (struct area){1, 0, rows - 3, columns});
        draw_title(top, columns); /* which may tell what drawing has counted */
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
    while (kind != EVENT_TIMEOUT && kind != EVENT_HANGUP);
}

static void say_unbound(uint32_t key)
{
    struct buffer name = BUFFER_EMPTY, help = BUFFER_EMPTY;
    keys_add_name(&name, key);
    keys_add_first(&help, REQUEST_HELP);
    if (key >= 0x80 && key < K_SPECIAL) {
        pass_over_waiting();
        loop_say(STYLE_WAITING, "%s",
                 TR("Switch the input method to English, or use digits and function keys",
                    "请切换到英文输入，或用数字键、功能键"));
    } else {
        loop_say(STYLE_DIM,
                 TR("%s does nothing here; %s lists the keys", "此处%s键无作用；按%s看按键"),
                 name.bytes, help.bytes);
    }
    buffer_free(&name);
    buffer_free(&help);
}

static void switch_mouse(void)
{
    bool wanted = !terminal_mouse();
    if (terminal_set_mouse(wanted))
        loop_say(STYLE_NORMAL, "%s",
                 TR("mouse on: a click selects, a second one opens; Shift selects text to copy",
                    "鼠标已开：单击选中，再击打开；按住Shift可选取文字"));
    else
        loop_say(STYLE_NORMAL, "%s",
                 wanted ? TR("this terminal reports no mouse", "此终端不报告鼠标操作")
                        : TR("mouse off", "鼠标已关"));
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
    case REQUEST_MOUSE:
        switch_mouse();
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
    struct buffer leave = BUFFER_EMPTY;
    keys_add_first(&leave, REQUEST_QUIT);
    if (press.request == REQUEST_QUIT || (press.request == REQUEST_BACK && !last))
        pop(loop);
    else if (press.request == REQUEST_BACK)
        loop_say(STYLE_NORMAL, TR("This is the first screen; %s leaves", "已在首屏；按%s退出"),
                 leave.bytes);
    else if (press.request == REQUEST_NONE)
        say_unbound(press.key);
    else
        loop_say(STYLE_DIM, TR("not possible here and now: %s", "此时此处不能：%s"),
                 keys_text(press.request));
    buffer_free(&leave);
}

static void give(struct loop *loop, struct press press);
static void follow(struct loop *loop, struct answer answer, struct press press);

/* Closes the view on top and gives the one below it the text that was written there. */
static void hand_down(struct loop *loop, int question, const char *text)
{
    char *copy = text ? memory_text(text) : NULL; /* NULL: cancelled */
    pop(loop);
    follow(loop, loop->top->kind->answered(loop->top, question, copy),
           (struct press){REQUEST_NONE, 0});
    free(copy);
}

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
    case ANSWER_GIVE:
        hand_down(loop, answer.question, answer.text);
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

void loop_draw(struct view *top)
{
    draw(top);
}

static void handle_prompt(struct loop *loop, uint32_t key)
{
    struct view *top = loop->top;
    enum prompt_result result = prompt_key(&top->prompt, key);
    if (top->prompt.editor.full)
        loop_say_full(&top->prompt.editor);
    if (result == PROMPT_OPEN)
        return;
    bool expand = top->kind->expand && keys_request(SCREEN_TEXT, key) == REQUEST_EDITOR;
    if (result == PROMPT_UNUSED && !expand) {
        handle_common(loop, keys_request(top->kind->screen, key));
        return;
    }
    struct prompt prompt = top->prompt; /* the view may ask again */
    top->prompt = PROMPT_EMPTY;
    const char *text = prompt.editor.text.bytes;
    follow(loop,
           expand
               ? top->kind->expand(top, prompt.question, text)
               : top->kind->answered(top, prompt.question, result == PROMPT_ACCEPTED ? text : NULL),
           (struct press){REQUEST_NONE, 0});
    prompt_close(&prompt);
}

/* Gives the view on top a press. One that was chosen in the help above an open prompt waits: the
 * prompt asks about what is on the screen. */
static void give(struct loop *loop, struct press press)
{
    struct view *top = loop->top;
    bool text = top->kind->screen == SCREEN_TEXT;
    if (handle_common(loop, press.request))
        return;
    if (top->prompt.open)
        loop_say(STYLE_WAITING, "%s", TR("answer this first, or Esc", "请先填写此项，或按Esc取消"));
    else
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

/* What was pasted acts as no key, wherever it comes. */
static void handle_paste(struct loop *loop, const char *text)
{
    struct view *top = loop->top;
    message.text[0] = '\0';
    if (too_small())
        return;
    if (top->prompt.open) {
        if (!text || !editor_insert(&top->prompt.editor, text))
            loop_say_full(&top->prompt.editor);
    } else if (top->kind->paste) {
        follow(loop, top->kind->paste(top, text), (struct press){REQUEST_NONE, 0});
    } else {
        loop_say(STYLE_WAITING, "%s",
                 TR("no text is written here: what was pasted was not used",
                    "此处不输入文字，粘贴的内容未使用"));
    }
}

/* ---- the mouse ---- */

/* A prompt is for the keyboard: nothing below it moves. */
static bool mouse_counts(const struct loop *loop)
{
    message.text[0] = '\0';
    return !too_small() && !loop->top->prompt.open;
}

static void handle_click(struct loop *loop, int row, int column)
{
    struct view *top = loop->top;
    if (mouse_counts(loop) && top->kind->click && top->kind->click(top, row, column))
        give(loop, (struct press){REQUEST_OPEN, K_ENTER});
}

static void handle_wheel(struct loop *loop, int turned)
{
    if (!mouse_counts(loop))
        return;
    bool text = loop->top->kind->screen == SCREEN_TEXT, up = turned < 0;
    enum request request = text ? REQUEST_NONE : up ? REQUEST_UP : REQUEST_DOWN;
    for (int i = 0; i < abs(turned); i++)
        give(loop, (struct press){request, up ? K_UP : K_DOWN});
}

/* ---- keeping what is typed ---- */

static void keep(const struct loop *loop)
{
    for (struct view *view = loop->top; view; view = view->below)
        if (view->kind->keep)
            view->kind->keep(view);
    if (loop->keep)
        loop->keep(loop->context);
}

/* How long to wait for a key: until what was typed is to be kept, or until the loop's tick. */
static int patience(const struct loop *loop)
{
    long long due = loop->typed ? loop->typed + KEEP_AFTER : LLONG_MAX;
    if (loop->tick && loop->ticked + loop->every < due)
        due = loop->ticked + loop->every;
    long long left = due - clock_now();
    return due == LLONG_MAX ? -1 : left < 0 ? 0 : (int)left;
}

/* Keeps and ticks when it is time to, also for somebody who types without a pause; whether there is
 * something new to draw. */
static bool do_what_is_due(struct loop *loop)
{
    bool kept = loop->typed && clock_now() >= loop->typed + KEEP_AFTER;
    if (kept) {
        keep(loop);
        loop->typed = 0;
    }
    if (!loop->tick || clock_now() < loop->ticked + loop->every)
        return kept; /* what keeping said is drawn */
    loop->ticked = clock_now();
    return loop->tick(loop->context) || kept;
}

/* False if nothing came that changes what is drawn. */
static bool handle_event(struct loop *loop, const struct terminal_event *event)
{
    bool typed = event->kind == EVENT_KEY || event->kind == EVENT_PASTE;
    if (typed && !loop->typed)
        loop->typed = clock_now();
    if (event->kind == EVENT_KEY)
        handle_key(loop, event->key);
    else if (event->kind == EVENT_PASTE)
        handle_paste(loop, event->paste);
    else if (event->kind == EVENT_CLICK)
        handle_click(loop, event->row, event->column);
    else if (event->kind == EVENT_WHEEL)
        handle_wheel(loop, event->turned);
    return event->kind != EVENT_TIMEOUT;
}

bool loop_run(struct loop *loop, struct view *first)
{
    bool ended = true;
    loop->top = NULL;
    loop->ticked = clock_now();
    push(loop, first);
    for (bool changed = true; loop->top;) {
        if (changed)
            draw(loop->top);
        bool worked = loop->top->kind->work && loop->top->kind->work(loop->top);
        struct terminal_event event = terminal_wait(worked ? 0 : patience(loop), -1);
        if (event.kind == EVENT_HANGUP) {
            keep(loop);
            ended = false;
            break;
        }
        changed = handle_event(loop, &event) || worked;
        changed = do_what_is_due(loop) || changed;
    }
    while (loop->top)
        pop(loop);
    return ended;
}
