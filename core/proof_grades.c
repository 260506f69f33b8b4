/*
 * The lists of grades, known by their facts: `grades` and the `grades` of each class. A unit counts
 * as named in a grade where a fact of that grade writes it, where it was typed beside such a fact,
 * with 、 between, or where a list was typed that goes on with the grade:
 * 长春市政府、四平市政府为一等 单位. What typed words say of grades in another way is not seen.
 */
#include "core/proof_inside.h"

#include "core/language.h"
#include "core/memory.h"

#include <string.h>

/* One grade as the facts list it, of all or of a class. */
struct listing {
    const struct value *map;
    size_t grade; /* in the assessment */
};

/* A unit that the draft names in a grade. */
struct named {
    const struct jurisdiction *whose;
    size_t grade;
    struct span span;
    bool typed; /* in a list with no fact */
};

struct listings {
    struct proofing *of;
    const struct script *script;
    struct listing *list;
    size_t count;
    struct named *named;
    size_t named_count, room;
};

/* ---- Gathering ---- */

static void add_listings(struct listings *to, const struct value *grades)
{
    const struct assessment *assessment = to->of->proof->assessment;
    for (const struct value *map = grades ? grades->first : NULL; map; map = map->next) {
        const struct value *name = value_find(map, "name");
        for (size_t g = 0; name && g < assessment->grade_count; g++)
            if (strcmp(assessment->grades[g].name, name->text) == 0)
                to->list[to->count++] = (struct listing){map, g};
    }
}

static void find_listings(struct listings *to)
{
    const struct assessment *assessment = to->of->proof->assessment;
    const struct value *classes = value_find(to->of->facts, "classes");
    size_t most = assessment->grade_count * (1 + assessment->class_count) + 1;
    to->list = arena_array(to->of->proof->arena, most, sizeof *to->list);
    add_listings(to, value_find(to->of->facts, "grades"));
    for (const struct value *class = classes ? classes->first : NULL; class; class = class->next)
        add_listings(to, value_find(class, "grades"));
}

static const struct jurisdiction *member_unit(const struct listings *from,
                                              const struct value *member)
{
    const struct value *id = value_find(member, "id");
    return id ? assessment_jurisdiction(from->of->proof->assessment, id->text) : NULL;
}

/* Whether the fact is the member's name. */
static bool names_member(const struct value *member, const struct value *fact)
{
    return fact == value_find(member, "government") || fact == value_find(member, "name");
}

/* The grade that the fact is of; *member is the member that it names, NULL for another fact. */
static const struct listing *listing_of(const struct listings *from, const struct value *fact,
                                        const struct value **member)
{
    *member = NULL;
    for (size_t i = 0; fact && i < from->count; i++) {
        const struct value *map = from->list[i].map, *members = value_find(map, "members");
        if (fact_parent(from->of, fact) == map)
            return &from->list[i];
        for (const struct value *at = members ? members->first : NULL; at; at = at->next)
            if (names_member(at, fact)) {
                *member = at;
                return &from->list[i];
            }
    }
    return NULL;
}

static void add_named(struct listings *to, const struct jurisdiction *whose, size_t grade,
                      const struct span *span, bool typed)
{
    if (!whose)
        return;
    if (to->named_count == to->room) {
        size_t room = to->room ? to->room * 2 : 64;
        struct named *list = arena_array(to->of->proof->arena, room, sizeof *list);
        if (to->named_count)
            memcpy(list, to->named, to->named_count * sizeof *list);
        to->named = list;
        to->room = room;
    }
    to->named[to->named_count++] = (struct named){whose, grade, *span, typed};
}

/* The unit whose name or government stands at `i`; *size is that of its name. */
static const struct jurisdiction *unit_at(const struct proofing *of, const struct block *block,
                                          size_t i, size_t *size)
{
    const struct assessment *assessment = of->proof->assessment;
    for (size_t j = 0; j < assessment->ranked_count; j++) {
        const struct jurisdiction *unit = &assessment->jurisdictions[j];
        if ((*size = text_at(block, i, unit->government)) ||
            (*size = text_at(block, i, unit->name)))
            return unit;
    }
    return NULL;
}

