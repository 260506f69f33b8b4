/*
 * A screen is a struct of functions over private state; one loop (tui/loop.h) drives them all.
 *
 *     static const struct view_kind checklist_kind = {
 *         .screen = SCREEN_CHECKLIST, .title = title, .draw = draw, .handle = handle,
 *         .close = close};
 *
 *     struct view *checklist_open(…)
 *     {
 *         struct checklist *state = memory_new(sizeof *state);
 *         …
 *         return view_new(&checklist_kind, state);
 *     }
 *
 * The loop owns a view from the moment it is answered with view_open() until it has called close.
 * Handlers change the state and answer; drawing is a function of the state, after every event.
 */
#ifndef KAOPING_TUI_VIEW_H
#define KAOPING_TUI_VIEW_H

#include "tui/editor.h"
#include "tui/keys.h"

struct buffer;
struct view;

/* A rectangle of the screen. */
struct area {
    int row, column, rows, columns;
};

enum answer_kind {
    ANSWER_STAY,
    ANSWER_BACK,     /* close this view */
    ANSWER_OPEN,     /* put a view above this one */
    ANSWER_GIVE,     /* close this view and answer a question of the one below it with a text */
    ANSWER_REPLACE,  /* close this view and put another in its place */
    ANSWER_PRESS,    /* close this view and give the one below it a press, as if it had come there;
                        not while its prompt is open */
    ANSWER_QUIT,     /* leave the program */
    ANSWER_UNHANDLED /* the request means nothing to this view at the moment */
};

/* A request with the key that asked for it (narrowed to ASCII), for verdicts by digit. A view of
 * SCREEN_TEXT also gets REQUEST_NONE with the character that was typed, as it was typed. */
struct press {
    enum request request;
    uint32_t key;
};

struct answer {
    enum answer_kind kind;
    struct view *view;  /* of ANSWER_OPEN and ANSWER_REPLACE */
    struct press press; /* of ANSWER_PRESS */
    int question;       /* of ANSWER_GIVE, as that of view_ask() */
    const char *text;   /* of ANSWER_GIVE; it may belong to the view that closes */
};

struct view_kind {
    enum screen_id screen; /* whose keys it has */

    /* Appends a short title; the bar at the top joins those of all open views. Called after draw,
     * for the views below too, which were not drawn since the record may have changed. */
    void (*title)(const struct view *view, struct buffer *out);

    /* Draws into the area and places the cursor. Everything was blank before. */
    void (*draw)(struct view *view, struct area area);

    /* Never gets REQUEST_HELP, _LANGUAGE, _MOUSE, _REDRAW or _SUSPEND: the loop does those. _BACK
     * and _QUIT that a view leaves unhandled close it. */
    struct answer (*handle)(struct view *view, struct press press);

    /* A text that was pasted, not made safe; NULL if it was too large. NULL: no text is written
     * here, and the loop says so. A view's prompt takes what is pasted into it by itself. */
    struct answer (*paste)(struct view *view, const char *text);

    /* The answer to a question of view_ask(), or what a view above gave; text is NULL if it was
     * cancelled, and lives until the function returns. May be NULL if the view asks nothing. */
    struct answer (*answered)(struct view *view, int question, const char *text);

    /* Selects what is drawn at that place of the screen; whether it was selected already, so that
     * REQUEST_OPEN is meant. May be NULL: a click means nothing here. */
    bool (*click)(struct view *view, int row, int column);

    /* The prompt is closed and its text wants more room: opens a text view for it (EDITOR's key in
     * a prompt), or asks again. May be NULL. */
    struct answer (*expand)(struct view *view, int question, const char *text);

    /* Whether a request is possible at the moment, for the hint line. NULL: all are. */
    bool (*offers)(const struct view *view, enum request request);

    /* Puts on the disk what is being typed, also what stands in the view's prompt: called within a
     * second of a key, and before the program ends, for every view of the stack. May be NULL if
     * nothing is typed here. */
    void (*keep)(struct view *view);

    /* Does a slice of what the screen still waits for, a few milliseconds of it, between two keys;
     * says whether there was anything to do. May be NULL if the screen never waits. */
    bool (*work)(struct view *view);

    /* Frees the state. The view is freed by the loop. */
    void (*close)(struct view *view);
};

struct view {
    const struct view_kind *kind;
    void *state;
    struct view *below;
    struct prompt prompt; /* an open prompt takes every key */
};

struct view *view_new(const struct view_kind *kind, void *state) __attribute__((returns_nonnull));

/* Asks for a line of text under the view, beginning with `text`; the answer comes to
 * kind->answered with the same number. */
void view_ask(struct view *view, int question, const char *label, const char *text);

static inline struct answer view_stay(void)
{
    return (struct answer){.kind = ANSWER_STAY};
}

static inline struct answer view_unhandled(void)
{
    return (struct answer){.kind = ANSWER_UNHANDLED};
}

static inline struct answer view_open(struct view *view)
{
    return (struct answer){.kind = ANSWER_OPEN, .view = view};
}

static inline struct answer view_give(int question, const char *text)
{
    return (struct answer){.kind = ANSWER_GIVE, .question = question, .text = text};
}

static inline struct answer view_back(void)
{
    return (struct answer){.kind = ANSWER_BACK};
}

#endif
