/*
 * Lines of Chinese composition on the grid: texts in, lines out; and where in a line their
 * characters stand.
 */
#include "print/line.h"

#include "core/memory.h"
#include "print/paper.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct faces *faces;
static struct setter *setter;
static struct arena *arena;

static const struct lines *set(const char *text, double cells)
{
    const struct setting setting = {
        .points = BODY_POINTS, .cell = CELL, .grid = true, .width = cells * CELL};
    return lines_of_text(setter, text, FACE_BODY, &setting);
}

/* The lines with | between them. */
static const char *broken(const char *text, double cells)
{
    const struct lines *lines = set(text, cells);
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->list[i];
        assert_true(line->left + line->width <= cells * CELL + 0.001);
        buffer_add(&out, i ? "|" : "");
        buffer_add_bytes(&out, lines->text + line->from, line->to - line->from);
    }
    return buffer_take(&out, arena);
}

static void assert_broken(const char *text, double cells, const char *expected)
{
    assert_string_equal(broken(text, cells), expected);
}

static void lines_are_filled(void **state)
{
    (void)state;
    assert_broken("一二三四五六七", 3, "一二三|四五六|七");
    assert_broken("一二\n三四五六\n\n七", 3, "一二|三四五|六||七");
    assert_broken("", 3, "");
}

static void closing_punctuation_takes_half_a_cell_at_the_end(void **state)
{
    (void)state;
    assert_broken("一，二三四五六。七", 7, "一，二三四五六。|七");
    assert_broken("（一）二三四五”。七", 7, "（一）二三四五”。|七"); /* two cells: four halves */
    assert_broken("一二三四五六七。八", 7, "一二三四五六|七。八");   /* nothing else gives a half */
    assert_broken("一，二三四五六……七", 7, "一，二三四五|六……七");   /* … has no empty half */
}

static void punctuation_stands_on_the_right_side(void **state)
{
    (void)state;
    assert_broken("一二三四五六（七）", 7, "一二三四五六|（七）");
    assert_broken("一二三四五六“七”", 7, "一二三四五六|“七”");
    assert_broken("一二三四五——六七", 6, "一二三四|五——六七");
    assert_broken("一二三四五……六七", 6, "一二三四|五……六七");
    static const char closers[] = "，。、；：？！）》〉」』】〕”’…—·％‰℃";
    for (const char *at = closers; *at; at += 3) {
        if ((*at & 0xF0) != 0xE0) {
            at -= 1; /* · has two bytes */
            continue;
        }
        const char *text = arena_format(arena, "一二三四%.3s五", at);
        const char *lines = broken(text, 4);
        assert_memory_not_equal(strchr(lines, '|') + 1, at, 3);
    }
}

static void numbers_stay_whole_with_what_they_count(void **state)
{
    (void)state;
    assert_broken("一二三四2021年", 6, "一二三四|2021年");
    assert_broken("一二三四89.8%五", 6, "一二三四|89.8%五");
    assert_broken("一二三四12微克五", 6, "一二三四|12微克五");
    assert_broken("一二三四20万千瓦五", 6, "一二三四|20万千瓦五");
    assert_broken("一二三四五48个", 6, "一二三四五|48个");
    assert_broken("一二三〔2021〕37号", 8, "一二三|〔2021〕37号");
    assert_broken("一二三四9.8个百分点", 8, "一二三四|9.8个百分点");
    assert_broken("一二三2021年3月9日", 6, "一二三2021年|3月9日");
}

static void words_break_at_spaces_and_else_by_characters(void **state)
{
    (void)state;
    assert_broken("一 the programme of 2020", 8, "一 the|programme of|2020");
    const char *lines = broken("aaaaaaaaaaaaaaaaaaaaaaaa", 4);
    assert_non_null(strchr(lines, '|'));
    lines = broken("e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", 2);
    assert_null(strstr(lines, "|\u0301"));
}

/* Where a character's cell begins, in cells: its glyph stands in the middle of it. */
static double cell_of(const struct lines *lines, const char *character)
{
    size_t at = (size_t)(strstr(lines->text, character) - lines->text);
    const struct line *line = &lines->list[0];
    for (size_t i = 0; i < line->run_count; i++) {
        const struct glyph_run *run = &line->runs[i];
        size_t byte = (size_t)(run->text - lines->text), glyph = 0;
        for (int k = 0; k < run->cluster_count; k++) {
            if (byte == at)
                return (line->left + run->glyphs[glyph].x + (BODY_POINTS - CELL) / 2) / CELL;
            byte += (size_t)run->clusters[k].num_bytes;
            glyph += (size_t)run->clusters[k].num_glyphs;
        }
    }
    fail_msg("no glyph of %s", character);
    return 0;
}

