#include "core/point.h"

#include "core/buffer.h"
#include "core/circular.h"
#include "core/text.h"

#include <stdbool.h>
#include <string.h>

/* Longer, or with figures of its own, it makes the whole a text that begins with a number. */
static bool is_unit(const char *text)
{
    enum { UNIT_COLUMNS = 8 };
    size_t size = strlen(text), open = strlen(CIRCULAR_OPEN);
    if (size >= open && strcmp(text + size - open, CIRCULAR_OPEN) == 0)
        size -= open;
    struct buffer unit = BUFFER_EMPTY;
    buffer_add_bytes(&unit, text, size);
    bool is = text_width(unit.bytes) <= UNIT_COLUMNS && !strpbrk(unit.bytes, "0123456789-/:.");
    buffer_free(&unit);
    return is;
}

struct numeral numeral_read(const char *text)
{
    static const char figures[] = "0123456789", minus[] = "\u2212";
    bool wide = strncmp(text, minus, sizeof minus - 1) == 0;
    size_t sign = wide ? sizeof minus - 1 : *text == '+' || *text == '-';
    size_t digits = strspn(text + sign, figures), size = sign + digits;
    size_t places = text[size] == '.' ? strspn(text + size + 1, figures) : 0;
    places += places > 0;
    if (!digits || !is_unit(text + size + places))
        return (struct numeral){.unit = ""};
    return (struct numeral){(sign > 0) + digits, places, size + places, text + size + places};
}

void point_hold(struct point *point, const struct numeral *numeral)
{
    point->digits = numeral->digits > point->digits ? numeral->digits : point->digits;
    point->places = numeral->places > point->places ? numeral->places : point->places;
    point->unit = strlen(numeral->unit) > strlen(point->unit) ? numeral->unit : point->unit;
}

size_t point_columns(const struct point *point)
{
    return point->digits + point->places + text_width(point->unit);
}

size_t point_before(const struct point *point, const struct numeral *numeral)
{
    return point->digits - numeral->digits;
}

void point_pad(const struct point *point, const struct numeral *numeral, struct buffer *before,
               struct buffer *behind)
{
    buffer_cut(before, 0);
    buffer_cut(behind, 0);
    for (size_t i = point_before(point, numeral); i > 0; i--)
        buffer_add_char(before, '0');
    for (size_t i = numeral->places; i < point->places; i++)
        buffer_add_char(behind, i ? '0' : '.');
    if (!*numeral->unit)
        buffer_add(behind, point->unit);
}
