/*
 * The circular's HTML page: figures that lead to their sources and back, text that is hostile, the
 * validator's word. In the Markdown of these tests ⟦ and ⟧ stand around figures, all of one source.
 */
#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/page.h"
#include "core/print_style.h"
#include "core/provenance.h"
#include "core/text.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define OPEN "⟦"
#define CLOSE "⟧"
enum { FIGURES_MOST = 64, IDS_MOST = 512 };

/* ---- Pages ---- */

static const char *const issuers[] = {"吉林省人民政府", "吉林省生态环境厅"};

static struct print_style style_of(enum letterhead head, size_t issuer_count)
{
    static const char *list[2];
    list[0] = issuers[0];
    list[1] = issuers[1];
    return (struct print_style){.head = head,
                                .issuers = list,
                                .issuer_count = issuer_count,
                                .mark = "",
                                .fonts = {"", "", "", ""},
                                .origin = true};
}

static const size_t rests_on[] = {0, 1, 2};

static struct provenance_decision decisions[] = {
    {"四平市", "air/good-days", "优良天数比例", "完成 89.9% 4分", "李明", "0123456789abcdef0123"},
    {"白山市", "air/good-days", "优良天数比例", "完成 90% 4分", "李明", "1123456789abcdef0123"},
    {"长春市", "air/good-days", "优良天数比例", "待评定", "", ""},
    {"松原市", "air/good-days", "优良天数比例", "待评定", "", ""},
    {"<b>\"&", "x/'\"", "<script>alert(1)</script>", "\x1b[31m\u202E红\u202C", "</td></table>",
     "\"><i>"}};

static struct provenance_source sources[] = {
    {"air.good-days", "89.8", "按评定", rests_on, 3, 3},
    {"<i>\"", "</section>", "<script src=x>", rests_on, 3, 780}};

static struct provenance_figure figures[FIGURES_MOST];

static struct provenance provenance = {.figures = figures,
                                       .sources = sources,
                                       .source_count = 1,
                                       .decisions = decisions,
                                       .decision_count = 3,
                                       .record = "<u>方案",
                                       .commit = "3f2a9c13f2a9c13f2a9c13f2a9c13f2a9c13f2a9",
                                       .sha256 = "9c1e"};

/* Takes the brackets out; the figures between them are the page's. */
static void take_figures(const char *text, struct buffer *out)
{
    provenance.figure_count = 0;
    for (struct provenance_figure *next = figures; *text;) {
        if (strncmp(text, OPEN, strlen(OPEN)) == 0) {
            assert_true(next < figures + FIGURES_MOST);
            *next = (struct provenance_figure){out->size, out->size, 0};
            text += strlen(OPEN);
        } else if (strncmp(text, CLOSE, strlen(CLOSE)) == 0) {
            next++->to = out->size;
            provenance.figure_count++;
            text += strlen(CLOSE);
        } else {
            buffer_add_char(out, *text++);
        }
    }
}

static void write_page(const char *text, const struct print_style *style, const char *language,
                       bool draft, struct buffer *out)
{
    struct buffer markdown = BUFFER_EMPTY;
    take_figures(text, &markdown);
    page_html(&(struct page){.markdown = markdown.bytes,
                             .language = language,
                             .style = style,
                             .provenance = &provenance,
                             .draft = draft},
              out);
    buffer_free(&markdown);
}

/* What stands in the sheets of a page without a head. */
static void assert_body(const char *text, bool draft, const char *expected)
{
    const struct print_style style = {.head = LETTERHEAD_NONE};
    struct buffer page = BUFFER_EMPTY, whole = BUFFER_EMPTY;
    write_page(text, &style, "zh", draft, &page);
    char *begin = strstr(page.bytes, "<main "), *end = strstr(page.bytes, "</main>");
    assert_non_null(begin);
    assert_non_null(end);
    *end = '\0';
    buffer_format(&whole, "<main class=\"plain\">\n<section class=\"sheet\">\n%s</section>\n",
                  expected);
    assert_string_equal(begin, whole.bytes);
    buffer_free(&page);
    buffer_free(&whole);
}

