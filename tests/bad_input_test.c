/*
 * Bad input: each test is one line of the list of what must be refused with one clear line that
 * names file, line and remedy, with the right exit status, and with nothing changed.
 */
#include "core/buffer.h"
#include "core/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_SIZE = 512, LINE_SIZE = 4096 };

static char folder[PATH_SIZE]; /* of everything that the tests write */
static char *output, *errors;  /* of the last command */

/* ---- Running commands ---- */

static char *read_file(const char *name)
{
    char path[PATH_SIZE * 2];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    struct buffer bytes = BUFFER_EMPTY;
    for (int c; (c = getc(file)) != EOF;)
        buffer_add_char(&bytes, (char)c);
    fclose(file);
    char *copy = memory_text(bytes.bytes);
    buffer_free(&bytes);
    return copy;
}

/* Runs a line of shell in the folder, where $k is the program, and returns its exit status. */
static int run(const char *format, ...) __attribute__((format(printf, 1, 2)));
static int run(const char *format, ...)
{
    char line[LINE_SIZE], whole[LINE_SIZE * 2];
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

static void must(const char *line)
{
    int status = run("%s", line);
    if (status)
        fail_msg("%s: exit %d: %s", line, status, errors);
}

/* Every reference of the record and what it points to. */
static char *references(const char *record)
{
    if (run("git -c safe.directory='*' -C %s for-each-ref 2>/dev/null; true", record))
        fail_msg("%s", errors);
    return memory_text(output);
}

/* The line gives this status and one line on stderr that has the part and nothing live, and no
 * reference of the record moves. */
static void refuses_in(const char *record, int status, const char *part, const char *line)
{
    char *before = references(record);
    int got = run("%s", line);
    if (got != status)
        fail_msg("%s: exit %d, not %d: %s%s", line, got, status, output, errors);
    if (strncmp(errors, "kaoping: ", 9) != 0 || !strstr(errors, part))
        fail_msg("%s: '%s' is not in: %s", line, part, errors);
    if (strchr(errors, '\n') != errors + strlen(errors) - 1)
        fail_msg("%s: not one line: %s", line, errors);
    for (const char *at = errors; at[1]; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7F)
            fail_msg("%s: a live control character: %s", line, errors);
    char *after = references(record);
    assert_string_equal(after, before);
    free(before);
    free(after);
}

static void refuses(int status, const char *part, const char *line)
{
    refuses_in("r", status, part, line);
}

static int make_folder(void **state)
{
    char here[PATH_SIZE], path[PATH_SIZE * 2];
    const char *program = getenv("KAOPING_PROGRAM");
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/kaoping-bad-XXXXXX");
    program = program ? program : "build/kaoping";
    if (!mkdtemp(folder) || chmod(folder, 0755) || !getcwd(here, sizeof here))
        return -1;
    snprintf(path, sizeof path, "%s%s%s", *program == '/' ? "" : here, *program == '/' ? "" : "/",
             program);
    setenv("k", path, 1);
    snprintf(path, sizeof path, "%.500s/templates/jilin-2020", here);
    setenv("template", path, 1);
    setenv("KAOPING_LANG", "en", 1);
    setenv("KAOPING_RECORD", "r", 1);
    setenv("HOME", folder, 1);
    setenv("GIT_AUTHOR_NAME", "王芳", 1);
    setenv("GIT_AUTHOR_EMAIL", "wangfang@example.org", 1);
    setenv("GIT_COMMITTER_NAME", "王芳", 1);
    setenv("GIT_COMMITTER_EMAIL", "wangfang@example.org", 1);
    setenv("d", "decide siping central/task-05", 1);
    /* small, so that the copies are cheap */
    int status =
        run("cp -r \"$template\" base && rm -r base/sample base/2020/checklist/provincial && "
            "\"$k\" init r --from ./base && git -C r repack -adq && "
            "\"$k\" $d --verdict behind");
    if (status)
        fprintf(stderr, "init: exit %d: %s\n", status, errors);
    return status;
}

static int remove_folder(void **state)
{
    (void)state;
    char line[PATH_SIZE * 3];
    free(output);
    free(errors);
    snprintf(line, sizeof line, "chmod -R u+rwX '%s'; rm -rf '%s'", folder, folder);
    return system(line); /* NOLINT(cert-env33-c) */
}

/* ---- A template, and a record into which somebody pushed, with one file changed ---- */

/* Runs the shell line in a copy of the template, with the file as $f; then no record comes of it.
 */
static void template_refused(const char *file, const char *change, const char *part)
{
    setenv("f", file, 1);
    run("rm -rf t && cp -r base t && cd t && %s", change);
    refuses(2, part, "\"$k\" init new --from ./t");
    assert_int_not_equal(run("test -e new"), 0);
}

/* Runs the shell line in a clone of the record, with the file as $f, and pushes what it made. */
static void push(const char *file, const char *change)
{
    setenv("f", file, 1);
    must("rm -rf p c .local && cp -a r p && git clone -q p c");
    if (run("cd c && %s", change))
        fail_msg("%s: %s", change, errors);
    must("cd c && git add -A && git commit -qm x && git push -q");
}

static void push_refused(const char *file, const char *change, const char *part)
{
    static const char *const lines[] = {"\"$k\" -C p status", "\"$k\" -C p render --draft",
                                        "\"$k\" -C p $d --verdict completed"};
    push(file, change);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        refuses_in("p", 2, part, lines[i]);
}

static const char item_file[] = "2020/checklist/air/city-pm25.md";
static const char decision_file[] = "2020/decisions/siping/central/task-05.md";

/* ---- What opens no record ---- */

static void not_a_repository(void **state)
{
    (void)state;
    refuses(2, "nowhere: no record: give its folder with -C", "\"$k\" -C nowhere status");
    refuses(2, "plain: no record", "mkdir -p plain; \"$k\" -C plain status");
    refuses(2, "file: no record", "echo x >file; \"$k\" -C file status");
    refuses(2, "x: no record", "\"$k\" -C $(printf '%0300dx' 1) status");
    refuses(2, ": no record", "KAOPING_RECORD=$(printf '/no\\033[31m') \"$k\" status");
}

static void an_empty_repository(void **state)
{
    (void)state;
    refuses(2, "empty: this repository has no branch main: make a record",
            "git init -q --bare empty; \"$k\" -C empty status");
    refuses(2, "other: this repository is no record, it has no programme.md",
            "git init -q --bare other && c=$(git -C other commit-tree -m x "
            "$(git -C other mktree </dev/null)) && git -C other update-ref refs/heads/main $c; "
            "\"$k\" -C other status");
}

static void a_newer_format(void **state)
{
    static const char change[] = "sed -i '/^format:/d; 1a format: 99' $f";
    (void)state;
    template_refused("programme.md", change, "programme.md:2: the record is of format 99");
    push_refused("programme.md", change, "programme.md:2: the record is of format 99");
}

/* ---- Front matter ---- */

static void front_matter_missing_broken_or_binary(void **state)
{
    static const struct {
        const char *change, *part;
    } cases[] = {
        {"echo hello >$f", ":1: no front matter: the first line must be ---"},
        {": >$f", ":1: no front matter"},
        {"printf -- '---\\nname: x\\n' >$f", ":1: the front matter is never ended: add a line"},
        {"printf -- '---\\nname: [x\\n---\\n' >$f", ":3: the front matter is not YAML"},
        {"printf -- '---\\nname: \\377\\n---\\n' >$f", ":2: binary, or not UTF-8: save the file"},
        {"printf -- '---\\na: b\\0\\n---\\n' >$f", ":2: binary, or not UTF-8"},
        {"printf -- '---\\na: b\\033[31m\\n---\\n' >$f", ":2: the front matter is not YAML"},
        {"sed -i 2p $f", ":3: the field "},
    };
    static const char *const files[] = {"programme.md", "2020/assessment.md", item_file,
                                        "2020/jurisdictions/siping.md"};
    char part[PATH_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(part, sizeof part, "%s%s", files[i % 4], cases[i].part);
        template_refused(files[i % 4], cases[i].change, part);
        snprintf(part, sizeof part, "%s%s", decision_file, cases[i].part);
        push_refused(decision_file, cases[i].change, part);
    }
}

static void what_is_no_file_is_not_left_out(void **state)
{
    (void)state;
    template_refused(item_file, "rm $f && mkfifo $f", "city-pm25.md: neither a file nor a folder");
    template_refused(item_file, "rm $f && ln -s /etc/passwd $f", "neither a file nor a folder");
    template_refused(item_file, "head -c 2000000 /dev/zero >>$f", "larger than 1 MiB");
    push_refused(decision_file, "ln -sf /etc/passwd $f", "task-05.md: a link: put the file itself");
}

/* ---- Words, ids, numbers ---- */

static void an_unknown_verdict(void **state)
{
    (void)state;
    refuses(2, "'perfect' is no verdict: use one of closed-out", "\"$k\" $d --verdict perfect");
    refuses(2, "verdict is missing: use one of", "\"$k\" $d");
    push_refused(decision_file, "sed -i 's/^verdict:.*/verdict: perfect/' $f",
                 "task-05.md:4: unknown verdict 'perfect': use one of met");
}

static void an_unknown_item_or_jurisdiction(void **state)
{
    (void)state;
    refuses(2, "no item 'central/task-99': there are central/task-01",
            "\"$k\" decide siping central/task-99 --verdict behind");
    refuses(2, "no jurisdiction 'mars': there are", "\"$k\" show mars central/task-05");
    refuses(2, "does not apply to whole: see 'applies' in 2020/checklist/air/city-pm25.md",
            "\"$k\" decide whole air/city-pm25 --verdict met --value 3");
    push_refused(decision_file, "sed -i 's/^item:.*/item: central\\/task-06/' $f",
                 "task-05.md:2: the item is not the one of the file's place");
    push_refused(decision_file, "sed -i 's/^jurisdiction:.*/jurisdiction: mars/' $f",
                 "task-05.md:3: the jurisdiction is not the one of the file's place");
    template_refused(item_file, "sed -i 's/^targets:.*/targets: {mars: 3}/' $f",
                     "a target of an unknown jurisdiction 'mars'");
}

static void an_unknown_field_type(void **state)
{
    static const struct {
        const char *file, *change, *part;
    } cases[] = {
        {item_file, "sed -i 's/^kind:.*/kind: magic/' $f", "city-pm25.md:3: unknown kind 'magic'"},
        {item_file, "sed -i 's/^kind:.*/kind: [task]/' $f", "city-pm25.md:3: 'kind' must be one"},
        {item_file, "sed -i 's/^  type:.*/  type: magic/' $f", "unknown type 'magic': use one of"},
        {item_file, "sed -i 's/^applies:.*/applies: {a: b}/' $f", "'applies' must be a list"},
        {"2020/assessment.md", "sed -i 's/^two-person:.*/two-person: maybe/' $f",
         "unknown two-person 'maybe': use one of"},
        {"2020/assessment.md", "sed -i 's/from: 90/from: 10/' $f",
         "assessment.md:7: '二等' begins above the grade before it"},
        {"2020/assessment.md", "sed -i 's/^total:.*/total: -5/' $f",
         "'total' must not be negative"},
        {"2020/checklist/central/task-05.md", "sed -i 's/^deadline:.*/deadline: 2021-02-29/' $f",
         "task-05.md:14: the deadline '2021-02-29' must be a date"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        template_refused(cases[i].file, cases[i].change, cases[i].part);
}

static void a_value_that_is_no_number(void **state)
{
    static const char *const values[] = {"3x", "1e5", "nan", "1,000", "5.", "0x10", "٣"};
    char line[LINE_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        snprintf(line, sizeof line, "\"$k\" decide siping air/city-pm25 --verdict met --value '%s'",
                 values[i]);
        refuses(2, "is not a number: write digits such as 89.8", line);
    }
    refuses(2, "too long: at most 15 digits",
            "\"$k\" decide siping air/city-pm25 --verdict met --value 1234567890123456789");
    template_refused(item_file, "sed -i 's/^full:.*/full: four/' $f",
                     "city-pm25.md:7: full: 'four' is not a number");
    must("\"$k\" decide siping air/city-pm25 --verdict partly --value １２．５ --note x");
    must("\"$k\" show siping air/city-pm25 --json");
    assert_non_null(strstr(output, "\"value\": \"12.5\""));
}

static void a_score_above_full_marks(void **state)
{
    (void)state;
    refuses(2, "the score is above full marks or below 0: give one from 0 to 4",
            "\"$k\" decide siping daily/petitions --verdict met --score 99 --note x");
    refuses(2, "the score is above full marks or below 0",
            "\"$k\" decide siping daily/petitions --verdict met --score -1 --note x");
    refuses(2, "t.csv:2: the score is above full marks",
            "printf 'jurisdiction,item,verdict,score,note\\nsiping,daily/petitions,met,99,x\\n' "
            ">t.csv; \"$k\" import decisions t.csv");
}

static void a_duplicate_id(void **state)
{
    (void)state;
    template_refused("2020/assessment.md", "sed -i 's/id: zone/id: city/' $f",
                     "assessment.md:11: 'city' is no id, is taken, or stands twice");
    template_refused(item_file, "sed -i 's/siping: /changchun: /' $f",
                     "the field 'changchun' stands here a second time: keep one");
    refuses(2, "t.csv:3: siping central/task-05 stands in line 2 already",
            "printf 'jurisdiction,item,verdict\\nsiping,central/task-05,on-schedule\\n"
            "siping,central/task-05,completed\\n' >t.csv; \"$k\" import decisions t.csv");
    refuses(2, "--verdict is given twice: leave one out",
            "\"$k\" $d --verdict behind --verdict completed");
}

static void an_id_that_is_none(void **state)
{
    static const char *const ids[] = {"MARS", "a b", "-a", "四平", "a..b"};
    char line[LINE_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        snprintf(line, sizeof line, "cp $f '2020/jurisdictions/%s.md'", ids[i]);
        template_refused("2020/jurisdictions/siping.md", line, "is no id: rename it with a-z");
        snprintf(line, sizeof line, "\"$k\" show -- '%s' central/task-05", ids[i]);
        refuses(2, "no jurisdiction '", line);
    }
    refuses(2, "no jurisdiction '../siping'", "\"$k\" show ../siping central/task-05");
    refuses(2, "no item 'central/../central/task-05'",
            "\"$k\" show siping central/../central/task-05");
    refuses(2, "'../..' is no year", "\"$k\" --year ../.. status");
    refuses(2, "t.csv:2: the character NUL",
            "printf 'jurisdiction,item,verdict\\nsi\\0ping,central/task-05,behind\\n' >t.csv; "
            "\"$k\" import decisions t.csv");
}

/* ---- The circular's template ---- */

static void a_cycle_of_partials(void **state)
{
    (void)state;
    refuses(2, "a:1: cycle: partials include one another",
            "printf 'x\\n{{>a}}' >one.md; printf '{{>a}}' >a.md; "
            "printf '{\"b\": 1}' >j.json; \"$k\" render --facts j.json --template one.md");
}

static void an_unknown_name_in_a_final_circular(void **state)
{
    (void)state;
    refuses(2, "x.md:2: there is no fact or partial 'no.such': correct the name",
            "printf 'a\\n{{no.such}}' >x.md; \"$k\" render --template x.md");
    refuses(2, "x.md:2: 'b' is ended here while 'a' of line 1 is open",
            "printf '{{#a}}\\n{{/b}}' >x.md; \"$k\" render --template x.md");
    refuses(2, "j.json:1: the file ends too early: close what is still open",
            "printf '{' >j.json; \"$k\" render --facts j.json --template x.md");
    refuses(2, "no commit 'no-such': give one that 'git log' shows",
            "\"$k\" render --draft --at no-such");
}

/* ---- Tables ---- */

static void tables_that_are_broken(void **state)
{
    static const struct {
        const char *table, *part;
    } cases[] = {
        {"jurisdiction,item\\nsiping,central/task-05\\n",
         "t.csv:1: the column 'verdict' is missing: add it"},
        {"jurisdiction,item,verdict\\nsiping,central/task-05\\n",
         "t.csv:2: 2 cells, but the header names 3 columns"},
        {"jurisdiction,item,verdict\\nsiping,central/task-05,behind,,\\n", "t.csv:2: 5 cells"},
        {"jurisdiction,item,verdict\\nsiping,central/task-05,\"behind\\n",
         "t.csv:2: the quote that is opened in this row is never closed"},
        {"jurisdiction,item,verdict,note\\nsiping,central/task-05,behind,\\377\\376\\n",
         "t.csv:2: neither UTF-8 nor GB18030: save the table as"},
        {"", "t.csv:1: the table is empty: its first row must name the columns"},
        {"jurisdiction,item,verdict\\n", "t.csv: there is no row below"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run("printf '%s' >t.csv", cases[i].table);
        refuses(2, cases[i].part, "\"$k\" import decisions t.csv");
    }
    refuses(2, "t.csv:2: the note is longer than 64 KiB",
            "{ printf 'jurisdiction,item,verdict,note\\nsiping,central/task-05,behind,'; "
            "head -c 1000000 /dev/zero | tr '\\0' x; } >t.csv; \"$k\" import decisions t.csv");
}

static void tables_in_gb18030_or_with_a_mark_are_read(void **state)
{
    static const char *const ways[] = {"iconv -f UTF-8 -t GB18030", "sed '1s/^/\\xEF\\xBB\\xBF/'"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        int status = run("printf 'jurisdiction,item,verdict,note\\nsiping,central/task-05,滞后,"
                         "复查%zu次\\n' | %s >t.csv && \"$k\" import decisions t.csv && "
                         "\"$k\" show siping central/task-05 | grep 复查%zu次",
                         i, ways[i], i);
        if (status)
            fail_msg("%s: exit %d: %s", ways[i], status, errors);
    }
}

/* ---- The disk ---- */

static void a_read_only_record(void **state)
{
    (void)state;
    const char *drop = geteuid() ? "" : "setpriv --reuid=65534 --regid=65534 --clear-groups";
    setenv("drop", drop, 1);
    /* the program itself may lie where nobody else can read it */
    if (!geteuid() && run("$drop \"$k\" --version"))
        skip();
    must("rm -rf p .local && cp -a r p && chmod -R a-w,a+rX p");
    if (!geteuid()) {
        refuses_in("p", 2, "the folder belongs to somebody else: if you trust it",
                   "$drop \"$k\" -C p status");
        must("chown -R 65534:65534 p");
    }
    must("$drop \"$k\" -C p status");
    refuses_in("p", 4, "p: nothing was saved: ", "$drop \"$k\" -C p $d --verdict completed");
    refuses_in("p", 4, "t.csv:2: p: nothing was saved: ",
               "printf 'jurisdiction,item,verdict\\nsiping,central/task-05,completed\\n' >t.csv; "
               "$drop \"$k\" -C p import decisions t.csv");
    must("chmod -R u+w p"); /* for those who are to remove it */
}

/* A limit on the size of files is what every user can set; errors then go through a pipe. */
static void a_full_disk(void **state)
{
    (void)state;
    refuses(4, "r: nothing was saved: ",
            "{ ( ulimit -f 0; \"$k\" $d --verdict completed; echo $? >&3 ) 2>&1 >&4 | cat >&2; } "
            "3>&1 4>&1 | { read s; exit $s; }");
    refuses(4, "/dev/full: cannot be written", "\"$k\" render --draft -o /dev/full");
    refuses(4, "standard output cannot be written", "\"$k\" status >/dev/full");
    refuses(4, "standard output cannot be written", "\"$k\" facts >&-");
    assert_int_equal(run("git -C r fsck --strict"), 0);
}

/* A file of the record must not get the number of a stream that the caller closed. */
static void closed_streams_harm_nothing(void **state)
{
    (void)state;
    must("rm -rf p .local && cp -a r p");
    run("\"$k\" -C p $d --verdict completed <&- >&- 2>&-");
    must("git -C p fsck --strict && ! grep -rl 'cannot be written' p");
}

/* ---- Text that is hostile ---- */

static void escapes_and_overrides_are_never_live(void **state)
{
    static const char *const commands[] = {"status",
                                           "score",
                                           "facts",
                                           "log",
                                           "render --draft",
                                           "show siping central/task-05",
                                           "log siping",
                                           "trace siping.total",
                                           "render --draft --format html",
                                           "render --draft --format text",
                                           "status --json"};
    (void)state;
    push("2020/jurisdictions/siping.md",
         "sed -i 's/^name:.*/name: \"四\\\\e[31m平\\\\u202E\\\\u009B\\\\u2066市\"/' $f && "
         "git config user.name \"$(printf 'e\\033[1mv\\342\\200\\256')\"");
    must("\"$k\" -C p $d --verdict completed --note \"$(printf 'a\\033]0;x\\007\\342\\200\\256')\" "
         "--evidence \"$(printf 'e\\033[31m\\342\\200\\256|b\\033')\"");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (run("\"$k\" -C p %s >o 2>&1; ! LC_ALL=C grep -qP '[\\x00-\\x08\\x0B-\\x1F\\x7F]|"
                "\\xE2\\x80[\\xAA-\\xAE]|\\xE2\\x81[\\xA6-\\xA9]|\\xC2[\\x80-\\x9F]' o",
                commands[i]))
            fail_msg("%s lets a control character live", commands[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(not_a_repository),
        cmocka_unit_test(an_empty_repository),
        cmocka_unit_test(a_newer_format),
        cmocka_unit_test(front_matter_missing_broken_or_binary),
        cmocka_unit_test(what_is_no_file_is_not_left_out),
        cmocka_unit_test(an_unknown_verdict),
        cmocka_unit_test(an_unknown_item_or_jurisdiction),
        cmocka_unit_test(an_unknown_field_type),
        cmocka_unit_test(a_value_that_is_no_number),
        cmocka_unit_test(a_score_above_full_marks),
        cmocka_unit_test(a_duplicate_id),
        cmocka_unit_test(an_id_that_is_none),
        cmocka_unit_test(a_cycle_of_partials),
        cmocka_unit_test(an_unknown_name_in_a_final_circular),
        cmocka_unit_test(tables_that_are_broken),
        cmocka_unit_test(tables_in_gb18030_or_with_a_mark_are_read),
        cmocka_unit_test(a_read_only_record),
        cmocka_unit_test(a_full_disk),
        cmocka_unit_test(closed_streams_harm_nothing),
        cmocka_unit_test(escapes_and_overrides_are_never_live),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
