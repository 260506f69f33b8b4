/* The circular's page: Markdown in, text and HTML out. */
#include "core/page.h"

#include "core/buffer.h"
#include "core/print_style.h"
#include "core/text.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char circular[] = "关于2020年度\\\n"
                               "考评情况的通报\n"
                               "====\n\n"
                               "吉政函〔2021〕37号\n\n"
                               "各市（州）人民政府，长白山管委会：\n\n"
                               "经省政府同意，现将**考评**情况\n通报如下。\n\n"
                               "## 一、总体情况\n\n"
                               "### （一）空气\n\n"
                               "优良天数比例89.8%。\n\n"
                               "---\n\n"
                               "吉林省人民政府\n\n"
                               "2021年3月9日\n\n"
                               "（此件公开发布）\n\n"
                               "`记录 3f2a9c1 生成`\n";

static void write_html(const char *markdown, const char *language, struct buffer *out)
{
    static const struct print_style style;
    page_html(&(struct page){.markdown = markdown, .language = language, .style = &style}, out);
}

static void assert_text(const char *markdown, size_t columns, const char *expected)
{
    struct buffer out = BUFFER_EMPTY;
    page_text(markdown, columns, &out);
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
}

/* Within <main>. */
static void assert_page(const struct page *page, const char *expected)
{
    struct buffer out = BUFFER_EMPTY;
    page_html(page, &out);
    char *begin = strstr(out.bytes, "<main class="), *end = strstr(out.bytes, "</main>");
    assert_non_null(begin);
    assert_non_null(end);
    *end = '\0';
    assert_string_equal(strchr(begin, '\n') + 1, expected);
    buffer_free(&out);
}

/* Within the one sheet of a document without a head. */
static void assert_html(const char *markdown, const char *expected)
{
    static const struct print_style style;
    struct buffer sheet = BUFFER_EMPTY;
    buffer_format(&sheet, "<section class=\"sheet\">\n%s</section>\n", expected);
    assert_page(&(struct page){.markdown = markdown, .language = "zh", .style = &style},
                sheet.bytes);
    buffer_free(&sheet);
}

static void test_circular_as_text(void **state)
{
    (void)state;
    assert_text(circular, 32,
                "          关于2020年度\n"
                "         考评情况的通报\n"
                "\n"
                "       吉政函〔2021〕37号\n"
                "\n"
                "各市（州）人民政府，长白山管委\n"
                "会：\n"
                "　　经省政府同意，现将考评情况通\n"
                "报如下。\n"
                "　　一、总体情况\n"
                "　　（一）空气\n"
                "　　优良天数比例89.8%。\n"
                "\n"
                "            吉林省人民政府\n"
                "                2021年3月9日\n"
                "　　（此件公开发布）\n"
                "\n"
                "记录 3f2a9c1 生成\n");
}

static void test_circular_as_html(void **state)
{
    (void)state;
    assert_html(circular, "<h1>关于2020年度<br>考评情况的通报</h1>\n"
                          "<p class=\"number\">吉政函〔2021〕37号</p>\n"
                          "<p class=\"addressees\">各市（州）人民政府，长白山管委会：</p>\n"
                          "<p>经省政府同意，现将<strong>考评</strong>情况通报如下。</p>\n"
                          "<h2>一、总体情况</h2>\n"
                          "<h3>（一）空气</h3>\n"
                          "<p>优良天数比例89.8%。</p>\n"
                          "<div class=\"closing\">\n<p>吉林省人民政府</p>\n"
                          "<p>2021年3月9日</p>\n</div>\n"
                          "<p class=\"note\">（此件公开发布）</p>\n"
                          "<p class=\"small\">记录 3f2a9c1 生成</p>\n");
}

static void test_html_page_is_whole(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    write_html(circular, "zh-CN", &out);
    assert_non_null(strstr(out.bytes, "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n"
                                      "<meta charset=\"utf-8\">\n<meta name=\"viewport\""));
    assert_non_null(strstr(out.bytes, "<title>关于2020年度考评情况的通报</title>"));
    assert_non_null(strstr(out.bytes, "@page{size:A4;margin:37mm 26mm 35mm 28mm}"));
    static const char end[] = "</section>\n</main>\n</body>\n</html>\n";
    assert_string_equal(out.bytes + out.size - strlen(end), end);
    buffer_free(&out);
}

static void test_page_without_heading_has_a_title(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    write_html("好。", "zh\"><script>", &out);
    assert_non_null(strstr(out.bytes, "<title>kaoping</title>"));
    assert_non_null(strstr(out.bytes, "<html lang=\"zh&quot;&gt;&lt;script&gt;\">"));
    buffer_free(&out);
}

