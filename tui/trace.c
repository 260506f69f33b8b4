#include "tui/trace.h"

#include "core/circular.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/trace.h"
#include "tui/item.h"
#include "tui/list.h"
#include "tui/loop.h"
#include "tui/sheet.h"
#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>

/* Columns of a row; the item's name gets what is left. Who and when stand where there is room. */
enum {
    STATE = 9,
    JURISDICTION = 12,
    VERDICT = 12,
    VALUE = 10,
    SCORE = 6,
    COMMIT = 8,
    PERSON = 12,
    WHEN = 16,
    WITH_PERSON = 110, /* from that width on */
    NAME_MOST = 40,
    DETAILS = 2,
    SLICE = 500 /* commits read at a time: a few milliseconds */
};

/* The fact and its source are found anew in every event: they are of the snapshot. */
struct tracing {
    struct review *review;
    char *name;
    char commit[COMMIT_SIZE]; /* what `trace` is of */
    struct trace *trace;      /* NULL where it could not be begun */
    const struct value *fact;
    const struct source *source; /* NULL if there is none */
    struct place place;          /* the selected entry, by ids */
    struct list list;
};

/* ---- The entries ---- */

static size_t rests_on(const struct tracing *tracing)
{
    return tracing->source ? tracing->source->count : 0;
}

static size_t count(void *context)
{
    return rests_on(context);
}

static const struct entry *selected(const struct tracing *tracing)
{
    return list_has_selection(&tracing->list) ? tracing->source->basis[tracing->list.cursor] : NULL;
}

static void note_place(struct tracing *tracing)
{
    const struct entry *entry = selected(tracing);
    if (entry)
        place_set(&tracing->place, entry);
}

static void select_place(struct tracing *tracing)
{
    for (size_t i = 0; i < rests_on(tracing); i++)
        if (place_is(&tracing->place, tracing->source->basis[i]))
            list_select(&tracing->list, i);
}

/* Finds the fact in the present snapshot; of a new commit, the trace begins anew. */
static void look(struct tracing *tracing)
{
    struct snapshot *snapshot = tracing->review->snapshot;
    struct error error;
    tracing->fact = value_at(snapshot_facts(snapshot), tracing->name);
    tracing->source = tracing->fact ? tracing->fact->source : NULL;
    if (strcmp(tracing->commit, snapshot->commit) == 0)
        return;
    memcpy(tracing->commit, snapshot->commit, sizeof tracing->commit);
    trace_free(tracing->trace);
    tracing->trace = NULL;
    if (trace_new(tracing->review->record, snapshot, tracing->source, &tracing->trace, &error))
        loop_say_error(&error);
    select_place(tracing);
}

static bool work(struct view *view)
{
    struct tracing *tracing = view->state;
    struct error error;
    look(tracing);
    if (!tracing->trace || !trace_is_open(tracing->trace))
        return false;
    if (trace_read(tracing->trace, tracing->review->snapshot, SLICE, &error))
        loop_say_error(&error);
    return true;
}

/* ---- Drawing ---- */

unsigned trace_state_style(const struct entry *entry)
{
    if (entry->state == STATE_CONFIRMED)
        return STYLE_GOOD;
    return entry->state == STATE_STALE || entry->state == STATE_RETURNED ? STYLE_CHANGED
                                                                         : STYLE_WAITING;
}

static void draw_cell(struct area *row, int columns, unsigned style, const char *text)
{
    draw_text(row->row, row->column, columns, style, text);
    row->column += columns + 1;
    row->columns -= columns + 1;
}

/* The commit; dots while it is looked for. */
static const char *commit_words(const struct tracing *tracing, const struct entry *entry)
{
    const char *commit = tracing->trace ? trace_commit(tracing->trace, entry) : "";
    if (*commit || !entry->decision)
        return commit;
    return tracing->trace && trace_is_open(tracing->trace) ? "..." : TR("not found", "未找到");
}

