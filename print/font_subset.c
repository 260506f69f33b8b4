#include "print/font_subset.h"

#include <hb-subset.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PATH_SIZE = 32, CFF = HB_TAG('C', 'F', 'F', ' ') };

static bool has_cff(hb_face_t *face)
{
    hb_blob_t *table = hb_face_reference_table(face, CFF);
    bool has = hb_blob_get_length(table) > 0;
    hb_blob_destroy(table);
    return has;
}

static void add_characters(const FcCharSet *characters, hb_set_t *out)
{
    FcChar32 map[FC_CHARSET_MAP_SIZE], next;
    for (FcChar32 page = FcCharSetFirstPage(characters, map, &next); page != FC_CHARSET_DONE;
         page = FcCharSetNextPage(characters, map, &next))
        for (FcChar32 bit = 0; bit < FC_CHARSET_MAP_SIZE * 32; bit++)
            if (map[bit / 32] >> (bit % 32) & 1)
                hb_set_add(out, page + bit);
}

/* NULL where it fails. */
static hb_face_t *cut_down(hb_face_t *face, const FcCharSet *characters)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        abort();
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_DESUBROUTINIZE);
    add_characters(characters, hb_subset_input_unicode_set(input));
    hb_face_t *cut = hb_subset_or_fail(face, input);
    hb_subset_input_destroy(input);
    return cut;
}

/* A file without a name; its path as this process sees it. False where the system gives none. */
static bool write_file(hb_face_t *face, char path[PATH_SIZE])
{
    hb_blob_t *blob = hb_face_reference_blob(face);
    unsigned size;
    const char *bytes = hb_blob_get_data(blob, &size);
    int file = memfd_create("font", MFD_CLOEXEC);
    bool whole = file >= 0;
    for (unsigned at = 0; whole && at < size;) {
        ssize_t written = write(file, bytes + at, size - at);
        whole = written > 0;
        at += whole ? (unsigned)written : 0;
    }
    hb_blob_destroy(blob);
    snprintf(path, PATH_SIZE, "/proc/self/fd/%d", file);
    if (!whole && file >= 0)
        close(file);
    return whole;
}

static FcPattern *pattern_of(const struct font *font, const char *path, const FcCharSet *characters)
{
    FcPattern *pattern = FcPatternDuplicate(font->pattern);
    if (!pattern || !FcPatternDel(pattern, FC_FILE) || !FcPatternDel(pattern, FC_CHARSET))
        abort();
    FcPatternDel(pattern, FC_INDEX);
    if (!FcPatternAddString(pattern, FC_FILE, (const FcChar8 *)path) ||
        !FcPatternAddInteger(pattern, FC_INDEX, 0) ||
        !FcPatternAddCharSet(pattern, FC_CHARSET, characters))
        abort();
    return pattern;
}

FcPattern *font_subset(const struct font *font, const FcCharSet *characters)
{
    FcCharSet *had = FcCharSetIntersect(font->characters, characters);
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(font->file);
    if (!had)
        abort();
    hb_face_t *face = blob ? hb_face_create(blob, (unsigned)font->index) : NULL;
    hb_face_t *cut = face && FcCharSetCount(had) && has_cff(face) ? cut_down(face, had) : NULL;
    char path[PATH_SIZE];
    FcPattern *pattern = cut && write_file(cut, path) ? pattern_of(font, path, had) : NULL;
    hb_face_destroy(cut);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    FcCharSetDestroy(had);
    return pattern;
}
