#include "core/buffer.h"

#include "core/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char buffer_nothing[1];

static void make_room(struct buffer *buffer, size_t more)
{
    size_t needed = buffer->size + more + 1;
    if (needed <= buffer->room)
        return;
    size_t room = buffer->room ? buffer->room : 64;
    while (room < needed)
        room *= 2;
    buffer->bytes = memory_resize(buffer->room ? buffer->bytes : NULL, room);
    buffer->room = room;
}

void buffer_add_bytes(struct buffer *buffer, const char *bytes, size_t size)
{
    if (!size)
        return;
    make_room(buffer, size);
    memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
    buffer->bytes[buffer->size] = '\0';
}

void buffer_add(struct buffer *buffer, const char *text)
{
    buffer_add_bytes(buffer, text, strlen(text));
}

void buffer_add_char(struct buffer *buffer, char c)
{
    buffer_add_bytes(buffer, &c, 1);
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list measured, written;
    va_start(measured, format);
    va_copy(written, measured);
    int size = vsnprintf(NULL, 0, format, measured);
    va_end(measured);
    if (size > 0) {
        make_room(buffer, (size_t)size);
        vsnprintf(buffer->bytes + buffer->size, (size_t)size + 1, format, written);
        buffer->size += (size_t)size;
    }
    va_end(written);
}

void buffer_cut(struct buffer *buffer, size_t size)
{
    if (size >= buffer->size)
        return;
    buffer->size = size;
    buffer->bytes[size] = '\0';
}

void buffer_free(struct buffer *buffer)
{
    if (buffer->room)
        free(buffer->bytes);
    *buffer = BUFFER_EMPTY;
}

char *buffer_take(struct buffer *buffer, struct arena *arena)
{
    char *copy = arena_text_of(arena, buffer->bytes, buffer->size);
    buffer_free(buffer);
    return copy;
}
