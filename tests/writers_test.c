/*
 * Other writers all the while: 李明 decides another city's items in a loop and pushes from a clone
 * now and then, while 王芳 decides thirty items in the terminal. Nothing is lost, the cursor stays
 * on its item, and where both decide the same one she is asked.
 */
#include "tests/harness/record.h"
#include "tests/harness/review.h"
#include "tests/harness/sound.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int number_of(const char *text)
{
    return (int)strtol(text, NULL, 10);
}

enum { ITEMS = 30, CONFLICT_EVERY = 10, FOLLOW_EVERY = 6 };

static int set_up(void **state)
{
    int failed = review_set_up(state);
    shell("git clone -q '%s' clone; for i in $(seq 10 %d); do "
          "printf -- '---\\nname: 工作%%s\\nkind: task\\norder: %%s\\napplies: [all]\\n"
          "source: 一号文\\nfull: 1\\n---\\n' $i $i >clone/2020/checklist/air/w$i.md; done; "
          "cd clone && git add -A && git commit -qm '外来提交' && git push -q origin main",
          record_at(), 9 + ITEMS);
    run("decide siping air/good-days --verdict met --value 89.9");
    run("decide siping air/straw --verdict met");
    run("decide siping air/work --verdict met --score 3 --note 好");
    return failed;
}

/* 李明's loop, until the file `stop` is there. It notes each decision that it was told is written,
 * and each push. */
static void begin_others(void)
{
    folder_put("others",
               "export GIT_AUTHOR_NAME=李明 GIT_AUTHOR_EMAIL=liming@example.org\n"
               "i=0\n"
               "while [ ! -e stop ]; do\n"
               "  i=$((i + 1)) item=w$((10 + i % 30)) verdict=$([ $((i % 2)) = 0 ] && echo met || "
               "echo unmet)\n"
               "  \"$1\" -C \"$2\" decide baishan air/$item --verdict $verdict --note 第$i次 "
               ">/dev/null 2>>errors && echo $i >>written\n"
               "  [ $((i % 8)) = 0 ] || continue\n"
               "  (cd clone && git pull -q --rebase origin main && echo 第$i次 >>programme.md &&\n"
               "   git commit -qam \"外来提交$i\" && git push -q origin main) 2>/dev/null && "
               "echo $i >>pushed\n"
               "done\n"
               "echo >ended\n");
    shell("mkfifo ended; sh others '%s' '%s' >/dev/null 2>&1 &", program_at(), record_at());
}

/* Waits for the end of what it is doing. */
static void end_others(void)
{
    shell("touch stop; cat ended");
}

static bool follows(struct terminal *terminal, void *context)
{
    (void)context;
    return terminal_has(terminal, "已载入他人的新提交");
}

static void decide(struct terminal *terminal, int number)
{
    char name[64], words[96];
    snprintf(name, sizeof name, "> 工作%d", number);
    assert_true(terminal_shows(terminal, name));
    if (number % FOLLOW_EVERY == 0) { /* the screen follows; the cursor stays */
        assert_true(terminal_until(terminal, follows, NULL));
        assert_true(terminal_has(terminal, name));
    }
    press(terminal, "1", "[1 完成]");
    if (number % CONFLICT_EVERY == 0) {
        snprintf(words, sizeof words, "decide siping air/w%d --verdict unmet", number);
        run(words);
        press(terminal, "\r", "以您的替换");
        assert_true(terminal_has(terminal, name));
    }
    terminal_send(terminal, "\r");
}

static void nothing_is_lost_beside_other_writers(void **state)
{
    (void)state;
    char since[SOUND_COMMIT];
    struct terminal *terminal = open_item();
    sound_begin(since);
    begin_others();
    for (int number = 10; number < 10 + ITEMS; number++)
        decide(terminal, number);
    assert_true(terminal_shows(terminal, "白山市 ")); /* all of her city is decided */
    quit(terminal);
    end_others();
    int commits = sound_check(since);
    int written = number_of(shell("wc -l <written")), pushed = number_of(shell("wc -l <pushed"));
    int foreign = number_of(git("rev-list --count --grep=外来提交 %s..main", since));
    int hers =
        number_of(git("rev-list --count --author=王芳 %s..main -- 2020/decisions/siping", since));
    assert_true(written > 0 && pushed > 0);
    assert_int_equal(hers, ITEMS);
    assert_int_equal(commits, ITEMS + ITEMS / CONFLICT_EVERY + written + foreign);
    /* A push that lost the race goes along with the next one. */
    assert_in_range(foreign, pushed, written);
    assert_int_equal(number_of(git("show main:programme.md | grep -c '^第'")), foreign);
    assert_string_equal(shell("cat errors 2>/dev/null"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_lost_beside_other_writers, set_up,
                                        review_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
