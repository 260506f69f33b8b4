/*
 * A file of the record: YAML front matter between two lines of `---`, then a Markdown body.
 *
 *     struct document document;
 *     if (document_parse(arena, "2020/assessment.md", bytes, size, &document, &error))
 *         return error.status;
 *     struct reading reading = {.document = &document, .error = &error};
 *     const char *name = read_text(&reading, document.top, "name");
 *     struct decimal full = read_number(&reading, document.top, "full", DECIMAL_ZERO);
 *     if (reading.status)
 *         return reading.status;             // the first mistake, with file, line and remedy
 *
 * Parsed with libyaml's events: for 9,000 small files they took 31 ms where libfyaml's documents
 * took 112, and libyaml refuses invalid UTF-8 and NUL. What it lets through is refused here:
 * duplicate keys, anchors and aliases, tags, nesting deeper than 8, more than 64 KiB.
 *
 * Neither library writes a file back as it was. So a file is rewritten from its known fields in
 * their fixed order, followed by the lines of its unknown fields as they stood
 * (document_add_unknown).
 */
#ifndef KAOPING_CORE_DOCUMENT_H
#define KAOPING_CORE_DOCUMENT_H

#include "core/decimal.h"
#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;

enum { DOCUMENT_FRONT_MOST = 64 * 1024, DOCUMENT_DEPTH_MOST = 8 };

enum field_kind { FIELD_SCALAR, FIELD_LIST, FIELD_MAP };

struct field {
    enum field_kind kind;
    const char *name; /* in a map; NULL in a list */
    const char *text; /* of a scalar, else "" */
    int line;         /* in the file, from 1: of the name in a map */
    struct field *first, *next;
    size_t count; /* members of a list or map */
};

struct document {
    const char *path;
    const char *front; /* the front matter's lines, ended by line feeds alone, without the `---` */
    struct field *top; /* a map */
    const char *body;  /* behind the front matter, without the empty lines around it */
};

/* Parses a whole file into the arena. Line ends of CR LF and a byte order mark are accepted.
 * STATUS_INPUT with file and line for a front matter that is missing, never ended, binary, no map
 * or not YAML. */
enum status document_parse(struct arena *arena, const char *path, const char *bytes, size_t size,
                           struct document *out, struct error *error);

/* The member of a map by its name, or NULL. */
const struct field *field_find(const struct field *map, const char *name);

/* Appends the front matter's lines of every top field whose name is not in `known` (ended by
 * NULL). */
void document_add_unknown(struct buffer *out, const struct document *document,
                          const char *const *known);

/* Reading: the first mistake is kept in *error and makes `status` its status; what follows it
 * reads on and is without effect. So a sequence of readings is checked once, at its end. */
struct reading {
    const struct document *document;
    struct error *error;
    enum status status;
};

/* Notes a mistake at a field (NULL: the file as a whole); `format` is the sentence. */
void reading_fail(struct reading *reading, const struct field *field, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The text of a scalar. read_text demands it, not empty; read_optional gives `otherwise` where the
 * field is not there or empty. */
const char *read_text(struct reading *reading, const struct field *map, const char *name);
const char *read_optional(struct reading *reading, const struct field *map, const char *name,
                          const char *otherwise);

/* An exact number; `otherwise` where the field is not there. */
struct decimal read_number(struct reading *reading, const struct field *map, const char *name,
                           struct decimal otherwise);

/* A whole number within [least, most]; `otherwise` where the field is not there. */
int read_whole(struct reading *reading, const struct field *map, const char *name, int least,
               int most, int otherwise);

/* true or false; `otherwise` where the field is not there. */
bool read_truth(struct reading *reading, const struct field *map, const char *name, bool otherwise);

/* One of `words` (ended by NULL), as its index; -1 where the field is not there. */
int read_word(struct reading *reading, const struct field *map, const char *name,
              const char *const *words);

/* A list or map, or NULL where it is not there; of another kind it is a mistake. */
const struct field *read_list(struct reading *reading, const struct field *map, const char *name);
const struct field *read_map(struct reading *reading, const struct field *map, const char *name);

/* Appends `name: text` as one line of YAML, quoted where YAML would read it as anything but this
 * text. */
void document_add_field(struct buffer *out, const char *name, const char *text);

/* Appends a text as a YAML scalar on one line, quoted where needed. */
void document_add_scalar(struct buffer *out, const char *text);

#endif
