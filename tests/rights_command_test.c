/* Who may do what, on the command line and in the write path: each refusal, who makes a record,
 * what a ledger needs, and the keys that git and ssh-keygen take. */
#include "core/language.h"
#include "records/snapshot.h"
#include "records/write.h"
#include "tests/harness/record.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PEOPLE                                                                         \
    "---\nreviewers:\n"                                                                \
    "  - {name: 王芳, email: wangfang@example.org, roles: [review, confirm]}\n"      \
    "  - name: 李明\n    email: liming@example.org\n    roles: [review, publish]\n"  \
    "    jurisdictions: [siping]\n    categories: [air]\n"                             \
    "  - {name: 孙丽, email: sunli@example.org, roles: [confirm, review], recused: " \
    "[siping]}\n"                                                                      \
    "  - {name: 陈静, email: chenjing@example.org, roles: [administer]}\n---\n"

#define WANG "王芳", "wangfang@example.org"
#define LI "李明", "liming@example.org"
#define SUN "孙丽", "sunli@example.org"
#define CHEN "陈静", "chenjing@example.org"
#define DECIDE "decide siping air/good-days --verdict met --value 89.9"
#define PUBLISHED "2020/published/publication.md"

static const char *as(const char *name, const char *mail, const char *words)
{
    return shell("GIT_AUTHOR_NAME='%s' GIT_AUTHOR_EMAIL='%s' '%s' --lang en -C '%s' %s", name, mail,
                 program_at(), record_at(), words);
}

static void assert_contains(const char *said, const char *part)
{
    if (!strstr(said, part))
        fail_msg("'%s' is not in: %s", part, said);
}

static void assert_did(const char *name, const char *mail, const char *words)
{
    const char *said = as(name, mail, words);
    if (last_exit != 0)
        fail_msg("%s: exit %d: %s", words, last_exit, said);
}

/* Refused with that exit status and part, and main stands where it stood. */
static void assert_refused(int status, const char *part, const char *name, const char *mail,
                           const char *words)
{
    char before[64];
    snprintf(before, sizeof before, "%s", git("rev-parse main"));
    const char *said = as(name, mail, words);
    if (last_exit != status)
        fail_msg("%s: exit %d: %s", words, last_exit, said);
    assert_contains(said, part);
    assert_string_equal(git("rev-parse main"), before);
}

static void make_record(const char *reviewers)
{
    if (reviewers)
        folder_put("t/reviewers.md", reviewers);
    else
        shell("rm t/reviewers.md");
    const char *said = shell(
        "GIT_AUTHOR_NAME=陈静 GIT_AUTHOR_EMAIL=chenjing@example.org '%s' init '%s' --from ./t",
        program_at(), record_at());
    if (last_exit != 0)
        fail_msg("init: %s", said);
}

