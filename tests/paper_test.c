/*
 * The circular on paper, measured against GB/T 9704-2012 to a tenth of a millimetre: positions are
 * read from the PDF's content streams, and where the ink is, from pictures of its pages.
 */
#include "core/buffer.h"
#include "core/memory.h"
#include "core/page.h"
#include "core/print_style.h"
#include "core/provenance.h"
#include "tests/harness/paper.h"
#include "tests/harness/record.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The standard's numbers once more, so that a slip in print/paper.h is seen. */
#define CLOSE 0.1 /* mm */
#define AREA_LEFT 28.0
#define AREA_TOP 37.0
#define AREA_RIGHT 184.0
#define AREA_BOTTOM 262.0
#define PITCH (225.0 / 22)
#define CELL (156.0 / 28)
#define POINT (25.4 / 72)
#define ASCENT 0.88 /* of a character's square, above its baseline */

static const char *issuers[] = {"吉林省人民政府", "吉林省生态环境厅", "吉林省财政厅"};

static struct print_style style_of(enum letterhead head, size_t count)
{
    return (struct print_style){.head = head,
                                .issuers = issuers,
                                .issuer_count = count,
                                .mark = "",
                                .fonts = {"", "", "", ""}};
}

static void print_style(const char *markdown, const struct print_style *style)
{
    const struct print_job job = {.format = PAGE_PDF,
                                  .page = {.markdown = markdown, .language = "zh", .style = style},
                                  .fonts = ""};
    paper_print(&job);
    paper_read();
}

static void print_head(const char *markdown, enum letterhead head)
{
    struct print_style style = style_of(head, 1);
    print_style(markdown, &style);
}

static void assert_near(double value, double expected)
{
    if (fabs(value - expected) > CLOSE)
        fail_msg("%.3f mm, not %.3f", value, expected);
}

/* Where a character of that size begins in the cell, and where its baseline is in the line. */
static double in_cell(double column, double points)
{
    return AREA_LEFT + column * CELL + (CELL - points * POINT) / 2;
}

static double in_line(double line, double points)
{
    return AREA_TOP + line * PITCH + (PITCH - points * POINT) / 2 + ASCENT * points * POINT;
}

/* `count` different Chinese characters, so that none is punctuation. */
static void add_characters(struct buffer *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_add(out,
                   (const char *const[]){"环", "境", "保", "护", "目", "标", "责", "任"}[i % 8]);
}

/* ---- The grid ---- */

static void every_character_of_the_body_stands_in_its_cell(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    enum { COUNT = 26 + 28 * 60 };
    add_characters(&text, COUNT);
    print_head(text.bytes, LETTERHEAD_NONE);
    assert_int_equal(paper.pages, 3);
    size_t body = 0;
    for (size_t i = 0; i < paper.glyph_count; i++) {
        const struct glyph *glyph = &paper.glyphs[i];
        if (glyph->size < 15)
            continue; /* a page's number */
        size_t place = body++ + 2, line = place / 28;
        assert_int_equal(glyph->page, 1 + (int)(line / 22));
        assert_near(glyph->x, in_cell((double)(place % 28), 16));
        assert_near(glyph->baseline, in_line((double)(line % 22), 16));
    }
    assert_int_equal(body, COUNT);
    buffer_free(&text);
}

/* Where the ink begins in that cell of the first line. */
static double ink_in_cell(double cell)
{
    double left = AREA_LEFT + cell * CELL, top = AREA_TOP, bottom = AREA_TOP + PITCH;
    double right = left + CELL;
    assert_true(paper_find_ink(&left, &top, &right, &bottom));
    return left - cell * CELL;
}

