/* The ranking in words. */
#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "tui/ranking.h"

#include <stdlib.h>
#include <string.h>

/* The points as a text; the caller frees it. */
static struct buffer points_of(struct decimal number)
{
    struct buffer text = BUFFER_EMPTY;
    decimal_add(&text, number, SCORE_PLACES);
    return text;
}

/* Appends how far it is to a grade. */
static void add_short(struct buffer *out, struct decimal by, const char *grade, bool line)
{
    struct buffer points = points_of(by);
    buffer_format(out,
                  line ? TR("%s short of %s", "差%s分到%s线") : TR("%s short of %s", "差%s分到%s"),
                  points.bytes, grade);
    buffer_free(&points);
}

void ranking_add_threshold(struct buffer *out, const struct grade *grade)
{
    bool points = decimal_compare(grade->from, DECIMAL_ZERO) > 0;
    buffer_format(out, "%s ", grade->name);
    if (points) {
        struct buffer from = points_of(grade->from);
        buffer_format(out, TR("from %s", "%s分以上"), from.bytes);
        buffer_free(&from);
    }
    if (grade->best)
        buffer_format(out, TR("%sbest %d", "%s前%d名"), points ? TR(", ", "，") : "", grade->best);
}

static const struct quota *quota_of(const struct grade *grade, const struct standing *standing)
{
    for (size_t i = 0; i < grade->quota_count; i++)
        if (!strcmp(grade->quotas[i].class, standing->jurisdiction->class))
            return &grade->quotas[i];
    return NULL;
}

/* What holds it back from a grade, beside the points that tally_next_grade() counts. */
static void add_obstacle(struct buffer *out, const struct grade *grade,
                         const struct standing *standing)
{
    const struct quota *quota = quota_of(grade, standing);
    if (decimal_compare(standing->total, grade->from) < 0) {
        add_short(out, decimal_minus(grade->from, standing->total), grade->name, true);
    } else {
        buffer_format(out, TR("the points are enough for %s", "得分已达%s线"), grade->name);
    }
    if (grade->best && standing->rank > grade->best)
        buffer_format(
            out, TR(", but only the best %d have it; this one is %d", "，但限前%d名，现第%d名"),
            grade->best, standing->rank);
    else if (quota)
        buffer_format(
            out, TR(", but its class has only %d places, all taken", "，但同类限%d个名额，已满"),
            quota->most);
}

static void add_upwards(struct buffer *out, const struct tally *tally,
                        const struct standing *standing)
{
    const struct assessment *assessment = tally->assessment;
    struct decimal short_by;
    const struct grade *next = tally_next_grade(tally, standing, &short_by);
    if (standing->failed) {
        buffer_add(out, TR("a veto was triggered: the last grade", "否决项已发生，定为末等"));
    } else if (next) {
        add_short(out, short_by, next->name, false);
        if (next->best)
            buffer_format(out, TR(" (best %d)", "（限前%d名）"), next->best);
    } else if (standing->grade == 0) {
        buffer_add(out, TR("the best grade", "已是最高等次"));
    } else if (standing->grade <= standing->cap) {
        buffer_format(out, TR("a veto leaves no better grade than %s", "受否决项限制，最高%s"),
                      assessment->grades[standing->cap].name);
    } else {
        add_obstacle(out, &assessment->grades[standing->grade - 1], standing);
    }
}

void ranking_add_distance(struct buffer *out, const struct tally *tally,
                          const struct standing *standing)
{
    const struct assessment *assessment = tally->assessment;
    if (!standing->rank || standing->grade >= assessment->grade_count ||
        !decimal_is_number(standing->total))
        return;
    const struct grade *own = &assessment->grades[standing->grade];
    add_upwards(out, tally, standing);
    if (decimal_compare(own->from, DECIMAL_ZERO) <= 0)
        return;
    struct buffer above = points_of(decimal_minus(standing->total, own->from));
    buffer_format(out, TR("; above the threshold of %s by %s", "；高出%s线%s分"), own->name,
                  above.bytes);
    buffer_free(&above);
}

/* ---- losses ---- */

struct loss {
    const struct category *category;
    struct decimal points;
};

static int larger_first(const void *a, const void *b)
{
    return decimal_compare(((const struct loss *)b)->points, ((const struct loss *)a)->points);
}

/* What a category cost: marks that were not earned, or points that it took. */
static struct decimal loss_of(const struct category *category,
                              const struct category_standing *standing)
{
    if (category->role == ROLE_DEDUCTION)
        return standing->score;
    return category->role == ROLE_POINTS ? decimal_minus(standing->full, standing->score)
                                         : DECIMAL_ZERO;
}

void ranking_add_losses(struct buffer *out, const struct tally *tally,
                        const struct standing *standing, size_t most)
{
    const struct assessment *assessment = tally->assessment;
    struct loss *losses = memory_new((assessment->category_count + 1) * sizeof *losses);
    size_t count = 0;
    for (size_t i = 0; standing->rank && i < assessment->category_count; i++) {
        const struct category *category = &assessment->categories[i];
        struct decimal points = loss_of(category, &standing->categories[i]);
        if (decimal_is_number(points) && decimal_compare(points, DECIMAL_ZERO) > 0)
            losses[count++] = (struct loss){category, points};
    }
    if (count)
        qsort(losses, count, sizeof *losses, larger_first);
    for (size_t i = 0; i < count && i < most; i++) {
        buffer_add(out, i ? TR(", ", "、") : TR("lost most: ", "失分最多："));
        buffer_format(out, "%s ", losses[i].category->name);
        decimal_add(out, losses[i].points, SCORE_PLACES);
        if (review_count_open(&standing->categories[losses[i].category->index].counts))
            buffer_add_char(out, '*');
    }
    free(losses);
}
