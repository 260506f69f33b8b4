#include "tui/screens.h"

#include "tui/preview.h"

struct answer screens_open(struct review *review, enum request request)
{
    switch (request) {
    case REQUEST_PREVIEW:
        return view_open(preview_open(review));
    default:
        return view_unhandled();
    }
}
