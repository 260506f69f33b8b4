/*
 * Annexes: tables and bar charts as text, HTML and PDF, and the proof. What stands on paper is
 * measured there, with pdftotext and qpdf.
 */
#include "core/buffer.h"
#include "core/memory.h"
#include "core/page.h"
#include "core/print_job.h"
#include "core/print_style.h"
#include "core/provenance.h"
#include "core/table_plan.h"
#include "core/text.h"
#include "tests/harness/record.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MM (72 / 25.4)

static const struct print_style style = {
    .head = LETTERHEAD_NONE, .mark = "", .fonts = {"", "", "", ""}};

/* ---- Text ---- */

static void assert_text(const char *markdown, size_t columns, const char *expected)
{
    struct buffer out = BUFFER_EMPTY;
    page_text(markdown, columns, &out);
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
}

static const char scores[] = "| 名次 | 考评对象 | 空气 | 总分 | 等次 |\n"
                             "|--:|---|--:|--:|:-:|\n"
                             "| 1 | 四平市 | 19.5 | 96.25 | 一等 |\n"
                             "| 2 | 长白山管委会 | 9.75 | 100 | 二等 |\n"
                             "| 10 | **白山市** | — | 85.5【待定】 | 二等 |\n";

static void columns_and_points_are_aligned(void **state)
{
    (void)state;
    assert_text(scores, 56,
                "名次  考评对象       空气            总分  等次\n"
                "----  ------------  -----  --------------  ----\n"
                "   1  四平市        19.5    96.25          一等\n"
                "   2  长白山管委会   9.75  100             二等\n"
                "  10  白山市            —   85.5【待定】   二等\n");
}

static void a_wide_table_goes_on_below_with_the_names_again(void **state)
{
    (void)state;
    assert_text(scores, 36,
                "名次  考评对象       空气\n"
                "----  ------------  -----\n"
                "   1  四平市        19.5\n"
                "   2  长白山管委会   9.75\n"
                "  10  白山市            —\n"
                "\n"
                "名次  考评对象                总分\n"
                "----  ------------  --------------\n"
                "   1  四平市         96.25\n"
                "   2  长白山管委会  100\n"
                "  10  白山市         85.5【待定】\n"
                "\n"
                "名次  考评对象      等次\n"
                "----  ------------  ----\n"
                "   1  四平市        一等\n"
                "   2  长白山管委会  二等\n"
                "  10  白山市        二等\n");
}

static void on_a_narrow_page_each_row_is_a_paragraph(void **state)
{
    (void)state;
    assert_text("|a|对象|\n|-|-|\n|1|四平市和别处|\n|2||\n", 14,
                "a：1\n"
                "对象：四平市和\n"
                "别处\n"
                "\n"
                "a：2\n");
}

static void long_cells_are_wrapped(void **state)
{
    (void)state;
    assert_text("|对象|说明|\n|-|-|\n|四平市|优良天数按366天折算，与年报一致。|\n", 30,
                "对象    说明\n"
                "------  ----------------------\n"
                "四平市  优良天数按366天折算，\n"
                "        与年报一致。\n");
}

static void empty_tables_are_no_trouble(void **state)
{
    (void)state;
    assert_text("|a|\n|-|\n", 30, "a\n--\n");
    assert_text("| | |\n|-|-|\n| | |\n", 30, "--  --\n");
}

static void a_text_that_begins_with_a_number_is_none(void **state)
{
    (void)state;
    assert_text("|a|\n|-|\n|3|\n|2021-03-09|\n", 30, "a\n----------\n3\n2021-03-09\n");
    assert_text("|a|\n|-|\n|3个|\n|\u22127.5|\n", 30, "     a\n------\n 3个\n\u22127.5\n");
}

