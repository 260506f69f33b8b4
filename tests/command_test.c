/* The command line on the real template: what a person types, what is said, what git then holds. */
#include "core/language.h"
#include "core/memory.h"
#include "records/snapshot.h"
#include "records/write.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_SIZE = 512 };

static char folder[PATH_SIZE]; /* of everything that the tests write */
static char *output;           /* of the last command */
static char *errors;

/* ---- Running commands ---- */

static char *read_file(const char *name)
{
    char path[PATH_SIZE * 2], *bytes = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    if (getdelim(&bytes, &size, '\0', file) < 0)
        *bytes = '\0';
    fclose(file);
    return bytes;
}

/* Runs a line of shell in the folder, where $k is the program, and returns its exit status. */
static int run(const char *format, ...) __attribute__((format(printf, 1, 2)));
static int run(const char *format, ...)
{
    char line[4096], whole[8192];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    snprintf(whole, sizeof whole, "cd '%s' && { %s\n} >.out 2>.err </dev/null", folder, line);
    int status = system(whole); /* NOLINT(cert-env33-c): the lines are the tests' own */
    free(output);
    free(errors);
    output = read_file(".out");
    errors = read_file(".err");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("'%s' is not in:\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("'%s' is in:\n%s", part, text);
}

/* The line is refused with this status and one line on stderr that has the part, and main stands
 * where it stood. */
static void assert_refused(int status, const char *part, const char *line)
{
    run("git -C r rev-parse main");
    char *before = memory_text(output);
    int got = run("%s", line);
    if (got != status)
        fail_msg("%s: exit %d, not %d: %s%s", line, got, status, output, errors);
    assert_contains(errors, part);
    assert_int_equal(strncmp(errors, "kaoping: ", 9), 0);
    assert_ptr_equal(strchr(errors, '\n'), errors + strlen(errors) - 1);
    assert_string_equal(output, "");
    run("git -C r rev-parse main");
    assert_string_equal(output, before);
    free(before);
}

static void assert_runs(const char *line)
{
    int status = run("%s", line);
    if (status)
        fail_msg("%s: exit %d: %s", line, status, errors);
}

/* A fresh copy of the complete sample, as r. */
static int copy_record(void **state)
{
    (void)state;
    return run("rm -rf r .local && cp -a complete r"); /* .local has seen the last r */
}

static int make_folder(void **state)
{
    char here[PATH_SIZE];
    const char *program = getenv("KAOPING_PROGRAM");
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/kaoping-command-XXXXXX");
    if (!mkdtemp(folder) || !getcwd(here, sizeof here))
        return -1;
    program = program ? program : "build/kaoping";
    char path[PATH_SIZE * 2];
    snprintf(path, sizeof path, "%s%s%s", *program == '/' ? "" : here, *program == '/' ? "" : "/",
             program);
    setenv("k", path, 1);
    setenv("KAOPING_LANG", "en", 1);
    setenv("KAOPING_RECORD", "r", 1);
    setenv("HOME", folder, 1);
    setenv("GIT_AUTHOR_NAME", "王芳", 1);
    setenv("GIT_AUTHOR_EMAIL", "wangfang@example.org", 1);
    /* Packed, so that the copies are cheap. */
    int status = run("\"$k\" init complete --from jilin-2020 --sample=complete && "
                     "git -C complete repack -adq && git -C complete prune-packed");
    if (status)
        fprintf(stderr, "init: exit %d: %s\n", status, errors);
    return status;
}

static int remove_folder(void **state)
{
    (void)state;
    int status = run("cd / && rm -rf '%s'/* '%s'/.cache '%s'/.gitconfig '%s'/.local", folder,
                     folder, folder, folder);
    free(output);
    free(errors);
    char path[PATH_SIZE * 2];
    snprintf(path, sizeof path, "%s/.out", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/.err", folder);
    unlink(path);
    return rmdir(folder) || status;
}

/* ---- The complete sample ---- */

static void the_score_gives_the_circular_s_order(void **state)
{
    (void)state;
    assert_runs("\"$k\" score --csv | cut -d, -f2,6 | tr '\\n' ' '");
    assert_string_equal(output, "jurisdiction,grade siping,一等 baishan,一等 changchun,一等 "
                                "songyuan,一等 jilin,二等 liaoyuan,二等 yanbian,二等 "
                                "changbaishan,二等 tonghua,二等 baicheng,二等 meihekou,二等 ");
}

static void a_final_circular_carries_its_figures_in_every_format(void **state)
{
    static const char *const figures[] = {
        "89.8%",
        "9.8个百分点",
        "中央督察19项",
        "专项督察17项",
        "省级督察87项",
        "评为一等单位的有4个，依次是四平市政府、白山市政府、长春市政府、松原市政府；"};
    static const char *const formats[] = {"md", "html", "text"};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        run("\"$k\" render --format %s -o one.%s && \"$k\" render --format %s >two", formats[i],
            formats[i], formats[i]);
        assert_string_equal(errors, "");
        assert_int_equal(run("cmp one.%s two", formats[i]), 0);
        /* lines are broken anywhere, and a page's figures are links */
        assert_int_equal(run("tr -d '\\n ' <two | sed 's/<[^>]*>//g'"), 0);
        for (size_t j = 0; j < sizeof figures / sizeof *figures; j++)
            assert_contains(output, figures[j]);
        assert_lacks(output, "待定");
    }
    assert_runs("grep -c '<html' one.html");
}

static void a_figure_leads_to_commits(void **state)
{
    (void)state;
    assert_runs("\"$k\" trace rectification.central.completed");
    assert_contains(output, "rectification.central.completed = 19\n");
    assert_contains(output, "siping");
    assert_contains(output, "central/task-05");
    assert_runs("for c in $(\"$k\" trace rectification.central.completed --json |"
                " sed -n 's/.*\"commit\": \"\\(.*\\)\".*/\\1/p' | sort -u);"
                " do git -C r cat-file -t $c; done | sort | uniq -c");
    assert_contains(output, "commit\n");
    assert_lacks(output, "blob");
    assert_runs("\"$k\" trace circular.date");
    assert_contains(output, "not by decisions");
    assert_lacks(output, "rests on");
    assert_runs("\"$k\" status; \"$k\" score");
    assert_contains(output, " 96.10 ");
    assert_refused(2, "no fact 'rectification.center'", "\"$k\" trace rectification.center");
}

static void the_log_and_json_are_read_by_programs(void **state)
{
    (void)state;
    assert_runs("for c in 'status --json' 'score --json' 'facts --json' 'log --json' "
                "'show siping air/city-pm25 --json' 'log siping air/city-pm25 --json' "
                "'trace siping.total --json'; do \"$k\" $c >j && "
                "printf '{{#x}}{{/x}}ok' >t && { \"$k\" render --facts j --template t || "
                "echo \"$c\"; }; done");
    assert_string_equal(output, "okokokokokokok");
    assert_runs("\"$k\" log siping | wc -l; \"$k\" log siping air/city-pm25");
    assert_contains(output, "@example.org");
}

/* ---- Deciding ---- */

static void a_decision_is_a_commit(void **state)
{
    (void)state;
    assert_runs(
        "\"$k\" decide siping central/task-05 --verdict 滞后 --note '尚未开工' "
        "--evidence '照片|evidence/a.jpg' && git -C r log -1 --format='%s|%an|%(trailers)'");
    assert_contains(output, "滞后");
    assert_contains(output, "|王芳|");
    assert_contains(output, "Item: central/task-05");
    assert_runs("\"$k\" show siping central/task-05");
    assert_contains(output, "尚未开工");
    assert_contains(output, "照片 evidence/a.jpg");
    assert_runs("\"$k\" log siping central/task-05 | wc -l"); /* two decisions, a confirmation */
    assert_string_equal(output, "3\n");
    assert_refused(1, "",
                   "\"$k\" decide siping central/task-05 --verdict behind --note '尚未开工' "
                   "--evidence '照片|evidence/a.jpg'");
    assert_refused(1, "", "\"$k\" confirm siping central/task-05");
    assert_refused(1, "", "\"$k\" render");
    assert_refused(2, "",
                   "GIT_AUTHOR_NAME=赵海涛 GIT_AUTHOR_EMAIL=zhaohaitao@example.org "
                   "\"$k\" confirm siping central/task-05 --return ''");
    assert_runs("GIT_AUTHOR_NAME=赵海涛 GIT_AUTHOR_EMAIL=zhaohaitao@example.org "
                "\"$k\" confirm siping central/task-05 && \"$k\" render >/dev/null");
}

static void a_decision_against_an_old_view_is_a_conflict(void **state)
{
    (void)state;
    char path[PATH_SIZE * 2];
    struct record *record;
    struct snapshot *snapshot;
    const struct entry *entry;
    struct error error;
    snprintf(path, sizeof path, "%s/r", folder);
    assert_int_equal(record_open(path, &record, &error), STATUS_OK);
    assert_int_equal(snapshot_new(record, NULL, NULL, &snapshot, &error), STATUS_OK);
    assert_int_equal(snapshot_entry(snapshot, "siping", "central/task-05", &entry, &error),
                     STATUS_OK);
    assert_runs("\"$k\" decide siping central/task-05 --verdict behind --note 未完工");
    struct decision decision = *entry->decision;
    decision.verdict = VERDICT_NOT_STARTED;
    decision.reason = "未开工";
    struct writing writing = writing_now("孙丽 <sunli@example.org>");
    assert_int_equal(write_decision(record, entry, decision, NULL, &writing, NULL, &error),
                     STATUS_CONFLICT);
    snapshot_free(snapshot);
    record_free(record);
}

static void what_is_wrong_is_refused(void **state)
{
    static const struct {
        int status;
        const char *part, *line;
    } cases[] = {
        {2, "unknown command 'frobnicate'", "\"$k\" frobnicate"},
        {2, "unknown option '--frob'", "\"$k\" status --frob"},
        {2, "status does not take --csv", "\"$k\" status --csv"},
        {2, "exclude each other", "\"$k\" score --csv --json"},
        {2, "--year needs a value", "\"$k\" status --year"},
        {2, "'20' is no year", "\"$k\" status --year 20"},
        {2, "1999", "\"$k\" status --year 1999"},
        {2, "unknown language", "\"$k\" --lang fr status"},
        {2, "usage: kaoping show", "\"$k\" show siping"},
        {2, "nowhere", "\"$k\" -C nowhere status"},
        {2, "empty", "git init -q --bare empty; \"$k\" -C empty status"},
        {2, "../siping", "\"$k\" show ../siping air/city-pm25"},
        {2, "SIPING", "\"$k\" show SIPING air/city-pm25"},
        {2, "air/../air", "\"$k\" show siping air/../air/city-pm25"},
        {2, "no verdict", "\"$k\" decide siping central/task-05 --verdict perfect"},
        {2, "verdict is missing", "\"$k\" decide siping central/task-05"},
        {2, "'none': use measures, penalties, ",
         "\"$k\" decide siping central/task-05 --verdict closed-out --conditions measures,none"},
        {2, "no verdict", "\"$k\" decide siping air/city-pm25 --verdict behind --value 3"},
        {2, "value", "\"$k\" decide siping air/city-pm25 --verdict met --value 3x"},
        {2, "value", "\"$k\" decide siping air/city-pm25 --verdict met --value 12345678901234567"},
        {2, "full marks", "\"$k\" decide siping daily/petitions --verdict met --score 99 --note x"},
        {2, "UTF-8",
         "\"$k\" decide siping central/task-05 --verdict behind --note \"$(printf "
         "'\\377')\""},
        {2, "r", "\"$k\" init r --from jilin-2020"},
        {2, "no template 'nothing'", "\"$k\" init new --from nothing"},
        {2, "no template", "\"$k\" init new --from ../jilin-2020/2020"},
        {2, "--pages and --proof are of PDF", "\"$k\" render --pages 2"},
        {2, "give a page, 3, or", "\"$k\" render --pages 3-2 -o a.pdf"},
        {2, "unknown format", "\"$k\" render --format doc"},
        {2, "unknown format 'doc'", "\"$k\" render -o a.b/circular.doc"},
        {2, "unknown format", "\"$k\" render --format doc"},
        {2, "no-such", "\"$k\" render --at no-such"},
        {2, "t.md:2", "printf 'a\\n{{no.such}}' >t.md; \"$k\" render --template t.md"},
        {2, "t.md:1", "printf '{{#a}}' >t.md; \"$k\" render --template t.md"},
        {4, "standard output", "\"$k\" facts >/dev/full"},
        {4, "/dev/full", "\"$k\" render -o /dev/full"},
        {4, "none/a.md", "\"$k\" render -o none/a.md"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused(cases[i].status, cases[i].part, cases[i].line);
}

static void full_width_digits_are_digits(void **state)
{
    (void)state;
    assert_runs("\"$k\" decide siping air/city-pm25 --verdict partly --value １２．５ --note x && "
                "\"$k\" show siping air/city-pm25 --json");
    assert_contains(output, "\"value\": \"12.5\"");
}

static void hostile_text_does_not_reach_the_terminal(void **state)
{
    (void)state;
    assert_runs("\"$k\" decide siping central/task-05 --verdict behind --note \"$(printf "
                "'a\\033[31mb\\342\\200\\256c')\" && \"$k\" show siping central/task-05 && "
                "\"$k\" log siping central/task-05 && \"$k\" show siping central/task-05 --json");
    assert_lacks(output, "\033");
    assert_lacks(output, "\xE2\x80"); /* nor any other control of that block */
    assert_contains(output, "a[31mbc");
}

/* ---- Importing ---- */

static void tables_that_are_wrong_change_nothing(void **state)
{
    static const struct {
        const char *part, *table;
    } cases[] = {
        {"t.csv:1: the column 'verdict' is missing",
         "jurisdiction,item\\nsiping,central/task-05\\n"},
        {"t.csv:1: unknown column 'vaule'", "jurisdiction,item,verdict,vaule\\n"},
        {"t.csv: there is no row", "jurisdiction,item,verdict\\n"},
        {"t.csv:2", "jurisdiction,item,verdict\\nsiping,central/task-05\\n"},
        {"t.csv:2", "jurisdiction,item,verdict\\nsiping,central/task-05,\"behind\\n"},
        {"t.csv:3", "jurisdiction,item,verdict,note\\nsiping,central/task-05,behind,x\\n"
                    "siping,central/no-such,behind,x\\n"},
        {"t.csv:3", "jurisdiction,item,verdict,note\\nsiping,central/task-05,behind,x\\n"
                    "nowhere,central/task-05,behind,x\\n"},
        {"t.csv:3", "jurisdiction,item,verdict,note\\nsiping,central/task-05,behind,x\\n"
                    "siping,central/task-06,perfect,x\\n"},
        {"t.csv:3: siping central/task-05 stands in line 2",
         "jurisdiction,item,verdict,note\\nsiping,central/task-05,behind,x\\n"
         "siping,central/task-05,completed,x\\n"},
        {"t.csv:2: '2021-02-30T10:00:00+08:00' is no time",
         "jurisdiction,item,verdict,decided\\nsiping,central/task-05,behind,"
         "2021-02-30T10:00:00+08:00\\n"},
        {"t.csv:2: '李明' names no person",
         "jurisdiction,item,verdict,reviewer\\nsiping,central/task-05,behind,李明\\n"},
        {"t.csv:2", "jurisdiction,item,verdict\\nsiping,central/task-05,\\000behind\\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run("printf '%s' >t.csv", cases[i].table);
        assert_refused(2, cases[i].part, "\"$k\" import decisions t.csv");
    }
    assert_refused(2, "no.csv", "\"$k\" import decisions no.csv");
    assert_refused(2, "cannot import 'figures'", "\"$k\" import figures t.csv");
}

static void tables_of_spreadsheets_are_read(void **state)
{
    static const char *const ways[] = {"cat", "iconv -f UTF-8 -t GB18030",
                                       "sed '1s/^/\\xEF\\xBB\\xBF/'", "sed 's/$/\\r/'"};
    static const char *const notes[] = {"第一次", "第二次", "第三次", "第四次"};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        run("printf 'jurisdiction,item,verdict,note,decided\\nsiping,central/task-05,滞后,%s,"
            "2021-03-2%zuT10:12:00+08:00\\n' | %s >t.csv && \"$k\" import decisions t.csv && "
            "\"$k\" show siping central/task-05 && git -C r log -1 --format=%%aI",
            notes[i], i, ways[i]);
        assert_string_equal(errors, "");
        assert_contains(output, notes[i]);
        char when[64];
        snprintf(when, sizeof when, "\n2021-03-2%zuT10:12:00+08:00\n", i);
        assert_contains(output, when);
    }
}

/* ---- What depends on what ---- */

static void reopen_task(void)
{
    assert_runs("\"$k\" decide siping central/task-05 --verdict behind --note 复查未完成 && "
                "GIT_AUTHOR_NAME=赵海涛 GIT_AUTHOR_EMAIL=zhaohaitao@example.org "
                "\"$k\" confirm siping central/task-05");
}

static void a_reopened_task_changes_sentence_counts_and_score(void **state)
{
    (void)state;
    run("\"$k\" render | grep 督察整改。; \"$k\" facts | grep '^rectification.*\\(all-completed\\|"
        "completed\\|open\\) '");
    assert_contains(output, "年度整改任务全部完成。");
    assert_contains(output, "rectification.central.completed = 19\n");
    run("\"$k\" facts | grep -E '^siping\\.(total|central\\.score) = '");
    char *before = memory_text(output);
    reopen_task();
    assert_runs("git -C r log -2 --reverse --format=%s; git -C r show "
                "main~1:2020/decisions/siping/central/task-05.md");
    assert_contains(output, "：重新开启，滞后\n");
    assert_contains(output, "\nreopened: true\n");
    assert_runs("\"$k\" render | grep -E '督察整改。|^## 二'");
    assert_contains(output, "完成18项，1项尚未完成");
    assert_contains(output, "尚未完成的任务是：");
    assert_contains(output, "（四平市政府）");
    assert_contains(output, "总体推进");
    assert_lacks(output, "中央督察19项、");
    assert_runs("\"$k\" facts | grep '^rectification'");
    assert_contains(output, "rectification.central.completed = 18\n");
    assert_contains(output, "rectification.central.open = 1\n");
    assert_contains(output, "rectification.central.all-completed = false\n");
    assert_contains(output, "rectification.all.open = 1\n");
    assert_contains(output, "rectification.look-back.completed = 17\n");
    run("\"$k\" facts | grep -E '^siping\\.(total|central\\.score) = '");
    assert_string_not_equal(output, before);
    free(before);
}

static void a_decision_changes_only_what_depends_on_it(void **state)
{
    (void)state;
    assert_runs("\"$k\" facts | sort >before");
    reopen_task();
    assert_runs("\"$k\" facts | sort >after; comm -3 before after | tr -d '\\t' | sed 's/ = .*//' "
                "| sort -u >changed; grep -c . changed; grep -vE '^(record\\.commit$|"
                "siping\\.(points|total|rank|grade)$|siping\\.scores\\.|siping\\.central\\.(score|"
                "rate|task-05\\.)|"
                "items\\.central\\.task-05\\.|categories\\.central\\.|groups\\.|"
                "rectification\\.(central|all)\\.|(ranking|grades|classes|jurisdictions)\\.|"
                "[a-z]*\\.(rank|class-rank|grade)$)' changed || true");
    assert_null(strchr(strchr(output, '\n') + 1, '\n'));
    assert_true(strtol(output, NULL, 10) > 5);
    assert_runs("\"$k\" score --csv | cut -d, -f2,5 | sort >s1; \"$k\" -C complete score --csv | "
                "cut -d, -f2,5 | sort >s2; diff s1 s2 | grep -c '^<'");
    assert_string_equal(output, "1\n");
}

/* ---- Without the whole sample, or without a record ---- */

static void the_sample_leaves_the_last_items_open(void **state)
{
    (void)state;
    assert_runs("\"$k\" init open --from jilin-2020 --sample && \"$k\" -C open status --pending");
    assert_contains(output, "meihekou daily/petitions\n");
    assert_contains(output, "meihekou air/city-pm25\n");
    assert_refused(1, "", "\"$k\" -C open render");
    assert_runs("\"$k\" -C open status --pending | wc -l");
    assert_string_equal(output, "6\n");
    assert_runs("\"$k\" -C open | cat");
    assert_contains(output, "meihekou");
    assert_contains(output, "通报");
    assert_contains(output, "待定");
}

static void given_facts_are_rendered_to_the_byte(void **state)
{
    (void)state;
    assert_runs(
        "mkdir -p p/sub && printf '{\"a\":\"<b>\",\"l\":[{\"x\":1},{\"x\":2}],\"z\":1.50}' "
        ">p/f.json && printf '{{a}} {{&a}}\\n{{#l}}\\n{{x}},\\n{{/l}}\\n{{>one}}{{>sub/two}}"
        "{{>../f.json}}{{no}}{{z}}' >p/t && printf 1 >p/one.mustache && printf 2 "
        ">p/sub/two.md && \"$k\" render --facts p/f.json --template p/t");
    assert_string_equal(output, "&lt;b&gt; <b>\n1,\n2,\n121.5");
    assert_refused(2, "f.json:1",
                   "printf '{' >p/f.json; \"$k\" render --facts p/f.json "
                   "--template p/t");
    assert_refused(2, "--facts needs", "\"$k\" render --facts p/f.json");
}

static void a_close_out_is_shown_in_the_words_of_its_conditions(void **state)
{
    (void)state;
    assert_runs("\"$k\" decide siping central/task-05 --verdict closed-out "
                "--conditions measures,penalties --note 其余现场核实 && "
                "\"$k\" --lang zh show siping central/task-05");
    assert_contains(output, "销号条件：整改措施全部落实；立案处罚全部执行到位\n");
    assert_contains(output, "意见：复核通过\n");
}

static void help_speaks_the_reader_s_language(void **state)
{
    (void)state;
    assert_runs("\"$k\" --help && \"$k\" --lang zh --help && \"$k\" --version");
    assert_contains(output, "usage: kaoping");
    assert_contains(output, "用法：kaoping");
    assert_contains(output, "kaoping 0.");
    assert_contains(output, "import reports|decisions|confirmations|rectifications ");
    assert_refused(2, "用法：kaoping init 考评库 --from 模板", "\"$k\" --lang zh init");
    assert_runs("LC_ALL=zh_CN.UTF-8 KAOPING_LANG= \"$k\" status");
    assert_contains(output, "考评对象");
    assert_runs("LC_ALL=en_GB KAOPING_LANG= \"$k\" status");
    assert_contains(output, "jurisdiction");
    assert_runs("LC_ALL=C KAOPING_LANG= \"$k\" status"); /* C says nothing: the programme does */
    assert_contains(output, "考评对象");
}

#define ON_COPY(test) cmocka_unit_test_setup(test, copy_record)

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    language_set(LANGUAGE_EN);
    const struct CMUnitTest tests[] = {
        ON_COPY(the_score_gives_the_circular_s_order),
        ON_COPY(a_final_circular_carries_its_figures_in_every_format),
        ON_COPY(a_figure_leads_to_commits),
        ON_COPY(the_log_and_json_are_read_by_programs),
        ON_COPY(a_decision_is_a_commit),
        ON_COPY(a_decision_against_an_old_view_is_a_conflict),
        ON_COPY(what_is_wrong_is_refused),
        ON_COPY(full_width_digits_are_digits),
        ON_COPY(hostile_text_does_not_reach_the_terminal),
        ON_COPY(tables_that_are_wrong_change_nothing),
        ON_COPY(tables_of_spreadsheets_are_read),
        ON_COPY(a_reopened_task_changes_sentence_counts_and_score),
        ON_COPY(a_decision_changes_only_what_depends_on_it),
        ON_COPY(the_sample_leaves_the_last_items_open),
        cmocka_unit_test(given_facts_are_rendered_to_the_byte),
        ON_COPY(a_close_out_is_shown_in_the_words_of_its_conditions),
        ON_COPY(help_speaks_the_reader_s_language),
    };
    return cmocka_run_group_tests_name("command", tests, make_folder, remove_folder);
}
