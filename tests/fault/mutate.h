/*
 * Records as no honest tool leaves them: mutations of a bare repository, by chance, the same for
 * the same chance.
 *
 *     struct chance chance = chance_new(number);
 *     char what[MUTATION_WORDS];
 *     mutate(path, &chance, what);                 // "tree of 2020/checklist: mode 120000"
 *
 * What is mutated: bytes of files, messages and headers of commits, raw trees (modes, names, order,
 * what they point to), references, and the files of packs, their indexes and commit-graphs. Objects
 * are written with their right names, so that git itself finds nothing wrong where only the meaning
 * is.
 */
#ifndef KAOPING_TESTS_FAULT_MUTATE_H
#define KAOPING_TESTS_FAULT_MUTATE_H

#include "tests/fault/chance.h"

#include <stddef.h>

struct buffer;

enum { MUTATION_WORDS = 400 };

/* One mutation; says in `what` which. Returns the path of the file that main's tip has otherwise
 * afterwards, whoever finds it, with a message and an author that are not of it, or of the file
 * that git derives from the objects and now would not; "" for all other mutations. Ends the process
 * where the record cannot be read. Borrowed until the next call. */
const char *mutate(const char *record, struct chance *chance, char what[MUTATION_WORDS]);

/* Changes some bytes of a text. */
void mutate_bytes(struct buffer *text, struct chance *chance);

#endif
