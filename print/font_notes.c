#include "print/font_notes.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "print/font_list.h"

#include <stdlib.h>
#include <string.h>

/* ---- Remembering ---- */

static int compare_fonts(const struct font *a, const struct font *b)
{
    if (!a || !b)
        return (a == NULL) - (b == NULL);
    int order = strcmp(a->name, b->name);
    return order ? order : (a > b) - (a < b);
}

/* What no font has stands last, and does not count by face. */
static int compare_notes(const struct font_note *a, const struct font_note *b)
{
    int order = compare_fonts(a->giver, b->giver);
    if (!order && a->giver)
        order = compare_fonts(a->own, b->own);
    return order ? order : (a->character > b->character) - (a->character < b->character);
}

void font_notes_add(struct font_notes *notes, const struct font *own, uint32_t character,
                    const struct font *giver)
{
    const struct font_note note = {own, giver, character};
    size_t from = 0, to = notes->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = compare_notes(&note, &notes->list[middle]);
        if (!order)
            return;
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    if (notes->count == notes->room) {
        notes->room = notes->room ? 2 * notes->room : 16;
        notes->list = memory_resize(notes->list, notes->room * sizeof *notes->list);
    }
    memmove(&notes->list[from + 1], &notes->list[from],
            (notes->count - from) * sizeof *notes->list);
    notes->list[from] = note;
    notes->count++;
}

void font_notes_free(struct font_notes *notes)
{
    free(notes->list);
    *notes = (struct font_notes){0};
}

/* ---- Reporting ---- */

enum { LISTED = 50 }; /* characters of a line: a text in a foreign script has hundreds */

enum { CIRCLE = 0x25CC }; /* a combining mark stands on it */

static void add_character(struct buffer *out, uint32_t character)
{
    struct buffer text = BUFFER_EMPTY;
    if (!text_character_width(character))
        text_add_character(&text, CIRCLE);
    text_add_character(&text, character);
    text_add_safe(out, text.bytes);
    buffer_format(out, TR(" (U+%04X)", "（U+%04X）"), (unsigned)character);
    buffer_free(&text);
}

static void add_characters(struct buffer *out, const struct font_note *notes, size_t count)
{
    for (size_t i = 0; i < count && i < LISTED; i++) {
        if (i)
            buffer_add(out, TR(", ", "、"));
        add_character(out, notes[i].character);
    }
    if (count > LISTED)
        buffer_format(out, TR(" and %zu more", "及另外%zu个字符"), count - LISTED);
}

static void report(const struct font_note *notes, size_t count, struct buffer *out)
{
    add_characters(out, notes, count);
    if (notes->giver)
        buffer_format(out,
                      count == 1 ? TR(" is not in %s: taken from %s", "不在%s中：取自%s")
                                 : TR(" are not in %s: taken from %s", "不在%s中：取自%s"),
                      notes->own->name, notes->giver->name);
    else
        buffer_add(
            out,
            TR(": no font has it, its number is printed instead; install a font that "
               "has it, such as the package fonts-hanazono for rare Chinese characters, "
               "fonts-symbola for signs",
               "：没有字体含有该字符，以其编码代替；请安装含有该字符的字体，例如生僻字用软件包 "
               "fonts-hanazono，符号用 fonts-symbola"));
    buffer_add_char(out, '\n');
}

void font_notes_report(const struct font_notes *notes, struct buffer *out)
{
    for (size_t i = 0, count; i < notes->count; i += count) {
        const struct font_note *first = &notes->list[i];
        for (count = 1; i + count < notes->count; count++)
            if (first[count].giver != first->giver ||
                (first->giver && first[count].own != first->own))
                break;
        report(first, count, out);
    }
}
