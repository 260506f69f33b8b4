#include "tui/command.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/mustache.h"
#include "core/page.h"
#include "core/text.h"
#include "records/disk.h"

#include <string.h>
#include <unistd.h>

enum format { FORMAT_MARKDOWN, FORMAT_HTML, FORMAT_TEXT, FORMAT_PDF };

static const struct {
    const char *name;
    enum format format;
} formats[] = {
    {"md", FORMAT_MARKDOWN}, {"markdown", FORMAT_MARKDOWN}, {"html", FORMAT_HTML},
    {"htm", FORMAT_HTML},    {"text", FORMAT_TEXT},         {"txt", FORMAT_TEXT},
    {"pdf", FORMAT_PDF},
};

/* The format that is asked for, else the one that the output's ending names, else Markdown. */
static enum status choose_format(const struct call *call, enum format *out, struct error *error)
{
    const char *name = call_text(call, OPTION_FORMAT);
    const char *dot = strrchr(call_text(call, OPTION_OUTPUT), '.');
    bool given = call_has(call, OPTION_FORMAT), found = false;
    if (!given && dot)
        name = dot + 1;
    *out = FORMAT_MARKDOWN;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0) {
            *out = formats[i].format;
            found = true;
        }
    if (given && !found)
        return fail(
            error, STATUS_INPUT, NULL, 0,
            TR("unknown format '%s': use md, html or text", "未知的格式“%s”：可用 md、html、text"),
            name);
    if (*out == FORMAT_PDF)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("PDF is not built yet: use html", "尚不支持PDF：请用 html"));
    return STATUS_OK;
}

/* Hands over what was rendered: to the file, or to standard output. */
static enum status deliver(struct call *call, const struct buffer *bytes, struct error *error)
{
    if (call_has(call, OPTION_OUTPUT))
        return disk_replace(call_text(call, OPTION_OUTPUT), bytes->bytes, bytes->size, error);
    buffer_add_bytes(&call->out, bytes->bytes, bytes->size);
    return STATUS_OK;
}

static void add_page(const struct call *call, enum format format, const char *markdown,
                     struct buffer *out)
{
    const char *language = call->snapshot->assessment->programme.language;
    struct buffer safe = BUFFER_EMPTY;
    text_add_safe_lines(&safe, markdown);
    if (format == FORMAT_HTML)
        page_html(safe.bytes, strcmp(language, "zh") == 0 ? "zh-CN" : language, out);
    else if (format == FORMAT_TEXT)
        page_text(safe.bytes, PAGE_COLUMNS, out);
    else
        buffer_add_bytes(out, safe.bytes, safe.size);
    buffer_free(&safe);
}

static enum status render_circular(struct call *call, struct error *error)
{
    enum format format;
    struct buffer markdown = BUFFER_EMPTY, page = BUFFER_EMPTY;
    if (choose_format(call, &format, error) || call_open(call, error))
        return error->status;
    enum status status = snapshot_circular(call->snapshot, call->arguments->values[OPTION_TEMPLATE],
                                           call_has(call, OPTION_DRAFT), &markdown, NULL, error);
    if (!status) {
        add_page(call, format, markdown.bytes, &page);
        status = deliver(call, &page, error);
    }
    buffer_free(&markdown);
    buffer_free(&page);
    return status;
}

enum status command_draft(struct call *call, struct error *error)
{
    struct buffer markdown = BUFFER_EMPTY;
    enum status status = snapshot_circular(call->snapshot, NULL, true, &markdown, NULL, error);
    if (!status)
        add_page(call, FORMAT_TEXT, markdown.bytes, &call->out);
    buffer_free(&markdown);
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
    struct buffer out = BUFFER_EMPTY, safe = BUFFER_EMPTY;
    if (!call_has(call, OPTION_TEMPLATE) || call_has(call, OPTION_FORMAT) ||
        call_has(call, OPTION_DRAFT) || call_has(call, OPTION_AT))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("--facts needs --template, and takes besides it only -o",
                       "--facts 须与 --template 同用，此外只可用 -o"));
    enum status status = render_given(call, &out, error);
    bool shown = !call_has(call, OPTION_OUTPUT) && isatty(STDOUT_FILENO);
    if (shown) /* to the byte for programs; harmless for a terminal */
        text_add_safe_lines(&safe, out.bytes);
    if (!status)
        status = deliver(call, shown ? &safe : &out, error);
    buffer_free(&out);
    buffer_free(&safe);
    return status;
}

enum status command_render(struct call *call, struct error *error)
{
    return call_has(call, OPTION_FACTS) ? render_facts(call, error) : render_circular(call, error);
}
