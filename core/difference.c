#include "core/difference.h"

#include "core/buffer.h"
#include "core/decision.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/terms.h"

#include <string.h>

/* ---- lines and fields ---- */

static void add(struct difference *out, enum difference_sign sign, const char *label,
                const char *text)
{
    if (out->count == out->room) {
        size_t room = out->room ? 2 * out->room : 32;
        struct difference_line *lines = arena_array(out->arena, room, sizeof *lines);
        if (out->count)
            memcpy(lines, out->lines, out->count * sizeof *lines);
        out->lines = lines;
        out->room = room;
    }
    out->lines[out->count++] = (struct difference_line){sign, label, text};
}

/* One field of which each version has a text, "" for none. */
static void add_field(struct difference *out, const char *label, const char *old, const char *new)
{
    if (!strcmp(old, new)) {
        if (*new)
            add(out, DIFFERENCE_KEPT, label, new);
    } else if (!*old) {
        add(out, DIFFERENCE_CAME, label, new);
    } else if (!*new) {
        add(out, DIFFERENCE_GONE, label, old);
    } else {
        add(out, DIFFERENCE_CHANGED, label, arena_format(out->arena, "%s → %s", old, new));
    }
}

static const char *with_unit(const struct difference *out, const struct item *item,
                             const char *value)
{
    return *value && item->unit ? arena_format(out->arena, "%s%s", value, item->unit) : value;
}

/* ---- texts, by lines ---- */

enum { PAIRS_MOST = 1000000 }; /* beyond it all of the text went, and all came */

struct split {
    const char **lines;
    size_t count;
};

static struct split split(struct arena *arena, const char *text)
{
    size_t most = 1;
    for (const char *at = text; *at; at++)
        most += *at == '\n';
    struct split out = {arena_array(arena, most, sizeof *out.lines), 0};
    while (*text) {
        size_t size = strcspn(text, "\n");
        out.lines[out.count++] = arena_text_of(arena, text, size);
        text += size + (text[size] == '\n');
    }
    return out;
}

static void add_lines(struct difference *out, enum difference_sign sign, const char **lines,
                      size_t count)
{
    for (size_t i = 0; i < count; i++)
        add(out, sign, "", lines[i]);
}

/* The length of the longest common sequence of what follows: at [i * (m + 1) + j] for the old lines
 * from i and the new ones from j on. */
static const unsigned *measure(struct arena *arena, struct split old, struct split new)
{
    size_t wide = new.count + 1;
    unsigned *lengths = arena_array(arena, (old.count + 1) * wide, sizeof *lengths);
    for (size_t i = old.count; i-- > 0;)
        for (size_t j = new.count; j-- > 0;) {
            unsigned down = lengths[(i + 1) * wide + j], right = lengths[i * wide + j + 1];
            lengths[i * wide + j] = !strcmp(old.lines[i], new.lines[j])
                                        ? lengths[(i + 1) * wide + j + 1] + 1
                                    : down > right ? down
                                                   : right;
        }
    return lengths;
}

/* The part between what both begin with and what both end with. */
static void add_middle(struct difference *out, struct split old, struct split new)
{
    if (old.count && new.count > PAIRS_MOST / old.count) {
        add_lines(out, DIFFERENCE_GONE, old.lines, old.count);
        add_lines(out, DIFFERENCE_CAME, new.lines, new.count);
        return;
    }
    const unsigned *lengths = measure(out->arena, old, new);
    size_t wide = new.count + 1, i = 0, j = 0;
    while (i < old.count && j < new.count) {
        if (!strcmp(old.lines[i], new.lines[j])) {
            add(out, DIFFERENCE_KEPT, "", old.lines[i++]);
            j++;
        } else if (lengths[(i + 1) * wide + j] >= lengths[i * wide + j + 1]) {
            add(out, DIFFERENCE_GONE, "", old.lines[i++]);
        } else {
            add(out, DIFFERENCE_CAME, "", new.lines[j++]);
        }
    }
    add_lines(out, DIFFERENCE_GONE, old.lines + i, old.count - i);
    add_lines(out, DIFFERENCE_CAME, new.lines + j, new.count - j);
}

void difference_text(struct difference *out, const char *label, const char *old, const char *new)
{
    struct split from = split(out->arena, old ? old : ""), to = split(out->arena, new ? new : "");
    size_t first = out->count, same = 0, tail = 0;
    while (same < from.count && same < to.count && !strcmp(from.lines[same], to.lines[same]))
        same++;
    while (tail < from.count - same && tail < to.count - same &&
           !strcmp(from.lines[from.count - 1 - tail], to.lines[to.count - 1 - tail]))
        tail++;
    add_lines(out, DIFFERENCE_KEPT, from.lines, same);
    add_middle(out, (struct split){from.lines + same, from.count - same - tail},
               (struct split){to.lines + same, to.count - same - tail});
    add_lines(out, DIFFERENCE_KEPT, from.lines + from.count - tail, tail);
    if (out->count > first)
        out->lines[first].label = label;
}

/* ---- evidence ---- */

static const char *evidence_text(const struct difference *out, const struct evidence *one)
{
    return strcmp(one->title, one->at)
               ? arena_format(out->arena, TR("%s (%s)", "%s（%s）"), one->title, one->at)
               : one->at;
}

static const struct evidence *find_evidence(const struct evidences *among,
                                            const struct evidence *one)
{
    for (size_t i = 0; i < among->count; i++)
        if (!strcmp(among->list[i].at, one->at) && !strcmp(among->list[i].title, one->title))
            return &among->list[i];
    return NULL;
}

