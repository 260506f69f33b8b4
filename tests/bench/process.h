/*
 * What the kernel says of a process, without stopping or slowing it (proc(5)).
 */
#ifndef KAOPING_TESTS_BENCH_PROCESS_H
#define KAOPING_TESTS_BENCH_PROCESS_H

#include <stdbool.h>

/* A field of /proc/PID/status or /proc/PID/io: "VmRSS" and "VmHWM" in KiB, "syscw" the calls of
 * write() and its like so far. Ends the bench if there is no such field. */
double process_field(int process, const char *file, const char *field);

/* Processor time so far, in milliseconds, of all its threads that live. */
double process_time(int process);

/* Whether it sleeps until something comes. */
bool process_sleeps(int process);

#endif
