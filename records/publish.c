#include "records/publish.h"

#include "core/buffer.h"
#include "core/circular.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/page.h"
#include "core/proof.h"
#include "core/publication.h"
#include "records/inside.h"
#include "records/render.h"
#include "records/snapshot.h"

#include <stdlib.h>
#include <string.h>

enum { TRIES_MOST = 100 };

/* One act upon a year, while the writers' lock is held. */
struct acting {
    struct landing landing;
    struct snapshot *snapshot; /* of the main that the landing builds upon */
    const struct writing *writing;
    struct published *out;
    bool moved; /* a foreign writer moved main: nothing was done */
};

/* ---- The tag ---- */

static const char *reference_of(struct arena *arena, const char *tag)
{
    return arena_format(arena, "refs/tags/%s", tag);
}

static enum status has_tag(const struct acting *acting, const char *tag, bool *out,
                           struct error *error)
{
    git_oid ignored;
    int code = git_reference_name_to_id(&ignored, acting->landing.repository,
                                        reference_of(acting->out->arena, tag));
    *out = code == 0;
    return code && code != GIT_ENOTFOUND
               ? fail_reading(error, acting->landing.record->path, git_why())
               : STATUS_OK;
}

/* The first name behind the last publication's that nobody has taken. */
static enum status choose_tag(const struct acting *acting, const char **out, struct error *error)
{
    const struct assessment *assessment = acting->snapshot->assessment;
    struct arena *arena = acting->out->arena;
    const struct publication *last = assessment->publication;
    bool taken = true;
    enum status status = STATUS_OK;
    for (long number = last ? publication_number(last->tag, assessment->year) + 1 : 1;
         taken && !status; number++) {
        *out = number > 1 ? arena_format(arena, "circular/%s-%ld", assessment->year, number)
                          : arena_format(arena, "circular/%s", assessment->year);
        status = has_tag(acting, *out, &taken, error);
    }
    return status;
}

static void add_tag(struct buffer *out, const struct acting *acting, const char *tag,
                    const git_oid *commit)
{
    const git_signature *by = acting->landing.committer;
    const int east = by->when.offset, minutes = abs(east);
    char hex[COMMIT_SIZE];
    buffer_format(out, "object %s\ntype commit\ntag %s\n", git_oid_tostr(hex, sizeof hex, commit),
                  tag);
    buffer_format(out, "tagger %s <%s> %lld %c%02d%02d\n", by->name, by->email,
                  (long long)by->when.time, east < 0 ? '-' : '+', minutes / 60, minutes % 60);
    buffer_format(out, "\n%s年度通报定稿\n", acting->snapshot->assessment->year);
}

static const char *act_path(const struct acting *acting)
{
    return publication_path(acting->out->arena, acting->snapshot->assessment->year);
}

/* Writes the tag's object, signed where the person signs. */
static enum status write_tag(struct acting *acting, const char *tag, const git_oid *commit,
                             git_oid *out, struct error *error)
{
    struct landing *landing = &acting->landing;
    struct buffer text = BUFFER_EMPTY;
    git_odb *objects = NULL;
    add_tag(&text, acting, tag, commit);
    enum status status = landing_sign(landing, act_path(acting), &text, error);
    if (!status && (git_repository_odb(&objects, landing->repository) ||
                    git_odb_write(out, objects, text.bytes, text.size, GIT_OBJECT_TAG)))
        status = fail_writing(error, landing->record->path, git_why());
    git_odb_free(objects);
    buffer_free(&text);
    return status;
}

/* The commit is on main already: whatever fails here, the next run makes up for. */
static enum status name_tag(struct acting *acting, const char *tag, const git_oid *id,
                            struct error *error)
{
    struct error why;
    const char *reference = reference_of(acting->out->arena, tag);
    if (!landing_name(&acting->landing, reference, id, &why))
        return STATUS_OK;
    return fail(error, STATUS_FAILED, NULL, 0,
                TR("the year is published, but its tag %s could not be made (%s): clear that away, "
                   "then run 'kaoping publish' again",
                   "年度已定稿，但标签 %s 未能建立（%s）：请排除原因后再次运行 kaoping publish"),
                tag, why.text);
}

