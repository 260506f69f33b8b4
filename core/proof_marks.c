/* Punctuation: its width, its pairs, two in a row, and spaces where none belong. */
#include "core/proof_inside.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"

#include <string.h>

/* ---- Half-width marks in Chinese text ---- */

static const struct {
    uint32_t half;
    const char *full;
} widths[] = {
    {',', "，"}, {';', "；"}, {':', "："}, {'?', "？"}, {'!', "！"},
    {'(', "（"}, {')', "）"}, {'.', "。"}, {'"', "“”"}, {'\'', "‘’"},
};

static const char *full_of(uint32_t c)
{
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        if (widths[i].half == c)
            return widths[i].full;
    return NULL;
}

/* Whether the mark stands beside Chinese, and in no number or time. */
static bool is_half_width(const struct block *block, size_t i)
{
    uint32_t before = sign_at(block, i - 1), behind = sign_at(block, i + 1);
    uint32_t c = block->signs[i].c;
    if (c == '.')
        return is_han(before) && !is_digit(behind) && !(behind < 128 && behind > ' ');
    if (c == '!' && behind == '[')
        return false;
    return is_chinese(before) || is_chinese(behind);
}

/* Behind a link's address: `](…)` is Markdown. */
static size_t behind_link(const struct block *block, size_t i)
{
    if (sign_at(block, i) != ']' || sign_at(block, i + 1) != '(')
        return i;
    while (i < block->count && block->signs[i].c != ')')
        i++;
    return i + 1;
}

/* Sees , ; : ? ! ( ) . and straight quotes directly beside a Han character or a Chinese mark;
 * leaves numbers, times, addresses of links and Latin text alone. */
void look_half_width(struct proofing *of, const struct script *script)
{
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            i = behind_link(block, i);
            const char *full = full_of(sign_at(block, i));
            if (!full || !is_half_width(block, i))
                continue;
            proof_tell(of, &(struct span){script, block, i, i + 1},
                       proof_say(of, TR("half-width '%c' in Chinese text", "中文中使用半角“%c”"),
                                 (char)block->signs[i].c),
                       proof_say(of, TR("write %s", "应写%s"), full));
        }
    }
}

/* ---- Full-width digits and letters ---- */

static bool is_full_width(uint32_t c)
{
    return (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) ||
           (c >= 0xFF41 && c <= 0xFF5A);
}

/* Each run of them once, with the ％ and ． in it. 1． before a heading is common, and let be. */
void look_full_width(struct proofing *of, const struct script *script)
{
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        for (size_t i = 0, end; i < block->count; i = end + 1) {
            struct buffer narrow = BUFFER_EMPTY;
            for (end = i; is_full_width(sign_at(block, end)) ||
                          (end > i && among(U"％．", sign_at(block, end)));
                 end++)
                text_add_character(&narrow, text_narrow(block->signs[end].c));
            if (end > i)
                proof_tell(of, &(struct span){script, block, i, end},
                           TR("full-width digits or letters", "全角数字或字母"),
                           proof_say(of, TR("write %s", "应写%s"), narrow.bytes));
            buffer_free(&narrow);
        }
    }
}

/* ---- Pairs ---- */

static const char32_t openers[] = U"“‘（《〈〔【「『(", closers[] = U"”’）》〉〕】」』)";

static int pair_of(const char32_t *set, uint32_t c)
{
    for (int i = 0; set[i]; i++)
        if (set[i] == c)
            return i;
    return -1;
}

/* （ and ( are one kind: what is half-width another rule tells. */
static int kind_of(const char32_t *set, uint32_t c)
{
    int pair = pair_of(set, c);
    return pair == pair_of(openers, '(') ? pair_of(openers, U'（') : pair;
}

enum { UNPAIRED_MOST = 64 };

struct half {
    size_t at;
    uint32_t c;
};

/* Halves without the other one, and openers that still may be closed. */
struct unpaired {
    struct half list[UNPAIRED_MOST], open[UNPAIRED_MOST];
    size_t count, depth;
};

static void keep(struct unpaired *unpaired, struct half half)
{
    if (unpaired->count < UNPAIRED_MOST)
        unpaired->list[unpaired->count++] = half;
}

