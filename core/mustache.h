/*
 * Mustache templates, by the specification's required modules (comments, delimiters,
 * interpolation, inverted, partials, sections), over a tree of values.
 *
 *     struct mustache_host host = {.partial = find_partial, .judge = judge, .context = &mine};
 *     struct mustache_marks marks = {0};
 *     if (mustache_render("circular.md", text, facts, &host, &out, &marks, &error))
 *         ...
 *     mustache_marks_free(&marks);
 *
 * What the specification leaves open: VALUE_NULL, a false truth and an empty list are false; every
 * other value, an empty text and the number 0 included, is true. A truth is written true or false,
 * a list or map as nothing (a strict host refuses it in `judge`). Delimiters hold from where they
 * are set to the end of their file, also when they are set within a section.
 */
#ifndef KAOPING_CORE_MUSTACHE_H
#define KAOPING_CORE_MUSTACHE_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;
struct value;

/* Where a name stands. */
struct mustache_place {
    const char *file; /* the template's or the partial's name */
    int line;
    const char *name; /* as written, dotted */
    bool section;     /* a section or inverted section, not an interpolation */
};

/* What the caller decides. All members may be NULL or false. */
struct mustache_host {
    /* The text of a partial, or NULL if there is none of that name (the specification renders it
     * as nothing; a host that is strict fails in `judge`, which is asked with value NULL). The text
     * must last until the rendering ends; it is asked for once. */
    const char *(*partial)(void *context, const char *name);

    /* Asked for every name that is used, with its value or NULL for an unknown one. May fail,
     * which stops the rendering; may set *mark to a text that is written behind the value, in the
     * place of one without a value, or at the beginning of a section (once, however often the
     * section is written, and also if it is not); marks are never escaped. NULL: everything goes.
     */
    enum status (*judge)(void *context, const struct mustache_place *place,
                         const struct value *value, const char **mark, struct error *error);

    void *context;
    bool html; /* {{name}} is escaped for HTML; {{{name}}} and {{&name}} never are */
};

/* Which bytes of the output buffer came from which value, in the order of the output; nothing for a
 * value that wrote nothing and has no mark of the host's behind it. */
struct mustache_mark {
    size_t from, to;           /* of the value; from == to where it wrote nothing */
    size_t end;                /* of the host's mark behind it; == to if there is none */
    const struct value *value; /* NULL for an unknown name */
    const char *name, *file;   /* where it was written, in the arena below */
    int line;
};

/* Which bytes of the output buffer stood in a template as they are; behind an indented partial's
 * line feeds, with its indentation. */
struct mustache_text {
    size_t from, to;
    const char *source; /* in the template, `size` bytes of it */
    size_t size;
    const char *file; /* in the arena below */
    int line;         /* on which it begins */
};

struct mustache_marks {
    struct mustache_mark *list;
    size_t count, room;
    struct mustache_text *texts; /* in the order of the output too */
    size_t text_count, text_room;
    struct arena *arena; /* made with the first of either */
};

/* Appends the rendered template to `out`. `marks` may be NULL. STATUS_INPUT with file and line for
 * a tag that is never closed or has no proper name, a section that is not ended or ends another,
 * sections nested deeper than 64 in one file, partials that include one another without end (deeper
 * than 64), an output that grows beyond all bounds, and whatever the host refuses; `out` then holds
 * what came before and should be thrown away. */
enum status mustache_render(const char *file, const char *text, const struct value *data,
                            const struct mustache_host *host, struct buffer *out,
                            struct mustache_marks *marks, struct error *error);

void mustache_marks_free(struct mustache_marks *marks);

/* A part of a template as it is written: text, a value, the beginning or the end of a section, or a
 * partial. */
enum mustache_part_kind {
    MUSTACHE_TEXT,
    MUSTACHE_VALUE,
    MUSTACHE_SECTION,
    MUSTACHE_INVERTED,
    MUSTACHE_END,
    MUSTACHE_PARTIAL
};

struct mustache_part {
    enum mustache_part_kind kind;
    const char *text; /* MUSTACHE_TEXT: in the template, `size` bytes; else NULL */
    size_t size;
    const char *name; /* of the others; lives during the call */
    int line;
};

/* Shows the parts of one template in their order, its partials not opened. Errors are those of
 * mustache_render(). */
enum status mustache_parts(const char *file, const char *text,
                           void (*see)(void *context, const struct mustache_part *part),
                           void *context, struct error *error);

#endif
