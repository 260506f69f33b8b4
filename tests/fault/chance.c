#include "tests/fault/chance.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct chance chance_new(unsigned long number)
{
    const char *seed = getenv("KAOPING_SEED");
    struct chance chance = {(seed ? strtoull(seed, NULL, 10) : 2020) * 0x9E3779B97F4A7C15 +
                            (number + 1) * 0xBF58476D1CE4E5B9};
    for (int i = 0; i < 8; i++)
        chance_below(&chance, 2);
    return chance;
}

unsigned chance_below(struct chance *chance, unsigned most)
{
    uint64_t state = chance->state ? chance->state : 1;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    chance->state = state;
    return (unsigned)((state >> 24) % most);
}

bool is_long(void)
{
    const char *how = getenv("KAOPING_FAULT");
    return how && strcmp(how, "long") == 0;
}

int times(int in_check, int in_fault)
{
    return is_long() ? in_fault : in_check;
}

double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}
