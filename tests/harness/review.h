/*
 * The review in a terminal, on a record of its own: two cities, and for each an indicator, a task
 * and an item that is scored by hand. Keys in, screen out, and what the record then holds.
 *
 *     struct terminal *terminal = open_item();       // 王芳 sits there, in Chinese, at 80×24
 *     press(terminal, "1", "数值（%）：");             // sends the keys, waits for the text
 *     run("decide siping air/straw --verdict met");  // 李明 works elsewhere
 *     quit(terminal);
 *     assert_last_commit("%an", "李明");
 *
 * Every test is set up and torn down by review_set_up() and review_tear_down().
 */
#ifndef KAOPING_TESTS_HARNESS_REVIEW_H
#define KAOPING_TESTS_HARNESS_REVIEW_H

#include "tests/harness/terminal.h"

#define WANG "GIT_AUTHOR_NAME=王芳", "GIT_AUTHOR_EMAIL=wangfang@example.org"
#define LI "GIT_AUTHOR_NAME=李明", "GIT_AUTHOR_EMAIL=liming@example.org"

int review_set_up(void **state);
int review_tear_down(void **state);

/* Runs a command of the program on the record, as 李明. */
void run(const char *words);

/* Compares what git says of the record's last commit. */
void assert_last_commit(const char *format, const char *expected);

struct terminal *open_with(const char *const *environment, int rows, int columns);
struct terminal *open_review(void);

/* Opens it on the first open item. */
struct terminal *open_item(void);

/* Leaves it, wherever it is; it must end well. */
void quit(struct terminal *terminal);

void press(struct terminal *terminal, const char *keys, const char *shown);

#endif
