/*
 * The words of a command line, sorted: options wherever they stand, the command, its operands.
 *
 *     struct arguments arguments;
 *     if (arguments_read(arena, argc, argv, &arguments, &error))
 *         return error.status;
 *     const char *year = arguments.values[OPTION_YEAR];         // NULL: not given
 */
#ifndef KAOPING_TUI_ARGUMENTS_H
#define KAOPING_TUI_ARGUMENTS_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum option {
    OPTION_RECORD,
    OPTION_YEAR,
    OPTION_LANGUAGE,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_FROM,
    OPTION_SAMPLE,
    OPTION_PENDING,
    OPTION_JSON,
    OPTION_CSV,
    OPTION_VERDICT,
    OPTION_VALUE,
    OPTION_SCORE,
    OPTION_NOTE,
    OPTION_EVIDENCE,
    OPTION_CONDITIONS,
    OPTION_RETURN,
    OPTION_FORMAT,
    OPTION_DRAFT,
    OPTION_TEMPLATE,
    OPTION_FACTS,
    OPTION_AT,
    OPTION_OUTPUT,
    OPTIONS
};

#define OPTION_BIT(option) (1u << (option))

enum { OPERANDS_MOST = 4 };

struct arguments {
    const char *command;                 /* NULL for none */
    const char *operands[OPERANDS_MOST]; /* "" where there is none */
    size_t operand_count;                /* may be more than fit */
    const char *values[OPTIONS];         /* NULL where not given; "" for one without a value */
    const char **evidence;               /* of every --evidence, in order */
    size_t evidence_count;
};

/* Sorts the words behind the program's name. `--` ends the options. STATUS_INPUT for an unknown
 * option, one that lacks its value or has none, and any but --evidence that is given twice. */
enum status arguments_read(struct arena *arena, int count, char **words, struct arguments *out,
                           struct error *error);

/* The option as it is typed: "--year". */
const char *option_name(enum option option);

#endif
