/*
 * The indexes of packs, looked at before libgit2 1.5 reads them: it believes the places that they
 * name, and one that lies in no pack ends the program.
 *
 *     int code = index_guard(repository);          // once, after it was opened
 *
 * Every index is looked at once: whether it has the size that its counts give, and whether each of
 * its places lies in its pack. One that does not fit makes the opening fail with words that name it
 * and its remedy; one that a repack brings later is looked at before libgit2 sees it, which is then
 * left with what it had. One that a repack took away meanwhile is none. Whether an index holds the
 * bytes that were written, which takes longer, is told by index_each_damaged(), for verify().
 *
 * The commit-graph is not believed at all: no name in the record depends on it, so whoever writes
 * into it could show other commits than there are, and main going backwards as going on (rule 9).
 */
#ifndef KAOPING_RECORDS_INDEX_H
#define KAOPING_RECORDS_INDEX_H

#include <git2.h>

/* Gives libgit2's code; git_why() names the index. */
int index_guard(git_repository *repository);

/* Calls `use` with the path, below the repository's folder, of each file that git derives from the
 * objects (indexes, a multi-pack-index, commit-graphs) and that is not what was written, by the
 * hash at its end. */
void index_each_damaged(git_repository *repository, void (*use)(void *context, const char *path),
                        void *context);

#endif
