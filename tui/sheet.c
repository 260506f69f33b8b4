#include "tui/sheet.h"

#include "core/memory.h"
#include "core/page.h"
#include "core/text.h"
#include "core/wrap.h"
#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>

void sheet_row(struct sheet *sheet)
{
    sheet->rows++;
}

void sheet_put(struct sheet *sheet, int column, unsigned style, const char *text, size_t size)
{
    if (sheet->count == sheet->room) {
        sheet->room = sheet->room ? 2 * sheet->room : 64;
        sheet->pieces = memory_resize(sheet->pieces, sheet->room * sizeof *sheet->pieces);
    }
    sheet->pieces[sheet->count++] =
        (struct sheet_piece){sheet->rows - (sheet->rows > 0), sheet->texts.size, column, style};
    buffer_add_bytes(&sheet->texts, text, size);
    buffer_add_char(&sheet->texts, '\0');
}

void sheet_wrap(struct sheet *sheet, int column, unsigned style, const char *text)
{
    struct buffer safe = BUFFER_EMPTY;
    text_add_safe_lines(&safe, text);
    size_t room = sheet->columns - column > 2 ? (size_t)(sheet->columns - column) : 2;
    for (const char *at = safe.bytes; *at;) {
        struct wrap_line line = wrap_next(at, room);
        if (at > safe.bytes)
            sheet_row(sheet);
        sheet_put(sheet, column, style, at, line.size);
        at += line.step;
    }
    buffer_free(&safe);
}

void sheet_field(struct sheet *sheet, int column, const char *label, unsigned style,
                 const char *text)
{
    if (!*text)
        return;
    sheet_row(sheet);
    sheet_put(sheet, 0, STYLE_LABEL, label, strlen(label));
    sheet_wrap(sheet, column, style, text);
}

void sheet_markdown(struct sheet *sheet, int column, const char *label, const char *markdown)
{
    if (!*markdown)
        return;
    struct buffer plain = BUFFER_EMPTY;
    page_text(markdown, (size_t)(sheet->columns > column ? sheet->columns - column : 1), &plain);
    sheet_row(sheet);
    sheet_put(sheet, 0, STYLE_LABEL, label, strlen(label));
    for (const char *at = plain.bytes; *at;) {
        size_t size = strcspn(at, "\n");
        if (at > plain.bytes)
            sheet_row(sheet);
        sheet_put(sheet, column, STYLE_NORMAL, at, size);
        at += size + (at[size] == '\n');
    }
    buffer_free(&plain);
}

void sheet_note(struct sheet *sheet, int column, const char *label, const char *note)
{
    struct buffer markdown = BUFFER_EMPTY;
    for (; *note; note++) {
        bool single = *note == '\n' && note[1] != '\n';
        buffer_add(&markdown, single ? "  " : ""); /* a hard line break */
        buffer_add_char(&markdown, *note);
    }
    sheet_markdown(sheet, column, label, markdown.bytes);
    buffer_free(&markdown);
}

static void fit(struct scroll *scroll)
{
    size_t most = scroll->rows > scroll->page ? scroll->rows - scroll->page : 0;
    if (scroll->top > most)
        scroll->top = most;
}

void sheet_draw(const struct sheet *sheet, struct scroll *scroll, struct area area)
{
    scroll->rows = sheet->rows;
    scroll->page = area.rows > 0 ? (size_t)area.rows : 0;
    fit(scroll);
    for (size_t i = 0; i < sheet->count; i++) {
        const struct sheet_piece *piece = &sheet->pieces[i];
        if (piece->row >= scroll->top && piece->row - scroll->top < scroll->page)
            draw_text(area.row + (int)(piece->row - scroll->top), area.column + piece->column,
                      area.columns - piece->column, piece->style, sheet->texts.bytes + piece->text);
    }
}

bool scroll_handle(struct scroll *scroll, enum request request)
{
    bool down =
        request == REQUEST_DOWN || request == REQUEST_PAGE_DOWN || request == REQUEST_HALF_DOWN;
    size_t step;
    switch (request) {
    case REQUEST_UP:
    case REQUEST_DOWN:
        step = 1;
        break;
    case REQUEST_PAGE_UP:
    case REQUEST_PAGE_DOWN:
        step = scroll->page;
        break;
    case REQUEST_HALF_UP:
    case REQUEST_HALF_DOWN:
        step = scroll->page / 2;
        break;
    case REQUEST_FIRST:
        step = scroll->rows;
        break;
    case REQUEST_LAST:
        step = scroll->rows;
        down = true;
        break;
    default:
        return false;
    }
    scroll->top = down ? scroll->top + step : scroll->top > step ? scroll->top - step : 0;
    fit(scroll);
    return true;
}

void sheet_free(struct sheet *sheet)
{
    buffer_free(&sheet->texts);
    free(sheet->pieces);
    *sheet = SHEET_EMPTY;
}
