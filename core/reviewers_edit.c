#include "core/reviewers_edit.h"

#include "core/buffer.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/reviewers.h"

#include <string.h>

/* The file as it was read, and the text that is changed. */
struct edit {
    struct arena *arena;
    const char *bytes, *end;
    const char *name, *mail;
    struct document document;
    struct reviewers reviewers;
    struct buffer *out;
    struct error *error;
};

static enum status read_file(struct edit *edit, const char *bytes, size_t size)
{
    if (document_parse(edit->arena, REVIEWERS_PATH, bytes, size, &edit->document, edit->error))
        return edit->error->status;
    struct reading reading = {.document = &edit->document, .error = edit->error};
    reviewers_read(edit->arena, &reading, &edit->reviewers);
    return reading.status;
}

static bool may_administer(const struct edit *edit)
{
    struct error ignored;
    return !reviewers_allow(&edit->reviewers, edit->mail, RIGHT_ADMINISTER, NULL, NULL, &ignored);
}

/* ---- Lines ---- */

/* Where a line of the file begins, counted from 1; the end behind the last. */
static const char *line_at(const struct edit *edit, int line)
{
    const char *at = edit->bytes;
    while (--line > 0 && at < edit->end) {
        const char *feed = memchr(at, '\n', (size_t)(edit->end - at));
        at = feed ? feed + 1 : edit->end;
    }
    return at;
}

static size_t indent_of(const struct edit *edit, const char *line)
{
    size_t size = 0;
    while (line + size < edit->end && line[size] == ' ')
        size++;
    return size;
}

/* Writes the file with `text` before that place. */
static void insert(const struct edit *edit, const char *place, const char *text)
{
    buffer_add_bytes(edit->out, edit->bytes, (size_t)(place - edit->bytes));
    buffer_add(edit->out, text);
    buffer_add_bytes(edit->out, place, (size_t)(edit->end - place));
}

/* The last line of a field, by the deepest of what it holds. */
static int last_line(const struct field *field)
{
    int last = field->line;
    for (const struct field *one = field->first; one; one = one->next)
        if (last_line(one) > last)
            last = last_line(one);
    return last;
}

/* ---- A new reviewer ---- */

static void add_reviewer(const struct edit *edit, const struct field *list)
{
    struct buffer text = BUFFER_EMPTY;
    const char *first = line_at(edit, list->first->line);
    size_t indent = indent_of(edit, first);
    if (first + indent < edit->end && first[indent] == '-') {
        buffer_format(&text, "%*s- ", (int)indent, "");
        document_add_field(&text, "name", edit->name);
        buffer_format(&text, "%*s  ", (int)indent, "");
        document_add_field(&text, "email", edit->mail);
        buffer_format(&text, "%*s  roles: [", (int)indent, "");
        for (int right = 0; right < RIGHTS; right++)
            buffer_format(&text, "%s%s", right ? ", " : "", right_ids[right]);
        buffer_add(&text, "]\n");
    }
    insert(edit, line_at(edit, last_line(list) + 1), text.bytes);
    buffer_free(&text);
}

/* ---- A new role ---- */

/* roles: [review, confirm], also within {name: …, roles: […]}. */
static void add_role_within(const struct edit *edit, const struct field *roles)
{
    const char *line = line_at(edit, roles->line), *next = line_at(edit, roles->line + 1);
    const char *word = memmem(line, (size_t)(next - line), "roles:", 6);
    const char *close = word ? memchr(word, ']', (size_t)(next - word)) : NULL;
    insert(edit, close ? close : edit->end,
           !close         ? ""
           : roles->count ? ", administer"
                          : "administer");
}

static void add_role(const struct edit *edit, const struct field *roles)
{
    const struct field *last = roles->first;
    while (last && last->next)
        last = last->next;
    if (!last || last->line == roles->line) {
        add_role_within(edit, roles);
        return;
    }
    struct buffer text = BUFFER_EMPTY;
    const char *line = line_at(edit, last->line);
    buffer_format(&text, "%*s- administer\n", (int)indent_of(edit, line), "");
    insert(edit, line_at(edit, last->line + 1), text.bytes);
    buffer_free(&text);
}

/* ---- The file ---- */

static void change(const struct edit *edit)
{
    const struct field *list = field_find(edit->document.top, "reviewers");
    const struct reviewer *listed = reviewers_find(&edit->reviewers, edit->mail);
    if (!listed) {
        add_reviewer(edit, list);
        return;
    }
    const struct field *one = list->first;
    for (const struct reviewer *at = edit->reviewers.list; at < listed; at++)
        one = one->next;
    const struct field *roles = field_find(one, "roles");
    if (roles)
        add_role(edit, roles);
    else
        insert(edit, edit->end, "");
}

/* Reads the changed text, for a list that is written otherwise than was thought of. */
static enum status check(struct edit *edit, size_t from)
{
    struct error ignored;
    size_t before = edit->reviewers.count;
    bool listed = reviewers_find(&edit->reviewers, edit->mail) != NULL;
    struct error *error = edit->error;
    edit->error = &ignored;
    enum status status = read_file(edit, edit->out->bytes + from, edit->out->size - from);
    edit->error = error;
    if (!status && edit->reviewers.count == before + !listed && may_administer(edit))
        return STATUS_OK;
    return fail(error, STATUS_INPUT, REVIEWERS_PATH, 0,
                TR("you (%s) cannot be added, the list is not written in lines: give yourself the "
                   "role administer there",
                   "名单不是逐行书写，无法自动加入您（%s）：请自行在其中加上 administer 角色"),
                edit->mail);
}

enum status reviewers_add_administrator(struct buffer *out, const char *bytes, size_t size,
                                        const char *name, const char *mail, struct error *error)
{
    size_t from = out->size;
    struct edit edit = {.arena = arena_new(),
                        .bytes = bytes,
                        .end = bytes + size,
                        .name = name,
                        .mail = mail,
                        .out = out,
                        .error = error};
    enum status status = read_file(&edit, bytes, size);
    if (!status && may_administer(&edit)) {
        buffer_add_bytes(out, bytes, size);
    } else if (!status) {
        change(&edit);
        status = check(&edit, from);
    }
    arena_free(edit.arena);
    return status;
}
