/*
 * The terms of a rectification: its deadline and what extends it (延期), the public notice (公示)
 * before a close-out (销号), and re-opening (重新开启) what was done. And what is derived of an
 * entry from its present files alone (design rule 3).
 *
 *     if (terms_check(entry, &decision, &error))        // part of decision_check()
 *         return error.status;
 *     entry_derive(assessment, entry);                  // after its files have changed
 *
 * An extension. A decision that names a `deadline` asks for that day. It must ask on or before the
 * deadline in force, give a reason, and name a later day. The confirmation of that very decision
 * grants it, its return refuses it; where the year asks for no second person it holds at once.
 * Every later decision of the entry, a withdrawal included, carries what was granted as `extended`:
 * the day, the blob of the decision that asked, and who granted it. So the deadline in force is
 *
 *     the day of the present decision, where it asks and is approved; else that of its `extended`;
 *     else the item's own; and never earlier than the item's own.
 *
 * A revision of the item does not take back an extension: what was granted is a day, and a day that
 * the item names later still is the one that holds.
 */
#ifndef KAOPING_CORE_TERMS_H
#define KAOPING_CORE_TERMS_H

#include "core/assessment.h"
#include "core/error.h"

/* Whether it is a day, and not at-once, standing or nothing. */
bool deadline_is_day(const char *deadline);

/* A deadline as people read it: a day, 立行立改, 长期坚持. */
const char *deadline_words(const char *deadline);

/* Whether the entry's deadline may be extended to the day `asked`, of a request made on `day` ("":
 * not known yet). STATUS_INPUT with the rule that refuses it. */
enum status extension_check(const struct entry *entry, const char *asked, const char *day,
                            struct error *error);

/* Reads a notice as it is typed, 2021-01-04/2021-01-12; "" is none. STATUS_INPUT for what is no
 * pair of days, or goes backwards. */
enum status notice_parse(const char *text, struct notice *out, struct error *error);

/* Appends a notice as it is typed; nothing for none. */
struct buffer;
void notice_add(struct buffer *out, const struct notice *notice);

/* Whether the item may be closed out on `day` ("": not known yet) with that notice: at least the
 * year's notice-days, both its days counted, and ended before that day. STATUS_INPUT with the
 * rule. */
enum status notice_check(const struct item *item, const struct notice *notice, const char *day,
                         struct error *error);

/* Whether the decision takes back what stood approved as done: a close-out or a completion. */
bool decision_reopens(const struct entry *entry, const struct decision *decision);

/* Checks what a decision says of deadline and notice, and that a re-opening has a reason; forgets a
 * deadline that is in force already. Part of decision_check(). */
enum status terms_check(const struct entry *entry, struct decision *decision, struct error *error);

/* Derives state, approval, deadline in force and overdue from the entry's files. */
void entry_derive(const struct assessment *assessment, struct entry *entry);

#endif
