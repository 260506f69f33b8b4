/*
 * Signature and date, with a seal's space or without, and what stands below them: GB/T 9704-2012
 * §7.3.5 and §7.3.6.
 *
 *     struct signature signature;
 *     signature_gather(compose, from, to, &signature);
 *     if (signature_height(compose, &signature) <= sheet_left(sheet))
 *         signature_draw(compose, &signature);
 *
 * The date is the last closing paragraph that is one (2021年3月9日), wherever it stands; all other
 * closing paragraphs are issuers, several by hard line breaks.
 */
#ifndef KAOPING_PRINT_SIGNATURE_H
#define KAOPING_PRINT_SIGNATURE_H

#include "print/compose.h"

struct signature {
    const struct lines **issuers;
    size_t count, rows;         /* rows: lines of all issuers */
    const struct lines *date;   /* NULL for none */
    const struct lines **notes; /* notes and small print */
    bool *small;
    size_t note_count;
};

/* Of the parts from..to; lives as long as the composing. */
void signature_gather(struct compose *compose, size_t from, size_t to, struct signature *signature);

/* With the blank lines above it. */
double signature_height(const struct compose *compose, const struct signature *signature);

void signature_draw(struct compose *compose, const struct signature *signature);

#endif
