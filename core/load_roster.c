/* Loading the year's named lists, `lists:` in assessment.md. They refer to the checklist, so they
 * are read behind it. */
#include "core/language.h"
#include "core/load_inside.h"
#include "core/memory.h"
#include "core/text.h"

#include <string.h>

enum { MOST = 10000 };

/* A word that is misspelt would otherwise leave out a condition, and nobody would see it. */
static void check_words(struct reading *reading, const struct field *one)
{
    static const char *const known[] = {"id",     "name",    "category", "item",   "class",
                                        "grade",  "verdict", "reaches",  "misses", "top",
                                        "bottom", "grades",  NULL};
    for (const struct field *field = one->first; field; field = field->next) {
        size_t i = 0;
        while (known[i] && strcmp(known[i], field->name) != 0)
            i++;
        if (!known[i])
            reading_fail(reading, field,
                         TR("a list knows no '%.60s': see the fields in templates/README.md",
                            "列表没有“%.60s”这一设置：可用的见templates/README.md"),
                         field->name);
    }
}

static void read_id(struct loading *load, struct reading *reading, const struct field *one,
                    struct roster *roster)
{
    const struct assessment *to = load->to;
    roster->id = read_text(reading, one, "id");
    roster->name = read_optional(reading, one, "name", roster->id);
    bool taken = false;
    for (const struct roster *other = to->rosters; other < roster; other++)
        taken = taken || strcmp(other->id, roster->id) == 0;
    if (!text_is_id(roster->id) || taken)
        reading_fail(reading, one,
                     TR("'%.60s' is no id, or stands twice", "标识“%.60s”不合法或重复"),
                     roster->id);
}

/* The item of a list must have a better and a worse, or be asked for its verdict alone. In a part
 * of a record it may be missing. */
static void read_item(struct loading *load, struct reading *reading, const struct field *one,
                      struct roster *roster)
{
    const char *id = read_optional(reading, one, "item", "");
    if (!*id)
        return;
    roster->item = assessment_item(load->to, id);
    if (!roster->item && !load->files->part)
        reading_fail(reading, field_find(one, "item"),
                     TR("unknown item '%.60s'", "没有考评项“%.60s”"), id);
    bool ordered =
        roster->item && roster->item->kind != ITEM_VETO &&
        !(roster->item->kind == ITEM_INDICATOR && roster->item->direction == DIRECTION_EQUAL);
    if (roster->item && !ordered && !roster->verdicts)
        reading_fail(reading, field_find(one, "item"),
                     TR("nothing of '%.60s' is better or worse: ask for its verdict",
                        "“%.60s”没有优劣之分：请按verdict列出"),
                     id);
}

static void read_criterion(struct loading *load, struct reading *reading, const struct field *one,
                           struct roster *roster)
{
    const char *category = read_optional(reading, one, "category", "");
    if (*category && !(roster->category = assessment_category(load->to, category)))
        reading_fail(reading, field_find(one, "category"),
                     TR("unknown category '%.60s'", "没有类别“%.60s”"), category);
    if (roster->category && roster->category->role == ROLE_VETO)
        reading_fail(reading, field_find(one, "category"),
                     TR("vetoes have no scores: list one by its item and verdict",
                        "否决项没有得分：请用item和verdict列出"));
    if (*category && field_find(one, "item"))
        reading_fail(reading, one,
                     TR("a list goes by a category or by an item, not by both",
                        "列表只能按类别或考评项之一"));
    read_item(load, reading, one, roster);
    roster->class = read_optional(reading, one, "class", "");
    if (*roster->class && !load_label(load->to->classes, load->to->class_count, roster->class))
        reading_fail(reading, field_find(one, "class"),
                     TR("unknown class '%.60s'", "没有类别“%.60s”"), roster->class);
}

static void read_grades(struct loading *load, struct reading *reading, const struct field *one,
                        struct roster *roster)
{
    const struct field *list = read_list(reading, one, "grade");
    if (!list)
        return;
    roster->grades = arena_array(load->arena, load->to->grade_count, sizeof(bool));
    for (const struct field *name = list->first; name; name = name->next) {
        size_t g = 0;
        while (g < load->to->grade_count && strcmp(load->to->grades[g].name, name->text) != 0)
            g++;
        if (g < load->to->grade_count)
            roster->grades[g] = true;
        else
            reading_fail(reading, name,
                         TR("unknown grade '%.60s': use one of assessment.md",
                            "没有等次“%.60s”：请用assessment.md中的等次"),
                         name->text);
    }
}

static void read_verdicts(struct loading *load, struct reading *reading, const struct field *one,
                          struct roster *roster)
{
    const struct field *list = read_list(reading, one, "verdict");
    if (!list)
        return;
    roster->verdicts = arena_array(load->arena, VERDICTS, sizeof(bool));
    if (!field_find(one, "item"))
        reading_fail(reading, list,
                     TR("an item has verdicts: say which one", "结论属于考评项：请写明item"));
    for (const struct field *word = list->first; word; word = word->next) {
        int verdict = verdict_from(word->text);
        if (verdict >= 0 && verdict != VERDICT_WITHDRAWN)
            roster->verdicts[verdict] = true;
        else
            reading_fail(reading, word, TR("unknown verdict '%.60s'", "没有结论“%.60s”"),
                         word->text);
    }
}

static void read_parts(struct loading *load, struct reading *reading, const struct field *one,
                       struct roster *roster)
{
    const struct field *list = read_list(reading, one, "grades");
    if (!list)
        return;
    roster->parts = arena_array(load->arena, list->count, sizeof *roster->parts);
    for (const struct field *part = list->first; part; part = part->next)
        roster->parts[roster->part_count++] =
            (struct grade){.name = read_text(reading, part, "name"),
                           .from = read_number(reading, part, "from", NOT_A_NUMBER)};
}

static void load_roster(struct loading *load, struct reading *reading, const struct field *one)
{
    struct roster *roster = &load->to->rosters[load->to->roster_count];
    check_words(reading, one);
    read_id(load, reading, one, roster);
    read_verdicts(load, reading, one, roster);
    read_criterion(load, reading, one, roster);
    read_grades(load, reading, one, roster);
    roster->reaches = read_number(reading, one, "reaches", NOT_A_NUMBER);
    roster->misses = read_number(reading, one, "misses", NOT_A_NUMBER);
    roster->top = read_whole(reading, one, "top", 1, MOST, 0);
    roster->bottom = read_whole(reading, one, "bottom", 1, MOST, 0);
    read_parts(load, reading, one, roster);
    load->to->roster_count++;
}

enum status load_rosters(struct loading *load)
{
    struct reading reading = {&load->year, load->error, STATUS_OK};
    const struct field *list = read_list(&reading, load->year.top, "lists");
    load->to->rosters = arena_array(load->arena, list ? list->count : 0, sizeof(struct roster));
    for (const struct field *one = list ? list->first : NULL; one; one = one->next)
        load_roster(load, &reading, one);
    return reading.status;
}
