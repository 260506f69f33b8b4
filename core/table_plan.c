#include "core/table_plan.h"

#include "core/memory.h"
#include "core/page.h"
#include "core/text.h"

/* ---- How wide ---- */

enum {
    NAME_COLUMNS = 16, /* a text of eight characters is not broken */
    HEAD_COLUMNS = 4,  /* a head's may be, after two */
    LEAST_COLUMNS = 2  /* of a column */
};

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* The longest Latin word, which no break should go through, if it is not longer than a name may be.
 */
static int word_width(const char *text)
{
    int longest = 0, word = 0;
    for (; *text; text++) {
        word = (unsigned char)*text > ' ' && (unsigned char)*text < 0x80 ? word + 1 : 0;
        longest = larger(longest, word);
    }
    return longest > NAME_COLUMNS ? NAME_COLUMNS : longest;
}

static struct table_width measure_cell(const struct table *table, size_t row, size_t column)
{
    const char *text = table_cell(table, row, column)->text;
    int natural = (int)text_width(text), few = row ? NAME_COLUMNS : HEAD_COLUMNS;
    int least = natural > few ? larger(few, word_width(text)) : natural;
    return (struct table_width){natural, least};
}

static struct table_width measure_column(const struct table *table, size_t column)
{
    struct table_width width = {LEAST_COLUMNS, LEAST_COLUMNS};
    if (table->column[column].numbers)
        width.natural = width.least =
            larger(LEAST_COLUMNS, (int)point_columns(&table->column[column].point));
    for (size_t row = 0; row < table->rows; row++) {
        struct table_width cell = measure_cell(table, row, column);
        width.natural = larger(width.natural, cell.natural);
        width.least = larger(width.least, cell.least);
    }
    return width;
}

void table_measure(const struct table *table, struct table_width *widths)
{
    for (size_t i = 0; i < table->columns; i++)
        widths[i] = measure_column(table, i);
}

/* 56 columns are 28 characters of 16 pt; in 10.5 pt half as many more fit. */
bool table_is_wide(cmark_node *node)
{
    enum { GAP = 2, COLUMNS = PAGE_COLUMNS * 3 / 2 };
    struct arena *arena = arena_new();
    struct table table;
    table_read(arena, node, NULL, &table);
    struct table_width *widths = arena_array(arena, table.columns + 1, sizeof *widths);
    table_measure(&table, widths);
    bool wide = !table_fits(widths, table.columns, COLUMNS, GAP);
    arena_free(arena);
    return wide;
}

bool table_makes_wide(cmark_node *annex)
{
    for (cmark_node *node = annex; (node = cmark_node_next(node));) {
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING &&
            cmark_node_get_heading_level(node) == 1)
            return false;
        if (node_is_table(node) && table_is_wide(node))
            return true;
    }
    return false;
}

/* ---- Columns and room ---- */

static long sum(const struct table_width *widths, size_t count, bool least, int gap)
{
    long all = count ? -(long)gap : 0;
    for (size_t i = 0; i < count; i++)
        all += gap + (least ? widths[i].least : widths[i].natural);
    return all;
}

bool table_fits(const struct table_width *widths, size_t count, int room, int gap)
{
    return sum(widths, count, true, gap) <= room;
}

static void add_column(struct table_slice *slice, size_t column, const struct table_width *widths)
{
    slice->columns[slice->count] = column;
    slice->widths[slice->count++] = widths[column].natural;
}

/* Takes from each column its share of what is missing: the more, the further it is from its least.
 */
static void narrow(struct table_slice *slice, const struct table_width *widths, int room, int gap)
{
    long natural = -gap, least = -gap;
    for (size_t i = 0; i < slice->count; i++) {
        natural += gap + widths[slice->columns[i]].natural;
        least += gap + widths[slice->columns[i]].least;
    }
    if (natural <= room)
        return;
    for (size_t i = 0; i < slice->count; i++) {
        const struct table_width *width = &widths[slice->columns[i]];
        long more =
            least < room ? (width->natural - width->least) * (room - least) / (natural - least) : 0;
        slice->widths[i] = width->least + (int)more;
    }
    if (least > room) /* the one column that there is beside the names, or without any */
        slice->widths[slice->count - 1] -= (int)(least - room);
}

static struct table_slice new_slice(struct arena *arena, size_t names, size_t most,
                                    const struct table_width *widths)
{
    struct table_slice slice = {.columns = arena_array(arena, most + 1, sizeof *slice.columns),
                                .widths = arena_array(arena, most + 1, sizeof *slice.widths)};
    for (size_t i = 0; i < names; i++)
        add_column(&slice, i, widths);
    return slice;
}

/* From `at` on, as many columns as fit beside the names, up to `enough` of width; at least one. */
static size_t fill_slice(struct table_slice *slice, const struct table_width *widths, size_t at,
                         size_t count, long room, long enough, int gap)
{
    long used = slice->count ? sum(widths, slice->count, true, gap) : -gap, own = 0;
    size_t first = at;
    for (; at < count; at++) {
        long wanted = gap + widths[at].least;
        if (at > first && (used + wanted > room || own >= enough))
            break;
        used += wanted;
        own += wanted;
        add_column(slice, at, widths);
    }
    return at;
}

/* How wide the columns of a slice should be, so that all are about as full. */
static long share_of_slice(const struct table_width *widths, size_t names, size_t count, long room,
                           int gap)
{
    long own = sum(widths + names, count - names, true, gap) + gap;
    long each = room - (names ? sum(widths, names, true, gap) : -gap);
    long slices = each > 0 ? (own + each - 1) / each : own;
    return slices > 0 ? (own + slices - 1) / slices : own;
}

void table_plan(struct arena *arena, const struct table_width *widths, size_t count, size_t names,
                int room, int gap, struct table_plan *out)
{
    *out = (struct table_plan){.slices = arena_array(arena, count + 1, sizeof *out->slices)};
    bool whole = table_fits(widths, count, room, gap);
    if (whole || names >= count || sum(widths, names, true, gap) > room / 2)
        names = 0;
    long enough = whole ? room : share_of_slice(widths, names, count, room, gap);
    for (size_t at = names; at < count; out->count++) {
        struct table_slice *slice = &out->slices[out->count];
        *slice = new_slice(arena, names, count, widths);
        at = fill_slice(slice, widths, at, count, room, enough, gap);
        narrow(slice, widths, room, gap);
    }
}
