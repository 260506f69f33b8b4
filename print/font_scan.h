/*
 * The folders of fonts, as fontconfig reads them, with no word from the host's configuration.
 *
 *     struct font_scan *scan = font_scan_new("/a/fonts:/usr/share/fonts");
 *     const FcFontSet *set = font_scan_fonts(scan);
 *     FcConfig *config = font_scan_only(scan, chosen, count);    // of a few of them
 *     font_scan_report(scan, &notes);
 *     FcConfigDestroy(config);
 *     font_scan_free(scan);
 *
 * What a scan found is kept below the user's cache folder ($XDG_CACHE_HOME/kaoping/fonts), for
 * reading the fonts of Debian's usual packages anew takes a third of a second. A folder that
 * changed, or a file in it, is read again.
 */
#ifndef KAOPING_PRINT_FONT_SCAN_H
#define KAOPING_PRINT_FONT_SCAN_H

#include "print/font_file.h"

#include <fontconfig/fontconfig.h>
#include <stddef.h>

struct buffer;
struct font_scan;

/* Reads them all; folders that are not there are passed over. */
struct font_scan *font_scan_new(const char *folders);
void font_scan_free(struct font_scan *scan); /* takes NULL */

/* All that was found, borrowed. */
const FcFontSet *font_scan_fonts(const struct font_scan *scan);

/* Where a file's folder stands in the order in which they were given, from 0. */
size_t font_scan_folder(const struct font_scan *scan, const char *file);

/* A configuration of these fonts; others are in it only where they cost no scan. The caller
 * destroys it. */
FcConfig *font_scan_only(const struct font_scan *scan, const FcPattern *const *fonts, size_t count);

/* A file is not used because of a fault: it will be reported. */
void font_scan_fault(struct font_scan *scan, const char *file, enum font_fault fault);

/* Appends a line for each file that is named like a font and can not be used. */
void font_scan_report(const struct font_scan *scan, struct buffer *notes);

#endif
