#include "tui/draft.h"

#include "core/decision.h"
#include "core/language.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

bool entry_by_hand(const struct entry *entry)
{
    return entry_is_scored(entry) && rule_is_by_hand(&entry->item->rule);
}

bool entry_needs_value(const struct entry *entry)
{
    return entry->item->kind == ITEM_INDICATOR || rule_needs_value(&entry->item->rule);
}

static void set(struct buffer *out, const char *text)
{
    buffer_cut(out, 0);
    buffer_add(out, text);
}

void draft_show_current(struct draft *draft, const struct entry *entry)
{
    snprintf(draft->upon, sizeof draft->upon, "%s", entry->decision ? entry->decision->blob : "");
}

bool draft_is_current(const struct draft *draft, const struct entry *entry)
{
    return strcmp(draft->upon, entry->decision ? entry->decision->blob : "") == 0;
}

void draft_begin(struct draft *draft, const struct entry *entry, enum draft_kind kind)
{
    const struct decision *present = entry->decision;
    draft_drop(draft);
    draft->kind = kind;
    draft_show_current(draft, entry);
    if (!present || kind != DRAFT_DECISION)
        return;
    set(&draft->value, present->value);
    set(&draft->note, present->reason);
    if (entry_by_hand(entry) && decimal_is_number(present->score))
        decimal_add(&draft->score, present->score, DECIMAL_PLACES_MOST);
}

void draft_choose(struct draft *draft, const struct entry *entry, enum verdict verdict)
{
    const struct decision *present = entry->decision;
    draft->verdict = (int)verdict;
    if (!present || (draft->note.size && strcmp(draft->note.bytes, present->reason) != 0))
        return; /* the note is the draft's own */
    set(&draft->note, verdict == present->verdict ? present->reason : "");
}

void draft_drop(struct draft *draft)
{
    buffer_free(&draft->value);
    buffer_free(&draft->score);
    buffer_free(&draft->note);
    *draft = DRAFT_EMPTY;
}

/* Puts the number that was typed into `out`, full-width forms as their ASCII ones. */
static enum status set_number(struct buffer *out, const char *text, struct error *error)
{
    struct buffer plain = BUFFER_EMPTY;
    struct decimal number;
    for (uint32_t c; (c = text_next(&text));)
        if (text_narrow(c) != ' ')
            text_add_character(&plain, text_narrow(c));
    enum status status = plain.size ? decimal_parse(plain.bytes, &number, error) : STATUS_OK;
    if (!status)
        set(out, plain.bytes);
    buffer_free(&plain);
    return status;
}

enum status draft_set_value(struct draft *draft, const char *text, struct error *error)
{
    return set_number(&draft->value, text, error);
}

static struct decimal number_of(const struct buffer *text)
{
    struct error error;
    struct decimal number = NOT_A_NUMBER;
    decimal_parse(text->bytes, &number, &error);
    return number;
}

enum status draft_set_score(struct draft *draft, const struct entry *entry, const char *text,
                            struct error *error)
{
    struct buffer typed = BUFFER_EMPTY;
    enum status status = set_number(&typed, text, error);
    struct decimal score = number_of(&typed), most = rule_most(&entry->item->rule, entry->item);
    if (!status && decimal_is_number(score) &&
        (decimal_compare(score, DECIMAL_ZERO) < 0 || decimal_compare(score, most) > 0)) {
        struct buffer shown = BUFFER_EMPTY;
        decimal_add(&shown, most, DECIMAL_PLACES_MOST);
        status = fail(error, STATUS_INPUT, NULL, 0,
                      TR("the score must be from 0 to %s", "得分须在0到%s之间"), shown.bytes);
        buffer_free(&shown);
    }
    if (!status) {
        set(&draft->score, typed.bytes);
        draft->rated = true;
    }
    buffer_free(&typed);
    return status;
}

void draft_set_note(struct draft *draft, const char *text)
{
    set(&draft->note, text);
}

enum status draft_decision(const struct draft *draft, const struct entry *entry,
                           struct decision *out, struct error *error)
{
    bool exempt = draft->verdict == VERDICT_EXEMPT;
    *out = (struct decision){.verdict = (enum verdict)draft->verdict,
                             .value = draft->value.bytes,
                             .number = number_of(&draft->value),
                             .score = exempt || !entry_by_hand(entry) ? NOT_A_NUMBER
                                                                      : number_of(&draft->score),
                             .against = "",
                             .previous = "",
                             .reviewer = "",
                             .decided = "",
                             .reason = draft->note.bytes,
                             .blob = ""};
    /* What the unit laid before the reviewer is what the first decision rests on. */
    if (entry->decision)
        out->evidence = entry->decision->evidence;
    else if (entry->report)
        out->evidence = entry->report->evidence;
    return decision_check(entry, out, error);
}

/* Whether the score by hand is none yet, or that of the present decision for another verdict. */
static bool needs_score(const struct draft *draft, const struct entry *entry)
{
    const struct decision *present = entry->decision;
    if (!entry_by_hand(entry))
        return false;
    return !draft->score.size ||
           (!draft->rated && present && draft->verdict != (int)present->verdict);
}

enum draft_need draft_need(const struct draft *draft, const struct entry *entry)
{
    struct decision decision;
    struct error error;
    if (draft->verdict < 0)
        return NEED_VERDICT;
    if (draft->verdict != VERDICT_EXEMPT) {
        if (entry_needs_value(entry) && !draft->value.size)
            return NEED_VALUE;
        if (needs_score(draft, entry))
            return NEED_SCORE;
    }
    /* With value and score there, all that decision_check() can miss is a reason. */
    if (!draft->note.size && draft_decision(draft, entry, &decision, &error))
        return NEED_NOTE;
    return NEED_NOTHING;
}
