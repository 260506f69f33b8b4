/*
 * What kaoping makes of a kaoping-print that is not what it should be, and kaoping-print of a job
 * that is not.
 */
#include "core/buffer.h"
#include "core/print_style.h"
#include "core/provenance.h"
#include "tests/harness/paper.h"
#include "tests/harness/record.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    folder_put("t/2020/circular/circular.md", "# 通报\n\n一段。\n");
    shell("export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org; '%s' init r --from ./t && "
          "mkdir bin && cp '%s' bin/kaoping",
          program_at(), program_at());
    return last_exit;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

/* ---- A printer that is none ---- */

static const char *render_with(const char *printer, const char *output)
{
    folder_put("bin/kaoping-print", printer);
    return shell("chmod 755 bin/kaoping-print; echo old >%s; "
                 "bin/kaoping -C r --lang en render -o %s; at=$?; grep -c old %s; exit $at",
                 output, output, output);
}

/* With that status and those words, and the file that was there is as it was. */
static void assert_fails(const char *printer, const char *output, int status, const char *words)
{
    const char *said = render_with(printer, output);
    if (last_exit != status || !strstr(said, words))
        fail_msg("%s: exit %d, or no '%s' in: %s", printer, last_exit, words, said);
    assert_string_equal(said + strlen(said) - 2, "1\n");
}

static void what_is_no_document_is_not_written(void **state)
{
    (void)state;
    assert_fails("#!/bin/sh\nexit 0\n", "c.pdf", 4, "gave no document");
    assert_fails("#!/bin/sh\necho PDF\n", "c.pdf", 4, "gave no document");
    assert_fails("#!/bin/sh\nprintf %%PDF-1.7\n", "c.docx", 4, "gave no document");
    assert_fails("#!/bin/sh\nkill -9 $$\n", "c.pdf", 4, "said nothing");
    assert_fails("#!/bin/sh\nprintf '\\033[31mno\\n' >&2; exit 2\n", "c.pdf", 2, "no");
}

static void a_document_without_end_is_refused_not_cut(void **state)
{
    (void)state;
    assert_fails("#!/bin/sh\nprintf %%PDF-; head -c 268435456 /dev/zero\n", "c.pdf", 4,
                 "larger than 256 MiB");
}

/* ---- Jobs that no kaoping writes ---- */

static const char *print_job_text(const char *text)
{
    folder_put("job.json", text);
    return shell("'%s-print' <job.json 2>&1 >/dev/null", program_at());
}

static void a_figure_that_begins_within_a_character_is_no_job(void **state)
{
    (void)state;
    print_job_text("{\"format\":3,\"markdown\":\"省21\",\"provenance\":{\"sources\":[{}],"
                   "\"figures\":[{\"from\":3,\"to\":5,\"source\":0}]}}");
    assert_int_equal(last_exit, 0);
    print_job_text("{\"format\":3,\"markdown\":\"省21\",\"provenance\":{\"sources\":[{}],"
                   "\"figures\":[{\"from\":0,\"to\":1,\"source\":0},{\"from\":1,\"to\":5,"
                   "\"source\":0}]}}");
    assert_int_equal(last_exit, 2);
}

static void issuers_without_a_name_are_no_trouble(void **state)
{
    (void)state;
    print_job_text("{\"format\":3,\"markdown\":\"省\",\"style\":{\"issuers\":[\"\",\"\\u200B\"]}}");
    assert_int_equal(last_exit, 0);
}

static void a_mark_of_two_lines_in_the_file_is_one(void **state)
{
    (void)state;
    folder_put("job.json",
               "{\"format\":3,\"markdown\":\"省\",\"style\":{\"issuers\":[\"吉\\n林\"]}}");
    const char *said = shell("'%s-print' <job.json 2>notes | pdftotext - -", program_at());
    if (!strstr(said, "吉 林文件"))
        fail_msg("%s", said);
}

/* ---- Languages ---- */

static void notes_are_in_the_readers_language_and_the_document_in_its_own(void **state)
{
    (void)state;
    static const struct print_style style = {
        .head = LETTERHEAD_NONE, .mark = "", .fonts = {"", "No Such Font", "", ""}};
    struct print_job job = {.format = PAGE_PDF,
                            .page = {.markdown = "一段。", .language = "zh", .style = &style},
                            .draft = true,
                            .fonts = ""};
    assert_non_null(strstr(paper_print(&job), "缺少字体“No Such Font”"));
    shell("cp circular.pdf chinese.pdf");
    job.messages = LANGUAGE_EN;
    assert_non_null(strstr(paper_print(&job), "the font 'No Such Font' is not there"));
    shell("cmp circular.pdf chinese.pdf");
    assert_int_equal(last_exit, 0);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_document_is_not_written),
        cmocka_unit_test(a_document_without_end_is_refused_not_cut),
        cmocka_unit_test(a_figure_that_begins_within_a_character_is_no_job),
        cmocka_unit_test(issuers_without_a_name_are_no_trouble),
        cmocka_unit_test(a_mark_of_two_lines_in_the_file_is_one),
        cmocka_unit_test(notes_are_in_the_readers_language_and_the_document_in_its_own),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
