/*
 * Loose objects, read here and not by libgit2 1.5: where such a file was cut off (a power cut, a
 * full disk), libgit2 asks zlib for the rest for ever, and the program hangs.
 *
 *     int code = loose_guard(repository);        // once, after it was opened
 */
#ifndef KAOPING_RECORDS_LOOSE_H
#define KAOPING_RECORDS_LOOSE_H

#include <git2.h>

/* From now on the repository's loose objects are read whole or not at all. Gives libgit2's code. */
int loose_guard(git_repository *repository);

#endif
