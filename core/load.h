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

#include <stdbool.h>

struct arena;

/* A leaf is the file of a report, a decision or a confirmation. There are many, and a new commit
 * changes one: so what was read of it is shared by one loading and the next. */
struct leaf {
    const void
        *said; /* struct report, decision or confirmation, in files.kept; NULL: not yet read */
    const char *as_of; /* blob of the item for which it was read and checked */
};

struct file {
    const char *path; /* from the record's root, parted by / */
    const char *blob; /* object id in hex; "" where there is none */
    const char *bytes;
    size_t size;
    struct leaf *leaf; /* of a leaf whose bytes are read when they are needed; else NULL */
};

struct files {
    const struct file *list; /* sorted by path, by bytes */
    size_t count;
    bool part; /* items were left out, and may be referred to */

    /* Where there are leaves without bytes: the arena in which what they say is kept, longer than
     * any assessment that has it, and what reads their bytes into `scratch`. */
    struct arena *kept;
    enum status (*read)(void *context, const struct file *file, struct arena *scratch,
                        const char **bytes, size_t *size, struct error *error);
    void *context;
};

/* Sorts them so; what is sorted already costs nothing. */
void files_sort(struct file *list, size_t count);

/* The file of that path, or NULL. */
const struct file *files_find(const struct files *files, const char *path);

/* The files below a folder, whose path ends in /; no copy. */
struct files files_below(const struct files *files, const char *folder);

/* Loads a year. `today` is what overdue is measured by. STATUS_INPUT for a mistake in a file. */
enum status assessment_load(struct arena *arena, const struct files *files, const char *year,
                            const char *today, const struct assessment **out, struct error *error);

/* Reads one item's file; `category` must be read already. Mistakes go to the reading, references
 * to jurisdictions and grades are checked by assessment_load. core/load_item.c */
struct reading;
struct item *item_load(struct arena *arena, struct reading *reading, const char *id,
                       struct category *category);

/* Gives every entry what the leaves say of it. core/load_leaf.c */
enum status leaves_load(struct assessment *to, struct arena *arena, const struct files *files,
                        struct error *error);

#endif
