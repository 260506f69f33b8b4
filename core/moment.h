/*
 * A moment as the record writes it: local time with its offset, 2021-03-02T10:12:00+08:00.
 *
 *     long long when;                          // seconds since 1970
 *     int offset;                              // minutes east of Greenwich
 *     if (moment_parse(cell, &when, &offset, &error))
 *         return fail_at(&error, path, line);
 *     moment_add(&out, when, offset);
 */
#ifndef KAOPING_CORE_MOMENT_H
#define KAOPING_CORE_MOMENT_H

#include "core/error.h"

#include <stdbool.h>

struct arena;
struct buffer;

/* Reads YYYY-MM-DDTHH:MM with optional :SS, then Z or ±HH:MM, from the years 1970 to 9999. Anything
 * else, a day that no calendar has included, is STATUS_INPUT. */
enum status moment_parse(const char *text, long long *when, int *offset, struct error *error);

/* Appends the moment, to the second. */
void moment_add(struct buffer *out, long long when, int offset);

/* The same, as a text in the arena. */
const char *moment_text(struct arena *arena, long long when, int offset);

/* Milliseconds on a clock that only goes on: what lies between two of them has passed. */
long long clock_now(void);

/* Reads a day as 2020-12-31 into days since 1970; false for what is none. */
bool day_parse(const char *text, long *out);

#endif
