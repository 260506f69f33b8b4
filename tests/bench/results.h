/*
 * What was measured, and the table of it.
 *
 *     struct samples ours = {0};
 *     samples_add(&ours, 41.5);
 *     results_add("first text, ms", samples_median(&ours), 44.0, LIMIT_TIG);
 *     results_add("idle for 3 s, bytes", 0, NOT_MEASURED, 0);
 *     results_print("tig");
 */
#ifndef KAOPING_TESTS_BENCH_RESULTS_H
#define KAOPING_TESTS_BENCH_RESULTS_H

#include <math.h>
#include <stddef.h>

enum { SAMPLES_MOST = 64 };

struct samples {
    double list[SAMPLES_MOST];
    size_t count;
};

void samples_add(struct samples *samples, double value);
double samples_median(const struct samples *samples);
double samples_worst(const struct samples *samples);

#define NOT_MEASURED NAN       /* there is no such figure of that program */
#define NO_LIMIT NAN           /* the issue sets none */
#define LIMIT_TIG ((double)-1) /* the other's figure is the limit */

/* Adds a line; `what` stays with the caller. */
void results_add(const char *what, double kaoping, double other, double limit);

/* Prints all lines, and which limits are not met; `other` is who stands beside. */
void results_print(const char *other);

#endif
