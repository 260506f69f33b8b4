/*
 * The circular as a Word file: a job in, the zip's parts out; and one with everything in it opened
 * by LibreOffice, page by page beside our PDF.
 */
#include "print/docx.h"

#include "core/buffer.h"
#include "core/print_job.h"
#include "core/print_style.h"
#include "core/provenance.h"
#include "core/text.h"
#include "records/disk.h"
#include "records/record.h"
#include "tests/harness/record.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static const char *issuers[] = {"吉林省人民政府", "吉林省财政厅", "吉林省水利厅"};
static const struct provenance provenance = {
    .record = "jilin", .commit = "3f2a9c1", .sha256 = "9c1e", .when = 1617688800};
static struct print_style style;
static struct print_job job;
static struct error error;

static int set_up_all(void **state)
{
    (void)state;
    record_folder_new();
    return 0;
}

static int tear_down_all(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    style = (struct print_style){
        .issuers = issuers, .issuer_count = 1, .mark = "", .fonts = {"", "", "", ""}};
    job = (struct print_job){.format = PAGE_DOCX,
                             .page = {.language = "zh", .style = &style, .provenance = &provenance},
                             .fonts = ""};
    return 0;
}

/* ---- The zip and its parts ---- */

static struct buffer write_docx(const char *markdown)
{
    struct buffer out = BUFFER_EMPTY;
    job.page.markdown = markdown;
    if (docx_write(&job, &out, &error))
        fail_msg("%s", error.text);
    return out;
}

static void read_entry(struct archive *archive, struct buffer *out)
{
    char bytes[4096];
    la_ssize_t size;
    while ((size = archive_read_data(archive, bytes, sizeof bytes)) > 0)
        buffer_add_bytes(out, bytes, (size_t)size);
    assert_int_equal(size, 0);
}

/* Puts the parts into the test's folder, below `docx/`; appends their names, a line each. */
static void unpack(const struct buffer *docx, struct buffer *names)
{
    struct archive *archive = archive_read_new();
    struct archive_entry *entry;
    shell("rm -rf docx");
    assert_int_equal(archive_read_support_format_zip_seekable(archive), ARCHIVE_OK);
    assert_int_equal(archive_read_open_memory(archive, docx->bytes, docx->size), ARCHIVE_OK);
    while (archive_read_next_header(archive, &entry) == ARCHIVE_OK) {
        struct buffer text = BUFFER_EMPTY, path = BUFFER_EMPTY;
        read_entry(archive, &text);
        buffer_format(names, "%s\n", archive_entry_pathname(entry));
        buffer_format(&path, "docx/%s", archive_entry_pathname(entry));
        folder_put(path.bytes, text.bytes);
        buffer_free(&path);
        buffer_free(&text);
    }
    archive_read_free(archive);
}

/* A part of the Word file of a text, until the next call. */
static const char *part_of(const char *markdown, const char *name)
{
    static char text[400000];
    struct buffer docx = write_docx(markdown), names = BUFFER_EMPTY;
    unpack(&docx, &names);
    snprintf(text, sizeof text, "%s", shell("cat 'docx/%s'", name));
    assert_int_equal(last_exit, 0);
    buffer_free(&names);
    buffer_free(&docx);
    return text;
}

static const char *document_of(const char *markdown)
{
    return part_of(markdown, "word/document.xml");
}

static void assert_contains(const char *text, const char *what)
{
    if (!strstr(text, what))
        fail_msg("no %s in %s", what, text);
}

static void assert_contains_not(const char *text, const char *what)
{
    if (strstr(text, what))
        fail_msg("%s in %s", what, text);
}

/* The paragraph in which a text stands, from w:pPr on; until the next call. */
static const char *paragraph_of(const char *document, const char *text)
{
    static char paragraph[4096];
    const char *at = strstr(document, text), *begin = document;
    if (!at)
        fail_msg("no %s in %s", text, document);
    for (const char *next = document; (next = strstr(next, "<w:p>")) && next < at; next++)
        begin = next;
    snprintf(paragraph, sizeof paragraph, "%s", begin);
    char *end = strstr(paragraph, "</w:p>");
    assert_non_null(end);
    *end = '\0';
    return paragraph;
}

/* The number behind the first `what` of a text. */
static double number_behind(const char *text, const char *what)
{
    const char *at = text ? strstr(text, what) : NULL;
    if (at)
        return strtod(at + strlen(what), NULL);
    fail_msg("no %s in %s", what, text ? text : "nothing");
    return 0;
}

