/*
 * Making a person an administrator in the text of reviewers.md. Who makes a record must be able to
 * go on with it, whoever the template lists.
 *
 *     struct buffer changed = BUFFER_EMPTY;
 *     if (reviewers_add_administrator(&changed, bytes, size, "李明", "liming@example.org", &error))
 *         return error.status;
 *     // changed.bytes is the whole file
 *     buffer_free(&changed);
 *
 * The text is changed by line, and everything else stays byte for byte. A person who is not listed
 * is added behind the others, with every role; one who is listed gets the role "administer". Where
 * nobody is listed everybody may do everything, and where the person may administer already there
 * is nothing to do: the text stays as it is.
 */
#ifndef KAOPING_CORE_REVIEWERS_EDIT_H
#define KAOPING_CORE_REVIEWERS_EDIT_H

#include "core/error.h"

#include <stddef.h>

struct buffer;

/* Appends the changed file to `out`. STATUS_INPUT for a file that cannot be read, and for a list
 * that is not written in lines, which a program cannot change without writing it anew. */
enum status reviewers_add_administrator(struct buffer *out, const char *bytes, size_t size,
                                        const char *name, const char *mail, struct error *error);

#endif
