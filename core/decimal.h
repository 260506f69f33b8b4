/*
 * Exact numbers. 89.8 − 80 is 9.8, and a third of 10 is a third of 10 until somebody prints it.
 *
 * A number is a reduced fraction of two 64-bit integers, so sums, differences, products and
 * quotients of what a record holds are exact (a category that is rescaled for an exempt item
 * divides). What does not fit is NOT_A_NUMBER, which every further operation passes on, so that a
 * long computation is checked once, at its end. Rounding happens in decimal_add_rounded() alone:
 * once, where a number is shown, by GB/T 8170-2008 §3.2 (half to even).
 */
#ifndef KAOPING_CORE_DECIMAL_H
#define KAOPING_CORE_DECIMAL_H

#include "core/error.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct buffer;

struct decimal {
    int64_t over;  /* the numerator */
    int64_t under; /* the denominator, positive; 0 marks what is not a number */
};

#define DECIMAL_ZERO ((struct decimal){0, 1})
#define NOT_A_NUMBER ((struct decimal){0, 0})

enum { DECIMAL_DIGITS = 15, DECIMAL_PLACES_MOST = 9 };

/* Reads a number: an optional sign, digits, an optional point with digits. Full-width digits,
 * points and signs and U+2212 count as their ASCII forms; spaces around are passed over. At most
 * 15 digits, 9 of them behind the point. STATUS_INPUT for anything else, *out untouched. */
enum status decimal_parse(const char *text, struct decimal *out, struct error *error);

struct decimal decimal_of(int64_t whole);
bool decimal_is_number(struct decimal a);

struct decimal decimal_plus(struct decimal a, struct decimal b);
struct decimal decimal_minus(struct decimal a, struct decimal b);
struct decimal decimal_times(struct decimal a, struct decimal b);
/* NOT_A_NUMBER when b is zero. */
struct decimal decimal_over(struct decimal a, struct decimal b);
struct decimal decimal_magnitude(struct decimal a);
/* The smaller and the larger; NOT_A_NUMBER if either is. */
struct decimal decimal_least(struct decimal a, struct decimal b);
struct decimal decimal_most(struct decimal a, struct decimal b);
/* The smallest whole number that is not below a: what 每低1天 and 不足1天按1天计 count in. */
struct decimal decimal_ceiling(struct decimal a);

/* Less than, equal to or greater than 0 as a is to b. Both must be numbers. */
int decimal_compare(struct decimal a, struct decimal b);

/* How many places behind the point the number needs to be written exactly; -1 if no finite number
 * of them does, or it is not a number. */
int decimal_places(struct decimal a);

/* Appends the number with exactly `places` (0 to 9) behind the point, rounded half to even; "?"
 * for what is not a number. Never prints a negative zero. */
void decimal_add_rounded(struct buffer *out, struct decimal a, int places);

/* Appends the number exactly if it can be written with at most `most` places, else rounded to
 * them: 9.80 prints 9.8, and 1/3 with most 2 prints 0.33. */
void decimal_add(struct buffer *out, struct decimal a, int most);

/* The same, as a text in the arena; "" for what is not a number. */
const char *decimal_text(struct arena *arena, struct decimal a, int most);

#endif