static void the_same_job_gives_the_same_bytes_in_every_time_zone(void **state)
{
    (void)state;
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    struct buffer first = write_docx("# 通报\n\n正文。\n");
    setenv("TZ", "America/New_York", 1);
    tzset();
    struct buffer second = write_docx("# 通报\n\n正文。\n");
    unsetenv("TZ");
    tzset();
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.bytes, second.bytes, first.size);
    buffer_free(&first);
    buffer_free(&second);
}

/* Through the whole program, from a record. */
static void a_record_is_rendered_to_the_same_file_each_time(void **state)
{
    (void)state;
    assert_int_equal(record_init(record_at(), template_at(), &error), STATUS_OK);
    for (int i = 0; i < 2; i++) {
        const char *said =
            shell("'%s' -C '%s' render --draft -o draft%d.docx", program_at(), record_at(), i);
        assert_string_equal(said, "");
        assert_int_equal(last_exit, 0);
    }
    assert_string_equal(shell("cmp draft0.docx draft1.docx && head -c 2 draft0.docx"), "PK");
}

static void the_parts_stand_in_a_fixed_order_and_refer_to_nothing_outside(void **state)
{
    (void)state;
    struct buffer docx =
        write_docx("# 通报\n\n[链接](http://example.org/) ![图](file:///etc/passwd)\n");
    struct buffer names = BUFFER_EMPTY;
    unpack(&docx, &names);
    assert_string_equal(names.bytes,
                        "[Content_Types].xml\n_rels/.rels\nword/_rels/document.xml.rels\n"
                        "word/document.xml\nword/footer1.xml\nword/footer2.xml\nword/footer3.xml\n"
                        "word/header1.xml\nword/styles.xml\nword/settings.xml\n"
                        "word/fontTable.xml\ndocProps/core.xml\ndocProps/app.xml\n"
                        "docProps/custom.xml\n");
    assert_string_equal(shell("grep -rlE 'TargetMode|instrText|example.org|passwd' docx"), "");
    assert_string_equal(shell("grep -rho 'w:instr=\"[^\"]*\"' docx | sort -u"),
                        "w:instr=\" PAGE \"\n");
    buffer_free(&names);
    buffer_free(&docx);
}

static void the_properties_say_what_the_circular_is_and_where_it_came_from(void **state)
{
    (void)state;
    const char *core = part_of("关于2020年度\\\n考评的通报\n====\n", "docProps/core.xml");
    assert_contains(core, "<dc:title>关于2020年度考评的通报</dc:title>");
    assert_contains(core, "<dc:creator>吉林省人民政府</dc:creator>");
    assert_contains(core, ">2021-04-06T06:00:00");
    const char *custom = part_of("# 通报\n", "docProps/custom.xml");
    assert_contains(custom, "name=\"Commit\"><vt:lpwstr>3f2a9c1</vt:lpwstr>");
    assert_contains(custom, "name=\"Markdown-SHA256\"><vt:lpwstr>9c1e</vt:lpwstr>");
}

static void a_job_without_provenance_is_of_1970(void **state)
{
    (void)state;
    job.page.provenance = NULL;
    assert_contains(part_of("# 通报\n", "docProps/core.xml"), ">1970-01-01T00:00:00");
}

/* ---- Hostile text ---- */

static struct buffer repeat(const char *text, size_t times)
{
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < times; i++)
        buffer_add(&out, text);
    return out;
}

static void assert_well_formed(const char *markdown)
{
    struct buffer docx = write_docx(markdown), names = BUFFER_EMPTY;
    unpack(&docx, &names);
    const char *said = shell("find docx -type f -print0 | xargs -0 xmllint --noout --huge");
    assert_string_equal(said, "");
    buffer_free(&names);
    buffer_free(&docx);
}

