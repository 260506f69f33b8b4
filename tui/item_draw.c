#include "core/decision.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/moment.h"
#include "core/terms.h"
#include "core/text.h"
#include "tui/entries.h"
#include "tui/item.h"
#include "tui/rights.h"
#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>

enum { BELOW = 2 }; /* rows under the sheet: the verdicts, and what is being decided */

/* The column where the texts behind the labels begin. */
static int label_columns(void)
{
    return language_get() == LANGUAGE_EN ? 13 : 10;
}

static void field(struct sheet *sheet, const char *label, const char *text)
{
    sheet_field(sheet, label_columns(), label, STYLE_NORMAL, text ? text : "");
}

/* Adds a field and frees its text. */
static void field_of(struct sheet *sheet, const char *label, unsigned style, struct buffer *text)
{
    sheet_field(sheet, label_columns(), label, style, text->bytes);
    buffer_free(text);
}

static void add_number(struct buffer *out, struct decimal number, const struct item *item)
{
    decimal_add(out, number, DECIMAL_PLACES_MOST);
    buffer_add(out, item->unit ? item->unit : "");
}

void item_add_decision(struct buffer *out, const struct entry *entry,
                       const struct decision *decision)
{
    buffer_add(out, verdict_name(decision->verdict));
    if (*decision->value)
        buffer_format(out, " %s%s", decision->value, entry->item->unit ? entry->item->unit : "");
    if (decimal_is_number(decision->score)) {
        buffer_add(out, TR(" scores ", " 得"));
        decimal_add(out, decision->score, SCORE_PLACES);
        buffer_add(out, TR("", "分"));
    }
}

static void add_evidence(struct sheet *sheet, const struct evidences *evidence)
{
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < evidence->count; i++) {
        const struct evidence *one = &evidence->list[i];
        buffer_format(&text, "%s%zu. %s", i ? "\n" : "", i + 1, one->title);
        if (strcmp(one->title, one->at) != 0)
            buffer_format(&text, "  %s", one->at);
    }
    field_of(sheet, TR("evidence", "佐证"), STYLE_NORMAL, &text);
}

/* ---- what is asked ---- */

static void add_heading(struct sheet *sheet, const struct entry *entry)
{
    const struct item *item = entry->item;
    struct buffer text = BUFFER_EMPTY;
    sheet_row(sheet);
    buffer_format(&text, "%s  %s", entry->jurisdiction->name, item->name);
    sheet_wrap(sheet, 0, STYLE_NORMAL | STYLE_BOLD, text.bytes);
    buffer_cut(&text, 0);
    buffer_add(&text, item_kind_name(item->kind));
    if (strcmp(text.bytes, item->category->name) != 0) /* as 否决项 is */
        buffer_format(&text, TR(", %s", "，%s"), item->category->name);
    field_of(sheet, TR("kind", "类别"), STYLE_NORMAL, &text);
    field(sheet, TR("source", "依据"), item->source);
}

/* What this person may not do here, where it is nothing that can be done. */
static void add_refusal(struct sheet *sheet, const struct review *review, const struct entry *entry)
{
    if (rights_may(review, entry, RIGHT_REVIEW) || rights_may(review, entry, RIGHT_CONFIRM))
        return;
    bool recused = rights_recused(review, entry->jurisdiction);
    sheet_field(sheet, label_columns(), recused ? TR("recused", "回避") : TR("closed", "不可操作"),
                STYLE_WAITING, rights_refusal(review, entry, RIGHT_REVIEW));
}

static const char *inspection_name(const struct assessment *assessment, const char *id)
{
    for (size_t i = 0; i < assessment->inspection_count; i++)
        if (strcmp(assessment->inspections[i].id, id) == 0)
            return assessment->inspections[i].name;
    return id;
}

