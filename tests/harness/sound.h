/*
 * Whether a record is sound after a test that mistreated the program.
 *
 *     char since[SOUND_COMMIT];
 *     sound_begin(since);                            // main as it is
 *     …                                              // keys, kills, other writers
 *     sound_check(since);                            // ends the test with what is wrong
 */
#ifndef KAOPING_TESTS_HARNESS_SOUND_H
#define KAOPING_TESTS_HARNESS_SOUND_H

enum { SOUND_COMMIT = 64 };

void sound_begin(char since[SOUND_COMMIT]);

/* git finds every object whole; the program reads every file; each commit since changes one file
 * alone, a decision or a confirmation, and has one parent; nobody confirmed a decision of their
 * own. Returns how many commits there are. */
int sound_check(const char *since);

#endif
