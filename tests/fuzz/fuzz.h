/* What every libFuzzer target has: one input in, 0 out; what is wrong ends with abort(). */
#ifndef KAOPING_TESTS_FUZZ_FUZZ_H
#define KAOPING_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Ends the run, as a crash does, where what must hold does not. */
#define MUST(condition)   \
    do {                  \
        if (!(condition)) \
            abort();      \
    } while (0)

#endif
