/*
 * Texts of several lines, pastes and the external editor: this program starts itself again with
 * "demo" in a terminal, where Tab writes a text and F3 a line. What is given and what is kept goes
 * into files in $DEMO.
 */
#include "core/buffer.h"
#include "core/cluster.h"
#include "core/memory.h"
#include "core/text.h"
#include "tests/harness/terminal.h"
#include "tui/external.h"
#include "tui/loop.h"
#include "tui/terminal.h"
#include "tui/text_rows.h"
#include "tui/text_view.h"

#include <dirent.h>
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define UNDO "\037"

/* ---- the demo ---- */

static void demo_write(const char *name, const char *text)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", getenv("DEMO"), name);
    FILE *file = fopen(path, "w");
    if (!file || fputs(text, file) < 0 || fclose(file))
        abort();
}

static void demo_title(const struct view *view, struct buffer *out)
{
    (void)view;
    buffer_add(out, "demo");
}

static void demo_draw(struct view *view, struct area area)
{
    (void)view;
    draw_text(area.row, 0, area.columns, STYLE_NORMAL, "the demo");
}

static void demo_keep(void *context, const char *text)
{
    (void)context;
    demo_write("kept", text);
}

static struct answer demo_handle(struct view *view, struct press press)
{
    if (press.request == REQUEST_RANKING)
        abort();
    if (press.request == REQUEST_COLUMN_NEXT)
        view_ask(view, 3, "说明", "");
    if (press.request == REQUEST_COLUMN_NEXT)
        return view_stay();
    if (press.request != REQUEST_NEXT)
        return view_unhandled();
    return view_open(
        text_view_open(&(struct text_task){.question = 7,
                                           .title = "说明",
                                           .label = "评定说明",
                                           .text = getenv("BEGIN") ? getenv("BEGIN") : "",
                                           .most = 65536,
                                           .keep = demo_keep,
                                           .context = view}));
}

static struct answer demo_answered(struct view *view, int question, const char *text)
{
    (void)view;
    demo_write("given", text ? text : "");
    loop_say(STYLE_GOOD, "given %d: %zu", question, text ? strlen(text) : 0);
    return view_stay();
}

static void demo_close(struct view *view)
{
    (void)view;
}

static int demo(void)
{
    static const struct view_kind kind = {.screen = SCREEN_OVERVIEW,
                                          .title = demo_title,
                                          .draw = demo_draw,
                                          .handle = demo_handle,
                                          .answered = demo_answered,
                                          .close = demo_close};
    struct error error;
    struct loop loop = {.tick = NULL};
    terminal_set_locale();
    if (terminal_start(&error))
        return (int)error.status;
    bool ended = loop_run(&loop, view_new(&kind, NULL));
    terminal_stop();
    puts("demo is over");
    return ended ? 0 : 9;
}

/* ---- the tests ---- */

static char folder[] = "/tmp/kaoping-text-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* What stands in a file; "" where there is none. */
static const char *content(const char *name)
{
    static char bytes[70000];
    FILE *file = fopen(path_of(name), "r");
    size_t size = file ? fread(bytes, 1, sizeof bytes - 1, file) : 0;
    bytes[size] = '\0';
    if (file)
        fclose(file);
    return bytes;
}

/* How many files whose names end so are in the folder. */
static size_t count_files(const char *suffix)
{
    size_t count = 0;
    DIR *opened = opendir(folder);
    assert_non_null(opened);
    for (const struct dirent *entry; (entry = readdir(opened));) {
        const char *end = strrchr(entry->d_name, '.');
        count += end && strcmp(end, suffix) == 0;
    }
    closedir(opened);
    return count;
}

/* Runs a program that is done without a word; its exit status. */
static int run(const char *const argv[])
{
    char *words[16] = {NULL};
    int status = -1;
    for (size_t i = 0; argv[i] && i + 1 < sizeof words / sizeof *words; i++)
        words[i] = memory_text(argv[i]);
    pid_t child = fork();
    if (child == 0) {
        execvp(words[0], words);
        _exit(127);
    }
    for (size_t i = 0; words[i]; i++)
        free(words[i]);
    return child > 0 && waitpid(child, &status, 0) == child ? status : -1;
}

