#include "tui/backwards.h"

#include "core/language.h"
#include "core/memory.h"
#include "tui/sheet.h"
#include "tui/terminal.h"

#include <stdlib.h>

struct backwards {
    struct view *behind; /* NULL once it was given to the loop */
    char *text;
    struct scroll scroll;
};

static void title(const struct view *view, struct buffer *out)
{
    (void)view;
    buffer_add(out, TR("the record went backwards", "考评库倒退"));
}

static void draw(struct view *view, struct area area)
{
    struct backwards *backwards = view->state;
    struct sheet sheet = SHEET_EMPTY;
    sheet.columns = area.columns;
    sheet_row(&sheet);
    sheet_row(&sheet);
    sheet_wrap(&sheet, 2, STYLE_BAD, backwards->text);
    sheet_row(&sheet);
    sheet_row(&sheet);
    sheet_wrap(&sheet, 2, STYLE_NORMAL,
               TR("1 goes on reading; what you decide cannot be saved.",
                  "按 1 继续查看；此时作出的评定无法保存。"));
    sheet_draw(&sheet, &backwards->scroll, area);
    sheet_free(&sheet);
}

static struct answer handle(struct view *view, struct press press)
{
    struct backwards *backwards = view->state;
    if (scroll_handle(&backwards->scroll, press.request))
        return view_stay();
    if (press.request != REQUEST_GO_ON)
        return view_unhandled();
    struct view *behind = backwards->behind;
    backwards->behind = NULL;
    return (struct answer){.kind = ANSWER_REPLACE, .view = behind};
}

static void close_backwards(struct view *view)
{
    struct backwards *backwards = view->state;
    if (backwards->behind) {
        backwards->behind->kind->close(backwards->behind);
        free(backwards->behind);
    }
    free(backwards->text);
    free(backwards);
}

struct view *backwards_open(struct view *behind, const char *text)
{
    static const struct view_kind kind = {.screen = SCREEN_NOTICE,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .close = close_backwards};
    struct backwards *backwards = memory_new(sizeof *backwards);
    *backwards = (struct backwards){.behind = behind, .text = memory_text(text)};
    return view_new(&kind, backwards);
}
