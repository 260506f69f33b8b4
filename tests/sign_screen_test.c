/*
 * Signing as who sits at the terminal meets it: a signature that fails keeps what was typed, a
 * batch says how far it is, and the view of a commit names the key.
 */
#include "tests/harness/record.h"
#include "tests/harness/review.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The review's record, and a key that git is told of. */
static int set_up(void **state)
{
    int failed = review_set_up(state);
    shell("mkdir .ssh; ssh-keygen -q -t ed25519 -N '' -C x -f .ssh/key; git config --global "
          "gpg.format ssh; git config --global user.signingKey '~/.ssh/key'");
    return failed || last_exit;
}

static void a_signature_that_fails_keeps_what_was_typed(void **state)
{
    (void)state;
    shell("mv .ssh .away");
    struct terminal *terminal = open_item();
    press(terminal, "2", "数值（%）：");
    press(terminal, "\02577.5\r", "评定：部分完成 77.5%");
    press(terminal, "\r", "未能保存，密钥无法读取：请检查 git config user.signingKey");
    assert_true(terminal_has(terminal, "[2 部分完成]"));
    assert_true(terminal_has(terminal, "实际77.5"));
    shell("mv .away .ssh");
    press(terminal, "\r", "还有5项");
    quit(terminal);
    assert_last_commit("%an %(trailers:key=Verdict,valueonly,separator=)", "王芳 partly");
    assert_non_null(strstr(git("cat-file -p main"), "gpgsig -----BEGIN SSH SIGNATURE-----"));
}

static void a_batch_that_takes_long_says_how_far_it_is(void **state)
{
    (void)state;
    folder_put("slow", "#!/bin/sh\nsleep 0.3\nexec ssh-keygen \"$@\"\n");
    shell("chmod +x slow; git config --global gpg.ssh.program \"$PWD/slow\"");
    struct terminal *terminal = open_review();
    press(terminal, "\r", "> 待评定");
    press(terminal, "*", "已标记3项");
    press(terminal, SEND_F6, "按数字为全部选结论");
    press(terminal, "1", "写入2项");
    press(terminal, "\r", "正在写入：1/3项");
    assert_true(terminal_shows(terminal, "已评定2项，各为一个提交"));
    quit(terminal);
}

static void the_view_of_a_commit_names_the_key(void **state)
{
    (void)state;
    struct terminal *terminal = open_item();
    press(terminal, "2", "数值（%）：");
    press(terminal, "\02577.5\r", "评定：部分完成 77.5%");
    press(terminal, "\r", "还有5项");
    press(terminal, SEND_F11 "4", "共4条");
    char expected[128];
    snprintf(expected, sizeof expected, "已签名 %s",
             shell("ssh-keygen -lf .ssh/key.pub | cut -d' ' -f2 | tr -d '\\n'"));
    press(terminal, "\r", expected);
    press(terminal, "\033", "全部  共4条");
    quit(terminal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_signature_that_fails_keeps_what_was_typed, set_up,
                                        review_tear_down),
        cmocka_unit_test_setup_teardown(a_batch_that_takes_long_says_how_far_it_is, set_up,
                                        review_tear_down),
        cmocka_unit_test_setup_teardown(the_view_of_a_commit_names_the_key, set_up,
                                        review_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
