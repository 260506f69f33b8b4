/*
 * One program on one record, in a terminal of 120 columns and 40 rows.
 *
 *     struct session session = session_open(&tig, record);
 *     double cost = session_press(&session, "j", &writes);
 *     session_close(&session);
 */
#ifndef KAOPING_TESTS_BENCH_SESSION_H
#define KAOPING_TESTS_BENCH_SESSION_H

#include "tests/harness/terminal.h"

enum {
    ROWS = 40,
    COLUMNS = 120,
    QUIET = 30,      /* milliseconds without a byte, after which what a key asked for is drawn */
    KEPT_AFTER = 700 /* and after which nothing more is kept on the disk because of it */
};

enum program { KAOPING, TIG };

struct session {
    struct terminal *terminal;
    enum program program;
    double begun; /* in milliseconds of the monotonic clock */
};

/* Where the bench keeps what it makes, and kaoping's program: to be set first. */
extern const char *bench_folder, *bench_kaoping;

/* In milliseconds of the monotonic clock. */
double session_now(void);

/* Opens the record: kaoping begins on its overview, for nothing is resumed (but what it keeps of an
 * earlier reading is in FOLDER/cache), tig on its list of commits. */
struct session session_open(enum program program, const char *record);
void session_close(struct session *session);

/* Presses a key, waits until it is drawn, and returns how many bytes came for it; `writes`, if it
 * is not NULL, receives how many calls of write() those took. */
size_t session_press(struct session *session, const char *key, double *writes);

/* How many bytes the text on the screen has, without the blanks at the ends of the rows. */
size_t session_text(struct session *session);

/* Runs a command of the shell; ends the bench if it fails. */
void session_shell(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