/* ---- What a page may hold ---- */

static bool is_one_of(const char *const *list, const char *word, size_t size)
{
    for (; *list; list++)
        if (strlen(*list) == size && strncmp(*list, word, size) == 0)
            return true;
    return false;
}

static void check_attribute(const char *name, size_t name_size, const char *value)
{
    static const char *const names[] = {"class",
                                        "id",
                                        "href",
                                        "style",
                                        "lang",
                                        "charset",
                                        "name",
                                        "content",
                                        "scope",
                                        "start",
                                        "data-before",
                                        "viewBox",
                                        "preserveAspectRatio",
                                        "data-behind",
                                        "width",
                                        "height",
                                        "x",
                                        "y",
                                        "x1",
                                        "x2",
                                        "y1",
                                        "y2",
                                        "http-equiv",
                                        "aria-hidden",
                                        "role",
                                        "colspan",
                                        NULL};
    static const char *const urls[] = {"#", "http://", "https://", "mailto:", NULL};
    if (!is_one_of(names, name, name_size))
        fail_msg("an attribute that no page has: %.40s", name);
    bool known = name_size != strlen("href") || strncmp(name, "href", name_size) != 0;
    for (size_t i = 0; urls[i]; i++)
        known = known || strncmp(value, urls[i], strlen(urls[i])) == 0;
    if (!known)
        fail_msg("a link that may not be: %.40s", value);
}

/* Gives what stands behind the tag. */
static const char *check_tag(const char *at)
{
    static const char *const tags[] = {
        "!DOCTYPE", "html",   "head",       "meta", "title", "style",  "body",  "main", "section",
        "header",   "footer", "div",        "p",    "span",  "br",     "h1",    "h2",   "h3",
        "h4",       "h5",     "h6",         "a",    "em",    "strong", "code",  "pre",  "ul",
        "ol",       "li",     "blockquote", "mark", "table", "thead",  "tbody", "tr",   "th",
        "td",       "svg",    "rect",       "line", "path",  "text",   "g",     NULL};
    bool closing = at[1] == '/';
    const char *name = at + 1 + closing;
    size_t size = strcspn(name, " >/\n");
    if (!is_one_of(tags, name, size))
        fail_msg("a tag that no page has: %.40s", at);
    for (at = name + size; *at == ' ';) {
        size_t name_size = strcspn(at + 1, "= />");
        const char *value = at + 1 + name_size;
        if (strncmp(value, "=\"", 2) == 0) {
            check_attribute(at + 1, name_size, value + 2);
            value = strchr(value + 2, '"') + 1;
        }
        at = value;
    }
    at += *at == '/';
    assert_int_equal(*at, '>');
    return at + 1;
}

/* Every tag and attribute is one of the writer's own, whatever the text says. */
static void assert_own_tags(const char *page)
{
    const char *style = strstr(page, "<style>"), *end = strstr(page, "</style>");
    assert_non_null(style);
    assert_non_null(end);
    for (const char *at = page; (at = strchr(at, '<'));)
        at = at == style ? end : check_tag(at);
}

struct names {
    const char *list[IDS_MOST];
    size_t sizes[IDS_MOST], count;
};

static void gather(const char *page, const char *attribute, struct names *out)
{
    out->count = 0;
    for (const char *at = page; (at = strstr(at, attribute));) {
        at += strlen(attribute);
        assert_true(out->count < IDS_MOST);
        out->list[out->count] = at;
        out->sizes[out->count++] = strcspn(at, "\"");
    }
}

static size_t times(const struct names *names, const char *name, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++)
        count += names->sizes[i] == size && strncmp(names->list[i], name, size) == 0;
    return count;
}

/* No id stands twice, and each link within the page leads to one. */
static void assert_links_lead_somewhere(const char *page)
{
    struct names ids, links;
    gather(page, " id=\"", &ids);
    gather(page, " href=\"#", &links);
    for (size_t i = 0; i < ids.count; i++)
        assert_int_equal(times(&ids, ids.list[i], ids.sizes[i]), 1);
    for (size_t i = 0; i < links.count; i++)
        if (times(&ids, links.list[i], links.sizes[i]) != 1)
            fail_msg("a link that leads nowhere: #%.*s", (int)links.sizes[i], links.list[i]);
}

