/* What a commit changes, and whether it may change that together. */
#include "core/language.h"
#include "core/memory.h"
#include "records/verify_inside.h"

#include <string.h>

/* What the commit changes, by kind. */
struct sorted {
    struct place *places; /* of each difference */
    size_t counts[PLACES];
    const char *year; /* that of the first file that has one; "" for none */
    bool several;     /* years */
    bool every;       /* a file of all years is among them */
};

static void sort_changes(struct verification *of, struct sorted *out)
{
    const struct differences *changes = &of->now.changes;
    *out = (struct sorted){.year = ""};
    out->places = arena_array(of->arena, changes->count, sizeof *out->places);
    for (size_t i = 0; i < changes->count; i++) {
        struct place *place = &out->places[i];
        *place = place_of(of->arena, changes->list[i].path);
        out->counts[place->kind]++;
        out->every = out->every || !*place->year;
        if (!*out->year)
            out->year = place->year;
        else if (*place->year && strcmp(place->year, out->year) != 0)
            out->several = true;
    }
}

/* ---- Together ---- */

static void judge_alone(struct verification *of, const struct sorted *sorted)
{
    const struct differences *changes = &of->now.changes;
    size_t leaves = sorted->counts[PLACE_REPORT] + sorted->counts[PLACE_DECISION] +
                    sorted->counts[PLACE_CONFIRMATION];
    int kinds = (sorted->counts[PLACE_SETTING] > 0) + (sorted->counts[PLACE_PUBLISHED] > 0) +
                (sorted->counts[PLACE_EVIDENCE] > 0) + (leaves > 0);
    if (!changes->count)
        found(of, VERIFY_ONE, "", TR("the commit changes nothing", "该提交没有任何更改"));
    else if (leaves && changes->count > 1)
        found(of, VERIFY_ONE, changes->list[0].path,
              TR("%zu files in one commit, of which one is a decision, a confirmation or a report: "
                 "it should stand alone",
                 "一次提交更改了%zu个文件，其中有评定、复核或自查：应单独提交"),
              changes->count);
    else if (kinds > 1)
        found(of, VERIFY_ONE, changes->list[0].path,
              TR("the settings, evidence and what is published are changed in commits of their own",
                 "设置、佐证和定稿文件应分别提交"));
    else if (sorted->counts[PLACE_PUBLISHED] && sorted->several)
        found(of, VERIFY_ONE, changes->list[0].path,
              TR("several years in one commit: each is published by an act of its own",
                 "一次提交涉及多个年度：各年度应分别定稿"));
    else if (sorted->counts[PLACE_EVIDENCE] > 1)
        found(of, VERIFY_ONE, changes->list[0].path,
              TR("%zu pieces of evidence in one commit: each has its own", "一次提交含%zu件佐证：应"
                                                                           "逐件提交"),
              sorted->counts[PLACE_EVIDENCE]);
}

/* Nothing of a published year changes, but by the act that opens it again. The files stand in the
 * order of their paths, so those of a year are together. */
static void judge_frozen(struct verification *of, const struct sorted *sorted)
{
    const struct differences *changes = &of->now.changes;
    const char *year = "";
    bool frozen = false;
    for (size_t at = 0; of->now.parents && at < changes->count; at++) {
        const struct place *place = &sorted->places[at];
        if (strcmp(place->year, year) != 0) {
            year = place->year;
            frozen = is_frozen(of, &of->now.base, year);
        }
        if (frozen && place->kind != PLACE_PUBLISHED)
            found(of, VERIFY_FROZEN, changes->list[at].path,
                  TR("the year %s is published, and was not opened again",
                     "%s年度已定稿，且未重新开启"),
                  year);
    }
}

/* ---- Settings ---- */

static void tell_year(struct verification *of, const git_oid *root, const char *name, void *context)
{
    (void)context;
    year_tell(of, year_at(of, root, name));
}

/* A message may name the item that is the only file of its commit. */
static void judge_named(struct verification *of)
{
    struct trailer expected = {"Item", ""};
    const struct differences *changes = &of->now.changes;
    const char *item = changes->count == 1 ? strstr(changes->list[0].path, "/checklist/") : NULL;
    bool named = item && trailer_value(&of->now.trailers, "Item");
    if (named) {
        item += strlen("/checklist/");
        expected.value = arena_text_of(of->arena, item, strlen(item) - strlen(".md"));
    }
    judge_trailers(of, &expected, named);
}

