/*
 * A draft as it lies on the disk: front matter for the program, the texts below it for a person.
 *
 *     struct buffer bytes = BUFFER_EMPTY;
 *     kept_add(&bytes, "siping", "air/good-days", &draft, "note", "沙尘已剔除");
 *     struct kept kept = KEPT_EMPTY;
 *     if (kept_read(arena, path, bytes.bytes, bytes.size, &kept, &error))
 *         return error.status;
 *     kept_free(&kept);
 *
 * The texts come back as they were, but for bytes that are not UTF-8; lists that are made of them
 * (evidence, conditions) are the caller's to make (draft_restore_lists()). Fields and texts that are not
 * known are passed over.
 */
#ifndef KAOPING_TUI_KEPT_H
#define KAOPING_TUI_KEPT_H

#include "core/assessment.h"
#include "core/buffer.h"
#include "core/error.h"
#include "tui/draft.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { KEPT_NAME_MOST = 256 };

struct kept {
    char name[KEPT_NAME_MOST]; /* of its file */
    char jurisdiction[PATH_MOST], item[PATH_MOST];
    long long when; /* when it was typed: seconds since 1970 */
    struct draft draft;
    bool typing;                   /* a question was open: */
    struct buffer question, typed; /* the asker's word for it, and what stood there */
};

#define KEPT_EMPTY ((struct kept){"", "", "", 0, DRAFT_EMPTY, false, BUFFER_EMPTY, BUFFER_EMPTY})

/* Empties it and frees what it holds. */
void kept_free(struct kept *kept);

/* Appends the file of a draft; question and typed are NULL where nothing is open. */
void kept_add(struct buffer *out, const char *jurisdiction, const char *item,
              const struct draft *draft, const char *question, const char *typed);

/* Reads one: all but name and when. STATUS_INPUT, and *out as it was, for a file that cannot be
 * understood. */
enum status kept_read(struct arena *arena, const char *path, const char *bytes, size_t size,
                      struct kept *out, struct error *error);

#endif
