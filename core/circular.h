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
 * is missing). A draft goes on: 【待定】 stands for what has no value, and behind what is provisional.
 */
#ifndef KAOPING_CORE_CIRCULAR_H
#define KAOPING_CORE_CIRCULAR_H

#include "core/mustache.h"

#define CIRCULAR_OPEN "【待定】"

struct circular {
    const char *name; /* for messages */
    const char *text;
    const char *(*partial)(void *context, const char *name);
    void *context;
    bool draft;
};

/* Appends the circular as Markdown. `marks` may be NULL. Unknown names are STATUS_INPUT. */
enum status circular_render(const struct circular *circular, const struct value *facts,
                            struct buffer *out, struct mustache_marks *marks, struct error *error);

#endif
