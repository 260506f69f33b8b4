#include "tui/command_line.h"

#include "core/language.h"
#include "core/memory.h"
#include "tui/command.h"
#include "tui/config.h"
#include "tui/review.h"
#include "tui/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EVERYWHERE \
    (OPTION_BIT(OPTION_LANGUAGE) | OPTION_BIT(OPTION_HELP) | OPTION_BIT(OPTION_VERSION))
#define IN_RECORD (EVERYWHERE | OPTION_BIT(OPTION_RECORD) | OPTION_BIT(OPTION_YEAR))

/* Every command: what it takes, what runs it, and its lines of help. */
static const struct command {
    const char *name;
    enum status (*run)(struct call *call, struct error *error);
    uint64_t options;
    size_t least, most; /* operands */
    const char *usage, *english, *chinese;
} commands[] = {
    {"init", command_init,
     EVERYWHERE | OPTION_BIT(OPTION_FROM) | OPTION_BIT(OPTION_SAMPLE) | OPTION_BIT(OPTION_SHARED),
     1, 1, "init RECORD --from TEMPLATE [--sample[=complete]] [--shared]",
     "make a record; --sample imports the template's sample but for the last decisions",
     "新建考评库；--sample 同时导入示例评定，末尾几项留待评定"},
    {"status", command_status, IN_RECORD | OPTION_BIT(OPTION_PENDING) | OPTION_BIT(OPTION_JSON), 0,
     0, "status [--pending] [--json]", "where each jurisdiction stands; --pending lists the items",
     "各考评对象的进度；--pending 列出待评定项"},
    {"show", command_show, IN_RECORD | OPTION_BIT(OPTION_JSON), 2, 2,
     "show JURISDICTION ITEM [--json]", "an item, its report, decision, confirmation and history",
     "某一考评项的要求、自查、评定、复核和历次记录"},
    {"decide", command_decide,
     IN_RECORD | OPTION_BIT(OPTION_VERDICT) | OPTION_BIT(OPTION_VALUE) | OPTION_BIT(OPTION_SCORE) |
         OPTION_BIT(OPTION_NOTE) | OPTION_BIT(OPTION_EVIDENCE) | OPTION_BIT(OPTION_ATTACH) |
         OPTION_BIT(OPTION_CONDITIONS) | OPTION_BIT(OPTION_DEADLINE) | OPTION_BIT(OPTION_NOTICE),
     2, 2,
     "decide JURISDICTION ITEM --verdict V [--value X] [--score S] [--note T|-] [--evidence F]… "
     "[--attach F]… [--conditions LIST] [--notice DAY/DAY] [--deadline DAY]",
     "one decision; the verdict withdrawn takes the present one back; --attach puts a file of at "
     "most 1 MiB into the record; --deadline asks for an extension",
     "作出一项评定；结论 withdrawn 撤回现有评定；--attach 将不超过1 "
     "MiB的佐证文件存入记录；--deadline "
     "申请延期"},
    {"report", command_report,
     IN_RECORD | OPTION_BIT(OPTION_VALUE) | OPTION_BIT(OPTION_NOTE) | OPTION_BIT(OPTION_EVIDENCE),
     2, 2, "report JURISDICTION ITEM [--value X] [--note T|-] [--evidence F]…",
     "what the jurisdiction says of itself", "记录一项自查"},
    {"confirm", command_confirm, IN_RECORD | OPTION_BIT(OPTION_RETURN), 2, 2,
     "confirm JURISDICTION ITEM [--return REASON]", "confirm a decision, or return it",
     "复核一项评定，或退回"},
    {"import", command_import, IN_RECORD, 2, 2,
     "import reports|decisions|confirmations|rectifications FILE.csv",
     "many at once, all or nothing; UTF-8 or GB18030",
     "批量导入，全部成功或全部不作数；UTF-8或GB18030"},
    {"evidence", command_evidence, IN_RECORD | OPTION_BIT(OPTION_AT) | OPTION_BIT(OPTION_OUTPUT), 2,
     2, "evidence JURISDICTION ITEM [-o FOLDER]",
     "its evidence, compared with the recorded hashes; -o writes out what is attached",
     "该项佐证及校验结果；-o 取出已存入记录的文件"},
    {"score", command_score, IN_RECORD | OPTION_BIT(OPTION_CSV) | OPTION_BIT(OPTION_JSON), 0, 0,
     "score [--csv|--json]", "totals, ranks and grades", "总分、名次和等次"},
    {"facts", command_facts, IN_RECORD | OPTION_BIT(OPTION_JSON), 0, 0, "facts [--json]",
     "every fact and its value", "全部事实及其数值"},
    {"render", command_render,
     IN_RECORD | OPTION_BIT(OPTION_FORMAT) | OPTION_BIT(OPTION_DRAFT) |
         OPTION_BIT(OPTION_TEMPLATE) | OPTION_BIT(OPTION_FACTS) | OPTION_BIT(OPTION_AT) |
         OPTION_BIT(OPTION_OUTPUT) | OPTION_BIT(OPTION_PROOF) | OPTION_BIT(OPTION_PAGES),
     0, 0,
     "render [--format md|html|text|pdf|docx] [--draft] [--proof] [--pages N-M] [--template F] "
     "[--at COMMIT] [--facts JSON] [-o FILE]",
     "the circular", "生成通报"},
    {"proof", command_proof,
     IN_RECORD | OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_WAIVE) | OPTION_BIT(OPTION_REASON), 0,
     0, "proof [--json] [--waive FINDING --reason REASON]",
     "proof-read the template and its draft; --waive lets a finding stand, on record",
     "校对模板和草稿；--waive 放行一处，理由写入记录"},
    {"publish", command_publish, IN_RECORD, 0, 0, "publish",
     "the final circular and its tag; freezes the year", "通报定稿并打标签，冻结该年度"},
    {"reopen", command_reopen, IN_RECORD | OPTION_BIT(OPTION_REASON), 0, 0,
     "reopen --reason REASON", "open a published year again, on record",
     "重新开启已定稿的年度，理由写入记录"},
    {"trace", command_trace, IN_RECORD | OPTION_BIT(OPTION_JSON), 1, 1, "trace FACT [--json]",
     "the decisions and commits behind a figure", "某一数字所依据的评定和提交"},
    {"log", command_log,
     IN_RECORD | OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_BY) | OPTION_BIT(OPTION_CHANGED), 0, 2,
     "log [JURISDICTION [ITEM]] [--by MAIL] [--changed] [--json]",
     "the history; --by: of one person; --changed: decisions that replaced a confirmed one",
     "历史记录；--by 只看某人；--changed 只看改动已复核评定的"},
    {"sync", command_sync, IN_RECORD | OPTION_BIT(OPTION_TAKE), 0, 1,
     "sync [REMOTE] [--take here:ENTRY|there:ENTRY]…",
     "exchange with another host; --take chooses where both sides changed the same",
     "与另一台主机交换；双方均有更改处用 --take 选择"},
    {"verify", command_verify,
     EVERYWHERE | OPTION_BIT(OPTION_RECORD) | OPTION_BIT(OPTION_SINCE) | OPTION_BIT(OPTION_JSON) |
         OPTION_BIT(OPTION_EVIDENCE) | OPTION_BIT(OPTION_INCOMING) | OPTION_BIT(OPTION_ACCEPT),
     0, 0, "verify [--since COMMIT] [--json] [--evidence[=F]] [--incoming] [--accept COMMIT]",
     "every commit against the rules; --evidence: files too; --incoming: as a pre-receive hook; "
     "--accept: main may have gone back to there",
     "逐个提交核对规则；--evidence 同时核对佐证文件；--incoming 用作 pre-receive 钩子；--accept "
     "认可 main 退回到该处"},
    {"reviewers", command_reviewers,
     IN_RECORD | OPTION_BIT(OPTION_AT) | OPTION_BIT(OPTION_JSON) |
         OPTION_BIT(OPTION_ALLOWED_SIGNERS),
     0, 0, "reviewers [--json|--allowed-signers] [--at COMMIT]",
     "who may do what; --allowed-signers prints their keys for git and ssh-keygen",
     "谁可以做什么；--allowed-signers 输出供 git 和 ssh-keygen 使用的公钥"},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