/* 2020 takes two cells, 89.8% three, PM2.5 three: what stands behind each is in its cell. */
static void characters_behind_a_number_are_on_the_grid_again(void **state)
{
    (void)state;
    print_head("境2020境89.8%境PM2.5境", LETTERHEAD_NONE);
    paper_see(1, 508);
    assert_near(ink_in_cell(5), ink_in_cell(2));
    assert_near(ink_in_cell(9), ink_in_cell(2));
    assert_near(ink_in_cell(13), ink_in_cell(2));
}

/* ---- Page numbers ---- */

static double dash_top(int page, double *left, double *right)
{
    double top = AREA_BOTTOM + 3, bottom = AREA_BOTTOM + 15;
    *left = 0;
    *right = 210;
    paper_see(page, 508);
    assert_true(paper_find_ink(left, &top, right, &bottom));
    double dash_left = *left, dash_right = *left + 2, dash_up = top, dash_down = bottom;
    assert_true(paper_find_ink(&dash_left, &dash_up, &dash_right, &dash_down));
    return dash_up;
}

static void page_numbers_stand_below_the_type_area_at_its_sides(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    double left, right;
    add_characters(&text, 26 + 28 * 30);
    print_head(text.bytes, LETTERHEAD_NONE);
    assert_near(dash_top(1, &left, &right), AREA_BOTTOM + 7);
    assert_true(fabs(right - (AREA_RIGHT - CELL)) < 0.5); /* the dash's own margin */
    assert_near(dash_top(2, &left, &right), AREA_BOTTOM + 7);
    assert_true(fabs(left - (AREA_LEFT + CELL)) < 0.5);
    assert_string_equal(shell("pdftotext circular.pdf - | grep -o '— *[0-9] *—' | tr -d ' '"),
                        "—1—\n—2—\n");
    buffer_free(&text);
}

/* ---- The heads ---- */

static const char headed[] =
    "# 关于考评情况的通报\n\n吉政发〔2021〕37号\n\n各市（州）人民政府：\n\n"
    "正文。\n";

/* The first glyph of that page and size (0: of any) below a baseline. */
static const struct glyph *find_glyph(int page, double points, double below)
{
    for (size_t i = 0; i < paper.glyph_count; i++) {
        const struct glyph *glyph = &paper.glyphs[i];
        bool sized = points <= 0 || fabs(glyph->size - points) < 0.01;
        if ((!page || glyph->page == page) && sized && glyph->baseline > below + 1)
            return glyph;
    }
    fail_msg("no glyph of %.1f pt on page %d", points, page);
    return paper.glyphs;
}

static void a_document_has_its_mark_number_and_rule(void **state)
{
    (void)state;
    print_head(headed, LETTERHEAD_DOCUMENT);
    double left = AREA_LEFT, top = AREA_TOP, right = AREA_RIGHT, bottom = AREA_TOP + 60;
    paper_see(1, 508);
    assert_true(paper_find_ink(&left, &top, &right, &bottom));
    assert_near(top, AREA_TOP + 35);
    assert_true(fabs((left + right) / 2 - (AREA_LEFT + AREA_RIGHT) / 2) < 0.6);
    assert_true(paper_has_red(left, top, right, bottom));
    const struct glyph *mark = &paper.glyphs[0];
    assert_near(mark->size * POINT, 15);
    assert_near(mark[1].x - mark->x, 15);
    const struct glyph *number = find_glyph(0, 16, 0);
    double number_top = number->baseline - ASCENT * 16 * POINT;
    assert_near(number_top - bottom, 2 * PITCH);
    assert_int_equal(paper.box_count, 1);
    assert_near(paper.boxes[0].x, AREA_LEFT);
    assert_near(paper.boxes[0].width, 156);
    assert_true(paper.boxes[0].red);
    assert_near(paper.boxes[0].y, number_top + 16 * POINT + 4);
}

