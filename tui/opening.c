#include "tui/opening.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/moment.h"
#include "tui/keys.h"
#include "tui/terminal.h"

enum { DRAW_EVERY = 100, LOOK_EVERY = 64 }; /* milliseconds; files */

void opening_draw(struct opening *opening)
{
    int rows = terminal_rows(), columns = terminal_columns();
    struct buffer title = BUFFER_EMPTY, text = BUFFER_EMPTY, hints = BUFFER_EMPTY;
    opening->drawn = clock_now();
    buffer_format(&title, opening->year ? TR("overview %s", "%s年总览") : TR("overview", "总览"),
                  opening->year);
    buffer_add(&text, TR("reading the record", "正在读取考评库"));
    if (opening->read)
        buffer_format(&text, TR(": %zu files", "：已读%zu个文件"), opening->read);
    keys_add_hints(&hints, SCREEN_OVERVIEW, (size_t)columns - 1, NULL, NULL);
    draw_begin();
    draw_blank(0, 0, columns, STYLE_TITLE);
    draw_text(0, 1, columns - 1, STYLE_TITLE, title.bytes);
    draw_text(rows - 2, 0, columns, STYLE_NORMAL, text.bytes);
    draw_text(rows - 1, 0, columns - 1, STYLE_NORMAL, hints.bytes);
    draw_end();
    buffer_free(&hints);
    buffer_free(&text);
    buffer_free(&title);
}

void opening_progress(void *context, size_t read)
{
    struct opening *opening = context;
    opening->read = read;
    if (read % LOOK_EVERY == 0 && clock_now() >= opening->drawn + DRAW_EVERY)
        opening_draw(opening);
}
