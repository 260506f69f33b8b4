/*
 * Marked entries, by ids, so that they outlive the snapshot in which they were marked.
 *
 *     struct marks marks = MARKS_EMPTY;
 *     marks_toggle(&marks, entry);
 *     if (marks_has(&marks, entry))
 *         …
 *     marks_free(&marks);
 */
#ifndef KAOPING_TUI_MARKS_H
#define KAOPING_TUI_MARKS_H

#include <stdbool.h>
#include <stddef.h>

struct entry;

struct marks {
    char **list; /* "siping air/good-days", sorted */
    size_t count, room;
};

#define MARKS_EMPTY ((struct marks){NULL, 0, 0})

bool marks_has(const struct marks *marks, const struct entry *entry);

/* A marked entry may be marked again. */
void marks_add(struct marks *marks, const struct entry *entry);
void marks_toggle(struct marks *marks, const struct entry *entry);

/* Takes all marks off and frees what they held. */
void marks_free(struct marks *marks);

#endif
