/*
 * A program run to its end.
 *
 *     struct run git = RUN(folder, "git", "add", file);
 *     git.milliseconds;
 */
#ifndef KAOPING_TESTS_BENCH_RUN_H
#define KAOPING_TESTS_BENCH_RUN_H

enum { RUN_WORDS_MOST = 15 };

struct run {
    double milliseconds;
    double processor; /* milliseconds of it */
    double mebibytes; /* at its peak */
};

/* Runs a program in a folder, what it says thrown away; ends the bench if it fails. */
struct run run(const char *const *words, const char *folder);

#define RUN(folder, ...) run((const char *const[]){__VA_ARGS__, NULL}, folder)

/* Ends the bench: what failed, and what the system says of it. */
void give_up(const char *what) __attribute__((noreturn));

#endif
