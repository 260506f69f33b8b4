/*
 * The fonts of a circular: which font each face is set in, and which other font gives a glyph that
 * it does not have.
 *
 *     struct faces *faces;
 *     if (faces_new(page.style, job.fonts, &faces, &error))
 *         return error.status;
 *     PangoContext *context = faces_context(faces);
 *     const PangoFontDescription *body = faces_description(faces, FACE_BODY, 16);
 *     if (!faces_have(faces, FACE_BODY, 0x20BB7))
 *         ...                                     // no font: set 〔U+20BB7〕 in its place
 *     GList *items = pango_itemize(context, text, ...);
 *     faces_note(faces, FACE_BODY, item, text);   // for each item that is set
 *     faces_report(faces, &notes);
 *     faces_free(faces);
 *
 * What is chosen depends on the font files that are there and on nothing else of the host: no
 * configuration of fontconfig is read, neither the locale nor the order of a folder's entries
 * matters. A face's own font comes first for every script, so that “ ” … — · are the Chinese ones.
 */
#ifndef KAOPING_PRINT_FACES_H
#define KAOPING_PRINT_FACES_H

#include "core/error.h"
#include "core/print_style.h"

#include <pango/pango.h>
#include <stdbool.h>
#include <stdint.h>

struct buffer;
struct faces;

/* Finds the fonts: in `folders` (parted by `:`, the first comes first; may be ""), then in the
 * system's and the user's own. STATUS_FAILED where no font among them is Chinese. Makes its fonts
 * the process's own for fontconfig, so one lives at a time. The caller frees *out. */
enum status faces_new(const struct print_style *style, const char *folders, struct faces **out,
                      struct error *error);

/* The same, in these folders alone. */
enum status faces_new_within(const struct print_style *style, const char *folders,
                             struct faces **out, struct error *error);

/* Takes NULL. */
void faces_free(struct faces *faces);

/* Borrowed: of 72 dots to the inch, without hinting, positions not rounded, in Chinese. */
PangoContext *faces_context(const struct faces *faces);

/* A face in a size; borrowed. */
const PangoFontDescription *faces_description(struct faces *faces, enum face face, double points);

/* Whether the face or one of those that stand in for it has the character. Blanks, controls and
 * others that show nothing count as had. */
bool faces_have(const struct faces *faces, enum face face, uint32_t character);

/* An item of pango's was set from `text` (the text that its offset counts in): remembers each
 * character of it that another font gave, or that none has. */
void faces_note(struct faces *faces, enum face face, const PangoItem *item, const char *text);

/* From now on every character that was set so far is drawn from outlines that are taken out of the
 * font beforehand (print/font_subset.h). The context, descriptions and whatever came from them hold
 * no more. */
void faces_take_out(struct faces *faces);

/* A character was set as something else, because no font has it (faces_have). */
void faces_note_missing(struct faces *faces, enum face face, uint32_t character);

/* Appends what a person should know, a line each, in the language in force: a font that is missing
 * or broken and what stands in, characters that another font gave, characters that none has. */
void faces_report(const struct faces *faces, struct buffer *notes);

#endif
