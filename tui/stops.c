#include "tui/stops.h"

#include "core/circular.h"
#include "core/language.h"
#include "core/memory.h"
#include "tui/item.h"
#include "tui/list.h"
#include "tui/loop.h"
#include "tui/sheet.h"
#include "tui/terminal.h"
#include "tui/trace.h"

#include <stdlib.h>
#include <string.h>

enum { STATE = 9, JURISDICTION = 14, PLACES = 8, DETAILS = 5, NO_ENTRY = -1 };

/* A place of the template. */
struct stop {
    const char *file, *name, *why; /* the name from the root of the facts, where it is one */
    int line;
};

/* An entry that stops it, or a place alone. */
struct row {
    int entry;          /* its index in the assessment of that commit, or NO_ENTRY */
    size_t count;       /* places */
    struct stop *alone; /* where there is no entry */
};

/* A function of commit and language, and made again when either changes. */
struct stopping {
    struct review *review;
    char commit[COMMIT_SIZE];
    enum language language;
    struct arena *arena;
    struct stop *stops; /* in the order of the text */
    size_t stop_count;
    struct row *rows;
    size_t row_count, entry_count; /* the rows of entries come first */
    struct place place;            /* the selected entry, by ids */
    struct list list;
    struct error error;
};

/* ---- Gathering ---- */

static const struct source *open_source(const struct value *value)
{
    return value && value->source && value->source->open ? value->source : NULL;
}

/* {{#x}}…{{/x}}{{^x}}…{{/x}} on one line, or x written again for each member of a list: one place.
 */
static bool is_same(const struct circular_stop *a, const struct circular_stop *b)
{
    return a->place.line == b->place.line && a->value == b->value &&
           !strcmp(a->place.file, b->place.file) && !strcmp(a->place.name, b->place.name);
}

static bool is_known(const struct circular_stop *first, const struct circular_stop *stop)
{
    for (; first != stop; first = first->next)
        if (is_same(first, stop))
            return true;
    return false;
}

/* Counts the places of each entry, and lists the places that have none. */
static void add_stop(struct stopping *stopping, const struct circular_stop *stop, size_t *places)
{
    const struct assessment *assessment = stopping->review->snapshot->assessment;
    const struct source *source = open_source(stop->value);
    struct stop *copy = &stopping->stops[stopping->stop_count++];
    *copy = (struct stop){stop->place.file, stop->place.name, stop->why, stop->place.line};
    for (size_t i = 0; source && i < source->count; i++)
        if (!entry_is_settled(assessment, source->basis[i]))
            places[source->basis[i]->index]++;
    if (!source)
        stopping->rows[stopping->row_count++] = (struct row){NO_ENTRY, 1, copy};
}

static void add_entries(struct stopping *stopping, const size_t *places, size_t entries)
{
    struct row *rows =
        arena_array(stopping->arena, entries + stopping->row_count + 1, sizeof *rows);
    size_t count = 0;
    for (size_t i = 0; i < entries; i++)
        if (places[i])
            rows[count++] = (struct row){(int)i, places[i], NULL};
    stopping->entry_count = count;
    memcpy(rows + count, stopping->rows, stopping->row_count * sizeof *rows);
    stopping->rows = rows;
    stopping->row_count += count;
}

static void name_stops(struct stopping *stopping, const struct value **values)
{
    const char **names =
        arena_array(stopping->arena, stopping->stop_count + 1, sizeof(const char *));
    value_names(stopping->arena, snapshot_facts(stopping->review->snapshot), values,
                stopping->stop_count, names);
    for (size_t i = 0; i < stopping->stop_count; i++)
        if (names[i])
            stopping->stops[i].name = names[i];
}

static void gather(struct stopping *stopping)
{
    struct circular_stops found = {.arena = stopping->arena};
    size_t entries = stopping->review->snapshot->assessment->entry_count, count = 0;
    stopping->error.text[0] = '\0';
    stopping->stop_count = stopping->row_count = stopping->entry_count = 0;
    if (snapshot_stops(stopping->review->snapshot, &found, &stopping->error))
        return;
    for (const struct circular_stop *stop = found.first; stop; stop = stop->next)
        count++;
    size_t *places = arena_array(stopping->arena, entries + 1, sizeof *places);
    const struct value **values =
        arena_array(stopping->arena, count + 1, sizeof(const struct value *));
    stopping->stops = arena_array(stopping->arena, count + 1, sizeof *stopping->stops);
    stopping->rows = arena_array(stopping->arena, count + 1, sizeof *stopping->rows);
    for (const struct circular_stop *stop = found.first; stop; stop = stop->next) {
        if (is_known(found.first, stop))
            continue;
        values[stopping->stop_count] = stop->value;
        add_stop(stopping, stop, places);
    }
    add_entries(stopping, places, entries);
    name_stops(stopping, values);
}

