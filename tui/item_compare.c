/* What the present decision is compared with: the one that was confirmed before, the values of
 * earlier years, and the same item in the other jurisdictions, as bars. */
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/earlier.h"
#include "records/history.h"
#include "tui/change.h"
#include "tui/item.h"
#include "tui/terminal.h"

#include <string.h>

enum { NAME = 12, VALUE = 10, BAR_MOST = 40, BAR_LEAST = 8, AFTER = 16 };

/* The value as decided, or else as reported. */
static struct decimal value_of(const struct entry *entry)
{
    struct decimal value = NOT_A_NUMBER;
    struct error ignored;
    if (entry->decision)
        return entry->decision->number;
    if (entry->report)
        decimal_parse(entry->report->value, &value, &ignored);
    return value;
}

/* ---- since the second word ---- */

/* The decision that the confirmation was about, in the entry's chain; NULL if it is not there. */
static const struct decision *confirmed_decision(const struct review *review,
                                                 const struct entry *entry, struct arena *arena)
{
    const struct past *past;
    struct error ignored; /* a broken chain is for `verify`; here there is nothing to compare */
    if (history_chain(review->record, arena, entry, &past, &ignored))
        return NULL;
    while (past && strcmp(past->decision.blob, entry->confirmation->decision) != 0)
        past = past->older;
    return past ? &past->decision : NULL;
}

void item_add_since(struct sheet *sheet, int column, const struct review *review,
                    const struct entry *entry)
{
    const struct confirmation *confirmation = entry->confirmation;
    if (!entry->decision || !confirmation ||
        strcmp(confirmation->decision, entry->decision->blob) == 0)
        return;
    struct difference difference = {.arena = arena_new()};
    const struct decision *before = confirmed_decision(review, entry, difference.arena);
    if (before) {
        const char *label = confirmation->returned
                                ? TR("since it was returned", "退回之后的变化")
                                : TR("since it was confirmed", "上次复核之后的变化");
        difference_decision(&difference, entry->item, before, entry->decision);
        sheet_row(sheet);
        sheet_put(sheet, 0, STYLE_LABEL, label, strlen(label));
        change_add_difference(sheet, column, &difference);
    }
    arena_free(difference.arena);
}

/* ---- earlier years ---- */

/* Appends how this year's value stands to the last one. */
static void add_change(struct buffer *out, const struct item *item, struct decimal last,
                       struct decimal now)
{
    int order = decimal_compare(now, last);
    if (order == 0) {
        buffer_add(out, TR("  (as last year)", "（与上年持平）"));
        return;
    }
    bool better = item->direction == DIRECTION_EQUAL
                      ? false
                      : (item->direction == DIRECTION_HIGHER) == (order > 0);
    buffer_add(out, order > 0 ? TR("  (up by ", "（比上年升") : TR("  (down by ", "（比上年降"));
    decimal_add(out, decimal_magnitude(decimal_minus(now, last)), DECIMAL_PLACES_MOST);
    if (item->direction != DIRECTION_EQUAL)
        buffer_add(out, better ? TR(", better", "，向好") : TR(", worse", "，变差"));
    buffer_add(out, TR(")", "）"));
}

void item_add_earlier(struct sheet *sheet, int column, const struct review *review,
                      const struct entry *entry)
{
    const struct earlier *values;
    size_t count;
    struct error error;
    struct arena *arena = arena_new();
    struct buffer text = BUFFER_EMPTY;
    if (entry->item->kind != ITEM_INDICATOR ||
        earlier_values(review->record, review->snapshot, entry, arena, &values, &count, &error))
        count = 0;
    for (size_t i = 0; i < count; i++) {
        buffer_format(&text, "%s%d: ", i ? "  " : "", values[i].year);
        decimal_add(&text, values[i].value, DECIMAL_PLACES_MOST);
    }
    struct decimal now = value_of(entry);
    if (count && decimal_is_number(now)) {
        buffer_format(&text, "  %s: ", review->snapshot->assessment->year);
        decimal_add(&text, now, DECIMAL_PLACES_MOST);
        add_change(&text, entry->item, values[count - 1].value, now);
    }
    sheet_field(sheet, column, TR("years", "历年"), STYLE_NORMAL, text.bytes);
    buffer_free(&text);
    arena_free(arena);
}

