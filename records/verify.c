/* The walk over the commits, and one commit from its beginning to its end. */
#include "records/verify.h"

#include "core/language.h"
#include "core/memory.h"
#include "records/verify_inside.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const verify_rule_ids[VERIFY_RULES + 1] = {
    [VERIFY_FORMAT] = "format",
    [VERIFY_ONE] = "one",
    [VERIFY_CHAIN] = "chain",
    [VERIFY_TRAILERS] = "trailers",
    [VERIFY_SHAPE] = "shape",
    [VERIFY_TIME] = "time",
    [VERIFY_AUTHOR] = "author",
    [VERIFY_RIGHT] = "right",
    [VERIFY_RECUSED] = "recused",
    [VERIFY_TWO_PEOPLE] = "two-people",
    [VERIFY_BOUND] = "bound",
    [VERIFY_CONTENT] = "content",
    [VERIFY_SIGNATURE] = "signature",
    [VERIFY_FROZEN] = "frozen",
    [VERIFY_PUBLICATION] = "publication",
    [VERIFY_EVIDENCE] = "evidence",
    [VERIFY_BACKWARDS] = "backwards",
    [VERIFY_DAMAGED] = "damaged",
    [VERIFY_RULES] = NULL,
};

static const struct {
    const char *english, *chinese;
} rule_words[VERIFY_RULES] = {
    [VERIFY_FORMAT] = {"every file can be read by the program, and lies where it belongs",
                       "每个文件都能被程序读取，并在其应在的位置"},
    [VERIFY_ONE] = {"one decision, one commit: else nobody can see what was decided when",
                    "一项评定一次提交：否则无从查明何时作出了什么评定"},
    [VERIFY_CHAIN] = {"each version names the one that it replaces: else one was put in or taken "
                      "out unseen",
                      "每个版本须指明其所替换的版本：否则可能有版本被悄悄加入或抽走"},
    [VERIFY_TRAILERS] = {"a commit says of itself what its file says: else the list of commits "
                         "misleads",
                         "提交说明须与文件一致：否则历史清单会误导读者"},
    [VERIFY_SHAPE] = {"the history is one line from one beginning, and joining two sides changes "
                      "nothing",
                      "历史自一个起点连续而来，合并不得另有更改"},
    [VERIFY_TIME] = {"moments follow each other, and nobody dates back", "时间先后相承，不得倒签"},
    [VERIFY_AUTHOR] = {"who is named in the file is who made the commit: else it was written in "
                       "another's name",
                       "文件署名与提交人一致：否则是冒用他人名义"},
    [VERIFY_RIGHT] = {"who does it is entitled to by reviewers.md, before it is done",
                      "行为人须事先在 reviewers.md 中具有相应权限"},
    [VERIFY_RECUSED] = {"who is recused from a jurisdiction decides nothing about it",
                        "须回避的人员不得评定或复核该考评对象"},
    [VERIFY_TWO_PEOPLE] = {"nobody confirms a decision of their own", "不得复核本人作出的评定"},
    [VERIFY_BOUND] = {"a decision judges the item, and a confirmation the decision, that stood "
                      "there: else it is worth nothing",
                      "评定、复核须针对当时有效的考评项和评定：否则无效"},
    [VERIFY_CONTENT] = {"scores, verdicts and values are those that the item's rule allows",
                        "得分、结论和数值须符合考评项的规则"},
    [VERIFY_SIGNATURE] = {"a signature is by the author's own key, as reviewers.md lists it",
                          "签名须使用 reviewers.md 所列的作者本人密钥"},
    [VERIFY_FROZEN] = {"a published year does not change until it is opened again",
                       "已定稿的年度在重新开启之前不得更改"},
    [VERIFY_PUBLICATION] = {"what was published is what the record says, and its tag stands where "
                            "it was put",
                            "定稿须与记录一致，其标签须在原处"},
    [VERIFY_EVIDENCE] = {"evidence is what it was when it was named", "佐证须与引用时一致"},
    [VERIFY_BACKWARDS] = {"the record only grows: what was there is still there",
                          "记录只增不减：已有的内容不得消失"},
    [VERIFY_DAMAGED] = {"everything is there, whole", "记录完整无损"},
};

const char *verify_rule_words(enum verify_rule rule)
{
    return TR(rule_words[rule].english, rule_words[rule].chinese);
}

void found(struct verification *of, enum verify_rule rule, const char *path, const char *format,
           ...)
{
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        abort(); /* as when memory runs out: core/memory.h */
    va_end(arguments);
    struct finding finding = {.rule = rule,
                              .commit = of->now.hex,
                              .subject = of->now.subject ? of->now.subject : "",
                              .path = path,
                              .text = text};
    of->findings++;
    if (of->ask->found)
        of->ask->found(of->ask->context, &finding);
    free(text);
}

/* ---- One commit ---- */

static const char *person_text(struct verification *of, const git_signature *person)
{
    return arena_format(of->arena, "%s <%s>", person->name, person->email);
}

/* The first parent, which most often is the commit that was looked at before; false where it is not
 * there. */
