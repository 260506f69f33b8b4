/*
 * CSV as spreadsheets write it (RFC 4180; also with bare line feeds), in UTF-8 or GB18030.
 *
 *     struct csv csv;
 *     if (csv_parse(arena, "decisions.csv", bytes, size, &csv, &error))
 *         return error.status;
 *     int verdict = csv_column(&csv, "verdict");         // -1: not there
 *     for (size_t i = 0; i < csv.count; i++)
 *         use(csv.rows[i].line, csv.rows[i].cells[verdict]);
 *
 * The first row names the columns. A byte order mark is passed over; bytes that are not UTF-8 are
 * read as GB18030, unless the file is marked as UTF-8; empty lines are passed over. Everything
 * lives in the arena.
 */
#ifndef KAOPING_CORE_CSV_H
#define KAOPING_CORE_CSV_H

#include "core/error.h"

#include <stddef.h>

struct arena;

struct csv_row {
    int line; /* of the row's first character; a quoted cell may go on over several lines */
    const char **cells;
};

struct csv {
    const char *path;
    const char **columns; /* names, spaces around them dropped */
    size_t width;         /* how many columns; every row has as many cells */
    struct csv_row *rows;
    size_t count;
};

/* STATUS_INPUT with file and line for: no header row, more than 1024 columns, a column named twice
 * or without a name, a row with more or fewer cells than the header (says both counts), a quote
 * never closed (names the line where it was opened), text behind a closing quote, NUL, bytes that
 * are neither UTF-8 nor GB18030. */
enum status csv_parse(struct arena *arena, const char *path, const char *bytes, size_t size,
                      struct csv *out, struct error *error);

/* The number of the column of that name, or -1. */
int csv_column(const struct csv *csv, const char *name);

#endif
