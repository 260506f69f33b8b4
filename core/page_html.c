#include "core/page.h"

#include "core/buffer.h"
#include "core/page_html_chart.h"
#include "core/page_html_table.h"
#include "core/page_part.h"
#include "core/text.h"

#include <string.h>
#include <strings.h>

/* GB/T 9704-2012: A4, margins 37, 26, 35, 28 mm, 22 lines of 28 characters. At 15.75 pt 28
 * characters fit 156 mm, at the nominal 16 pt only 27. */
static const char *const style[] = {
    /* Offices have this font; it is bold by itself. Where it is missing a bold Song stands in. */
    "@font-face{font-family:\"小标宋\";font-weight:700;"
    "src:local(\"方正小标宋简体\"),local(\"FZXiaoBiaoSong-B05S\"),local(\"方正小标宋_GBK\")}\n",
    ":root{color-scheme:light;"
    "--fangsong:\"仿宋_GB2312\",FangSong_GB2312,\"仿宋\",FangSong,STFangsong,FandolFang,"
    "\"Noto Serif CJK SC\",\"Source Han Serif SC\",\"Songti SC\",SimSun,serif;"
    "--song:\"宋体\",SimSun,STSong,\"Songti SC\",\"Noto Serif CJK SC\",\"Source Han Serif SC\","
    "serif;"
    "--hei:\"黑体\",SimHei,STHeiti,\"Heiti SC\",FandolHei,\"Noto Sans CJK SC\","
    "\"Source Han Sans SC\",sans-serif;"
    "--kai:\"楷体_GB2312\",KaiTi_GB2312,\"楷体\",KaiTi,STKaiti,FandolKai,\"AR PL KaitiM GB\","
    "serif}\n",
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:#e6e6e6;color:#000;font-family:var(--fangsong);font-size:15.75pt;"
    "line-height:calc(225mm/22)}\n"
    "main{width:210mm;min-height:297mm;margin:8mm auto;padding:37mm 26mm 35mm 28mm;"
    "background:#fff;box-shadow:0 1px 6px rgba(0,0,0,.35);line-break:strict;"
    "overflow-wrap:anywhere;text-align:justify}\n",
    "p,h1,h2,h3,h4,h5,h6,ul,ol,blockquote,pre{margin:0;font-size:inherit;font-weight:400}\n"
    "p,h2,h3,h4,h5,h6{text-indent:2em}\n"
    "h1,.number,.addressees,.closing,.small{text-indent:0}\n"
    "h1{font-family:\"小标宋\",var(--song);font-size:22pt;font-weight:700;line-height:1.6;"
    "text-align:center;text-wrap:balance;margin:0 0 calc(225mm/22)}\n"
    ".number{text-align:center;margin-bottom:calc(225mm/22)}\n"
    ".addressees{text-align:left}\n",
    "h2{font-family:var(--hei)}\n"
    "h3{font-family:var(--kai)}\n"
    "h2,h3,h4,h5,h6{break-after:avoid}\n"
    "em{font-family:var(--kai);font-style:normal}\n"
    "ul,ol{padding-left:3.5em}\n"
    "ul ul,ul ol,ol ul,ol ol{padding-left:1.5em}\n"
    "li p{text-indent:0}\n"
    "blockquote{padding-left:2em}\n"
    "pre{padding-left:2em;white-space:pre-wrap;text-align:left}\n"
    "pre,code{font-family:ui-monospace,Consolas,\"Noto Sans Mono CJK SC\",var(--hei),monospace;"
    "font-size:.875em}\n"
    "pre code{font-size:1em}\n",
    "a{color:inherit}\n"
    ".closing{text-align:right;break-before:avoid}\n"
    "main>:not(.closing)+.closing{margin-top:calc(225mm/22)}\n"
    ".small{margin-top:calc(225mm/22);font-size:9pt;line-height:1.5;color:#666;text-align:left}\n"
    ".small+.small{margin-top:0}\n",
    "@media screen and (max-width:220mm){body{background:#fff;font-size:1.0625rem;"
    "line-height:1.8}main{width:auto;max-width:42em;min-height:0;margin:0 auto;"
    "padding:2rem 1.25rem;box-shadow:none}h1{font-size:1.375rem}h1,.number{margin-bottom:1.2em}"
    ".small{font-size:.75rem}}\n",
    "@page{size:A4;margin:37mm 26mm 35mm 28mm}\n"
    "@page :right{@bottom-right{content:\"— \" counter(page) \" —\";font:14pt SimSun,serif;"
    "vertical-align:top;padding:7mm 1em 0 0}}\n"
    "@page :left{@bottom-left{content:\"— \" counter(page) \" —\";font:14pt SimSun,serif;"
    "vertical-align:top;padding:7mm 0 0 1em}}\n"
    "@media print{body{background:none}main{width:auto;min-height:0;margin:0;padding:0;"
    "box-shadow:none}p{orphans:2;widows:2}.small{color:#555}}\n"};