static void test_roles_depend_on_the_place(void **state)
{
    (void)state;
    assert_html("好。\n\n各市：\n\n三号\n", "<p>好。</p>\n<p>各市：</p>\n<p>三号</p>\n");
    assert_html("各市：\n\n如下：\n", "<p class=\"addressees\">各市：</p>\n<p>如下：</p>\n");
    assert_html("（好）\n\n`好`\n", "<p>（好）</p>\n<p><code>好</code></p>\n");
    assert_html("# 题\n\n各市：\n\n三号\n",
                "<h1>题</h1>\n<p class=\"addressees\">各市：</p>\n<p>三号</p>\n");
    assert_html("---\n\n`a` b\n\n（好）的\n",
                "<div class=\"closing\">\n<p><code>a</code> b</p>\n<p>（好）的</p>\n</div>\n");
}

static void test_lines_of_the_source_are_joined(void **state)
{
    (void)state;
    assert_text("四平\n市", 56, "　　四平市\n");
    assert_text("the\nend", 56, "　　the end\n");
    assert_text("达到\n89.8%", 56, "　　达到 89.8%\n");
    assert_text("其中，\n89.8%", 56, "　　其中，89.8%\n");
    assert_text("“好”\n的\n“人”", 56, "　　“好”的“人”\n");
    assert_text("四\n**平**\n*city*\n", 56, "　　四平 city\n");
    assert_html("四\n**平**\n好", "<p>四<strong>平</strong>好</p>\n");
}

static void test_markers_and_links_leave_their_text(void **state)
{
    (void)state;
    assert_text("**a** *b* `c` [d](http://e) <http://f> ![g](h) <b>i</b>", 56,
                "　　a b c d http://f g i\n");
    assert_text("<div>\nx\n</div>\n\n![](x)\n\n好\n", 56, "　　好\n");
    assert_text("　　好 \n", 56, "　　好\n");
}

static void test_links_are_harmless(void **state)
{
    (void)state;
    assert_html("[a](https://b?c&d \"t\")", "<p><a href=\"https://b?c&amp;d\">a</a></p>\n");
    assert_html("[a](#b) [c](mailto:d@e)",
                "<p><a href=\"#b\">a</a> <a href=\"mailto:d@e\">c</a></p>\n");
    assert_html("[a](javascript:b) [c](JavaScript&colon;d) [e](data:f) [g](/h) [i](file:///j)",
                "<p>a c e g i</p>\n");
    assert_html("[a](&#x6A;avascript:b) [c](< https://d>) [e](<java\tscript:f>)",
                "<p>a <a href=\"https://d\">c</a> e</p>\n");
    assert_html("[a](<https://b\" onclick=\"c>)", "<p>a</p>\n");
    assert_html("[a](https://b\"onclick=c)", "<p><a href=\"https://b&quot;onclick=c\">a</a></p>\n");
}

static void test_raw_html_and_images_vanish(void **state)
{
    (void)state;
    assert_html("a<script>b</script>c", "<p>abc</p>\n");
    assert_html("<script>\nb\n</script>\n\n<!-- c -->\n\n<img src=x onerror=y>\n", "");
    assert_html("![a <b> *c*](http://d \"e\") &lt;f&gt; \"g\" &amp;",
                "<p>a  <em>c</em> &lt;f&gt; &quot;g&quot; &amp;</p>\n");
    assert_html("```\n<b>&\n```\n", "<pre><code>&lt;b&gt;&amp;\n</code></pre>\n");
    assert_html("`<b>`", "<p><code>&lt;b&gt;</code></p>\n");
}

static void test_unsafe_characters_vanish(void **state)
{
    (void)state;
    assert_text("a\x1b[31m\u202Eb\u202C&#x202E;&#27;\u200Bc\xFF", 56, "　　a[31mbc\uFFFD\n");
    assert_html("a\x1b\u202Eb\u202C&#x202E;&#27;\u200Bc", "<p>abc</p>\n");
    assert_html("`a\x1b\u2066b\u2069`", "<p><code>ab</code></p>\n");
    assert_html("```\na\x1b\u202Eb\u202C\n```", "<pre><code>ab\n</code></pre>\n");
    assert_html("[a](https://b&#x202E;c)", "<p>a</p>\n");
    assert_html("其中**\u200B“优秀”\u200B**等次", "<p>其中<strong>“优秀”</strong>等次</p>\n");
}

