#include "core/page_mark.h"

#include "core/buffer.h"
#include "core/memory.h"
#include "core/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A marker is the mark's number, in digits of base 16, and which of the two it is. */
enum { DIGIT_0 = 0xFDD0, DIGITS = 16, BEGIN = 0xFDE0, END = 0xFDE1, LAST = 0xFDEF };

/* ---- Into the Markdown ---- */

bool page_mark_is_marker(uint32_t c)
{
    return c >= DIGIT_0 && c <= LAST;
}

/* A zero-width space in the place of a character reference to a marker; `at` is behind `&#`. */
static void disarm_reference(char *at)
{
    bool hex = *at == 'x' || *at == 'X';
    char *digits = at + hex, *end = digits;
    uint32_t number = 0;
    for (; hex ? isxdigit((unsigned char)*end) : isdigit((unsigned char)*end); end++)
        if (number <= LAST)
            number = (uint32_t)strtoul((char[]){*end, '\0'}, NULL, 16) + number * (hex ? 16 : 10);
    if (*end != ';' || !page_mark_is_marker(number))
        return;
    const char *harmless = hex ? "200B" : "08203";
    for (char *to = end - strlen(harmless); *harmless;)
        *to++ = *harmless++;
}

/* Takes out, without moving a byte, what would pass for a marker. */
static void disarm(char *text)
{
    static const char zero_width_space[] = {'\xE2', '\x80', '\x8B'};
    for (const char *at = text; *at;) {
        char *here = text + (at - text);
        if (page_mark_is_marker(text_next(&at)))
            memcpy(here, zero_width_space, sizeof zero_width_space);
        else if (here[0] == '&' && here[1] == '#')
            disarm_reference(here + 2);
    }
}

/* Whether Markdown makes nothing of the character. */
static bool is_plain(uint32_t c)
{
    return (c < 0x80 && isalnum((int)c)) || (c >= 0x4E00 && c <= 0x9FFF);
}

struct page_mark page_mark_core(const char *markdown, struct page_mark mark)
{
    struct page_mark core = mark;
    bool found = false;
    for (const char *at = markdown + mark.from; at < markdown + mark.to;) {
        size_t from = (size_t)(at - markdown);
        if (!is_plain(text_next(&at)))
            continue;
        core.from = found ? core.from : from;
        core.to = (size_t)(at - markdown);
        found = true;
    }
    return core;
}

static void add_marker(struct buffer *out, size_t number, uint32_t kind)
{
    int shift = 0;
    while (number >> shift >= DIGITS)
        shift += 4;
    for (; shift >= 0; shift -= 4)
        text_add_character(out, DIGIT_0 + (uint32_t)(number >> shift) % DIGITS);
    text_add_character(out, kind);
}

void page_mark_insert(const char *markdown, const struct page_mark *marks, const bool *used,
                      size_t count, struct buffer *out)
{
    char *text = memory_text(markdown);
    size_t at = 0;
    disarm(text);
    for (size_t i = 0; i < count; i++) {
        if (!used[i])
            continue;
        struct page_mark core = page_mark_core(markdown, marks[i]);
        buffer_add_bytes(out, text + at, core.from - at);
        add_marker(out, i, BEGIN);
        buffer_add_bytes(out, text + core.from, core.to - core.from);
        add_marker(out, i, END);
        at = core.to;
    }
    buffer_add(out, text + at);
    free(text);
}

/* ---- Out of it ---- */

void track_begin(struct track *track, size_t count)
{
    *track = (struct track){.count = count, .waiting = count};
    track->places = memory_new((count + 1) * sizeof *track->places);
    for (size_t i = 0; i < count; i++)
        track->places[i] = (struct page_mark){SIZE_MAX, 0};
}

void track_free(struct track *track)
{
    free(track->places);
    free(track->met);
}

void track_meet(struct track *track, size_t mark, bool end, size_t at)
{
    if (track->met_count == track->met_room) {
        track->met_room = track->met_room ? 2 * track->met_room : 16;
        track->met = memory_resize(track->met, track->met_room * sizeof *track->met);
    }
    track->met[track->met_count++] = (struct met){mark, at, end};
}

bool track_read(struct track *track, uint32_t character, size_t at)
{
    if (!page_mark_is_marker(character))
        return false;
    if (character < DIGIT_0 + DIGITS) {
        track->number = track->number % (SIZE_MAX / DIGITS) * DIGITS + (character - DIGIT_0);
        return true;
    }
    size_t mark = track->number < track->count ? track->number : track->count;
    track->number = 0;
    if (character == BEGIN)
        track->waiting = mark;
    else if (mark == track->waiting)
        track->waiting = track->count; /* nothing of it was written */
    else
        track_meet(track, mark, true, at);
    return true;
}

void track_write(struct track *track, size_t at)
{
    if (track->waiting == track->count)
        return;
    track_meet(track, track->waiting, false, at);
    track->waiting = track->count;
}

static void place(struct track *track, const struct met *met, size_t at)
{
    struct page_mark *mark = &track->places[met->mark];
    if (met->end)
        mark->to = at;
    else if (mark->from == SIZE_MAX)
        mark->from = at;
}

void track_line(struct track *track, size_t at, size_t size, size_t out)
{
    for (; track->next < track->met_count; track->next++) {
        const struct met *met = &track->met[track->next];
        if (met->at > at + size || (met->at == at + size && !met->end))
            return;
        place(track, met, out + (met->at > at ? met->at - at : 0));
    }
}

void track_block(struct track *track, size_t out)
{
    for (; track->next < track->met_count; track->next++)
        place(track, &track->met[track->next], out);
    track->met_count = track->next = 0;
}

/* The first that was met at `at` or behind it. */
static size_t find_met(const struct track *track, size_t at)
{
    size_t low = 0, high = track->met_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (track->met[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void track_piece(struct track *track, size_t at, size_t size, size_t out)
{
    for (size_t i = find_met(track, at); i < track->met_count; i++) {
        const struct met *met = &track->met[i];
        struct page_mark *mark = &track->places[met->mark];
        if (met->at > at + size)
            return;
        if (!met->end && mark->from == SIZE_MAX && met->at < at + size)
            *mark = (struct page_mark){out + met->at - at, out + size};
        else if (met->end && met->at > at && mark->from >= out && mark->from < out + size)
            mark->to = out + met->at - at;
    }
}

void track_pieces_end(struct track *track)
{
    track->met_count = track->next = 0;
}
