#include "tui/proofs.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/proof.h"
#include "tui/list.h"
#include "tui/loop.h"
#include "tui/sheet.h"
#include "tui/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RULE = 20, DETAILS = 6, PLACE_SIZE = 48 };

/* A function of commit and language, and made again when either changes. */
struct proofs {
    struct review *review;
    char commit[COMMIT_SIZE];
    enum language language;
    struct arena *arena;
    struct proof proof;
    char selected[PROOF_ID_SIZE]; /* the finding's id */
    char place[PLACE_SIZE];       /* that the view below is answered */
    struct list list;
    struct error error;
};

static const struct proof_finding *selected(const struct proofs *proofs)
{
    return list_has_selection(&proofs->list) ? &proofs->proof.list[proofs->list.cursor] : NULL;
}

static void note_selected(struct proofs *proofs)
{
    const struct proof_finding *finding = selected(proofs);
    if (finding)
        memcpy(proofs->selected, finding->id, sizeof proofs->selected);
}

static void make(struct proofs *proofs)
{
    struct snapshot *snapshot = proofs->review->snapshot;
    if (strcmp(proofs->commit, snapshot->commit) == 0 && proofs->language == language_get())
        return;
    memcpy(proofs->commit, snapshot->commit, sizeof proofs->commit);
    proofs->language = language_get();
    arena_free(proofs->arena);
    proofs->arena = arena_new();
    proofs->proof = (struct proof){.arena = proofs->arena};
    proofs->error.text[0] = '\0';
    if (snapshot_proof(snapshot, &proofs->proof, &proofs->error))
        proofs->proof.count = 0;
    for (size_t i = 0; i < proofs->proof.count; i++)
        if (strcmp(proofs->proof.list[i].id, proofs->selected) == 0)
            list_select(&proofs->list, i);
}

/* ---- Drawing ---- */

static size_t count(void *context)
{
    return ((const struct proofs *)context)->proof.count;
}

static bool is_open(const struct proof_finding *finding)
{
    return !finding->waiver && !finding->rule->note;
}

static void draw_row(void *context, size_t index, struct area row, bool chosen)
{
    const struct proofs *proofs = context;
    const struct proof_finding *finding = &proofs->proof.list[index];
    unsigned style = is_open(finding) ? STYLE_BAD : STYLE_DIM;
    int rest = row.columns - PROOF_ID_SIZE - RULE - 1;
    draw_text(row.row, row.column, PROOF_ID_SIZE - 1, STYLE_DIM, finding->id);
    draw_text(row.row, row.column + PROOF_ID_SIZE, RULE, chosen ? style | STYLE_BOLD : style,
              proof_rule_words(finding->rule));
    draw_text(row.row, row.column + PROOF_ID_SIZE + RULE + 1, rest, STYLE_NORMAL, finding->excerpt);
}

static void draw_details(const struct proof_finding *finding, struct area area)
{
    struct sheet sheet = SHEET_EMPTY;
    struct scroll scroll = {0};
    struct buffer text = BUFFER_EMPTY;
    sheet.columns = area.columns;
    proof_add_finding(&text, finding);
    sheet_field(&sheet, 0, "", STYLE_NORMAL, text.bytes);
    sheet_draw(&sheet, &scroll, area);
    sheet_free(&sheet);
    buffer_free(&text);
}

static void add_sum(const struct proof *proof, struct buffer *out)
{
    if (!proof->count)
        buffer_add(out, TR("nothing was found", "未发现问题"));
    else
        buffer_format(out,
                      TR("%zu open, %zu notes, %zu waived", "待处理%zu处，提示%zu处，已放行%zu处"),
                      proof->open, proof->notes, proof->waived);
}

static void draw(struct view *view, struct area area)
{
    struct proofs *proofs = view->state;
    struct sheet sheet = SHEET_EMPTY;
    struct scroll scroll = {0};
    struct buffer text = BUFFER_EMPTY;
    make(proofs);
    bool failed = proofs->error.text[0] != '\0';
    if (!failed)
        add_sum(&proofs->proof, &text);
    sheet.columns = area.columns;
    sheet_field(&sheet, 0, "",
                failed               ? STYLE_BAD
                : proofs->proof.open ? STYLE_HEADING
                                     : STYLE_GOOD,
                failed ? proofs->error.text : text.bytes);
    sheet_draw(&sheet, &scroll, area);
    int head = (int)sheet.rows + 1;
    sheet_free(&sheet);
    buffer_free(&text);
    struct area rest = {area.row + head, area.column, area.rows - head - DETAILS, area.columns};
    list_draw(&proofs->list, rest);
    if (selected(proofs))
        draw_details(selected(proofs), (struct area){rest.row + rest.rows + 1, area.column,
                                                     DETAILS - 1, area.columns});
}

/* ---- Keys ---- */

static void title(const struct view *view, struct buffer *out)
{
    const struct proofs *proofs = view->state;
    buffer_format(out, TR("proof-reading (%zu)", "校对（%zu）"), proofs->proof.open);
}

static struct answer go(struct proofs *proofs)
{
    const struct proof_finding *finding = selected(proofs);
    if (!finding) {
        loop_say(STYLE_DIM, "%s", TR("nothing to open", "没有可打开的项"));
        return view_stay();
    }
    if (!finding->shown) {
        loop_say(STYLE_DIM,
                 TR("%s:%d: this wording is not in the draft", "%s:%d：本稿未用此处文字"),
                 finding->file, finding->line);
        return view_stay();
    }
    snprintf(proofs->place, sizeof proofs->place, "%zu %zu", finding->at, finding->end);
    return view_give(PROOFS_PLACE, proofs->place);
}

static void copy(const struct proofs *proofs)
{
    const struct proof_finding *finding = selected(proofs);
    struct buffer text = BUFFER_EMPTY;
    if (finding)
        proof_add_finding(&text, finding);
    if (finding)
        loop_copy(text.bytes);
    else
        loop_say(STYLE_DIM, "%s", TR("nothing to copy", "没有可复制的内容"));
    buffer_free(&text);
}

static struct answer handle(struct view *view, struct press press)
{
    struct proofs *proofs = view->state;
    make(proofs);
    if (list_handle(&proofs->list, press.request)) {
        note_selected(proofs);
        return view_stay();
    }
    switch (press.request) {
    case REQUEST_OPEN:
        note_selected(proofs);
        return go(proofs);
    case REQUEST_COPY:
        copy(proofs);
        return view_stay();
    default:
        return view_unhandled();
    }
}

static void close_proofs(struct view *view)
{
    struct proofs *proofs = view->state;
    arena_free(proofs->arena);
    free(proofs);
}

struct view *proofs_open(struct review *review)
{
    static const struct view_kind kind = {.screen = SCREEN_PROOF,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .close = close_proofs};
    static const struct list_rows rows = {.count = count, .draw = draw_row};
    struct proofs *proofs = memory_new(sizeof *proofs);
    *proofs = (struct proofs){.review = review, .language = language_get()};
    proofs->list = (struct list){.rows = &rows, .context = proofs};
    make(proofs);
    return view_new(&kind, proofs);
}
