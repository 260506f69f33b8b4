/*
 * What the program keeps for one person about one record, outside the record: where they were, and
 * what they were typing. It lies in a folder of theirs alone (0700):
 *
 *     $XDG_STATE_HOME (else ~/.local/state)/kaoping/RECORD/PERSON/
 *
 *     struct state_folder *state = state_new(record_path(record), person);
 *     if (state_write(state, "resume-2020", bytes, size, &error))
 *         loop_say_error(&error);                    // said, and the review goes on
 *     state_free(state);
 *
 * RECORD comes from the record's real path and PERSON from the mail, both readable and with a hash,
 * so that neither another record of the same name nor another person on the same account meets
 * here. The folder is made by the first write; who only looks leaves nothing behind.
 */
#ifndef KAOPING_TUI_STATE_H
#define KAOPING_TUI_STATE_H

#include "core/error.h"

#include <stddef.h>

struct arena;
struct buffer;
struct state_folder;

/* The state of a person ("Name <mail>") at the record in that folder. Touches no disk. */
struct state_folder *state_new(const char *record, const char *person)
    __attribute__((returns_nonnull));

/* Takes NULL. */
void state_free(struct state_folder *state);

const char *state_at(const struct state_folder *state);

/* Says, with errno, that the folder cannot be written. STATUS_FAILED. */
enum status state_fail(const struct state_folder *state, struct error *error);

/* Makes the folder where there is none. STATUS_FAILED with the reason. */
enum status state_make(const struct state_folder *state, struct error *error);

/* Writes a file of the folder whole or not at all, onto the disk: the old one stays until the new
 * one is there, and after a reboot it is the one or the other. STATUS_FAILED with the reason. */
enum status state_write(const struct state_folder *state, const char *name, const char *bytes,
                        size_t size, struct error *error);

/* Reads a file of the folder into the arena. STATUS_NO if there is none. */
enum status state_read(const struct state_folder *state, struct arena *arena, const char *name,
                       const char **bytes, size_t *size, struct error *error);

/* Gives a file of the folder another name, whatever stood there; STATUS_NO if it is gone, as when
 * another process was first. And removes one; that it is gone already is no error. */
enum status state_move(const struct state_folder *state, const char *from, const char *to,
                       struct error *error);
enum status state_remove(const struct state_folder *state, const char *name, struct error *error);

/* Appends a path as a person writes it, the home folder as ~: a message has one row. */
void state_add_short(struct buffer *out, const char *path);

/* The path of a file of the folder, in the arena. */
const char *state_path(const struct state_folder *state, struct arena *arena, const char *name)
    __attribute__((returns_nonnull));

#endif