/* Eight marks on one letter, and no ninth, which would stand on the line above. */
static void test_piled_up_marks_end(void **state)
{
    (void)state;
    struct buffer markdown = BUFFER_EMPTY, expected = BUFFER_EMPTY;
    buffer_add(&expected, "　　");
    for (int letter = 0; letter < 2; letter++) {
        buffer_add(&markdown, "e");
        buffer_add(&expected, "e");
        for (int i = 0; i < 200; i++)
            buffer_add(&markdown, "\u0301");
        for (int i = 0; i < 8; i++)
            buffer_add(&expected, "\u0301");
    }
    buffer_add(&expected, "\n");
    assert_text(markdown.bytes, 56, expected.bytes);
    buffer_free(&markdown);
    buffer_free(&expected);
}

/* A sentence that happens to end in 号. */
static void test_a_number_is_no_longer_than_a_line(void **state)
{
    (void)state;
    assert_text("# 甲\n\n吉政〔2021〕7号", 56,
                "                           甲\n\n                    吉政〔2021〕7号\n");
    assert_text("# 甲\n\n依据文件一至文件三十的各项要求以及上一年度印发的通知的第37号", 56,
                "                           "
                "甲\n\n　　依据文件一至文件三十的各项要求以及上一年度印发的通知\n的第37号\n");
    assert_text("# 甲\n\n一\\\n二号", 56, "                           甲\n\n　　一\n二号\n");
}

static void test_lists_as_text(void **state)
{
    (void)state;
    assert_text("好：\n\n3. 甲\n4. 乙\n   - 丙\n\n     丁\n\n后\n", 56,
                "好：\n　　3. 甲\n　　4. 乙\n　　　　- 丙\n　　　　丁\n　　后\n");
    assert_text("1) 四平市吉林市", 16, "　　1) 四平市吉\n林市\n");
    assert_text("- \n- ![](x)\n- 甲", 56, "　　- 甲\n");
}

static void test_quotes_and_code_as_text(void **state)
{
    (void)state;
    assert_text("> 四平市吉林市\n>\n> > 好\n", 16, "    　　四平市吉\n    林市\n        　　好\n");
    assert_text("```\nint  a;\n\n  b\n```\n", 16, "    int  a;\n\n      b\n");
}

static void test_lists_and_quotes_as_html(void **state)
{
    (void)state;
    assert_html("3. 甲\n4. 乙",
                "<ol start=\"3\"><li><p>甲</p>\n</li>\n<li><p>乙</p>\n</li>\n</ol>\n");
    assert_html("- 甲", "<ul><li><p>甲</p>\n</li>\n</ul>\n");
    assert_html("> # 甲", "<blockquote><h2>甲</h2>\n</blockquote>\n");
}

static void test_hard_breaks(void **state)
{
    (void)state;
    assert_text("---\n\n省政府\\\n2021年", 16, "      省政府\n      2021年\n");
    assert_text("甲\\\n　乙", 16, "　　甲\n乙\n");
    assert_text("# 甲\n# 乙\n丙", 8, "   甲\n   乙\n\n　　丙\n");
}

static void test_attachments_as_text(void **state)
{
    (void)state;
    assert_text("好。\n\n附件：1.考评得分表和说明\\\n2.总分图\n", 26,
                "　　好。\n\n"
                "　　附件：1.考评得分表和说\n"
                "            明\n"
                "          2.总分图\n");
    assert_text("附件：考评得分表和说明\n", 24, "　　附件：考评得分表和说\n          明\n");
}

/* The longer of the two lines ends two characters from the right; the date begins two further in
 * than the issuer. */
static void test_closing_as_text(void **state)
{
    (void)state;
    assert_text("---\n\n吉林省人民政府办公厅\n\n2021年3月9日\n", 32,
                "        吉林省人民政府办公厅\n            2021年3月9日\n");
    assert_text("---\n\n省政府\n\n2021年3月9日\n", 32,
                "            省政府\n                2021年3月9日\n");
    assert_text("---\n\n甲市政府\\\n乙市政府\n\n3月9日\n", 24,
                "          甲市政府\n          乙市政府\n              3月9日\n");
    assert_text("---\n\n省\n", 24, "                  省\n");
}

static void test_end_matter_as_text(void **state)
{
    (void)state;
    assert_text(
        "好。\n\n---\n\n省政府\n\n---\n\n抄送：省委各部门，省法院。\n\n办公厅\\\n3月9日印发\n\n"
        "# 名单\n\n甲。\n",
        24,
        "　　好。\n\n              省政府\n\n          名单\n\n　　甲。\n\n"
        "------------------------\n"
        "　抄送：省委各部门，省\n        法院。\n"
        "------------------------\n"
        "　办公厅    3月9日印发\n"
        "------------------------\n");
    /* no room for both on one line */
    assert_text("---\n\n---\n\n省政府办公厅\\\n3月9日印发\n", 16,
                "----------------\n　省政府办公厅\n  3月9日印发\n----------------\n");
}