static int set_up(void **state)
{
    (void)state;
    language_set(LANGUAGE_EN);
    record_folder_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

/* ---- Deciding and confirming ---- */

static void a_decision_needs_the_role_the_scope_and_no_recusal(void **state)
{
    (void)state;
    make_record(PEOPLE);
    assert_refused(1, "lacks this role", CHEN, DECIDE);
    assert_refused(1, "is recused from this jurisdiction", SUN, DECIDE);
    assert_refused(1, "is not listed", "某人", "someone@example.org", DECIDE);
    assert_refused(1, "other jurisdictions or categories", LI,
                   "decide baishan air/good-days --verdict met --value 89.9");
    assert_refused(1, "other jurisdictions or categories", LI,
                   "decide siping work/t01 --verdict met");
    assert_did(LI, DECIDE);
    assert_did(SUN, "decide baishan work/t01 --verdict met");
}

static void the_rule_comes_before_what_was_typed(void **state)
{
    (void)state;
    make_record(PEOPLE);
    assert_refused(1, "is recused", SUN, "decide siping air/good-days --verdict nonsense");
    assert_refused(1, "is recused", SUN, "confirm siping air/good-days --return ''");
    assert_refused(1, "lacks this role", LI, "confirm siping air/pm25");
    assert_refused(2, "nonsense", WANG, "decide siping air/good-days --verdict nonsense");
}

static void a_confirmation_needs_the_role_and_another_person(void **state)
{
    (void)state;
    make_record(PEOPLE);
    assert_did(WANG, DECIDE);
    assert_refused(1, "lacks this role, so may not confirm here; these may: 王芳", LI,
                   "confirm siping air/good-days");
    assert_refused(1, "is recused", SUN, "confirm siping air/good-days --return 再核");
    assert_refused(1, "your own", WANG, "confirm siping air/good-days");
    assert_did(WANG, "decide baishan air/good-days --verdict met --value 89.9");
    assert_did(SUN, "confirm baishan air/good-days");
}

static void a_record_without_a_list_is_open(void **state)
{
    (void)state;
    make_record(NULL);
    assert_int_equal(strcmp(git("ls-tree --name-only main reviewers.md"), ""), 0);
    assert_did("某人", "someone@example.org", DECIDE);
    assert_did("另一人", "another@example.org", "confirm siping air/good-days");
    assert_contains(as(WANG, "reviewers"), "everybody may do everything");
}

static void a_frozen_year_is_told_before_what_was_typed(void **state)
{
    (void)state;
    make_record(PEOPLE);
    push_file(PUBLISHED, "---\nact: published\ntag: circular/2020\n"
                         "commit: 0123456789012345678901234567890123456789\n"
                         "by: 李明 <liming@example.org>\nwhen: 2021-04-06T09:00:00+08:00\n---\n");
    assert_refused(1, "published and frozen", WANG, "decide siping air/good-days --verdict x");
    assert_refused(1, "published and frozen", WANG, "confirm siping air/good-days");
}

/* The person sits before a snapshot in which the role is still there. */
static void a_role_taken_away_meanwhile_is_noticed_in_writing(void **state)
{
    (void)state;
    struct record *record;
    struct snapshot *snapshot;
    struct error error;
    const struct entry *entry;
    make_record(PEOPLE);
    assert_int_equal(record_open(record_at(), &record, &error), STATUS_OK);
    assert_int_equal(snapshot_new(record, NULL, NULL, &snapshot, &error), STATUS_OK);
    assert_int_equal(snapshot_entry(snapshot, "siping", "air/good-days", &entry, &error),
                     STATUS_OK);
    struct decision decision = {.verdict = VERDICT_MET, .value = "89.9", .reason = ""};
    struct writing writing = writing_now("王芳 <wangfang@example.org>");
    push_file("reviewers.md", "---\nreviewers:\n"
                              "  - {name: 王芳, email: wangfang@example.org, roles: [confirm]}\n"
                              "---\n");
    assert_int_equal(write_decision(record, entry, decision, NULL, &writing, NULL, &error),
                     STATUS_NO);
    assert_contains(error.text, "lacks this role");
    assert_string_equal(git("log -1 --format=%%s"), "外来提交\n");
    snapshot_free(snapshot);
    record_free(record);
}

/* ---- Mistakes in the list ---- */

static void a_mistake_in_the_list_names_file_and_line(void **state)
{
    (void)state;
    static const struct {
        const char *line, *said;
    } cases[] = {
        {"roles: [review, boss]}", "reviewers.md:4: unknown role 'boss'"},
        {"roles: [review]}\n  - {name: 乙, email: A@B}", "reviewers.md:5: 'A@B' stands twice"},
        {"keys: [abc]}", "reviewers.md:4: no public key"},
    };
    make_record(PEOPLE);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[256];
        snprintf(text, sizeof text,
                 "---\nreviewers:\n  # 名单\n  - {name: 甲, email: a@b, %s\n---\n", cases[i].line);
        push_file("reviewers.md", text);
        assert_refused(2, cases[i].said, WANG, "status");
        assert_refused(2, cases[i].said, WANG, DECIDE);
        folder_put("t/reviewers.md", text);
        assert_contains(shell("'%s' --lang en init other --from ./t", program_at()), cases[i].said);
        assert_int_equal(last_exit, 2);
        shell("test -e other");
        assert_int_equal(last_exit, 1);
    }
}

/* ---- Who makes a record ---- */

