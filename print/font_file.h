/*
 * Whether a file is a font that can be printed from: TrueType or OpenType, or a collection of them,
 * and whole. FreeType opens a file that was cut off, and then has no outlines for some characters.
 *
 *     enum font_fault fault = font_file_check(path, 0);
 */
#ifndef KAOPING_PRINT_FONT_FILE_H
#define KAOPING_PRINT_FONT_FILE_H

#include <stdbool.h>

enum font_fault {
    FONT_WHOLE,
    FONT_UNREADABLE, /* it can not be opened: gone, or not permitted */
    FONT_NONE,       /* it is no font, or empty */
    FONT_CUT,        /* what it says to hold lies behind its end */
    FONT_EMPTY       /* it holds no character; fontconfig's finding, never of font_file_check */
};

/* `index` counts within a collection; of an instance of a font with axes, as fontconfig does. */
enum font_fault font_file_check(const char *path, int index);

/* Whether the name ends as a font's: .ttf, .otf, .ttc, .otc. */
bool font_file_is_named_so(const char *name);

/* What is wrong, and what to do, in the language in force; "" for FONT_WHOLE. */
const char *font_fault_words(enum font_fault fault);

#endif
