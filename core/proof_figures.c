/*
 * Figures that were typed, held against the record.
 *
 * A typed number is compared only where its unit and what stands before it say which fact it is:
 *
 *     优良天数比例达到89.8%          the item whose name ends like the words before the number,
 * with the item's unit behind it 四平市…优良天数比例为85%       … of the jurisdiction that the
 * sentence names, else the province 中央督察年度整改任务19项       an inspection's name directly
 * before 19项, or 19项 before it 四平市政府总分92.5分           a jurisdiction's total; 第3名: its
 * rank 共11个单位                     how many are assessed
 *
 * It equals a fact: a tag should stand there, or next year's circular is wrong. It is another value
 * than the record's: a contradiction, but only where the words between say that it is the value
 * (为, 达到, 是, nothing), not a difference, a bound or an older year. Numbers with another unit,
 * what is said in other words are not seen.
 */
#include "core/proof_inside.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"

#include <stdlib.h>
#include <string.h>

enum { NOUN_LEAST = 4, NOUN_MOST = 40, NAME_MOST = 80, VALUES_MOST = 24 };

/* A typed number and what stands around it. */
struct typed {
    struct span span; /* the number's signs */
    struct decimal number;
    size_t sentence; /* where its sentence begins */
    const struct jurisdiction *whose;
};

/* What the number may be in the record. */
struct candidate {
    const char *name; /* of the fact */
    struct decimal number;
    bool is_value; /* what stands there if nothing else is said */
};

struct candidates {
    struct candidate list[VALUES_MOST];
    size_t count;
};

/* ---- The number ---- */

/* The ranked jurisdiction that the sentence named last before the number; else the whole. */
static const struct jurisdiction *subject_of(const struct proofing *of, const struct typed *typed)
{
    const struct assessment *assessment = of->proof->assessment;
    const struct jurisdiction *whose = NULL, *whole = NULL;
    size_t last = 0;
    for (size_t j = 0; j < assessment->jurisdiction_count; j++) {
        const struct jurisdiction *jurisdiction = &assessment->jurisdictions[j];
        if (jurisdiction->whole)
            whole = jurisdiction;
        for (size_t i = typed->sentence; !jurisdiction->whole && i < typed->span.from; i++) {
            size_t size = text_at(typed->span.block, i, jurisdiction->name);
            if (!size || i + size <= last)
                continue;
            last = i + size;
            whose = jurisdiction;
        }
    }
    return whose ? whose : whole;
}

/* Reads the number at `i`, if it was typed, is no part of a word and stands in running text. */
static bool read_typed(const struct proofing *of, const struct script *script,
                       const struct block *block, size_t i, struct typed *out)
{
    size_t size;
    uint32_t before = sign_at(block, i - 1);
    if (!is_digit(block->signs[i].c) || mark_at(script, block, i) ||
        (before < 128 && before > ' ') || block->kind == BLOCK_CLOSING)
        return false;
    out->number = number_at(block, i, &size);
    if (!decimal_is_number(out->number))
        return false;
    out->span = (struct span){script, block, i, i + size};
    out->sentence = part_begin(block, i, sentence_ends);
    out->whose = subject_of(of, out);
    return true;
}

/* The block's signs without what stands in brackets, read backward from `end`: the noun's last
 * signs first. Gives how many. */
static size_t noun_before(const struct block *block, size_t begin, size_t end, uint32_t *noun)
{
    size_t count = 0;
    int depth = 0;
    for (size_t i = end; i > begin && count < NOUN_MOST; i--) {
        uint32_t c = block->signs[i - 1].c;
        if (among(U"）)", c))
            depth++;
        else if (among(U"（(", c))
            depth -= depth > 0;
        else if (!depth && among(U"，。；：、！？“”\n", c))
            break;
        else if (!depth && c != ' ')
            noun[count++] = c;
        if (count > 1 && noun[count - 2] == U'均' && among(U"平年", c))
            count -= 2;
    }
    return count;
}

/* The words that say: this is the value. */
static const char32_t *const copulas[] = {U"分别为", U"达到了", U"达到", U"约为", U"为",
                                          U"是",     U"达",     U"占",   U"：",   NULL};
/* Others that may stand between a noun and a number. */
static const char32_t *const comparisons[] = {U"不低于", U"不高于", U"不超过", U"高于", U"低于",
                                              U"优于",   U"好于",   U"超过",   U"超出", U"大于",
                                              U"小于",   U"至少",   U"控制在", NULL};

