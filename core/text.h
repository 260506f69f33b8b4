/*
 * Text: UTF-8, measured in terminal columns, and made safe before a person sees it.
 *
 * Widths come from the C library's wcwidth(), so the process must have set a UTF-8 LC_CTYPE
 * (main falls back to C.UTF-8). There is no second width table.
 */
#ifndef KAOPING_CORE_TEXT_H
#define KAOPING_CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;

/* Reads one character at *at and moves *at behind it. An invalid byte gives U+FFFD and moves by
 * one byte; the end of the text gives 0 and does not move. */
uint32_t text_next(const char **at);

/* Where the first byte that is not valid UTF-8, or is NUL, stands; `size` if all is valid. */
size_t text_valid(const char *bytes, size_t size);

/* Appends the character in UTF-8. */
void text_add_character(struct buffer *out, uint32_t character);

/* Whether a character may not reach a terminal or a page: C0 and C1 controls, DEL, the
 * bidirectional controls and overrides, line and paragraph separators, invisible tag and format
 * characters, noncharacters. */
bool text_is_unsafe(uint32_t character);

/* Appends `text` on one line with every unsafe character left out, a line feed or tab as a space,
 * and invalid bytes as U+FFFD. Every text from outside passes here before the terminal sees it. */
void text_add_safe(struct buffer *out, const char *text);

/* The same, but line feeds are kept: for bodies of several paragraphs. */
void text_add_safe_lines(struct buffer *out, const char *text);

/* Terminal columns of one character: 0, 1 or 2; unsafe ones count 0. */
int text_character_width(uint32_t character);

/* Terminal columns of the text. */
size_t text_width(const char *text);

/* How many bytes of `text` fit into `columns`, never splitting a character from the combining
 * marks behind it; *used (may be NULL) is the columns that they take. */
size_t text_fit(const char *text, size_t columns, size_t *used);

/* The ASCII character that a full-width form (U+FF01 to U+FF5E, and the ideographic space) stands
 * for; any other character unchanged. */
uint32_t text_narrow(uint32_t character);

/* Whether the text is an id: [a-z0-9][a-z0-9-]*, at most 64 characters. */
bool text_is_id(const char *text);

#endif