/* A day, and how far it is from the day of the record's last commit. */
static void add_days_left(struct buffer *out, const struct assessment *assessment,
                          const struct entry *entry)
{
    long deadline, today;
    buffer_add(out, deadline_words(entry->deadline));
    if (!day_parse(entry->deadline, &deadline) || !day_parse(assessment->today, &today))
        return;
    if (entry->overdue)
        buffer_format(out, TR(" (overdue by %ld days)", "（已逾期%ld天）"), today - deadline);
    else if (deadline >= today)
        buffer_format(out, TR(" (%ld days left)", "（还有%ld天）"), deadline - today);
}

static void add_deadline(struct sheet *sheet, const struct assessment *assessment,
                         const struct entry *entry)
{
    struct buffer text = BUFFER_EMPTY, asked = BUFFER_EMPTY;
    const struct extension *extension = &entry->extension;
    const struct decision *decision = entry->decision;
    add_days_left(&text, assessment, entry);
    if (*extension->until)
        buffer_format(&text, TR("\nextended from %s, granted by %s", "\n原时限%s，准予延期：%s"),
                      entry->item->deadline, extension->by);
    field_of(sheet, TR("deadline", "整改时限"), entry->overdue ? STYLE_BAD : STYLE_NORMAL, &text);
    if (!decision || !*decision->deadline || entry->approved)
        return;
    bool refused = entry->state == STATE_RETURNED;
    buffer_format(&asked,
                  refused ? TR("to %s, refused", "至%s，已退回")
                          : TR("to %s, waits for a second person", "至%s，待复核"),
                  decision->deadline);
    field_of(sheet, TR("extension", "申请延期"), refused ? STYLE_CHANGED : STYLE_WAITING, &asked);
}

static void add_rectification(struct sheet *sheet, const struct assessment *assessment,
                              const struct entry *entry)
{
    const struct item *item = entry->item;
    struct buffer number = BUFFER_EMPTY;
    buffer_format(&number, TR("%s, number %d", "%s第%d项"),
                  inspection_name(assessment, item->inspection), item->number);
    field_of(sheet, TR("inspection", "督察来源"), STYLE_NORMAL, &number);
    field(sheet, TR("problem", "问题"), item->problem);
    field(sheet, TR("objective", "整改目标"), item->objective);
    field(sheet, TR("measures", "整改措施"), item->measures);
    field(sheet, TR("responsible", "责任单位"), item->responsible);
    field(sheet, TR("supervising", "督导单位"), item->supervising);
    add_deadline(sheet, assessment, entry);
}

/* The notice of the close-out, drafted or else decided; where the year wants one, that it does. */
static void add_notice(struct sheet *sheet, const struct item_view *view, const struct entry *entry)
{
    struct buffer text = BUFFER_EMPTY;
    int days = entry->item->notice_days;
    if (view->draft.kind == DRAFT_DECISION)
        buffer_add(&text, view->draft.notice.bytes);
    else if (entry->decision)
        notice_add(&text, &entry->decision->notice);
    if (days && text.size)
        buffer_format(&text, TR(" (at least %d days)", "（至少%d天）"), days);
    else if (days)
        buffer_format(
            &text, TR("at least %d days, before it is closed out", "销号前须公示至少%d天"), days);
    field_of(sheet, TR("notice", "公示期"), STYLE_NORMAL, &text);
}

/* The close-out conditions, as they are ticked in the draft or else in the decision. */
static void add_conditions(struct sheet *sheet, const struct item_view *view,
                           const struct entry *entry)
{
    const struct item *item = entry->item;
    bool drafted = view->draft.kind == DRAFT_DECISION && view->draft.checked;
    struct decision ticked = {.conditions = view->draft.condition_list,
                              .condition_count = view->draft.condition_count};
    const struct decision *decision = drafted ? &ticked : entry->decision;
    for (size_t i = 0; i < item->condition_count; i++) {
        struct buffer text = BUFFER_EMPTY;
        bool met = decision && decision_has_condition(decision, item->conditions[i].id);
        buffer_format(&text, "[%c] %s", met ? 'x' : ' ', condition_words(&item->conditions[i]));
        field_of(sheet, i ? "" : TR("close-out", "销号条件"), met ? STYLE_GOOD : STYLE_NORMAL,
                 &text);
    }
    add_notice(sheet, view, entry);
}