static void the_title_stands_two_lines_below_and_the_addressees_one(void **state)
{
    (void)state;
    print_head(headed, LETTERHEAD_DOCUMENT);
    const struct glyph *title = find_glyph(0, 22, 0);
    double line =
        (title->baseline - ASCENT * 22 * POINT - (PITCH - 22 * POINT) / 2 - AREA_TOP) / PITCH;
    assert_near(line * PITCH, round(line) * PITCH);
    double blank = (line * PITCH + AREA_TOP - paper.boxes[0].y) / PITCH;
    assert_true(blank >= 1.5 && blank <= 2.5);
    assert_near(title->x + 9 * 22 * POINT / 2, (AREA_LEFT + AREA_RIGHT) / 2);
    const struct glyph *addressees = find_glyph(1, 16, title->baseline);
    assert_near(addressees->baseline, in_line(round(line) + 2, 16));
    assert_near(addressees->x, in_cell(0, 16));
    const struct glyph *body = find_glyph(1, 16, addressees->baseline);
    assert_near(body->baseline, in_line(round(line) + 3, 16));
    assert_near(body->x, in_cell(2, 16));
}

static void a_letter_has_two_double_rules(void **state)
{
    (void)state;
    print_head(headed, LETTERHEAD_LETTER);
    double left = 0, top = 0, right = 210, bottom = 49;
    paper_see(1, 508);
    assert_true(paper_find_ink(&left, &top, &right, &bottom));
    assert_near(top, 30);
    assert_int_equal(paper.box_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_true(paper.boxes[i].red);
        assert_near(paper.boxes[i].x, 20);
        assert_near(paper.boxes[i].width, 170);
    }
    double mark_left = 0, mark_top = 25, mark_right = 210, mark_bottom = paper.boxes[0].y - 0.2;
    assert_true(paper_find_ink(&mark_left, &mark_top, &mark_right, &mark_bottom));
    assert_near(paper.boxes[0].y, mark_bottom + 4);
    assert_true(paper.boxes[0].height > paper.boxes[1].height);
    assert_true(paper.boxes[2].height < paper.boxes[3].height);
    assert_near(paper.boxes[3].y + paper.boxes[3].height, 297 - 20);
    const struct glyph *number = find_glyph(0, 16, 0);
    assert_near(number->baseline - ASCENT * 16 * POINT,
                paper.boxes[1].y + paper.boxes[1].height + 14 * POINT);
    double text_left = 100, text_top = number->baseline - 5, text_right = 210;
    double text_bottom = number->baseline;
    assert_true(paper_find_ink(&text_left, &text_top, &text_right, &text_bottom));
    assert_true(text_right <= AREA_RIGHT + CLOSE && text_right > AREA_RIGHT - 1);
    assert_false(paper_has_ink(0, AREA_BOTTOM + 1, 210, 274.5)); /* no page number */
}

static void several_issuers_stand_below_each_other(void **state)
{
    (void)state;
    struct print_style style = style_of(LETTERHEAD_DOCUMENT, 3);
    print_style(headed, &style);
    double size = paper.glyphs[0].size;
    const struct glyph *lines[3] = {&paper.glyphs[0], &paper.glyphs[7], &paper.glyphs[15]};
    for (size_t i = 0; i < 3; i++) {
        assert_near(lines[i]->size, size);
        assert_near(lines[i]->x, lines[0]->x);
    }
    const struct glyph *word = &paper.glyphs[21]; /* 文件, at the right in the middle */
    assert_near(word->baseline, lines[1]->baseline);
    assert_true(word->x > lines[1]->x + 8 * size * POINT);
    double left = 0, top = 0, right = 210, bottom = 75;
    paper_see(1, 508);
    assert_true(paper_find_ink(&left, &top, &right, &bottom));
    assert_near(top, 37 + 35);
}

/* ---- Closing ---- */

static double right_of_ink(double baseline)
{
    double left = AREA_LEFT + 40, top = baseline - 4, right = 210, bottom = baseline;
    assert_true(paper_find_ink(&left, &top, &right, &bottom));
    return right;
}

