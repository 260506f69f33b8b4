/*
 * No message stands without both languages: reads the sources of the program, as text.
 *
 * A Chinese literal stands right behind its English one, in a TR(…) or in a row of a table. The few
 * that have no English, because they go into the record or the circular, are listed below.
 */
#include "core/buffer.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/disk.h"

#include <ctype.h>
#include <glob.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Chinese that has no English: what goes into commits and circulars, what is read and not said,
 * and what English says without a word. A NULL stands for all of a file. */
static const struct {
    const char *path, *text;
} own_chinese[] = {
    {"core/breaking.c", NULL},
    {"core/circular.h", "【待定】"},
    {"core/facts_make.c", NULL},
    {"core/load_year.c", "、"},
    {"core/page_html.c", NULL},
    {"core/page_html_part.c", NULL},
    {"core/page_html_style.c", NULL},
    {"core/page_part.c", NULL},
    {"core/page_text_place.c", NULL},
    {"core/proof_claims.c", NULL},
    {"core/proof_counts.c", NULL},
    {"core/proof_figures.c", NULL},
    {"core/proof_forms.c", NULL},
    {"core/proof_grades.c", NULL},
    {"core/proof_marks.c", NULL},
    {"core/proof_names.c", NULL},
    {"core/proof_text.c", NULL},
    {"core/page_text_table.c", "："},
    {"core/rule.c", "分"},
    {"core/rule.c", "得满分，其间按直线计算"},
    {"core/breaking.c", NULL},
    {"core/title.c", NULL},
    {"print/body.c", "·"},
    {"print/closing.c", NULL},
    {"print/docx.c", "；"},
    {"print/docx_closing.c", NULL},
    {"print/docx_end.c", NULL},
    {"print/docx_head.c", NULL},
    {"print/docx_nested.c", "　"},
    {"print/docx_section.c", "草　稿"},
    {"print/docx_style.c", NULL},
    {"print/end.c", NULL},
    {"print/head.c", NULL},
    {"print/heading.c", NULL},
    {"print/origin.c", NULL},
    {"print/paint.c", "— %zu —"},
    {"print/pdf.c", "、"},
    {"print/pdf.c", "，"},
    {"print/shape.c", NULL},
    {"print/signature.c", NULL},
    {"records/change.c", "：%s"},
    {"records/change.c", "分"},
    {"records/change.c", "自查"},
    {"records/change.c", "退回"},
    {"records/change.c", "复核通过"},
    {"records/change.c", "佐证 "},
    {"records/change_publication.c", NULL},
    {"records/change.c", "重新开启，"},
    {"records/change.c", " 申请延期至%s"},
    {"records/import.c", "退回"},
    {"records/import.c", "确认"},
    {"records/import_rectifications.c", "清单："},
    {"records/init.c", "建立记录："},
    {"records/publish.c", "\\n%s年度通报定稿\\n"},
    {"records/render.c", "："},
    {"records/waive.c", "%s年度校对放行 %s %s："},
    {"records/sync.c", "同步：合并两方的记录，本方%zu个提交，对方%zu个\\n\\nSync: merge\\n"},
    {"tui/item_draw.c", "分"},
    {"tui/keys.h", "中文"}, /* names itself, to whoever reads the other */
    {"tui/preview.c", "【待"},
    {"tui/preview.c", "定】"},
};

/* ---- reading C ---- */

enum token_kind { TOKEN_END, TOKEN_TEXT, TOKEN_WORD, TOKEN_SIGN };

struct token {
    enum token_kind kind;
    int line;
    struct buffer text; /* of adjacent literals, joined, escapes as they stand */
};

struct source {
    const char *at;
    int line;
};

static void step(struct source *source, size_t bytes)
{
    for (; bytes > 0; bytes--)
        source->line += *source->at++ == '\n';
}

/* Passes over blanks, line continuations, comments and #include. */
static void pass_over(struct source *source)
{
    for (;;) {
        const char *at = source->at, *end;
        if (isspace((unsigned char)*at) || (at[0] == '\\' && at[1] == '\n'))
            step(source, 1);
        else if (strncmp(at, "/*", 2) == 0 && (end = strstr(at + 2, "*/")))
            step(source, (size_t)(end + 2 - at));
        else if (strncmp(at, "#include", 8) == 0)
            step(source, strcspn(at, "\n"));
        else
            return;
    }
}

static void read_literal(struct source *source, char quote, struct buffer *out)
{
    step(source, 1);
    while (*source->at && *source->at != quote) {
        size_t size = *source->at == '\\' && source->at[1] ? 2 : 1;
        buffer_add_bytes(out, source->at, size);
        step(source, size);
    }
    step(source, *source->at != '\0');
}

