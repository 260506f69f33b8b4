#include "core/proof_inside.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"

#include <sha2.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AROUND = 8, EXCERPT_MOST = 60, PART_MOST = 500 }; /* characters */
enum { FINDINGS_MOST = 2000 };

enum where { TEMPLATE = 1, DRAFT = 2, BOTH = 3 };

static const struct {
    struct proof_rule rule;
    void (*look)(struct proofing *of, const struct script *script);
    enum where where;
} rules[] = {
    {{"half-width", "half-width punctuation", "半角标点", false}, look_half_width, BOTH},
    {{"full-width", "full-width digits and letters", "全角数字、字母", false},
     look_full_width,
     BOTH},
    {{"pairs", "quotes and brackets in pairs", "引号、括号成对", false}, look_pairs, BOTH},
    {{"doubled", "two marks in a row", "标点连用", false}, look_doubled, BOTH},
    {{"spaces", "stray spaces", "多余空格", false}, look_spaces, BOTH},
    {{"document-number", "document numbers", "发文字号", false}, look_numbers, BOTH},
    {{"date", "dates", "日期写法", false}, look_dates, BOTH},
    {{"name", "names of jurisdictions", "考评对象名称", false}, look_names, BOTH},
    {{"typed-figure", "figures typed by hand", "手写数据", false}, look_typed, DRAFT},
    {{"contradicted-figure", "figures that the record contradicts", "与记录不符的数据", false},
     look_contradicted,
     DRAFT},
    {{"typed-year", "the year typed by hand", "手写年份", true}, look_typed_year, DRAFT},
    {{"grade-count", "units counted by grade", "等次单位数", false}, look_grade_counts, DRAFT},
    {{"two-grades", "a unit in two grades", "一个单位两个等次", false}, look_two_grades, DRAFT},
    {{"wrong-grade", "a grade that the record contradicts", "等次与记录不符", false},
     look_wrong_grade,
     DRAFT},
    {{"no-grade", "a unit without a grade", "单位未列等次", false}, look_no_grade, DRAFT},
    {{"sum", "parts and their total", "分项与合计", false}, look_sums, DRAFT},
    {{"numbering", "numbers of headings", "标题序号", false}, look_headings, DRAFT},
    {{"stated-count", "a number of points, and the points", "所称项数与所列", false},
     look_stated,
     DRAFT},
    {{"all", "'all' where not all", "称“全部”而未全部", false}, look_all, BOTH},
    {{"repeated", "a sentence said twice", "语句重复", false}, look_repeated, DRAFT},
    {{"no-record", "a section without a record", "章节没有记录支撑", true}, look_no_record, DRAFT},
};

enum { RULES = sizeof rules / sizeof *rules };

static const struct proof_rule waiver_gone = {"waiver-gone", "waivers of nothing", "放行已无所指",
                                              true};

const char *proof_rule_words(const struct proof_rule *rule)
{
    return TR(rule->english, rule->chinese);
}

/* ---- What the rules share ---- */

const char *proof_say(struct proofing *of, const char *format, ...)
{
    struct buffer text = BUFFER_EMPTY;
    char bytes[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(bytes, sizeof bytes, format, arguments);
    va_end(arguments);
    buffer_add_bytes(&text, bytes, text_valid(bytes, strlen(bytes)));
    return buffer_take(&text, of->proof->arena);
}

const char *span_text(struct proofing *of, const struct span *span)
{
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = span->from; i < span->to && i < span->block->count; i++) {
        uint32_t c = span->block->signs[i].c;
        if (c == SIGN_VALUE)
            buffer_add(&text, "{{…}}");
        else if (c == '\n')
            buffer_add_char(&text, ' ');
        else if (c != SIGN_TAG)
            text_add_character(&text, c);
    }
    return buffer_take(&text, of->proof->arena);
}

const struct mustache_mark *mark_at(const struct script *script, const struct block *block,
                                    size_t i)
{
    return i < block->count ? script_piece(script, block->signs[i].at)->mark : NULL;
}

const struct value *fact_at(const struct span *span, size_t i)
{
    const struct mustache_mark *mark = mark_at(span->script, span->block, i);
    return mark ? mark->value : NULL;
}

size_t part_begin(const struct block *block, size_t i, const char32_t *marks)
{
    size_t least = i > PART_MOST ? i - PART_MOST : 0;
    while (i > least && !among(marks, block->signs[i - 1].c))
        i--;
    return i;
}

size_t part_end(const struct block *block, size_t i, const char32_t *marks)
{
    size_t most = block->count - i > PART_MOST ? i + PART_MOST : block->count;
    while (i < most && !among(marks, block->signs[i].c))
        i++;
    return i;
}