/* However narrow the page is: no line beyond it, and no cell lost. */
static void every_width_fits(void **state)
{
    (void)state;
    static const char *const cells[] = {"四平市", "长白山管委会", "19.5", "9.75", "一等", "白山市"};
    for (size_t columns = 2; columns <= 90; columns++) {
        struct buffer out = BUFFER_EMPTY, packed = BUFFER_EMPTY;
        page_text(scores, columns, &out);
        for (const char *at = out.bytes; *at; at += strcspn(at, "\n") + 1) {
            struct buffer line = BUFFER_EMPTY;
            buffer_add_bytes(&line, at, strcspn(at, "\n"));
            assert_true(text_width(line.bytes) <= columns);
            assert_true(!line.size || line.bytes[line.size - 1] != ' ');
            buffer_free(&line);
        }
        for (const char *at = out.bytes; *at; at++)
            if (!strchr(" \n", *at))
                buffer_add_char(&packed, *at);
        for (size_t i = 0; columns >= 12 && i < sizeof cells / sizeof *cells; i++)
            assert_non_null(strstr(packed.bytes, cells[i]));
        buffer_free(&out);
        buffer_free(&packed);
    }
}

/* Where a figure is parted, or a cell stands twice, its first piece is told. */
static void figures_are_followed_into_cells_and_bars(void **state)
{
    (void)state;
    static const char markdown[] = "|名|分|\n|-|-:|\n|四平市与长白山管委会|96.25|\n\n"
                                   "```chart\n甲 7.5\n```\n";
    struct page_mark marks[3];
    static const char *const figures[] = {"四平市与长白山管委会", "96.25", "7.5"};
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < 3; i++) {
        marks[i].from = (size_t)(strstr(markdown, figures[i]) - markdown);
        marks[i].to = marks[i].from + strlen(figures[i]);
    }
    page_text_marked(markdown, 26, marks, 3, &out);
    static const char *const seen[] = {"四平市与长白山管委", "96.25", "7.5"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(marks[i].to - marks[i].from, strlen(seen[i]));
        assert_memory_equal(out.bytes + marks[i].from, seen[i], strlen(seen[i]));
    }
    buffer_free(&out);
}

/* ---- The plan ---- */

static void columns_are_divided_as_the_room_is(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const struct table_width widths[] = {{4, 4}, {10, 6}, {8, 4}, {8, 4}, {8, 4}, {8, 4}};
    struct table_plan plan;
    table_plan(arena, widths, 6, 2, 60, 2, &plan);
    assert_int_equal(plan.count, 1);
    assert_int_equal(plan.slices[0].widths[1], 10);
    table_plan(arena, widths, 6, 2, 40, 2, &plan);
    assert_int_equal(plan.count, 1);
    assert_in_range(plan.slices[0].widths[1], 6, 9);
    table_plan(arena, widths, 6, 2, 28, 2, &plan);
    assert_int_equal(plan.count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(plan.slices[i].count, 4);
        assert_int_equal(plan.slices[i].columns[1], 1);
        assert_int_equal(plan.slices[i].columns[2], 2 + 2 * i);
    }
    table_plan(arena, &(struct table_width){100, 90}, 1, 1, 20, 2, &plan);
    assert_int_equal(plan.slices[0].widths[0], 20);
    table_plan(arena, widths, 0, 0, 20, 2, &plan);
    assert_int_equal(plan.count, 0);
    arena_free(arena);
}

/* ---- HTML ---- */

static void write_html(const char *markdown, struct buffer *out)
{
    page_html(&(struct page){.markdown = markdown, .language = "zh", .style = &style}, out);
}

static void a_table_in_html_has_a_head_and_its_sides(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    write_html(scores, &out);
    assert_non_null(strstr(out.bytes, "<thead>\n<tr><th scope=\"col\">名次</th>"));
    assert_non_null(strstr(out.bytes, "<td class=\"centre short\">一等</td>"));
    assert_non_null(strstr(out.bytes, "<td class=\"left short\"><strong>白山市</strong></td>"));
    assert_non_null(strstr(
        out.bytes, "<span class=\"point\" data-before=\"0\" data-behind=\"【待定】\">96.25"));
    assert_non_null(
        strstr(out.bytes, "<span class=\"point\" data-behind=\".00【待定】\">100</span>"));
    assert_null(strstr(out.bytes, "class=\"table wide\""));
    buffer_free(&out);
}

