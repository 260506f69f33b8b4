#include "core/proof_text.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"

#include <string.h>

enum { DRAFT_LARGEST = 8 << 20 }; /* some thousand pages */

/* ---- Characters ---- */

const char32_t sentence_ends[] = U"。！？；\n";
const char32_t clause_ends[] = U"。！？；，：\n";

bool among(const char32_t *set, uint32_t c)
{
    while (*set && *set != c)
        set++;
    return c && *set;
}

bool is_han(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3134F);
}

bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

bool is_chinese(uint32_t c)
{
    return is_han(c) || among(U"，。、；：？！“”‘’（）《》〈〉〔〕【】「」『』…—", c);
}

uint32_t sign_at(const struct block *block, size_t i)
{
    return i < block->count ? block->signs[i].c : 0;
}

size_t word_at(const struct block *block, size_t i, const char32_t *word)
{
    size_t size = 0;
    while (word[size] && sign_at(block, i + size) == word[size])
        size++;
    return word[size] ? 0 : size;
}

size_t text_at(const struct block *block, size_t i, const char *text)
{
    size_t size = 0;
    while (*text)
        if (sign_at(block, i + size++) != text_next(&text))
            return 0;
    return size;
}

size_t one_of(const struct block *block, size_t i, const char32_t *const *words)
{
    size_t size = 0;
    for (; *words && !size; words++)
        size = word_at(block, i, *words);
    return size;
}

int numeral_at(const struct block *block, size_t i, size_t *size)
{
    static const char32_t digits[] = U"一二三四五六七八九";
    int value = 0, ones = 0;
    size_t at = i;
    for (uint32_t c; (c = sign_at(block, at)) && at < i + 3; at++) {
        int digit = 0;
        while (digits[digit] && digits[digit] != c)
            digit++;
        if (digits[digit] && !ones)
            ones = digit + 1;
        else if (c == U'十' && value == 0) {
            value = (ones ? ones : 1) * 10;
            ones = 0;
        } else
            break;
    }
    *size = at - i;
    return value + ones;
}

/* ---- Pieces ---- */

const struct piece *script_piece(const struct script *script, size_t at)
{
    size_t from = 0, to = script->piece_count;
    while (to - from > 1) {
        size_t middle = from + (to - from) / 2;
        if (script->pieces[middle].from <= at)
            from = middle;
        else
            to = middle;
    }
    return &script->pieces[from];
}

int script_line(const struct script *script, const struct piece *piece, size_t at)
{
    int line = piece->line;
    for (size_t i = piece->from; piece->source && i < at; i++)
        line += script->bytes[i] == '\n';
    return line;
}

/* ---- Paragraphs ---- */

struct splitter {
    struct script *script;
    struct sign *signs; /* of all blocks, one behind the other */
    size_t used;
    struct block *open; /* the paragraph that goes on; NULL for none */
    bool closing, code;
};

static size_t blanks(const char *line, size_t size)
{
    size_t at = 0;
    while (at < size && (line[at] == ' ' || line[at] == '\t'))
        at++;
    return at;
}

/* Whether the line is made of one of these alone, at least `least` of it; gives which, or 0. */
static int made_of(const char *line, size_t size, const char *set, size_t least)
{
    size_t count = 0;
    if (!size || !line[0] || !strchr(set, line[0]))
        return 0;
    const unsigned char which = (unsigned char)line[0];
    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)line[i] != which && line[i] != ' ' && line[i] != '\r')
            return 0;
        count += (unsigned char)line[i] == which;
    }
    return count >= least ? which : 0;
}

/* Bytes of the mark that makes the line an item of a list; 0 for none. */
static size_t item_mark(const char *line, size_t size)
{
    size_t digits = 0;
    if (size > 1 && strchr("-*+", line[0]) && line[1] == ' ')
        return 2;
    while (digits < size && is_digit((unsigned char)line[digits]))
        digits++;
    return digits && digits < 10 && digits + 1 < size && strchr(".)", line[digits]) &&
                   line[digits + 1] == ' '
               ? digits + 2
               : 0;
}

static struct block *open_block(struct splitter *splitter, enum block_kind kind)
{
    struct script *script = splitter->script;
    struct block *block = &script->blocks[script->block_count++];
    *block = (struct block){.kind = splitter->closing ? BLOCK_CLOSING : kind,
                            .signs = &splitter->signs[splitter->used]};
    splitter->open = block;
    return block;
}

/* Adds the bytes to the open block. */
static void add_signs(struct splitter *splitter, const char *from, const char *to)
{
    struct block *block = splitter->open;
    const char *bytes = splitter->script->bytes;
    while (from < to) {
        size_t at = (size_t)(from - bytes);
        uint32_t c = text_next(&from);
        if (!c)
            break;
        bool escape = c == '\\' && (from == to || strchr("[]()*_`#\\.!<>|~-+{}\"'", *from));
        if (c == '*' || c == '`' || c == '\r' || escape)
            continue;
        splitter->signs[splitter->used++] = (struct sign){c, at};
        block->count++;
    }
}

