/*
 * Where a byte of a text stands in the line that it was set in: for numbers below each other at the
 * point, and lines under figures.
 *
 *     double from = line_where(&lines->list[0], lines->text, figure->from);
 *     double to = line_behind(&lines->list[0], lines->text, figure->to);
 */
#ifndef KAOPING_PRINT_WHERE_H
#define KAOPING_PRINT_WHERE_H

#include "print/line.h"

/* From the line's beginning, its indent included, to the glyph that the byte begins; to the line's
 * end for a byte that is not on it. */
double line_where(const struct line *line, const char *text, size_t byte);

/* To the end of the glyph behind which the byte stands. */
double line_behind(const struct line *line, const char *text, size_t byte);

#endif
