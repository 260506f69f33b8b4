#include "core/page_html.h"

#include "core/buffer.h"
#include "core/print_style.h"
#include "core/text.h"

#include <string.h>
#include <strings.h>

/* What stays open while a part's nodes are walked through. */
struct writer {
    struct pen pen;
    const struct parts *parts;
    bool pieces; /* its lines are parted by hard breaks, and each is a box of its own */
};

/* ---- Links of the author's ---- */

/* The URL without the markers of a figure that stands in it. */
static void clean_url(cmark_node *link, struct buffer *out)
{
    for (const char *at = cmark_node_get_url(link), *from = at; *at; from = at)
        if (!page_mark_is_marker(text_next(&at)))
            buffer_add_bytes(out, from, (size_t)(at - from));
}

/* Whether a link may be followed: never a script, a file or data of its own. */
static bool is_harmless(const char *url)
{
    static const char *const beginnings[] = {"http://", "https://", "mailto:", "#"};
    for (const char *at = url; *at;) {
        uint32_t c = text_next(&at);
        if (text_is_unsafe(c) || c == ' ')
            return false;
    }
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (strncasecmp(url, beginnings[i], strlen(beginnings[i])) == 0)
            return true;
    return false;
}

static void write_link(struct buffer *out, cmark_node *link, bool opens)
{
    struct buffer url = BUFFER_EMPTY;
    clean_url(link, &url);
    if (is_harmless(url.bytes) && opens) {
        buffer_add(out, "<a href=\"");
        html_escape(out, url.bytes);
        buffer_add(out, "\">");
    } else if (is_harmless(url.bytes)) {
        buffer_add(out, "</a>");
    }
    buffer_free(&url);
}

/* ---- Tags ---- */

static void write_tag(struct buffer *out, const char *name, const char *class, bool opens)
{
    if (opens && class)
        buffer_format(out, "<%s class=\"%s\">", name, class);
    else
        buffer_format(out, "<%s%s>", opens ? "" : "/", name);
}

static void write_list(struct buffer *out, cmark_node *list, bool opens)
{
    bool ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
    int start = cmark_node_get_list_start(list);
    if (opens && ordered && start != 1)
        buffer_format(out, "<ol start=\"%d\">", start);
    else
        write_tag(out, ordered ? "ol" : "ul", NULL, opens);
}

static void write_heading(struct buffer *out, cmark_node *heading, bool first, bool opens)
{
    int level = cmark_node_get_heading_level(heading);
    const char name[] = {'h', (char)('0' + (first ? 1 : level < 2 ? 2 : level)), '\0'};
    write_tag(out, name, NULL, opens);
}

/* A class for the parts whose place on the page is their own. */
static const char *class_of(enum part_role role)
{
    switch (role) {
    case PART_NUMBER:
        return "number";
    case PART_ADDRESSEES:
        return "addressees";
    case PART_ATTACHMENTS:
        return "attachments";
    case PART_NOTE:
        return "note";
    case PART_SMALL:
        return "small";
    default:
        return NULL;
    }
}

/* ---- Parts whose lines are boxes: attachments, end matter, an annex's heading ---- */

static bool begins_with(cmark_node *block, const char *what)
{
    struct buffer text = BUFFER_EMPTY;
    part_add_text(block, true, NULL, &text);
    bool does = strncmp(text.bytes, what, strlen(what)) == 0;
    buffer_free(&text);
    return does;
}

static bool has_label(cmark_node *heading)
{
    return begins_with(heading, "附件");
}

static bool has_pieces(const struct parts *parts)
{
    return parts->role == PART_ATTACHMENTS ||
           (parts->role == PART_END && part_is_printing_line(parts->node)) ||
           (parts->role == PART_ANNEX && has_label(parts->node));
}

static const char *piece_class(const struct writer *writer, bool first)
{
    if (writer->parts->role == PART_ANNEX)
        return first ? "label" : "name";
    return NULL;
}

/* Only the first break of an annex's heading parts anything: behind it stands the title. */
static bool parts_pieces(const struct writer *writer, cmark_node *node)
{
    cmark_node *whole = writer->parts->node;
    return writer->pieces && cmark_node_get_type(node) == CMARK_NODE_LINEBREAK &&
           cmark_node_parent(node) == whole &&
           (writer->parts->role != PART_ANNEX || node == part_break(whole));
}

