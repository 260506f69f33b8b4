#include "tui/table.h"

#include "core/buffer.h"
#include "core/memory.h"
#include "core/text.h"

#include <stdbool.h>
#include <string.h>

struct table {
    struct arena *arena;
    size_t columns;
    unsigned right;
    const char **cells;
    size_t count, room;
    size_t *widths;
};

struct table *table_new(struct arena *arena, size_t columns, unsigned right)
{
    struct table *table = ARENA_NEW(arena, struct table);
    table->arena = arena;
    table->columns = columns;
    table->right = right;
    table->widths = arena_array(arena, columns, sizeof *table->widths);
    return table;
}

void table_add(struct table *table, const char *text)
{
    if (table->count == table->room) {
        table->room = table->room ? table->room * 2 : 64;
        const char **cells = arena_array(table->arena, table->room, sizeof *cells);
        if (table->count)
            memcpy(cells, table->cells, table->count * sizeof *cells);
        table->cells = cells;
    }
    struct buffer safe = BUFFER_EMPTY;
    text_add_safe(&safe, text);
    size_t width = text_width(safe.bytes), *widest = &table->widths[table->count % table->columns];
    if (width > *widest)
        *widest = width;
    table->cells[table->count++] = buffer_take(&safe, table->arena);
}

void table_add_count(struct table *table, size_t count)
{
    table_add(table, arena_format(table->arena, "%zu", count));
}

static void print_row(const struct table *table, size_t first, struct buffer *out)
{
    size_t waiting = 0; /* spaces, written only before a text */
    for (size_t i = 0; i < table->columns && first + i < table->count; i++) {
        const char *text = table->cells[first + i];
        size_t gap = table->widths[i] - text_width(text);
        bool right = table->right >> i & 1u;
        waiting += right ? gap : 0;
        if (*text) {
            buffer_format(out, "%*s%s", (int)waiting, "", text);
            waiting = 0;
        }
        waiting += (right ? 0 : gap) + 2;
    }
    buffer_add_char(out, '\n');
}

void table_print(const struct table *table, struct buffer *out)
{
    for (size_t first = 0; first < table->count; first += table->columns)
        print_row(table, first, out);
}
