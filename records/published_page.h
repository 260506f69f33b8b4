/*
 * What was published stays as it is: read from the commit, nothing is rendered again.
 *
 *     struct published_page page;
 *     if (published_page(record, arena, "circular/2020", NULL, PAGE_HTML, &page, &error))
 *         return error.status;
 *     if (page.bytes)
 *         …                              // as it was published, raw
 *     else if (page.year)
 *         …                              // not in this format: render it from page.from
 *
 * The commit is known by its tag, or by any other name.
 */
#ifndef KAOPING_RECORDS_PUBLISHED_PAGE_H
#define KAOPING_RECORDS_PUBLISHED_PAGE_H

#include "core/page.h"
#include "records/record.h"

struct arena;

/* What was published by the commit of that name, in one format. */
struct published_page {
    const char *year;  /* NULL: the commit published nothing */
    const char *from;  /* what it was rendered from, in hex */
    const char *bytes; /* NULL: not published in this format */
    size_t size;
};

/* Looks whether the commit published a year (that one, if one is given), and reads the page.
 * STATUS_FAILED where the file is not the one that publication.md names. */
enum status published_page(struct record *record, struct arena *arena, const char *commit,
                           const char *year, enum page_format format, struct published_page *out,
                           struct error *error);

#endif
