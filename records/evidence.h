/*
 * Evidence: the hash of a file is recorded when the file is named, so that what the decision rested
 * on can be told apart from what lies there later.
 */
#ifndef KAOPING_RECORDS_EVIDENCE_H
#define KAOPING_RECORDS_EVIDENCE_H

#include "core/assessment.h"
#include "core/error.h"

struct arena;

/* Fills in the SHA-256 of every piece whose place is a regular file that can be read from here. A
 * place that is none (an archive's number, an address) stays without a hash; a file that is there
 * and cannot be read is STATUS_INPUT. */
enum status evidence_hash(struct arena *arena, struct evidences *evidence, struct error *error);

#endif
