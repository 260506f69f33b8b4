#include "core/mustache.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/value.h"

#include <stdlib.h>
#include <string.h>

enum {
    PARTIALS_DEEPEST = 64,
    SECTIONS_DEEPEST = 64,   /* in one file */
    DELIMITERS_LONGEST = 64, /* both */
    STEPS_MOST = 10 * 1000 * 1000,
    OUTPUT_LARGEST = 256 * 1024 * 1024
};

enum { TAG_VALUE = 'v' };
enum node_kind { NODE_LINE, NODE_TEXT, NODE_VALUE, NODE_SECTION, NODE_INVERTED, NODE_PARTIAL };

/* A template is parsed once into a tree, however often its sections and partials are written.
 * NODE_LINE stands where a line begins: there goes the indentation of a partial. */
struct node {
    enum node_kind kind;
    bool raw; /* NODE_VALUE: never escaped */
    int line;
    const char *text;    /* NODE_TEXT: borrowed, not ended; NODE_PARTIAL: its indentation */
    size_t size;         /* of text */
    const char *name;    /* of all others but NODE_LINE */
    const char *parts;   /* the name with every dot a NUL */
    struct node *inside; /* of a section */
    struct node *next;
};

/* ---- Reading a template ---- */

struct parser {
    struct arena *arena;
    const char *file;
    const char *at; /* what is still to be read */
    int line;       /* of `at` */
    bool fresh;     /* `at` is the beginning of a line */
    const char *open, *close;
    const char *brace_close, *equals_close; /* what ends {{{name}}} and {{=set delimiters=}} */
    struct node *sections[SECTIONS_DEEPEST];
    size_t depth;
    struct node **tail; /* where the next node is linked */
    struct error *error;
};

struct tag {
    char kind;             /* one of #^/>&{=! or TAG_VALUE */
    const char *from, *to; /* with the delimiters */
    int line;
    const char *content; /* without the spaces around it */
    size_t size;
};

#define SPACES " \t\n\v\f\r"

static void set_delimiters(struct parser *parser, const char *open, const char *close)
{
    parser->open = open;
    parser->close = close;
    parser->brace_close = arena_format(parser->arena, "}%s", close);
    parser->equals_close = arena_format(parser->arena, "=%s", close);
}

static struct node *add_node(struct parser *parser, enum node_kind kind, int line)
{
    struct node *node = ARENA_NEW(parser->arena, struct node);
    node->kind = kind;
    node->line = line;
    *parser->tail = node;
    parser->tail = &node->next;
    return node;
}

/* Adds the text up to `to`. */
static void add_text(struct parser *parser, const char *to, bool tag_follows)
{
    if (parser->fresh && (to > parser->at || tag_follows))
        add_node(parser, NODE_LINE, parser->line);
    if (to == parser->at)
        return;
    struct node *node = add_node(parser, NODE_TEXT, parser->line);
    node->text = parser->at;
    node->size = (size_t)(to - parser->at);
    if (to[-1] == '\n' && tag_follows)
        add_node(parser, NODE_LINE, parser->line);
}

/* As strstr(), which reads all that is left of the template at every tag under AddressSanitizer. */
static const char *find(const char *at, const char *word)
{
    size_t size = strlen(word);
    while ((at = strchr(at, word[0])) && strncmp(at, word, size) != 0)
        at++;
    return at;
}

static int lines_between(const char *from, const char *to)
{
    int lines = 0;
    for (; (from = memchr(from, '\n', (size_t)(to - from))); from++)
        lines++;
    return lines;
}

static const char *closing_of(const struct parser *parser, char kind)
{
    return kind == '{' ? parser->brace_close : kind == '=' ? parser->equals_close : parser->close;
}