/* Whether that commit published the year: a merge only brings along what another one published.
 * Gives libgit2's code. */
static int publishes(git_repository *repository, const git_oid *id, const char *path,
                     const char *blob, bool *is)
{
    git_commit *commit = NULL;
    *is = false;
    int code = git_commit_lookup(&commit, repository, id);
    if (code == 0 && git_commit_parentcount(commit) < 2)
        code = commit_brings(commit, path, blob, is);
    git_commit_free(commit);
    return code;
}

/* Finds the commit that brought the year's present publication. */
static enum status find_publication(const struct acting *acting, git_oid *out, struct error *error)
{
    const struct landing *landing = &acting->landing;
    const char *path = act_path(acting), *blob = acting->snapshot->assessment->publication->blob;
    git_revwalk *walk = NULL;
    bool found = false;
    int code = git_revwalk_new(&walk, landing->repository);
    if (code == 0)
        code = git_revwalk_push(walk, &landing->base);
    while (code == 0 && !found) {
        code = git_revwalk_next(out, walk);
        if (code == 0)
            code = publishes(landing->repository, out, path, blob, &found);
    }
    git_revwalk_free(walk);
    if (found)
        return STATUS_OK;
    return fail_reading(error, path,
                        code == GIT_ITEROVER ? TR("no commit brought it", "没有提交写入此文件")
                                             : git_why());
}

static void tell(struct acting *acting, const struct publication *publication)
{
    struct published *out = acting->out;
    out->tag = arena_text(out->arena, publication->tag);
    out->from = arena_text(out->arena, publication->commit);
}

/* Makes the tag of a published year where a kill came before it. */
static enum status mend_tag(struct acting *acting, struct error *error)
{
    const struct assessment *assessment = acting->snapshot->assessment;
    const char *tag = assessment->publication->tag;
    bool there;
    git_oid commit, id;
    if (!publication_number(tag, assessment->year))
        return fail(error, STATUS_INPUT, act_path(acting), 0,
                    TR("'%s' is no tag of this year: see who wrote it, with 'kaoping log'",
                       "“%s”不是本年度的标签：请用 kaoping log 查看由何人写入"),
                    tag);
    if (has_tag(acting, tag, &there, error) || there)
        return there ? STATUS_OK : error->status;
    if (find_publication(acting, &commit, error) || write_tag(acting, tag, &commit, &id, error) ||
        name_tag(acting, tag, &id, error))
        return error->status;
    git_oid_tostr(acting->out->commit, COMMIT_SIZE, &commit);
    acting->out->tag_mended = true;
    tell(acting, assessment->publication);
    return STATUS_OK;
}

/* ---- What both acts share ---- */

static enum status check_person(const struct acting *acting, struct error *error)
{
    return reviewers_allow(&acting->snapshot->assessment->reviewers, acting->writing->person,
                           RIGHT_PUBLISH, NULL, NULL, error);
}

/* Adds the act's commit, with the files that go with it. */
static enum status add_act(struct acting *acting, const struct publication *publication,
                           const struct change_text *files, size_t count, struct error *error)
{
    struct landing *landing = &acting->landing;
    const struct assessment *assessment = acting->snapshot->assessment;
    struct change change = {
        .record = landing->record, .repository = landing->repository, .arena = acting->out->arena};
    if (change_publication(&change, assessment->year, *publication, assessment->publication, files,
                           count, acting->writing, error) ||
        change_check(&change, landing->repository, &landing->tree, error) ||
        landing_add(landing, &change, error))
        return error->status;
    git_oid_tostr(acting->out->commit, COMMIT_SIZE, &landing->commit);
    tell(acting, publication);
    return STATUS_OK;
}

typedef enum status act_once(struct acting *acting, const char *reason, struct error *error);

/* Does the act upon main as the landing has it. */
static enum status try_act(struct acting *acting, const char *year, const char *reason,
                           act_once *once, struct error *error)
{
    struct published *out = acting->out;
    char main[COMMIT_SIZE];
    acting->moved = false;
    git_oid_tostr(main, sizeof main, &acting->landing.base);
    if (snapshot_new(acting->landing.record, main, year, &acting->snapshot, error))
        return error->status;
    out->year = arena_text(out->arena, acting->snapshot->assessment->year);
    enum status status = check_person(acting, error);
    if (!status)
        status = once(acting, reason, error);
    snapshot_free(acting->snapshot);
    return status;
}

