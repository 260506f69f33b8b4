/*
 * The circular's Markdown as a page: HTML or plain text, through cmark.
 *
 * The Markdown says by its structure what a part is, so that every format sets it alike:
 *
 *     # title                  its hard line breaks are the author's
 *     a paragraph directly behind the title that ends in 号            the document's number
 *     the first paragraph that ends in ：, before any body             the addressees
 *     ## heading               一、…  (### and #### below it)
 *     a paragraph              body, indented by two characters
 *     ---                      what follows is the closing: signature, date, flush right;
 *                              a paragraph within （） is the note, indented by two;
 *                              a paragraph that is a code span alone is small print, flush left
 *
 * Raw HTML, links with scripts and images do not survive. The same Markdown gives the same bytes.
 */
#ifndef KAOPING_CORE_PAGE_H
#define KAOPING_CORE_PAGE_H

#include "core/error.h"

#include <stddef.h>

struct buffer;

enum { PAGE_COLUMNS = 56 }; /* 28 characters of a line of GB/T 9704-2012 */

/* Appends one self-contained HTML page (no script, nothing loaded), in `language` ("zh-CN"),
 * titled with the Markdown's first heading. */
void page_html(const char *markdown, const char *language, struct buffer *out);

/* Appends plain text, `columns` wide: the title and number centred, body paragraphs indented by
 * two full-width characters, headings too, broken by core/wrap.h. No line has trailing spaces. */
void page_text(const char *markdown, size_t columns, struct buffer *out);

/* What the circular is printed as. PDF is not built yet. */
enum page_format { PAGE_MARKDOWN, PAGE_HTML, PAGE_TEXT, PAGE_FORMATS };

/* What a page of each format is called: circular.html. */
extern const char *const page_file_names[PAGE_FORMATS];

/* Appends the Markdown in that format, made safe for a terminal. */
void page_add(enum page_format format, const char *markdown, const char *language,
              struct buffer *out);

/* Which bytes something takes; none of them where to <= from. */
struct page_mark {
    size_t from, to;
};

/* Appends the same plain text, and tells where the figures stand in it: each mark comes in as bytes
 * of the Markdown and goes out as bytes of `out`, over the end of a line if the figure is parted
 * there. Marks come in order, and none within another. One that is not seen in the text, or that
 * cannot be followed through the Markdown (the number of a list), goes out empty. */
void page_text_marked(const char *markdown, size_t columns, struct page_mark *marks, size_t count,
                      struct buffer *out);

#endif
