#include "tests/bench/results.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct result {
    const char *what;
    double kaoping, other, limit;
} results[64];
static size_t count;

void samples_add(struct samples *samples, double value)
{
    if (samples->count < SAMPLES_MOST)
        samples->list[samples->count++] = value;
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

double samples_median(const struct samples *samples)
{
    double sorted[SAMPLES_MOST];
    if (samples->count == 0)
        return NOT_MEASURED;
    memcpy(sorted, samples->list, sizeof sorted);
    qsort(sorted, samples->count, sizeof *sorted, compare);
    return sorted[samples->count / 2];
}

double samples_worst(const struct samples *samples)
{
    double worst = NOT_MEASURED;
    for (size_t i = 0; i < samples->count; i++)
        worst = fmax(worst, samples->list[i]); /* of a number and none, the number */
    return worst;
}

void results_add(const char *what, double kaoping, double other, double limit)
{
    if (count < sizeof results / sizeof *results)
        results[count++] = (struct result){what, kaoping, other, limit};
}

static void print_figure(double figure)
{
    if (isnan(figure))
        printf("%10s", "-");
    else
        printf("%10.*f", floor(figure) < figure ? 1 : 0, figure);
}

/* Whether there is a limit, and it is not met. */
static bool is_beyond(const struct result *result)
{
    double limit = result->limit < 0 ? result->other : result->limit;
    return result->kaoping > limit; /* never, where there is none */
}

static void print_line(const struct result *result)
{
    printf("%-64s", result->what);
    print_figure(result->kaoping);
    print_figure(result->other);
    if (result->other > 0 && result->kaoping > 0)
        printf("%8.2f", result->kaoping / result->other);
    else
        printf("%8s", "-");
    if (result->limit < 0)
        printf("%10s", "the same");
    else
        print_figure(result->limit);
    puts(isnan(result->limit) ? "" : is_beyond(result) ? "  NOT MET" : "  met");
}

void results_print(const char *other)
{
    size_t limits = 0, beyond = 0;
    printf("%-64s%10s%10s%8s%10s\n", "", "kaoping", other, "ratio", "limit");
    for (size_t i = 0; i < count; i++) {
        print_line(&results[i]);
        limits += isnan(results[i].limit) ? 0 : 1;
        beyond += is_beyond(&results[i]) ? 1 : 0;
    }
    printf("\n%zu of %zu limits are met, %zu are not.\n", limits - beyond, limits, beyond);
}
