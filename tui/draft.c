#include "tui/draft.h"

#include "core/decision.h"
#include "core/given.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/terms.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

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

static const char *word_of(const struct entry *entry)
{
    return entry->confirmation ? entry->confirmation->blob : "";
}

void draft_show_current(struct draft *draft, const struct entry *entry)
{
    snprintf(draft->upon, sizeof draft->upon, "%s", entry_present(entry));
    snprintf(draft->against, sizeof draft->against, "%s", entry->item->blob);
    snprintf(draft->word, sizeof draft->word, "%s", word_of(entry));
}

bool draft_is_current(const struct draft *draft, const struct entry *entry)
{
    return strcmp(draft->upon, entry_present(entry)) == 0 &&
           strcmp(draft->against, entry->item->blob) == 0 &&
           strcmp(draft->word, word_of(entry)) == 0;
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
    struct buffer conditions = BUFFER_EMPTY;
    for (size_t i = 0; i < present->condition_count; i++)
        buffer_format(&conditions, "%s;", present->conditions[i]);
    draft_set_conditions(draft, conditions.bytes);
    draft->checked = present->condition_count > 0;
    buffer_free(&conditions);
    notice_add(&draft->notice, &present->notice);
    if (entry->state == STATE_DECIDED && !entry->approved) /* what it asked for still waits */
        set(&draft->deadline, present->deadline);
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
    buffer_free(&draft->evidence);
    buffer_free(&draft->conditions);
    buffer_free(&draft->deadline);
    buffer_free(&draft->notice);
    arena_free(draft->arena);
    *draft = DRAFT_EMPTY;
}

bool draft_is_untouched(const struct draft *draft, const struct entry *entry)
{
    struct draft fresh = DRAFT_EMPTY;
    draft_begin(&fresh, entry, draft->kind);
    bool same = draft->verdict < 0 && !draft->rated && !draft->proved &&
                draft->checked == fresh.checked &&
                strcmp(draft->value.bytes, fresh.value.bytes) == 0 &&
                strcmp(draft->conditions.bytes, fresh.conditions.bytes) == 0 &&
                strcmp(draft->deadline.bytes, fresh.deadline.bytes) == 0 &&
                strcmp(draft->notice.bytes, fresh.notice.bytes) == 0 &&
                strcmp(draft->note.bytes, fresh.note.bytes) == 0;
    draft_drop(&fresh);
    return same;
}

