#include "core/reviewers.h"

#include "core/buffer.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/moment.h"
#include "core/text.h"

#include <string.h>
#include <strings.h>

const char *const right_ids[RIGHTS + 1] = {"review", "confirm", "publish", "administer", NULL};

const char *right_name(enum right right)
{
    switch (right) {
    case RIGHT_REVIEW:
        return TR("review", "评定");
    case RIGHT_CONFIRM:
        return TR("confirm", "复核");
    case RIGHT_PUBLISH:
        return TR("publish", "定稿");
    default:
        return TR("administer", "管理");
    }
}

bool ids_have(const struct ids *ids, const char *id)
{
    for (size_t i = 0; i < ids->count; i++)
        if (strcmp(ids->list[i], id) == 0)
            return true;
    return false;
}

/* ---- Persons ---- */

/* The mail in "Name <mail>", or the whole text where it has no <; not ended with NUL. */
const char *mail_of(const char *person, size_t *size)
{
    const char *open = strrchr(person, '<'), *mail = open ? open + 1 : person;
    *size = strcspn(mail, ">");
    return mail;
}

bool is_same_person(const char *person, const char *other)
{
    size_t size, other_size;
    const char *mail = mail_of(person, &size);
    const char *other_mail = mail_of(other, &other_size);
    return size == other_size && strncasecmp(mail, other_mail, size) == 0;
}

const struct reviewer *reviewers_find(const struct reviewers *reviewers, const char *person)
{
    for (size_t i = 0; i < reviewers->count; i++)
        if (is_same_person(reviewers->list[i].mail, person))
            return &reviewers->list[i];
    return NULL;
}

/* ---- Reading ---- */

static struct ids read_ids(struct arena *arena, struct reading *reading, const struct field *map,
                           const char *name)
{
    const struct field *list = read_list(reading, map, name);
    struct ids ids = {arena_array(arena, list ? list->count : 0, sizeof *ids.list), 0};
    for (const struct field *one = list ? list->first : NULL; one; one = one->next) {
        if (!text_is_id(one->text))
            reading_fail(reading, one,
                         TR("'%.60s' is no id: write one with a-z, 0-9 and -",
                            "“%.60s”不是标识：请用小写字母、数字和-"),
                         one->text);
        ids.list[ids.count++] = one->text;
    }
    return ids;
}

static void read_rights(struct reading *reading, const struct field *map, struct reviewer *reviewer)
{
    const struct field *list = read_list(reading, map, "roles");
    for (const struct field *one = list ? list->first : NULL; one; one = one->next) {
        enum right right = RIGHT_REVIEW;
        while (right < RIGHTS && strcmp(right_ids[right], one->text) != 0)
            right++;
        if (right < RIGHTS)
            reviewer->rights[right] = true;
        else
            reading_fail(reading, one,
                         TR("unknown role '%.60s': use review, confirm, publish or administer",
                            "未知的角色“%.60s”：可用 review、confirm、publish、administer"),
                         one->text);
    }
}

static const char *read_day(struct reading *reading, const struct field *map, const char *name)
{
    const char *day = read_optional(reading, map, name, "");
    long ignored;
    if (*day && !day_parse(day, &ignored))
        reading_fail(
            reading, field_find(map, name),
            TR("'%.60s' is no day: write it as 2021-03-09", "“%.60s”不是日期：请写成 2021-03-09"),
            day);
    return day;
}

