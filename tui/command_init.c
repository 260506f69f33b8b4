#include "tui/command.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/import.h"

#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SAMPLE_LEFT = 6, PATH_SIZE = 4096 };

static bool is_template(const char *folder)
{
    struct buffer path = BUFFER_EMPTY;
    buffer_format(&path, "%s/programme.md", folder);
    bool found = access(path.bytes, R_OK) == 0;
    buffer_free(&path);
    return found;
}

/* The folder that the program lies in; "." if the system does not say. */
static const char *program_folder(struct arena *arena)
{
    char path[PATH_SIZE];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path);
    if (size <= 0 || size == (ssize_t)sizeof path)
        return ".";
    const char *slash = memrchr(path, '/', (size_t)size);
    return arena_text_of(arena, path, slash ? (size_t)(slash - path) : 0);
}

/* A name is looked up beside the source tree that the program was built in (build/asan is one
 * folder deeper), then where it is installed. */
static enum status find_template(struct call *call, const char *name, const char **out,
                                 struct error *error)
{
    const char *folder = program_folder(call->arena);
    const char *const places[] = {
        arena_format(call->arena, "%s/../templates/%s", folder, name),
        arena_format(call->arena, "%s/../../templates/%s", folder, name),
        arena_format(call->arena, "%s/../share/kaoping/templates/%s", folder, name),
        arena_format(call->arena, "%s/%s", INSTALLED_TEMPLATES, name),
    };
    *out = name;
    if (strchr(name, '/'))
        return is_template(name)
                   ? STATUS_OK
                   : fail(error, STATUS_INPUT, name, 0,
                          TR("no template, it has no programme.md: give the folder of one",
                             "不是模板，缺少 programme.md：请给出模板的文件夹"));
    for (size_t i = 0; text_is_id(name) && i < sizeof places / sizeof *places; i++)
        if (is_template(places[i])) {
            *out = places[i];
            return STATUS_OK;
        }
    return fail(error, STATUS_INPUT, NULL, 0,
                TR("no template '%s': give its folder as ./%s, or a name that is in %s",
                   "没有模板“%s”：请以 ./%s 给出其文件夹，或用 %s 中的名称"),
                name, name, INSTALLED_TEMPLATES);
}

/* The template's tables, in the order in which they rest on one another. */
static const struct sample {
    enum import_kind kind;
    const char *file;
} samples[] = {
    {IMPORT_REPORTS, "reports.csv"},
    {IMPORT_DECISIONS, "decisions.csv"},
    {IMPORT_CONFIRMATIONS, "confirmations.csv"},
};

enum { SAMPLES = sizeof samples / sizeof *samples };

static const char *sample_path(struct call *call, const char *template, const struct sample *sample)
{
    return arena_format(call->arena, "%s/sample/%s", template, sample->file);
}

static enum status import_samples(struct call *call, const char *template, struct error *error)
{
    char *person = record_person(call->record);
    bool complete = strcmp(call_text(call, OPTION_SAMPLE), "complete") == 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; !status && i < SAMPLES; i++) {
        size_t count;
        bool whole = complete || samples[i].kind == IMPORT_REPORTS;
        struct import import = {.kind = samples[i].kind,
                                .path = sample_path(call, template, &samples[i]),
                                .leave = whole ? 0 : SAMPLE_LEFT,
                                .person = person,
                                .progress = show_progress};
        status = import_csv(call->record, &import, &count, error);
        buffer_format(&call->out, TR("%zu from %s\n", "%zu项，自%s\n"), count, samples[i].file);
    }
    free(person);
    return status;
}

/* Looked at before anything is made. */
static enum status check_sample(struct call *call, const char *template, struct error *error)
{
    const char *which = call_text(call, OPTION_SAMPLE);
    if (!call_has(call, OPTION_SAMPLE))
        return STATUS_OK;
    if (*which && strcmp(which, "complete") != 0)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("unknown sample '%s': use --sample or --sample=complete",
                       "未知的示例“%s”：可用 --sample 或 --sample=complete"),
                    which);
    for (size_t i = 0; i < SAMPLES; i++)
        if (access(sample_path(call, template, &samples[i]), R_OK) != 0)
            return fail(error, STATUS_INPUT, sample_path(call, template, &samples[i]), 0,
                        TR("the template has no such sample: leave out --sample",
                           "模板没有该示例：请去掉 --sample"));
    return STATUS_OK;
}

/* What was seen at this place before was another record, which is gone. A state folder that cannot
 * be written has no receipt. */
static void begin_receipt(struct call *call)
{
    call_find_state(call);
    receipt_keep(&call->receipt, call->state, call->record);
}

static enum status make(struct call *call, const char *path, const char *template,
                        struct error *error)
{
    return call_has(call, OPTION_SHARED) ? record_init_shared(path, template, error)
                                         : record_init(path, template, error);
}

/* With whom it is shared, and what the others have to do before git trusts it. */
static void say_shared(struct call *call, const char *path)
{
    struct stat found;
    const struct group *group = stat(path, &found) ? NULL : getgrgid(found.st_gid);
    char *full = realpath(path, NULL);
    buffer_add(&call->out, TR("shared with the group ", "共用的用户组："));
    text_add_safe(&call->out, group ? group->gr_name : "?");
    buffer_add(&call->out,
               TR("; each of its members runs once:\n  git config --global --add safe.directory '",
                  "；组内每人须先运行一次：\n  git config --global --add safe.directory '"));
    text_add_safe(&call->out, full ? full : path);
    buffer_add(&call->out, "'\n");
    free(full);
}

/* As whom git took the person: where the list names anybody, that is its first administrator. */
static void say_maker(struct call *call)
{
    char *person = record_person(call->record);
    buffer_add(&call->out, TR("made by: ", "建库人："));
    text_add_safe(&call->out, person);
    buffer_add(&call->out, TR(" (its administrator, where reviewers.md lists anybody)\n",
                              "（reviewers.md 列有人员的，即为管理员）\n"));
    free(person);
}

enum status command_init(struct call *call, struct error *error)
{
    const char *path = call->arguments->operands[0], *template;
    if (!call_has(call, OPTION_FROM))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("--from TEMPLATE is missing: jilin-2020, or a folder",
                       "缺少 --from 模板：jilin-2020，或文件夹"));
    if (!*path)
        return fail(
            error, STATUS_INPUT, NULL, 0,
            TR("the record's folder has no name: give one", "考评库的文件夹名为空：请给出"));
    if (find_template(call, call_text(call, OPTION_FROM), &template, error) ||
        check_sample(call, template, error) || make(call, path, template, error))
        return error->status;
    buffer_add(&call->out, TR("record: ", "考评库："));
    text_add_safe(&call->out, path);
    buffer_add_char(&call->out, '\n');
    if (call_has(call, OPTION_SHARED))
        say_shared(call, path);
    if (record_open(path, &call->record, error))
        return error->status;
    say_maker(call);
    begin_receipt(call);
    if (call_has(call, OPTION_SAMPLE) && import_samples(call, template, error)) {
        struct error cause = *error;
        return fail(error, cause.status, NULL, 0,
                    TR("%s (the record itself was made: %s)", "%s（考评库已建成：%s）"), cause.text,
                    path);
    }
    return STATUS_OK;
}