static void text_from_the_record_is_text_and_nothing_else(void **state)
{
    (void)state;
    static const char hostile[] =
        "# 题<w:br/>&amp;\n\n</w:t></w:r> <script>x</script> ]]> \"引\" 'x' &#x202E;反 &#xFFFE; "
        "\x1b[31m红\x01 &#0; שלום 😀 é\xCC\x81 𠮷 \xFF\n\n| `<w:p>` | & |\n|---|---|\n| \" | > |\n";
    issuers[0] = "省<府>&\"\x1b";
    style.fonts[FACE_BODY] = "宋\"体<";
    assert_well_formed(hostile);
    const char *document = document_of(hostile);
    issuers[0] = "吉林省人民政府";
    assert_contains(document, "&lt;/w:t&gt;&lt;/w:r&gt;");
    assert_contains(document, "&lt;w:p&gt;");
    assert_contains(document, "𠮷");
    assert_contains(document, "省&lt;府&gt;&amp;");
    assert_contains_not(document, "\x1b");
    assert_contains_not(document, (const char[]){'\xE2', '\x80', '\xAE', '\0'}); /* U+202E */
}

static void nesting_a_thousand_deep_leaves_half_of_the_line(void **state)
{
    (void)state;
    struct buffer markdown = repeat(">", 1000);
    buffer_add(&markdown, " 深处\n");
    assert_well_formed(markdown.bytes);
    assert_contains(paragraph_of(document_of(markdown.bytes), "深处"), "w:leftChars=\"1400\"");
    buffer_free(&markdown);
}

static void a_paragraph_of_20000_characters_is_there_to_the_last(void **state)
{
    (void)state;
    struct buffer markdown = repeat("长段落的文字甲乙丙丁。", 2000);
    struct buffer docx = write_docx(markdown.bytes), names = BUFFER_EMPTY;
    unpack(&docx, &names);
    assert_string_equal(shell("grep -o '长段落的文字甲乙丙丁。' docx/word/document.xml | wc -l"),
                        "2000\n");
    buffer_free(&names);
    buffer_free(&docx);
    buffer_free(&markdown);
}

static void nothing_at_all_is_a_file_too(void **state)
{
    (void)state;
    assert_well_formed("");
    assert_well_formed("---\n\n---\n\n---\n");
    assert_well_formed("|a|b|\n|-|-|\n");
    assert_well_formed("```chart\n```\n");
    style.issuer_count = 0;
    assert_well_formed("# 附件1\n");
}

/* ---- Styles and measures ---- */

static void the_styles_have_their_chinese_names_and_headings_their_levels(void **state)
{
    (void)state;
    static const char *const names[] = {"发文机关标志", "发文字号", "公文标题", "主送机关",
                                        "公文正文",     "一级标题", "二级标题", "三级标题",
                                        "附件说明",     "署名",     "成文日期", "附注",
                                        "版记",         "附件标题", "公文表格", "表格文字"};
    const char *styles = part_of("# 通报\n", "word/styles.xml");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char element[128];
        snprintf(element, sizeof element, "<w:name w:val=\"%s\"/>", names[i]);
        assert_contains(styles, element);
    }
    assert_contains(strstr(styles, "一级标题"), "<w:outlineLvl w:val=\"0\"/>");
    assert_contains(strstr(styles, "二级标题"), "<w:outlineLvl w:val=\"1\"/>");
    const char *document = document_of("## 一、甲\n\n### （一）乙\n\n#### 1.丙\n\n丁\n");
    assert_contains(paragraph_of(document, "一、甲"), "\"Level1\"");
    assert_contains(paragraph_of(document, "（一）乙"), "\"Level2\"");
    assert_contains(paragraph_of(document, "1.丙"), "\"Level3\"");
    assert_contains(paragraph_of(document, "丁"), "\"Body\"");
}

static void the_years_fonts_stand_before_the_usual_ones(void **state)
{
    (void)state;
    style.fonts[FACE_KAI] = "方正楷体";
    const char *styles = part_of("# 通报\n", "word/styles.xml");
    assert_contains(styles, "w:eastAsia=\"方正楷体\"");
    assert_contains_not(styles, "楷体_GB2312");
    assert_contains(styles, "w:ascii=\"仿宋_GB2312\" w:eastAsia=\"仿宋_GB2312\"");
}

/* 37, 26, 35 and 28 mm in twips; 22 lines of 579 and 28 characters of 315 fit what they leave. */
static void the_page_is_a4_with_22_lines_of_28_characters(void **state)
{
    (void)state;
    const char *document = document_of("正文\n");
    assert_contains(document, "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>");
    assert_contains(document,
                    "<w:pgMar w:top=\"2098\" w:right=\"1475\" w:bottom=\"1984\" w:left=\"1587\"");
    assert_contains(document, "<w:docGrid w:type=\"lines\" w:linePitch=\"579\"/>");
    const char *styles = part_of("正文\n", "word/styles.xml");
    assert_contains(styles, "w:line=\"579\" w:lineRule=\"exact\"");
    assert_contains(styles, "<w:spacing w:val=\"-5\"/><w:sz w:val=\"32\"/>");
    assert_true(22 * 579 <= 16838 - 2098 - 1984);
    assert_true(28 * 315 <= 11906 - 1475 - 1587);
}

