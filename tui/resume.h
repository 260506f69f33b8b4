/*
 * Where a reviewer left off: the place and the arrangement of the lists (tui/review.h), kept per
 * reviewer, record and year in the folder of tui/state.h.
 *
 *     struct resume resume = RESUME_EMPTY;
 *     bool found;
 *     if (resume_load(&resume, state, review, &found, &error))
 *         loop_say_error(&error);                    // a broken file is as good as none
 *     resume_keep(&resume, state, review, &error);   // again and again, and at the end
 *     resume_free(&resume);
 */
#ifndef KAOPING_TUI_RESUME_H
#define KAOPING_TUI_RESUME_H

#include "core/buffer.h"
#include "core/error.h"

#include <stdbool.h>

struct review;
struct state_folder;

struct resume {
    struct buffer kept; /* what is on the disk */
};

#define RESUME_EMPTY ((struct resume){BUFFER_EMPTY})

/* Puts the review where it was left. Ids that are no longer there are passed over; *found says
 * whether there was a place to go to. STATUS_INPUT, and nothing changed, for a broken file. */
enum status resume_load(struct resume *resume, const struct state_folder *state,
                        struct review *review, bool *found, struct error *error);

/* Writes where the review is, if that is not on the disk yet. */
enum status resume_keep(struct resume *resume, const struct state_folder *state,
                        const struct review *review, struct error *error);

void resume_free(struct resume *resume);

#endif
