/*
 * What the files of loading share, and nobody else includes: core/load.c begins, core/load_year.c
 * reads what holds for the year as a whole, core/load_item.c one item, core/load_leaf.c the
 * reports, decisions and confirmations.
 */
#ifndef KAOPING_CORE_LOAD_INSIDE_H
#define KAOPING_CORE_LOAD_INSIDE_H

#include "core/load.h"

struct document;

struct loading {
    struct arena *arena;
    const struct files *files;
    struct assessment *to;
    struct error *error;
};

/* Parses a file of the record. */
enum status load_parse(struct loading *load, const struct file *file, struct document *out);

/* The label with that id; NULL if none has it. */
const struct label *load_label(const struct label *labels, size_t count, const char *id);

/* Loads the programme, the year's settings, the people and the last act upon the year. *tie_breaker
 * receives the id of the category that orders equal totals, "" for none: the categories are loaded
 * later. */
enum status load_year(struct loading *load, const char **tie_breaker);

#endif
