/*
 * One year's assessment in memory: what a commit of the record says, parsed, immutable, in one
 * arena. It comes from core/load.h; scores come from core/score.h, facts from core/facts.h.
 *
 *     jurisdictions × items = entries: an entry is one item for one jurisdiction that it applies
 * to, with its report, decision and confirmation, as far as there are any.
 *
 * Every pointer here is borrowed from the assessment and lives as long as its arena.
 */
#ifndef KAOPING_CORE_ASSESSMENT_H
#define KAOPING_CORE_ASSESSMENT_H

#include "core/decimal.h"
#include "core/print_style.h"
#include "core/reviewers.h"
#include "core/rule.h"
#include "core/words.h"

#include <stdbool.h>
#include <stddef.h>

struct field;
struct publication;

enum { RECORD_FORMAT = 1, PATH_MOST = 256 };

enum { DAY_SIZE = 11 }; /* of a day, 2021-06-30, as text */

struct programme {
    const char *name, *document, *number, *period, *group;
    const char **departments;
    size_t department_count;
    const char *language; /* "zh" or "en" */
};

struct quota {
    const char *class;
    int most;
};

struct grade {
    const char *name;
    struct decimal from; /* the total that it takes, itself included; 0 for the last */
    int best;            /* the worst rank that may have it; 0 for any */
    struct quota *quotas;
    size_t quota_count;
};

/* Something with an id and a name: a class of jurisdictions, an inspection. */
struct label {
    const char *id, *name;
};

/* A text for the templates, `circular:` of assessment.md or `texts:` of a jurisdiction; or a list
 * of texts, with `text` all of them joined by 、. */
struct text_pair {
    const char *name, *text;
    const char **parts; /* NULL for a single text */
    size_t part_count;
};

struct jurisdiction {
    const char *id, *name, *government;
    const char *class; /* "" for the whole */
    struct text_pair *texts;
    size_t text_count;
    bool whole; /* the province itself: measured, not ranked */
    int order;
    size_t index; /* in assessment.jurisdictions */
    struct entry **entries;
    size_t entry_count;
};

enum role { ROLE_POINTS, ROLE_BONUS, ROLE_DEDUCTION, ROLE_VETO };

struct category {
    const char *id, *name;
    const char *brief; /* for the head of a narrow column; the name where none is given */
    struct decimal full;
    enum role role;
    bool share;                       /* scored by the share of its items that are done */
    struct decimal credits[VERDICTS]; /* what a verdict counts in a share, 0 to 1 */
    int order;
    size_t index;
    struct item **items;
    size_t item_count;
};

enum direction { DIRECTION_HIGHER, DIRECTION_LOWER, DIRECTION_EQUAL };

struct target {
    const char *jurisdiction;
    struct decimal value;
};

struct earlier {
    int year;
    struct decimal value;
};

enum effect { EFFECT_FAIL, EFFECT_CAP, EFFECT_ZERO };

struct item {
    const char *id; /* "air/good-days" */
    const char *name, *source;
    enum item_kind kind;
    struct category *category;
    int order;
    size_t index;        /* in assessment.items */
    struct decimal full; /* full marks; 0 where it has none of its own */
    const char **groups;
    size_t group_count;
    struct rule rule;
    const char *guidance; /* Markdown */
    const char *blob;     /* the file's object id, in hex */
    const char *path;     /* in the record */

    /* an indicator's */
    const char *unit;
    enum direction direction;
    int places;
    struct decimal target; /* NOT_A_NUMBER if it has none */
    struct target *targets;
    size_t target_count;
    struct earlier *earlier; /* oldest first */
    size_t earlier_count;

    /* a rectification's */
    const char *inspection, *problem, *objective, *measures, *responsible, *supervising;
    int number;
    const char *deadline;           /* a date, "at-once" or "standing"; "" for none */
    const struct label *conditions; /* of its close-out: the year's */
    size_t condition_count;
    int notice_days; /* of the public notice before its close-out: the year's; 0 for none */

    /* a veto's */
    enum effect effect;
    size_t cap;         /* index of the best grade that it leaves */
    const char *zeroes; /* id of the item that it takes to zero */

    const struct entry **entries; /* one for each jurisdiction that it applies to */
    size_t entry_count;
};

struct evidence {
    const char *title, *at, *sha256; /* "" where not known */
};

struct evidences {
    struct evidence *list;
    size_t count;
};

/* 自查 */
struct report {
    const char *value; /* as written; "" for none */
    const char *text;
    const char *reported;
    struct evidences evidence;
    const char *previous; /* blob of the report that it replaced; "" for none */
    const char *reporter; /* who recorded it; "" where the file does not say */
    const char *blob;
};

/* A deadline that was extended (延期): core/terms.h. "" in all three for none. */
struct extension {
    const char *until;    /* the day */
    const char *decision; /* blob of the decision that asked for it */
    const char *by;       /* who granted it: "赵海涛 <zhaohaitao@example.org>" */
};

/* The public notice (公示) of a close-out, from its first day to its last; "" in both for none. */
struct notice {
    char from[DAY_SIZE], until[DAY_SIZE];
};

/* 评定 */
struct decision {
    enum verdict verdict;
    const char *value;              /* as written; "" for none */
    struct decimal number;          /* the value; NOT_A_NUMBER for none */
    struct decimal score;           /* as written; NOT_A_NUMBER for none */
    const char *against, *previous; /* object ids in hex; "" for none */
    struct evidences evidence;
    const char **conditions; /* of a close-out: ids of those that were found met */
    size_t condition_count;
    struct notice notice;      /* of a close-out */
    const char *deadline;      /* of a rectification: the day that it asks for; "" for none */
    struct extension extended; /* what was granted before, and goes along */
    bool reopened;             /* it takes back what stood approved as done */
    const char *reviewer;      /* "李明 <liming@example.org>" */
    const char *decided;
    const char *reason; /* Markdown */
    const char *blob;
};