/* A line of a paragraph. */
static void add_line(struct splitter *splitter, const char *line, size_t size, bool row)
{
    size_t indent = blanks(line, size), mark = item_mark(line + indent, size - indent);
    if (!splitter->open || mark || row || splitter->open->kind == BLOCK_ROW) {
        open_block(splitter, row ? BLOCK_ROW : BLOCK_BODY)->item = mark;
    } else {
        splitter->signs[splitter->used++] =
            (struct sign){'\n', (size_t)(line - splitter->script->bytes) - 1};
        splitter->open->count++;
    }
    add_signs(splitter, line + (mark ? indent + mark : 0), line + size);
}

static void add_heading(struct splitter *splitter, const char *line, size_t size, size_t level)
{
    const char *at = line + level;
    at += blanks(at, size - level);
    splitter->closing = splitter->closing && level > 1; /* an annex */
    open_block(splitter, level == 1 ? BLOCK_TITLE : BLOCK_HEADING);
    add_signs(splitter, at, line + size);
    splitter->open = NULL;
}

/* The level of a heading; 0 for another line. */
static size_t heading_level(const char *line, size_t size)
{
    size_t level = 0;
    while (level < size && line[level] == '#')
        level++;
    return level && level <= 6 && (level == size || line[level] == ' ') ? level : 0;
}

static void split_line(struct splitter *splitter, const char *line, size_t size)
{
    size_t indent = blanks(line, size), left = size - indent;
    const char *text = line + indent;
    bool fence = left > 2 && (!strncmp(text, "```", 3) || !strncmp(text, "~~~", 3));
    int under = made_of(text, left, "=-", 2), rule = made_of(text, left, "-*_", 3);
    size_t level = heading_level(text, left);
    if (fence || splitter->code) {
        splitter->code = splitter->code != fence;
        splitter->open = NULL;
    } else if (!left || (left == 1 && *text == '\r')) {
        splitter->open = NULL;
    } else if (under && splitter->open && splitter->open->kind == BLOCK_BODY) {
        splitter->open->kind = under == '=' ? BLOCK_TITLE : BLOCK_HEADING;
        splitter->open = NULL;
    } else if (rule) {
        splitter->closing = true;
        splitter->open = NULL;
    } else if (level) {
        add_heading(splitter, text, left, level);
    } else {
        add_line(splitter, line, size, *text == '|');
    }
}

static void split(struct arena *arena, struct script *script)
{
    size_t lines = 1;
    for (size_t i = 0; i < script->size; i++)
        lines += script->bytes[i] == '\n';
    struct splitter splitter = {
        .script = script,
        .signs = arena_array(arena, script->size + lines, sizeof *splitter.signs)};
    script->blocks = arena_array(arena, lines, sizeof *script->blocks);
    for (const char *at = script->bytes, *end = at + script->size; at < end;) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        size_t size = (size_t)((feed ? feed : end) - at);
        split_line(&splitter, at, size);
        at += size + 1;
    }
}

/* ---- A file of the template ---- */

struct collector {
    struct scripts *scripts;
    struct template_file *file;
    struct buffer bytes;
    struct scope *open;
    size_t parts; /* counted first, so that the arrays have room */
};

static void add_file(struct scripts *scripts, const char *name, const char *text)
{
    struct template_file *file = ARENA_NEW(scripts->arena, struct template_file);
    struct template_file **last = &scripts->files;
    while (*last)
        last = &(*last)->next;
    file->name = arena_text(scripts->arena, name);
    file->text = text;
    *last = file;
}

/* The partial's text, which is asked for once and then the same for all. */
static const char *find_partial(void *context, const char *name)
{
    struct scripts *scripts = context;
    const struct circular *circular = scripts->circular;
    for (const struct template_file *file = scripts->files->next; file; file = file->next)
        if (strcmp(file->name, name) == 0)
            return file->text;
    const char *text = circular->partial ? circular->partial(circular->context, name) : NULL;
    if (text)
        add_file(scripts, name, text);
    return text;
}

static void count_part(void *context, const struct mustache_part *part)
{
    struct collector *collector = context;
    collector->parts++;
    if (part->kind == MUSTACHE_PARTIAL)
        (void)find_partial(collector->scripts, part->name);
}

static void open_scope(struct collector *collector, const struct mustache_part *part)
{
    struct arena *arena = collector->scripts->arena;
    struct script *script = &collector->file->script;
    struct scope *scope = ARENA_NEW(arena, struct scope);
    *scope = (struct scope){.name = arena_text(arena, part->name),
                            .inverted = part->kind == MUSTACHE_INVERTED,
                            .outer = collector->open,
                            .from = collector->bytes.size};
    script->scopes[script->scope_count++] = scope;
    collector->open = scope;
}

