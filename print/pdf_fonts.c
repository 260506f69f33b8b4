#include "print/pdf_fonts.h"

#include "core/buffer.h"
#include "core/memory.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <qpdf/qpdf-c.h>
#include <stdlib.h>

struct checking {
    qpdf_data pdf;
    FT_Library library;
    int *seen; /* object numbers of descriptors */
    size_t count;
    bool whole;
};

static bool is_new(struct checking *checking, int number)
{
    for (size_t i = 0; i < checking->count; i++)
        if (checking->seen[i] == number)
            return false;
    checking->seen = memory_resize(checking->seen, (checking->count + 1) * sizeof *checking->seen);
    checking->seen[checking->count++] = number;
    return true;
}

static bool loads_all(FT_Library library, const unsigned char *bytes, size_t size)
{
    FT_Face face;
    if (FT_New_Memory_Face(library, bytes, (FT_Long)size, 0, &face))
        return false;
    bool whole = true;
    for (FT_Long i = 0; i < face->num_glyphs && whole; i++)
        whole = FT_Load_Glyph(face, (FT_UInt)i, FT_LOAD_NO_SCALE | FT_LOAD_NO_HINTING) == 0;
    FT_Done_Face(face);
    return whole;
}

static void check_file(struct checking *checking, qpdf_oh file)
{
    unsigned char *bytes = NULL;
    size_t size = 0;
    if (!qpdf_oh_is_stream(checking->pdf, file))
        return;
    QPDF_ERROR_CODE trouble =
        qpdf_oh_get_stream_data(checking->pdf, file, qpdf_dl_all, NULL, &bytes, &size);
    checking->whole =
        checking->whole && !(trouble & QPDF_ERRORS) && loads_all(checking->library, bytes, size);
    free(bytes);
}

/* A composite font's descriptor is its descendant's. */
static void check_font(struct checking *checking, qpdf_oh font)
{
    static const char *const files[] = {"/FontFile", "/FontFile2", "/FontFile3"};
    qpdf_data pdf = checking->pdf;
    qpdf_oh descendants = qpdf_oh_get_key(pdf, font, "/DescendantFonts");
    qpdf_oh holder =
        qpdf_oh_is_array(pdf, descendants) ? qpdf_oh_get_array_item(pdf, descendants, 0) : font;
    qpdf_oh descriptor = qpdf_oh_get_key(pdf, holder, "/FontDescriptor");
    if (!qpdf_oh_is_dictionary(pdf, descriptor) ||
        !is_new(checking, qpdf_oh_get_object_id(pdf, descriptor)))
        return;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        check_file(checking, qpdf_oh_get_key(pdf, descriptor, files[i]));
}

static void check_page(struct checking *checking, qpdf_oh page)
{
    qpdf_data pdf = checking->pdf;
    qpdf_oh resources = qpdf_oh_get_key(pdf, page, "/Resources");
    qpdf_oh fonts = qpdf_oh_is_dictionary(pdf, resources) ? qpdf_oh_get_key(pdf, resources, "/Font")
                                                          : qpdf_oh_new_null(pdf);
    if (!qpdf_oh_is_dictionary(pdf, fonts))
        return;
    for (qpdf_oh_begin_dict_key_iter(pdf, fonts); qpdf_oh_dict_more_keys(pdf);) {
        const char *name = qpdf_oh_dict_next_key(pdf);
        check_font(checking, qpdf_oh_get_key(pdf, fonts, name));
    }
}

bool pdf_fonts_are_whole(const struct buffer *drawn)
{
    struct checking checking = {.pdf = qpdf_init(), .whole = true};
    if (FT_Init_FreeType(&checking.library))
        abort();
    qpdf_silence_errors(checking.pdf);
    qpdf_set_suppress_warnings(checking.pdf, QPDF_TRUE);
    QPDF_ERROR_CODE trouble =
        qpdf_read_memory(checking.pdf, "circular", drawn->bytes, drawn->size, NULL);
    int pages = trouble & QPDF_ERRORS ? 0 : qpdf_get_num_pages(checking.pdf);
    for (int i = 0; i < pages && checking.whole; i++)
        check_page(&checking, qpdf_get_page_n(checking.pdf, (size_t)i));
    if (qpdf_has_error(checking.pdf))
        qpdf_get_error(checking.pdf); /* it would be said on standard error else */
    qpdf_cleanup(&checking.pdf);
    FT_Done_FreeType(checking.library);
    free(checking.seen);
    return pages > 0 && checking.whole;
}
