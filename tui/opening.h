/*
 * What stands on the screen while the record is read: at once, before anything of it is.
 *
 *     struct opening opening = {.year = year};
 *     opening_draw(&opening);
 *     snapshot_read(record, &(struct snapshot_wanted){.progress = opening_progress,
 *                                                     .context = &opening}, …);
 *
 * It is the overview's frame, so that a small record, which is read in no time, does not flicker.
 */
#ifndef KAOPING_TUI_OPENING_H
#define KAOPING_TUI_OPENING_H

#include <stddef.h>

struct opening {
    const char *year; /* NULL for the latest */
    size_t read;      /* files that were read */
    long long drawn;  /* when it was drawn last, in milliseconds */
};

void opening_draw(struct opening *opening);

/* Draws it anew every tenth of a second. `context` is the opening. */
void opening_progress(void *context, size_t read);

#endif
