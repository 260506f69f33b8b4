#include "tui/change.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/moment.h"
#include "core/text.h"
#include "records/history.h"
#include "tui/loop.h"
#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>

enum { LABEL = 14 /* columns of the labels */, SIGN = 2 };

/* A commit never changes, so what was read of it is kept; the words are made for each drawing. */
struct change_view {
    struct review *review;
    struct arena *arena;
    const struct commit_change *change; /* NULL where it could not be read */
    struct buffer raw;                  /* as git shows it, once it was asked for */
    bool is_raw;
    struct scroll scroll;
    struct error trouble; /* why it could not be read; text "" for nothing */
};

/* ---- a difference on a sheet ---- */

static unsigned style_of(enum difference_sign sign)
{
    switch (sign) {
    case DIFFERENCE_CAME:
        return STYLE_GOOD;
    case DIFFERENCE_GONE:
        return STYLE_BAD;
    case DIFFERENCE_CHANGED:
        return STYLE_CHANGED;
    case DIFFERENCE_KEPT:
        break;
    }
    return STYLE_NORMAL;
}

static void add_line(struct sheet *sheet, int column, const struct difference_line *line)
{
    unsigned style = style_of(line->sign);
    char sign = (char)line->sign;
    struct buffer label = BUFFER_EMPTY;
    int at = column + SIGN;
    text_add_safe(&label, line->label);
    sheet_row(sheet);
    sheet_put(sheet, column, style, &sign, 1);
    if (label.size) {
        sheet_put(sheet, at, STYLE_LABEL, label.bytes, label.size);
        at += (int)text_width(label.bytes) + 1;
    }
    int usual = column + SIGN + LABEL;
    sheet_wrap(sheet, at > usual ? at : usual, style, line->text);
    buffer_free(&label);
}

void change_add_difference(struct sheet *sheet, int column, const struct difference *difference)
{
    for (size_t i = 0; i < difference->count; i++)
        add_line(sheet, column, &difference->lines[i]);
}

/* ---- in words ---- */

static void add_commit(struct sheet *sheet, const struct log_entry *entry)
{
    struct buffer text = BUFFER_EMPTY;
    sheet_field(sheet, LABEL, TR("subject", "标题"), STYLE_BOLD, entry->subject);
    buffer_format(&text, "%s <%s>", entry->author, entry->mail);
    sheet_field(sheet, LABEL, TR("author", "作者"), STYLE_NORMAL, text.bytes);
    buffer_cut(&text, 0);
    moment_add(&text, entry->when, entry->offset);
    sheet_field(sheet, LABEL, TR("time", "时间"), STYLE_NORMAL, text.bytes);
    sheet_field(sheet, LABEL, TR("commit", "提交"), STYLE_NORMAL, entry->commit);
    buffer_free(&text);
}

static void add_signature(struct sheet *sheet, const struct commit_change *change)
{
    struct buffer text = BUFFER_EMPTY;
    if (*change->unsound)
        buffer_format(&text, TR("not valid: %s", "无效：%s"), change->unsound);
    else if (*change->fingerprint)
        buffer_format(&text, TR("signed %s", "已签名 %s"), change->fingerprint);
    else
        buffer_add(&text, TR("not signed", "未签名"));
    sheet_field(sheet, LABEL, TR("signature", "签名"), *change->unsound ? STYLE_BAD : STYLE_NORMAL,
                text.bytes);
    buffer_free(&text);
}

/* By their names, as far as this year has them. */
static void add_place(struct sheet *sheet, const struct assessment *assessment,
                      const struct log_entry *entry)
{
    const struct jurisdiction *whose = assessment_jurisdiction(assessment, entry->jurisdiction);
    const struct item *item = assessment_item(assessment, entry->item);
    sheet_field(sheet, LABEL, TR("jurisdiction", "考评对象"), STYLE_NORMAL,
                whose ? whose->name : entry->jurisdiction);
    sheet_field(sheet, LABEL, TR("item", "考评项"), STYLE_NORMAL, item ? item->name : entry->item);
}

static void add_path(struct sheet *sheet, const struct commit_change *change,
                     const struct changed_file *file)
{
    struct buffer path = BUFFER_EMPTY;
    if (change->contents)
        buffer_add(&path, !file->old ? "+ " : !file->new ? "- " : "~ ");
    buffer_add(&path, file->path);
    sheet_row(sheet);
    sheet_wrap(sheet, 0, change->contents ? STYLE_HEADING : STYLE_NORMAL, path.bytes);
    buffer_free(&path);
}

