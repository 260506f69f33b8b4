#include "core/value.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 64 };

static struct value *add(struct arena *arena, struct value *parent, const char *name,
                         enum value_kind kind)
{
    struct value *value = ARENA_NEW(arena, struct value);
    value->kind = kind;
    value->name = name;
    value->text = "";
    if (!parent)
        return value;
    if (parent->last)
        parent->last->next = value;
    else
        parent->first = value;
    parent->last = value;
    parent->count++;
    return value;
}

struct value *value_map(struct arena *arena, struct value *parent, const char *name)
{
    return add(arena, parent, name, VALUE_MAP);
}

struct value *value_list(struct arena *arena, struct value *parent, const char *name)
{
    return add(arena, parent, name, VALUE_LIST);
}

struct value *value_text(struct arena *arena, struct value *parent, const char *name,
                         const char *text)
{
    struct value *value = add(arena, parent, name, VALUE_TEXT);
    value->text = text;
    return value;
}

struct value *value_number(struct arena *arena, struct value *parent, const char *name,
                           const char *text)
{
    struct value *value = add(arena, parent, name, VALUE_NUMBER);
    value->text = text;
    return value;
}

struct value *value_truth(struct arena *arena, struct value *parent, const char *name, bool truth)
{
    struct value *value = add(arena, parent, name, VALUE_TRUTH);
    value->truth = truth;
    return value;
}

struct value *value_null(struct arena *arena, struct value *parent, const char *name)
{
    return add(arena, parent, name, VALUE_NULL);
}

/* ---- Finding ---- */

static const struct value *find_member(const struct value *map, const char *name, size_t size)
{
    if (!map || map->kind != VALUE_MAP)
        return NULL;
    for (const struct value *member = map->first; member; member = member->next)
        if (strncmp(member->name, name, size) == 0 && member->name[size] == '\0')
            return member;
    return NULL;
}

static const struct value *find_numbered(const struct value *list, const char *digits, size_t size)
{
    size_t number = 0;
    for (size_t i = 0; i < size && number <= list->count; i++) {
        if (digits[i] < '0' || digits[i] > '9' || digits[0] == '0')
            return NULL;
        number = number * 10 + (size_t)(digits[i] - '0');
    }
    if (number == 0 || number > list->count)
        return NULL;
    const struct value *member = list->first;
    while (--number > 0)
        member = member->next;
    return member;
}

const struct value *value_find(const struct value *map, const char *name)
{
    return find_member(map, name, strlen(name));
}

const struct value *value_at(const struct value *root, const char *dotted)
{
    const struct value *value = root;
    for (;; dotted++) {
        size_t size = strcspn(dotted, ".");
        value = value && value->kind == VALUE_LIST ? find_numbered(value, dotted, size)
                                                   : find_member(value, dotted, size);
        dotted += size;
        if (!value || !*dotted)
            return value;
    }
}

/* ---- Naming ---- */

struct wanted {
    const struct value *value;
    size_t index; /* in what was asked for */
};

struct naming {
    struct arena *arena;
    struct wanted *wanted; /* by the value's address */
    size_t count;
    const char **names;
    struct buffer path;
};

static int compare_wanted(const void *a, const void *b)
{
    uintptr_t left = (uintptr_t)((const struct wanted *)a)->value;
    uintptr_t right = (uintptr_t)((const struct wanted *)b)->value;
    return (left > right) - (left < right);
}

/* Gives the value's name to all that asked for it. */
static void name_value(struct naming *naming, const struct value *value)
{
    struct wanted key = {.value = value};
    const struct wanted *found =
        bsearch(&key, naming->wanted, naming->count, sizeof key, compare_wanted);
    if (!found)
        return;
    const char *name = arena_text(naming->arena, naming->path.bytes);
    while (found > naming->wanted && found[-1].value == value)
        found--;
    for (; found < naming->wanted + naming->count && found->value == value; found++)
        naming->names[found->index] = name;
}

