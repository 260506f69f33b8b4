/*
 * A record in a folder of its own, for tests, and the real git to look at it with.
 *
 *     record_folder_new();                     // a folder, a template, an environment
 *     record_init(record_at(), template_at(), &error);
 *     assert_string_equal(git("log --format=%%s"), "…\n");
 *     record_folder_remove();
 */
#ifndef KAOPING_TESTS_HARNESS_RECORD_H
#define KAOPING_TESTS_HARNESS_RECORD_H

/* Makes the folder with the template, and makes it the home folder. Two cities (siping, baishan)
 * and the whole; air/good-days, air/pm25, and the tasks work/t01 to work/t20. */
void record_folder_new(void);
void record_folder_remove(void);

const char *record_folder(void);
const char *template_at(void);
const char *record_at(void); /* its name is not ASCII, and has a space */

/* The program's path from the root: of KAOPING_PROGRAM, else build/kaoping. */
const char *program_at(void);

/* Writes a file below the folder, with the folders above it. */
void folder_put(const char *path, const char *text);

/* Runs git in the record, or a command of the shell in the folder; gives what it wrote to both of
 * its outputs, until the next call. Its exit status goes to last_exit. */
const char *git(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *shell(const char *format, ...) __attribute__((format(printf, 1, 2)));
extern int last_exit;

/* Has somebody else change a file of the record: a clone, a commit, a push. */
void push_file(const char *path, const char *text);

#endif
