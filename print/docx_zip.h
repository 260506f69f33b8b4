/*
 * A zip of named bytes, the same each time: no times, no owners, nothing compressed.
 *
 *     struct docx_zip zip;
 *     docx_zip_begin(&zip, &out);
 *     docx_zip_add(&zip, "word/document.xml", &text);
 *     if (docx_zip_end(&zip, &error))
 *         return error.status;
 */
#ifndef KAOPING_PRINT_DOCX_ZIP_H
#define KAOPING_PRINT_DOCX_ZIP_H

#include "core/error.h"

#include <stdbool.h>

struct archive;
struct buffer;

struct docx_zip {
    struct archive *archive;
    struct buffer *out; /* borrowed */
    bool failed;        /* docx_zip_end tells */
};

void docx_zip_begin(struct docx_zip *zip, struct buffer *out);
void docx_zip_add(struct docx_zip *zip, const char *name, const struct buffer *bytes);

/* Frees what was taken, also after a failure: STATUS_FAILED, with libarchive's words. */
enum status docx_zip_end(struct docx_zip *zip, struct error *error);

#endif
