/*
 * The circular: a template rendered over facts, strictly or as a draft.
 *
 *     struct circular circular = {.name = "2020/circular/circular.md", .text = text,
 *                                 .partial = find, .context = files, .draft = false};
 *     if (circular_render(&circular, facts, &markdown, &marks, &error))
 *         ...
 *
 * In a final circular an unknown name, a fact without a value, or one that rests on a pending,
 * stale, returned or unconfirmed decision stops the rendering (STATUS_NO, with file, line and what
 * is missing). A draft goes on: 【待定】 stands for what has no value, and behind what is
 * provisional. Where `stops` are given, what would stop a final circular is gathered there, all of
 * it, and stops nothing:
 *
 *     struct circular_stops stops = {.arena = arena};
 *     circular.stops = &stops;
 */
#ifndef KAOPING_CORE_CIRCULAR_H
#define KAOPING_CORE_CIRCULAR_H

#include "core/mustache.h"
#include "core/words.h"

#define CIRCULAR_OPEN "【待定】"

struct arena;

/* A place that stops a final circular. */
struct circular_stop {
    struct mustache_place place;
    const struct value *value; /* NULL for an unknown name */
    const char *why;           /* what is missing, and what to do, with the place */
    struct circular_stop *next;
};

struct circular_stops {
    struct arena *arena; /* the caller's; texts are copied there */
    struct circular_stop *first, *last;
};

struct circular {
    const char *name; /* for messages */
    const char *text;
    const char *(*partial)(void *context, const char *name);
    void *context;
    bool draft;
    struct circular_stops *stops; /* NULL: nobody asks for them */
};

/* What is to be done with an entry of that state, for a final circular to rest on it. */
const char *circular_remedy(enum state state);

/* What a person is told of a fact's value: the text, or 【待定】, or how much a list or map holds.
 */
const char *circular_words(struct arena *arena, const struct value *value);

/* Appends the circular as Markdown. `marks` may be NULL. Unknown names are STATUS_INPUT. */
enum status circular_render(const struct circular *circular, const struct value *facts,
                            struct buffer *out, struct mustache_marks *marks, struct error *error);

#endif