/* The first glyph of each line of 3号 type on the page. */
static size_t find_lines(const struct glyph **lines, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < paper.glyph_count && count < most; i++)
        if (fabs(paper.glyphs[i].size - 16) < 0.01 &&
            (!count || fabs(paper.glyphs[i].baseline - lines[count - 1]->baseline) > 1))
            lines[count++] = &paper.glyphs[i];
    return count;
}

static const char signed_text[] =
    "正文。\n\n---\n\n吉林省人民政府\n\n2021年3月9日\n\n（此件公开发布）\n";

static void without_a_seal_the_issuer_ends_two_characters_from_the_right(void **state)
{
    (void)state;
    const struct glyph *lines[8] = {NULL};
    print_head(signed_text, LETTERHEAD_NONE);
    assert_int_equal(find_lines(lines, 8), 4);
    assert_near(lines[1]->baseline, in_line(2, 16)); /* a blank line below the text */
    assert_near(lines[1]->x, in_cell(28 - 2 - 7, 16));
    assert_near(lines[2]->baseline, in_line(3, 16));
    assert_near(lines[3]->baseline, in_line(4, 16));
    paper_see(1, 254);
    double left = AREA_LEFT + 40, top = lines[2]->baseline - 4, right = 210;
    double bottom = lines[2]->baseline;
    assert_true(paper_find_ink(&left, &top, &right, &bottom));
    assert_true(fabs(left - (AREA_LEFT + (28 - 2 - 7 + 2) * CELL)) < 0.6);
}

static void with_a_seal_the_date_ends_four_characters_from_the_right(void **state)
{
    (void)state;
    const struct glyph *lines[8] = {NULL};
    struct print_style style = style_of(LETTERHEAD_NONE, 1);
    style.seal = true;
    print_style(signed_text, &style);
    assert_int_equal(find_lines(lines, 8), 4);
    assert_near(lines[1]->baseline, in_line(3, 16)); /* the seal begins within a line below */
    paper_see(1, 254);
    double date_right = right_of_ink(lines[2]->baseline);
    assert_true(fabs(date_right - (AREA_RIGHT - 4 * CELL)) <
                1.5); /* 日 is narrower than its cell */
    double left = AREA_LEFT + 40, top = lines[2]->baseline - 4, right = 210;
    double bottom = lines[2]->baseline;
    assert_true(paper_find_ink(&left, &top, &right, &bottom));
    double issuer_middle = lines[1]->x + (16 * POINT - CELL) / 2 + 3.5 * CELL;
    assert_true(fabs((left + right) / 2 - issuer_middle) < 1);
}

static void a_signature_is_never_alone_on_its_page(void **state)
{
    (void)state;
    for (size_t lines = 17; lines <= 23; lines++) {
        struct buffer text = BUFFER_EMPTY;
        add_characters(&text, 28 * lines - 2);
        buffer_add(&text, signed_text + strlen("正文。"));
        print_head(text.bytes, LETTERHEAD_NONE);
        size_t full = 0;
        const struct glyph *found[64] = {NULL};
        size_t count = find_lines(found, 64);
        for (size_t i = 0; i < count; i++)
            full += found[i]->page == paper.pages && fabs(found[i]->x - in_cell(0, 16)) < CLOSE;
        assert_true(full >= (lines == 23 ? 1 : 2)); /* its last line came here by itself */
        assert_int_equal(paper.pages, lines <= 18 ? 1 : 2);
        buffer_free(&text);
    }
}

