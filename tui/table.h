/*
 * A table of text, its columns aligned by what they take on a terminal.
 *
 *     struct table *table = table_new(arena, 2, 1u << 1);      // the second column flush right
 *     table_add(table, "四平市");
 *     table_add(table, "98.5");
 *     table_print(table, &out);
 */
#ifndef KAOPING_TUI_TABLE_H
#define KAOPING_TUI_TABLE_H

#include <stddef.h>

struct arena;
struct buffer;
struct table;

/* `right` has a bit for every column that stands flush right. Lives in the arena. */
struct table *table_new(struct arena *arena, size_t columns, unsigned right)
    __attribute__((returns_nonnull));

/* Adds the next cell, made safe. Rows follow one another. */
void table_add(struct table *table, const char *text);
void table_add_count(struct table *table, size_t count);

/* Appends the rows; columns are two spaces apart, and no line ends in spaces. */
void table_print(const struct table *table, struct buffer *out);

#endif
