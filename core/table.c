#include "core/table.h"

#include "core/buffer.h"
#include "core/circular.h"
#include "core/decimal.h"
#include "core/memory.h"
#include "core/text.h"

#include <ctype.h>
#include <string.h>

/* ---- Reading ---- */

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

/* A unit, a draft's mark or both; longer, or with figures of its own, it is a text that begins with
 * a number. */
static bool is_unit(const char *text)
{
    enum { UNIT_COLUMNS = 8 };
    size_t size = strlen(text), open = strlen(CIRCULAR_OPEN);
    if (size >= open && strcmp(text + size - open, CIRCULAR_OPEN) == 0)
        size -= open;
    struct buffer unit = BUFFER_EMPTY;
    buffer_add_bytes(&unit, text, size);
    bool is = text_width(unit.bytes) <= UNIT_COLUMNS && !strpbrk(unit.bytes, "0123456789-/:.");
    buffer_free(&unit);
    return is;
}

static void read_number(struct table_cell *cell)
{
    cell->number = decimal_prefix(cell->text, &cell->whole);
    cell->behind = cell->text + cell->number;
    if (cell->number && is_unit(cell->behind))
        return;
    cell->number = cell->whole = 0;
    cell->behind = "";
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

/* The bytes before the point; U+2212 is as wide as another sign. */
static size_t digits_before(const struct table_cell *cell)
{
    return cell->whole - (cell->whole && (unsigned char)*cell->text >= 0x80 ? 2 : 0);
}

/* The bytes behind it, with the point. */
static size_t digits_behind(const struct table_cell *cell)
{
    return cell->number - cell->whole;
}

static struct table_column read_column(const struct table *table, size_t column)
{
    struct table_column out = {.unit = ""};
    for (size_t row = 1; row < table->rows; row++) {
        const struct table_cell *cell = table_cell(table, row, column);
        size_t before = digits_before(cell), behind = digits_behind(cell);
        if (!cell->number && !is_nothing(cell->text))
            return (struct table_column){.unit = ""};
        out.numbers = out.numbers || cell->number;
        out.before = before > out.before ? before : out.before;
        out.behind = behind > out.behind ? behind : out.behind;
        out.unit = strlen(cell->behind) > strlen(out.unit) ? cell->behind : out.unit;
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
        read_number(&out->cells[i]);
    }
    read_columns(node, out);
}

const struct table_cell *table_cell(const struct table *table, size_t row, size_t column)
{
    return &table->cells[row * table->columns + column];
}

/* ---- Numbers at the point ---- */

size_t table_pad_before(const struct table *table, size_t row, size_t column)
{
    return table->column[column].before - digits_before(table_cell(table, row, column));
}

size_t table_block(const struct table *table, size_t column)
{
    const struct table_column *of = &table->column[column];
    return of->before + of->behind + text_width(of->unit);
}

void table_pad(const struct table *table, size_t row, size_t column, struct buffer *before,
               struct buffer *behind)
{
    const struct table_cell *cell = table_cell(table, row, column);
    const struct table_column *all = &table->column[column];
    buffer_cut(before, 0);
    buffer_cut(behind, 0);
    for (size_t i = table_pad_before(table, row, column); i > 0; i--)
        buffer_add_char(before, '0');
    for (size_t i = digits_behind(cell); i < all->behind; i++)
        buffer_add_char(behind, i ? '0' : '.');
    if (!*cell->behind)
        buffer_add(behind, all->unit);
}