/* Units that were typed on to a list, behind it and before it. */
static void add_typed(struct listings *to, size_t grade, const struct span *list)
{
    const struct block *block = list->block;
    const struct jurisdiction *unit;
    size_t size;
    for (size_t at = list->to;
         sign_at(block, at) == U'、' && !mark_at(list->script, block, at + 1) &&
         (unit = unit_at(to->of, block, at + 1, &size));
         at += size + 1)
        add_named(to, unit, grade, &(struct span){list->script, block, at + 1, at + 1 + size},
                  false);
    for (size_t at = list->from; at > 1 && block->signs[at - 1].c == U'、';) {
        size_t begin = part_begin(block, at - 1, U"，。；：、为是的\n");
        unit = mark_at(list->script, block, begin) ? NULL : unit_at(to->of, block, begin, &size);
        if (!unit || begin + size != at - 1)
            return;
        add_named(to, unit, grade, &(struct span){list->script, block, begin, begin + size}, false);
        at = begin;
    }
}

/* What the fact that takes these signs names. */
static void read_mark(struct listings *to, const struct span *span)
{
    const struct value *member, *fact = fact_at(span, span->from);
    const struct listing *listing = listing_of(to, fact, &member);
    if (!listing || (!member && fact != value_find(listing->map, "names")))
        return;
    const struct value *members = value_find(listing->map, "members");
    if (member)
        add_named(to, member_unit(to, member), listing->grade, span, false);
    for (const struct value *at = members && !member ? members->first : NULL; at; at = at->next)
        add_named(to, member_unit(to, at), listing->grade, span, false);
    add_typed(to, listing->grade, span);
}

/* ---- Lists typed in whole ---- */

/* Whether the year sorts by other criteria too, into grades of that name. */
static bool is_of_roster(const struct assessment *assessment, const char *grade)
{
    for (size_t r = 0; r < assessment->roster_count; r++)
        for (size_t g = 0; g < assessment->rosters[r].part_count; g++)
            if (strcmp(assessment->rosters[r].parts[g].name, grade) == 0)
                return true;
    return false;
}

/* Whether the sentence speaks of another year or of one category, not of the total. */
static bool is_of_part(const struct listings *from, const struct block *block, size_t at)
{
    static const char32_t *const others[] = {U"上年", U"去年", U"上一年", U"此前", NULL};
    const struct assessment *assessment = from->of->proof->assessment;
    for (size_t i = part_begin(block, at, sentence_ends); i < at; i++) {
        bool year = is_digit(sign_at(block, i)) && word_at(block, i + 4, U"年") &&
                    !text_at(block, i, assessment->year);
        if (year || one_of(block, i, others))
            return true;
        for (size_t c = 0; c < assessment->category_count; c++)
            if (text_at(block, i, assessment->categories[c].name))
                return true;
    }
    return false;
}

/* The grade that is said of the units before `i`; the count of grades for none. */
static size_t grade_at(const struct listings *from, const struct block *block, size_t i)
{
    static const char32_t *const says[] = {U"被评定为", U"评定为", U"被评为", U"评为", U"列为",
                                           U"定为",     U"均为",   U"为",     NULL};
    static const char32_t *const behind[] = {U"单位", U"等次", NULL};
    const struct assessment *assessment = from->of->proof->assessment;
    size_t word = one_of(block, i, says), g = 0;
    for (; word && g < assessment->grade_count; g++) {
        const char *name = assessment->grades[g].name;
        size_t size = text_at(block, i + word, name), end = i + word + size;
        if (size && !is_of_roster(assessment, name) &&
            (end >= block->count || among(U"，。；\n", sign_at(block, end)) ||
             one_of(block, end, behind)))
            return g;
    }
    return assessment->grade_count;
}

/* The list of units that begins at `i`, if a grade is said of it; returns where it ends. */
static size_t read_list(struct listings *to, const struct block *block, size_t i)
{
    const struct script *script = to->script;
    size_t end = i, size;
    while (!mark_at(script, block, end) && unit_at(to->of, block, end, &size)) {
        end += size + 1; /* the unit, and the sign behind it */
        if (sign_at(block, end - 1) != U'、')
            break;
    }
    if (end == i)
        return i;
    size_t grade = grade_at(to, block, end - 1);
    if (grade == to->of->proof->assessment->grade_count || is_of_part(to, block, i))
        return end;
    for (size_t at = i; at < end; at += size + 1) {
        const struct jurisdiction *unit = unit_at(to->of, block, at, &size);
        add_named(to, unit, grade, &(struct span){script, block, at, at + size}, true);
    }
    return end;
}