/* Whether the commit changes waivers, and no other setting. */
static bool only_waives(struct verification *of, const struct sorted *sorted)
{
    size_t count = 0;
    for (size_t i = 0; i < of->now.changes.count; i++)
        count += is_waivers(of, &of->now.changes.list[i], &sorted->places[i]);
    return count && count == sorted->counts[PLACE_SETTING];
}

/* Where nobody is listed, everybody may do everything: a record that listed people stays so. */
static void judge_emptied(struct verification *of)
{
    struct judged *now = &of->now;
    bool listed = now->parents && now->crowd->reviewers.count;
    if (!listed || !differences_find(&now->changes, REVIEWERS_PATH))
        return;
    const struct crowd *after = crowd_at(of, &now->tree);
    if (!after->mistake.status && !after->reviewers.count)
        found(of, VERIFY_RIGHT, REVIEWERS_PATH,
              TR("it listed people, and lists nobody any more: from here on everybody may do "
                 "everything",
                 "原列有人员，现已无人：此后任何人均可作任何操作"));
    now->crowd = crowd_at(of, &now->base); /* the other may have taken its place */
}

/* All years are read again where a file of all of them changes. */
static void judge_settings(struct verification *of, const struct sorted *sorted)
{
    const struct differences *changes = &of->now.changes;
    const char *bytes;
    size_t size;
    years_each(of, &of->now.tree, tell_year, NULL);
    for (size_t i = 0; i < changes->count; i++)
        if (sorted->places[i].kind == PLACE_SETTING && changes->list[i].has &&
            !changes->list[i].odd)
            blob_read(of, changes->list[i].path, &changes->list[i].after, &bytes, &size);
    for (size_t i = 0; i < changes->count; i++)
        if (is_waivers(of, &changes->list[i], &sorted->places[i]))
            judge_waivers(of, &changes->list[i]);
    if (of->now.parents && only_waives(of, sorted))
        judge_waiver_right(of, changes->list[0].path);
    else if (of->now.parents)
        judge_right(of, changes->list[0].path, RIGHT_ADMINISTER, NULL, NULL);
    judge_emptied(of);
    if (sorted->counts[PLACE_SETTING] == changes->count)
        judge_named(of);
    git_oid ignored;
    if (!tree_find(of, &of->now.tree, "programme.md", &ignored))
        found(of, VERIFY_FORMAT, "programme.md",
              TR("it is missing: every record has one", "缺少此文件：每个考评库都须有"));
}

/* ---- All ---- */

static void judge_file(struct verification *of, const struct difference *change,
                       const struct place *place)
{
    switch (place->kind) {
    case PLACE_REPORT:
    case PLACE_DECISION:
    case PLACE_CONFIRMATION:
        judge_leaf(of, change, place, of->now.changes.count == 1);
        break;
    case PLACE_EVIDENCE:
        judge_attached(of, change, place, of->now.changes.count == 1);
        break;
    case PLACE_UNKNOWN:
        if (change->has)
            found(of, VERIFY_FORMAT, change->path,
                  TR("no file of a record lies there", "记录中此处不应有文件"));
        break;
    default:
        break;
    }
}

void judge_changes(struct verification *of)
{
    struct sorted sorted;
    const struct differences *changes = &of->now.changes;
    sort_changes(of, &sorted);
    judge_signature(of, sorted.every || sorted.several ? NULL : sorted.year);
    judge_alone(of, &sorted);
    judge_frozen(of, &sorted);
    if (!of->now.parents && sorted.counts[PLACE_SETTING] < changes->count)
        found(of, VERIFY_SHAPE, changes->list[0].path,
              TR("the first commit sets the record up, and does no more",
                 "首个提交只能建立记录，不得含其他内容"));
    if (sorted.counts[PLACE_SETTING])
        judge_settings(of, &sorted);
    if (sorted.counts[PLACE_PUBLISHED])
        judge_publication(of, sorted.year);
    for (size_t i = 0; i < changes->count; i++)
        judge_file(of, &changes->list[i], &sorted.places[i]);
}
