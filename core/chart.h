/*
 * A bar chart of the circular: a code block called chart, a row on each line: a label, then spaces
 * and a number, with what stands behind it.
 *
 *     ```chart
 *     四平市 96.35
 *     长白山管委会 93.5分
 *     ```
 *
 *     struct chart chart;
 *     chart_read(arena, text, &chart);      // the block's text, as a pen wrote it
 *     for (size_t i = 0; i < chart.count; i++)
 *         if (chart.rows[i].number.size)
 *             draw(chart_share(&chart, DECIMAL_ZERO), chart_share(&chart, chart.rows[i].value));
 *
 * Nobody types a chart by hand while it is printed, so nothing in it can fail: a line that is no
 * row (a draft's 【待定】 in the place of a number) is a row without a number, and is written as
 * the text that it is.
 */
#ifndef KAOPING_CORE_CHART_H
#define KAOPING_CORE_CHART_H

#include "core/decimal.h"
#include "core/point.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct chart_row {
    const char *label, *value_text; /* 四平市; 96.35分. Without a number: the line; "" */
    size_t label_at, value_at;      /* their bytes in the text that was read */
    struct numeral number;          /* of value_text; its size is 0 for none */
    struct decimal value;
};

struct chart {
    struct chart_row *rows; /* lines without anything on them are none */
    size_t count;
    struct point point;         /* of the numbers */
    struct decimal least, most; /* of the axis, which holds 0 and ends on ticks */
    struct decimal step;        /* between its ticks, 1, 2 or 5 times a power of ten */
    size_t steps; /* at most CHART_STEPS_MOST; 0 where numbers are beyond all reason */
};

enum { CHART_STEPS_MOST = 7 };

/* Reads the rows into the arena. */
void chart_read(struct arena *arena, const char *text, struct chart *out);

/* Where a number stands on the axis: 0 at its beginning, 1 at its end. */
double chart_share(const struct chart *chart, struct decimal value);

/* The tick of that number, from 0 to `steps`. */
struct decimal chart_tick(const struct chart *chart, size_t number);

#endif
