#include "tui/editor.h"

#include "core/text.h"
#include "tui/keys.h"
#include "tui/terminal.h"

/* The beginning of the character behind `at`, marks included. */
static size_t after(const struct editor *editor, size_t at)
{
    const char *bytes = editor->text.bytes, *next = bytes + at;
    if (!text_next(&next))
        return at;
    for (const char *mark = next; *mark && text_character_width(text_next(&mark)) == 0;)
        next = mark;
    return (size_t)(next - bytes);
}

/* The beginning of the character before `at`. */
static size_t before(const struct editor *editor, size_t at)
{
    size_t found = 0;
    for (size_t next = 0; next < at; next = after(editor, next))
        found = next;
    return found;
}

/* Replaces the bytes from `from` to `to` and puts the caret behind what was put there. */
static void replace(struct editor *editor, size_t from, size_t to, const char *text)
{
    struct buffer changed = BUFFER_EMPTY;
    buffer_add_bytes(&changed, editor->text.bytes, from);
    buffer_add(&changed, text);
    editor->caret = changed.size;
    buffer_add(&changed, editor->text.bytes + to);
    buffer_free(&editor->text);
    editor->text = changed;
}

enum class { SPACE, PUNCTUATION, ASCII, OTHER };

/* The class of the character at `at`. */
static enum class class_at(const struct editor *editor, size_t at) {
    const char *next = editor->text.bytes + at; uint32_t c = text_narrow(text_next(&next));
    if (c == ' ') return SPACE;
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return ASCII;
    if (c < 0x80 || (c >= 0x2010 && c < 0x2040) || (c >= 0x3001 && c < 0x3020)) return PUNCTUATION;
    return OTHER;
}

/* Where the word that ends at `at` begins: spaces, then characters of one class, so that a Chinese
 * sentence goes by its punctuation. */
static size_t word_before(const struct editor *editor, size_t at)
{
    enum class class = SPACE;
    while (at > 0) {
        size_t previous = before(editor, at);
        if (class != SPACE && class_at(editor, previous) != class)
            break;
        class = class_at(editor, previous);
        at = previous;
    }
    return at;
}

void editor_set(struct editor *editor, const char *text)
{
    buffer_free(&editor->text);
    text_add_safe(&editor->text, text);
    buffer_cut(&editor->text, EDITOR_SIZE);
    size_t valid = text_valid(editor->text.bytes, editor->text.size);
    buffer_cut(&editor->text, valid);
    editor->caret = editor->text.size;
    editor->from = 0;
}

static bool type(struct editor *editor, uint32_t key)
{
    struct buffer typed = BUFFER_EMPTY;
    bool printable = key < K_SPECIAL && !text_is_unsafe(key);
    if (printable)
        text_add_character(&typed, key);
    if (printable && editor->text.size + typed.size <= EDITOR_SIZE)
        replace(editor, editor->caret, editor->caret, typed.bytes);
    buffer_free(&typed);
    return printable;
}

bool editor_key(struct editor *editor, uint32_t key)
{
    size_t caret = editor->caret, end = editor->text.size;
    switch (key) {
    case K_LEFT:
        editor->caret = before(editor, caret);
        return true;
    case K_RIGHT:
        editor->caret = after(editor, caret);
        return true;
    case K_HOME:
    case K_CTRL_A:
        editor->caret = 0;
        return true;
    case K_END:
    case K_CTRL_E:
        editor->caret = end;
        return true;
    case K_BACKSPACE:
        replace(editor, before(editor, caret), caret, "");
        return true;
    case K_DELETE:
    case K_CTRL_D:
        replace(editor, caret, after(editor, caret), "");
        return true;
    case K_CTRL_U:
        replace(editor, 0, caret, "");
        return true;
    case K_CTRL_K:
        replace(editor, caret, end, "");
        return true;
    case K_CTRL_W:
        replace(editor, word_before(editor, caret), caret, "");
        return true;
    default:
        return type(editor, key);
    }
}

/* Columns of the bytes from `from` to `to`. */
static size_t columns_between(const struct editor *editor, size_t from, size_t to)
{
    size_t columns = 0;
    const char *at = editor->text.bytes + from;
    while (at < editor->text.bytes + to)
        columns += (size_t)text_character_width(text_next(&at));
    return columns;
}

/* Scrolls by half the line when the caret leaves it, so that typing moves the text seldom. */
struct editor_line editor_line(struct editor *editor, size_t columns)
{
    if (editor->from > editor->caret)
        editor->from = editor->caret;
    if (columns_between(editor, editor->from, editor->caret) >= columns)
        while (columns_between(editor, editor->from, editor->caret) > columns / 2)
            editor->from = after(editor, editor->from);
    else
        while (editor->from > 0 &&
               columns_between(editor, before(editor, editor->from), editor->text.size) < columns)
            editor->from = before(editor, editor->from);
    struct editor_line line = {.text = editor->text.bytes + editor->from};
    line.size = text_fit(line.text, columns, NULL);
    line.caret = columns_between(editor, editor->from, editor->caret);
    return line;
}

void editor_free(struct editor *editor)
{
    buffer_free(&editor->text);
    *editor = EDITOR_EMPTY;
}

enum prompt_result prompt_key(struct prompt *prompt, uint32_t key)
{
    if (key == K_ENTER)
        return PROMPT_ACCEPTED;
    if (key == K_ESCAPE || key == K_CTRL_C)
        return PROMPT_CANCELLED;
    return editor_key(&prompt->editor, key) ? PROMPT_OPEN : PROMPT_UNUSED;
}

void prompt_draw(struct prompt *prompt, int row, int columns)
{
    int label = draw_text(row, 0, columns / 2, STYLE_HEADING, prompt->label.bytes) + 1;
    int room = columns - label > 3 ? columns - label : 3;
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
