/*
 * Where a byte of a text stands in the line that it was set in: for numbers below each other at the
 * point, and lines under figures.
 *
 *     double x = line_where(&lines->list[0], lines->text, byte);
 */
#ifndef KAOPING_PRINT_WHERE_H
#define KAOPING_PRINT_WHERE_H

#include "print/line.h"

/* From the line's beginning, its indent included, to the glyph that the byte begins; to the line's
 * end for a byte that is not on it. */
double line_where(const struct line *line, const char *text, size_t byte);

#endif
