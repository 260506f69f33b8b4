/*
 * A snapshot: one year of the record as one commit has it. Immutable, freed whole. Its arena holds
 * all of it but what the files of reports, decisions and confirmations say, which successive
 * snapshots share (records/gather.h).
 */
#ifndef KAOPING_RECORDS_SNAPSHOT_H
#define KAOPING_RECORDS_SNAPSHOT_H

#include "core/facts.h"
#include "core/language.h"
#include "core/load.h"
#include "core/score.h"
#include "records/record.h"

struct arena;

struct snapshot {
    struct arena *arena;
    char commit[COMMIT_SIZE]; /* hex */
    const struct assessment *assessment;
    const struct tally *tally;
    struct files files; /* of the record at this commit; this year's alone, with the top ones */
};

/* Reads `commit` (any name of a commit that git knows; NULL for main) and in it `year` (NULL for
 * the latest). The caller frees *out. STATUS_INPUT for an unknown commit or year and for a mistake
 * in a file. */
enum status snapshot_new(struct record *record, const char *commit, const char *year,
                         struct snapshot **out, struct error *error);

/* What is read, and with whose help. */
struct snapshot_wanted {
    const char *commit, *year; /* as for snapshot_new() */

    /* A snapshot of the same record (NULL for none): what did not change since is not read again,
     * and shared. Each of the two may be freed first. */
    const struct snapshot *before;

    /* An entry (NULL for all): the other items are left out, and of the other entries neither
     * report nor decision nor confirmation is read, so that they look pending, and the tally and
     * the facts say nothing. For what one entry says of itself, in a few milliseconds. With an item
     * of "" all items are there, and no entry is read. */
    const char *jurisdiction, *item;

    /* Called again and again while much is read, with how many files were; may be NULL. */
    void (*progress)(void *context, size_t read);
    void *context;
};

enum status snapshot_read(struct record *record, const struct snapshot_wanted *wanted,
                          struct snapshot **out, struct error *error);

/* Keeps what was read for the next opening (records/cache.h), where it was so much that this pays.
 * Costs a few milliseconds then: to be called when nobody waits. Takes NULL. */
void snapshot_keep(struct snapshot *snapshot);

/* Takes NULL. */
void snapshot_free(struct snapshot *snapshot);

/* The facts of the snapshot, with their formulas in the language in force; made at the first call
 * in each. */
const struct value *snapshot_facts(struct snapshot *snapshot);

/* The same, with formulas in the programme's language: for what is written down, and must not
 * depend on who writes it. */
const struct value *snapshot_facts_written(struct snapshot *snapshot);

/* The programme's language. */
enum language snapshot_language(const struct snapshot *snapshot);

/* The entry by ids. STATUS_INPUT, with the nearest remedy, for an unknown jurisdiction or item, or
 * an item that does not apply. */
enum status snapshot_entry(const struct snapshot *snapshot, const char *jurisdiction,
                           const char *item, const struct entry **out, struct error *error);

/* Renders the circular of the year to Markdown, over facts of the snapshot, from the record's own
 * template or, where template_path is given, from that file (its partials beside it). marks may be
 * NULL; they point into those facts. */
struct buffer;
struct mustache_marks;
enum status snapshot_circular(struct snapshot *snapshot, const struct value *facts,
                              const char *template_path, bool draft, struct buffer *out,
                              struct mustache_marks *marks, struct error *error);

/* What would stop the final circular of the year, from the record's own template. The stops point
 * into the snapshot. */
struct circular_stops;
enum status snapshot_stops(struct snapshot *snapshot, struct circular_stops *stops,
                           struct error *error);

/* Proof-reads that template and its draft: fills in what core/proof.h gives, but for the arena, which
 * is the caller's; what is found points into the snapshot. Mistakes in the waivers are errors. */
struct proof;
struct waivers;
enum status snapshot_proof(struct snapshot *snapshot, struct proof *proof, struct error *error);

/* What is waived in the year; the texts are the snapshot's. */
enum status snapshot_waivers(const struct snapshot *snapshot, struct waivers *out,
                             struct error *error);

#endif