static void a_table_in_a_quote_loses_no_cell(void **state)
{
    (void)state;
    static const char quoted[] = "> 甲\n>\n> |a|b|\n> |-|-|\n> |c|**d**|\n\n末\n";
    struct buffer out = BUFFER_EMPTY;
    write_html(quoted, &out);
    assert_non_null(strstr(out.bytes, "<blockquote><p>甲</p>\n<div class=\"table\"><table>\n"));
    assert_non_null(strstr(out.bytes, "<td class=\"left short\"><strong>d</strong></td></tr>\n"
                                      "</tbody>\n</table></div>\n</blockquote>\n<p>末</p>"));
    assert_text(quoted, 20, "    　　甲\na   b\n--  --\nc   d\n　　末\n");
    buffer_free(&out);
}

static void hostile_cells_are_harmless(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    write_html("|<script>a</script>|x|\n|-|-|\n|[b](javascript:c)|5\"><img src=d>|\n"
               "|\u202E![e](f)&lt;g>|7|\n",
               &out);
    assert_null(strstr(out.bytes, "<script"));
    assert_null(strstr(out.bytes, "javascript:"));
    assert_null(strstr(out.bytes, "<img"));
    assert_null(strstr(out.bytes, "\u202E"));
    assert_non_null(strstr(out.bytes, "e&lt;g&gt;"));
    buffer_free(&out);
}

/* ---- On paper ---- */

static void print_job(const struct print_job *job, const char *name)
{
    struct buffer text = BUFFER_EMPTY;
    print_job_write(job, &text);
    folder_put("job.json", text.bytes);
    buffer_free(&text);
    const char *program = program_at();
    shell("%.*s-print <job.json 2>notes >%s", (int)strlen(program), program, name);
    if (last_exit)
        fail_msg("%d: %s", last_exit, shell("cat notes"));
}

static void print_markdown(const char *markdown, const char *name)
{
    const struct print_job job = {.format = PAGE_PDF,
                                  .page = {.markdown = markdown, .language = "zh", .style = &style},
                                  .fonts = ""};
    print_job(&job, name);
}

struct word {
    int page;
    double left, top, right, bottom; /* pt, from the page's top left corner */
    char text[64];
};

enum { WORDS_MOST = 20000, PAGES_MOST = 100 };

static struct {
    struct word words[WORDS_MOST];
    size_t count;
    int pages;
    double width[PAGES_MOST + 1], height[PAGES_MOST + 1];
} paper;

/* Reads where pdftotext sees the words. */
static void read_paper(const char *name)
{
    const char *at = shell("pdftotext -bbox %s -", name);
    assert_int_equal(last_exit, 0);
    memset(&paper, 0, sizeof paper);
    for (; (at = strchr(at, '<')); at++) {
        struct word word = {.page = paper.pages};
        double width, height;
        if (sscanf(at, "<page width=\"%lf\" height=\"%lf\"", &width, &height) == 2) {
            assert_true(++paper.pages <= PAGES_MOST);
            paper.width[paper.pages] = width;
            paper.height[paper.pages] = height;
        } else if (sscanf(at, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\">%63[^<]",
                          &word.left, &word.top, &word.right, &word.bottom, word.text) == 5) {
            assert_true(paper.count < WORDS_MOST);
            paper.words[paper.count++] = word;
        }
    }
}

static const struct word *find_word(const char *text, int page)
{
    for (size_t i = 0; i < paper.count; i++)
        if (strcmp(paper.words[i].text, text) == 0 && (!page || paper.words[i].page == page))
            return &paper.words[i];
    fail_msg("no word '%s' on page %d", text, page);
    return NULL;
}

