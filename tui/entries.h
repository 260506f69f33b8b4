/*
 * Entries as a list holds them: those of a scope that pass a filter, in groups, some of them
 * folded.
 *
 *     struct entries entries = {.scope = SCOPE_JURISDICTION, .filter = FILTER_PENDING};
 *     entries_gather(&entries, review, &marks);       // after every event: the snapshot may be new
 *     for (size_t i = 0; i < entries.row_count; i++)
 *         draw(&entries.rows[i]);
 *     entries_free(&entries);
 *
 * A jurisdiction's entries are grouped by category, all entries by jurisdiction; the entries of one
 * item, in all jurisdictions, are one group: the same list turned by 90 degrees.
 */
#ifndef KAOPING_TUI_ENTRIES_H
#define KAOPING_TUI_ENTRIES_H

#include "tui/marks.h"
#include "tui/review.h"

#include <stdbool.h>
#include <stddef.h>

struct entries_row {
    const struct entry *entry; /* the first of the group, for a heading */
    bool heading;
    size_t count; /* of a heading: how many entries its group holds */
};

struct entries {
    enum scope scope;
    int filter; /* enum filter, with the kind */

    const struct entry **list; /* all that pass, folded or not */
    size_t count;
    struct entries_row *rows; /* as they are shown: headings, and what is not folded */
    size_t row_count;
};

/* Gathers what the snapshot has now. */
void entries_gather(struct entries *entries, const struct review *review,
                    const struct marks *marks);

void entries_free(struct entries *entries);

/* The filter in a word or two. */
const char *filter_name(int filter);

/* Whether an entry passes; FILTER_MARKED asks the marks. */
bool filter_passes(const struct review *review, int filter, const struct marks *marks,
                   const struct entry *entry);

/* Whether the entry waits for this reviewer's second word, and the reviewer may give it. */
bool entry_awaits_me(const struct review *review, const struct entry *entry);

/* Whether the entry's decision, if it has one, is this reviewer's. */
bool entry_is_mine(const struct review *review, const struct entry *entry);

/* The id of the entry's group: a category's, or a jurisdiction's. */
const char *entries_group(const struct entries *entries, const struct entry *entry);

bool entries_is_folded(const struct review *review, const char *group);
void entries_fold(struct review *review, const char *group, bool folded);

/* Whether the entry's names or ids hold the text, ASCII letters in either case. */
bool entry_holds(const struct entry *entry, const char *text);

#endif