static bool find_before(struct verification *of)
{
    struct judged *now = &of->now;
    const git_oid *id = git_commit_parent_id(now->commit, 0);
    git_commit *parent = NULL;
    if (git_oid_equal(id, &of->last.commit)) {
        now->base = of->last.tree;
        now->before = of->last.made;
        return true;
    }
    if (git_commit_lookup(&parent, of->repository, id))
        return false;
    now->base = *git_commit_tree_id(parent);
    now->before = git_commit_committer(parent)->when.time;
    git_commit_free(parent);
    return true;
}

/* What is asked of the commit again and again; false where its parent is not there. */
static bool begin(struct verification *of)
{
    struct judged *now = &of->now;
    const char *message = git_commit_message(now->commit);
    git_oid_tostr(now->hex, sizeof now->hex, git_commit_id(now->commit));
    now->subject = arena_text_of(of->arena, message, strcspn(message, "\n"));
    now->author = person_text(of, git_commit_author(now->commit));
    now->committer = person_text(of, git_commit_committer(now->commit));
    now->parents = git_commit_parentcount(now->commit);
    now->tree = *git_commit_tree_id(now->commit);
    trailers_read(of, message, &now->trailers);
    if (now->parents && !find_before(of)) {
        found(of, VERIFY_DAMAGED, "",
              TR("the commit before it is missing: what it changed cannot be told",
                 "缺少前一提交：无法判断其更改"));
        return false;
    }
    now->crowd = crowd_at(of, now->parents ? &now->base : &now->tree);
    return true;
}

static void judge_root(struct verification *of)
{
    if (of->roots++ == 0 && !of->ask->since)
        return;
    found(of, VERIFY_SHAPE, "",
          TR("a second beginning: this commit has none before it, and the record has begun already",
             "出现第二个起点：该提交之前没有提交，而记录早已建立"));
}

static void judge(struct verification *of, const git_oid *id)
{
    of->now = (struct judged){0};
    arena_clear(of->arena);
    if (git_commit_lookup(&of->now.commit, of->repository, id))
        return; /* told by the walk */
    of->counts.commits++;
    if (begin(of)) {
        struct judged *now = &of->now;
        judge_head(of);
        judge_stray(of);
        judge_moments(of);
        if (!now->parents)
            judge_root(of);
        trees_compare(of, now->parents ? &now->base : NULL, &now->tree, &now->changes);
        if (now->parents > 1)
            judge_merge(of);
        else
            judge_changes(of);
    }
    of->last = (struct before){*id, of->now.tree, git_commit_committer(of->now.commit)->when.time};
    git_commit_free(of->now.commit);
    of->now = (struct judged){0};
}

/* ---- All ---- */

static enum status find_id(struct verification *of, const char *name, git_oid *out,
                           struct error *error)
{
    git_commit *commit = NULL;
    enum status status = find_commit(of->record, name, &commit, error);
    if (!status)
        git_oid_cpy(out, git_commit_id(commit));
    git_commit_free(commit);
    return status;
}

static void judge_receipt(struct verification *of)
{
    const char *receipt = of->ask->receipt;
    git_oid seen;
    if (!receipt || !*receipt)
        return;
    int behind = git_oid_fromstr(&seen, receipt) ? -1
                 : git_oid_equal(&seen, &of->tip)
                     ? 1
                     : git_graph_descendant_of(of->repository, &of->tip, &seen);
    if (behind == 1)
        return;
    git_oid_tostr(of->now.hex, sizeof of->now.hex, &of->tip);
    found(
        of, VERIFY_BACKWARDS, "",
        TR("main stood at %.12s when it was seen last, and that is not behind it any more: commits "
           "were taken away or rewritten",
           "上次所见 main 位于%.12s，如今已不在其历史中：有提交被抽走或改写"),
        receipt);
    of->now.hex[0] = '\0';
}

static void judge_all(struct verification *of, const git_oid *since)
{
    struct commits commits;
    walk_commits(of, &of->tip, since, &commits);
    for (size_t i = 0; i < commits.count; i++) {
        judge(of, &commits.list[i]);
        if (of->ask->progress)
            of->ask->progress(of->ask->context, i + 1, commits.count);
    }
    free(commits.list);
}

void verification_free(struct verification *of)
{
    trees_free(of);
    configuration_free(of);
    arena_free(of->arena);
}

enum status verify(struct record *record, const struct verifying *verifying, size_t *findings,
                   struct error *error)
{
    struct verification of = {
        .record = record, .repository = record->repository, .ask = verifying, .arena = arena_new()};
    git_oid since;
    enum status status = find_id(&of, verifying->tip, &of.tip, error);
    if (!status && verifying->since)
        status = find_id(&of, verifying->since, &since, error);
    if (!status && commit_tree(of.repository, &of.tip, &of.tip_tree))
        status = fail_reading(error, record->path, git_why());
    if (!status) {
        judge_receipt(&of);
        judge_all(&of, verifying->since ? &since : NULL);
        if (!verifying->tip && !verifying->incoming) {
            judge_tags(&of);
            judge_masks(&of);
            judge_derived(&of);
        }
    }
    *findings = of.findings;
    if (verifying->counts)
        *verifying->counts = of.counts;
    verification_free(&of);
    return status;
}