static struct terminal *open_with(const char *more, const char *extra, int rows, int columns)
{
    static char demo_folder[4096], temporary[4096];
    const char *const argv[] = {"/proc/self/exe", "demo", NULL};
    snprintf(demo_folder, sizeof demo_folder, "DEMO=%s", folder);
    snprintf(temporary, sizeof temporary, "TMPDIR=%s", folder);
    const char *environment[] = {demo_folder, temporary, more, extra, NULL};
    unlink(path_of("given"));
    unlink(path_of("kept"));
    struct terminal *terminal = terminal_open(argv, environment, rows, columns);
    assert_true(terminal_shows(terminal, "the demo"));
    return terminal;
}

static struct terminal *open_text(const char *more, int rows, int columns)
{
    struct terminal *terminal = open_with(more, NULL, rows, columns);
    terminal_send(terminal, "\t");
    assert_true(terminal_shows(terminal, "评定说明"));
    return terminal;
}

static void finish(struct terminal *terminal)
{
    terminal_send(terminal, SEND_F10);
    assert_int_equal(terminal_finish(terminal), 0);
}

/* Ends the text, which must be this, and the demo. */
static void give(struct terminal *terminal, const char *expected)
{
    terminal_send(terminal, SEND_F2);
    assert_true(terminal_shows(terminal, "given 7"));
    assert_string_equal(content("given"), expected);
    finish(terminal);
}

static void a_text_of_several_lines_is_given_to_the_view_below(void **state)
{
    (void)state;
    struct terminal *terminal = open_text("BEGIN=优良天数", 24, 80);
    assert_true(terminal_cursor_at(terminal, 2, 8));
    terminal_send(terminal, "L？q\r二" SEND_UP "！");
    assert_true(terminal_row_is(terminal, 2, "优！良天数L？q"));
    assert_true(terminal_row_is(terminal, 3, "二"));
    assert_true(terminal_cursor_at(terminal, 2, 4));
    assert_true(terminal_shows(terminal, "第1行第3字，共9字"));
    assert_true(terminal_shows(terminal, "F2 写完"));
    terminal_send(terminal, "\033");
    assert_true(terminal_shows(terminal, "given 7"));
    assert_string_equal(content("given"), "优！良天数L？q\n二");
    finish(terminal);
}

static void rows_are_wrapped_and_the_caret_reaches_everything(void **state)
{
    (void)state;
    struct terminal *terminal = open_text("LANG=C.UTF-8", 16, 60);
    for (int i = 0; i < 29; i++)
        terminal_send(terminal, "长");
    assert_true(terminal_cursor_at(terminal, 2, 58)); /* the last column but one */
    terminal_send(terminal, "，");
    assert_true(terminal_row_is(terminal, 3, "长，"));
    assert_true(terminal_cursor_at(terminal, 3, 4));
    terminal_send(terminal, SEND_HOME);
    assert_true(terminal_cursor_at(terminal, 3, 0));
    terminal_send(terminal, SEND_LEFT);
    assert_true(terminal_cursor_at(terminal, 2, 54));
    terminal_send(terminal, SEND_END); /* behind the last of the row: the same place as 3, 0 */
    assert_true(terminal_cursor_at(terminal, 2, 56));
    terminal_send(terminal, SEND_DOWN SEND_END "     ");
    assert_true(terminal_cursor_at(terminal, 3, 9));
    terminal_send(terminal, SEND_UP);
    assert_true(terminal_cursor_at(terminal, 2, 8));
    for (int i = 0; i < 20; i++)
        terminal_send(terminal, "\r");
    assert_true(terminal_cursor_at(terminal, 12, 0)); /* above the line of keys */
    terminal_send(terminal, SEND_PAGE_UP SEND_PAGE_UP SEND_PAGE_UP);
    assert_true(terminal_cursor_at(terminal, 2, 0));
    terminal_send(terminal, UNDO UNDO);
    terminal_resize(terminal, 24, 100);
    assert_true(terminal_shows(terminal, "F4 外部编辑器"));
    terminal_send(terminal, SEND_F2);
    assert_true(terminal_shows(terminal, "given 7"));
    finish(terminal);
}

