/*
 * The circular of a snapshot in any format, with where each of its figures came from.
 *
 *     struct rendering *rendering;
 *     if (rendering_new(record, snapshot, NULL, false, &rendering, &error))
 *         return error.status;
 *     const struct render_options options = {.first = 1, .last = 2};
 *     if (rendering_write(rendering, PAGE_PDF, &options, &bytes, &notes, &error))
 *         ...
 *     rendering_free(rendering);                    // before the snapshot
 *
 * PDF and docx are set by kaoping-print, which lies beside this program.
 */
#ifndef KAOPING_RECORDS_RENDER_H
#define KAOPING_RECORDS_RENDER_H

#include "core/page.h"
#include "records/record.h"

#include <stdbool.h>

struct buffer;
struct rendering;
struct snapshot;

/* What printing takes besides. */
struct render_options {
    bool proof;      /* the sheet that the leading group signs: sources in the margin, and a list */
    int first, last; /* pages, from 1; 0 for all */
};

/* Renders the Markdown, from the record's own template or, where template_path is given, from that
 * file. Both are borrowed. The caller frees *out. */
enum status rendering_new(struct record *record, struct snapshot *snapshot,
                          const char *template_path, bool draft, struct rendering **out,
                          struct error *error);

/* Takes NULL. */
void rendering_free(struct rendering *rendering);

/* The Markdown, borrowed. */
const char *rendering_markdown(const struct rendering *rendering);

/* Appends the circular in that format. `options` (of PDF alone) and `notes` may be NULL; there go
 * lines that a person should see: fonts that are missing, glyphs that another font had to give.
 * STATUS_FAILED where kaoping-print is not there or fails. */
enum status rendering_write(struct rendering *rendering, enum page_format format,
                            const struct render_options *options, struct buffer *out,
                            struct buffer *notes, struct error *error);

/* Whether PDF and docx can be written: kaoping-print is there. */
bool rendering_prints(void);

#endif
