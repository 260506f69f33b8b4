#include "core/page_html.h"

#include "core/buffer.h"
#include "core/memory.h"
#include "core/print_style.h"
#include "core/provenance.h"
#include "core/table_plan.h"
#include "core/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- Beginning and end ---- */

static size_t figure_count(const struct page *page)
{
    return page->provenance ? page->provenance->figure_count : 0;
}

/* The Markdown with markers around its figures. */
static void mark_figures(const struct page *page, struct buffer *out)
{
    size_t count = figure_count(page);
    struct page_mark *marks = memory_new((count + 1) * sizeof *marks);
    for (size_t i = 0; i < count; i++)
        marks[i] =
            (struct page_mark){page->provenance->figures[i].from, page->provenance->figures[i].to};
    page_mark(page->markdown, marks, count, out);
    free(marks);
}

void html_begin(struct html *html, const struct page *page)
{
    size_t count = figure_count(page);
    *html = (struct html){
        .page = page,
        .language = language_from_name(page->language) == LANGUAGE_EN ? LANGUAGE_EN : LANGUAGE_ZH};
    if (!count) {
        parts_begin(&html->parts, page->markdown);
        return;
    }
    struct buffer marked = BUFFER_EMPTY;
    mark_figures(page, &marked);
    parts_begin(&html->parts, marked.bytes);
    buffer_free(&marked);
    html->track = memory_new(sizeof *html->track);
    track_begin(html->track, count);
    html->linked = memory_new(count * sizeof *html->linked);
    memset(html->linked, false, count * sizeof *html->linked);
}

void html_end(struct html *html)
{
    parts_end(&html->parts);
    if (html->track)
        track_free(html->track);
    free(html->track);
    free(html->linked);
}

void html_escape(struct buffer *out, const char *text)
{
    struct pen pen = {.out = out, .html = true};
    pen_write(&pen, text);
}

/* ---- <head> ---- */

/* The first heading's text. A page must have a title, so one without a heading has the program's
 * name. */
static void add_title(const struct html *html, struct buffer *out)
{
    struct buffer title = BUFFER_EMPTY;
    cmark_node *node = cmark_node_first_child(html->parts.document);
    for (; node && !title.size; node = cmark_node_next(node))
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING)
            part_add_text(node, true, NULL, &title);
    if (html->page->draft)
        buffer_add(out, tr_in(html->language, "[Draft] ", "【草稿】"));
    html_escape(out, title.size ? title.bytes : "kaoping");
    buffer_free(&title);
}

/* The policy lets a browser run and load nothing, should anything slip through. */
static void add_head(const struct html *html, struct buffer *out)
{
    const char *language = html->page->language;
    buffer_add(out, "<!DOCTYPE html>\n<html lang=\"");
    html_escape(out, strcmp(language, "zh") == 0 ? "zh-CN" : language);
    buffer_add(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
                    "<title>");
    add_title(html, out);
    buffer_add(out, "</title>\n<style>\n");
    html_add_style(html->page, out);
    buffer_add(out, "</style>\n</head>\n");
}

/* ---- The document's own head ---- */

static bool has_mark(const struct print_style *style)
{
    return style->head != LETTERHEAD_NONE && (style->issuer_count || (style->mark && *style->mark));
}

static size_t characters(const char *text)
{
    return (text_width(text) + 1) / 2;
}

/* How many characters stand beside each other in the mark: its size follows from that. */
static size_t mark_characters(const struct print_style *style, bool document)
{
    size_t most = 1;
    if (style->mark && *style->mark)
        return characters(style->mark) > most ? characters(style->mark) : most;
    for (size_t i = 0; i < style->issuer_count; i++)
        if (characters(style->issuers[i]) > most)
            most = characters(style->issuers[i]);
    return most + (document ? characters("文件") : 0);
}

static void add_mark(const struct print_style *style, struct buffer *out)
{
    bool whole = style->mark && *style->mark, document = style->head == LETTERHEAD_DOCUMENT;
    buffer_format(out, "<p class=\"mark\" style=\"--characters:%zu\"><span class=\"issuers\">",
                  mark_characters(style, document));
    for (size_t i = 0; i < style->issuer_count && !whole; i++) {
        buffer_add(out, "<span>");
        html_escape(out, style->issuers[i]);
        buffer_add(out, "</span>");
    }
    if (whole)
        html_escape(out, style->mark);
    buffer_add(out, "</span>");
    if (document && !whole)
        buffer_add(out, "<span>文件</span>");
    buffer_add(out, "</p>\n");
}

