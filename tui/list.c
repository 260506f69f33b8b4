#include "tui/list.h"

#include "tui/terminal.h"

static size_t count_of(const struct list *list)
{
    return list->rows->count(list->context);
}

static bool selectable(const struct list *list, size_t index)
{
    return index < count_of(list) &&
           (!list->rows->selectable || list->rows->selectable(list->context, index));
}

bool list_has_selection(const struct list *list)
{
    return selectable(list, list->cursor);
}

/* Moves the cursor to the row, or to the first selectable one from there in that direction, or
 * else in the other. */
static void go(struct list *list, size_t index, bool down)
{
    size_t count = count_of(list);
    if (count == 0) {
        list->cursor = 0;
        return;
    }
    if (index >= count)
        index = count - 1;
    for (int turn = 0; turn < 2; turn++, down = !down) {
        size_t left = down ? count - index : index + 1;
        for (size_t i = 0; i < left; i++) {
            size_t at = down ? index + i : index - i;
            if (selectable(list, at)) {
                list->cursor = at;
                return;
            }
        }
    }
    list->cursor = index;
}

void list_select(struct list *list, size_t index)
{
    go(list, index, true);
}

static void move_up(struct list *list, size_t rows)
{
    if (!list_has_selection(list)) /* nothing to select: a text that scrolls */
        list->cursor = list->top;
    go(list, list->cursor > rows ? list->cursor - rows : 0, false);
}

static void move_down(struct list *list, size_t rows)
{
    go(list, list->cursor + rows, true);
}

/* Moves the page and the cursor together. */
static void turn(struct list *list, size_t rows, bool down)
{
    size_t before = list->cursor;
    if (down)
        move_down(list, rows);
    else
        move_up(list, rows);
    if (list->cursor > before)
        list->top += list->cursor - before;
    else
        list->top -= before - list->cursor < list->top ? before - list->cursor : list->top;
}

bool list_handle(struct list *list, enum request request)
{
    size_t page = list->page > 0 ? list->page : 1, half = page > 1 ? page / 2 : 1;
    switch (request) {
    case REQUEST_UP:
        move_up(list, 1);
        break;
    case REQUEST_DOWN:
        move_down(list, 1);
        break;
    case REQUEST_PAGE_UP:
        turn(list, page, false);
        break;
    case REQUEST_PAGE_DOWN:
        turn(list, page, true);
        break;
    case REQUEST_HALF_UP:
        turn(list, half, false);
        break;
    case REQUEST_HALF_DOWN:
        turn(list, half, true);
        break;
    case REQUEST_FIRST:
        go(list, 0, true);
        break;
    case REQUEST_LAST:
        go(list, count_of(list), false);
        break;
    default:
        return false;
    }
    list_fit(list, list->page);
    return true;
}

bool list_click(struct list *list, int row)
{
    size_t index = list->top + (size_t)(row - list->row);
    if (row < list->row || index >= list->top + list->page || !selectable(list, index))
        return false;
    bool again = index == list->cursor;
    list->cursor = index;
    return again;
}

void list_fit(struct list *list, size_t page)
{
    size_t count = count_of(list);
    list->page = page;
    if (page == 0)
        return;
    go(list, list->cursor, true);
    size_t first = list->cursor; /* with the headings right above it */
    while (first > 0 && list->cursor - first + 1 < page && !selectable(list, first - 1))
        first--;
    size_t half = page / 2;
    if (first < list->top)
        list->top = first > half ? first - half : 0;
    if (list->cursor >= list->top + page)
        list->top = list->cursor - page + 1 + half;
    if (list->top > first)
        list->top = first;
    if (list->top + page > count)
        list->top = count > page ? count - page : 0;
}

void list_draw(struct list *list, struct area area)
{
    list_fit(list, area.rows > 0 ? (size_t)area.rows : 0);
    list->row = area.row;
    size_t count = count_of(list);
    for (size_t i = 0; i < list->page && list->top + i < count; i++) {
        size_t index = list->top + i;
        bool selected = index == list->cursor && selectable(list, index);
        struct area row = {area.row + (int)i, area.column + LIST_MARGIN, 1,
                           area.columns - LIST_MARGIN};
        if (selected) {
            draw_text(row.row, area.column, 1, STYLE_SELECTED, ">");
            draw_cursor(row.row, area.column);
        }
        list->rows->draw(list->context, index, row, selected);
    }
}
