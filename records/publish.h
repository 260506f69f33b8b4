/*
 * Publishing a year, and opening it again.
 *
 *     struct published done = {.arena = arena};
 *     if (publish(record, year, &writing, &done, &error))
 *         for (size_t i = 0; i < done.stop_count; i++)      // what is open, where there is any
 *             say(done.stops[i]);
 *
 * The final circular is rendered from main, inside the writers' lock, to every format that there
 * is; one commit upon that very main writes them to YEAR/published/ with publication.md
 * (core/publication.h), which freezes the year; and an annotated tag, circular/YEAR, signed
 * where the person signs, names the commit. Where a foreign writer moves main meanwhile, all is
 * rendered again. Commit and tag are on the disk before the function returns. What is killed
 * between them leaves a published year without its tag: the next publishing or opening of it makes
 * the tag first.
 */
#ifndef KAOPING_RECORDS_PUBLISH_H
#define KAOPING_RECORDS_PUBLISH_H

#include "records/record.h"
#include "records/write.h"

#include <stdbool.h>

struct arena;

struct published {
    struct arena *arena; /* the caller's; the texts live there */
    const char *year, *tag;
    const char *from;         /* the commit that the circular was rendered from, in hex */
    char commit[COMMIT_SIZE]; /* the commit that published the year, or opened it again */
    bool tag_mended;          /* it was published already, but its tag was missing */
    const char **stops;       /* what the circular lacks, and what is open of its proof-reading
                                 (core/proof.h), each with file, line and remedy */
    size_t stop_count;
    const char *notes; /* of a year that was published: what printing had to say, a line each */
};

/* Publishes the year (NULL: the latest). STATUS_NO where the person may not, where something is
 * open, and where the year is published already. A tag that was missing is made, and told by
 * tag_mended: that is STATUS_OK. */
enum status publish(struct record *record, const char *year, const struct writing *writing,
                    struct published *out, struct error *error);

/* Opens a published year again. STATUS_NO where the person may not, or the year is not published;
 * STATUS_INPUT without a reason. */
enum status reopen(struct record *record, const char *year, const char *reason,
                   const struct writing *writing, struct published *out, struct error *error);

#endif
