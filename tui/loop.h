/*
 * The one loop: a stack of views, the bar above, the message and the hint line below them.
 *
 *     struct loop loop = {.every = 2000, .tick = look_for_news, .context = &mine};
 *     if (terminal_start(&error))
 *         …
 *     loop_run(&loop, overview_open(…));             // returns with every view closed
 *     terminal_stop();
 *
 * Row 0 is the title, then the view; the last row but one is for a message or a prompt, the last
 * one for hints. Below LOOP_COLUMNS × LOOP_ROWS one line says that the terminal is too small.
 */
#ifndef KAOPING_TUI_LOOP_H
#define KAOPING_TUI_LOOP_H

#include "core/error.h"
#include "tui/view.h"

#include <stdbool.h>

enum { LOOP_COLUMNS = 60, LOOP_ROWS = 16 };

struct loop {
    /* Called every `every` milliseconds, between two events, and says whether there is something
     * new to draw. May be NULL. */
    bool (*tick)(void *context);
    int every;
    /* Called after the views' own keep (tui/view.h). May be NULL. */
    void (*keep)(void *context);
    void *context;

    /* the loop's own: */
    struct view *top;
    long long typed;  /* when the first key came that is not kept yet; 0 for none */
    long long ticked; /* when the tick was last */
};

/* Runs until the last view is closed, a view asks to quit, or the terminal goes away. Takes the
 * view and closes all views. Returns whether a person ended it, and not the terminal. */
bool loop_run(struct loop *loop, struct view *first);

/* Puts a message into the message line, until the next key. `style` is of tui/terminal.h. */
void loop_say(unsigned style, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Says an error's text. */
void loop_say_error(const struct error *error);

/* Draws the view on top anew, with what was said, in the midst of something that takes long. */
void loop_draw(struct view *top);

/* Copies the text to the terminal's clipboard, and says so. */
void loop_copy(const char *text);

/* Says that what was typed or pasted does not fit into a text. */
void loop_say_full(const struct editor *editor);

#endif