static void add_veto(struct sheet *sheet, const struct assessment *assessment,
                     const struct item *item)
{
    struct buffer text = BUFFER_EMPTY;
    if (item->effect == EFFECT_FAIL)
        buffer_add(&text, TR("if it happened: the lowest grade", "一经发生，评为最低等次"));
    else if (item->effect == EFFECT_CAP)
        buffer_format(&text, TR("if it happened: no better than %s", "一经发生，等次不高于%s"),
                      assessment->grades[item->cap].name);
    else
        buffer_format(&text, TR("if it happened: %s scores 0", "一经发生，%s得0分"), item->zeroes);
    field_of(sheet, TR("effect", "后果"), STYLE_NORMAL, &text);
}

static void add_target(struct sheet *sheet, const struct entry *entry)
{
    struct decimal target = item_target(entry->item, entry->jurisdiction);
    if (!decimal_is_number(target))
        return;
    struct buffer text = BUFFER_EMPTY;
    buffer_add(&text, entry->item->direction == DIRECTION_HIGHER  ? TR("at least ", "不低于")
                      : entry->item->direction == DIRECTION_LOWER ? TR("at most ", "不高于")
                                                                  : TR("exactly ", "等于"));
    add_number(&text, target, entry->item);
    field_of(sheet, TR("target", "目标"), STYLE_NORMAL, &text);
}

/* ---- what the unit says, and what follows from it ---- */

static void add_report(struct sheet *sheet, const struct entry *entry)
{
    const struct report *report = entry->report;
    if (!report) {
        sheet_field(sheet, label_columns(), TR("report", "自查"), STYLE_DIM, TR("none", "未报送"));
        return;
    }
    struct buffer text = BUFFER_EMPTY;
    if (*report->value)
        buffer_format(&text, "%s%s  ", report->value, entry->item->unit ? entry->item->unit : "");
    item_add_moment(&text, report->reported);
    if (!text.size && !*report->text)
        buffer_add(&text, TR("reported, without a value", "已报送，无数值"));
    bool valued = text.size > 0;
    field_of(sheet, TR("report", "自查"), STYLE_NORMAL, &text);
    sheet_markdown(sheet, label_columns(), valued ? "" : TR("report", "自查"), report->text);
    add_evidence(sheet, &report->evidence);
}

/* The case that the screen speaks of: the draft's, else the decision's, else what would follow from
 * the unit's own value; where it comes from is returned. */
static const char *present_case(const struct item_view *item, const struct entry *entry,
                                struct rule_case *out)
{
    struct decision decision = {.number = NOT_A_NUMBER, .score = NOT_A_NUMBER};
    struct error error;
    const char *from = TR("as decided: ", "按评定：");
    bool drafted = item->draft.kind == DRAFT_DECISION && item->draft.verdict >= 0;
    if (drafted) {
        draft_decision(&item->draft, entry, &decision, &error);
        from = TR("as typed: ", "按拟定：");
    } else if (entry->decision) {
        decision = *entry->decision;
    } else if (entry->report) {
        decimal_parse(entry->report->value, &decision.number, &error);
        from = TR("by its own report: ", "按自查：");
    }
    *out = decision_case(entry, &decision);
    if (!drafted && !entry->decision)
        out->verdict = -1;
    return from;
}

