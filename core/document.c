#include "core/document.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

struct parser {
    struct arena *arena;
    yaml_parser_t yaml;
    struct document *document;
    struct error *error;
};

/* The front matter's first line stands behind `---`, on the file's second. */
static int file_line(size_t mark_line)
{
    return (int)mark_line + 2;
}

static enum status fail_here(struct parser *parser, size_t mark_line, const char *what)
{
    return fail(parser->error, STATUS_INPUT, parser->document->path, file_line(mark_line), "%s",
                what);
}

static const char *no_lines(void)
{
    return TR("the front matter must be lines of `name: value`", "文件头须由“名称: 值”组成");
}

static enum status next_event(struct parser *parser, yaml_event_t *event)
{
    if (yaml_parser_parse(&parser->yaml, event))
        return STATUS_OK;
    const char *problem = parser->yaml.problem ? parser->yaml.problem : "?";
    return fail(parser->error, STATUS_INPUT, parser->document->path,
                file_line(parser->yaml.problem_mark.line),
                TR("the front matter is not YAML (%s): mend this line",
                   "文件头不是合法的YAML（%s）：请改正这一行"),
                problem);
}

static enum status add_member(struct parser *parser, struct field *parent, struct field **last,
                              struct field *member)
{
    for (const struct field *other = parent->first; member->name && other; other = other->next)
        if (strcmp(other->name, member->name) == 0)
            return fail(parser->error, STATUS_INPUT, parser->document->path, member->line,
                        TR("the field '%.60s' stands here a second time: keep one",
                           "字段“%.60s”重复：请只保留一个"),
                        member->name);
    if (*last)
        (*last)->next = member;
    else
        parent->first = member;
    *last = member;
    parent->count++;
    return STATUS_OK;
}

static enum status parse_node(struct parser *parser, const yaml_event_t *event, int depth,
                              struct field *out);

/* Parses a map's name and, if it is one, replaces *event with the event of its value. */
static enum status parse_name(struct parser *parser, yaml_event_t *event, struct field *member)
{
    if (event->type != YAML_SCALAR_EVENT)
        return fail_here(parser, event->start_mark.line,
                         TR("a field's name must be a plain text", "字段名必须是普通文本"));
    member->name = arena_text_of(parser->arena, (const char *)event->data.scalar.value,
                                 event->data.scalar.length);
    member->line = file_line(event->start_mark.line);
    yaml_event_delete(event);
    return next_event(parser, event);
}

static enum status parse_members(struct parser *parser, int depth, struct field *parent)
{
    const yaml_event_type_t end =
        parent->kind == FIELD_MAP ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    struct field *last = NULL;
    for (;;) {
        yaml_event_t event;
        enum status status = next_event(parser, &event);
        if (status)
            return status;
        if (event.type == end) {
            yaml_event_delete(&event);
            return STATUS_OK;
        }
        struct field *member = ARENA_NEW(parser->arena, struct field);
        if (parent == parser->document->top && event.start_mark.column > 0)
            status = fail_here(parser, event.start_mark.line, no_lines());
        else if (parent->kind == FIELD_MAP)
            status = parse_name(parser, &event, member);
        if (!status)
            status = parse_node(parser, &event, depth, member);
        yaml_event_delete(&event);
        if (!status)
            status = add_member(parser, parent, &last, member);
        if (status)
            return status;
    }
}

static enum status parse_scalar(struct parser *parser, const yaml_event_t *event, struct field *out)
{
    const char *text = (const char *)event->data.scalar.value;
    if (strlen(text) != event->data.scalar.length)
        return fail_here(parser, event->start_mark.line,
                         TR("a text holds a NUL character: remove it", "文本含有NUL字符：请删除"));
    bool null = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
                (strcmp(text, "~") == 0 || strcmp(text, "null") == 0);
    out->kind = FIELD_SCALAR;
    out->text = null ? "" : arena_text(parser->arena, text);
    return STATUS_OK;
}

