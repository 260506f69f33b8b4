#include "core/csv.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { COLUMNS_MOST = 1024 };

/* Cells are cut out of the text where they stand: an unquoted cell is never longer than a quoted
 * one, and the separator behind a cell becomes its NUL. */
struct reader {
    const char *path;
    char *at, *end;
    int line;
    struct error *error;
};

struct cells {
    const char *list[COLUMNS_MOST];
    size_t count; /* may be more than fit into the list */
};

static int line_of(const char *bytes, size_t offset)
{
    int line = 1;
    for (size_t i = 0; i < offset; i++)
        line += bytes[i] == '\n';
    return line;
}

/* ---- The text in UTF-8 ---- */

static bool has_mark(const char *bytes, size_t size)
{
    return size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
}

static enum status fail_bytes(const char *path, const char *bytes, size_t offset,
                              struct error *error)
{
    return fail(error, STATUS_INPUT, path, line_of(bytes, offset),
                TR("neither UTF-8 nor GB18030: save the table as 'CSV UTF-8'",
                   "既非UTF-8也非GB18030：请将表格另存为“CSV UTF-8”"));
}

static char *read_gb18030(struct arena *arena, const char *path, const char *bytes, size_t size,
                          struct error *error)
{
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    if ((intptr_t)converter == -1) {
        fail(error, STATUS_FAILED, path, 0,
             TR("this system cannot read GB18030: save the table as 'CSV UTF-8'",
                "本系统不能读取GB18030：请将表格另存为“CSV UTF-8”"));
        return NULL;
    }
    size_t left = size, room = size * 2; /* two bytes give at most four */
    char *from = arena_text_of(arena, bytes, size), *text = arena_new_size(arena, room + 1);
    char *to = text;
    bool failed = iconv(converter, &from, &left, &to, &room) == (size_t)-1;
    iconv_close(converter);
    if (failed) {
        fail_bytes(path, bytes, size - left, error);
        return NULL;
    }
    *to = '\0';
    return text;
}

/* A copy of the text in UTF-8; NULL with the error filled. A file that is marked as UTF-8 is never
 * taken for anything else. */
static char *read_text(struct arena *arena, const char *path, const char *bytes, size_t size,
                       struct error *error)
{
    size_t valid = text_valid(bytes, size);
    if (valid == size)
        return arena_text_of(arena, bytes, size);
    const char *nul = memchr(bytes, '\0', size);
    if (nul) {
        fail(error, STATUS_INPUT, path, line_of(bytes, (size_t)(nul - bytes)),
             TR("the character NUL: this is no CSV; save the table as 'CSV UTF-8'",
                "含有空字符（NUL），不是CSV：请将表格另存为“CSV UTF-8”"));
        return NULL;
    }
    if (has_mark(bytes, size)) {
        fail_bytes(path, bytes, valid, error);
        return NULL;
    }
    return read_gb18030(arena, path, bytes, size, error);
}

/* ---- Rows and cells ---- */

/* Passes over what ends a row; returns whether there was one. */
static bool take_line_end(struct reader *reader)
{
    size_t size = reader->at[0] == '\n'                            ? 1
                  : reader->at[0] == '\r' && reader->at[1] == '\n' ? 2
                                                                   : 0;
    reader->at += size;
    reader->line += size > 0;
    return size > 0;
}

static enum status read_quoted(struct reader *reader, char **end)
{
    int opened = reader->line;
    char *to = reader->at++;
    while (reader->at < reader->end) {
        char c = *reader->at++;
        if (c == '"' && *reader->at != '"') {
            *end = to;
            return STATUS_OK;
        }
        reader->at += c == '"'; /* two stand for one */
        reader->line += c == '\n';
        *to++ = c;
    }
    return fail(reader->error, STATUS_INPUT, reader->path, opened,
                TR("the quote that is opened in this row is never closed: write \" at the end of "
                   "the cell",
                   "此行打开的引号没有关闭：请在单元格末尾写\""));
}

/* Reads one cell and what separates it from the next; *last says that it ends the row. */
static enum status read_cell(struct reader *reader, const char **cell, bool *last)
{
    char *end = reader->at;
    *cell = end;
    if (*reader->at == '"') {
        enum status status = read_quoted(reader, &end);
        if (status)
            return status;
    } else {
        while (*reader->at && *reader->at != ',' && *reader->at != '\n' &&
               !(reader->at[0] == '\r' && reader->at[1] == '\n'))
            reader->at++;
        end = reader->at;
    }
    int line = reader->line;
    if (*reader->at == ',') {
        reader->at++;
        *last = false;
    } else if (take_line_end(reader) || reader->at == reader->end) {
        *last = true;
    } else {
        return fail(reader->error, STATUS_INPUT, reader->path, line,
                    TR("text behind a closing quote: write \"\" for a quote within a cell",
                       "引号关闭后还有文字：单元格内的引号请写成\"\""));
    }
    *end = '\0';
    return STATUS_OK;
}

