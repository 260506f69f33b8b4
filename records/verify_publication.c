/* What was published: the act, its files, the circular rendered again, and the tags. */
#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/page.h"
#include "records/render.h"
#include "records/snapshot.h"
#include "records/verify_inside.h"

#include <string.h>
#include <strings.h>

/* ---- The files ---- */

/* What lies beside publication.md must be named there, and have the hash that stands there. */
static void judge_file(struct verification *of, const char *folder, const git_tree_entry *entry,
                       const struct publication *publication)
{
    const char *name = git_tree_entry_name(entry), *bytes;
    const char *path = arena_format(of->arena, "%s/%s", folder, name);
    const struct evidence *file = publication_file(publication, name);
    size_t size;
    if (strcmp(name, "publication.md") == 0)
        return;
    if (!file) {
        found(of, VERIFY_PUBLICATION, path,
              TR("publication.md does not name it", "publication.md 未列出此文件"));
        return;
    }
    if (!blob_read(of, path, git_tree_entry_id(entry), &bytes, &size))
        return;
    if (strcasecmp(hash_of(of->arena, bytes, size), file->sha256) != 0)
        found(of, VERIFY_PUBLICATION, path,
              TR("it is not the file that publication.md names: the hash is another",
                 "与 publication.md 所记不符：校验值不同"));
}

static void judge_files(struct verification *of, const char *year,
                        const struct publication *publication)
{
    const char *folder = arena_format(of->arena, "%s/published", year);
    git_oid id;
    git_tree *tree = tree_find(of, &of->now.tree, folder, &id) ? tree_read(of, &id, folder) : NULL;
    for (size_t i = 0; tree && i < git_tree_entrycount(tree); i++)
        judge_file(of, folder, git_tree_entry_byindex(tree, i), publication);
    for (size_t i = 0; tree && i < publication->files.count; i++)
        if (!git_tree_entry_byname(tree, publication->files.list[i].at))
            found(of, VERIFY_PUBLICATION,
                  arena_format(of->arena, "%s/%s", folder, publication->files.list[i].at),
                  TR("publication.md names it, and it is not there",
                     "publication.md 列有此文件，实际没有"));
    git_tree_free(tree);
}

/* ---- The circular, rendered again ---- */

static void compare_page(struct verification *of, const char *year, const char *name,
                         const struct buffer *again)
{
    const char *path = arena_format(of->arena, "%s/published/%s", year, name), *bytes;
    git_oid id;
    size_t size;
    if (!tree_find(of, &of->now.tree, path, &id)) {
        found(of, VERIFY_PUBLICATION, path,
              TR("it is missing: the circular stands beside publication.md",
                 "缺少此文件：通报应与 publication.md 并存"));
        return;
    }
    if (!blob_read(of, path, &id, &bytes, &size))
        return;
    if (size != again->size || memcmp(bytes, again->bytes, size) != 0)
        found(of, VERIFY_PUBLICATION, path,
              TR("rendered again from the commit that it names, it comes out otherwise",
                 "按其所记提交重新生成，结果与定稿不同"));
}

/* A PDF is another one with other fonts: its hash alone holds it. */
static void judge_circular(struct verification *of, const char *year,
                           const struct publication *publication)
{
    struct snapshot *snapshot = NULL;
    struct rendering *rendering = NULL;
    struct error error;
    enum status status = snapshot_new(of->record, publication->commit, year, &snapshot, &error);
    if (!status)
        status = rendering_new(of->record, snapshot, NULL, false, &rendering, &error);
    if (status)
        found(of, VERIFY_PUBLICATION, "",
              TR("the circular could not be final then: %s", "当时的通报不能定稿：%s"), error.text);
    for (int i = 0; i < PAGE_WRITTEN && !status; i++) {
        struct buffer page = BUFFER_EMPTY;
        status = rendering_write(rendering, (enum page_format)i, NULL, &page, NULL, &error);
        compare_page(of, year, page_file_names[i], &page);
        buffer_free(&page);
    }
    rendering_free(rendering);
    snapshot_free(snapshot);
}

/* ---- The act ---- */

/* The tag of the publication stands, and where it was put. Who made it, judge_tags() looks at. */
static void judge_own_tag(struct verification *of, const char *path,
                          const struct publication *publication)
{
    const char *tag = arena_format(of->arena, "refs/tags/%s", publication->tag);
    git_oid reference, commit;
    git_object *object = NULL, *target = NULL;
    int code = git_reference_name_to_id(&reference, of->repository, tag);
    if (code && of->ask->incoming)
        return;
    if (code == 0)
        code = git_object_lookup(&object, of->repository, &reference, GIT_OBJECT_ANY);
    if (code == 0)
        code = git_object_peel(&target, object, GIT_OBJECT_COMMIT);
    if (code == 0)
        git_oid_cpy(&commit, git_object_id(target));
    git_object_free(object);
    git_object_free(target);
    if (code)
        found(of, VERIFY_PUBLICATION, path,
              TR("its tag %s is not there: 'kaoping publish' makes it again",
                 "标签 %s 不存在：可用 kaoping publish 重新建立"),
              publication->tag);
    else if (!git_oid_equal(&commit, git_commit_id(of->now.commit)))
        found(of, VERIFY_PUBLICATION, path,
              TR("its tag %s points elsewhere: it was moved", "标签 %s 指向别处：已被移动"),
              publication->tag);
}

