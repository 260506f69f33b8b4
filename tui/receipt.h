/*
 * The receipt: the tip of main that this person saw last, kept outside the record, in the folder of
 * tui/state.h (rule 9). Only something outside a record can tell that it went backwards.
 *
 *     struct receipt receipt;
 *     receipt_load(&receipt, state);
 *     record_set_seen(record, receipt.commit);
 *     if (record_check_seen(record, &error))
 *         …                                   // said before anything else
 *     receipt_keep(&receipt, state, record);  // at the end, and now and then
 */
#ifndef KAOPING_TUI_RECEIPT_H
#define KAOPING_TUI_RECEIPT_H

#include "records/record.h"

struct state_folder;

struct receipt {
    char commit[COMMIT_SIZE]; /* "" where none is kept, or the file is broken */
};

void receipt_load(struct receipt *receipt, const struct state_folder *state);

/* Keeps main's tip, if it is another one and follows from the one that is kept. Where the folder
 * cannot be written the old one stays: it is still true. */
void receipt_keep(struct receipt *receipt, const struct state_folder *state, struct record *record);

/* Keeps a tip whatever was there before: of a record that was just made, or one that went
 * backwards with a person's consent. STATUS_FAILED where it cannot be written. */
enum status receipt_set(struct receipt *receipt, const struct state_folder *state,
                        const char *commit, struct error *error);

#endif
