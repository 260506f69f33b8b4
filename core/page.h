/*
 * The circular's Markdown as a page: HTML or plain text, through cmark.
 *
 * The Markdown says by its structure what a part is, so that every format sets it alike:
 *
 *     # title                  its hard line breaks are the author's
 *     a paragraph of one line directly behind the title, that ends in 号    the document's number
 *     the first paragraph that ends in ：, before any body             the addressees
 *     ## heading               一、…  (### and #### below it)
 *     a paragraph              body, indented by two characters
 *     附件：1.…                the attachments' line; hard line breaks part several
 *     ---                      what follows is the closing: signature, date, flush right; hard line
 *                              breaks part several issuers;
 *                              a paragraph within （） is the note, indented by two;
 *                              a paragraph that is a code span alone is small print, flush left
 *     ---                      what follows is the end matter: 抄送：…, and last the printing line,
 *                              issuer and date parted by a hard line break
 *     附件1\                   a further heading of the first level begins an annex, on a new
 *     its title                page: its first line is the label, the rest the title (without 附件
 *     ====                     in front, all of it is the title). A heading with # has one line,
 *                              so === stands below; what follows is body
 *     | a | b |                a table, as GitHub writes it, with the alignment of its columns
 *     |---|--:|
 *     ```chart                 a bar chart: each line a label, then a space and a number
 *
 * Raw HTML, links with scripts and images do not survive. The same page gives the same bytes.
 *
 *     struct page page = {.markdown = markdown, .language = "zh", .style = &assessment->print};
 *     page_add(PAGE_HTML, &page, &out);
 */
#ifndef KAOPING_CORE_PAGE_H
#define KAOPING_CORE_PAGE_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct buffer;
struct provenance;
struct print_style;

/* What is written as a page. */
struct page {
    const char *markdown;
    const char *language;                /* "zh" or "en": the programme's */
    const struct print_style *style;     /* the year's: core/print_style.h */
    const struct provenance *provenance; /* of the Markdown's figures (core/provenance.h); NULL */
    bool draft;                          /* 草稿 stands across the HTML page */
};

enum { PAGE_COLUMNS = 56 }; /* 28 characters of a line of GB/T 9704-2012 */

/* Appends one self-contained HTML page (no script, nothing loaded), titled with the Markdown's
 * first heading. */
void page_html(const struct page *page, struct buffer *out);

/* Appends plain text, `columns` wide: the title and number centred, body paragraphs indented by
 * two full-width characters, headings too, broken by core/wrap.h. No line has trailing spaces. */
void page_text(const char *markdown, size_t columns, struct buffer *out);

/* What the circular is made to. The first three are written here; PDF and docx are set by a program
 * of its own, kaoping-print (core/print_job.h). */
enum page_format {
    PAGE_MARKDOWN,
    PAGE_HTML,
    PAGE_TEXT,
    PAGE_WRITTEN,
    PAGE_PDF = PAGE_WRITTEN,
    PAGE_DOCX,
    PAGE_FORMATS
};

/* What a page of each format is called: circular.html. */
extern const char *const page_file_names[PAGE_FORMATS];

/* Appends the page in a format below PAGE_WRITTEN, made safe for a terminal. */
void page_add(enum page_format format, const struct page *page, struct buffer *out);

/* Which bytes something takes; none of them where to <= from. */
struct page_mark {
    size_t from, to;
};

/* Appends the Markdown with private markers (core/page_mark.h) around those marks that can be
 * followed through it: with the markers its plain text and its nodes are the same. A writer meets
 * them with a track. */
void page_mark(const char *markdown, const struct page_mark *marks, size_t count,
               struct buffer *out);

/* Appends the same plain text, and tells where the figures stand in it: each mark comes in as bytes
 * of the Markdown and goes out as bytes of `out`, over the end of a line if the figure is parted
 * there. Marks come in order, and none within another. One that is not seen in the text, or that
 * cannot be followed through the Markdown (the number of a list), goes out empty. */
void page_text_marked(const char *markdown, size_t columns, struct page_mark *marks, size_t count,
                      struct buffer *out);

#endif
