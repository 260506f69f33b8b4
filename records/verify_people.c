/* Who did it, when, by which right, and with which signature. */
#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/moment.h"
#include "records/signature.h"
#include "records/verify_inside.h"

#include <string.h>
#include <time.h>

enum { LATE_MOST = 3600, AHEAD_MOST = 24 * 3600 }; /* seconds */

/* ---- Moments ---- */

static const char *when_text(struct verification *of, const git_time *when)
{
    return moment_text(of->arena, when->time, when->offset);
}

/* Who writes for somebody else, or of a past moment, says so by name. */
static void judge_importer(struct verification *of)
{
    const struct judged *now = &of->now;
    const git_signature *author = git_commit_author(now->commit);
    const git_signature *committer = git_commit_committer(now->commit);
    const char *importer = trailer_value(&now->trailers, "Imported-by");
    struct error error;
    bool same = is_same_person(now->author, now->committer);
    bool late = committer->when.time - author->when.time > LATE_MOST;
    if (importer && !is_same_person(importer, now->committer))
        found(of, VERIFY_AUTHOR, "",
              TR("the message says that %s imported it, but %s made the commit",
                 "提交说明称由%s导入，实际提交人为%s"),
              importer, now->committer);
    else if (!importer && !same)
        found(of, VERIFY_AUTHOR, "",
              TR("%s made the commit in the name of %s, and the message does not say that it was "
                 "imported",
                 "%s以%s的名义提交，而提交说明未注明为导入"),
              now->committer, now->author);
    else if (importer && now->parents &&
             reviewers_allow(&now->crowd->reviewers, now->committer, RIGHT_ADMINISTER, NULL, NULL,
                             &error))
        found(of, VERIFY_RIGHT, "",
              TR("only an administrator brings in what is of others or of a past moment: %s",
                 "他人或过去时点的记录只能由管理人员导入：%s"),
              error.text);
    if (!importer && late)
        found(of, VERIFY_TIME, "",
              TR("it is dated %s, but was made at %s, and does not say that it was imported: "
                 "backdated",
                 "署期为%s，实际提交于%s，且未注明为导入：时间倒签"),
              when_text(of, &author->when), when_text(of, &committer->when));
}

/* Nobody's clock can be asked any more, but the commits before it can. */
static void judge_committer_date(struct verification *of, git_time_t made)
{
    git_time_t before = of->now.before;
    if (of->now.parents && made + CLOCKS_APART < before)
        found(of, VERIFY_TIME, "",
              TR("the commit claims to be %lld seconds older than the one before it: backdated",
                 "该提交自称比前一提交早%lld秒：时间倒签"),
              (long long)(before - made));
    if (made > time(NULL) + AHEAD_MOST)
        found(of, VERIFY_TIME, "",
              TR("the commit is of a time that has not come yet", "提交时间尚未到来"));
}

static size_t name_size(const char *person)
{
    const char *mail = strrchr(person, '<');
    size_t size = mail ? (size_t)(mail - person) : strlen(person);
    while (size && person[size - 1] == ' ')
        size--;
    return size;
}

/* A name counts for nothing, but `git log` shows it: nobody bears that of another who is listed. */
static void judge_name(struct verification *of, const char *path, const char *person)
{
    const struct reviewers *reviewers = &of->now.crowd->reviewers;
    const struct reviewer *other = NULL;
    size_t size = name_size(person);
    for (size_t i = 0; i < reviewers->count; i++) {
        const struct reviewer *one = &reviewers->list[i];
        if (strlen(one->name) != size || strncmp(one->name, person, size) != 0)
            continue;
        if (is_same_person(one->mail, person))
            return;
        other = one;
    }
    if (other)
        found(of, VERIFY_AUTHOR, path,
              TR("'%s' bears the name of %s <%s>", "“%s”冒用了%s <%s>的姓名"), person, other->name,
              other->mail);
}

void judge_moments(struct verification *of)
{
    judge_name(of, "", of->now.author);
    if (strcmp(of->now.author, of->now.committer) != 0)
        judge_name(of, "", of->now.committer);
    const git_signature *author = git_commit_author(of->now.commit);
    const git_signature *committer = git_commit_committer(of->now.commit);
    judge_committer_date(of, committer->when.time);
    if (author->when.time > committer->when.time + CLOCKS_APART)
        found(of, VERIFY_TIME, "",
              TR("it is dated %s, later than it was made (%s)", "署期%s晚于实际提交时间%s"),
              when_text(of, &author->when), when_text(of, &committer->when));
    judge_importer(of);
}

