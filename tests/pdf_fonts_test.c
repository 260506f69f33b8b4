/* The characters of a PDF are seen: cairo 1.16 embeds some outlines broken, 如 of Noto Sans CJK SC
 * among them, which then is copied and searched, and not there on paper. */
#include "core/buffer.h"
#include "core/print_style.h"
#include "print/pdf.h"
#include "print/pdf_fonts.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void set(const char *markdown, struct buffer *out)
{
    static const struct print_style style = {.head = LETTERHEAD_NONE,
                                             .mark = "",
                                             .fonts = {"Noto Serif CJK SC", "Noto Serif CJK SC",
                                                       "Noto Serif CJK SC", "Noto Sans CJK SC"}};
    const struct print_job job = {.format = PAGE_PDF,
                                  .page = {.markdown = markdown, .language = "zh", .style = &style},
                                  .fonts = ""};
    struct buffer notes = BUFFER_EMPTY;
    struct error error = {.text = ""};
    if (pdf_write(&job, out, &notes, &error))
        fail_msg("%s", error.text);
    assert_string_equal(notes.bytes, "");
    buffer_free(&notes);
}

static void every_outline_is_embedded_whole(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY, again = BUFFER_EMPTY;
    set("# 题\n\n## 二、年度整改和重点工作如期完成\n\n如期完成。\n", &out);
    assert_true(pdf_fonts_are_whole(&out));
    set("# 题\n\n## 二、年度整改和重点工作如期完成\n\n如期完成。\n", &again);
    assert_int_equal(out.size, again.size);
    assert_memory_equal(out.bytes, again.bytes, out.size);
    buffer_free(&out);
    buffer_free(&again);
}

static void what_is_no_pdf_has_no_whole_fonts(void **state)
{
    (void)state;
    struct buffer none = BUFFER_EMPTY;
    buffer_add(&none, "如");
    assert_false(pdf_fonts_are_whole(&none));
    buffer_free(&none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_outline_is_embedded_whole),
                                       cmocka_unit_test(what_is_no_pdf_has_no_whole_fonts)};
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
