/*
 * Chance that can be had again, and how often a thing is tried.
 *
 *     struct chance chance = chance_new(number);        // the same number, the same chances
 *     unsigned which = chance_below(&chance, 10);
 *     for (int i = 0; i < times(10, 500); i++)          // 10 in make check, 500 in make fault
 */
#ifndef KAOPING_TESTS_FAULT_CHANCE_H
#define KAOPING_TESTS_FAULT_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

struct chance {
    uint64_t state;
};

/* From KAOPING_SEED (else 2020) and the number. */
struct chance chance_new(unsigned long number);

/* From 0, below `most`, which is not 0. */
unsigned chance_below(struct chance *chance, unsigned most);

/* Whether this is a run of make fault: KAOPING_FAULT=long. */
bool is_long(void);
int times(int in_check, int in_fault);

/* Milliseconds on a clock that only goes on. */
double now_ms(void);

#endif
