#include "tui/command.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/mustache.h"
#include "core/page.h"
#include "core/text.h"
#include "records/disk.h"
#include "records/published_page.h"
#include "records/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGES_MOST = 100000 };

static const struct {
    const char *name;
    enum page_format format;
} formats[] = {
    {"md", PAGE_MARKDOWN}, {"markdown", PAGE_MARKDOWN}, {"html", PAGE_HTML}, {"htm", PAGE_HTML},
    {"text", PAGE_TEXT},   {"txt", PAGE_TEXT},          {"pdf", PAGE_PDF},   {"docx", PAGE_DOCX},
};

/* The format that is asked for, else the one that the output's ending names, else Markdown. */
static enum status choose_format(const struct call *call, enum page_format *out,
                                 struct error *error)
{
    const char *name = call_text(call, OPTION_FORMAT);
    const char *output = call_text(call, OPTION_OUTPUT), *slash = strrchr(output, '/');
    const char *dot = strrchr(slash ? slash : output, '.');
    bool given = call_has(call, OPTION_FORMAT), found = false;
    *out = PAGE_MARKDOWN;
    if (!given && dot)
        name = dot + 1;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0) {
            *out = formats[i].format;
            found = true;
        }
    if ((given || dot) && !found)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("unknown format '%s': use md, html, text, pdf or docx",
                       "未知的格式“%s”：可用 md、html、text、pdf、docx"),
                    name);
    return STATUS_OK;
}

/* `3`, or `2-5`. */
static bool read_pages(const char *text, struct render_options *out)
{
    char *end;
    long first = strtol(text, &end, 10), last = first;
    if (*end == '-')
        last = strtol(end + 1, &end, 10);
    *out = (struct render_options){.first = (int)first, .last = (int)last};
    return !*end && end != text && first >= 1 && first <= last && last <= PAGES_MOST;
}

static enum status choose_options(const struct call *call, enum page_format format,
                                  struct render_options *out, struct error *error)
{
    bool pages = call_has(call, OPTION_PAGES), proof = call_has(call, OPTION_PROOF);
    *out = (struct render_options){0};
    if ((pages || proof) && format != PAGE_PDF)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("--pages and --proof are of PDF: add -o FILE.pdf",
                       "--pages 和 --proof 只用于PDF：请加 -o 文件名.pdf"));
    if (pages && !read_pages(call_text(call, OPTION_PAGES), out))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("--pages '%s': give a page, 3, or the first and the last, 2-5",
                       "--pages“%s”：请写页码，如 3，或起止页码，如 2-5"),
                    call_text(call, OPTION_PAGES));
    out->proof = proof;
    return STATUS_OK;
}

/* A terminal shows no PDF. */
static enum status refuse_terminal(const struct call *call, enum page_format format,
                                   struct error *error)
{
    if (format < PAGE_WRITTEN || call_has(call, OPTION_OUTPUT) || !isatty(STDOUT_FILENO))
        return STATUS_OK;
    return fail(error, STATUS_INPUT, NULL, 0,
                TR("this is nothing for a terminal: write it to a file with -o",
                   "该格式不能显示在终端上：请用 -o 写入文件"));
}

/* Hands over what was rendered: to the file, or to standard output. */
static enum status deliver(struct call *call, const struct buffer *bytes, struct error *error)
{
    if (call_has(call, OPTION_OUTPUT))
        return disk_replace(call_text(call, OPTION_OUTPUT), bytes->bytes, bytes->size, error);
    buffer_add_bytes(&call->out, bytes->bytes, bytes->size);
    return STATUS_OK;
}

static enum status render_snapshot(struct call *call, enum page_format format,
                                   const struct render_options *options, struct error *error)
{
    struct buffer page = BUFFER_EMPTY, notes = BUFFER_EMPTY;
    struct rendering *rendering = NULL;
    enum status status =
        rendering_new(call->record, call->snapshot, call->arguments->values[OPTION_TEMPLATE],
                      call_has(call, OPTION_DRAFT), &rendering, error);
    if (!status)
        status = rendering_write(rendering, format, options, &page, &notes, error);
    if (!status)
        status = deliver(call, &page, error);
    if (!status)
        say_notes(notes.bytes);
    rendering_free(rendering);
    buffer_free(&page);
    buffer_free(&notes);
    return status;
}

/* Hands over bytes that somebody else may have written: to the byte for programs and files,
 * harmless for a terminal. */
static enum status deliver_raw(struct call *call, const char *bytes, size_t size,
                               struct error *error)
{
    struct buffer out = BUFFER_EMPTY;
    if (!call_has(call, OPTION_OUTPUT) && isatty(STDOUT_FILENO))
        text_add_safe_lines(&out, bytes);
    else
        buffer_add_bytes(&out, bytes, size);
    enum status status = deliver(call, &out, error);
    buffer_free(&out);
    return status;
}

