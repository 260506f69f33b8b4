#include "core/decimal.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/text.h"

#include <inttypes.h>
#include <string.h>

__extension__ typedef __int128 wide;

static wide magnitude(wide a)
{
    return a < 0 ? -a : a;
}

static wide common_divisor(wide a, wide b)
{
    while (b) {
        wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The reduced fraction, or NOT_A_NUMBER if it does not fit. The products of two int64_t and their
 * sums stay within 127 bits, so callers cannot overflow `wide`. */
static struct decimal reduced(wide over, wide under)
{
    if (under == 0)
        return NOT_A_NUMBER;
    if (under < 0) {
        over = -over;
        under = -under;
    }
    wide divisor = common_divisor(magnitude(over), under);
    over /= divisor;
    under /= divisor;
    if (magnitude(over) > INT64_MAX || under > INT64_MAX)
        return NOT_A_NUMBER;
    return (struct decimal){(int64_t)over, (int64_t)under};
}

enum status decimal_parse(const char *text, struct decimal *out, struct error *error)
{
    bool negative = false, point = false;
    int digits = 0, places = 0;
    int64_t over = 0, under = 1;
    const char *at = text;
    uint32_t c = text_narrow(text_next(&at));
    while (c == ' ')
        c = text_narrow(text_next(&at));
    if (c == '+' || c == '-' || c == 0x2212) {
        negative = c != '+';
        c = text_narrow(text_next(&at));
    }
    bool started = false;
    for (;; c = text_narrow(text_next(&at))) {
        if (c == '.' && !point && started) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            started = true;
            digits += over > 0 || c != '0' || point;
            places += point;
            if (digits > DECIMAL_DIGITS || places > DECIMAL_PLACES_MOST)
                return fail(error, STATUS_INPUT, NULL, 0,
                            TR("the number '%.60s' is too long: at most 15 digits, 9 of them "
                               "behind the point",
                               "数字“%.60s”过长：最多15位，小数最多9位"),
                            text);
            over = over * 10 + (int64_t)(c - '0');
            under *= point ? 10 : 1;
        } else {
            break;
        }
    }
    while (c == ' ')
        c = text_narrow(text_next(&at));
    if (c != 0 || !started || (point && places == 0))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("'%.60s' is not a number: write digits such as 89.8",
                       "“%.60s”不是数字：请写成89.8这样的数字"),
                    text);
    *out = reduced(negative ? -over : over, under);
    return STATUS_OK;
}

struct decimal decimal_of(int64_t whole)
{
    return (struct decimal){whole, 1};
}

bool decimal_is_number(struct decimal a)
{
    return a.under != 0;
}

struct decimal decimal_plus(struct decimal a, struct decimal b)
{
    return reduced((wide)a.over * b.under + (wide)b.over * a.under, (wide)a.under * b.under);
}

struct decimal decimal_minus(struct decimal a, struct decimal b)
{
    return reduced((wide)a.over * b.under - (wide)b.over * a.under, (wide)a.under * b.under);
}

struct decimal decimal_times(struct decimal a, struct decimal b)
{
    return reduced((wide)a.over * b.over, (wide)a.under * b.under);
}

struct decimal decimal_over(struct decimal a, struct decimal b)
{
    if (b.under == 0)
        return NOT_A_NUMBER;
    return reduced((wide)a.over * b.under, (wide)a.under * b.over);
}

struct decimal decimal_magnitude(struct decimal a)
{
    return reduced(magnitude(a.over), a.under);
}

struct decimal decimal_least(struct decimal a, struct decimal b)
{
    if (!decimal_is_number(a) || !decimal_is_number(b))
        return NOT_A_NUMBER;
    return decimal_compare(a, b) <= 0 ? a : b;
}

struct decimal decimal_most(struct decimal a, struct decimal b)
{
    if (!decimal_is_number(a) || !decimal_is_number(b))
        return NOT_A_NUMBER;
    return decimal_compare(a, b) >= 0 ? a : b;
}

struct decimal decimal_ceiling(struct decimal a)
{
    if (!decimal_is_number(a))
        return NOT_A_NUMBER;
    int64_t whole = a.over / a.under;
    return decimal_of(a.over % a.under > 0 ? whole + 1 : whole);
}

int decimal_compare(struct decimal a, struct decimal b)
{
    wide left = (wide)a.over * b.under, right = (wide)b.over * a.under;
    return (left > right) - (left < right);
}

int decimal_places(struct decimal a)
{
    if (!decimal_is_number(a))
        return -1;
    int twos = 0, fives = 0;
    int64_t under = a.under;
    for (; under % 2 == 0; under /= 2)
        twos++;
    for (; under % 5 == 0; under /= 5)
        fives++;
    return under != 1 ? -1 : twos > fives ? twos : fives;
}

void decimal_add_rounded(struct buffer *out, struct decimal a, int places)
{
    if (!decimal_is_number(a)) {
        buffer_add(out, "?");
        return;
    }
    wide scale = 1;
    for (int i = 0; i < places; i++)
        scale *= 10;
    wide over = magnitude(a.over) * scale;
    wide whole = over / a.under, twice = over % a.under * 2;
    if (twice > a.under || (twice == a.under && whole % 2 == 1))
        whole++;
    /* whole / scale is at most INT64_MAX, and whole % scale less than 10^9 */
    if (a.over < 0 && whole > 0)
        buffer_add_char(out, '-');
    buffer_format(out, "%" PRId64, (int64_t)(whole / scale));
    if (places > 0)
        buffer_format(out, ".%0*" PRId64, places, (int64_t)(whole % scale));
}

void decimal_add(struct buffer *out, struct decimal a, int most)
{
    int places = decimal_places(a);
    decimal_add_rounded(out, a, places < 0 || places > most ? most : places);
}

const char *decimal_text(struct arena *arena, struct decimal a, int most)
{
    struct buffer text = BUFFER_EMPTY;
    if (decimal_is_number(a))
        decimal_add(&text, a, most);
    return buffer_take(&text, arena);
}