static void collect_part(void *context, const struct mustache_part *part)
{
    struct collector *collector = context;
    struct script *script = &collector->file->script;
    struct piece *piece = &script->pieces[script->piece_count++];
    *piece = (struct piece){.from = collector->bytes.size,
                            .file = collector->file->name,
                            .line = part->line,
                            .source = part->text,
                            .scope = collector->open};
    if (part->kind == MUSTACHE_END) {
        collector->open->to = collector->bytes.size;
        collector->open = collector->open->outer;
    }
    if (part->kind == MUSTACHE_TEXT)
        buffer_add_bytes(&collector->bytes, part->text, part->size);
    else
        buffer_add_char(&collector->bytes, part->kind == MUSTACHE_VALUE ? SIGN_VALUE : SIGN_TAG);
    piece->to = collector->bytes.size;
    if (part->kind == MUSTACHE_SECTION || part->kind == MUSTACHE_INVERTED)
        open_scope(collector, part);
}

static enum status read_file(struct scripts *scripts, struct template_file *file,
                             struct error *error)
{
    struct collector collector = {.scripts = scripts, .file = file, .bytes = BUFFER_EMPTY};
    struct script *script = &file->script;
    enum status status = mustache_parts(file->name, file->text, count_part, &collector, error);
    if (status)
        return status;
    script->pieces = arena_array(scripts->arena, collector.parts + 1, sizeof *script->pieces);
    script->scopes = arena_array(scripts->arena, collector.parts + 1, sizeof(struct scope *));
    status = mustache_parts(file->name, file->text, collect_part, &collector, error);
    script->size = collector.bytes.size;
    script->bytes = buffer_take(&collector.bytes, scripts->arena);
    split(scripts->arena, script);
    return status;
}

/* ---- The draft ---- */

/* The piece of a template's file in which the byte was typed; NULL for none. */
static const struct piece *typed_piece(const struct scripts *scripts, const char *file,
                                       const char *source)
{
    const struct template_file *at = scripts->files;
    while (at && strcmp(at->name, file) != 0)
        at = at->next;
    for (size_t i = 0; at && i < at->script.piece_count; i++) {
        const struct piece *piece = &at->script.pieces[i];
        if (piece->source && source >= piece->source &&
            source < piece->source + (piece->to - piece->from))
            return piece;
    }
    return NULL;
}

static void note_seen(struct scope *scope)
{
    for (; scope; scope = scope->outer)
        scope->seen = true;
}

static struct piece piece_of_text(const struct scripts *scripts, const struct mustache_text *text)
{
    const struct piece *typed = typed_piece(scripts, text->file, text->source);
    struct scope *scope = typed ? typed->scope : NULL;
    note_seen(scope);
    return (struct piece){text->from, text->to, text->file, text->line, text->source, scope, NULL};
}

static struct piece piece_of_mark(const struct mustache_mark *mark)
{
    return (struct piece){mark->from, mark->end, mark->file, mark->line, NULL, NULL, mark};
}

/* Both lists are in the order of the output. */
static void join_pieces(struct scripts *scripts)
{
    const struct mustache_marks *marks = &scripts->marks;
    struct script *draft = &scripts->draft;
    size_t t = 0, m = 0;
    draft->pieces =
        arena_array(scripts->arena, marks->count + marks->text_count + 1, sizeof *draft->pieces);
    while (t < marks->text_count || m < marks->count) {
        bool text = m == marks->count ||
                    (t < marks->text_count && marks->texts[t].from < marks->list[m].from);
        struct piece piece =
            text ? piece_of_text(scripts, &marks->texts[t++]) : piece_of_mark(&marks->list[m++]);
        if (piece.to > piece.from)
            draft->pieces[draft->piece_count++] = piece;
    }
    if (!draft->piece_count)
        draft->pieces[draft->piece_count++] =
            (struct piece){0, draft->size, scripts->circular->name, 1, NULL, NULL, NULL};
}

static enum status render(struct scripts *scripts, const struct value *facts, struct error *error)
{
    struct circular circular = *scripts->circular;
    struct buffer out = BUFFER_EMPTY;
    circular.draft = true;
    circular.stops = NULL;
    circular.partial = find_partial;
    circular.context = scripts;
    enum status status = circular_render(&circular, facts, &out, &scripts->marks, error);
    scripts->draft = (struct script){.draft = true, .size = out.size};
    scripts->draft.bytes = buffer_take(&out, scripts->arena);
    return status;
}

enum status scripts_new(struct scripts *scripts, const struct circular *circular,
                        const struct value *facts, struct error *error)
{
    enum status status = STATUS_OK;
    scripts->circular = circular;
    add_file(scripts, circular->name, circular->text);
    for (struct template_file *file = scripts->files; file && !status; file = file->next)
        status = read_file(scripts, file, error);
    if (!status)
        status = render(scripts, facts, error);
    if (!status && scripts->draft.size > DRAFT_LARGEST)
        status = fail(error, STATUS_INPUT, circular->name, 0,
                      TR("the draft is larger than %d MiB, and is not proof-read: shorten it",
                         "草稿超过%d MiB，无法校对：请缩短"),
                      DRAFT_LARGEST >> 20);
    if (status)
        return status;
    join_pieces(scripts);
    split(scripts->arena, &scripts->draft);
    return STATUS_OK;
}

void scripts_free(struct scripts *scripts)
{
    mustache_marks_free(&scripts->marks);
}