/* ---- Help ---- */

static const struct {
    const char *english, *chinese;
} operand_words[] = {
    {"RECORD", "考评库"}, {"TEMPLATE", "模板"}, {"JURISDICTION", "考评对象"},
    {"ITEM", "考评项"},   {"FACT", "事实"},     {"FILE", "文件"},
    {"LIST", "条件"},     {"COMMIT", "提交"},   {"REASON", "理由"},
    {"V", "结论"},        {"X", "数值"},        {"S", "得分"},
    {"T", "说明"},        {"F", "文件"},        {"DAY", "日期"},
    {"FOLDER", "文件夹"}, {"FINDING", "编号"},  {"REMOTE", "远端"},
    {"ENTRY", "条目"},
};

/* A usage, its operands in the reader's words. */
static void add_usage(struct buffer *out, const char *usage)
{
    for (size_t size; *usage; usage += size) {
        const char *word = usage;
        size = strspn(usage, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        for (size_t i = 0; size && i < sizeof operand_words / sizeof *operand_words; i++)
            if (strlen(operand_words[i].english) == size &&
                strncmp(operand_words[i].english, usage, size) == 0)
                word = TR(operand_words[i].english, operand_words[i].chinese);
        size += size == 0;
        buffer_add_bytes(out, word, word == usage ? size : strlen(word));
    }
}

static void add_help(struct buffer *out)
{
    buffer_add(
        out,
        TR("usage: kaoping [-C RECORD] [--year YEAR] [--lang zh|en] [COMMAND …]\n\n"
           "Without a command the review opens. Without -C the record is\n"
           "$KAOPING_RECORD, else the current folder.\n\n",
           "用法：kaoping [-C 考评库] [--year 年度] [--lang zh|en] [命令 …]\n\n"
           "不带命令时打开评定界面。不带 -C 时，考评库为 $KAOPING_RECORD，否则为当前文件夹。\n\n"));
    for (size_t i = 0; i < COMMANDS; i++) {
        buffer_add(out, "  ");
        add_usage(out, commands[i].usage);
        buffer_format(out, "\n      %s\n", TR(commands[i].english, commands[i].chinese));
    }
    buffer_add(out, TR("\nExit: 0 done, 1 the answer is no, 2 wrong usage or input, "
                       "3 somebody else decided first, 4 the record or the disk failed.\n",
                       "\n退出码：0 完成，1 答案是否，2 用法或输入有误，3 别人先评定了，4 "
                       "考评库或磁盘出错。\n"));
}

/* In both languages where nothing says which one the reader has. */
static void show_help(struct call *call)
{
    if (!call->language_known) {
        add_help(&call->out);
        buffer_add_char(&call->out, '\n');
        language_set(LANGUAGE_EN);
    }
    add_help(&call->out);
}

/* ---- Language ---- */

/* What the locale's variables say, the strongest first; -1 where they say nothing. */
static int locale_language(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return language_from_name(value);
    }
    return -1;
}

