/* Counts that do not add up: sums, the numbers of headings, and how many points are announced. */
#include "core/proof_inside.h"

#include "core/language.h"

enum { FORMS = 4, PARTS_LEAST = 2, UNITS_LEAST = 3 };

/* A whole number at `i`, in digits or in Chinese, that no longer one has as its end; 0 for none. */
static size_t whole_at(const struct block *block, size_t i, size_t *size)
{
    size_t ignored;
    int numeral = numeral_at(block, i - 1, &ignored) ? 0 : numeral_at(block, i, size);
    if (numeral)
        return (size_t)numeral;
    struct decimal number = number_at(block, i, size);
    size_t value = 0;
    for (size_t at = i; at < i + *size && at < i + 9; at++) {
        if (sign_at(block, at) == '.')
            return 0;
        if (is_digit(sign_at(block, at)))
            value = value * 10 + (sign_at(block, at) - '0');
    }
    return decimal_is_number(number) ? value : 0;
}

/* ---- Sums ---- */

/* Adds up the numbers before that unit between the two places, where 、 parts them and each part
 * has one; gives how many parts, or 0. */
static size_t add_up(const struct block *block, size_t from, size_t to, uint32_t unit, size_t *sum)
{
    size_t parts = 0;
    *sum = 0;
    for (size_t end; from < to; from = end + 1) {
        size_t own = 0;
        end = part_end(block, from, U"、");
        end = end < to ? end : to;
        for (size_t i = from, size; i < end; i++) {
            struct decimal number = number_at(block, i, &size);
            if (!size || sign_at(block, i + size) != unit)
                continue;
            own++;
            *sum += whole_at(block, i, &size);
            (void)number;
        }
        if (own != 1)
            return 0;
        parts++;
    }
    return parts >= PARTS_LEAST ? parts : 0;
}

static void tell_sum(struct proofing *of, const struct span *span, size_t sum, size_t total)
{
    proof_tell(
        of, span,
        proof_say(of,
                  TR("the parts add up to %zu, the total says %zu", "各分项之和为%zu，合计为%zu"),
                  sum, total),
        TR("correct the parts or the total", "请改正分项或合计"));
}

/* 甲19项、乙17项、丙87项，共123项 must add up; after 共123项，其中 the parts may be fewer than the
 * total, but never more. */
static void look_total(struct proofing *of, const struct script *script, const struct block *block,
                       size_t i)
{
    static const char32_t *const totals[] = {U"共计", U"合计", U"总计", U"总共", U"共", NULL};
    size_t word = one_of(block, i, totals), size, sum;
    size_t total = word ? whole_at(block, i + word, &size) : 0;
    if (!total)
        return;
    uint32_t unit = sign_at(block, i + word + size);
    size_t end = i + word + size + 1, before = i;
    struct span span = {script, block, i, end};
    if (!is_han(unit))
        return;
    if (before && among(U"，：", block->signs[before - 1].c))
        before--;
    size_t begin = part_begin(block, before, clause_ends);
    if (add_up(block, begin, before, unit, &sum) && sum != total)
        tell_sum(of, &span, sum, total);
    size_t which = end;
    while (which < end + 12 && which < block->count && !word_at(block, which, U"其中") &&
           !among(U"。；", block->signs[which].c))
        which++;
    if (word_at(block, which, U"其中") &&
        add_up(block, which, part_end(block, which + 2, U"，。；）\n"), unit, &sum) && sum > total)
        tell_sum(of, &span, sum, total);
}

/* How many signs of a unit's name stand at `i`. */
static size_t unit_name(const struct proofing *of, const struct block *block, size_t i)
{
    const struct assessment *assessment = of->proof->assessment;
    size_t best = 0;
    for (size_t j = 0; j < assessment->ranked_count; j++) {
        size_t government = text_at(block, i, assessment->jurisdictions[j].government);
        size_t name = text_at(block, i, assessment->jurisdictions[j].name);
        best = government > best ? government : best;
        best = name > best ? name : best;
    }
    return best;
}

/* A list of units, joined by 、, and behind it how many they are said to be. Gives its end. */
static size_t look_units(struct proofing *of, const struct script *script,
                         const struct block *block, size_t i)
{
    size_t count = 0, at = i, size;
    for (size_t name; (name = unit_name(of, block, at));) {
        count++;
        at += name;
        if (!among(U"、和及", sign_at(block, at)) || !unit_name(of, block, at + 1))
            break;
        at++;
    }
    size_t number = at;
    if (count < UNITS_LEAST)
        return i;
    number += sign_at(block, number) == U'，';
    number += sign_at(block, number) == U'共';
    size_t stated = whole_at(block, number, &size);
    if (stated && stated != count && among(U"个家", sign_at(block, number + size)))
        proof_tell(
            of, &(struct span){script, block, number, number + size},
            proof_say(of,
                      TR("%zu units are listed, and %zu are said to be", "列出%zu个单位，称%zu个"),
                      count, stated),
            TR("correct the list or the number", "请改正名单或数目"));
    return at;
}

