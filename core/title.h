/*
 * A title's lines: GB/T 9704-2012 §7.3.1 wants words whole, lines of fitting length, and the whole
 * of them a trapezium or a diamond.
 *
 *     struct buffer lines = BUFFER_EMPTY;
 *     title_break("关于印发方案的通知", TITLE_COLUMNS, &lines);     // line feeds part the lines
 *
 * The author's line feeds stay; a line of theirs is broken only where it is too long. A proposed
 * break stands behind 关于, beside 的 or at the border of a word that titles are made of, and never
 * within a number, a word of letters or, if it can be helped, within 《》. Widths rise, fall, or
 * rise and then fall; there is no hourglass, but where nothing else is possible (a title of more
 * lines than one reads) lines are filled.
 */
#ifndef KAOPING_CORE_TITLE_H
#define KAOPING_CORE_TITLE_H

#include <stddef.h>

struct buffer;

enum { TITLE_COLUMNS = 38 }; /* 19 characters of 22 pt within 156 mm */

/* Appends the title in lines of at most `columns` columns of a terminal, two to a character. */
void title_break(const char *title, size_t columns, struct buffer *out);

#endif
