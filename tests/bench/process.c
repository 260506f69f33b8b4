#include "tests/bench/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *open_file(int process, const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", process, name);
    FILE *file = fopen(path, "re");
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

double process_field(int process, const char *name, const char *field)
{
    FILE *file = open_file(process, name);
    char line[256];
    size_t size = strlen(field);
    while (fgets(line, sizeof line, file))
        if (strncmp(line, field, size) == 0 && line[size] == ':') {
            fclose(file);
            return strtod(line + size + 1, NULL);
        }
    fprintf(stderr, "/proc/%d/%s has no %s\n", process, name, field);
    exit(1);
}

double process_time(int process)
{
    FILE *file = open_file(process, "schedstat");
    char line[256];
    if (!fgets(line, sizeof line, file))
        exit(1);
    fclose(file);
    return strtod(line, NULL) / 1e6; /* nanoseconds come first */
}

bool process_sleeps(int process)
{
    FILE *file = open_file(process, "stat");
    char state = '?';
    if (fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
        exit(1);
    fclose(file);
    return state == 'S';
}
