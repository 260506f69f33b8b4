/* Waivers of the proof-reading: that the file can be read, and that each new entry is its author's.
 */
#include "core/waivers.h"
#include "records/verify_inside.h"

#include <string.h>

bool is_waivers(struct verification *of, const struct difference *change, const struct place *place)
{
    return place->kind == PLACE_SETTING && *place->year &&
           strcmp(change->path, waivers_path(of->arena, place->year)) == 0;
}

/* What the file says at that blob; nothing where it cannot be read, which is told. */
static struct waivers read_file(struct verification *of, const char *path, const git_oid *id)
{
    struct waivers waivers = {.count = 0};
    struct document document = {0};
    struct error error;
    if (!document_read(of, path, id, &document))
        return waivers;
    struct reading reading = {&document, &error, STATUS_OK};
    waivers_read(of->arena, &reading, &waivers);
    if (reading.status)
        found(of, VERIFY_FORMAT, path, "%s", error.text);
    return waivers;
}

void judge_waivers(struct verification *of, const struct difference *change)
{
    struct waivers after, before = {.count = 0};
    if (!change->has || change->odd)
        return;
    after = read_file(of, change->path, &change->after);
    if (change->had)
        before = read_file(of, change->path, &change->before);
    for (size_t i = 0; of->now.parents && i < after.count; i++) {
        const struct waiver *now = &after.list[i], *old = waivers_find(&before, now->finding);
        if (!old || !waiver_is_same(old, now))
            judge_author(of, change->path, now->by, now->when);
    }
}

void judge_waiver_right(struct verification *of, const char *path)
{
    const struct crowd *crowd = of->now.crowd;
    struct error ignored;
    bool administers =
        !crowd->mistake.status &&
        !reviewers_allow(&crowd->reviewers, of->now.author, RIGHT_ADMINISTER, NULL, NULL, &ignored);
    if (!administers)
        judge_right(of, path, RIGHT_PUBLISH, NULL, NULL);
}