/* Sets tag->to to NULL if the tag is never closed. */
static void read_tag(const struct parser *parser, const char *from, struct tag *tag)
{
    const char *at = from + strlen(parser->open);
    at += strspn(at, SPACES);
    tag->from = from;
    tag->kind = TAG_VALUE;
    if (*at && strchr("#^/>&{=!", *at))
        tag->kind = *at++;
    const char *close = closing_of(parser, tag->kind), *end = find(at, close);
    if (!end)
        return;
    tag->to = end + strlen(close);
    at += strspn(at, SPACES); /* never past the end: no delimiter begins with a space */
    while (end > at && strchr(SPACES, end[-1]))
        end--;
    tag->content = at;
    tag->size = (size_t)(end - at);
}

static enum status fail_unclosed(const struct parser *parser, const struct tag *tag)
{
    return fail(parser->error, STATUS_INPUT, parser->file, tag->line,
                TR("the tag that begins here is never closed: write %s where it ends",
                   "此处开始的标签没有结束：请在其结尾处写%s"),
                closing_of(parser, tag->kind));
}

/* A tag that writes nothing itself and has its line for itself takes the whole line with it. Sets
 * where that line begins and where the next one does. */
static bool stands_alone(const struct parser *parser, const struct tag *tag, const char **begin,
                         const char **next)
{
    if (tag->kind == TAG_VALUE || tag->kind == '&' || tag->kind == '{')
        return false;
    const char *before = tag->from, *behind = tag->to + strspn(tag->to, " \t");
    while (before > parser->at && (before[-1] == ' ' || before[-1] == '\t'))
        before--;
    if (before > parser->at ? before[-1] != '\n' : !parser->fresh)
        return false;
    if (behind[0] == '\r' && behind[1] == '\n')
        behind++;
    if (*behind && *behind++ != '\n')
        return false;
    *begin = before;
    *next = behind;
    return true;
}

static enum status read_delimiters(struct parser *parser, const struct tag *tag)
{
    char *open = arena_text_of(parser->arena, tag->content, tag->size);
    size_t size = strcspn(open, SPACES);
    const char *close = open + size + strspn(open + size, SPACES);
    if (!*close || close[strcspn(close, SPACES)] || tag->size > DELIMITERS_LONGEST)
        return fail(parser->error, STATUS_INPUT, parser->file, tag->line,
                    TR("delimiters are two short words: write {{=<%% %%>=}}",
                       "定界符须为两个短词：请写成{{=<%% %%>=}}"));
    open[size] = '\0';
    set_delimiters(parser, open, close);
    return STATUS_OK;
}

static enum status check_name(const struct parser *parser, const struct tag *tag, const char *name)
{
    if (strstr(name, parser->open))
        return fail_unclosed(parser, tag);
    if (!*name)
        return fail(parser->error, STATUS_INPUT, parser->file, tag->line,
                    TR("the tag has no name: write one into it, or take the tag out",
                       "标签没有名称：请写上名称，或删去此标签"));
    if (name[strcspn(name, SPACES)])
        return fail(parser->error, STATUS_INPUT, parser->file, tag->line,
                    TR("a name has no spaces: take them out, or write %s before them",
                       "名称中不能有空格：请删去空格，或在空格前写%s"),
                    closing_of(parser, tag->kind));
    return STATUS_OK;
}

static const char *split_name(struct arena *arena, const char *name)
{
    char *parts = arena_text(arena, name);
    for (char *dot = parts; (dot = strchr(dot, '.'));)
        *dot++ = '\0';
    return parts;
}

static enum status open_section(struct parser *parser, struct node *node)
{
    if (parser->depth == SECTIONS_DEEPEST)
        return fail(parser->error, STATUS_INPUT, parser->file, node->line,
                    TR("the section '%s' is nested deeper than %d: move the inner ones into a "
                       "partial",
                       "段落“%s”嵌套超过%d层：请把内层移入另一个模板片段"),
                    node->name, SECTIONS_DEEPEST);
    parser->sections[parser->depth++] = node;
    parser->tail = &node->inside;
    return STATUS_OK;
}

