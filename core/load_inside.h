/*
 * What the files of loading share, and nobody else includes: core/load.c begins, core/load_year.c
 * reads what holds for the year as a whole, core/load_item.c one item, core/load_roster.c the named
 * lists, core/load_leaf.c the reports, decisions and confirmations.
 */
#ifndef KAOPING_CORE_LOAD_INSIDE_H
#define KAOPING_CORE_LOAD_INSIDE_H

#include "core/document.h"
#include "core/load.h"

struct loading {
    struct arena *arena;
    const struct files *files;
    struct assessment *to;
    struct error *error;
    struct document year; /* assessment.md, once load_year() read it */
};

/* Parses a file of the record. */
enum status load_parse(struct loading *load, const struct file *file, struct document *out);

/* The label with that id; NULL if none has it. */
const struct label *load_label(const struct label *labels, size_t count, const char *id);

/* Reads the map `name` of texts and lists of texts: struct text_pair, *count of them. */
struct text_pair *load_texts(struct loading *load, struct reading *reading, const struct field *top,
                             const char *name, size_t *count);

/* Loads the programme, the year's settings, the people and the last act upon the year. *tie_breaker
 * receives the id of the category that orders equal totals, "" for none: the categories are loaded
 * later. */
enum status load_year(struct loading *load, const char **tie_breaker);

/* Loads the year's named lists, once the checklist is there that they refer to. */
enum status load_rosters(struct loading *load);

#endif