/* ---- Author ---- */

void judge_author(struct verification *of, const char *path, const char *person, const char *moment)
{
    const git_signature *author = git_commit_author(of->now.commit);
    long long when;
    int offset;
    struct error error;
    if (*person && !is_same_person(person, of->now.author))
        found(of, VERIFY_AUTHOR, path,
              TR("the file is of %s, the commit of %s", "文件署名%s，提交作者为%s"), person,
              of->now.author);
    else if (*person && strcmp(person, of->now.author) != 0)
        judge_name(of, path, person);
    if (!*moment)
        return;
    if (moment_parse(moment, &when, &offset, &error))
        found(of, VERIFY_FORMAT, path, "%s", error.text);
    else if (when != author->when.time)
        found(of, VERIFY_TIME, path,
              TR("the file is dated %s, the commit %s", "文件署期%s，提交署期%s"), moment,
              when_text(of, &author->when));
}

/* ---- Rights ---- */

void judge_right(struct verification *of, const char *path, enum right right,
                 const char *jurisdiction, const char *category)
{
    const struct crowd *crowd = of->now.crowd;
    struct error error;
    if (crowd->mistake.status) {
        found(of, VERIFY_RIGHT, path,
              TR("who may do what cannot be read: %s", "人员权限无法读取：%s"),
              crowd->mistake.text);
        return;
    }
    const struct reviewer *reviewer = reviewers_find(&crowd->reviewers, of->now.author);
    if (reviewer && jurisdiction && ids_have(&reviewer->recused, jurisdiction))
        found(of, VERIFY_RECUSED, path,
              TR("%s is recused from %s by reviewers.md", "按 reviewers.md，%s对%s须回避"),
              of->now.author, jurisdiction);
    else if (reviewers_allow(&crowd->reviewers, of->now.author, right, jurisdiction, category,
                             &error))
        found(of, VERIFY_RIGHT, path, "%s", error.text);
}

/* ---- Signatures ---- */

const char *signature_wrong(struct verification *of, const char *person, const git_time *when,
                            const char *armored, const char *payload, size_t size, bool required)
{
    const struct reviewers *reviewers = &of->now.crowd->reviewers;
    const struct reviewer *reviewer = reviewers_find(reviewers, person);
    struct buffer key = BUFFER_EMPTY;
    struct error error;
    char day[DATE_SIZE];
    if (!armored)
        return required ? TR("the year wants signatures, and there is none",
                             "本年度要求签名，而此处没有签名")
                        : NULL;
    of->counts.signatures++;
    if (signature_check(armored, payload, size, &key, &error))
        return arena_text(of->arena, error.text);
    date_text(when->time, when->offset, day);
    bool listed = reviewer && reviewer->key_count;
    bool own = reviewer && reviewer_has_key(reviewer, key.bytes, day);
    buffer_free(&key);
    if (own || (!listed && !required)) /* where no key is listed, none can be told from another */
        return NULL;
    return arena_format(of->arena,
                        TR("it is signed, but by no key that reviewers.md lists for %s on %s",
                           "虽有签名，但所用密钥并非 reviewers.md 所列%s在%s可用的密钥"),
                        person, day);
}

void judge_signature(struct verification *of, const char *year)
{
    const struct judged *now = &of->now;
    const git_oid *base = now->parents ? &now->base : &now->tree;
    git_buf armored = {0}, payload = {0};
    int code = commit_signature(now->commit, &armored, &payload);
    const git_time when = git_commit_committer(now->commit)->when;
    /* the first commit: nobody could ask for a signature before it */
    bool required = now->parents && signatures_required(of, base, year);
    const char *wrong = code && code != GIT_ENOTFOUND
                            ? git_why()
                            : signature_wrong(of, now->author, &when, code ? NULL : armored.ptr,
                                              payload.ptr, payload.size, required);
    if (wrong)
        found(of, VERIFY_SIGNATURE, "", "%s", wrong);
    git_buf_dispose(&armored);
    git_buf_dispose(&payload);
}