static const struct entry *entry_of(const struct stopping *stopping, const struct row *row)
{
    return row->entry == NO_ENTRY ? NULL
                                  : &stopping->review->snapshot->assessment->entries[row->entry];
}

static const struct row *selected(const struct stopping *stopping)
{
    return list_has_selection(&stopping->list) ? &stopping->rows[stopping->list.cursor] : NULL;
}

static void note_place(struct stopping *stopping)
{
    const struct row *row = selected(stopping);
    const struct entry *entry = row ? entry_of(stopping, row) : NULL;
    if (entry)
        place_set(&stopping->place, entry);
    else
        stopping->place = (struct place){"", ""};
}

static void make(struct stopping *stopping)
{
    const struct snapshot *snapshot = stopping->review->snapshot;
    if (strcmp(stopping->commit, snapshot->commit) == 0 && stopping->language == language_get())
        return;
    memcpy(stopping->commit, snapshot->commit, sizeof stopping->commit);
    stopping->language = language_get();
    arena_free(stopping->arena);
    stopping->arena = arena_new();
    gather(stopping);
    for (size_t i = 0; i < stopping->entry_count; i++)
        if (place_is(&stopping->place, entry_of(stopping, &stopping->rows[i])))
            list_select(&stopping->list, i);
}

/* ---- Drawing ---- */

static size_t count(void *context)
{
    return ((const struct stopping *)context)->row_count;
}

static void add_places(struct buffer *out, size_t number)
{
    buffer_format(out, number == 1 ? TR("%zu place", "%zu处") : TR("%zu places", "%zu处"), number);
}

static void draw_row(void *context, size_t index, struct area row, bool chosen)
{
    const struct stopping *stopping = context;
    const struct entry *entry = entry_of(stopping, &stopping->rows[index]);
    const struct stop *stop = stopping->rows[index].alone;
    unsigned style = chosen ? STYLE_BOLD : STYLE_NORMAL;
    int name = row.columns - STATE - JURISDICTION - PLACES - 5;
    struct buffer text = BUFFER_EMPTY;
    if (entry) {
        draw_text(row.row, row.column, STATE, trace_state_style(entry), state_name(entry->state));
        row.column += STATE + 1;
        draw_text(row.row, row.column, JURISDICTION, STYLE_NORMAL, entry->jurisdiction->name);
        row.column += JURISDICTION + 1;
        draw_text(row.row, row.column, name, style, entry->item->name);
        add_places(&text, stopping->rows[index].count);
        draw_text(row.row, row.column + name + 2, PLACES + 1, STYLE_NORMAL, text.bytes);
    } else {
        buffer_format(&text, "%s:%d %s", stop->file, stop->line, stop->name);
        draw_text(row.row, row.column, row.columns, STYLE_BAD | (style & STYLE_BOLD), text.bytes);
    }
    buffer_free(&text);
}

static bool rests_on(const struct stopping *stopping, const struct stop *stop,
                     const struct entry *entry)
{
    struct snapshot *snapshot = stopping->review->snapshot;
    const struct source *source = open_source(value_at(snapshot_facts(snapshot), stop->name));
    for (size_t i = 0; source && i < source->count; i++)
        if (source->basis[i] == entry)
            return true;
    return false;
}

/* The places of an entry, as many as have room, and how many more there are. */
static void add_places_of(const struct stopping *stopping, const struct row *row, size_t room,
                          struct sheet *sheet)
{
    const struct entry *entry = entry_of(stopping, row);
    size_t shown = row->count > room ? room - 1 : row->count, given = 0;
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < stopping->stop_count && given < shown; i++) {
        const struct stop *stop = &stopping->stops[i];
        if (!rests_on(stopping, stop, entry))
            continue;
        buffer_cut(&text, 0);
        buffer_format(&text, "%s:%d %s", stop->file, stop->line, stop->name);
        sheet_row(sheet);
        sheet_put(sheet, 2, STYLE_DIM, text.bytes, text.size);
        given++;
    }
    buffer_cut(&text, 0);
    if (row->count > shown)
        buffer_format(&text, TR("and %zu more", "另有%zu处"), row->count - shown);
    sheet_row(sheet);
    sheet_put(sheet, 2, STYLE_DIM, text.bytes, text.size);
    buffer_free(&text);
}

static void draw_details(const struct stopping *stopping, const struct row *row, struct area area)
{
    struct sheet sheet = SHEET_EMPTY;
    struct scroll scroll = {0};
    const struct entry *entry = entry_of(stopping, row);
    struct buffer text = BUFFER_EMPTY;
    sheet.columns = area.columns;
    if (entry) {
        buffer_format(&text, TR("%s %s: %s", "%s %s：%s"), entry->jurisdiction->id, entry->item->id,
                      circular_remedy(entry->state));
        sheet_row(&sheet);
        sheet_put(&sheet, 0, STYLE_NORMAL, text.bytes, text.size);
        add_places_of(stopping, row, (size_t)area.rows - 1, &sheet);
    } else {
        sheet_field(&sheet, 0, "", STYLE_NORMAL, row->alone->why);
    }
    sheet_draw(&sheet, &scroll, area);
    sheet_free(&sheet);
    buffer_free(&text);
}