struct decimal number_at(const struct block *block, size_t i, size_t *size)
{
    char text[32];
    size_t used = 0, at = i;
    struct decimal number = NOT_A_NUMBER;
    struct error ignored;
    uint32_t before = sign_at(block, i - 1), c;
    *size = 0;
    if (is_digit(before) || (before == '.' && is_digit(sign_at(block, i - 2))))
        return number;
    for (; (c = sign_at(block, at)) && used + 1 < sizeof text; at++) {
        bool point = c == '.' && used && is_digit(sign_at(block, at + 1));
        bool comma = c == ',' && used && is_digit(sign_at(block, at + 1));
        if (!is_digit(c) && !point && !comma)
            break;
        if (!comma)
            text[used++] = (char)c;
    }
    text[used] = '\0';
    if (!used || decimal_parse(text, &number, &ignored))
        return NOT_A_NUMBER;
    *size = at - i;
    return number;
}

/* ---- Facts and what they are members of ---- */

struct parent {
    const struct value *value, *parent;
};

static int by_address(const void *a, const void *b)
{
    uintptr_t one = (uintptr_t)((const struct parent *)a)->value;
    uintptr_t other = (uintptr_t)((const struct parent *)b)->value;
    return (one > other) - (one < other);
}

static struct parent *find_parent(const struct proofing *of, const struct value *value)
{
    struct parent wanted = {value, NULL};
    return of->parent_count
               ? bsearch(&wanted, of->parents, of->parent_count, sizeof wanted, by_address)
               : NULL;
}

static void note_parents(struct proofing *of, const struct value *map)
{
    for (const struct value *member = map->first; member; member = member->next) {
        struct parent *parent = find_parent(of, member);
        if (parent)
            parent->parent = map;
        note_parents(of, member);
    }
}

static void find_parents(struct proofing *of)
{
    const struct mustache_marks *marks = &of->scripts.marks;
    size_t used = 0;
    of->parents = arena_array(of->proof->arena, marks->count + 1, sizeof *of->parents);
    for (size_t i = 0; i < marks->count; i++)
        if (marks->list[i].value)
            of->parents[used++].value = marks->list[i].value;
    qsort(of->parents, used, sizeof *of->parents, by_address);
    for (size_t i = 0; i < used; i++)
        if (!i || of->parents[i].value != of->parents[of->parent_count - 1].value)
            of->parents[of->parent_count++] = of->parents[i];
    note_parents(of, of->facts);
}

const struct value *fact_parent(const struct proofing *of, const struct value *fact)
{
    const struct parent *parent = fact ? find_parent(of, fact) : NULL;
    return parent ? parent->parent : NULL;
}

/* ---- Findings ---- */

static void set_id(struct proof_finding *finding)
{
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA2_CTX context;
    SHA256Init(&context);
    const char *const parts[] = {finding->rule->id, finding->file, finding->excerpt};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        SHA256Update(&context, (const uint8_t *)parts[i], strlen(parts[i]) + 1);
    SHA256Final(digest, &context);
    for (size_t i = 0; i < (PROOF_ID_SIZE - 1) / 2; i++)
        snprintf(finding->id + 2 * i, 3, "%02x", digest[i]);
}

static struct proof_finding *add(struct proofing *of)
{
    struct proof *proof = of->proof;
    if (proof->count == of->room) {
        size_t room = of->room ? of->room * 2 : 16;
        struct proof_finding *list = arena_array(proof->arena, room, sizeof *list);
        if (proof->count)
            memcpy(list, proof->list, proof->count * sizeof *list);
        proof->list = list;
        of->room = room;
    }
    struct proof_finding *finding = &proof->list[proof->count++];
    *finding = (struct proof_finding){.rule = of->rule};
    return finding;
}

/* What stands there, with some characters around it; of a long stretch its beginning. */
static const char *excerpt_of(struct proofing *of, const struct span *span)
{
    struct span wide = *span;
    size_t begin = span->from, end = span->to > span->from ? span->to : span->from + 1;
    if (end - begin > EXCERPT_MOST)
        end = begin + EXCERPT_MOST;
    for (size_t i = 0; i < AROUND && begin > 0 && span->block->signs[begin - 1].c != '\n'; i++)
        begin--;
    for (size_t i = 0; i < AROUND && sign_at(span->block, end) != '\n'; i++)
        end++;
    wide.from = begin;
    wide.to = end < span->block->count ? end : span->block->count;
    return span_text(of, &wide);
}

/* Notes where it stands in the draft. */
static void show(struct proof_finding *finding, const struct span *span)
{
    const struct block *block = span->block;
    finding->shown = true;
    finding->at = block->signs[span->from < block->count ? span->from : block->count - 1].at;
    finding->end = span->to < block->count ? block->signs[span->to].at : span->script->size;
}

/* Whether the template showed it already; then the draft only says where it stands there. */
static bool is_known(struct proofing *of, const struct span *span, const struct piece *piece)
{
    if (!piece->source || !span->script->draft)
        return false;
    const char *source = piece->source + (span->block->signs[span->from].at - piece->from);
    for (size_t i = 0; i < of->proof->count; i++) {
        struct proof_finding *finding = &of->proof->list[i];
        if (finding->rule != of->rule || finding->source != source)
            continue;
        if (!finding->shown)
            show(finding, span);
        return true;
    }
    return false;
}