/* How many signs of the word end at `end`. */
static size_t ends_with(const struct block *block, size_t end, const char32_t *const *words)
{
    for (; *words; words++) {
        size_t size = 0;
        while ((*words)[size])
            size++;
        if (size <= end && word_at(block, end - size, *words))
            return size;
    }
    return 0;
}

/* ---- Indicators ---- */

/* How many signs the noun and the item's name have in common at their ends; what stands in brackets
 * is left out, and 平均 and 年均. */
static size_t common_end(const char *name, const uint32_t *noun, size_t count)
{
    uint32_t own[NAME_MOST];
    size_t size = 0, common = 0;
    int depth = 0;
    for (uint32_t c; (c = text_next(&name)) && size < NAME_MOST;) {
        depth += among(U"（(", c);
        if (!depth && c == U'均' && size && among(U"平年", own[size - 1]))
            size--;
        else if (!depth)
            own[size++] = c;
        depth -= depth > 0 && among(U"）)", c);
    }
    while (common < size && common < count && own[size - 1 - common] == noun[common])
        common++;
    return common == size && size >= 2 ? common + NOUN_MOST : common >= NOUN_LEAST ? common : 0;
}

static void add_candidate(struct candidates *to, const char *name, const struct value *value,
                          bool is_value)
{
    struct error ignored;
    struct decimal number;
    if (!value || value->kind != VALUE_NUMBER || to->count == VALUES_MOST ||
        decimal_parse(value->text, &number, &ignored))
        return;
    to->list[to->count++] = (struct candidate){name, number, is_value};
}

/* `valued`: whether it is the value if nothing else is said. */
static void add_entry(struct proofing *of, struct candidates *to, const struct entry *entry,
                      bool valued)
{
    static const char *const facts[] = {"value", "target", "gap"};
    for (size_t i = 0; i < 3; i++) {
        const char *id = entry->item->id, *slash = strchr(id, '/');
        const char *name = proof_say(of, "%s.%.*s.%s.%s", entry->jurisdiction->id,
                                     (int)(slash - id), id, slash + 1, facts[i]);
        add_candidate(to, name, value_at(of->facts, name), valued && i == 0);
    }
}

/* The entries of the subject that the noun names best and whose unit stands behind the number. */
static void add_indicators(struct proofing *of, const struct typed *typed, const uint32_t *noun,
                           size_t count, struct candidates *to)
{
    const struct jurisdiction *whose = typed->whose;
    size_t best = 0;
    for (size_t pass = 0; whose && pass < 2; pass++)
        for (size_t e = 0; e < whose->entry_count; e++) {
            const struct item *item = whose->entries[e]->item;
            if (item->kind != ITEM_INDICATOR || !item->unit || !*item->unit ||
                !text_at(typed->span.block, typed->span.to, item->unit))
                continue;
            size_t common = common_end(item->name, noun, count);
            if (pass == 0)
                best = common > best ? common : best;
            else if (common && common == best)
                add_entry(of, to, whose->entries[e], true);
        }
}

/* How many signs of the item's name stand behind the number and its unit: 48个国家考核断面. */
static size_t common_begin(const char *name, const struct block *block, size_t i)
{
    size_t common = 0;
    while (*name && sign_at(block, i + common) == text_next(&name))
        common++;
    return common >= NOUN_LEAST ? common : 0;
}

static void add_before_noun(struct proofing *of, const struct typed *typed, struct candidates *to)
{
    const struct jurisdiction *whose = typed->whose;
    for (size_t e = 0; whose && e < whose->entry_count; e++) {
        const struct item *item = whose->entries[e]->item;
        size_t unit = item->kind == ITEM_INDICATOR && item->unit && *item->unit
                          ? text_at(typed->span.block, typed->span.to, item->unit)
                          : 0;
        if (unit && common_begin(item->name, typed->span.block, typed->span.to + unit))
            add_entry(of, to, whose->entries[e], false);
    }
}

/* Whether the number has the unit of a difference: the item's own, its beginning, or points. */
static bool has_unit_of(const struct typed *typed, const struct value *item)
{
    const struct block *block = typed->span.block;
    const struct value *unit = value_find(item, "unit");
    const char *at = unit ? unit->text : "";
    uint32_t first = text_next(&at);
    return word_at(block, typed->span.to, U"个百分点") ||
           (first && sign_at(block, typed->span.to) == first);
}

/* 优良天数比例达到{{….value}}%，高于国家要求9.8个百分点: the gap or the target of an item whose
 * fact stands before it in the sentence. */
