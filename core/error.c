#include "core/error.h"

#include "core/buffer.h"
#include "core/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Keeps the text of an error harmless on a terminal and whole in its characters. */
static void set_text(struct error *error, const char *file, int line, const char *what)
{
    struct buffer whole = BUFFER_EMPTY;
    if (file) {
        text_add_safe(&whole, file);
        if (line > 0)
            buffer_format(&whole, ":%d", line);
        buffer_add(&whole, ": ");
    }
    text_add_safe(&whole, what);
    size_t size = whole.size;
    if (size >= sizeof error->text) {
        size = sizeof error->text - 1;
        while (size > 0 && ((unsigned char)whole.bytes[size] & 0xC0) == 0x80)
            size--;
    }
    memcpy(error->text, whole.bytes, size);
    error->text[size] = '\0';
    buffer_free(&whole);
}

enum status fail(struct error *error, enum status status, const char *file, int line,
                 const char *format, ...)
{
    char what[sizeof error->text];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    error->status = status;
    set_text(error, file, line, what);
    return status;
}

enum status fail_at(struct error *error, const char *file, int line)
{
    struct error placed = {.status = error->status};
    set_text(&placed, file, line, error->text);
    *error = placed;
    return error->status;
}