static void add_gap(struct sheet *sheet, const char *from, const struct rule_case *the)
{
    if (!decimal_is_number(the->value) || !decimal_is_number(the->target))
        return;
    struct buffer text = BUFFER_EMPTY;
    bool reached = item_reaches(the->item, the->value, the->target);
    struct decimal gap = decimal_magnitude(decimal_minus(the->value, the->target));
    buffer_format(&text, "%s%s", from,
                  reached ? TR("reached", "达到目标") : TR("missed by ", "未达目标，差"));
    if (reached && decimal_compare(gap, DECIMAL_ZERO) > 0)
        buffer_add(&text, TR(", better by ", "，优于目标"));
    if (decimal_compare(gap, DECIMAL_ZERO) > 0) {
        decimal_add(&text, gap, DECIMAL_PLACES_MOST);
        buffer_add(&text,
                   strcmp(the->item->unit, "%") ? the->item->unit : TR(" points", "个百分点"));
    }
    field_of(sheet, TR("gap", "差距"), reached ? STYLE_GOOD : STYLE_BAD, &text);
}

static void add_scoring(struct sheet *sheet, const struct item_view *item,
                        const struct entry *entry)
{
    struct rule_case the;
    const char *from = present_case(item, entry, &the);
    add_gap(sheet, from, &the);
    struct buffer rule = BUFFER_EMPTY, steps = BUFFER_EMPTY, text = BUFFER_EMPTY;
    entry_add_rule(entry, &rule);
    entry_explain(entry, &the, &steps);
    if (steps.size)
        buffer_format(&text, "%s%s", from, steps.bytes);
    field_of(sheet, TR("rule", "计分规则"), STYLE_NORMAL, &rule);
    field_of(sheet, TR("score", "得分"), STYLE_NORMAL, &text);
    buffer_free(&steps);
}

/* ---- what was decided ---- */

static unsigned decision_style(const struct entry *entry)
{
    if (entry->state == STATE_STALE || entry->state == STATE_RETURNED)
        return STYLE_CHANGED;
    return verdict_is_complete(entry->decision->verdict) ? STYLE_GOOD : STYLE_BAD;
}

static void add_confirmation(struct sheet *sheet, const struct entry *entry)
{
    const struct confirmation *confirmation = entry->confirmation;
    struct buffer text = BUFFER_EMPTY;
    if (!confirmation)
        return;
    buffer_format(&text, "%s  %s  ",
                  confirmation->returned ? TR("returned", "退回") : TR("confirmed", "通过"),
                  confirmation->reviewer);
    item_add_moment(&text, confirmation->confirmed);
    if (strcmp(confirmation->decision, entry->decision->blob) != 0)
        buffer_add(&text, TR("  (of an earlier decision)", "（针对此前的评定）"));
    field_of(sheet, TR("second word", "复核"),
             confirmation->returned ? STYLE_CHANGED : STYLE_NORMAL, &text);
    sheet_note(sheet, label_columns(), "", confirmation->reason);
}

static void add_decision(struct sheet *sheet, const struct entry *entry)
{
    const struct decision *decision = entry->decision;
    if (!decision) {
        sheet_field(sheet, label_columns(), TR("decision", "评定"), STYLE_WAITING,
                    state_name(STATE_PENDING));
        return;
    }
    struct buffer text = BUFFER_EMPTY, by = BUFFER_EMPTY;
    item_add_decision(&text, entry, decision);
    buffer_format(&text, TR(" (%s)", "（%s）"), state_name(entry->state));
    if (decision->reopened)
        buffer_add(&text, TR(", opened again", "，重新开启"));
    field_of(sheet, TR("decision", "评定"), decision_style(entry), &text);
    buffer_format(&by, "%s  ", decision->reviewer);
    item_add_moment(&by, decision->decided);
    field_of(sheet, TR("reviewer", "评定人"), STYLE_NORMAL, &by);
    sheet_note(sheet, label_columns(), TR("note", "说明"), decision->reason);
    add_evidence(sheet, &decision->evidence);
    if (entry->confirmation)
        add_confirmation(sheet, entry);
}

/* ---- below the sheet ---- */

