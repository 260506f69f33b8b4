/*
 * What a reader sees as one character: a grapheme cluster of Unicode (UAX #29), by libunistring: a
 * base with its combining marks, a syllable of Hangul, a flag, a family joined to one emoji.
 *
 *     size_t end = cluster_next(text, at);           // behind the one that begins at `at`
 *     size_t begin = cluster_before(text, at);       // the beginning of the one that ends at `at`
 *
 * What takes no column belongs to the character before it, so that every step is seen. A line feed
 * stands alone. Positions are bytes; the text ends with NUL and need not be valid: an invalid byte
 * is one character.
 */
#ifndef KAOPING_CORE_CLUSTER_H
#define KAOPING_CORE_CLUSTER_H

#include <stddef.h>

/* At the end of the text: the end. */
size_t cluster_next(const char *text, size_t at);

/* At the beginning of the text: the beginning. Reads back only as far as it must. */
size_t cluster_before(const char *text, size_t at);

#endif