static void assert_cell(const struct lines *lines, const char *character, double cell)
{
    double found = cell_of(lines, character);
    if (fabs(found - cell) > 0.001)
        fail_msg("%s in cell %.3f, not %.3f", character, found, cell);
}

static void characters_are_in_their_cells(void **state)
{
    (void)state;
    const struct lines *lines = set("境2020保89.8%护PM2.5目“标”责—任…务·末", 28);
    assert_cell(lines, "境", 0);
    assert_cell(lines, "保", 3);
    assert_cell(lines, "护", 7);
    assert_cell(lines, "目", 11);
    assert_cell(lines, "标", 13);
    assert_cell(lines, "责", 15);
    assert_cell(lines, "任", 17);
    assert_cell(lines, "务", 19);
    assert_cell(lines, "末", 21);
}

static void what_follows_compressed_punctuation_moves_by_half_a_cell(void **state)
{
    (void)state;
    const struct lines *lines = set("一，二三，四五六。七", 8);
    assert_cell(lines, "二", 2);
    assert_cell(lines, "四", 4.5);
    assert_cell(lines, "六", 6.5);
    assert_true(fabs(lines->list[0].width - 8 * CELL) < 0.001);
}

static void another_script_is_set_by_its_own_measures(void **state)
{
    (void)state;
    const struct lines *lines = set("The programme of 2020 says “so”.", 28);
    assert_true(fmod(lines->list[0].width, CELL) > 0.01);
    assert_int_equal(lines->count, 1);
}

/* Right-to-left text: logically first, farthest to the right. */
static void hebrew_runs_from_right_to_left(void **state)
{
    (void)state;
    const struct lines *lines = set("境שלום境", 28);
    const struct line *line = &lines->list[0];
    double first = 0, last = 0;
    for (size_t i = 0; i < line->run_count; i++)
        if ((line->runs[i].text[0] & 0xF0) == 0xD0) {
            first = line->runs[i].glyphs[0].x;
            last = line->runs[i].glyphs[line->runs[i].glyph_count - 1].x;
        }
    assert_true(first > last && last > CELL);
}

static void every_byte_of_a_text_stands_on_a_line(void **state)
{
    (void)state;
    static const char *const texts[] = {"正文，（测试）89.8%——“引”……。",
                                        "é\u0301\u0302文שלום😀🇨🇳 a b  c", "，，，，，（（（（（",
                                        "𠮷㎡堃 x\u200Dy ﷽"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (double cells = 1; cells < 12; cells++) {
            const struct lines *lines = set(texts[i], cells);
            size_t at = 0;
            for (size_t k = 0; k < lines->count; at = lines->list[k++].to)
                for (; at < lines->list[k].from; at++)
                    assert_int_equal(texts[i][at], ' ');
            assert_int_equal(at, strlen(texts[i]));
        }
}

static int set_up(void **state)
{
    static const struct print_style style = {.mark = "", .fonts = {"", "", "", ""}};
    struct error error;
    (void)state;
    arena = arena_new();
    if (faces_new_within(&style, "/usr/share/fonts", &faces, &error))
        return -1;
    setter = setter_new(faces);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    setter_free(setter);
    faces_free(faces);
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_filled),
        cmocka_unit_test(closing_punctuation_takes_half_a_cell_at_the_end),
        cmocka_unit_test(punctuation_stands_on_the_right_side),
        cmocka_unit_test(numbers_stay_whole_with_what_they_count),
        cmocka_unit_test(words_break_at_spaces_and_else_by_characters),
        cmocka_unit_test(characters_are_in_their_cells),
        cmocka_unit_test(what_follows_compressed_punctuation_moves_by_half_a_cell),
        cmocka_unit_test(another_script_is_set_by_its_own_measures),
        cmocka_unit_test(hebrew_runs_from_right_to_left),
        cmocka_unit_test(every_byte_of_a_text_stands_on_a_line),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
