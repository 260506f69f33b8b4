/* Commits of two parents: they join what both sides did, and do nothing of their own. */
#include "core/language.h"
#include "core/memory.h"
#include "records/verify_inside.h"

#include <string.h>
#include <strings.h>

/* What each side did since they parted, and what the merge did to the first. */
struct joined {
    git_oid other; /* tree of the second parent */
    struct differences here, there, done;
};

static bool same_end(const struct difference *a, const struct difference *b)
{
    return a->has == b->has && (!a->has || git_oid_equal(&a->after, &b->after));
}

/* A person chose between the two sides, and the message names what. */
static void judge_taken(struct verification *of, const char *path, const char *side,
                        const char *other)
{
    const struct trailers *trailers = &of->now.trailers;
    if (!trailers_have(trailers, "Taken", arena_format(of->arena, "%s %s", path, side)) ||
        trailers_have(trailers, "Taken", arena_format(of->arena, "%s %s", path, other)))
        found(of, VERIFY_SHAPE, path,
              TR("both sides had changed it, and the message does not say that '%s' was chosen",
                 "双方均有更改，提交说明未注明选用“%s”一方"),
              side);
}

/* A file that the merge changed of the first parent's: it must be the other side's. */
static void judge_done(struct verification *of, const struct joined *joined,
                       const struct difference *done)
{
    const struct difference *there = differences_find(&joined->there, done->path);
    if (!there || !same_end(there, done))
        found(of, VERIFY_SHAPE, done->path,
              TR("the merge changes it to what neither side had", "合并改成了双方都没有的内容"));
    else if (differences_find(&joined->here, done->path))
        judge_taken(of, done->path, "there", "here");
}

/* A file that the other side had changed, and the merge left as the first parent's. */
static void judge_left(struct verification *of, const struct joined *joined,
                       const struct difference *there)
{
    const struct difference *here = differences_find(&joined->here, there->path);
    if (here && same_end(here, there))
        return;
    if (here)
        judge_taken(of, there->path, "here", "there");
    else
        found(of, VERIFY_SHAPE, there->path,
              TR("the other side had changed it, and the merge lost that", "合并丢失了对方的更改"));
}

/* Who chose could have written it, on either side: else one who was removed on one side would be
 * let in again from the other. */
static void judge_chooser(struct verification *of, const git_oid *tree, const char *path)
{
    const struct crowd *crowd = crowd_at(of, tree);
    struct error error;
    if (allow_choice(of->arena, &crowd->reviewers, of->now.author, path, &error))
        found(of, VERIFY_RIGHT, path, "%s", error.text);
}

static void judge_other(struct verification *of, const struct trailer *trailer)
{
    if (trailer_is_known(trailer->key) && strcasecmp(trailer->key, "Sync") != 0)
        found(of, VERIFY_TRAILERS, "",
              TR("the message says '%s: %s', which a merge does not do",
                 "提交说明称“%s: %s”，而合并提交并不作此事"),
              trailer->key, trailer->value);
}

/* What is said to have been chosen was there to be chosen; a merge says nothing else. */
static void judge_choices(struct verification *of, const struct joined *joined)
{
    const struct trailers *trailers = &of->now.trailers;
    for (size_t i = 0; i < trailers->count; i++) {
        const char *value = trailers->list[i].value, *space = strrchr(value, ' ');
        if (strcasecmp(trailers->list[i].key, "Taken") != 0) {
            judge_other(of, &trailers->list[i]);
            continue;
        }
        const char *path =
            arena_text_of(of->arena, value, space ? (size_t)(space - value) : strlen(value));
        if (!differences_find(&joined->here, path) || !differences_find(&joined->there, path))
            found(of, VERIFY_TRAILERS, path,
                  TR("the message says that a side of it was chosen, but not both had changed it",
                     "提交说明称已作选择，而并非双方均有更改"));
        judge_chooser(of, &of->now.base, path);
        judge_chooser(of, &joined->other, path);
    }
}

