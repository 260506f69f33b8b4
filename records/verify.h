/*
 * Verifying the record: every commit against the rules, in process, whoever wrote it and with
 * whatever tool.
 *
 *     struct verifying verifying = {.found = print_finding, .context = &mine};
 *     size_t findings;
 *     if (verify(record, &verifying, &findings, &error))
 *         return error.status;                        // it could not be looked at
 *     return findings ? STATUS_NO : STATUS_OK;
 *
 * Each commit is judged by itself: by what it changed of its first parent's tree, and by what the
 * files of that moment say (reviewers.md, the checklist, the decision that a confirmation names).
 * Nothing of an earlier judgement is kept, so any part of the history can be judged alone.
 */
#ifndef KAOPING_RECORDS_VERIFY_H
#define KAOPING_RECORDS_VERIFY_H

#include "records/record.h"

/* What a finding breaks. */
enum verify_rule {
    VERIFY_FORMAT,     /* a file that cannot be read, or lies where none belongs */
    VERIFY_ONE,        /* one decision, one commit, one file (rule 1) */
    VERIFY_CHAIN,      /* `previous` does not name what was replaced (rule 1) */
    VERIFY_TRAILERS,   /* the message says otherwise than the file */
    VERIFY_SHAPE,      /* the history's shape: a merge that changes something, a second root (2) */
    VERIFY_TIME,       /* a moment before the one before it, or other than the file's */
    VERIFY_AUTHOR,     /* the author is not who the file names */
    VERIFY_RIGHT,      /* reviewers.md does not allow it: role, jurisdiction, category */
    VERIFY_RECUSED,    /* 回避 */
    VERIFY_TWO_PEOPLE, /* a confirmation of one's own decision (rule 5) */
    VERIFY_BOUND,   /* a confirmation, or a decision, of other bytes than those that stood there */
    VERIFY_CONTENT, /* a score, verdict or value that the item's rule does not give */
    VERIFY_SIGNATURE,   /* missing where required, bad, or not by a key of the author */
    VERIFY_FROZEN,      /* a published year was changed (publish, reopen) */
    VERIFY_PUBLICATION, /* what was published is not what the record says, or its tag is gone */
    VERIFY_EVIDENCE,    /* evidence that is not what its hash says */
    VERIFY_BACKWARDS,   /* main does not descend from what was seen last (rule 9) */
    VERIFY_DAMAGED,     /* an object is missing or broken */
    VERIFY_RULES
};

extern const char *const verify_rule_ids[VERIFY_RULES + 1]; /* in JSON; ended by NULL */

/* What the rule says and why it is there, for a person, in the language in force. */
const char *verify_rule_words(enum verify_rule rule);

struct finding {
    enum verify_rule rule;
    const char *commit;  /* hex; "" where it is of none */
    const char *subject; /* the commit's; raw, as the path and what the text quotes */
    const char *path;    /* in the record; "" where it is of no file */
    const char *text;    /* what is wrong */
};

/* What was looked at. */
struct verify_counts {
    size_t commits, decisions, confirmations, signatures;
    size_t compared, unreachable, unhashed; /* evidence, by what could be looked at */
};

struct verifying {
    const char *tip;   /* hex; NULL for main */
    const char *since; /* any name of a commit: it and what is behind it are left out; NULL: all */
    const char *receipt; /* hex of the tip that was seen last (rule 9); NULL for none */

    /* Where evidence lies: its hashes are checked against what can be read there. NULL: not
     * looked at. Relative places are below it. */
    const char *evidence;

    bool incoming; /* a tag that is not there may still come with the same push */

    struct verify_counts *counts;                                /* filled in; may be NULL */
    void (*found)(void *context, const struct finding *finding); /* texts live during the call */
    void (*progress)(void *context, size_t done, size_t of);     /* commits; may be NULL */
    void *context;
};

/* STATUS_OK when all was looked at, whatever was found. STATUS_INPUT for a commit that is not
 * there, STATUS_FAILED for a record that cannot be read any further. */
enum status verify(struct record *record, const struct verifying *verifying, size_t *findings,
                   struct error *error);

/* A pre-receive hook: judges what a push brings, while git keeps it apart. `lines` are what git
 * gives such a hook, `old new ref` each. Refused are other branches than main, deleting and
 * rewriting, tags but for circular/… as publish makes them, and any finding in the new commits;
 * why, `found` tells. The record is opened by record_open_incoming(). */
enum status verify_incoming(struct record *record, const char *lines,
                            const struct verifying *verifying, size_t *findings,
                            struct error *error);

#endif
