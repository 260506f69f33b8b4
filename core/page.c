#include "core/page.h"

#include "core/buffer.h"
#include "core/text.h"

#include <string.h>

const char *const page_file_names[PAGE_FORMATS] = {
    [PAGE_MARKDOWN] = "circular.md", [PAGE_HTML] = "circular.html", [PAGE_TEXT] = "circular.txt"};

void page_add(enum page_format format, const char *markdown, const char *language,
              struct buffer *out)
{
    struct buffer safe = BUFFER_EMPTY;
    text_add_safe_lines(&safe, markdown);
    if (format == PAGE_HTML)
        page_html(safe.bytes, strcmp(language, "zh") == 0 ? "zh-CN" : language, out);
    else if (format == PAGE_TEXT)
        page_text(safe.bytes, PAGE_COLUMNS, out);
    else
        buffer_add_bytes(out, safe.bytes, safe.size);
    buffer_free(&safe);
}