/* A year that one side published cannot be changed by the other, nor the other way round. */
static void judge_frozen(struct verification *of, const git_oid *published,
                         const struct differences *publisher, const struct differences *changes)
{
    for (size_t i = 0; i < changes->count; i++) {
        struct place place = place_of(of->arena, changes->list[i].path);
        const char *act = publication_path(of->arena, place.year);
        if (*place.year && differences_find(publisher, act) && is_frozen(of, published, place.year))
            found(of, VERIFY_FROZEN, changes->list[i].path,
                  TR("one side published the year %s, the other went on changing it",
                     "一方已将%s年度定稿，另一方仍有更改"),
                  place.year);
    }
}

/* Trees of what both came from and of the second parent; false where there is nothing to compare,
 * which is told. */
static bool find_trees(struct verification *of, git_oid *base, struct joined *joined)
{
    const git_oid *one = git_commit_parent_id(of->now.commit, 0);
    const git_oid *other = git_commit_parent_id(of->now.commit, 1);
    int code = git_merge_base(base, of->repository, one, other);
    if (code == GIT_ENOTFOUND) {
        found(of, VERIFY_SHAPE, "",
              TR("it joins two histories that have nothing in common", "合并了互不相干的两段历史"));
        return false;
    }
    if (code == 0 && (git_oid_equal(base, one) || git_oid_equal(base, other)))
        found(of, VERIFY_SHAPE, "",
              TR("it joins nothing: one side was behind the other", "并无可合并：一方只是落后"));
    if (code == 0)
        code = commit_tree(of->repository, base, base);
    if (code == 0)
        code = commit_tree(of->repository, other, &joined->other);
    if (code)
        found(of, VERIFY_DAMAGED, "",
              TR("what was joined cannot be read: %s", "所合并的内容无法读取：%s"), git_why());
    return code == 0;
}

static void judge_words(struct verification *of)
{
    const struct trailers *trailers = &of->now.trailers;
    const char *sync = trailer_value(trailers, "Sync");
    if (!sync || strcmp(sync, "merge") != 0)
        found(of, VERIFY_TRAILERS, "",
              TR("a merge says 'Sync: merge' in its message", "合并提交的说明中应有“Sync: merge”"));
}

/* Who joins two sides is listed on both. */
static void judge_joiner(struct verification *of, const git_oid *tree)
{
    const struct crowd *crowd = crowd_at(of, tree);
    if (crowd->reviewers.count && !reviewers_find(&crowd->reviewers, of->now.author))
        found(of, VERIFY_RIGHT, "",
              TR("%s joined two sides, and is not listed in reviewers.md",
                 "合并人%s不在 reviewers.md 名单中"),
              of->now.author);
}

void judge_merge(struct verification *of)
{
    struct joined joined;
    git_oid base;
    judge_signature(of, NULL);
    judge_words(of);
    judge_joiner(of, &of->now.base);
    if (of->now.parents > 2)
        found(of, VERIFY_SHAPE, "",
              TR("it joins %u sides at once, sync joins two", "一次合并了%u方，同步只合并两方"),
              of->now.parents);
    if (!find_trees(of, &base, &joined))
        return;
    judge_joiner(of, &joined.other);
    trees_compare(of, &base, &of->now.base, &joined.here);
    trees_compare(of, &base, &joined.other, &joined.there);
    joined.done = of->now.changes;
    for (size_t i = 0; i < joined.done.count; i++)
        judge_done(of, &joined, &joined.done.list[i]);
    for (size_t i = 0; i < joined.there.count; i++)
        if (!differences_find(&joined.done, joined.there.list[i].path))
            judge_left(of, &joined, &joined.there.list[i]);
    judge_choices(of, &joined);
    judge_frozen(of, &of->now.base, &joined.here, &joined.there);
    judge_frozen(of, &joined.other, &joined.there, &joined.here);
}
