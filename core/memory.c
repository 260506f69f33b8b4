#include "core/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024 };

struct block {
    struct block *next;
    size_t used, size;
    max_align_t bytes[];
};

struct arena {
    struct block *first; /* the block that is being filled */
};

void *memory_new(size_t size)
{
    void *memory = malloc(size ? size : 1);
    if (!memory)
        abort();
    return memory;
}

void *memory_resize(void *old, size_t size)
{
    void *memory = realloc(old, size ? size : 1);
    if (!memory)
        abort();
    return memory;
}

char *memory_text(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(memory_new(size), text, size);
}

struct arena *arena_new(void)
{
    struct arena *arena = memory_new(sizeof *arena);
    arena->first = NULL;
    return arena;
}

static void free_blocks(struct block *block)
{
    for (struct block *next; block; block = next) {
        next = block->next;
        free(block);
    }
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    free_blocks(arena->first);
    free(arena);
}

void arena_clear(struct arena *arena)
{
    if (!arena->first)
        return;
    free_blocks(arena->first->next);
    arena->first->next = NULL;
    arena->first->used = 0;
}

/* Takes so many bytes, at a multiple of `unit` from the beginning of a block. Texts need none, and
 * stand close: a large record has a hundred thousand of them. */
static void *take(struct arena *arena, size_t size, size_t unit)
{
    if (size > SIZE_MAX - sizeof(struct block) - unit)
        abort();
    struct block *block = arena->first;
    if (block)
        block->used = (block->used + unit - 1) / unit * unit;
    if (!block || block->used > block->size || block->size - block->used < size) {
        size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
        block = memory_new(sizeof *block + room);
        block->used = 0;
        block->size = room;
        block->next = arena->first;
        arena->first = block;
    }
    char *memory = (char *)block->bytes + block->used;
    block->used += size;
    return memory;
}

void *arena_new_size(struct arena *arena, size_t size)
{
    return memset(take(arena, size, sizeof(max_align_t)), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        abort();
    return arena_new_size(arena, count * size);
}

char *arena_text_of(struct arena *arena, const char *bytes, size_t size)
{
    char *text = take(arena, size + 1, 1);
    if (size)
        memcpy(text, bytes, size);
    text[size] = '\0';
    return text;
}

char *arena_text(struct arena *arena, const char *text)
{
    return arena_text_of(arena, text, strlen(text));
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list measured, written;
    va_start(measured, format);
    va_copy(written, measured);
    int size = vsnprintf(NULL, 0, format, measured);
    va_end(measured);
    if (size < 0)
        abort();
    char *text = take(arena, (size_t)size + 1, 1);
    vsnprintf(text, (size_t)size + 1, format, written);
    va_end(written);
    return text;
}
