#include "core/table.h"

#include "core/buffer.h"
#include "core/circular.h"
#include "core/memory.h"

#include <string.h>

static size_t count_children(cmark_node *node)
{
    size_t count = 0;
    for (cmark_node *child = cmark_node_first_child(node); child; child = cmark_node_next(child))
        count++;
    return count;
}

/* The cells' texts, one behind the other, each ended with NUL. */
static void read_texts(cmark_node *node, struct track *track, struct table *table,
                       struct buffer *text)
{
    struct table_cell *row = table->cells;
    cmark_node *line = cmark_node_first_child(node);
    for (; line; line = cmark_node_next(line), row += table->columns) {
        cmark_node *cell = cmark_node_first_child(line);
        for (size_t i = 0; i < table->columns; i++, cell = cell ? cmark_node_next(cell) : NULL) {
            row[i] = (struct table_cell){.node = cell, .at = text->size};
            if (cell)
                part_add_text(cell, true, track, text);
            buffer_add_char(text, '\0');
        }
    }
}

/* What stands in a column of numbers where there is none. */
static bool is_nothing(const char *text)
{
    static const char *const nothings[] = {"", "-", "—", "——", "－", "/", "／", CIRCULAR_OPEN};
    for (size_t i = 0; i < sizeof nothings / sizeof *nothings; i++)
        if (strcmp(text, nothings[i]) == 0)
            return true;
    return false;
}

static struct table_column read_column(const struct table *table, size_t column)
{
    struct table_column out = {.point = POINT_NONE};
    for (size_t row = 1; row < table->rows; row++) {
        const struct table_cell *cell = table_cell(table, row, column);
        if (!cell->number.size && !is_nothing(cell->text))
            return (struct table_column){.point = POINT_NONE};
        out.numbers = out.numbers || cell->number.size;
        point_hold(&out.point, &cell->number);
    }
    return out;
}

static void read_columns(cmark_node *node, struct table *table)
{
    for (size_t i = 0; i < table->columns; i++) {
        table->column[i] = read_column(table, i);
        table->column[i].side = table_alignment(node, i);
    }
    while (table->names < table->columns && table->column[table->names].numbers)
        table->names++;
    table->names = table->names < table->columns ? table->names + 1 : table->columns > 0;
}

void table_read(struct arena *arena, cmark_node *node, struct track *track, struct table *out)
{
    struct buffer text = BUFFER_EMPTY;
    *out = (struct table){.rows = count_children(node), .columns = table_columns(node)};
    size_t cells = out->rows * out->columns;
    out->cells = arena_array(arena, cells + 1, sizeof *out->cells);
    out->column = arena_array(arena, out->columns + 1, sizeof *out->column);
    read_texts(node, track, out, &text);
    out->text = buffer_take(&text, arena);
    for (size_t i = 0; i < cells; i++) {
        out->cells[i].text = out->text + out->cells[i].at;
        out->cells[i].number = numeral_read(out->cells[i].text);
    }
    read_columns(node, out);
}

const struct table_cell *table_cell(const struct table *table, size_t row, size_t column)
{
    return &table->cells[row * table->columns + column];
}
