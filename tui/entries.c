#include "tui/entries.h"

#include "core/language.h"
#include "core/memory.h"
#include "tui/rights.h"

#include <stdlib.h>
#include <string.h>

/* ---- filters ---- */

const char *filter_name(int filter)
{
    switch (filter) {
    case FILTER_NONE:
        return TR("all", "全部");
    case FILTER_PENDING:
        return TR("undecided", "待评");
    case FILTER_MINE:
        return TR("mine", "我评的");
    case FILTER_RETURNED:
        return TR("returned", "退回");
    case FILTER_STALE:
        return TR("stale", "需重评");
    case FILTER_OVERDUE:
        return TR("overdue", "逾期");
    case FILTER_UNMET:
        return TR("unmet", "未完成");
    case FILTER_TO_CONFIRM:
        return TR("to confirm", "待我复核");
    case FILTER_MARKED:
        return TR("marked", "已标记");
    case FILTER_MINE_RETURNED:
        return TR("returned to me", "退回给我");
    case FILTER_MY_STALE:
        return TR("stale, for me", "待我重评");
    case FILTER_MY_OVERDUE:
        return TR("overdue, of mine", "逾期（我负责的）");
    default:
        return item_kind_name((enum item_kind)(filter - FILTER_KIND));
    }
}

bool entry_is_mine(const struct review *review, const struct entry *entry)
{
    return entry->decision && is_same_person(entry->decision->reviewer, review->person);
}

bool entry_awaits_me(const struct review *review, const struct entry *entry)
{
    return review->snapshot->assessment->two_person && entry->state == STATE_DECIDED &&
           !entry_is_mine(review, entry) && rights_may(review, entry, RIGHT_CONFIRM);
}

bool filter_passes(const struct review *review, int filter, const struct marks *marks,
                   const struct entry *entry)
{
    switch (filter) {
    case FILTER_NONE:
        return true;
    case FILTER_PENDING:
        return review_is_open(entry);
    case FILTER_MINE:
        return entry_is_mine(review, entry);
    case FILTER_RETURNED:
        return entry->state == STATE_RETURNED;
    case FILTER_STALE:
        return entry->state == STATE_STALE;
    case FILTER_OVERDUE:
        return entry->overdue;
    case FILTER_UNMET:
        return entry->decision && !verdict_is_complete(entry->decision->verdict);
    case FILTER_TO_CONFIRM:
        return entry_awaits_me(review, entry);
    case FILTER_MARKED:
        return marks_has(marks, entry);
    case FILTER_MINE_RETURNED:
        return entry->state == STATE_RETURNED && entry_is_mine(review, entry) &&
               rights_may(review, entry, RIGHT_REVIEW);
    case FILTER_MY_STALE:
        return entry->state == STATE_STALE && rights_may(review, entry, RIGHT_REVIEW);
    case FILTER_MY_OVERDUE:
        return entry->overdue && rights_may(review, entry, RIGHT_REVIEW);
    default:
        return (int)entry->item->kind == filter - FILTER_KIND;
    }
}

/* ---- groups ---- */

const char *entries_group(const struct entries *entries, const struct entry *entry)
{
    return entries->scope == SCOPE_JURISDICTION ? entry->item->category->id
           : entries->scope == SCOPE_ITEM       ? entry->item->id
                                                : entry->jurisdiction->id;
}

/* Where " id " stands in the list of folded groups, or NULL. */
static const char *find_folded(const struct review *review, const char *group)
{
    size_t size = strlen(group);
    for (const char *at = review->arrangement.folded.bytes; (at = strchr(at, ' ')); at++)
        if (strncmp(at + 1, group, size) == 0 && at[1 + size] == ' ')
            return at;
    return NULL;
}

bool entries_is_folded(const struct review *review, const char *group)
{
    return find_folded(review, group) != NULL;
}

void entries_fold(struct review *review, const char *group, bool folded)
{
    struct buffer *list = &review->arrangement.folded, changed = BUFFER_EMPTY;
    const char *at = find_folded(review, group);
    if (folded == (at != NULL))
        return;
    if (folded) {
        buffer_format(list, "%s%s ", list->size ? "" : " ", group);
        return;
    }
    buffer_add_bytes(&changed, list->bytes, (size_t)(at - list->bytes));
    buffer_add(&changed, at + 1 + strlen(group));
    buffer_free(list);
    *list = changed;
}

/* ---- gathering ---- */

static bool is_in_scope(const struct entries *entries, const struct review *review,
                        const struct entry *entry)
{
    switch (entries->scope) {
    case SCOPE_JURISDICTION:
        return strcmp(entry->jurisdiction->id, review->here.jurisdiction) == 0;
    case SCOPE_ITEM:
        return strcmp(entry->item->id, review->here.item) == 0;
    case SCOPE_ALL:
    case SCOPES:
        break;
    }
    return true;
}

static void make_rows(struct entries *entries, const struct review *review)
{
    struct entries_row *heading = NULL;
    bool folded = false;
    entries->rows = memory_resize(entries->rows, (2 * entries->count + 1) * sizeof *entries->rows);
    entries->row_count = 0;
    for (size_t i = 0; i < entries->count; i++) {
        const struct entry *entry = entries->list[i];
        const char *group = entries_group(entries, entry);
        if (!heading || strcmp(entries_group(entries, heading->entry), group) != 0) {
            heading = &entries->rows[entries->row_count++];
            *heading = (struct entries_row){.entry = entry, .heading = true};
            folded = entries_is_folded(review, group);
        }
        heading->count++;
        if (!folded)
            entries->rows[entries->row_count++] = (struct entries_row){.entry = entry};
    }
}

void entries_gather(struct entries *entries, const struct review *review, const struct marks *marks)
{
    const struct assessment *assessment = review->snapshot->assessment;
    entries->list =
        memory_resize(entries->list, (assessment->entry_count + 1) * sizeof(struct entry *));
    entries->count = 0;
    for (size_t i = 0; i < assessment->entry_count; i++) {
        const struct entry *entry = &assessment->entries[i];
        if (is_in_scope(entries, review, entry) &&
            filter_passes(review, entries->filter, marks, entry))
            entries->list[entries->count++] = entry;
    }
    make_rows(entries, review);
}

void entries_free(struct entries *entries)
{
    free(entries->list);
    free(entries->rows);
    entries->list = NULL;
    entries->rows = NULL;
    entries->count = entries->row_count = 0;
}

bool entry_holds(const struct entry *entry, const char *text)
{
    return strcasestr(entry->item->name, text) || strcasestr(entry->item->id, text) ||
           strcasestr(entry->jurisdiction->name, text) || strcasestr(entry->jurisdiction->id, text);
}
