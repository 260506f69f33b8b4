/*
 * Housekeeping: what writing leaves behind is packed from time to time, by git, beside the work.
 *
 *     housekeeping_start(record);              // after a landing; returns at once
 *
 * Each commit leaves some files, and libgit2 never packs them: when they pile up, a detached
 * process runs `git repack` and `git commit-graph write` with the lowest priority. It is one at a
 * time, whoever starts it; where git is absent or fails, nothing happens, and it is tried again
 * later. Who reads meanwhile goes on reading.
 */
#ifndef KAOPING_RECORDS_HOUSEKEEPING_H
#define KAOPING_RECORDS_HOUSEKEEPING_H

#include "records/record.h"

/* As git counts: the files of one of the 256 folders stand for all. */
enum { LOOSE_MOST = 4000 };

/* Starts it if there are more loose objects than LOOSE_MOST and nobody is at it. */
void housekeeping_start(const struct record *record);

#endif
