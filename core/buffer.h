/*
 * A text that grows. Its bytes are never NULL and always end with NUL.
 *
 *     struct buffer text = BUFFER_EMPTY;
 *     buffer_format(&text, "%s：%s", name, verdict);
 *     puts(text.bytes);
 *     buffer_free(&text);
 */
#ifndef KAOPING_CORE_BUFFER_H
#define KAOPING_CORE_BUFFER_H

#include <stddef.h>

struct arena;

struct buffer {
    char *bytes;
    size_t size; /* in bytes, without the NUL */
    size_t room; /* 0 while nothing was allocated */
};

extern char buffer_nothing[1];
#define BUFFER_EMPTY ((struct buffer){buffer_nothing, 0, 0})

void buffer_add(struct buffer *buffer, const char *text);
void buffer_add_bytes(struct buffer *buffer, const char *bytes, size_t size);
void buffer_add_char(struct buffer *buffer, char c);
void buffer_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Cuts the text to its first `size` bytes; a larger size changes nothing. */
void buffer_cut(struct buffer *buffer, size_t size);

/* The text, ended with NUL, as a copy in the arena; the buffer is freed. */
char *buffer_take(struct buffer *buffer, struct arena *arena) __attribute__((returns_nonnull));

/* Empties the buffer and frees its memory. */
void buffer_free(struct buffer *buffer);

#endif