static void add_evidence(struct difference *out, const struct evidences *old,
                         const struct evidences *new)
{
    const char *label = TR("evidence", "佐证");
    for (size_t i = 0; i < old->count; i++)
        if (!find_evidence(new, &old->list[i]))
            add(out, DIFFERENCE_GONE, label, evidence_text(out, &old->list[i]));
    for (size_t i = 0; i < new->count; i++) {
        const struct evidence *one = &new->list[i], *before = find_evidence(old, one);
        const char *text = evidence_text(out, one);
        if (!before)
            add(out, DIFFERENCE_CAME, label, text);
        else if (!strcmp(before->sha256, one->sha256))
            add(out, DIFFERENCE_KEPT, label, text);
        else
            add(out, DIFFERENCE_CHANGED, label,
                arena_format(out->arena, TR("%s: another file now", "%s：文件内容已变"), text));
    }
}

/* ---- what a reviewer writes ---- */

static const struct evidences no_evidence = {NULL, 0};

/* The conditions that either of two close-outs found met; those that the year does
 * not list are passed over. */
static void add_conditions(struct difference *out, const struct item *item,
                           const struct decision *old, const struct decision *new)
{
    static const struct decision none = {0};
    const char *label = TR("condition", "销号条件");
    old = old ? old : &none;
    new = new ? new : &none;
    for (size_t i = 0; i < item->condition_count; i++) {
        const struct label *condition = &item->conditions[i];
        bool before = decision_has_condition(old, condition->id);
        bool after = decision_has_condition(new, condition->id);
        if (before || after)
            add(out,
                before && after ? DIFFERENCE_KEPT
                : after         ? DIFFERENCE_CAME
                                : DIFFERENCE_GONE,
                label, condition_words(condition));
    }
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* The extension that either of them carries, the one that it asks for, the notice, re-opening. */
static void add_terms(struct difference *out, const struct decision *old,
                      const struct decision *new)
{
    struct buffer before = BUFFER_EMPTY, after = BUFFER_EMPTY;
    if (old)
        notice_add(&before, &old->notice);
    if (new)
        notice_add(&after, &new->notice);
    add_field(out, TR("extension in force", "已准延期"), or_empty(old ? old->extended.until : NULL),
              or_empty(new ? new->extended.until : NULL));
    add_field(out, TR("asks for extension to", "申请延期至"), or_empty(old ? old->deadline : NULL),
              or_empty(new ? new->deadline : NULL));
    add_field(out, TR("notice", "公示期"), arena_text(out->arena, before.bytes),
              arena_text(out->arena, after.bytes));
    if (old && new &&new->reopened)
        add(out, DIFFERENCE_CHANGED, TR("reopened", "重新开启"),
            arena_format(out->arena,
                         TR("what stood confirmed as '%s' is open again", "已认定的“%s”重新开启"),
                         verdict_name(old->verdict)));
    buffer_free(&before);
    buffer_free(&after);
}

void difference_decision(struct difference *out, const struct item *item,
                         const struct decision *old, const struct decision *new)
{
    add_field(out, TR("verdict", "结论"), old ? verdict_name(old->verdict) : "",
              new ? verdict_name(new->verdict) : "");
    add_field(out, TR("value", "数值"), with_unit(out, item, old ? old->value : ""),
              with_unit(out, item, new ? new->value : ""));
    add_field(out, TR("score", "得分"),
              decimal_text(out->arena, old ? old->score : NOT_A_NUMBER, DECIMAL_PLACES_MOST),
              decimal_text(out->arena, new ? new->score : NOT_A_NUMBER, DECIMAL_PLACES_MOST));
    if (old && new &&strcmp(old->against, new->against) != 0)
        add(out, DIFFERENCE_CHANGED, TR("item", "考评项"),
            TR("revised between the two decisions", "两次评定之间考评项已修订"));
    add_conditions(out, item, old, new);
    add_terms(out, old, new);
    add_evidence(out, old ? &old->evidence : &no_evidence, new ? &new->evidence : &no_evidence);
    difference_text(out, TR("note", "说明"), old ? old->reason : "", new ? new->reason : "");
}

static const char *confirmation_word(const struct confirmation *confirmation)
{
    return !confirmation            ? ""
           : confirmation->returned ? TR("returned", "退回")
                                    : TR("confirmed", "通过");
}

void difference_confirmation(struct difference *out, const struct confirmation *old,
                             const struct confirmation *new)
{
    add_field(out, TR("confirmation", "复核"), confirmation_word(old), confirmation_word(new));
    if (old && new &&strcmp(old->decision, new->decision) != 0)
        add(out, DIFFERENCE_CHANGED, TR("decision", "评定"),
            TR("decided again between the two", "两次复核之间已重新评定"));
    difference_text(out, TR("reason", "理由"), old ? old->reason : "", new ? new->reason : "");
}

void difference_report(struct difference *out, const struct item *item, const struct report *old,
                       const struct report *new)
{
    add_field(out, TR("reported", "自查数值"), with_unit(out, item, old ? old->value : ""),
              with_unit(out, item, new ? new->value : ""));
    add_evidence(out, old ? &old->evidence : &no_evidence, new ? &new->evidence : &no_evidence);
    difference_text(out, TR("text", "自查说明"), old ? old->text : "", new ? new->text : "");
}

bool difference_any(const struct difference *difference)
{
    for (size_t i = 0; i < difference->count; i++)
        if (difference->lines[i].sign != DIFFERENCE_KEPT)
            return true;
    return false;
}

void difference_add_plain(const struct difference *difference, struct buffer *out)
{
    for (size_t i = 0; i < difference->count; i++) {
        const struct difference_line *line = &difference->lines[i];
        buffer_format(out, "%c %s%s%s\n", (char)line->sign, line->label, *line->label ? " " : "",
                      line->text);
    }
}
