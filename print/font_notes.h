/*
 * The characters that a face's own font did not have, once each, and what gave them.
 *
 *     struct font_notes notes = {0};
 *     font_notes_add(&notes, own, 0x5803, other);      // other is NULL where no font has it
 *     font_notes_report(&notes, &out);
 *     font_notes_free(&notes);
 */
#ifndef KAOPING_PRINT_FONT_NOTES_H
#define KAOPING_PRINT_FONT_NOTES_H

#include <stddef.h>
#include <stdint.h>

struct buffer;
struct font;

struct font_note {
    const struct font *own, *giver; /* giver: NULL for none */
    uint32_t character;
};

struct font_notes {
    struct font_note *list; /* sorted as they are reported */
    size_t count, room;
};

/* The fonts are borrowed. */
void font_notes_add(struct font_notes *notes, const struct font *own, uint32_t character,
                    const struct font *giver);

/* Appends a line for each pair of fonts, with its characters, and one for those that none has; in
 * the language in force. */
void font_notes_report(const struct font_notes *notes, struct buffer *out);

void font_notes_free(struct font_notes *notes);

#endif