static void draw_decision(const struct tracing *tracing, const struct entry *entry,
                          struct area *row)
{
    const struct decision *decision = entry->decision;
    struct decimal points = tracing->review->snapshot->tally->scores[entry->index];
    struct buffer score = BUFFER_EMPTY, value = BUFFER_EMPTY;
    if (decision && decimal_is_number(points))
        decimal_add(&score, points, SCORE_PLACES);
    if (decision && *decision->value) {
        buffer_add(&value, decision->value);
        if (text_width(value.bytes) + text_width(entry->item->unit) <= VALUE) /* not cut */
            buffer_add(&value, entry->item->unit);
    }
    draw_cell(row, VERDICT, STYLE_NORMAL, decision ? verdict_name(decision->verdict) : "");
    draw_cell(row, VALUE, STYLE_NORMAL, value.bytes);
    draw_cell(row, SCORE, STYLE_NORMAL, score.bytes);
    buffer_free(&score);
    buffer_free(&value);
}

/* A person without the mail, a moment to the minute. */
static void draw_person(const struct decision *decision, struct area *row)
{
    struct buffer text = BUFFER_EMPTY;
    if (decision)
        buffer_add_bytes(&text, decision->reviewer, strcspn(decision->reviewer, "<"));
    draw_cell(row, PERSON, STYLE_NORMAL, text.bytes);
    draw_cell(row, WHEN, STYLE_NORMAL, decision ? decision->decided : "");
    buffer_free(&text);
}

static void draw_row(void *context, size_t index, struct area row, bool chosen)
{
    const struct tracing *tracing = context;
    const struct entry *entry = tracing->source->basis[index];
    bool wide = row.columns >= WITH_PERSON;
    int name = row.columns - STATE - JURISDICTION - VERDICT - VALUE - SCORE - COMMIT - 6 -
               (wide ? PERSON + WHEN + 2 : 0);
    bool narrow = name < JURISDICTION; /* the value and score stand in the item, too */
    name += narrow ? VALUE + SCORE + 2 : 0;
    name = name < NAME_MOST ? name : NAME_MOST;
    draw_cell(&row, STATE, trace_state_style(entry), state_name(entry->state));
    draw_cell(&row, JURISDICTION, STYLE_NORMAL, entry->jurisdiction->name);
    draw_cell(&row, name, chosen ? STYLE_BOLD : STYLE_NORMAL, entry->item->name);
    if (narrow)
        draw_cell(&row, VERDICT, STYLE_NORMAL,
                  entry->decision ? verdict_name(entry->decision->verdict) : "");
    else
        draw_decision(tracing, entry, &row);
    if (wide)
        draw_person(entry->decision, &row);
    draw_cell(&row, COMMIT, STYLE_DIM, commit_words(tracing, entry));
}

/* What was decided, by whom and when; the whole commit, and the ids. */
static void draw_details(const struct tracing *tracing, const struct entry *entry, struct area area)
{
    const struct decision *decision = entry->decision;
    struct buffer text = BUFFER_EMPTY;
    if (decision) {
        item_add_decision(&text, entry, decision);
        buffer_format(&text, "  %s  ", decision->decided);
        buffer_add(&text, decision->reviewer);
    }
    draw_text(area.row, area.column, area.columns, STYLE_DIM, text.bytes);
    buffer_cut(&text, 0);
    if (decision)
        buffer_format(&text, TR("commit %s  ", "提交 %s  "), commit_words(tracing, entry));
    buffer_format(&text, "%s %s", entry->jurisdiction->id, entry->item->id);
    draw_text(area.row + 1, area.column, area.columns, STYLE_DIM, text.bytes);
    buffer_free(&text);
}

