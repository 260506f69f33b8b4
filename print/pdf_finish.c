#include "print/pdf_finish.h"

#include "core/buffer.h"
#include "core/language.h"

#include <qpdf/qpdf-c.h>

/* Readers want one document above all paragraphs; cairo has none that goes on over pages. */
static void join_paragraphs(qpdf_data pdf)
{
    qpdf_oh tree = qpdf_oh_get_key(pdf, qpdf_get_root(pdf), "/StructTreeRoot");
    qpdf_oh kids = qpdf_oh_is_dictionary(pdf, tree) ? qpdf_oh_get_key(pdf, tree, "/K") : 0;
    if (!kids || !qpdf_oh_is_array(pdf, kids))
        return;
    qpdf_oh document = qpdf_make_indirect_object(pdf, qpdf_oh_new_dictionary(pdf));
    qpdf_oh_replace_key(pdf, document, "/Type", qpdf_oh_new_name(pdf, "/StructElem"));
    qpdf_oh_replace_key(pdf, document, "/S", qpdf_oh_new_name(pdf, "/Document"));
    qpdf_oh_replace_key(pdf, document, "/P", tree);
    qpdf_oh_replace_key(pdf, document, "/K", kids);
    for (int i = 0; i < qpdf_oh_get_array_n_items(pdf, kids); i++) {
        qpdf_oh kid = qpdf_oh_get_array_item(pdf, kids, i);
        qpdf_oh_replace_key(pdf, kid, "/P", document);
        qpdf_oh_release(pdf, kid);
    }
    qpdf_oh_replace_key(pdf, tree, "/K", document);
}

static QPDF_ERROR_CODE write_all(qpdf_data pdf, const char *language)
{
    qpdf_oh root = qpdf_get_root(pdf), preferences = qpdf_oh_new_dictionary(pdf);
    qpdf_oh marked = qpdf_oh_new_dictionary(pdf);
    qpdf_oh_replace_key(pdf, root, "/Lang", qpdf_oh_new_unicode_string(pdf, language));
    qpdf_oh_replace_key(pdf, preferences, "/DisplayDocTitle", qpdf_oh_new_bool(pdf, QPDF_TRUE));
    qpdf_oh_replace_key(pdf, root, "/ViewerPreferences", preferences);
    qpdf_oh_replace_key(pdf, marked, "/Marked", qpdf_oh_new_bool(pdf, QPDF_TRUE));
    qpdf_oh_replace_key(pdf, root, "/MarkInfo", marked);
    join_paragraphs(pdf);
    QPDF_ERROR_CODE trouble = qpdf_init_write_memory(pdf);
    if (trouble & QPDF_ERRORS)
        return trouble;
    qpdf_set_deterministic_ID(pdf, QPDF_TRUE);
    qpdf_set_object_stream_mode(pdf, qpdf_o_generate);
    return qpdf_write(pdf);
}

enum status pdf_finish(const struct buffer *drawn, const char *language, struct buffer *out,
                       struct error *error)
{
    qpdf_data pdf = qpdf_init();
    qpdf_silence_errors(pdf);
    qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
    QPDF_ERROR_CODE trouble = qpdf_read_memory(pdf, "circular", drawn->bytes, drawn->size, NULL);
    if (!(trouble & QPDF_ERRORS))
        trouble = write_all(pdf, language);
    enum status status = STATUS_OK;
    if (trouble & QPDF_ERRORS || qpdf_has_error(pdf))
        status = fail(error, STATUS_FAILED, NULL, 0,
                      TR("the PDF could not be finished (%s): use html, and report it",
                         "无法完成 PDF（%s）：请改用 html，并反馈此问题"),
                      qpdf_get_error_full_text(pdf, qpdf_get_error(pdf)));
    else
        buffer_add_bytes(out, (const char *)qpdf_get_buffer(pdf), qpdf_get_buffer_length(pdf));
    qpdf_cleanup(&pdf);
    return status;
}