/* ---- the other jurisdictions ---- */

/* The greatest of all values, by which bars are drawn; zero if there is none above it. */
static struct decimal greatest(const struct item *item)
{
    struct decimal most = DECIMAL_ZERO;
    for (size_t i = 0; i < item->entry_count; i++) {
        struct decimal value = value_of(item->entries[i]);
        if (decimal_is_number(value))
            most = decimal_most(most, value);
    }
    return most;
}

/* How many of `width` columns the value takes; at least one for anything above zero. */
static size_t bar_length(struct decimal value, struct decimal most, size_t width)
{
    struct decimal part = decimal_over(decimal_times(value, decimal_of((int64_t)width)), most);
    size_t length = 0;
    if (decimal_is_number(part) && decimal_compare(part, DECIMAL_ZERO) > 0) {
        part = decimal_ceiling(part);
        length = part.under ? (size_t)(part.over / part.under) : 0;
    }
    return length < width ? length : width;
}

static void add_other(struct sheet *sheet, int column, const struct entry *entry, bool here,
                      struct decimal most)
{
    struct decimal value = value_of(entry);
    struct decimal target = item_target(entry->item, entry->jurisdiction);
    struct buffer text = BUFFER_EMPTY;
    unsigned bold = here ? STYLE_BOLD : 0;
    int room = sheet->columns - column - NAME - VALUE - AFTER - 2;
    size_t width = (size_t)(room > BAR_MOST ? BAR_MOST : room > BAR_LEAST ? room : BAR_LEAST);
    sheet_row(sheet);
    if (here)
        sheet_put(sheet, column - 2, STYLE_SELECTED, ">", 1);
    const char *name = entry->jurisdiction->name;
    sheet_put(sheet, column, STYLE_NORMAL | bold, name, text_fit(name, NAME, NULL));
    if (decimal_is_number(value))
        decimal_add(&text, value, DECIMAL_PLACES_MOST);
    else
        buffer_add_char(&text, '-');
    size_t used = text_width(text.bytes), gap = used < VALUE ? VALUE - used : 0;
    sheet_put(sheet, column + NAME + (int)gap, STYLE_NORMAL | bold, text.bytes, text.size);
    buffer_cut(&text, 0);
    for (size_t i = bar_length(value, most, width); i > 0; i--)
        buffer_add_char(&text, '#');
    bool known = decimal_is_number(value) && decimal_is_number(target);
    bool reached = known && item_reaches(entry->item, value, target);
    sheet_put(sheet, column + NAME + VALUE + 1, reached || !known ? STYLE_GOOD : STYLE_BAD,
              text.bytes, text.size);
    buffer_cut(&text, 0);
    if (known) {
        buffer_add(&text, reached ? TR("reached ", "达标 ") : TR("missed ", "未达 "));
        decimal_add(&text, target, DECIMAL_PLACES_MOST);
    }
    sheet_put(sheet, column + NAME + VALUE + 2 + (int)width, reached ? STYLE_DIM : STYLE_BAD,
              text.bytes, text.size);
    buffer_free(&text);
}

void item_add_others(struct sheet *sheet, int column, const struct entry *entry)
{
    const struct item *item = entry->item;
    struct decimal most = greatest(item);
    if (item->kind != ITEM_INDICATOR || item->entry_count < 2)
        return;
    struct buffer label = BUFFER_EMPTY;
    buffer_format(&label, TR("in all jurisdictions%s%s", "各地比较%s%s"),
                  item->unit && *item->unit ? TR(", ", "，") : "", item->unit ? item->unit : "");
    sheet_row(sheet);
    sheet_put(sheet, 0, STYLE_LABEL, label.bytes, label.size);
    buffer_free(&label);
    for (size_t i = 0; i < item->entry_count; i++)
        add_other(sheet, column, item->entries[i], item->entries[i] == entry, most);
}
