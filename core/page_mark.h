/*
 * Figures followed through the page writer: in a copy of the Markdown private markers stand around
 * each, and the pen tells where it met them.
 *
 *     struct track track;
 *     track_begin(&track, count);
 *     page_mark_insert(markdown, marks, used, count, &marked);
 *     ...                                        // write `marked` with pen.track = &track
 *     track.places[i]                            // where the figure stands in what was written
 *     track_free(&track);
 *
 * The markers are noncharacters, which no pen lets through, and stand within the figure, beside its
 * first and last letter or digit, so that Markdown sees beside its own signs what it saw before.
 * page_mark_insert() makes those that the text itself holds, plainly or as a character reference,
 * into zero-width spaces: none can be forged. That the text is still the same must be checked
 * (core/page_text.c does): a marker parts `1.` at the beginning of a line, which was a list.
 */
#ifndef KAOPING_CORE_PAGE_MARK_H
#define KAOPING_CORE_PAGE_MARK_H

#include "core/page.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A marker that was met: at that byte of its block's text. */
struct met {
    size_t mark, at;
    bool end;
};

struct track {
    struct page_mark *places; /* by mark; to <= from for one that was not met */
    size_t count;
    size_t number;  /* the digits of a marker, as far as they were read */
    size_t waiting; /* the mark whose first character is still to come; `count` for none */
    struct met *met;
    size_t met_count, met_room, next; /* `next` is the first that has no line yet */
};

/* Whether the character is of a marker. */
bool page_mark_is_marker(uint32_t character);

void track_begin(struct track *track, size_t count);
void track_free(struct track *track);

/* Appends the Markdown with markers around those marks that are used. */
void page_mark_insert(const char *markdown, const struct page_mark *marks, const bool *used,
                      size_t count, struct buffer *out);

/* The part of a mark between its markers. */
struct page_mark page_mark_core(const char *markdown, struct page_mark mark);

/* For the pen: whether the character is of a marker; a character will be written at `at`. */
bool track_read(struct track *track, uint32_t character, size_t at);
void track_write(struct track *track, size_t at);

/* For a writer that moves what was written: a marker was met at `at`, behind all others. */
void track_meet(struct track *track, size_t mark, bool end, size_t at);

/* For the writer of lines: the `size` bytes of the block from `at` on stand at `out`; the block
 * ends at `out`. */
void track_line(struct track *track, size_t at, size_t size, size_t out);
void track_block(struct track *track, size_t out);

/* For the writer of tables, whose cells are written in pieces beside each other: the `size` bytes
 * from `at` on stand at `out`. Of a figure that is parted, or written twice, its first piece is
 * told. track_pieces_end() ends the block. */
void track_piece(struct track *track, size_t at, size_t size, size_t out);
void track_pieces_end(struct track *track);

#endif
