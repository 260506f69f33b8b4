/*
 * A sheet: rows of text made for one drawing, that scroll when they are taller than their area.
 *
 *     struct sheet sheet = SHEET_EMPTY;
 *     sheet.columns = area.columns;
 *     sheet_field(&sheet, 10, "目标", STYLE_NORMAL, "不低于80%");
 *     sheet_draw(&sheet, &state->scroll, area);
 *     sheet_free(&sheet);
 *
 * Only the scroll is kept from one drawing to the next.
 */
#ifndef KAOPING_TUI_SHEET_H
#define KAOPING_TUI_SHEET_H

#include "core/buffer.h"
#include "tui/keys.h"
#include "tui/view.h"

#include <stdbool.h>
#include <stddef.h>

struct sheet_piece {
    size_t row, text; /* where its text begins in `texts` */
    int column;
    unsigned style;
};

struct sheet {
    int columns;
    size_t rows;
    struct buffer texts; /* each ended with NUL */
    struct sheet_piece *pieces;
    size_t count, room;
};

#define SHEET_EMPTY ((struct sheet){0, 0, BUFFER_EMPTY, NULL, 0, 0})

/* What is seen of a sheet. */
struct scroll {
    size_t top, rows, page; /* rows and page as of the last drawing */
};

/* Begins a new, empty row. */
void sheet_row(struct sheet *sheet);

/* Puts a text into the last row. */
void sheet_put(struct sheet *sheet, int column, unsigned style, const char *text, size_t size);

/* Puts a text from the last row on downwards, wrapped between `column` and the right edge. */
void sheet_wrap(struct sheet *sheet, int column, unsigned style, const char *text);

/* New rows with a label and a wrapped text from `column` on; nothing if the text is empty. The
 * label may be "". */
void sheet_field(struct sheet *sheet, int column, const char *label, unsigned style,
                 const char *text);

/* The same for Markdown. */
void sheet_markdown(struct sheet *sheet, int column, const char *label, const char *markdown);

/* The same for what a person typed as a note: its lines stay lines. */
void sheet_note(struct sheet *sheet, int column, const char *label, const char *note);

/* Draws what the scroll shows, and brings the scroll within the sheet. */
void sheet_draw(const struct sheet *sheet, struct scroll *scroll, struct area area);

/* Does what a request for moving asks; false if it is no such request. */
bool scroll_handle(struct scroll *scroll, enum request request);

void sheet_free(struct sheet *sheet);

#endif