/* A closer takes the nearest opener of its kind; those between are without a closer. */
static void close_pair(struct unpaired *unpaired, struct half half)
{
    int kind = kind_of(closers, half.c);
    size_t depth = unpaired->depth;
    while (depth > 0 && kind_of(openers, unpaired->open[depth - 1].c) != kind)
        depth--;
    if (!depth) {
        if (half.c != ')') /* half-width alone: a numbering, or Latin text */
            keep(unpaired, half);
        return;
    }
    for (size_t i = depth; i < unpaired->depth; i++)
        keep(unpaired, unpaired->open[i]);
    unpaired->depth = depth - 1;
}

static void end_pairs(struct unpaired *unpaired)
{
    for (size_t i = 0; i < unpaired->depth; i++)
        keep(unpaired, unpaired->open[i]);
    unpaired->depth = 0;
}

/* An apostrophe, or the bracket of a numbering: 1） */
static bool is_no_pair(const struct block *block, size_t i)
{
    uint32_t before = sign_at(block, i - 1), c = block->signs[i].c;
    if (c == U'’')
        return before < 128 && (before | 32) >= 'a' && (before | 32) <= 'z';
    if (c != U'）')
        return false;
    size_t at = i;
    while (is_digit(sign_at(block, at - 1)))
        at--;
    return at < i && !among(U"（(", sign_at(block, at - 1)) &&
           (at == 0 || among(U"。；：，\n ", sign_at(block, at - 1)));
}

static void pair_signs(const struct block *block, size_t i, struct unpaired *unpaired)
{
    struct half half = {i, block->signs[i].c};
    if (pair_of(openers, half.c) >= 0) {
        if (unpaired->depth == UNPAIRED_MOST)
            end_pairs(unpaired);
        unpaired->open[unpaired->depth++] = half;
    } else if (pair_of(closers, half.c) >= 0 && !is_no_pair(block, i)) {
        close_pair(unpaired, half);
    }
}

static void tell_unpaired(struct proofing *of, const struct script *script,
                          const struct block *block, size_t i, uint32_t c)
{
    struct buffer mark = BUFFER_EMPTY;
    text_add_character(&mark, c);
    bool opener = pair_of(openers, c) >= 0;
    proof_tell(of, &(struct span){script, block, i, i + 1},
               proof_say(of,
                         opener ? TR("%s is never closed in this paragraph", "本段%s没有后半")
                                : TR("%s closes nothing in this paragraph", "本段%s没有前半"),
                         mark.bytes),
               TR("write the other half, or take this one out", "请补上另一半，或删去此半"));
    buffer_free(&mark);
}

static void look_blocks(struct proofing *of, const struct script *script)
{
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        struct unpaired unpaired = {.count = 0};
        for (size_t i = 0; i < block->count; i++)
            pair_signs(block, i, &unpaired);
        end_pairs(&unpaired);
        for (size_t i = 0; i < unpaired.count; i++)
            tell_unpaired(of, script, block, unpaired.list[i].at, unpaired.list[i].c);
    }
}

/* The scope that stands directly before this one and is its other choice; NULL for none. */
static const struct scope *other_choice(const struct script *script, size_t index)
{
    const struct scope *scope = script->scopes[index];
    for (size_t i = 0; i < index; i++) {
        const struct scope *other = script->scopes[i];
        if (other->outer != scope->outer || other->inverted == scope->inverted ||
            strcmp(other->name, scope->name) != 0 || other->to >= scope->from)
            continue;
        size_t at = other->to;
        while (at < scope->from && strchr("\2 \n\r\t", script->bytes[at]))
            at++;
        if (at == scope->from)
            return other;
    }
    return NULL;
}

/* The scope that begins at the byte and is the other choice of one before it. */
static const struct scope *second_choice(const struct script *script, size_t at)
{
    for (size_t i = 0; i < script->scope_count; i++)
        if (script->scopes[i]->from == at && other_choice(script, i))
            return script->scopes[i];
    return NULL;
}

/* What is unpaired in the scope, of two choices within it the first. */
static void pair_scope(const struct script *script, const struct scope *scope,
                       struct unpaired *unpaired)
{
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            size_t at = block->signs[i].at;
            if (at < scope->from || at >= scope->to)
                continue;
            const struct scope *second =
                block->signs[i].c == SIGN_TAG ? second_choice(script, at + 1) : NULL;
            while (second && i < block->count && block->signs[i].at < second->to)
                i++;
            if (i < block->count)
                pair_signs(block, i, unpaired);
        }
    }
    end_pairs(unpaired);
}