static void who_makes_a_record_is_its_first_administrator(void **state)
{
    (void)state;
    folder_put("t/reviewers.md", "---\nreviewers:\n  - name: 李明\n    email: liming@example.org\n"
                                 "    roles: [review]\n---\n\n示例名单。\n");
    const char *said = shell("GIT_AUTHOR_NAME=Anna GIT_AUTHOR_EMAIL=anna@office.example '%s' "
                             "--lang en init '%s' --from ./t",
                             program_at(), record_at());
    assert_int_equal(last_exit, 0);
    assert_contains(said, "made by: Anna <anna@office.example> (its administrator");
    assert_string_equal(git("show main:reviewers.md"),
                        "---\nreviewers:\n  - name: 李明\n    email: liming@example.org\n"
                        "    roles: [review]\n"
                        "  - name: Anna\n    email: anna@office.example\n"
                        "    roles: [review, confirm, publish, administer]\n---\n\n示例名单。\n");
    assert_did("Anna", "anna@office.example", DECIDE);
}

static void an_empty_list_stays_empty_and_open(void **state)
{
    (void)state;
    make_record("---\nreviewers: []\n---\n");
    assert_string_equal(git("show main:reviewers.md"), "---\nreviewers: []\n---\n");
    assert_did("某人", "someone@example.org", DECIDE);
}

/* What `make run` does for a user whom nobody has heard of. */
static void anybody_can_begin_with_the_sample(void **state)
{
    (void)state;
    const char *said = shell("GIT_AUTHOR_NAME=root GIT_AUTHOR_EMAIL=root@vm '%s' --lang en init "
                             "'%s' --from jilin-2020 --sample",
                             program_at(), record_at());
    if (last_exit != 0)
        fail_msg("%s", said);
    char pending[128], words[256];
    snprintf(pending, sizeof pending, "%s",
             as("root", "root@vm", "status --pending | grep provincial | head -1"));
    pending[strcspn(pending, "\n")] = '\0';
    snprintf(words, sizeof words, "decide %s --verdict behind --note 逾期", pending);
    assert_did("root", "root@vm", words);
}

/* ---- Ledgers ---- */

static void put_rows(const char *rows)
{
    char text[512];
    snprintf(text, sizeof text, "jurisdiction,item,verdict,value,reviewer,decided\n%s\n", rows);
    folder_put("rows.csv", text);
}

static void assert_trailer(const char *expected)
{
    assert_string_equal(git("log -1 --format='%%(trailers:key=Imported-by,valueonly)' main"),
                        expected);
}

#define IMPORT "import decisions rows.csv"

static void what_is_of_the_present_needs_no_administrator(void **state)
{
    (void)state;
    make_record(PEOPLE);
    put_rows("siping,air/good-days,met,89.9,,");
    assert_did(WANG, IMPORT);
    assert_trailer("\n");
    put_rows("siping,air/good-days,unmet,79,王芳 <WangFang@example.org>,");
    assert_did(WANG, IMPORT);
    assert_trailer("\n");
}

static void a_row_of_somebody_else_needs_an_administrator(void **state)
{
    (void)state;
    make_record(PEOPLE);
    put_rows("siping,air/good-days,met,89.9,李明 <liming@example.org>,");
    assert_refused(1, "rows.csv:2: what is somebody else's (李明)", WANG, IMPORT);
    assert_did(CHEN, IMPORT);
    assert_trailer("陈静 <chenjing@example.org>\n\n");
    assert_string_equal(git("log -1 --format='%%an %%cn' main"), "李明 陈静\n");
}

static void a_row_of_a_past_moment_needs_an_administrator(void **state)
{
    (void)state;
    make_record(PEOPLE);
    put_rows("siping,air/good-days,met,89.9,,2021-03-02T10:12:00+08:00");
    assert_refused(1, "of a past moment (2021-03-02T10:12:00+08:00)", WANG, IMPORT);
    put_rows("siping,air/good-days,met,89.9,王芳 <wangfang@example.org>,2021-03-02T10:12:00+08:00");
    assert_did(CHEN, IMPORT);
    assert_trailer("陈静 <chenjing@example.org>\n\n");
    assert_string_equal(git("log -1 --format='%%an %%aI' main"),
                        "王芳 2021-03-02T10:12:00+08:00\n");
    assert_string_equal(git("fsck --strict"), "");
}

