/*
 * Making facts: what core/facts.c and the other facts_….c share. Each adder puts one named
 * value with its source into a map.
 *
 *     struct basis basis = basis_new(maker, 1);
 *     basis_add(maker, &basis, entry);
 *     const struct source *source = source_new(maker, TR("as decided", "按评定"), &basis);
 *     fact_truth(maker, map, "met", true, source);
 */
#ifndef KAOPING_CORE_FACTS_MAKE_H
#define KAOPING_CORE_FACTS_MAKE_H

#include "core/facts.h"

struct buffer;

/* Of a category's score for one jurisdiction; without basis where it does not concern it. */
struct score_sources {
    const struct source *score, *rate;
};

struct maker {
    struct arena *arena;
    const struct tally *tally;
    const struct assessment *assessment;
    int year;
    const struct source **items;         /* the file of each, by item.index */
    const struct source **jurisdictions; /* the file of each, by jurisdiction.index */
    const struct source **totals;        /* by jurisdiction.index */
    const struct source *rank, *grade;   /* over every ranked jurisdiction's entries */
    const struct source *year_file;      /* assessment.md */
    struct score_sources *scores;        /* of each jurisdiction's categories: maker_score() */
    struct value **score_lists;          /* by jurisdiction.index: `scores` of a ranked one */
};

/* Entries that a fact rests on, while they are gathered; facts share one. */
struct basis {
    const struct entry **list;
    size_t count;
    const struct entry *open;
    size_t open_count;
};

/* The answer to a question that may lack what it takes to answer it. */
enum answer { ANSWER_NO, ANSWER_YES, ANSWER_UNKNOWN };

/* An empty basis with room for `most` entries. */
struct basis basis_new(const struct maker *maker, size_t most);
void basis_add(const struct maker *maker, struct basis *basis, const struct entry *entry);

const struct source *source_new(const struct maker *maker, const char *formula,
                                const struct basis *basis);

/* The source of what stands in a file of the year and rests on no decision. */
const struct source *source_file(const struct maker *maker, const char *path);

/* Adders. What is not known is VALUE_NULL: a NULL text, NOT_A_NUMBER; an unknown answer too, unless
 * its source is open: then it is not known yet, and no. */
void fact_text(const struct maker *maker, struct value *map, const char *name, const char *text,
               const struct source *source);
void fact_truth(const struct maker *maker, struct value *map, const char *name, bool truth,
                const struct source *source);
void fact_answer(const struct maker *maker, struct value *map, const char *name, enum answer answer,
                 const struct source *source);
void fact_count(const struct maker *maker, struct value *map, const char *name, size_t count,
                const struct source *source);
/* With at most SCORE_PLACES behind the point: scores, totals, rates. */
void fact_score(const struct maker *maker, struct value *map, const char *name,
                struct decimal number, const struct source *source);
/* part ÷ whole in percent. */
void fact_rate(const struct maker *maker, struct value *map, const char *name, struct decimal part,
               struct decimal whole, const struct source *source);
/* As it was written: 90 where a value is shown as 91.8. */
void fact_exact(const struct maker *maker, struct value *map, const char *name,
                struct decimal number, const struct source *source);
/* In the item's places. */
void fact_figure(const struct maker *maker, struct value *map, const char *name,
                 const struct item *item, struct decimal number, const struct source *source);
struct value *fact_list(const struct maker *maker, struct value *map, const char *name,
                        const struct source *source);

/* Joins names by 、; fact_names adds what was joined and frees the buffer. */
void names_add(struct buffer *names, const char *name);
void fact_names(const struct maker *maker, struct value *map, const char *name,
                struct buffer *names, const struct source *source);

/* Gives every member of a finished list of maps its `ordinal` (1), `numeral` (一), `first`, `last`
 * and `more`. */
void facts_flag(const struct maker *maker, struct value *list);

/* The map `name` of texts; a list of texts is a map of `count`, `names` and `list` (of `name`). */
void facts_add_texts(const struct maker *maker, struct value *parent, const char *name,
                     const struct text_pair *texts, size_t count, const struct source *source);

/* core/facts_standing.c: what a jurisdiction came to, as facts of its own and as member of a list.
 * `names` is what its names rest on: the jurisdiction's file, or what made it a member. A member
 * also has `id`. */
void facts_add_standing(const struct maker *maker, struct value *map,
                        const struct standing *standing, const struct source *names);
struct value *facts_add_member(const struct maker *maker, struct value *list,
                               const struct standing *standing);
/* Its sums by role, and `scores`: its categories in the order of scored-categories. */
void facts_add_scores(const struct maker *maker, struct value *member,
                      const struct standing *standing);
void facts_add_scored_categories(const struct maker *maker, struct value *root);

/* core/facts_list.c: the year's own lists: jurisdictions, ranking, grades, classes. */
void facts_add_lists(const struct maker *maker, struct value *root);

/* core/facts_roster.c: the lists that the year names. */
void facts_add_rosters(const struct maker *maker, struct value *root);

/* core/facts_item.c: the facts of one entry, as a member of `category` named by its item. */
void facts_add_entry(const struct maker *maker, struct value *category, const struct entry *entry);
enum answer entry_reached(const struct entry *entry);
/* Years up to this one in which the target was reached, without a break; -1 while not known. */
int entry_years_running(const struct maker *maker, const struct entry *entry);

/* core/facts_count.c: what is counted over many entries. */
void facts_add_items(const struct maker *maker, struct value *root);
void facts_add_groups(const struct maker *maker, struct value *root);
void facts_add_categories(const struct maker *maker, struct value *root);
void facts_add_rectification(const struct maker *maker, struct value *root);
void facts_add_vetoes(const struct maker *maker, struct value *root);

/* The name of an item within its category, the name of a category's file. */
const char *item_short_id(const struct item *item);
const struct source *source_category(const struct maker *maker, const struct category *category);

struct score_sources *maker_score(const struct maker *maker,
                                  const struct jurisdiction *jurisdiction,
                                  const struct category *category);

#endif