/* ---- The sheets ---- */

/* What waits for its place: title and number for the end of the head, the end matter for the last
 * sheet. */
struct sheets {
    struct html *html;
    struct buffer *out;
    struct buffer title, number, end;
    bool headed;  /* the head is written, and a sheet open */
    bool closing; /* the closing's box is open */
};

static void open_head(struct sheets *sheets)
{
    const struct print_style *style = sheets->html->page->style;
    bool marked = has_mark(style);
    buffer_add(sheets->out, "<section class=\"sheet\">\n");
    if (marked) {
        buffer_add(sheets->out, "<header>\n");
        add_mark(style, sheets->out);
        buffer_add(sheets->out, sheets->number.bytes);
        buffer_add(sheets->out, "</header>\n");
    }
    buffer_add(sheets->out, sheets->title.bytes);
    if (!marked)
        buffer_add(sheets->out, sheets->number.bytes);
    sheets->headed = true;
}

static void close_closing(struct sheets *sheets)
{
    if (sheets->closing)
        buffer_add(sheets->out, "</div>\n");
    sheets->closing = false;
}

/* An annex alone is a document without a head of its own; one with a wide table is landscape. */
static void open_annex(struct sheets *sheets)
{
    if (sheets->headed)
        buffer_add(sheets->out, "</section>\n");
    bool wide = table_makes_wide(sheets->html->parts.node);
    buffer_format(sheets->out, "<section class=\"sheet annex%s\">\n", wide ? " wide" : "");
    sheets->headed = true;
}

/* Gives the place of a part, which is made ready for it. */
static struct buffer *place_of(struct sheets *sheets, enum part_role role)
{
    if (role == PART_TITLE)
        return &sheets->title;
    if (role == PART_NUMBER)
        return &sheets->number;
    if (role == PART_END)
        return &sheets->end;
    if (!sheets->headed && (role != PART_ANNEX || sheets->title.size))
        open_head(sheets);
    if (role != PART_CLOSING)
        close_closing(sheets);
    if (role == PART_ANNEX)
        open_annex(sheets);
    if (role == PART_CLOSING && !sheets->closing) {
        bool seal = sheets->html->page->style->seal;
        buffer_add(sheets->out,
                   seal ? "<div class=\"closing seal\">\n" : "<div class=\"closing\">\n");
        sheets->closing = true;
    }
    return sheets->out;
}

static void close_sheets(struct sheets *sheets)
{
    const struct html *html = sheets->html;
    if (!sheets->headed)
        open_head(sheets);
    close_closing(sheets);
    if (html->page->style->origin && html->page->provenance) {
        buffer_add(sheets->out, "<p class=\"small\">");
        html_add_origin(html, sheets->out);
        buffer_add(sheets->out, "</p>\n");
    }
    if (sheets->end.size)
        buffer_format(sheets->out, "<footer>\n%s</footer>\n", sheets->end.bytes);
    buffer_add(sheets->out, "</section>\n");
    buffer_free(&sheets->title);
    buffer_free(&sheets->number);
    buffer_free(&sheets->end);
}

static const char *form_of(const struct print_style *style)
{
    return !has_mark(style) ? "plain" : style->head == LETTERHEAD_DOCUMENT ? "document" : "letter";
}

void page_html(const struct page *page, struct buffer *out)
{
    struct html html;
    struct sheets sheets = {.html = &html,
                            .out = out,
                            .title = BUFFER_EMPTY,
                            .number = BUFFER_EMPTY,
                            .end = BUFFER_EMPTY};
    html_begin(&html, page);
    add_head(&html, out);
    buffer_add(out, "<body>\n");
    if (page->draft)
        buffer_format(out, "<p class=\"draft\">%s</p>\n", tr_in(html.language, "DRAFT", "草稿"));
    buffer_format(out, "<main class=\"%s\">\n", form_of(page->style));
    while (parts_next(&html.parts))
        html_add_part(&html, place_of(&sheets, html.parts.role));
    close_sheets(&sheets);
    buffer_add(out, "</main>\n");
    html_add_sources(&html, out);
    buffer_add(out, "</body>\n</html>\n");
    html_end(&html);
}
