#include "print/docx_zip.h"

#include "core/buffer.h"
#include "core/language.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <sys/stat.h>

static la_ssize_t take(struct archive *archive, void *out, const void *bytes, size_t size)
{
    (void)archive;
    buffer_add_bytes(out, bytes, size);
    return (la_ssize_t)size;
}

void docx_zip_begin(struct docx_zip *zip, struct buffer *out)
{
    *zip = (struct docx_zip){.archive = archive_write_new(), .out = out};
    if (!zip->archive)
        abort(); /* core/memory.h */
    zip->failed = archive_write_set_format_zip(zip->archive) != ARCHIVE_OK ||
                  archive_write_zip_set_compression_store(zip->archive) != ARCHIVE_OK ||
                  archive_write_set_bytes_in_last_block(zip->archive, 1) != ARCHIVE_OK ||
                  archive_write_open(zip->archive, out, NULL, take, NULL) != ARCHIVE_OK;
}

/* Without a time the zip's least one is written: 1980, in every time zone. */
void docx_zip_add(struct docx_zip *zip, const char *name, const struct buffer *bytes)
{
    struct archive_entry *entry = archive_entry_new();
    if (!entry)
        abort();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_size(entry, (la_int64_t)bytes->size);
    archive_entry_set_mode(entry, S_IFREG | 0644);
    zip->failed =
        zip->failed || archive_write_header(zip->archive, entry) != ARCHIVE_OK ||
        archive_write_data(zip->archive, bytes->bytes, bytes->size) != (la_ssize_t)bytes->size;
    archive_entry_free(entry);
}

enum status docx_zip_end(struct docx_zip *zip, struct error *error)
{
    bool failed = zip->failed || archive_write_close(zip->archive) != ARCHIVE_OK;
    enum status status = STATUS_OK;
    if (failed) {
        const char *words = archive_error_string(zip->archive);
        status = fail(error, STATUS_FAILED, NULL, 0,
                      TR("the Word file cannot be packed (%s): use html, and report it",
                         "无法打包 Word 文件（%s）：请改用 html，并反馈此问题"),
                      words ? words : "libarchive");
    }
    archive_write_free(zip->archive);
    return status;
}
