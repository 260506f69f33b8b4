/*
 * Where a line of Chinese composition may end (GB/T 15834-2011 §5.1 for punctuation; GB/T 9704-2012
 * §7.3.3: numbers and years are not broken): the rules that core/wrap.h (terminals, plain text) and
 * print/line.h (paper) share.
 *
 *     struct break_side before = {0}, last = {0};
 *     for (each cluster that is no space) {
 *         struct break_side next = break_side(base, columns, behind);
 *         if (break_allowed(before, last, spaced, next))
 *             ...                                      // the line may end before this cluster
 *         before = spaced ? (struct break_side){0} : last;
 *         last = next;
 *     }
 */
#ifndef KAOPING_CORE_BREAKING_H
#define KAOPING_CORE_BREAKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a character does to the breaks beside it. */
enum break_kind {
    BREAK_SPACE = 1,
    BREAK_CLOSES = 2,     /* does not begin a line */
    BREAK_OPENS = 4,      /* does not end one */
    BREAK_CLINGS = 8,     /* no break on either side, unless a space is there */
    BREAK_WORD = 16,      /* narrow letters, digits and their punctuation: not parted */
    BREAK_DIGIT = 32,     /* of any width */
    BREAK_UNIT = 64,      /* stays with the digit before it */
    BREAK_CONNECTS = 128, /* stays with the digit behind it: a sign, or the middle of a range */
    BREAK_BRIDGES = 256   /* stays with the digit behind it if a digit is before it, too */
};

/* A cluster beside a break. */
struct break_side {
    uint32_t base;   /* 0 for none */
    uint32_t behind; /* the character that follows the cluster; 0 for none */
    unsigned kind;   /* of enum break_kind */
};

/* Of a cluster whose first character is `base`, `columns` of a terminal wide. */
struct break_side break_side(uint32_t base, size_t columns, uint32_t behind);

/* Whether a line may end between `last`, which `before` precedes, and `next`; `spaced` if spaces
 * stand between the two. */
bool break_allowed(struct break_side before, struct break_side last, bool spaced,
                   struct break_side next);

/* How many bytes the unit of measurement takes that begins the text, behind a number: 微克, 万千瓦;
 * 0 for none. It is not parted, nor from its number. */
size_t break_unit(const char *text);

#endif