static enum status close_section(struct parser *parser, const struct tag *tag, const char *name)
{
    if (parser->depth == 0)
        return fail(parser->error, STATUS_INPUT, parser->file, tag->line,
                    TR("'%s' is ended here but was not begun: take this tag out, or begin the "
                       "section",
                       "此处结束的段落“%s”并未开始：请删去此标签，或补上段落的开头"),
                    name);
    struct node *node = parser->sections[parser->depth - 1];
    if (strcmp(node->name, name) != 0)
        return fail(parser->error, STATUS_INPUT, parser->file, tag->line,
                    TR("'%s' is ended here while '%s' of line %d is open: end that one first",
                       "此处结束“%s”，而段落“%s”（第%d行）尚未结束：请先结束后者"),
                    name, node->name, node->line);
    parser->depth--;
    parser->tail = &node->next;
    return STATUS_OK;
}

/* Adds what the tag stands for; `indentation` is what stood before it if it has its line alone. */
static enum status add_tag(struct parser *parser, const struct tag *tag, const char *indentation)
{
    if (tag->kind == '!')
        return STATUS_OK;
    if (tag->kind == '=')
        return read_delimiters(parser, tag);
    const char *name = arena_text_of(parser->arena, tag->content, tag->size);
    enum status status = check_name(parser, tag, name);
    if (status)
        return status;
    if (tag->kind == '/')
        return close_section(parser, tag, name);
    enum node_kind kind = tag->kind == '#'   ? NODE_SECTION
                          : tag->kind == '^' ? NODE_INVERTED
                          : tag->kind == '>' ? NODE_PARTIAL
                                             : NODE_VALUE;
    struct node *node = add_node(parser, kind, tag->line);
    node->name = name;
    node->parts = split_name(parser->arena, name);
    node->raw = tag->kind != TAG_VALUE;
    node->text = indentation;
    node->size = indentation ? (size_t)(tag->from - indentation) : 0;
    return kind == NODE_SECTION || kind == NODE_INVERTED ? open_section(parser, node) : STATUS_OK;
}

static enum status parse_tag(struct parser *parser, const char *from)
{
    struct tag tag = {.line = parser->line + lines_between(parser->at, from)};
    read_tag(parser, from, &tag);
    if (!tag.to)
        return fail_unclosed(parser, &tag);
    const char *begin = NULL, *next = tag.to;
    bool alone = stands_alone(parser, &tag, &begin, &next);
    add_text(parser, alone ? begin : from, !alone);
    enum status status = add_tag(parser, &tag, begin);
    parser->line = tag.line + lines_between(from, next);
    parser->at = next;
    parser->fresh = alone;
    return status;
}

/* Parses a template; the nodes live in the arena and point into `text`. */
static enum status parse(struct arena *arena, const char *file, const char *text,
                         struct node **first, struct error *error)
{
    struct parser parser = {.arena = arena, .file = file, .at = text, .line = 1, .fresh = true};
    parser.tail = first;
    parser.error = error;
    set_delimiters(&parser, "{{", "}}");
    for (const char *tag; (tag = find(parser.at, parser.open));) {
        enum status status = parse_tag(&parser, tag);
        if (status)
            return status;
    }
    add_text(&parser, parser.at + strlen(parser.at), false);
    if (parser.depth == 0)
        return STATUS_OK;
    const struct node *node = parser.sections[parser.depth - 1];
    return fail(error, STATUS_INPUT, file, node->line,
                TR("the section '%s' is never ended: write %s/%s%s where it ends",
                   "段落“%s”没有结束：请在其结尾处写%s/%s%s"),
                node->name, parser.open, node->name, parser.close);
}

/* ---- Writing it ---- */

struct context {
    const struct value *value;
    const struct context *outer;
};

/* A template or partial that is being written. */
struct layer {
    const char *file;
    const struct layer *outer; /* what included it; NULL for the template itself */
    int depth;
};

struct partial {
    const char *name;
    struct node *first;
    struct partial *next;
};

struct run {
    struct arena *arena;
    const struct mustache_host *host;
    struct partial *partials;
    const struct context *context;
    const struct layer *layer;
    struct buffer *out;
    struct mustache_marks *marks;
    struct buffer indentation; /* of all partials that are being written, one behind the other */
    size_t indentation_from;   /* where that of this partial's lines begins */
    size_t steps;
    struct error *error;
};

