/*
 * Numbers below each other at the point, in a table's column or behind a chart's bars: each is read
 * as it is shown, with what stands behind it, and is told how much it lacks on both sides.
 *
 *     struct point point = POINT_NONE;
 *     for (…)
 *         point_hold(&point, &(numerals[i] = numeral_read(texts[i])));
 *     size_t digits = point_before(&point, &numerals[i]);     // to be left free before it
 */
#ifndef KAOPING_CORE_POINT_H
#define KAOPING_CORE_POINT_H

#include <stddef.h>

struct buffer;

/* A number in ASCII, or with U+2212, and a unit of at most eight columns, a draft's 【待定】 or
 * both behind it: 96.35分【待定】. */
struct numeral {
    size_t digits;    /* terminal columns before the point, with the sign */
    size_t places;    /* columns behind it, with the point */
    size_t size;      /* bytes of both; 0 where the text is not such a number */
    const char *unit; /* what stands behind it; "" */
};

/* Borrows the text. */
struct numeral numeral_read(const char *text);

/* The most that a column's numbers have of each. */
struct point {
    size_t digits, places;
    const char *unit;
};

#define POINT_NONE ((struct point){0, 0, ""})

void point_hold(struct point *point, const struct numeral *numeral);

/* The terminal columns that they all take together. */
size_t point_columns(const struct point *point);

/* What the number lacks before the point, in digits. */
size_t point_before(const struct point *point, const struct numeral *numeral);

/* Empties both, and fills them with what stands in the others where the number has nothing: zeros,
 * a point, a unit. For writers that measure their fonts, or leave it to a browser. */
void point_pad(const struct point *point, const struct numeral *numeral, struct buffer *before,
               struct buffer *behind);

#endif
