#include "tui/editor.h"

#include "core/cluster.h"
#include "core/text.h"
#include "tui/keys.h"
#include "tui/terminal.h"

#include <string.h>

/* ---- places in the text ---- */

enum word_class { SPACE, LINE, PUNCTUATION, ASCII, OTHER };

/* The class of the character at `at`. */
static enum word_class class_at(const struct editor *editor, size_t at)
{
    const char *next = editor->text.bytes + at;
    uint32_t c = text_narrow(text_next(&next));
    if (c == ' ' || c == '\n')
        return c == ' ' ? SPACE : LINE;
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
        return ASCII;
    if (c < 0x80 || (c >= 0x2010 && c < 0x2040) || (c >= 0x3001 && c < 0x3020))
        return PUNCTUATION;
    return OTHER;
}

/* Where the last word before the caret begins: characters of one class and the spaces behind. */
static size_t word_before(const struct editor *editor)
{
    size_t found = 0;
    enum word_class last = SPACE;
    for (size_t at = 0; at < editor->caret; at = cluster_next(editor->text.bytes, at)) {
        enum word_class class = class_at(editor, at);
        if (class != SPACE && class != last)
            found = at;
        last = class;
    }
    return found;
}

/* Where the word at the caret ends, with the spaces behind it. */
static size_t word_after(const struct editor *editor)
{
    size_t at = editor->caret;
    for (enum word_class class = class_at(editor, at); at < editor->text.size && class != SPACE;)
        if (class_at(editor, at = cluster_next(editor->text.bytes, at)) != class)
            break;
    while (at < editor->text.size && class_at(editor, at) == SPACE)
        at = cluster_next(editor->text.bytes, at);
    return at;
}

size_t editor_line_begin(const struct editor *editor)
{
    size_t at = editor->caret;
    while (at > 0 && editor->text.bytes[at - 1] != '\n')
        at--;
    return at;
}

size_t editor_line_end(const struct editor *editor)
{
    return editor->caret + strcspn(editor->text.bytes + editor->caret, "\n");
}

/* ---- changes ---- */

static void change(struct editor *editor, enum edit_kind kind, size_t from, size_t to,
                   const char *with)
{
    editor->full = editor->text.size - (to - from) + strlen(with) > editor->most;
    if (!editor->full && (to > from || *with))
        edits_change(&editor->edits, &editor->text, &editor->caret, kind, from, to, with);
}

/* Takes out what is to be put back by Ctrl-Y. */
static void kill_range(struct editor *editor, size_t from, size_t to)
{
    struct buffer killed = BUFFER_EMPTY;
    bool before = to == editor->caret;
    if (editor->killing && !before)
        buffer_add(&killed, editor->killed.bytes);
    buffer_add_bytes(&killed, editor->text.bytes + from, to - from);
    if (editor->killing && before)
        buffer_add(&killed, editor->killed.bytes);
    if (to > from) {
        buffer_free(&editor->killed);
        editor->killed = killed;
        editor->killing = true;
    } else {
        buffer_free(&killed);
    }
    change(editor, EDIT_WHOLE, from, to, "");
}

static void add_safe(const struct editor *editor, struct buffer *out, const char *text)
{
    if (editor->lines)
        text_add_safe_lines(out, text);
    else
        text_add_safe(out, text);
}

void editor_set(struct editor *editor, const char *text)
{
    struct editor empty = EDITOR_OF(editor->lines, editor->most);
    editor_free(editor);
    *editor = empty;
    add_safe(editor, &editor->text, text);
    buffer_cut(&editor->text, editor->most);
    buffer_cut(&editor->text, text_valid(editor->text.bytes, editor->text.size));
    editor->caret = editor->text.size;
}

bool editor_insert(struct editor *editor, const char *text)
{
    struct buffer whole = BUFFER_EMPTY, safe = BUFFER_EMPTY;
    buffer_add(&whole, text);
    while (!editor->lines && whole.size > 0 && whole.bytes[whole.size - 1] == '\n')
        buffer_cut(&whole, whole.size - 1); /* of a cell or a line that was copied whole */
    add_safe(editor, &safe, whole.bytes);
    change(editor, EDIT_WHOLE, editor->caret, editor->caret, safe.bytes);
    editor->killing = false;
    buffer_free(&safe);
    buffer_free(&whole);
    return !editor->full;
}

bool editor_replace(struct editor *editor, const char *text)
{
    struct buffer safe = BUFFER_EMPTY;
    add_safe(editor, &safe, text);
    change(editor, EDIT_WHOLE, 0, editor->text.size, safe.bytes);
    editor->killing = false;
    buffer_free(&safe);
    return !editor->full;
}

void editor_move(struct editor *editor, size_t caret)
{
    editor->caret = caret;
    editor->full = editor->killing = false;
    edits_end_step(&editor->edits);
}

/* ---- keys ---- */

static bool key_moves(struct editor *editor, uint32_t key)
{
    size_t to = editor->caret;
    switch (key) {
    case K_LEFT:
        to = cluster_before(editor->text.bytes, to);
        break;
    case K_RIGHT:
        to = cluster_next(editor->text.bytes, to);
        break;
    case K_HOME:
    case K_CTRL_A:
        to = editor_line_begin(editor);
        break;
    case K_END:
    case K_CTRL_E:
        to = editor_line_end(editor);
        break;
    case K_CTRL_LEFT:
    case K_ALT | 'b':
        to = word_before(editor);
        break;
    case K_CTRL_RIGHT:
    case K_ALT | 'f':
        to = word_after(editor);
        break;
    default:
        return false;
    }
    editor_move(editor, to);
    return true;
}