static double width_of(const struct word *word)
{
    return word->right - word->left;
}

static bool is_landscape(int page)
{
    return paper.width[page] > paper.height[page];
}

/* Nothing but the page's number stands outside of the type area. */
static void assert_all_inside(void)
{
    for (size_t i = 0; i < paper.count; i++) {
        const struct word *word = &paper.words[i];
        bool turned = is_landscape(word->page);
        double left = (turned ? 35 : 28) * MM, top = (turned ? 28 : 37) * MM;
        double right = paper.width[word->page] - (turned ? 37 : 26) * MM;
        double bottom = paper.height[word->page] - (turned ? 26 : 35) * MM;
        bool number = turned ? word->right < left : word->top > bottom;
        bool inside = word->left > left - 1 && word->right < right + 1 && word->top > top - 6 &&
                      word->bottom < bottom + 6;
        if (width_of(word) > 0 && !number && !inside)
            fail_msg("'%s' on page %d is outside", word->text, word->page);
    }
}

static void numbers_on_paper_stand_below_each_other_at_the_point(void **state)
{
    (void)state;
    print_markdown("|对象|右|中|\n|-|-:|:-:|\n|甲|119.75|119.75|\n|乙|9.75|9.75|\n|丙|119|119|\n"
                   "|丁|119.5|119.5|\n",
                   "a.pdf");
    read_paper("a.pdf");
    for (size_t column = 0; column < 2; column++) {
        const struct word *numbers[4];
        size_t found = 0;
        for (size_t i = 0; i < paper.count; i++)
            if (strstr(paper.words[i].text, "9") && found < 8 && (found++ % 2) == column)
                numbers[(found - 1) / 2] = &paper.words[i];
        assert_int_equal(found, 8);
        double whole = width_of(numbers[2]); /* that of 119: digits need not be of one width */
        double places = width_of(numbers[0]) - whole, place = width_of(numbers[3]) - whole;
        double point = numbers[0]->right - places;
        assert_true(fabs(numbers[1]->right - places - point) < 0.1);
        assert_true(fabs(numbers[2]->right - point) < 0.1);
        assert_true(fabs(numbers[3]->right - place - point) < 0.1);
    }
}

static void add_rows(struct buffer *out, int rows)
{
    buffer_add(out, "|序号|对象|说明|得分|\n|-:|-|-|:-:|\n");
    for (int i = 1; i <= rows; i++)
        buffer_format(out, "|%d|单位%d|优良天数比例与年报一致|%d.5|\n", i, i, i);
}

static void the_head_stands_on_each_page_and_no_row_is_lost(void **state)
{
    (void)state;
    struct buffer markdown = BUFFER_EMPTY;
    char text[32];
    add_rows(&markdown, 100);
    print_markdown(markdown.bytes, "a.pdf");
    read_paper("a.pdf");
    assert_true(paper.pages > 3);
    for (int page = 1; page <= paper.pages; page++)
        assert_true(fabs(find_word("序号", page)->top - find_word("序号", 1)->top) < 0.1);
    for (int i = 1; i <= 100; i++) {
        snprintf(text, sizeof text, "单位%d", i);
        const struct word *name = find_word(text, 0);
        snprintf(text, sizeof text, "%d.5", i);
        assert_int_equal(find_word(text, 0)->page, name->page);
    }
    assert_all_inside();
    buffer_free(&markdown);
}

static void add_wide(struct buffer *out, int columns)
{
    buffer_add(out, "|名次|考评对象|");
    for (int i = 1; i <= columns; i++)
        buffer_format(out, "指标%d|", i);
    buffer_add(out, "\n|-:|-|");
    for (int i = 1; i <= columns; i++)
        buffer_add(out, "-:|");
    for (int row = 1; row <= 11; row++) {
        buffer_format(out, "\n|%d|单位%d|", row, row);
        for (int i = 1; i <= columns; i++)
            buffer_format(out, "%d.%02d|", i, row);
    }
    buffer_add(out, "\n\n");
}

