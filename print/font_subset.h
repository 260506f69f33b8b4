/*
 * A font cut down to some characters, as a file that only this process sees.
 *
 *     FcPattern *pattern = font_subset(font, characters);
 *     if (pattern)
 *         ...                                  // a font of its own for fontconfig and pango
 *     FcPatternDestroy(pattern);
 *
 * Where cairo 1.16 embeds a part of a font with CFF outlines, it may leave out a subroutine that
 * one of them calls: the character (如 of Noto Sans CJK SC, say) is copied and searched, and not
 * seen. HarfBuzz writes the outlines without subroutines.
 */
#ifndef KAOPING_PRINT_FONT_SUBSET_H
#define KAOPING_PRINT_FONT_SUBSET_H

#include "print/font_list.h"

/* The caller destroys the pattern; its file stays for as long as the process runs. NULL for a font
 * with other outlines, or without any of the characters, and where the system gives no memory for
 * the file. */
FcPattern *font_subset(const struct font *font, const FcCharSet *characters);

#endif