static enum status render_nodes(struct run *run, const struct node *node);

/* Lists within lists and partials that include another twice can grow beyond all bounds. */
static enum status take_step(struct run *run, const struct node *node)
{
    if (++run->steps <= STEPS_MOST && run->out->size <= OUTPUT_LARGEST)
        return STATUS_OK;
    return fail(run->error, STATUS_INPUT, run->layer->file, node->line,
                TR("the document grows too large here: write fewer sections and partials within "
                   "one another",
                   "文稿在此处过大：请减少段落与模板片段的相互嵌套"));
}

static void write_indentation(struct run *run)
{
    buffer_add_bytes(run->out, run->indentation.bytes + run->indentation_from,
                     run->indentation.size - run->indentation_from);
}

/* Notes what is written of a template's own text, from `from` on. */
static void note_text(struct run *run, const struct node *node, size_t from)
{
    struct mustache_marks *marks = run->marks;
    if (!marks || run->out->size == from)
        return;
    if (marks->text_count == marks->text_room) {
        marks->text_room = marks->text_room ? marks->text_room * 2 : 64;
        marks->texts = memory_resize(marks->texts, marks->text_room * sizeof *marks->texts);
    }
    if (!marks->arena)
        marks->arena = arena_new();
    marks->texts[marks->text_count++] =
        (struct mustache_text){from,
                               run->out->size,
                               node->text,
                               node->size,
                               arena_text(marks->arena, run->layer->file),
                               node->line};
}

static void write_text(struct run *run, const struct node *node)
{
    size_t from = run->out->size;
    const char *at = node->text, *end = node->text + node->size;
    const char *line = run->indentation.size > run->indentation_from ? at : end;
    while ((line = memchr(line, '\n', (size_t)(end - line))) && ++line < end &&
           run->out->size <= OUTPUT_LARGEST) {
        buffer_add_bytes(run->out, at, (size_t)(line - at));
        write_indentation(run);
        at = line;
    }
    buffer_add_bytes(run->out, at, (size_t)(end - at));
    note_text(run, node, from);
}

static const char *entity_of(char c)
{
    return c == '&' ? "&amp;" : c == '"' ? "&quot;" : c == '<' ? "&lt;" : "&gt;";
}

static void write_escaped(struct buffer *out, const char *text)
{
    while (*text) {
        size_t plain = strcspn(text, "&\"<>");
        buffer_add_bytes(out, text, plain);
        text += plain;
        if (*text)
            buffer_add(out, entity_of(*text++));
    }
}

static void write_value(struct run *run, const struct node *node, const struct value *value)
{
    const char *text = value->kind == VALUE_TRUTH ? value->truth ? "true" : "false" : value->text;
    if (run->host->html && !node->raw)
        write_escaped(run->out, text);
    else
        buffer_add(run->out, text);
}

/* Writes the host's mark behind what a value wrote since `from`, and notes both. */
static void write_mark(struct run *run, const struct node *node, const struct value *value,
                       size_t from, const char *text)
{
    struct mustache_marks *marks = run->marks;
    size_t to = run->out->size;
    buffer_add(run->out, text);
    if (!marks || run->out->size == from)
        return;
    if (marks->count == marks->room) {
        marks->room = marks->room ? marks->room * 2 : 64;
        marks->list = memory_resize(marks->list, marks->room * sizeof *marks->list);
    }
    if (!marks->arena)
        marks->arena = arena_new();
    marks->list[marks->count++] = (struct mustache_mark){from,
                                                         to,
                                                         run->out->size,
                                                         value,
                                                         arena_text(marks->arena, node->name),
                                                         arena_text(marks->arena, run->layer->file),
                                                         node->line};
}

/* The first part of a name is looked for from the innermost context outward, the others only in
 * what was found. */