void proof_tell(struct proofing *of, const struct span *span, const char *reason,
                const char *remedy)
{
    const struct script *script = span->script;
    size_t first = span->from < span->block->count ? span->from : span->block->count - 1;
    size_t at = span->block->signs[first].at;
    const struct piece *piece = script_piece(script, at);
    if (is_known(of, span, piece) || of->proof->count == FINDINGS_MOST)
        return;
    struct proof_finding *finding = add(of);
    finding->file = arena_text(of->proof->arena, piece->file);
    finding->line = script_line(script, piece, at);
    finding->source = piece->source ? piece->source + (at - piece->from) : NULL;
    finding->excerpt = excerpt_of(of, span);
    finding->reason = arena_text(of->proof->arena, reason);
    finding->remedy = arena_text(of->proof->arena, remedy);
    if (script->draft)
        show(finding, span);
    set_id(finding);
}

/* ---- Waivers ---- */

static void add_gone(struct proofing *of, const struct waiver *waiver)
{
    struct proof *proof = of->proof;
    for (size_t i = 0; i < proof->count; i++)
        if (strcmp(proof->list[i].id, waiver->finding) == 0)
            return;
    of->rule = &waiver_gone;
    struct proof_finding *finding = add(of);
    finding->file = waivers_path(proof->arena, proof->assessment->year);
    finding->excerpt = waiver->excerpt;
    finding->reason =
        proof_say(of, TR("%s was waived, and is not found any more", "%s 已放行，现已不存在"),
                  waiver->finding);
    finding->remedy = TR("its entry may be taken out", "该条可以删去");
    snprintf(finding->id, sizeof finding->id, "%s", waiver->finding);
}

static void apply_waivers(struct proofing *of)
{
    struct proof *proof = of->proof;
    const struct waivers *waivers = proof->waivers;
    for (size_t i = 0; i < proof->count; i++)
        proof->list[i].waiver = waivers_find(waivers, proof->list[i].id);
    for (size_t i = 0; waivers && i < waivers->count; i++)
        add_gone(of, &waivers->list[i]);
}

/* ---- Reading ---- */

static size_t file_order(const struct proofing *of, const char *name)
{
    size_t order = 0;
    for (const struct template_file *file = of->scripts.files; file; file = file->next, order++)
        if (strcmp(file->name, name) == 0)
            return order;
    return order;
}

/* By file and line, what stands on one line in the order in which it was found. */
static void sort(struct proofing *of)
{
    struct proof_finding *list = of->proof->list;
    for (size_t i = 1; i < of->proof->count; i++) {
        struct proof_finding one = list[i];
        size_t order = file_order(of, one.file), at = i;
        for (; at > 0; at--) {
            size_t before = file_order(of, list[at - 1].file);
            if (before < order || (before == order && list[at - 1].line <= one.line))
                break;
            list[at] = list[at - 1];
        }
        list[at] = one;
    }
}

static void count(struct proof *proof)
{
    proof->open = proof->notes = proof->waived = 0;
    for (size_t i = 0; i < proof->count; i++) {
        const struct proof_finding *finding = &proof->list[i];
        proof->waived += finding->waiver != NULL;
        proof->notes += !finding->waiver && finding->rule->note;
        proof->open += !finding->waiver && !finding->rule->note;
    }
}

static void run_rules(struct proofing *of)
{
    for (size_t i = 0; i < RULES; i++) {
        of->rule = &rules[i].rule;
        for (const struct template_file *file = of->scripts.files; file; file = file->next)
            if (rules[i].where & TEMPLATE)
                rules[i].look(of, &file->script);
        if (rules[i].where & DRAFT)
            rules[i].look(of, &of->scripts.draft);
    }
}

void proof_add_finding(struct buffer *out, const struct proof_finding *finding)
{
    const char *colon = TR(": ", "：");
    buffer_add(out, finding->file);
    if (finding->line)
        buffer_format(out, ":%d", finding->line);
    buffer_format(out, ": %s%s%s%s%s%s [%s]", finding->rule->note ? TR("note: ", "提示：") : "",
                  finding->reason, colon, finding->excerpt, *finding->excerpt ? colon : "",
                  finding->remedy, finding->id);
    if (finding->waiver)
        buffer_format(out, TR(" waived by %s: %s", " 已由%s放行：%s"), finding->waiver->by,
                      finding->waiver->reason);
}

enum status proof_read(struct proof *proof, struct error *error)
{
    struct proofing of = {.proof = proof, .facts = proof->facts};
    of.scripts.arena = proof->arena;
    proof->list = NULL;
    proof->count = 0;
    enum status status = scripts_new(&of.scripts, proof->circular, proof->facts, error);
    if (!status) {
        find_parents(&of);
        run_rules(&of);
        apply_waivers(&of);
        sort(&of);
        count(proof);
    }
    scripts_free(&of.scripts);
    return status;
}