/* Returns the columns that they take. */
static int draw_verdicts(const struct item_view *item, const struct entry *entry, struct area area)
{
    struct buffer text = BUFFER_EMPTY;
    int number, column = 0;
    enum verdict first = verdicts_of(entry->item->kind, &number);
    for (int i = 0; i < number; i++) {
        enum verdict verdict = (enum verdict)((int)first + i);
        bool chosen = item->draft.kind == DRAFT_DECISION && item->draft.verdict == (int)verdict;
        buffer_cut(&text, 0);
        buffer_format(&text, chosen ? "[%d %s]" : "%d %s", i + 1, verdict_name(verdict));
        column += 2 + draw_text(area.row, area.column + column, area.columns - column,
                                chosen ? STYLE_BOLD : STYLE_NORMAL, text.bytes);
    }
    buffer_free(&text);
    return column;
}

/* What stands now, and what would stand instead. */
static void add_undo(struct buffer *out, const struct item_view *item, const struct entry *entry)
{
    struct arena *arena = arena_new();
    struct decision decision;
    struct error error;
    if (!entry->decision || item_undo_decision(item->review, entry, arena, &decision, &error)) {
        buffer_add(out, entry->decision ? error.text : TR("nothing is left to undo", "已无可撤销"));
    } else {
        buffer_add(out, TR("undo: ", "撤销："));
        item_add_decision(out, entry, entry->decision);
        buffer_add(out, " => ");
        if (decision.verdict == VERDICT_WITHDRAWN)
            buffer_add(out, state_name(STATE_PENDING));
        else
            item_add_decision(out, entry, &decision);
        buffer_add(out, TR(" - Enter writes it, Esc drops it", " — 按回车写入，Esc放弃"));
    }
    arena_free(arena);
}

void item_add_terms(struct buffer *out, const struct entry *entry, const struct decision *decision,
                    bool granting)
{
    if (*decision->deadline)
        buffer_format(out,
                      granting ? TR(", grants the extension to %s", "，准予延期至%s")
                               : TR(", extension to %s", "，申请延期至%s"),
                      decision->deadline);
    if (*decision->notice.from)
        buffer_format(out, TR(", notice to %s", "，公示至%s"), decision->notice.until);
    if (granting ? decision->reopened : decision_reopens(entry, decision))
        buffer_add(out, TR(", opens it again", "，重新开启"));
}

/* What Enter and Esc do, in few words where the row has no room for more. */
static void add_keys(struct buffer *out, int columns)
{
    const char *words = TR(" - Enter saves it, Esc drops it", " — 按回车保存，Esc放弃");
    bool fits = text_width(out->bytes) + text_width(words) <= (size_t)columns;
    buffer_add(out, fits ? words : TR(" - Enter, Esc", " — 回车、Esc"));
}

static void add_draft(struct buffer *out, const struct item_view *item, const struct entry *entry,
                      int columns)
{
    const struct draft *draft = &item->draft;
    struct decision decision;
    struct error error;
    if (draft->kind == DRAFT_CONFIRMATION && entry->decision) {
        buffer_add(out, TR("confirm: ", "复核："));
        item_add_decision(out, entry, entry->decision);
        item_add_terms(out, entry, entry->decision, true);
        buffer_add(out, TR(" - Enter confirms it, Esc drops it", " — 按回车确认，Esc放弃"));
        return;
    }
    if (draft->kind == DRAFT_RETURN) {
        buffer_format(out,
                      TR("return - Enter returns it, Esc drops it: %s",
                         "退回 — 按回车退回，Esc放弃。理由：%s"),
                      item->returning.bytes);
        return;
    }
    if (draft->kind == DRAFT_UNDO) {
        add_undo(out, item, entry);
        return;
    }
    if (draft->verdict < 0) {
        buffer_add(out, TR("typed and not saved: a digit chooses the verdict, Esc drops it",
                           "已填未存：按数字选结论，Esc放弃"));
        return;
    }
    enum status status = draft_decision(draft, entry, &decision, &error);
    buffer_add(out, TR("decide: ", "评定："));
    item_add_decision(out, entry, &decision);
    item_add_terms(out, entry, &decision, false);
    if (entry->state == STATE_CONFIRMED)
        buffer_add(out, TR(", voids its confirmation", "，原复核将失效"));
    if (status == STATUS_OK)
        add_keys(out, columns);
    else
        buffer_add(out, TR(" - not complete yet", " — 尚未填完"));
    if (draft->proved)
        buffer_format(out, TR("  evidence: %zu", "  佐证%zu件"), draft->evidences.count);
    if (draft->note.size)
        buffer_format(out, TR("  note: %s", "  说明：%s"), draft->note.bytes);
}