/* Every position of a text has a place, no two but at a break the same, and is found there again.
 */
static void places_and_positions_agree(void **state)
{
    (void)state;
    static const char text[] =
        "　　四平市（2020年）优良天数比例为89.8%，  ab   cd\n\n👨\u200D👩\u200D👧e\u0301好。"
        "internationally    \n";
    for (size_t columns = 8; columns < 60; columns++) {
        struct text_rows rows = text_rows_make(text, columns);
        for (size_t at = 0, end = 0; !end; at = cluster_next(text, at)) {
            end = text[at] == '\0';
            struct text_place place = text_rows_place(&rows, at, false);
            const struct text_row *row = &rows.rows[place.row];
            bool behind;
            assert_true(place.column <= columns && place.row < rows.count);
            assert_true(at >= row->begin && at <= row->begin + row->step);
            size_t found = text_rows_caret(&rows, place, &behind);
            assert_true(found <= at || place.column == columns);
            struct text_place again = text_rows_place(&rows, found, behind);
            assert_true(again.row == place.row && again.column <= place.column);
        }
        text_rows_free(&rows);
    }
    struct text_rows rows = text_rows_make("", 10);
    assert_int_equal(rows.count, 1);
    text_rows_free(&rows);
}

static void up_and_down_keep_the_column(void **state)
{
    (void)state;
    struct terminal *terminal = open_text("BEGIN=一二三四五\n短\n六七八九十", 24, 80);
    terminal_send(terminal, SEND_UP);
    assert_true(terminal_cursor_at(terminal, 3, 2));
    terminal_send(terminal, SEND_UP);
    assert_true(terminal_cursor_at(terminal, 2, 10));
    terminal_send(terminal, SEND_LEFT SEND_DOWN SEND_DOWN);
    assert_true(terminal_cursor_at(terminal, 4, 8));
    terminal_send(terminal, "x" SEND_UP SEND_UP SEND_UP "y");
    assert_true(terminal_row_is(terminal, 2, "一二三四y五"));
    give(terminal, "一二三四y五\n短\n六七八九x十");
}

static void a_paste_is_one_step_and_acts_as_no_key(void **state)
{
    (void)state;
    struct terminal *terminal = open_text("LANG=C.UTF-8", 24, 80);
    terminal_send(terminal, "前");
    terminal_paste(terminal, "一\r\n二\033[31m\x01\t三\u202E\033q\r四");
    assert_true(terminal_row_is(terminal, 4, "四"));
    assert_true(terminal_row_is(terminal, 3, "二[31m 三q"));
    terminal_send(terminal, UNDO);
    assert_true(terminal_row_is(terminal, 2, "前"));
    terminal_send(terminal, "\022" SEND_F2);
    assert_true(terminal_shows(terminal, "given 7"));
    assert_string_equal(content("given"), "前一\n二[31m 三q\n四");
    terminal_paste(terminal, "9\t\r" SEND_F3 "\033q");
    assert_true(terminal_shows(terminal, "粘贴的内容未使用"));
    terminal_send(terminal, SEND_F3);
    assert_true(terminal_shows(terminal, "说明"));
    terminal_paste(terminal, "8\r9.5\r\n");
    assert_true(terminal_shows(terminal, "8 9.5"));
    terminal_send(terminal, "\r");
    assert_true(terminal_shows(terminal, "given 3"));
    assert_string_equal(content("given"), "8 9.5");
    finish(terminal);
}

