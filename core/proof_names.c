/* Names of jurisdictions that are nearly those of jurisdictions/. */
#include "core/proof_inside.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"

#include <string.h>

static const char32_t ranks[] = U"市州县区盟旗";

/* How long the name is without 市, 州 … at its end, in signs; all of it where it has none, or would
 * be one sign. */
static size_t stem_size(const char *name, uint32_t *rank)
{
    size_t size = 0;
    uint32_t last = 0;
    for (uint32_t c; (c = text_next(&name)); size++)
        last = c;
    *rank = size > 2 && among(ranks, last) ? last : 0;
    return *rank ? size - 1 : size;
}

/* How many signs of the name's stem stand at `i`: all or none. */
static size_t stem_at(const struct block *block, size_t i, const char *name, uint32_t *rank)
{
    size_t size = stem_size(name, rank), at = 0;
    while (at < size && sign_at(block, i + at) == text_next(&name))
        at++;
    return size && at == size ? size : 0;
}

/* The ranked jurisdiction with the longest stem at `i`; NULL for none. */
static const struct jurisdiction *named_at(const struct proofing *of, const struct block *block,
                                           size_t i, size_t *size, uint32_t *rank)
{
    const struct assessment *assessment = of->proof->assessment;
    const struct jurisdiction *best = NULL;
    *size = 0;
    *rank = 0;
    for (size_t j = 0; j < assessment->ranked_count; j++) {
        const struct jurisdiction *jurisdiction = &assessment->jurisdictions[j];
        uint32_t own;
        size_t stem = stem_at(block, i, jurisdiction->name, &own);
        if (stem <= *size)
            continue;
        best = jurisdiction;
        *size = stem;
        *rank = own;
    }
    return best;
}

static const char32_t *const offices[] = {U"人民政府",         U"政府",       U"开发区管委会",
                                          U"开发区管理委员会", U"管理委员会", U"管委会",
                                          U"自治州人民政府",   U"自治州政府", NULL};
static const char32_t *const between[] = {U"朝鲜族", U"保护", U"经济", U"经济技术", NULL};

/* Behind the stem, an office: 市人民政府, 管理委员会. Gives its signs. */
static size_t office_at(const struct block *block, size_t i)
{
    size_t rank = among(ranks, sign_at(block, i)), more = one_of(block, i + rank, between);
    size_t office = one_of(block, i + rank + more, offices);
    return office ? rank + more + office : 0;
}

/* Whether the sign before a name can not be the name's own beginning. */
static bool is_free(uint32_t before)
{
    return !is_han(before) || among(U"对和与及向给由在为是请将把使令受经评除即如含赴到的", before);
}

/* Whether the name stands in a list: 、 beside it, with whole names on the other side of it. */
static bool is_listed(const struct proofing *of, const struct block *block, size_t i, size_t end)
{
    const struct assessment *assessment = of->proof->assessment;
    for (size_t j = 0; j < assessment->ranked_count; j++) {
        const char *names[] = {assessment->jurisdictions[j].name,
                               assessment->jurisdictions[j].government};
        for (size_t n = 0; n < 2; n++) {
            uint32_t rank;
            const char *name = names[n];
            size_t size = stem_size(name, &rank) + (rank != 0);
            if (n == 0 && !rank) /* the stem alone is the name: it tells nothing */
                continue;
            if ((sign_at(block, end) == U'、' && text_at(block, end + 1, name)) ||
                (i > size && sign_at(block, i - 1) == U'、' && text_at(block, i - 1 - size, name)))
                return true;
        }
    }
    return false;
}

/* Whether a longer name stands there that the jurisdiction's file gives it. */
static bool is_given(const struct jurisdiction *whose, const struct block *block, size_t i,
                     size_t stem)
{
    for (size_t t = 0; t < whose->text_count; t++)
        if (text_at(block, i, whose->texts[t].text) > stem)
            return true;
    return text_at(block, i, whose->government) > 0;
}

/* Where the wrong name ends that begins with the stem; 0 if it is none. 通化县 and 吉林省 are other
 * places than 通化市 and 吉林市. */
static size_t wrong_end(const struct proofing *of, const struct block *block, size_t i, size_t stem,
                        const struct jurisdiction *whose, uint32_t rank)
{
    size_t end = i + stem, office = office_at(block, end);
    uint32_t next = sign_at(block, end);
    bool other_place = next != rank && among(U"省县区盟旗", next);
    if (is_given(whose, block, i, stem) || other_place || !is_free(sign_at(block, i - 1)))
        return 0;
    if (office)
        return end + office;
    if (among(U"市州", next))
        return rank && next != rank ? end + 1 : 0;
    return rank && !is_han(next) && is_listed(of, block, i, end) ? end : 0;
}

/* A stem of a name with another office or rank behind it than the record has (四平市人民政府 for
 * 四平市政府, 延边市 for 延边州), and a stem alone in a list of whole names. A stem alone in
 * running text (长春、四平两地) is how people write. */
void look_names(struct proofing *of, const struct script *script)
{
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            size_t stem;
            uint32_t rank;
            const struct jurisdiction *whose = named_at(of, block, i, &stem, &rank);
            if (!whose)
                continue;
            struct span span = {script, block, i, wrong_end(of, block, i, stem, whose, rank)};
            if (span.to)
                proof_tell(of, &span,
                           proof_say(of,
                                     TR("'%s' is not a name of jurisdictions/",
                                        "“%s”与考评对象名称不一致"),
                                     span_text(of, &span)),
                           proof_say(of, TR("write %s or %s", "应写%s或%s"), whose->government,
                                     whose->name));
            i += stem - 1;
        }
    }
}
