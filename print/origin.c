#include "print/origin.h"

#include "core/buffer.h"
#include "core/provenance.h"
#include "core/text.h"

#include <string.h>

void origin_words(const struct print_job *job, const char *between, struct buffer *out)
{
    const struct provenance *of = job->page.provenance;
    bool english = strcmp(job->page.language, "en") == 0;
    buffer_add(out, english ? "Record " : "考评记录：");
    text_add_safe(out, of->record);
    buffer_add(out, english ? ", commit " : "，提交：");
    text_add_safe(out, of->commit);
    buffer_add(out, between);
    buffer_add(out, english ? "SHA-256 of the Markdown: " : "Markdown 的 SHA-256：");
    text_add_safe(out, of->sha256);
}