static void emphasis_is_kai_and_strong_is_hei(void **state)
{
    (void)state;
    const char *document = document_of("前*楷书*中**黑体**后\n");
    assert_contains(document, "<w:rStyle w:val=\"Kai\"/><w:rFonts w:hint=\"eastAsia\"/></w:rPr>"
                              "<w:t xml:space=\"preserve\">楷书</w:t>");
    assert_contains(document, "<w:rStyle w:val=\"Hei\"/><w:rFonts w:hint=\"eastAsia\"/></w:rPr>"
                              "<w:t xml:space=\"preserve\">黑体</w:t>");
}

/* ---- What closes ---- */

static const char signed_text[] = "# 通报\n\n正文。\n\n---\n\n吉林省人民政府\n\n2021年4月6日\n";

/* The date takes six characters, the issuer seven. */
static void without_a_seal_the_date_begins_two_right_of_the_issuer(void **state)
{
    (void)state;
    const char *document = document_of(signed_text);
    assert_contains(paragraph_of(document, "2021年"), "w:rightChars=\"200\"");
    assert_contains(strstr(document, "\"Signed\""), "w:rightChars=\"300\"");
}

static void with_a_seal_the_issuer_is_centred_on_the_date_four_from_the_right(void **state)
{
    (void)state;
    style.seal = true;
    const char *document = document_of(signed_text);
    assert_contains(paragraph_of(document, "2021年"), "w:rightChars=\"400\"");
    assert_contains(strstr(document, "\"Signed\""), "w:rightChars=\"350\"");
}

static void attachments_are_aligned_on_their_names(void **state)
{
    (void)state;
    const char *document = document_of("正文。\n\n附件：1.得分表\\\n2.得分图\n");
    assert_contains(paragraph_of(document, "得分表"),
                    "<w:ind w:left=\"1890\" w:right=\"0\" w:hanging=\"1260\"/>");
    assert_contains(paragraph_of(document, "得分图"),
                    "<w:ind w:left=\"1890\" w:right=\"0\" w:hanging=\"315\"/>");
}

static void the_closing_stays_on_a_page_with_body_text(void **state)
{
    (void)state;
    const char *document =
        document_of("甲。\n\n乙。\n\n附件：丙\n\n---\n\n丁府\n\n2021年4月6日\n\n（戊）\n");
    assert_contains_not(paragraph_of(document, "甲"), "<w:keepNext/>");
    assert_contains(paragraph_of(document, "乙"), "<w:keepNext/>");
    assert_contains(paragraph_of(document, "丙"), "<w:keepNext/>");
    assert_contains(paragraph_of(document, "丁府"), "<w:keepNext/>");
    assert_contains(paragraph_of(document, "2021年"), "<w:keepNext/>");
    assert_contains_not(paragraph_of(document, "戊"), "<w:keepNext/>");
}

static const char end_matter[] =
    "# 通报\n\n正文。\n\n---\n\n---\n\n抄送：省委。\n\n办公厅\\\n2021年4月8日印发\n";

static void a_letter_has_no_printing_line(void **state)
{
    (void)state;
    assert_contains(document_of(end_matter), "印发");
    style.head = LETTERHEAD_LETTER;
    const char *document = document_of(end_matter);
    assert_contains(document, "抄送");
    assert_contains_not(document, "印发");
    assert_contains(document, "<w:titlePg/>");
}

static void two_hundred_addressees_stand_at_the_end(void **state)
{
    (void)state;
    struct buffer names = repeat("某某市人民政府，", 200), markdown = BUFFER_EMPTY;
    buffer_format(&markdown, "# 通报\n\n%s各部门：\n\n正文。\n", names.bytes);
    const char *document = document_of(markdown.bytes);
    assert_true(strstr(document, "正文") < strstr(document, "主送："));
    assert_contains_not(document, "w:tblpPr"); /* longer than a page, it does not float */
    buffer_free(&markdown);
    buffer_free(&names);
}

/* ---- Tables ---- */

