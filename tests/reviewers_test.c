/* reviewers.md: what is read, what is refused with its line, who may do what, and the edit that
 * makes an administrator. */
#include "core/reviewers.h"

#include "core/allowed_signers.h"
#include "core/buffer.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/reviewers_edit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define KEY "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHthisIsNoRealKeyButLooksLikeOne0000"

static struct error error;

static int set_up(void **state)
{
    language_set(LANGUAGE_EN);
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static enum status read_file(void **state, const char *text, struct reviewers *out)
{
    struct document document;
    if (document_parse(*state, REVIEWERS_PATH, text, strlen(text), &document, &error))
        return error.status;
    struct reading reading = {.document = &document, .error = &error};
    reviewers_read(*state, &reading, out);
    return reading.status;
}

static struct reviewers people(void **state, const char *text)
{
    struct reviewers reviewers = {0};
    if (read_file(state, text, &reviewers))
        fail_msg("%s", error.text);
    return reviewers;
}

static const char three[] = "---\n"
                            "reviewers:\n"
                            "  - name: 李明\n"
                            "    email: liming@example.org\n"
                            "    roles: [review, confirm, publish]\n"
                            "    recused: [tonghua]\n"
                            "    keys:\n"
                            "      - " KEY " 笔记本\n"
                            "      - {key: " KEY ", from: 2021-01-01, until: 2021-12-31}\n"
                            "  - name: 王芳\n"
                            "    email: wangfang@example.org\n"
                            "    roles: [review]\n"
                            "    jurisdictions: [siping, baishan]\n"
                            "    categories: [air]\n"
                            "  - {name: 陈静, email: chenjing@example.org, roles: [confirm]}\n"
                            "---\n\n正文\n";

/* ---- Who may ---- */

static void a_role_a_scope_and_a_recusal_each_refuse(void **state)
{
    static const struct {
        const char *person;
        enum right right;
        const char *jurisdiction, *category;
        const char *said; /* NULL: allowed */
    } cases[] = {
        {"李明 <liming@example.org>", RIGHT_REVIEW, "siping", "air", NULL},
        {"Li <LiMing@Example.ORG>", RIGHT_PUBLISH, NULL, NULL, NULL},
        {"李明 <liming@example.org>", RIGHT_REVIEW, "tonghua", "air", "is recused"},
        {"李明 <liming@example.org>", RIGHT_CONFIRM, "tonghua", "air", "may: 陈静"},
        {"王芳 <wangfang@example.org>", RIGHT_REVIEW, "siping", "air", NULL},
        {"王芳 <wangfang@example.org>", RIGHT_REVIEW, "siping", "water", "other jurisdictions"},
        {"王芳 <wangfang@example.org>", RIGHT_REVIEW, "tonghua", "air", "other jurisdictions"},
        {"王芳 <wangfang@example.org>", RIGHT_CONFIRM, "siping", "air", "lacks this role"},
        {"陈静 <chenjing@example.org>", RIGHT_REVIEW, "siping", "air", "lacks this role"},
        {"孙丽 <sunli@example.org>", RIGHT_REVIEW, "siping", "air", "is not listed"},
        {"孙丽 <sunli@example.org>", RIGHT_REVIEW, "tonghua", "water", "may: nobody"},
    };
    struct reviewers reviewers = people(state, three);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum status status = reviewers_allow(&reviewers, cases[i].person, cases[i].right,
                                             cases[i].jurisdiction, cases[i].category, &error);
        assert_int_equal(status, cases[i].said ? STATUS_NO : STATUS_OK);
        if (cases[i].said && !strstr(error.text, cases[i].said))
            fail_msg("case %zu: %s", i, error.text);
    }
}

static void where_nobody_administers_who_publishes_does(void **state)
{
    struct reviewers reviewers = people(state, three);
    assert_int_equal(
        reviewers_allow(&reviewers, "liming@example.org", RIGHT_ADMINISTER, NULL, NULL, &error),
        STATUS_OK);
    assert_int_equal(
        reviewers_allow(&reviewers, "chenjing@example.org", RIGHT_ADMINISTER, NULL, NULL, &error),
        STATUS_NO);
    reviewers = people(state, "---\nreviewers:\n"
                              "  - {name: 甲, email: a@b, roles: [publish]}\n"
                              "  - {name: 乙, email: c@d, roles: [administer]}\n---\n");
    assert_int_equal(reviewers_allow(&reviewers, "a@b", RIGHT_ADMINISTER, NULL, NULL, &error),
                     STATUS_NO);
    assert_int_equal(reviewers_allow(&reviewers, "c@d", RIGHT_ADMINISTER, NULL, NULL, &error),
                     STATUS_OK);
}

