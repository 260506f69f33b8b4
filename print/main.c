/*
 * kaoping-print: sets the circular as PDF or docx. It reads a job (core/print_job.h) on standard
 * input, and writes the document to standard output.
 */
#include "core/buffer.h"
#include "core/memory.h"
#include "core/print_job.h"

#include <stdio.h>

static bool read_all(struct buffer *out)
{
    char part[65536];
    for (size_t size; (size = fread(part, 1, sizeof part, stdin));)
        buffer_add_bytes(out, part, size);
    return !ferror(stdin);
}

int main(void)
{
    struct arena *arena = arena_new();
    struct buffer bytes = BUFFER_EMPTY;
    struct print_job job;
    struct error error = {.text = ""};
    enum status status = read_all(&bytes)
                             ? print_job_read(arena, bytes.bytes, bytes.size, &job, &error)
                             : fail(&error, STATUS_FAILED, "-", 0, "standard input");
    if (status)
        fprintf(stderr, "%s\n", error.text);
    buffer_free(&bytes);
    arena_free(arena);
    return (int)status;
}