static void a_tables_head_is_repeated_and_its_numbers_stand_at_the_point(void **state)
{
    (void)state;
    const char *document =
        document_of("|城市|得分|\n|---|--:|\n|甲市|89.75|\n|乙市|90|\n|丙市|7.5|\n");
    assert_contains(document, "<w:tblHeader/>");
    assert_contains(paragraph_of(document, "89.75"), "w:rightChars=\"0\"");
    assert_contains(paragraph_of(document, ">90<"), "w:rightChars=\"150\"");
    assert_contains(paragraph_of(document, ">7.5<"), "w:rightChars=\"50\"");
}

static void a_wide_table_turns_the_paper_and_the_next_annex_turns_it_back(void **state)
{
    (void)state;
    struct buffer markdown = BUFFER_EMPTY, row = repeat("|考评的类别名称", 15);
    struct buffer rule = repeat("|---", 15);
    buffer_format(&markdown,
                  "正文\n\n附件1\\\n得分表\n====\n\n%s|\n%s|\n%s|\n\n附件2\\\n说明\n====\n\n末尾\n",
                  row.bytes, rule.bytes, row.bytes);
    const char *document = document_of(markdown.bytes);
    const char *turned = strstr(document, "w:orient=\"landscape\"");
    assert_non_null(turned);
    assert_true(strstr(document, "<w:pgSz w:w=\"11906\"") < strstr(document, "附件1"));
    assert_true(strstr(document, "附件1") < turned && turned < strstr(document, "附件2"));
    assert_contains(strstr(document, "末尾"), "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>");
    buffer_free(&rule);
    buffer_free(&row);
    buffer_free(&markdown);
}

static void no_column_of_a_hundred_is_lost(void **state)
{
    (void)state;
    struct buffer markdown = BUFFER_EMPTY, rule = repeat("|---", 100);
    for (int i = 0; i < 100; i++)
        buffer_format(&markdown, "|列%d。", i);
    buffer_format(&markdown, "|\n%s|\n", rule.bytes);
    assert_well_formed(markdown.bytes);
    const char *document = document_of(markdown.bytes);
    for (int i = 0; i < 100; i++) {
        char name[32];
        snprintf(name, sizeof name, "列%d。", i);
        assert_contains(document, name);
    }
    buffer_free(&rule);
    buffer_free(&markdown);
}

/* The axis ends at 100: half of it is half of the bar's room, which is the second column without
 * its margins. */
static void a_bar_is_as_long_as_its_number(void **state)
{
    (void)state;
    static const char fill[] = "w:fill=\"7F7F7F\"", right[] = "w:right=\"", column[] = "<w:gridCol";
    const char *document = document_of("```chart\n甲市 100\n乙市 50\n丙市 【待定】\n```\n");
    const char *bar = strstr(document, fill), *label = strstr(document, column);
    double room = number_behind(label + 1, "<w:gridCol w:w=\"") - 80;
    assert_true(number_behind(bar, right) == 0);
    bar = strstr(bar + 1, fill);
    assert_in_range(number_behind(bar, right), room / 2 - 1, room / 2 + 1);
    assert_null(strstr(bar + 1, fill));
    assert_contains(document, "丙市 【待定】");
}

/* ---- Beside the PDF ---- */

static void add_body(struct buffer *out)
{
    static const char *const sentences[] = {
        "按照实施方案的要求，省考评工作领导小组对各市政府履行年度目标责任的情况作了全面考评。",
        "“十三五”以来，各地持续用力、久久为功——空气质量好转，水环境质量提高，土壤环境总体稳定……",
        "对照《关于全面加强生态环境保护的实施意见》（以下称《意见》），任务如期完成的，予以肯定；",
        "尚有差距的，逐项列出清单、明确责任。"};
    for (size_t i = 0; i < 12; i++)
        buffer_format(out, "%s%s%s%s\n\n%s", sentences[i % 4], sentences[(i + 1) % 4],
                      sentences[i * 3 % 4], sentences[3],
                      i == 5 ? "## 一、总体情况\n\n### （一）空气\n\n" : "");
}