/* The page's number stands where it does on the page upright, which is turned so that its left edge
 * is above: on the left, one character from below for an odd page, from above for an even one. */
static void assert_turned_number(int page)
{
    size_t found = 0;
    for (size_t i = 0; i < paper.count; i++) {
        const struct word *word = &paper.words[i];
        if (word->page != page || word->right > 35 * MM)
            continue;
        found++;
        assert_true(word->left < 35 * MM - 7 * MM && word->right > 35 * MM - 7 * MM - 20);
        assert_true(page % 2 ? word->bottom > 210 * MM - 26 * MM - 60 : word->top < 28 * MM + 60);
    }
    assert_true(found > 0);
}

static void a_wide_table_stands_on_a_landscape_page_with_its_title(void **state)
{
    (void)state;
    struct buffer markdown = BUFFER_EMPTY;
    buffer_add(&markdown, "正文。\n\n附件1\\\n得分表\n===\n\n");
    add_wide(&markdown, 18);
    buffer_add(&markdown, "# 附件2\n\n后文。\n");
    print_markdown(markdown.bytes, "a.pdf");
    read_paper("a.pdf");
    assert_int_equal(paper.pages, 3);
    assert_true(!is_landscape(1) && is_landscape(2) && !is_landscape(3));
    assert_true(fabs(paper.width[2] - 297 * MM) < 0.1);
    assert_int_equal(find_word("得分表", 0)->page, 2);
    assert_int_equal(find_word("单位11", 0)->page, 2);
    assert_true(fabs(find_word("18.01", 0)->top - find_word("1.01", 0)->top) < 0.1);
    assert_turned_number(2);
    assert_all_inside();
    buffer_free(&markdown);
}

static void what_is_wider_than_a_landscape_page_goes_on_below(void **state)
{
    (void)state;
    struct buffer markdown = BUFFER_EMPTY;
    char text[32];
    buffer_add(&markdown, "前文。\n\n");
    add_wide(&markdown, 50);
    buffer_add(&markdown, "后文。\n");
    print_markdown(markdown.bytes, "a.pdf");
    read_paper("a.pdf");
    assert_true(!is_landscape(1) && is_landscape(2) && !is_landscape(paper.pages));
    assert_true(paper.pages > 3 && is_landscape(3));
    assert_turned_number(3);
    size_t names = 0;
    for (size_t i = 0; i < paper.count; i++)
        names += strcmp(paper.words[i].text, "单位7") == 0;
    assert_true(names >= 3);
    for (int i = 1; i <= 50; i++) {
        snprintf(text, sizeof text, "%d.07", i);
        find_word(text, 0);
    }
    assert_all_inside();
    buffer_free(&markdown);
}

static size_t count_in(const char *text, const char *what)
{
    size_t count = 0;
    for (; (text = strstr(text, what)); text += strlen(what))
        count++;
    return count;
}

static void a_row_higher_than_a_page_is_parted_and_whole(void **state)
{
    (void)state;
    enum { CHARACTERS = 3000 };
    struct buffer markdown = BUFFER_EMPTY;
    buffer_add(&markdown, "|甲|乙|\n|-|-|\n|1|");
    for (int i = 0; i < CHARACTERS; i++)
        buffer_add(&markdown, "字");
    buffer_add(&markdown, "|\n|2|末|\n");
    print_markdown(markdown.bytes, "a.pdf");
    read_paper("a.pdf");
    assert_true(paper.pages > 2);
    assert_int_equal(count_in(shell("pdftotext a.pdf -"), "字"), CHARACTERS);
    find_word("末", paper.pages);
    assert_all_inside();
    buffer_free(&markdown);
}