static void the_lower_rule_of_a_letter_stays_when_a_signature_takes_lines_along(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    buffer_add(&text, "关于某事的\\\n通报\n==\n\n某政函〔2021〕1号\n\n各市：\n\n");
    add_characters(&text, 28 * 11 - 2);
    buffer_add(&text, signed_text + strlen("正文。"));
    print_head(text.bytes, LETTERHEAD_LETTER);
    assert_int_equal(paper.pages, 2);
    assert_int_equal(paper.box_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(paper.boxes[i].page, 1);
    assert_near(paper.boxes[3].y + paper.boxes[3].height, 297 - 20);
    buffer_free(&text);
}

static void a_heading_is_never_alone_at_a_foot(void **state)
{
    (void)state;
    for (size_t lines = 19; lines <= 22; lines++) {
        struct buffer text = BUFFER_EMPTY;
        add_characters(&text, 28 * lines - 2);
        buffer_add(&text, "\n\n## 标题一\n\n### 标题二\n\n正文正文正文\n");
        print_head(text.bytes, LETTERHEAD_NONE);
        const struct glyph *found[64] = {NULL};
        assert_int_equal(find_lines(found, 64), lines + 3);
        const struct glyph *heading = found[lines], *body = found[lines + 2];
        assert_true(heading && body && heading->page == body->page);
        buffer_free(&text);
    }
}

/* ---- End matter ---- */

static const char ended[] =
    "正文。\n\n---\n\n---\n\n抄送：省委各部门，省人大常委会办公厅，省政协办公厅，省法院，省检察院，"
    "各民主党派，各人民团体。\n\n吉林省人民政府办公厅\\\n2021年3月9日印发\n\n"
    "附件1\\\n得分表\n==\n\n附件正文。\n";

static void the_end_matter_is_at_the_bottom_of_the_last_page(void **state)
{
    (void)state;
    print_head(ended, LETTERHEAD_DOCUMENT);
    assert_int_equal(paper.pages, 2);
    const struct box *boxes = paper.boxes + paper.box_count - 3;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(boxes[i].page, 2);
        assert_near(boxes[i].x, AREA_LEFT);
        assert_near(boxes[i].width, 156);
        assert_true(fabs(boxes[i].height - (i == 1 ? 0.25 : 0.35)) < 0.01);
    }
    assert_near(boxes[0].y, AREA_BOTTOM - 3 * PITCH);
    assert_near(boxes[1].y + boxes[1].height / 2, AREA_BOTTOM - PITCH);
    assert_near(boxes[2].y + boxes[2].height, AREA_BOTTOM);
    const struct glyph *copies = find_glyph(2, 14, 0);
    assert_near(copies->x, AREA_LEFT + 14 * POINT);
    const struct glyph *second = find_glyph(2, 14, copies->baseline);
    assert_near(second->x, AREA_LEFT + 4 * 14 * POINT); /* behind the colon */
}

static void a_letter_has_no_printing_line(void **state)
{
    (void)state;
    print_head(ended, LETTERHEAD_LETTER);
    assert_string_equal(shell("pdftotext circular.pdf - | grep -c 印发"), "0\n");
    assert_string_equal(shell("pdftotext circular.pdf - | grep -c 抄送"), "1\n");
}

static void a_printing_line_that_is_longer_than_a_line_loses_nothing(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    buffer_add(&text, "# 题\n\n文。\n\n---\n\n甲\n\n---\n\n");
    add_characters(&text, 80);
    buffer_add(&text, "\\\n");
    add_characters(&text, 80);
    buffer_add(&text, "印发\n");
    print_head(text.bytes, LETTERHEAD_DOCUMENT);
    assert_string_equal(shell("pdftotext circular.pdf - | grep -o 环 | wc -l"), "20\n");
    assert_string_equal(shell("pdftotext circular.pdf - | grep -c 印发"), "1\n");
    buffer_free(&text);
}

/* 28 characters: one more than a line of the page's type takes. */
static void a_number_of_two_lines_moves_what_is_below(void **state)
{
    (void)state;
    static const enum letterhead heads[] = {LETTERHEAD_DOCUMENT, LETTERHEAD_LETTER};
    struct buffer text = BUFFER_EMPTY;
    buffer_add(&text, "# 题\n\n");
    add_characters(&text, 27);
    buffer_add(&text, "号\n\n文。\n");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        print_head("# 题\n\n号\n\n文。\n", heads[i]);
        double title = find_glyph(0, 22, 0)->baseline;
        print_head(text.bytes, heads[i]);
        assert_string_equal(shell("pdftotext circular.pdf - | grep -c 号"), "1\n");
        assert_near(find_glyph(0, 22, 0)->baseline, title + PITCH);
    }
    buffer_free(&text);
}