static const struct value *find_value(const struct context *context, const struct node *node)
{
    const char *part = node->parts, *end = node->parts + strlen(node->name);
    const struct value *value = NULL;
    if (strcmp(node->name, ".") == 0)
        return context->value;
    for (; context && !value; context = context->outer)
        value = value_find(context->value, part);
    while (value && (part += strlen(part) + 1) <= end)
        value = value_find(value, part);
    return value;
}

static enum status ask_host(struct run *run, const struct node *node, const struct value *value,
                            const char **mark)
{
    struct mustache_place place = {run->layer->file, node->line, node->name,
                                   node->kind == NODE_SECTION || node->kind == NODE_INVERTED};
    *mark = "";
    if (!run->host->judge)
        return STATUS_OK;
    enum status status = run->host->judge(run->host->context, &place, value, mark, run->error);
    if (!*mark)
        *mark = "";
    return status;
}

static enum status render_value(struct run *run, const struct node *node)
{
    const char *mark;
    const struct value *value = find_value(run->context, node);
    enum status status = ask_host(run, node, value, &mark);
    size_t from = run->out->size;
    if (value && !status)
        write_value(run, node, value);
    write_mark(run, node, value, from, mark);
    return status;
}

static bool is_true(const struct value *value)
{
    return value && value->kind != VALUE_NULL && (value->kind != VALUE_TRUTH || value->truth) &&
           (value->kind != VALUE_LIST || value->first);
}

static enum status render_within(struct run *run, const struct node *node,
                                 const struct value *value)
{
    struct context inner = {value, run->context};
    run->context = &inner;
    enum status status = take_step(run, node);
    if (!status)
        status = render_nodes(run, node->inside);
    run->context = inner.outer;
    return status;
}

static enum status render_section(struct run *run, const struct node *node)
{
    const char *mark;
    const struct value *value = find_value(run->context, node);
    enum status status = ask_host(run, node, value, &mark);
    if (status)
        return status;
    write_mark(run, node, value, run->out->size, mark);
    if (is_true(value) == (node->kind == NODE_INVERTED))
        return STATUS_OK;
    if (node->kind == NODE_INVERTED)
        return render_nodes(run, node->inside);
    if (value->kind != VALUE_LIST)
        return render_within(run, node, value);
    for (const struct value *item = value->first; item && !status; item = item->next)
        status = render_within(run, node, item);
    return status;
}

/* Names the circle: from the partial that would be included once more back to where it is already
 * being written. */
static enum status fail_cycle(struct run *run, const struct node *node)
{
    const char *names[PARTIALS_DEEPEST + 1] = {node->name};
    size_t count = 1;
    for (const struct layer *at = run->layer; at->outer; at = at->outer) {
        names[count++] = at->file;
        if (strcmp(at->file, node->name) == 0)
            break;
    }
    struct buffer circle = BUFFER_EMPTY;
    while (count > 0)
        buffer_format(&circle, "%s%s", circle.size ? " > " : "", names[--count]);
    fail(run->error, STATUS_INPUT, run->layer->file, node->line,
         TR("cycle: partials include one another more than %d deep; take one of these out: %s",
            "循环：模板片段相互包含超过%d层；请去掉其中一处：%s"),
         PARTIALS_DEEPEST, circle.bytes);
    buffer_free(&circle);
    return STATUS_INPUT;
}

/* Finds and parses a partial; *out is NULL if there is none of that name. */
static enum status find_partial(struct run *run, const char *name, const struct partial **out)
{
    struct partial *partial = run->partials;
    while (partial && strcmp(partial->name, name) != 0)
        partial = partial->next;
    *out = partial;
    if (partial || !run->host->partial)
        return STATUS_OK;
    const char *text = run->host->partial(run->host->context, name);
    if (!text)
        return STATUS_OK;
    partial = ARENA_NEW(run->arena, struct partial);
    partial->name = name;
    partial->next = run->partials;
    run->partials = partial;
    *out = partial;
    return parse(run->arena, name, text, &partial->first, run->error);
}