static void hostile_tables_and_charts_stay_on_the_page(void **state)
{
    (void)state;
    struct buffer markdown = BUFFER_EMPTY;
    buffer_add(
        &markdown,
        "|<b>|\u05E9\u05DC\u05D5\u05DD|𠮷㎡|👨‍👩‍👧e\u0301|\n|-|-|-|-|\n|![](x)"
        "|\u202E倒|"
        "`a|b`|[c](javascript:d)|\n|");
    for (int i = 0; i < 3000; i++)
        buffer_add(&markdown, "x");
    buffer_add(&markdown, "|1|2|3|\n\n|");
    for (int i = 0; i < 2500; i++)
        buffer_add(&markdown, "很高的表头");
    buffer_add(&markdown, "|\n|-|\n|甲|\n\n> |a|b|\n> |-|-|\n> |c|d|\n\n```chart\n");
    for (int i = 0; i < 200; i++)
        buffer_format(&markdown, "名字很长很长很长很长很长很长很长很长的单位%d %d\n", i,
                      i * i - 900);
    buffer_add(&markdown, "```\n\n```chart\n```\n");
    print_markdown(markdown.bytes, "a.pdf");
    read_paper("a.pdf");
    assert_all_inside();
    shell("qpdf --check a.pdf");
    assert_int_equal(last_exit, 0);
    buffer_free(&markdown);
}

/* The widths of the filled boxes of that height on the pages. */
static size_t find_boxes(const char *name, double height, double *widths, size_t most)
{
    const char *at = shell("qpdf --qdf --object-streams=disable %s - | grep -a ' re f*$'", name);
    size_t count = 0;
    for (; *at; at += strcspn(at, "\n"), at += *at == '\n') {
        double x, y, width, tall;
        if (sscanf(at, "%lf %lf %lf %lf re", &x, &y, &width, &tall) == 4 &&
            fabs(fabs(tall) - height) < 0.05 && count < most)
            widths[count++] = width;
    }
    return count;
}

static void bars_on_paper_are_in_proportion(void **state)
{
    (void)state;
    double bars[4];
    print_markdown("```chart\n四平市 100\n白山市 50\n吉林市 7.5\n通化市 【待定】\n```\n", "a.pdf");
    assert_int_equal(find_boxes("a.pdf", 225 * MM / 22 * 0.75 * 0.6, bars, 4), 3);
    assert_true(bars[0] > 100);
    assert_true(fabs(bars[1] / bars[0] - 0.5) < 0.001);
    assert_true(fabs(bars[2] / bars[0] - 0.075) < 0.001);
    read_paper("a.pdf");
    find_word("四平市", 1);
    find_word("7.5", 1);
    find_word("【待定】", 1);
    find_word("20", 1);
    assert_all_inside();
}

/* ---- The proof ---- */

enum { FIGURES_MOST = 64 };

struct proof {
    struct buffer markdown;
    struct provenance_figure figures[FIGURES_MOST];
    struct provenance_source sources[FIGURES_MOST];
    struct provenance_decision decisions[FIGURES_MOST];
    size_t bases[FIGURES_MOST][2];
    struct provenance of;
};

/* In the text ⟦ and ⟧ stand around the figures; each is a source of its own, of two decisions, one
 * of which the next has, too. */
static void prove(struct proof *proof, const char *text)
{
    static const char open[] = "⟦", close[] = "⟧";
    size_t count = 0;
    memset(proof, 0, sizeof *proof);
    proof->markdown = BUFFER_EMPTY;
    for (const char *at = text; *at;) {
        if (strncmp(at, open, strlen(open)) == 0) {
            proof->figures[count] =
                (struct provenance_figure){.from = proof->markdown.size, .source = count};
            at += strlen(open);
        } else if (strncmp(at, close, strlen(close)) == 0) {
            proof->figures[count++].to = proof->markdown.size;
            at += strlen(close);
        } else {
            buffer_add_char(&proof->markdown, *at++);
        }
    }
    for (size_t i = 0; i < count; i++) {
        proof->bases[i][0] = i;
        proof->bases[i][1] = i + 1;
        proof->sources[i] = (struct provenance_source){
            "whole.x", "89.8", i ? "按评定" : "公式|*一*", proof->bases[i], 2, i == 1 ? 87 : 2};
    }
    for (size_t i = 0; i <= count; i++)
        proof->decisions[i] = (struct provenance_decision){
            "四平市", "air/x", "优良天数", "完成 89.9%", "李明", "0123456789abcdef"};
    proof->of = (struct provenance){.figures = proof->figures,
                                    .figure_count = count,
                                    .sources = proof->sources,
                                    .source_count = count,
                                    .decisions = proof->decisions,
                                    .decision_count = count + 1,
                                    .record = "吉林",
                                    .commit = "fedcba9876543210",
                                    .sha256 = "abcd",
                                    .when = 1615000000};
}

