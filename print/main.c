/*
 * kaoping-print: sets the circular as PDF or docx. It reads a job (core/print_job.h) on standard
 * input, and writes the document to standard output.
 */
#include "core/buffer.h"
#include "core/memory.h"
#include "core/print_job.h"
#include "print/docx.h"

#include <locale.h>
#include <stdio.h>

static bool read_all(struct buffer *out)
{
    char part[65536];
    for (size_t size; (size = fread(part, 1, sizeof part, stdin));)
        buffer_add_bytes(out, part, size);
    return !ferror(stdin);
}

static enum status print(const struct print_job *job, struct error *error)
{
    struct buffer out = BUFFER_EMPTY;
    enum status status = docx_write(job, &out, error);
    bool written =
        status || (fwrite(out.bytes, 1, out.size, stdout) == out.size && !fflush(stdout));
    buffer_free(&out);
    return written ? status : fail(error, STATUS_FAILED, "-", 0, "standard output");
}

int main(void)
{
    struct arena *arena = arena_new();
    struct buffer bytes = BUFFER_EMPTY;
    struct print_job job;
    struct error error = {.text = ""};
    setlocale(LC_CTYPE, "C.UTF-8"); /* for core/text.h */
    enum status status = read_all(&bytes)
                             ? print_job_read(arena, bytes.bytes, bytes.size, &job, &error)
                             : fail(&error, STATUS_FAILED, "-", 0, "standard input");
    if (!status)
        status = print(&job, &error);
    if (status)
        fprintf(stderr, "%s\n", error.text);
    buffer_free(&bytes);
    arena_free(arena);
    return (int)status;
}
