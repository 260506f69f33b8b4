/*
 * The proof on paper: lines with their numbers, figures with those of their sources, and the list
 * that the leading group signs.
 */
#include "core/buffer.h"
#include "core/print_style.h"
#include "core/provenance.h"
#include "tests/harness/paper.h"
#include "tests/harness/record.h"
#include "tests/harness/words.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct print_style style = {
    .head = LETTERHEAD_NONE, .mark = "", .fonts = {"", "", "", ""}};

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

static void print_proof(struct proof *proof)
{
    paper_print(&(struct print_job){.format = PAGE_PDF,
                                    .page = {.markdown = proof->markdown.bytes,
                                             .language = "zh",
                                             .style = &style,
                                             .provenance = &proof->of},
                                    .proof = true,
                                    .fonts = ""});
    words_read();
}

/* The figure's number stands on the right of its line. */
static void assert_numbered(const char *figure, const char *number, int page)
{
    const struct word *word = word_find(figure, page);
    double right = words.width[page] - (page_is_landscape(page) ? 37 : 26) * WORD_MM;
    for (size_t i = 0; i < words.count; i++)
        if (words.list[i].page == page && words.list[i].left > right &&
            fabs(word_middle(&words.list[i]) - word_middle(word)) < 4 &&
            strcmp(words.list[i].text, number) == 0)
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
    print_proof(&proof);
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

/* Also on a landscape page, and beside the line where a figure that is broken begins. */
static void figures_of_wide_tables_and_long_ones_are_numbered(void **state)
{
    (void)state;
    static struct proof proof;
    struct buffer text = BUFFER_EMPTY;
    buffer_add(&text, "一二三四五六七八九十一二三四五六七八九十⟦四平市政府、白山市政府⟧。\n\n|名|");
    for (int i = 0; i < 18; i++)
        buffer_add(&text, "指标得分|");
    buffer_add(&text, "\n|-|");
    for (int i = 0; i < 18; i++)
        buffer_add(&text, "-:|");
    buffer_add(&text, "\n|甲|");
    for (int i = 0; i < 18; i++)
        buffer_format(&text, i % 9 ? "1.25|" : "⟦%d.75⟧|", i);
    prove(&proof, text.bytes);
    print_proof(&proof);
    assert_true(page_is_landscape(2));
    assert_numbered("一二三四五六七八九十一二三四五六七八九十四平市政府、", "1", 1);
    assert_numbered("0.75", "2-3", 2);
    assert_numbered("9.75", "2-3", 2);
    buffer_free(&proof.markdown);
    buffer_free(&text);
}

static void lines_are_numbered_on_the_left(void **state)
{
    (void)state;
    static struct proof proof;
    prove(&proof, proved);
    print_proof(&proof);
    size_t numbers = 0;
    for (size_t i = 0; i < words.count; i++)
        if (words.list[i].page == 1 && words.list[i].right < 28 * WORD_MM) {
            numbers++;
            bool beside = false;
            for (size_t j = 0; j < words.count && !beside; j++)
                beside = words.list[j].page == 1 && words.list[j].left > 28 * WORD_MM &&
                         fabs(word_middle(&words.list[j]) - word_middle(&words.list[i])) < 4;
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
    print_proof(&proof);
    assert_true(words.pages >= 2);
    for (int page = 2; page <= words.pages; page++)
        assert_false(page_is_landscape(page));
    for (size_t i = 1; i <= 9; i++) {
        snprintf(text, sizeof text, "D%zu", i);
        word_find(text, 2);
    }
    word_find("公式|*一*", 2);
    word_find("D8–D9", 2);
    word_find("01234567", 2);
    word_find("1:3", 2); /* the second figure's page and line */
    const char *all = shell("pdftotext -f 2 circular.pdf - | tr -d ' \\n'");
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
    print_proof(&proof);
    assert_int_equal(word_find("计算口径", 0)->page, 4);
    word_find("计算口径", 5);
    buffer_free(&proof.markdown);
    buffer_free(&text);
}

static void the_same_proof_has_the_same_bytes(void **state)
{
    (void)state;
    static struct proof proof;
    prove(&proof, proved);
    print_proof(&proof);
    shell("mv circular.pdf first.pdf");
    print_proof(&proof);
    shell("cmp first.pdf circular.pdf");
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
        cmocka_unit_test(each_figure_has_its_source_in_the_margin_of_its_line),
        cmocka_unit_test(figures_of_wide_tables_and_long_ones_are_numbered),
        cmocka_unit_test(lines_are_numbered_on_the_left),
        cmocka_unit_test(the_list_has_each_source_and_decision_and_lines_to_sign),
        cmocka_unit_test(a_long_list_has_its_head_on_each_page),
        cmocka_unit_test(the_same_proof_has_the_same_bytes),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