/* ---- Figures ---- */

#define F1 "<a class=\"figure\" id=\"f1\" href=\"#s1\">"
#define F2 "<a class=\"figure\" id=\"f2\" href=\"#s1\">"
#define AGAIN "<a class=\"figure\" href=\"#s1\">"

static void a_figure_is_a_link_to_its_source(void **state)
{
    (void)state;
    assert_body("比例⟦89.8⟧%，⟦12⟧个。", false, "<p>比例" F1 "89.8</a>%，" F2 "12</a>个。</p>\n");
    assert_body("# ⟦2020⟧年\n\n⟦1⟧号\n\n好\n", false,
                "<h1>" F1 "2020</a>年</h1>\n<p class=\"number\">" F2 "1</a>号</p>\n<p>好</p>\n");
    assert_body("- ⟦甲&乙⟧\n\n> `⟦8<9⟧`\n", false,
                "<ul><li><p>" F1 "甲&amp;乙</a></p>\n</li>\n</ul>\n"
                "<blockquote><p><code>" F2 "8&lt;9</a></code></p>\n</blockquote>\n");
}

static void a_figure_through_several_elements_has_a_link_in_each(void **state)
{
    (void)state;
    assert_body("共⟦1**2**3⟧项", false,
                "<p>共" F1 "1</a><strong>" AGAIN "2</a></strong>" AGAIN "3</a>项</p>\n");
    assert_body("⟦四平市\\\n白山市⟧。", false, "<p>" F1 "四平市<br>白山市</a>。</p>\n");
    assert_body("**甲⟦乙**丙⟧丁", false,
                "<p><strong>甲" F1 "乙</a></strong>" AGAIN "丙</a>丁</p>\n");
}

static void a_link_of_the_author_is_parted_around_a_figure(void **state)
{
    (void)state;
    assert_body("[见⟦12⟧页](https://a/⟦12⟧)", false,
                "<p><a href=\"https://a/12\">见</a>" F1
                "12</a><a href=\"https://a/12\">页</a></p>\n");
    assert_body("⟦1[2](https://a)3⟧4", false, "<p>" F1 "123</a>4</p>\n");
    assert_body("[见⟦12⟧页](javascript:x)", false, "<p>见" F1 "12</a>页</p>\n");
}

static void figures_that_stand_beside_each_other_have_each_its_link(void **state)
{
    (void)state;
    assert_body("⟦1⟧⟦2⟧", false, "<p>" F1 "1</a>" F2 "2</a></p>\n");
}

static void what_cannot_be_followed_is_not_linked_and_nothing_changes(void **state)
{
    (void)state;
    assert_body("⟦3⟧. 甲\n", false, "<ol start=\"3\"><li><p>甲</p>\n</li>\n</ol>\n");
    assert_body("甲<b title=⟦3⟧>乙</b>\n", false, "<p>甲乙</p>\n");
}

static void the_sources_lead_back(void **state)
{
    (void)state;
    const struct print_style style = style_of(LETTERHEAD_DOCUMENT, 1);
    struct buffer page = BUFFER_EMPTY;
    write_page("共⟦12⟧项，⟦12⟧项。", &style, "zh", false, &page);
    assert_links_lead_somewhere(page.bytes);
    assert_non_null(strstr(
        page.bytes, "<li id=\"s1\">\n<p><span class=\"value\">89.8</span> <code>air.good-days"
                    "</code> <a href=\"#f1\">见正文↑</a> <a href=\"#f2\">↑</a></p>\n"
                    "<p>算法：按评定</p>\n<p>评定：<a href=\"#d1\">1</a>–<a href=\"#d3\">3</a>"));
    assert_non_null(strstr(page.bytes,
                           "<tr id=\"d1\"><td>1</td><td class=\"short\">四平市</td><td>"
                           "优良天数比例<br><code>air/good-days</code></td><td>完成 89.9% 4分"
                           "</td><td class=\"short\">李明</td><td><code>0123456789ab</code>"));
    assert_non_null(strstr(page.bytes, "<tr id=\"d3\">"));
    buffer_free(&page);
}