/* 复核 */
struct confirmation {
    bool returned;        /* else confirmed */
    const char *decision; /* the object id that it is bound to */
    const char *previous;
    const char *reviewer;
    const char *confirmed; /* when */
    const char *reason;
    const char *blob;
};

/* Everything below `confirmation` is derived from the present files (core/terms.h), and from
 * nothing else. A confirmation speaks of the very bytes that it names: it holds while they stand,
 * judged against the item as it is. So it is void as soon as the decision is made anew, taken back,
 * or the item revised; and it holds again when the item is revised back to the same bytes, or when
 * somebody puts the same bytes of the decision back: the second person confirmed exactly them. That
 * the bytes came back by no act of this program is a break of the chain of `previous`, which
 * `verify` reports; the derivation does not look at history. */
struct entry {
    const struct item *item;
    const struct jurisdiction *jurisdiction;
    const struct report *report;       /* NULL for none */
    const struct decision *decision;   /* NULL for none, or where it was taken back */
    const struct decision *withdrawal; /* NULL for none; else what took the last decision back */
    const struct confirmation *confirmation; /* NULL for none; may be of an older decision */
    enum state state;
    bool approved; /* the decision has its second person's word, or needs none; whether the item was
                      revised since does not matter */
    const char *deadline;       /* in force: the item's, or what extends it; "" for none */
    struct extension extension; /* what extends it */
    bool overdue;               /* by the deadline in force */
    size_t index;               /* in assessment.entries */
};

/* A named list of ranked jurisdictions for the circular: `lists:` in assessment.md. It takes in
 * those that are all that it asks for; core/roster.h says which. */
struct roster {
    const char *id, *name;
    const struct category *category; /* it goes by the rate in this category, */
    const struct item *item;         /* or by what this item came to; by the total if by neither */
    const char *class;               /* of that class alone; "" for any */
    bool *grades;                    /* by index in assessment.grades; NULL for any */
    bool *verdicts;                  /* by verdict; NULL for any */
    struct decimal reaches, misses;  /* NOT_A_NUMBER where it does not ask */
    int top, bottom;     /* so many of the best, of the worst; 0 where it does not ask */
    struct grade *parts; /* what its members are sorted into, by name and from */
    size_t part_count;
};

struct assessment {
    struct programme programme;
    const char *year;  /* "2020" */
    const char *today; /* the commit's day, "2021-03-09": what overdue is measured by */
    struct grade *grades;
    size_t grade_count;
    struct label *classes;
    size_t class_count;
    struct label *inspections;
    size_t inspection_count;
    struct label *conditions; /* of a close-out; a name is NULL for one of core/words.h */
    size_t condition_count;
    struct decimal total_most, bonus_most, deduction_most; /* NOT_A_NUMBER for no bound */
    bool exempt_rescales;
    bool two_person;
    int notice_days;          /* of public notice before a close-out, at least; 0 for none */
    bool signatures_required; /* of every commit that writes to the year */
    struct reviewers reviewers;
    const struct publication *publication; /* the last act upon the year; NULL for none */
    const struct category *tie_breaker;    /* NULL for none */
    struct text_pair *texts;
    size_t text_count;
    struct roster *rosters;
    size_t roster_count;
    struct print_style print; /* how the circular is printed */

    struct jurisdiction *jurisdictions; /* ranked ones first, in their order; `whole` last */
    size_t jurisdiction_count;
    size_t ranked_count;
    struct category *categories; /* in their order */
    size_t category_count;
    struct item **items; /* by category, then order */
    size_t item_count;
    struct entry *entries; /* by jurisdiction, category, order */
    size_t entry_count;
    struct entry **matrix; /* entry of jurisdiction j and item i at [j * item_count + i], or NULL */
    const char **left_over; /* paths of decisions that no entry has any more: their item was taken
                               out of the checklist, or does not apply to the jurisdiction now */
    size_t left_over_count;
};

/* By id; NULL if there is none. */
const struct jurisdiction *assessment_jurisdiction(const struct assessment *assessment,
                                                   const char *id);
const struct category *assessment_category(const struct assessment *assessment, const char *id);
const struct item *assessment_item(const struct assessment *assessment, const char *id);

/* The item for the jurisdiction; NULL if it does not apply. */
const struct entry *assessment_entry(const struct assessment *assessment,
                                     const struct jurisdiction *jurisdiction,
                                     const struct item *item);

/* The blob of what stands in the entry's decisions file, a withdrawal included; "" for none. */
const char *entry_present(const struct entry *entry);

/* Whether a second person's word on the present decision stands, and confirms it. */
bool entry_is_confirmed(const struct entry *entry);

/* The condition's name, in the language in force where it is one of core/words.h. */
const char *condition_words(const struct label *condition);

/* Whether the item's close-out has the condition; whether the decision found it met. */
bool item_has_condition(const struct item *item, const char *id);
bool decision_has_condition(const struct decision *decision, const char *id);

/* The item's target for this jurisdiction: its own, or the item's; NOT_A_NUMBER for none. */
struct decimal item_target(const struct item *item, const struct jurisdiction *jurisdiction);

/* Whether the value reaches the target, in the item's direction. Both must be numbers. */
bool item_reaches(const struct item *item, struct decimal value, struct decimal target);

/* Whether the item is scored one by one: the province is measured and not scored, a share category
 * is scored as a whole, and a veto has no marks. */
bool entry_is_scored(const struct entry *entry);

/* Whether a final circular may rest on the entry: confirmed, or decided where the year asks for no
 * second person. */
bool entry_is_settled(const struct assessment *assessment, const struct entry *entry);

#endif
