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
    if (run("git -C %s for-each-ref 2>/dev/null; true", record))
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
    snprintf(path, sizeof path, "%s/templates/jilin-2020", here);
    setenv("template", path, 1);
    setenv("KAOPING_LANG", "en", 1);
    setenv("KAOPING_RECORD", "r", 1);
    setenv("HOME", folder, 1);
    setenv("GIT_AUTHOR_NAME", "王芳", 1);
    setenv("GIT_AUTHOR_EMAIL", "wangfang@example.org", 1);
    setenv("GIT_COMMITTER_NAME", "王芳", 1);
    setenv("GIT_COMMITTER_EMAIL", "wangfang@example.org", 1);
    setenv("d", "decide siping central/task-05 --verdict behind", 1);
    int status = run("\"$k\" init r --from \"$template\" && $k $d");
    if (status)
        fprintf(stderr, "init: exit %d: %s\n", status, errors);
    return status;
}

static int remove_folder(void **state)
{
    (void)state;
    char line[PATH_SIZE * 2];
    free(output);
    free(errors);
    snprintf(line, sizeof line, "chmod -R u+rwX '%s'; rm -rf '%s'", folder, folder);
    return system(line); /* NOLINT(cert-env33-c) */
}

/* ---- A template, and a record into which somebody pushed, with one file changed ---- */

/* Runs the shell line in a copy of the template, with the file as $f; then no record comes of it. */
static void template_refused(const char *file, const char *change, const char *part)
{
    setenv("f", file, 1);
    run("rm -rf t && cp -r \"$template\" t && cd t && %s", change);
    refuses(2, part, "\"$k\" init new --from ./t");
    assert_int_equal(access(".", F_OK), 0);
    assert_int_not_equal(run("test -e new"), 0);
}

/* Runs the shell line in a clone of the record, with the file as $f, and pushes what it made. */
static void push(const char *file, const char *change)
{
    setenv("f", file, 1);
    must("rm -rf p c && cp -a r p && git clone -q p c");
    if (run("cd c && %s", change))
        fail_msg("%s: %s", change, errors);
    must("cd c && git add -A && git commit -qm x && git push -q");
}

static void push_refused(const char *file, const char *change, const char *part)
{
    static const char *const lines[] = {"\"$k\" -C p status", "\"$k\" -C p render --draft",
                                        "\"$k\" -C p decide siping central/task-05 --verdict "
                                        "completed"};
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
}

/* ---- Words, ids, numbers ---- */

static void an_unknown_verdict(void **state)
{
    (void)state;
    refuses(2, "'perfect' is no verdict: use one of closed-out", "\"$k\" $d --verdict=perfect"
            + 0 * sizeof(int));
}
