/*
 * A circular on paper, measured: what kaoping-print writes, read back from the PDF.
 *
 *     record_folder_new();
 *     paper_print(&job);                           // circular.pdf in the folder
 *     paper_read();
 *     for (size_t i = 0; i < paper.glyph_count; i++)
 *         use(&paper.glyphs[i]);
 *     paper_see(1, 254);                           // page 1 as a picture of 10 dots to the mm
 *     assert_true(paper_is_red(x, y));
 *
 * Lengths are millimetres from the page's top left corner.
 */
#ifndef KAOPING_TESTS_HARNESS_PAPER_H
#define KAOPING_TESTS_HARNESS_PAPER_H

#include "core/print_job.h"

#include <stdbool.h>
#include <stddef.h>

enum { GLYPHS_MOST = 60000, BOXES_MOST = 2000 };

/* A glyph of a text: where it begins on its baseline. The widths of a run's glyphs are not in the
 * stream, so all but the first are where they are only if those before are as wide as the type. */
struct glyph {
    int page;
    double x, baseline, size;
    char font[8];
    unsigned code;
    bool first; /* of what is set anew: nothing stands before it */
};

/* A filled box. */
struct box {
    int page;
    double x, y, width, height;
    bool red;
};

struct paper {
    struct glyph glyphs[GLYPHS_MOST];
    size_t glyph_count;
    struct box boxes[BOXES_MOST];
    size_t box_count;
    int pages;
};
extern struct paper paper;

/* Prints the job to circular.pdf in the record's folder; gives what was said of fonts. Fails the
 * test if the program does. */
const char *paper_print(const struct print_job *job);

/* Reads circular.pdf's pages. */
void paper_read(void);

/* Renders a page. */
void paper_see(int page, int dots_per_inch);

/* Of the page that is seen: whether there is ink of any colour, or red ink, within the rectangle.
 */
bool paper_has_ink(double left, double top, double right, double bottom);
bool paper_has_red(double left, double top, double right, double bottom);

/* Where its ink begins and ends there; false for none. */
bool paper_find_ink(double *left, double *top, double *right, double *bottom);

#endif