static void a_list_of_nobody_is_open(void **state)
{
    static const char *const files[] = {"---\nreviewers: []\n---\n", "---\nreviewers:\n---\n",
                                        "---\nother: 1\n---\n"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct reviewers reviewers = people(state, files[i]);
        assert_int_equal(reviewers_allow(&reviewers, "x@y", RIGHT_PUBLISH, "siping", "air", &error),
                         STATUS_OK);
    }
}

static void a_key_has_its_days(void **state)
{
    struct reviewers reviewers = people(state, "---\nreviewers:\n  - name: 甲\n    email: a@b\n"
                                               "    keys:\n      - {key: " KEY
                                               " x, from: 2021-01-01, until: 2021-12-31}\n---\n");
    const struct reviewer *one = &reviewers.list[0];
    assert_false(reviewer_has_key(one, KEY, "2020-12-31"));
    assert_true(reviewer_has_key(one, KEY, "2021-01-01"));
    assert_true(reviewer_has_key(one, KEY, "2021-12-31"));
    assert_false(reviewer_has_key(one, KEY, "2022-01-01"));
    assert_false(reviewer_has_key(one, KEY "0", "2021-06-01"));
}

/* ---- Mistakes ---- */

static void a_mistake_names_its_line(void **state)
{
    static const struct {
        const char *second, *said;
    } cases[] = {
        {"    roles: [review, decide]\n", "reviewers.md:5: unknown role 'decide'"},
        {"    roles: [review]\n  - {name: 乙, email: A@B}\n", "reviewers.md:6: 'A@B' stands twice"},
        {"    roles: [review]\n  - {name: 乙}\n", "reviewers.md:6: the field 'email'"},
        {"    recused: [四平]\n", "reviewers.md:5: '四平' is no id"},
        {"    jurisdictions: siping\n", "reviewers.md:5: 'jurisdictions' must be a list"},
        {"    keys:\n      - AAAA\n", "reviewers.md:6: no public key"},
        {"    keys: [\"ssh-ed25519\\nx * " KEY "\"]\n", "reviewers.md:5: no public key"},
        {"    keys:\n      - {key: " KEY ", until: 2021-2-1}\n", "'2021-2-1' is no day"},
        {"  - {name: 乙, email: \"*\"}\n", "'*' is no mail address"},
        {"  - {name: 乙, email: \"a@b,!c@d\"}\n", "is no mail address"},
        {"  - {name: 乙, email: \"a@b\\nc@d\"}\n", "is no mail address"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer text = BUFFER_EMPTY;
        struct reviewers reviewers;
        buffer_format(&text, "---\nreviewers:\n  - name: 甲\n    email: a@b\n%s---\n",
                      cases[i].second);
        assert_int_equal(read_file(state, text.bytes, &reviewers), STATUS_INPUT);
        if (!strstr(error.text, cases[i].said))
            fail_msg("case %zu: %s", i, error.text);
        buffer_free(&text);
    }
}

/* ---- The first administrator ---- */

static void assert_edited(const char *before, const char *after)
{
    struct buffer out = BUFFER_EMPTY;
    if (reviewers_add_administrator(&out, before, strlen(before), "孙 丽", "sunli@example.org",
                                    &error))
        fail_msg("%s", error.text);
    assert_string_equal(out.bytes, after);
    buffer_free(&out);
}

static void who_is_not_listed_is_added_behind_the_others(void **state)
{
    (void)state;
    assert_edited("---\n# 示例\nreviewers:   # 名单\n- name: 甲\n  email: a@b\n  keys:\n"
                  "    - {key: " KEY ", from: 2021-01-01}\n# 末尾\nnote: x\n---\n\n正文\n",
                  "---\n# 示例\nreviewers:   # 名单\n- name: 甲\n  email: a@b\n  keys:\n"
                  "    - {key: " KEY ", from: 2021-01-01}\n"
                  "- name: 孙 丽\n  email: sunli@example.org\n"
                  "  roles: [review, confirm, publish, administer]\n"
                  "# 末尾\nnote: x\n---\n\n正文\n");
    assert_edited("---\nreviewers:\n    - {name: 甲, email: a@b}\n---",
                  "---\nreviewers:\n    - {name: 甲, email: a@b}\n"
                  "    - name: 孙 丽\n      email: sunli@example.org\n"
                  "      roles: [review, confirm, publish, administer]\n---");
}

static void who_is_listed_gets_the_role(void **state)
{
    (void)state;
    assert_edited("---\nreviewers:\n  - {name: 孙丽, roles: [review], email: SunLi@example.org}\n"
                  "---\n",
                  "---\nreviewers:\n  - {name: 孙丽, roles: [review, administer], "
                  "email: SunLi@example.org}\n---\n");
    assert_edited("---\nreviewers:\n  - {name: 甲, email: a@b, roles: [review]}\n"
                  "  - name: 孙丽\n    email: sunli@example.org\n    roles:\n      - review\n"
                  "      - confirm # 复核\n---\n",
                  "---\nreviewers:\n  - {name: 甲, email: a@b, roles: [review]}\n"
                  "  - name: 孙丽\n    email: sunli@example.org\n    roles:\n      - review\n"
                  "      - confirm # 复核\n      - administer\n---\n");
    assert_edited("---\nreviewers:\n  - {name: 孙丽, email: sunli@example.org, roles: []}\n---\n",
                  "---\nreviewers:\n  - {name: 孙丽, email: sunli@example.org, "
                  "roles: [administer]}\n---\n");
}

static void where_nothing_is_missing_nothing_changes(void **state)
{
    (void)state;
    static const char windows[] = "\xEF\xBB\xBF---\r\nreviewers:\r\n  - name: 孙丽\r\n"
                                  "    email: sunli@example.org\r\n"
                                  "    roles: [administer]\r\n---\r\n";
    static const char *const files[] = {
        "---\nreviewers: []\n---\n",
        "---\nother: 1\n---\n",
        "---\nreviewers:\n  - {name: 孙丽, email: sunli@example.org, roles: [publish]}\n---\n",
        windows,
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        assert_edited(files[i], files[i]);
}

static void a_list_that_cannot_be_changed_by_line_is_refused(void **state)
{
    (void)state;
    static const char *const files[] = {
        "---\nreviewers: [{name: 甲, email: a@b, roles: [review]}]\n---\n",
        "---\nreviewers:\n  - {name: 甲, email: a@b, roles: [administer]}\n"
        "  - {name: 孙丽, email: sunli@example.org}\n---\n"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct buffer out = BUFFER_EMPTY;
        assert_int_equal(reviewers_add_administrator(&out, files[i], strlen(files[i]), "孙丽",
                                                     "sunli@example.org", &error),
                         STATUS_INPUT);
        assert_non_null(strstr(error.text, "give yourself the role administer"));
        buffer_free(&out);
    }
}

/* ---- Allowed signers ---- */

static void a_line_for_each_key_with_the_day_after_its_last(void **state)
{
    struct reviewers reviewers = people(state, three);
    struct buffer out = BUFFER_EMPTY;
    allowed_signers_add(&out, &reviewers);
    assert_string_equal(out.bytes, "liming@example.org namespaces=\"git\" " KEY "\n"
                                   "liming@example.org namespaces=\"git\",valid-after=\"20210101\","
                                   "valid-before=\"20220101\" " KEY "\n");
    buffer_free(&out);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_role_a_scope_and_a_recusal_each_refuse),
        TEST(where_nobody_administers_who_publishes_does),
        TEST(a_list_of_nobody_is_open),
        TEST(a_key_has_its_days),
        TEST(a_mistake_names_its_line),
        TEST(who_is_not_listed_is_added_behind_the_others),
        TEST(who_is_listed_gets_the_role),
        TEST(where_nothing_is_missing_nothing_changes),
        TEST(a_list_that_cannot_be_changed_by_line_is_refused),
        TEST(a_line_for_each_key_with_the_day_after_its_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
