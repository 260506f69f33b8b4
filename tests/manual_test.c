/*
 * The manual pages say what the program does: man/kaoping-template.7 has every fact that the
 * samples give, and none besides; man/kaoping.1 every command and option of the help.
 */
#include "core/buffer.h"
#include "core/error.h"
#include "core/facts.h"
#include "core/memory.h"
#include "core/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PATTERNS_MOST = 1000, PARTS_MOST = 16, RECORDS_MOST = 16 };

/* A documented name: a capital letter alone stands for an id, or for other places. */
struct pattern {
    const char *text;
    const struct pattern *written; /* what it was expanded from; itself if from nothing */
    bool found;                    /* of one that was written: the samples have such a fact */
};

static char folder[] = "/tmp/kaoping-manual-XXXXXX";
static struct arena *arena;
static char *page;                             /* man/kaoping-template.7 */
static struct pattern patterns[PATTERNS_MOST]; /* as written */
static struct pattern expanded[PATTERNS_MOST];
static struct pattern places[PATTERNS_MOST]; /* `U` with one place that it stands for, by turns */
static size_t pattern_count, expanded_count, place_count;
static const struct value *samples[RECORDS_MOST];
static size_t sample_count;

/* Runs a line of shell, where $k is the program and $f the folder; returns its exit status. */
static int shell(const char *line)
{
    int status = system(line); /* NOLINT(cert-env33-c): the lines are the tests' own */
    return status == -1 ? -1 : status >> 8;
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file)
        fail_msg("cannot read %s", path);
    struct buffer bytes = BUFFER_EMPTY;
    for (int c; (c = getc(file)) != EOF;)
        buffer_add_char(&bytes, (char)c);
    fclose(file);
    char *copy = arena_text(arena, bytes.bytes);
    buffer_free(&bytes);
    return copy;
}

/* ---- Names ---- */

/* Parts a dotted name; returns how many parts there are. */
static size_t part(const char *name, const char **parts)
{
    size_t count = 0;
    char *copy = arena_text(arena, name), *rest = NULL;
    for (char *at = strtok_r(copy, ".", &rest); at; at = strtok_r(NULL, ".", &rest)) {
        assert_true(count < PARTS_MOST);
        parts[count++] = at;
    }
    return count;
}

static bool is_letter(const char *word)
{
    return word[0] >= 'A' && word[0] <= 'Z' && !word[1];
}

static bool is_reserved(const char *word)
{
    for (const char *const *name = facts_reserved; *name; name++)
        if (strcmp(*name, word) == 0)
            return true;
    return false;
}

/* Whether a part of a pattern stands for a part of a name. */
static bool fits(const char *pattern, const char *word)
{
    bool number = strspn(word, "0123456789") == strlen(word);
    if (strcmp(pattern, "N") == 0)
        return number || strcmp(word, "N") == 0;
    if (strcmp(pattern, "J") == 0)
        return !is_reserved(word);
    return is_letter(pattern) ? !number : strcmp(pattern, word) == 0;
}

static bool matches(const char *pattern, const char *name)
{
    const char *wanted[PARTS_MOST], *given[PARTS_MOST];
    size_t count = part(pattern, wanted);
    if (part(name, given) != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!fits(wanted[i], given[i]))
            return false;
    return true;
}

/* Whether the name is a part of what the pattern says, from anywhere: in a section, names are
 * written without what stands before them. */
static bool matches_within(const char *pattern, const char *name)
{
    const char *wanted[PARTS_MOST], *given[PARTS_MOST];
    size_t count = part(pattern, wanted), size = part(name, given);
    for (size_t from = 0; from + size <= count; from++) {
        size_t i = 0;
        while (i < size && fits(wanted[from + i], given[i]))
            i++;
        if (i == size)
            return true;
    }
    return false;
}

/* ---- The manual page ---- */

/* The words behind each `.Va` or `.It Va` of a line. */
static void add_names(char *line, const struct pattern *of, struct pattern *to, size_t *count)
{
    char *rest = NULL;
    for (char *word = strtok_r(line, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        if (strcmp(word, ".It") == 0 || strcmp(word, "Va") == 0 || strcmp(word, ".Va") == 0 ||
            strcmp(word, ",") == 0)
            continue;
        assert_true(*count < PATTERNS_MOST);
        struct pattern *pattern = &to[(*count)++];
        *pattern = (struct pattern){.text = word, .written = of ? of : pattern};
    }
}

static void read_page(void)
{
    struct pattern *letter = NULL;
    char *rest = NULL, *copy = arena_text(arena, page);
    for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (strncmp(line, ".It Sy ", 7) == 0) {
            letter = ARENA_NEW(arena, struct pattern);
            letter->text = arena_text_of(arena, line + 7, 1);
        } else if (strncmp(line, ".It Va ", 7) == 0) {
            add_names(line, NULL, patterns, &pattern_count);
        } else if (strncmp(line, ".Va ", 4) == 0) {
            assert_non_null(letter);
            add_names(line, letter, places, &place_count);
        }
    }
}

/* Puts what the first letter stands for in its place, until it stands for an id. */
static void expand(const char *text, struct pattern *written)
{
    bool done = true;
    for (size_t i = 0; i < place_count; i++) {
        if (text[0] != places[i].written->text[0] || (text[1] && text[1] != '.'))
            continue;
        done = false;
        expand(arena_format(arena, "%s%s", places[i].text, text + 1), written);
    }
    if (!done)
        return;
    assert_true(expanded_count < PATTERNS_MOST);
    expanded[expanded_count++] = (struct pattern){.text = text, .written = written};
}

/* ---- The samples ---- */