static void what_is_not_listed_is_counted_and_traced(void **state)
{
    (void)state;
    const struct print_style style = style_of(LETTERHEAD_DOCUMENT, 1);
    struct buffer page = BUFFER_EMPTY;
    sources[0].count = 780;
    write_page("共⟦12⟧项。", &style, "en", false, &page);
    sources[0].count = 3;
    assert_non_null(strstr(page.bytes, ", and others, 780 in all: <code>kaoping trace "
                                       "air.good-days</code>"));
    buffer_free(&page);
}

/* ---- The parts ---- */

static const char whole[] =
    "关于2020年度考评情况的通报\n===\n\n吉政函〔2021〕37号\n\n各市（州）人民政府：\n\n"
    "优良天数比例⟦89.8⟧%，**⟦31⟧微克**。[见](https://example.org/a?b&c)。\n\n"
    "## 一、⟦总体⟧\n\n### （一）空气\n\n#### 1.甲\n\n- 甲⟦1⟧\n- 乙\n\n1. 丙\n\n> 丁\n\n"
    "```\na  b\n```\n\n附件：1.得分表\\\n2.总分图\n\n---\n\n吉林省人民政府\n\n2021年3月9日\n\n"
    "（此件公开发布）\n\n`记录`\n\n---\n\n抄送：省委各部门。\n\n办公厅\\\n2021年3月9日印发\n\n"
    "附件1\\\n得分表\n===\n\n"
    "| 名次 | 单位 | 空气 | 水 | 土壤 | 声 | 减排 | 整改 | 蓝天 | 碧水 | 青山 | 总分 |\n"
    "|--|--|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n"
    "| 1 | 四平市 | 11.5 | 12 | 4 | 2.7 | 5 | 5 | 7.8 | 7.6 | 3.89 | ⟦96.59⟧ |\n"
    "| 2 | 梅河口市 | 9 | 10 | 3 | 1.9 | 3.8 | 5 | 5.9 | 6 | 2.9 | 78.61 |\n\n"
    "附件2\\\n总分图\n===\n\n```chart\n四平市 96.59\n梅河口市 78.61\n```\n";

static void assert_order(const char *page, const char *const *parts)
{
    for (const char *at = strstr(page, "<body>"); *parts; parts++) {
        const char *found = strstr(at, *parts);
        if (!found)
            fail_msg("not there, or not in its place: %s", *parts);
        at = found ? found : at;
    }
}

static void the_number_stands_in_the_head_and_the_end_matter_on_the_last_sheet(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "<main class=\"document\">\n<section class=\"sheet\">\n<header>\n"
        "<p class=\"mark\" style=\"--characters:9\"><span class=\"issuers\"><span>吉林省人民政府"
        "</span></span><span>文件</span></p>\n<p class=\"number\">吉政函〔2021〕37号</p>\n"
        "</header>\n<h1>关于2020年度考评情况的通报</h1>\n<p class=\"addressees\">",
        "<h2>一、",
        "<h3>",
        "<h4>",
        "<p class=\"attachments\"><span>附件：1.得分表</span><span>2.总分图</span></p>\n"
        "<div class=\"closing\">\n<p>吉林省人民政府</p>\n<p>2021年3月9日</p>\n</div>\n"
        "<p class=\"note\">（此件公开发布）</p>\n<p class=\"small\">记录</p>\n</section>\n",
        "annex",
        "<h1><span class=\"label\">附件1</span><span class=\"name\">得分表</span></h1>\n",
        "<table>",
        "</section>\n",
        "附件2",
        "<svg",
        "<p class=\"small\">考评记录：",
        "<footer>\n<p class=\"copies\">抄送：省委各部门。</p>\n<p class=\"printing\"><span>办公厅"
        "</span><span>2021年3月9日印发</span></p>\n</footer>\n</section>\n</main>",
        NULL};
    const struct print_style style = style_of(LETTERHEAD_DOCUMENT, 1);
    struct buffer page = BUFFER_EMPTY;
    write_page(whole, &style, "zh", false, &page);
    assert_order(page.bytes, parts);
    buffer_free(&page);
}

