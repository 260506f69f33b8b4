#include "tui/preview.h"

#include "core/circular.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/page.h"
#include "core/text.h"
#include "tui/sheet.h"
#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>

/* The text is a function of commit and language, and is made again when either changes. */
struct preview {
    struct review *review;
    struct scroll scroll;
    char commit[COMMIT_SIZE];
    enum language language;
    struct buffer text;
    size_t open; /* how often 【待定】 stands in it */
    struct error error;
};

static size_t count_open(const char *text)
{
    size_t count = 0;
    for (; (text = strstr(text, CIRCULAR_OPEN)); text += strlen(CIRCULAR_OPEN))
        count++;
    return count;
}

static void make(struct preview *preview)
{
    struct snapshot *snapshot = preview->review->snapshot;
    if (strcmp(preview->commit, snapshot->commit) == 0 && preview->language == language_get())
        return;
    memcpy(preview->commit, snapshot->commit, sizeof preview->commit);
    preview->language = language_get();
    preview->error.text[0] = '\0';
    struct buffer markdown = BUFFER_EMPTY;
    buffer_cut(&preview->text, 0);
    if (snapshot_circular(snapshot, NULL, true, &markdown, NULL, &preview->error) == STATUS_OK)
        page_text(markdown.bytes, PAGE_COLUMNS, &preview->text);
    preview->open = count_open(markdown.bytes);
    buffer_free(&markdown);
}

static void put(struct sheet *sheet, int *column, unsigned style, const char *from, const char *to)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_add_bytes(&text, from, (size_t)(to - from));
    if (text.size)
        sheet_put(sheet, *column, style, text.bytes, text.size);
    *column += (int)text_width(text.bytes);
    buffer_free(&text);
}

/* One line, what is open made bold. A line's end can part 【待 from 定】: 【 never ends a line and
 * 】 never begins one. */
static void add_line(struct sheet *sheet, const char *at, const char *end, bool *parted)
{
    static const char begun[] = "【待", rest[] = "定】";
    int column = 0;
    sheet_row(sheet);
    if (*parted && strncmp(at, rest, strlen(rest)) == 0) {
        put(sheet, &column, STYLE_WAITING | STYLE_BOLD, at, at + strlen(rest));
        at += strlen(rest);
    }
    const char *found;
    while ((found = strstr(at, CIRCULAR_OPEN)) && found < end) {
        put(sheet, &column, STYLE_NORMAL, at, found);
        at = found + strlen(CIRCULAR_OPEN);
        put(sheet, &column, STYLE_WAITING | STYLE_BOLD, found, at);
    }
    size_t size = strlen(begun);
    *parted = (size_t)(end - at) >= size && strncmp(end - size, begun, size) == 0;
    put(sheet, &column, STYLE_NORMAL, at, *parted ? end - size : end);
    if (*parted)
        put(sheet, &column, STYLE_WAITING | STYLE_BOLD, end - size, end);
}

static void title(const struct view *view, struct buffer *out)
{
    const struct preview *preview = view->state;
    buffer_add(out, TR("circular, draft", "通报草稿"));
    if (preview->open)
        buffer_format(out, TR(" (%zu open)", "（%zu处待定）"), preview->open);
}

static void draw(struct view *view, struct area area)
{
    struct preview *preview = view->state;
    struct sheet sheet = SHEET_EMPTY;
    make(preview);
    int width = area.columns < PAGE_COLUMNS ? area.columns : PAGE_COLUMNS;
    area.column += (area.columns - width) / 2;
    area.columns = sheet.columns = width;
    if (preview->error.text[0])
        sheet_field(&sheet, 0, "", STYLE_BAD, preview->error.text);
    bool parted = false;
    for (const char *at = preview->text.bytes; *at;) {
        const char *end = at + strcspn(at, "\n");
        add_line(&sheet, at, end, &parted);
        at = end + (*end == '\n');
    }
    sheet_draw(&sheet, &preview->scroll, area);
    sheet_free(&sheet);
}

static struct answer handle(struct view *view, struct press press)
{
    struct preview *preview = view->state;
    return scroll_handle(&preview->scroll, press.request) ? view_stay() : view_unhandled();
}

static void close_preview(struct view *view)
{
    struct preview *preview = view->state;
    buffer_free(&preview->text);
    free(preview);
}

struct view *preview_open(struct review *review)
{
    static const struct view_kind kind = {.screen = SCREEN_CIRCULAR,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .close = close_preview};
    struct preview *preview = memory_new(sizeof *preview);
    *preview = (struct preview){.review = review};
    preview->text = BUFFER_EMPTY;
    make(preview);
    return view_new(&kind, preview);
}
