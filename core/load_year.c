/* Loading what holds for the year as a whole: programme, assessment, people, publication. */
#include "core/buffer.h"
#include "core/language.h"
#include "core/load_inside.h"
#include "core/memory.h"
#include "core/publication.h"
#include "core/text.h"

#include <string.h>

static enum status parse_at(struct loading *load, const char *path, struct document *out)
{
    const struct file *file = files_find(load->files, path);
    if (file)
        return load_parse(load, file, out);
    return fail(load->error, STATUS_INPUT, path, 0,
                TR("this file is missing: every record has one", "缺少此文件：每个考评库都须有"));
}

/* ---- programme and year ---- */

static enum status load_programme(struct loading *load)
{
    struct document document = {0};
    enum status status = parse_at(load, "programme.md", &document);
    if (status)
        return status;
    struct reading reading = {&document, load->error, STATUS_OK};
    const struct field *top = document.top;
    if (read_whole(&reading, top, "format", 1, 1000000, 1) > RECORD_FORMAT)
        reading_fail(&reading, field_find(top, "format"),
                     TR("this record has a newer format than the program knows: update kaoping",
                        "考评库的格式比本程序新：请升级kaoping"));
    struct programme *programme = &load->to->programme;
    *programme = (struct programme){
        .name = read_text(&reading, top, "name"),
        .document = read_optional(&reading, top, "document", ""),
        .number = read_optional(&reading, top, "number", ""),
        .period = read_optional(&reading, top, "period", ""),
        .group = read_optional(&reading, top, "group", ""),
        .language = read_optional(&reading, top, "language", "zh"),
    };
    const struct field *list = read_list(&reading, top, "departments");
    programme->departments = arena_array(load->arena, list ? list->count : 0, sizeof(char *));
    for (const struct field *one = list ? list->first : NULL; one; one = one->next)
        programme->departments[programme->department_count++] = one->text;
    return reading.status;
}

static void load_quotas(struct loading *load, struct reading *reading, const struct field *field,
                        struct grade *grade)
{
    const struct field *map = read_map(reading, field, "quota");
    if (!map)
        return;
    grade->quotas = arena_array(load->arena, map->count, sizeof *grade->quotas);
    for (const struct field *one = map->first; one; one = one->next) {
        if (!load_label(load->to->classes, load->to->class_count, one->name))
            reading_fail(reading, one, TR("unknown class '%.60s'", "没有类别“%.60s”"), one->name);
        grade->quotas[grade->quota_count++] =
            (struct quota){one->name, read_whole(reading, map, one->name, 0, 10000, 0)};
    }
}

/* A threshold above the one before it would make its grade one that nobody can have; behind a grade
 * of the best few, or of a quota, it may stand. */
static void check_order(struct reading *reading, const struct field *one, const struct grade *grade,
                        const struct grade *before)
{
    if (!before->best && !before->quota_count && decimal_compare(grade->from, before->from) > 0)
        reading_fail(reading, field_find(one, "from"),
                     TR("'%.60s' begins above the grade before it: list the highest grade first",
                        "“%.60s”的分数线高于前一等次：请从最高等次起排列"),
                     grade->name);
}

static void load_grades(struct loading *load, struct reading *reading, const struct field *top)
{
    const struct field *list = read_list(reading, top, "grades");
    if (!list || !list->count) {
        reading_fail(
            reading, NULL,
            TR("'grades' is missing: list at least one", "缺少“grades”：请至少列出一个等次"));
        return;
    }
    load->to->grades = arena_array(load->arena, list->count, sizeof *load->to->grades);
    for (const struct field *one = list->first; one; one = one->next) {
        struct grade *grade = &load->to->grades[load->to->grade_count++];
        grade->name = read_text(reading, one, "name");
        grade->from = read_number(reading, one, "from", DECIMAL_ZERO);
        grade->best = read_whole(reading, one, "best", 1, 10000, 0);
        load_quotas(load, reading, one, grade);
        if (grade > load->to->grades)
            check_order(reading, one, grade, grade - 1);
    }
}

static struct label *load_labels(struct loading *load, struct reading *reading,
                                 const struct field *top, const char *name, size_t *count)
{
    const struct field *list = read_list(reading, top, name);
    struct label *labels = arena_array(load->arena, list ? list->count : 0, sizeof *labels);
    for (const struct field *one = list ? list->first : NULL; one; one = one->next) {
        struct label label = {read_text(reading, one, "id"), read_text(reading, one, "name")};
        if (!text_is_id(label.id) || strcmp(label.id, "all") == 0 ||
            load_label(labels, *count, label.id))
            reading_fail(reading, one,
                         TR("'%.60s' is no id, is taken, or stands twice",
                            "标识“%.60s”不合法、已被占用或重复"),
                         label.id);
        labels[(*count)++] = label;
    }
    return labels;
}

/* How many points there are at most; NOT_A_NUMBER where the year does not say. */
static struct decimal load_most(struct reading *reading, const struct field *top, const char *name)
{
    struct decimal most = read_number(reading, top, name, NOT_A_NUMBER);
    if (decimal_is_number(most) && decimal_compare(most, DECIMAL_ZERO) < 0)
        reading_fail(reading, field_find(top, name),
                     TR("'%s' must not be negative", "“%s”不能为负"), name);
    return most;
}

/* The one issuer that every year of old names. */
static const char *issuer_of(const struct assessment *assessment)
{
    for (size_t i = 0; i < assessment->text_count; i++)
        if (strcmp(assessment->texts[i].name, "issuer") == 0)
            return assessment->texts[i].text;
    return "";
}