static void a_rows_reviewer_must_be_entitled(void **state)
{
    (void)state;
    make_record(PEOPLE);
    put_rows("siping,air/good-days,met,89.9,孙丽 <sunli@example.org>,");
    assert_refused(1, "rows.csv:2: reviewers.md: 孙丽 <sunli@example.org> is recused", CHEN,
                   IMPORT);
    put_rows("siping,air/good-days,met,89.9,某人 <someone@example.org>,");
    assert_refused(1, "is not listed", CHEN, IMPORT);
    /* all or nothing: the good row before it is not written either */
    put_rows("siping,air/good-days,met,89.9,李明 <liming@example.org>,\n"
             "baishan,air/good-days,met,89.9,李明 <liming@example.org>,");
    assert_refused(1, "rows.csv:3: ", CHEN, IMPORT);
}

static void a_row_of_the_future_is_refused(void **state)
{
    (void)state;
    make_record(PEOPLE);
    put_rows("siping,air/good-days,met,89.9,,9000-03-02T10:12:00+08:00");
    assert_refused(2, "rows.csv:2: 9000-03-02T10:12:00+08:00 has not come yet", CHEN, IMPORT);
}

static void new_items_need_an_administrator(void **state)
{
    (void)state;
    make_record(PEOPLE);
    push_file("2020/assessment.md",
              "---\nyear: 2020\nclasses:\n  - {id: city, name: 市}\ngrades:\n  - {name: 一等}\n"
              "inspections:\n  - {id: central, name: 中央督察}\n---\n");
    folder_put("ledger.csv", "category,id,name,inspection,number,problem,deadline,applies\n"
                             "work,new-1,新任务,central,1,问题,2020-12-31,siping\n");
    assert_refused(1, "so may not administer here; these may: 陈静", LI,
                   "import rectifications ledger.csv");
    assert_did(CHEN, "import rectifications ledger.csv");
}

/* ---- The list ---- */

static void the_list_shows_who_may_what(void **state)
{
    (void)state;
    make_record(PEOPLE);
    assert_string_equal(
        as(WANG, "reviewers"),
        "name  mail                  roles           jurisdictions  categories  recused  public "
        "keys\n"
        "王芳  wangfang@example.org  review,confirm  all            all\n"
        "李明  liming@example.org    review,publish  siping         air\n"
        "孙丽  sunli@example.org     review,confirm  all            all         siping\n"
        "陈静  chenjing@example.org  administer      all            all\n");
    as(WANG, "reviewers --json >list.json");
    assert_string_equal(shell("cat list.json | tr -d ' \\n' | sed 's/},{.*//'"),
                        "[{\"name\":\"王芳\",\"email\":\"wangfang@example.org\",\"roles\":[\"review"
                        "\",\"confirm\"],\"jurisdictions\":[],\"categories\":[],\"recused\":[]"
                        ",\"keys\":[]");
}

/* Or nobody would learn that a recusal recuses nobody. */
static void an_id_that_the_year_does_not_know_is_told(void **state)
{
    (void)state;
    make_record(
        "---\nreviewers:\n"
        "  - {name: 孙丽, email: sunli@example.org, roles: [review],\n"
        "     jurisdictions: [siping, baishen], categories: [air, wrk], recused: [baishna]}\n"
        "---\n");
    const char *said = as(WANG, "reviewers");
    assert_int_equal(last_exit, 0);
    assert_contains(said, "reviewers.md: 孙丽: no jurisdiction 'baishen' in 2020");
    assert_contains(said, "reviewers.md: 孙丽: no category 'wrk' in 2020");
    assert_contains(said, "reviewers.md: 孙丽: no jurisdiction 'baishna' in 2020");
    assert_null(strstr(said, "'siping'"));
    assert_null(strstr(said, "'air'"));
}

