/*
 * Memory: an arena for everything that lives and dies together, and what happens when it runs out.
 *
 *     struct arena *arena = arena_new();
 *     const char *name = arena_text(arena, "四平市");
 *     struct item *items = arena_array(arena, count, sizeof *items);
 *     arena_free(arena);                       // all of it at once
 *
 * When memory runs out the process ends with abort(), whose signal restores the terminal
 * (tui/terminal.h): what was committed is whole and on the disk, so ending is the safe thing. No
 * caller in the program has to check an allocation.
 */
#ifndef KAOPING_CORE_MEMORY_H
#define KAOPING_CORE_MEMORY_H

#include <stddef.h>

struct arena;

/* As malloc and realloc, never NULL; memory_resize takes NULL. Freed with free(). */
void *memory_new(size_t size) __attribute__((malloc, returns_nonnull));
void *memory_resize(void *old, size_t size) __attribute__((returns_nonnull));
char *memory_text(const char *text) __attribute__((malloc, returns_nonnull));

/* A new, empty arena; the caller frees it. */
struct arena *arena_new(void) __attribute__((returns_nonnull));

/* Frees everything that was taken from the arena, and the arena. Takes NULL. */
void arena_free(struct arena *arena);

/* Frees what was taken, and goes on with an empty arena. */
void arena_clear(struct arena *arena);

/* Zeroed memory, aligned for any type; it lives as long as the arena. */
void *arena_new_size(struct arena *arena, size_t size) __attribute__((returns_nonnull));

/* Zeroed memory for `count` elements; a product that overflows counts as memory run out. */
void *arena_array(struct arena *arena, size_t count, size_t size) __attribute__((returns_nonnull));

#define ARENA_NEW(arena, type) ((type *)arena_new_size((arena), sizeof(type)))

/* Copies of a text, ended with NUL. */
char *arena_text(struct arena *arena, const char *text) __attribute__((returns_nonnull));
char *arena_text_of(struct arena *arena, const char *bytes, size_t size)
    __attribute__((returns_nonnull));

/* A formatted text. */
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));

#endif