static enum status read_cells(struct reader *reader, struct cells *cells)
{
    const char *cell;
    cells->count = 0;
    for (bool last = false; !last; cells->count++) {
        enum status status = read_cell(reader, &cell, &last);
        if (status)
            return status;
        if (cells->count < COLUMNS_MOST)
            cells->list[cells->count] = cell;
    }
    return STATUS_OK;
}

static const char **keep_cells(struct arena *arena, const struct cells *cells)
{
    const char **kept = arena_array(arena, cells->count, sizeof *kept);
    memcpy(kept, cells->list, cells->count * sizeof *kept);
    return kept;
}

/* ---- The table ---- */

static bool skip_space(const char **at)
{
    const char *next = *at;
    uint32_t c = text_narrow(text_next(&next));
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
        return false;
    *at = next;
    return true;
}

static const char *trimmed(struct arena *arena, const char *text)
{
    const char *end;
    while (skip_space(&text))
        ;
    end = text;
    for (const char *at = text; *at;)
        if (!skip_space(&at)) {
            text_next(&at);
            end = at;
        }
    return arena_text_of(arena, text, (size_t)(end - text));
}

static enum status name_columns(struct arena *arena, const struct cells *cells, int line,
                                struct csv *csv, struct error *error)
{
    if (cells->count > COLUMNS_MOST)
        return fail(error, STATUS_INPUT, csv->path, line,
                    TR("more than %d columns: take out those that are not needed",
                       "超过%d列：请删去不需要的列"),
                    COLUMNS_MOST);
    csv->columns = keep_cells(arena, cells);
    for (; csv->width < cells->count; csv->width++) {
        const char *name = trimmed(arena, cells->list[csv->width]);
        if (!*name)
            return fail(error, STATUS_INPUT, csv->path, line,
                        TR("column %zu has no name: name it, or take it out",
                           "第%zu列没有名称：请命名或删去此列"),
                        csv->width + 1);
        if (csv_column(csv, name) >= 0)
            return fail(error, STATUS_INPUT, csv->path, line,
                        TR("the column '%s' is there twice: rename one, or take it out",
                           "列“%s”重复：请改名或删去其一"),
                        name);
        csv->columns[csv->width] = name;
    }
    return STATUS_OK;
}

static enum status add_row(struct arena *arena, const struct cells *cells, int line,
                           struct csv *csv, struct error *error)
{
    if (!csv->columns)
        return name_columns(arena, cells, line, csv, error);
    if (cells->count != csv->width)
        return fail(error, STATUS_INPUT, csv->path, line,
                    TR("%zu cells, but the header names %zu columns: give the row as many, and "
                       "put quotes around a cell that holds a comma",
                       "此行有%zu个单元格，而表头有%zu列：请使两者一致；含逗号的单元格须加引号"),
                    cells->count, csv->width);
    csv->rows[csv->count++] = (struct csv_row){line, keep_cells(arena, cells)};
    return STATUS_OK;
}

enum status csv_parse(struct arena *arena, const char *path, const char *bytes, size_t size,
                      struct csv *out, struct error *error)
{
    struct cells cells;
    char *text = read_text(arena, path, bytes, size, error);
    if (!text)
        return error->status;
    size = strlen(text);
    size_t lines = (size_t)line_of(text, size);
    struct reader reader = {path, text, text + size, 1, error};
    if (has_mark(text, size))
        reader.at += 3;
    *out = (struct csv){.path = path};
    out->rows = arena_array(arena, lines, sizeof *out->rows);
    while (reader.at < reader.end) {
        if (take_line_end(&reader))
            continue;
        int line = reader.line;
        enum status status = read_cells(&reader, &cells);
        if (!status)
            status = add_row(arena, &cells, line, out, error);
        if (status)
            return status;
    }
    if (!out->columns)
        return fail(error, STATUS_INPUT, path, 1,
                    TR("the table is empty: its first row must name the columns",
                       "表格为空：第一行须为列名"));
    return STATUS_OK;
}

int csv_column(const struct csv *csv, const char *name)
{
    for (size_t i = 0; i < csv->width; i++)
        if (strcmp(csv->columns[i], name) == 0)
            return (int)i;
    return -1;
}