static void use_language(struct call *call, int language)
{
    if (language < 0)
        return;
    call->language_known = true;
    language_set((enum language)language);
}

/* The weakest first, so that a mistake in the strongest is said in the language of the others. */
static enum status choose_language(struct call *call, struct error *error)
{
    struct config config;
    config_read(&config); /* what is wrong with it, the review says */
    use_language(call, locale_language());
    use_language(call, config.language);
    use_language(call, language_from_name(getenv("KAOPING_LANG")));
    if (!call_has(call, OPTION_LANGUAGE))
        return STATUS_OK;
    const char *name = call_text(call, OPTION_LANGUAGE);
    use_language(call, language_from_name(name));
    if (language_from_name(name) < 0)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("unknown language '%s': use zh or en", "未知的语言“%s”：可用 zh 或 en"),
                    name);
    return STATUS_OK;
}

/* ---- Running ---- */

static enum status find_command(const char *name, const struct command **out, struct error *error)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i].name, name) == 0) {
            *out = &commands[i];
            return STATUS_OK;
        }
    return fail(error, STATUS_INPUT, NULL, 0,
                TR("unknown command '%s': see kaoping --help", "未知的命令“%s”：见 kaoping --help"),
                name);
}

static enum status fail_usage(const struct command *command, struct error *error)
{
    struct buffer usage = BUFFER_EMPTY;
    add_usage(&usage, command->usage);
    enum status status = fail(error, STATUS_INPUT, NULL, 0,
                              TR("usage: kaoping %s", "用法：kaoping %s"), usage.bytes);
    buffer_free(&usage);
    return status;
}

