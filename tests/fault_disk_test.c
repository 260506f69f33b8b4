/*
 * A disk that fails, at every single call: the first that touches it fails, then the second, until
 * a run meets no failure. Whatever fails, the program says so with status 4, or it has truly saved;
 * nothing is half there, git finds every object whole, and the next one can work at once.
 *
 * What make check tries with one kind of failure for each call, make fault tries with all of them.
 */
#include "tests/fault/chance.h"
#include "tests/harness/record.h"
#include "tests/harness/review.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { CALLS_MOST = 3000, WORDS = 700 };

static const char *const kinds[] = {"EIO", "ENOSPC", "SHORT", "FULL"};
enum { KINDS = sizeof kinds / sizeof *kinds };

static const char *interposer(void)
{
    static char path[PATH_MAX + 32];
    snprintf(path, sizeof path, "%s", program_at());
    strcpy(strrchr(path, '/'), "/tests/interpose.so");
    return path;
}

/* Sanitizers want to be loaded first, and have their own open(). */
static void need_interposer(void)
{
#ifdef __SANITIZE_ADDRESS__
    print_message("skipped: a build with sanitizers cannot be interposed\n");
    skip();
#endif
    if (access(interposer(), R_OK)) {
        print_message("skipped: there is no %s\n", interposer());
        skip();
    }
}

/* ---- one run ---- */

/* Something that is tried again and again; `number` makes each try another one. */
struct attempt {
    const char *name;
    const char *below;                    /* calls of this folder fail; NULL: of the record */
    void (*begin)(int number);            /* may be NULL */
    void (*words)(int number, char *out); /* of WORDS bytes: what is run */
    bool (*saved)(int number);            /* wholly, for the words of `number` */
    bool (*untouched)(int number);        /* as `begin` left it */
    bool resumes; /* what is said not to be done may be done, and is done by doing it again */
    const bool *at_once; /* set by `saved`: it needed no help; may be NULL */
    int step;            /* make check tries one call of so many; 0 is 1 */
};

static const char *failing(const char *below, bool reads, const char *with, int at)
{
    static char settings[4 * PATH_MAX];
    snprintf(settings, sizeof settings,
             "rm -f struck; LD_PRELOAD='%s' KAOPING_FAULT_BELOW='%s' KAOPING_FAULT_LOG='%s/struck' "
             "KAOPING_FAULT_WITH=%s KAOPING_FAULT_AT=%d %s",
             interposer(), below, record_folder(), with, at, reads ? "KAOPING_FAULT_READS=1" : "");
    return settings;
}

static bool struck(void)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/struck", record_folder());
    return access(path, F_OK) == 0;
}

static void fail_try(const char *name, const char *with, int at, const char *what)
{
    char said[1024], log[256];
    snprintf(said, sizeof said, "%s", shell("cat said; head -c 600 out"));
    snprintf(log, sizeof log, "%s", shell("cat struck"));
    fail_msg("%s, call %d fails with %s (%s): %s; it said: %s", name, at, with, log, what, said);
}

/* What was said is true, and the record is whole. */
static void check_try(const struct attempt *attempt, int number, const char *with, int at,
                      int status)
{
    bool saved = attempt->saved(number), untouched = attempt->untouched(number);
    shell("grep -q '^kaoping: ' said");
    bool spoke = last_exit == 0;
    shell("grep -qE 'saved, but|is published, but|is opened, but' said");
    bool told = last_exit == 0;
    if (status != 0 && status != 4)
        fail_try(attempt->name, with, at, "the status is neither 0 nor 4");
    if (status == 0 && (!saved || (attempt->at_once && !*attempt->at_once)))
        fail_try(attempt->name, with, at, "it is not saved");
    if (status == 4 && !spoke)
        fail_try(attempt->name, with, at, "no word");
    if (!saved && !untouched)
        fail_try(attempt->name, with, at, "it is half there");
    if (status == 4 && saved && !told && !attempt->resumes)
        fail_try(attempt->name, with, at, "it is saved, and was said not to be");
    if (!attempt->below && *git("fsck --strict --no-dangling --no-progress"))
        fail_try(attempt->name, with, at, git("fsck --strict --no-dangling --no-progress"));
}

static int run_failing(const struct attempt *attempt, int number, const char *with, int at)
{
    char words[WORDS];
    if (attempt->begin)
        attempt->begin(number);
    attempt->words(number, words);
    shell("%s '%s' --lang en %s >out 2>said",
          failing(attempt->below ? attempt->below : record_at(), false, with, at), program_at(),
          words);
    return last_exit;
}

