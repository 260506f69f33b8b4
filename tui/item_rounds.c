/* The rounds of an item: each decision and each second person's word, in their order. */
#include "core/language.h"
#include "core/memory.h"
#include "records/history.h"
#include "tui/item.h"
#include "tui/terminal.h"

#include <string.h>

void item_add_moment(struct buffer *out, const char *moment)
{
    enum { DAY = 10, MINUTE = 16 };
    size_t from = out->size;
    buffer_add(out, moment);
    if (strlen(moment) < MINUTE || moment[DAY] != 'T')
        return;
    buffer_cut(out, from + MINUTE);
    out->bytes[from + DAY] = ' ';
}

/* Whether there was anything before what stands, so that there is a way to tell of. */
static bool has_rounds(const struct entry *entry)
{
    const struct decision *present = entry->decision ? entry->decision : entry->withdrawal;
    return (present && *present->previous) ||
           (entry->confirmation && *entry->confirmation->previous);
}

void item_add_name(struct buffer *out, const char *person)
{
    const char *mail = strstr(person, " <");
    buffer_add_bytes(out, person, mail ? (size_t)(mail - person) : strlen(person));
}

static void add_act(struct buffer *out, const struct entry *entry, const struct act *act)
{
    item_add_moment(out, act->moment);
    buffer_add(out, "  ");
    item_add_name(out, act->person);
    buffer_add(out, "  ");
    if (act->decision && act->decision->reopened)
        buffer_add(out, TR("opened again: ", "重新开启："));
    if (act->decision)
        item_add_decision(out, entry, act->decision);
    else
        buffer_add(out,
                   act->confirmation->returned ? TR("returned", "退回") : TR("confirmed", "通过"));
    if (act->decision && *act->decision->deadline)
        buffer_format(out, TR(", asks for %s", "，申请延期至%s"), act->decision->deadline);
    const char *reason = act->decision ? act->decision->reason : act->confirmation->reason;
    size_t line = strcspn(reason, "\n");
    if (line) {
        buffer_add(out, TR(": ", "："));
        buffer_add_bytes(out, reason, line);
    }
}

/* Oldest first. */
static void add_acts(struct sheet *sheet, int column, const struct entry *entry,
                     const struct act *act, struct arena *arena)
{
    size_t count = 0;
    for (const struct act *at = act; at; at = at->older)
        count++;
    const struct act **acts = arena_array(arena, count, sizeof *acts);
    for (size_t i = count; act; act = act->older)
        acts[--i] = act;
    for (size_t i = 0; i < count; i++) {
        struct buffer text = BUFFER_EMPTY;
        add_act(&text, entry, acts[i]);
        sheet_field(sheet, column, i ? "" : TR("rounds", "历次"), STYLE_NORMAL, text.bytes);
        buffer_free(&text);
    }
}

void item_add_rounds(struct sheet *sheet, int column, const struct review *review,
                     const struct entry *entry)
{
    if (!has_rounds(entry))
        return;
    struct arena *arena = arena_new();
    struct error broken;
    add_acts(sheet, column, entry, history_acts(review->record, arena, entry, &broken), arena);
    if (broken.status)
        sheet_field(sheet, column, "", STYLE_BAD, broken.text);
    arena_free(arena);
}