static void print_proof(struct proof *proof, const char *name)
{
    const struct print_job job = {.format = PAGE_PDF,
                                  .page = {.markdown = proof->markdown.bytes,
                                           .language = "zh",
                                           .style = &style,
                                           .provenance = &proof->of},
                                  .proof = true,
                                  .fonts = ""};
    print_job(&job, name);
}

static double middle(const struct word *word)
{
    return (word->top + word->bottom) / 2;
}

/* The figure's number stands on the right of its line. */
static void assert_numbered(const char *figure, const char *number, int page)
{
    const struct word *word = find_word(figure, page);
    double right = paper.width[page] - (is_landscape(page) ? 37 : 26) * MM;
    for (size_t i = 0; i < paper.count; i++)
        if (paper.words[i].page == page && paper.words[i].left > right &&
            fabs(middle(&paper.words[i]) - middle(word)) < 4 &&
            strcmp(paper.words[i].text, number) == 0)
            return;
    fail_msg("no number %s beside %s", number, figure);
}

static const char proved[] =
    "甲乙丙 ⟦11.1⟧ 丁。\n\n戊己庚。\n\n辛壬癸 ⟦22.2⟧ 和 ⟦33.3⟧ 末。\n\n- 子 ⟦44.4⟧ 丑\n\n"
    "|对象|分|\n|-|-:|\n|甲|⟦55.5⟧|\n|⟦66.6⟧|**⟦77.7⟧**|\n\n```chart\n寅 ⟦88.8⟧\n```\n";

static void each_figure_has_its_source_in_the_margin_of_its_line(void **state)
{
    (void)state;
    static struct proof proof;
    prove(&proof, proved);
    print_proof(&proof, "a.pdf");
    read_paper("a.pdf");
    assert_numbered("11.1", "1", 1);
    assert_numbered("22.2", "2-3", 1);
    assert_numbered("33.3", "2-3", 1);
    assert_numbered("44.4", "4", 1);
    assert_numbered("55.5", "5", 1);
    assert_numbered("66.6", "6-7", 1);
    assert_numbered("77.7", "6-7", 1);
    assert_numbered("88.8", "8", 1);
    buffer_free(&proof.markdown);
}

static void lines_are_numbered_on_the_left(void **state)
{
    (void)state;
    static struct proof proof;
    prove(&proof, proved);
    print_proof(&proof, "a.pdf");
    read_paper("a.pdf");
    size_t numbers = 0;
    for (size_t i = 0; i < paper.count; i++)
        if (paper.words[i].page == 1 && paper.words[i].right < 28 * MM) {
            numbers++;
            bool beside = false;
            for (size_t j = 0; j < paper.count && !beside; j++)
                beside = paper.words[j].page == 1 && paper.words[j].left > 28 * MM &&
                         fabs(middle(&paper.words[j]) - middle(&paper.words[i])) < 4;
            assert_true(beside);
        }
    assert_int_equal(numbers, 4 + 3 + 2); /* texts, rows, the bar and its axis */
    buffer_free(&proof.markdown);
}