/* The same, again as often as a foreign writer moves main meanwhile. */
static enum status act(struct record *record, const char *year, const char *reason, act_once *once,
                       struct acting *acting, struct error *error)
{
    enum status status = landing_begin(&acting->landing, record, error);
    acting->moved = true;
    for (int tries = 0; !status && acting->moved && tries < TRIES_MOST; tries++) {
        if (tries)
            status = landing_restart(&acting->landing, error);
        if (!status)
            status = try_act(acting, year, reason, once, error);
    }
    if (!status && acting->moved)
        status = fail_moving(record, error);
    landing_end(&acting->landing);
    return status;
}

/* ---- Publishing ---- */

static enum status fail_published(struct acting *acting, struct error *error)
{
    const struct publication *last = acting->snapshot->assessment->publication;
    tell(acting, last);
    return fail(
        error, STATUS_NO, NULL, 0,
        TR("the year %s is published already: %s, %s: 'kaoping render --at %s' shows it, "
           "'kaoping reopen' opens the year again",
           "%s年度已定稿：%s，%s：可用 kaoping render --at %s 查看，用 kaoping reopen 重新开启"),
        acting->out->year, last->tag, last->when, last->tag);
}

/* Keeps why each place is open, once: a fact may stand in the circular twice. */
static void keep_stops(struct published *out, const struct circular_stops *stops)
{
    size_t most = 0;
    for (const struct circular_stop *at = stops->first; at; at = at->next)
        most++;
    out->stops = arena_array(out->arena, most + 1, sizeof *out->stops);
    out->stop_count = 0;
    for (const struct circular_stop *at = stops->first; at; at = at->next) {
        bool known = false;
        for (size_t i = 0; i < out->stop_count && !known; i++)
            known = strcmp(out->stops[i], at->why) == 0;
        if (!known)
            out->stops[out->stop_count++] = at->why;
    }
}

/* The same for what the proof-reading found and nobody waived. */
static enum status keep_findings(struct acting *acting, struct error *error)
{
    struct published *out = acting->out;
    struct proof proof = {.arena = out->arena};
    if (snapshot_proof(acting->snapshot, &proof, error))
        return error->status;
    const char **stops = arena_array(out->arena, out->stop_count + proof.open + 1, sizeof *stops);
    if (out->stop_count)
        memcpy(stops, out->stops, out->stop_count * sizeof *stops);
    for (size_t i = 0; i < proof.count; i++) {
        struct buffer line = BUFFER_EMPTY;
        if (proof.list[i].waiver || proof.list[i].rule->note)
            continue;
        proof_add_finding(&line, &proof.list[i]);
        stops[out->stop_count++] = buffer_take(&line, out->arena);
    }
    out->stops = stops;
    return STATUS_OK;
}

static enum status check_stops(struct acting *acting, struct error *error)
{
    struct published *out = acting->out;
    struct circular_stops stops = {.arena = out->arena};
    if (snapshot_stops(acting->snapshot, &stops, error))
        return error->status;
    keep_stops(out, &stops);
    if (keep_findings(acting, error))
        return error->status;
    return out->stop_count
               ? fail(error, STATUS_NO, NULL, 0,
                      TR("nothing was published: the circular of %s is open in %zu places: see to "
                         "each of them, then publish again",
                         "未定稿：%s年度通报尚有%zu处未齐备：请逐一处理后再定稿"),
                      out->year, out->stop_count)
               : STATUS_OK;
}

