#include "core/page.h"

#include "core/buffer.h"
#include "core/text.h"

#include <string.h>

const char *const page_file_names[PAGE_FORMATS] = {[PAGE_MARKDOWN] = "circular.md",
                                                   [PAGE_HTML] = "circular.html",
                                                   [PAGE_TEXT] = "circular.txt",
                                                   [PAGE_PDF] = "circular.pdf",
                                                   [PAGE_DOCX] = "circular.docx"};

void page_add(enum page_format format, const struct page *page, struct buffer *out)
{
    struct buffer safe = BUFFER_EMPTY;
    text_add_safe_lines(&safe, page->markdown);
    if (format == PAGE_HTML)
        page_html(page,
                  out); /* whose pen lets nothing unsafe through, and the figures' places hold */
    else if (format == PAGE_TEXT)
        page_text(safe.bytes, PAGE_COLUMNS, out);
    else
        buffer_add_bytes(out, safe.bytes, safe.size);
    buffer_free(&safe);
}
