/*
 * The texts that are proof-read, made for it: characters in paragraphs, each with where it came
 * from. Shared by core/proof*.c.
 *
 *     struct scripts scripts = {.arena = arena};
 *     if (scripts_new(&scripts, circular, facts, &error))
 *         ...
 *     for (size_t b = 0; b < scripts.draft.block_count; b++)
 *         for (size_t i = 0; i < block->count; i++)
 *             block->signs[i].c ...
 *     scripts_free(&scripts);                      // the marks; all else is the arena's
 *
 * In the script of a template every tag is one sign: SIGN_VALUE where a value is written,
 * SIGN_TAG where a section begins or ends or a partial goes. In the draft there is none of them.
 */
#ifndef KAOPING_CORE_PROOF_TEXT_H
#define KAOPING_CORE_PROOF_TEXT_H

#include "core/circular.h"
#include "core/mustache.h"

#include <stdbool.h>
#include <stdint.h>
#include <uchar.h>

enum { SIGN_VALUE = 1, SIGN_TAG = 2 };

struct sign {
    uint32_t c; /* Markdown's own marks of emphasis, code and escape are left out */
    size_t at;  /* its first byte in the script */
};

enum block_kind {
    BLOCK_TITLE,
    BLOCK_HEADING,
    BLOCK_BODY,   /* a paragraph, or an item of a list */
    BLOCK_ROW,    /* of a table */
    BLOCK_CLOSING /* behind the rule: signature, date, note */
};

/* A paragraph; its lines are parted by '\n'. */
struct block {
    enum block_kind kind;
    bool item; /* of a list */
    const struct sign *signs;
    size_t count;
};

/* A section of a template: from behind its first tag to before its last one. */
struct scope {
    const char *name;
    bool inverted;
    struct scope *outer; /* in the same file */
    size_t from, to;
    bool seen; /* something of its text stands in the draft */
};

/* Bytes that came from one place. */
struct piece {
    size_t from, to;
    const char *file;
    int line;                         /* of the first byte */
    const char *source;               /* typed in the template, there; NULL for what is not */
    struct scope *scope;              /* in which it was typed; NULL for none */
    const struct mustache_mark *mark; /* of the draft: a fact, with the mark behind it */
};

struct script {
    const char *bytes;
    size_t size;
    bool draft;
    struct piece *pieces;
    size_t piece_count;
    struct block *blocks;
    size_t block_count;
    struct scope **scopes; /* of a template, in their order */
    size_t scope_count;
};

/* A file of the template. */
struct template_file {
    const char *name, *text;
    struct script script;
    struct template_file *next;
};

struct scripts {
    struct arena *arena; /* the caller's */
    const struct circular *circular;
    struct template_file *files; /* the circular first, then its partials as they are met */
    struct script draft;
    struct mustache_marks marks;
};

/* Renders the draft and reads the template's files. Errors are those of circular_render(), and a
 * draft of more than 8 MiB. */
enum status scripts_new(struct scripts *scripts, const struct circular *circular,
                        const struct value *facts, struct error *error);
void scripts_free(struct scripts *scripts);

/* What the byte came from. */
const struct piece *script_piece(const struct script *script, size_t at);

/* The template's line of the byte. */
int script_line(const struct script *script, const struct piece *piece, size_t at);

/* The sign of the block; 0 before its first and behind its last one. `i` may be (size_t)-1. */
uint32_t sign_at(const struct block *block, size_t i);

/* How many signs the word has, if it stands at `i`; else 0. */
size_t word_at(const struct block *block, size_t i, const char32_t *word);

/* The same for a text of the record, in UTF-8. */
size_t text_at(const struct block *block, size_t i, const char *text);

/* How many signs the first word of the list has that stands there; the list ends with NULL. */
size_t one_of(const struct block *block, size_t i, const char32_t *const *words);

/* What ends a sentence, as far as facts belong together; what parts its clauses too. */
extern const char32_t sentence_ends[], clause_ends[];

bool among(const char32_t *set, uint32_t c);
bool is_han(uint32_t c);
bool is_digit(uint32_t c); /* ASCII */

/* A Han character, or punctuation that is set with them. */
bool is_chinese(uint32_t c);

/* The Chinese numeral at `i`, up to 99: its value, and its signs to *size; 0 for none. */
int numeral_at(const struct block *block, size_t i, size_t *size);

#endif