static void draw_draft(const struct item_view *item, const struct entry *entry, struct area area)
{
    struct buffer text = BUFFER_EMPTY;
    if (item->trouble.text[0])
        draw_text(area.row, area.column, area.columns, STYLE_BAD, item->trouble.text);
    else if (item->draft.kind != DRAFT_NONE)
        add_draft(&text, item, entry, area.columns);
    if (text.size)
        draw_text(area.row, area.column, area.columns, STYLE_WAITING | STYLE_BOLD, text.bytes);
    buffer_free(&text);
}

/* Says that there is more above or below, at the right end of the area from `used` on; nothing
 * where there is no room. */
static void draw_more(const struct scroll *scroll, struct area area, int used)
{
    if (scroll->rows <= scroll->page)
        return;
    bool end = scroll->top + scroll->page >= scroll->rows;
    const char *text = end ? TR("end of text", "已到底") : TR("PgDn more", "PgDn 更多");
    int width = (int)text_width(text);
    if (used + width <= area.columns)
        draw_text(area.row, area.column + area.columns - width, width, STYLE_DIM, text);
}

static void add_asked(struct sheet *sheet, const struct assessment *assessment,
                      const struct item_view *item, const struct entry *entry)
{
    sheet_markdown(sheet, label_columns(), TR("requirement", "要求"), entry->item->guidance);
    if (entry->item->kind == ITEM_RECTIFICATION)
        add_rectification(sheet, assessment, entry);
    add_conditions(sheet, item, entry);
    if (entry->item->kind == ITEM_VETO)
        add_veto(sheet, assessment, entry->item);
    add_target(sheet, entry);
}

static void add_decided(struct sheet *sheet, const struct item_view *item,
                        const struct entry *entry)
{
    add_decision(sheet, entry);
    item_add_since(sheet, label_columns(), item->review, entry);
    item_add_rounds(sheet, label_columns(), item->review, entry);
}

/* Who has to confirm a decision sees it first. */
static void add_all(struct sheet *sheet, const struct item_view *item, const struct entry *entry)
{
    bool awaited = entry_awaits_me(item->review, entry);
    add_heading(sheet, entry);
    add_refusal(sheet, item->review, entry);
    if (awaited)
        add_decided(sheet, item, entry);
    add_asked(sheet, item->review->snapshot->assessment, item, entry);
    add_report(sheet, entry);
    add_scoring(sheet, item, entry);
    if (!awaited)
        add_decided(sheet, item, entry);
    item_add_earlier(sheet, label_columns(), item->review, entry);
    item_add_others(sheet, label_columns(), entry);
}

void item_draw(struct item_view *item, const struct entry *entry, struct area area)
{
    struct sheet sheet = SHEET_EMPTY;
    struct area upper = area, verdicts = area, draft = area;
    sheet.columns = area.columns - 1;
    add_all(&sheet, item, entry);
    upper.rows -= BELOW;
    sheet_draw(&sheet, &item->scroll, upper);
    sheet_free(&sheet);
    verdicts.row += area.rows - BELOW;
    draft.row += area.rows - 1;
    draw_more(&item->scroll, verdicts, draw_verdicts(item, entry, verdicts));
    draw_draft(item, entry, draft);
}