static void an_annex_begins_a_page(void **state)
{
    (void)state;
    print_head(ended, LETTERHEAD_NONE);
    const struct glyph *label = find_glyph(2, 0, 0);
    assert_near(label->x, AREA_LEFT);
    assert_near(label->baseline, in_line(0, 16));
    const struct glyph *title = find_glyph(0, 22, 0);
    assert_int_equal(title->page, 2);
    assert_near(title->baseline, in_line(2, 22));
    assert_near(title->x + 1.5 * 22 * POINT, (AREA_LEFT + AREA_RIGHT) / 2);
}

static void addressees_without_end_move_to_the_end_matter(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    buffer_add(&text, "# 通报\n\n");
    for (int i = 0; i < 200; i++)
        buffer_format(&text, "%s某某市人民政府%d", i ? "，" : "", i);
    buffer_add(&text, "：\n\n正文在首页。\n\n---\n\n---\n\n抄送：某某。\n");
    print_head(text.bytes, LETTERHEAD_DOCUMENT);
    const char *words = shell("pdftotext -f 1 -l 1 circular.pdf - | tr -d '\\n '");
    assert_non_null(strstr(words, "通报正文在首页。"));
    words = shell("pdftotext -f 2 circular.pdf - | tr -d '\\n '");
    assert_non_null(strstr(words, "主送：某某市人民政府0，"));
    assert_non_null(strstr(words, "某某市人民政府199。抄送：某某。"));
    buffer_free(&text);
}

/* ---- The document ---- */

static void the_same_job_gives_the_same_bytes(void **state)
{
    (void)state;
    print_head(ended, LETTERHEAD_DOCUMENT);
    shell("cp circular.pdf before.pdf; sleep 0");
    print_head(ended, LETTERHEAD_DOCUMENT);
    assert_string_equal(shell("cmp before.pdf circular.pdf && echo same"), "same\n");
    assert_string_equal(shell("qpdf --check circular.pdf >/dev/null && echo sound"), "sound\n");
    assert_string_equal(shell("pdffonts circular.pdf | tail -n +3 | grep -vc ' yes yes yes '"),
                        "0\n");
}

static void the_document_says_what_it_is_and_where_it_came_from(void **state)
{
    (void)state;
    struct print_style style = style_of(LETTERHEAD_DOCUMENT, 2);
    const struct provenance provenance = {
        .record = "记录", .commit = "3f2a9c1", .sha256 = "77aa", .when = 1614651120};
    style.origin = true;
    const struct print_job job = {
        .format = PAGE_PDF,
        .page = {.markdown = ended, .language = "zh", .style = &style, .provenance = &provenance},
        .fonts = ""};
    paper_print(&job);
    const char *said = shell("TZ=UTC pdfinfo -isodates circular.pdf");
    assert_non_null(strstr(said, "Author:          吉林省人民政府、吉林省生态环境厅\n"));
    assert_non_null(strstr(said, "3f2a9c1"));
    assert_non_null(strstr(said, "CreationDate:    2021-03-02T02:12:00Z\n"));
    assert_non_null(strstr(said, "Tagged:          yes\n"));
    said = shell("qpdf --qdf --object-streams=disable circular.pdf - | strings | "
                 "grep -E '/Lang|/DisplayDocTitle' | tr -d ' '");
    assert_string_equal(said, "/Lang(zh-CN)\n/DisplayDocTitletrue\n");
    said = shell("pdftotext circular.pdf - | tr -d '\\n' | sed 's/[ 　]//g'");
    assert_non_null(strstr(said, "考评记录：记录，提交：3f2a9c1Markdown的SHA-256：77aa"));
    assert_true(strstr(said, "SHA-256") < strstr(said, "抄送"));
}

