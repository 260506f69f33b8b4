/*
 * Proof-reading: what a document officer would mark in the template of a circular and in its draft.
 *
 *     struct proof proof = {.arena = arena, .assessment = assessment, .facts = facts,
 *                           .circular = &circular, .waivers = waivers};
 *     if (proof_read(&proof, &error))
 *         return error.status;                        // the template cannot be rendered at all
 *     for (size_t i = 0; i < proof.count; i++)
 *         say(&proof.list[i]);
 *     return proof.open ? STATUS_NO : STATUS_OK;
 *
 * Both texts are read: the template with its partials, so that a wording is seen which this year's
 * facts do not choose, and the draft, where texts of the record stand and sentences are whole. What
 * both show is told once, at its place in the template.
 *
 * A finding has a short id of eight hex digits, made from its rule, file and excerpt: it stays the
 * same while other lines come and go, and is what a waiver names (core/waivers.h). Some rules give
 * notes, which nobody has to act upon.
 *
 * The rules are in one table, core/proof.c; what each can find and what it leaves alone stands at
 * its function. A rule that cannot be sure says nothing: a false alarm costs more than a slip that
 * a person still sees.
 */
#ifndef KAOPING_CORE_PROOF_H
#define KAOPING_CORE_PROOF_H

#include "core/assessment.h"
#include "core/circular.h"
#include "core/value.h"
#include "core/waivers.h"

struct arena;

struct proof_rule {
    const char *id; /* in JSON and in waivers */
    const char *english, *chinese;
    bool note; /* to be looked at, but nothing waits for it */
};

/* What the rule is called, in the language in force. */
const char *proof_rule_words(const struct proof_rule *rule);

enum { PROOF_ID_SIZE = 9 };

struct proof_finding {
    const struct proof_rule *rule;
    char id[PROOF_ID_SIZE];
    const char *file; /* of the template, as in the messages of circular.h; or waivers.md */
    int line;
    const char *excerpt;         /* raw: what stands there, and a little around it */
    const char *reason, *remedy; /* in the language in force when it was read */
    const struct waiver *waiver; /* NULL for none */
    const char *source; /* where in the text of the template it was typed; NULL for what was not */
    bool shown;         /* it stands in the draft: */
    size_t at, end;     /* these bytes of its Markdown */
};

struct proof {
    /* given */
    struct arena *arena; /* what is found lives there */
    const struct assessment *assessment;
    const struct value *facts;
    const struct circular *circular; /* rendered as a draft, whatever it says */
    const struct waivers *waivers;   /* NULL for none */

    /* filled in; of a text that is wrong all over the first 2,000 */
    struct proof_finding *list; /* by file and line */
    size_t count;
    size_t open, notes, waived; /* of the list; what is neither a note nor waived is open */
};

/* STATUS_INPUT where the template cannot be rendered, with file, line and remedy. */
enum status proof_read(struct proof *proof, struct error *error);

/* Appends the finding as one line: where, what, the excerpt, the remedy and its id. Raw: to be made
 * safe for a terminal. */
struct buffer;
void proof_add_finding(struct buffer *out, const struct proof_finding *finding);

#endif
