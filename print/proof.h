/*
 * The proof: the circular as it is checked and signed before it is printed.
 *
 * Beside the pages as they are, each line of text has its number on that page in the left margin;
 * each figure is underlined, and the number of its source stands in the right margin of the line
 * where it begins. Behind the last page follow the sources by their numbers, with place, formula
 * and decisions (D1, D2, …), those decisions, each once, with their commits, the record that all
 * of it came from, and lines for the leading group's signatures.
 *
 *     compose(job, sheet, figures);
 *     proof_mark(job, sheet, figures, &places);
 *     proof_list(job, sheet, &places);
 *     proof_places_free(&places);
 */
#ifndef KAOPING_PRINT_PROOF_H
#define KAOPING_PRINT_PROOF_H

#include "core/language.h"
#include "core/print_job.h"
#include "print/figures.h"
#include "print/sheet.h"

#define WRITING_RULE 0.5 /* pt: under figures, and to sign on */

/* Of our own words: the programme's, whoever prints. */
enum language proof_language(const struct print_job *job);

/* Where a source's figures begin, in their order. */
struct proof_place {
    size_t source;
    size_t page, line; /* from 1 */
};

struct proof_places {
    struct proof_place *list;
    size_t count, room;
};

/* Adds what stands in the margins of all pages. The caller frees the places. */
void proof_mark(const struct print_job *job, struct sheet *sheet, struct figures *figures,
                struct proof_places *places);
void proof_places_free(struct proof_places *places);

/* Appends the list, on portrait pages (print/proof_list.c). */
void proof_list(const struct print_job *job, struct sheet *sheet,
                const struct proof_places *places);

#endif
