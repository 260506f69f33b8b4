/*
 * A decision as it is given in words, on the command line or in a row of a table, before it is one.
 *
 *     struct given given = {.verdict = "完成", .value = "８９.９", .score = "", .note = ""};
 *     struct decision decision;
 *     if (given_decision(arena, entry, &given, &decision, &error))
 *         return error.status;
 */
#ifndef KAOPING_CORE_GIVEN_H
#define KAOPING_CORE_GIVEN_H

#include "core/assessment.h"
#include "core/error.h"

struct arena;

/* No member may be NULL but the list of evidence when there is none; "" stands for nothing. */
struct given {
    const char *verdict, *value, *score, *note;
    const char *const *evidence; /* each `title|place`, several parted by ; */
    size_t evidence_count;
    const char *conditions; /* ids of close-out conditions, parted by ; */
    const char *deadline;   /* the day that an extension is asked for */
    const char *notice;     /* of a close-out: 2021-01-04/2021-01-12 */
};

/* Reads the words; the decision's texts live in the arena. What the item's kind and rule demand is
 * checked when it is written (core/decision.h). STATUS_INPUT with the remedy. */
enum status given_decision(struct arena *arena, const struct entry *entry,
                           const struct given *given, struct decision *out, struct error *error);

/* The same for a report, of which only value, note and evidence are used. */
enum status given_report(struct arena *arena, const struct entry *entry, const struct given *given,
                         struct report *out, struct error *error);

/* A number's text: without spaces around it, full-width forms as ASCII ones. */
const char *given_number(struct arena *arena, const char *text);

/* Refuses a text that is not UTF-8: nothing of a record would be readable behind it. */
enum status given_text(const char *text, struct error *error);

#endif
