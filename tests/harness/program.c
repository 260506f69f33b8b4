#include "tests/harness/program.h"

#include <stdio.h>
#include <stdlib.h>

bool program_find(void)
{
    const char *program = getenv("KAOPING_PROGRAM");
    char *path = realpath(program ? program : "build/kaoping", NULL);
    bool found = path && setenv("KAOPING_PROGRAM", path, 1) == 0;
    if (!found)
        fprintf(stderr, "the program is not built: make\n");
    free(path);
    return found;
}