static void a_paste_may_come_in_any_parts_and_be_long(void **state)
{
    (void)state;
    static const char whole[] = "\033[200~四平\r\033[201~";
    for (size_t split = 2; split < sizeof whole - 1; split++) {
        struct terminal *terminal = open_text("LANG=C.UTF-8", 24, 80);
        terminal_send_bytes(terminal, whole, split);
        terminal_idle(terminal, 40);
        terminal_send(terminal, whole + split);
        terminal_send(terminal, "x");
        assert_true(terminal_row_is(terminal, 3, "x"));
        give(terminal, "四平\nx");
    }
    struct buffer text = BUFFER_EMPTY;
    while (text.size < 65000)
        buffer_add(&text, "优良天数比例，");
    struct terminal *terminal = open_text("LANG=C.UTF-8", 24, 80);
    terminal_paste(terminal, text.bytes);
    assert_true(terminal_shows(terminal, "共"));
    terminal_send(terminal, SEND_HOME "x");
    terminal_paste(terminal, text.bytes); /* no room for it twice */
    assert_true(terminal_shows(terminal, "放不下"));
    terminal_send(terminal, UNDO);
    give(terminal, text.bytes);
    buffer_free(&text);
}

static void a_paste_too_large_is_refused_whole(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    while (text.size < 200000)
        buffer_add(&text, "123456789\r");
    struct terminal *terminal = open_text("LANG=C.UTF-8", 24, 80);
    terminal_paste(terminal, text.bytes);
    assert_true(terminal_shows(terminal, "放不下"));
    terminal_send(terminal, "好");
    give(terminal, "好");
    buffer_free(&text);
}

static void a_paste_without_end_ends_by_itself(void **state)
{
    (void)state;
    struct terminal *terminal = open_text("LANG=C.UTF-8", 24, 80);
    terminal_send(terminal, "\033[200~没有结尾");
    assert_true(terminal_row_is(terminal, 2, "没有结尾"));
    terminal_send(terminal, "的");
    give(terminal, "没有结尾的");
}

/* Whether a paste into what follows the demo still comes in brackets. */
static void brackets_are_off_however_it_ends(void **state)
{
    (void)state;
    static const char *const ways[] = {SEND_F10, SEND_F8, "\032"}; /* left, crashed, suspended */
    char self[4096], demo_folder[4096];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);
    assert_true(size > 0);
    self[size] = '\0';
    snprintf(demo_folder, sizeof demo_folder, "DEMO=%s", folder);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        static const char script[] = "set -m; \"$0\" demo; printf 'over'; cat -v";
        const char *const argv[] = {"bash", "-c", script, self, NULL};
        const char *const environment[] = {demo_folder, NULL};
        struct terminal *terminal = terminal_open(argv, environment, 24, 80);
        assert_true(terminal_shows(terminal, "the demo"));
        terminal_send(terminal, ways[i]);
        assert_true(terminal_shows(terminal, "over"));
        terminal_paste(terminal, "plain\n");
        assert_true(terminal_shows(terminal, "plain"));
        assert_false(terminal_has(terminal, "200~"));
        terminal_hang_up(terminal);
        terminal_finish(terminal);
    }
}

static void keys_with_alt_do_nothing_outside_a_text(void **state)
{
    (void)state;
    struct terminal *terminal = open_with("LANG=C.UTF-8", NULL, 24, 80);
    terminal_send(terminal, "\033q");
    assert_true(terminal_shows(terminal, "Alt-q"));
    terminal_send(terminal, "\033[1;5D");
    assert_true(terminal_shows(terminal, "Ctrl-左"));
    terminal_send(terminal, "\t");
    assert_true(terminal_shows(terminal, "评定说明"));
    terminal_send(terminal, "ab cd\033b\033[1;5D1\033f2\033[1;5C3\033\177");
    give(terminal, "1ab ");
}

/* ---- Chinese in parts ---- */