static enum status parse_node(struct parser *parser, const yaml_event_t *event, int depth,
                              struct field *out)
{
    out->text = "";
    if (!out->line)
        out->line = file_line(event->start_mark.line);
    const void *anchor = NULL, *tag = NULL;
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    }
    if (anchor || tag || event->type == YAML_ALIAS_EVENT)
        return fail_here(
            parser, event->start_mark.line,
            TR("anchors (&), aliases (*) and tags (!) are not used here: write the "
               "text itself, in quotes if it begins with one of these",
               "此处不使用锚点(&)、别名(*)和标签(!)：请直接书写，以其开头的文本请加引号"));
    if (event->type == YAML_SCALAR_EVENT)
        return parse_scalar(parser, event, out);
    if (depth >= DOCUMENT_DEPTH_MOST)
        return fail_here(parser, event->start_mark.line,
                         TR("nested too deeply: at most 8 levels", "嵌套过深：最多8层"));
    out->kind = event->type == YAML_MAPPING_START_EVENT ? FIELD_MAP : FIELD_LIST;
    /* the fields of the top are taken over line by line: each must have its own */
    if (depth == 0 && event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
        return fail_here(parser, event->start_mark.line, no_lines());
    return parse_members(parser, depth + 1, out);
}

/* Reads one event and demands its type; with `out`, parses the node that begins with it. */
static enum status expect(struct parser *parser, yaml_event_type_t type, struct field *out,
                          const char *otherwise)
{
    yaml_event_t event;
    enum status status = next_event(parser, &event);
    if (status)
        return status;
    bool marked = event.type == YAML_DOCUMENT_END_EVENT && !event.data.document_end.implicit;
    if (event.type != type || marked)
        status = fail_here(parser, event.start_mark.line, otherwise);
    else if (out)
        status = parse_node(parser, &event, 0, out);
    yaml_event_delete(&event);
    return status;
}

static enum status parse_front(struct parser *parser, size_t size)
{
    struct document *document = parser->document;
    if (!yaml_parser_initialize(&parser->yaml))
        return fail(parser->error, STATUS_FAILED, document->path, 0,
                    TR("libyaml could not start", "libyaml无法启动"));
    yaml_parser_set_encoding(&parser->yaml, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser->yaml, (const unsigned char *)document->front, size);
    const char *no_map = no_lines();
    enum status status = expect(parser, YAML_STREAM_START_EVENT, NULL, no_map);
    if (!status)
        status = expect(parser, YAML_DOCUMENT_START_EVENT, NULL, no_map);
    if (!status)
        status = expect(parser, YAML_MAPPING_START_EVENT, document->top, no_map);
    if (!status)
        status = expect(parser, YAML_DOCUMENT_END_EVENT, NULL, no_map);
    if (!status) /* what stands behind `...` or a second `---` would not be seen */
        status = expect(parser, YAML_STREAM_END_EVENT, NULL, no_map);
    yaml_parser_delete(&parser->yaml);
    return status;
}

/* A copy with every CR LF made a line feed, and without a byte order mark. */
static char *with_line_feeds(struct arena *arena, const char *bytes, size_t size)
{
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    char *copy = arena_text_of(arena, bytes, size), *to = copy;
    for (const char *from = copy; *from; from++)
        if (from[0] != '\r' || from[1] != '\n')
            *to++ = *from;
    *to = '\0';
    return copy;
}

/* What YAML takes for the end of a line and an editor may not: then neither the lines that are told
 * nor those that are taken over would be the right ones. NULL if there is none. */
static const char *find_other_break(const char *front)
{
    static const char *const breaks[] = {"\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
        const char *found = strstr(front, breaks[i]);
        if (found)
            return found;
    }
    return NULL;
}

/* Where the line `---` that ends the front matter begins; NULL if there is none. */
static char *find_end(char *front)
{
    for (char *line = front; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
        if (strncmp(line, "---", 3) == 0 && (line[3] == '\n' || line[3] == '\0'))
            return line;
    return NULL;
}

static const char *trimmed_body(char *body)
{
    body += strspn(body, "\n");
    size_t size = strlen(body);
    /* a carriage return alone would join the line feed that is written behind it */
    while (size > 0 && strchr("\n\r ", body[size - 1]))
        body[--size] = '\0';
    return body;
}

static int line_of(const char *bytes, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at; i++)
        line += bytes[i] == '\n';
    return line;
}

