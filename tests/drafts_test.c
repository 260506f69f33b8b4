/* The folder of a person's state, and the drafts in it: written whole, found again, held by one. */
#include "core/language.h"
#include "core/memory.h"
#include "core/words.h"
#include "tui/drafts.h"
#include "tui/state.h"

#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define WANG "王芳 <wangfang@example.org>"

static char folder[64];

/* Runs a line of shell in the folder and returns its output's first line. */
static const char *shell(const char *line)
{
    static char output[1024];
    char whole[2048];
    snprintf(whole, sizeof whole, "cd '%s'; %s", folder, line);
    FILE *pipe = popen(whole, "r"); /* NOLINT(cert-env33-c): the lines are the tests' own */
    size_t size = pipe ? fread(output, 1, sizeof output - 1, pipe) : 0;
    output[size] = '\0';
    output[strcspn(output, "\n")] = '\0';
    if (pipe)
        pclose(pipe);
    return output;
}

static int set_up(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/kaoping-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    setenv("XDG_STATE_HOME", folder, 1);
    shell("mkdir -p one/record two/record");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char line[128];
    snprintf(line, sizeof line, "cd /; rm -rf '%s'", folder);
    shell(line);
    return 0;
}

static struct state_folder *state_of(const char *record, const char *person)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, record);
    return state_new(path, person);
}

/* ---- the folder ---- */

static void every_person_and_record_has_a_folder_of_its_own(void **unused)
{
    (void)unused;
    struct state_folder *wang = state_of("one/record", WANG);
    struct state_folder *same = state_of("one/../one/record/", "别名 <wangfang@example.org>");
    struct state_folder *li = state_of("one/record", "李明 <liming@example.org>");
    struct state_folder *other = state_of("two/record", WANG);
    assert_string_equal(state_at(wang), state_at(same));
    assert_string_not_equal(state_at(wang), state_at(li));
    assert_string_not_equal(state_at(wang), state_at(other));
    assert_non_null(strstr(state_at(wang), "/kaoping/record-"));
    assert_non_null(strstr(state_at(wang), "/wangfang@example.org-"));
    assert_int_not_equal(access(state_at(wang), F_OK), 0);
    state_free(wang);
    state_free(same);
    state_free(li);
    state_free(other);
}

static void a_hostile_mail_names_no_path_outside(void **unused)
{
    (void)unused;
    struct state_folder *state = state_of("one/record", "x <../../../etc/\033[31m>");
    const char *last = strrchr(state_at(state), '/') + 1;
    assert_memory_equal(last, "_._.._.._etc_", 12);
    assert_null(strchr(last, '\033'));
    state_free(state);
}