static bool is_same(const struct unpaired *a, const struct unpaired *b)
{
    for (size_t i = 0; i < a->count && i < b->count; i++)
        if (a->list[i].c != b->list[i].c)
            return false;
    return a->count == b->count;
}

/* A wording that the draft does not show must leave open what the other choice leaves open, or
 * nothing where there is none: then the draft has told all that is wrong. */
static void look_scope(struct proofing *of, const struct script *script, size_t index)
{
    const struct scope *scope = script->scopes[index], *other = other_choice(script, index);
    struct unpaired own = {.count = 0}, others = {.count = 0};
    for (size_t i = index + 1; i < script->scope_count && !other; i++)
        if (other_choice(script, i) == scope)
            other = script->scopes[i];
    pair_scope(script, scope, &own);
    if (other)
        pair_scope(script, other, &others);
    if (is_same(&own, &others))
        return;
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        for (size_t i = 0; i < block->count; i++)
            if (block->signs[i].at >= scope->from && block->signs[i].at < scope->to) {
                proof_tell(
                    of, &(struct span){script, block, i, i + 1},
                    proof_say(
                        of,
                        TR("quotes or brackets are left open in {{%s}}, which this draft does "
                           "not show",
                           "本稿未选用的“%s”段中引号或括号不成对"),
                        scope->name),
                    TR("pair them within the section", "请在该段内配对"));
                return;
            }
    }
}

/* In the draft by paragraph; in the template what the draft does not show. */
void look_pairs(struct proofing *of, const struct script *script)
{
    if (script->draft) {
        look_blocks(of, script);
        return;
    }
    for (size_t i = 0; i < script->scope_count; i++)
        if (!script->scopes[i]->seen)
            look_scope(of, script, i);
}

/* ---- Two marks in a row ---- */

static const char32_t points[] = U"，。、；：？！,;";

static bool is_doubled(uint32_t c, uint32_t next)
{
    bool point = among(points, c), follows = among(points, next);
    if ((c == U'？' && next == U'！') || (c == U'！' && next == U'？'))
        return false;
    return (point && follows) || (among(U"（《〈〔【“‘", c) && among(U"，。、；：", next)) ||
           (c == U'、' && among(U"）》〉〕】”’", next)) || (c == U'、' && next == '\n');
}

/* Points behind one another, a point behind an opening mark, 、 before a closing one: what a list
 * leaves behind where a member is empty. ？！ and …… are let through. */
void look_doubled(struct proofing *of, const struct script *script)
{
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        for (size_t i = 0; i + 1 < block->count; i++)
            if (is_doubled(block->signs[i].c, block->signs[i + 1].c)) {
                proof_tell(of, &(struct span){script, block, i, i + 2},
                           TR("two marks in a row", "标点连用"),
                           TR("keep one of them", "请只留一个"));
                i++;
            }
    }
}

/* ---- Spaces ---- */

static bool is_space(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0x3000 || c == 0xA0;
}

static bool is_line_begin(const struct block *block, size_t i)
{
    return i == 0 || block->signs[i - 1].c == '\n';
}

/* Whether the spaces from `i` to `end` should not be there: between two Chinese characters; before
 * a heading's number; wide ones at the beginning, for the page indents by itself. */
static bool is_stray(const struct block *block, size_t i, size_t end)
{
    size_t size;
    bool wide = false;
    for (size_t at = i; at < end; at++)
        wide = wide || !among(U" \t", block->signs[at].c);
    if (!is_line_begin(block, i))
        return block->kind != BLOCK_TITLE && is_chinese(block->signs[i - 1].c) &&
               is_chinese(sign_at(block, end));
    bool numbered = (numeral_at(block, end, &size) && sign_at(block, end + size) == U'、') ||
                    (sign_at(block, end) == U'（' && numeral_at(block, end + 1, &size) &&
                     sign_at(block, end + 1 + size) == U'）');
    return end < block->count && (wide || numbered);
}

/* The closing and the title, where several issuers stand side by side, and tables are let be. */
void look_spaces(struct proofing *of, const struct script *script)
{
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        if (block->kind == BLOCK_CLOSING || block->kind == BLOCK_ROW)
            continue;
        for (size_t i = 0, end; i < block->count; i = end + 1) {
            end = i;
            while (is_space(sign_at(block, end)))
                end++;
            if (end > i && is_stray(block, i, end))
                proof_tell(of, &(struct span){script, block, i, end},
                           TR("a stray space", "多余空格"), TR("take it out", "请删去"));
        }
    }
}
