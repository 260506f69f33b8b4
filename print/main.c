/*
 * kaoping-print: sets the circular as PDF or docx. It reads a job (core/print_job.h) on standard
 * input, and writes the document to standard output.
 */
#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/print_job.h"
#include "print/docx.h"
#include "print/pdf.h"

#include <locale.h>
#include <stdio.h>

static bool read_all(struct buffer *out)
{
    char part[65536];
    for (size_t size; (size = fread(part, 1, sizeof part, stdin));)
        buffer_add_bytes(out, part, size);
    return !ferror(stdin);
}

static enum status print(struct arena *arena, struct buffer *out, struct buffer *notes,
                         struct error *error)
{
    struct buffer bytes = BUFFER_EMPTY;
    struct print_job job;
    enum status status = read_all(&bytes)
                             ? print_job_read(arena, bytes.bytes, bytes.size, &job, error)
                             : fail(error, STATUS_FAILED, "-", 0, "standard input");
    if (!status)
        language_set(job.messages);
    if (!status)
        status = job.format == PAGE_DOCX ? docx_write(&job, out, error)
                                         : pdf_write(&job, out, notes, error);
    buffer_free(&bytes);
    return status;
}

#if defined(__SANITIZE_ADDRESS__)
/* cairo 1.16 loses some memory when it cuts a CFF font down. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libcairo.so\n";
}
#endif

int main(void)
{
    struct arena *arena = arena_new();
    struct buffer out = BUFFER_EMPTY, notes = BUFFER_EMPTY;
    struct error error = {.text = ""};
    setlocale(LC_CTYPE, "C.UTF-8"); /* for wcwidth(): the width of a character is not the host's */
    enum status status = print(arena, &out, &notes, &error);
    if (!status && (fwrite(out.bytes, 1, out.size, stdout) != out.size || fflush(stdout)))
        status = fail(&error, STATUS_FAILED, "-", 0, "standard output");
    fprintf(stderr, "%s%s%s", notes.bytes, error.text, *error.text ? "\n" : "");
    buffer_free(&out);
    buffer_free(&notes);
    arena_free(arena);
    return (int)status;
}