static void name_members(struct naming *naming, const struct value *parent)
{
    size_t size = naming->path.size, number = 0;
    for (const struct value *member = parent->first; member; member = member->next) {
        buffer_cut(&naming->path, size);
        if (size)
            buffer_add_char(&naming->path, '.');
        if (parent->kind == VALUE_LIST)
            buffer_format(&naming->path, "%zu", ++number);
        else
            buffer_add(&naming->path, member->name);
        name_value(naming, member);
        name_members(naming, member);
    }
    buffer_cut(&naming->path, size);
}

void value_names(struct arena *arena, const struct value *root, const struct value *const *values,
                 size_t count, const char **names)
{
    struct naming naming = {.arena = arena, .count = count, .names = names, .path = BUFFER_EMPTY};
    naming.wanted = arena_array(arena, count + 1, sizeof *naming.wanted);
    for (size_t i = 0; i < count; i++) {
        naming.wanted[i] = (struct wanted){values[i], i};
        names[i] = NULL;
    }
    qsort(naming.wanted, count, sizeof *naming.wanted, compare_wanted);
    name_members(&naming, root);
    buffer_free(&naming.path);
}

/* ---- Reading JSON ---- */

/* Looks for nesting that is too deep before the parser sees it, while the line is still known. */
static enum status check_depth(const char *path, const char *bytes, size_t size,
                               struct error *error)
{
    int line = 1, depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < size; i++) {
        char c = bytes[i];
        line += c == '\n';
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '[' || c == '{'))
            depth++;
        else if (!quoted && (c == ']' || c == '}'))
            depth--;
        if (depth > DEEPEST)
            return fail(error, STATUS_INPUT, path, line,
                        TR("nested deeper than %d: make the data flatter",
                           "嵌套超过%d层：请减少数据的层次"),
                        DEEPEST);
    }
    return STATUS_OK;
}

static enum status fail_json(const char *path, const json_error_t *at, struct error *error)
{
    int line = at->line > 0 ? at->line : 1;
    switch (json_error_code(at)) {
    case json_error_duplicate_key:
        return fail(error, STATUS_INPUT, path, line,
                    TR("a key stands twice in one object: take one out (%s)",
                       "同一对象中键名重复：请删去一个（%s）"),
                    at->text);
    case json_error_invalid_utf8:
        return fail(error, STATUS_INPUT, path, line,
                    TR("not UTF-8: save the file as UTF-8 (%s)", "不是UTF-8：请另存为UTF-8（%s）"),
                    at->text);
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return fail(error, STATUS_INPUT, path, line,
                    TR("a text holds the character NUL: take it out (%s)",
                       "文本中有空字符（NUL）：请删去（%s）"),
                    at->text);
    case json_error_numeric_overflow:
        return fail(error, STATUS_INPUT, path, line,
                    TR("a number is too large: write it as a text, in quotes (%s)",
                       "数字过大：请加引号写成文本（%s）"),
                    at->text);
    case json_error_premature_end_of_input:
        return fail(error, STATUS_INPUT, path, line,
                    TR("the file ends too early: close what is still open (%s)",
                       "文件过早结束：请补全未结束的部分（%s）"),
                    at->text);
    default:
        return fail(error, STATUS_INPUT, path, line,
                    TR("not JSON: correct this line (%s)", "不是合格的JSON：请改正此行（%s）"),
                    at->text);
    }
}

static const char *write_real(struct arena *arena, double real)
{
    char text[32];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, real);
        if (!(strtod(text, NULL) < real) && !(strtod(text, NULL) > real))
            break;
    }
    return arena_text(arena, text);
}