enum status document_parse(struct arena *arena, const char *path, const char *bytes, size_t size,
                           struct document *out, struct error *error)
{
    size_t valid = text_valid(bytes, size);
    if (valid < size)
        return fail(error, STATUS_INPUT, path, line_of(bytes, valid),
                    TR("binary, or not UTF-8: save the file as UTF-8 text",
                       "不是UTF-8文本：请另存为UTF-8"));
    char *text = with_line_feeds(arena, bytes, size);
    if (strncmp(text, "---\n", 4) != 0)
        return fail(
            error, STATUS_INPUT, path, 1,
            TR("no front matter: the first line must be ---", "没有文件头：第一行须为 ---"));
    char *front = text + 4, *end = find_end(front);
    if (!end)
        return fail(
            error, STATUS_INPUT, path, 1,
            TR("the front matter is never ended: add a line ---", "文件头没有结束：请补一行 ---"));
    char *body = end[3] ? end + 4 : end + 3;
    *end = '\0';
    size_t front_size = (size_t)(end - front);
    if (front_size > DOCUMENT_FRONT_MOST)
        return fail(error, STATUS_INPUT, path, 1,
                    TR("the front matter is larger than 64 KiB: move text into the body",
                       "文件头超过64 KiB：请把文字移到正文"));
    const char *other = find_other_break(front);
    if (other)
        return fail(error, STATUS_INPUT, path, line_of(text, (size_t)(other - text)),
                    TR("a line of the front matter is parted by another character than a line "
                       "feed: take it out, or write it as \\u2028 in quotes",
                       "文件头中有换行符以外的分行字符：请删除，或在引号内写作 \\u2028"));
    *out = (struct document){.path = arena_text(arena, path),
                             .front = front,
                             .top = ARENA_NEW(arena, struct field),
                             .body = trimmed_body(body)};
    struct parser parser = {.arena = arena, .document = out, .error = error};
    return parse_front(&parser, front_size);
}

const struct field *field_find(const struct field *map, const char *name)
{
    if (!map || map->kind != FIELD_MAP)
        return NULL;
    for (const struct field *field = map->first; field; field = field->next)
        if (strcmp(field->name, name) == 0)
            return field;
    return NULL;
}

static const char *line_start(const char *text, int line)
{
    while (line-- > 0) {
        const char *end = strchr(text, '\n');
        if (!end)
            return text + strlen(text);
        text = end + 1;
    }
    return text;
}

void document_add_unknown(struct buffer *out, const struct document *document,
                          const char *const *known)
{
    for (const struct field *field = document->top->first; field; field = field->next) {
        const char *const *name = known;
        while (*name && strcmp(*name, field->name) != 0)
            name++;
        if (*name)
            continue;
        const char *from = line_start(document->front, field->line - 2);
        const char *to =
            field->next ? line_start(document->front, field->next->line - 2) : from + strlen(from);
        buffer_add_bytes(out, from, (size_t)(to - from));
    }
}

void reading_fail(struct reading *reading, const struct field *field, const char *format, ...)
{
    if (reading->status)
        return;
    char what[sizeof reading->error->text];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    reading->status = fail(reading->error, STATUS_INPUT, reading->document->path,
                           field ? field->line : 1, "%s", what);
}

/* The field, or NULL where it is missing; of another kind it is noted as a mistake. */
static const struct field *find_kind(struct reading *reading, const struct field *map,
                                     const char *name, enum field_kind kind)
{
    const struct field *field = field_find(map, name);
    if (!field || field->kind == kind)
        return field;
    if (field->kind == FIELD_SCALAR && field->text[0] == '\0')
        return NULL;
    const char *wanted = kind == FIELD_SCALAR ? TR("one value", "单个值")
                         : kind == FIELD_LIST ? TR("a list", "列表")
                                              : TR("names with values", "名称与值");
    reading_fail(reading, field, TR("'%.60s' must be %s", "“%.60s”须为%s"), name, wanted);
    return NULL;
}

