/*
 * What a reviewer is typing, kept on the disk so that a hang-up, a kill, a full disk or a reboot
 * loses none of it: one file for each session and entry, readable by a person, in the folder of
 * tui/state.h.
 *
 *     struct drafts *drafts = drafts_new(state, "2020");
 *     drafts_keep(drafts, "siping", "air/good-days", &draft, "note", typed, &error);
 *     drafts_drop(drafts, "siping", "air/good-days", &error);          // saved, or given up
 *
 *     struct kept kept = KEPT_EMPTY;                                   // when the item is opened
 *     if (drafts_find(drafts, "siping", "air/good-days", &kept, &error) == STATUS_OK &&
 *         drafts_take(drafts, &kept, &error) == STATUS_OK)
 *         go on with kept.draft, and where kept.typing with kept.question and kept.typed
 *     kept_free(&kept);
 *
 *     drafts_free(drafts);
 *
 * A session is this process. It holds a lock (flock) on a file of its own as long as it lives, so
 * that another session of the same reviewer leaves its drafts alone, and finds them once it is
 * dead, whatever the cause. A file that cannot be understood is said and stays where it is.
 */
#ifndef KAOPING_TUI_DRAFTS_H
#define KAOPING_TUI_DRAFTS_H

#include "core/error.h"
#include "tui/kept.h"

#include <stddef.h>
#include <time.h>

struct arena;
struct drafts;
struct state_folder;

/* The drafts of a year. `state` is borrowed. Touches no disk. */
struct drafts *drafts_new(const struct state_folder *state, const char *year)
    __attribute__((returns_nonnull));

/* Ends the session; its drafts stay. Takes NULL. */
void drafts_free(struct drafts *drafts);

/* Keeps the draft of an entry, and `typed`, what stands in an open prompt or text, with the asker's
 * word `question` for it (both NULL where none is open). Writes only if something changed since. An
 * empty draft with nothing open takes back what this session kept of the entry since it was opened.
 * STATUS_FAILED, with a sentence for the screen, if the disk does not take it. */
enum status drafts_keep(struct drafts *drafts, const char *jurisdiction, const char *item,
                        const struct draft *draft, const char *question, const char *typed,
                        struct error *error);

/* The newest draft of an entry that no other living session holds. STATUS_NO if there is none;
 * STATUS_INPUT if there is one, but it cannot be understood. */
enum status drafts_find(struct drafts *drafts, const char *jurisdiction, const char *item,
                        struct kept *out, struct error *error);

/* Makes what was found this session's own. STATUS_NO if another session was first. */
enum status drafts_take(struct drafts *drafts, const struct kept *kept, struct error *error);

/* Removes this session's draft of an entry, if there is one. */
enum status drafts_drop(struct drafts *drafts, const char *jurisdiction, const char *item,
                        struct error *error);

/* A draft that waits. */
struct waiting {
    const char *name; /* of its file */
    const char *jurisdiction, *item;
    struct timespec when;
};

/* Lists in the arena the drafts that no other living session holds, the newest first. */
size_t drafts_list(struct drafts *drafts, struct arena *arena, struct waiting **out);

#endif