static void add_tables(struct buffer *out)
{
    buffer_add(out, "附件一\\\n得分表\n====\n\n|考评对象|得分|等次|\n|---|--:|:-:|\n");
    for (int i = 0; i < 11; i++)
        buffer_format(out, "|某某市|%d.%d|一等|\n", 96 - i, i % 3);
    buffer_add(
        out, "\n注：表中为示例。\n\n附件二\\\n得分图\n====\n\n```chart\n甲市 96.3\n乙市 80\n```\n\n"
             "注：图中为示例。\n\n附件三\\\n分类得分\n====\n\n");
    for (int row = 0; row < 4; row++) {
        for (int i = 0; i < 16; i++)
            buffer_add(out, row == 1 ? "|---" : "|考评的类别");
        buffer_add(out, "|\n");
    }
}

/* A circular with everything in it. The body has no digits: LibreOffice sets a space beside each.
 */
static struct buffer everything(void)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_add(
        &out,
        "吉林省人民政府关于\\\n年度政府环境保护目标责任制\\\n考评情况的通报\n====\n\n"
        "吉政发〔2021〕37号\n\n各市（州）人民政府，长白山管委会，各县（市）人民政府，省政府各厅"
        "委办、各直属机构：\n\n");
    add_body(&out);
    buffer_add(
        &out, "- 列表的第一项\n- 列表的第二项\n\n> 引用的一句话。\n\n附件：1.得分表\\\n2.得分图\\\n"
              "3.分类得分\n\n---\n\n吉林省人民政府\n\n2021年4月6日\n\n（此件公开发布）\n\n"
              "---\n\n抄送：省委各部门，省人大常委会办公厅，省政协办公厅。\n\n办公厅\\\n"
              "2021年4月8日印发\n\n");
    add_tables(&out);
    return out;
}

static void put_bytes(const char *name, const struct buffer *bytes)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", record_folder(), name);
    assert_int_equal(disk_replace(path, bytes->bytes, bytes->size, &error), STATUS_OK);
}

/* Both of a text: NAME.docx, of which LibreOffice makes NAME.pdf, and our ours/NAME.pdf. */
static void put_both(const char *name, const char *markdown)
{
    struct buffer docx = write_docx(markdown), pdf_job = BUFFER_EMPTY, path = BUFFER_EMPTY;
    buffer_format(&path, "%s.docx", name);
    put_bytes(path.bytes, &docx);
    struct print_job other = job;
    other.format = PAGE_PDF;
    print_job_write(&other, &pdf_job);
    put_bytes("job.json", &pdf_job);
    shell("mkdir -p ours && '%s-print' <job.json >ours/%s.pdf", program_at(), name);
    assert_int_equal(last_exit, 0);
    buffer_free(&path);
    buffer_free(&pdf_job);
    buffer_free(&docx);
}

enum { PAGES_MOST = 32, LINE_CHARACTERS = 28 };

/* Whether the line is a page's number. */
static bool is_number(const char *line, size_t size)
{
    return size > 6 && strncmp(line, "—", 3) == 0 && strncmp(line + size - 3, "—", 3) == 0;
}

/* How many characters the document has up to the end of each page, without spaces and the pages'
 * numbers; returns the number of pages. */
static size_t count_characters(const char *pdf, size_t ends[PAGES_MOST])
{
    const char *text = shell("pdftotext -layout %s - | tr -d ' ' | sed 's/　//g'", pdf);
    size_t page = 0, count = 0;
    assert_int_equal(last_exit, 0);
    for (const char *line = text, *end; *line; line = end + (*end == '\n')) {
        end = line + strcspn(line, "\n");
        if (*line == '\f') {
            assert_true(page < PAGES_MOST);
            ends[page++] = count;
            line++;
        }
        for (const char *at = line; !is_number(line, (size_t)(end - line)) && at < end; count++)
            text_next(&at);
    }
    return page;
}

/* The pages end with the same line, or the one beside it. */
static void assert_same_pages(const char *office, const char *our)
{
    size_t theirs[PAGES_MOST], ours[PAGES_MOST], count = count_characters(our, ours);
    assert_in_range(count, 5, PAGES_MOST);
    assert_int_equal(count_characters(office, theirs), count);
    for (size_t i = 0; i < count; i++)
        if (theirs[i] + LINE_CHARACTERS < ours[i] || ours[i] + LINE_CHARACTERS < theirs[i])
            fail_msg("page %zu of %s ends at %zu, of %s at %zu", i + 1, office, theirs[i], our,
                     ours[i]);
}

/* Where the page's number begins, or else ends, and the height of its dashes, in points from the
 * paper's left and upper edge. */