/* What the fact is and how it comes about. */
static void add_head(const struct tracing *tracing, struct sheet *sheet)
{
    struct arena *arena = arena_new();
    const struct value *fact = tracing->fact;
    const char *words = fact ? circular_words(arena, fact) : CIRCULAR_OPEN;
    const char *formula = tracing->source ? tracing->source->formula : "";
    size_t rests = rests_on(tracing);
    sheet_row(sheet);
    sheet_wrap(sheet, 0, STYLE_HEADING, arena_format(arena, "%s = %s", tracing->name, words));
    if (!fact)
        sheet_field(sheet, 0, "", STYLE_BAD, TR("there is no such fact any more", "已没有此事实"));
    else if (rests)
        sheet_field(sheet, 0, "", STYLE_NORMAL,
                    arena_format(arena, TR("%s; rests on %zu decisions", "%s；依据%zu项评定"),
                                 formula, rests));
    else if (*formula)
        sheet_field(sheet, 0, "", STYLE_NORMAL,
                    arena_format(arena,
                                 TR("given by %s, not by decisions", "由 %s 给定，不依据评定"),
                                 formula));
    else
        sheet_field(sheet, 0, "", STYLE_NORMAL,
                    TR("follows from the year's list of jurisdictions or the commit, not from "
                       "decisions",
                       "由考评对象名单或提交得出，不依据评定"));
    sheet_row(sheet);
    arena_free(arena);
}

static void draw(struct view *view, struct area area)
{
    struct tracing *tracing = view->state;
    struct sheet sheet = SHEET_EMPTY;
    struct scroll scroll = {0};
    look(tracing);
    sheet.columns = area.columns;
    add_head(tracing, &sheet);
    struct area head = area;
    int rows = (int)sheet.rows;
    head.rows = rows < area.rows / 2 ? rows : area.rows / 2;
    sheet_draw(&sheet, &scroll, head);
    sheet_free(&sheet);
    if (!rests_on(tracing))
        return;
    struct area rest = {area.row + head.rows, area.column, area.rows - head.rows - DETAILS,
                        area.columns};
    list_draw(&tracing->list, rest);
    rest.row += rest.rows;
    if (selected(tracing))
        draw_details(tracing, selected(tracing), rest);
}

/* ---- Keys ---- */

static void title(const struct view *view, struct buffer *out)
{
    const struct tracing *tracing = view->state;
    buffer_add(out, tracing->name);
}

static struct answer open_item(struct tracing *tracing)
{
    const struct entry *entry = selected(tracing);
    if (!entry) {
        loop_say(STYLE_DIM, "%s", TR("it rests on no decision", "此项不依据评定"));
        return view_stay();
    }
    review_go(tracing->review, entry);
    return view_open(item_open(tracing->review));
}

/* The selected row's commit. */
static void copy(const struct tracing *tracing)
{
    const struct entry *entry = selected(tracing);
    const char *commit = entry && tracing->trace ? trace_commit(tracing->trace, entry) : "";
    if (*commit)
        loop_copy(commit);
    else
        loop_say(STYLE_DIM, "%s", TR("there is no commit to copy", "没有可复制的提交"));
}

static struct answer handle(struct view *view, struct press press)
{
    struct tracing *tracing = view->state;
    look(tracing);
    if (list_handle(&tracing->list, press.request)) {
        note_place(tracing);
        return view_stay();
    }
    switch (press.request) {
    case REQUEST_OPEN:
        note_place(tracing);
        return open_item(tracing);
    case REQUEST_COPY:
        copy(tracing);
        return view_stay();
    default:
        return view_unhandled();
    }
}

static void close_trace(struct view *view)
{
    struct tracing *tracing = view->state;
    trace_free(tracing->trace);
    free(tracing->name);
    free(tracing);
}

struct view *trace_open(struct review *review, const char *fact)
{
    static const struct view_kind kind = {.screen = SCREEN_TRACE,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .work = work,
                                          .close = close_trace};
    static const struct list_rows rows = {.count = count, .draw = draw_row};
    struct tracing *tracing = memory_new(sizeof *tracing);
    *tracing = (struct tracing){.review = review, .name = memory_text(fact)};
    tracing->list = (struct list){.rows = &rows, .context = tracing};
    look(tracing);
    return view_new(&kind, tracing);
}