/* The tags of the part itself. */
static void write_whole(struct writer *writer, bool opens)
{
    struct buffer *out = writer->pen.out;
    const struct parts *parts = writer->parts;
    if (writer->pieces && !opens)
        buffer_add(out, "</span>");
    if (cmark_node_get_type(parts->node) == CMARK_NODE_HEADING)
        write_heading(out, parts->node, parts->role == PART_TITLE || parts->role == PART_ANNEX,
                      opens);
    else if (parts->role == PART_END)
        write_tag(out, "p", writer->pieces ? "printing" : "copies", opens);
    else
        write_tag(out, "p", class_of(parts->role), opens);
    if (writer->pieces && opens)
        write_tag(out, "span", piece_class(writer, true), true);
}

/* ---- Nodes ---- */

/* Everything in the node that is not text: its tags. Raw HTML and images have none. */
static void write_tags(struct writer *writer, cmark_node *node, bool opens)
{
    struct buffer *out = writer->pen.out;
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
        if (node == writer->parts->node)
            write_whole(writer, opens);
        else if (cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH)
            write_tag(out, "p", NULL, opens);
        else
            write_heading(out, node, false, opens);
        break;
    case CMARK_NODE_BLOCK_QUOTE:
        write_tag(out, "blockquote", NULL, opens);
        break;
    case CMARK_NODE_LIST:
        write_list(out, node, opens);
        break;
    case CMARK_NODE_ITEM:
        write_tag(out, "li", NULL, opens);
        break;
    case CMARK_NODE_EMPH:
        write_tag(out, "em", NULL, opens);
        break;
    case CMARK_NODE_STRONG:
        write_tag(out, "strong", NULL, opens);
        break;
    case CMARK_NODE_LINK:
        write_link(out, node, opens);
        break;
    default:
        break;
    }
}

static void write_code(struct pen *pen, cmark_node *code)
{
    bool block = node_is_block(code);
    pen->verbatim = block;
    buffer_add(pen->out, block ? "<pre><code>" : "<code>");
    pen_write(pen, cmark_node_get_literal(code));
    buffer_add(pen->out, block ? "</code></pre>\n" : "</code>");
    pen->verbatim = false;
}

static void write_node(struct writer *writer, cmark_node *node, bool opens)
{
    cmark_node_type type = cmark_node_get_type(node);
    struct pen *pen = &writer->pen;
    if (node_is_block(node))
        pen_begin(pen);
    if (type == CMARK_NODE_CODE_BLOCK ||
        (type == CMARK_NODE_CODE && writer->parts->role != PART_SMALL)) {
        write_code(pen, node);
        return;
    }
    if (parts_pieces(writer, node)) {
        buffer_add(pen->out, "</span>");
        write_tag(pen->out, "span", piece_class(writer, false), true);
        pen_begin(pen);
        return;
    }
    write_tags(writer, node, opens);
    if (opens)
        pen_write_node(pen, node);
    else if (node_is_block(node))
        buffer_add_char(pen->out, '\n');
}

/* The nodes of the block, itself included, unless it is only to be looked into. A table in a list
 * or a quote is written as a whole. */
static void write_nodes(struct html *html, cmark_node *block, bool whole, struct buffer *out)
{
    struct writer writer = {.pen = {.out = out, .html = true, .track = html->track},
                            .parts = &html->parts,
                            .pieces = whole && has_pieces(&html->parts)};
    cmark_iter *iter = cmark_iter_new(block);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (node_is_table(node)) {
            html_add_table(html, node, out);
            cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
        } else if (whole || node != block) {
            write_node(&writer, node, event == CMARK_EVENT_ENTER);
        }
    }
    cmark_iter_free(iter);
}

void html_add_inlines(struct html *html, cmark_node *block, struct buffer *part)
{
    write_nodes(html, block, false, part);
}

/* A letter has no printing line. */
static bool is_left_out(const struct html *html)
{
    return html->parts.role == PART_END && html->page->style->head == LETTERHEAD_LETTER &&
           part_is_printing_line(html->parts.node);
}

void html_add_part(struct html *html, struct buffer *out)
{
    struct buffer part = BUFFER_EMPTY;
    if (is_left_out(html))
        return;
    if (html->parts.role == PART_TABLE)
        html_add_table(html, html->parts.node, &part);
    else if (html->parts.role == PART_CHART)
        html_add_chart(html, &part);
    else
        write_nodes(html, html->parts.node, true, &part);
    html_link_figures(html, &part, out);
    buffer_free(&part);
}
