/*
 * The words of a printed circular, where pdftotext sees them: for what stands beside or below each
 * other. Exact places are tests/harness/paper.h's.
 *
 *     paper_print(&job);
 *     words_read();
 *     const struct word *word = word_find("四平市", 2);      // on page 2; 0 for any
 */
#ifndef KAOPING_TESTS_HARNESS_WORDS_H
#define KAOPING_TESTS_HARNESS_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum { WORDS_MOST = 20000, WORD_PAGES_MOST = 100 };

#define WORD_MM (72 / 25.4)

/* Lengths are points from the page's top left corner, as the page is read. */
struct word {
    int page;
    double left, top, right, bottom;
    char text[160];
};

struct words {
    struct word list[WORDS_MOST];
    size_t count;
    int pages;
    double width[WORD_PAGES_MOST + 1], height[WORD_PAGES_MOST + 1]; /* by page, from 1 */
};
extern struct words words;

/* Reads circular.pdf in the record's folder. */
void words_read(void);

/* The first word of that text; fails the test if there is none. */
const struct word *word_find(const char *text, int page);

double word_width(const struct word *word);
double word_middle(const struct word *word); /* its height's */

bool page_is_landscape(int page);

/* Where the type area ends: of an upright page, or of one that was turned with its left edge up. */
double page_area_left(int page);
double page_area_right(int page);

/* Nothing but the page's number stands outside of the type area. */
void words_assert_inside(void);

#endif