static void try_all(const struct attempt *attempt)
{
    need_interposer();
    int runs = 0, failures = 0, last = 0;
    int step = times(attempt->step ? attempt->step : 1, 1);
    for (int at = 1, number = 1, hit = 1; hit; at += step) {
        hit = 0;
        for (int kind = 0; kind < KINDS; kind++) {
            if (!is_long() && kind != at / step % KINDS)
                continue;
            int status = run_failing(attempt, number, kinds[kind], at);
            check_try(attempt, number++, kinds[kind], at, status);
            hit |= struck();
            runs++;
            failures += status == 4;
        }
        last = at;
        assert_in_range(at, 1, CALLS_MOST);
    }
    print_message("%s: %d calls at most, %d runs, %d told of a failure\n", attempt->name, last,
                  runs, failures);
    assert_true(failures > 0);
}

/* ---- a clean run, as somebody ---- */

static void run_as(const char *who, const char *words)
{
    const char *said = shell("GIT_AUTHOR_NAME=%s GIT_AUTHOR_EMAIL=%s@example.org '%s' -C '%s' %s",
                             who, who, program_at(), record_at(), words);
    if (last_exit != 0)
        fail_msg("%s: %s", words, said);
}

/* ---- decide ---- */

static void words_decide(int number, char *out)
{
    snprintf(out, WORDS, "-C '%s' decide siping air/good-days --verdict met --value 89 --note n%d",
             record_at(), number);
}

static bool has_note(const char *path, int number)
{
    git("show main:%s | grep -qx n%d", path, number);
    return last_exit == 0;
}

static bool decide_saved(int number)
{
    return has_note("2020/decisions/siping/air/good-days.md", number);
}

/* The next one can work at once: what failed left no lock. */
static bool decide_untouched(int number)
{
    char words[128];
    double begin = now_ms();
    snprintf(words, sizeof words, "decide baishan work/t01 --verdict met --note b%d", number);
    run_as("li", words);
    return !decide_saved(number) && now_ms() - begin < 5000;
}

static void a_decision_is_saved_or_said_not_to_be(void **state)
{
    (void)state;
    const struct attempt attempt = {.name = "decide",
                                    .words = words_decide,
                                    .saved = decide_saved,
                                    .untouched = decide_untouched,
                                    .step = 2};
    try_all(&attempt);
}

/* ---- confirm ---- */

static char before[64]; /* main, as it was */

static void note_main(void)
{
    snprintf(before, sizeof before, "%s", git("rev-parse main"));
}

static bool main_is_as_before(int number)
{
    (void)number;
    return strcmp(git("rev-parse main"), before) == 0;
}

static void begin_confirm(int number)
{
    char words[128];
    snprintf(words, sizeof words, "decide siping air/good-days --verdict met --value 89 --note n%d",
             number);
    run_as("li", words);
    note_main();
}

static void words_confirm(int number, char *out)
{
    (void)number;
    snprintf(out, WORDS, "-C '%s' confirm siping air/good-days", record_at());
}

static bool confirm_saved(int number)
{
    (void)number;
    git("show main:2020/confirmations/siping/air/good-days.md | grep -qx \"decision: $(git -C '%s' "
        "rev-parse main:2020/decisions/siping/air/good-days.md)\"",
        record_at());
    return last_exit == 0;
}

static void a_confirmation_is_saved_or_said_not_to_be(void **state)
{
    (void)state;
    const struct attempt attempt = {.name = "confirm",
                                    .step = 4,
                                    .begin = begin_confirm,
                                    .words = words_confirm,
                                    .saved = confirm_saved,
                                    .untouched = main_is_as_before};
    try_all(&attempt);
}

/* ---- import ---- */

enum { ROWS = 4 };

static void begin_import(int number)
{
    char table[1024] = "jurisdiction,item,verdict,note\n";
    for (int row = 1; row <= ROWS; row++)
        snprintf(table + strlen(table), sizeof table - strlen(table), "siping,work/t%02d,met,n%d\n",
                 row, number);
    folder_put("rows.csv", table);
    note_main();
}

static void words_import(int number, char *out)
{
    (void)number;
    snprintf(out, WORDS, "-C '%s' import decisions rows.csv", record_at());
}

static bool import_saved(int number)
{
    for (int row = 1; row <= ROWS; row++) {
        char path[64];
        snprintf(path, sizeof path, "2020/decisions/siping/work/t%02d.md", row);
        if (!has_note(path, number))
            return false;
    }
    before[strcspn(before, "\n")] = '\0';
    return strtol(git("rev-list --count %s..main", before), NULL, 10) == ROWS;
}

static void an_import_is_whole_or_nothing(void **state)
{
    (void)state;
    const struct attempt attempt = {.name = "import",
                                    .step = 5,
                                    .begin = begin_import,
                                    .words = words_import,
                                    .saved = import_saved,
                                    .untouched = main_is_as_before};
    try_all(&attempt);
}

/* ---- publish, reopen ---- */

static bool tag_was_made;

static void act(const char *words)
{
    shell("'%s' -C '%s' %s", program_at(), record_at(), words);
}

