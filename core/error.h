/*
 * Errors are values. A function that can fail returns an `enum status` and, for anything but
 * STATUS_OK, has filled the `struct error` that its caller passed with one complete sentence:
 * `FILE:LINE: what, and what to do`.
 *
 *     struct error error;
 *     if (decimal_parse(text, &value, &error))
 *         return fail_at(error, path, line);
 *
 * The numbers are the program's exit statuses, so that main has nothing to translate.
 */
#ifndef KAOPING_CORE_ERROR_H
#define KAOPING_CORE_ERROR_H

enum status {
    STATUS_OK = 0,
    STATUS_NO = 1,       /* the answer is no: nothing was wrong with the question */
    STATUS_INPUT = 2,    /* wrong usage, or input that breaks a rule */
    STATUS_CONFLICT = 3, /* somebody else decided meanwhile */
    STATUS_FAILED = 4    /* the record or the disk failed */
};

struct error {
    enum status status;
    char text[1024]; /* cut at a character's border; control characters were made harmless */
};

/* Fills `error` and returns `status`. `file` may be NULL and `line` 0 where there is none; line
 * counts from 1. */
enum status fail(struct error *error, enum status status, const char *file, int line,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Gives an error that knew no place its file and line. Returns the error's status. */
enum status fail_at(struct error *error, const char *file, int line);

#endif