static void a_letter_has_no_printing_line_and_its_issuers_one_width(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "<main class=\"letter\">",
        "--characters:8\"><span class=\"issuers\"><span>吉林省人民政府</span><span>",
        "吉林省生态环境厅</span></span></p>",
        "<div class=\"closing seal\">",
        "<footer>\n<p class=\"copies\">抄送：省委各部门。</p>\n</footer>",
        NULL};
    struct print_style style = style_of(LETTERHEAD_LETTER, 2);
    struct buffer page = BUFFER_EMPTY;
    style.seal = true;
    write_page(whole, &style, "zh", false, &page);
    assert_order(page.bytes, parts);
    buffer_free(&page);
}

static void a_draft_says_so_and_shows_what_is_open(void **state)
{
    (void)state;
    const struct print_style style = style_of(LETTERHEAD_DOCUMENT, 1);
    struct buffer page = BUFFER_EMPTY;
    write_page("# 通报\n\n⟦12⟧【待定】项。", &style, "zh", true, &page);
    assert_non_null(strstr(page.bytes, "<title>【草稿】通报</title>"));
    assert_non_null(strstr(page.bytes, "<p class=\"draft\">草稿</p>"));
    assert_body("⟦12⟧【待定】项。", true, "<p>" F1 "12</a><mark>【待定】</mark>项。</p>\n");
    assert_body("⟦甲【待定】乙⟧", true, "<p>" F1 "甲<mark>【待定】</mark>乙</a></p>\n");
    assert_body("⟦12⟧【待定】项。", false, "<p>" F1 "12</a>【待定】项。</p>\n");
    buffer_free(&page);
}

static void a_page_speaks_its_own_language_whoever_writes_it(void **state)
{
    (void)state;
    const struct print_style style = style_of(LETTERHEAD_DOCUMENT, 1);
    struct buffer page = BUFFER_EMPTY, again = BUFFER_EMPTY;
    write_page(whole, &style, "zh", true, &page);
    language_set(LANGUAGE_EN);
    write_page(whole, &style, "zh", true, &again);
    language_set(LANGUAGE_ZH);
    assert_string_equal(again.bytes, page.bytes);
    assert_non_null(strstr(page.bytes, "<h2>依据</h2>"));
    buffer_cut(&page, 0);
    write_page(whole, &style, "en", true, &page);
    assert_non_null(strstr(page.bytes, "<html lang=\"en\">"));
    assert_non_null(strstr(page.bytes, "<h2>Sources</h2>"));
    assert_non_null(strstr(page.bytes, "<p class=\"draft\">DRAFT</p>"));
    buffer_free(&page);
    buffer_free(&again);
}

/* ---- Hostile text ---- */

static const char hostile[] =
    "<script>alert(1)</script> ⟦<img src=x onerror=y>⟧\n===\n\n"
    "⟦**[x](javascript:alert(1))**⟧ <b onclick=z>⟦`</code><script>`⟧</b> ![⟦a⟧](http://b \"c\")\n\n"
    "[a](javascript:b) [c](data:text/html,d) [e](<https://f\" onmouseover=\"g>) <java:h>\n\n"
    "<iframe src=i></iframe>\n\n| <td> | &lt;b&gt; |\n|--|--:|\n| \"</table>\" | ⟦1⟧<hr> |\n\n"
    "```chart\n<rect> 5\n\"/><script> ⟦7⟧\n```\n\n```\n</pre><script>\n```\n\n"
    "&#xFDD0;&#xFDE0;⟦9⟧&#64992;\xEF\xB7\xA0 \x1b[2J\u202E倒\u202C\n\n---\n\n</main>\n\n"
    "`</p><style>`\n\n---\n\n抄送：<a href=j>\n\n# 附件1 </h1>\n";