static void read_lists(struct listings *to, const struct block *block)
{
    for (size_t i = 0, end; i<block->count; i = end> i ? end : i + 1)
        end = among(U"、", sign_at(block, i - 1)) ? i : read_list(to, block, i);
}

/* Behind the signs that one fact wrote. */
static size_t mark_end(const struct script *script, const struct block *block, size_t i)
{
    const struct mustache_mark *mark = mark_at(script, block, i);
    while (i < block->count && mark_at(script, block, i) == mark)
        i++;
    return i;
}

static struct listings listings_of(struct proofing *of, const struct script *script)
{
    struct listings listings = {.of = of, .script = script};
    find_listings(&listings);
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        for (size_t i = 0, end; i < block->count; i = end) {
            end = mark_end(script, block, i);
            read_mark(&listings, &(struct span){script, block, i, end});
        }
        read_lists(&listings, block);
    }
    return listings;
}

/* ---- A unit in two grades ---- */

void look_two_grades(struct proofing *of, const struct script *script)
{
    const struct listings listings = listings_of(of, script);
    const struct grade *grades = of->proof->assessment->grades;
    for (size_t i = 0; i < listings.named_count; i++)
        for (size_t j = 0; j < i; j++) {
            const struct named *one = &listings.named[i], *other = &listings.named[j];
            if (one->whose != other->whose || one->grade == other->grade)
                continue;
            proof_tell(
                of, &one->span,
                proof_say(
                    of, TR("%s is named in two grades, %s and %s", "%s列入了两个等次：%s和%s"),
                    one->whose->government, grades[other->grade].name, grades[one->grade].name),
                TR("leave it in the one that the record gives it", "请只保留记录所定的等次"));
            break;
        }
}

/* ---- A unit in another grade than its own ---- */

static bool has_member(const struct listings *from, const struct listing *listing,
                       const struct jurisdiction *unit)
{
    const struct value *members = value_find(listing->map, "members");
    for (const struct value *at = members ? members->first : NULL; at; at = at->next)
        if (member_unit(from, at) == unit)
            return true;
    return false;
}

/* The grade of the unit in the record, where it is not the one that was typed; NULL else. */
static const struct grade *other_grade(const struct listings *from, const struct named *named)
{
    const struct grade *other = NULL;
    for (size_t i = 0; i < from->count; i++) {
        if (!has_member(from, &from->list[i], named->whose))
            continue;
        if (from->list[i].grade == named->grade)
            return NULL;
        other = &from->of->proof->assessment->grades[from->list[i].grade];
    }
    return other;
}

void look_wrong_grade(struct proofing *of, const struct script *script)
{
    const struct listings listings = listings_of(of, script);
    for (size_t i = 0; i < listings.named_count; i++) {
        const struct named *named = &listings.named[i];
        const struct grade *grade = named->typed ? other_grade(&listings, named) : NULL;
        if (grade)
            proof_tell(of, &named->span,
                       proof_say(of, TR("the grade of %s is %s in the record", "记录中%s为%s"),
                                 named->whose->government, grade->name),
                       TR("let the facts write the list: {{#grades}}{{names}}… {{name}}{{/grades}}",
                          "名单应由事实生成：{{#grades}}{{names}}为{{name}}{{/grades}}"));
    }
}

/* ---- A unit in no grade ---- */

/* Whether the blocks that name grades speak of others too, or name the unit in words. */
static bool is_told_otherwise(const struct listings *from, const struct jurisdiction *unit)
{
    static const char32_t *const others[] = {U"其他", U"其余", U"以外", NULL};
    for (size_t n = 0; n < from->named_count; n++) {
        const struct block *block = from->named[n].span.block;
        if (n && block == from->named[n - 1].span.block)
            continue;
        for (size_t i = 0; i < block->count; i++)
            if (one_of(block, i, others) || text_at(block, i, unit->name) ||
                text_at(block, i, unit->government))
                return true;
    }
    return false;
}