static bool key_kills(struct editor *editor, uint32_t key)
{
    size_t caret = editor->caret, end = editor_line_end(editor);
    switch (key) {
    case K_CTRL_U:
        kill_range(editor, editor_line_begin(editor), caret);
        return true;
    case K_CTRL_K: /* at the end of a line: the line feed */
        kill_range(editor, caret, end > caret || end == editor->text.size ? end : end + 1);
        return true;
    case K_CTRL_W:
    case K_ALT | K_BACKSPACE:
        kill_range(editor, word_before(editor), caret);
        return true;
    case K_ALT | 'd':
        kill_range(editor, caret, word_after(editor));
        return true;
    default:
        editor->killing = false;
        return false;
    }
}

static bool key_types(struct editor *editor, uint32_t key)
{
    bool line = key == K_ENTER && editor->lines;
    if (!line && (key >= K_SPECIAL || text_is_unsafe(key)))
        return false;
    struct buffer typed = BUFFER_EMPTY;
    text_add_character(&typed, line ? '\n' : key);
    change(editor, line ? EDIT_WHOLE : EDIT_TYPED, editor->caret, editor->caret, typed.bytes);
    buffer_free(&typed);
    return true;
}

bool editor_key(struct editor *editor, uint32_t key)
{
    const char *bytes = editor->text.bytes;
    size_t caret = editor->caret;
    editor->full = false;
    if (key_moves(editor, key) || key_kills(editor, key))
        return true;
    switch (key) {
    case K_BACKSPACE:
        change(editor, EDIT_ERASED, cluster_before(bytes, caret), caret, "");
        return true;
    case K_DELETE:
    case K_CTRL_D:
        change(editor, EDIT_ERASED, caret, cluster_next(bytes, caret), "");
        return true;
    case K_CTRL_Y:
        editor_insert(editor, editor->killed.bytes);
        return true;
    case K_CTRL_UNDERSCORE:
        edits_undo(&editor->edits, &editor->text, &editor->caret);
        return true;
    case K_CTRL_R:
        edits_redo(&editor->edits, &editor->text, &editor->caret);
        return true;
    default:
        return key_types(editor, key);
    }
}

/* ---- one line as it is shown ---- */

/* Columns of the bytes from `from` to `to`. */
static size_t columns_between(const struct editor *editor, size_t from, size_t to)
{
    size_t columns = 0;
    const char *at = editor->text.bytes + from;
    while (at < editor->text.bytes + to)
        columns += (size_t)text_character_width(text_next(&at));
    return columns;
}

/* Moves the first byte that is shown on, until the caret stands in the middle. */
static void scroll_on(struct editor *editor, size_t columns)
{
    size_t width = columns_between(editor, editor->from, editor->caret);
    while (width > columns / 2) {
        size_t next = cluster_next(editor->text.bytes, editor->from);
        width -= columns_between(editor, editor->from, next);
        editor->from = next;
    }
}

/* Moves it back where there is room for more. */
static void scroll_back(struct editor *editor, size_t columns)
{
    size_t width = columns_between(editor, editor->from, editor->text.size);
    while (editor->from > 0) {
        size_t before = cluster_before(editor->text.bytes, editor->from);
        width += columns_between(editor, before, editor->from);
        if (width >= columns)
            return;
        editor->from = before;
    }
}

/* Scrolls by half the line when the caret leaves it, so that typing moves the text seldom. */
struct editor_line editor_line(struct editor *editor, size_t columns)
{
    if (editor->from > editor->caret)
        editor->from = editor->caret;
    while ((editor->text.bytes[editor->from] & 0xC0) == 0x80)
        editor->from--; /* a step was taken back before it */
    if (columns_between(editor, editor->from, editor->caret) >= columns)
        scroll_on(editor, columns);
    else
        scroll_back(editor, columns);
    struct editor_line line = {.text = editor->text.bytes + editor->from};
    line.size = text_fit(line.text, columns, NULL);
    line.caret = columns_between(editor, editor->from, editor->caret);
    return line;
}

void editor_free(struct editor *editor)
{
    buffer_free(&editor->text);
    buffer_free(&editor->killed);
    edits_free(&editor->edits);
    editor->caret = editor->from = 0;
}

/* ---- the prompt ---- */

enum prompt_result prompt_key(struct prompt *prompt, uint32_t key)
{
    if (key == K_ENTER)
        return PROMPT_ACCEPTED;
    if (key == K_ESCAPE || key == K_CTRL_C)
        return PROMPT_CANCELLED;
    if (prompt->fresh && key >= ' ' && key < K_SPECIAL && !text_is_unsafe(key))
        editor_set(&prompt->editor, "");
    prompt->fresh = false;
    return editor_key(&prompt->editor, key) ? PROMPT_OPEN : PROMPT_UNUSED;
}

void prompt_draw(struct prompt *prompt, int row, int columns)
{
    int label = draw_text(row, 0, columns / 2, STYLE_HEADING, prompt->label.bytes) + 1;
    int room = columns - label > 4 ? columns - label - 1 : 3; /* not in the last column */
    struct editor_line line = editor_line(&prompt->editor, (size_t)room);
    struct buffer shown = BUFFER_EMPTY;
    buffer_add_bytes(&shown, line.text, line.size);
    draw_text(row, label, room, STYLE_NORMAL, shown.bytes);
    draw_cursor(row, label + (int)line.caret);
    buffer_free(&shown);
}

void prompt_close(struct prompt *prompt)
{
    prompt->open = false;
    buffer_free(&prompt->label);
    editor_free(&prompt->editor);
}