static void read_sample(const char *template)
{
    setenv("template", template, 1);
    if (shell("rm -rf \"$f/r\" \"$f/.local\" && "
              "\"$k\" init \"$f/r\" --from \"$template\" --sample=complete >\"$f/out\" && "
              "\"$k\" -C \"$f/r\" facts --json >\"$f/facts.json\""))
        fail_msg("no sample of %s", template);
    const char *path = arena_format(arena, "%s/facts.json", folder);
    char *json = read_file(path);
    struct error error;
    assert_true(sample_count < RECORDS_MOST);
    if (value_from_json(arena, path, json, strlen(json), &samples[sample_count++], &error))
        fail_msg("%s", error.text);
}

static int set_up(void **state)
{
    static const char *const kinds[] = {"annex-only",      "class-quota",   "criticism",
                                        "four-criteria",   "one-paragraph", "ranked",
                                        "several-issuers", "three-lists"};
    (void)state;
    const char *program = getenv("KAOPING_PROGRAM");
    if (!mkdtemp(folder))
        return -1;
    setenv("k", program ? program : "build/kaoping", 1);
    setenv("f", folder, 1);
    setenv("HOME", folder, 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("GIT_AUTHOR_NAME", "王芳", 1);
    setenv("GIT_AUTHOR_EMAIL", "wangfang@example.org", 1);
    arena = arena_new();
    page = read_file("man/kaoping-template.7");
    read_page();
    for (size_t i = 0; i < pattern_count; i++)
        expand(patterns[i].text, &patterns[i]);
    read_sample("jilin-2020");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        read_sample(arena_format(arena, "./tests/kinds/%s/record", kinds[i]));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return shell("rm -rf \"$f\"");
}

/* ---- Facts ---- */

/* Whether the name is documented; what documents it is marked as found. */
static bool look_up(const char *name)
{
    bool found = false;
    for (size_t i = 0; i < expanded_count; i++)
        if (matches(expanded[i].text, name)) {
            patterns[expanded[i].written - patterns].found = true;
            found = true;
        }
    return found;
}

/* Looks up every figure, text, truth and list. Members of a list have the same names: the first of
 * them is enough. */
static void check_tree(const struct value *value, const char *name, size_t *missing)
{
    if (value->kind != VALUE_MAP && !look_up(name)) {
        print_error("not documented: %s\n", name);
        ++*missing;
    }
    for (const struct value *member = value->first; member; member = member->next) {
        const char *word = value->kind == VALUE_LIST ? "N" : member->name;
        check_tree(member, *name ? arena_format(arena, "%s.%s", name, word) : word, missing);
        if (value->kind == VALUE_LIST)
            break;
    }
}

static void every_fact_of_the_samples_is_documented_and_every_documented_one_is_there(void **state)
{
    (void)state;
    size_t missing = 0;
    for (size_t i = 0; i < sample_count; i++)
        for (const struct value *fact = samples[i]->first; fact; fact = fact->next)
            check_tree(fact, fact->name, &missing);
    for (size_t i = 0; i < pattern_count; i++)
        if (!patterns[i].found) {
            print_error("no sample has: %s\n", patterns[i].text);
            missing++;
        }
    assert_true(pattern_count > 50);
    assert_int_equal(missing, 0);
}

static bool is_known_within(const char *name)
{
    for (size_t i = 0; i < expanded_count; i++)
        if (matches_within(expanded[i].text, name))
            return true;
    return false;
}

static void the_examples_name_facts_that_are_documented(void **state)
{
    (void)state;
    size_t wrong = 0, seen = 0;
    const char *at = strstr(page, ".Sh FACTS");
    assert_non_null(at);
    while ((at = strstr(at, "{{"))) {
        at += 2 + strspn(at + 2, "#^/&{");
        const char *name = arena_text_of(arena, at, strcspn(at, "}"));
        seen++;
        if (!is_known_within(name)) {
            print_error("an example names what is no fact: %s\n", name);
            wrong++;
        }
    }
    assert_true(seen > 100);
    assert_int_equal(wrong, 0);
}

/* ---- Commands ---- */

static void every_command_and_option_of_the_help_is_in_the_manual(void **state)
{
    (void)state;
    assert_int_equal(shell("\"$k\" --lang en --help >\"$f/help\""), 0);
    assert_int_equal(shell("for command in $(sed -n 's/^  \\([a-z]*\\) .*/\\1/p; "
                           "s/^  \\([a-z]*\\)$/\\1/p' \"$f/help\"); do "
                           "grep -q \"^.It Cm $command\\>\" man/kaoping.1 || "
                           "{ echo \"not in man/kaoping.1: $command\" >&2; exit 1; }; done"),
                     0);
    assert_int_equal(shell("for option in $(grep -o -e '--[a-z][a-z-]*' \"$f/help\" | sort -u); do "
                           "grep -q -e \"Fl -${option#--}\\>\" man/kaoping.1 || "
                           "{ echo \"not in man/kaoping.1: $option\" >&2; exit 1; }; done"),
                     0);
    assert_int_equal(shell("test \"$(grep -c '^  [a-z]' \"$f/help\")\" -gt 15"), 0);
}

static void the_manual_pages_are_sound(void **state)
{
    (void)state;
    assert_int_equal(shell("mandoc -T lint -W warning man/kaoping.1 man/kaoping-template.7"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fact_of_the_samples_is_documented_and_every_documented_one_is_there),
        cmocka_unit_test(the_examples_name_facts_that_are_documented),
        cmocka_unit_test(every_command_and_option_of_the_help_is_in_the_manual),
        cmocka_unit_test(the_manual_pages_are_sound),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
