#include "tui/ticks.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "tui/list.h"
#include "tui/loop.h"
#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>

enum { BOX = 6 }; /* "1 [x] " */

struct ticks {
    struct list list;
    struct arena *arena; /* the item's own texts go with its snapshot */
    int question;
    struct buffer given; /* the answer */
    struct label *conditions;
    bool *ticked;
    size_t count;
};

static size_t count(void *context)
{
    return ((struct ticks *)context)->count;
}

static void draw_row(void *context, size_t index, struct area area, bool selected)
{
    const struct ticks *ticks = context;
    bool ticked = ticks->ticked[index];
    struct buffer box = BUFFER_EMPTY;
    buffer_format(&box, "%zu [%c]", index + 1, ticked ? 'x' : ' ');
    draw_text(area.row, area.column, BOX, ticked ? STYLE_GOOD : STYLE_WAITING, box.bytes);
    draw_text(area.row, area.column + BOX, area.columns - BOX, selected ? STYLE_BOLD : STYLE_NORMAL,
              condition_words(&ticks->conditions[index]));
    buffer_free(&box);
}

static void title(const struct view *view, struct buffer *out)
{
    (void)view;
    buffer_add(out, TR("close-out conditions", "销号条件"));
}

static void draw(struct view *view, struct area area)
{
    struct ticks *ticks = view->state;
    draw_text(area.row, area.column, area.columns, STYLE_NORMAL,
              TR("Tick what was found met: a digit or the space bar ticks, Enter goes on.",
                 "请勾选已核实满足的条件：按数字或空格勾选，按回车继续。"));
    draw_text(area.row + 1, area.column, area.columns, STYLE_DIM,
              TR("Where one is lacking, a reason is asked for.", "如有未满足的条件，须填写理由。"));
    area.row += 3;
    area.rows -= 3;
    list_draw(&ticks->list, area);
}

/* A digit ticks its own condition, the space bar the one at the cursor. */
static void tick(struct ticks *ticks, uint32_t key)
{
    size_t index = key == ' ' ? ticks->list.cursor : (size_t)(key - '1');
    if (index < ticks->count) {
        ticks->ticked[index] = !ticks->ticked[index];
        list_select(&ticks->list, index);
    } else {
        loop_say(STYLE_WAITING, TR("there are the conditions 1 to %zu", "条件只有1到%zu"),
                 ticks->count);
    }
}

static struct answer give(struct ticks *ticks)
{
    for (size_t i = 0; i < ticks->count; i++)
        if (ticks->ticked[i])
            buffer_format(&ticks->given, "%s;", ticks->conditions[i].id);
    return (struct answer){
        .kind = ANSWER_GIVE, .question = ticks->question, .text = ticks->given.bytes};
}

static struct answer handle(struct view *view, struct press press)
{
    struct ticks *ticks = view->state;
    if (press.request == REQUEST_RECORD)
        return give(ticks);
    if (press.request == REQUEST_BACK || press.request == REQUEST_QUIT)
        return (struct answer){.kind = ANSWER_GIVE, .question = ticks->question};
    if (press.request == REQUEST_TICK)
        tick(ticks, press.key);
    else if (!list_handle(&ticks->list, press.request))
        return view_unhandled();
    return view_stay();
}

static void close_ticks(struct view *view)
{
    struct ticks *ticks = view->state;
    buffer_free(&ticks->given);
    arena_free(ticks->arena);
    free(ticks);
}

static bool holds(const char *ids, const char *id)
{
    size_t size = strlen(id);
    for (const char *at = ids; *at; at += strcspn(at, ";"), at += *at == ';')
        if (strncmp(at, id, size) == 0 && (at[size] == ';' || !at[size]))
            return true;
    return false;
}

struct view *ticks_open(const struct item *item, int question, const char *ticked)
{
    static const struct list_rows rows = {.count = count, .draw = draw_row};
    static const struct view_kind kind = {.screen = SCREEN_TICKS,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .close = close_ticks};
    struct ticks *ticks = memory_new(sizeof *ticks);
    struct arena *arena = arena_new();
    *ticks = (struct ticks){.list = {.rows = &rows, .context = ticks},
                            .arena = arena,
                            .question = question,
                            .given = BUFFER_EMPTY,
                            .count = item->condition_count};
    ticks->conditions = arena_array(arena, ticks->count, sizeof *ticks->conditions);
    ticks->ticked = arena_array(arena, ticks->count, sizeof *ticks->ticked);
    for (size_t i = 0; i < ticks->count; i++) {
        const struct label *from = &item->conditions[i];
        ticks->conditions[i].id = arena_text(arena, from->id);
        ticks->conditions[i].name = from->name ? arena_text(arena, from->name) : NULL;
        ticks->ticked[i] = holds(ticked, from->id);
    }
    return view_new(&kind, ticks);
}