static void judge_published(struct verification *of, const char *year, const char *path,
                            const struct publication *publication)
{
    if (is_frozen(of, &of->now.base, year))
        found(of, VERIFY_PUBLICATION, path,
              TR("the year was published already, and not opened again before",
                 "该年度已定稿，且未先重新开启"));
    judge_files(of, year, publication);
    if (!is_blob(git_commit_parent_id(of->now.commit, 0), publication->commit))
        found(of, VERIFY_PUBLICATION, path,
              TR("it names another commit (%.12s) than the one it was published upon",
                 "所记提交（%.12s）不是定稿时的提交"),
              publication->commit);
    else
        judge_circular(of, year, publication);
    if (publication_number(publication->tag, year))
        judge_own_tag(of, path, publication);
    else
        found(of, VERIFY_PUBLICATION, path,
              TR("'%s' is no tag of this year, it should be circular/%s",
                 "“%s”不是本年度的标签，应为 circular/%s"),
              publication->tag, year);
}

static void judge_reopened(struct verification *of, const char *year, const char *path,
                           const struct publication *publication)
{
    struct publication before;
    bool known = publication_at(of, &of->now.base, year, &before);
    if (!known || before.act != ACT_PUBLISHED)
        found(of, VERIFY_PUBLICATION, path,
              TR("the year was not published: there was nothing to open again",
                 "该年度未定稿：无从重新开启"));
    else if (strcmp(before.tag, publication->tag) != 0 ||
             strcmp(before.commit, publication->commit) != 0)
        found(of, VERIFY_PUBLICATION, path,
              TR("it names another publication than the one that it opens again",
                 "所记定稿不是其重新开启的定稿"));
    if (of->now.changes.count != 1)
        found(of, VERIFY_PUBLICATION, path,
              TR("opening a year again changes publication.md alone",
                 "重新开启只更改 publication.md"));
}

static void judge_act(struct verification *of, const char *year, const struct difference *change)
{
    struct document document;
    struct publication publication;
    struct error error;
    struct buffer message = BUFFER_EMPTY;
    char hex[COMMIT_SIZE] = "";
    struct reading reading = {.document = &document, .error = &error};
    if (!document_read(of, change->path, &change->after, &document))
        return;
    publication_read(of->arena, &reading, &publication);
    if (reading.status) {
        found(of, VERIFY_FORMAT, change->path, "%s", error.text);
        return;
    }
    if (change->had)
        git_oid_tostr(hex, sizeof hex, &change->before);
    if (strcmp(publication.previous, hex) != 0)
        found(of, VERIFY_CHAIN, change->path,
              TR("it does not name the act before it", "未指明其之前的定稿或重新开启"));
    judge_author(of, change->path, publication.by, publication.when);
    judge_right(of, change->path, RIGHT_PUBLISH, NULL, NULL);
    message_of_publication(&message, &publication, year);
    judge_message(of, change->path, message.bytes);
    buffer_free(&message);
    if (publication.act == ACT_PUBLISHED)
        judge_published(of, year, change->path, &publication);
    else
        judge_reopened(of, year, change->path, &publication);
}

void judge_publication(struct verification *of, const char *year)
{
    const char *path = publication_path(of->arena, year);
    const struct difference *act = differences_find(&of->now.changes, path);
    if (!of->now.parents)
        return; /* told: the first commit sets up, and no more */
    if (!act || !act->has)
        found(of, VERIFY_PUBLICATION, act ? path : of->now.changes.list[0].path,
              act ? TR("the act of publishing was removed", "定稿记录被删除")
                  : TR("what was published was changed, and no act says so",
                       "定稿文件被更改，而没有相应的定稿记录"));
    else if (!act->odd)
        judge_act(of, year, act);
}

/* ---- Tags ---- */

static bool tell_tag(struct verification *of, const char *name, const char *why)
{
    found(of, VERIFY_PUBLICATION, "", TR("the tag %s: %s", "标签 %s：%s"), name, why);
    return false;
}

/* Whether the commit published what the tag's name says. */
static bool has_published(struct verification *of, git_commit *commit, const char *name)
{
    const char *year = arena_text_of(of->arena, name, strnlen(name, 4) == 4 ? 4 : 0);
    struct publication publication;
    char hex[COMMIT_SIZE];
    git_oid blob;
    bool brings;
    const char *path = publication_path(of->arena, year);
    return is_year(year) && tree_find(of, git_commit_tree_id(commit), path, &blob) &&
           !commit_brings(commit, path, git_oid_tostr(hex, sizeof hex, &blob), &brings) && brings &&
           publication_at(of, git_commit_tree_id(commit), year, &publication) &&
           publication.act == ACT_PUBLISHED &&
           strcmp(publication.tag, arena_format(of->arena, "circular/%s", name)) == 0;
}