static void assert_typed_in_parts(const char *locale, const char *path, const char *bytes,
                                  const char *expected)
{
    for (size_t split = 1; split < strlen(bytes); split++) {
        struct terminal *terminal = open_with(locale, path, 24, 80);
        terminal_send(terminal, SEND_F3);
        terminal_idle(terminal, 10);
        terminal_send_bytes(terminal, bytes, split);
        terminal_idle(terminal, 10);
        terminal_send(terminal, bytes + split);
        terminal_send(terminal, "\r");
        assert_true(terminal_shows(terminal, "given 3"));
        assert_string_equal(content("given"), expected);
        finish(terminal);
    }
}

static void chinese_comes_in_any_parts_and_invalid_bytes_lose_no_key(void **state)
{
    (void)state;
    assert_typed_in_parts("LANG=C.UTF-8", NULL, "四😀a平", "四😀a平");
    assert_typed_in_parts("LANG=C.UTF-8", NULL, "\xE5\xFFz\xB9y\xF0\x9F\x98好", "zy好");
}

static void the_same_in_gb18030(void **state)
{
    (void)state;
    char path[4096];
    snprintf(path, sizeof path, "%s/zh_CN.GB18030", folder);
    const char *const argv[] = {"localedef", "--quiet", "-i", "zh_CN", "-f", "GB18030", path, NULL};
    if (run(argv) != 0)
        skip(); /* Debian's package locales is not there */
    snprintf(path, sizeof path, "LOCPATH=%s", folder);
    /* 四, 㐀 (four bytes), a, 平 */
    assert_typed_in_parts("LC_ALL=zh_CN.GB18030", path,
                          "\xCB\xC4\x81\x39\xEE\x39"
                          "a\xC6\xBD",
                          "四㐀a平");
    assert_typed_in_parts("LC_ALL=zh_CN.GB18030", path, "\xFFz\x81\x31jk\xCB\xC4", "z1jk四");
}

/* ---- the external editor ---- */

static void assert_words(const char *command, const char *expected)
{
    struct arena *arena = arena_new();
    struct buffer shown = BUFFER_EMPTY;
    char **words = external_words(arena, command);
    for (size_t i = 0; words && words[i]; i++)
        buffer_format(&shown, "<%s>", words[i]);
    assert_string_equal(shown.bytes, expected);
    buffer_free(&shown);
    arena_free(arena);
}

static void a_command_is_parted_as_a_shell_would(void **state)
{
    (void)state;
    assert_words("vim", "<vim>");
    assert_words("  emacs\t-nw  ", "<emacs><-nw>");
    assert_words("'my editor' -c \"set tw=0\" a\\ b ''", "<my editor><-c><set tw=0><a b><>");
    assert_words("\"a\\\"b\\c\" 'd\\e'x", "<a\"b\\c><d\\ex>");
    assert_words("a;b $(c) `d` >e", "<a;b><$(c)><`d`><>e>");
    assert_words("a", "<a>");
    assert_words("", "");
    assert_words("  ", "");
    assert_words("vim 'a", "");
}

/* Makes an editor of a shell script; $1 is the file. */
static const char *editor_of(const char *script)
{
    static char variable[4096];
    FILE *file = fopen(path_of("my editor"), "w");
    assert_non_null(file);
    assert_true(fprintf(file, "#!/bin/sh\n%s\n", script) > 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path_of("my editor"), 0700), 0);
    snprintf(variable, sizeof variable, "VISUAL='%s/my editor'", folder);
    return variable;
}

static struct terminal *edit_with(const char *script)
{
    struct terminal *terminal = open_with(editor_of(script), "EDITOR=false", 24, 80);
    terminal_send(terminal, "\t");
    assert_true(terminal_shows(terminal, "评定说明"));
    terminal_send(terminal, "原文\r二" SEND_F4);
    return terminal;
}