static bool is_published(void)
{
    git("show main:2020/published/publication.md 2>&1 | grep -qx 'act: published'");
    return last_exit == 0;
}

static void begin_publish(int number)
{
    char words[64];
    if (is_published()) {
        snprintf(words, sizeof words, "reopen --reason n%d", number);
        act(words);
        assert_int_equal(last_exit, 0);
    }
    note_main();
}

static void words_publish(int number, char *out)
{
    (void)number;
    snprintf(out, WORDS, "-C '%s' publish", record_at());
}

static bool has_tag_of_tip(void)
{
    git("for-each-ref --points-at=main refs/tags | grep -q circular/2020");
    return last_exit == 0;
}

/* Published without its tag is told, and the next publishing makes the tag: nobody has to help. */
static bool publish_saved(int number)
{
    (void)number;
    if (!is_published())
        return false;
    tag_was_made = has_tag_of_tip();
    if (!tag_was_made)
        act("publish");
    return has_tag_of_tip();
}

static void a_year_is_published_or_said_not_to_be(void **state)
{
    (void)state;
    const struct attempt attempt = {.name = "publish",
                                    .begin = begin_publish,
                                    .words = words_publish,
                                    .saved = publish_saved,
                                    .untouched = main_is_as_before,
                                    .at_once = &tag_was_made,
                                    .step = 5};
    try_all(&attempt);
}

static void begin_reopen(int number)
{
    (void)number;
    if (!is_published())
        act("publish");
    assert_true(is_published());
    note_main();
}

static void words_reopen(int number, char *out)
{
    snprintf(out, WORDS, "-C '%s' reopen --reason n%d", record_at(), number);
}

static bool reopen_saved(int number)
{
    return has_note("2020/published/publication.md", number) && !is_published();
}

static void a_year_is_opened_or_said_not_to_be(void **state)
{
    (void)state;
    const struct attempt attempt = {.name = "reopen",
                                    .begin = begin_reopen,
                                    .words = words_reopen,
                                    .saved = reopen_saved,
                                    .untouched = main_is_as_before,
                                    .step = 3};
    try_all(&attempt);
}

/* ---- sync ---- */

static void begin_sync(int number)
{
    shell("[ -e there ] || { git clone -q --bare '%s' there && git -C '%s' remote add origin "
          "\"$PWD/there\"; }",
          record_at(), record_at());
    const char *said =
        shell("'%s' -C '%s' decide siping work/t01 --verdict met --note n%d && '%s' -C there "
              "decide siping work/t02 --verdict met --note n%d",
              program_at(), record_at(), number, program_at(), number);
    if (last_exit != 0)
        fail_msg("%s", said);
    note_main();
}

static void words_sync(int number, char *out)
{
    (void)number;
    snprintf(out, WORDS, "-C '%s' sync", record_at());
}

static bool sync_saved(int number)
{
    shell("[ $(git -C '%s' rev-parse main) = $(git -C there rev-parse main) ]", record_at());
    return last_exit == 0 && has_note("2020/decisions/siping/work/t01.md", number) &&
           has_note("2020/decisions/siping/work/t02.md", number);
}

/* What was cut off is simply run again. */
static bool sync_goes_on(int number)
{
    act("sync");
    return last_exit == 0 && sync_saved(number);
}

static void a_sync_is_done_or_said_not_to_be(void **state)
{
    (void)state;
    const struct attempt attempt = {.name = "sync",
                                    .begin = begin_sync,
                                    .words = words_sync,
                                    .saved = sync_saved,
                                    .untouched = sync_goes_on,
                                    .resumes = true,
                                    .step = 9};
    try_all(&attempt);
}

/* ---- init ---- */

static char new_record[256];

static void begin_init(int number)
{
    (void)number;
    shell("rm -rf new/*; mkdir -p new");
}

static void words_init(int number, char *out)
{
    (void)number;
    snprintf(out, WORDS, "init '%s/r' --from ./t", new_record);
}

static bool init_saved(int number)
{
    (void)number;
    shell("git -C new/r fsck --strict && '%s' -C new/r status", program_at());
    return last_exit == 0;
}

static bool init_untouched(int number)
{
    (void)number;
    shell("test ! -e new/r");
    return last_exit == 0;
}

static void a_new_record_is_whole_or_not_there(void **state)
{
    (void)state;
    snprintf(new_record, sizeof new_record, "%s/new", record_folder());
    const struct attempt attempt = {.name = "init",
                                    .step = 9,
                                    .below = new_record,
                                    .begin = begin_init,
                                    .words = words_init,
                                    .saved = init_saved,
                                    .untouched = init_untouched};
    try_all(&attempt);
}

/* ---- render -o ---- */

static void begin_render(int number)
{
    (void)number;
    shell("rm -rf new; mkdir new; echo old >new/page.md");
}

