/* What is claimed: all of something, the same thing twice, and a section that no record supports.
 */
#include "core/proof_inside.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"

#include <stdlib.h>
#include <string.h>

enum { SENTENCE_LEAST = 10 };

/* ---- All ---- */

static const char32_t *const alls[] = {U"全部", U"均", U"都", U"100%", U"无一", NULL};

/* The word at `i` that claims all; 0 for none, and for 平均, 首都, 没有全部. */
static size_t all_at(const struct block *block, size_t i)
{
    static const char32_t *const negations[] = {U"没有", U"未能", U"并非", U"尚未", NULL};
    size_t size = one_of(block, i, alls);
    uint32_t before = sign_at(block, i - 1), behind = sign_at(block, i + size);
    uint32_t c = sign_at(block, i);
    if (!size || among(U"未不非", before) || is_digit(before) || before == '.')
        return 0;
    if (c == U'均' && (among(U"平年人户日月", before) || among(U"衡匀等值", behind)))
        return 0;
    if (c == U'都' && (among(U"首成京国", before) || among(U"市会城江", behind)))
        return 0;
    for (size_t at = i > 4 ? i - 4 : 0; at + 1 < i; at++)
        if (one_of(block, at, negations))
            return 0;
    return size;
}

/* Words that take something out of all. */
static bool has_exception(const struct block *block, size_t from, size_t to)
{
    static const char32_t *const words[] = {U"除",   U"其余",   U"其他", U"尚有",
                                            U"尚未", U"未完成", NULL};
    for (size_t i = from; i < to; i++)
        if (one_of(block, i, words))
            return true;
    return false;
}

/* Whether the fact is one of a count that is not all: the name of its truth, or NULL. */
static const char *not_all(const struct proofing *of, const struct value *fact)
{
    static const char *const truths[] = {"all-completed", "all-met", NULL};
    const struct value *parent = fact_parent(of, fact);
    for (const char *const *truth = truths; parent && *truth; truth++) {
        const struct value *value = value_find(parent, *truth);
        if (value && value->kind == VALUE_TRUTH)
            return value->truth ? NULL : *truth;
    }
    return NULL;
}

/* The first fact between the two places that counts something which is not all. */
static const struct mustache_mark *partial_fact(const struct proofing *of, const struct span *part)
{
    static const char *const counts[] = {"count", "met", "completed", "rate", "name"};
    for (size_t i = part->from; i < part->to; i++) {
        const struct mustache_mark *mark = mark_at(part->script, part->block, i);
        const char *name = mark && mark->value ? mark->value->name : NULL;
        for (size_t n = 0; name && n < sizeof counts / sizeof *counts; n++)
            if (strcmp(name, counts[n]) == 0 && not_all(of, mark->value))
                return mark;
    }
    return NULL;
}

/* 全部, 均, 都, 100% between two 。 or ； where a fact counts tasks, items or a group of which not
 * all are completed or met, and no word takes something out. */
static void look_all_in_draft(struct proofing *of, const struct script *script)
{
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            size_t size = mark_at(script, block, i) ? 0 : all_at(block, i);
            struct span part = {script, block, part_begin(block, i, sentence_ends),
                                part_end(block, i, sentence_ends)};
            if (!size || has_exception(block, part.from, part.to))
                continue;
            const struct mustache_mark *mark = partial_fact(of, &part);
            if (mark)
                proof_tell(of, &(struct span){script, block, i, i + size},
                           proof_say(of,
                                     TR("not all: the truth %s beside %s is false",
                                        "并非全部：%s 为假（与 %s 同列）"),
                                     not_all(of, mark->value), mark->name),
                           TR("say it only in a section of that truth, {{#…}}…{{/…}}",
                              "请仅在该事实的 {{#…}}…{{/…}} 段内这样写"));
        }
    }
}

/* Whether the scope is written where something is not all. */
static bool is_of_not_all(const struct scope *scope)
{
    const char *dot = scope ? strrchr(scope->name, '.') : NULL;
    return scope && scope->inverted && strncmp(dot ? dot + 1 : scope->name, "all-", 4) == 0;
}

/* 全部 and 100% directly within {{^…all-completed}}, whatever this year's facts are. */
static void look_all_in_template(struct proofing *of, const struct script *script)
{
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            const struct scope *scope = script_piece(script, block->signs[i].at)->scope;
            bool strong = sign_at(block, i) == U'全' || sign_at(block, i) == '1';
            size_t size = strong && is_of_not_all(scope) ? all_at(block, i) : 0;
            if (size && !has_exception(block, part_begin(block, i, sentence_ends),
                                       part_end(block, i, sentence_ends)))
                proof_tell(
                    of, &(struct span){script, block, i, i + size},
                    proof_say(of, TR("'all' is said where %s is false", "在 %s 为假的段内称“全部”"),
                              scope->name),
                    TR("say there what is not", "请在该段写明未全部的情形"));
        }
    }
}