static size_t grades_named(const struct listings *from)
{
    size_t count = 0;
    for (size_t g = 0; g < from->of->proof->assessment->grade_count; g++) {
        size_t n = 0;
        while (n < from->named_count && from->named[n].grade != g)
            n++;
        count += n < from->named_count;
    }
    return count;
}

/* Where two grades or more are listed, all are: a circular may name the best one alone, or close
 * with 其他单位为…. */
void look_no_grade(struct proofing *of, const struct script *script)
{
    const struct listings listings = listings_of(of, script);
    const struct assessment *assessment = of->proof->assessment;
    if (grades_named(&listings) < 2)
        return;
    for (size_t j = 0; j < assessment->ranked_count; j++) {
        const struct jurisdiction *unit = &assessment->jurisdictions[j];
        size_t n = 0;
        while (n < listings.named_count && listings.named[n].whose != unit)
            n++;
        if (n < listings.named_count || is_told_otherwise(&listings, unit))
            continue;
        proof_tell(
            of, &listings.named[0].span,
            proof_say(of, TR("%s is assessed and stands in no grade", "%s参加考评而未列入任何等次"),
                      unit->government),
            TR("list every grade, or say what becomes of the others",
               "请列出全部等次，或写明其他单位的等次"));
    }
}

/* ---- Counts that were typed ---- */

/* The number at `i`, in digits or in Chinese; 0 for none. */
static size_t count_at(const struct block *block, size_t i, size_t *size)
{
    size_t count = 0;
    if (is_digit(sign_at(block, i - 1)) || numeral_at(block, i - 1, size) ||
        sign_at(block, i - 1) == U'第')
        return 0;
    int numeral = numeral_at(block, i, size);
    if (numeral)
        return (size_t)numeral;
    for (*size = 0; is_digit(sign_at(block, i + *size)) && *size < 6; ++*size)
        count = count * 10 + (block->signs[i + *size].c - '0');
    return count;
}

/* The one grade that the stretch speaks of; NULL for none or several. */
static const struct listing *only_listing(const struct listings *from, const struct span *part)
{
    const struct listing *only = NULL;
    for (size_t i = part->from, end; i < part->to; i = end) {
        const struct value *member;
        const struct listing *listing = listing_of(from, fact_at(part, i), &member);
        end = mark_end(part->script, part->block, i);
        if (listing && only && listing->map != only->map)
            return NULL;
        only = listing ? listing : only;
    }
    return only;
}

static void judge_count(struct listings *from, const struct listing *listing,
                        const struct span *span, size_t count)
{
    struct proofing *of = from->of;
    const struct value *members = value_find(listing->map, "members");
    const char *grade = of->proof->assessment->grades[listing->grade].name;
    if (!members || members->count == count)
        proof_tell(of, span,
                   proof_say(of, TR("how many are %s was typed by hand", "%s单位数为手写"), grade),
                   TR("write {{count}} in the list of grades", "应在等次列表中写 {{count}}"));
    else
        proof_tell(
            of, span,
            proof_say(of,
                      TR("the grade %s has %zu units, and not %zu", "%s单位应为%zu个，而非%zu个"),
                      grade, members->count, count),
            TR("write {{count}} in the list of grades", "应在等次列表中写 {{count}}"));
}

/* A typed number before 个, 名 or 家, between two 。 or ； where facts of one grade stand. */
void look_grade_counts(struct proofing *of, const struct script *script)
{
    struct listings listings = listings_of(of, script);
    for (size_t b = 0; b < script->block_count && listings.named_count; b++) {
        const struct block *block = &script->blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            size_t size, count = count_at(block, i, &size);
            if (!count || mark_at(script, block, i) || !among(U"个名家", sign_at(block, i + size)))
                continue;
            struct span part = {script, block, part_begin(block, i, sentence_ends),
                                part_end(block, i, sentence_ends)};
            const struct listing *listing = only_listing(&listings, &part);
            if (listing)
                judge_count(&listings, listing, &(struct span){script, block, i, i + size}, count);
        }
    }
}
