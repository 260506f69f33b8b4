/*
 * Whether the fonts of a PDF that was drawn draw every character: cairo 1.16 embeds some broken.
 *
 *     if (!pdf_fonts_are_whole(&drawn))
 *         ...                                  // draw it again from other outlines
 */
#ifndef KAOPING_PRINT_PDF_FONTS_H
#define KAOPING_PRINT_PDF_FONTS_H

#include <stdbool.h>

struct buffer;

/* False also for what is no PDF. */
bool pdf_fonts_are_whole(const struct buffer *drawn);

#endif