static void add_sum(const struct stopping *stopping, struct buffer *out)
{
    size_t others = stopping->row_count - stopping->entry_count;
    if (!stopping->row_count) {
        buffer_add(out, TR("nothing stops the final circular", "无待办事项，可生成正式通报"));
        return;
    }
    buffer_format(out, TR("the final circular waits for", "正式通报尚待"));
    if (stopping->entry_count)
        buffer_format(out, TR(" %zu items to be decided or confirmed", "评定或复核%zu项"),
                      stopping->entry_count);
    if (stopping->entry_count && others)
        buffer_add(out, TR(" and", "，"));
    if (others)
        buffer_format(out, TR(" %zu places to be corrected", "改正%zu处"), others);
}

static void draw(struct view *view, struct area area)
{
    struct stopping *stopping = view->state;
    struct buffer text = BUFFER_EMPTY;
    make(stopping);
    if (stopping->error.text[0])
        buffer_add(&text, stopping->error.text);
    else
        add_sum(stopping, &text);
    struct sheet sheet = SHEET_EMPTY;
    struct scroll scroll = {0};
    sheet.columns = area.columns;
    sheet_field(&sheet, 0, "",
                stopping->error.text[0]   ? STYLE_BAD
                : stopping->row_count > 0 ? STYLE_HEADING
                                          : STYLE_GOOD,
                text.bytes);
    sheet_draw(&sheet, &scroll, area);
    int head = (int)sheet.rows + 1;
    sheet_free(&sheet);
    buffer_free(&text);
    struct area rest = {area.row + head, area.column, area.rows - head - DETAILS, area.columns};
    list_draw(&stopping->list, rest);
    if (selected(stopping))
        draw_details(stopping, selected(stopping),
                     (struct area){rest.row + rest.rows, area.column, DETAILS, area.columns});
}

/* ---- Keys ---- */

static void title(const struct view *view, struct buffer *out)
{
    const struct stopping *stopping = view->state;
    buffer_format(out, TR("what stops it (%zu)", "待办清单（%zu）"), stopping->row_count);
}

static struct answer open_item(struct stopping *stopping)
{
    const struct row *row = selected(stopping);
    const struct entry *entry = row ? entry_of(stopping, row) : NULL;
    if (entry) {
        review_go(stopping->review, entry);
        return view_open(item_open(stopping->review));
    }
    loop_say(STYLE_DIM, "%s",
             row ? TR("no item can help here: correct the template or the record",
                      "此处无对应考评项：请改正模板或补充考评库")
                 : TR("nothing to open", "没有可打开的项"));
    return view_stay();
}

/* What the row says. */
static void copy(const struct stopping *stopping)
{
    const struct row *row = selected(stopping);
    const struct entry *entry = row ? entry_of(stopping, row) : NULL;
    struct buffer text = BUFFER_EMPTY;
    if (entry) {
        buffer_format(&text, "%s %s %s %s ", state_name(entry->state), entry->jurisdiction->name,
                      entry->item->id, entry->item->name);
        add_places(&text, row->count);
    } else if (row) {
        buffer_add(&text, row->alone->why);
    }
    if (row)
        loop_copy(text.bytes);
    else
        loop_say(STYLE_DIM, "%s", TR("nothing to copy", "没有可复制的内容"));
    buffer_free(&text);
}

static struct answer handle(struct view *view, struct press press)
{
    struct stopping *stopping = view->state;
    make(stopping);
    if (list_handle(&stopping->list, press.request)) {
        note_place(stopping);
        return view_stay();
    }
    switch (press.request) {
    case REQUEST_OPEN:
        note_place(stopping);
        return open_item(stopping);
    case REQUEST_COPY:
        copy(stopping);
        return view_stay();
    default:
        return view_unhandled();
    }
}

static void close_stops(struct view *view)
{
    struct stopping *stopping = view->state;
    arena_free(stopping->arena);
    free(stopping);
}

struct view *stops_open(struct review *review)
{
    static const struct view_kind kind = {.screen = SCREEN_STOPS,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .close = close_stops};
    static const struct list_rows rows = {.count = count, .draw = draw_row};
    struct stopping *stopping = memory_new(sizeof *stopping);
    *stopping = (struct stopping){.review = review};
    stopping->list = (struct list){.rows = &rows, .context = stopping};
    make(stopping);
    return view_new(&kind, stopping);
}
