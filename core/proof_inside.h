/*
 * What the rules of the proof-reading share, and nobody else includes. core/proof.c runs them from
 * its table, one after the other; each looks at a script and tells what it finds:
 *
 *     static void look(struct proofing *of, const struct script *script)
 *     {
 *         ...
 *         proof_tell(of, &(struct span){script, block, from, to},
 *               TR("what is wrong", "…"), TR("what to write", "…"));
 *     }
 *
 *     proof_marks.c    punctuation: widths, pairs, doubles, spaces
 *     proof_forms.c    document numbers and dates
 *     proof_names.c    names of jurisdictions
 *     proof_figures.c  figures that were typed
 *     proof_grades.c   the lists of grades
 *     proof_counts.c   sums, numbered headings, stated counts
 *     proof_claims.c   "all", sentences said twice, sections without a record
 */
#ifndef KAOPING_CORE_PROOF_INSIDE_H
#define KAOPING_CORE_PROOF_INSIDE_H

#include "core/decimal.h"
#include "core/proof.h"
#include "core/proof_text.h"

struct parent;

struct proofing {
    struct proof *proof;
    struct scripts scripts;
    const struct proof_rule *rule; /* that is looked for */
    const struct value *facts;
    struct parent *parents; /* of the draft's facts, by address */
    size_t parent_count;
    size_t room; /* in proof->list */
};

/* Signs of a block, from the first to behind the last. */
struct span {
    const struct script *script;
    const struct block *block;
    size_t from, to;
};

/* Tells a finding of the rule that is looked for. The texts are copied. */
void proof_tell(struct proofing *of, const struct span *span, const char *reason,
                const char *remedy);

/* A text of the arena. */
const char *proof_say(struct proofing *of, const char *format, ...)
    __attribute__((format(printf, 2, 3), format_arg(2), returns_nonnull));

/* The signs as text; tags as {{…}}. */
const char *span_text(struct proofing *of, const struct span *span);

/* The fact that the sign belongs to; NULL where it was typed or stands in a template. */
const struct value *fact_at(const struct span *span, size_t i);
const struct mustache_mark *mark_at(const struct script *script, const struct block *block,
                                    size_t i);

/* The map or list that a fact of the draft is a member of; NULL for none. */
const struct value *fact_parent(const struct proofing *of, const struct value *fact);

/* From where to where a part of the block goes on around `i`, at most block->count: between two of
 * these marks, or within 500 signs, for no sentence is longer. */
size_t part_begin(const struct block *block, size_t i, const char32_t *marks);
size_t part_end(const struct block *block, size_t i, const char32_t *marks);

/* A number that begins at `i` and is not the rest of a longer one: its value, and its signs to
 * *size; NOT_A_NUMBER for none. */
struct decimal number_at(const struct block *block, size_t i, size_t *size);

/* The rules. */
void look_half_width(struct proofing *of, const struct script *script);
void look_full_width(struct proofing *of, const struct script *script);
void look_pairs(struct proofing *of, const struct script *script);
void look_doubled(struct proofing *of, const struct script *script);
void look_spaces(struct proofing *of, const struct script *script);
void look_numbers(struct proofing *of, const struct script *script);
void look_dates(struct proofing *of, const struct script *script);
void look_names(struct proofing *of, const struct script *script);
void look_typed(struct proofing *of, const struct script *script);
void look_contradicted(struct proofing *of, const struct script *script);
void look_typed_year(struct proofing *of, const struct script *script);
void look_grade_counts(struct proofing *of, const struct script *script);
void look_two_grades(struct proofing *of, const struct script *script);
void look_wrong_grade(struct proofing *of, const struct script *script);
void look_no_grade(struct proofing *of, const struct script *script);
void look_sums(struct proofing *of, const struct script *script);
void look_headings(struct proofing *of, const struct script *script);
void look_stated(struct proofing *of, const struct script *script);
void look_all(struct proofing *of, const struct script *script);
void look_repeated(struct proofing *of, const struct script *script);
void look_no_record(struct proofing *of, const struct script *script);

#endif
