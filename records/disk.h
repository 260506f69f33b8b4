/*
 * Files that are not in the record: tables to import, templates, what is rendered.
 */
#ifndef KAOPING_RECORDS_DISK_H
#define KAOPING_RECORDS_DISK_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { DISK_READ_MOST = 64 * 1024 * 1024 };

/* Reads a whole file, or standard input for "-", into the arena, ended with NUL. STATUS_INPUT if
 * there is none, it cannot be read, or it is larger than 64 MiB. */
enum status disk_read(struct arena *arena, const char *path, const char **bytes, size_t *size,
                      struct error *error);

/* Writes a file whole or not at all: the old one stays until the new one is on the disk. What is
 * no regular file (a pipe, /dev/stdout) is written as it is. STATUS_FAILED with the reason. */
enum status disk_replace(const char *path, const char *bytes, size_t size, struct error *error);

/* Writes all of it to an open file, a pipe or a terminal; false with errno where that fails. */
bool disk_write_all(int file, const char *bytes, size_t size);

#endif
