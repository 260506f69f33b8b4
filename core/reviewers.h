/*
 * reviewers.md: who may do what in the record, for whom, and with which keys.
 *
 *     reviewers:
 *       - name: 李明
 *         email: liming@example.org
 *         roles: [review, confirm]          # and publish, administer
 *         jurisdictions: [siping, baishan]  # none: all
 *         categories: [air, water]          # none: all
 *         recused: [tonghua]                # 回避: never these
 *         keys:
 *           - ssh-ed25519 AAAAC3Nz…
 *           - {key: ssh-ed25519 AAAAC3Nz…, from: 2021-01-01, until: 2021-12-31}
 *
 * A person is known by the mail, whatever the case; a name may be written in several ways. A record
 * that lists nobody is open: everybody may do everything, but for the two-person rule.
 *
 *     if (reviewers_allow(&reviewers, person, RIGHT_REVIEW, "siping", "air", &error))
 *         return error.status;                          // STATUS_NO, with the rule that says so
 */
#ifndef KAOPING_CORE_REVIEWERS_H
#define KAOPING_CORE_REVIEWERS_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;
struct reading;

#define REVIEWERS_PATH "reviewers.md"

/* review: decide, and record reports. confirm: confirm and return. publish: publish and reopen a
 * year. administer: change the programme, the reviewers, the checklist and the templates; where
 * nobody administers, who publishes does. */
enum right { RIGHT_REVIEW, RIGHT_CONFIRM, RIGHT_PUBLISH, RIGHT_ADMINISTER, RIGHTS };

extern const char *const right_ids[RIGHTS + 1]; /* on disk; ended by NULL */

/* What a person reads, in the language in force: 评定, 复核, 定稿, 管理. */
const char *right_name(enum right right);

/* A list of ids. */
struct ids {
    const char **list;
    size_t count;
};

bool ids_have(const struct ids *ids, const char *id);

/* A public key as in authorized_keys, without its comment: "ssh-ed25519 AAAAC3Nz…". Both days are
 * included; "" for no bound. */
struct reviewer_key {
    const char *text, *from, *until;
};

struct reviewer {
    const char *name, *mail;
    bool rights[RIGHTS];
    struct ids jurisdictions, categories; /* none: all */
    struct ids recused;                   /* jurisdictions */
    struct reviewer_key *keys;
    size_t key_count;
};

struct reviewers {
    struct reviewer *list;
    size_t count;
};

/* Reads the file's front matter into the arena. Mistakes go to the reading: an unknown role, a mail
 * that stands twice, a key or a day that is none. */
void reviewers_read(struct arena *arena, struct reading *reading, struct reviewers *out);

/* The reviewer with the mail of `person`, "Name <mail>" or a mail; NULL if none is. */
const struct reviewer *reviewers_find(const struct reviewers *reviewers, const char *person);

/* Whether the key, as in authorized_keys, is one of the reviewer's on that day ("2021-03-09"). */
bool reviewer_has_key(const struct reviewer *reviewer, const char *key, const char *day);

/* What refuses an act: the first of these rules. */
enum refusal {
    REFUSAL_NONE,
    REFUSAL_NOT_LISTED,
    REFUSAL_RECUSED, /* 回避 */
    REFUSAL_ROLE,    /* the person has not the role */
    REFUSAL_SCOPE    /* the person has other jurisdictions or categories */
};

/* What refuses it to the reviewer, one of the list or NULL for who is not listed. `jurisdiction`
 * and `category` are ids, NULL where the act is of none. */
enum refusal reviewer_refusal(const struct reviewers *reviewers, const struct reviewer *reviewer,
                              enum right right, const char *jurisdiction, const char *category);

/* Appends the names of those who may do it, the first few; or that nobody may. */
void reviewers_add_entitled(struct buffer *out, const struct reviewers *reviewers, enum right right,
                            const char *jurisdiction, const char *category);

/* Whether the person may do it. STATUS_NO says which rule refuses it and who could do it. */
enum status reviewers_allow(const struct reviewers *reviewers, const char *person, enum right right,
                            const char *jurisdiction, const char *category, struct error *error);

/* Whether the two persons are the same, by their mails. */
bool is_same_person(const char *person, const char *other);

/* The mail in "Name <mail>", or the whole text where it has no <; not ended with NUL. */
const char *mail_of(const char *person, size_t *size);

#endif
