#include "core/facts_make.h"

#include "core/buffer.h"
#include "core/memory.h"

#include <string.h>

/* ---- Where a fact came from ---- */

struct basis basis_new(const struct maker *maker, size_t most)
{
    return (struct basis){.list = arena_array(maker->arena, most, sizeof(const struct entry *))};
}

void basis_add(const struct maker *maker, struct basis *basis, const struct entry *entry)
{
    basis->list[basis->count++] = entry;
    if (entry_is_settled(maker->assessment, entry))
        return;
    basis->open_count++;
    if (!basis->open)
        basis->open = entry;
}

const struct source *source_new(const struct maker *maker, const char *formula,
                                const struct basis *basis)
{
    struct source *source = ARENA_NEW(maker->arena, struct source);
    *source = (struct source){formula, basis->list, basis->count, basis->open, basis->open_count};
    return source;
}

const struct source *source_file(const struct maker *maker, const char *path)
{
    return source_new(maker, path, &(struct basis){0});
}

const struct source *source_category(const struct maker *maker, const struct category *category)
{
    return source_file(maker, arena_format(maker->arena, "%s/checklist/%s/category.md",
                                           maker->assessment->year, category->id));
}

struct score_sources *maker_score(const struct maker *maker,
                                  const struct jurisdiction *jurisdiction,
                                  const struct category *category)
{
    return &maker
                ->scores[jurisdiction->index * maker->assessment->category_count + category->index];
}

const char *item_short_id(const struct item *item)
{
    return strchr(item->id, '/') + 1;
}

/* ---- Adding a fact ---- */

static void add_null(const struct maker *maker, struct value *map, const char *name,
                     const struct source *source)
{
    value_null(maker->arena, map, name)->source = source;
}

void fact_text(const struct maker *maker, struct value *map, const char *name, const char *text,
               const struct source *source)
{
    if (text)
        value_text(maker->arena, map, name, text)->source = source;
    else
        add_null(maker, map, name, source);
}

void fact_truth(const struct maker *maker, struct value *map, const char *name, bool truth,
                const struct source *source)
{
    value_truth(maker->arena, map, name, truth)->source = source;
}

void fact_answer(const struct maker *maker, struct value *map, const char *name, enum answer answer,
                 const struct source *source)
{
    if (answer == ANSWER_UNKNOWN && !source->open)
        add_null(maker, map, name, source);
    else
        fact_truth(maker, map, name, answer == ANSWER_YES, source);
}

void fact_count(const struct maker *maker, struct value *map, const char *name, size_t count,
                const struct source *source)
{
    const char *text = arena_format(maker->arena, "%zu", count);
    value_number(maker->arena, map, name, text)->source = source;
}

/* Takes over the buffer. */
static void add_number(const struct maker *maker, struct value *map, const char *name,
                       struct buffer *text, const struct source *source)
{
    value_number(maker->arena, map, name, arena_text(maker->arena, text->bytes))->source = source;
    buffer_free(text);
}

/* A number with at most so many places. */
static void fact_number(const struct maker *maker, struct value *map, const char *name,
                        struct decimal number, int most, const struct source *source)
{
    struct buffer text = BUFFER_EMPTY;
    if (!decimal_is_number(number)) {
        add_null(maker, map, name, source);
        return;
    }
    decimal_add(&text, number, most);
    add_number(maker, map, name, &text, source);
}

void fact_score(const struct maker *maker, struct value *map, const char *name,
                struct decimal number, const struct source *source)
{
    fact_number(maker, map, name, number, SCORE_PLACES, source);
}

void fact_exact(const struct maker *maker, struct value *map, const char *name,
                struct decimal number, const struct source *source)
{
    fact_number(maker, map, name, number, DECIMAL_PLACES_MOST, source);
}

void fact_rate(const struct maker *maker, struct value *map, const char *name, struct decimal part,
               struct decimal whole, const struct source *source)
{
    struct decimal rate = decimal_times(decimal_over(part, whole), decimal_of(100));
    fact_score(maker, map, name, rate, source);
}

void fact_figure(const struct maker *maker, struct value *map, const char *name,
                 const struct item *item, struct decimal number, const struct source *source)
{
    struct buffer text = BUFFER_EMPTY;
    if (!decimal_is_number(number) || item->kind != ITEM_INDICATOR) {
        /* only an indicator says how many places it is shown with */
        fact_exact(maker, map, name, number, source);
        return;
    }
    decimal_add_rounded(&text, number, item->places);
    add_number(maker, map, name, &text, source);
}

struct value *fact_list(const struct maker *maker, struct value *map, const char *name,
                        const struct source *source)
{
    struct value *list = value_list(maker->arena, map, name);
    list->source = source;
    return list;
}

void names_add(struct buffer *names, const char *name)
{
    if (names->size)
        buffer_add(names, "、");
    buffer_add(names, name);
}

void fact_names(const struct maker *maker, struct value *map, const char *name,
                struct buffer *names, const struct source *source)
{
    fact_text(maker, map, name, arena_text(maker->arena, names->bytes), source);
    buffer_free(names);
}

/* 一, 十, 二十一: as headings are numbered. From 100 on, in digits. */
static const char *numeral(const struct maker *maker, size_t number)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    if (number >= 100)
        return arena_format(maker->arena, "%zu", number);
    return arena_format(maker->arena, "%s%s%s", number >= 20 ? digits[number / 10] : "",
                        number >= 10 ? "十" : "", digits[number % 10]);
}

void facts_flag(const struct maker *maker, struct value *list)
{
    size_t ordinal = 0;
    for (struct value *member = list->first; member; member = member->next) {
        const char *digits = arena_format(maker->arena, "%zu", ++ordinal);
        value_number(maker->arena, member, "ordinal", digits);
        value_text(maker->arena, member, "numeral", numeral(maker, ordinal));
        value_truth(maker->arena, member, "first", member == list->first);
        value_truth(maker->arena, member, "last", member == list->last);
        value_truth(maker->arena, member, "more", member != list->last);
    }
}

static void add_text_list(const struct maker *maker, struct value *parent,
                          const struct text_pair *pair, const struct source *source)
{
    struct value *map = value_map(maker->arena, parent, pair->name);
    fact_count(maker, map, "count", pair->part_count, source);
    fact_text(maker, map, "names", pair->text, source);
    struct value *list = fact_list(maker, map, "list", source);
    for (size_t i = 0; i < pair->part_count; i++)
        fact_text(maker, value_map(maker->arena, list, NULL), "name", pair->parts[i], source);
    facts_flag(maker, list);
}

void facts_add_texts(const struct maker *maker, struct value *parent, const char *name,
                     const struct text_pair *texts, size_t count, const struct source *source)
{
    struct value *map = value_map(maker->arena, parent, name);
    for (size_t i = 0; i < count; i++) {
        if (texts[i].parts)
            add_text_list(maker, map, &texts[i], source);
        else
            fact_text(maker, map, texts[i].name, texts[i].text, source);
    }
}