static enum status check_arguments(const struct command *command, const struct arguments *arguments,
                                   struct error *error)
{
    for (int i = 0; i < OPTIONS; i++)
        if (arguments->values[i] && !(command->options & OPTION_BIT(i)))
            return fail(error, STATUS_INPUT, NULL, 0,
                        TR("%s does not take %s: kaoping %s", "%s 命令没有 %s 选项：kaoping %s"),
                        command->name, option_name((enum option)i), command->usage);
    if (arguments->operand_count < command->least || arguments->operand_count > command->most)
        return fail_usage(command, error);
    const char *year = arguments->values[OPTION_YEAR];
    if (year && (strlen(year) != 4 || strspn(year, "0123456789") != 4))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("'%s' is no year: write four digits", "“%s”不是年度：请写四位数字"), year);
    return STATUS_OK;
}

/* Without a command: the review on a terminal, else what it would show first. */
static enum status run_nothing(struct call *call, struct error *error)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        if (command_status(call, error))
            return error->status;
        buffer_add_char(&call->out, '\n');
        return command_draft(call, error);
    }
    return review_run(call_record(call), call->arguments->values[OPTION_YEAR], call->language_known,
                      error);
}

static const struct command nothing = {
    .run = run_nothing, .options = IN_RECORD, .usage = "--help", .name = "kaoping"};

static enum status run(struct call *call, struct arguments *arguments, int count, char **words,
                       struct error *error)
{
    const struct command *command = &nothing;
    enum status status = arguments_read(call->arena, count, words, arguments, error);
    enum status language = choose_language(call, error);
    if (status || language) /* an error of the words is said in the reader's language */
        return status ? arguments_read(call->arena, count, words, arguments, error) : language;
    if (call_has(call, OPTION_HELP)) {
        show_help(call);
        return STATUS_OK;
    }
    if (call_has(call, OPTION_VERSION)) {
        buffer_add(&call->out, "kaoping " VERSION "\n");
        return STATUS_OK;
    }
    if ((arguments->command && find_command(arguments->command, &command, error)) ||
        check_arguments(command, arguments, error))
        return error->status;
    return command->run(call, error);
}

static enum status write_out(const struct buffer *out, struct error *error)
{
    bool good = fwrite(out->bytes, 1, out->size, stdout) == out->size;
    int cause = errno;
    if (fclose(stdout) != 0 && good) {
        cause = errno;
        good = false;
    }
    return good ? STATUS_OK : fail_output(cause, error);
}

int command_line_run(int count, char **words)
{
    struct error error;
    struct arguments arguments;
    struct call call = {.arguments = &arguments,
                        .arena = arena_new(),
                        .out = BUFFER_EMPTY,
                        .backwards = {.text = ""}};
    enum status status = run(&call, &arguments, count, words, &error);
    if (call.state)
        receipt_keep(&call.receipt, call.state, call.record);
    if (*call.backwards.text && (!status || strcmp(call.backwards.text, error.text) != 0))
        fprintf(stderr, "kaoping: %s\n", call.backwards.text);
    if (status == STATUS_OK || status == STATUS_NO) { /* what stands against it is an answer too */
        struct error why;
        if (write_out(&call.out, &why)) {
            error = why;
            status = why.status;
        }
    }
    if (status)
        fprintf(stderr, "kaoping: %s\n", error.text);
    snapshot_keep(call.snapshot); /* behind the output, for which somebody waits */
    snapshot_free(call.snapshot);
    state_free(call.state);
    record_free(call.record);
    buffer_free(&call.out);
    arena_free(call.arena);
    return (int)status;
}
