/*
 * Where the figures of a rendered circular came from: for each place in its Markdown that a fact
 * filled, the fact, its formula, and the decisions with their commits. Made by records/render.h;
 * the HTML page links to it, and the proof (kaoping-print) lists it for the leading group to sign.
 */
#ifndef KAOPING_CORE_PROVENANCE_H
#define KAOPING_CORE_PROVENANCE_H

#include <stddef.h>

/* A decision that figures rest on; all are texts as they are shown. */
struct provenance_decision {
    const char *jurisdiction, *item; /* 四平市; air/good-days */
    const char *name;                /* 优良天数比例 */
    const char *finding;             /* 完成 89.9% 4分; 待评定 */
    const char *reviewer;            /* 李明; "" while pending */
    const char *commit;              /* hex; "" where none was found */
};

/* A place of the Markdown; several may be of the same fact. */
struct provenance_figure {
    size_t from, to; /* bytes of the Markdown */
    size_t source;   /* index of its source */
};

/* A fact that stands in the circular. Its number on paper is its index + 1. */
struct provenance_source {
    const char *name;        /* whole.air.good-days.value */
    const char *text;        /* 89.8 */
    const char *formula;     /* in words */
    const size_t *decisions; /* indices, `listed` of them */
    size_t listed;           /* at most PROVENANCE_LISTED */
    size_t count; /* how many it rests on; where more than are listed, `kaoping trace` does */
};

enum { PROVENANCE_LISTED = 40 };

struct provenance {
    struct provenance_figure *figures; /* in the Markdown's order, none within another */
    size_t figure_count;
    struct provenance_source *sources; /* in the order in which they first stand there */
    size_t source_count;
    struct provenance_decision *decisions; /* those that are listed, once each */
    size_t decision_count;
    const char *record, *commit; /* the programme's name, the same in every clone; hex */
    const char *sha256;          /* of the Markdown */
    long long when;              /* of the commit, seconds since 1970 */
};

#endif
