#include "tui/screens.h"

#include "tui/loop.h"
#include "tui/preview.h"
#include "tui/terminal.h"

void screens_copy(const char *text)
{
    loop_say(STYLE_NORMAL, "%s", text);
}

struct answer screens_open(struct review *review, enum request request)
{
    switch (request) {
    case REQUEST_PREVIEW:
        return view_open(preview_open(review));
    default:
        return view_unhandled();
    }
}
