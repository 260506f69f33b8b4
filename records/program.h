/*
 * Another program, run without a shell and without a terminal, for a bounded time.
 *
 *     char list[] = "-L", name[] = "ssh-add", *const words[] = {name, list, NULL};
 *     struct program program = {.words = words, .file = -1, .milliseconds = 5000,
 *                               .advice = TR("try again", "请重试")};
 *     struct buffer out = BUFFER_EMPTY, trouble = BUFFER_EMPTY;
 *     int exit;
 *     if (program_run(&program, &out, &trouble, &exit, &error))
 *         return error.status;                      // absent, or given up
 *
 * It runs in a session of its own, so that no key of the terminal reaches it and it can ask nothing
 * there (unless it may), and it does not outlive this process.
 */
#ifndef KAOPING_RECORDS_PROGRAM_H
#define KAOPING_RECORDS_PROGRAM_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct buffer;

enum { PROGRAM_FILE = 3, PROGRAM_OUTPUT_MOST = 1024 * 1024 };

struct program {
    char *const *words; /* the first is looked for in PATH; ended by NULL */
    const char *input;  /* what it reads; NULL for nothing */
    size_t input_size;
    int file;         /* a descriptor that it has as PROGRAM_FILE; -1 for none */
    int milliseconds; /* 0: as long as it takes */
    bool asks; /* it may ask on the terminal, as ssh does, and is ended with this process's group */
    size_t output_most; /* bytes of its output that are read; 0 for PROGRAM_OUTPUT_MOST */
    const char *advice; /* what to do where it did not end in time */
};

/* Runs it to its end, and appends what it wrote to its two outputs, at most output_most and
 * PROGRAM_OUTPUT_MOST bytes. *exit is its exit status, or 128 and the signal that ended it.
 * STATUS_FAILED where it is absent, cannot be started, or was ended because its time was over. */
enum status program_run(const struct program *program, struct buffer *out, struct buffer *trouble,
                        int *exit, struct error *error);

#endif