/* Puts the number that was typed into `out`, full-width forms as their ASCII ones. */
static enum status set_number(struct buffer *out, const char *text, struct error *error)
{
    struct buffer plain = BUFFER_EMPTY;
    struct decimal number;
    for (uint32_t c; (c = text_next(&text));) {
        uint32_t narrow =
            c == 0x3002 ? '.' : text_narrow(c); /* 。 is that key under an input method */
        if (narrow != ' ')
            text_add_character(&plain, narrow);
    }
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

static struct arena *arena_of(struct draft *draft)
{
    if (!draft->arena)
        draft->arena = arena_new();
    return draft->arena;
}

/* Gives what stood in the list before the hash that it had there. */
static void keep_hashes(struct evidences *evidence, const struct evidences *before)
{
    for (size_t i = 0; i < evidence->count; i++)
        for (size_t j = 0; j < before->count; j++)
            if (strcmp(evidence->list[i].at, before->list[j].at) == 0)
                evidence->list[i].sha256 = before->list[j].sha256;
}

void draft_set_evidence(struct draft *draft, const struct entry *entry, const char *text)
{
    set(&draft->evidence, text);
    draft->proved = true;
    draft->evidences = (struct evidences){NULL, 0};
    evidence_parse(arena_of(draft), text, &draft->evidences);
    if (entry->report)
        keep_hashes(&draft->evidences, &entry->report->evidence);
    if (entry->decision)
        keep_hashes(&draft->evidences, &entry->decision->evidence);
}

void draft_add_evidence(struct buffer *out, const struct evidences *evidence)
{
    for (size_t i = 0; i < evidence->count; i++) {
        const struct evidence *one = &evidence->list[i];
        buffer_add(out, i ? "; " : "");
        if (strcmp(one->title, one->at) != 0)
            buffer_format(out, "%s|", one->title);
        buffer_add(out, one->at);
    }
}

void draft_set_conditions(struct draft *draft, const char *text)
{
    struct arena *arena = arena_of(draft);
    set(&draft->conditions, text);
    draft->checked = true;
    draft->condition_list = arena_array(arena, strlen(text) + 1, sizeof *draft->condition_list);
    draft->condition_count = 0;
    for (size_t size; *text; text += size + (text[size] != '\0'))
        if ((size = strcspn(text, ";")) > 0)
            draft->condition_list[draft->condition_count++] = arena_text_of(arena, text, size);
}

/* The day that a decision made now would have. */
static void today(char out[DAY_SIZE])
{
    time_t now = time(NULL);
    struct tm local;
    *out = '\0';
    if (localtime_r(&now, &local))
        strftime(out, DAY_SIZE, "%Y-%m-%d", &local);
}

enum status draft_set_deadline(struct draft *draft, const struct entry *entry, const char *text,
                               struct error *error)
{
    struct arena *arena = arena_new();
    const char *asked = given_number(arena, text);
    char day[DAY_SIZE];
    today(day);
    bool asks = *asked && strcmp(asked, entry->deadline) != 0;
    enum status status = asks ? extension_check(entry, asked, day, error) : STATUS_OK;
    if (!status)
        set(&draft->deadline, asks ? asked : "");
    arena_free(arena);
    return status;
}

enum status draft_set_notice(struct draft *draft, const struct entry *entry, const char *text,
                             struct error *error)
{
    struct notice notice;
    char day[DAY_SIZE];
    today(day);
    enum status status = notice_parse(text, &notice, error);
    if (!status && *notice.from)
        status = notice_check(entry->item, &notice, day, error);
    if (status)
        return status;
    buffer_cut(&draft->notice, 0);
    notice_add(&draft->notice, &notice);
    return STATUS_OK;
}

void draft_restore_lists(struct draft *draft, const struct entry *entry)
{
    struct buffer text = BUFFER_EMPTY;
    if (draft->proved) {
        buffer_add(&text, draft->evidence.bytes);
        draft_set_evidence(draft, entry, text.bytes);
    }
    buffer_cut(&text, 0);
    if (draft->checked) {
        buffer_add(&text, draft->conditions.bytes);
        draft_set_conditions(draft, text.bytes);
    }
    buffer_free(&text);
}

static bool closes_out(const struct draft *draft)
{
    return draft->verdict == VERDICT_CLOSED_OUT;
}

/* A close-out with nothing ticked is none: decision_check() lets it pass only for ledgers. */
static enum status check_ticks(const struct draft *draft, const struct entry *entry,
                               struct error *error)
{
    if (!closes_out(draft) || !draft->checked || draft->condition_count || draft->note.size ||
        !entry->item->condition_count)
        return STATUS_OK;
    return fail(error, STATUS_INPUT, NULL, 0, "%s",
                TR("no close-out condition is ticked: tick them, or say why in a note",
                   "销号条件一项未勾选：请勾选，或在说明中写明理由"));
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
                             .deadline = "",
                             .extended = {"", "", ""},
                             .blob = ""};
    struct error
        ignored; /* what was typed was checked when it was set; on the disk it may change */
    if (!verdict_is_complete(out->verdict))
        out->deadline = draft->deadline.bytes;
    if (closes_out(draft))
        notice_parse(draft->notice.bytes, &out->notice, &ignored);
    if (closes_out(draft)) {
        out->conditions = draft->condition_list;
        out->condition_count = draft->condition_count;
    }
    /* What the unit laid before the reviewer is what the first decision rests on. */
    if (draft->proved)
        out->evidence = draft->evidences;
    else if (entry->decision)
        out->evidence = entry->decision->evidence;
    else if (entry->report)
        out->evidence = entry->report->evidence;
    enum status status = check_ticks(draft, entry, error);
    return status ? status : decision_check(entry, out, error);
}

static bool same_score(struct decimal a, struct decimal b)
{
    bool number = decimal_is_number(a);
    return number == decimal_is_number(b) && (!number || decimal_compare(a, b) == 0);
}

bool draft_is_saved(const struct draft *draft, const struct entry *entry, const char *person)
{
    const struct decision *present = entry->decision;
    const struct confirmation *confirmation = entry->confirmation;
    struct decision own;
    struct error error;
    if (draft->kind == DRAFT_CONFIRMATION)
        return confirmation && !confirmation->returned &&
               strcmp(confirmation->decision, draft->upon) == 0 &&
               strcmp(confirmation->reviewer, person) == 0;
    return draft->kind == DRAFT_DECISION && present && draft->verdict >= 0 &&
           strcmp(present->previous, draft->upon) == 0 && strcmp(present->reviewer, person) == 0 &&
           draft_decision(draft, entry, &own, &error) == STATUS_OK &&
           own.verdict == present->verdict && strcmp(own.value, present->value) == 0 &&
           same_score(own.score, present->score) && strcmp(own.reason, present->reason) == 0 &&
           own.evidence.count == present->evidence.count &&
           strcmp(own.deadline, present->deadline) == 0 &&
           strcmp(own.notice.from, present->notice.from) == 0 &&
           strcmp(own.notice.until, present->notice.until) == 0 &&
           own.condition_count == present->condition_count;
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

/* Whether the year wants a notice that is not there, or not long enough by now. */
static bool needs_notice(const struct draft *draft, const struct entry *entry)
{
    struct notice notice;
    struct error error;
    return closes_out(draft) && (notice_parse(draft->notice.bytes, &notice, &error) ||
                                 notice_check(entry->item, &notice, "", &error));
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
        if (closes_out(draft) && entry->item->condition_count && !draft->checked)
            return NEED_CONDITIONS;
        if (needs_notice(draft, entry))
            return NEED_NOTICE;
    }
    /* With value and score there, all that decision_check() can miss is a reason. */
    if (!draft->note.size && draft_decision(draft, entry, &decision, &error))
        return NEED_NOTE;
    return NEED_NOTHING;
}
