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
#include <stdint.h>

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
    OPTION_SHARED,
    OPTION_ALLOWED_SIGNERS,
    OPTION_ATTACH,
    OPTION_DEADLINE,
    OPTION_NOTICE,
    OPTION_SINCE,
    OPTION_INCOMING,
    OPTION_ACCEPT,
    OPTION_REASON,
    OPTION_TAKE,
    OPTION_BY,
    OPTION_CHANGED,
    OPTION_WAIVE,
    OPTION_PROOF,
    OPTION_PAGES,
    OPTIONS
};

#define OPTION_BIT(option) (UINT64_C(1) << (option))

enum { OPERANDS_MOST = 4 };

/* What may be given more than once, each in its order. */
enum given_list_name { GIVEN_EVIDENCE, GIVEN_ATTACH, GIVEN_TAKE, GIVEN_LISTS };

struct given_list {
    const char **list;
    size_t count;
};

struct arguments {
    const char *command;                  /* NULL for none */
    const char *operands[OPERANDS_MOST];  /* "" where there is none */
    size_t operand_count;                 /* may be more than fit */
    const char *values[OPTIONS];          /* NULL where not given; "" for one without a value */
    struct given_list lists[GIVEN_LISTS]; /* what may be given more than once */
};

/* Sorts the words behind the program's name. `--` ends the options. STATUS_INPUT for an unknown
 * option, one that lacks its value or has none, and one that is given twice and has no list. */
enum status arguments_read(struct arena *arena, int count, char **words, struct arguments *out,
                           struct error *error);

/* The option as it is typed: "--year". */
const char *option_name(enum option option);

#endif
