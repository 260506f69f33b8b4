/*
 * The screen on which a text of several lines is written: a note, the reason of a return.
 *
 *     return view_open(text_view_open(&(struct text_task){
 *         .question = ASK_NOTE, .title = "说明", .label = "评定说明", .text = draft->note.bytes,
 *         .keep = keep_note, .context = view}));
 *
 * It ends by giving the text to `answered` of the view below (ANSWER_GIVE): leaving loses nothing.
 * Lines are wrapped by the rules of Chinese composition (core/wrap.h); the caret reaches every
 * character, also the spaces that hang over the edge at a break.
 */
#ifndef KAOPING_TUI_TEXT_VIEW_H
#define KAOPING_TUI_TEXT_VIEW_H

#include "tui/view.h"

struct text_task {
    int question;      /* for the view below */
    const char *title; /* in the bar at the top */
    const char *label; /* above the text: what is to be written, and of what */
    const char *text;  /* to begin with */
    size_t most;       /* bytes that it may have */
    void (*keep)(void *context, const char *text); /* puts it on the disk */
    void *context;
};

/* The texts are copied; `context` has to live as long as the view. */
struct view *text_view_open(const struct text_task *task) __attribute__((returns_nonnull));

#endif