static void a_file_is_written_read_moved_and_removed_for_its_owner_alone(void **unused)
{
    (void)unused;
    struct state_folder *state = state_of("one/record", WANG);
    struct arena *arena = arena_new();
    struct error error;
    const char *bytes;
    size_t size;
    assert_int_equal(state_read(state, arena, "place", &bytes, &size, &error), STATUS_NO);
    assert_int_equal(state_write(state, "place", "四平", 6, &error), STATUS_OK);
    assert_int_equal(state_write(state, "place", "白山市", 9, &error), STATUS_OK);
    assert_int_equal(state_read(state, arena, "place", &bytes, &size, &error), STATUS_OK);
    assert_string_equal(bytes, "白山市");
    struct stat file;
    assert_int_equal(stat(state_at(state), &file), 0);
    assert_int_equal(file.st_mode & 0777, 0700);
    assert_int_equal(stat(state_path(state, arena, "place"), &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
    assert_int_equal(state_move(state, "place", "here", &error), STATUS_OK);
    assert_int_equal(state_move(state, "place", "here", &error), STATUS_NO);
    assert_int_equal(state_remove(state, "here", &error), STATUS_OK);
    assert_int_equal(state_remove(state, "here", &error), STATUS_OK);
    assert_string_equal(shell("find kaoping -type f | wc -l"), "0");
    arena_free(arena);
    state_free(state);
}

static void a_disk_that_takes_nothing_is_an_error_and_the_old_file_stays(void **unused)
{
    (void)unused;
    struct state_folder *state = state_of("one/record", WANG);
    struct arena *arena = arena_new();
    struct error error;
    struct rlimit before, none;
    const char *bytes;
    size_t size;
    assert_int_equal(state_write(state, "place", "old", 3, &error), STATUS_OK);
    getrlimit(RLIMIT_FSIZE, &before);
    none = before;
    none.rlim_cur = 1;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &none);
    enum status status = state_write(state, "place", "newer", 5, &error);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(status, STATUS_FAILED);
    assert_non_null(strstr(error.text, "无法写入"));
    assert_int_equal(state_read(state, arena, "place", &bytes, &size, &error), STATUS_OK);
    assert_string_equal(bytes, "old");
    assert_string_equal(shell("find kaoping -type f | wc -l"), "1");
    state_free(state);

    setenv("XDG_STATE_HOME", "/dev/null", 1);
    state = state_of("one/record", WANG);
    assert_int_equal(state_write(state, "place", "x", 1, &error), STATUS_FAILED);
    state_free(state);
    arena_free(arena);
}

/* ---- drafts ---- */

static struct draft draft_of(const char *note)
{
    struct draft draft = DRAFT_EMPTY;
    draft.kind = DRAFT_DECISION;
    draft.verdict = VERDICT_PARTLY;
    draft.rated = true;
    strcpy(draft.upon, "3f2a");
    buffer_add(&draft.value, "89.9");
    buffer_add(&draft.note, note);
    return draft;
}

static void keep(struct drafts *drafts, const char *note, const char *typed)
{
    struct error error;
    struct draft draft = draft_of(note);
    enum status status = drafts_keep(drafts, "siping", "air/good-days", &draft,
                                     typed ? "note" : NULL, typed, &error);
    draft_drop(&draft);
    if (status)
        fail_msg("%s", error.text);
}

static enum status find(struct drafts *drafts, struct kept *kept)
{
    struct error error;
    return drafts_find(drafts, "siping", "air/good-days", kept, &error);
}

/* Keeps a draft in another process, which dies as if killed, or lives until it is written to. */
static int keep_elsewhere(const char *note, bool dies, pid_t *process)
{
    int pipes[2][2];
    assert_int_equal(pipe(pipes[0]) | pipe(pipes[1]), 0);
    *process = fork();
    if (*process == 0) {
        char byte;
        close(pipes[0][1]);
        struct state_folder *state = state_of("one/record", WANG);
        keep(drafts_new(state, "2020"), note, NULL);
        if (write(pipes[1][1], "x", 1) != 1)
            _exit(1);
        if (!dies && read(pipes[0][0], &byte, 1) != 0)
            _exit(1);
        kill(getpid(), SIGKILL);
    }
    close(pipes[0][0]);
    close(pipes[1][1]);
    char byte;
    assert_int_equal(read(pipes[1][0], &byte, 1), 1);
    close(pipes[1][0]);
    if (dies)
        waitpid(*process, NULL, 0);
    return pipes[0][1];
}

static void what_was_typed_comes_back_as_it_was(void **unused)
{
    (void)unused;
    static const char *const notes[] = {"一行", "\n\n两头有空行 \n\n",
                                        "<!-- kaoping: typed -->\n\\<!-- kaoping: end -->\nx", "",
                                        "---\nkind: none\n---"};
    struct state_folder *state = state_of("one/record", WANG);
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        struct drafts *drafts = drafts_new(state, "2020");
        struct kept kept = KEPT_EMPTY;
        keep(drafts, notes[i], notes[i]);
        assert_int_equal(find(drafts, &kept), STATUS_OK);
        assert_string_equal(kept.draft.note.bytes, notes[i]);
        assert_string_equal(kept.typed.bytes, notes[i]);
        assert_string_equal(kept.draft.value.bytes, "89.9");
        assert_string_equal(kept.draft.upon, "3f2a");
        assert_string_equal(kept.question.bytes, "note");
        assert_true(kept.typing && kept.draft.rated && kept.when > 0);
        assert_int_equal(kept.draft.kind, DRAFT_DECISION);
        assert_int_equal(kept.draft.verdict, VERDICT_PARTLY);
        kept_free(&kept);
        drafts_free(drafts);
        shell("rm -r kaoping");
    }
    state_free(state);
}

static void a_long_text_is_kept_whole(void **unused)
{
    (void)unused;
    struct state_folder *state = state_of("one/record", WANG);
    struct drafts *drafts = drafts_new(state, "2020");
    struct kept kept = KEPT_EMPTY;
    struct buffer note = BUFFER_EMPTY;
    for (int i = 0; i < 50000; i++)
        buffer_add(&note, i % 40 ? "评" : "\n");
    keep(drafts, note.bytes, note.bytes);
    assert_int_equal(find(drafts, &kept), STATUS_OK);
    assert_string_equal(kept.typed.bytes, note.bytes);
    buffer_free(&note);
    kept_free(&kept);
    drafts_free(drafts);
    state_free(state);
}

