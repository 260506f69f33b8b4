#include "tui/command.h"

#include "core/language.h"
#include "core/memory.h"
#include "core/mustache.h"
#include "core/page.h"
#include "core/text.h"
#include "records/disk.h"
#include "records/published_page.h"

#include <string.h>
#include <unistd.h>

enum { FORMAT_PDF = PAGE_FORMATS };

static const struct {
    const char *name;
    int format; /* enum page_format, or FORMAT_PDF */
} formats[] = {
    {"md", PAGE_MARKDOWN}, {"markdown", PAGE_MARKDOWN}, {"html", PAGE_HTML}, {"htm", PAGE_HTML},
    {"text", PAGE_TEXT},   {"txt", PAGE_TEXT},          {"pdf", FORMAT_PDF},
};

/* The format that is asked for, else the one that the output's ending names, else Markdown. */
static enum status choose_format(const struct call *call, enum page_format *out,
                                 struct error *error)
{
    const char *name = call_text(call, OPTION_FORMAT);
    int format = PAGE_MARKDOWN;
    const char *dot = strrchr(call_text(call, OPTION_OUTPUT), '.');
    bool given = call_has(call, OPTION_FORMAT), found = false;
    if (!given && dot)
        name = dot + 1;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0) {
            format = formats[i].format;
            found = true;
        }
    if (given && !found)
        return fail(
            error, STATUS_INPUT, NULL, 0,
            TR("unknown format '%s': use md, html or text", "未知的格式“%s”：可用 md、html、text"),
            name);
    if (format == FORMAT_PDF)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("PDF is not built yet: use html", "尚不支持PDF：请用 html"));
    *out = (enum page_format)format;
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

static void add_page(const struct call *call, enum page_format format, const char *markdown,
                     struct buffer *out)
{
    page_add(format, markdown, call->snapshot->assessment->programme.language, out);
}

static enum status render_snapshot(struct call *call, enum page_format format, struct error *error)
{
    struct buffer markdown = BUFFER_EMPTY, page = BUFFER_EMPTY;
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
        call_has(call, OPTION_TEMPLATE))
        return STATUS_OK;
    return published_page(call->record, call->arena, values[OPTION_AT], values[OPTION_YEAR], format,
                          out, error);
}

static enum status render_circular(struct call *call, struct error *error)
{
    enum page_format format = PAGE_MARKDOWN;
    struct published_page published;
    if (choose_format(call, &format, error) || call_open_record(call, error) ||
        find_published(call, format, &published, error))
        return error->status;
    if (published.bytes)
        return deliver_raw(call, published.bytes, published.size, error);
    if (published.year
            ? snapshot_new(call->record, published.from, published.year, &call->snapshot, error)
            : call_snapshot(call, error))
        return error->status;
    return render_snapshot(call, format, error);
}

enum status command_draft(struct call *call, struct error *error)
{
    struct buffer markdown = BUFFER_EMPTY;
    enum status status = snapshot_circular(call->snapshot, NULL, true, &markdown, NULL, error);
    if (!status)
        add_page(call, PAGE_TEXT, markdown.bytes, &call->out);
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
