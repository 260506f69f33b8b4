#include "core/assessment.h"

#include <string.h>

const struct jurisdiction *assessment_jurisdiction(const struct assessment *assessment,
                                                   const char *id)
{
    for (size_t i = 0; i < assessment->jurisdiction_count; i++)
        if (strcmp(assessment->jurisdictions[i].id, id) == 0)
            return &assessment->jurisdictions[i];
    return NULL;
}

const struct category *assessment_category(const struct assessment *assessment, const char *id)
{
    for (size_t i = 0; i < assessment->category_count; i++)
        if (strcmp(assessment->categories[i].id, id) == 0)
            return &assessment->categories[i];
    return NULL;
}

const struct item *assessment_item(const struct assessment *assessment, const char *id)
{
    for (size_t i = 0; i < assessment->item_count; i++)
        if (strcmp(assessment->items[i]->id, id) == 0)
            return assessment->items[i];
    return NULL;
}

const struct entry *assessment_entry(const struct assessment *assessment,
                                     const struct jurisdiction *jurisdiction,
                                     const struct item *item)
{
    return assessment->matrix[jurisdiction->index * assessment->item_count + item->index];
}

const char *entry_present(const struct entry *entry)
{
    const struct decision *present = entry->decision ? entry->decision : entry->withdrawal;
    return present ? present->blob : "";
}

bool entry_is_confirmed(const struct entry *entry)
{
    const struct confirmation *word = entry->confirmation;
    return entry->decision && word && !word->returned &&
           strcmp(word->decision, entry->decision->blob) == 0;
}

const char *condition_words(const struct label *condition)
{
    return condition->name ? condition->name : condition_name(condition->id);
}

bool item_has_condition(const struct item *item, const char *id)
{
    for (size_t i = 0; i < item->condition_count; i++)
        if (strcmp(item->conditions[i].id, id) == 0)
            return true;
    return false;
}

bool decision_has_condition(const struct decision *decision, const char *id)
{
    for (size_t i = 0; i < decision->condition_count; i++)
        if (strcmp(decision->conditions[i], id) == 0)
            return true;
    return false;
}

struct decimal item_target(const struct item *item, const struct jurisdiction *jurisdiction)
{
    for (size_t i = 0; i < item->target_count; i++)
        if (strcmp(item->targets[i].jurisdiction, jurisdiction->id) == 0)
            return item->targets[i].value;
    return item->target;
}

bool item_reaches(const struct item *item, struct decimal value, struct decimal target)
{
    int order = decimal_compare(value, target);
    return item->direction == DIRECTION_HIGHER  ? order >= 0
           : item->direction == DIRECTION_LOWER ? order <= 0
                                                : order == 0;
}

bool entry_is_scored(const struct entry *entry)
{
    const struct item *item = entry->item;
    return !entry->jurisdiction->whole && !item->category->share && item->kind != ITEM_VETO &&
           decimal_compare(item->full, DECIMAL_ZERO) > 0;
}

bool entry_is_settled(const struct assessment *assessment, const struct entry *entry)
{
    return entry->state == STATE_CONFIRMED ||
           (!assessment->two_person && entry->state == STATE_DECIDED);
}
