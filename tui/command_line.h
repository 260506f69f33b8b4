/*
 * The command line: `kaoping [-C RECORD] [--year Y] [--lang zh|en] COMMAND …`.
 */
#ifndef KAOPING_TUI_COMMAND_LINE_H
#define KAOPING_TUI_COMMAND_LINE_H

/* Runs what the words of main() ask for and returns the exit status (core/error.h). The locale
 * must be set. */
int command_line_run(int count, char **words);

#endif
