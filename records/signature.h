/*
 * SSH signatures as git makes them (gpg.format=ssh): read and checked in process, 0.1 ms each,
 * where `git verify-commit` takes 12 ms.
 *
 *     struct buffer key = BUFFER_EMPTY;
 *     if (signature_check(armored, payload, size, &key, &error))
 *         …                                    // no signature of these bytes: error.text says why
 *     if (!reviewer_has_key(reviewer, key.bytes, day))
 *         …                                    // good, but not a key of this person
 *
 * Good says only that the holder of the key signed these very bytes; whose key it is, the record's
 * reviewers.md says. The format is OpenSSH's PROTOCOL.sshsig; algorithms are Ed25519, ECDSA (256,
 * 384, 521), RSA (SHA-256 and SHA-512), and the two of security keys (sk-…).
 */
#ifndef KAOPING_RECORDS_SIGNATURE_H
#define KAOPING_RECORDS_SIGNATURE_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct buffer;

#define SIGNATURE_NAMESPACE "git"

/* Checks the armored signature over the payload, and appends the key that made it, as in
 * authorized_keys: "ssh-ed25519 AAAA…". STATUS_INPUT for what is no signature of these bytes; then
 * nothing is appended. */
enum status signature_check(const char *armored, const char *payload, size_t size,
                            struct buffer *key, struct error *error);

/* Appends the key's fingerprint as `ssh-keygen -l` prints it: "SHA256:…". False, and nothing
 * appended, for a text that is no key. */
bool key_fingerprint(const char *key, struct buffer *out);

#endif