static void add_file(struct sheet *sheet, const struct assessment *assessment,
                     const struct changed_file *file)
{
    struct difference difference = {.arena = arena_new()};
    difference_file(&difference, assessment, file->path, (struct bytes){file->old, file->old_size},
                    (struct bytes){file->new, file->new_size});
    change_add_difference(sheet, 0, &difference);
    arena_free(difference.arena);
}

static void add_files(struct sheet *sheet, const struct assessment *assessment,
                      const struct commit_change *change)
{
    struct buffer note = BUFFER_EMPTY;
    if (change->parents > 1)
        buffer_add(&note, TR("A merge: what follows is new to its first parent. ",
                             "合并提交：以下为相对其第一父提交的变化。"));
    if (!change->file_count)
        buffer_add(&note, TR("It changed no file.", "未改动任何文件。"));
    if (!change->contents)
        buffer_format(&note, TR("It changed %zu files:", "改动%zu个文件："), change->file_count);
    if (note.size) {
        sheet_row(sheet);
        sheet_row(sheet);
        sheet_wrap(sheet, 0, STYLE_WAITING, note.bytes);
    }
    buffer_free(&note);
    for (size_t i = 0; i < change->file_count; i++) {
        if (i == 0 || change->contents)
            sheet_row(sheet);
        add_path(sheet, change, &change->files[i]);
        if (change->contents)
            add_file(sheet, assessment, &change->files[i]);
    }
}

/* ---- as git shows it ---- */

static unsigned raw_style(const char *line)
{
    return *line == '+'                     ? STYLE_GOOD
           : *line == '-'                   ? STYLE_BAD
           : strncmp(line, "@@", 2) == 0    ? STYLE_LABEL
           : strncmp(line, "diff ", 5) == 0 ? STYLE_HEADING
                                            : STYLE_NORMAL;
}

static void add_raw(struct sheet *sheet, const struct buffer *raw)
{
    for (const char *at = raw->bytes; *at;) {
        size_t size = strcspn(at, "\n");
        char *line = memory_new(size + 1);
        memcpy(line, at, size);
        line[size] = '\0';
        sheet_row(sheet);
        sheet_wrap(sheet, 0, raw_style(line), line);
        free(line);
        at += size + (at[size] == '\n');
    }
}

static void read_raw(struct change_view *view)
{
    if (!view->raw.size && view->change)
        history_raw(view->review->record, view->change->entry.commit, &view->raw, &view->trouble);
}

/* ---- the view ---- */

static void title(const struct view *view, struct buffer *out)
{
    const struct change_view *change = view->state;
    buffer_format(out, "%.7s", change->change ? change->change->entry.commit : "");
    if (change->is_raw)
        buffer_add(out, TR(" raw", " 原始提交"));
}

static void draw(struct view *view, struct area area)
{
    struct change_view *state = view->state;
    const struct assessment *assessment = state->review->snapshot->assessment;
    struct sheet sheet = SHEET_EMPTY;
    sheet.columns = area.columns;
    sheet_field(&sheet, 0, "", STYLE_BAD, state->trouble.text);
    if (state->change && state->is_raw) {
        add_raw(&sheet, &state->raw);
    } else if (state->change) {
        add_commit(&sheet, &state->change->entry);
        add_signature(&sheet, state->change);
        add_place(&sheet, assessment, &state->change->entry);
        add_files(&sheet, assessment, state->change);
    }
    sheet_draw(&sheet, &state->scroll, area);
    sheet_free(&sheet);
}

static struct answer handle(struct view *view, struct press press)
{
    struct change_view *state = view->state;
    if (press.request == REQUEST_COPY && state->change) {
        loop_copy(state->change->entry.commit);
        return view_stay();
    }
    if (press.request != REQUEST_RAW)
        return scroll_handle(&state->scroll, press.request) ? view_stay() : view_unhandled();
    state->is_raw = !state->is_raw;
    state->scroll.top = 0;
    if (state->is_raw)
        read_raw(state);
    return view_stay();
}

static void close_change(struct view *view)
{
    struct change_view *state = view->state;
    buffer_free(&state->raw);
    arena_free(state->arena);
    free(state);
}

struct view *change_open(struct review *review, const char *commit)
{
    static const struct view_kind kind = {.screen = SCREEN_CHANGE,
                                          .title = title,
                                          .draw = draw,
                                          .handle = handle,
                                          .close = close_change};
    struct change_view *state = memory_new(sizeof *state);
    *state = (struct change_view){
        .review = review, .arena = arena_new(), .raw = BUFFER_EMPTY, .trouble = {.text = ""}};
    if (history_change(review->record, state->arena, commit, &state->change, &state->trouble))
        state->change = NULL;
    return view_new(&kind, state);
}