static void the_list_has_each_source_and_decision_and_lines_to_sign(void **state)
{
    (void)state;
    static struct proof proof;
    char text[32];
    prove(&proof, proved);
    print_proof(&proof, "a.pdf");
    read_paper("a.pdf");
    assert_true(paper.pages >= 2);
    for (int page = 2; page <= paper.pages; page++)
        assert_false(is_landscape(page));
    for (size_t i = 1; i <= 9; i++) {
        snprintf(text, sizeof text, "D%zu", i);
        find_word(text, 2);
    }
    find_word("公式|*一*", 2);
    find_word("D8–D9", 2);
    find_word("01234567", 2);
    find_word("1:3", 2); /* the second figure's page and line */
    const char *all = shell("pdftotext -f 2 a.pdf - | tr -d ' \\n'");
    static const char *const said[] = {
        "记录：吉林", "提交：fedcba9876543210", "SHA-256：abcd", "共87项", "kaopingtracewhole.x",
        "李明",       "领导小组组长",           "副组长",        "日期"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (!strstr(all, said[i]))
            fail_msg("the list does not say %s", said[i]);
    buffer_free(&proof.markdown);
}

static void a_long_list_has_its_head_on_each_page(void **state)
{
    (void)state;
    static struct proof proof;
    struct buffer text = BUFFER_EMPTY;
    for (int i = 0; i < FIGURES_MOST - 1; i++)
        buffer_format(&text, "⟦%d.5⟧ 甲\n\n", i);
    prove(&proof, text.bytes);
    print_proof(&proof, "a.pdf");
    read_paper("a.pdf");
    assert_int_equal(find_word("计算口径", 0)->page, 4);
    find_word("计算口径", 5);
    buffer_free(&proof.markdown);
    buffer_free(&text);
}

static void the_same_proof_has_the_same_bytes(void **state)
{
    (void)state;
    static struct proof proof;
    prove(&proof, proved);
    print_proof(&proof, "a.pdf");
    print_proof(&proof, "b.pdf");
    shell("cmp a.pdf b.pdf");
    assert_int_equal(last_exit, 0);
    buffer_free(&proof.markdown);
}

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_and_points_are_aligned),
        cmocka_unit_test(a_wide_table_goes_on_below_with_the_names_again),
        cmocka_unit_test(on_a_narrow_page_each_row_is_a_paragraph),
        cmocka_unit_test(long_cells_are_wrapped),
        cmocka_unit_test(empty_tables_are_no_trouble),
        cmocka_unit_test(a_text_that_begins_with_a_number_is_none),
        cmocka_unit_test(every_width_fits),
        cmocka_unit_test(figures_are_followed_into_cells_and_bars),
        cmocka_unit_test(columns_are_divided_as_the_room_is),
        cmocka_unit_test(a_table_in_html_has_a_head_and_its_sides),
        cmocka_unit_test(a_table_in_a_quote_loses_no_cell),
        cmocka_unit_test(hostile_cells_are_harmless),
        cmocka_unit_test(numbers_on_paper_stand_below_each_other_at_the_point),
        cmocka_unit_test(the_head_stands_on_each_page_and_no_row_is_lost),
        cmocka_unit_test(a_wide_table_stands_on_a_landscape_page_with_its_title),
        cmocka_unit_test(what_is_wider_than_a_landscape_page_goes_on_below),
        cmocka_unit_test(a_row_higher_than_a_page_is_parted_and_whole),
        cmocka_unit_test(hostile_tables_and_charts_stay_on_the_page),
        cmocka_unit_test(bars_on_paper_are_in_proportion),
        cmocka_unit_test(each_figure_has_its_source_in_the_margin_of_its_line),
        cmocka_unit_test(lines_are_numbered_on_the_left),
        cmocka_unit_test(the_list_has_each_source_and_decision_and_lines_to_sign),
        cmocka_unit_test(a_long_list_has_its_head_on_each_page),
        cmocka_unit_test(the_same_proof_has_the_same_bytes),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
