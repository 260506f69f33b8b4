/*
 * Whose words in the record's own git settings may start a program. Others can write into the
 * folder of a shared record: what stands there is theirs, and a program that it names would run as
 * the person at work.
 *
 *     if (trust_settings(record, &error))
 *         return error.status;             // before git is started in the record
 */
#ifndef KAOPING_RECORDS_TRUST_H
#define KAOPING_RECORDS_TRUST_H

#include "records/record.h"

/* STATUS_NO, with the key, where the record's own settings name a program that git would run for a
 * fetch or a push, and somebody else than this person can write them. */
enum status trust_settings(const struct record *record, struct error *error);

#endif
