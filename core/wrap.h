/*
 * Breaking text into lines of terminal columns, by the rules of Chinese composition
 * (GB/T 15834-2011 §5.1 for punctuation; GB/T 9704-2012 §7.3.3: numbers and years are not broken).
 *
 * - Punctuation that closes (，。、；：？！）》〉」』】”’％… and their kind) does not begin a line;
 * what opens (（《〈「『【“‘) does not end one.
 * - A number stays together with its sign, point, percent or unit sign, and a year with 年;
 *   —— and …… are not parted; a Latin word breaks only where it is longer than a line.
 * - Spaces at a break are dropped. What a reader sees as one character is not parted
 *   (core/cluster.h), unless it is wider than a line.
 *
 *     while (*text) {
 *         struct wrap_line line = wrap_next(text, 56);
 *         use(text, line.size);
 *         text += line.step;
 *     }
 */
#ifndef KAOPING_CORE_WRAP_H
#define KAOPING_CORE_WRAP_H

#include <stddef.h>

struct wrap_line {
    size_t size; /* bytes that stand on the line */
    size_t step; /* bytes to the beginning of the next line: with the spaces or line feed dropped */
    size_t width; /* columns that the line takes, never more than was asked for */
};

/* The next line of `text`, at most `columns` (at least 2) wide. A line feed ends a line. Of a text
 * that is not empty, step is at least 1. Where no break is allowed within `columns`, the line is
 * cut at the last character that fits. */
struct wrap_line wrap_next(const char *text, size_t columns);

/* How many lines the text takes; 0 for an empty one. */
size_t wrap_count(const char *text, size_t columns);

#endif