/* Who made it may publish. */
static bool judge_tagger(struct verification *of, const char *name, const char *tagger,
                         const git_oid *tree)
{
    const struct crowd *crowd = crowd_at(of, tree);
    struct error error;
    of->now.crowd = crowd;
    if (!reviewers_allow(&crowd->reviewers, tagger, RIGHT_PUBLISH, NULL, NULL, &error))
        return true;
    found(of, VERIFY_RIGHT, "", TR("the tag %s: %s", "标签 %s：%s"), name, error.text);
    return false;
}

/* As for a commit: signed where the year wants it, and by a key of the person. */
static bool judge_tag_signature(struct verification *of, const char *name, git_tag *tag,
                                git_commit *commit)
{
    static const char *const begin = "\n-----BEGIN ";
    static const char *const fields[] = {"object", "type", "tag", "tagger", NULL};
    const git_signature *tagger = git_tag_tagger(tag);
    git_odb *objects = NULL;
    git_odb_object *raw = NULL;
    const char *wrong = NULL;
    const char *year = arena_text_of(of->arena, name, 4);
    if (!tagger)
        return tell_tag(of, name, TR("nobody is named who made it", "未注明由何人建立"));
    const char *person = arena_format(of->arena, "%s <%s>", tagger->name, tagger->email);
    bool may = judge_tagger(of, name, person, git_commit_tree_id(commit));
    if (git_repository_odb(&objects, of->repository) ||
        git_odb_read(&raw, objects, git_tag_id(tag)))
        wrong = git_why();
    else {
        size_t size = git_odb_object_size(raw);
        const char *text = arena_text_of(of->arena, git_odb_object_data(raw), size);
        const char *armored = strstr(text, begin);
        wrong = head_wrong(of, text, size, fields);
        if (!wrong)
            wrong = signature_wrong(of, person, &tagger->when, armored ? armored + 1 : NULL, text,
                                    armored ? (size_t)(armored + 1 - text) : size,
                                    signatures_required(of, git_commit_tree_id(commit), year));
    }
    git_odb_object_free(raw);
    git_odb_free(objects);
    if (wrong)
        found(of, VERIFY_SIGNATURE, "", TR("the tag %s: %s", "标签 %s：%s"), name, wrong);
    return may && !wrong;
}

static bool judge_target(struct verification *of, const char *name, git_tag *tag)
{
    git_object *target = NULL;
    if (strcmp(git_tag_name(tag), arena_format(of->arena, "circular/%s", name)) != 0)
        return tell_tag(of, name, TR("it was made under another name", "建立时用的是另一名称"));
    if (git_tag_target_type(tag) != GIT_OBJECT_COMMIT || git_tag_target(&target, tag))
        return tell_tag(of, name, TR("it points to no commit", "未指向提交"));
    git_commit *commit = (git_commit *)target;
    const git_oid *id = git_commit_id(commit);
    git_oid_tostr(of->now.hex, sizeof of->now.hex, id);
    bool good = true;
    if (!git_oid_equal(id, &of->tip) && git_graph_descendant_of(of->repository, &of->tip, id) != 1)
        good = tell_tag(of, name,
                        TR("its commit is not in the history of main", "其提交不在 main 的历史中"));
    if (!has_published(of, commit, name))
        good = tell_tag(of, name,
                        TR("its commit published nothing of that name: it was moved, or made by "
                           "hand",
                           "其提交并未以此名定稿：标签被移动或为手工建立"));
    else
        good = judge_tag_signature(of, name, tag, commit) && good;
    git_object_free(target);
    of->now.hex[0] = '\0';
    return good;
}

bool judge_tag(struct verification *of, const char *reference, const git_oid *id)
{
    static const char before[] = RECORD_TAGS;
    const char *name =
        strncmp(reference, before, strlen(before)) == 0 ? reference + strlen(before) : reference;
    git_tag *tag = NULL;
    arena_clear(of->arena);
    if (git_tag_lookup(&tag, of->repository, id))
        return tell_tag(of, name,
                        TR("it is no annotated tag: nobody says who made it, and when",
                           "不是附注标签：无从知道由谁于何时建立"));
    bool good = judge_target(of, name, tag);
    git_tag_free(tag);
    return good;
}

void judge_tags(struct verification *of)
{
    git_reference_iterator *tags = NULL;
    git_reference *tag = NULL;
    if (git_reference_iterator_glob_new(&tags, of->repository, RECORD_TAGS "*"))
        return;
    while (git_reference_next(&tag, tags) == 0) {
        const git_oid *id = git_reference_target(tag);
        if (id)
            judge_tag(of, git_reference_name(tag), id);
        else
            tell_tag(of, git_reference_name(tag), TR("it stands for another name", "只是别名"));
        git_reference_free(tag);
    }
    git_reference_iterator_free(tags);
}