void look_all(struct proofing *of, const struct script *script)
{
    if (script->draft)
        look_all_in_draft(of, script);
    else
        look_all_in_template(of, script);
}

/* ---- Sentences said twice ---- */

struct sentence {
    const char *text; /* without spaces */
    struct span span;
    const char *source; /* where it was typed; NULL for none */
    size_t order;
};

static int by_text(const void *a, const void *b)
{
    const struct sentence *one = a, *other = b;
    int order = strcmp(one->text, other->text);
    return order ? order : (one->order > other->order) - (one->order < other->order);
}

static bool add_sentence(struct proofing *of, const struct span *span, struct sentence *out)
{
    size_t count = 0, from = span->from;
    while (from < span->to && among(U" \n\u3000", span->block->signs[from].c))
        from++;
    for (size_t i = from; i < span->to; i++)
        count += is_han(span->block->signs[i].c);
    if (count < SENTENCE_LEAST)
        return false;
    size_t at = span->block->signs[from].at;
    const struct piece *piece = script_piece(span->script, at);
    *out = (struct sentence){.span = *span,
                             .source = piece->source ? piece->source + (at - piece->from) : NULL};
    out->span.from = from;
    out->text = span_text(of, &out->span);
    return true;
}

static size_t gather_sentences(struct proofing *of, const struct script *script,
                               struct sentence *list)
{
    static const char32_t ends[] = U"。！？";
    size_t count = 0;
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        if (block->kind == BLOCK_ROW || block->kind == BLOCK_CLOSING)
            continue;
        for (size_t i = 0, end; i < block->count; i = end + 1) {
            end = part_end(block, i, ends);
            list[count].order = count;
            if (add_sentence(of, &(struct span){script, block, i, end}, &list[count])) {
                list[count].order = count;
                count++;
            }
        }
    }
    return count;
}

/* Sentences of ten Han characters or more, to the letter. What one place of the template writes
 * for each member of a list is meant so. */
void look_repeated(struct proofing *of, const struct script *script)
{
    size_t most = script->block_count + 1;
    for (size_t b = 0; b < script->block_count; b++)
        for (size_t i = 0; i < script->blocks[b].count; i++)
            most += among(U"。！？", script->blocks[b].signs[i].c);
    struct sentence *list = arena_array(of->proof->arena, most, sizeof *list);
    size_t count = gather_sentences(of, script, list);
    qsort(list, count, sizeof *list, by_text);
    for (size_t i = 1; i < count; i++) {
        const struct sentence *one = &list[i], *before = &list[i - 1];
        if (strcmp(one->text, before->text) != 0 || (one->source && one->source == before->source))
            continue;
        size_t at = before->span.block->signs[before->span.from].at;
        const struct piece *piece = script_piece(script, at);
        proof_tell(of, &one->span,
                   proof_say(of, TR("the same sentence stands at %s:%d", "与 %s:%d 处语句相同"),
                             piece->file, script_line(script, piece, at)),
                   TR("take one of them out", "请删去其一"));
    }
}

/* ---- Sections without a record ---- */

/* Whether anything of the block came from the record, or was chosen by it. */
static bool rests_on_record(const struct script *script, const struct block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        const struct piece *piece = script_piece(script, block->signs[i].at);
        if (piece->mark || piece->scope)
            return true;
    }
    return false;
}

/* Parts under a heading in which nothing was written or chosen by a fact, where other parts have
 * some. */
void look_no_record(struct proofing *of, const struct script *script)
{
    bool any = false;
    for (size_t b = 0; b < script->block_count; b++)
        any = any || rests_on_record(script, &script->blocks[b]);
    for (size_t b = 0, end; any && b < script->block_count; b = end) {
        const struct block *head = &script->blocks[b];
        bool rests = rests_on_record(script, head);
        for (end = b + 1; end < script->block_count; end++) {
            const struct block *block = &script->blocks[end];
            if (block->kind == BLOCK_HEADING || block->kind == BLOCK_TITLE ||
                block->kind == BLOCK_CLOSING)
                break;
            rests = rests || rests_on_record(script, block);
        }
        if (head->kind == BLOCK_HEADING && head->count && !rests)
            proof_tell(
                of, &(struct span){script, head, 0, head->count},
                TR("nothing in this section comes from the record", "本节没有任何内容取自记录"),
                TR("let it rest on a fact, or let it stand knowingly",
                   "请引用事实，或确认无需引用"));
    }
}
