#include "tui/screens.h"

#include "tui/history.h"
#include "tui/preview.h"
#include "tui/ranking.h"

struct answer screens_open(struct review *review, enum screen_id from, enum request request)
{
    switch (request) {
    case REQUEST_PREVIEW:
        return view_open(preview_open(review));
    case REQUEST_HISTORY:
        return view_open(
            history_open(review, from == SCREEN_ITEM ? HISTORY_ITEM : HISTORY_JURISDICTION));
    case REQUEST_RANKING:
        return view_open(ranking_open(review));
    default:
        return view_unhandled();
    }
}