/* The key's type and its base64, without a comment. */
static const char *read_key(struct arena *arena, struct reading *reading, const struct field *field,
                            const char *text)
{
    size_t type = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-@."), blob = 0;
    if (text[type] == ' ')
        blob = strspn(text + type + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789+/=");
    const char *end = text + type + (text[type] == ' ' ? 1 + blob : 0);
    if (!type || blob < 16 || (*end && *end != ' '))
        reading_fail(reading, field,
                     TR("no public key: write one as in authorized_keys, ssh-ed25519 AAAA…",
                        "不是公钥：请按 authorized_keys 的写法填写，如 ssh-ed25519 AAAA…"));
    return arena_text_of(arena, text, (size_t)(end - text));
}

static void read_keys(struct arena *arena, struct reading *reading, const struct field *map,
                      struct reviewer *reviewer)
{
    const struct field *list = read_list(reading, map, "keys");
    reviewer->keys = arena_array(arena, list ? list->count : 0, sizeof *reviewer->keys);
    for (const struct field *one = list ? list->first : NULL; one; one = one->next) {
        struct reviewer_key *key = &reviewer->keys[reviewer->key_count++];
        bool bare = one->kind == FIELD_SCALAR;
        *key = (struct reviewer_key){
            read_key(arena, reading, one, bare ? one->text : read_text(reading, one, "key")),
            bare ? "" : read_day(reading, one, "from"),
            bare ? "" : read_day(reading, one, "until")};
    }
}

/* Nothing that means more than itself in allowed_signers, in a commit or on a terminal. */
static bool is_mail(const char *mail)
{
    bool good = !strpbrk(mail, " <>,*?!#\"");
    for (uint32_t c; (c = text_next(&mail));)
        good = good && !text_is_unsafe(c);
    return good;
}

static void read_mail(struct reading *reading, const struct field *map,
                      const struct reviewers *before, struct reviewer *reviewer)
{
    reviewer->mail = read_text(reading, map, "email");
    if (!is_mail(reviewer->mail))
        reading_fail(reading, field_find(map, "email"),
                     TR("'%.60s' is no mail address", "“%.60s”不是邮箱地址"), reviewer->mail);
    if (reviewers_find(before, reviewer->mail))
        reading_fail(reading, field_find(map, "email"),
                     TR("'%.60s' stands twice: leave one", "“%.60s”重复出现：请只保留一处"),
                     reviewer->mail);
}

void reviewers_read(struct arena *arena, struct reading *reading, struct reviewers *out)
{
    const struct field *list = read_list(reading, reading->document->top, "reviewers");
    *out = (struct reviewers){arena_array(arena, list ? list->count : 0, sizeof *out->list), 0};
    for (const struct field *one = list ? list->first : NULL; one; one = one->next) {
        struct reviewer *reviewer = &out->list[out->count];
        reviewer->name = read_text(reading, one, "name");
        read_mail(reading, one, out, reviewer);
        read_rights(reading, one, reviewer);
        reviewer->jurisdictions = read_ids(arena, reading, one, "jurisdictions");
        reviewer->categories = read_ids(arena, reading, one, "categories");
        reviewer->recused = read_ids(arena, reading, one, "recused");
        read_keys(arena, reading, one, reviewer);
        out->count++;
    }
}

bool reviewer_has_key(const struct reviewer *reviewer, const char *key, const char *day)
{
    for (size_t i = 0; i < reviewer->key_count; i++) {
        const struct reviewer_key *one = &reviewer->keys[i];
        if (strcmp(one->text, key) == 0 && (!*one->from || strcmp(one->from, day) <= 0) &&
            (!*one->until || strcmp(day, one->until) <= 0))
            return true;
    }
    return false;
}

/* ---- Who may ---- */

static bool somebody_may(const struct reviewers *reviewers, enum right right)
{
    for (size_t i = 0; i < reviewers->count; i++)
        if (reviewers->list[i].rights[right])
            return true;
    return false;
}

static bool is_within(const struct reviewer *reviewer, const char *jurisdiction,
                      const char *category)
{
    const struct ids *places = &reviewer->jurisdictions, *parts = &reviewer->categories;
    return (!jurisdiction || !places->count || ids_have(places, jurisdiction)) &&
           (!category || !parts->count || ids_have(parts, category));
}

static bool may(const struct reviewer *reviewer, enum right right, const char *jurisdiction,
                const char *category)
{
    return reviewer->rights[right] && is_within(reviewer, jurisdiction, category) &&
           !(jurisdiction && ids_have(&reviewer->recused, jurisdiction));
}

/* Where nobody administers, who publishes does. */
static enum right asked_for(const struct reviewers *reviewers, enum right right)
{
    return right == RIGHT_ADMINISTER && !somebody_may(reviewers, right) ? RIGHT_PUBLISH : right;
}

void reviewers_add_entitled(struct buffer *out, const struct reviewers *reviewers, enum right right,
                            const char *jurisdiction, const char *category)
{
    enum { NAMES = 5 };
    size_t names = 0;
    right = asked_for(reviewers, right);
    for (size_t i = 0; i < reviewers->count; i++) {
        const struct reviewer *reviewer = &reviewers->list[i];
        if (!may(reviewer, right, jurisdiction, category))
            continue;
        if (++names > NAMES) {
            buffer_add(out, TR(" …", "等"));
            return;
        }
        if (names > 1)
            buffer_add(out, TR(", ", "、"));
        text_add_safe(out, reviewer->name);
    }
    if (!names)
        buffer_add(out, TR("nobody: see reviewers.md", "无人：见 reviewers.md"));
}

enum refusal reviewer_refusal(const struct reviewers *reviewers, const struct reviewer *reviewer,
                              enum right right, const char *jurisdiction, const char *category)
{
    right = asked_for(reviewers, right);
    if (!reviewers->count)
        return REFUSAL_NONE;
    if (!reviewer)
        return REFUSAL_NOT_LISTED;
    if (jurisdiction && ids_have(&reviewer->recused, jurisdiction))
        return REFUSAL_RECUSED;
    if (!reviewer->rights[right])
        return REFUSAL_ROLE;
    return is_within(reviewer, jurisdiction, category) ? REFUSAL_NONE : REFUSAL_SCOPE;
}

static const char *refusal_words(enum refusal refusal)
{
    switch (refusal) {
    case REFUSAL_NOT_LISTED:
        return TR("is not listed", "不在名单中");
    case REFUSAL_RECUSED:
        return TR("is recused from this jurisdiction", "对该考评对象须回避");
    case REFUSAL_ROLE:
        return TR("lacks this role", "没有该角色");
    default:
        return TR("has other jurisdictions or categories", "负责的是其他考评对象或类别");
    }
}

enum status reviewers_allow(const struct reviewers *reviewers, const char *person, enum right right,
                            const char *jurisdiction, const char *category, struct error *error)
{
    const struct reviewer *reviewer = reviewers_find(reviewers, person);
    enum refusal refusal = reviewer_refusal(reviewers, reviewer, right, jurisdiction, category);
    if (!refusal)
        return STATUS_OK;
    struct buffer others = BUFFER_EMPTY, who = BUFFER_EMPTY;
    reviewers_add_entitled(&others, reviewers, right, jurisdiction, category);
    text_add_safe(&who, person);
    enum status status = fail(
        error, STATUS_NO, REVIEWERS_PATH, 0,
        TR("%s %s, so may not %s here; these may: %s", "%s%s，不能%s；可由以下人员进行：%s"),
        who.bytes, refusal_words(refusal), right_name(asked_for(reviewers, right)), others.bytes);
    buffer_free(&others);
    buffer_free(&who);
    return status;
}
