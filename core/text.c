#include "core/text.h"

#include "core/buffer.h"

#include <string.h>
#include <wchar.h>

enum { REPLACEMENT = 0xFFFD, ID_SIZE = 64 };

/* Decodes one character of at most `size` bytes; returns its length, or 0 if it is invalid. The
 * ranges are those of RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF. */
static size_t decode(const unsigned char *s, size_t size, uint32_t *character)
{
    static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = s[0] < 0x80 ? 1 : s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : s[0] >= 0xC2 ? 2 : 0;
    if (length == 0 || length > size || s[0] > 0xF4)
        return 0;
    uint32_t value = length == 1 ? s[0] : s[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (s[i] & 0x3Fu);
    }
    if (value < lowest[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *character = value;
    return length;
}

uint32_t text_next(const char **at)
{
    uint32_t character;
    if (!**at)
        return 0;
    size_t length = decode((const unsigned char *)*at, strnlen(*at, 4), &character);
    if (length == 0) {
        (*at)++;
        return REPLACEMENT;
    }
    *at += length;
    return character;
}

size_t text_valid(const char *bytes, size_t size)
{
    size_t at = 0;
    while (at < size) {
        uint32_t character;
        size_t length = decode((const unsigned char *)bytes + at, size - at, &character);
        if (length == 0 || character == 0)
            return at;
        at += length;
    }
    return size;
}

void text_add_character(struct buffer *out, uint32_t c)
{
    if (c < 0x80) {
        buffer_add_char(out, (char)c);
        return;
    }
    if (c < 0x800) {
        buffer_add_char(out, (char)(0xC0 | c >> 6));
    } else {
        if (c < 0x10000) {
            buffer_add_char(out, (char)(0xE0 | c >> 12));
        } else {
            buffer_add_char(out, (char)(0xF0 | c >> 18));
            buffer_add_char(out, (char)(0x80 | (c >> 12 & 0x3F)));
        }
        buffer_add_char(out, (char)(0x80 | (c >> 6 & 0x3F)));
    }
    buffer_add_char(out, (char)(0x80 | (c & 0x3F)));
}

bool text_is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) ||         /* C0, DEL, C1 */
           c == 0xAD || c == 0x61C ||                     /* soft hyphen, Arabic letter mark */
           (c >= 0x200E && c <= 0x200F) ||                /* left-to-right, right-to-left mark */
           (c >= 0x2028 && c <= 0x202E) ||                /* separators, embeddings, overrides */
           (c >= 0x2060 && c <= 0x206F) ||                /* isolates, invisible operators */
           (c >= 0xFFF9 && c <= 0xFFFB) || c == 0xFEFF || /* annotations, byte order mark */
           (c >= 0xE0000 && c <= 0xE0FFF) ||              /* tags, variation selectors */
           (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE; /* noncharacters */
}

static void add_safe(struct buffer *out, const char *text, bool lines)
{
    for (uint32_t c; (c = text_next(&text));) {
        if (c == '\n' && lines)
            buffer_add_char(out, '\n');
        else if (c == '\n' || c == '\t')
            buffer_add_char(out, ' ');
        else if (!text_is_unsafe(c))
            text_add_character(out, c);
    }
}

void text_add_safe(struct buffer *out, const char *text)
{
    add_safe(out, text, false);
}

void text_add_safe_lines(struct buffer *out, const char *text)
{
    add_safe(out, text, true);
}

int text_character_width(uint32_t character)
{
    if (text_is_unsafe(character))
        return 0;
    int width = wcwidth((wchar_t)character);
    return width < 0 ? 1 : width; /* unassigned: terminals draw a box of one column */
}

size_t text_width(const char *text)
{
    size_t width = 0;
    for (uint32_t c; (c = text_next(&text));)
        width += (size_t)text_character_width(c);
    return width;
}

size_t text_fit(const char *text, size_t columns, size_t *used)
{
    size_t width = 0;
    const char *at = text, *end = text;
    for (uint32_t c; (c = text_next(&at)); end = at) {
        size_t next = width + (size_t)text_character_width(c);
        if (next > columns)
            break;
        width = next;
    }
    if (used)
        *used = width;
    return (size_t)(end - text);
}

uint32_t text_narrow(uint32_t character)
{
    if (character >= 0xFF01 && character <= 0xFF5E)
        return character - 0xFF01 + 0x21;
    return character == 0x3000 ? 0x20 : character;
}

bool text_is_id(const char *text)
{
    size_t size = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return size > 0 && size <= ID_SIZE && text[size] == '\0' && text[0] != '-';
}