static void test_annexes_as_text(void **state)
{
    (void)state;
    assert_text("# 题\n\n好。\n\n附件1\\\n得分表\n===\n\n甲。\n\n# 名单\n\n乙。\n", 16,
                "       题\n\n　　好。\n\n附件1\n\n     得分表\n\n　　甲。\n\n"
                "      名单\n\n　　乙。\n");
}

static void test_nothing_is_one_line_feed(void **state)
{
    (void)state;
    assert_text("", 56, "\n");
    assert_text("---\n\n<b>\n", 56, "\n");
    assert_html("", "");
}

static void test_text_is_appended(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    buffer_add(&out, "前\n");
    page_text("# 甲", 8, &out);
    assert_string_equal(out.bytes, "前\n   甲\n");
    buffer_free(&out);
}

static void repeat(struct buffer *out, const char *text, int times)
{
    while (times-- > 0)
        buffer_add(out, text);
}

/* No line is wider than the page or ends in a space, and the last is ended by one line feed. */
static void assert_lines_fit(const char *text, size_t columns)
{
    for (const char *at = text; *at;) {
        size_t size = strcspn(at, "\n");
        struct buffer line = BUFFER_EMPTY;
        buffer_add_bytes(&line, at, size);
        assert_true(text_width(line.bytes) <= columns);
        assert_true(size == 0 || at[size - 1] != ' ');
        buffer_free(&line);
        assert_int_equal(at[size], '\n');
        at += size + 1;
        assert_true(*at || size > 0 || at == text + 1);
    }
}

static void test_nesting_without_end(void **state)
{
    (void)state;
    static const char *const openers[] = {"> ", "- ",  "1. ",  "*",    "[",   "![",      "**a ",
                                          "`",  "<b>", "> - ", "[a](", "_a*", "&#8238;", "\\\n"};
    static const size_t widths[] = {0, 2, 3, 5, 8, 13, 56};
    for (size_t i = 0; i < sizeof openers / sizeof *openers; i++) {
        struct buffer markdown = BUFFER_EMPTY, out = BUFFER_EMPTY;
        repeat(&markdown, openers[i], 1500);
        buffer_add(&markdown, "四平市，2020年。");
        repeat(&markdown, "](http://a)* ", 1500);
        write_html(markdown.bytes, "zh-CN", &out);
        for (size_t j = 0; j < sizeof widths / sizeof *widths; j++) {
            buffer_cut(&out, 0);
            page_text(markdown.bytes, widths[j], &out);
            assert_lines_fit(out.bytes, widths[j] < 2 ? 2 : widths[j]);
        }
        buffer_free(&markdown);
        buffer_free(&out);
    }
}

static void test_every_width_fits(void **state)
{
    (void)state;
    static const char parts[] =
        "附件：1.考评得分表和说明\\\n22.总分图\n\n---\n\n吉林省人民政府\n\n2021年3月9日\n\n---\n\n"
        "抄送：省委各部门，省法院。\n\n办公厅\\\n3月9日印发\n\n附件1\\\n考评得分表和说明\n===\n";
    for (size_t columns = 2; columns <= 80; columns++) {
        struct buffer out = BUFFER_EMPTY;
        page_text(circular, columns, &out);
        assert_lines_fit(out.bytes, columns);
        buffer_cut(&out, 0);
        page_text(parts, columns, &out);
        assert_lines_fit(out.bytes, columns);
        buffer_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_circular_as_text),
        cmocka_unit_test(test_circular_as_html),
        cmocka_unit_test(test_html_page_is_whole),
        cmocka_unit_test(test_page_without_heading_has_a_title),
        cmocka_unit_test(test_roles_depend_on_the_place),
        cmocka_unit_test(test_lines_of_the_source_are_joined),
        cmocka_unit_test(test_markers_and_links_leave_their_text),
        cmocka_unit_test(test_links_are_harmless),
        cmocka_unit_test(test_raw_html_and_images_vanish),
        cmocka_unit_test(test_unsafe_characters_vanish),
        cmocka_unit_test(test_piled_up_marks_end),
        cmocka_unit_test(test_a_number_is_no_longer_than_a_line),
        cmocka_unit_test(test_lists_as_text),
        cmocka_unit_test(test_quotes_and_code_as_text),
        cmocka_unit_test(test_lists_and_quotes_as_html),
        cmocka_unit_test(test_hard_breaks),
        cmocka_unit_test(test_attachments_as_text),
        cmocka_unit_test(test_closing_as_text),
        cmocka_unit_test(test_end_matter_as_text),
        cmocka_unit_test(test_annexes_as_text),
        cmocka_unit_test(test_nothing_is_one_line_feed),
        cmocka_unit_test(test_text_is_appended),
        cmocka_unit_test(test_nesting_without_end),
        cmocka_unit_test(test_every_width_fits),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
