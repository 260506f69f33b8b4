/*
 * The circular's HTML page in a real browser: looked at by its pixels, at two widths, and printed.
 * A browser takes a second or two to start, so that each of these tests starts it once or twice.
 */
#include "core/buffer.h"
#include "core/page.h"
#include "core/print_style.h"

#include <cairo.h>
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

static char folder[] = "/tmp/kaoping-browser-XXXXXX";

/* Runs a line of shell, where $f is the folder, $k the program and `browse` the browser; returns
 * its exit status. */
static int shell(const char *line)
{
    struct buffer whole = BUFFER_EMPTY;
    buffer_add(&whole, "browse() { timeout 120 chromium --headless --no-sandbox --disable-gpu "
                       "--disable-quic --no-first-run --disable-background-networking "
                       "--disable-component-update --disable-sync --hide-scrollbars "
                       "--no-pdf-header-footer --user-data-dir=\"$(mktemp -d \"$f/XXXXXX\")\" "
                       "\"$@\" 2>\"$f/said\"; }; cd \"$f\"; ");
    buffer_add(&whole, line);
    int status = system(whole.bytes); /* NOLINT(cert-env33-c): the lines are the tests' own */
    buffer_free(&whole);
    return status == -1 ? -1 : status >> 8;
}

static void put(const char *name, const char *bytes)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(bytes, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* ---- The pages ---- */

static const char text[] =
    "吉林省人民政府关于\\\n2020年度考评情况的通报\n===\n\n吉政函〔2021〕37号\n\n"
    "各市（州）人民政府，长白山管委会：\n\n"
    "经省政府同意，现将考评情况通报如下。2020年，各地以改善生态环境质量为核心，落实各项任务，"
    "地级及以上城市优良天数比例为89.8%。\n\n## 一、等次\n\n### （一）一等\n\n- 四平市\n\n"
    "https://example.org/aVeryLongWordThatNoLineOfATelephoneHasRoomForAndThatMustBeBrokenSomewhere"
    "\n\n附件：1.考评得分表\\\n2.总分图\n\n---\n\n吉林省人民政府\n\n2021年3月9日\n\n"
    "（此件公开发布）\n\n---\n\n抄送：省委各部门，省人大常委会办公厅，省政协办公厅。\n\n"
    "吉林省人民政府办公厅\\\n2021年3月9日印发\n\n附件1\\\n考评得分表\n===\n\n"
    "| 名次 | 单位 | 空气 | 水 | 土壤 | 声 | 减排 | 央督整改 | 省督整改 | 蓝天 | 碧水 | 黑土地 | "
    "青山 | "
    "草原湿地 | 治理体系 | 监管 | 加分 | 总分 |\n"
    "|--|--|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n"
    "| 1 | 长白山管委会 | 11.5 | 12 | 4 | 2.7 | 5 | 5 | 4.85 | 7.8 | 7.6 | 4.85 | 3.89 | 2 | 2.85 "
    "| "
    "16.9 | 1.5 | 96.59 |\n\n"
    "附件2\\\n总分图\n===\n\n```chart\n四平市 96.59\n梅河口市 78.61\n```\n";

static void write_page(enum letterhead head, size_t issuer_count, struct buffer *out)
{
    static const char *issuers[] = {"吉林省人民政府", "吉林省生态环境厅"};
    const struct print_style style = {.head = head,
                                      .issuers = issuers,
                                      .issuer_count = issuer_count,
                                      .mark = "",
                                      .fonts = {"", "", "", ""},
                                      .seal = issuer_count > 1};
    page_html(&(struct page){.markdown = text, .language = "zh", .style = &style}, out);
}

static void put_page(const char *name, enum letterhead head, size_t issuer_count)
{
    struct buffer page = BUFFER_EMPTY;
    write_page(head, issuer_count, &page);
    put(name, page.bytes);
    buffer_free(&page);
}

/* ---- Pixels ---- */

struct picture {
    cairo_surface_t *surface;
    int width, height;
};

static struct picture picture_of(const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    return (struct picture){surface, cairo_image_surface_get_width(surface),
                            cairo_image_surface_get_height(surface)};
}

static uint32_t pixel(const struct picture *picture, int x, int y)
{
    const unsigned char *rows = cairo_image_surface_get_data(picture->surface);
    uint32_t argb;
    memcpy(&argb,
           rows + (ptrdiff_t)y * cairo_image_surface_get_stride(picture->surface) +
               (ptrdiff_t)4 * x,
           sizeof argb);
    return argb & 0xFFFFFF;
}

static bool is_red(uint32_t rgb)
{
    return rgb >> 16 > 150 && (rgb >> 8 & 0xFF) < 80 && (rgb & 0xFF) < 80;
}

static bool is_dark(uint32_t rgb)
{
    return rgb >> 16 < 100;
}

/* The pixels of a kind within an area: how many, and what holds them. */
struct found {
    int count, left, right, top, bottom;
};

static struct found find(const struct picture *picture, bool kind(uint32_t), int x, int y,
                         int width, int height)
{
    struct found found = {0, picture->width, 0, picture->height, 0};
    for (int row = y; row < y + height; row++)
        for (int column = x; column < x + width; column++) {
            if (!kind(pixel(picture, column, row)))
                continue;
            found.count++;
            found.left = column < found.left ? column : found.left;
            found.right = column > found.right ? column : found.right;
            found.top = row < found.top ? row : found.top;
            found.bottom = row > found.bottom ? row : found.bottom;
        }
    return found;
}

static void assert_near(int is, double millimetres, int tolerance)
{
    int expected = (int)(millimetres * 96 / 25.4 + 0.5);
    if (abs(is - expected) > tolerance)
        fail_msg("%d pixels instead of %d", is, expected);
}

/* A window of 1,000 pixels, in the middle the sheet of 210 mm, 8 mm from the top. */
static void the_sheet_looks_like_the_document(void **state)
{
    (void)state;
    put_page("document.html", LETTERHEAD_DOCUMENT, 1);
    assert_int_equal(
        shell("browse --window-size=1000,1200 --screenshot=document.png document.html"), 0);
    struct picture picture = picture_of("document.png");
    assert_int_equal(picture.width, 1000);
    const int left = (1000 - 794) / 2, area = left + 106, right = area + 590;
    assert_int_equal(pixel(&picture, left - 10, 600), 0xE6E6E6);
    assert_int_equal(pixel(&picture, left + 10, 600), 0xFFFFFF);
    assert_int_equal(pixel(&picture, left + 784, 600), 0xFFFFFF);
    assert_int_equal(pixel(&picture, left + 804, 600), 0xE6E6E6);
    /* the mark: from 35 mm below the type area's top, nine characters of 15 mm in the middle */
    struct found red = find(&picture, is_red, 0, 0, 1000, 1200);
    struct found mark = find(&picture, is_red, 0, 0, 1000, 400);
    assert_near(mark.top, 8 + 37 + 35, 6);
    assert_near(mark.right - mark.left, 9 * 15, 8);
    assert_near((mark.left + mark.right) / 2 - area, 156.0 / 2, 4);
    /* the rule: as wide as the type area, and nothing red below it */
    struct found rule = find(&picture, is_red, 0, red.bottom - 1, 1000, 2);
    assert_int_equal(rule.left, area);
    assert_near(rule.right - rule.left + 1, 156, 1);
    assert_near(rule.top, 8 + 37 + 35 + 15 + 2 * 225.0 / 22 + 5.56 + 4, 4);
    /* the text keeps to the type area */
    struct found dark = find(&picture, is_dark, left + 2, 40, 790, 1150);
    assert_true(dark.count > 5000);
    assert_true(dark.left >= area - 1 && dark.right <= right + 1);
    cairo_surface_destroy(picture.surface);
}

/* ---- Layout and style, as a script of the test sees them ---- */

/* The page in a frame of that width. Its policy would stop a script of its own, and stays. */
static void add_frame(const struct buffer *page, int width, struct buffer *out)
{
    buffer_format(out, "<iframe width=%d height=600 srcdoc=\"", width);
    for (size_t i = 0; i < page->size; i++)
        if (page->bytes[i] == '&' || page->bytes[i] == '"')
            buffer_add(out, page->bytes[i] == '&' ? "&amp;" : "&quot;");
        else
            buffer_add_char(out, page->bytes[i]);
    buffer_add(out, "\"></iframe>\n");
}

/* Says of each frame how much wider than itself what it holds is, and which declarations of its
 * style the browser does not know. The descriptors of @font-face and @page are no properties. */
static const char probe[] =
    "<script>onload = () => { let words = '';\n"
    "for (const frame of document.querySelectorAll('iframe')) {\n"
    "  const page = frame.contentDocument, style = page.querySelector('style').textContent;\n"
    "  const flat = style.replace(/\"[^\"]*\"/g, '\"x\"'); let known = 0;\n"
    "  words += '[over ' + (page.documentElement.scrollWidth - frame.clientWidth);\n"
    "  for (const [, name, value] of\n"
    "       flat.matchAll(/[{;]\\s*(-*[a-z][a-z-]*)\\s*:\\s*([^;{}]+)(?=[;}])/g))\n"
    "    if (name.startsWith('--') || name == 'src' || name == 'size') continue;\n"
    "    else if (CSS.supports(name, value)) known++;\n"
    "    else words += ' unknown ' + name + ':' + value;\n"
    "  words += known > 200 ? ' style known]' : ' style missing]'; }\n"
    "document.title = words; };</script>\n";

static void no_page_is_wider_than_its_screen_and_the_browser_knows_its_style(void **state)
{
    (void)state;
    static const int widths[] = {320, 360, 820, 1000};
    struct buffer page = BUFFER_EMPTY, frames = BUFFER_EMPTY;
    buffer_add(&frames, "<!DOCTYPE html><meta charset=utf-8><title>none</title>\n");
    for (int head = LETTERHEAD_DOCUMENT; head <= LETTERHEAD_NONE; head++) {
        buffer_cut(&page, 0);
        write_page((enum letterhead)head, head == LETTERHEAD_LETTER ? 2 : 1, &page);
        for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
            add_frame(&page, widths[i], &frames);
    }
    buffer_add(&frames, probe);
    put("frames.html", frames.bytes);
    assert_int_equal(shell("browse --dump-dom frames.html | grep -o '<title>.*</title>' >title; "
                           "cat title; "
                           "test \"$(grep -o '\\[over 0 style known\\]' title | wc -l)\" = 12"),
                     0);
    buffer_free(&page);
    buffer_free(&frames);
}

/* ---- Print ---- */

static void a_letter_prints_on_its_pages(void **state)
{
    (void)state;
    put_page("letter.html", LETTERHEAD_LETTER, 2);
    assert_int_equal(shell("browse --print-to-pdf=letter.pdf letter.html && "
                           "pdfinfo -l 9 letter.pdf >info && pdftotext letter.pdf text"),
                     0);
    /* the document's two, a landscape one with the wide table, one with the chart */
    assert_int_equal(shell("grep -q '^Pages: *4$' info && "
                           "grep -q '^Page *1 size: *59[45][.0-9]* x 84[12]' info && "
                           "grep -q '^Page *3 size: *84[12][.0-9]* x 59[45]' info"),
                     0);
    /* a letter's first page has no number, the others do; sources and printing line stay away */
    assert_int_equal(shell("pdftotext -l 1 letter.pdf - | grep -c '^— *1 *—' | grep -qx 0 && "
                           "pdftotext -f 2 -l 2 letter.pdf - | grep -q '^— *2 *—' && "
                           "! grep -q -e 印发 -e 依据 text && grep -q 抄送 text"),
                     0);
}

/* The record's circular, from the browser and from kaoping-print: the same text, and as many pages
 * but for one. */
static void the_browser_and_the_printer_agree(void **state)
{
    (void)state;
    assert_int_equal(
        shell("export GIT_AUTHOR_NAME=李明 GIT_AUTHOR_EMAIL=liming@example.org HOME=\"$f\"; "
              "\"$k\" init r --from jilin-2020 --sample=complete >out && "
              "\"$k\" -C r render -o c.html && \"$k\" -C r render -o k.pdf 2>notes && "
              "\"$k\" -C r render -o c.txt"),
        0);
    assert_int_equal(shell("browse --print-to-pdf=c.pdf c.html && pages() { pdfinfo $1 | "
                           "sed -n 's/^Pages: *//p'; }; d=$(($(pages c.pdf) - $(pages k.pdf))); "
                           "echo pages $(pages c.pdf) $(pages k.pdf); test $d -ge -1 -a $d -le 1"),
                     0);
    assert_int_equal(
        shell("plain() { sed -E 's/[[:space:]　\f]//g' | tr -d '\\n' | sed -E 's/—[0-9]+—//g'; }; "
              "sed -n '/^各市（州）/,/公开发布/p' c.txt | plain >body && "
              "test $(wc -m <body) -gt 2000 && pdftotext -raw c.pdf - | plain >c && "
              "grep -qF \"$(cat body)\" c"),
        0);
}

static int make_folder(void **state)
{
    (void)state;
    const char *program = getenv("KAOPING_PROGRAM");
    char path[4096];
    if (!mkdtemp(folder) || !realpath(program ? program : "build/kaoping", path))
        return -1;
    setenv("f", folder, 1);
    setenv("k", path, 1);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return shell("cd / && rm -rf \"$f\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sheet_looks_like_the_document),
        cmocka_unit_test(no_page_is_wider_than_its_screen_and_the_browser_knows_its_style),
        cmocka_unit_test(a_letter_prints_on_its_pages),
        cmocka_unit_test(the_browser_and_the_printer_agree),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