static void only_a_change_is_written(void **unused)
{
    (void)unused;
    struct state_folder *state = state_of("one/record", WANG);
    struct drafts *drafts = drafts_new(state, "2020");
    keep(drafts, "一", NULL);
    shell("rm kaoping/*/*/*.md");
    keep(drafts, "一", NULL);
    assert_string_equal(shell("find kaoping -name '*.md' | wc -l"), "0");
    keep(drafts, "一", "二");
    assert_string_equal(shell("find kaoping -name '*.md' | wc -l"), "1");
    struct error error;
    struct draft empty = DRAFT_EMPTY;
    assert_int_equal(drafts_keep(drafts, "siping", "air/good-days", &empty, NULL, NULL, &error),
                     STATUS_OK);
    assert_string_equal(shell("find kaoping -name '*.md' | wc -l"), "0");
    drafts_free(drafts);
    assert_string_equal(shell("find kaoping -type f | wc -l"), "0");
    state_free(state);
}

static void a_dead_sessions_draft_is_offered_and_taken_over_once(void **unused)
{
    (void)unused;
    pid_t process;
    close(keep_elsewhere("断线前", true, &process));
    struct state_folder *state = state_of("one/record", WANG);
    struct drafts *drafts = drafts_new(state, "2020"), *second = drafts_new(state, "2020");
    struct kept kept = KEPT_EMPTY, seen = KEPT_EMPTY;
    struct error error;
    struct arena *arena = arena_new();
    struct waiting *list;
    assert_int_equal(drafts_list(drafts, arena, &list), 1);
    assert_string_equal(list[0].jurisdiction, "siping");
    assert_string_equal(list[0].item, "air/good-days");
    assert_int_equal(find(drafts, &kept), STATUS_OK);
    assert_int_equal(find(second, &seen), STATUS_OK);
    assert_string_equal(kept.draft.note.bytes, "断线前");
    assert_int_equal(drafts_take(drafts, &kept, &error), STATUS_OK);
    assert_int_equal(drafts_take(second, &seen, &error), STATUS_NO);
    assert_int_equal(find(drafts, &kept), STATUS_OK); /* its own */
    assert_int_equal(drafts_drop(drafts, "siping", "air/good-days", &error), STATUS_OK);
    assert_int_equal(find(drafts, &kept), STATUS_NO);
    drafts_free(drafts);
    drafts_free(second);
    kept_free(&kept);
    kept_free(&seen);
    arena_free(arena);
    state_free(state);
}

static void two_sessions_do_not_touch_each_others_drafts(void **unused)
{
    (void)unused;
    pid_t process;
    int living = keep_elsewhere("另一窗口", false, &process);
    struct state_folder *state = state_of("one/record", WANG);
    struct drafts *drafts = drafts_new(state, "2020");
    struct kept kept = KEPT_EMPTY;
    struct error error;
    assert_int_equal(find(drafts, &kept), STATUS_NO);
    keep(drafts, "这个窗口", NULL);
    assert_string_equal(shell("find kaoping -name '*.md' | wc -l"), "2");
    assert_int_equal(drafts_drop(drafts, "siping", "air/good-days", &error), STATUS_OK);
    close(living); /* it is killed now */
    waitpid(process, NULL, 0);
    assert_int_equal(find(drafts, &kept), STATUS_OK);
    assert_string_equal(kept.draft.note.bytes, "另一窗口");
    kept_free(&kept);
    drafts_free(drafts);
    state_free(state);
}

/* Whenever it is killed, one of the texts that it kept is there, whole. */
static void a_kill_at_any_moment_leaves_a_whole_draft(void **unused)
{
    (void)unused;
    struct state_folder *state = state_of("one/record", WANG);
    for (int round = 0; round < 40; round++) {
        int pipes[2];
        char byte;
        assert_int_equal(pipe(pipes), 0);
        pid_t process = fork();
        if (process == 0) {
            struct drafts *drafts = drafts_new(state, "2020");
            struct buffer note = BUFFER_EMPTY;
            for (;;) {
                buffer_add(&note, "评定");
                keep(drafts, note.bytes, note.bytes);
                if (write(pipes[1], "x", 1) != 1)
                    _exit(1);
            }
        }
        for (int i = 0; i <= round; i++)
            assert_int_equal(read(pipes[0], &byte, 1), 1);
        kill(process, SIGKILL);
        waitpid(process, NULL, 0);
        close(pipes[0]);
        close(pipes[1]);
        struct drafts *drafts = drafts_new(state, "2020");
        struct kept kept = KEPT_EMPTY;
        assert_int_equal(find(drafts, &kept), STATUS_OK);
        assert_true(kept.typed.size >= (size_t)(round + 1) * strlen("评定"));
        assert_string_equal(kept.typed.bytes, kept.draft.note.bytes);
        kept_free(&kept);
        drafts_free(drafts);
        shell("rm -r kaoping");
    }
    state_free(state);
}