/* The host's mark stands in the place of a partial that does not exist. */
static enum status render_missing(struct run *run, const struct node *node)
{
    const char *mark;
    enum status status = ask_host(run, node, NULL, &mark);
    if (*mark && node->text) {
        write_indentation(run);
        buffer_add_bytes(run->out, node->text, node->size);
    }
    write_mark(run, node, NULL, run->out->size, mark);
    return status;
}

static enum status render_partial(struct run *run, const struct node *node)
{
    const struct partial *partial;
    enum status status = find_partial(run, node->name, &partial);
    if (status)
        return status;
    if (!partial)
        return render_missing(run, node);
    if (run->layer->depth == PARTIALS_DEEPEST)
        return fail_cycle(run, node);
    struct layer inner = {partial->name, run->layer, run->layer->depth + 1};
    size_t size = run->indentation.size, from = run->indentation_from;
    if (node->text)
        buffer_add_bytes(&run->indentation, node->text, node->size);
    else
        run->indentation_from = size; /* within a line, where nothing is indented */
    run->layer = &inner;
    status = render_nodes(run, partial->first);
    run->layer = inner.outer;
    run->indentation_from = from;
    buffer_cut(&run->indentation, size);
    return status;
}

static enum status render_nodes(struct run *run, const struct node *node)
{
    enum status status = STATUS_OK;
    for (; node && !status; node = node->next) {
        if (node->kind == NODE_LINE)
            write_indentation(run);
        else if (node->kind == NODE_TEXT)
            write_text(run, node);
        else if (node->kind == NODE_VALUE)
            status = render_value(run, node);
        else if (node->kind == NODE_PARTIAL)
            status = render_partial(run, node);
        else
            status = render_section(run, node);
        if (!status)
            status = take_step(run, node);
    }
    return status;
}

enum status mustache_render(const char *file, const char *text, const struct value *data,
                            const struct mustache_host *host, struct buffer *out,
                            struct mustache_marks *marks, struct error *error)
{
    struct context root = {data, NULL};
    struct layer whole = {file, NULL, 0};
    struct run run = {arena_new(), host,         NULL, &root, &whole, out,
                      marks,       BUFFER_EMPTY, 0,    0,     error};
    struct node *first = NULL;
    enum status status = parse(run.arena, file, text, &first, error);
    if (!status)
        status = render_nodes(&run, first);
    buffer_free(&run.indentation);
    arena_free(run.arena);
    return status;
}

void mustache_marks_free(struct mustache_marks *marks)
{
    free(marks->list);
    free(marks->texts);
    arena_free(marks->arena);
    *marks = (struct mustache_marks){0};
}

/* ---- Showing its parts ---- */

static enum mustache_part_kind part_kind(enum node_kind kind)
{
    return kind == NODE_TEXT       ? MUSTACHE_TEXT
           : kind == NODE_VALUE    ? MUSTACHE_VALUE
           : kind == NODE_SECTION  ? MUSTACHE_SECTION
           : kind == NODE_INVERTED ? MUSTACHE_INVERTED
                                   : MUSTACHE_PARTIAL;
}

static void show_nodes(const struct node *node,
                       void (*see)(void *context, const struct mustache_part *part), void *context)
{
    for (; node; node = node->next) {
        if (node->kind == NODE_LINE)
            continue;
        bool text = node->kind == NODE_TEXT;
        struct mustache_part part = {part_kind(node->kind), text ? node->text : NULL,
                                     text ? node->size : 0, node->name, node->line};
        see(context, &part);
        if (node->kind != NODE_SECTION && node->kind != NODE_INVERTED)
            continue;
        show_nodes(node->inside, see, context);
        part.kind = MUSTACHE_END;
        see(context, &part);
    }
}

enum status mustache_parts(const char *file, const char *text,
                           void (*see)(void *context, const struct mustache_part *part),
                           void *context, struct error *error)
{
    struct arena *arena = arena_new();
    struct node *first = NULL;
    enum status status = parse(arena, file, text, &first, error);
    if (!status)
        show_nodes(first, see, context);
    arena_free(arena);
    return status;
}
