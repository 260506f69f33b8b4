#include "print/proof.h"

#include "core/buffer.h"
#include "core/memory.h"
#include "core/page_part.h"
#include "core/provenance.h"
#include "core/text.h"
#include "print/compose.h"
#include "print/paper.h"
#include "print/table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { COMMIT_SHOWN = 8 };
#define LIST_POINTS 9.0
#define LIST_PITCH (LIST_POINTS * 1.6)

struct listing {
    const struct provenance *of;
    enum language language;
    const struct proof_places *places; /* by source */
    struct compose compose;
};

/* ---- A cell of the tables, which are written as Markdown ---- */

/* A text of the record, in which Markdown reads nothing. */
static void add_plain(struct buffer *out, const char *text)
{
    struct buffer safe = BUFFER_EMPTY;
    text_add_safe(&safe, text);
    for (const char *at = safe.bytes; *at; at++) {
        if ((unsigned char)*at < 0x80 && ispunct((unsigned char)*at))
            buffer_add_char(out, '\\');
        buffer_add_char(out, *at);
    }
    buffer_free(&safe);
}

static void add_cell(struct buffer *out, const char *text)
{
    buffer_add(out, " | ");
    add_plain(out, text);
}

static int compare_numbers(const void *left, const void *right)
{
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    return (a > b) - (a < b);
}

/* D3–D9, D12: in order, each once. */
static void add_ranges(struct arena *arena, const size_t *indices, size_t count, struct buffer *out)
{
    size_t *sorted = arena_array(arena, count + 1, sizeof *sorted);
    if (count)
        memcpy(sorted, indices, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_numbers);
    for (size_t i = 0, last; i < count; i = last + 1) {
        for (last = i; last + 1 < count && sorted[last + 1] <= sorted[last] + 1;)
            last++;
        buffer_format(out, "%sD%zu", i ? ", " : "", sorted[i] + 1);
        if (sorted[last] > sorted[i])
            buffer_format(out, "–D%zu", sorted[last] + 1);
    }
}

/* ---- Sources ---- */

/* Page and line of each figure: 1:7. */
static void add_places(const struct listing *listing, size_t source, struct buffer *out)
{
    bool any = false;
    for (size_t i = 0; i < listing->places->count; i++) {
        const struct proof_place *place = &listing->places->list[i];
        if (place->source != source)
            continue;
        buffer_format(out, "%s%zu:%zu", any ? ", " : "", place->page, place->line);
        any = true;
    }
    buffer_add(out, any ? "" : "—");
}

static void add_source(const struct listing *listing, struct arena *arena, size_t index,
                       struct buffer *out)
{
    const struct provenance_source *source = &listing->of->sources[index];
    buffer_format(out, "| %zu", index + 1);
    add_cell(out, source->text);
    buffer_add(out, " | ");
    add_places(listing, index, out);
    add_cell(out, source->formula);
    buffer_add(out, " | ");
    add_ranges(arena, source->decisions, source->listed, out);
    if (source->count > source->listed) {
        buffer_format(out,
                      tr_in(listing->language, ", … %zu in all: kaoping trace ",
                            "等，共%zu项：kaoping trace "),
                      source->count);
        add_plain(out, source->name);
    }
    buffer_add(out, " |\n");
}

static void add_sources(const struct listing *listing, struct buffer *out)
{
    struct arena *arena = arena_new();
    buffer_add(out, tr_in(listing->language, "| No. | figure | page:line | formula | decisions |\n",
                          "| 编号 | 数据 | 页:行 | 计算口径 | 依据的评定 |\n"));
    buffer_add(out, "|--:|---|---|---|---|\n");
    for (size_t i = 0; i < listing->of->source_count; i++)
        add_source(listing, arena, i, out);
    arena_free(arena);
}

/* ---- Decisions ---- */

static void add_decisions(const struct listing *listing, struct buffer *out)
{
    buffer_add(out, tr_in(listing->language,
                          "| No. | jurisdiction | item | decision | reviewer | commit |\n",
                          "| 编号 | 考评对象 | 考评项 | 评定 | 评定人 | 提交 |\n"));
    buffer_add(out, "|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < listing->of->decision_count; i++) {
        const struct provenance_decision *decision = &listing->of->decisions[i];
        char commit[COMMIT_SHOWN + 1] = "";
        strncat(commit, decision->commit, COMMIT_SHOWN);
        buffer_format(out, "| D%zu", i + 1);
        add_cell(out, decision->jurisdiction);
        add_cell(out, decision->name);
        add_cell(out, decision->finding);
        add_cell(out, decision->reviewer);
        add_cell(out, *commit ? commit : "—");
        buffer_add(out, " |\n");
    }
}

/* ---- The pages ---- */

static void add_heading(struct listing *listing, const char *text)
{
    struct sheet *sheet = listing->compose.sheet;
    static const struct setting setting = {
        .points = SMALL_POINTS, .cell = SMALL_POINTS, .width = AREA_WIDTH};
    sheet_begin(sheet, "H2", NULL, 0);
    sheet_keep(sheet, lines_of_text(sheet->setter, text, FACE_HEI, &setting), 0);
}