const char *read_text(struct reading *reading, const struct field *map, const char *name)
{
    const char *text = read_optional(reading, map, name, "");
    if (!*text)
        reading_fail(reading, map, TR("the field '%s' is missing: add it", "缺少字段“%s”：请补上"),
                     name);
    return text;
}

const char *read_optional(struct reading *reading, const struct field *map, const char *name,
                          const char *otherwise)
{
    const struct field *field = find_kind(reading, map, name, FIELD_SCALAR);
    return field && field->text[0] ? field->text : otherwise;
}

struct decimal read_number(struct reading *reading, const struct field *map, const char *name,
                           struct decimal otherwise)
{
    const struct field *field = find_kind(reading, map, name, FIELD_SCALAR);
    if (!field || !field->text[0])
        return otherwise;
    struct decimal number = otherwise;
    struct error error;
    if (decimal_parse(field->text, &number, &error))
        reading_fail(reading, field, "%s: %s", name, error.text);
    return number;
}

int read_whole(struct reading *reading, const struct field *map, const char *name, int least,
               int most, int otherwise)
{
    struct decimal number = read_number(reading, map, name, decimal_of(otherwise));
    if (field_find(map, name) && (number.under != 1 || number.over < least || number.over > most)) {
        reading_fail(reading, field_find(map, name),
                     TR("'%s' must be a whole number from %d to %d", "“%s”须为%d到%d的整数"), name,
                     least, most);
        return otherwise;
    }
    return (int)number.over;
}

bool read_truth(struct reading *reading, const struct field *map, const char *name, bool otherwise)
{
    static const char *const words[] = {"false", "true", NULL};
    int word = read_word(reading, map, name, words);
    return word < 0 ? otherwise : word == 1;
}

int read_word(struct reading *reading, const struct field *map, const char *name,
              const char *const *words)
{
    const struct field *field = find_kind(reading, map, name, FIELD_SCALAR);
    if (!field || !field->text[0])
        return -1;
    struct buffer all = BUFFER_EMPTY;
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], field->text) == 0) {
            buffer_free(&all);
            return i;
        }
        buffer_format(&all, "%s%s", i ? ", " : "", words[i]);
    }
    reading_fail(reading, field,
                 TR("unknown %s '%.60s': use one of %s", "%s不认识“%.60s”：可用的有 %s"), name,
                 field->text, all.bytes);
    buffer_free(&all);
    return -1;
}

const struct field *read_list(struct reading *reading, const struct field *map, const char *name)
{
    return find_kind(reading, map, name, FIELD_LIST);
}

const struct field *read_map(struct reading *reading, const struct field *map, const char *name)
{
    return find_kind(reading, map, name, FIELD_MAP);
}

/* Whether YAML reads the plain text as this very text, wherever it stands. Errs towards quotes. */
static bool is_plain(const char *text)
{
    if (!*text || strchr("-?:,[]{}#&*!|>'\"%@` ~", *text) || text[strlen(text) - 1] == ' ')
        return false;
    if (strstr(text, ": ") || strstr(text, " #") || text[strlen(text) - 1] == ':' ||
        strpbrk(text, ",[]{}\"\\") || strcmp(text, "null") == 0 || strcmp(text, "true") == 0 ||
        strcmp(text, "false") == 0)
        return false;
    for (uint32_t c; (c = text_next(&text));)
        if (text_is_unsafe(c) || c == 0x85)
            return false;
    return true;
}

void document_add_scalar(struct buffer *out, const char *text)
{
    if (is_plain(text)) {
        buffer_add(out, text);
        return;
    }
    buffer_add_char(out, '"');
    for (uint32_t c; (c = text_next(&text));) {
        if (c == '"' || c == '\\')
            buffer_add_char(out, '\\');
        if (c == '\n')
            buffer_add(out, "\\n");
        else if (text_is_unsafe(c))
            buffer_format(out, c < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)c);
        else
            text_add_character(out, c);
    }
    buffer_add_char(out, '"');
}

void document_add_field(struct buffer *out, const char *name, const char *text)
{
    buffer_format(out, "%s: ", name);
    document_add_scalar(out, text);
    buffer_add_char(out, '\n');
}