static void write_escaped(struct buffer *out, const char *text)
{
    struct pen pen = {.out = out, .html = true};
    pen_write(&pen, text);
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
    const char *url = cmark_node_get_url(link);
    if (!is_harmless(url))
        return;
    if (!opens) {
        buffer_add(out, "</a>");
        return;
    }
    buffer_add(out, "<a href=\"");
    write_escaped(out, url);
    buffer_add(out, "\">");
}

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

static void write_heading(struct buffer *out, cmark_node *heading, bool title, bool opens)
{
    int level = cmark_node_get_heading_level(heading);
    const char name[] = {'h', (char)('0' + (title ? 1 : level < 2 ? 2 : level)), '\0'};
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
    case PART_CLOSING:
        return "closing";
    case PART_NOTE:
        return "note";
    case PART_SMALL:
        return "small";
    default:
        return NULL;
    }
}

/* Everything in the node that is not text: its tags. Raw HTML and images have none. */
static void write_tags(struct buffer *out, const struct parts *parts, cmark_node *node, bool opens)
{
    bool whole = node == parts->node;
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
        write_tag(out, "p", whole ? class_of(parts->role) : NULL, opens);
        break;
    case CMARK_NODE_HEADING:
        write_heading(out, node, whole && parts->role == PART_TITLE, opens);
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

static void write_node(struct pen *pen, const struct parts *parts, cmark_node *node, bool opens)
{
    cmark_node_type type = cmark_node_get_type(node);
    if (node_is_block(node))
        pen_begin(pen);
    if (type == CMARK_NODE_CODE_BLOCK || (type == CMARK_NODE_CODE && parts->role != PART_SMALL)) {
        write_code(pen, node);
        return;
    }
    write_tags(pen->out, parts, node, opens);
    if (opens)
        pen_write_node(pen, node);
    else if (node_is_block(node))
        buffer_add_char(pen->out, '\n');
}

struct inline_writing {
    struct pen *pen;
    const struct parts *parts;
};

/* Of what stands within the block, not its own tags. */
static void write_inlines(void *context, cmark_node *block)
{
    struct inline_writing *writing = context;
    pen_begin(writing->pen);
    cmark_iter *iter = cmark_iter_new(block);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
        if (cmark_iter_get_node(iter) != block)
            write_node(writing->pen, writing->parts, cmark_iter_get_node(iter),
                       event == CMARK_EVENT_ENTER);
    cmark_iter_free(iter);
}

static void write_blocks(struct pen *pen, const struct parts *parts)
{
    cmark_iter *iter = cmark_iter_new(parts->node);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
        write_node(pen, parts, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER);
    cmark_iter_free(iter);
}

static void write_part(struct buffer *out, const struct parts *parts)
{
    struct pen pen = {.out = out, .html = true};
    struct inline_writing writing = {&pen, parts};
    if (parts->role == PART_TABLE)
        page_html_table(parts->node, &(struct html_cells){write_inlines, &writing}, out);
    else if (parts->role == PART_CHART)
        page_html_chart(parts->node, out);
    else
        write_blocks(&pen, parts);
}

/* The first heading's text. A page must have a title, so one without a heading has the program's
 * name. */
static void write_title(struct buffer *out, const struct parts *parts)
{
    struct buffer title = BUFFER_EMPTY;
    cmark_node *node = cmark_node_first_child(parts->document);
    for (; node && !title.size; node = cmark_node_next(node))
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING)
            part_add_text(node, true, NULL, &title);
    write_escaped(out, title.size ? title.bytes : "kaoping");
    buffer_free(&title);
}

static void write_head(struct buffer *out, const struct parts *parts, const char *language)
{
    buffer_add(out, "<!DOCTYPE html>\n<html lang=\"");
    write_escaped(out, language);
    buffer_add(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<title>");
    write_title(out, parts);
    buffer_add(out, "</title>\n<style>\n");
    for (size_t i = 0; i < sizeof style / sizeof *style; i++)
        buffer_add(out, style[i]);
    buffer_add(out, page_html_table_style);
    buffer_add(out, page_html_chart_style);
    buffer_add(out, "</style>\n</head>\n");
}

void page_html(const struct page *page, struct buffer *out)
{
    struct parts parts;
    parts_begin(&parts, page->markdown);
    write_head(out, &parts, strcmp(page->language, "zh") == 0 ? "zh-CN" : page->language);
    buffer_add(out, "<body>\n<main>\n");
    while (parts_next(&parts))
        write_part(out, &parts);
    buffer_add(out, "</main>\n</body>\n</html>\n");
    parts_end(&parts);
}
