#include "tui/arguments.h"

#include "core/language.h"
#include "core/memory.h"

#include <string.h>

enum takes { TAKES_NONE, TAKES_VALUE, TAKES_OPTIONAL };

static const struct {
    const char *name;
    enum takes takes;
} options[OPTIONS] = {
    [OPTION_RECORD] = {"-C", TAKES_VALUE},
    [OPTION_YEAR] = {"--year", TAKES_VALUE},
    [OPTION_LANGUAGE] = {"--lang", TAKES_VALUE},
    [OPTION_HELP] = {"--help", TAKES_NONE},
    [OPTION_VERSION] = {"--version", TAKES_NONE},
    [OPTION_FROM] = {"--from", TAKES_VALUE},
    [OPTION_SAMPLE] = {"--sample", TAKES_OPTIONAL},
    [OPTION_PENDING] = {"--pending", TAKES_NONE},
    [OPTION_JSON] = {"--json", TAKES_NONE},
    [OPTION_CSV] = {"--csv", TAKES_NONE},
    [OPTION_VERDICT] = {"--verdict", TAKES_VALUE},
    [OPTION_VALUE] = {"--value", TAKES_VALUE},
    [OPTION_SCORE] = {"--score", TAKES_VALUE},
    [OPTION_NOTE] = {"--note", TAKES_VALUE},
    [OPTION_EVIDENCE] = {"--evidence", TAKES_VALUE},
    [OPTION_CONDITIONS] = {"--conditions", TAKES_VALUE},
    [OPTION_RETURN] = {"--return", TAKES_VALUE},
    [OPTION_FORMAT] = {"--format", TAKES_VALUE},
    [OPTION_DRAFT] = {"--draft", TAKES_NONE},
    [OPTION_TEMPLATE] = {"--template", TAKES_VALUE},
    [OPTION_FACTS] = {"--facts", TAKES_VALUE},
    [OPTION_AT] = {"--at", TAKES_VALUE},
    [OPTION_OUTPUT] = {"-o", TAKES_VALUE},
    [OPTION_SHARED] = {"--shared", TAKES_NONE},
    [OPTION_ALLOWED_SIGNERS] = {"--allowed-signers", TAKES_NONE},
    [OPTION_ATTACH] = {"--attach", TAKES_VALUE},
    [OPTION_DEADLINE] = {"--deadline", TAKES_VALUE},
    [OPTION_NOTICE] = {"--notice", TAKES_VALUE},
    [OPTION_SINCE] = {"--since", TAKES_VALUE},
    [OPTION_INCOMING] = {"--incoming", TAKES_NONE},
    [OPTION_ACCEPT] = {"--accept", TAKES_VALUE},
    [OPTION_REASON] = {"--reason", TAKES_VALUE},
    [OPTION_TAKE] = {"--take", TAKES_VALUE},
    [OPTION_BY] = {"--by", TAKES_VALUE},
    [OPTION_CHANGED] = {"--changed", TAKES_NONE},
    [OPTION_WAIVE] = {"--waive", TAKES_VALUE},
    [OPTION_PROOF] = {"--proof", TAKES_NONE},
    [OPTION_PAGES] = {"--pages", TAKES_VALUE},
};

const char *option_name(enum option option)
{
    return options[option].name;
}

/* The option that a word names, alone or with `=value`; -1 for none. */
static int find_option(const char *word, size_t size)
{
    if (size == 2 && strncmp(word, "-h", size) == 0)
        return OPTION_HELP;
    for (int i = 0; i < OPTIONS; i++)
        if (strlen(options[i].name) == size && strncmp(options[i].name, word, size) == 0)
            return i;
    return -1;
}

/* Where each of its values goes; NULL for one that is given once. */
static struct given_list *list_of(struct arguments *arguments, enum option option)
{
    switch (option) {
    case OPTION_EVIDENCE:
        return &arguments->lists[GIVEN_EVIDENCE];
    case OPTION_ATTACH:
        return &arguments->lists[GIVEN_ATTACH];
    case OPTION_TAKE:
        return &arguments->lists[GIVEN_TAKE];
    default:
        return NULL;
    }
}

/* `verify --evidence` needs no folder; elsewhere evidence is a file. */
static enum takes what_takes(const struct arguments *so_far, int option)
{
    bool verify = so_far->command && strcmp(so_far->command, "verify") == 0;
    return option == OPTION_EVIDENCE && verify ? TAKES_OPTIONAL : options[option].takes;
}

/* Reads the option in words[*at], which moves on where its value is the next word. */
static enum status read_option(int count, char **words, int *at, struct arguments *out,
                               struct error *error)
{
    const char *word = words[*at];
    size_t size = strncmp(word, "--", 2) == 0 ? strcspn(word, "=") : strlen(word);
    int option = find_option(word, size);
    const char *value = word[size] ? word + size + 1 : NULL;
    if (option < 0)
        return fail(
            error, STATUS_INPUT, NULL, 0,
            TR("unknown option '%s': see kaoping --help", "未知的选项“%s”：见 kaoping --help"),
            word);
    enum takes takes = what_takes(out, option);
    if (takes == TAKES_NONE && value)
        return fail(error, STATUS_INPUT, NULL, 0, TR("%s takes no value", "%s 不带值"),
                    options[option].name);
    if (takes == TAKES_VALUE && !value) {
        if (*at + 1 >= count)
            return fail(error, STATUS_INPUT, NULL, 0,
                        TR("%s needs a value behind it", "%s 之后须有值"), options[option].name);
        value = words[++*at];
    }
    /* which of the two was meant, nobody can say */
    struct given_list *list = list_of(out, (enum option)option);
    if (out->values[option] && !list)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("%s is given twice: leave one out", "%s 出现两次：请去掉一个"),
                    options[option].name);
    out->values[option] = value ? value : "";
    if (list)
        list->list[list->count++] = out->values[option];
    return STATUS_OK;
}

static void add_word(struct arguments *out, const char *word)
{
    if (!out->command) {
        out->command = word;
        return;
    }
    if (out->operand_count < OPERANDS_MOST)
        out->operands[out->operand_count] = word;
    out->operand_count++;
}

enum status arguments_read(struct arena *arena, int count, char **words, struct arguments *out,
                           struct error *error)
{
    bool ended = false;
    *out = (struct arguments){.operands = {"", "", "", ""}};
    for (int i = 0; i < GIVEN_LISTS; i++)
        out->lists[i].list = arena_array(arena, (size_t)count + 1, sizeof(char *));
    for (int i = 1; i < count; i++) {
        if (ended || words[i][0] != '-' || !words[i][1])
            add_word(out, words[i]);
        else if (strcmp(words[i], "--") == 0)
            ended = true;
        else if (read_option(count, words, &i, out, error))
            return error->status;
    }
    return STATUS_OK;
}
