/*
 * A tree of values: what a template sees. Facts are such a tree, and so is a JSON file that is
 * given to `render --facts`.
 *
 *     struct value *facts = value_map(arena, NULL, NULL);
 *     value_text(arena, facts, "year", "2020");
 *     struct value *grades = value_list(arena, facts, "grades");
 *     struct value *first = value_map(arena, grades, NULL);     // a list's members have no name
 *     const struct value *found = value_find(facts, "year");
 *
 * Everything lives in the arena. Maps keep their members in the order in which they were added.
 */
#ifndef KAOPING_CORE_VALUE_H
#define KAOPING_CORE_VALUE_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;
struct source; /* where a fact came from: core/facts.h */

enum value_kind {
    VALUE_NULL, /* known by name, without a value */
    VALUE_TRUTH,
    VALUE_TEXT,
    VALUE_NUMBER, /* text that is written as a number in JSON */
    VALUE_LIST,
    VALUE_MAP
};

struct value {
    enum value_kind kind;
    bool truth;       /* of VALUE_TRUTH */
    const char *name; /* in its map; NULL in a list and at the root */
    const char *text; /* of VALUE_TEXT and VALUE_NUMBER, else "" */
    struct value *first, *last, *next;
    size_t count;                /* members of a list or map */
    const struct source *source; /* NULL for what was given and not derived */
};

/* Adds a value to `parent` (NULL for a root). Name and text are borrowed and live in the arena or
 * as long as it. */
struct value *value_map(struct arena *arena, struct value *parent, const char *name);
struct value *value_list(struct arena *arena, struct value *parent, const char *name);
struct value *value_text(struct arena *arena, struct value *parent, const char *name,
                         const char *text);
struct value *value_number(struct arena *arena, struct value *parent, const char *name,
                           const char *text);
struct value *value_truth(struct arena *arena, struct value *parent, const char *name, bool truth);
struct value *value_null(struct arena *arena, struct value *parent, const char *name);

/* The member of a map by its name, or NULL (also for NULL and for what is no map). */
const struct value *value_find(const struct value *map, const char *name);

/* The value at a dotted name from the root, or NULL. Members of a list are named by their number,
 * from 1. */
const struct value *value_at(const struct value *root, const char *dotted);

/* The dotted names of `count` values in the tree, as value_at() takes them, found in one walk; NULL
 * for one that is not there. They live in the arena. */
void value_names(struct arena *arena, const struct value *root, const struct value *const *values,
                 size_t count, const char **names);

/* Reads a JSON text (UTF-8; a byte order mark is accepted). Numbers keep the shortest form that
 * reads back the same; duplicate keys are refused, and nesting deeper than 64. STATUS_INPUT with
 * file and line. */
enum status value_from_json(struct arena *arena, const char *path, const char *bytes, size_t size,
                            const struct value **out, struct error *error);

/* Appends the tree as JSON, indented by two, in the tree's own order, ended with a line feed. What
 * may not reach a terminal is escaped, and reads back the same. */
void value_to_json(struct buffer *out, const struct value *root);

#endif