static void headings_are_the_outline(void **state)
{
    (void)state;
    print_head("# 题目\n\n正文\n\n## 一、甲\n\n正文\n\n### （一）乙\n\n正文\n\n## 二、丙\n\n正文\n",
               LETTERHEAD_NONE);
    assert_string_equal(
        shell("qpdf --json --json-key=outlines circular.pdf | grep '\"title\"' | tr -d ' ,'"),
        "\"title\":\"（一）乙\"\n\"title\":\"一、甲\"\n\"title\":\"二、丙\"\n\"title\":\"题目\"\n");
    assert_string_equal(shell("pdfinfo -struct circular.pdf | grep -c '^  H[123] '"), "4\n");
}

static void the_text_can_be_copied_in_its_order(void **state)
{
    (void)state;
    static const char markdown[] = "# 题目\n\n各市：\n\n“甲”——乙……达到89.8%，*强调*与**着重**。\n\n"
                                   "## 一、标题\n\nPM2.5为31微克/立方米，见㎡与PM10，é。\n";
    print_head(markdown, LETTERHEAD_NONE);
    assert_string_equal(shell("pdftotext -raw circular.pdf - | tr -d '\\n\\f ' | sed 's/—1—$//'"),
                        "题目各市：“甲”——乙……达到89.8%，强调与着重。一、标题"
                        "PM2.5为31微克/立方米，见㎡与PM10，é。");
}

static void only_the_pages_that_are_asked_for(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    struct print_style style = style_of(LETTERHEAD_NONE, 1);
    add_characters(&text, 26 + 28 * 22 * 4);
    struct print_job job = {.format = PAGE_PDF,
                            .page = {.markdown = text.bytes, .language = "zh", .style = &style},
                            .first = 2,
                            .last = 3,
                            .fonts = ""};
    paper_print(&job);
    assert_string_equal(shell("pdfinfo circular.pdf | grep -c 'Pages: *2$'"), "1\n");
    assert_string_equal(shell("pdftotext circular.pdf - | grep -o '— *[0-9] *—' | tr -d ' '"),
                        "—2—\n—3—\n");
    buffer_free(&text);
}

static void a_draft_says_so_below_its_text(void **state)
{
    (void)state;
    struct print_style style = style_of(LETTERHEAD_NONE, 1);
    const struct print_job job = {
        .format = PAGE_PDF,
        .page = {.markdown = "正文【待定】。", .language = "zh", .style = &style},
        .draft = true,
        .fonts = ""};
    paper_print(&job);
    assert_string_equal(shell("pdftotext circular.pdf - | grep -c 草稿"), "0\n");
    assert_string_equal(shell("pdftotext circular.pdf - | grep -c 【待定】"), "1\n");
    assert_string_equal(shell("pdftoppm -gray -r 20 -singlefile circular.pdf d; "
                              "tail -c +16 d.pgm | tr -d '\\377\\000' | wc -c | grep -cE '^.{4,}'"),
                        "1\n");
}

/* ---- Hostile texts ---- */

/* Nothing but page numbers stands outside of the type area. */
static void assert_inside(void)
{
    for (int page = 1; page <= paper.pages && page <= 3; page++) {
        paper_see(page, 100);
        assert_false(paper_has_ink(0, 0, 210, AREA_TOP - 0.3));
        assert_false(paper_has_ink(0, 0, AREA_LEFT - 0.3, 297));
        assert_false(paper_has_ink(AREA_RIGHT + 0.3, 0, 210, 297));
        assert_false(paper_has_ink(0, AREA_BOTTOM + 0.3, 210, AREA_BOTTOM + 4.5));
    }
}

static void repeat(struct buffer *out, const char *text, int times)
{
    while (times-- > 0)
        buffer_add(out, text);
}