static void the_persons_editor_changes_the_text(void **state)
{
    (void)state;
    struct terminal *terminal =
        edit_with("stat -c %a \"$1\" >${1%/*}/mode; cp \"$1\" ${1%/*}/was; cp ${1%/*}/kept "
                  "${1%/*}/before; printf '新\\033的\\r\\n文字\\n' >\"$1\"");
    assert_true(terminal_shows(terminal, "已取回外部编辑器的文字"));
    assert_true(terminal_row_is(terminal, 3, "文字"));
    assert_string_equal(content("mode"), "600\n");
    assert_string_equal(content("was"), "原文\n二\n");
    assert_string_equal(content("before"), "原文\n二");
    terminal_send(terminal, UNDO);
    assert_true(terminal_row_is(terminal, 3, "二"));
    terminal_send(terminal, "\022x");
    give(terminal, "新的\n文字x");
    assert_int_equal(count_files(".md"), 0);
}

static void whatever_it_returns_the_text_is_safe(void **state)
{
    (void)state;
    static const struct {
        const char *script, *said, *text;
    } cases[] = {
        {"exit 3", "以出错状态结束；文字未变", "原文\n二"},
        {"kill -9 $$", "被信号终止；文字未变", "原文\n二"},
        {"echo x >\"$1\"; exit 1", "以出错状态结束；文字未变，结果在", "原文\n二"},
        {"printf 'a\\377b' >\"$1\"", "的结果不是UTF-8编码；文字未变", "原文\n二"},
        {"printf 'a\\000b' >\"$1\"", "的结果不是UTF-8编码；文字未变", "原文\n二"},
        {"head -c 70000 /dev/zero | tr '\\0' a >\"$1\"", "的结果过长；文字未变", "原文\n二"},
        {"rm \"$1\"", "的结果文件无法读取；文字未变", "原文\n二"},
        {"rm \"$1\"; mkdir \"$1\"; trap 'rmdir \"$1\"' 0", "的结果文件无法读取；文字未变",
         "原文\n二"},
        {"rm \"$1\"; ln -s /etc/passwd \"$1\"", "的结果文件无法读取；文字未变", "原文\n二"},
        {": >\"$1\"; touch -d @1 \"$1\"", "已取回", ""},
        {": >\"$1\"", "已取回", ""},
        {":", "文字未变", "原文\n二"},
        {"mv \"$1\" \"$1.1\"; echo 另存 >\"$1\"; rm \"$1.1\"", "已取回", "另存"},
        {"kill -INT -$(ps -o pgid= $$ | tr -d ' ') $$; sleep 5", "被信号终止；文字未变",
         "原文\n二"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct terminal *terminal = edit_with(cases[i].script);
        assert_true(terminal_shows(terminal, cases[i].said));
        give(terminal, cases[i].text);
    }
    struct terminal *terminal = open_with("VISUAL=", NULL, 24, 80);
    terminal_send(terminal, "\t" SEND_F4);
    assert_true(terminal_shows(terminal, "未设置外部编辑器"));
    give(terminal, "");
    terminal = open_with("EDITOR=/nowhere/vi", "VISUAL=", 24, 80);
    terminal_send(terminal, "\tx" SEND_F4);
    assert_true(terminal_shows(terminal, "未能启动，请检查VISUAL、EDITOR；文字未变"));
    give(terminal, "x");
}

static void the_editor_has_the_terminal_as_it_was(void **state)
{
    (void)state;
    struct terminal *terminal =
        edit_with("stty -a | grep -q ' icanon' && printf 'cooked '; trap 'exit 5' INT; read a; "
                  "echo \"$a\" >\"$1\"");
    assert_true(terminal_shows(terminal, "cooked"));
    assert_false(terminal_alternate(terminal));
    terminal_send(terminal, "新文\n");
    assert_true(terminal_shows(terminal, "已取回"));
    assert_true(terminal_alternate(terminal));
    terminal_paste(terminal, "贴\r");
    give(terminal, "新文贴\n");
    terminal = edit_with("trap 'exit 5' INT; printf cooked; read a");
    assert_true(terminal_shows(terminal, "cooked"));
    terminal_send(terminal, "\003"); /* Ctrl-C goes to both */
    assert_true(terminal_shows(terminal, "以出错状态结束"));
    give(terminal, "原文\n二");
}

static void a_hang_up_or_an_end_during_the_editor_loses_nothing(void **state)
{
    (void)state;
    static const int signals[] = {SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct terminal *terminal = edit_with("printf waits; exec sleep 60");
        assert_true(terminal_shows(terminal, "waits"));
        assert_string_equal(content("kept"), "原文\n二");
        terminal_signal(terminal, signals[i]);
        assert_true(terminal_shows(terminal, "demo is over"));
        assert_int_equal(terminal_finish(terminal), 9);
        assert_string_equal(content("kept"), "原文\n二");
    }
    struct terminal *terminal = edit_with("printf waits; exec sleep 60");
    assert_true(terminal_shows(terminal, "waits"));
    terminal_hang_up(terminal);
    assert_int_equal(terminal_finish(terminal), 9);
    assert_string_equal(content("kept"), "原文\n二");
}

static void the_editor_is_suspended_with_the_program(void **state)
{
    (void)state;
    char self[4096], demo_folder[4096];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);
    assert_true(size > 0);
    self[size] = '\0';
    snprintf(demo_folder, sizeof demo_folder, "DEMO=%s", folder);
    const char *const argv[] = {"bash", "--norc", "--noediting", "-i", NULL};
    const char *const environment[] = {"PS1=ready>", demo_folder,
                                       editor_of("printf 'reads '; read a; echo $a >\"$1\""), NULL};
    struct terminal *terminal = terminal_open(argv, environment, 24, 80);
    assert_true(terminal_shows(terminal, "ready>"));
    terminal_send(terminal, self);
    terminal_send(terminal, " demo\n");
    assert_true(terminal_shows(terminal, "the demo"));
    terminal_send(terminal, "\t" SEND_F4);
    assert_true(terminal_shows(terminal, "reads"));
    terminal_send(terminal, "\032");
    assert_true(terminal_shows(terminal, "Stopped"));
    terminal_send(terminal, "fg\n");
    assert_true(terminal_shows(terminal, "demo\n"));
    terminal_send(terminal, "abc\n");
    assert_true(terminal_shows(terminal, "已取回"));
    terminal_send(terminal, SEND_F2 SEND_F10);
    assert_true(terminal_shows(terminal, "demo is over"));
    terminal_send(terminal, "exit 0\n");
    assert_int_equal(terminal_finish(terminal), 0);
    assert_string_equal(content("given"), "abc");
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    const char *const argv[] = {"rm", "-rf", folder, NULL};
    return run(argv);
}