/* Where the print's settings name no issuers, those of a list circular.issuers are the mark's. */
static void share_issuers(struct assessment *to)
{
    for (size_t i = 0; i < to->text_count && to->print.issuer_count == 0; i++) {
        if (strcmp(to->texts[i].name, "issuers") != 0 || !to->texts[i].parts)
            continue;
        to->print.issuers = to->texts[i].parts;
        to->print.issuer_count = to->texts[i].part_count;
    }
}

static struct text_pair load_text_list(struct loading *load, struct reading *reading,
                                       const struct field *list)
{
    struct text_pair pair = {.name = list->name};
    struct buffer all = BUFFER_EMPTY;
    pair.parts = arena_array(load->arena, list->count, sizeof *pair.parts);
    for (const struct field *one = list->first; one; one = one->next) {
        if (one->kind != FIELD_SCALAR || !*one->text)
            reading_fail(reading, one,
                         TR("a list of texts holds nothing else", "此列表只能列文字"));
        buffer_add(&all, pair.part_count ? "、" : "");
        buffer_add(&all, one->text);
        pair.parts[pair.part_count++] = one->text;
    }
    pair.text = arena_text(load->arena, all.bytes);
    buffer_free(&all);
    return pair;
}

struct text_pair *load_texts(struct loading *load, struct reading *reading, const struct field *top,
                             const char *name, size_t *count)
{
    const struct field *map = read_map(reading, top, name);
    struct text_pair *texts = arena_array(load->arena, map ? map->count : 0, sizeof *texts);
    for (const struct field *one = map ? map->first : NULL; one; one = one->next)
        texts[(*count)++] =
            one->kind == FIELD_LIST
                ? load_text_list(load, reading, one)
                : (struct text_pair){.name = one->name,
                                     .text = read_optional(reading, map, one->name, "")};
    return texts;
}

/* The year's own conditions of a close-out, or else those of core/words.h. */
static void load_conditions(struct loading *load, struct reading *reading, const struct field *top)
{
    struct assessment *to = load->to;
    to->conditions = load_labels(load, reading, top, "close-out", &to->condition_count);
    if (to->condition_count)
        return;
    size_t count = 0;
    while (condition_ids[count])
        count++;
    to->conditions = arena_array(load->arena, count, sizeof *to->conditions);
    for (size_t i = 0; i < count; i++)
        to->conditions[to->condition_count++] = (struct label){condition_ids[i], NULL};
}

static enum status load_assessment(struct loading *load, const char **tie_breaker)
{
    static const char *const exempt[] = {"full", "rescale", NULL};
    static const char *const signatures[] = {"required", "optional", NULL};
    const char *path = arena_format(load->arena, "%s/assessment.md", load->to->year);
    enum status status = parse_at(load, path, &load->year);
    if (status)
        return status;
    struct reading reading = {&load->year, load->error, STATUS_OK};
    const struct field *top = load->year.top;
    struct assessment *to = load->to;
    if (strcmp(read_text(&reading, top, "year"), to->year) != 0)
        reading_fail(&reading, field_find(top, "year"),
                     TR("the year must be the folder's, %s", "年度须与文件夹一致：%s"), to->year);
    to->classes = load_labels(load, &reading, top, "classes", &to->class_count);
    to->inspections = load_labels(load, &reading, top, "inspections", &to->inspection_count);
    load_conditions(load, &reading, top);
    load_grades(load, &reading, top);
    to->total_most = load_most(&reading, top, "total");
    to->bonus_most = load_most(&reading, top, "bonus");
    to->deduction_most = load_most(&reading, top, "deduction");
    to->exempt_rescales = read_word(&reading, top, "exempt", exempt) == 1;
    to->two_person = read_truth(&reading, top, "two-person", true);
    to->notice_days = read_whole(&reading, top, "notice-days", 1, 366, 0);
    to->signatures_required = read_word(&reading, top, "signatures", signatures) == 0;
    *tie_breaker = read_optional(&reading, top, "tie-breaker", "");
    to->texts = load_texts(load, &reading, top, "circular", &to->text_count);
    print_style_read(load->arena, &reading, read_map(&reading, top, "print"), issuer_of(load->to),
                     &load->to->print);
    share_issuers(to);
    return reading.status;
}

/* ---- people ---- */

static enum status load_reviewers(struct loading *load)
{
    const struct file *file = files_find(load->files, REVIEWERS_PATH);
    struct document document = {0};
    if (!file)
        return STATUS_OK;
    if (load_parse(load, file, &document))
        return load->error->status;
    struct reading reading = {&document, load->error, STATUS_OK};
    reviewers_read(load->arena, &reading, &load->to->reviewers);
    return reading.status;
}

static enum status load_publication(struct loading *load)
{
    const char *path = publication_path(load->arena, load->to->year);
    const struct file *file = files_find(load->files, path);
    struct document document = {0};
    if (!file)
        return STATUS_OK;
    if (load_parse(load, file, &document))
        return load->error->status;
    struct reading reading = {&document, load->error, STATUS_OK};
    struct publication *publication = ARENA_NEW(load->arena, struct publication);
    publication_read(load->arena, &reading, publication);
    publication->blob = file->blob;
    load->to->publication = publication;
    return reading.status;
}

enum status load_year(struct loading *load, const char **tie_breaker)
{
    enum status status = load_programme(load);
    if (!status)
        status = load_assessment(load, tie_breaker);
    if (!status)
        status = load_reviewers(load);
    return status ? status : load_publication(load);
}