/* Renders the circular into the arena, in every format that is published: PDF where it can be. */
static enum status render(struct acting *acting, struct change_text *files,
                          struct publication *publication, struct error *error)
{
    struct arena *arena = acting->out->arena;
    const struct assessment *assessment = acting->snapshot->assessment;
    struct evidence *names = arena_array(arena, PAGE_FORMATS, sizeof *names);
    struct rendering *rendering = NULL;
    struct buffer notes = BUFFER_EMPTY;
    int formats = rendering_prints() ? PAGE_PDF + 1 : PAGE_WRITTEN;
    enum status status =
        rendering_new(acting->landing.record, acting->snapshot, NULL, false, &rendering, error);
    if (!status && !strstr(rendering_markdown(rendering), acting->snapshot->commit))
        status = fail(error, STATUS_NO,
                      arena_format(arena, "%s/circular/circular.md", assessment->year), 0,
                      TR("the circular does not print what it was rendered from, and nobody could "
                         "lead it back to the record: put {{record.commit}} into it",
                         "通报未印明所依据的提交，无法追溯至考评记录：请在模板中写入 "
                         "{{record.commit}}"));
    for (int i = 0; i < formats && !status; i++) {
        struct buffer page = BUFFER_EMPTY;
        status = rendering_write(rendering, (enum page_format)i, NULL, &page, &notes, error);
        files[i] = (struct change_text){
            arena_format(arena, "%s/published/%s", assessment->year, page_file_names[i]),
            arena_text_of(arena, page.bytes, page.size), page.size};
        names[i] = (struct evidence){
            .title = "", .at = page_file_names[i], .sha256 = hash_of(arena, page.bytes, page.size)};
        buffer_free(&page);
    }
    rendering_free(rendering);
    acting->out->notes = buffer_take(&notes, arena);
    publication->files = (struct evidences){names, (size_t)formats};
    return status;
}

/* The tag's object is written first, with the signature that may fail: only its name is left to be
 * made when main has moved. */
static enum status land_with_tag(struct acting *acting, const char *tag, struct error *error)
{
    struct landing *landing = &acting->landing;
    git_oid id;
    if (write_tag(acting, tag, &landing->commit, &id, error) ||
        landing_land(landing, &acting->moved, error))
        return error->status;
    return acting->moved ? STATUS_OK : name_tag(acting, tag, &id, error);
}

static enum status publish_once(struct acting *acting, const char *nothing, struct error *error)
{
    (void)nothing;
    struct change_text files[PAGE_FORMATS];
    struct publication publication = {
        .act = ACT_PUBLISHED, .commit = acting->snapshot->commit, .reason = ""};
    if (assessment_is_frozen(acting->snapshot->assessment)) {
        if (mend_tag(acting, error))
            return error->status;
        return acting->out->tag_mended ? STATUS_OK : fail_published(acting, error);
    }
    return check_stops(acting, error) || choose_tag(acting, &publication.tag, error) ||
                   render(acting, files, &publication, error) ||
                   add_act(acting, &publication, files, publication.files.count, error) ||
                   land_with_tag(acting, publication.tag, error)
               ? error->status
               : STATUS_OK;
}

enum status publish(struct record *record, const char *year, const struct writing *writing,
                    struct published *out, struct error *error)
{
    struct acting acting = {.writing = writing, .out = out};
    return act(record, year, NULL, publish_once, &acting, error);
}

/* ---- Opening again ---- */

static enum status reopen_once(struct acting *acting, const char *reason, struct error *error)
{
    const struct assessment *assessment = acting->snapshot->assessment;
    if (!assessment_is_frozen(assessment))
        return fail(error, STATUS_NO, NULL, 0,
                    TR("the year %s is not published: it can be changed as it is",
                       "%s年度未定稿：可直接修改"),
                    assessment->year);
    struct publication publication = *assessment->publication;
    publication.act = ACT_REOPENED;
    publication.reason = reason;
    return mend_tag(acting, error) || add_act(acting, &publication, NULL, 0, error) ||
                   landing_land(&acting->landing, &acting->moved, error)
               ? error->status
               : STATUS_OK;
}

enum status reopen(struct record *record, const char *year, const char *reason,
                   const struct writing *writing, struct published *out, struct error *error)
{
    struct acting acting = {.writing = writing, .out = out};
    if (reason[strspn(reason, " \t\r\n")] == '\0')
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("a reopening needs a reason: give it with --reason",
                       "重新开启须说明理由：请用 --reason 写明"));
    return act(record, year, reason, reopen_once, &acting, error);
}