int main(int count, char **words)
{
    if (count > 1 && strcmp(words[1], "demo") == 0)
        return demo();
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_of_several_lines_is_given_to_the_view_below),
        cmocka_unit_test(rows_are_wrapped_and_the_caret_reaches_everything),
        cmocka_unit_test(places_and_positions_agree),
        cmocka_unit_test(up_and_down_keep_the_column),
        cmocka_unit_test(a_paste_is_one_step_and_acts_as_no_key),
        cmocka_unit_test(a_paste_may_come_in_any_parts_and_be_long),
        cmocka_unit_test(a_paste_too_large_is_refused_whole),
        cmocka_unit_test(a_paste_without_end_ends_by_itself),
        cmocka_unit_test(brackets_are_off_however_it_ends),
        cmocka_unit_test(keys_with_alt_do_nothing_outside_a_text),
        cmocka_unit_test(chinese_comes_in_any_parts_and_invalid_bytes_lose_no_key),
        cmocka_unit_test(the_same_in_gb18030),
        cmocka_unit_test(a_command_is_parted_as_a_shell_would),
        cmocka_unit_test(the_persons_editor_changes_the_text),
        cmocka_unit_test(whatever_it_returns_the_text_is_safe),
        cmocka_unit_test(the_editor_has_the_terminal_as_it_was),
        cmocka_unit_test(a_hang_up_or_an_end_during_the_editor_loses_nothing),
        cmocka_unit_test(the_editor_is_suspended_with_the_program),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
