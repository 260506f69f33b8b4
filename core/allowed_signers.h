/*
 * The keys of reviewers.md as the file that OpenSSH and git take (ssh-keygen(1), ALLOWED SIGNERS),
 * so that an auditor needs no program of ours:
 *
 *     kaoping reviewers --allowed-signers > signers
 *     git -c gpg.ssh.allowedSignersFile=signers verify-commit main
 *
 *     liming@example.org namespaces="git",valid-before="20220101" ssh-ed25519 AAAAC3Nz…
 *
 * OpenSSH takes the days in the time zone of who asks.
 */
#ifndef KAOPING_CORE_ALLOWED_SIGNERS_H
#define KAOPING_CORE_ALLOWED_SIGNERS_H

struct buffer;
struct reviewers;

/* Appends a line for each key. A key's last day is included, and so the line's end is the day after
 * it. */
void allowed_signers_add(struct buffer *out, const struct reviewers *reviewers);

#endif
