/*
 * print_bench FOLDER KAOPING: what printing costs beside LibreOffice, weasyprint and cmark, as
 * whole processes; on the sample record, and on long texts made here. A figure beyond its limit is
 * said, and is no failure.
 *
 * print_bench html FILE: Markdown to HTML on standard output; it is what stands beside cmark.
 */
#include "core/buffer.h"
#include "core/page.h"
#include "core/print_style.h"
#include "tests/bench/results.h"
#include "tests/bench/run.h"
#include "tests/bench/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RUNS = 7, SLOW_RUNS = 3, CHARACTERS_A_PAGE = 28 * 22 };

static char folder[4096], record[4200], self[4096];

static double median_of(int runs, const char *const *words)
{
    struct samples times = {0};
    for (int i = 0; i < runs; i++)
        samples_add(&times, run(words, folder).milliseconds);
    return samples_median(&times);
}

#define MEDIAN(runs, ...) median_of(runs, (const char *const[]){__VA_ARGS__, NULL})

/* ---- The circular ---- */

static double time_libreoffice(void)
{
    char profile[4300];
    snprintf(profile, sizeof profile, "-env:UserInstallation=file://%s/office", folder);
    RUN(folder, "soffice", profile, "--headless", "--convert-to", "pdf", "circular.docx");
    return MEDIAN(SLOW_RUNS, "soffice", profile, "--headless", "--convert-to", "pdf",
                  "circular.docx");
}

static void measure_circular(void)
{
    RUN(folder, bench_kaoping, "-C", record, "render", "-o", "circular.docx");
    RUN(folder, bench_kaoping, "-C", record, "render", "-o", "circular.html");
    double ours = MEDIAN(RUNS, bench_kaoping, "-C", record, "render", "-o", "circular.pdf");
    double office = time_libreoffice();
    double weasyprint = MEDIAN(SLOW_RUNS, "weasyprint", "circular.html", "weasyprint.pdf");
    results_add("the circular to PDF, ms (LibreOffice, from the docx)", ours, office, office / 10);
    results_add("the same (weasyprint, from the HTML)", ours, weasyprint, weasyprint / 10);
}

/* ---- Long texts ---- */

static FILE *open_file(const char *name)
{
    char path[4300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file)
        give_up(path);
    return file;
}

static void close_file(FILE *file)
{
    if (fclose(file))
        give_up("a text");
}

/* Paragraphs of a quarter of a page each. */
static void write_part(int pages)
{
    FILE *file = open_file("part.md");
    for (int i = 0; i < pages * 4; i++) {
        for (int j = 0; j < CHARACTERS_A_PAGE / 4 / 14; j++)
            fprintf(file, "第%d段，水质达标率%d%%。", i, j);
        fputs("\n\n", file);
    }
    close_file(file);
}

/* A template is at most 1 MiB, so a long one is made of parts. */
static void write_pages(int pages)
{
    enum { PART = 250 };
    write_part(pages < PART ? pages : PART);
    FILE *file = open_file("long.md");
    fputs("# 长文\n\n", file);
    for (int i = 0; i < pages; i += PART)
        fputs("{{>part}}\n", file);
    close_file(file);
}

static double time_pages(int pages)
{
    write_pages(pages);
    return MEDIAN(SLOW_RUNS, bench_kaoping, "-C", record, "render", "--template", "long.md", "-o",
                  "long.pdf");
}

static void measure_growth(void)
{
    static const int sizes[] = {10, 100, 1000};
    double times[3];
    for (size_t i = 0; i < 3; i++)
        times[i] = time_pages(sizes[i]);
    for (size_t i = 0; i < 3; i++)
        printf("%5d pages: %8.1f ms, %.2f ms a page\n", sizes[i], times[i], times[i] / sizes[i]);
    results_add("1,000 pages, ms (10 times what 100 pages take)", times[2], times[1] * 10,
                times[1] * 10 * 1.2);
}

static void measure_markdown(void)
{
    write_pages(1000);
    RUN(folder, bench_kaoping, "-C", record, "render", "--template", "long.md", "-o", "whole.md");
    double ours = MEDIAN(RUNS, self, "html", "whole.md");
    double cmark = MEDIAN(RUNS, "cmark", "whole.md");
    results_add("Markdown of 1,000 pages to HTML, ms (cmark)", ours, cmark, cmark * 3);
}

static int write_html(const char *path)
{
    static const struct print_style style = {.mark = "", .fonts = {"", "", "", ""}};
    struct buffer markdown = BUFFER_EMPTY, out = BUFFER_EMPTY;
    char part[65536];
    FILE *file = fopen(path, "r");
    if (!file)
        give_up(path);
    for (size_t size; (size = fread(part, 1, sizeof part, file));)
        buffer_add_bytes(&markdown, part, size);
    fclose(file);
    page_html(&(struct page){.markdown = markdown.bytes, .language = "zh", .style = &style}, &out);
    size_t written = fwrite(out.bytes, 1, out.size, stdout);
    bool whole = written == out.size;
    buffer_free(&markdown);
    buffer_free(&out);
    return whole ? 0 : 1;
}

int main(int count, char **words)
{
    if (count != 3) {
        fputs("usage: print_bench FOLDER KAOPING, or print_bench html FILE\n", stderr);
        return 2;
    }
    if (strcmp(words[1], "html") == 0)
        return write_html(words[2]);
    bench_folder = words[1];
    bench_kaoping = words[2];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);
    if (size <= 0)
        give_up("/proc/self/exe");
    snprintf(folder, sizeof folder, "%s/print", bench_folder);
    snprintf(record, sizeof record, "%s/record", folder);
    session_shell("rm -rf '%s' && mkdir '%s'", folder, folder);
    setenv("XDG_STATE_HOME", folder, 1); /* or the record of an earlier run went backwards */
    session_shell("'%s' init '%s' --from jilin-2020 --sample=complete >/dev/null 2>&1",
                  bench_kaoping, record);
    puts("\nPrinting, medians of whole processes.\n");
    fflush(stdout);
    measure_circular();
    measure_growth();
    measure_markdown();
    results_print("other");
    return 0;
}
