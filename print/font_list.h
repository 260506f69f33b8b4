/*
 * The fonts that are there: every outline font of some folders, as fontconfig reads it, without the
 * host's configuration.
 *
 *     struct font_list *list = font_list_new("/a/fonts:/usr/share/fonts");
 *     for (size_t i = 0; i < font_list_count(list); i++)
 *         if (font_is_whole(list, i))
 *             use(font_list_at(list, i));
 *     font_list_free(list);
 *
 * The list is sorted by what the fonts are; where they lie decides only between two that are the
 * same by all that they say of themselves.
 */
#ifndef KAOPING_PRINT_FONT_LIST_H
#define KAOPING_PRINT_FONT_LIST_H

#include "print/font_scan.h"

#include <fontconfig/fontconfig.h>
#include <stdbool.h>
#include <stddef.h>

struct font_list;

/* A font; all is borrowed from its list. */
struct font {
    const FcPattern *pattern;
    const FcCharSet *characters;
    const char *name;       /* as people know it: its family, with Bold where it is */
    const char *family;     /* the first of its names */
    const char *postscript; /* "" for none */
    const char *file;
    int index;  /* within the file */
    int weight; /* as fontconfig counts, FC_WEIGHT_REGULAR for 80 */
    bool plain; /* neither slanted, nor narrow or wide, nor of one width */
    bool coloured;
    bool chinese; /* has what mainland China's standard asks for */
    int version;
    unsigned size; /* how many characters it has */
    size_t folder; /* of the order in which the folders were given */
    enum { FONT_UNSEEN, FONT_GOOD, FONT_BAD } seen; /* of font_is_whole */
};

struct font_list *font_list_new(const char *folders);
void font_list_free(struct font_list *list); /* takes NULL */

size_t font_list_count(const struct font_list *list);
const struct font *font_list_at(const struct font_list *list, size_t index);

/* Looks at the file, the first time. What is not whole will be reported. */
bool font_is_whole(struct font_list *list, size_t index);

/* The folders' scan, borrowed. */
const struct font_scan *font_list_scan(const struct font_list *list);

/* Whether a font carries the name, in any language, with or without blanks. */
bool font_is_named(const struct font *font, const char *name);

#endif