void look_sums(struct proofing *of, const struct script *script)
{
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            look_total(of, script, block, i);
            size_t end = look_units(of, script, block, i);
            i = end > i ? end - 1 : i;
        }
    }
}

/* ---- Numbered headings ---- */

/* The number that begins the block, and its form: 一、 0, （一） 1, 1. 2, （1） 3. 0 for none. */
static int heading_number(const struct block *block, int *form, size_t *size)
{
    size_t i = 0;
    while (among(U" \u3000", sign_at(block, i)))
        i++;
    bool bracket = sign_at(block, i) == U'（';
    i += bracket;
    int value = numeral_at(block, i, size);
    *form = bracket ? 1 : 0;
    if (!value) {
        *form += 2;
        for (*size = 0; is_digit(sign_at(block, i + *size)) && *size < 3; ++*size)
            value = value * 10 + (int)(sign_at(block, i + *size) - '0');
    }
    uint32_t behind = sign_at(block, i + *size), next = sign_at(block, i + *size + 1);
    bool ends = bracket ? behind == U'）'
                : *form ? among(U".．", behind) && is_chinese(next)
                        : behind == U'、';
    *size += i + 1;
    return value && ends ? value : 0;
}

/* Numbers run from the first one on, one by one; those of a deeper form begin anew under each of a
 * higher one, and all of them behind a title. A list of Markdown is numbered by the page. */
void look_headings(struct proofing *of, const struct script *script)
{
    int last[FORMS] = {0};
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        int form;
        size_t size;
        bool annex = block->kind == BLOCK_TITLE || word_at(block, 0, U"附件");
        for (int i = 0; annex && i < FORMS; i++)
            last[i] = 0;
        int number = block->kind == BLOCK_CLOSING || block->kind == BLOCK_ROW || block->item
                         ? 0
                         : heading_number(block, &form, &size);
        if (!number)
            continue;
        if (number != last[form] + 1)
            proof_tell(of, &(struct span){script, block, 0, size},
                       last[form]
                           ? proof_say(of, TR("number %d follows number %d", "序号%d紧接序号%d"),
                                       number, last[form])
                           : proof_say(of, TR("the first number is %d", "首个序号为%d"), number),
                       TR("number them one by one", "请依次编号"));
        last[form] = number;
        for (int i = form + 1; i < FORMS; i++)
            last[i] = 0;
    }
}

/* ---- How many points are announced ---- */

static const char32_t *const point_words[] = {U"个方面", U"项工作", U"项任务", U"项措施", U"项要求",
                                              U"项重点", U"个问题", U"点要求", U"点意见", NULL};

/* How many of 一是, 二是 … follow one another from `i` on. */
static size_t ordinals_from(const struct block *block, size_t i)
{
    size_t count = 0, size;
    for (; i < block->count; i++)
        if (numeral_at(block, i, &size) == (int)count + 1 && sign_at(block, i + size) == U'是' &&
            (i == 0 || among(U"。；，：\n", block->signs[i - 1].c)))
            count++;
    return count;
}

/* How many numbered blocks or items of a list follow the block, of the first one's kind. */
static size_t blocks_from(const struct script *script, size_t b)
{
    size_t count = 0, size;
    int form, first = -1;
    for (; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        int number = block->item ? (int)count + 1 : heading_number(block, &form, &size);
        if (block->item)
            form = FORMS;
        if (!number && ordinals_from(block, 0) == 0 &&
            numeral_at(block, 0, &size) == (int)count + 1 && sign_at(block, size) == U'是') {
            number = (int)count + 1;
            form = FORMS + 1;
        }
        if (number && first < 0)
            first = form;
        if (first < 0 || (number && form < first))
            break;
        if (number && form == first && number != (int)count + 1)
            break;
        count += number && form == first;
    }
    return count;
}

/* 五个方面, 四项任务 …, where 一是, 二是 … follow in the paragraph, or numbered paragraphs behind a
 * colon. Where nothing is numbered nobody can count. */
void look_stated(struct proofing *of, const struct script *script)
{
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            size_t size, stated = whole_at(block, i, &size);
            if (!stated || !one_of(block, i + size, point_words))
                continue;
            bool colon = block->signs[block->count - 1].c == U'：';
            size_t listed = ordinals_from(block, i);
            if (!listed && colon)
                listed = blocks_from(script, b + 1);
            if (listed > 1 && listed != stated)
                proof_tell(
                    of, &(struct span){script, block, i, i + size},
                    proof_say(of,
                              TR("%zu points are announced, %zu are listed", "称%zu项，列出%zu项"),
                              stated, listed),
                    TR("correct the number or the list", "请改正数目或所列各项"));
        }
    }
}
