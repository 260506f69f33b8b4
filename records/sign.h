/*
 * Signing with the person's own SSH key, as git does it (gpg.format=ssh): by ssh-keygen, which asks
 * the agent, a forwarded one too, or reads the key's file.
 *
 *     struct signer *signer;
 *     if (signer_new(record, person, &reviewers, required, &signer, &error))
 *         return error.status;
 *     if (signer && signer_sign(signer, payload, size, &armored, &error))
 *         return error.status;
 *     signer_free(signer);
 *
 * The key is git's user.signingKey (a file, its .pub, or `key::ssh-ed25519 …`), else a key that
 * reviewers.md lists for the person and the agent holds. It is never asked for on the terminal: a
 * key with a passphrase has to be in the agent. What takes longer than SIGN_MS is given up, so that
 * a forwarded agent whose line is dead does not hold the writers' lock.
 */
#ifndef KAOPING_RECORDS_SIGN_H
#define KAOPING_RECORDS_SIGN_H

#include "core/reviewers.h"
#include "records/record.h"

struct buffer;
struct signer;

enum { SIGN_MS = 20000 };

/* Finds the person's key. Where there is none, *out is NULL; if a signature is `required`, that is
 * STATUS_INPUT, with what to set up, and so is a person without a listed key. An agent that does
 * not answer is STATUS_FAILED. The reviewers may go before the signer. The caller frees *out. */
enum status signer_new(struct record *record, const char *person, const struct reviewers *reviewers,
                       bool required, struct signer **out, struct error *error);

/* Takes NULL. */
void signer_free(struct signer *signer);

/* Appends the armored signature of the bytes, whatever they are, in the namespace "git", ended by a
 * line feed (as a tag has it; a commit's header takes it without). It was checked. STATUS_FAILED
 * with what ssh-keygen says; STATUS_INPUT where reviewers.md lists keys for the person and this is
 * none of them today: its signature would be worth nothing. */
enum status signer_sign(struct signer *signer, const char *payload, size_t size, struct buffer *out,
                        struct error *error);

#endif