static void nothing_stands_outside_of_the_type_area(void **state)
{
    (void)state;
    static const struct {
        const char *before, *text;
        int times;
    } texts[] = {
        {"", "污染防治，攻坚战。（甲）", 1700},
        {"# ", "关于考评情况", 60},
        {"", "，", 300},
        {"", "（", 300},
        {"", "—", 300},
        {"", "1", 2000},
        {"", "> ", 1000},
        {"", "- ", 1000},
        {"", "שלום עולם ", 200},
        {"", "😀👨\u200D👩\u200D👧 ", 100},
        {"境", "\u0301\u0323", 200},
        {"", "㎡垚堃𠮷", 50},
        {"# ", "x", 400},
        {"```\n", "    x y", 300},
        {"正文\n\n---\n\n", "某某机关", 60},
        {"正文\n\n附件：1.", "名称", 60},
        {"正文\n\n---\n\n---\n\n抄送：", "某某，", 400},
        {"# 附件", "题目", 60},
        {"", "འབྲུག་ไทย ", 60},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buffer text = BUFFER_EMPTY;
        buffer_add(&text, texts[i].before);
        repeat(&text, texts[i].text, texts[i].times);
        buffer_add(&text, "末");
        print_head(text.bytes, LETTERHEAD_NONE);
        assert_inside();
        assert_string_equal(shell("pdftotext circular.pdf - | grep -c 末"), "1\n");
        buffer_free(&text);
    }
}

static void nothing_is_a_page_too(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "---\n\n---\n",
                                        "## \n\n- \n",
                                        "<script>x</script>\n",
                                        "附件：",
                                        "# \n\n---\n\n2021年3月9日\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        print_head(texts[i], LETTERHEAD_DOCUMENT);
        assert_int_equal(paper.pages, 1);
    }
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
        cmocka_unit_test(every_character_of_the_body_stands_in_its_cell),
        cmocka_unit_test(characters_behind_a_number_are_on_the_grid_again),
        cmocka_unit_test(page_numbers_stand_below_the_type_area_at_its_sides),
        cmocka_unit_test(a_document_has_its_mark_number_and_rule),
        cmocka_unit_test(the_title_stands_two_lines_below_and_the_addressees_one),
        cmocka_unit_test(a_letter_has_two_double_rules),
        cmocka_unit_test(the_lower_rule_of_a_letter_stays_when_a_signature_takes_lines_along),
        cmocka_unit_test(several_issuers_stand_below_each_other),
        cmocka_unit_test(without_a_seal_the_issuer_ends_two_characters_from_the_right),
        cmocka_unit_test(with_a_seal_the_date_ends_four_characters_from_the_right),
        cmocka_unit_test(a_signature_is_never_alone_on_its_page),
        cmocka_unit_test(a_heading_is_never_alone_at_a_foot),
        cmocka_unit_test(the_end_matter_is_at_the_bottom_of_the_last_page),
        cmocka_unit_test(a_letter_has_no_printing_line),
        cmocka_unit_test(a_printing_line_that_is_longer_than_a_line_loses_nothing),
        cmocka_unit_test(a_number_of_two_lines_moves_what_is_below),
        cmocka_unit_test(an_annex_begins_a_page),
        cmocka_unit_test(addressees_without_end_move_to_the_end_matter),
        cmocka_unit_test(the_same_job_gives_the_same_bytes),
        cmocka_unit_test(the_document_says_what_it_is_and_where_it_came_from),
        cmocka_unit_test(headings_are_the_outline),
        cmocka_unit_test(the_text_can_be_copied_in_its_order),
        cmocka_unit_test(only_the_pages_that_are_asked_for),
        cmocka_unit_test(a_draft_says_so_below_its_text),
        cmocka_unit_test(nothing_stands_outside_of_the_type_area),
        cmocka_unit_test(nothing_is_a_page_too),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
