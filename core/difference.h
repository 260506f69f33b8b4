/*
 * What changed between two versions of something in the record, in the words of the field: for the
 * history, for the second person who confirms, and for whom somebody else was faster.
 *
 *     struct difference difference = {.arena = arena};
 *     difference_decision(&difference, entry->item, &older, entry->decision);
 *     for (size_t i = 0; i < difference.count; i++)
 *         show(&difference.lines[i]);                // '~' 结论, 部分完成 → 完成
 *     difference_add_plain(&difference, &out);       // or all of it as text
 *
 * Each function appends lines to what is there, so that several may follow one another. `old` or
 * `new` is NULL for what is not there: a first decision has only lines that came. What stayed is
 * there too, as KEPT lines, for a change is read in its surroundings; a screen that has no room
 * passes over them. All texts live in the arena, or are borrowed from old and new. They are from
 * the record, and not yet safe for a terminal; no text has a line feed.
 *
 * The words are those of the language in force, so a difference is made for one drawing.
 */
#ifndef KAOPING_CORE_DIFFERENCE_H
#define KAOPING_CORE_DIFFERENCE_H

#include "core/assessment.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;
struct document;

/* A sign is the character that stands for it. */
enum difference_sign {
    DIFFERENCE_KEPT = ' ',
    DIFFERENCE_GONE = '-',
    DIFFERENCE_CAME = '+',
    DIFFERENCE_CHANGED = '~' /* the text has both: 部分完成 → 完成 */
};

struct difference_line {
    enum difference_sign sign;
    const char *label; /* 结论; "" on the further lines of a longer text */
    const char *text;
};

struct difference {
    struct arena *arena; /* set by the caller; the rest begins as zeros */
    struct difference_line *lines;
    size_t count, room;
};

/* Verdict, value, score, the item's version, close-out conditions, extension, notice, re-opening,
 * evidence, reason. */
void difference_decision(struct difference *out, const struct item *item,
                         const struct decision *old, const struct decision *new);

/* The second person's word, which decision it is about, its reason. */
void difference_confirmation(struct difference *out, const struct confirmation *old,
                             const struct confirmation *new);

/* Value, evidence, text. */
void difference_report(struct difference *out, const struct item *item, const struct report *old,
                       const struct report *new);

/* A text by lines: what stayed, went and came. Nothing if both are empty; NULL is an empty one. */
void difference_text(struct difference *out, const char *label, const char *old, const char *new);

/* Any other file of the record: its fields by their names, then its body. Fields that stayed are
 * left out. */
void difference_document(struct difference *out, const struct document *old,
                         const struct document *new);

/* A file of the record by its path: read as what it is (a decision, a report …) where it is one of
 * the assessment's entries, else as a document, else as text. Never fails. core/difference_file.c,
 * as difference_document(). */
struct bytes {
    const char *bytes; /* ended with NUL; NULL for no file */
    size_t size;
};
void difference_file(struct difference *out, const struct assessment *assessment, const char *path,
                     struct bytes old, struct bytes new);

/* Whether any line tells of a change. */
bool difference_any(const struct difference *difference);

/* Appends `~ 结论 部分完成 → 完成` and a line feed for each line. */
void difference_add_plain(const struct difference *difference, struct buffer *out);

#endif
