/*
 * YEAR/published/publication.md: the last act upon a year as a whole. The year is frozen while that
 * act is its publication; a reopening replaces the file, and names the one it replaces.
 *
 *     act: published                       # or reopened
 *     tag: circular/2020                   # of this publication; a later one is circular/2020-2
 *     commit: 5be2…                        # what the circular was rendered from
 *     files:
 *       - {at: circular.md, sha256: 9c1e…} # beside this file
 *     previous: 81bc…                      # blob of the act before; none for the first
 *     by: 陈静 <chenjing@example.org>
 *     when: 2021-04-06T09:00:00+08:00
 *
 * The body is the reason, which a reopening must have.
 */
#ifndef KAOPING_CORE_PUBLICATION_H
#define KAOPING_CORE_PUBLICATION_H

#include "core/assessment.h"

struct arena;
struct buffer;
struct document;
struct reading;

enum act { ACT_PUBLISHED, ACT_REOPENED };

struct publication {
    enum act act;
    const char *tag, *commit; /* of the publication, also where it was reopened */
    struct evidences files;   /* at: the name beside this file; title is not used */
    const char *previous, *by, *when, *reason;
    const char *blob;
};

/* Where it lies: 2020/published/publication.md. */
const char *publication_path(struct arena *arena, const char *year);

/* Reads the file; mistakes go to the reading. */
void publication_read(struct arena *arena, struct reading *reading, struct publication *out);

/* Appends a whole file. `old` is the document that is replaced, or NULL. */
void publication_write(struct buffer *out, const struct publication *publication,
                       const struct document *old);

/* The file of that name, as it was published; NULL if none was. */
const struct evidence *publication_file(const struct publication *publication, const char *name);

/* Which publication of the year the tag names: 1 for circular/2020, 2 for circular/2020-2; 0 for
 * another text. */
long publication_number(const char *tag, const char *year);

/* Whether nothing of the year may change now. */
bool assessment_is_frozen(const struct assessment *assessment);

/* STATUS_NO, with the rule, for a change to a year that is frozen. */
enum status fail_frozen(struct error *error, const char *year);

#endif
