/* Which commits are looked at: parents before children, the first parent's side first. */
#include "core/language.h"
#include "core/memory.h"
#include "records/index.h"
#include "records/verify_inside.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- A set of ids ---- */

struct set {
    git_oid *slots; /* zero where it is free */
    size_t count, room;
};

static size_t slot_of(const struct set *set, const git_oid *id)
{
    size_t at;
    memcpy(&at, id->id, sizeof at);
    for (at &= set->room - 1; !git_oid_is_zero(&set->slots[at]); at = (at + 1) & (set->room - 1))
        if (git_oid_equal(&set->slots[at], id))
            break;
    return at;
}

static void grow(struct set *set)
{
    struct set larger = {.room = set->room ? set->room * 2 : 1024, .count = set->count};
    larger.slots = memory_new(larger.room * sizeof *larger.slots);
    memset(larger.slots, 0, larger.room * sizeof *larger.slots);
    for (size_t i = 0; i < set->room; i++)
        if (!git_oid_is_zero(&set->slots[i]))
            larger.slots[slot_of(&larger, &set->slots[i])] = set->slots[i];
    free(set->slots);
    *set = larger;
}

/* Adds the id; false if it was there. */
static bool set_add(struct set *set, const git_oid *id)
{
    if (set->count * 2 >= set->room)
        grow(set);
    size_t at = slot_of(set, id);
    if (!git_oid_is_zero(&set->slots[at]))
        return false;
    set->slots[at] = *id;
    set->count++;
    return true;
}

/* ---- The walk ---- */

/* A commit whose parents are being walked. */
struct frame {
    git_oid id;
    git_oid *parents;
    size_t count, at;
};

struct walk {
    struct verification *of;
    struct arena *arena;
    struct set seen;
    struct frame *frames;
    size_t depth, room;
    struct commits *out; /* NULL while only the set is wanted */
    bool joined;         /* a commit of several parents, or a first one, was met */
};

static void add_commit(struct commits *to, const git_oid *id)
{
    if (to->count == to->room) {
        to->room = to->room ? to->room * 2 : 1024;
        to->list = memory_resize(to->list, to->room * sizeof *to->list);
    }
    to->list[to->count++] = *id;
}

static void tell_missing(struct walk *walk, const git_oid *id)
{
    struct verification *of = walk->of;
    if (!walk->out)
        return;
    git_oid_tostr(of->now.hex, sizeof of->now.hex, id);
    found(of, VERIFY_DAMAGED, "",
          TR("the commit cannot be read: %s; nothing can be said of it and of what was before it",
             "提交无法读取：%s；该提交及其之前的情况无法判断"),
          git_why());
    of->now.hex[0] = '\0';
}

static void enter(struct walk *walk, const git_oid *id)
{
    git_commit *commit = NULL;
    if (!set_add(&walk->seen, id))
        return;
    if (git_commit_lookup(&commit, walk->of->repository, id)) {
        tell_missing(walk, id);
        return;
    }
    if (walk->depth == walk->room) {
        walk->room = walk->room ? walk->room * 2 : 1024;
        walk->frames = memory_resize(walk->frames, walk->room * sizeof *walk->frames);
    }
    struct frame *frame = &walk->frames[walk->depth++];
    *frame = (struct frame){.id = *id, .count = git_commit_parentcount(commit)};
    frame->parents = arena_array(walk->arena, frame->count, sizeof *frame->parents);
    for (size_t i = 0; i < frame->count; i++)
        frame->parents[i] = *git_commit_parent_id(commit, (unsigned)i);
    walk->joined = walk->joined || frame->count != 1;
    git_commit_free(commit);
}

static void run(struct walk *walk, const git_oid *from)
{
    enter(walk, from);
    while (walk->depth) {
        struct frame *frame = &walk->frames[walk->depth - 1];
        if (frame->at < frame->count) {
            git_oid next = frame->parents[frame->at++];
            enter(walk, &next);
            continue;
        }
        if (walk->out)
            add_commit(walk->out, &frame->id);
        walk->depth--;
    }
}

/* Most often what is new is one line of commits upon `since`. Where it is not, all that lies behind
 * `since` has to be known, to be left out. */
void walk_commits(struct verification *of, const git_oid *tip, const git_oid *since,
                  struct commits *out)
{
    struct walk walk = {.of = of, .arena = arena_new()};
    *out = (struct commits){0};
    if (since) {
        set_add(&walk.seen, since);
        run(&walk, tip);
        bool joined = walk.joined;
        free(walk.seen.slots);
        walk.seen = (struct set){0};
        if (joined)
            run(&walk, since);
        else
            set_add(&walk.seen, since);
    }
    walk.out = out;
    run(&walk, tip);
    free(walk.seen.slots);
    free(walk.frames);
    arena_free(walk.arena);
}

/* ---- What hides commits ---- */

static void tell_mask(struct verification *of, const char *what)
{
    found(of, VERIFY_SHAPE, "",
          TR("%s makes git show other commits than there are: remove it",
             "%s 使git"
             "显示的提交与实际不同：请删除"),
          what);
}

void judge_masks(struct verification *of)
{
    git_reference_iterator *masks = NULL;
    git_reference *mask = NULL;
    struct stat file;
    const char *grafts =
        arena_format(of->arena, "%s/info/grafts", git_repository_commondir(of->repository));
    if (stat(grafts, &file) == 0 && file.st_size > 0)
        tell_mask(of, "info/grafts");
    if (git_reference_iterator_glob_new(&masks, of->repository, "refs/replace/*"))
        return;
    while (git_reference_next(&mask, masks) == 0) {
        tell_mask(of, git_reference_name(mask));
        git_reference_free(mask);
    }
    git_reference_iterator_free(masks);
}

/* ---- What git derives ---- */

static void tell_derived(void *context, const char *path)
{
    found(context, VERIFY_DAMAGED, "",
          TR("%s is damaged: git derives it from the objects; remove it and let git make it again",
             "%s 已损坏：该文件由git从对象生成，请删除后由git重新生成"),
          path);
}

void judge_derived(struct verification *of)
{
    index_each_damaged(of->repository, tell_derived, of);
}