static void the_list_is_that_of_the_commit(void **state)
{
    (void)state;
    make_record(PEOPLE);
    push_file("reviewers.md",
              "---\nreviewers:\n  - {name: 甲, email: a@b, roles: [review]}\n---\n");
    assert_contains(as(WANG, "reviewers"), "a@b");
    assert_contains(as(WANG, "reviewers --at main~1"), "wangfang@example.org");
}

/* With two keys of ssh-keygen's, one of them for the year 2021. */
static void put_keys(void)
{
    char text[2048], one[512], two[512];
    shell("ssh-keygen -q -t ed25519 -N '' -C 笔记本 -f one && "
          "ssh-keygen -q -t ecdsa -N '' -C '' -f two");
    snprintf(one, sizeof one, "%s", shell("tr -d '\\n' <one.pub"));
    snprintf(two, sizeof two, "%s", shell("tr -d '\\n' <two.pub"));
    snprintf(text, sizeof text,
             "---\nreviewers:\n  - name: 王芳\n    email: wangfang@example.org\n"
             "    roles: [review]\n    keys:\n      - %s\n"
             "      - {key: %s, from: 2021-01-01, until: 2021-12-31}\n---\n",
             one, two);
    push_file("reviewers.md", text);
}

#define SIGN "rm -f text.sig; echo 评定 >text && ssh-keygen -q -Y sign -n %s -f %s text; "
#define VERIFY "ssh-keygen -Y verify -n git -f signers -I %s -s text.sig -Overify-time=%s <text"

static void the_keys_are_those_that_ssh_keygen_takes(void **state)
{
    (void)state;
    static const struct {
        const char *space, *key, *person, *day;
        int status;
    } cases[] = {
        {"git", "one", "wangfang@example.org", "20300101", 0},
        {"git", "two", "wangfang@example.org", "20210101120000", 0},
        {"git", "two", "wangfang@example.org", "20211231235959", 0},
        {"git", "two", "wangfang@example.org", "20201231235959", 255},
        {"git", "two", "wangfang@example.org", "20220101000001", 255},
        {"file", "one", "wangfang@example.org", "20300101", 255},
        {"git", "one", "liming@example.org", "20300101", 255},
    };
    make_record(PEOPLE);
    put_keys();
    as(WANG, "reviewers --allowed-signers >signers");
    assert_int_equal(last_exit, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *said =
            shell(SIGN VERIFY, cases[i].space, cases[i].key, cases[i].person, cases[i].day);
        if (last_exit != cases[i].status)
            fail_msg("case %zu: exit %d: %s", i, last_exit, said);
    }
    assert_string_equal(
        shell(SIGN "ssh-keygen -Y find-principals -f signers -s text.sig", "git", "one"),
        "wangfang@example.org\n");
}

static void nobody_with_a_key_is_told(void **state)
{
    (void)state;
    make_record(PEOPLE);
    assert_refused(1, "nobody has a key", WANG, "reviewers --allowed-signers");
    assert_refused(2, "give one of them", WANG, "reviewers --allowed-signers --json");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        TEST(a_decision_needs_the_role_the_scope_and_no_recusal),
        TEST(the_rule_comes_before_what_was_typed),
        TEST(a_confirmation_needs_the_role_and_another_person),
        TEST(a_record_without_a_list_is_open),
        TEST(a_frozen_year_is_told_before_what_was_typed),
        TEST(a_role_taken_away_meanwhile_is_noticed_in_writing),
        TEST(a_mistake_in_the_list_names_file_and_line),
        TEST(who_makes_a_record_is_its_first_administrator),
        TEST(an_empty_list_stays_empty_and_open),
        TEST(anybody_can_begin_with_the_sample),
        TEST(what_is_of_the_present_needs_no_administrator),
        TEST(a_row_of_somebody_else_needs_an_administrator),
        TEST(a_row_of_a_past_moment_needs_an_administrator),
        TEST(a_rows_reviewer_must_be_entitled),
        TEST(a_row_of_the_future_is_refused),
        TEST(new_items_need_an_administrator),
        TEST(the_list_shows_who_may_what),
        TEST(an_id_that_the_year_does_not_know_is_told),
        TEST(the_list_is_that_of_the_commit),
        TEST(the_keys_are_those_that_ssh_keygen_takes),
        TEST(nobody_with_a_key_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
