#include "tui/rights.h"

#include "core/language.h"
#include "core/publication.h"

static const struct assessment *assessment_of(const struct review *review)
{
    return review->snapshot->assessment;
}

static enum refusal refusal_of(const struct review *review, const struct entry *entry,
                               enum right right)
{
    return reviewer_refusal(&assessment_of(review)->reviewers, review->me, right,
                            entry ? entry->jurisdiction->id : NULL,
                            entry ? entry->item->category->id : NULL);
}

bool rights_may(const struct review *review, const struct entry *entry, enum right right)
{
    return !assessment_is_frozen(assessment_of(review)) && !refusal_of(review, entry, right);
}

bool rights_recused(const struct review *review, const struct jurisdiction *jurisdiction)
{
    return review->me && ids_have(&review->me->recused, jurisdiction->id);
}

/* The rule in words, of the person who reads it. */
static const char *words(enum refusal refusal)
{
    switch (refusal) {
    case REFUSAL_NOT_LISTED:
        return TR("you are not listed", "您不在名单中");
    case REFUSAL_RECUSED:
        return TR("you are recused from this jurisdiction", "您对该考评对象须回避");
    case REFUSAL_ROLE:
        return TR("you lack this role", "您没有该角色");
    default:
        return TR("you have other jurisdictions or categories", "您负责的是其他考评对象或类别");
    }
}

const char *rights_refusal(const struct review *review, const struct entry *entry, enum right right)
{
    static struct error said;
    const struct assessment *assessment = assessment_of(review);
    enum refusal refusal = refusal_of(review, entry, right);
    if (assessment_is_frozen(assessment)) {
        fail_frozen(&said, assessment->year);
        return said.text;
    }
    if (!refusal)
        return NULL;
    struct buffer others = BUFFER_EMPTY;
    reviewers_add_entitled(&others, &assessment->reviewers, right,
                           entry ? entry->jurisdiction->id : NULL,
                           entry ? entry->item->category->id : NULL);
    fail(&said, STATUS_NO, REVIEWERS_PATH, 0, TR("%s; these may %s: %s", "%s，不能%s；可由：%s"),
         words(refusal), right_name(right), others.bytes);
    buffer_free(&others);
    return said.text;
}
