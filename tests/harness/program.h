/*
 * The program under test: $KAOPING_PROGRAM, made an absolute path, for tests change their folder.
 */
#ifndef KAOPING_TESTS_HARNESS_PROGRAM_H
#define KAOPING_TESTS_HARNESS_PROGRAM_H

#include <stdbool.h>

/* To be called first in main(); false, and says so, if the program is not built. */
bool program_find(void);

#endif
