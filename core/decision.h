/*
 * Reports, decisions and confirmations: reading them from their files, writing them to files.
 *
 *     struct decision decision;
 *     decision_read(arena, &reading, &document, item->kind, &decision);
 *     decision_write(&out, entry, &decision, previous_document);
 *
 * The order of the fields is fixed; fields that the program does not know are taken over from the
 * file that is replaced.
 */
#ifndef KAOPING_CORE_DECISION_H
#define KAOPING_CORE_DECISION_H

#include "core/assessment.h"

struct arena;
struct buffer;
struct document;
struct reading;

enum { NOTE_MOST = 64 * 1024, EVIDENCE_MOST = 100 };

/* Read what a file holds; mistakes go to the reading. `item` and `jurisdiction` of the file must be
 * those that its path names. */
void report_read(struct arena *arena, struct reading *reading, const struct entry *entry,
                 struct report *out);
void decision_read(struct arena *arena, struct reading *reading, const struct entry *entry,
                   struct decision *out);
void confirmation_read(struct reading *reading, const struct entry *entry,
                       struct confirmation *out);

/* Append a whole file. `old` is the document that is replaced, or NULL. */
void report_write(struct buffer *out, const struct entry *entry, const struct report *report,
                  const struct document *old);
void decision_write(struct buffer *out, const struct entry *entry, const struct decision *decision,
                    const struct document *old);
void confirmation_write(struct buffer *out, const struct entry *entry,
                        const struct confirmation *confirmation, const struct document *old);

/* Checks a decision before it is made, by the item's kind and rule: the verdict fits the kind; a
 * value where the rule scores by it; a score only where the rule is by hand, within full marks and
 * with a reason; a reason where the verdict and the value contradict each other; deadline, notice
 * and re-opening (core/terms.h). decision->decided is the day that it is measured by, "" or NULL
 * where it is not known yet. Sets decision->score where the rule computes it, and forgets a
 * deadline that is in force already. STATUS_INPUT with the remedy. */
enum status decision_check(const struct entry *entry, struct decision *decision,
                           struct error *error);

/* The entry as scored with this decision. */
struct rule_case decision_case(const struct entry *entry, const struct decision *decision);

/* Append how the entry is scored, in words, and how the score of a case comes about, step by step;
 * nothing for what has no marks. */
void entry_add_rule(const struct entry *entry, struct buffer *out);
void entry_explain(const struct entry *entry, const struct rule_case *the, struct buffer *out);

/* Reads evidence as it is typed: `title|place`, several parted by ; — a place alone is its own
 * title. */
void evidence_parse(struct arena *arena, const char *text, struct evidences *out);

#endif
