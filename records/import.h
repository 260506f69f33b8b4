/*
 * Import: reports, decisions, confirmations or rectifications from CSV, all or nothing.
 *
 * Each row's reviewer must be entitled to it. A row of somebody else than who imports, or of a past
 * moment, is one of a ledger: who imports it must have the role "administer", and the commit, whose
 * author and date are the row's, says who that was (`Imported-by:`).
 */
#ifndef KAOPING_RECORDS_IMPORT_H
#define KAOPING_RECORDS_IMPORT_H

#include "records/record.h"

enum import_kind { IMPORT_REPORTS, IMPORT_DECISIONS, IMPORT_CONFIRMATIONS, IMPORT_RECTIFICATIONS };

struct import {
    enum import_kind kind;
    const char *path;   /* of the CSV file */
    const char *year;   /* NULL for the latest */
    size_t leave;       /* so many rows at the end are left out (not of confirmations): samples */
    const char *person; /* who imports: author of rows that name no reviewer */
    /* Called now and then with how many rows of how many are done; may be NULL. */
    void (*progress)(size_t done, size_t of);
};

/* Imports the file, one commit a row; *count receives how many. A mistake anywhere changes nothing
 * and names file, line and remedy. Confirmations of rows that are not decided are an error, but for
 * samples that leave rows out (`leave` > 0), where they are passed over. */
enum status import_csv(struct record *record, const struct import *import, size_t *count,
                       struct error *error);

#endif
