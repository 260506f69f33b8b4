#include "tui/text_rows.h"

#include "core/cluster.h"
#include "core/memory.h"
#include "core/text.h"
#include "core/wrap.h"

#include <stdlib.h>

static void add(struct text_rows *rows, size_t *room, struct text_row row)
{
    if (rows->count == *room) {
        *room = *room ? *room * 2 : 32;
        rows->rows = memory_resize(rows->rows, *room * sizeof *rows->rows);
    }
    rows->rows[rows->count++] = row;
}

struct text_rows text_rows_make(const char *text, size_t columns)
{
    struct text_rows rows = {.text = text, .columns = columns};
    size_t at = 0, room = 0;
    bool broken = false;
    while (text[at]) {
        struct wrap_line line = wrap_next(text + at, columns);
        broken = text[at + line.step - 1] != '\n';
        add(&rows, &room, (struct text_row){at, line.size, line.step, broken});
        at += line.step;
    }
    if (broken)
        rows.rows[rows.count - 1].broken = false;
    else
        add(&rows, &room, (struct text_row){at, 0, 0, false}); /* behind the last line feed */
    return rows;
}

static size_t width_between(const char *at, const char *end)
{
    size_t width = 0;
    while (at < end)
        width += (size_t)text_character_width(text_next(&at));
    return width;
}

struct text_place text_rows_place(const struct text_rows *rows, size_t caret, bool behind)
{
    size_t row = 0;
    while (row + 1 < rows->count && rows->rows[row + 1].begin <= caret)
        row++;
    if (behind && row > 0 && rows->rows[row].begin == caret && rows->rows[row - 1].broken)
        row--;
    size_t column = width_between(rows->text + rows->rows[row].begin, rows->text + caret);
    return (struct text_place){row, column < rows->columns ? column : rows->columns};
}

/* The last position in a row: of a broken one, before the spaces that hang over the edge. */
static size_t row_end(const struct text_rows *rows, size_t index)
{
    const struct text_row *row = &rows->rows[index];
    if (row->broken)
        return row->begin + row->size;
    return row->begin + row->step - (index + 1 < rows->count);
}

size_t text_rows_caret(const struct text_rows *rows, struct text_place place, bool *behind)
{
    size_t index = place.row < rows->count ? place.row : rows->count - 1;
    const struct text_row *row = &rows->rows[index];
    size_t at = row->begin, end = row_end(rows, index);
    for (size_t column = 0; at < end;) {
        size_t next = cluster_next(rows->text, at);
        column += width_between(rows->text + at, rows->text + next);
        if (column > place.column || next > end)
            break;
        at = next;
    }
    *behind = row->broken && at == row->begin + row->step;
    return at;
}

void text_rows_free(struct text_rows *rows)
{
    free(rows->rows);
    *rows = (struct text_rows){.rows = NULL};
}
