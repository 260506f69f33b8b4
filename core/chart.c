#include "core/chart.h"

#include "core/memory.h"

#include <string.h>

static const char wide_space[] = "\u3000";
enum { WIDE = sizeof wide_space - 1 };

/* ---- Rows ---- */

/* How many bytes of space stand at the text's beginning: 0, or those of one. */
static size_t space_at(const char *text)
{
    return *text == ' ' || *text == '\t' ? 1 : strncmp(text, wide_space, WIDE) == 0 ? WIDE : 0;
}

static size_t size_without_spaces(const char *line, size_t size)
{
    for (;;) {
        if (size && space_at(line + size - 1) == 1)
            size--;
        else if (size >= WIDE && memcmp(line + size - WIDE, wide_space, WIDE) == 0)
            size -= WIDE;
        else
            return size;
    }
}

/* The last word of the line that a space stands in front of; `size` if there is none. */
static size_t last_word(const char *line, size_t size)
{
    size_t word = size;
    for (size_t at = 0; at < size; at++) {
        size_t space = space_at(line + at);
        word = space && at + space < size ? at + space : word;
    }
    return word;
}

static bool read_value(struct arena *arena, struct chart_row *row)
{
    struct error ignored;
    row->number = numeral_read(row->value_text);
    const char *number = arena_text_of(arena, row->value_text, row->number.size);
    return row->number.size && !decimal_parse(number, &row->value, &ignored);
}

static struct chart_row read_row(struct arena *arena, const char *line, size_t at, size_t size)
{
    size_t word = last_word(line, size);
    struct chart_row row = {.label_at = at, .value_at = at + word, .value = NOT_A_NUMBER};
    row.value_text = arena_text_of(arena, line + word, size - word);
    if (word < size && read_value(arena, &row)) {
        row.label = arena_text_of(arena, line, size_without_spaces(line, word));
        return row;
    }
    row.label = arena_text_of(arena, line, size);
    row.number = numeral_read(row.value_text = "");
    row.value_at = at + size;
    return row;
}

static size_t count_lines(const char *text)
{
    size_t lines = 1;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static void read_rows(struct arena *arena, const char *text, struct chart *chart)
{
    chart->rows = arena_array(arena, count_lines(text), sizeof *chart->rows);
    for (const char *line = text, *end; *line; line = *end ? end + 1 : end) {
        end = line + strcspn(line, "\n");
        size_t space;
        while ((space = space_at(line)))
            line += space;
        if (line >= end)
            continue;
        size_t size = size_without_spaces(line, (size_t)(end - line));
        chart->rows[chart->count++] = read_row(arena, line, (size_t)(line - text), size);
    }
}

/* ---- The axis ---- */

/* The steps from 0 to a number of that magnitude, rounded up to a whole one. */
static struct decimal steps_to(struct decimal value, struct decimal step)
{
    return decimal_ceiling(decimal_over(decimal_magnitude(value), step));
}

static bool are_few(struct decimal steps)
{
    return decimal_is_number(steps) &&
           decimal_compare(steps, decimal_of(CHART_STEPS_MOST - 1)) <= 0;
}

/* 1, 2, 5, 10, … times the smallest number that a record can hold, the first that is large enough.
 */
static struct decimal find_step(struct decimal span)
{
    static const int64_t factors[] = {2, 5, 10};
    int64_t smallest = 1000000000;
    struct decimal unit = decimal_over(decimal_of(1), decimal_of(smallest));
    for (int power = 0; power < DECIMAL_DIGITS + DECIMAL_PLACES_MOST; power++) {
        struct decimal step = unit;
        for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
            if (are_few(steps_to(span, step)))
                return step;
            step = decimal_times(unit, decimal_of(factors[i]));
        }
        unit = step;
    }
    return NOT_A_NUMBER;
}

/* Both ends of the axis move outwards to a tick. */
static void set_axis(struct chart *chart)
{
    struct decimal span = decimal_minus(chart->most, chart->least);
    struct decimal step = decimal_is_number(span) ? find_step(span) : NOT_A_NUMBER;
    struct decimal below = steps_to(chart->least, step), above = steps_to(chart->most, step);
    struct decimal steps = decimal_plus(below, above);
    struct decimal least = decimal_minus(DECIMAL_ZERO, decimal_times(below, step));
    struct decimal most = decimal_times(above, step);
    if (!decimal_is_number(steps) || !decimal_is_number(least) || !decimal_is_number(most))
        return;
    chart->least = least;
    chart->most = most;
    chart->step = step;
    chart->steps = (size_t)(steps.over / steps.under);
}

static void find_ends(struct chart *chart)
{
    for (size_t i = 0; i < chart->count; i++) {
        if (!chart->rows[i].number.size)
            continue;
        point_hold(&chart->point, &chart->rows[i].number);
        chart->least = decimal_least(chart->least, chart->rows[i].value);
        chart->most = decimal_most(chart->most, chart->rows[i].value);
    }
    if (decimal_compare(chart->least, chart->most) == 0)
        chart->most = decimal_of(1);
}

void chart_read(struct arena *arena, const char *text, struct chart *out)
{
    *out = (struct chart){
        .least = DECIMAL_ZERO, .most = DECIMAL_ZERO, .step = NOT_A_NUMBER, .point = POINT_NONE};
    read_rows(arena, text, out);
    find_ends(out);
    set_axis(out);
}

static double number_of(struct decimal value)
{
    return (double)value.over / (double)value.under;
}

double chart_share(const struct chart *chart, struct decimal value)
{
    double least = number_of(chart->least), span = number_of(chart->most) - least;
    return (number_of(value) - least) / span;
}

struct decimal chart_tick(const struct chart *chart, size_t number)
{
    return decimal_plus(chart->least, decimal_times(chart->step, decimal_of((int64_t)number)));
}
