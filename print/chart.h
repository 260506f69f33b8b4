/*
 * A bar chart of the circular on paper: labels, bars from an axis with ticks, numbers below each
 * other at the point; black and grey. It goes on over pages, each with the axis below its bars.
 */
#ifndef KAOPING_PRINT_CHART_H
#define KAOPING_PRINT_CHART_H

#include <cmark-gfm.h>

struct compose;

/* Sets the chart where the sheet is. */
void print_chart(struct compose *compose, cmark_node *code);

#endif
