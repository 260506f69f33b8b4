#include "print/pdf.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/moment.h"
#include "core/page_part.h"
#include "core/print_style.h"
#include "core/provenance.h"
#include "core/text.h"
#include "print/compose.h"
#include "print/faces.h"
#include "print/figures.h"
#include "print/origin.h"
#include "print/paint.h"
#include "print/paper.h"
#include "print/pdf_finish.h"
#include "print/pdf_fonts.h"
#include "print/proof.h"

#include <cairo-pdf.h>
#include <string.h>

static cairo_status_t append(void *out, const unsigned char *bytes, unsigned size)
{
    buffer_add_bytes(out, (const char *)bytes, size);
    return CAIRO_STATUS_SUCCESS;
}

/* ---- What the document says of itself ---- */

/* The words of the first title; the program's name where there is none. */
static void add_title(const struct print_job *job, struct buffer *out)
{
    struct parts parts;
    parts_begin(&parts, job->page.markdown);
    while (parts_next(&parts) && parts.role != PART_TITLE && parts.role != PART_ANNEX)
        ;
    if (parts.node)
        part_add_text(parts.node, true, NULL, out);
    else
        buffer_add(out, "kaoping");
    parts_end(&parts);
}

static void add_issuers(const struct print_job *job, struct buffer *out)
{
    for (size_t i = 0; i < job->page.style->issuer_count; i++) {
        buffer_add(out, i ? "、" : "");
        text_add_safe(out, job->page.style->issuers[i]);
    }
}

/* The commit's time in UTC; 1970 for a text of no record. */
static void add_date(const struct print_job *job, struct buffer *out)
{
    const struct provenance *of = job->page.provenance;
    struct buffer moment = BUFFER_EMPTY;
    moment_add(&moment, of ? of->when : 0, 0);
    enum { SECONDS = 19 }; /* 2021-03-02T10:12:00 */
    buffer_cut(&moment, SECONDS);
    buffer_format(out, "%sZ", moment.bytes);
    buffer_free(&moment);
}

static void set(cairo_surface_t *surface, cairo_pdf_metadata_t name, struct buffer *text)
{
    cairo_pdf_surface_set_metadata(surface, name, text->bytes);
    buffer_cut(text, 0);
}

static void set_metadata(const struct print_job *job, cairo_surface_t *surface)
{
    const struct provenance *of = job->page.provenance;
    struct buffer text = BUFFER_EMPTY;
    add_title(job, &text);
    set(surface, CAIRO_PDF_METADATA_TITLE, &text);
    add_issuers(job, &text);
    set(surface, CAIRO_PDF_METADATA_AUTHOR, &text);
    if (of) {
        origin_words(job, "，", &text);
        set(surface, CAIRO_PDF_METADATA_SUBJECT, &text);
        buffer_format(&text, "%s, %s", of->record, of->commit);
        set(surface, CAIRO_PDF_METADATA_KEYWORDS, &text);
    }
    buffer_add(&text, "kaoping " VERSION);
    set(surface, CAIRO_PDF_METADATA_CREATOR, &text);
    add_date(job, &text);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, text.bytes);
    set(surface, CAIRO_PDF_METADATA_MOD_DATE, &text);
    buffer_free(&text);
}

/* ---- Drawing ---- */

static enum status draw(const struct print_job *job, struct sheet *sheet, struct buffer *out,
                        struct error *error)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(append, out, PAPER_WIDTH, PAPER_HEIGHT);
    set_metadata(job, surface);
    cairo_t *cairo = cairo_create(surface);
    paint(cairo, job, sheet);
    cairo_status_t trouble = cairo_status(cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    trouble = trouble ? trouble : cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (trouble)
        return fail(error, STATUS_FAILED, NULL, 0,
                    TR("the PDF could not be drawn (%s): use html, and report it",
                       "无法绘制 PDF（%s）：请改用 html，并反馈此问题"),
                    cairo_status_to_string(trouble));
    return STATUS_OK;
}

static enum status check_pages(const struct print_job *job, const struct sheet *sheet,
                               struct error *error)
{
    int pages = (int)sheet->page_count;
    bool wrong = job->first < 0 || job->last < 0 || job->first > pages ||
                 (job->last > 0 && job->last < job->first);
    if (wrong)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("the document has pages 1 to %d: ask for some of them",
                       "文件共 %d 页：请指定其中的页"),
                    pages);
    return STATUS_OK;
}

/* With what a proof has besides. */
static void compose_all(const struct print_job *job, struct sheet *sheet)
{
    const struct provenance *provenance = job->page.provenance;
    if (!job->proof || !provenance) {
        compose(job, sheet, NULL);
        return;
    }
    struct figures *figures = figures_new(provenance->figure_count);
    struct proof_places places;
    compose(job, sheet, figures);
    proof_mark(job, sheet, figures, &places);
    proof_list(job, sheet, &places);
    proof_places_free(&places);
    figures_free(figures);
}

static enum status compose_and_draw(const struct print_job *job, struct faces *faces,
                                    struct buffer *out, struct error *error)
{
    struct setter *setter = setter_new(faces);
    struct sheet *sheet = sheet_new(setter);
    compose_all(job, sheet);
    enum status status = check_pages(job, sheet, error);
    if (!status)
        status = draw(job, sheet, out, error);
    sheet_free(sheet);
    setter_free(setter);
    return status;
}

/* What cairo embeds broken is drawn again from outlines that it embeds whole. */
static enum status draw_whole(const struct print_job *job, struct faces *faces, struct buffer *out,
                              struct error *error)
{
    enum status status = compose_and_draw(job, faces, out, error);
    if (status || pdf_fonts_are_whole(out))
        return status;
    buffer_cut(out, 0);
    faces_take_out(faces);
    status = compose_and_draw(job, faces, out, error);
    return status || pdf_fonts_are_whole(out)
               ? status
               : fail(
                     error, STATUS_FAILED, NULL, 0,
                     TR("a character cannot be put into the PDF from these fonts: name other fonts "
                        "under print: fonts:, or run 'make fonts'",
                        "有字符无法从现有字体嵌入 PDF：请在 print: fonts: "
                        "中改用其他字体，或运行 make fonts"));
}

enum status pdf_write(const struct print_job *job, struct buffer *out, struct buffer *notes,
                      struct error *error)
{
    struct faces *faces;
    struct buffer drawn = BUFFER_EMPTY;
    enum status status = faces_new(job->page.style, job->fonts, &faces, error);
    if (status)
        return status;
    status = draw_whole(job, faces, &drawn, error);
    if (!status)
        status =
            pdf_finish(&drawn, strcmp(job->page.language, "zh") == 0 ? "zh-CN" : job->page.language,
                       out, error);
    buffer_free(&drawn);
    faces_report(faces, notes);
    faces_free(faces);
    return status;
}