/* What the commit published, if it published a year and nothing else is asked of it than that. */
static enum status find_published(struct call *call, enum page_format format,
                                  struct published_page *out, struct error *error)
{
    const char *const *values = call->arguments->values;
    *out = (struct published_page){0};
    if (!call_has(call, OPTION_AT) || call_has(call, OPTION_DRAFT) ||
        call_has(call, OPTION_PROOF) || call_has(call, OPTION_PAGES) ||
        call_has(call, OPTION_TEMPLATE))
        return STATUS_OK;
    return published_page(call->record, call->arena, values[OPTION_AT], values[OPTION_YEAR], format,
                          out, error);
}

static enum status render_circular(struct call *call, struct error *error)
{
    enum page_format format = PAGE_MARKDOWN;
    struct published_page published;
    struct render_options options;
    if (choose_format(call, &format, error) || choose_options(call, format, &options, error) ||
        refuse_terminal(call, format, error) || call_open_record(call, error) ||
        find_published(call, format, &published, error))
        return error->status;
    if (published.bytes)
        return deliver_raw(call, published.bytes, published.size, error);
    if (published.year
            ? snapshot_new(call->record, published.from, published.year, &call->snapshot, error)
            : call_snapshot(call, error))
        return error->status;
    return render_snapshot(call, format, &options, error);
}

enum status command_draft(struct call *call, struct error *error)
{
    struct rendering *rendering = NULL;
    enum status status = rendering_new(call->record, call->snapshot, NULL, true, &rendering, error);
    if (!status)
        status = rendering_write(rendering, PAGE_TEXT, NULL, &call->out, NULL, error);
    rendering_free(rendering);
    return status;
}

/* ---- A template over given facts: by the Mustache specification, to the byte ---- */

struct folder {
    struct arena *arena;
    const char *path; /* with its slash; "" for the current one */
};

/* Whether the name stays within its folder. */
static bool is_inside(const char *name)
{
    if (!*name || *name == '/')
        return false;
    for (const char *at = name; at; at = strchr(at, '/')) {
        at += *at == '/';
        if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || !at[2]))
            return false;
    }
    return true;
}

/* The partial beside the template; what is none is rendered as nothing, says the specification. */
static const char *find_partial(void *context, const char *name)
{
    static const char *const endings[] = {"", ".mustache", ".md"};
    const struct folder *folder = context;
    for (size_t i = 0; is_inside(name) && i < sizeof endings / sizeof *endings; i++) {
        struct error ignored;
        const char *bytes;
        size_t size;
        const char *path = arena_format(folder->arena, "%s%s%s", folder->path, name, endings[i]);
        if (disk_read(folder->arena, path, &bytes, &size, &ignored) == STATUS_OK &&
            text_valid(bytes, size) == size)
            return bytes;
    }
    return NULL;
}

static enum status read_template(struct call *call, const char *path, const char **out,
                                 struct error *error)
{
    size_t size, valid;
    if (disk_read(call->arena, path, out, &size, error))
        return error->status;
    valid = text_valid(*out, size);
    if (valid == size)
        return STATUS_OK;
    int line = 1;
    for (size_t i = 0; i < valid; i++)
        line += (*out)[i] == '\n';
    return fail(
        error, STATUS_INPUT, path, line,
        TR("not UTF-8 text: save the template as UTF-8", "不是UTF-8文本：请将模板存为UTF-8"));
}

static enum status render_given(struct call *call, struct buffer *out, struct error *error)
{
    const char *facts = call_text(call, OPTION_FACTS), *path = call_text(call, OPTION_TEMPLATE);
    const char *slash = strrchr(path, '/'), *bytes, *text;
    const struct value *data;
    size_t size;
    struct folder folder = {
        call->arena, slash ? arena_text_of(call->arena, path, (size_t)(slash + 1 - path)) : ""};
    struct mustache_host host = {.partial = find_partial, .context = &folder, .html = true};
    if (disk_read(call->arena, facts, &bytes, &size, error) ||
        value_from_json(call->arena, facts, bytes, size, &data, error) ||
        read_template(call, path, &text, error))
        return error->status;
    return mustache_render(path, text, data, &host, out, NULL, error);
}

static enum status render_facts(struct call *call, struct error *error)
{
    struct buffer out = BUFFER_EMPTY;
    if (!call_has(call, OPTION_TEMPLATE) || call_has(call, OPTION_FORMAT) ||
        call_has(call, OPTION_DRAFT) || call_has(call, OPTION_AT))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("--facts needs --template, and takes besides it only -o",
                       "--facts 须与 --template 同用，此外只可用 -o"));
    enum status status = render_given(call, &out, error);
    if (!status)
        status = deliver_raw(call, out.bytes, out.size, error);
    buffer_free(&out);
    return status;
}

enum status command_render(struct call *call, struct error *error)
{
    return call_has(call, OPTION_FACTS) ? render_facts(call, error) : render_circular(call, error);
}