static void words_render(int number, char *out)
{
    (void)number;
    snprintf(out, WORDS, "-C '%s' render --draft -o '%s/page.md'", record_at(), new_record);
}

static bool render_saved(int number)
{
    (void)number;
    shell("'%s' -C '%s' render --draft | cmp -s - new/page.md && [ \"$(ls new)\" = page.md ]",
          program_at(), record_at());
    return last_exit == 0;
}

static bool render_untouched(int number)
{
    (void)number;
    shell("[ \"$(cat new/*)\" = old ]");
    return last_exit == 0;
}

static void a_rendered_file_is_whole_or_the_old_one(void **state)
{
    (void)state;
    snprintf(new_record, sizeof new_record, "%s/new", record_folder());
    const struct attempt attempt = {.name = "render -o",
                                    .below = new_record,
                                    .begin = begin_render,
                                    .words = words_render,
                                    .saved = render_saved,
                                    .untouched = render_untouched};
    try_all(&attempt);
}

/* ---- reading ---- */

enum { READ_STEP = 11 };

/* Either what is said without a failure, to the byte, or an error with words; or, of a history,
 * that it is read by another way, and why. Nothing else. */
static void try_reading(const char *words)
{
    int at = 1, told = 0;
    shell("'%s' -C '%s' --lang en %s >right", program_at(), record_at(), words);
    if (last_exit != 0)
        fail_msg("%s: status %d", words, last_exit);
    for (int hit = 1; hit; at += times(READ_STEP, 1)) {
        const char *with = is_long() || at % 2 ? "EIO" : "SHORT";
        shell("%s '%s' -C '%s' --lang en %s >out 2>said", failing(record_at(), true, with, at),
              program_at(), record_at(), words);
        int status = last_exit;
        hit = struck();
        shell("cmp -s out right || grep -q 'the history is broken' out");
        bool same = status == 0 && last_exit == 0;
        shell("grep -q '^kaoping: ' said");
        if (!same && (last_exit != 0 || (status != 4 && status != 2)))
            fail_try(words, with, at, "it is neither right nor an error");
        told += !same;
        assert_in_range(at, 1, CALLS_MOST);
    }
    print_message("%s: %d reading calls at most, %d told of a failure\n", words, at, told);
    assert_true(told > 0);
}

static void what_cannot_be_read_is_said_and_never_left_out(void **state)
{
    (void)state;
    static const char *const words[] = {
        "status",       "render --draft",     "log",  "show siping air/good-days",
        "facts --json", "trace siping.total", "score"};
    need_interposer();
    run_as("li", "decide siping air/good-days --verdict met --value 89 --note n1");
    run_as("li", "decide siping air/good-days --verdict met --value 90 --note n2");
    run_as("wang", "confirm siping air/good-days");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_long() || i < 4)
            try_reading(words[i]);
}

/* That a year is frozen, and that a file is not there, has to be read: a disk that fails then must
 * not open the year. */
static void what_cannot_be_read_is_not_taken_for_absent(void **state)
{
    (void)state;
    need_interposer();
    push_file("2020/published/publication.md",
              "---\nact: published\ntag: circular/2020\ncommit: "
              "0123456789012345678901234567890123456789\nby: 陈静 <chenjing@example.org>\n"
              "when: 2021-04-06T09:00:00+08:00\n---\n");
    note_main();
    int at = 1;
    for (int hit = 1; hit; at += times(3, 1)) {
        char words[WORDS];
        words_decide(at, words);
        shell("%s '%s' --lang en %s >out 2>said", failing(record_at(), true, "EIO", at),
              program_at(), words);
        hit = struck();
        if (last_exit == 0 || !main_is_as_before(0))
            fail_try("decide in a frozen year", "EIO", at, "it is saved");
    }
    shell("grep -q 'published and frozen' said");
    assert_int_equal(last_exit, 0);
}

/* ---- */

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    folder_put("t/2020/circular/circular.md", "# {{year}}年\n\n{{record.commit}}\n");
    const char *said = shell("'%s' init '%s' --from ./t", program_at(), record_at());
    if (last_exit != 0)
        fail_msg("%s", said);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_decision_is_saved_or_said_not_to_be),
        TEST(a_confirmation_is_saved_or_said_not_to_be),
        TEST(an_import_is_whole_or_nothing),
        TEST(a_year_is_published_or_said_not_to_be),
        TEST(a_year_is_opened_or_said_not_to_be),
        TEST(a_sync_is_done_or_said_not_to_be),
        TEST(a_new_record_is_whole_or_not_there),
        TEST(a_rendered_file_is_whole_or_the_old_one),
        TEST(what_cannot_be_read_is_said_and_never_left_out),
        TEST(what_cannot_be_read_is_not_taken_for_absent),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