static void add_beside(struct proofing *of, const struct typed *typed, struct candidates *to)
{
    static const char *const facts[] = {"gap", "target"};
    const struct span *span = &typed->span;
    const struct mustache_mark *last = NULL;
    for (size_t i = typed->sentence; i < span->from; i++) {
        const struct mustache_mark *mark = mark_at(span->script, span->block, i);
        const struct value *item = mark && mark != last ? fact_parent(of, mark->value) : NULL;
        const char *dot = mark ? strrchr(mark->name, '.') : NULL;
        last = mark;
        if (!item || !dot || !value_find(item, "gap") || !has_unit_of(typed, item))
            continue;
        for (size_t f = 0; f < 2; f++)
            add_candidate(to,
                          proof_say(of, "%.*s.%s", (int)(dot - mark->name), mark->name, facts[f]),
                          value_find(item, facts[f]), false);
    }
}

/* ---- Other figures ---- */

static const char *fact_name(struct proofing *of, const char *before, const char *id,
                             const char *behind)
{
    return proof_say(of, "%s%s%s", before, id, behind);
}

/* 中央督察年度整改任务19项, and 19项中央督察…. */
static void add_tasks(struct proofing *of, const struct typed *typed, struct candidates *to)
{
    static const char32_t *const tasks[] = {U"年度整改任务", U"整改任务", U"任务", U"共", NULL};
    static const char *const facts[] = {".count", ".completed", ".open", ".on-track", ".overdue"};
    const struct assessment *assessment = of->proof->assessment;
    const struct block *block = typed->span.block;
    if (sign_at(block, typed->span.to) != U'项')
        return;
    for (size_t s = 0; s < assessment->inspection_count; s++) {
        const struct label *inspection = &assessment->inspections[s];
        size_t before = typed->span.from, size = 0;
        for (size_t word; (word = ends_with(block, before, tasks));)
            before -= word;
        for (const char *at = inspection->name; text_next(&at);)
            size++;
        bool behind = text_at(block, typed->span.to + 1, inspection->name);
        if (!behind && (size > before || !text_at(block, before - size, inspection->name)))
            continue;
        for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
            const char *name = fact_name(of, "rectification.", inspection->id, facts[i]);
            add_candidate(to, name, value_at(of->facts, name), i == 0);
        }
    }
}

/* 四平市政府总分92.5分, 第3名. */
static void add_standing(struct proofing *of, const struct typed *typed, struct candidates *to)
{
    static const char32_t *const totals[] = {U"总分", U"总得分", U"考评得分", U"得分", NULL};
    const struct block *block = typed->span.block;
    size_t from = typed->span.from, copula = ends_with(block, from, copulas);
    if (!typed->whose || typed->whose->whole)
        return;
    bool total = ends_with(block, from - copula, totals) &&
                 sign_at(block, typed->span.to) == U'分' &&
                 !among(U"别之钟", sign_at(block, typed->span.to + 1));
    bool rank = sign_at(block, from - 1) == U'第' && sign_at(block, typed->span.to) == U'名';
    const char *name = fact_name(of, "", typed->whose->id, total ? ".total" : ".rank");
    if (total || rank)
        add_candidate(to, name, value_at(of->facts, name), true);
}

/* 共11个单位. That it is another number than that says nothing: a part of them may be meant. */
static void add_units(struct proofing *of, const struct typed *typed, struct candidates *to)
{
    static const char32_t *const units[] = {U"个单位",     U"个考评对象", U"个被考评单位",
                                            U"个市（州）", U"家单位",     NULL};
    if (one_of(typed->span.block, typed->span.to, units))
        add_candidate(to, "jurisdictions.count", value_at(of->facts, "jurisdictions.count"), false);
}

/* ---- Judging ---- */

/* What the number may be, and whether the words before it say that it is the value itself. */
static void gather(struct proofing *of, const struct typed *typed, struct candidates *to,
                   bool *is_stated)
{
    const struct block *block = typed->span.block;
    uint32_t noun[NOUN_MOST];
    size_t end = typed->span.from, word;
    *is_stated = true;
    to->count = 0;
    while ((word = ends_with(block, end, copulas)) || (word = ends_with(block, end, comparisons))) {
        *is_stated = *is_stated && !ends_with(block, end, comparisons);
        end -= word;
    }
    add_indicators(of, typed, noun, noun_before(block, typed->sentence, end, noun), to);
    add_before_noun(of, typed, to);
    add_beside(of, typed, to);
    add_tasks(of, typed, to);
    add_standing(of, typed, to);
    add_units(of, typed, to);
}

