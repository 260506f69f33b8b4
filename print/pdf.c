#include "print/pdf.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/provenance.h"
#include "print/compose.h"
#include "print/faces.h"
#include "print/figures.h"
#include "print/paint.h"
#include "print/paper.h"
#include "print/proof.h"

#include <cairo-pdf.h>

static cairo_status_t append(void *out, const unsigned char *bytes, unsigned size)
{
    buffer_add_bytes(out, (const char *)bytes, size);
    return CAIRO_STATUS_SUCCESS;
}

static enum status draw(const struct print_job *job, struct sheet *sheet, struct buffer *out,
                        struct error *error)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(append, out, PAPER_WIDTH, PAPER_HEIGHT);
    cairo_t *cairo = cairo_create(surface);
    paint(cairo, job, sheet);
    cairo_status_t trouble = cairo_status(cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    trouble = trouble ? trouble : cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (trouble)
        return fail(error, STATUS_FAILED, NULL, 0,
                    TR("the PDF could not be drawn: %s", "无法绘制 PDF：%s"),
                    cairo_status_to_string(trouble));
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

enum status pdf_write(const struct print_job *job, struct buffer *out, struct buffer *notes,
                      struct error *error)
{
    struct faces *faces;
    enum status status = faces_new(job->page.style, job->fonts, &faces, error);
    if (status)
        return status;
    struct setter *setter = setter_new(faces);
    struct sheet *sheet = sheet_new(setter);
    compose_all(job, sheet);
    status = draw(job, sheet, out, error);
    faces_report(faces, notes);
    sheet_free(sheet);
    setter_free(setter);
    faces_free(faces);
    return status;
}
