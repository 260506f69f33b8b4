/*
 * Import of rectification tasks: each row of a ledger (台账) becomes an item of the checklist.
 *
 * Columns: category, id, name, inspection, number, problem, deadline, applies (ids of jurisdictions
 * or classes, parted by ;), and, where there are any, source, objective, measures, responsible,
 * supervising, guidance.
 */
#ifndef KAOPING_RECORDS_IMPORT_RECTIFICATIONS_H
#define KAOPING_RECORDS_IMPORT_RECTIFICATIONS_H

#include "records/import.h"

/* All or nothing, one commit a row. An item that the checklist has already is an error, and so is
 * everything that core/load.h refuses; errors name the table's line. */
enum status import_rectifications(struct record *record, const struct import *import, size_t *count,
                                  struct error *error);

#endif
