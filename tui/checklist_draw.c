#include "core/language.h"
#include "core/text.h"
#include "tui/checklist.h"
#include "tui/rights.h"
#include "tui/terminal.h"

#include <string.h>

enum {
    MARK = 12,
    NAME_MOST = 60, /* so that on a wide screen the values stay in sight of the names */
    VALUE = 12,
    SCORE = 9,
    STATE = 10,
    WITH_STATE = 76 /* from so many columns on the state has a column of its own */
};

static unsigned state_style(const struct entry *entry)
{
    if (!entry->decision)
        return STYLE_WAITING;
    if (entry->state == STATE_STALE || entry->state == STATE_RETURNED)
        return STYLE_CHANGED;
    return verdict_is_complete(entry->decision->verdict) ? STYLE_GOOD : STYLE_BAD;
}

/* The score of a jurisdiction's category, where it has one. */
static void add_category_score(struct buffer *out, const struct checklist *checklist,
                               const struct entry *entry)
{
    const struct tally *tally = checklist->review->snapshot->tally;
    const struct category *category = entry->item->category;
    const struct category_standing *here =
        &tally->standings[entry->jurisdiction->index].categories[category->index];
    if (entry->jurisdiction->whole || decimal_compare(category->full, DECIMAL_ZERO) <= 0)
        return;
    buffer_add(out, TR("  score ", "  得分 "));
    decimal_add(out, here->score, SCORE_PLACES);
    buffer_add_char(out, '/');
    decimal_add(out, here->full, SCORE_PLACES);
}

static void draw_heading(const struct checklist *checklist, const struct entries_row *row,
                         struct area area, bool selected)
{
    const struct entry *entry = row->entry;
    const struct entries *entries = &checklist->entries;
    struct buffer text = BUFFER_EMPTY;
    bool folded = entries_is_folded(checklist->review, entries_group(entries, entry));
    buffer_format(&text, folded ? "+ %s" : "%s",
                  entries->scope == SCOPE_JURISDICTION ? entry->item->category->name
                  : entries->scope == SCOPE_ITEM       ? entry->item->name
                                                       : entry->jurisdiction->name);
    size_t closed = 0, first = (size_t)(row - entries->rows);
    for (size_t i = 0; i < row->count && !folded; i++)
        closed += !review_is_open(entries->rows[first + 1 + i].entry);
    if (folded)
        buffer_format(&text, TR("  %zu items", "  %zu项"), row->count);
    else
        buffer_format(&text, "  %zu/%zu", closed, row->count);
    if (entries->scope == SCOPE_JURISDICTION)
        add_category_score(&text, checklist, entry);
    if (entries->scope == SCOPE_ALL && rights_recused(checklist->review, entry->jurisdiction))
        buffer_add(&text, TR("  recused", "  回避"));
    int back = selected ? 0 : LIST_MARGIN;
    draw_text(area.row, area.column - back, area.columns + back, STYLE_HEADING, text.bytes);
    buffer_free(&text);
}

/* The value as decided, or else as the jurisdiction says. */
static void add_value(struct buffer *out, const struct entry *entry)
{
    const char *value = entry->decision ? entry->decision->value : "";
    if (!entry->decision && entry->report && *entry->report->value) {
        buffer_add(out, TR("says ", "自查"));
        value = entry->report->value;
    }
    buffer_add(out, value);
    /* A unit that would be cut is left out. */
    if (*value && text_width(out->bytes) + text_width(entry->item->unit) <= VALUE)
        buffer_add(out, entry->item->unit);
}

static void add_score(struct buffer *out, const struct tally *tally, const struct entry *entry)
{
    if (decimal_compare(entry->item->full, DECIMAL_ZERO) <= 0)
        return;
    struct decimal score = tally->scores[entry->index];
    if (decimal_is_number(score))
        decimal_add(out, score, SCORE_PLACES);
    else
        buffer_add_char(out, '-');
    buffer_add_char(out, '/');
    decimal_add(out, entry->item->full, SCORE_PLACES);
}

/* Of one item in all jurisdictions, the jurisdiction; else the item. */
static void add_name(struct buffer *out, const struct checklist *checklist,
                     const struct entry *entry)
{
    bool turned = checklist->entries.scope == SCOPE_ITEM;
    buffer_add(out, turned ? entry->jurisdiction->name : entry->item->name);
    if (turned && rights_recused(checklist->review, entry->jurisdiction))
        buffer_add(out, TR(" (recused)", "（回避）"));
}

static void draw_entry(const struct checklist *checklist, const struct entry *entry,
                       struct area area, bool selected)
{
    struct buffer value = BUFFER_EMPTY, score = BUFFER_EMPTY, named = BUFFER_EMPTY;
    bool wide = area.columns >= WITH_STATE;
    int name = area.columns - MARK - VALUE - SCORE - 3 - (wide ? STATE + 1 : 0);
    name = name < NAME_MOST ? name : NAME_MOST;
    int column = area.column;
    bool settled = entry->decision && !review_is_open(entry);
    if (marks_has(&checklist->marks, entry))
        draw_text(area.row, column - 1, 1, STYLE_SELECTED, "*");
    draw_text(area.row, column, MARK, state_style(entry),
              settled ? verdict_name(entry->decision->verdict) : state_name(entry->state));
    column += MARK + 1;
    add_name(&named, checklist, entry);
    draw_text(area.row, column, name, selected ? STYLE_BOLD : STYLE_NORMAL, named.bytes);
    buffer_free(&named);
    column += name + 1;
    add_value(&value, entry);
    draw_text(area.row, column, VALUE, STYLE_NORMAL, value.bytes);
    column += VALUE + 1;
    add_score(&score, checklist->review->snapshot->tally, entry);
    draw_text(area.row, column, SCORE, STYLE_NORMAL, score.bytes);
    column += SCORE + 1;
    if (wide && (settled || entry->overdue))
        draw_text(area.row, column, STATE, entry->overdue ? STYLE_BAD : STYLE_DIM,
                  entry->overdue ? TR("overdue", "逾期") : state_name(entry->state));
    buffer_free(&score);
    buffer_free(&value);
}

void checklist_draw_row(const struct checklist *checklist, const struct entries_row *row,
                        struct area area, bool selected)
{
    if (row->heading)
        draw_heading(checklist, row, area, selected);
    else
        draw_entry(checklist, row->entry, area, selected);
}

/* Which digit shows what, the one in force in brackets. */
void checklist_draw_filters(const struct checklist *checklist, struct area area)
{
    struct buffer text = BUFFER_EMPTY;
    int column = area.column;
    for (int filter = FILTER_NONE; filter <= DIGIT_MARKED; filter++) {
        bool kind = filter == DIGIT_KIND, marked = filter == DIGIT_MARKED;
        int shown = kind ? FILTER_KIND : marked ? FILTER_MARKED : filter;
        bool chosen =
            kind ? checklist->entries.filter >= FILTER_KIND : checklist->entries.filter == shown;
        const char *name = kind && !chosen ? TR("kind", "类型")
                                           : filter_name(kind ? checklist->entries.filter : shown);
        buffer_cut(&text, 0);
        buffer_format(&text, chosen ? "[%d%s]" : "%d%s", filter, name);
        if (marked && checklist->marks.count)
            buffer_format(&text, "%zu", checklist->marks.count);
        int width = (int)text_width(text.bytes);
        if (column + width > area.column + area.columns)
            break;
        column +=
            1 + draw_text(area.row, column, width, chosen ? STYLE_BOLD : STYLE_DIM, text.bytes);
    }
    buffer_free(&text);
}