static struct value *add_json(struct arena *arena, struct value *parent, const char *name,
                              const json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_STRING:
        return value_text(arena, parent, name, arena_text(arena, json_string_value(json)));
    case JSON_INTEGER:
        return value_number(arena, parent, name,
                            arena_format(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(json)));
    case JSON_REAL:
        return value_number(arena, parent, name, write_real(arena, json_real_value(json)));
    case JSON_TRUE:
    case JSON_FALSE:
        return value_truth(arena, parent, name, json_is_true(json));
    case JSON_OBJECT:
        return value_map(arena, parent, name);
    case JSON_ARRAY:
        return value_list(arena, parent, name);
    case JSON_NULL:
        break;
    }
    return value_null(arena, parent, name);
}

static struct value *copy_json(struct arena *arena, struct value *parent, const char *name,
                               json_t *json)
{
    struct value *value = add_json(arena, parent, name, json);
    const char *key;
    json_t *member;
    size_t i;
    json_object_foreach(json, key, member) copy_json(arena, value, arena_text(arena, key), member);
    json_array_foreach(json, i, member) copy_json(arena, value, NULL, member);
    return value;
}

enum status value_from_json(struct arena *arena, const char *path, const char *bytes, size_t size,
                            const struct value **out, struct error *error)
{
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    enum status status = check_depth(path, bytes, size, error);
    if (status)
        return status;
    json_error_t at;
    json_set_alloc_funcs(memory_new, free); /* so that memory running out ends here as elsewhere */
    json_t *json = json_loadb(bytes, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &at);
    if (!json)
        return fail_json(path, &at, error);
    *out = copy_json(arena, NULL, NULL, json);
    json_decref(json);
    return STATUS_OK;
}

/* ---- Writing JSON ---- */

/* Unsafe characters are escaped: the text goes to terminals too, and reads back the same. */
static void write_text(struct buffer *out, const char *text)
{
    buffer_add_char(out, '"');
    for (uint32_t c; (c = text_next(&text));) {
        if (c == '"' || c == '\\')
            buffer_format(out, "\\%c", (int)c);
        else if (c == '\n')
            buffer_add(out, "\\n");
        else if (c == '\t')
            buffer_add(out, "\\t");
        else if (!text_is_unsafe(c))
            text_add_character(out, c);
        else if (c < 0x10000)
            buffer_format(out, "\\u%04X", (unsigned)c);
        else
            buffer_format(out, "\\u%04X\\u%04X", (unsigned)(0xD800 + ((c - 0x10000) >> 10)),
                          (unsigned)(0xDC00 + (c & 0x3FF)));
    }
    buffer_add_char(out, '"');
}

static void write_line(struct buffer *out, int depth)
{
    buffer_format(out, "\n%*s", depth * 2, "");
}

static void write_value(struct buffer *out, const struct value *value, int depth);

static void write_members(struct buffer *out, const struct value *parent, int depth)
{
    for (const struct value *member = parent->first; member; member = member->next) {
        write_line(out, depth + 1);
        if (parent->kind == VALUE_MAP) {
            write_text(out, member->name);
            buffer_add(out, ": ");
        }
        write_value(out, member, depth + 1);
        if (member->next)
            buffer_add_char(out, ',');
    }
    if (parent->first)
        write_line(out, depth);
}

static void write_value(struct buffer *out, const struct value *value, int depth)
{
    switch (value->kind) {
    case VALUE_NULL:
        buffer_add(out, "null");
        break;
    case VALUE_TRUTH:
        buffer_add(out, value->truth ? "true" : "false");
        break;
    case VALUE_TEXT:
        write_text(out, value->text);
        break;
    case VALUE_NUMBER:
        buffer_add(out, value->text);
        break;
    case VALUE_LIST:
    case VALUE_MAP:
        buffer_add_char(out, value->kind == VALUE_LIST ? '[' : '{');
        write_members(out, value, depth);
        buffer_add_char(out, value->kind == VALUE_LIST ? ']' : '}');
        break;
    }
}

void value_to_json(struct buffer *out, const struct value *root)
{
    write_value(out, root, 0);
    buffer_add_char(out, '\n');
}