static void hostile_text_is_harmless(void **state)
{
    (void)state;
    struct print_style style = style_of(LETTERHEAD_DOCUMENT, 2);
    struct buffer page = BUFFER_EMPTY;
    static const char *names[] = {"<b>\"'&</b>", "\u202E局\u202C"};
    style.issuers = names;
    style.mark = "";
    style.fonts[FACE_BODY] = "x\"}</style><script>alert(1)</script>\\\n*{";
    provenance.source_count = 2;
    provenance.decision_count = 5;
    write_page(hostile, &style, "zh\"><script>", true, &page);
    provenance.source_count = 1;
    provenance.decision_count = 3;
    assert_own_tags(page.bytes);
    assert_links_lead_somewhere(page.bytes);
    const char *style_end = strstr(page.bytes, "</style>");
    assert_int_equal(strncmp(style_end, "</style>\n</head>\n<body>", 22), 0);
    /* no control, no override of the direction, no marker of a figure */
    for (const char *at = page.bytes; *at;) {
        uint32_t c = text_next(&at);
        assert_true(c == '\n' || !text_is_unsafe(c));
    }
    buffer_free(&page);
}

/* ---- The validator ---- */

static char folder[] = "/tmp/kaoping-html-XXXXXX";

static void put(const char *name, const struct buffer *page)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(page->bytes, 1, page->size, file), page->size);
    assert_int_equal(fclose(file), 0);
}

static void put_page(const char *name, const char *text, enum letterhead head, size_t issuer_count,
                     const char *language)
{
    const struct print_style style = style_of(head, issuer_count);
    struct buffer page = BUFFER_EMPTY;
    write_page(text, &style, language, true, &page);
    assert_own_tags(page.bytes);
    assert_links_lead_somewhere(page.bytes);
    put(name, &page);
    buffer_free(&page);
}

static int run(const char *line)
{
    setenv("f", folder, 1);
    int status = system(line); /* NOLINT(cert-env33-c): the lines are the tests' own */
    return status == -1 ? -1 : status >> 8;
}

static void a_validator_has_nothing_to_say(void **state)
{
    (void)state;
    put_page("document.html", whole, LETTERHEAD_DOCUMENT, 1, "zh");
    put_page("letter.html", whole, LETTERHEAD_LETTER, 2, "zh");
    put_page("plain.html", whole, LETTERHEAD_NONE, 0, "en");
    put_page("hostile.html", hostile, LETTERHEAD_DOCUMENT, 2, "zh");
    put_page("annex.html", "附件1\\\n表\n===\n\n| a |\n|--|\n", LETTERHEAD_DOCUMENT, 1, "zh");
    put_page("body.html", "好。\n", LETTERHEAD_LETTER, 1, "zh");
    put_page("nothing.html", "---\n\n甲\n", LETTERHEAD_DOCUMENT, 1, "en");
    assert_int_equal(
        run("cd $f && tidy -qe *.html 2>said >/dev/null; cat said >&2; test ! -s said"), 0);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return run("rm -rf \"$f\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_is_a_link_to_its_source),
        cmocka_unit_test(a_figure_through_several_elements_has_a_link_in_each),
        cmocka_unit_test(a_link_of_the_author_is_parted_around_a_figure),
        cmocka_unit_test(figures_that_stand_beside_each_other_have_each_its_link),
        cmocka_unit_test(what_cannot_be_followed_is_not_linked_and_nothing_changes),
        cmocka_unit_test(the_sources_lead_back),
        cmocka_unit_test(what_is_not_listed_is_counted_and_traced),
        cmocka_unit_test(the_number_stands_in_the_head_and_the_end_matter_on_the_last_sheet),
        cmocka_unit_test(a_letter_has_no_printing_line_and_its_issuers_one_width),
        cmocka_unit_test(a_draft_says_so_and_shows_what_is_open),
        cmocka_unit_test(a_page_speaks_its_own_language_whoever_writes_it),
        cmocka_unit_test(hostile_text_is_harmless),
        cmocka_unit_test(a_validator_has_nothing_to_say),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