static const struct candidate *equal_one(const struct candidates *of, struct decimal number)
{
    for (size_t i = 0; i < of->count; i++)
        if (decimal_compare(of->list[i].number, number) == 0)
            return &of->list[i];
    return NULL;
}

/* The value that should stand there; NULL where there is none, or more than one. */
static const struct candidate *the_value(const struct candidates *of)
{
    const struct candidate *one = NULL;
    for (size_t i = 0; i < of->count; i++) {
        if (of->list[i].is_value && one)
            return NULL;
        if (of->list[i].is_value)
            one = &of->list[i];
    }
    return one;
}

/* Whether the sentence speaks of another year, or the number is a bound: 90%以上. */
static bool is_of_elsewhere(const struct proofing *of, const struct typed *typed)
{
    static const char32_t *const bounds[] = {U"以上", U"以下", U"左右", NULL};
    static const char32_t *const others[] = {U"上年", U"去年", U"目标", U"要求", U"国家", U"同比",
                                             U"其中", U"力争", U"此前", U"计划", NULL};
    const struct block *block = typed->span.block;
    size_t end = part_end(block, typed->span.to, clause_ends), size;
    for (size_t i = typed->span.to; i < end; i++)
        if (one_of(block, i, bounds))
            return true;
    for (size_t i = typed->sentence; i < typed->span.from; i++) {
        struct decimal year = number_at(block, i, &size);
        bool other = size == 4 && sign_at(block, i + 4) == U'年' && decimal_is_number(year) &&
                     !text_at(block, i, of->proof->assessment->year);
        if (other || one_of(block, i, others))
            return true;
    }
    return false;
}

typedef void judge(struct proofing *of, const struct typed *typed,
                   const struct candidates *candidates, bool is_stated);

static void each_number(struct proofing *of, const struct script *script, judge *each)
{
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            struct typed typed;
            struct candidates candidates;
            bool is_stated;
            if (!read_typed(of, script, block, i, &typed))
                continue;
            gather(of, &typed, &candidates, &is_stated);
            each(of, &typed, &candidates, is_stated);
            i = typed.span.to - 1;
        }
    }
}

static void judge_equal(struct proofing *of, const struct typed *typed,
                        const struct candidates *candidates, bool is_stated)
{
    (void)is_stated;
    const struct candidate *same = equal_one(candidates, typed->number);
    if (same)
        proof_tell(
            of, &typed->span,
            proof_say(of, TR("a figure typed by hand that is the fact %s", "手写数据，即事实 %s"),
                      same->name),
            proof_say(of, TR("write {{%s}}", "应写 {{%s}}"), same->name));
}

void look_typed(struct proofing *of, const struct script *script)
{
    each_number(of, script, judge_equal);
}

static void judge_other(struct proofing *of, const struct typed *typed,
                        const struct candidates *candidates, bool is_stated)
{
    const struct candidate *value = the_value(candidates);
    if (!value || !is_stated || equal_one(candidates, typed->number) || is_of_elsewhere(of, typed))
        return;
    proof_tell(of, &typed->span,
               proof_say(of, TR("the record says otherwise: %s is %s", "与记录不符：%s 为%s"),
                         value->name,
                         decimal_text(of->proof->arena, value->number, DECIMAL_PLACES_MOST)),
               proof_say(of, TR("write {{%s}}, or correct the record", "应写 {{%s}}，或改正记录"),
                         value->name));
}

void look_contradicted(struct proofing *of, const struct script *script)
{
    each_number(of, script, judge_other);
}

/* The year of the assessment before 年 or 年度, typed. A sentence may well mean that very year: a
 * note. */
void look_typed_year(struct proofing *of, const struct script *script)
{
    const char *year = of->proof->assessment->year;
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            size_t size = text_at(block, i, year);
            bool date = is_digit(sign_at(block, i + size + 1));
            if (!size || is_digit(sign_at(block, i - 1)) || sign_at(block, i - 1) == '-' ||
                sign_at(block, i + size) != U'年' || date || mark_at(script, block, i))
                continue;
            proof_tell(of, &(struct span){script, block, i, i + size},
                       TR("the year of the assessment typed by hand", "手写考评年度"),
                       TR("write {{year}} where this year's assessment is meant",
                          "指本年度考评时应写 {{year}}"));
        }
    }
}