static void next(struct source *source, struct token *token)
{
    pass_over(source);
    buffer_cut(&token->text, 0);
    token->line = source->line;
    if (*source->at == '\0') {
        token->kind = TOKEN_END;
    } else if (*source->at == '"') {
        token->kind = TOKEN_TEXT;
        for (; *source->at == '"'; pass_over(source))
            read_literal(source, '"', &token->text);
    } else if (isalnum((unsigned char)*source->at) || *source->at == '_') {
        token->kind = TOKEN_WORD;
        for (; isalnum((unsigned char)*source->at) || *source->at == '_'; step(source, 1))
            buffer_add_char(&token->text, *source->at);
    } else if (*source->at == '\'') {
        token->kind = TOKEN_SIGN;
        read_literal(source, '\'', &token->text);
    } else {
        token->kind = TOKEN_SIGN;
        buffer_add_char(&token->text, *source->at);
        step(source, 1);
    }
}

/* ---- what is found ---- */

static size_t mistakes, pairs;

static void mistake(const char *path, int line, const char *what, const char *text)
{
    mistakes++;
    fprintf(stderr, "%s:%d: %s: \"%s\"\n", path, line, what, text);
}

/* Han characters, and the punctuation that is set with them. */
static bool is_chinese(const char *text)
{
    for (uint32_t c; (c = text_next(&text));)
        if ((c >= 0x3000 && c <= 0x303F) || (c >= 0x3400 && c <= 0x9FFF) ||
            (c >= 0xFF00 && c <= 0xFFEF) || c >= 0x20000)
            return true;
    return false;
}

static bool is_listed(const char *path, const char *text)
{
    for (size_t i = 0; i < sizeof own_chinese / sizeof *own_chinese; i++)
        if (strcmp(own_chinese[i].path, path) == 0 &&
            (!own_chinese[i].text || strcmp(own_chinese[i].text, text) == 0))
            return true;
    return false;
}

/* The two texts of a TR(…). */
static void check_pair(const char *path, int line, const char *english, const char *chinese)
{
    pairs++;
    if ((!*english && !is_listed(path, chinese)) || !*chinese)
        mistake(path, line, "one language is empty", english);
    if (is_chinese(english))
        mistake(path, line, "the English text comes first", english);
    if (!is_chinese(chinese) && strcmp(english, chinese) != 0)
        mistake(path, line, "the Chinese text holds no Chinese", chinese);
}

/* Three tokens behind one another: TR( "english" , "中文", or a row of a table. */
static void check_file(const char *path, const char *text)
{
    struct source source = {text, 1};
    struct token window[5];
    for (int i = 0; i < 5; i++)
        window[i] = (struct token){.kind = TOKEN_END, .text = BUFFER_EMPTY};
    do {
        struct token oldest = window[0];
        memmove(window, window + 1, 4 * sizeof *window);
        window[4] = oldest;
        next(&source, &window[4]);
        const struct token *last = &window[4], *english = &window[2];
        if (last->kind != TOKEN_TEXT)
            continue;
        bool second = english->kind == TOKEN_TEXT && strcmp(window[3].text.bytes, ",") == 0;
        bool in_tr =
            strcmp(window[1].text.bytes, "(") == 0 &&
            (strcmp(window[0].text.bytes, "TR") == 0 || strcmp(window[0].text.bytes, "tr") == 0);
        if (second && in_tr)
            check_pair(path, last->line, english->text.bytes, last->text.bytes);
        else if (is_chinese(last->text.bytes) && !is_listed(path, last->text.bytes) &&
                 !(second && *english->text.bytes && !is_chinese(english->text.bytes)))
            mistake(path, last->line, "no English text stands before it", last->text.bytes);
    } while (window[4].kind != TOKEN_END);
    for (int i = 0; i < 5; i++)
        buffer_free(&window[i].text);
}

static void no_message_stands_without_both_languages(void **state)
{
    (void)state;
    static const char *const patterns[] = {"core/*.[ch]", "records/*.[ch]", "print/*.[ch]",
                                           "tui/*.[ch]"};
    glob_t files;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        assert_int_equal(glob(patterns[i], i ? GLOB_APPEND : 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        struct arena *arena = arena_new();
        const char *bytes;
        size_t size;
        struct error error;
        assert_int_equal(disk_read(arena, files.gl_pathv[i], &bytes, &size, &error), STATUS_OK);
        check_file(files.gl_pathv[i], bytes);
        arena_free(arena);
    }
    globfree(&files);
    assert_int_equal(mistakes, 0);
    assert_true(pairs > 500);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_message_stands_without_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