static void assert_number_at(const char *name, int page, double left, double right)
{
    const char *said =
        shell("pdftotext -bbox -f %d -l %d %s - | grep '>—</word>' | tail -n 2", page, page, name);
    const char *first = strstr(said, "<word"), *last = first ? strstr(first + 1, "<word") : NULL;
    double middle = (number_behind(first, "yMin=\"") + number_behind(first, "yMax=\"")) / 2;
    double height = middle - (297 - 35 + 7) * 72 / 25.4;
    double wrong =
        left > 0 ? number_behind(first, "xMin=\"") - left : number_behind(last, "xMax=\"") - right;
    if (wrong < -2 || wrong > 2 || height < -3 || height > 3)
        fail_msg("page %d: %f and %f points from its place", page, wrong, height);
}

static void libreoffice_sets_the_same_pages_as_our_pdf(void **state)
{
    (void)state;
    struct buffer markdown = everything();
    put_both("document", markdown.bytes);
    style.head = LETTERHEAD_LETTER;
    put_both("letter", markdown.bytes);
    shell("soffice --headless -env:UserInstallation=\"file://$PWD/office\" --convert-to pdf "
          "document.docx letter.docx >office.log 2>&1");
    assert_int_equal(last_exit, 0);
    assert_same_pages("document.pdf", "ours/document.pdf");
    assert_same_pages("letter.pdf", "ours/letter.pdf");
    assert_number_at("document.pdf", 1, 0, (210 - 26) * 72 / 25.4 - 14);
    assert_number_at("document.pdf", 2, 28 * 72 / 25.4 + 14, 0);
    assert_string_equal(shell("pdftotext -f 1 -l 1 letter.pdf - | grep -c '^— *1 *—'"), "0\n");
    assert_string_equal(
        shell("pdfinfo -f 1 -l 99 document.pdf | grep '^Page .*size' | grep -vc A4"), "0\n");
    buffer_free(&markdown);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_same_job_gives_the_same_bytes_in_every_time_zone, set_up),
        cmocka_unit_test_setup(a_record_is_rendered_to_the_same_file_each_time, set_up),
        cmocka_unit_test_setup(the_parts_stand_in_a_fixed_order_and_refer_to_nothing_outside,
                               set_up),
        cmocka_unit_test_setup(the_properties_say_what_the_circular_is_and_where_it_came_from,
                               set_up),
        cmocka_unit_test_setup(a_job_without_provenance_is_of_1970, set_up),
        cmocka_unit_test_setup(text_from_the_record_is_text_and_nothing_else, set_up),
        cmocka_unit_test_setup(nesting_a_thousand_deep_leaves_half_of_the_line, set_up),
        cmocka_unit_test_setup(a_paragraph_of_20000_characters_is_there_to_the_last, set_up),
        cmocka_unit_test_setup(nothing_at_all_is_a_file_too, set_up),
        cmocka_unit_test_setup(the_styles_have_their_chinese_names_and_headings_their_levels,
                               set_up),
        cmocka_unit_test_setup(the_years_fonts_stand_before_the_usual_ones, set_up),
        cmocka_unit_test_setup(the_page_is_a4_with_22_lines_of_28_characters, set_up),
        cmocka_unit_test_setup(emphasis_is_kai_and_strong_is_hei, set_up),
        cmocka_unit_test_setup(without_a_seal_the_date_begins_two_right_of_the_issuer, set_up),
        cmocka_unit_test_setup(with_a_seal_the_issuer_is_centred_on_the_date_four_from_the_right,
                               set_up),
        cmocka_unit_test_setup(attachments_are_aligned_on_their_names, set_up),
        cmocka_unit_test_setup(the_closing_stays_on_a_page_with_body_text, set_up),
        cmocka_unit_test_setup(a_letter_has_no_printing_line, set_up),
        cmocka_unit_test_setup(two_hundred_addressees_stand_at_the_end, set_up),
        cmocka_unit_test_setup(a_tables_head_is_repeated_and_its_numbers_stand_at_the_point,
                               set_up),
        cmocka_unit_test_setup(a_wide_table_turns_the_paper_and_the_next_annex_turns_it_back,
                               set_up),
        cmocka_unit_test_setup(no_column_of_a_hundred_is_lost, set_up),
        cmocka_unit_test_setup(a_bar_is_as_long_as_its_number, set_up),
        cmocka_unit_test_setup(libreoffice_sets_the_same_pages_as_our_pdf, set_up),
    };
    return cmocka_run_group_tests(tests, set_up_all, tear_down_all);
}
