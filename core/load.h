/*
 * From the files of one commit (or of a template's folder) to an assessment.
 *
 *     struct files files = {...};              // sorted by path, as git sorts a tree
 *     const struct assessment *assessment;
 *     if (assessment_load(arena, &files, "2020", "2021-03-09", &assessment, &error))
 *         ...
 *
 * Everything of the year is checked: ids, references between files, numbers, verdicts. The first
 * mistake stops the loading, with file, line and remedy.
 */
#ifndef KAOPING_CORE_LOAD_H
#define KAOPING_CORE_LOAD_H

#include "core/assessment.h"
#include "core/error.h"

struct arena;

struct file {
    const char *path; /* from the record's root, parted by / */
    const char *blob; /* object id in hex; "" where there is none */
    const char *bytes;
    size_t size;
};

struct files {
    const struct file *list; /* sorted by path, by bytes */
    size_t count;
};

/* The file of that path, or NULL. */
const struct file *files_find(const struct files *files, const char *path);

/* Loads a year. `today` is what overdue is measured by. STATUS_INPUT for a mistake in a file. */
enum status assessment_load(struct arena *arena, const struct files *files, const char *year,
                            const char *today, const struct assessment **out, struct error *error);

/* Reads one item's file; `category` must be read already. Mistakes go to the reading, references
 * to jurisdictions and grades are checked by assessment_load. core/load_item.c */
struct reading;
struct item *item_load(struct arena *arena, struct reading *reading, const char *id,
                       struct category *category);

#endif