static void add_table(struct listing *listing, const struct buffer *markdown)
{
    static const struct table_way way = {
        .most = LIST_POINTS, .least = LIST_POINTS, .upright = true};
    struct parts parts;
    parts_begin(&parts, markdown->bytes);
    sheet_begin(listing->compose.sheet, "P", NULL, 0);
    while (parts_next(&parts))
        print_table(&listing->compose, parts.node, &way);
    parts_end(&parts);
}

static void add_title(struct listing *listing)
{
    struct sheet *sheet = listing->compose.sheet;
    const char *title = tr_in(listing->language, "Sources of the figures", "数据来源核对表");
    static const struct setting setting = {
        .points = TITLE_POINTS, .cell = TITLE_POINTS, .width = AREA_WIDTH};
    const struct lines *lines = lines_of_text(sheet->setter, title, FACE_TITLE, &setting);
    sheet_begin(sheet, "H1", title, 1);
    sheet_lines(sheet, lines, (AREA_WIDTH - lines_width(lines)) / 2);
    sheet_blank(sheet, 1);
}

static void add_line(struct listing *listing, const char *name, const char *value)
{
    struct sheet *sheet = listing->compose.sheet;
    static const struct setting setting = {.points = LIST_POINTS,
                                           .cell = LIST_POINTS,
                                           .pitch = LIST_PITCH,
                                           .width = AREA_WIDTH,
                                           .rest = 4 * LIST_POINTS};
    struct buffer text = BUFFER_EMPTY;
    buffer_add(&text, name);
    text_add_safe(&text, value);
    const struct lines *lines = lines_of_text(sheet->setter, text.bytes, FACE_BODY, &setting);
    sheet_lines(sheet, lines, 0);
    buffer_free(&text);
}

static void add_origin(struct listing *listing)
{
    sheet_begin(listing->compose.sheet, "P", NULL, 0);
    add_line(listing, tr_in(listing->language, "Record: ", "记录："), listing->of->record);
    add_line(listing, tr_in(listing->language, "Commit: ", "提交："), listing->of->commit);
    add_line(listing, tr_in(listing->language, "SHA-256 of the Markdown: ", "正文 SHA-256："),
             listing->of->sha256);
}

/* A line to write on, which begins behind its word. */
static void add_blank(struct sheet *sheet, const char *word, double x, double y, double width)
{
    static const struct setting setting = {
        .points = SMALL_POINTS, .cell = SMALL_POINTS, .width = AREA_WIDTH};
    const struct lines *lines = lines_of_text(sheet->setter, word, FACE_BODY, &setting);
    double behind = lines_width(lines);
    for (size_t i = 0; i < lines->count; i++)
        sheet_place(sheet, lines, i, x, y + LINE / 2, INK_BLACK);
    sheet_box(sheet, x + behind, y + LINE * 1.35, width - behind, WRITING_RULE, INK_BLACK);
}

/* What is signed, in one sentence, with what it came from. */
static void add_statement(struct listing *listing)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_format(&text,
                  tr_in(listing->language,
                        "The %zu sources and %zu decisions above were checked with the record.",
                        "上列%zu项数据来源、%zu项评定已与记录核对："),
                  listing->of->source_count, listing->of->decision_count);
    add_line(listing, text.bytes, "");
    add_origin(listing);
    buffer_free(&text);
}

/* The leading group's, all on one page. */
static void add_signatures(struct listing *listing)
{
    enum { PEOPLE = 4, LINES = 6 /* of the statement, at most */ };
    struct sheet *sheet = listing->compose.sheet;
    const double pitch = 1.6 * LINE, height = PEOPLE * pitch;
    const char *const people[PEOPLE] = {
        tr_in(listing->language, "Head of the leading group: ", "领导小组组长："),
        tr_in(listing->language, "Deputy head: ", "副组长："),
        tr_in(listing->language, "Checked by: ", "核对人："),
        tr_in(listing->language, "Prepared by: ", "经办人：")};
    if (sheet_left(sheet) < LINE + LINES * LIST_PITCH + height)
        sheet_break(sheet, false);
    sheet_blank(sheet, 1);
    add_statement(listing);
    double y = sheet_open(sheet, height);
    for (size_t i = 0; i < PEOPLE; i++, y += pitch) {
        sheet_begin(sheet, "P", NULL, 0);
        add_blank(sheet, people[i], 0, y, AREA_WIDTH * 0.6);
        add_blank(sheet, tr_in(listing->language, "Date: ", "日期："), AREA_WIDTH * 0.65, y,
                  AREA_WIDTH * 0.35);
    }
}

void proof_list(const struct print_job *job, struct sheet *sheet, const struct proof_places *places)
{
    struct arena *arena = arena_new();
    struct buffer sources = BUFFER_EMPTY, decisions = BUFFER_EMPTY;
    struct listing listing = {.of = job->page.provenance,
                              .language = proof_language(job),
                              .places = places,
                              .compose = {.job = job, .sheet = sheet, .arena = arena}};
    add_sources(&listing, &sources);
    add_decisions(&listing, &decisions);
    sheet_break(sheet, false);
    add_title(&listing);
    add_origin(&listing);
    add_table(&listing, &sources);
    add_heading(&listing, tr_in(listing.language, "Decisions", "所依据的评定"));
    add_table(&listing, &decisions);
    add_signatures(&listing);
    sheet_end(sheet);
    buffer_free(&sources);
    buffer_free(&decisions);
    arena_free(arena);
}
