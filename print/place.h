/*
 * Where the atoms of a line stand in it: the second half of print/line.h.
 */
#ifndef KAOPING_PRINT_PLACE_H
#define KAOPING_PRINT_PLACE_H

#include "print/line.h"

/* The width of a run of letters and digits that is `natural` wide by its own measure. */
double run_width(const struct setting *setting, double natural);

/* The width of an atom that has a cell. */
double cell_width(const struct setting *setting, const struct atom *atom);

/* Sets `count` atoms as the line, which has its indent, from and to already; its runs live in
 * `arena`. `text` is that of the atoms. */
void place(struct arena *arena, const struct setting *setting, const struct atom *atoms,
           size_t count, const char *text, struct line *line);

#endif
