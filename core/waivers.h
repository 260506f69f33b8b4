/*
 * YEAR/circular/waivers.md: findings of the proof-reading (core/proof.h) that somebody entitled
 * lets stand, each with the reason.
 *
 *     waived:
 *       - finding: 3f2a91bc
 *         rule: half-width
 *         excerpt: 绿色发展之路,坚持
 *         reason: 引文原文如此
 *         by: 陈静 <chenjing@example.org>
 *         when: 2021-04-06T09:00:00+08:00
 *
 * The file lies beside the template and is none of its partials.
 */
#ifndef KAOPING_CORE_WAIVERS_H
#define KAOPING_CORE_WAIVERS_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;
struct document;
struct reading;

#define WAIVERS_NAME "waivers" /* which no partial has */

enum { WAIVERS_MOST = 500 };

struct waiver {
    const char *finding, *rule, *excerpt, *reason, *by, *when;
};

struct waivers {
    struct waiver *list;
    size_t count;
    const char *blob; /* "" where there is no file */
};

/* Where they lie: 2020/circular/waivers.md. */
const char *waivers_path(struct arena *arena, const char *year);

/* Reads the file; mistakes go to the reading: a finding that is no id or stands twice, one without
 * a reason. */
void waivers_read(struct arena *arena, struct reading *reading, struct waivers *out);

/* Appends a whole file. `old` is the document that is replaced, or NULL. */
void waivers_write(struct buffer *out, const struct waivers *waivers, const struct document *old);

/* The waiver of a finding; NULL for none. Takes NULL. */
const struct waiver *waivers_find(const struct waivers *waivers, const char *finding);

/* Whether two say the same in every field. */
bool waiver_is_same(const struct waiver *a, const struct waiver *b);

#endif