static void another_persons_year_and_item_are_not_mixed_up(void **unused)
{
    (void)unused;
    struct state_folder *wang = state_of("one/record", WANG);
    struct state_folder *li = state_of("one/record", "李明 <liming@example.org>");
    struct drafts *drafts = drafts_new(wang, "2020");
    struct drafts *others[] = {drafts_new(li, "2020"), drafts_new(wang, "2021")};
    struct kept kept = KEPT_EMPTY;
    struct error error;
    keep(drafts, "王芳的", NULL);
    assert_int_equal(find(others[0], &kept), STATUS_NO);
    assert_int_equal(find(others[1], &kept), STATUS_NO);
    assert_int_equal(drafts_find(drafts, "siping", "air/pm25", &kept, &error), STATUS_NO);
    for (int i = 0; i < 2; i++)
        drafts_free(others[i]);
    drafts_free(drafts);
    state_free(wang);
    state_free(li);
}

static void a_broken_file_is_said_and_stays(void **unused)
{
    (void)unused;
    static const char *const broken[] = {"printf ''",
                                         "printf 'kind: decision'",
                                         "printf -- '---\\nkind: [\\n---\\n'",
                                         "printf -- '---\\nkind: guess\\n---\\n'",
                                         "head -c 300 /dev/urandom",
                                         "printf -- '---\\nupon: %0100d\\n---\\n' 1"};
    pid_t process;
    struct state_folder *state = state_of("one/record", WANG);
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        char line[512];
        struct drafts *drafts = drafts_new(state, "2020");
        struct kept kept = KEPT_EMPTY;
        struct error error;
        close(keep_elsewhere("甲", true, &process));
        snprintf(line, sizeof line, "f=$(echo kaoping/*/*/*.md); %s >$f", broken[i]);
        shell(line);
        assert_int_equal(drafts_find(drafts, "siping", "air/good-days", &kept, &error),
                         STATUS_INPUT);
        assert_non_null(strstr(error.text, ".md:"));
        assert_string_equal(shell("find kaoping -name '*.md' | wc -l"), "1");
        close(keep_elsewhere("乙", true, &process)); /* a good one beside it is found */
        assert_int_equal(find(drafts, &kept), STATUS_OK);
        assert_string_equal(kept.draft.note.bytes, "乙");
        kept_free(&kept);
        drafts_free(drafts);
        shell("rm -rf kaoping");
    }
    state_free(state);
}

static void fields_and_texts_that_are_not_known_are_passed_over(void **unused)
{
    (void)unused;
    static const char text[] = "---\nitem: air/pm25\nmood: good\nkind: confirmation\n---\n\n"
                               "手写的说明\n第二行\n<!-- kaoping: later -->\n以后的\n";
    struct arena *arena = arena_new();
    struct kept kept = KEPT_EMPTY;
    struct error error;
    assert_int_equal(kept_read(arena, "f", text, sizeof text - 1, &kept, &error), STATUS_OK);
    assert_int_equal(kept.draft.kind, DRAFT_CONFIRMATION);
    assert_int_equal(kept.draft.verdict, -1);
    assert_string_equal(kept.draft.note.bytes, "手写的说明\n第二行");
    assert_false(kept.typing);
    kept_free(&kept);
    arena_free(arena);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_person_and_record_has_a_folder_of_its_own),
        TEST(a_hostile_mail_names_no_path_outside),
        TEST(a_file_is_written_read_moved_and_removed_for_its_owner_alone),
        TEST(a_disk_that_takes_nothing_is_an_error_and_the_old_file_stays),
        TEST(what_was_typed_comes_back_as_it_was),
        TEST(a_long_text_is_kept_whole),
        TEST(only_a_change_is_written),
        TEST(a_dead_sessions_draft_is_offered_and_taken_over_once),
        TEST(two_sessions_do_not_touch_each_others_drafts),
        TEST(a_kill_at_any_moment_leaves_a_whole_draft),
        TEST(another_persons_year_and_item_are_not_mixed_up),
        TEST(a_broken_file_is_said_and_stays),
        TEST(fields_and_texts_that_are_not_known_are_passed_over),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
